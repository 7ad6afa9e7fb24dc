"""The language of conditions end to end: asked of an ensemble, checked against its own history."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any

import numpy as np
import pytest

from sim.model.compiled import Compiled
from sim.model.exact import Floats
from sim.model.plan import NEVER
from sim.model.process import PeaceProcess
from sim.scenario.schema import Scenario
from tests.model.play import Bools, Dated, options, quiet

RUNS = 150
START = dt.date(2000, 1, 1)
LINE: list[Dated] = [
    (0, "consult", "friend"),
    (0, "ask_to_join", "friend"),
    (1, "hold_round", "north"),
    (1, "seek_nod", "south"),
    (2, "draft", None, {"land": 0.6, "trade": 0.5}),
    (3, "put", None),
    (4, "hold_round", "north"),
]
TURNS = 6


def asked(asks: dict[str, str]) -> PeaceProcess:
    """The quiet scenario, played to its end, with some conditions or quantities asked for."""
    data = quiet(turns=TURNS)
    compiled = Compiled(Scenario.model_validate(data, strict=True), asks)
    process = PeaceProcess(compiled, runs=RUNS)
    while not process.over:
        process.advance(options(process, LINE, process.turn))
    return process


@cache
def first(condition: str) -> np.ndarray[Any, np.dtype[np.int16]]:
    """The first turn in which a condition held, in each run (-1: before the first turn)."""
    process = asked({"it": condition})
    turns: np.ndarray[Any, np.dtype[np.int16]] = process.world.tracked[
        process.compiled.rows["asks.it"]
    ]
    return turns


def held(condition: str) -> Bools:
    """Where a condition ever held."""
    found: Bools = first(condition) != NEVER
    return found


def at_end(term: str) -> Floats:
    """A quantity at the end."""
    process = asked({"it": term})
    return process.compiled.readers["it"](process.world)


def day(turn: int, more: int = 0) -> dt.date:
    """A day of a turn."""
    return START + dt.timedelta(days=7 * turn + more)


def test_a_fact_is_dated_by_the_turn_in_which_it_was_decided() -> None:
    came = first("attended(north, talks)")
    assert set(came.tolist()) == {1, 4, NEVER}
    assert (first("attended(north)") == came).all()
    assert (first("attended(who: north, at: talks)") == came).all()
    assert (first("attended(north, council)") == NEVER).all()


@pytest.mark.parametrize("turn", [0, 1, 3, 4, 5])
@pytest.mark.parametrize("within", [0, 6])
def test_by_a_date_counts_to_the_end_of_the_turn_that_holds_it(turn: int, within: int) -> None:
    came = first("attended(north, talks)")
    assert (held(f"attended(north, talks) by {day(turn, within)}") == (came <= turn)).all()


def test_by_a_date_holds_on_after_the_date_once_it_held_in_time() -> None:
    """And a later fact does not make up for it."""
    in_time = held(f"attended(north, talks) by {day(1)}")
    then = held(f"attended(north, talks) by {day(1)} and turn() >= 6")
    assert (then == in_time).all()
    assert (first("attended(north, talks)") == 4).any()


def test_by_a_date_outside_the_calendar() -> None:
    assert not held(f"attended(north) by {START - dt.timedelta(days=1)}").any()
    assert (held(f"attended(north) by {day(99)}") == held("attended(north)")).all()


@pytest.mark.parametrize("turn", [2, 5])
def test_after_a_date_what_holds_counts_from_its_turn_on(turn: int) -> None:
    came, late = first("attended(north)"), first(f"attended(north) after {day(turn, 3)}")
    expected = np.where(came == NEVER, NEVER, np.maximum(came, turn))
    assert (late == expected).all()
    assert (first(f"turn() >= 0 after {day(99)}") == NEVER).all()


def test_a_date_narrows_only_the_part_before_it() -> None:
    both = first(f"joined(friend) and attended(north) by {day(1)}")
    joined, came = first("joined(friend)"), first("attended(north)")
    expected = np.where(came <= 1, np.maximum(joined, came), NEVER)
    assert (both == expected).all()
    whole = held(f"(joined(friend) and attended(north)) by {day(1)}")
    assert (whole == (np.maximum(joined, came) <= 1)).all()


def test_and_or_not_and_brackets() -> None:
    a, b = "attended(north)", "joined(friend)"
    fa, fb = first(a), first(b)
    assert (first(f"{a} or {b}") == np.minimum(fa, fb)).all()
    assert (first(f"{a} and {b}") == np.maximum(fa, fb)).all()
    assert (first(f"not {a}") == -1).all()
    never_both = held(f"turn() >= {TURNS} and not ({a} and {b})")
    assert (never_both == ~((fa != NEVER) & (fb != NEVER))).all()
    assert (held(f"turn() >= 6 and not {a} or {b}") == ((fa == NEVER) | (fb != NEVER))).all()


def test_what_holds_before_the_first_turn_counts_from_then() -> None:
    assert (first("open(talks)") == -1).all()
    assert (first("turn() >= 1") == 0).all()
    assert (first("turn() = 3") == 2).all()
    assert (first("happened(report)") == 3).all()
    assert (first("open(council)") == 3).all()


def test_words_stand_for_numbers() -> None:
    for word, number in (("low", 0.3), ("good", 0.7), ("high", 0.85), ("none", 0.05)):
        assert (held(f"war_cost(north) >= {word}") == held(f"war_cost(north) >= {number}")).all()
    kinds = [held(f"spoiler(north) = {kind}") for kind in ("none", "limited", "greedy", "total")]
    assert (np.sum(kinds, axis=0) == 1).all()
    assert not kinds[0].any()
    assert all(kind.any() for kind in kinds[1:])


@pytest.mark.parametrize(
    ("word", "number"), [("sceptical", 0.25), ("acquiesces", 0.5), ("supports", 0.75)]
)
def test_a_stance_begins_where_its_word_says(word: str, number: float) -> None:
    for level, from_the_start in ((number, True), (number - 0.01, False)):
        data = quiet(turns=1)
        data["actors"]["small_states"]["stance"] = level
        ask = {"it": f"stance(small_states) >= {word}"}
        compiled = Compiled(Scenario.model_validate(data, strict=True), ask)
        tracked = PeaceProcess(compiled, runs=4).world.tracked[compiled.rows["asks.it"]]
        assert ((tracked == -1) == from_the_start).all()


def test_comparisons() -> None:
    trust = at_end("trust(north, host)")
    ends = f"turn() >= {TURNS} and "
    middle = float(np.median(trust))
    for sign, expected in (
        (">=", trust >= middle),
        (">", trust > middle),
        ("<=", trust <= middle),
        ("<", trust < middle),
    ):
        assert (held(f"{ends}trust(north, host) {sign} {middle!r}") == expected).all()


def test_a_fact_may_be_of_any_table() -> None:
    voted = first("accepted(friend)")
    assert (voted == first("accepted(friend, council)")).all()
    assert (voted != NEVER).any()
    assert not held("accepted(friend, talks)").any()


def test_quantities_read_the_state_at_the_end() -> None:
    process = asked({})
    world, plan = process.world, process.plan
    north, host, friend = (plan.actor(name) for name in ("north", "host", "friend"))
    pairs = {
        "trust(north, host)": world.trust[north, host],
        "knowledge(of: host, about: north)": world.knowledge[host, north],
        "rapport(host, south)": world.rapport[host, plan.actor("south")],
        "stance(friend)": world.stance[friend],
        "home(host)": world.home[host],
        "capital(host)": world.capital[host],
        "war_cost(north)": world.war_cost[north],
        "legitimacy(host)": world.legitimacy(host),
        "reservation(north)": world.reservation_of(north),
        "channel(friend, north, arms)": world.channel[1],
        "bad_faith(friend, north)": world.bad_faith(friend, north),
        "belief(friend, north, total)": world.belief[0, friend, 3],
        "belief(friend, south, none)": np.ones(RUNS),
        "belief(friend, south, total)": np.zeros(RUNS),
        "text(talks, land)": world.text[0, 0],
        "utility(north, talks)": world.worth(north, 0, world.text_of(0)),
        "support(talks)": world.votes[0],
        "rounds(talks)": world.rounds[0],
        "efforts()": world.efforts,
    }
    together = asked({str(number): term for number, term in enumerate(pairs)})
    for number, (term, expected) in enumerate(pairs.items()):
        found = together.compiled.readers[str(number)](together.world)
        assert np.array_equal(found, expected), term


def test_facts_can_be_asked_for_alone() -> None:
    for fact in ("drafted(talks)", "inside(talks)", "done(hold_round)", "done(hold_round, host)"):
        assert held(fact).all()
    for fact in ("consulted(friend)", "happened(report)", "done(consult, host)"):
        assert held(fact).all()
    for fact in ("done(hold_round, friend)", "done(press)", "consulted(south)", "acted(north)"):
        assert not held(fact).any()
    assert not held("vetoed(host, council)").any()


def test_unity_is_nearness_of_those_with_a_veto() -> None:
    unity = at_end("unity(council)")
    assert ((unity >= 0) & (unity <= 1)).all()
    data = quiet(turns=1)
    for actor in ("friend", "south"):
        data["actors"][actor]["positions"] = {"blame": {"ideal": 0.6, "salience": 0.5}}
        data["actors"][actor]["framework"] = 0.5
    data["tables"]["council"]["text"] = {"blame": 0.3}
    compiled = Compiled(Scenario.model_validate(data, strict=True), {"it": "unity(council)"})
    process = PeaceProcess(compiled, runs=4)
    assert np.allclose(compiled.readers["it"](process.world), 1.0)


def test_self_and_target_stand_for_who_moves_and_for_whom() -> None:
    data = quiet(turns=1)
    data["moves"]["consult"]["needs"] = "trust(target, self) >= 0.65 and not joined(target)"
    process = PeaceProcess(Compiled(Scenario.model_validate(data, strict=True)), runs=4)
    legal = {
        process.plan.actors[option.target]: bool(process.legal(option).all())
        for option in process.options.all
        if option.move == "consult" and option.target is not None
    }
    assert legal == {"friend": True, "south": False}  # they trust the host .7 and .6


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        ("atended(north)", "did you mean"),
        ("attended(norht)", "did you mean"),
        ("attended(north, talk)", "did you mean"),
        ("trust(north) >= 0.5", "needs"),
        ("attended(north) by 2000-13-01", "date"),
        ("channel(friend, north, gold) >= 0.1", "channel"),
        ("(attended(north)", "expected"),
        ("stance(friend) >= happy", "sceptical"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(ask: str, says: str) -> None:
    with pytest.raises(ValueError, match=says) as caught:
        asked({"it": ask})
    assert ask in str(caught.value)
    assert "\n" not in str(caught.value)
