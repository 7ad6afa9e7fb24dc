"""What never comes about is told at its place, and nothing else is."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from sim.lab.coverage import coverage, planned, unreached
from sim.lab.errors import LabError
from sim.scenario.load import Loaded, load
from tests.lab.cases import case, written

RUNS = 30


def told(data: dict[str, Any], folder: Path, seed: int = 1) -> dict[str, set[str]]:
    """By rule the dotted places that are warned of."""
    loaded = load(str(written(data, folder)))
    found: dict[str, set[str]] = {}
    for problem in unreached(loaded, coverage(loaded, RUNS, seed)):
        assert problem.severity == "warning"
        (path,) = [
            p for p in loaded.document.spans if p and loaded.document.spans.at(p) == problem.span
        ]
        found.setdefault(problem.rule, set()).add(".".join(map(str, path)))
    return found


def plain() -> dict[str, Any]:
    """The small conflict, without what its own tests have that never comes about."""
    data = case()
    del data["history"]["checkpoints"], data["history"]["foils"]
    return data


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    return told(plain(), tmp_path_factory.mktemp("usual"))


def test_outcomes_and_checkpoints_that_are_never_reached(
    tmp_path: Path, usual: dict[str, set[str]]
) -> None:
    data = plain()
    data["outcomes"]["never"] = {"title": "Never", "when": "trust(north, host) > 1"}
    data["history"]["checkpoints"] = {
        "too_soon": {
            "title": "Too soon",
            "by": dt.date(1999, 12, 31),
            "holds": "attended(north, talks)",
            "cite": ["E8"],
        },
        "in_time": {
            "title": "In time",
            "by": dt.date(2000, 1, 31),
            "holds": "attended(north, talks)",
            "cite": ["E8"],
        },
    }
    new = told(data, tmp_path)["never-reached"] - usual.get("never-reached", set())
    assert new == {"outcomes.never.when", "history.checkpoints.too_soon.holds"}


def test_moves_that_a_seat_could_never_play(tmp_path: Path, usual: dict[str, set[str]]) -> None:
    data = plain()
    data["moves"]["vain"] = {
        "title": "Vain",
        "by": ["host"],
        "kind": "act",
        "needs": "trust(north, host) > 1",
    }
    data["moves"]["dear"] = {"title": "Dear", "by": ["host"], "kind": "act", "cost": 12}
    data["moves"]["late"] = {
        "title": "Late",
        "by": ["host"],
        "kind": "act",
        "needs": "turn() >= 5",
    }
    data["moves"]["hosts_alone"] = {
        "title": "Of one",
        "by": ["host", "north"],
        "kind": "act",
        "needs": "capital(self) >= 90 or trust(self, friend) >= 0.99",
    }
    new = told(data, tmp_path)["never-played"] - usual.get("never-played", set())
    assert new == {"moves.vain.needs", "moves.dear.cost", "moves.hosts_alone.needs"}


def test_a_move_that_needs_another_players_doing_is_no_vain_one(tmp_path: Path) -> None:
    data = plain()
    data["moves"]["signal"] = {"title": "Signal", "by": ["host"], "kind": "act", "cost": 0}
    data["moves"]["signal"]["decides"] = {"to": "act", "what": "signalled"}
    data["steps"] = {"signalled": {"title": "A signal"}}
    data["actors"]["friend"]["seat"] = True
    data["moves"]["follow"] = {
        "title": "Follow",
        "by": ["friend"],
        "kind": "act",
        "needs": "acted(host, signalled)",
    }
    assert "moves.follow.needs" not in told(data, tmp_path).get("never-played", set())


def test_a_move_that_no_seat_can_make_and_nobody_makes(
    tmp_path: Path, usual: dict[str, set[str]]
) -> None:
    data = plain()
    dear = {"title": "Ruin", "kind": "act", "effects": [{"home": {"by": -1.0, "of": "self"}}]}
    data["moves"]["ruin"] = {**dear, "by": ["north"]}
    data["moves"]["ruin_of_a_seat"] = {**dear, "title": "Its ruin", "by": ["north", "host"]}
    new = told(data, tmp_path)["never-made"] - usual.get("never-made", set())
    assert new == {"moves.ruin.by"}


def test_events_that_never_happen(tmp_path: Path) -> None:
    data = plain()
    event = {"title": "One", "date": dt.date(2000, 1, 10), "effects": [], "chance": 0.001}
    data["events"]["rare"] = {**event, "when": "open(talks)"}
    data["events"]["never"] = {**event, "when": "happened(rare) and not happened(rare)"}
    assert told(data, tmp_path)["never-happens"] == {"events.never.when"}


def test_events_after_a_game_is_over_are_not_told(tmp_path: Path) -> None:
    data = plain()
    data["outcomes"]["at_once"] = {"title": "At once", "when": "open(talks)", "final": True}
    data["events"]["late"] = {
        "title": "Late",
        "date": dt.date(2000, 1, 24),
        "effects": [],
        "when": "trust(north, host) > 1",
    }
    assert "never-happens" not in told(data, tmp_path)


def test_tables_where_nobody_meets(tmp_path: Path, usual: dict[str, set[str]]) -> None:
    assert "never-met" not in usual
    data = plain()
    data["tables"]["attic"] = {**data["tables"]["talks"], "open": False, "title": "An attic"}
    assert told(data, tmp_path)["never-met"] == {"tables.attic"}


def test_goals_that_never_vary(tmp_path: Path, usual: dict[str, set[str]]) -> None:
    assert "same-score" not in usual
    data = plain()
    data["outcomes"]["always"] = {"title": "Always", "when": "open(talks)"}
    data["goals"]["friend"] = {"aims": {"always": 1.0}}
    assert told(data, tmp_path)["same-score"] == {"goals.friend"}


def test_what_stands_elsewhere_says_whose_runs_it_was(tmp_path: Path) -> None:
    data = plain()
    data["outcomes"]["never"] = {"title": "Never", "when": "trust(north, host) >= 1"}
    written(data, tmp_path)
    never = "by: [host], kind: act, needs: 'trust(north, host) >= 1'"
    vain = f"moves:\n  vain: {{title: Vain, {never}}}\n"
    (tmp_path / "moves.yaml").write_text(vain)
    child = tmp_path / "child.yaml"
    child.write_text(
        "version: 1\nid: child\ntitle: A child\nextends: small\nuses: [moves.yaml]\n"
        f"moves:\n  own: {{title: Own, {never}}}\n"
    )
    loaded = load(str(child))
    problems = unreached(loaded, coverage(loaded, RUNS))
    messages = {Path(one.span.file).name: one.message for one in problems}
    assert set(messages) == {"small.yaml", "child.yaml"}
    assert messages["small.yaml"].startswith("in child, this outcome came about in none of")
    assert messages["child.yaml"].startswith("nobody could play this move")


def test_it_is_deterministic_and_counts_its_runs(tmp_path: Path) -> None:
    loaded: Loaded = load(str(written(case(), tmp_path)))
    done: list[int] = []
    first = coverage(loaded, RUNS, 3, done.append)
    assert first == coverage(loaded, RUNS, 3)
    assert sum(done) == first.runs == planned(loaded, RUNS)
    with pytest.raises(LabError, match="0 runs"):
        coverage(loaded, 0)
