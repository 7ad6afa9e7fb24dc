"""The game as text, for terminals, pipes and screen readers: commands in, words out.

This is the loop; the commands are in `sim.cli.textmode.commands`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO

from sim.catalogue import _
from sim.cli.output import log
from sim.cli.textmode import telling
from sim.cli.textmode.asked import Refused, command_of
from sim.cli.textmode.commands import COMMANDS, acting, debriefing, looking
from sim.cli.textmode.console import Console
from sim.cli.textmode.curtain import draw
from sim.cli.textmode.hints import TextGuide
from sim.cli.textmode.locked import computer_lock, hold, world_lines
from sim.scenario.problem import visible

if TYPE_CHECKING:
    from sim.game.game import Game
    from sim.scenario.campaigns import LoadedCampaign
    from sim.scenario.load import Loaded

LONGEST = 1000
"""Characters that a line of input may have."""
_WHAT_NOW: Final = _(
    "What now: note 1 TEXT notes an answer to a question, export FILE.html writes everything down, "
    "worth weighs your moves (some seconds), quit saves and leaves."
)


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
    again: bool = False,
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
        again: Whether a save whose scenario was edited goes on from as far as its moves can be
            played there.

    Returns:
        Exit code: 0, or 1 where the game could not be saved on leaving.

    Raises:
        GameError: No such seat, or a save that cannot be used.
    """
    from sim.game.begin import begin
    from sim.game.errors import GameError
    from sim.game.saving.save import read, restore

    if save is None:
        game = begin(loaded, seat, seed, without, computer_lock(), seats)
    else:
        game = restore(read(save), loaded, visible(str(save)), again)
        if seats or seat not in (None, game.seat):
            said = _("{file} is a game of {seat}; leave out --seat.")
            played = ", ".join(game.seats)
            raise GameError(said.format(file=visible(str(save)), seat=played))
    return TextGame(game, stdin, stdout, plain, hints=True).run()


def play_campaign(
    *,
    loaded: LoadedCampaign,
    seat: str | None,
    seed: int,
    save: Path | None,
    stdin: TextIO,
    stdout: TextIO,
    plain: bool = False,
) -> int:
    """Play a campaign on two streams; see `play_text`. The title and the seed are logged.

    Returns:
        Exit code: 0, or 1 where the game could not be saved on leaving.

    Raises:
        GameError: No such seat, or a save that cannot be used.
    """
    from sim.game.campaign import CampaignGame
    from sim.game.errors import GameError
    from sim.game.saving.campaign import reopen
    from sim.game.saving.save import read

    campaign, fixed = loaded.campaign, computer_lock().seed
    seed = seed if fixed is None or save is not None else fixed
    log(_("{title}, seed {seed}").format(title=campaign.title, seed=seed))
    if save is None:
        played = CampaignGame(loaded, seat, seed)
        story = [visible(campaign.title), "", *telling.wrapped(campaign.story(plain)), ""]
    else:
        story = []
        played = reopen(read(save), loaded, visible(str(save)))
        if seat not in (None, played.seat):
            said = _("{file} is a game of {seat}; leave out --seat.")
            raise GameError(said.format(file=visible(str(save)), seat=played.seat))
    text = TextGame(played.game, stdin, stdout, plain)
    text.say(*story, visible(played.heading))
    return text.run()


class TextGame(Console):
    """A game that is played by lines of text."""

    def __init__(
        self,
        game: Game,
        stdin: TextIO,
        stdout: TextIO,
        plain: bool = False,
        hints: bool = False,
    ) -> None:
        alone = len(game.seats) == 1
        super().__init__(
            game,
            stdin,
            stdout,
            COMMANDS,
            TextGuide(game, None if hints and alone else False),
            plain,
        )
        self._kept: object = None
        self._unsaved = False
        self._opened: Game | None = None
        """The game whose hidden part the player has asked to see before its end."""
        self.lock = computer_lock()
        hold(game, self.lock)

    # -- the loop ----------------------------------------------------------------------------------

    def run(self) -> int:
        """Play until the input ends or the player leaves; gives the exit code."""
        from sim.game.saving.autosaves import told_window, window_of
        from sim.game.saving.save import folder

        self.keep()
        for told in (told_window(window_of(folder())), self.game.notice):
            if told:
                self.say(*telling.wrapped(told), "")
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

    def _do(self, line: str) -> None:
        from sim.game.errors import GameError

        words = line.split()
        if not words:
            return
        try:
            if len(line) > LONGEST:
                said = _("A line may have at most {most} characters.")
                raise Refused(said.format(most=LONGEST))
            name = command_of(words[0], COMMANDS)
            if COMMANDS[name].opens and not self.game.over:
                self._see_whether_open(name, words[1:])
            COMMANDS[name].run(self, words[1:])
            if not self.leaving:
                self.say(*self.guide.lines(self.game, name))
        except (Refused, GameError) as error:
            self.say(*telling.wrapped(str(error)))
        self.keep()

    def _see_whether_open(self, name: str, words: Sequence[str]) -> None:
        """See whether what is hidden may be opened before the end, and is meant to be.

        Raises:
            Refused: It may not be, or nobody has said yes yet in this game.
        """
        if len(self.game.seats) > 1:
            raise Refused(_("Where several seats are played, this waits for the end."))
        if not self.game.lock.open:
            raise Refused(_("Your teacher has locked this game, so this waits for the end."))
        if name == "debrief" and words[:1] == [debriefing.YES]:
            self._opened = self.game
        if self._opened is not self.game:
            said = _(
                "The game is not over, and this would show what is hidden from you in it. To see "
                "it all the same, write debrief yes first."
            )
            raise Refused(said)

    def _part(self) -> int:
        from sim.game.errors import GameError
        from sim.game.saving.save import autosave

        try:
            path = autosave(self.game)
        except GameError as error:
            self.say(*telling.wrapped(str(error)))
            return 1
        said = _('The game is saved in {path}. To go on: twintrack play --load "{path}" --text')
        self.say(said.format(path=visible(str(path))))
        return 0

    # -- what commands share -----------------------------------------------------------------------

    def situation(self) -> None:
        """What a player needs at the start of a turn."""
        if self.game.over:
            from sim.game.campaign import campaign_of
            from sim.game.progress import note

            told = note(self.game)
            self.say(_("The game is over."), *(telling.wrapped(told) if told else ()), "")
            self._opened = self.game  # what was seen once need not be asked for again
            debriefing.debrief(self, [])
            campaign = campaign_of(self.game)
            if campaign is not None and campaign.ending is None:
                self.say("", _("This chapter is over: next tells what follows."))
            self.say("", *telling.wrapped(_WHAT_NOW))
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
        from sim.game.errors import SaveError
        from sim.game.saving.save import autosave

        players = tuple((tuple(one.planned), one.ready, one.bets.all) for one in self.game.players)
        now = (id(self.game), self.game.tree.here.number, tuple(self.game.luck.items()), players)
        if now == self._kept:
            return
        self._kept = now
        try:
            autosave(self.game)
        except SaveError as error:
            # told when it begins, so that there is time to do something, and again on leaving
            if not self._unsaved:
                self.say("", *telling.wrapped(str(error)))
            self._unsaved = True
        else:
            self._unsaved = False

    def hand_over(self) -> None:
        """Draw the curtain before the seat that is up now; after the end there is none."""
        self.known = {}
        if self.game.over:
            self.situation()
        elif not draw(self):
            self.leaving = True
