"""What each run gave, as columns by name; and the same as rows of a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.lab.tally import TURNS
from sim.model.plan import NEVER

Column = NDArray[Any]
Columns = dict[str, Column]
"""What each run gave, by name; every array has shape (runs,).

`outcomes.ID`, `checkpoints.ID`, `foils.ID` and `asks.NAME` hold the turn (0-based) at whose end
the condition held for the first time, -1 where it held at the start, `NEVER` where it never did;
`quantities.NAME` the value at the end; `goals.SEAT` the weight of the seat's aims that were
reached; `line.ENTRY` whether that move of the line could be played in its turn; `skipped` how many
could not; and where the setup asks for values `coded.PATH` and `types.ACTOR`.
"""
Point = Mapping[str, Any]
"""What is set in an ensemble, by dotted path."""


def table_of(point: Point, first: int, columns: Columns, kinds: Mapping[str, str]) -> Columns:
    """A part as rows of the table: what was set, the number of the run, what it gave."""
    runs = next(iter(columns.values())).size
    table = {f"set.{path}": np.full(runs, point[path], dtype=kinds[path]) for path in point}
    table["run"] = np.arange(first, first + runs, dtype=np.int64)
    for name, values in columns.items():
        table[name] = _turns(values) if name.startswith(TURNS) else values
    return table


def _turns(values: Column) -> Column:
    return np.where(values == NEVER, -1, values + 1).astype(np.int16)


def kinds_of(points: Sequence[Point]) -> dict[str, str]:
    """The NumPy type of what is set, by path: whole numbers or texts where all are, else floats."""
    found = {}
    for path in points[0]:
        values = [point[path] for point in points]
        found[path] = np.asarray(values).dtype.str
    return found
