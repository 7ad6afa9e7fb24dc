"""The line `lookahead`: dated moves that serve a seat's goals, found by rollouts of the engine.

It is an open-loop search: it settles beforehand what to play at which date, knows nothing of the
run that it will meet, and averages over all that the seat cannot know (hidden types, numbers within
their ranges, what others choose). It starts from the record's own line, and from one made by the
rollout algorithm: turn by turn the moves that bring most if the seat goes on by its own policy,
which is a step of policy improvement (Tesauro and Galperin, "On-line policy improvement using
Monte-Carlo search", 1996; Bertsekas, "Rollout, policy iteration, and distributed reinforcement
learning", 2020).

Each start is improved by coordinate ascent over the turns. At a turn it tries to drop a move, to
add one that is open in most runs or put it in the place of the one that is least missed, and to
bring a later move forward or put one off. Candidates race on common random numbers: all on few
runs, the better ones on more (successive halving: Karnin, Koren and Somekh, "Almost optimal
exploration in multi-armed bandits", 2013); one is taken where its paired gain is surely above
nought. Every pass over the turns meets runs of its own, and the line that is given is chosen on
runs that no line was made on. All this chance has a key of its own, so that a batch of whatever
seed scores the line on fresh runs, free of the winner's curse.

Limits. A seat that may look at its run before each move (closed loop) does as well or better, so
what is found is a lower bound of what could be reached. Coordinate ascent ends at a local optimum:
moves of different turns that help only together may be missed where no start has them. Texts are
the rule's or the record's; none is searched for. A line is tuned to this model: where it leaves
what anybody would have done it tells of the model's loopholes, not of history.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sim.lab.faults import LabError, told
from sim.lab.lines import LOOKAHEAD, Entry, Line
from sim.lab.rehearsal import After, Gain, Moves, Scores, Step, capital, scores
from sim.model.chance import Chance, Purpose
from sim.model.compiled import Compiled
from sim.model.constants import Constants
from sim.model.exact import Floats
from sim.model.options import Option
from sim.model.process import PeaceProcess
from sim.model.record import dated, recorded
from sim.model.world import Bools

WORK = 400_000
"""Turns of runs, for each turn of the calendar, after which a search ends with what it has.

For twelve turns they take a processor some half a minute.
"""
CALL = 1_000
"""A turn of one call of the engine costs as much as so many runs more, however few it has."""
SCREEN = 4_096
"""Lanes of the first round, in which all candidates of a turn race."""
FIRST = (24, 128)
"""Fewest and most runs of a candidate in the first round."""
KEPT = 8
"""How many candidates of a turn are looked at again ..."""
RUNS = 512
"""... on so many runs, and what a turn has is looked at on as many."""
ROUGH = 256
"""The same for the rollout algorithm, whose line is but a start."""
JUDGED = 2_048
"""Runs on which the lines are compared at the end."""
TELLING = 0.002
"""A smaller gain is not worth a move."""
REACH = 3
"""Turns by which a move may be brought forward or put off at once."""
MOST = 0.5
"""A move is open where it can be played and paid for in more than this share of the runs."""
_LONGEST = 48
"""Most letters of an entry's name."""

Searched = Callable[[int], None]
"""Is told how many more turns of runs are done; `WORK` says how many in all."""


@dataclass(frozen=True)
class Change:
    """A step put into a turn, perhaps taken out of another."""

    step: Step
    into: int
    out_of: int | None = None


class Search:
    """A search for the line of a seat.

    Args:
        compiled: The scenario.
        seat: Who plays; a seat with goals.
        without: Names of mechanisms and events switched off.
        forbid: `ACTOR:MOVE` pairs that an actor may not play.
        sample: Whether coded numbers are drawn from their ranges.
        constants: The engine's constants; by default those of the program.
        work: Turns of runs after which it ends with what it has; by default as many as `WORK`
            says.
        searched: Is told of the work as it is done.

    Raises:
        LabError: A seat without goals, or an unknown rule, event or pair.
    """

    def __init__(
        self,
        compiled: Compiled,
        seat: str,
        without: Iterable[str] = (),
        forbid: Iterable[str] = (),
        sample: bool = True,
        constants: Constants | None = None,
        work: int | None = None,
        searched: Searched | None = None,
    ) -> None:
        if seat not in compiled.scenario.goals:
            raise LabError(
                f"{compiled.scenario.id} has no goals for {seat}, so there is nothing to look "
                "ahead to; take another line, or give the seat goals."
            )
        self.compiled, self.seat = compiled, seat
        self.without, self.forbid = tuple(without), tuple(forbid)
        self.sample, self.constants = sample, constants
        self.turns = compiled.plan.turns
        self.most_work = WORK * self.turns if work is None else work
        self.work, self.searched = 0, searched
        self.most = compiled.scenario.capital.moves_per_turn
        self.who = compiled.plan.actor(seat)
        digest = hashlib.sha256(f"runs on which {LOOKAHEAD} searches".encode()).digest()
        self.seed = int.from_bytes(digest[:8], "big")
        self._next = 0

    def found(self) -> Moves:
        """The best line that was found; the empty one where none surely beats doing nothing."""
        starts = [self.rolled_out()]
        if self.record != self.idle:
            starts.append(self.record)
        lines = [self.sweep(line) for line in starts]
        line = self._best([*lines, *self._crossed(lines)])
        while not self.spent:
            before, line = line, self.sweep(line)
            if line == before:
                break
            lines.append(line)
        rivals = [self.idle, self.record, *(self._tidied(one) for one in (line, *lines[:2]))]
        best = self._best(rivals)
        gain = self._against_idle(best)
        return best if gain.low > 0 else self.idle

    # -- runs --------------------------------------------------------------------------------------

    def fresh(self, runs: int) -> PeaceProcess:
        """Runs that the search has not met yet, before their first turn."""
        with told():
            process = PeaceProcess(
                self.compiled,
                seed=self.seed,
                first=self._next,
                runs=runs,
                seat=self.seat,
                without=self.without,
                forbid=self.forbid,
                sample=self.sample,
                constants=self.constants,
            )
        # Numbers and types are drawn as in any run; what happens then is by a chance of its own.
        slots = self.compiled.slots
        process.chance = Chance(self.seed, self._next, runs, slots, Purpose.ODDS)
        self._next += runs
        return process

    def scores(
        self, process: PeaceProcess, lanes: range, lines: Sequence[Moves], after: After = "line"
    ) -> Scores:
        """As `sim.lab.rehearsal.scores`, counted as work."""
        self._spend((len(lines) * len(lanes) + CALL) * (self.turns - process.turn))
        return scores(process, lanes, lines, after)

    def _spend(self, turns: int) -> None:
        self.work += turns
        if self.searched is not None:
            self.searched(turns)

    @property
    def spent(self) -> bool:
        """Whether its work is done."""
        return self.work >= self.most_work

    def option(self, step: Step) -> Option:
        """The option that a step plays."""
        return self.compiled.options.all[step.option]

    # -- starts ------------------------------------------------------------------------------------

    @cached_property
    def idle(self) -> Moves:
        """The line without moves."""
        return ((),) * self.turns

    @cached_property
    def record(self) -> Moves:
        """The seat's own moves of the record."""
        turns: list[tuple[Step, ...]] = list(self.idle)
        for one in dated(self.compiled, recorded(self.compiled, self.who), self.who):
            turns[one.turn] += (Step(one.play.option, tuple(one.play.text.items())),)
        return tuple(turns)

    @cached_property
    def steps(self) -> list[Step]:
        """All that the seat can play; what drafts also with the texts of the record."""
        mine = [Step(index) for index in self.compiled.options.of_actor[self.who]]
        texts = dict.fromkeys(step for turn in self.record for step in turn if step.text)
        return [*mine, *texts]

    # -- passes over the turns ---------------------------------------------------------------------

    def rolled_out(self) -> Moves:
        """The line of the rollout algorithm on the seat's own policy."""
        return self._pass(self.idle, "own", ROUGH)

    def sweep(self, line: Moves) -> Moves:
        """The line after one pass of improvements over its turns."""
        return self._pass(line, "line", RUNS)

    def _pass(self, line: Moves, after: After, runs: int) -> Moves:
        process = self.fresh(runs)
        for turn in range(self.turns):
            if process.over:
                return (*line[:turn], *self.idle[turn:])
            if not self.spent:
                line = _Turn(self, process, after).improved(line)
            process.advance([step.play for step in line[turn]])
            self._spend(runs + CALL)
        return line

    def _crossed(self, lines: Sequence[Moves]) -> list[Moves]:
        """The best line that begins as one of two and goes on as the other, if there are two."""
        if len(lines) < 2:
            return []
        one, other = lines
        rivals = [
            (*first[:turn], *then[turn:])
            for turn in range(1, self.turns)
            for first, then in ((one, other), (other, one))
        ]
        totals = self.scores(self.fresh(RUNS), range(RUNS), rivals).sum(axis=1)
        return [rivals[int(np.argmax(totals))]]

    # -- the end -----------------------------------------------------------------------------------

    def _best(self, lines: Iterable[Moves]) -> Moves:
        """The best of some lines, on runs of their own."""
        rivals = list(dict.fromkeys(lines))
        if len(rivals) == 1:
            return rivals[0]
        totals = self.scores(self.fresh(JUDGED), range(JUDGED), rivals).sum(axis=1)
        return rivals[int(np.argmax(totals))]

    def _against_idle(self, line: Moves) -> Gain:
        """What a line gains over doing nothing."""
        found = self.scores(self.fresh(JUDGED), range(JUDGED), [line, self.idle])
        return Gain.of(found[0] - found[1])

    def _tidied(self, line: Moves) -> Moves:
        """The line without what is skipped in most runs, as far as that does not surely cost."""
        process, start = self.fresh(RUNS), self.fresh(RUNS)
        rare = []
        for turn, steps in enumerate(line):
            process.advance([step.play for step in steps])
            for step in steps:
                played = process.chosen.get(step.option)
                if played is None or float(np.mean(played)) <= MOST:
                    rare.append((turn, step))
        if not rare:
            return line
        without = [_without(line, turn, step) for turn, step in rare]
        found = self.scores(start, range(RUNS), [line, *without])
        losses = [int((found[0] - row).sum()) for row in found[1:]]
        shorter = [line]
        for least in sorted(range(len(rare)), key=losses.__getitem__):
            shorter.append(_without(shorter[-1], *rare[least]))
        found = self.scores(start, range(RUNS), shorter)
        for rival, row in zip(shorter[1:], found[1:], strict=True):
            if Gain.of(found[0] - row).low > 0:
                break
            line = rival
        return line


class _Turn:
    """One turn of a pass: the state in which it begins, and what can be changed there."""

    def __init__(self, search: Search, process: PeaceProcess, after: After) -> None:
        self.search, self.process, self.after = search, process, after
        self.now, self.runs = process.turn, range(process.lanes)
        self.capital: Floats = capital(process)
        legal = {step: process.legal(search.option(step)) for step in search.steps}
        self.open: dict[Step, Bools] = {step: ok for step, ok in legal.items() if ok.any()}

    def improved(self, line: Moves) -> Moves:
        """The line with whatever surely helps at this turn."""
        line, spare = self._shortened(line)
        kept = self._screened(line, spare)
        for _ in range(self.search.most + 1):
            better = self._better(line, kept, spare)
            if better is None:
                break
            line, spare = self._shortened(better)
        return line

    # -- what can be changed -----------------------------------------------------------------------

    def _changes(self, line: Moves) -> Iterator[Change]:
        near = range(self.now + 1, min(self.now + 1 + REACH, self.search.turns))
        for step in self.open:
            yield Change(step, self.now)
            yield from (Change(step, self.now, later) for later in near if step in line[later])
        for step in line[self.now]:
            yield from (Change(step, later, self.now) for later in near)

    def _rivals(
        self, line: Moves, changes: Iterable[Change], spare: Step | None
    ) -> dict[Moves, Change]:
        """The lines that changes make, with the change that makes each."""
        found: dict[Moves, Change] = {}
        for change in changes:
            rival = self._changed(line, change, spare)
            if rival is not None and rival != line:
                found.setdefault(rival, change)
        return found

    def _changed(self, line: Moves, change: Change, spare: Step | None) -> Moves | None:
        """The line with a change, the spare step making room for it; None where it cannot be."""
        step = change.step
        if change.out_of is not None:
            if step not in line[change.out_of]:
                return None
            line = _without(line, change.out_of, step)
        there = line[change.into]
        if any(other.option == step.option for other in there):
            return None
        if change.into != self.now:
            room = len(there) < self.search.most
            return _with(line, change.into, (*there, step)) if room else None
        if not self._fits(there, step):
            there = tuple(other for other in there if other != spare)
        return _with(line, self.now, (*there, step)) if self._fits(there, step) else None

    def _fits(self, there: Sequence[Step], step: Step) -> bool:
        """Whether a step can be played and paid for beside others, in most runs."""
        if len(there) >= self.search.most:
            return False
        cost = sum(self.search.option(one).spec.cost for one in (*there, step))
        return float(np.mean(self.open[step] & (self.capital >= cost))) > MOST

    # -- which changes help ------------------------------------------------------------------------

    def _shortened(self, line: Moves) -> tuple[Moves, Step | None]:
        """The line without what does not help at this turn, and which of the rest is least missed.

        The rollout algorithm has no later moves to weigh them with, so it drops none.
        """
        while self.after == "line" and line[self.now]:
            here = line[self.now]
            shorter = [_without(line, self.now, step) for step in here]
            found = self.search.scores(self.process, self.runs, [line, *shorter])
            gains = [Gain.of(row - found[0]).mean for row in found[1:]]
            least = max(range(len(here)), key=gains.__getitem__)
            if gains[least] < 0:
                return line, here[least]
            line = shorter[least]
        return line, None

    def _screened(self, line: Moves, spare: Step | None) -> list[Change]:
        """The changes that do best on few runs."""
        rivals = self._rivals(line, self._changes(line), spare)
        if not rivals:
            return []
        least, most = FIRST
        lanes = SCREEN * len(self.runs) // RUNS
        runs = range(min(most, max(least, lanes // (len(rivals) + 1))))
        gains = self._gains(line, list(rivals), runs)
        best = sorted(rivals, key=lambda rival: -Gain.of(gains[rival]).mean)
        return [rivals[rival] for rival in best if Gain.of(gains[rival]).high > 0][:KEPT]

    def _better(self, line: Moves, changes: Sequence[Change], spare: Step | None) -> Moves | None:
        """The line with the change that gains most, None where none surely gains."""
        gains = self._gains(line, list(self._rivals(line, changes, spare)), self.runs)
        if not gains:
            return None
        best = max(gains, key=lambda rival: Gain.of(gains[rival]).mean)
        gain = Gain.of(gains[best])
        return best if gain.low > 0 and gain.mean > TELLING else None

    def _gains(self, line: Moves, rivals: Sequence[Moves], lanes: range) -> dict[Moves, Scores]:
        """What each rival gains over the line, run by run."""
        if not rivals:
            return {}
        found = self.search.scores(self.process, lanes, [line, *rivals], self.after)
        return dict(zip(rivals, found[1:] - found[0], strict=True))


def _with(line: Moves, turn: int, steps: tuple[Step, ...]) -> Moves:
    return (*line[:turn], steps, *line[turn + 1 :])


def _without(line: Moves, turn: int, step: Step) -> Moves:
    return _with(line, turn, tuple(other for other in line[turn] if other != step))


# -- as a line -------------------------------------------------------------------------------------

_found: dict[str, Line] = {}
"""Lines that this process has found already."""


def look_ahead(
    compiled: Compiled,
    seat: str,
    without: Iterable[str] = (),
    forbid: Iterable[str] = (),
    sample: bool = True,
    constants: Constants | None = None,
    searched: Searched | None = None,
) -> Line:
    """The line that a search finds for a seat; see `Search`, which says what the arguments are.

    It depends on them alone, and each is searched for once in a process.

    Raises:
        LabError: A seat without goals, or an unknown rule, event or pair.
    """
    without, forbid = tuple(without), tuple(forbid)
    parts = (
        compiled.scenario.model_dump_json(),
        sorted(compiled.plan.generations.items()),
        (seat, sorted(without), sorted(forbid), sample, constants and list(constants.items())),
    )
    key = hashlib.sha256(repr(parts).encode()).hexdigest()
    if key not in _found:
        search = Search(compiled, seat, without, forbid, sample, constants, searched=searched)
        _found[key] = line_of_steps(compiled, search.found())
    return _found[key]


def line_of_steps(compiled: Compiled, moves: Moves) -> Line:
    """Moves as a line, each entry named by its turn, move and target."""
    entries: list[Entry] = []
    names: set[str] = set()
    for turn, steps in enumerate(moves):
        for step in steps:
            option = compiled.options.all[step.option]
            target = "" if option.target is None else f"_{compiled.plan.actors[option.target]}"
            name = f"t{turn + 1:02}_{option.move}{target}"[:_LONGEST]
            if name in names:
                name = f"{name[: _LONGEST - 3]}_{len(entries):02}"
            names.add(name)
            entries.append(Entry(name, turn, step.play))
    return Line(LOOKAHEAD, "line", tuple(entries))
