"""The game as text, for terminals, pipes and screen readers: commands in, words out.

This is the loop and what commands share; the commands themselves are in `sim.cli.commands`.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from sim.catalogue import _
from sim.cli import telling
from sim.cli.asked import Refused, command_of, number_of
from sim.cli.commands import COMMANDS, acting, debriefing, judging, looking
from sim.cli.curtain import draw
from sim.cli.hints import TextGuide
from sim.cli.locked import computer_lock, hold, world_lines
from sim.cli.telling import Group
from sim.scenario.problem import visible

if TYPE_CHECKING:
    from sim.game.forecast.odds import Odds
    from sim.game.game import Game, Played
    from sim.scenario.load import Loaded

HAND = 6
"""How many moves are listed unasked."""
LONGEST = 1000
"""Characters that a line of input may have."""


def play_text(
    *,
    loaded: Loaded,
    seat: str | None,
    seed: int,
    save: Path | None,
    stdin: TextIO,
    stdout: TextIO,
    plain: bool = False,
    without: tuple[str, ...] = (),
    seats: Sequence[str] = (),
) -> int:
    """Play a game on two streams.

    Args:
        loaded: The scenario.
        seat: Who is played; by default who owns the initiative.
        seed: Key of the chance.
        save: A save to go on with.
        stdin: Commands, one a line; its end saves and leaves.
        stdout: Where the game is told.
        plain: Whether the briefing is told in plain words, where the scenario has them.
        without: Rules and events switched off in a new game, as `rule:ID` and `event:ID`.
        seats: Who is played in a new game, where several share the terminal.

    Returns:
        Exit code: 0, or 1 where the game could not be saved on leaving.

    Raises:
        GameError: No such seat, or a save that cannot be used.
    """
    from sim.game.begin import begin
    from sim.game.faults import GameError
    from sim.game.saving.save import read, restore

    if save is None:
        game = begin(loaded, seat, seed, without, computer_lock(), seats)
    else:
        game = restore(read(save), loaded, visible(str(save)))
        if seats or seat not in (None, game.seat):
            said = _("{file} is a game of {seat}; leave out --seat.")
            played = ", ".join(game.seats)
            raise GameError(said.format(file=visible(str(save)), seat=played))
    return TextGame(game, stdin, stdout, plain, hints=True).run()


class TextGame:
    """A game that is played by lines of text."""

    def __init__(
        self,
        game: Game,
        stdin: TextIO,
        stdout: TextIO,
        plain: bool = False,
        hints: bool = False,
    ) -> None:
        self.game, self.stdin, self.stdout, self.plain = game, stdin, stdout, plain
        self.known: dict[int, Odds] = {}
        """Odds that were told this turn, by option."""
        self.leaving = False
        self._kept: object = None
        alone = len(game.seats) == 1
        self.guide = TextGuide(game, None if hints and alone else False)
        self.bets = judging.asks_for_bets()
        """Whether bets are asked for before odds are shown."""
        self.lock = computer_lock()
        hold(game, self.lock)

    # -- the loop ----------------------------------------------------------------------------------

    def run(self) -> int:
        """Play until the input ends or the player leaves; gives the exit code."""
        from sim.game.saving.autosaves import told_window, window_of
        from sim.game.saving.save import folder

        self.keep()
        if others := told_window(window_of(folder())):
            self.say(*telling.wrapped(others), "")
        if len(self.game.seats) > 1:
            self.hand_over()
        else:
            self._open()
        while not self.leaving:
            line = self.read()
            if line is None:
                break
            self._do(line)
        return self._part()

    def _open(self) -> None:
        if self.game.past:
            self.say(_("Your game goes on."), "")
        else:
            looking.briefing(self, [])
            self.say("")
        self.situation()
        self.say(*self.guide.lines(self.game))

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

    def _do(self, line: str) -> None:
        from sim.game.faults import GameError

        words = line.split()
        if not words:
            return
        try:
            if len(line) > LONGEST:
                said = _("A line may have at most {most} characters.")
                raise Refused(said.format(most=LONGEST))
            name = command_of(words[0], COMMANDS)
            if COMMANDS[name].opens and len(self.game.seats) > 1 and not self.game.over:
                raise Refused(_("Where several seats are played, this waits for the end."))
            if COMMANDS[name].opens and not self.game.lock.open and not self.game.over:
                raise Refused(_("Your teacher has locked this game, so this waits for the end."))
            COMMANDS[name].run(self, words[1:])
            self.say(*self.guide.lines(self.game, name))
        except (Refused, GameError) as error:
            self.say(*telling.wrapped(str(error)))
        self.keep()

    def _part(self) -> int:
        from sim.game.faults import GameError
        from sim.game.saving.save import autosave

        try:
            path = autosave(self.game)
        except GameError as error:
            self.say(*telling.wrapped(str(error)))
            return 1
        said = _("The game is saved in {path}; load it to go on.")
        self.say(said.format(path=visible(str(path))))
        return 0

    # -- what commands share -----------------------------------------------------------------------

    def say(self, *lines: str) -> None:
        """Tell some lines."""
        self.stdout.write("".join(f"{line}\n" for line in lines))
        self.stdout.flush()

    def situation(self) -> None:
        """What a player needs at the start of a turn."""
        if self.game.over:
            from sim.game.progress import note

            self.say(_("The game is over."), *telling.wrapped(note(self.game)), "")
            debriefing.debrief(self, [])
            if self.game.campaign is not None and self.game.campaign.ending is None:
                self.say("", _("This chapter is over: next tells what follows."))
            return
        self.say(*world_lines(self.game), *telling.status(self.game.view()))
        acting.moves(self, [])

    def moved_on(self) -> None:
        """Forget old odds: a turn was played, taken back, or gone to."""
        self.known = {}
        hold(self.game, self.lock)
        # before it is told: what a player was told of is never lost
        self.keep()

    def keep(self) -> None:
        """Save without asking, where something is planned or played that is not saved yet."""
        from sim.game.faults import SaveError
        from sim.game.saving.save import autosave

        hands = tuple((tuple(one.planned), one.ready, one.bets.all) for one in self.game.hands)
        now = (id(self.game), self.game.tree.here.number, tuple(self.game.luck.items()), hands)
        if now == self._kept:
            return
        self._kept = now
        # that it cannot be saved is told on leaving, where it matters
        with suppress(SaveError):
            autosave(self.game)

    def hand_over(self) -> None:
        """Draw the curtain before the seat that is up now; after the end there is none."""
        self.known = {}
        if self.game.over:
            self.situation()
        elif not draw(self):
            self.leaving = True

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
