"""What is worked out on some lanes alone is what they have in the whole, to the bit."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.model.answers import Relations, yes_over_no
from sim.model.constants import NAMES, drawn
from sim.model.drafting import candidates, chances_of_passing
from sim.model.exact import Floats
from sim.model.gains import objecting, signing
from sim.model.lane_view import ALL, LaneView, lanes_where
from sim.model.process import PeaceProcess
from sim.model.world import World
from tests.model.play import Bools, compiled
from tests.model.small import small

RUNS = 200


@cache
def midway(varied: bool) -> PeaceProcess:
    """A process in which three turns were played; with constants that differ between the runs."""
    uniforms = np.random.default_rng(1).random((len(NAMES), RUNS))
    process = PeaceProcess(
        compiled(small()), runs=RUNS, policy="own", constants=drawn(uniforms) if varied else None
    )
    for _ in range(3):
        process.advance()
    return process


def worked_out(process: PeaceProcess, world: World) -> dict[str, Floats]:
    """All that actors weigh and tables decide by, in a world."""
    plan, relations, found = process.plan, Relations(world), dict[str, Floats]()
    for option in process.options.all:
        name = f"{option.move} {option.actor} {option.target}"
        found[f"worth of {name}"] = process.actor(option.actor).appraise(option, world)
        if option.ask is not None:
            wants = process.options.wants[option.ask.target]
            found[f"answer to {name}"] = yes_over_no(relations, option.ask, option.actor, wants)
    for actor in range(len(plan.actors)):
        found[f"standing {actor}"] = world.legitimacy(actor)
        for table in plan.tables:
            found[f"signing {actor} {table.id}"] = signing(world, actor, table.index)
            found[f"objecting {actor} {table.id}"] = objecting(world, actor, table.index)
            texts = candidates(world, table, actor)
            found[f"texts {actor} {table.id}"] = texts
            found[f"passing {actor} {table.id}"] = chances_of_passing(
                world, table.index, texts, actor
            )
    return found


@pytest.mark.parametrize("varied", [False, True])
@settings(max_examples=25, deadline=None)
@given(st.sets(st.integers(0, RUNS - 1), min_size=1, max_size=RUNS // 2))
def test_some_lanes_are_the_same_as_in_the_whole(varied: bool, some: set[int]) -> None:
    process, where = midway(varied), np.isin(np.arange(RUNS), list(some))
    world, lanes = lanes_where(process.world, where)
    assert isinstance(world, LaneView)
    assert world.runs == len(some)
    whole = worked_out(process, process.world)
    for name, part in worked_out(process, world).items():
        assert np.array_equal(part, whole[name][..., lanes]), name


def of(share: float) -> Bools:
    """True in so many of the lanes."""
    return np.arange(RUNS) < share * RUNS


def test_where_most_are_wanted_all_are_given() -> None:
    world = midway(False).world
    assert lanes_where(world, of(0.9)) == (world, ALL)
    assert lanes_where(world, of(0.1))[0] is not world


def test_a_watched_run_is_always_among_them() -> None:
    world = PeaceProcess(compiled(small()), runs=RUNS, watch=True).world
    assert lanes_where(world, of(0.1)) == (world, ALL)
