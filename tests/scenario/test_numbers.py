"""A number changed in YAML changes the batch as the paired counterfactual says.

Tried on the small scenario that uses every field; `python -m tests.scenario.numbers` goes over
every number of the shipped ones.
"""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import pytest

from sim.lab.batch import run_batch
from sim.lab.columns import Columns
from sim.lab.counterfactual.changes import Change, Ground
from sim.lab.counterfactual.comparing import compare
from sim.lab.counterfactual.results import Alternative
from sim.lab.setup import setup_of
from sim.scenario.load import load
from tests import scratch
from tests.scenario.numbers import Pair, Site, apart, pairs, sites
from tests.scenario.test_every_field import FILE

pytestmark = pytest.mark.outside  # many small batches, of which one version of Python is enough
RUNS: Final = 100
SECTIONS: Final = (
    "calendar",
    "capital",
    "issues",
    "actors",
    "defaults",
    "trust",
    "knowledge",
    "beliefs",
    "rapport",
    "leverage",
    "tables",
    "moves",
    "events",
    "goals",
    "history",
)


ASKS: Final = (
    "stance(friend)",
    "stance(south)",
    "home(friend)",
    "backing(friend, ministry)",
    "resolve(friend)",
    "capital(host)",
    "legitimacy(host)",
    "war_cost(north)",
    "reservation(north)",
    "guarantee(north)",
    "aid(north)",
    "channel(friend, north, trade)",
    "trust(north, host)",
    "trust(south, host)",
    "knowledge(host, north)",
    "rapport(host, north)",
    "rapport(host, south)",
    "belief(host, north, greedy)",
    "belief(friend, north, total)",
    "text(talks, land)",
)
"""Quantities at the end of a run, in which any number that counts at all must show."""


@cache
def folder() -> Path:
    """A library of the one scenario, for files that extend it."""
    made = scratch.shared("numbers")
    shutil.copy(FILE, made / "every-field.yaml")
    return made


@cache
def ground(line: str) -> Ground:
    loaded = load(str(folder() / "every-field.yaml"))
    return Ground(setup_of(loaded, line, asks={ask: ask for ask in ASKS}), loaded)


@cache
def as_is(line: str) -> Columns:
    return run_batch(ground(line).setup, RUNS, compiled=ground(line).compiled).columns


@cache
def kinds() -> dict[str, list[Site]]:
    """The numbers of the scenario by kind."""
    found: dict[str, list[Site]] = {}
    data = load(str(FILE)).document.data
    assert data is not None
    for site in sites(data):
        found.setdefault(site.kind, []).append(site)
    return found


def line_for(kind: str) -> str:
    """A line that rests on numbers of a kind; a seat at random plays all its moves, one a turn."""
    recorded = kind.startswith("history") or kind == "capital.moves_per_turn"
    return "history" if recorded else "random"


@cache
def moved(kind: str) -> tuple[Pair, Columns] | None:
    """A number of a kind set so that some run changes, and the runs of the file; None for none."""
    line = line_for(kind)
    for site in kinds()[kind]:
        for pair in pairs(ground(line), site, folder()):
            assert pair.same, f"{pair.settings} is another setup in a file"
            columns = run_batch(pair.edited, RUNS, compiled=pair.compiled).columns
            if apart(as_is(line), columns):
                return pair, columns
    return None


@pytest.mark.parametrize("kind", kinds())
def test_some_end_of_its_range_changes_a_run(kind: str) -> None:
    assert moved(kind), f"no end of the range of any {kind} changes one of {RUNS} runs"


def test_every_section_with_numbers_is_looked_at() -> None:
    assert {kind.split(".")[0] for kind in kinds()} == set(SECTIONS)


@cache
def told(line: str) -> dict[str, Alternative]:
    """What counterfactuals tell of one number of each section, by what it is set to."""
    found = [moved(kind_of(section)) for section in SECTIONS]
    changes = [Change(set=one[0].settings) for one in found if one and line_of(one[0]) == line]
    result = compare(ground(line).setup, ground(line).loaded, changes, runs=RUNS)
    return {one.name: one for one in result.alternatives}


def kind_of(section: str) -> str:
    """The first kind of number of a section."""
    return next(kind for kind in kinds() if kind.split(".")[0] == section)


def line_of(pair: Pair) -> str:
    return pair.edited.line.name


@pytest.mark.parametrize("section", SECTIONS)
def test_a_file_gives_run_by_run_what_the_counterfactual_tells(section: str) -> None:
    found = moved(kind_of(section))
    assert found is not None
    pair, edited = found
    otherwise = run_batch(pair.counterfactual, RUNS).columns
    assert edited.keys() == otherwise.keys()
    for name, column in edited.items():
        assert np.array_equal(column, otherwise[name]), name
    alternative = told(line_of(pair))[Change(set=pair.settings).name]
    assert alternative.changed == apart(as_is(line_of(pair)), edited) / RUNS > 0
    for ask in ASKS:
        mean = edited[f"quantities.{ask}"].mean()
        assert alternative.effects[f"quantities.{ask}"].otherwise == pytest.approx(mean)
