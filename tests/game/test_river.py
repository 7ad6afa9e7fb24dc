"""The path map: every run in one stream, your game and the record through it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.desk.models.river import GAP, RiverView, build_river, in_hundred
from sim.game.debriefing.river import RUNS, Fork, River, river
from sim.game.game import Game
from tests.game.rig import busy_game, shipped_loaded, small_game

FEW = 60


def shown(made: River) -> RiverView:
    return build_river(made, "The host")


def test_the_shares_are_those_of_the_engines_own_runs() -> None:
    from sim.model.process import PeaceProcess

    game = busy_game(1)
    made = river(game, FEW)
    process = PeaceProcess(game.compiled, seed=1, runs=FEW, seat=game.seat, policy="own")
    while not process.over:
        process.step()
    for fork in made.forks:
        turns = process.world.tracked[game.compiled.rows[f"checkpoints.{fork.id}"], :FEW]
        assert fork.came == int((turns <= game.plan.turn_of(fork.by)).sum())
    assert [fork.by for fork in made.forks] == sorted(fork.by for fork in made.forks)


def test_the_same_game_has_the_same_river_and_is_left_as_it_is() -> None:
    game = busy_game(2)
    before = game.state_hash()
    assert river(game, FEW) == river(game, FEW)
    assert game.state_hash() == before
    assert [fork.came for fork in river(busy_game(3), FEW).forks] == [
        fork.came for fork in river(game, FEW).forks
    ]


def test_how_it_went_here_is_what_the_debrief_says() -> None:
    from sim.game.debriefing.debrief import debrief

    game = busy_game(2)
    points = {point.id: point for point in debrief(game).points}
    for fork in river(game, FEW).forks:
        assert fork.here == points[fork.id].here


def test_a_game_that_is_given_up_ends_in_the_middle_of_the_river() -> None:
    made = river(small_game(1), FEW)
    assert [fork.here for fork in made.forks] == [None] * len(made.forks)
    assert made.as_here == FEW
    view = shown(made)
    assert view.yours == ()
    assert len(view.course(True)) == 1
    assert len(view.course(False)) == len(view.forks) + 1


def test_progress_is_told_to_the_end() -> None:
    told: list[float] = []
    river(busy_game(1), 4, told.append)
    assert told == sorted(told)
    assert told[-1] == 1


def test_every_fork_says_what_happened_in_the_runs_here_and_then() -> None:
    game = Game.new(shipped_loaded())
    while not game.over:
        game.end_turn()
    view = shown(river(game, FEW))
    assert len(view.forks) == len(game.scenario.history.checkpoints)
    for fork in view.forks:
        assert fork.cites
        assert "of 100 runs" in fork.short
        assert "In 1992 it did." in fork.short
        assert ("Here it did not." in fork.short) == (fork.here is False)


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "0 of 100"),
        (1, "fewer than 1 of 100"),
        (200, "50 of 100"),
        (399, "more than 99 of 100"),
        (400, "100 of 100"),
    ],
)
def test_shares_are_told_as_frequencies(count: int, words: str) -> None:
    assert in_hundred(count, RUNS) == words


@st.composite
def rivers(draw: st.DrawFn) -> River:
    """Rivers of any course: each run meets or misses each checkpoint."""
    import datetime as dt

    runs, count = draw(st.integers(1, 12)), draw(st.integers(1, 5))
    met = [draw(st.lists(st.booleans(), min_size=runs, max_size=runs)) for _ in range(count)]
    stop = draw(st.integers(0, count))
    here = [draw(st.booleans()) if i < stop else None for i in range(count)]
    forks, before = [], [True] * runs
    for i, now in enumerate(met):
        pairs = list(zip(before, now, strict=True))
        forks.append(
            Fork(
                id=f"fork_{i}",
                title="A checkpoint",
                by=dt.date(2000, 1, 1 + i),
                surprise="",
                cites=("T1",),
                came=sum(now),
                runs=runs,
                given=(0, 0),
                alike=(0, 0),
                flows=(
                    (pairs.count((False, False)), pairs.count((False, True))),
                    (pairs.count((True, False)), pairs.count((True, True))),
                ),
                here=here[i],
                date=None,
            )
        )
        before = now
    return River(tuple(forks), runs, 0, 0, False)


@settings(max_examples=60)
@given(rivers())
def test_no_run_is_lost_between_two_checkpoints(made: River) -> None:
    view = shown(made)
    for column in range(len(view.forks)):
        leaving = [one for one in view.ribbons if one.column == column]
        wide = sum(one.end[1] - one.end[0] for one in leaving)
        assert wide == pytest.approx(1 - GAP)
        for one in leaving:
            assert one.start[1] - one.start[0] == pytest.approx(one.end[1] - one.end[0])
        for met in (True, False):
            node = view.node(column + 1, met)
            arriving = sorted(one.end for one in leaving if one.met == met)
            assert (node is None) == (not arriving)
            if node is not None:
                assert arriving[0][0] == pytest.approx(node.low)
                assert arriving[-1][1] == pytest.approx(node.high)
                assert all(a[1] == pytest.approx(b[0]) for a, b in pairwise(arriving))


@settings(max_examples=60)
@given(rivers())
def test_both_lines_stay_in_the_river_and_apart(made: River) -> None:
    view = shown(made)
    yours, record = view.course(True), view.course(False)
    assert all(0 <= place <= 1 for place in (*yours, *record))
    for a, b in zip(yours, record, strict=False):
        assert abs(a - b) > 0.05
