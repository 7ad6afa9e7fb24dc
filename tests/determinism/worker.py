"""One process of the matrix: reckons parts of scenarios and prints their hashes as JSON.

`python -m tests.determinism.worker` with nothing else reckons everything. It is started by
`python -m tests.determinism`, in another interpreter or under other settings.
"""

from __future__ import annotations

import argparse
import json
import locale
import platform
import sys
from contextlib import nullcontext, suppress
from importlib.metadata import version
from pathlib import Path

import numpy as np

from sim.lab.pools import LocalWorkers
from tests import cpu
from tests.determinism import settled
from tests.determinism.settled import Cut


def main() -> int:
    """Print hashes; or write all the numbers behind one part into a file."""
    parser = argparse.ArgumentParser(prog="python -m tests.determinism.worker")
    parser.add_argument("names", nargs="*", help="scenarios; all that ship by default")
    parser.add_argument("--part", help="only this part")
    parser.add_argument("--arrays", type=Path, help="write the numbers of the part here (.npz)")
    parser.add_argument("--chunk", type=int, default=Cut.chunk)
    parser.add_argument("--workers", type=int, default=1)
    asked = parser.parse_args()
    # The program itself leaves the locale alone; another library in the same process may not.
    with suppress(locale.Error):
        locale.setlocale(locale.LC_ALL, "")
    with LocalWorkers(asked.workers) if asked.workers > 1 else nullcontext() as executor:
        cut = Cut(asked.chunk, executor)
        if asked.arrays is not None:
            _write(asked.arrays, asked.names[0], asked.part, cut)
            return 0
        hashes = {
            name: {
                part: settled.hash_of(settle())
                for part, settle in settled.parts(name, cut).items()
                if asked.part in (None, part)
            }
            for name in asked.names or settled.scenarios()
        }
    about = {
        "python": platform.python_version(),
        **{name: version(name) for name in ("numpy", "mesa", "pydantic", "PyYAML")},
        "features": cpu.switchable(),
        "locale": locale.localeconv()["decimal_point"],
    }
    json.dump({"about": about, "hashes": hashes}, sys.stdout)
    return 0


def _write(path: Path, name: str, part: str, cut: Cut) -> None:
    """Every array of a part, under a number, when, and what."""
    found = settled.parts(name, cut)[part]()
    arrays = {
        f"{number:06}|{when}|{what}": np.array(array)
        for number, (when, what, array) in enumerate(found)
    }
    with path.open("wb") as file:
        np.savez(file, **arrays)  # type: ignore[arg-type]  # the names are no keywords of its own


if __name__ == "__main__":
    sys.exit(main())
