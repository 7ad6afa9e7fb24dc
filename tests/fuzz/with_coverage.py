"""Fuzzing guided by coverage: libFuzzer by way of Atheris, with the changes of `changed`.

Run as a process of its own by `python -m tests.fuzz`, since libFuzzer ends the process it runs in.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path
from typing import Any


def main(target: str, minutes: float, number: int, out: Path) -> None:
    """Fuzz a target for so long; the figures end up in a file of `out`."""
    # no dependency of the project, so it may not be there to be checked against
    atheris: Any = import_module("atheris")

    with atheris.instrument_imports(include=["sim"], enable_loader_override=False):
        from tests.fuzz.changed import changed
        from tests.fuzz.found import Found
        from tests.fuzz.judged import judged
        from tests.fuzz.made import corpus, seeds
        from tests.fuzz.targets import KINDS

        begun = (*seeds(target), *corpus(target))
        for data in begun:  # what a command imports when it runs is instrumented too
            judged(KINDS[target], data)
    found = Found(target, "coverage")
    figures = out / f"{target}-coverage.json"
    begin = time.monotonic()

    def one(data: bytes) -> None:
        verdict = judged(KINDS[target], data)
        found.add(verdict)
        if verdict.signature and verdict.signature not in found.faults:
            found.keep(data, verdict, out)
        if found.executions % 20 == 0 or verdict.signature:
            found.seconds = time.monotonic() - begin
            figures.write_text(found.as_json(), encoding="utf-8")

    def mutated(data: bytes, most: int, seed: int) -> bytes:
        draw = random.Random(seed)
        if draw.random() < 0.2:
            return bytes(atheris.Mutate(data, most))
        return changed(data or draw.choice(begun), draw, begun)[:most]

    folder = Path(tempfile.mkdtemp(prefix="twin-track-corpus-"))
    for index, data in enumerate(begun):
        (folder / f"seed-{index}").write_bytes(data)
    atheris.Setup(
        [
            *("fuzz", str(folder), f"-max_total_time={round(60 * minutes)}", f"-seed={number}"),
            *("-max_len=300000", "-timeout=0", "-rss_limit_mb=0", "-print_final_stats=1"),
            *("-len_control=0", f"-artifact_prefix={out}/"),
        ],
        one,
        custom_mutator=mutated,
    )
    print(f"corpus {folder}", file=sys.stderr, flush=True)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))
