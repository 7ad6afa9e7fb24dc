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
from collections.abc import Iterable, Sequence

import numpy as np

from sim.lab.lines import LOOKAHEAD, Entry, Line
from sim.lab.lookahead.bench import CALL, Bench, Searched
from sim.lab.lookahead.rehearsal import After, Gain, Moves
from sim.lab.lookahead.turn import RUNS, TELLING, Turn, dropped
from sim.model.compiled import Compiled
from sim.model.constants import Constants

ROUGH = 256
"""Runs of the rollout algorithm, whose line is but a start."""
JUDGED = 2_048
"""Runs on which the lines are compared at the end."""
SPARED = 1_024
"""Runs on which it is judged what the best of them can do without."""
_LONGEST = 48
"""Most letters of an entry's name."""


class Search(Bench):
    """A search for the line of a seat; takes what `Bench` takes."""

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
