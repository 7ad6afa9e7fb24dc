"""The ledger of a watched run: contributions add up, nothing is left out, and watching is free."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.model.compiled import Compiled
from sim.model.exact import logistic
from sim.model.ledger import Part, Row, whole_parts
from sim.model.process import PeaceProcess
from tests.model.play import Dated, compiled, options, quiet
from tests.model.small import small
from tests.model.worlds import Maker

LINE: list[Dated] = [
    (0, "consult", "friend"),
    (0, "ask_to_join", "friend"),
    (1, "hold_round", "north"),
    (2, "draft", None, {"land": 0.6, "trade": 0.5}),
    (3, "put", None),
]


def watched(ready: Compiled, plays: list[Dated], **more: Any) -> PeaceProcess:
    """Play with a ledger, to the end of the watched run."""
    process = PeaceProcess(ready, watch=True, **more)
    while not process.over:
        process.advance(options(process, plays, process.turn))
    return process


@pytest.fixture(scope="module")
def processes() -> list[PeaceProcess]:
    """Watched runs of the small scenario and of random worlds."""
    found = [watched(compiled(small()), LINE, first=first) for first in range(6)]
    for seed in range(25):
        ready = Compiled(Maker(seed).scenario())
        found.append(watched(ready, [], seed=seed, policy="own"))
    return found


def rows(process: PeaceProcess, kind: str) -> list[Row]:
    """The ledger's rows of a kind."""
    ledger = process.world.ledger
    assert ledger is not None
    return [row for row in ledger.rows if row.kind == kind]


def test_contributions_sum_to_the_change(processes: list[PeaceProcess]) -> None:
    seen, rules = 0, set()
    for process in processes:
        for row in rows(process, "change"):
            assert row.before is not None
            assert row.after is not None
            total = sum(part.amount for part in row.parts)
            assert abs(total - (row.after - row.before)) <= 1e-12, row
            rules |= {part.rule.partition(":")[0] for part in row.parts}
            seen += 1
    assert seen > 500
    assert {"trust", "leverage", "consultation", "spoilers", "home_support", "bound"} <= rules


def test_a_bound_is_named_only_where_something_met_it(processes: list[PeaceProcess]) -> None:
    for process in processes:
        changes = rows(process, "change")
        bound = [row for row in changes if any(part.rule == "bound" for part in row.parts)]
        for row in bound:
            if row.what == "home" and row.names[0] in process.plan.formations:
                # a mean of elements: one of them met its bound
                mates = {(one.row,) for one in process.plan.formations[row.names[0]]}
                same = [one for one in bound if one.what == "backing" and one.turn == row.turn]
                assert any(one.names in mates for one in same), row
            else:
                assert row.after in (0.0, 1.0), row


def test_the_rows_of_a_quantity_follow_on_and_end_where_the_world_is(
    processes: list[PeaceProcess],
) -> None:
    """No change goes unrecorded: each row begins where the last one ended."""
    for process in processes:
        fresh = PeaceProcess(
            process.compiled, seed=process.chance_seed, first=process.chance.start, runs=1
        )
        follow: dict[tuple[str, tuple[int, ...]], float] = {}
        for row in rows(process, "change"):
            if row.what == "capital":
                continue  # what a seat is given and spends a turn is not a change of the world
            key = (row.what, row.names)
            assert row.before is not None
            assert row.after is not None
            assert np.isclose(row.before, follow.get(key, value(fresh, *key)), rtol=0, atol=1e-12)
            follow[key] = row.after
        for key, last in follow.items():
            assert np.isclose(value(process, *key), last, rtol=0, atol=1e-12), key


def value(process: PeaceProcess, what: str, names: tuple[int, ...]) -> float:
    """A number of the watched run now."""
    world = process.world
    if what == "bad_faith":
        actor, subject = names
        return float(world.belief[subject, actor, 2:, 0].sum())
    return float(world.at((what, names))[0])


def test_every_attitude_that_moved_has_a_row(processes: list[PeaceProcess]) -> None:
    moved = 0
    for process in processes:
        fresh = PeaceProcess(
            process.compiled, seed=process.chance_seed, first=process.chance.start, runs=1
        )
        told = {(row.what, row.names) for row in rows(process, "change")}
        for name in (
            "trust knowledge rapport stance war_cost home backing resolve guarantee aid channel"
        ).split():
            before, after = getattr(fresh.world, name), getattr(process.world, name)
            for index in np.argwhere(np.abs(after[..., 0] - before[..., 0]) > 1e-9):
                assert (name, tuple(int(i) for i in index)) in told
                moved += 1
    assert moved > 200


def test_a_chance_is_explained_in_utility(processes: list[PeaceProcess]) -> None:
    """The grounds of an answer, times the rationality, give its chance through the logit."""
    answers = 0
    for process in processes:
        for row in rows(process, "answer"):
            assert row.chance is not None
            grounds = sum(part.amount for part in row.parts)
            logit = float(process.world.constants.rationality) * grounds
            assert abs(row.chance - logistic(logit)) < 1e-9, row
            assert row.outcome in ("yes", "no")
            answers += 1
    assert answers > 100


def test_watching_changes_nothing() -> None:
    for seed in range(12):
        ready = Compiled(Maker(seed).scenario())
        hashes = []
        for watch in (False, True):
            process = PeaceProcess(ready, seed=seed, runs=6, policy="own", watch=watch)
            while not process.over:
                process.step()
            hashes.append([process.state_hash(run) for run in range(6)])
        assert hashes[0] == hashes[1]


def test_nothing_is_written_once_the_run_has_ended() -> None:
    data = quiet(turns=5)
    data["outcomes"] = {"asked": {"title": "Asked", "when": "done(hold_round)", "final": True}}
    data["outcomes"]["asked"]["when"] = "attended(north, talks)"
    rounds: list[Dated] = [(turn, "hold_round", "north") for turn in range(5)]
    for first in range(12):
        process = PeaceProcess(compiled(data), runs=30, first=first, watch=True)
        while not process.over:
            process.advance(options(process, rounds, process.turn))
        ended = int(process.world.tracked[0, 0])
        ledger = process.world.ledger
        assert ledger is not None
        assert max(row.turn for row in ledger.rows) <= ended


# -- whole numbers -------------------------------------------------------------------------------

amounts = st.lists(st.floats(-0.5, 0.5), min_size=1, max_size=6)


@given(st.floats(0.0, 1.0), amounts, st.sampled_from([10, 100, 1000]))
def test_whole_parts_add_up_and_are_near_the_true_ones(
    before: float, parts: list[float], scale: int
) -> None:
    row = Row(
        turn=0,
        kind="change",
        what="trust",
        before=before,
        after=before + sum(parts),
        parts=tuple(Part("trust", "moves.a", amount) for amount in parts),
    )
    total, shown = whole_parts(row, scale)
    assert sum(shown) == total
    assert total == round((before + sum(parts)) * scale) - round(before * scale)
    for amount, whole in zip(parts, shown, strict=True):
        assert abs(whole - amount * scale) < 2


def test_the_largest_remainder_gets_the_odd_point() -> None:
    parts = tuple(Part("trust", "", amount) for amount in (0.014, 0.016, 0.02))
    row = Row(0, "change", "trust", before=0.0, after=0.05, parts=parts)
    assert whole_parts(row) == (5, [1, 2, 2])
