"""Accounts: every number that a seat may know is its opening and its parts, to the unit."""

from __future__ import annotations

import functools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.game.errors import GameError
from sim.game.forecast.odds import odds
from sim.game.forecast.why import EVEN, UNKNOWN, why
from sim.game.game import Game
from sim.game.ledger.account import Account, account
from sim.game.ledger.numbers import begun, moved_since, shown, shown_all
from sim.game.ledger.quantities import keys, quantities, quantity, state
from sim.game.ledger.rulebook import rule_card
from sim.game.view import SeatView
from sim.scenario.load import load
from tests.game.rig import alter, busy_game, busy_turn, play, shipped_loaded, small_game

CASES = [
    ("japan-thailand-talks-1992", None, 4),
    ("japan-thailand-talks-1992", "thailand", 2),
    ("five-points-2021", "cambodia", 3),
    ("security-council-1992", None, 3),
    ("peacekeepers-1993", None, 5),
]


@functools.cache
def played(name: str, seat: str | None, turns: int) -> Game:
    """A game in which much was done, which tests share and must not change."""
    game, luck = Game.new(load(name), seat, seed=3), np.random.default_rng(3)
    while game.turn < turns:
        busy_turn(game, luck)
    return game


def check(one: Account) -> None:
    assert one.adds_up, one.key
    assert one.begins + sum(part.points for part in one.told) == one.shown
    assert one.course[-1] == one.shown or one.key == "capital"
    assert one.label
    for part in one.postings:
        assert part.source_words
        assert part.rule_words


@pytest.mark.parametrize(("name", "seat", "turns"), CASES)
def test_every_number_adds_up_in_shipped_scenarios(name: str, seat: str, turns: int) -> None:
    game = played(name, seat, turns)
    assert len(keys(game)) > 100
    for one in accounts(name, seat, turns).values():
        check(one)


@functools.cache
def accounts(name: str, seat: str | None, turns: int) -> dict[str, Account]:
    game = played(name, seat, turns)
    return {key: account(game, key) for key in keys(game)}


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 2**32), st.integers(0, 4))
def test_every_number_adds_up_whatever_is_done(seed: int, turns: int) -> None:
    game = busy_game(seed, turns)
    for key in keys(game):
        check(account(game, key))


def _viewed(view: SeatView) -> dict[str, float]:
    """Numbers of the seat's view by key, 0..1."""
    me = view.seat
    found: dict[str, float] = {"home": view.home, f"standing:{me}": view.legitimacy}
    for one in view.actors:
        found[f"stance:{one.id}"] = one.stance.best
        found[f"standing:{one.id}"] = one.legitimacy.best
        found[f"capability:{one.id}"] = one.capability.best
        found[f"war_cost:{one.id}"] = one.war_cost.best
        found[f"reservation:{one.id}"] = one.reservation.best
        found[f"guarantee:{one.id}"] = one.guarantee
        found[f"aid:{one.id}"] = one.aid
        if one.known is not None:
            found[f"knowledge:{one.id}"] = one.known
        for subject, band in one.bad_faith:
            found[f"bad_faith:{one.id}:{subject}"] = band.best
    for edge in view.edges:
        found[f"trust:{edge.source}:{edge.target}"] = edge.trust.best
        found[f"rapport:{edge.source}:{edge.target}"] = edge.rapport.best
        if edge.channels:
            found[f"leverage:{edge.source}:{edge.target}"] = edge.leverage.best
        for name, band in edge.channels:
            found[f"channel:{edge.source}:{edge.target}:{name}"] = band.best
    for belief in view.beliefs:
        for word in ("none", "limited", "greedy", "total"):
            found[f"type:{belief.subject}:{word}"] = getattr(belief, word)
    for issue in view.issues:
        for place in issue.positions:
            found[f"ideal:{place.actor}:{issue.id}"] = place.ideal.best
            found[f"salience:{place.actor}:{issue.id}"] = place.salience.best
    for table in view.tables:
        for name, value in table.text or ():
            found[f"text:{table.id}:{name}"] = value
    for element in view.formation:
        found[f"backing:{element.id}"] = element.support
        found[f"share:{element.id}"] = element.share
    return found


@pytest.mark.parametrize(("name", "seat", "turns"), CASES[:3])
def test_accounts_end_in_the_numbers_of_the_view(name: str, seat: str, turns: int) -> None:
    game = played(name, seat, turns)
    view, known = game.view(), set(keys(game))
    numbers = _viewed(view)
    assert len(numbers) > 100
    for key, value in numbers.items():
        assert key in known
        assert shown(game, key) == round(100 * value), key
    assert shown(game, "capital") == round(view.capital_left)
    assert shown(game, "efforts") == view.efforts
    listed = {key: number for key, _label, number in shown_all(game)}
    assert listed == {key: one.shown for key, one in accounts(name, seat, turns).items()}


def test_capital_tells_allowance_costs_and_what_is_lost() -> None:
    game = Game.new(shipped_loaded(), seed=1)
    costs = 0
    for _turn in range(3):
        for card in game.legal():
            if card.legal and card.cost and game.capital_left >= card.cost:
                game.push(card.move, card.to)
                costs += card.cost
                break
        game.end_turn()
    card = next(card for card in game.legal() if card.legal and card.cost)
    game.push(card.move, card.to)
    one = account(game, "capital")
    check(one)
    spent = sum(part.points for part in one.postings if part.rule == "cost")
    planned = [part for part in one.postings if part.rule == "planned"]
    assert spent == -costs
    assert [part.points for part in planned] == [-card.cost]
    assert sum(part.rule == "allowance" for part in one.postings) == 3
    assert one.shown == round(game.capital_left)


def test_what_was_heard_has_a_row_of_its_own() -> None:
    game = small_game(2)
    play(game, [("listen", "north")])
    rules = {
        part.source_words
        for key in keys(game)
        for part in account(game, key).told
        if part.source == "listening"
    }
    assert rules == {"what you heard"}


def test_undo_takes_the_parts_of_a_turn_back() -> None:
    game = busy_game(5, 2)
    game.planned.clear()
    before = {key: account(game, key) for key in keys(game) if not key.startswith("text")}
    game.end_turn()
    game.undo()
    assert {key: account(game, key) for key in before} == before


def test_accounts_say_nothing_of_what_is_hidden() -> None:
    plain, other = small_game(4), alter(small_game(4), 9)
    for game in (plain, other):
        for key in keys(game):
            check(account(game, key))
    assert [account(plain, key) for key in keys(plain)] == [
        account(other, key) for key in keys(other)
    ]


def test_an_opening_says_what_it_rests_on() -> None:
    game = played(*CASES[0])
    found = accounts(*CASES[0])
    kinds = {one.opening.basis for one in found.values()}
    assert kinds == {"cited", "assumed", "derived", "given"}
    for key, one in found.items():
        begins = one.opening
        assert begins.words.endswith((".", "!", "?")), key
        assert begins.low - 1e-9 <= begins.value <= begins.high + 1e-9, key
        if begins.basis == "cited":
            assert begins.cites
            assert all(fact in game.loaded.facts for fact in begins.cites)


def test_a_derived_number_is_made_of_numbers_with_ledgers() -> None:
    game = played(*CASES[0])
    known = set(keys(game))
    made = [one for one in quantities(game) if one.parts]
    assert {one.kind for one in made} == {"standing", "leverage", "reservation"}
    for one in made:
        assert set(one.parts) <= known
        assert one.value(state(game)) == pytest.approx(one.of(one.values(state(game))))


def test_every_rule_of_an_account_can_be_read() -> None:
    game = played(*CASES[0])
    rules = {part.rule for one in accounts(*CASES[0]).values() for part in one.postings}
    assert len(rules) > 8
    for rule in rules:
        card = rule_card(game.words, rule)
        assert card.title
        assert card.meaning, rule
        assert all(one.low <= one.value <= one.high for one in card.constants)


def test_a_number_that_is_none_is_refused_with_a_hint() -> None:
    game = small_game()
    with pytest.raises(GameError, match="no number"):
        quantity(game, "trust")
    with pytest.raises(GameError, match="capital"):
        quantity(game, "capitol")


def test_what_moved_since_a_turn_is_what_its_accounts_say() -> None:
    game = played(*CASES[0])
    moved = moved_since(game, 1)
    assert moved
    for _label, before, after, key in moved:
        assert begun(game, key, 1) == before
        assert account(game, key).course[1] == before
        assert (round(game.capital) if key == "capital" else shown(game, key)) == after


# -- why these odds --------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "seat", "turns"), CASES[:2])
def test_grounds_add_up_to_the_chance_shown(name: str, seat: str, turns: int) -> None:
    game = played(name, seat, turns)
    asking = [card.option for card in game.legal() if card.legal and (card.asks or card.calls)]
    known = odds(game, asking)
    assert len(known) > 1
    for option, found in known.items():
        told = why(game, option, found)
        assert told is not None
        assert found.yes is not None
        assert told.chance == round(100 * found.yes)
        assert told.adds_up
        if told.grounds:
            assert EVEN + sum(one.points for one in told.grounds) == told.chance
            weights = dict(found.grounds)
            for one in told.grounds:
                assert one.rule == UNKNOWN or one.weight == round(100 * weights[one.rule])
                if abs(one.points) > 2 and one.rule != UNKNOWN:
                    assert (one.points > 0) == (one.weight > 0)
        else:
            assert told.voices


def test_what_asks_nothing_has_no_grounds() -> None:
    game = played(*CASES[0])
    card = next(card for card in game.legal() if card.legal and not card.asks and not card.calls)
    assert why(game, card.option) is None
