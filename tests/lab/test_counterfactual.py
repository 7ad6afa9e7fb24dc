"""Counterfactuals: what changes, what does not, and how surely it is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.lab.batch import run_batch
from sim.lab.counterfactual.changes import Change, Ground, all_of, pairs_of
from sim.lab.counterfactual.comparing import TOGETHER, compare, counterfactual, planned_runs
from sim.lab.counterfactual.measures import (
    chosen,
    measures_of,
    skips,
)
from sim.lab.counterfactual.results import Counterfactual
from sim.lab.errors import LabError
from sim.lab.lines import line_of_moves
from sim.lab.precision import FIRST, STEP
from sim.lab.setup import Setup, setup_of
from sim.lab.stats import Z95, Estimate, simultaneous
from sim.scenario.load import load
from sim.scenario.schema import LineMove
from tests.lab.cases import case, loaded, written

RUNS = 600


def day(number: int) -> dt.date:
    return dt.date(2000, 1, number)


@cache
def setup() -> Setup:
    return setup_of(loaded())


@cache
def left_out() -> Counterfactual:
    """Each move of the record left out in turn."""
    return counterfactual(loaded(), runs=RUNS)


def one(*changes: Change, **options: Any) -> Counterfactual:
    return compare(setup(), loaded(), changes, **{"runs": RUNS, **options})


def own_line(moves: Mapping[str, Mapping[str, Any]]) -> Setup:
    """The host's line of these moves."""
    made = {name: LineMove(**{"by": "host", **move}) for name, move in moves.items()}
    return replace(setup(), line=line_of_moves(setup().compiled(), "moves", made))


# -- what changes nothing --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [Change(forbid=("north:put",)), Change(set={"initiative.title": "Another name"})],
    ids=["a move that nobody has", "a name"],
)
def test_an_alternative_like_the_line_differs_by_exactly_nothing(change: Change) -> None:
    (found,) = one(change).alternatives
    assert found.changed == 0.0
    assert set(found.effects) == set(measures_of(setup()))
    for effect in found.effects.values():
        assert effect.difference.value == 0.0
        assert effect.as_is == effect.otherwise
        assert (effect.changed, effect.lost, effect.saving, effect.clear) == (0, 0, None, False)


def test_leaving_out_a_move_that_was_never_played_changes_nothing() -> None:
    line = own_line(
        {
            "put_nothing": {"date": day(2), "move": "put"},
            "round": {"date": day(10), "move": "hold_round", "to": "north"},
        }
    )
    result = compare(line, loaded(), [Change(without=("put_nothing",))], runs=RUNS)
    (found,) = result.alternatives
    assert result.as_is["line.put_nothing"].value == 0.0
    assert result.as_is["skipped"].value == 1.0
    assert found.changed == 0.0
    assert all(effect.changed == 0.0 for effect in found.effects.values())
    assert "line.put_nothing" not in found.effects


def test_another_date_in_the_same_turn_changes_nothing() -> None:
    (found,) = one(Change(at={"round": day(11)})).alternatives
    assert found.changed == 0.0


# -- what is compared ------------------------------------------------------------------------------


def test_each_move_of_the_line_is_left_out_in_turn() -> None:
    entries = [entry.id for entry in setup().line.entries]
    assert [found.change.without for found in left_out().alternatives] == [(e,) for e in entries]
    assert left_out().told == ("goals.host", "outcomes.accord", "outcomes.resolution")


def test_a_difference_is_the_alternative_less_the_line_as_it_is() -> None:
    shorter = replace(
        setup(),
        line=replace(
            setup().line, entries=tuple(e for e in setup().line.entries if e.id != "round")
        ),
    )
    as_is, without = run_batch(setup(), RUNS), run_batch(shorter, RUNS)
    (found,) = [a for a in left_out().alternatives if a.change.without == ("round",)]
    met, goals = found.effects["outcomes.met"], found.effects["goals.host"]
    assert met.as_is == as_is.share("outcomes.met").value
    assert met.otherwise == without.share("outcomes.met").value
    assert met.difference.value == pytest.approx(met.otherwise - met.as_is)
    assert met.clear
    assert met.difference.high < 0 < met.lost
    apart = without.columns["goals.host"] - as_is.columns["goals.host"]
    half = Z95 * apart.std(ddof=1) / np.sqrt(RUNS)
    assert goals.difference.value == pytest.approx(apart.mean())
    assert goals.difference.high - goals.difference.value == pytest.approx(half)
    assert goals.changed == (apart != 0).mean()
    worth = found.worth("outcomes.met")
    assert worth == (-met.difference.value, -met.difference.high, -met.difference.low)


def test_a_handful_of_changed_runs_is_not_told_from_chance() -> None:
    effects = [one for a in left_out().alternatives for one in a.effects.values() if one.changed]
    for one in effects:
        few = round(one.changed * RUNS) < (5 if one.measure.share else 10)
        apart = not one.difference.low <= 0 <= one.difference.high
        assert (one.too_few, one.clear) == (few, apart and not few)
    fewer = replace(effects[0], changed=3 / RUNS, difference=Estimate(0.1, 0.05, 0.15))
    assert fewer.too_few
    assert not fewer.clear


def test_what_rests_on_a_move_can_no_longer_be_played() -> None:
    (found,) = [a for a in left_out().alternatives if a.change.without == ("text",)]
    put = found.played()["put"]
    assert put.as_is > 0.9
    assert put.otherwise == 0.0
    assert put.lost == put.changed == put.as_is
    skipped = found.effects["skipped"]
    assert skipped.difference.value == pytest.approx(put.as_is)


def test_skipped_moves_are_counted_as_the_engine_counts_them(tmp_path: Path) -> None:
    data = case()
    data["outcomes"]["met"]["final"] = True
    ends = setup_of(load(str(written(data, tmp_path))))
    for made in (setup(), ends):
        columns = run_batch(made, RUNS).columns
        entries = {entry.id for entry in made.line.entries}
        assert np.array_equal(skips(columns, made, entries), columns["skipped"])
        assert columns["skipped"].any()


def test_a_move_names_all_entries_that_play_it() -> None:
    (found,) = one(Change(without=("hold_round",))).alternatives
    assert found.effects["outcomes.met"].difference.high < 0
    assert {"line.round", "line.second_round"}.isdisjoint(found.effects)


def test_events_rules_pairs_and_values_can_be_otherwise() -> None:
    result = one(
        Change(without=("event:report",)),
        Change(without=("rule:trust",)),
        Change(forbid=("north:complain",)),
        Change(set={"trust.north.host": 0.0}),
    )
    assert [found.name for found in result.alternatives] == [
        "without event:report",
        "without rule:trust",
        "north:complain forbidden",
        "trust.north.host=0.0",
    ]
    assert all(found.changed > 0 for found in result.alternatives[1:])
    assert result.alternatives[3].effects["outcomes.met"].difference.high < 0


# -- another date, another actor -------------------------------------------------------------------


def test_an_entry_moved_comes_after_what_its_new_turn_has() -> None:
    line = Ground(setup(), loaded()).alternative(Change(at={"tell_south": day(10)})).line
    turn = {entry.id: entry.turn for entry in line.entries}["tell_south"]
    assert turn == 1
    assert [entry.id for entry in line.entries if entry.turn == 1][-1] == "tell_south"
    assert len(line.entries) == len(setup().line.entries)
    (found,) = one(Change(at={"text": day(30)})).alternatives
    assert found.played()["put"].otherwise == 0.0
    assert found.played()["text"].otherwise > 0.9


def test_a_move_by_another_is_imposed_and_paid_by_nobody() -> None:
    made = Ground(setup(), loaded()).alternative(Change(by={"round": "friend"}))
    (entry,) = [entry for entry in made.line.entries if entry.id == "round"]
    option = made.compiled().options.all[entry.play.option]
    assert (option.move, made.compiled().plan.actors[option.actor]) == ("hold_round", "friend")
    assert entry.play.imposed
    assert run_batch(made, RUNS).columns["line.round"].all()


def test_who_need_not_pay_for_a_move_can_afford_another() -> None:
    moves = {
        "first": {"move": "hold_round", "to": "north"},
        "second": {"move": "consult", "to": "south"},
        "third": {"move": "consult", "to": "friend"},
        "fourth": {"move": "ask_to_join", "to": "friend"},
    }
    line = own_line({name: {"date": day(2), **move} for name, move in moves.items()})
    result = compare(line, loaded(), [Change(by={"first": "friend"})], runs=RUNS)
    (found,) = result.alternatives
    fourth = found.played()["fourth"]
    assert (fourth.as_is, fourth.otherwise) == (0.0, 1.0)
    assert found.effects["skipped"].difference.value == -1.0


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (Change(without=("rund",)), 'has no entry "rund" to leave out; did you mean "round"?'),
        (
            Change(without=("squeeze",)),
            "squeeze is a move of friend, who decides by itself while host plays the line; use "
            "--forbid friend:press, or --seat friend.",
        ),
        (Change(without=("event:reprot",)), 'did you mean "event:report"?'),
        (Change(without=("rule:trst",)), 'did you mean "rule:trust"?'),
        (Change(forbid=("north:complian",)), 'did you mean "north:complain"?'),
        (
            Change(at={"round": dt.date(2001, 1, 1)}),
            "2001-01-01 lies outside the calendar, which runs from 2000-01-01 to before "
            "2000-02-12.",
        ),
        (Change(at={"rund": day(3)}), 'to date otherwise; did you mean "round"?'),
        (Change(by={"rund": "friend"}), 'to give to another; did you mean "round"?'),
        (Change(by={"round": "frend"}), 'There is no actor "frend"; did you mean "friend"?'),
        (Change(by={"round": "host"}), "round is by host as it is; name another actor."),
        (
            Change(by={"round": "south"}),
            "south cannot play hold_round towards north; besides host friend can.",
        ),
        (Change(by={"text": "friend"}), "friend cannot play draft; nobody else can."),
        (
            Change(without=("round",), by={"round": "friend"}),
            "round is left out, so that nothing else can be done with it.",
        ),
    ],
    ids=lambda one: one.name if isinstance(one, Change) else "",
)
def test_what_is_not_possible_is_one_sentence(change: Change, sentence: str) -> None:
    with pytest.raises(LabError) as caught:
        Ground(setup(), loaded()).alternative(change)
    assert str(caught.value).endswith(sentence)


def test_a_line_without_moves_has_nothing_to_leave_out() -> None:
    with pytest.raises(LabError, match="The line pass has no move of host to leave out; say what"):
        counterfactual(loaded(), line="pass", runs=RUNS)
    result = counterfactual(loaded(), ["event:report"], line="pass", runs=RUNS)
    assert result.alternatives[0].played() == {}


# -- several at once -------------------------------------------------------------------------------


def test_an_interaction_is_the_joint_difference_less_the_sum_of_both() -> None:
    changes = [
        Change(without=("join",)),
        Change(without=("tell_south",)),
        Change(without=("text",)),
    ]
    result = one(*changes, pairs=True, together=True)
    by_name = {found.name: found for found in result.alternatives}
    pairs = [found for found in result.alternatives if found.parts]
    assert len(pairs) == 3
    assert list(by_name)[-1] == TOGETHER
    for pair in pairs:
        assert pair.interaction is not None
        assert set(pair.interaction) == {
            name for name in result.measures if not name.startswith("line.") and name != "skipped"
        }
        for name, both in pair.interaction.items():
            alone = sum(by_name[part].effects[name].difference.value for part in pair.parts)
            assert both.value == pytest.approx(
                pair.effects[name].difference.value - alone, abs=1e-12
            )
            assert both.low <= both.value <= both.high
    assert result.intervals == len(result.told) * (3 + 2 * 3 + 1)
    assert planned_runs(changes, 10, True, True) == 10 * 8


def test_what_touches_the_same_is_not_joined() -> None:
    changes = [Change(without=("join",)), Change(at={"join": day(9)}), Change(without=("text",))]
    assert [(one.name, other.name) for one, other in pairs_of(changes)] == [
        ("without join", "without text"),
        ("join on 2000-01-09", "without text"),
    ]
    with pytest.raises(LabError, match="both at once are not possible"):
        all_of(changes)
    with pytest.raises(LabError, match="nothing to be joined with"):
        one(changes[0], pairs=True)


# -- how sure --------------------------------------------------------------------------------------


def test_a_precision_ends_in_the_round_that_reaches_it() -> None:
    change = Change(without=("round",))
    wide = one(change, runs=FIRST)
    half = max(effect.difference.half_width for _, effect in wide.effects())
    assert one(change, runs=9000, precision=half).runs == FIRST
    finer = one(change, runs=9000, precision=half * 0.99)
    assert (finer.runs, finer.reached()) == (FIRST + STEP, True)
    plain = one(change, runs=FIRST + STEP)
    assert plain.alternatives == finer.alternatives
    assert plain.as_is == finer.as_is
    short = one(change, runs=1500, precision=half / 100)
    assert (short.runs, short.reached()) == (1500, False)


def test_joint_intervals_are_wider_by_the_number_told() -> None:
    change = Change(without=("round",))
    alone, joint = one(change), one(change, joint=True)
    z = simultaneous(3)
    assert joint.intervals == 3
    a = alone.alternatives[0].effects["goals.host"].difference
    b = joint.alternatives[0].effects["goals.host"].difference
    assert b.half_width / a.half_width == pytest.approx(z / Z95)
    assert b.value == a.value


def test_no_result_depends_on_who_runs_it() -> None:
    alone = one(Change(without=("round",)), runs=2500)
    with ThreadPoolExecutor(2) as executor:
        shared = one(Change(without=("round",)), runs=2500, executor=executor)
    assert shared.rows() == alone.rows()
    assert shared.as_is == alone.as_is


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"runs": 1}, "1 runs cannot be compared"),
        ({"precision": 0.0}, "A precision is a half-width between 0 and 0.5, not 0."),
        ({"measures": ["signd"]}, 'small has no measure "signd"; did you mean "signed"?'),
        ({"measures": ["zzz"]}, "; it has "),
    ],
)
def test_numbers_and_measures_are_checked(options: dict[str, Any], sentence: str) -> None:
    with pytest.raises(LabError) as caught:
        one(Change(without=("round",)), **options)
    assert sentence in str(caught.value)


def test_measures_are_named_in_full_or_by_their_last_part() -> None:
    assert chosen(setup(), ["friend", "outcomes.met", "joined"]) == (
        "goals.friend",
        "outcomes.met",
        "checkpoints.joined",
    )
    assert chosen(setup(), ["met", "line.round", "skipped"]) == (
        "outcomes.met",
        "line.round",
        "skipped",
    )
    assert "foils.signed" in measures_of(setup(), ["foils.signed"])
    asked = setup_of(
        loaded(), asks={"warm": "trust(north, host)", "came": "attended(north, talks)"}
    )
    told = chosen(asked, [])
    assert told[:3] == ("goals.host", "asks.came", "quantities.warm")
    result = compare(asked, loaded(), [Change(without=("round",))], runs=RUNS)
    effects = result.alternatives[0].effects
    assert effects["asks.came"].difference == effects["outcomes.met"].difference
    assert not effects["quantities.warm"].measure.share
