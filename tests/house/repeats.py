"""What a found line owes to repetition: `python -m tests.house.repeats [SCENARIO...]`.

The figures of LIMITS.md on what a clever line can make use of. For each scenario the line of its
owner that `--line lookahead` finds is scored whole, and with every move and target played once at
the most; then without the repetitions of one move and target at a time. A minute or two a
scenario, on a machine with nothing else to do.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import replace

from sim.game.words import Words
from sim.lab.batch import run_batch
from sim.lab.lines import Line
from sim.lab.lookahead.search import Search, line_of_steps
from sim.lab.setup import Setup, setup_of
from sim.lab.stats import mean
from sim.model.plan import Plan
from sim.scenario.shelf import shipped
from tests.shipped import compiled, loaded

RUNS = 2000
"""Runs of each line, with seed 1: paired with each other, and none that the search has met."""


def without_repeats(line: Line, options: Collection[int]) -> Line:
    """A line in which each of these options is played only the first time."""
    left = set(options)
    kept = []
    for entry in line.entries:
        option = entry.play.option
        if option not in options or option in left:
            kept.append(entry)
        left.discard(option)
    return replace(line, entries=tuple(kept))


def told(name: str) -> Iterator[str]:
    """What is found for a scenario, line by line."""
    setup = setup_of(loaded(name), "pass", seed=1)
    found = line_of_steps(compiled(name), Search(compiled(name), setup.seat).found())
    setup = replace(setup, line=found)
    times = Counter(entry.play.option for entry in found.entries)
    whole, once = _score(setup), _score(replace(setup, line=without_repeats(found, times)))
    yield f"{name}, {setup.seat}: {whole:.3f} as found, {once:.3f} with nothing repeated"
    words = Words(Plan(setup.scenario))
    for option, count in times.items():
        if count > 1:
            worth = whole - _score(replace(setup, line=without_repeats(found, {option})))
            bound = compiled(name).options.all[option]
            title = words.move_title(bound.move, bound.actor, bound.target)
            yield f"  {worth:+.3f}  {title} ({count} times)"


def _score(setup: Setup) -> float:
    """The mean goal score of a line."""
    return mean(run_batch(setup, RUNS).columns[f"goals.{setup.seat}"]).value


if __name__ == "__main__":
    for one in sys.argv[1:] or shipped():
        for text in told(one):
            print(text, flush=True)
