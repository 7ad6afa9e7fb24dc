"""Which clause of the list of bad inputs has which files, and where the first problem stands."""

from __future__ import annotations

from tests.scenario.bad.faults import FAULTS
from tests.scenario.bad.slips import SLIPS

GOOD = ("river", "journey")
"""Files without faults that the bad ones change."""

CLAUSES: dict[str, dict[str, str]] = {**FAULTS, **SLIPS}
"""For each clause its files, and by hand the line, column and rule of the first problem; where
that stands in another file, this file first; empty where nothing is wrong."""

BAD: dict[str, str] = {name: place for files in CLAUSES.values() for name, place in files.items()}
"""Where the first problem of each bad file stands."""
