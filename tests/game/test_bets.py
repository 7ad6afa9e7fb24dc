"""Bets: what may be bet on, when a bet counts, what comes of it, and how a save keeps it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.game.errors import GameError, SaveError
from sim.game.forecast.bets import OF, outcome
from sim.game.forecast.betting import asked_of, big, wanted
from sim.game.game import Game
from sim.game.saving.save import read, restore, save_of, write
from tests.game.rig import busy_turn, play, shipped_loaded, small_game, small_loaded


def option(game: Game, move: str, to: str | None) -> int:
    target = None if to is None else game.plan.actor(to)
    return next(
        o.index
        for o in game.options.all
        if (o.move, o.actor, o.target) == (move, game.seat_index, target)
    )


def with_bet(said: int = 12, seed: int = 3) -> Game:
    """A game with a bet on a round of talks, not played yet."""
    game = small_game(seed)
    play(game, [("ask_to_join", "friend")])
    game.push("hold_round", "north")
    game.bets.place(game, option(game, "hold_round", "north"), said)
    return game


# -- what is big -----------------------------------------------------------------------------------


def test_a_party_with_hidden_aims_makes_a_question_big() -> None:
    game = small_game()
    assert big(game, option(game, "hold_round", "north"))
    assert not big(game, option(game, "seek_nod", "south"))


def test_a_move_that_asks_nothing_is_never_big() -> None:
    game = small_game()
    gesture = option(game, "grand_gesture", None)
    assert game.options.all[gesture].spec.cost >= 2
    assert not big(game, gesture)
    with pytest.raises(GameError, match="asks for no answer"):
        game.bets.place(game, gesture, 10)


def test_on_a_shipped_scenario_some_questions_are_big_and_most_are_not() -> None:
    game = Game.new(shipped_loaded())
    asking = [card for card in game.legal() if card.asks or card.calls]
    large = [card for card in asking if big(game, card.option)]
    assert 3 <= len(large) <= len(asking) / 2
    assert all(big(game, card.option) for card in asking if card.calls)


def test_the_question_is_told_in_words() -> None:
    game = small_game()
    assert asked_of(game, option(game, "hold_round", "north")) == (
        "How likely is it that north will say yes?"
    )
    assert "will be adopted" in asked_of(game, option(game, "put", None))


# -- when a bet counts -----------------------------------------------------------------------------


def test_one_bet_a_turn() -> None:
    game = with_bet()
    assert not wanted(game, option(game, "hold_round", "north"))
    with pytest.raises(GameError, match="one bet a turn"):
        game.bets.place(game, option(game, "hold_round", "north"), 3)
    assert [bet.said for bet in game.bets.all] == [12]


@pytest.mark.parametrize("said", [-1, 21, 400])
def test_a_bet_is_so_many_in_twenty(said: int) -> None:
    game = small_game()
    with pytest.raises(GameError, match="from 0 to 20"):
        game.bets.place(game, option(game, "hold_round", "north"), said)
    assert game.bets.open(0)


def test_a_skipped_turn_has_no_bet() -> None:
    game = small_game()
    asked = option(game, "hold_round", "north")
    assert wanted(game, asked)
    game.bets.skip(0)
    assert not wanted(game, asked)
    play(game, [])
    assert wanted(game, asked)


def test_only_the_first_visit_of_a_turn_counts() -> None:
    game = with_bet()
    game.end_turn()
    [first] = game.bets.settled
    game.undo()
    assert not wanted(game, first.option)
    with pytest.raises(GameError, match="first visit"):
        game.bets.place(game, first.option, 1)
    game.planned.clear()
    game.end_turn()
    assert game.bets.settled == (first,)


def test_a_bet_on_what_is_not_asked_in_the_end_is_void() -> None:
    game = with_bet()
    game.drop(0)
    game.end_turn()
    assert game.bets.all == ()
    assert not game.bets.open(1)


def test_a_bet_on_a_turn_that_did_not_come_about_is_void() -> None:
    game = with_bet()
    game.planned.clear()
    game.undo()
    game.end_turn()
    assert game.turn == 1
    assert game.bets.all == ()


def test_a_teacher_switches_bets_off() -> None:
    from dataclasses import replace

    game = small_game()
    asked = option(game, "hold_round", "north")
    assert wanted(game, asked)
    game.lock = replace(game.lock, bets=False)
    assert not wanted(game, asked)


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000), said=st.integers(0, OF))
def test_a_bet_changes_nothing_of_the_game_and_tells_what_came(seed: int, said: int) -> None:
    plain, bold = with_bet(0, seed), with_bet(said, seed)
    plain.end_turn()
    bold.end_turn()
    assert plain.state_hash() == bold.state_hash()
    acts = bold.past[-1].observed.acts
    answers = {one.option: one.yes for one in acts.said}
    for bet in bold.bets.all:
        assert bet.came == answers[bet.option]
        assert bet.chance == said / 20
    if not bold.bets.all:
        assert option(bold, "hold_round", "north") not in answers


def test_outcomes_are_those_of_the_acts() -> None:
    import numpy as np

    game, luck, seen = small_game(5), np.random.default_rng(5), 0
    while not game.over:
        busy_turn(game, luck)
        played = game.past[-1]
        for plan in played.moves:
            came = outcome(game, played, plan.option)
            said = {one.option: one.yes for one in played.observed.acts.said}
            if plan.option in said:
                assert came == said[plan.option]
                seen += 1
        others = set(played.observed.acts.moves) - {plan.option for plan in played.moves}
        assert all(outcome(game, played, other) is None for other in others)
    assert seen


# -- saves -----------------------------------------------------------------------------------------


def test_a_save_keeps_bets_open_and_settled(tmp_path: Path) -> None:
    game = with_bet(7)
    game.end_turn()
    play(game, [])
    if not game.over:
        game.push("seek_nod", "south")
        game.bets.place(game, option(game, "seek_nod", "south"), 19)
    path = tmp_path / "game.json"
    write(game, path)
    again = restore(read(path), small_loaded())
    assert again.bets.all == game.bets.all
    assert [bet.played is None for bet in again.bets.settled] == [False]
    assert not again.bets.open(game.turn) or game.over


def test_what_a_save_says_of_a_turn_at_hand_is_not_believed() -> None:
    game = with_bet(7)
    game.end_turn()
    save = save_of(game)
    [bet] = save.bets
    assert bet.came is not None
    forged = save.model_copy(update={"bets": [bet.model_copy(update={"came": not bet.came})]})
    assert restore(forged, small_loaded()).bets.all == game.bets.all


def test_the_first_visit_is_found_again_where_the_turn_was_gone_back_to() -> None:
    game = with_bet(7)
    game.end_turn()
    [bet] = game.bets.settled
    game.undo()
    game.planned.clear()
    game.end_turn()
    again = restore(save_of(game), small_loaded())
    assert again.bets.settled == (bet,)
    assert again.state_hash() == game.state_hash()


def test_a_save_from_before_there_were_bets_loads() -> None:
    game = with_bet()
    game.end_turn()
    plain = json.loads(json.dumps(save_of(game).model_dump(exclude_defaults=True)))
    del plain["bets"]
    from sim.game.saving.save import parsed

    again = restore(parsed(json.dumps(plain).encode(), "old"), small_loaded())
    assert again.bets.all == ()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"move": "no_such_move"}, "a bet on turn 2"),
        ({"turn": 60}, "there can be no bet"),
        ({"move": "grand_gesture", "to": None}, "there can be no bet"),
        ({"seat": "north"}, "who has no seat"),
    ],
)
def test_bets_that_cannot_be_are_refused(change: dict[str, object], said: str) -> None:
    game = with_bet()
    game.end_turn()
    save = save_of(game)
    forged = save.model_copy(update={"bets": [save.bets[0].model_copy(update=change)]})
    with pytest.raises(SaveError, match=said):
        restore(forged, small_loaded())
