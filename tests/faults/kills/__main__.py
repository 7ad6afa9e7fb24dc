"""Strike the program down again and again, and see that nothing is torn, lost or goes otherwise.

Example: python -m tests.faults.kills --kills 50 --seed 1 --only play,save
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from sim.cli.output import log, say, table
from tests.faults.kills.desk import Desk
from tests.faults.kills.kinds import Count, Kind, blows
from tests.faults.kills.playing import Play
from tests.faults.kills.results import Batch, Report
from tests.faults.kills.saving import Save

KINDS: Final[tuple[type[Kind], ...]] = (Play, Save, Batch, Report, Desk)


def main() -> int:
    """Run from the command line; 1 where anything was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    names = [kind.name for kind in KINDS]
    parser.add_argument("--kills", type=int, default=50, help="of each kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default=",".join(names), help="kinds, with commas between")
    wanted = parser.parse_args()
    asked = wanted.only.split(",")
    if unknown := [name for name in asked if name not in names]:
        parser.error(f"there is no kind {unknown[0]}; there are {', '.join(names)}")
    rows: list[list[str]] = []
    faults: list[str] = []
    begin = time.monotonic()
    scratch = Path(tempfile.mkdtemp(prefix="kills-"))
    try:
        for kind in KINDS:
            if kind.name in asked:
                folder = scratch / kind.name
                count = blows(kind(folder), wanted.kills, wanted.seed, log)
                rows.append(_row(kind.name, count))
                faults += count.faults
                log(f"{', '.join(rows[-1])} ({time.monotonic() - begin:.0f} s)")
                shutil.rmtree(folder, ignore_errors=True)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    table(["kind", "kills", "ended before", "files read", "left half", "struck", "faults"], rows)
    say("", f"seed {wanted.seed}, {time.monotonic() - begin:.0f} s, {len(faults)} faults", *faults)
    return 1 if faults else 0


def _row(name: str, count: Count) -> list[str]:
    states = ", ".join(f"{state} {times}" for state, times in sorted(count.states.items()))
    numbers = (count.kills, count.late, count.files, count.strays)
    return [name, *map(str, numbers), states, str(len(count.faults))]


if __name__ == "__main__":
    sys.exit(main())
