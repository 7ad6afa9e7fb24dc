"""The debrief: complete, true, and about this game."""

from __future__ import annotations

import dataclasses
import json

import numpy as np
import pytest

from sim.game.debriefing.debrief import TURNING_POINTS, debrief
from sim.game.debriefing.lesson import QUESTIONS
from sim.game.debriefing.worth import move_worths, prospects
from sim.game.game import Game
from sim.model.plan import NEVER
from sim.scenario.form.coding import TYPES
from tests.game.rig import busy_game, busy_turn, play, shipped_loaded, small_game


def test_everything_is_there() -> None:
    game = busy_game(3)
    told = debrief(game)
    scenario = game.scenario
    assert [ending.outcome for ending in told.endings] == list(scenario.outcomes)
    assert [(p.kind, p.id) for p in told.points] == [
        ("checkpoint", "joined"),
        ("checkpoint", "came"),
        ("foil", "south_objects"),
    ]
    assert [row.turn for row in told.compared] == list(range(game.turns))
    notes = [note.text for row in told.compared for note in row.record]
    assert notes == ["host: Ask to join (friend)", "It begins.", "host: Hold a round (north)"]
    assert [row.own for row in told.compared] == [
        tuple(game.label(plan.option) for plan in played.moves) for played in game.past
    ]
    assert len(told.turning_points) <= TURNING_POINTS
    assert len(told.questions) == QUESTIONS
    assert [hidden.subject for hidden in told.types] == ["north"]
    assert (told.prospects, told.worth) == ((), ())
    assert told.over
    json.dumps(dataclasses.asdict(told))


@pytest.mark.parametrize("seed", range(4))
def test_the_score_is_the_weight_of_what_was_reached(seed: int) -> None:
    game = busy_game(seed)
    told = debrief(game)
    world = game.process.world
    for ending in told.endings:
        first = int(world.tracked[game.compiled.rows[f"outcomes.{ending.outcome}"], 0])
        assert ending.reached == (first != NEVER)
    reached = sum(ending.weight for ending in told.endings if ending.reached)
    assert told.score == pytest.approx(reached)
    assert sum(ending.weight for ending in told.endings) == pytest.approx(1)


@pytest.mark.parametrize("seed", range(4))
def test_points_of_the_record_say_what_became_of_them(seed: int) -> None:
    game = busy_game(seed)
    points = {point.id: point for point in debrief(game).points}
    joined = int(game.process.world.facts[game.plan.fact("joined", 1, 0), 0])
    assert points["joined"].here == (joined <= 1)
    assert points["joined"].as_recorded == points["joined"].here
    assert points["south_objects"].as_recorded != points["south_objects"].here
    if points["joined"].here:
        assert points["joined"].date == game.plan.date(joined).isoformat()


def test_what_was_hidden_is_opened() -> None:
    game = busy_game(2)
    told = debrief(game)
    [hidden] = told.types
    assert hidden.truth == TYPES[int(game.process.world.type[0, 0])]
    assert hidden.before == pytest.approx((0.0, 0.3, 0.4, 0.3))
    assert hidden.after == pytest.approx(game.process.world.belief[0, 0, :, 0])
    assert [name for name, _ in hidden.advisers] == ["The hopeful one", "The doubtful one"]
    trust = next(n for n in told.numbers if n.label == "Trust of north in host")
    assert trust.truth == float(game.process.world.trust[2, 0, 0])
    assert trust.inside
    assert (trust.before.low, trust.before.high) == pytest.approx((0.4, 0.6))


def asked(game: Game) -> list[str]:
    return [one.text for one in debrief(game).questions]


def test_questions_go_with_what_was_done() -> None:
    joined = play(small_game(1), [("ask_to_join", "friend")], [("proclaim", None)])
    quiet = play(small_game(1), [("consult", "south")])
    assert "Why did the host ask the friend to join?" in asked(joined)
    assert "What did the south fear?" in asked(quiet)


def test_a_game_that_is_given_up_has_a_debrief() -> None:
    told = debrief(small_game())
    assert (told.over, told.turns, told.score) == (False, 0, 0.0)
    assert debrief(busy_game(1, turns=2), rollouts=4).prospects


def test_answers_against_the_odds_are_turning_points() -> None:
    found = []
    for seed in range(8):
        game = busy_game(seed)
        assert game.process.world.ledger is not None
        odd = [
            row
            for row in game.process.world.ledger.rows
            if row.kind == "answer"
            and len(row.names) == 3
            and row.names[1] == 0
            and row.chance is not None
            and (row.chance < 0.2 if row.outcome == "yes" else row.chance > 0.8)
        ]
        shown = [p for p in debrief(game).turning_points if p.kind == "answer"]
        assert bool(shown) or not odd
        found += shown
    assert found
    assert all("times in 20." in point.text for point in found)


# -- what moves were worth -------------------------------------------------------------------------


def test_prospects_end_in_the_score() -> None:
    game = busy_game(4)
    path = prospects(game, 20)
    assert len(path) == game.turn + 1
    assert path[-1] == pytest.approx(debrief(game).score)
    assert all(0 <= value <= 1 for value in path)


def test_the_move_that_decides_is_worth_most() -> None:
    game = play(
        small_game(1),
        [("draft", None), ("proclaim", None)],
        [("put", None), ("consult", "friend")],
        [],
    )
    worth = {one.label: one for one in move_worths(game, 60)}
    assert set(worth) == {"Draft", "Proclaim it", "Put the text", "Consult (friend)"}
    told = debrief(game, rollouts=4)
    assert [one.label for one in told.worth] == [text for row in told.compared for text in row.own]
    put = worth["Put the text"]
    assert put.low > 0
    assert worth["Draft"].change == pytest.approx(put.change, abs=0.3)
    assert abs(worth["Proclaim it"].change) < put.change
    assert put.low <= put.change <= put.high


def test_a_debrief_of_a_shipped_scenario() -> None:
    game, luck = Game.new(shipped_loaded(), seed=2), np.random.default_rng(2)
    while not game.over:
        busy_turn(game, luck)
    told = debrief(game)
    history = game.scenario.history
    assert len(told.points) == len(history.checkpoints) + len(history.foils)
    notes = [note for row in told.compared for note in row.record]
    assert len(notes) == len(history.line) + len(history.told)
    assert all(set(point.cites) <= set(game.loaded.facts) for point in told.points)
    assert told.turning_points
    assert len(told.questions) == QUESTIONS
