"""The game as text, struck down: what was told is saved, and it goes on to the same end."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from unittest import mock

from sim.game.game import Game
from sim.game.progress import Tally, load_progress
from sim.game.saving import save as saving
from sim.game.saving.autosaves import place_of
from sim.paths import HOME_VARIABLE
from tests.faults.kills.kinds import FRESH_EVERY, Kind, left
from tests.faults.kills.striking import Case, Fault, Moment
from tests.faults.kills.whole import whole


def _plain() -> list[str]:
    lines: list[str] = []
    for turn in range(14):
        lines += [f"play {turn % 5 + 1}", "bet 7 12", "play 7", "end"]
        lines += {5: ["undo"], 8: ["rewind 6 fresh"]}.get(turn, [])
    return lines


def _shared() -> list[str]:
    return ["", *(line for turn in range(12) for line in (f"play {turn % 6 + 1}", "end", ""))]


def _chapters() -> list[str]:
    return [*(line for turn in range(8) for line in (f"play {turn + 1}", "end", "next"))]


SCENARIO: Final = "japan-thailand-talks-1992"
Commands = tuple[Sequence[str], Sequence[str]]
GAMES: Final[tuple[Commands, ...]] = (
    ((SCENARIO, "--seed", "4"), _plain()),
    ((SCENARIO, "--seats", "japan,thailand", "--seed", "5"), _shared()),
    (("campaign-1989-1993", "--seed", "6"), _chapters()),
)
"""What is asked for and typed in: alone, with turns taken back; two at one terminal; a campaign."""


@dataclass(frozen=True)
class Saved:
    """A save that the undisturbed game made."""

    text: str
    told: int
    """Characters that had been told before it."""
    read: int
    """Lines that had been read before it."""
    turns: int


class _Lines(io.StringIO):
    """A standard input that knows how many lines of it were read."""

    @property
    def count(self) -> int:
        return self.getvalue()[: self.tell()].count("\n")


@contextmanager
def at_home(home: Path) -> Iterator[None]:
    """The user's folder elsewhere for a while."""
    home.mkdir(parents=True, exist_ok=True)
    with mock.patch.dict(os.environ, {HOME_VARIABLE: str(home)}):
        yield


def play_here(
    arguments: Sequence[str], lines: Sequence[str], home: Path
) -> tuple[str, list[Saved]]:
    """Play in this process; gives all that was told, and every save that was made without asking.

    Raises:
        Fault: It ended badly.
    """
    from sim.cli.app import run

    saved: list[Saved] = []
    told, read = io.StringIO(), _Lines("".join(f"{line}\n" for line in lines))
    keep = saving.autosave

    def note(game: Game) -> Path:
        path = keep(game)
        text = path.read_text(encoding="utf-8")
        saved.append(Saved(text, told.tell(), read.count, game.turn))
        return path

    with (
        at_home(home),
        mock.patch.object(saving, "autosave", note),
        mock.patch.multiple(sys, stdin=read, stdout=told, stderr=io.StringIO()),
    ):
        code = run(["play", *arguments, "--text"])
    if code:
        raise Fault(f"{arguments} ended with {code}: {told.getvalue()[-300:]}")
    return told.getvalue(), saved


class Play(Kind):
    """`twintrack play --text`, fed with commands."""

    name = "play"
    games = GAMES

    def prepare(self) -> None:
        """Play each game once here, and once in a process of its own, to see how long it takes."""
        self.told, self.saved, self.took, self.tallies = [], [], [], []
        for number, (arguments, lines) in enumerate(self.games):
            home = self.folder(-1 - number) / "home"
            told, saved = play_here(arguments, lines, home)
            self.told.append(told)
            self.saved.append(saved)
            self.tallies.append(_tallies(home))
            case = self._case(number, self.folder(-11 - number) / "home")
            self.took.append(case.run())
            if not self._same(number, case.heard.read_text(encoding="utf-8"), case.home, home):
                raise Fault(f"{arguments} is told otherwise in a process of its own")

    def _case(self, game: int, home: Path) -> Case:
        arguments, lines = self.games[game]
        return Case(("play", *arguments, "--text"), home, "".join(f"{line}\n" for line in lines))

    def _same(self, game: int, heard: str, home: Path, own: Path) -> bool:
        return heard.replace(str(home), str(own)) == self.told[game]

    def strike(self, number: int, moment: Callable[[float], Moment]) -> tuple[str, int] | None:
        """Strike a game, see what is saved of it, and play it to its end."""
        game = number % len(self.games)
        home = self.folder(number) / "home"
        case, fresh = self._case(game, home), number % FRESH_EVERY == 0
        if not moment(self.took[game]).await_(case.start(fresh), home):
            return None
        looked = whole(home)
        heard = case.heard.read_bytes().decode("utf-8", errors="ignore")
        if not self.told[game].startswith(heard):
            raise Fault("it told something else than the undisturbed game")
        at = self._at(game, heard, home)
        for path in home.glob("saves/*.json"):
            if place_of(path.stem) is None:
                raise Fault(f"{path.name} is taken for a save")
        self.aged(home)
        self._go_on(game, at, home)
        left(home)
        if at < 0:
            return "before the first turn", looked
        turns = self.saved[game][at].turns
        return ("before the first turn" if not turns else "between turns"), looked

    def _at(self, game: int, heard: str, home: Path) -> int:
        """Which of the saves of the undisturbed game lies there; -1 for none.

        Raises:
            Fault: Another one does, or one from before something that was told already.
        """
        saved = self.saved[game]
        must = max((i for i, one in enumerate(saved) if one.told < len(heard)), default=-1)
        path = home / "saves" / "autosave.json"
        if not path.exists():
            if must >= 0:
                raise Fault("there is no save of what was told")
            return -1
        text = path.read_text(encoding="utf-8")
        found = [i for i, one in enumerate(saved) if one.text == text and i >= must]
        if not found:
            raise Fault(f"what is saved is not what the game had come to (save {must})")
        return found[0]

    def _go_on(self, game: int, at: int, home: Path) -> None:
        """Play on from a save with the lines that were not read yet.

        Raises:
            Fault: It comes to another end than the undisturbed game.
        """
        arguments, lines = self.games[game]
        if at < 0:
            _, saved = play_here(arguments, lines, home)
        else:
            with at_home(home):
                path = saving.autosave_path()
            rest = list(lines[self.saved[game][at].read :])
            if "--seats" in arguments and rest[:1] != [""]:
                rest.insert(0, "")  # the curtain falls once more before the seat that is up
            _, saved = play_here((arguments[0], "--load", str(path)), rest, home)
        if saved[-1].text != self.saved[game][-1].text:
            raise Fault(f"it goes on from save {at} to another end")
        if _tallies(home) != self.tallies[game]:
            raise Fault(f"another number of games is counted when it goes on from save {at}")


def _tallies(home: Path) -> tuple[dict[tuple[str, str, str], Tally], list[object]]:
    """The games that were counted in a user's folder, and their bets."""
    kept = load_progress(home / "progress.json")
    return dict(kept.tallies), [dict(one) for one in kept.bets]
