"""A small campaign of three chapters as files, for the tests of all rooms."""

from __future__ import annotations

import copy
import datetime as dt
from functools import cache
from pathlib import Path
from typing import Any

from sim.lab.resolved import resolved_text
from sim.scenario.campaigns import LoadedCampaign, load_campaign
from tests import scratch
from tests.lab.cases import case, written

ALL = {
    "trust": 0.5,
    "rapport": 0.5,
    "knowledge": 0.8,
    "legitimacy": 0.5,
    "home": 0.5,
    "stance": 0.6,
    "channels": 0.7,
    "beliefs": 0.6,
    "types": True,
}
"""Everything that can be carried over."""


def later(data: dict[str, Any], name: str, days: int) -> dict[str, Any]:
    """A scenario under another name, so many days later."""

    def moved(value: Any) -> Any:
        if isinstance(value, dt.date):
            return value + dt.timedelta(days=days)
        if isinstance(value, dict):
            return {key: moved(inner) for key, inner in value.items()}
        return value

    found: dict[str, Any] = moved(copy.deepcopy(data))
    found["id"], found["title"] = name, f"A small quarrel, {name}"
    return found


def sequel() -> dict[str, Any]:
    """A chapter with one actor gone and a new one come, so that rows differ between chapters."""
    data = later(case(), "sequel", 365)
    newcomer = copy.deepcopy(data["actors"]["small_states"])
    newcomer["short"] = "newcomer"
    newcomer["name"] = "The newcomer"
    actors = {"newcomer": newcomer} | dict(reversed(data["actors"].items()))
    del actors["small_states"]
    data["actors"] = actors
    council = data["tables"]["council"]
    council["members"] = ["host", "friend", "south", "newcomer"]
    del data["claims"]
    return data


def mini() -> dict[str, Any]:
    """The campaign as plain data, fresh at each call."""
    return {
        "version": 1,
        "id": "mini",
        "title": "Two quarrels and a vote",
        "summary": "Three small chapters in a row.",
        "briefing": "Settle it, and then settle what is left.",
        "seats": ["host", "friend"],
        "chapters": {
            "quarrel": {"scenario": "small"},
            "again": {
                "scenario": "sequel",
                "title": "The quarrel goes on",
                "opens": "attended(north, talks) and trust(north, host) >= 0.3",
                "otherwise": {"set": {"trust.north.host": 0.2}, "bridge": "Nobody had talked."},
                "carry": dict(ALL),
                "bridge": "They had met, and went home to think.",
            },
            "vote": {
                "scenario": "small",
                "opens": "adopted(council)",
                "otherwise": {"ending": "silence"},
                "carry": {"trust": 1.0, "types": True},
                "bridge": "What was left went to a vote.",
            },
        },
        "endings": {
            "peace": {"title": "A peace", "when": "adopted(talks)", "text": "They signed."},
            "silence": {"title": "Silence", "text": "Nobody spoke of it again."},
        },
        "goals": {"quarrel": 0.5, "again": 0.25, "vote": 0.25},
    }


def laid_out(folder: Path, data: dict[str, Any] | None = None) -> Path:
    """The campaign and its scenarios as files of a folder; gives the campaign's."""
    plain = case()
    del plain["claims"]
    written(plain, folder, "small.yaml")
    written(sequel(), folder, "sequel.yaml")
    path = folder / "mini.yaml"
    path.write_text(resolved_text(data or mini()), encoding="utf-8")
    return path


@cache
def campaign_path() -> Path:
    """The campaign in a folder of its own."""
    return laid_out(scratch.shared("campaign"))


@cache
def loaded_campaign() -> LoadedCampaign:
    """The campaign, loaded."""
    return load_campaign(str(campaign_path()))
