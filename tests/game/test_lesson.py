"""The questions of a debrief: about this game, with its moment; and what an aim lacked."""

from __future__ import annotations

import pytest

from sim.game.debriefing.caveats import caveats
from sim.game.debriefing.debrief import debrief
from sim.game.debriefing.missing import missing
from sim.game.game import Game
from sim.model.plan import NEVER
from tests.desk.games import game_at
from tests.game.rig import busy_game, data, loaded_from, play, shipped_loaded, small_game


def test_each_question_names_a_moment_of_this_game() -> None:
    game = game_at(99)
    told, lesson = debrief(game), game.scenario.lesson
    assert len(told.questions) == 3
    assert len({one.moment for one in told.questions}) == 3
    for one in told.questions:
        assert lesson is not None
        assert one.text in [asked.ask for asked in lesson.asked]
        assert one.moment
        assert 0 <= one.turn < game.turns
        assert set(one.cites) <= set(game.loaded.facts)
    assert any(one.cites for one in told.questions)


def test_two_lines_are_asked_about_otherwise() -> None:
    faithful, idle = game_at(99), Game.new(shipped_loaded())
    while not idle.over:
        idle.end_turn()
    first, second = debrief(faithful).questions, debrief(idle).questions
    assert {one.text for one in first} != {one.text for one in second}
    assert {one.moment for one in first}.isdisjoint({one.moment for one in second})


def test_a_scenario_without_a_lesson_asks_what_can_be_asked_of_any_game() -> None:
    plain = data()
    del plain["lesson"]
    game = play(Game.new(loaded_from(plain)), [("ask_to_join", "friend")], [])
    asked = debrief(game).questions
    assert asked
    assert all(one.moment for one in asked)


@pytest.mark.parametrize("seed", range(3))
def test_what_an_outcome_lacked_is_told_where_it_was_not_reached(seed: int) -> None:
    game = busy_game(seed)
    for name in game.scenario.outcomes:
        row = game.compiled.rows[f"outcomes.{name}"]
        if int(game.process.world.tracked[row, 0]) == NEVER:
            lacks = missing(game, name)
            assert lacks.lines, name
            assert all(line.endswith(".") for line in lacks.lines)
    for ending in debrief(game).endings:
        assert bool(ending.missing) == (not ending.reached)


def test_asking_what_was_missing_changes_nothing() -> None:
    game = game_at(99)
    before, rows = game.state_hash(), game.process.world.facts.shape
    told = [missing(game, name) for name in game.scenario.outcomes]
    assert told
    assert game.state_hash() == before
    assert game.process.world.facts.shape == rows


def test_a_number_that_fell_short_is_told_with_what_was_needed() -> None:
    game = game_at(99)
    lines = [line for one in debrief(game).endings for line in one.missing]
    assert any("was needed" in line and "at the end" in line for line in lines)


def test_what_sets_a_game_apart() -> None:
    assert list(caveats(small_game(1))) == []
    game = busy_game(1, turns=3)
    game.rewind(1)
    game.end_turn()
    assert any("went back once" in line for line in caveats(game))
    other = Game.new(shipped_loaded(), without=("rule:trust",))
    assert any("without trust" in line for line in caveats(other))
    limited = Game(shipped_loaded(), turn_limit=2)
    assert any("limited to 2" in line for line in caveats(limited))
