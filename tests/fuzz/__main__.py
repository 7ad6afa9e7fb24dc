"""Fuzz what reads strangers' files: `python -m tests.fuzz`."""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from tests.fuzz.found import Found
from tests.fuzz.judged import judged
from tests.fuzz.targets import KINDS
from tests.fuzz.with_hypothesis import fuzz

_ABOUT = """
A target reads an input as the program reads such a file, in a folder of its own. It may end well or
with the program's own sentence, fit for a terminal. Anything else is a fault: another error, more
than 100 MB, more than 20 s of processor time, waiting for what does not come, a path outside the
folder, the program's data and the installation of Python, a process, a socket, a pickle.

targets:
{targets}

`hypothesis` begins with files as the program writes them, and changes their bytes, lines and
values. `coverage` does the same guided by what the program has not yet been through; it needs
Atheris, on CPython 3.11 to 3.13 for Linux: pip install atheris

Inputs of faults are made as short as they go and kept in --out. One that is mended goes into
tests/fuzz/corpus/TARGET as NAME.input, which pytest replays.

examples:
  python -m tests.fuzz all --minutes 1
  python -m tests.fuzz save --with coverage --minutes 10
  python -m tests.fuzz save --input FILE
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Fuzz; the exit code says whether there is a fault."""
    options = _options(arguments)
    if options.input:
        return _one(options.target, Path(options.input))
    out = Path(options.out) if options.out else Path(tempfile.mkdtemp(prefix="twin-track-faults-"))
    out.mkdir(parents=True, exist_ok=True)
    out = out.resolve()
    if options.driver in ("coverage", "both") and find_spec("atheris") is None:
        print("Fuzzing by coverage needs Atheris: pip install atheris", file=sys.stderr)
        return 2
    names = list(KINDS) if options.target == "all" else [options.target]
    every = []
    for name in names:
        if options.driver in ("hypothesis", "both"):
            every.append(fuzz(name, options.minutes, options.seed, out))
            print(every[-1].line(), flush=True)
        if options.driver in ("coverage", "both"):
            every.append(_covered(name, options.minutes, options.seed, out))
            print(every[-1].line(), flush=True)
    faults = {path: one for found in every for one, path in found.faults.items()}
    for path, one in faults.items():
        print(f"fault: {one}\n  {path}")
    return 1 if faults else 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    targets = "\n".join(f"  {name:10}{kind.about}" for name, kind in KINDS.items())
    parser = argparse.ArgumentParser(
        prog="python -m tests.fuzz",
        description="Fuzz what reads files that come from strangers.",
        epilog=_ABOUT.format(targets=targets),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("target", choices=[*KINDS, "all"])
    parser.add_argument(
        "--with", dest="driver", choices=["hypothesis", "coverage", "both"], default="hypothesis"
    )
    parser.add_argument("--minutes", type=float, default=10.0, help="for each target and driver")
    parser.add_argument("--seed", type=int, default=1, help="which inputs are made")
    parser.add_argument("--out", help="where inputs of faults go; by default a new folder")
    parser.add_argument("--input", metavar="FILE", help="judge this input alone")
    return parser.parse_args(arguments)


def _one(target: str, path: Path) -> int:
    verdict = judged(KINDS[target], path.read_bytes())
    print(f"{verdict.seconds:.2f} s of processor time, {verdict.growth:.0f} MB")
    print(verdict.fault or "nothing is wrong")
    return 1 if verdict.fault else 0


def _covered(target: str, minutes: float, seed: int, out: Path) -> Found:
    """Run libFuzzer in a process of its own, and read what it says."""
    log = out / f"{target}-coverage.log"
    words = [sys.executable, "-m", "tests.fuzz.with_coverage", target, str(minutes), str(seed)]
    with log.open("w", encoding="utf-8") as file:
        words.append(str(out))
        try:
            code = str(
                subprocess.run(
                    words, stdout=file, stderr=subprocess.STDOUT, timeout=600 + 180 * minutes
                ).returncode
            )
        except subprocess.TimeoutExpired:
            code = "none: it did not end"
    said = log.read_text(encoding="utf-8", errors="replace")
    try:
        found = Found(**json.loads((out / f"{target}-coverage.json").read_text("utf-8")))
    except OSError:
        print(said[-2000:], file=sys.stderr)
        raise SystemExit(2) from None
    if code != "0":  # what judges an input lets nothing through, so this is no verdict
        found.faults[f"{target}: the driver broke off with exit code {code}"] = str(log)
    edges = re.findall(r"cov: (\d+) ft: (\d+) corp: (\d+)/(\S+)", said)
    if edges:
        found.coverage = f"{int(edges[-1][0]):,} edges and {int(edges[-1][1]):,} features of sim"
    if folder := re.search(r"^corpus (\S+)$", said, re.MULTILINE):
        sizes = [path.stat().st_size for path in Path(folder[1]).iterdir()]
        found.corpus, found.corpus_bytes = len(sizes), sum(sizes)
    return found


if __name__ == "__main__":
    sys.exit(main())
