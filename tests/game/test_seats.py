"""Several seats of one game: played at once, each by what it may know, and no order among them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from sim.game.debriefing.debrief import debrief
from sim.game.errors import GameError, IllegalMove
from sim.game.game import Game
from sim.game.planned import Planned
from sim.game.view import SeatView
from sim.model.process import PeaceProcess
from tests.game.rig import small_game, small_loaded
from tests.game.test_tree import headless

SEATS = ("host", "friend")


def shared(seed: int = 1, seats: tuple[str, ...] = SEATS) -> Game:
    """A fresh game of the small scenario for two."""
    return Game(small_loaded(), seed=seed, seats=seats)


def plan(game: Game, seat: str, *moves: tuple[str, str | None]) -> None:
    """Plan the moves of one seat."""
    game.hand_over(seat)
    for move, to in moves:
        game.push(move, to)


def busy(game: Game, turns: int, luck: np.random.Generator) -> None:
    """Play some turns, both seats by chance."""
    for _ in range(turns):
        played = False
        while not played and not game.over:
            cards = [card for card in game.legal() if card.legal]
            if cards:
                card = cards[int(luck.random() * len(cards))]
                game.push(card.move, card.to)
            played = game.finish()


def views(game: Game) -> dict[str, SeatView]:
    """What each seat may see."""
    found = {}
    for player in game.players:
        with game.shown(player):
            found[game.seat] = game.view()
    return found


def test_one_seat_is_up_and_the_game_is_its_own() -> None:
    game = shared()
    assert (game.seats, game.seat, game.seat_index) == (SEATS, "host", game.plan.actor("host"))
    plan(game, "host", ("consult", "south"))
    host = game.view()
    assert (host.seat, len(host.planned)) == ("host", 1)
    game.hand_over("friend")
    assert (game.seat, game.planned, game.view().seat) == ("friend", [], "friend")
    assert {card.move for card in game.legal()} != {card.move for card in host.cards}
    assert game.capital == game.view().capital
    game.hand_over("host")
    assert game.view() is host


def test_seats_plan_in_turn_and_the_last_one_ends_the_turn() -> None:
    game = shared()
    assert list(game.waiting) == ["host", "friend"]
    assert not game.finish()
    assert (game.seat, game.turn) == ("friend", 0)
    assert list(game.waiting) == ["friend"]
    game.hand_over("host")  # something comes to its mind
    assert list(game.waiting) == ["host", "friend"]
    assert not game.finish()
    assert game.finish()
    assert (game.seat, game.turn) == ("host", 1)
    assert list(game.waiting) == ["host", "friend"]
    busy(game, 9, np.random.default_rng(1))
    assert game.over
    with pytest.raises(IllegalMove, match="over"):
        game.finish()


def test_only_its_seats_can_be_handed_to() -> None:
    with pytest.raises(GameError, match=r"north is no seat of this game; it has host, friend\."):
        shared().hand_over("north")
    with pytest.raises(GameError, match="small has no seat south"):
        shared(seats=("host", "south"))
    with pytest.raises(GameError, match="friend is named twice"):
        shared(seats=("friend", "friend"))


def test_one_seat_by_name_is_the_plain_game() -> None:
    one, plain = shared(3, ("host",)), small_game(3)
    for game in (one, plain):
        for _ in range(3):
            game.push("consult", "south")
            game.end_turn()
            game.rewind(game.turn)
            if game.planned:
                game.drop(0)
            break
    assert one.state_hash() == plain.state_hash()
    assert one.view() == plain.view()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_game_of_two_is_a_run_with_the_moves_of_both(seed: int) -> None:
    game = shared(seed)
    busy(game, 6, np.random.default_rng(seed))
    assert game.over
    assert all(node.moves[0] or node.moves[1] for node in game.tree.path)
    assert headless(game) == game.state_hash()
    by = {entry["by"] for entry in game.line()["moves"].values()}
    assert by == set(SEATS)
    for player in game.players:
        with game.shown(player):
            told = debrief(game, 4)
            assert (told.seat, told.turns) == (game.seat, 6)


def test_who_sits_first_does_not_matter() -> None:
    ends = []
    for seats in (SEATS, SEATS[::-1]):
        game = shared(4, seats)
        for _ in range(3):
            plan(game, "friend", ("press", "north"))
            plan(game, "host", ("consult", "south"), ("ask_to_join", "friend"))
            game.end_turn()
            game.tree.rewinds = 0
            if game.turn == 1:
                break
        ends.append((game.state_hash(), views(game)))
    assert ends[0] == ends[1]


def test_each_pays_for_its_own() -> None:
    game = shared()
    plan(game, "host", ("consult", "south"), ("ask_to_join", "friend"))
    plan(game, "friend", ("press", "north"))
    left = {}
    for player in game.players:
        with game.shown(player):
            left[game.seat] = game.capital_left
    game.end_turn()
    capital = game.process.world.capital[:, 0]
    for seat in SEATS:
        assert capital[game.plan.actor(seat)] == left[seat]


def test_a_seat_has_its_own_room_for_moves() -> None:
    game = shared()
    most = game.scenario.capital.moves_per_turn
    for seat in SEATS:
        game.hand_over(seat)
        for _ in range(most):
            cards = [card for card in game.legal() if card.legal]
            if cards:
                game.push(cards[0].move, cards[0].to)
    counts = [len(player.planned) for player in game.players]
    game.end_turn()
    done = game.past[0].observed.acts.moves
    own = [
        sum(game.options.all[option].actor == game.plan.actor(seat) for option in done)
        for seat in SEATS
    ]
    assert own == counts
    assert sum(counts) > most


# -- what one may know of the other ----------------------------------------------------------------


def test_what_another_plans_shows_nowhere() -> None:
    game = shared(2)
    busy(game, 1, np.random.default_rng(2))
    game.hand_over("host")
    before = game.view()
    plan(game, "friend", ("press", "north"))
    game.finish()
    game.hand_over("host")
    game.up.view = None
    assert game.view() == before
    assert game.planned == []


def test_what_another_did_shows_as_far_as_it_is_public() -> None:
    game = shared(2)
    plan(game, "friend", ("press", "north"))
    game.end_turn()
    for player in game.players:
        with game.shown(player):
            moved = [(one.actor, one.move) for one in game.past[0].report.entries if one.move]
            assert ("friend", "press") in moved
    game.hand_over("host")
    assert game.past[0].moves == ()
    assert [one.move for one in game.past[0].others] == ["press"]


def test_another_seats_plan_that_comes_to_nothing_stays_its_own() -> None:
    """A move that turned out not to be possible leaves no trace in what the others see."""
    seen = []
    for missed in (False, True):
        game = shared(2)
        if missed:
            plan(game, "friend", ("press", "north"))
        # it has less than it thinks
        game.process.world.capital[game.plan.actor("friend")] = 0.5
        game.end_turn()
        host = game.players[0].picture.world
        seen.append((game.view(), [array.tobytes() for _, array in host.arrays()]))
        assert int(game.process.world.skipped[0]) == int(missed)
        assert int(game.players[1].picture.world.skipped[0]) == int(missed)
    assert seen[0] == seen[1]
    with game.shown(game.players[1]):
        assert [one.kind for one in game.past[0].report.entries][:1] == ["missed"]


@hypothesis_settings(max_examples=6)
@given(st.integers(0, 40), st.integers(0, 40))
def test_what_a_seat_sees_depends_on_public_acts_alone(seed: int, other: int) -> None:
    """Two games of one seat: in one a person plays the other seat just as the program does."""
    alone = small_game(seed)
    luck = np.random.default_rng(other)
    both = shared(seed)
    friend = both.plan.actor("friend")
    for _ in range(3):
        cards = [card for card in alone.legal() if card.legal]
        alone.planned.clear()
        moves = cards[: int(luck.integers(0, 3))]
        for card in moves[:1]:
            alone.push(card.move, card.to)
        alone.end_turn()
        acts = alone.past[-1].observed.acts
        both.planned.clear()
        for card in moves[:1]:
            both.push(card.move, card.to)
        theirs = [
            both.options.all[one] for one in acts.moves if both.options.all[one].actor == friend
        ]
        texts = dict(acts.drafts)
        both.players[1].planned = [
            Planned(
                one.index,
                one.move,
                None if one.target is None else both.plan.actors[one.target],
                texts.get(one.index, ()),
            )
            for one in theirs
        ]
        both.end_turn()
        if both.past[-1].observed.acts.moves != acts.moves:
            return  # the person could not pay for what the program did
        assert both.view() == alone.view()


def test_one_seat_plays_as_it_did_in_the_engine() -> None:
    """A process with one seat, named or not, and one with another seat that does nothing."""
    compiled = shared().compiled
    plain = PeaceProcess(compiled, seed=3)
    named = PeaceProcess(compiled, seed=3, seat="host")
    for process in (plain, named):
        while not process.over:
            process.advance()
    assert plain.state_hash() == named.state_hash()
    with pytest.raises(ValueError, match="named twice"):
        PeaceProcess(compiled, other_seats=["host"])


# -- back and forth --------------------------------------------------------------------------------


def test_undo_takes_back_ones_own_moves_and_no_turn_while_others_plan() -> None:
    game = shared()
    busy(game, 1, np.random.default_rng(3))
    plan(game, "friend", ("press", "north"))
    game.hand_over("host")
    assert not game.undo()
    game.hand_over("friend")
    assert game.undo()
    assert game.undo()
    assert (game.turn, game.seat) == (0, "host")
    assert [len(player.planned) for player in game.players] == [1, 1]


def test_all_seats_go_back_together() -> None:
    game = shared(5)
    busy(game, 2, np.random.default_rng(5))
    there = game.state_hash(), views(game)
    busy(game, 2, np.random.default_rng(6))
    late, end = game.tree.here, (game.state_hash(), views(game))
    game.rewind(2, replan=False)
    assert (game.state_hash(), views(game)) == there
    game.rewind(0, fresh=True)
    game.end_turn()
    assert headless(game) == game.state_hash()
    game.rewind(late)
    assert (game.state_hash(), views(game)) == end
