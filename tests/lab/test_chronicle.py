"""The chronicle tells one run of a batch: what was done, and every trust change with its causes."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.lab.batch import run_batch
from sim.lab.chronicle import Chronicle, chronicle
from sim.lab.runner import ensemble
from sim.lab.setup import setup_of
from sim.model.plan import NEVER
from sim.scenario.load import load
from tests.lab.cases import case, loaded, written

RUNS = range(6)


@cache
def told(run: int = 0) -> Chronicle:
    return chronicle(setup_of(loaded()), run)


def of_kind(one: Chronicle, kind: str) -> list[dict[str, Any]]:
    return [entry for entry in one.as_json()["entries"] if entry["kind"] == kind]


@pytest.mark.parametrize("run", RUNS)
def test_it_is_the_run_of_the_batch(run: int) -> None:
    batch = run_batch(setup_of(loaded()), len(RUNS))
    for name, held in told(run).end["outcomes"].items():
        first = batch.columns[f"outcomes.{name}"][run]
        assert held["held"] == (first != NEVER)
        assert held["turn"] == (first + 1 if first != NEVER else None)
    assert told(run).end["skipped"] == batch.columns["skipped"][run]
    process = ensemble(batch.setup.compiled(), batch.setup, 0, len(RUNS))
    for turn in range(6):
        process.advance(batch.setup.line.plays(turn))
    assert told(run).state_hash == process.state_hash(run)


def test_every_change_of_trust_is_told_with_parts_that_sum_to_it() -> None:
    one = setup_of(loaded())
    process = ensemble(one.compiled(), one, 0, 1)
    actors = process.plan.actors
    changes: dict[tuple[int, str, str], tuple[float, float]] = {}
    for turn in range(6):
        before = process.world.trust[:, :, 0].copy()
        process.advance(one.line.plays(turn))
        after = process.world.trust[:, :, 0]
        for i, j in zip(*np.nonzero(before != after), strict=True):
            changes[turn + 1, actors[i], actors[j]] = (before[i, j], after[i, j])
    assert changes
    found = {}
    for entry in of_kind(told(), "change"):
        if entry["what"] == "trust":
            found[entry["turn"], *entry["of"]] = (entry["before"], entry["after"])
            amounts = sum(part["amount"] for part in entry["parts"])
            assert entry["before"] + amounts == pytest.approx(entry["after"])
            assert all(part["rule"] for part in entry["parts"])
            assert entry["text"] in "\n".join(told().lines())
    assert found == changes


def test_moves_answers_and_events_are_told() -> None:
    text = "\n".join(told().lines())
    assert "A small quarrel" in text
    assert "Line history, played by host; seed 1, run 0." in text
    assert "1 January 2000 (turn 1 of 6)" in text
    assert "  host: Ask to join (friend)" in text
    assert "  A report." in text
    assert "friend says" in text
    assert "the chance of yes was" in text
    assert "checkpoints of the record" in text
    answers = of_kind(told(), "answer")
    assert all(0 < answer["chance"] < 1 for answer in answers)
    joined = next(answer for answer in answers if answer["what"] == "join")
    assert (joined["who"], joined["whom"], joined["move"]) == ("friend", "host", "ask_to_join")
    assert joined["words"] == ('"Yes."' if joined["answer"] == "yes" else '"No."')
    amounts = [abs(reason["amount"]) for reason in joined["reasons"]]
    assert amounts == sorted(amounts, reverse=True)


def test_moves_that_could_not_be_played_are_told() -> None:
    every = [told(run) for run in RUNS]
    assert any(of_kind(one, "skipped") for one in every)
    for one in every:
        assert len(of_kind(one, "skipped")) == one.end["skipped"]


def test_waiting_is_data_but_not_told() -> None:
    assert of_kind(told(), "wait")
    assert "waits" not in "\n".join(told().lines())


def test_texts_and_decisions_are_told() -> None:
    (text,) = of_kind(told(), "text")[:1]
    assert text["who"] == "host"
    assert text["places"] == {"land": 0.5, "trade": 0.6}
    facts = [fact["what"] for run in RUNS for fact in of_kind(told(run), "fact")]
    assert "adopted" in facts
    assert any("The text is adopted." in line for run in RUNS for line in told(run).lines())


def test_reached_outcomes_are_told_when_they_are_reached() -> None:
    for run in RUNS:
        for entry in of_kind(told(run), "outcome"):
            assert told(run).end["outcomes"][entry["what"]]["turn"] == entry["turn"]


def test_words_go_by_the_stance_of_who_answers(tmp_path: Path) -> None:
    data = case()
    data["moves"]["ask_to_join"]["if_yes"]["says"] = {
        "supports": "Gladly, {self}.",
        "opposes": "Hm.",
    }
    data["moves"]["ask_to_join"]["if_no"]["says"] = {
        "supports": "Alas, {self}.",
        "opposes": "Never.",
    }
    data["actors"]["friend"]["stance"] = 0.95
    one = chronicle(setup_of(load(str(written(data, tmp_path)))))
    (answer,) = (a for a in of_kind(one, "answer") if a["what"] == "join")
    assert answer["words"] == ('"Gladly, host."' if answer["answer"] == "yes" else '"Alas, host."')


def test_a_run_ends_with_a_final_outcome(tmp_path: Path) -> None:
    data = case()
    data["outcomes"]["met"]["final"] = True
    one = chronicle(setup_of(load(str(written(data, tmp_path)))))
    end = one.end["outcomes"]["met"]["turn"]
    assert end is not None
    assert end < 6
    assert max(entry.turn for entry in one.entries) == end - 1


def homely(tmp_path: Path) -> Chronicle:
    """A run in which the host has an ally, losses and a mission."""
    data = case()
    data["actors"]["host"] |= {
        "formation": {
            "opinion": {"title": "Opinion", "support": 0.2, "weight": 0.3},
            "cabinet": {"title": "Cabinet", "support": 0.6, "weight": 0.2},
            "ally": {"title": "The friend", "ally": "friend", "weight": 0.5},
        },
        "mission": {"title": "Engineers and police"},
    }
    data["actors"]["friend"]["stance"] = 0.1
    data["actors"]["friend"]["interests"] = {}
    start = data["calendar"]["start"]
    losses = [{"casualties": {"of": "host", "size": "large"}}]
    data["events"]["report"] = {"title": "A report", "date": start, "effects": losses}
    outcry = [{"home": {"of": "host", "by": 0.3, "through": "opinion"}}]
    later = start.replace(day=9)
    data["events"]["outcry"] = {"title": "An outcry", "date": later, "effects": outcry}
    return chronicle(setup_of(load(str(written(data, tmp_path)))))


def test_an_alliance_and_a_recall_are_told(tmp_path: Path) -> None:
    one = homely(tmp_path)
    text = "\n".join(one.lines())
    first, *_ = of_kind(one, "alliance")
    assert (first["what"], first["who"], first["whom"]) == ("differ", "host", "friend")
    assert first["turn"] == 1
    assert "  host goes on although friend does not go along." in text
    cases = [entry["what"] for entry in of_kind(one, "alliance")]
    assert all(before != now for before, now in pairwise(cases))
    [recall] = [entry for entry in of_kind(one, "answer") if entry["what"] == "recall"]
    assert recall["turn"] == 2
    assert "table" not in recall
    assert {"threshold", "casualties", "home_support"} <= {r["rule"] for r in recall["reasons"]}
    assert f"host says {recall['answer']} to calling its people home" in text
    moved = [entry for entry in of_kind(one, "change") if entry["what"] == "backing"]
    assert {tuple(entry["of"]) for entry in moved} == {("host",)}
    assert "Support at home for host: Opinion: " in text
    assert "Support at home for host: Cabinet: " not in text, "it moves with the other alone"
    assert any(entry["label"].endswith("Cabinet") for entry in moved)
    assert of_kind(told(), "alliance") == []
