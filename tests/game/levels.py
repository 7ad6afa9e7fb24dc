"""The small conflict with levels of difficulty, a plain briefing and factors, as a file."""

from __future__ import annotations

from functools import cache
from typing import Any

from sim.lab.resolved import resolved_text
from sim.scenario.load import Loaded, load
from tests import scratch
from tests.lab.cases import case


def levelled() -> dict[str, Any]:
    """The scenario as plain data."""
    data = case()
    data["briefing_plain"] = "Two sides quarrel.\n\nHelp them stop."
    data["difficulty"] = {
        "gentle": {
            "title": "With the wind",
            "about": "More to spend.",
            "set": {"capital.per_turn": 5, "trust.south.host": 0.9},
        },
        "stern": {
            "title": "Against the wind",
            "about": "Less trust.",
            "set": {"trust.south.host": "very-low"},
        },
    }
    data["factors"] = {
        "confidence": {
            "title": "Confidence",
            "measure": "trust(south, host)",
            "says": "The south believed what it was told.",
            "cite": ["C16"],
        },
        "friend": {"title": "A friend", "measure": "stance(friend)", "says": "It stood by."},
        "patience": {"title": "Patience", "measure": "rounds(talks)", "says": "It came back."},
        "nature": {"title": "Who they were", "measure": "spoiler(north)", "says": "It showed."},
    }
    data["goals"]["host"]["waiting"] = {"says": "They come by themselves.", "cite": ["E8"]}
    return data


@cache
def path() -> str:
    """The scenario as a file."""
    found = scratch.shared("levels") / "small.yaml"
    found.write_text(resolved_text(levelled()), encoding="utf-8")
    return str(found)


@cache
def at(level: str = "standard") -> Loaded:
    """The scenario at a level."""
    return load(path(), level=level)
