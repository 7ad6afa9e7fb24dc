"""The line `lookahead`: dated moves that serve a seat's goals, found by rollouts of the engine.

It is an open-loop search: it settles beforehand what to play at which date, knows nothing of the
run that it will meet, and averages over hidden types, numbers within their ranges and what others
choose. It knows the model, though, and the shares and ranges as they are coded, which is more than
the seat believes or could know. It starts from the record's own line, and from one made by the
rollout algorithm: turn by turn the moves that bring most if the seat goes on by its own policy,
which is a step of policy improvement (Tesauro and Galperin, "On-line policy improvement using
Monte-Carlo search", 1996; Bertsekas, "Rollout, policy iteration, and distributed reinforcement
learning", 2020).

Each start is improved by coordinate ascent over the turns. At a turn it tries to drop a move, to
add one that is open in most runs or put it in the place of the one that is least missed, and to
bring a later move forward or put one off. Candidates race on common random numbers: all on few
runs, the better ones on more (successive halving: Karnin, Koren and Somekh, "Almost optimal
exploration in multi-armed bandits", 2013); one is taken where its paired gain is two standard
errors above nought. Every pass over the turns meets runs of its own; the best line is chosen on
runs that none was made on, and relieved of what it can do without. All this chance has a key of its
own, so that a batch of whatever seed scores the line on fresh runs, free of the winner's curse.

Limits. A seat that may look at its run before each move (closed loop) does as well or better, so
what is found is a lower bound of what could be reached. Coordinate ascent ends at a local optimum:
moves of different turns that help only together may be missed where no start has them. Texts are
the rule's or the record's; none is searched for. A line is tuned to this model: where it leaves
what anybody would have done it tells of the model's loopholes, not of history.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

import numpy as np

from sim.lab.faults import LabError, told
from sim.lab.lines import LOOKAHEAD, Entry, Line
from sim.lab.lookahead.rehearsal import After, Gain, Moves, Scores, Step, scores
from sim.lab.lookahead.turn import RUNS, TELLING, Turn, dropped
from sim.model.chance import Chance, Purpose
from sim.model.compiled import Compiled
from sim.model.constants import Constants
from sim.model.options import Option
from sim.model.process import PeaceProcess
from sim.model.record import dated, recorded

WORK = 400_000
"""Turns of runs, for each turn of the calendar, after which a search ends with what it has.

For twelve turns they take a processor some half a minute.
"""
CALL = 1_000
"""A turn of one call of the engine costs as much as so many runs more, however few it has."""
ROUGH = 256
"""Runs of the rollout algorithm, whose line is but a start."""
JUDGED = 2_048
"""Runs on which the lines are compared at the end."""
SPARED = 1_024
"""Runs on which it is judged what the best of them can do without."""
_LONGEST = 48
"""Most letters of an entry's name."""

Searched = Callable[[int], None]
"""Is told how many more turns of runs are done; `WORK` says how many in all."""


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
        best = self._shortened(self._best([self.record, line, *lines]))
        return best if self._over_idle(best).low > 0 else self.idle

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
        """As `sim.lab.lookahead.rehearsal.scores`, counted as work."""
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
                line = Turn(self, process, after).improved(line)
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

    def _over_idle(self, line: Moves) -> Gain:
        """What a line gains over doing nothing."""
        found = self.scores(self.fresh(JUDGED), range(JUDGED), [line, self.idle])
        return Gain.of(found[0] - found[1])

    def _shortened(self, line: Moves) -> Moves:
        """The line without the moves that it can do without, such as those mostly skipped."""
        moves = [(turn, step) for turn, steps in enumerate(line) for step in steps]
        process, runs = self.fresh(SPARED), range(SPARED)
        without = [dropped(line, turn, step) for turn, step in moves]
        found = self.scores(process, runs, [line, *without])
        losses = [int((found[0] - row).sum()) for row in found[1:]]
        shorter = [line]
        for least in sorted(range(len(moves)), key=losses.__getitem__):
            shorter.append(dropped(shorter[-1], *moves[least]))
        found = self.scores(process, runs, shorter)
        for rival, row in zip(shorter[1:], found[1:], strict=True):
            if Gain.of(found[0] - row).mean > TELLING:
                break
            line = rival
        return line


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
