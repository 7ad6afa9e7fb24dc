"""What a command of the text mode is, and the console that it reads from and speaks to."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

from sim.catalogue import _
from sim.cli.textmode import telling
from sim.cli.textmode.asked import Refused, number_of
from sim.cli.textmode.hints import TextGuide
from sim.cli.textmode.telling import Group

if TYPE_CHECKING:
    from sim.game.forecast.odds import Odds
    from sim.game.game import Game
    from sim.game.tree import Played

HAND = 6
"""How many moves are listed unasked."""


@dataclass(frozen=True)
class Command:
    """A command: what is typed, how it is written, what it does, and who does it."""

    name: str
    usage: str
    """How it is written, its arguments in capitals."""
    meaning: str
    """What it does, in a few words."""
    run: Callable[[Console, list[str]], None]
    """Does it, with the words that followed the name."""
    opens: bool = False
    """Whether it opens what was hidden; where several play it then waits for the end."""


class Console(ABC):
    """A game on two streams: what is known of it here, and how it is asked and told.

    Args:
        game: The game.
        stdin: Where lines are read.
        stdout: Where they are told.
        commands: All commands by name.
        guide: Gives the hints.
        plain: Whether the briefing is told in plain words, where the scenario has them.
    """

    def __init__(
        self,
        game: Game,
        stdin: TextIO,
        stdout: TextIO,
        commands: Mapping[str, Command],
        guide: TextGuide,
        plain: bool = False,
    ) -> None:
        self.game, self.stdin, self.stdout, self.plain = game, stdin, stdout, plain
        self.commands, self.guide = commands, guide
        self.known: dict[int, Odds] = {}
        """Odds that were told this turn, by option."""
        self.leaving = False
        self.bets = _asks_for_bets()
        """Whether bets are asked for before odds are shown."""

    @abstractmethod
    def situation(self) -> None:
        """What a player needs at the start of a turn."""

    @abstractmethod
    def moved_on(self) -> None:
        """Forget old odds: a turn was played, taken back, or gone to."""

    @abstractmethod
    def hand_over(self) -> None:
        """Draw the curtain before the seat that is up now; after the end there is none."""

    def read(self) -> str | None:
        """The next line; None at the end of the input."""
        if self.stdin.isatty():
            self.stdout.write("> ")
            self.stdout.flush()
        try:
            line = self.stdin.readline()
        except KeyboardInterrupt:
            self.say("")
            return None
        except UnicodeDecodeError:
            return "\ufffd"
        return line if line else None

    def say(self, *lines: str) -> None:
        """Tell some lines."""
        self.stdout.write("".join(f"{line}\n" for line in lines))
        self.stdout.flush()

    def last(self) -> Played:
        """The last turn.

        Raises:
            Refused: None was played.
        """
        if not self.game.past:
            raise Refused(_("No turn was played yet."))
        return self.game.past[-1]

    def groups(self) -> list[Group]:
        """The moves, those that differ only in their target together."""
        return telling.grouped(self.game.view().cards)

    def hand(self, groups: list[Group]) -> list[Group]:
        """The playable moves that are worth most to the seat, in order of their numbers."""

        def best(group: Group) -> float:
            return max(card.worth for card in group.legal)

        ranked = sorted((group for group in groups if group.legal), key=best, reverse=True)
        return sorted(ranked[:HAND], key=lambda group: group.number)

    def numbered(self, words: list[str], usage: str) -> Group:
        """The moves of the number that is asked for.

        Raises:
            Refused: It is no number, or there is none of it.
        """
        number, groups = number_of(words, usage), self.groups()
        if not 1 <= number <= len(groups):
            said = _("There is no move {number}; the moves are 1 to {last}.")
            raise Refused(said.format(number=number, last=len(groups)))
        return groups[number - 1]


def _asks_for_bets() -> bool:
    """Whether the user's settings have bets asked for."""
    from sim.desk.models.settings import load_settings

    return load_settings().bets
