"""The small conflict of the model's tests as a file, with a record, claims and goals."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Any

from sim.lab.resolved import resolved_text
from sim.scenario.load import Loaded, load
from tests import scratch
from tests.model.small import small


def _day(day: int) -> dt.date:
    return dt.date(2000, 1, day)


def case() -> dict[str, Any]:
    """The scenario as plain data, fresh at each call; it has six turns of a week."""
    data = small()
    data["actors"]["host"]["mark"] = {"colour": "#56B4E9", "shape": "circle", "at": [0.1, 0.1]}
    data["outcomes"]["met"] = {"title": "They meet", "when": "attended(north, talks)"}
    data["goals"]["friend"] = {"aims": {"met": 0.25, "blamed": 0.75}}
    data["history"] = {
        "line": {
            "second_round": {"date": _day(19), "by": "host", "move": "hold_round", "to": "north"},
            "tell_south": {"date": _day(2), "by": "host", "move": "consult", "to": "south"},
            "join": {"date": _day(3), "by": "host", "move": "ask_to_join", "to": "friend"},
            "ask_again": {
                "date": _day(12),
                "by": "host",
                "move": "ask_to_join",
                "to": "friend",
            },
            "round": {"date": _day(10), "by": "host", "move": "hold_round", "to": "north"},
            "text": {
                "date": _day(17),
                "by": "host",
                "move": "draft",
                "text": {"land": 0.5, "trade": 0.6},
            },
            "put": {"date": _day(24), "by": "host", "move": "put"},
            "squeeze": {"date": _day(11), "by": "friend", "move": "press", "to": "north"},
            "too_late": {"date": dt.date(2001, 1, 1), "by": "host", "move": "put"},
        },
        "checkpoints": {
            "met": {
                "title": "They meet",
                "by": _day(20),
                "holds": "attended(north, talks)",
                "cite": ["E8"],
            },
            "joined": {
                "title": "The friend joins",
                "by": _day(7),
                "holds": "joined(friend)",
                "cite": ["E5"],
            },
        },
        "foils": {
            "signed": {
                "title": "They sign",
                "by": _day(31),
                "holds": "adopted(talks)",
                "cite": ["E10"],
            }
        },
        "holdout": True,
    }
    data["claims"] = {
        "company": {
            "title": "Company brings them to the table",
            "arms": {
                "together": {"line": "history"},
                "alone": {"line": "history", "leave_out": ["join"]},
            },
            "tests": {
                "they_come": {
                    "arm": "together",
                    "minus": "alone",
                    "measure": "attended(north, talks)",
                    "given": "joined(friend)",
                    "at_least": 0.02,
                },
                "they_know": {
                    "arm": "together",
                    "minus": "alone",
                    "measure": "knowledge(friend, north)",
                    "at_least": 0.0,
                },
                "seldom_signed": {
                    "arm": "together",
                    "measure": "adopted(talks)",
                    "at_most": 0.9,
                },
            },
            "rule": "leverage",
            "cite": ["E5"],
        }
    }
    return data


def sound() -> dict[str, Any]:
    """The same without a move of the record after the end, which is warned of."""
    data = case()
    del data["history"]["line"]["too_late"]
    return data


def written(data: dict[str, Any], folder: Path, name: str = "small.yaml") -> Path:
    """The data as a file."""
    path = folder / name
    path.write_text(resolved_text(data), encoding="utf-8")
    return path


@cache
def loaded() -> Loaded:
    """The scenario, loaded from a file of its own."""
    return load(str(written(case(), scratch.shared("case"))))
