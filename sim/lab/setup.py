"""What an ensemble is made of: a scenario, a line, a seed, and what is switched."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sim.game.errors import sentence
from sim.lab.errors import LabError, lab_errors
from sim.lab.line_data import fitted
from sim.lab.lines import LOOKAHEAD, Entry, Line, line_of
from sim.lab.lookahead.bench import Searched
from sim.lab.lookahead.search import look_ahead
from sim.lab.ranges import Ranges
from sim.model.compiled import Compiled
from sim.model.constants import Constants
from sim.model.plan import Plan
from sim.model.start import sampling
from sim.scenario.heads import STANDARD
from sim.scenario.load import Loaded, varied
from sim.scenario.schema import Scenario
from sim.scenario.text.suggest import did_you_mean

_DATING = frozenset({"history", "calendar"})
"""Sections that say what the record plays, and in which turn."""
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
    constants: Mapping[str, float] | None = None
    """The engine's constants by name, all of them, where they are not those of the program."""
    ranges: Ranges | None = None
    """Where coded numbers and hidden types are drawn from; None for each run's own chance."""
    values: bool = False
    """Whether each run tells what its coded numbers were; see `sim.lab.coded.values`."""

    def compiled(self) -> Compiled:
        """The scenario compiled with the asks; for one setup compiled once.

        Raises:
            LabError: An ask that cannot be read.
        """
        with lab_errors():
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
    leave_out: Iterable[str] = (),
    sample: bool = True,
    base: Loaded | None = None,
    constants: Mapping[str, float] | None = None,
    searched: Searched | None = None,
    ranges: Ranges | None = None,
    values: bool = False,
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
        leave_out: Entries of the line that are not played, by their names; see `split_without`.
        sample: Whether coded numbers are drawn from their ranges.
        base: The scenario that `source` is a variation of, where overrides made it one: what they
            add then draws chance of its own and leaves that of all else as it is.
        constants: The engine's constants, all of them, where they are not those of the program.
        searched: Is told of the work where the line `lookahead` is searched for.
        ranges: Where coded numbers and hidden types are drawn from, where not from each run's own
            chance.
        values: Whether each run tells what its coded numbers were.

    Raises:
        LabError: An unknown line, entry, seat, ask, rule, event or pair; or a search for a seat
            without goals.
        ScenarioError: A line file with problems.
    """
    scenario, generations, level = _parts(source)
    if not 0 <= seed < 2**64:
        raise LabError(f"The seed is {seed}; it must be a whole number from 0 to 2**64 - 1.")
    with lab_errors():
        compiled = Compiled(scenario, asks, generations)
        who = compiled.plan.owner if seat is None else compiled.seat(seat)
        compiled.switched(without)
        compiled.pairs(forbid)
    if ranges is not None:
        ranges.check(compiled)
    if base is not None:
        generations |= _added(base, compiled.plan)
    name = compiled.plan.actors[who]
    if isinstance(line, Line):
        found = _shortened(line, leave_out)
    elif line == LOOKAHEAD:
        found = Line(LOOKAHEAD, "line")
    else:
        found = line_of(compiled, line, name, leave_out, level)
    setup = Setup(
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
        constants=None if constants is None else dict(constants),
        ranges=ranges,
        values=values,
    )
    return setup if line != LOOKAHEAD else _looked_ahead(setup, leave_out, searched)


def _parts(source: Loaded | Scenario) -> tuple[Scenario, dict[tuple[str, str], int], str]:
    """The scenario, in which generation its items came, and the level."""
    if isinstance(source, Loaded):
        return source.scenario, dict(source.generations), source.level
    return source, {}, STANDARD


def _looked_ahead(setup: Setup, leave_out: Iterable[str], searched: Searched | None) -> Setup:
    """The same setup with the line that a search finds for its seat."""
    found = look_ahead(
        setup.compiled(),
        setup.seat,
        setup.without,
        setup.forbid,
        setup.sample,
        None if setup.constants is None else Constants(**setup.constants),
        searched,
    )
    return replace(setup, line=_shortened(found, leave_out))


def split_without(without: Iterable[str]) -> tuple[list[str], list[str]]:
    """What to do without, told apart: rules and events, and entries of the line.

    What is written `rule:ID` or `event:ID` is one of the first, all else one of the second.
    """
    switched: list[str] = []
    entries: list[str] = []
    for item in without:
        (switched if ":" in item else entries).append(item)
    return switched, entries


def variation(loaded: Loaded, overrides: Mapping[str, Any]) -> Loaded:
    """The same scenario with values set by dotted path.

    Raises:
        ScenarioError: A path that leads nowhere, or a value that does not fit.
    """
    return varied(loaded, overrides)


def at_point(setup: Setup, loaded: Loaded, base: Loaded, point: Mapping[str, Any]) -> Setup:
    """The same setup with values set by dotted path.

    The line is that of `setup`, move by move; only where the values touch the record itself or the
    calendar, what is played of the record is taken from there, as from a file with those values.
    What the values add draws chance of its own. But for the record nothing is compiled.

    Args:
        setup: A setup of `loaded`.
        loaded: The scenario, overrides included.
        base: The scenario without any.
        point: What to set.

    Raises:
        LabError: The seat cannot play the line there.
        ScenarioError: A path that leads nowhere, or a value that does not fit.
    """
    if not point:
        return setup
    scenario = varied(loaded, point).scenario
    with lab_errors():
        plan = Plan(scenario, generations=dict(loaded.generations))
    line = fitted(setup.line, Plan(loaded.scenario), plan, setup.seat)
    if any(path.split(".")[0] in _DATING for path in point):
        line = _recorded_again(setup, loaded.scenario, scenario, line)
    return replace(
        setup,
        scenario=scenario,
        line=line,
        generations={**loaded.generations, **_added(base, plan)},
    )


def _recorded_again(setup: Setup, base: Scenario, scenario: Scenario, line: Line) -> Line:
    """A line with what it plays of the record of one scenario taken from that of another.

    Args:
        setup: Whose line it was.
        base: The scenario of `setup`.
        scenario: The other one.
        line: The line as the other one's options number its moves.
    """

    def record(of: Scenario) -> dict[str, Entry]:
        with lab_errors():
            found = line_of(Compiled(of), "history", setup.seat)
        return {entry.id: entry for entry in found.entries}

    before = record(base)
    kept = {entry.id for entry in setup.line.entries if before.get(entry.id) == entry}
    entries = [entry for name, entry in record(scenario).items() if name in kept]
    entries += [entry for entry in line.entries if entry.id not in kept]
    return replace(line, entries=tuple(sorted(entries, key=lambda entry: entry.turn)))


def _shortened(line: Line, leave_out: Iterable[str]) -> Line:
    """A line without some of its entries."""
    names, left_out = [entry.id for entry in line.entries], set(leave_out)
    for name in sorted(left_out - set(names)):
        hint = did_you_mean(name, names)
        raise LabError(sentence(f'The line {line.name} has no entry "{name}" to leave out{hint}'))
    kept = tuple(entry for entry in line.entries if entry.id not in left_out)
    return replace(line, entries=kept)


def _added(base: Loaded, plan: Plan) -> dict[tuple[str, str], int]:
    """Late generations for the coded numbers that the base scenario does not have."""
    known = set(sampling(Plan(base.scenario, generations=dict(base.generations))).slots)
    slots = sampling(plan).slots
    return {(".".join(slot.split(".")[:4]), ""): _ADDED for slot in slots if slot not in known}
