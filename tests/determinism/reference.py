"""The reference: one hash a scenario, and the beginnings of those of its parts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from sim.files import write_whole
from tests.determinism.settled import together

FILE: Final = Path(__file__).parent / "reference.json"
SHOWN: Final = 12
"""Letters of a part's hash that are kept: enough to tell which part is another."""
NOTE: Final = (
    "What runs of the shipped scenarios settle, to the bit, on every machine. Renew it with "
    "`python -m tests.determinism --renew` only when the meaning of the model or of a scenario "
    "was changed on purpose, and say so in CHANGELOG.md: saves and results made before then no "
    "longer replay. If nothing was meant to change, a difference is a fault."
)

Hashes = Mapping[str, Mapping[str, str]]
"""By scenario and part."""
Reference = Mapping[str, Mapping[str, str]]
"""By scenario: `all`, and the beginning of each part's hash."""


def summed(hashes: Hashes) -> Reference:
    """Hashes as they are kept."""
    return {
        name: {"all": together(parts)} | {part: one[:SHOWN] for part, one in parts.items()}
        for name, parts in hashes.items()
    }


def read() -> Reference:
    """The reference as it is committed."""
    found: Reference = json.loads(FILE.read_text(encoding="utf-8"))["scenarios"]
    return found


def write(hashes: Hashes) -> None:
    """Commit to new hashes."""
    data = {"note": NOTE, "scenarios": summed(hashes)}
    write_whole(FILE, json.dumps(data, indent=1) + "\n", mode=0o644)


def others(hashes: Hashes, reference: Reference) -> dict[str, list[str]]:
    """By scenario: parts whose hashes are not those of the reference; nothing where all are.

    Only the parts that were reckoned are looked at.
    """
    found = {}
    for name, parts in hashes.items():
        kept = reference.get(name, {})
        wrong = [part for part, one in parts.items() if kept.get(part) != one[:SHOWN]]
        if not wrong and parts.keys() == kept.keys() - {"all"} and together(parts) != kept["all"]:
            wrong = ["all"]
        if wrong:
            found[name] = wrong
    return found
