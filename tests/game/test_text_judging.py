"""Bets, forecasts, a turn played again, beliefs over time and honesty in the text mode."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace

import pytest

from sim.cli.textmode.commands import judging
from sim.cli.textmode.game import TextGame
from sim.desk.models.honesty import build_honesty
from sim.game.forecast.honesty import Honesty, begin
from sim.game.game import Game
from sim.scenario.load import Loaded, load
from tests.game.rig import play, shipped_loaded, small_game


def said(*lines: str, game: Game | None = None, bets: bool = True) -> str:
    """What a game says to some lines, without its briefing."""
    out = io.StringIO()
    text = TextGame(game or small_game(3), io.StringIO("".join(f"{one}\n" for one in lines)), out)
    text.bets = bets
    text.run()
    return " ".join(out.getvalue().split())


def number(game: Game, move: str) -> int:
    """The number of a move in the list."""
    cards = game.view().cards
    moves = list(dict.fromkeys(card.move for card in cards))
    return moves.index(move) + 1


def test_odds_of_a_big_move_wait_for_a_bet() -> None:
    n = number(small_game(), "hold_round")
    before = said(f"odds {n}")
    assert f"bet first (bet {n} COUNT, or bet skip)" in before
    assert "in 20, between" not in before
    after = said(f"odds {n}", f"bet {n} 12", f"odds {n}")
    assert "You said 12 in 20. The desk says" in after
    assert "in 20, between" in after
    skipped = said("bet skip", f"odds {n}")
    assert "bet first" not in skipped.split("the odds are open")[1]
    off = said(f"odds {n}", bets=False)
    assert "in 20, between" in off


def test_planning_a_big_move_asks_how_likely_it_is() -> None:
    n = number(small_game(), "hold_round")
    assert "How likely is it that north will say yes?" in said(f"play {n}")
    small = number(small_game(), "seek_nod")
    assert "How likely" not in said(f"play {small} south")


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("bet {n} 21", "from 0 to 20"),
        ("bet {n} many", "with a number"),
        ("bet {n}", "or bet skip"),
        ("bet 99 4", "There is no move 99"),
        ("bet {n} 4 nobody", "That cannot be played now"),
    ],
)
def test_bets_that_cannot_be_get_one_sentence(line: str, answer: str) -> None:
    n = number(small_game(), "hold_round")
    assert answer in said(line.format(n=n))


def test_a_bet_on_a_move_that_is_planned_twice_says_for_whom() -> None:
    game = Game.new(load("island-dispute"))
    told = said("play 10 orrin", "play 10 vesk", "bet 10 9 vesk", game=game)
    assert "bet 10 COUNT says" in told
    assert "bet 10 COUNT vesk says" in told
    assert "You said 9 in 20." in told


def test_a_bet_is_told_with_what_came() -> None:
    game = small_game(3)
    n = number(game, "hold_round")
    told = said(f"play {n}", f"bet {n} 12", "bet", "end", "bet", "forecasts", game=game)
    assert "the turn is not over" in told
    if game.bets.settled:
        assert "Turn 1. " in told
        assert "you said 12 in 20, the desk" in told
        assert "Brier scores" in told


def test_a_teacher_who_switched_bets_off_is_named() -> None:
    game = small_game(3)
    game.lock = replace(game.lock, bets=False)
    out = io.StringIO()
    text = TextGame(game, io.StringIO(""), out)
    game.lock = replace(game.lock, bets=False)
    text._do("bet 1 3")
    assert "switched the bets off" in " ".join(out.getvalue().split())


def test_a_turn_is_played_again() -> None:
    game = play(small_game(3), [("ask_to_join", "friend")], [])
    assert "You asked nobody for anything" in said("again", game=game)
    told = said("again 1", game=game)
    assert "played 500 times" in told
    assert " of 500 it was a yes" in told
    assert "There is no turn 7; turns 1 to 2 were played." in said("again 7", game=game)
    assert "No turn was played yet." in said("again")
    assert "once the game is over" in said("again 1 truth", game=game)
    while not game.over:
        game.end_turn()
    assert "From how things truly stood" in said("again 1 truth", game=game)


def test_advice_tells_how_it_came_about() -> None:
    game = Game.new(shipped_loaded(), seed=1)
    game.end_turn()
    told = said("advice history", game=game)
    assert "in 20 that it acts in bad faith: 12, 15." in told
    assert "a promise broken" in told
    assert "Write advice, or advice history." in said("advice now", game=game)


def test_honesty_is_told_as_it_comes_in(monkeypatch: pytest.MonkeyPatch) -> None:
    def sample(loaded: Loaded) -> Iterator[Honesty]:
        yield begin(loaded)
        yield replace(begin(loaded), done=1.0, problem="It stopped here: no runs.")

    monkeypatch.setattr("sim.cli.honesty.honesty", sample)
    told = said("honest", game=Game.new(shipped_loaded()))
    assert "Running the record's own line" in told
    assert "How far to trust this" in told
    assert "It stopped here: no runs." in told


def test_the_lines_of_honesty_fit() -> None:
    made = replace(begin(shipped_loaded()), done=1.0)
    assert all(len(line) <= 79 for line in judging.honest_lines(build_honesty(made)))
