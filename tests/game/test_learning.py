"""Beliefs turn by turn: that they are the picture's own, and that evidence is named."""

from __future__ import annotations

import pytest

from sim.game.bands import BANDS, BEST
from sim.game.forecast.learning import paths
from tests.game.rig import busy_game, play, shipped_loaded, small_game


def test_paths_end_where_the_picture_stands() -> None:
    game = busy_game(4, 3)
    found = paths(game)
    assert [path.name for path in found] == ["You", "The hopeful one", "The doubtful one"]
    for path, lane in zip(found, (BEST, BANDS, BANDS + 1), strict=True):
        shares = dict(game.picture.beliefs(lane))[path.subject]
        assert path.points[-1] == pytest.approx(shares[2] + shares[3])
        assert len(path.points) == len(game.past) + 1


def test_each_step_goes_from_point_to_point() -> None:
    for path in paths(busy_game(4)):
        for step in path.steps:
            assert step.before == path.points[step.turn]
            assert step.after == path.points[step.turn + 1]
            assert step.before != step.after


def test_priors_come_first_and_differ() -> None:
    _, hopeful, doubtful = paths(small_game())
    assert hopeful.points == pytest.approx((0.2,))
    assert doubtful.points == pytest.approx((0.95,))
    assert hopeful.steps == doubtful.steps == ()


def test_evidence_is_named_where_somebody_stayed_away() -> None:
    named = 0
    for seed in range(8):
        game = play(small_game(seed), [("hold_round", "north")])
        refused = any(not one.yes for one in game.past[0].observed.acts.said)
        step = paths(game)[0].steps
        if refused and step:
            named += any("staying away" in words for words in step[0].evidence)
    assert named


def test_what_would_change_a_mind_points_the_other_way() -> None:
    _, hopeful, doubtful = paths(small_game())
    assert "refusal" in hopeful.swing or "Nothing" in hopeful.swing
    assert "kept" in doubtful.swing or "Nothing" in doubtful.swing


def test_a_taken_back_turn_leaves_no_trace() -> None:
    game = busy_game(4, 2)
    before = paths(game)
    play(game, [])
    game.undo()
    assert paths(game) == before


def test_on_a_shipped_scenario_every_adviser_has_a_path() -> None:
    from sim.game.game import Game

    game = Game.new(shipped_loaded())
    game.end_turn()
    assert {path.adviser for path in paths(game)} == {"", *game.scenario.advisers}
