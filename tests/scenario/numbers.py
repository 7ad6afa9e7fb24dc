"""Numbers of a scenario set otherwise, in a file that extends it and as a paired counterfactual.

`python -m tests.scenario.numbers` goes over every number of the shipped scenarios: that a file with
another value makes the same setup of runs as `counterfactual --set` of that value, and whether any
of 400 runs then ends otherwise. It prints a table by kind of number; `--help` tells the options.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np

from sim.lab.batch import run_batch
from sim.lab.columns import Columns
from sim.lab.counterfactual.changes import Change, Ground
from sim.lab.errors import LabError
from sim.lab.resolved import resolved_text
from sim.lab.setup import Setup, setup_of
from sim.model.compiled import Compiled
from sim.scenario.form.coding import SIZES, WORDS
from sim.scenario.load import Loaded, load
from sim.scenario.problem import ScenarioError
from sim.scenario.shelf import shipped
from sim.scenario.text.overlay import merges
from tests.scenario.leaves import ABSENT, Data, Leaf, Place, at, leaves, places, put

RUNS: Final = 400
ENDS: Final = (1.0, 0.0, -1.0)
NOT_RUN: Final = (
    "version",
    "map",
    "guide",
    "classroom",
    "lesson",
    "advisers",
    "difficulty",
    "claims",
)
"""Sections whose numbers no run of the standard game rests on: what a player is shown, levels, and
runs of their own. `test_every_field` shows what each of them does."""
DRAWN: Final = ("mark", "place")


@dataclass(frozen=True)
class Site:
    """A number of a scenario: where it stands, and its kind, such as `actors.*.war_cost`."""

    place: Place
    leaf: Leaf
    value: float

    @property
    def path(self) -> str:
        """The dotted path."""
        return ".".join(map(str, self.place))

    @property
    def kind(self) -> str:
        """What kind of number it is: the path of its leaf."""
        return self.leaf.name


def sites(data: Data) -> Iterator[Site]:
    """Every number of the resolved scenario that a run may rest on, words for numbers included."""
    done: set[Place] = set()
    for leaf in leaves():
        if leaf.kind not in (int, float) or leaf.told or leaf.path[0] in NOT_RUN:
            continue
        if set(DRAWN) & set(leaf.path):
            continue
        for before, place in places(data, leaf):
            value = _number(at(data, place))
            if before is data and value is not None and place not in done:
                done.add(place)
                yield Site(place, leaf, value)


def _number(value: object) -> float | None:
    if isinstance(value, bool) or value is ABSENT:
        return None
    if isinstance(value, int | float):
        return float(value)
    return (WORDS | SIZES).get(value) if isinstance(value, str) else None


Settings = Mapping[str, object]
"""Values by dotted path."""


def settings(data: Data, site: Site) -> Iterator[dict[str, object]]:
    """Ways to set a number to one end of its range or the other, the farther one first.

    Not all are valid. A share that must add up with its siblings takes from one of them.
    """
    if site.leaf.kind is int:
        now = int(site.value)
        for count in (2 * now + 1, 1, 0, now + 1, now - 1):
            if count != now:
                yield {site.path: count}
        return
    ends: list[float] = sorted(ENDS, key=lambda end: -abs(end - site.value))
    span = at(data, (*site.place[:-1], "range"))
    if site.place[-1] == "value" and isinstance(span, list):
        ends += [float(end) for end in span]
    if site.place[-2:-1] in (("framework",), ("range",)):
        ends = [float(site.place[-1] == 1), 0.5, *ends]
    for end in ends:
        if end != site.value:
            yield {site.path: end}
    holder = at(data, site.place[:-1])
    for key, other in holder.items() if isinstance(holder, dict) else ():
        if key != site.place[-1] and _is(other):
            share = ".".join(map(str, (*site.place[:-1], key)))
            yield {site.path: round(site.value + other, 6), share: 0.0}
            yield {site.path: 0.0, share: round(site.value + other, 6)}


def _is(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def child(loaded: Loaded, changed: Settings, folder: Path) -> Path:
    """A file that extends a scenario and sets some of its numbers otherwise, as a teacher would."""
    data = whole = loaded.document.data
    assert data is not None
    assert whole is not None
    own: Data = {"version": 1, "id": "edited", "title": "Edited", "extends": loaded.path.stem}
    for dotted in changed:
        place = _place(whole, dotted)
        whole = put(whole, place, changed[dotted])
        stop = next((at_ for at_, key in enumerate(place) if isinstance(key, int)), len(place))
        number = at(whole, place[: stop - 1])
        if not merges(number, number):  # a number given anew is given whole
            stop -= 1
        holder = own
        for key in place[: stop - 1]:
            holder = holder.setdefault(str(key), {})
        holder[str(place[stop - 1])] = at(whole, place[:stop])
    path = folder / "edited.yaml"
    path.write_text(resolved_text(own), encoding="utf-8")
    return path


def _place(data: Data, dotted: str) -> Place:
    """A dotted path with the places of lists as numbers."""
    found: Place = ()
    for key in dotted.split("."):
        found = (*found, int(key) if isinstance(at(data, found), list) else key)
    return found


@dataclass(frozen=True)
class Pair:
    """The same values set in a file and as a counterfactual."""

    settings: Settings
    edited: Setup
    """Of the file."""
    counterfactual: Setup

    @cached_property
    def compiled(self) -> Compiled:
        """The file's scenario compiled."""
        return self.edited.compiled()

    @property
    def same(self) -> bool:
        """Whether both make the same runs: scenario, line, and the order of all chance."""
        one, other = self.edited, self.counterfactual
        skipped = {"id", "title", "extends"}
        if one.scenario.model_dump(exclude=skipped) != other.scenario.model_dump(exclude=skipped):
            return False
        first, second = self.compiled, other.compiled()
        return (
            one.line.entries == other.line.entries
            and first.slots.names == second.slots.names
            and first.range_slots.names == second.range_slots.names
        )


def pairs(ground: Ground, site: Site, folder: Path) -> Iterator[Pair]:
    """A number set otherwise both ways, for each end of its range that is valid."""
    loaded = ground.loaded
    assert loaded.document.data is not None
    for changed in settings(loaded.document.data, site):
        try:
            counterfactual = ground.alternative(Change(set=changed))
            edited = load(str(child(loaded, changed, folder)))
        except ScenarioError:
            continue
        as_it = setup_of(edited, ground.setup.line.name, asks=ground.setup.asks)
        yield Pair(changed, as_it, counterfactual)


def apart(one: Columns, other: Columns) -> int:
    """How many runs of two ensembles differ in anything that both tell of them."""
    runs = next(iter(one.values())).size
    found = np.zeros(runs, dtype=bool)
    for name in one.keys() & other.keys():
        found |= one[name] != other[name]
    return int(found.sum())


# -- the command -----------------------------------------------------------------------------------


@dataclass
class Row:
    """What was found of one kind of number."""

    numbers: int = 0
    changed: int = 0
    """Of which some end of the range changed a run."""
    disagree: int = 0
    """Which a file and the counterfactual make different runs of."""
    fixed: int = 0
    """Of which no other value was found that is valid."""
    most: int = 0
    """Most runs that any of them changed."""


def survey(names: list[str], runs: int, every: int, skip: int) -> dict[str, Row]:
    """Go over the numbers of scenarios; see the module."""
    rows: dict[str, Row] = {}
    for name in names:
        begin, loaded = time.perf_counter(), load(name)
        ground = Ground(setup_of(loaded), loaded)
        as_is = run_batch(ground.setup, runs, compiled=ground.compiled).columns
        assert loaded.document.data is not None
        found = list(sites(loaded.document.data))[skip::every]
        for site in found:
            row = rows.setdefault(site.kind, Row())
            row.numbers += 1
            with tempfile.TemporaryDirectory() as folder:
                _look(ground, as_is, site, Path(folder), runs, row)
        took = time.perf_counter() - begin
        print(f"{name}: {len(found)} numbers, {took:.0f} s", file=sys.stderr, flush=True)
    return rows


def _look(ground: Ground, as_is: Columns, site: Site, folder: Path, runs: int, row: Row) -> None:
    valid = moved = 0
    for pair in pairs(ground, site, folder):
        valid += 1
        if not pair.same:
            row.disagree += 1
            print(f"{ground.loaded.scenario.id} {pair.settings} disagree", file=sys.stderr)
        try:
            moved = apart(as_is, run_batch(pair.edited, runs, compiled=pair.compiled).columns)
        except LabError as error:
            print(f"{site.path}: {error}", file=sys.stderr)
        if moved or valid == 2:
            break
    row.fixed += not valid
    row.changed += bool(moved)
    row.most = max(row.most, moved)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.scenario.numbers")
    parser.add_argument("scenarios", nargs="*", help="ids; by default all that ship")
    parser.add_argument("--runs", type=int, default=RUNS, help=f"of each number, {RUNS}")
    parser.add_argument("--every", type=int, default=1, help="one number in so many")
    parser.add_argument("--skip", type=int, default=0, help="so many numbers first")
    asked = parser.parse_args()
    rows = survey(asked.scenarios or shipped(), asked.runs, asked.every, asked.skip)
    heads = list(Row.__annotations__)
    print(f"{'kind':48}" + "".join(f"{head:>9}" for head in heads))
    for kind, row in sorted(rows.items()):
        print(f"{kind:48}" + "".join(f"{getattr(row, head):9}" for head in heads))
    whole = [sum(getattr(row, head) for row in rows.values()) for head in heads[:-1]]
    print(f"{'all':48}" + "".join(f"{count:9}" for count in whole))


if __name__ == "__main__":
    main()
