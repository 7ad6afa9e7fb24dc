"""The view of a seat, and that nothing hidden reaches it but by what can be observed."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.game.forecast.acceptance import Acceptance
from sim.game.forecast.advice import advice
from sim.game.forecast.odds import odds
from sim.game.forecast.repeated_turn import repeat_turn
from sim.game.game import Game
from sim.game.picture import Observed
from sim.scenario.load import Loaded
from tests.game.rig import (
    alter,
    busy_game,
    busy_turn,
    play,
    shipped_loaded,
    small_game,
    small_loaded,
)


def shown(game: Game, with_odds: bool = True) -> str:
    """All that a player can be shown: the view with its cards, odds, advice, the last report."""
    view: dict[str, Any] = {"view": game.view().as_json()}
    if with_odds:
        cards = [card.option for card in game.legal() if card.legal][:4]
        found = odds(game, cards, rollouts=10, goals=True)
        view["odds"] = {option: dataclasses.asdict(one) for option, one in found.items()}
        view["advice"] = [dataclasses.asdict(one) for one in advice(game, rollouts=10)]
    if game.past:
        view["report"] = dataclasses.asdict(game.past[-1].report)
    return json.dumps(view, sort_keys=True)


def many_times(game: Game) -> str:
    """What comes of playing the last turn many times, from what the seat knew."""
    return repr(dataclasses.asdict(repeat_turn(game, game.past[-1], runs=10)))


def same(one: Observed, other: Observed) -> bool:
    """Whether a turn looked the same from the seat."""

    def plain(observed: Observed) -> str:
        acts = {
            field.name: getattr(observed.acts, field.name)
            for field in dataclasses.fields(observed.acts)
            if field.name != "public"
        }
        public = {name: array.tolist() for name, array in observed.acts.public.items()}
        own = {name: array.tolist() for name, array in observed.own.items()}
        return repr((acts, public, own, observed.beliefs.tolist(), observed.readings))

    return plain(one) == plain(other)


def turns_alike(
    loaded: Loaded,
    seed: int,
    other_seed: int,
    seat: str | None = None,
    numbers: bool = True,
    with_odds: bool = True,
) -> int:
    """Play two games that differ in what is hidden alone, as long as they look the same."""
    one = Game.new(loaded, seat, seed)
    other = alter(Game.new(loaded, seat, seed), other_seed, numbers)
    luck = np.random.default_rng(other_seed)
    assert one.state_hash() != other.state_hash()
    assert shown(one, with_odds) == shown(other, with_odds)
    alike = 0
    while not one.over:
        cards = [card for card in one.legal() if card.legal]
        for card in cards[int(luck.random() * len(cards)) :][:1]:
            for game in (one, other):
                game.push(card.move, card.to)
        assert shown(one, with_odds=False) == shown(other, with_odds=False)
        one.end_turn()
        other.end_turn()
        if not same(one.past[-1].observed, other.past[-1].observed):
            break
        alike += 1
        tried = with_odds and alike == 1
        assert shown(one, tried) == shown(other, tried)
        if tried:
            assert many_times(one) == many_times(other)
    return alike


@settings(max_examples=10)
@given(st.integers(0, 10_000), st.integers(1, 10_000), st.booleans())
def test_what_is_hidden_does_not_show(seed: int, other: int, numbers: bool) -> None:
    turns_alike(small_loaded(), seed, other, numbers=numbers)


@pytest.mark.parametrize(("seed", "seat", "numbers"), [(1, None, True), (2, "thailand", False)])
def test_what_is_hidden_does_not_show_in_a_shipped_scenario(
    seed: int, seat: str | None, numbers: bool
) -> None:
    turns_alike(shipped_loaded(), seed, seed + 100, seat, numbers)


def test_games_that_look_the_same_go_on_for_a_while() -> None:
    """The tests above would be empty if games always parted in the first turn."""
    alike = [
        turns_alike(small_loaded(), seed, seed, numbers=False, with_odds=False)
        for seed in range(1, 7)
    ]
    assert sum(alike) >= 6


class Trap:
    """Stands for the true world: gives only what ends a game, and what all have seen of it."""

    def __init__(self, game: Game) -> None:
        world = game.process.world
        self.turn, self.tracked = world.turn, world.tracked
        self.runs = world.runs

    def __getattr__(self, name: str) -> None:
        pytest.fail(f"something that a player is shown was read from the true {name}")


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_nothing_that_is_shown_is_read_from_the_true_world(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At every turn of a game, not only as long as two games look the same."""
    game, luck = small_game(seed), np.random.default_rng(seed)
    while not game.over:
        with monkeypatch.context() as patch:
            patch.setattr(game.process, "world", Trap(game))
            shown(game)
            text = {"land": 0.5, "trade": 0.5}
            Acceptance(game, "talks", worlds=10, throws=2).estimate(text)
        busy_turn(game, luck)


def test_the_trap_works(monkeypatch: pytest.MonkeyPatch) -> None:
    game = small_game()
    monkeypatch.setattr(game.process, "world", Trap(game))
    with pytest.raises(pytest.fail.Exception, match="true belief"):
        game.process.world.belief  # noqa: B018


def test_a_view_is_plain_data() -> None:
    game = busy_game(3, turns=4)
    view = game.view()
    again = json.loads(json.dumps(view.as_json()))
    assert again["seat"] == "host"
    assert {actor["id"] for actor in again["actors"]} == set(game.plan.actors)
    with pytest.raises(dataclasses.FrozenInstanceError):
        view.turn = 3  # type: ignore[misc]


def test_own_values_are_exact_and_others_are_bands() -> None:
    game = busy_game(3, turns=3)
    view = game.view()
    world, host = game.process.world, game.seat_index
    assert view.home == float(world.home[host, 0])
    assert view.legitimacy == float(world.legitimacy(host)[0])
    me, north = view.actor("host"), view.actor("north")
    assert me.me
    assert me.stance.exact
    assert me.trusts_me is None
    assert north.trusts_me is not None
    assert not north.trusts_me.exact
    assert north.trusts_me.low <= north.trusts_me.best <= north.trusts_me.high
    [belief] = view.beliefs
    assert belief.bad_faith == pytest.approx(
        float(world.belief[0, host, 2, 0] + world.belief[0, host, 3, 0])
    )
    edge = next(e for e in view.edges if (e.source, e.target) == ("friend", "north"))
    assert {name for name, _ in edge.channels} == {"trade", "arms"}
    assert 0 < edge.leverage.low < edge.leverage.high < 1
    with pytest.raises(KeyError):
        view.actor("nobody")


def test_planning_changes_the_cards_and_not_the_rest() -> None:
    game = small_game()
    before = game.view()
    game.push("consult", "south")
    after = game.view()
    assert after == dataclasses.replace(
        before,
        capital_left=before.capital_left - 1,
        moves_left=before.moves_left - 1,
        cards=after.cards,
        planned=(("consult", "south", ()),),
    )
    game.drop(0)
    assert game.view() == before


def test_the_timeline_tells_what_was_and_what_is_fixed() -> None:
    game = small_game(4)
    assert [m.kind for m in game.view().timeline] == ["end"]
    play(game, [("ask_to_join", "friend")], [])
    kinds = [(m.kind, m.title) for m in game.view().timeline]
    assert ("move", "Ask to join: others") not in kinds
    assert ("move", "Ask to join: friend") in kinds
    assert ("coming", "A report") in kinds
    play(game, [], [])
    assert ("event", "A report") in [(m.kind, m.title) for m in game.view().timeline]


def test_zones_name_who_keeps_them_shut() -> None:
    game = small_game(4)
    talks = next(table for table in game.view().tables if table.id == "talks")
    land = next(zone for zone in talks.zones if zone.issue == "land")
    by_actor = {one.actor: one for one in land.stretches}
    assert set(by_actor) == {"north", "south"}
    assert all(len(one.likely) == 21 for one in land.stretches)
    south = by_actor["south"].fair
    assert south is not None
    # south likes little land to go, north much
    assert by_actor["south"].likely[0] > by_actor["south"].likely[-1]
    assert by_actor["north"].likely[-1] >= by_actor["north"].likely[0]
    if land.zone is None:
        assert land.apart
    else:
        assert land.zone[0] <= land.zone[1]


def test_changes_of_the_view_add_up() -> None:
    for change in busy_game(6).view().changes:
        assert sum(cause.points for cause in change.causes) == change.points
        assert change.before + change.points == change.after
