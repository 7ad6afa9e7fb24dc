"""How large a file may be, so that none can keep the program busy for long."""

from __future__ import annotations

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
