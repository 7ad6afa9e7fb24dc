"""The tidy files of a batch, written part by part: no more than a few parts are held at a time.

The bytes depend on the runs alone, never on how they were cut up or in what order they came.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, BinaryIO

import numpy as np

from sim.lab.batch import Summed
from sim.lab.columns import Column, Columns, Point
from sim.lab.stats import Estimate

ROWS = 100_000
"""Rows in a group of the Parquet file."""
Parts = Callable[..., Iterator[tuple[int, int, Columns]]]
"""Ensemble, first run and columns of every part, in order; may be asked for again and again, and
for one column alone."""
ColumnOf = Callable[[str], Iterator[Column]]

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a text begins that a spreadsheet takes for a formula."""


def write_parquet(file: BinaryIO, tables: Iterable[Columns]) -> None:
    """Write tables that follow one another as Parquet, in groups of `ROWS` rows."""
    import pyarrow
    import pyarrow.parquet

    writer: Any = None
    try:
        for columns in _grouped(tables):
            table = pyarrow.table({name: pyarrow.array(one) for name, one in columns.items()})
            writer = writer or pyarrow.parquet.ParquetWriter(file, table.schema)
            writer.write_table(table, row_group_size=ROWS)
    finally:
        if writer is not None:
            writer.close()


def _grouped(tables: Iterable[Columns]) -> Iterator[Columns]:
    """The same rows in tables of `ROWS` rows, the last one shorter."""
    held: list[Columns] = []
    rows = 0
    for table in tables:
        start, size = 0, next(iter(table.values())).size
        while rows + size - start >= ROWS:
            end = start + ROWS - rows
            held.append({name: one[start:end] for name, one in table.items()})
            yield _joined(held)
            held, rows, start = [], 0, end
        if start < size:
            held.append({name: one[start:] for name, one in table.items()})
            rows += size - start
    if held:
        yield _joined(held)


def _joined(tables: Sequence[Columns]) -> Columns:
    return {name: np.concatenate([table[name] for table in tables]) for name in tables[0]}


def write_npz(file: BinaryIO, names: Sequence[str], rows: int, column: ColumnOf) -> None:
    """Write columns as a compressed `.npz`, one after another, each part by part.

    Args:
        file: Where to.
        names: The columns, in order.
        rows: How many rows they have.
        column: Gives the parts of a column, in order.
    """
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            info = zipfile.ZipInfo(f"{name}.npy")
            info.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(info, "w", force_zip64=True) as member:
                for place, values in enumerate(column(name)):
                    if place == 0:
                        header = np.lib.format.header_data_from_array_1_0(values)
                        header["shape"] = (rows,)
                        np.lib.format.write_array_header_1_0(member, header)
                    member.write(np.ascontiguousarray(values).data)


def cells(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row for CSV, in which no words of a scenario are a formula to a spreadsheet.

    Such a text gets the apostrophe by which spreadsheets mark a text as one; numbers stay.
    """
    return {
        name: f"'{one}" if isinstance(one, str) and one.startswith(_FORMULA) else one
        for name, one in row.items()
    }


def rows_csv(header: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """Rows as CSV, with a header; see `cells`."""
    text = io.StringIO()
    writer = csv.DictWriter(text, header, lineterminator="\n")
    writer.writeheader()
    writer.writerows(map(cells, rows))
    return text.getvalue()


def summary_csv(
    points: Sequence[Point],
    results: Sequence[Summed],
    differences: Sequence[Mapping[str, Estimate]],
) -> str:
    """One row an outcome, metric, move of the line, or difference to the first ensemble.

    Args:
        points: What was set for each ensemble, by dotted path.
        results: The ensembles, in the same order.
        differences: For each of them, by outcome, its share less that of the first on the same
            chance; empty where there is nothing to compare.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    paths = list(points[0])
    head = [f"set.{path}" for path in paths]
    writer.writerow([*head, "kind", "name", "value", "low", "high", "sd"])
    for point, result, differ in zip(points, results, differences, strict=True):
        place = [point[path] for path in paths]
        writer.writerows([*place, *cells(row).values()] for row in result.rows())
        for name, share in differ.items():
            writer.writerow([*place, "difference", name, *share, ""])
    return text.getvalue()
