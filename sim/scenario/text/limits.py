"""What a file is called, and how large it may be, so that none keeps the program busy for long."""

from __future__ import annotations

SUFFIXES = (".yaml", ".yml")
"""How the name of a scenario file ends."""
MAX_BYTES = 1_000_000
MAX_DEPTH = 32
"""Mappings and lists within one another."""
MAX_NODES = 50_000
"""Names, values, mappings and lists."""
MAX_KEY = 200
"""Characters of a name."""
MAX_TEXT = 20_000
"""Characters of a text."""
MAX_PROBLEMS = 100
