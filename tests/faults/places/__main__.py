"""Try every command in every place, and print what came of each."""

from __future__ import annotations

import argparse
import re
import shutil
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from queue import Empty, Queue
from tempfile import mkdtemp

from tests.faults.places.commands import COMMANDS, Command
from tests.faults.places.judge import Seen, Verdict, judged, seen
from tests.faults.places.places import PLACES, PLAIN, Place
from tests.faults.places.stage import lay_out
from tests.faults.places.trial import Setting, run
from tests.faults.places.warm import Warm

_EXAMPLE = 'Example: python -m tests.faults.places --place "full disk" --command play'


class Matrix:
    """Commands in places; each is tried once in an ordinary folder to have something to hold to.

    Args:
        folder: An empty folder to work in.
        whole: Whether all commands are to be tried. With few, which need no results, every one has
            a process of its own, and where it may refuse it is held against nothing.
    """

    def __init__(self, folder: Path, whole: bool = True) -> None:
        self.folder, self.whole = folder, whole
        self.stage = lay_out(folder / "stage", results=whole)
        self._plain: dict[str, Seen] = {}
        self._warm: Queue[Warm] = Queue()
        self._rooms = count()

    def plain(self, command: Command) -> Seen:
        """What a command does in an ordinary folder.

        Raises:
            AssertionError: It has a fault there.
        """
        if command.name not in self._plain:
            verdict, found = self._tried(command, PLAIN, None)
            assert verdict.word == "works", f"{command.name}: {verdict.about}"
            self._plain[command.name] = found
        return self._plain[command.name]

    def tried(self, command: Command, place: Place) -> Verdict:
        """What comes of a command in a place."""
        held = self.plain(command) if self.whole or not place.may_refuse else None
        return self._tried(command, place, held)[0]

    def close(self) -> None:
        """End what was started."""
        while not self._warm.empty():
            self._warm.get().close()

    @contextmanager
    def _warmed(self, setting: Setting) -> Iterator[Warm | None]:
        if setting.afresh or not self.whole:
            yield None
            return
        try:
            warm = self._warm.get_nowait()
        except Empty:
            warm = Warm()
        yield warm
        self._warm.put(warm)

    def _tried(self, command: Command, place: Place, plain: Seen | None) -> tuple[Verdict, Seen]:
        room = self.folder / f"room-{next(self._rooms)}"
        room.mkdir()
        room.chmod(0o755)
        try:
            with place.make(self.stage, room) as setting:
                with self._warmed(setting) as warm:
                    found = seen(command, setting, run(command, setting, warm))
                return judged(command, place, setting, found, plain), found
        finally:
            shutil.rmtree(room)


@contextmanager
def matrix(whole: bool = True) -> Iterator[Matrix]:
    """A matrix in a folder of its own, which is gone afterwards."""
    folder = Path(mkdtemp(prefix="twin-track-places-"))
    folder.chmod(0o755)
    trials = Matrix(folder, whole)
    try:
        yield trials
    finally:
        trials.close()
        shutil.rmtree(folder)


def main() -> int:
    """Print the table; 1 where anything is at fault."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.places", epilog=_EXAMPLE)
    parser.add_argument("--command", action="append", metavar="TEXT", help="only those with it")
    parser.add_argument("--place", action="append", metavar="TEXT", help="only those with it")
    parser.add_argument("--at-once", type=int, default=2, metavar="N", help="how many at once")
    parser.add_argument("--all", action="store_true", help="print what is said, faults or not")
    asked = parser.parse_args()
    commands = [one for one in COMMANDS if _wanted(one.name, asked.command)]
    places = [one for one in PLACES if _wanted(one.name, asked.place)]
    begin, counts = time.monotonic(), Counter[str]()
    with matrix() as trials, ThreadPoolExecutor(asked.at_once) as pool:
        list(pool.map(trials.plain, commands))
        for place in places:
            if why := place.needs():
                print(f"{place.name}: not tried: {why}", flush=True)
                counts["not tried"] += len(commands)
                continue
            verdicts = list(pool.map(lambda one, at=place: trials.tried(one, at), commands))
            print(_row(place, verdicts), flush=True)
            for command, verdict in zip(commands, verdicts, strict=True):
                counts[verdict.word] += 1
                if verdict.word == "FAULT" or (asked.all and verdict.about):
                    print(f"    {command.name}: {verdict.word}: {_one_line(verdict.about)}")
    told = ", ".join(f"{number} {word}" for word, number in sorted(counts.items()))
    print(f"{len(commands)} commands in {len(places)} places: {told}; ", end="")
    print(f"{time.monotonic() - begin:.0f} s")
    return 1 if counts["FAULT"] else 0


def _wanted(name: str, parts: list[str] | None) -> bool:
    return not parts or any(part in name for part in parts)


def _row(place: Place, verdicts: list[Verdict]) -> str:
    counted = Counter(verdict.word for verdict in verdicts)
    told = ", ".join(f"{number} {word}" for word, number in counted.most_common())
    return f"{place.name:24} {told}"


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)[:400]


if __name__ == "__main__":
    sys.exit(main())
