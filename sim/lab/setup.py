"""What an ensemble is made of: a scenario, a line, a seed, and what is switched."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sim.lab.faults import LabError, told
from sim.lab.lines import Line, line_of
from sim.lab.ranges import Ranges
from sim.model.compiled import Compiled
from sim.model.start import sampling
from sim.scenario.heads import STANDARD
from sim.scenario.load import Loaded, load
from sim.scenario.schema import Scenario

_ADDED = 1_000_000
"""Generation of what an override adds: after everything that a file can bring."""


@dataclass(frozen=True)
class Setup:
    """Everything that decides what the runs of an ensemble do; plain data, so workers can take it.

    Run r of a setup is the same whatever chunk and worker it falls to, and two setups of one seed
    meet the same chance run by run.
    """

    scenario: Scenario
    line: Line
    seat: str
    seed: int = 1
    asks: Mapping[str, str] = field(default_factory=dict)
    """Conditions and quantities to follow, by name."""
    without: tuple[str, ...] = ()
    forbid: tuple[str, ...] = ()
    sample: bool = True
    """Whether coded numbers are drawn from their ranges."""
    generations: Mapping[tuple[str, str], int] = field(default_factory=dict)
    level: str = STANDARD
    """The scenario's level of difficulty."""
    runs_a_draw: int | None = None
    """Where the engine's constants are drawn too: how many runs in a row share one draw."""
    ranges: Ranges | None = None
    """Where coded numbers and hidden types are drawn from; None for each run's own chance."""

    def compiled(self) -> Compiled:
        """The scenario compiled with the asks; for one setup compiled once.

        Raises:
            LabError: An ask that cannot be read.
        """
        with told():
            return Compiled(self.scenario, self.asks, self.generations)


def setup_of(
    source: Loaded | Scenario,
    line: str | Line = "history",
    *,
    seat: str | None = None,
    seed: int = 1,
    asks: Mapping[str, str] | None = None,
    without: Iterable[str] = (),
    forbid: Iterable[str] = (),
    sample: bool = True,
    base: Loaded | None = None,
) -> Setup:
    """A checked setup.

    Args:
        source: The scenario.
        line: Its name, the path of a line file, or a line that was made already.
        seat: Who plays the line; by default who owns the initiative.
        seed: Key of the chance, 0 <= seed < 2**64.
        asks: More conditions or quantities to follow, by name.
        without: `rule:ID` and `event:ID` to switch off.
        forbid: `ACTOR:MOVE` pairs that an actor may not play.
        sample: Whether coded numbers are drawn from their ranges.
        base: The scenario that `source` is a variation of, where overrides made it one: what they
            add then draws chance of its own and leaves that of all else as it is.

    Raises:
        LabError: An unknown line, seat, ask, rule, event or pair.
        ScenarioError: A line file with problems.
    """
    scenario = source.scenario if isinstance(source, Loaded) else source
    generations = dict(source.generations) if isinstance(source, Loaded) else {}
    if not 0 <= seed < 2**64:
        raise LabError(f"The seed is {seed}; it must be a whole number from 0 to 2**64 - 1.")
    with told():
        compiled = Compiled(scenario, asks, generations)
        who = compiled.plan.owner if seat is None else compiled.seat(seat)
        compiled.switched(without)
        compiled.pairs(forbid)
    if base is not None:
        generations |= _added(base, compiled)
    name = compiled.plan.actors[who]
    level = source.level if isinstance(source, Loaded) else STANDARD
    found = line_of(compiled, line, name, level=level) if isinstance(line, str) else line
    return Setup(
        scenario=scenario,
        line=found,
        seat=name,
        seed=seed,
        asks=dict(asks or {}),
        without=tuple(without),
        forbid=tuple(forbid),
        sample=sample,
        generations=generations,
        level=level,
    )


def variation(loaded: Loaded, overrides: Mapping[str, Any]) -> Loaded:
    """The same scenario with values set by dotted path.

    Raises:
        ScenarioError: A path that leads nowhere, or a value that does not fit.
    """
    return load(str(loaded.path), overrides, loaded.level) if overrides else loaded


def _added(base: Loaded, compiled: Compiled) -> dict[tuple[str, str], int]:
    """Late generations for the coded numbers that the base scenario does not have."""
    known = set(sampling(Compiled(base.scenario, None, base.generations).plan).slots)
    slots = sampling(compiled.plan).slots
    return {(".".join(slot.split(".")[:4]), ""): _ADDED for slot in slots if slot not in known}
