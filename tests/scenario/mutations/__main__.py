"""Mutate shipped scenarios and report: `python -m tests.scenario.mutations`."""

from __future__ import annotations

import argparse
import itertools
import os
import signal
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path
from types import FrameType

from sim.cli.output import progress, table
from sim.scenario.campaigns import load_campaign
from sim.scenario.shelf import campaigns
from tests.scenario.mutations.judged import (
    MOST_GROWTH,
    MOST_SECONDS,
    Verdict,
    judged,
    peak,
)
from tests.scenario.mutations.made import KINDS, mutation

CHUNK = 50
"""Mutations that a worker takes at a time."""
PLAYED = 50
"""Of so many accepted files one is played."""
HANGS = 20
"""Seconds of processor time after which a mutation is given up."""


class _HangsError(Exception):
    """A mutation takes far too long."""


def main() -> int:
    """Judge as many mutations as asked; the exit code says whether any failed."""
    options = _options()
    out = Path(options.out) if options.out else Path(tempfile.mkdtemp(prefix="mutations-"))
    out.mkdir(parents=True, exist_ok=True)
    for campaign in campaigns():
        load_campaign(campaign)  # its chapters are kept, and workers begin with them
    if options.only is not None:
        return _one(options.seed, options.only, out)
    start = time.monotonic()
    verdicts: list[Verdict] = []
    broken = ""
    with progress(options.count, "mutations") as done:
        try:
            for some in _judged_all(options, out):
                verdicts += some
                done(len(some))
        except BrokenProcessPool:
            broken = f"a worker died on the file that its folder in {out} holds"
    failed = [one for one in verdicts if one.failure]
    slow = [one for one in sorted(verdicts, key=lambda v: -v.seconds) if one.seconds > MOST_SECONDS]
    timed = {one.number: _again(options.seed, one, out) for one in slow[:40]}
    late = [one for one in slow[:40] if timed[one.number] > MOST_SECONDS]
    large = [one for one in verdicts if one.growth > MOST_GROWTH]
    _report(verdicts, time.monotonic() - start)
    for one in slow[:10]:
        print(
            f"  {one.seconds * 1000:.0f} ms, alone {timed[one.number] * 1000:.0f} ms: {_named(one)}"
        )
    for one in (*failed, *late, *large):
        _tell(one, options.seed, out, timed.get(one.number))
    bad = {one.number for one in (*failed, *late, *large)}
    print(broken or f"{len(bad)} of {len(verdicts)} mutations failed")
    return 1 if bad or broken else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.scenario.mutations",
        description="Mutate shipped scenarios; check, load and now and then play what comes of it.",
        epilog="Example: python -m tests.scenario.mutations --count 20000 --workers 2",
    )
    parser.add_argument("--count", type=int, default=200_000, help="how many mutations")
    parser.add_argument("--seed", type=int, default=1, help="which mutations")
    parser.add_argument("--first", type=int, default=0, help="number of the first")
    parser.add_argument("--minutes", type=float, default=600.0, help="begin no more after so long")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="processes")
    parser.add_argument("--out", help="where failing files go; by default a new folder")
    parser.add_argument("--only", type=int, metavar="NUMBER", help="this mutation alone")
    return parser.parse_args()


# -- workers ---------------------------------------------------------------------------------------


def _judged_all(options: argparse.Namespace, out: Path) -> Iterator[list[Verdict]]:
    """Verdicts by the chunk, as workers end them; each worker has a folder of its own."""
    end, latest = options.first + options.count, time.monotonic() + 60 * options.minutes
    chunks = itertools.takewhile(
        lambda _start: time.monotonic() < latest, range(options.first, end, CHUNK)
    )
    context = get_context("fork")  # a worker begins with everything imported
    with ProcessPoolExecutor(options.workers, context, _begin) as pool:

        def asked(start: int) -> Future[list[Verdict]]:
            return pool.submit(_chunk, options.seed, start, min(start + CHUNK, end), out)

        waiting = {asked(start) for start in itertools.islice(chunks, 2 * options.workers)}
        while waiting:
            ended, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            waiting |= {asked(start) for start in itertools.islice(chunks, len(ended))}
            for future in ended:
                yield future.result()


def _begin() -> None:
    def give_up(_signal: int, _frame: FrameType | None) -> None:
        raise _HangsError(f"it takes more than {HANGS} s of processor time")

    signal.signal(signal.SIGVTALRM, give_up)


_accepted = itertools.count(1)


def _chunk(seed: int, start: int, end: int, out: Path) -> list[Verdict]:
    folder = out / f"worker-{os.getpid()}"
    folder.mkdir(exist_ok=True)
    verdicts = []
    play = True
    for number in range(start, end):
        signal.setitimer(signal.ITIMER_VIRTUAL, HANGS)
        verdict = judged(mutation(seed, number), folder, play)
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        verdicts.append(verdict)
        play = next(_accepted) % PLAYED == 0 if verdict.is_good else play and not verdict.played
    return verdicts


def _again(seed: int, verdict: Verdict, out: Path) -> float:
    """The shortest of three times, with no worker beside it."""
    one = mutation(seed, verdict.number)
    return min(judged(one, out).seconds for _ in range(3))


# -- what is told ----------------------------------------------------------------------------------


def _report(verdicts: list[Verdict], seconds: float) -> None:
    count: Counter[str] = Counter(one.kind for one in verdicts)
    good: Counter[str] = Counter(one.kind for one in verdicts if one.is_good)
    rows = []
    for kind in KINDS:
        times = [one.seconds * 1000 for one in verdicts if one.kind == kind]
        if times:
            share = 100 * (1 - good[kind] / count[kind])
            middle, most = statistics.median(times), max(times)
            rows.append([kind, str(count[kind]), f"{share:.0f}%", f"{middle:.0f}", f"{most:.0f}"])
    table(["mutation", "files", "with problems", "median ms", "slowest ms"], rows)
    played = sum(one.played for one in verdicts)
    growth = max((one.growth for one in verdicts), default=0.0)
    print(
        f"{len(verdicts)} mutations in {seconds:.0f} s, {sum(good.values())} accepted, {played} of "
        f"them played; most memory of a process grew by {growth:.0f} MB at one file"
    )
    print(f"peak of this process {peak():.0f} MB; slowest:")


def _named(one: Verdict) -> str:
    return f"{one.number}, {one.kind} of {one.original}"


def _tell(one: Verdict, seed: int, out: Path, seconds: float | None) -> None:
    """Say what failed, keep the file, and say how to have it again."""
    path = out / f"{seed}-{one.number}.yaml"
    path.write_bytes(mutation(seed, one.number).content)
    print(f"\n{_named(one)}: {path}")
    if seconds is not None and seconds > MOST_SECONDS:
        print(f"  it takes {seconds * 1000:.0f} ms of processor time")
    if one.growth > MOST_GROWTH:
        print(f"  the process grew by {one.growth:.0f} MB")
    if one.failure:
        print("  " + "\n  ".join(one.failure.strip().splitlines()[-12:]))
    print(f"  again: python -m tests.scenario.mutations --seed {seed} --only {one.number}")


def _one(seed: int, number: int, out: Path) -> int:
    _begin()
    verdict = judged(mutation(seed, number), out, play=True)
    print(f"{_named(verdict)}: {out / 'mutated.yaml'}")
    print(f"{verdict.seconds * 1000:.0f} ms, {'accepted' if verdict.is_good else 'problems'}")
    print(verdict.failure or "nothing is wrong")
    return 1 if verdict.failure else 0


if __name__ == "__main__":
    sys.exit(main())
