"""Forecasts against what came: scores, groups, honest words, and a record over many games."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.game.forecast.calibration import (
    BINS,
    as_records,
    bins,
    brier,
    calibration,
    over_games,
)
from sim.game.forecast.odds import odds
from sim.game.forecast.shares import wilson_ends
from sim.game.game import Game
from sim.game.progress import load_progress, note
from tests.game.rig import play, small_game

PAIRS = st.lists(
    st.tuples(st.integers(0, 20).map(lambda said: said / 20), st.booleans()), max_size=40
)


def betting(seed: int = 3, said: int = 15) -> Game:
    """A game with bets in its first turns, as far as the question was put."""
    game = small_game(seed)
    for move, to in (("hold_round", "north"), ("seek_nod", "south"), ("hold_round", "north")):
        cards = [c for c in game.legal() if (c.move, c.to, c.legal) == (move, to, True)]
        if cards:
            game.push(move, to)
            game.bets.place(game, cards[0].option, said)
        game.end_turn()
    return game


def test_the_brier_score() -> None:
    assert brier([(1.0, True), (0.0, False)]) == 0.0
    assert brier([(0.5, True), (0.5, False)]) == 0.25
    assert brier([(0.8, False)]) == pytest.approx(0.64)
    with pytest.raises(ValueError, match="no forecast"):
        brier([])


@given(PAIRS)
def test_groups_hold_every_bet_once(pairs: list[tuple[float, bool]]) -> None:
    found = bins(pairs)
    assert sum(one.count for one in found) == len(pairs)
    assert sum(one.came for one in found) == sum(came for _, came in pairs)
    for one in found:
        assert (one.low, one.high) in BINS
        assert one.low - 0.5 <= 20 * one.said <= one.high + 0.5
        assert 0 <= one.share_low <= one.came / one.count <= one.share_high <= 1


@given(st.integers(1, 200), st.data())
def test_the_interval_narrows_with_more_cases(of: int, data: st.DataObject) -> None:
    came = data.draw(st.integers(0, of))
    low, high = wilson_ends(came, of)
    wider = wilson_ends(10 * came, 10 * of)
    assert 0 <= low <= came / of <= high <= 1
    assert wider[1] - wider[0] < high - low


def test_a_share_of_nothing_is_refused() -> None:
    for came, of in ((0, 0), (3, 2), (-1, 4)):
        with pytest.raises(ValueError, match="is not a share"):
            wilson_ends(came, of)


def test_everybody_is_scored_on_the_same_questions() -> None:
    game = betting()
    made = calibration(game, 40)
    assert made.forecasts
    assert [score.who for score in made.scores] == [
        "You",
        "The desk",
        "The hopeful one",
        "The doubtful one",
    ]
    assert {score.events for score in made.scores} == {len(made.forecasts)}
    own = made.scores[0]
    assert own.brier == pytest.approx(brier((0.75, one.came) for one in made.forecasts))
    for one in made.forecasts:
        assert one.desk is not None
        hopeful, doubtful = one.advisers
        assert hopeful is not None
        assert doubtful is not None


def test_the_desks_forecast_is_the_odds_that_stood_before_the_turn() -> None:
    game = small_game(3)
    game.push("hold_round", "north")
    option = game.planned[0].option
    game.bets.place(game, option, 4)
    yes = odds(game, [option])[option].yes
    game.end_turn()
    play(game, [])
    made = calibration(game)
    assert [one.desk for one in made.forecasts] == [yes][: len(made.forecasts)]


def test_without_rollouts_the_bets_alone_are_told() -> None:
    made = calibration(betting(), 0)
    assert [score.who for score in made.scores] == ["You"]
    assert all(one.desk is None and set(one.advisers) == {None} for one in made.forecasts)


def test_so_few_are_said_to_be_few() -> None:
    assert "made no bets" in calibration(small_game()).words
    made = calibration(betting(), 0)
    assert "next to nothing" in made.words


def test_the_game_stays_as_it_is() -> None:
    game = betting()
    before = game.state_hash(), game.turn, game.bets.all
    calibration(game, 20)
    assert before == (game.state_hash(), game.turn, game.bets.all)


def test_a_record_over_games() -> None:
    first, second = betting(3, 15), betting(4, 5)
    records = as_records(calibration(first, 20), "one", 3)
    records += as_records(calibration(second, 0), "one", 4)
    assert all(1 <= one["turn"] <= 3 for one in records)
    scores, groups = over_games(records)
    assert scores[0].events == len(records)
    assert sum(one.count for one in groups) == len(records)
    assert scores[1].events == sum(one["desk"] is not None for one in records)


def test_bets_of_finished_games_are_kept_with_the_progress(tmp_path: Path) -> None:
    path, count = tmp_path / "progress.json", 0
    for seed in (3, 4):
        game = betting(seed)
        while not game.over:
            game.end_turn()
        count += len(game.bets.settled)
        assert note(game, path) == ""
        assert note(game, path) == ""
    kept = load_progress(path)
    assert count == len(kept.bets) > 0
    assert over_games(kept.bets)[0][0].events == count


@pytest.mark.parametrize(
    "broken",
    [
        None,
        7,
        {},
        {"said": 21, "came": True},
        {"said": True, "came": True},
        {"said": 3, "came": "yes"},
        {"said": 3.5, "came": False},
    ],
)
def test_a_broken_record_is_left_out(broken: object) -> None:
    whole = {"said": 10, "came": True, "desk": "0.4"}
    scores, _ = over_games([broken, whole])
    assert [(score.who, score.events) for score in scores] == [("You", 1)]
    assert over_games([broken]) == ((), ())
