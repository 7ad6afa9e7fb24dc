"""Odds: from the engine, from what the seat knows alone, and sensible."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.game.forecast.advice import advice, best_card
from sim.game.forecast.odds import Odds, odds
from sim.game.game import Game
from sim.model.compiled import Compiled
from sim.model.process import PeaceProcess
from sim.model.seat import Play
from tests.game.rig import busy_game, data, loaded_from, play, shipped_loaded, small_game


def option_of(game: Game, move: str, to: str | None = None) -> int:
    return next(c.option for c in game.legal() if c.move == move and c.to == to)


def odds_of(game: Game, move: str, to: str | None = None, **more: Any) -> Odds:
    option = option_of(game, move, to)
    return odds(game, [option], **more)[option]


def with_trust(value: float) -> Game:
    plain = data()
    plain["trust"]["south"]["host"] = value
    return Game.new(loaded_from(plain), seed=4)


def chance(one: Odds) -> float:
    assert one.yes is not None
    assert one.yes_low is not None
    assert one.yes_high is not None
    assert 0 <= one.yes_low <= one.yes <= one.yes_high <= 1
    return one.yes


def test_more_trust_makes_a_yes_more_likely() -> None:
    chances = [
        chance(odds_of(with_trust(t), "seek_nod", "south")) for t in (0.05, 0.35, 0.65, 0.95)
    ]
    assert chances == sorted(chances)
    assert chances[-1] > chances[0] + 0.15


def test_pressure_and_stance_count() -> None:
    plain = data()
    plain["actors"]["south"]["stance"] = 0.9
    warm = Game.new(loaded_from(plain), seed=4)
    assert chance(odds_of(warm, "seek_nod", "south")) > chance(
        odds_of(small_game(4), "seek_nod", "south")
    )


@pytest.mark.parametrize(("move", "to"), [("ask_to_join", "friend"), ("hold_round", "north")])
def test_odds_are_as_frequent_as_they_say(move: str, to: str) -> None:
    """Over many games of the engine the target says yes as often as the odds said, on average."""
    shown = [chance(odds_of(small_game(seed), move, to, rollouts=100)) for seed in range(12)]
    game = small_game()
    compiled = Compiled(game.scenario)
    process = PeaceProcess(compiled, seed=77, runs=3000)
    option = option_of(game, move, to)
    process.advance([Play(option)])
    ask = compiled.options.all[option].ask
    assert ask is not None
    yes = process.world.facts[ask.yes_row] == 0
    # the friend may invite as well, and who says yes to either comes
    alone = ~np.logical_or.reduce(
        [
            where
            for other, where in process.chosen.items()
            if other != option and compiled.options.all[other].move == move
        ]
        or [np.zeros(3000, dtype=bool)]
    )
    assert float(np.mean(shown)) == pytest.approx(float(yes[alone].mean()), abs=0.06)


def test_odds_are_the_same_in_whatever_company() -> None:
    game = small_game(2)
    options = [c.option for c in game.legal() if c.legal]
    together = odds(game, options, rollouts=40, goals=True)
    backwards = odds(game, options[::-1], rollouts=40, goals=True)
    assert together == backwards
    for option in options[:6]:
        assert odds(game, [option], rollouts=40, goals=True)[option] == together[option]


def test_odds_come_by_seed_and_turn() -> None:
    assert odds_of(small_game(2), "seek_nod", "south") == odds_of(
        small_game(2), "seek_nod", "south"
    )
    assert odds_of(small_game(2), "seek_nod", "south") != odds_of(
        small_game(3), "seek_nod", "south"
    )


def test_what_asks_nothing_has_no_chance_of_a_yes() -> None:
    game = small_game()
    listen = option_of(game, "listen", "north")
    assert odds(game, [listen]) == {}
    one = odds(game, [listen], goals=True)[listen]
    assert one.yes is None
    assert one.twentieths is None
    assert one.change is not None


def test_what_cannot_be_played_has_no_odds() -> None:
    game = small_game()
    assert odds(game, [option_of(game, "put"), option_of(game, "grand_gesture")], goals=True) == {}
    ended = busy_game(1)
    assert odds(ended, [option_of(ended, "seek_nod", "south")]) == {}


def test_a_decision_has_the_odds_of_its_table() -> None:
    game = play(small_game(1), [("draft", None)])
    one = odds_of(game, "put")
    assert 0 <= chance(one) <= 1
    game.push("put")
    planned = odds_of(game, "put")
    assert planned.yes == one.yes


def test_change_is_paired_with_not_playing_it() -> None:
    """A move without any effect on the goals changes nothing, in no rollout."""
    plain = data()
    plain["moves"]["idle"] = {
        "title": "Idle",
        "by": ["host"],
        "kind": "act",
        "cost": 0,
        "effects": [],
    }
    game = Game.new(loaded_from(plain), seed=4)
    game.push("consult", "south")
    one = odds_of(game, "idle", goals=True)
    # it counts as doing something, as the planned move does already
    assert one.change == 0


def test_a_planned_card_is_compared_with_leaving_it_out() -> None:
    game = play(small_game(1), [("draft", None)])
    loose = odds_of(game, "put", goals=True)
    game.push("put")
    planned = odds_of(game, "put", goals=True)
    assert planned.change == loose.change
    assert loose.change is not None
    assert loose.change > 0


def test_listening_brings_the_range_together() -> None:
    game = small_game(3)
    before = odds_of(game, "seek_nod", "south")
    for _ in range(2):
        play(game, [("listen", "south")], [])
    after = odds_of(game, "seek_nod", "south")

    def width(one: Odds) -> float:
        assert one.yes_high is not None
        assert one.yes_low is not None
        return one.yes_high - one.yes_low

    assert width(after) < 0.8 * width(before)


def test_the_reason_names_the_grounds() -> None:
    low, high = (odds_of(with_trust(trust), "seek_nod", "south") for trust in (0.05, 0.95))
    assert "Against it: how far south trusts host." in low.reason
    assert "For it: how far south trusts host." in high.reason


def test_twentieths() -> None:
    one = odds_of(small_game(), "seek_nod", "south")
    assert one.twentieths == round(20 * chance(one))


# -- advisers --------------------------------------------------------------------------------------


def test_advisers_differ_by_their_priors_and_speak_by_the_odds() -> None:
    game = small_game(1)
    hopeful, doubtful = advice(game)
    assert hopeful.option == doubtful.option == best_card(game)
    assert hopeful.odds is not None
    assert doubtful.odds is not None
    assert chance(hopeful.odds) > chance(doubtful.odds)
    for one in (hopeful, doubtful):
        assert one.says in game.scenario.advisers[one.adviser].says.values()
    [(subject, shares)] = hopeful.beliefs
    assert subject == "north"
    assert shares == pytest.approx((0.4, 0.4, 0.15, 0.05))


def test_advisers_learn_from_the_same_evidence() -> None:
    """A complaint darkens what everybody believes, the advisers in the engine's own way."""
    moved = 0
    for seed in range(12):
        game = play(small_game(seed), [])
        signs = [game.options.all[o].move for o in game.past[0].observed.acts.moves]
        bad = [sum(one.beliefs[0][1][2:]) for one in advice(game, 4)]
        if signs.count("complain") and not any("hold_round" in s for s in signs):
            assert bad[0] > 0.2
            assert bad[1] > 0.95
            moved += 1
    assert moved


def test_advice_on_a_shipped_scenario() -> None:
    game = Game.new(shipped_loaded(), seed=1)
    names = [one.adviser for one in advice(game, 20)]
    assert names == list(game.scenario.advisers)


def test_there_is_no_best_card_when_nothing_can_be_asked() -> None:
    assert best_card(busy_game(1)) is None
    ended = advice(busy_game(1))
    assert [one.odds for one in ended] == [None, None]
    assert [one.says for one in ended] == ["They can be had.", "They never will."]
