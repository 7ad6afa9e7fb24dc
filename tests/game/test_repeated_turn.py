"""A turn played many times: what is counted, from what, and that the game stays as it is."""

from __future__ import annotations

import numpy as np
import pytest

from sim.game.debriefing import worth
from sim.game.forecast.odds import odds
from sim.game.forecast.repeated_turn import Count, repeat_turn
from sim.game.game import Game
from sim.game.past_turn import as_of
from sim.game.state import GameState
from sim.model.exact import Floats
from sim.model.world import World
from tests.game.rig import alter, busy_game, play, small_game, small_loaded


def asked(seed: int = 3) -> Game:
    """A game in which the seat has just asked two for something."""
    return play(small_game(seed), [("ask_to_join", "friend"), ("seek_nod", "south")])


def test_the_game_stays_as_it_is() -> None:
    game = busy_game(2)
    before = game.state_hash(), game.picture.world.belief.copy(), game.bets.all, game.turn
    for played in game.past:
        repeat_turn(game, played, runs=20)
        repeat_turn(game, played, runs=20, truth=True)
    after = game.state_hash(), game.picture.world.belief, game.bets.all, game.turn
    assert before[0] == after[0]
    assert np.array_equal(before[1], after[1])
    assert before[2:] == after[2:]


@pytest.mark.parametrize("truth", [False, True])
def test_the_same_turn_gives_the_same_counts(truth: bool) -> None:
    game = asked()
    first = repeat_turn(game, game.past[0], 60, truth)
    play(game, [], [])
    assert repeat_turn(game, game.past[0], 60, truth) == first


def test_counts_are_of_the_runs_and_the_seats_own_come_first() -> None:
    made = repeat_turn(asked(), asked().past[0], 80)
    own = [count for count in made.counts if count.own]
    assert len(own) == 2
    assert made.counts[:2] == tuple(own)
    for count in made.counts:
        assert 0 <= count.came <= count.of <= 80


def test_shares_are_those_of_the_odds_before_the_turn() -> None:
    game = asked()
    played = game.past[0]
    made = repeat_turn(game, played, 1500)
    known = odds(as_of(game, played), [plan.option for plan in played.moves], 1500)
    for plan, count in zip(played.moves, made.counts, strict=False):
        yes = known[plan.option].yes
        assert yes is not None
        assert count.share == pytest.approx(yes, abs=0.05)


def test_odds_as_of_a_turn_are_those_that_were_shown() -> None:
    game = small_game(3)
    play(game, [("listen", "south")])
    game.push("seek_nod", "south")
    option = game.planned[0].option
    before = odds(game, [option])
    game.end_turn()
    play(game, [], [])
    assert odds(as_of(game, game.past[1]), [option]) == before


def test_what_the_seat_knew_tells_nothing_of_what_was_hidden() -> None:
    counts = []
    for hidden in (11, 12):
        game = alter(small_game(3), hidden)
        play(game, [("ask_to_join", "friend"), ("seek_nod", "south")])
        made = repeat_turn(game, game.past[0], 100)
        counts.append([(count.label, count.came, count.of) for count in made.counts if count.own])
    assert counts[0] == counts[1]


def test_from_the_truth_the_hidden_matters() -> None:
    counts = set()
    for hidden in range(11, 17):
        game = alter(small_game(3), hidden)
        play(game, [("ask_to_join", "friend"), ("hold_round", "north")])
        made = repeat_turn(game, game.past[0], 100, truth=True)
        counts.add(tuple(count.came for count in made.counts if count.own))
    assert len(counts) > 1


def test_the_score_is_told_with_the_moves_and_without() -> None:
    game = asked()
    worth = repeat_turn(game, game.past[0], 100).worth
    assert worth is not None
    assert 0 <= worth.without <= 1
    assert worth.low <= worth.difference <= worth.high
    idle = play(small_game(3), [])
    assert repeat_turn(idle, idle.past[0], 20).worth is None


def test_a_game_that_is_limited_is_played_on_to_its_own_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    game = Game(small_loaded(), turn_limit=2)
    game.push("consult", "south")
    game.end_turn()
    ends: list[int] = []
    scored = worth.score

    def noted(game: GameState, world: World) -> Floats:
        ends.append(world.turn)
        return scored(game, world)

    monkeypatch.setattr("sim.game.forecast.repeated_turn.score", noted)
    monkeypatch.setattr("sim.game.forecast.odds.score", noted)
    told: list[float] = []
    repeat_turn(game, game.past[0], 20, progress=told.append)
    assert max(told) == 1.0
    game.push("consult", "friend")
    odds(game, [game.planned[0].option], 20, goals=True)
    assert ends == [2, 2]


def test_progress_grows_to_the_whole() -> None:
    told: list[float] = []
    game = asked()
    repeat_turn(game, game.past[0], 20, progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0


@pytest.mark.parametrize(
    ("here", "came", "said"),
    [
        (False, 312, "bad luck more than a bad idea"),
        (False, 150, "a risk that more often fails"),
        (False, 20, "a long shot"),
        (True, 400, "as was to be expected"),
        (True, 40, "good luck"),
    ],
)
def test_unlucky_or_wrong(here: bool, came: int, said: str) -> None:
    count = Count("answer", "Ask", True, here, came, 500)
    assert f"{came} of 500" in count.sentence
    assert said in count.sentence
    other = Count("answer", "Ask", False, here, came, 500)
    assert other.verdict == ""
    assert other.sentence.endswith(".")


def test_what_was_never_asked_has_no_verdict() -> None:
    count = Count("answer", "Ask", True, False, 0, 0)
    assert count.share == 0.0
    assert count.verdict == ""
