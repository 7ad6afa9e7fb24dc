"""Scenarios at the edge of what a teacher may write: next to nothing, or as much as there may be.

They are what shipped ones are not: of two actors and one issue, of fourteen seats with the longest
names, without a place, an event, a record or an adviser, and in letters that are set otherwise.
"""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Callable
from functools import cache
from typing import Any, Final

from sim.lab.resolved import resolved_text
from sim.scenario.load import Loaded, load
from tests import scratch
from tests.game.rig import data

_WORDS: Final = "The withdrawal of every foreign force, verified by the council of neighbours "
_FOREIGN: Final = "ការដកទ័ពបរទេសទាំងអស់ចេញពីប្រទេស ក្រោមការត្រួតពិនិត្យ 検証された撤退 "
_SHAPES: Final = ("circle", "square", "diamond", "star", "shield", "plus", "drop", "chevron")
_MANY: Final = 10


def _long(text: str, most: int, words: str = _WORDS) -> str:
    """A text of as many characters as there may be, which begins with what it was."""
    return (f"{text}: " + words * (most // len(words) + 1))[:most].rstrip()


def _actor(number: int, words: str) -> dict[str, Any]:
    return {
        "name": _long(f"Power {number}", 80, words),
        "short": f"W{number} " + ("WMWMWMWMWMWMWM" if words is _WORDS else "សាធារណរដ្ឋ"),
        "kind": "power",
        "mark": {
            "colour": f"#{(number * 37) % 200 + 40:02X}80C0",
            "shape": _SHAPES[number % len(_SHAPES)],
            "at": [(number % 5) / 4, 0.3 + 0.1 * (number // 5)],
        },
        "seat": True,
        "positions": {"blame": {"ideal": 0.1 * number, "salience": 0.5}},
    }


def least() -> dict[str, Any]:
    """Two actors, one issue, one table, one move and one turn; no place, no record, no goal."""
    whole = data()
    kept = ("version", "summary", "briefing", "initiative", "defaults")
    made = {name: whole[name] for name in kept}
    host, north = (copy.deepcopy(whole["actors"][name]) for name in ("host", "north"))
    for actor in (host, north):
        actor.pop("interests", None)
        actor.pop("positions", None)
    north["positions"] = {"land": {"ideal": 0.5, "salience": 0.5}}
    return {
        **made,
        "id": "least",
        "title": "X",
        "calendar": {"start": dt.date(2000, 1, 1), "turn": "1 day", "turns": 1},
        "issues": {"land": {"title": "L", "low": "n", "high": "a"}},
        "actors": {"host": host, "north": north},
        "tables": {
            "talks": {
                "title": "T",
                "procedure": "signatures",
                "members": ["north"],
                "issues": ["land"],
            }
        },
        "moves": {"wait": {"title": "Wait", "by": ["host"], "kind": "act", "effects": []}},
        "outcomes": {"peace": {"title": "P", "when": "adopted(talks)"}},
    }


def most(words: str = _WORDS) -> dict[str, Any]:
    """As many seats, issues, tables, moves and turns as a class would bear, in long words."""
    made = data()
    made["id"] = "most" if words is _WORDS else "foreign"
    made["title"] = _long(made["title"], 80, words)
    made["summary"] = _long(made["summary"], 400, words)
    made["briefing"] = _long(made["briefing"], 4000, words)
    made["calendar"]["turns"] = 60
    made["capital"] = {"per_turn": 12, "carry": 12, "moves_per_turn": 6}
    made["initiative"]["title"] = _long(made["initiative"]["title"], 80, words)
    for number in range(_MANY):
        made["issues"].setdefault(f"issue_{number}", {"title": "", "low": "", "high": ""})
    made["issues"] = dict(list(made["issues"].items())[:12])
    for number, issue in enumerate(made["issues"].values()):
        issue["title"] = _long(f"Issue {number}", 80, words)
        issue["low"], issue["high"] = _long("low", 200, words), _long("high", 200, words)
    for actor in made["actors"].values():
        actor["seat"] = True
        actor["name"] = _long(actor["name"], 80, words)
        actor["leader"] = _long("Leader", 80, words)
    for number in range(_MANY):
        made["actors"][f"power_{number}"] = _actor(number, words)
    made["tables"]["talks"]["issues"] = list(made["issues"])
    for name in list(made["tables"]):
        made["tables"][name]["title"] = _long(made["tables"][name]["title"], 80, words)
    for number in range(_MANY):
        made["tables"][f"table_{number}"] = {
            "title": _long(f"Table {number}", 80, words),
            "procedure": "signatures",
            "members": ["north", "south"],
            "issues": ["land"],
            "open": True,
        }
    for move in made["moves"].values():
        move["title"] = _long(move["title"], 80, words)
    for number in range(4 * _MANY):
        made["moves"][f"move_{number}"] = {
            "title": _long(f"Move {number}", 80, words),
            "by": ["host"],
            "to": ["friend", "north"],
            "kind": "tell",
            "effects": [{"learn": {"of": "self", "about": "target"}}],
        }
    for outcome in made["outcomes"].values():
        outcome["title"] = _long(outcome["title"], 80, words)
    for one in made["history"]["checkpoints"].values():
        one["title"] = _long(one["title"], 80, words)
    for voice in made["advisers"].values():
        voice["name"], voice["view"] = _long(voice["name"], 80, words), _long("View", 400, words)
    made["lesson"]["questions"] = [_long(one, 400, words) for one in made["lesson"]["questions"]]
    return made


ODD: Final[dict[str, Callable[[], dict[str, Any]]]] = {
    "least": least,
    "most": most,
    "foreign": lambda: most(_FOREIGN),
}
"""The scenarios by their ids."""


@cache
def odd(name: str) -> Loaded:
    """One of `ODD`, loaded from a file of its own."""
    path = scratch.shared("odd") / f"{name}.yaml"
    text = resolved_text(ODD[name]()).replace("T1", "A1")  # a fact that ships
    path.write_text(text, encoding="utf-8")
    return load(str(path))
