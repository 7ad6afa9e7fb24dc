"""The game as text, for terminals, pipes and screen readers: commands in, words out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from sim.cli import telling
from sim.cli.asked import COMMANDS, Refused, command_of, number_of, one_of, places_of
from sim.cli.closing import debrief_lines
from sim.cli.telling import Group
from sim.scenario.problem import visible

if TYPE_CHECKING:
    from sim.game.game import Game, Played
    from sim.game.odds import Odds
    from sim.scenario.load import Loaded

HAND = 6
"""How many moves are listed unasked."""
LONGEST = 1000
"""Characters that a line of input may have."""
ROLLOUTS = 60
"""Rollouts behind the worth of each move."""


def play_text(
    *,
    loaded: Loaded,
    seat: str | None,
    seed: int,
    save: Path | None,
    stdin: TextIO,
    stdout: TextIO,
    plain: bool = False,
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

    Returns:
        Exit code: 0, or 1 where the game could not be saved on leaving.

    Raises:
        GameError: No such seat, or a save that cannot be used.
    """
    from sim.game.faults import GameError
    from sim.game.game import Game
    from sim.game.save import read, restore

    if save is None:
        game = Game.new(loaded, seat, seed)
    else:
        game = restore(read(save), loaded, visible(str(save)))
        if seat not in (None, game.seat):
            raise GameError(f"{visible(str(save))} is a game of {game.seat}; leave out --seat.")
    return TextGame(game, stdin, stdout, plain).run()


class TextGame:
    """A game that is played by lines of text."""

    def __init__(self, game: Game, stdin: TextIO, stdout: TextIO, plain: bool = False) -> None:
        self.game, self.stdin, self.stdout, self.plain = game, stdin, stdout, plain
        self._known: dict[int, Odds] = {}
        self._leave = False

    # -- the loop ----------------------------------------------------------------------------------

    def run(self) -> int:
        """Play until the input ends or the player leaves; gives the exit code."""
        game = self.game
        if game.past:
            self._say("Your game goes on.", "")
        else:
            self.do_briefing([])
            self._say("")
        self._situation()
        while not self._leave:
            line = self._read()
            if line is None:
                break
            self._do(line)
        return self._part()

    def _read(self) -> str | None:
        """The next line; None at the end of the input."""
        if self.stdin.isatty():
            self.stdout.write("> ")
            self.stdout.flush()
        try:
            line = self.stdin.readline()
        except KeyboardInterrupt:
            self._say("")
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
                raise Refused(f"A line may have at most {LONGEST} characters.")
            command: Callable[[list[str]], None] = getattr(self, f"do_{command_of(words[0])}")
            command(words[1:])
        except (Refused, GameError) as error:
            self._say(*telling.wrapped(str(error)))

    def _part(self) -> int:
        from sim.game.faults import GameError
        from sim.game.save import autosave

        try:
            path = autosave(self.game)
        except GameError as error:
            self._say(*telling.wrapped(str(error)))
            return 1
        self._say(f"The game is saved in {visible(str(path))}; load it to go on.")
        return 0

    def _say(self, *lines: str) -> None:
        self.stdout.write("".join(f"{line}\n" for line in lines))
        self.stdout.flush()

    def _situation(self) -> None:
        """What a player needs at the start of a turn."""
        if self.game.over:
            self._say("The game is over.", "")
            self.do_debrief([])
            if self.game.campaign is not None and self.game.campaign.ending is None:
                self._say("", "This chapter is over: next tells what follows.")
            return
        self._say(*telling.status(self.game.view()))
        self.do_moves([])

    # -- looking -----------------------------------------------------------------------------------

    def do_help(self, words: list[str]) -> None:
        """List the commands."""
        self._say("Commands; their first letters are enough where they are clear:")
        for usage, meaning in COMMANDS.values():
            self._say(f"  {usage}: {meaning}")

    def do_briefing(self, words: list[str]) -> None:
        """Tell the briefing again, in the words that are wanted from now on."""
        if words:
            self.plain = one_of(words, "briefing", "how it is told", ["plain", "full"]) == "plain"
        loaded = self.game.loaded
        self._say(*telling.briefing(loaded, self.game.seat, self.plain))
        if self.plain and loaded.scenario.briefing_plain is None:
            self._say("", "This scenario has no plainer briefing.")

    def do_view(self, words: list[str]) -> None:
        """Tell the situation."""
        self._say(*telling.situation(self.game.view()))

    def do_who(self, words: list[str]) -> None:
        """Tell what is known of an actor."""
        view = self.game.view()
        name = one_of(words, "who", "whom you mean", [actor.id for actor in view.actors])
        self._say(*telling.dossier(view, view.actor(name)))

    def do_table(self, words: list[str]) -> None:
        """Tell of a table."""
        view = self.game.view()
        name = one_of(words, "table", "which table", [table.id for table in view.tables])
        table = next(table for table in view.tables if table.id == name)
        self._say(*telling.table_detail(view, table))

    def do_advice(self, words: list[str]) -> None:
        """Tell what the advisers say."""
        from sim.game.advice import advice

        said = advice(self.game)
        if not said:
            raise Refused("This scenario has no advisers.")
        labels = {card.option: visible(card.label) for card in self.game.view().cards}
        self._say(*telling.advice_lines(said, labels))

    def do_report(self, words: list[str]) -> None:
        """Tell all that was done last turn."""
        self._say(*telling.full_report(self._last().report))

    def do_changes(self, words: list[str]) -> None:
        """Tell what changed last turn."""
        self._say(*telling.change_lines(self._last().report.changes))

    def do_debrief(self, words: list[str]) -> None:
        """Tell the debrief."""
        from sim.game.debrief import debrief

        self._say(*debrief_lines(debrief(self.game)))

    def do_worth(self, words: list[str]) -> None:
        """Tell the debrief with the worth of each move."""
        from sim.game.debrief import debrief

        self._say(*debrief_lines(debrief(self.game, ROLLOUTS)))

    # -- moves -------------------------------------------------------------------------------------

    def do_moves(self, words: list[str]) -> None:
        """List moves."""
        groups = self._groups()
        shown = groups if words[:1] == ["all"] else self._hand(groups)
        if words and words != ["all"]:
            raise Refused("Write moves, or moves all.")
        self._say(*(line for group in shown for line in telling.move_line(group)))
        if len(shown) < len(groups):
            self._say(f"moves all lists all {len(groups)}; help lists the commands.")

    def do_move(self, words: list[str]) -> None:
        """Tell all about one move."""
        self._say(*telling.move_detail(self._numbered(words, "move N"), self._known))

    def do_odds(self, words: list[str]) -> None:
        """Tell the odds of some moves."""
        from sim.game.odds import odds

        groups = self._groups()
        asked = [self._numbered(words[:1], "odds [N]")] if words else self._hand(groups)
        cards = [
            card
            for group in asked
            for card in group.cards
            if (card.legal or card.planned) and (card.asks or card.calls)
        ]
        found = odds(self.game, [card.option for card in cards])
        self._known |= found
        if not found:
            raise Refused("None of these can be played now and asks for an answer.")
        numbers = {card.option: group.number for group in groups for card in group.cards}
        for card in cards:
            said = telling.odds_words(found.get(card.option))
            if said:
                label = self.game.label(card.option)
                self._say(*telling.wrapped(f"{numbers[card.option]}. {label}: {said}", "   "))

    def do_play(self, words: list[str]) -> None:
        """Plan a move."""
        group = self._numbered(words[:1], "play N [TO]")
        if len(words) > 2:
            raise Refused("Write play N, or play N and for whom.")
        self.game.push(group.cards[0].move, words[1] if len(words) > 1 else None)
        self._planned()

    def do_draft(self, words: list[str]) -> None:
        """Plan a draft."""
        text = places_of(words, "draft", self.game.plan.issues)
        table = self._table_of(text)
        cards = [card for card in self.game.view().cards if card.drafts == table]
        if not cards:
            raise Refused(f"You have no move that drafts the text of {table}.")
        open_now = [card for card in cards if card.legal]
        if not open_now:
            raise Refused(f"{cards[0].label}: {cards[0].why_not}")
        card = min(open_now, key=lambda one: (one.calls is not None, one.cost, one.number))
        self.game.push(card.move, card.to, text)
        self._planned()

    def do_weigh(self, words: list[str]) -> None:
        """Tell how a text would be taken."""
        from sim.game.acceptance import Acceptance
        from sim.game.moves import usual_text

        text = places_of(words, "weigh", self.game.plan.issues)
        table = self._table_of(text)
        whole = usual_text(self.game, self.game.plan.table(table).index) | text
        estimate = Acceptance(self.game, table).estimate(whole)
        self._say(*telling.estimate_lines(self.game.view(), estimate))

    def do_plan(self, words: list[str]) -> None:
        """List what is planned."""
        if not self.game.planned:
            self._say("Nothing is planned for this turn.")
        for number, plan in enumerate(self.game.planned, start=1):
            text = ", ".join(f"{issue} {place:.2f}" for issue, place in plan.text)
            shown = f"{number}. {visible(self.game.label(plan.option))}"
            self._say(f"{shown}: {text}." if text else f"{shown}.")
        self._say(f"Capital left: {self.game.capital_left:g}.")

    def do_drop(self, words: list[str]) -> None:
        """Take a planned move back."""
        self.game.drop(number_of(words, "drop N") - 1)
        self.do_plan([])

    def do_end(self, words: list[str]) -> None:
        """End the turn."""
        from sim.game.faults import SaveError
        from sim.game.save import autosave

        report = self.game.end_turn()
        self._known = {}
        # that it cannot be saved is told on leaving, where it matters
        with suppress(SaveError):
            autosave(self.game)
        self._say("", *telling.report_lines(report), "")
        self._situation()

    def do_undo(self, words: list[str]) -> None:
        """Take back a planned move or a turn."""
        turn = self.game.turn
        if not self.game.undo():
            raise Refused("There is nothing to take back.")
        self._known = {}
        if self.game.turn < turn:
            self._say("The turn is taken back; its moves are planned again.")
        self.do_plan([])

    def do_next(self, words: list[str]) -> None:
        """Go on to what follows a chapter."""
        from sim.cli.campaign import passage_lines
        from sim.game.faults import SaveError
        from sim.game.save import autosave

        campaign = self.game.campaign
        if campaign is None:
            raise Refused("This game is a single scenario, so nothing follows it.")
        passage = campaign.advance()
        self._say("", *passage_lines(campaign, passage))
        if passage.stage is not None:
            self.game, self._known = campaign.game, {}
            with suppress(SaveError):
                autosave(self.game)
            self._say(*telling.briefing(self.game.loaded, self.game.seat, self.plain), "")
            self._situation()

    # -- leaving -----------------------------------------------------------------------------------

    def do_save(self, words: list[str]) -> None:
        """Save the game."""
        from sim.game.save import write

        if len(words) != 1:
            raise Refused("Write save and a file name, as in save game.json.")
        write(self.game, Path(words[0]).expanduser())
        self._say(f"Saved in {visible(words[0])}.")

    def do_quit(self, words: list[str]) -> None:
        """Leave."""
        self._leave = True

    # -- reading what is asked for -----------------------------------------------------------------

    def _last(self) -> Played:
        if not self.game.past:
            raise Refused("No turn was played yet.")
        return self.game.past[-1]

    def _groups(self) -> list[Group]:
        return telling.grouped(self.game.view().cards)

    def _hand(self, groups: list[Group]) -> list[Group]:
        """The playable moves that are worth most to the seat, in order of their numbers."""

        def best(group: Group) -> float:
            return max(card.worth for card in group.legal)

        ranked = sorted((group for group in groups if group.legal), key=best, reverse=True)
        return sorted(ranked[:HAND], key=lambda group: group.number)

    def _planned(self) -> None:
        label = visible(self.game.label(self.game.planned[-1].option))
        self._say(f"Planned: {label}. Capital left: {self.game.capital_left:g}.")

    def _numbered(self, words: list[str], usage: str) -> Group:
        number, groups = number_of(words, usage), self._groups()
        if not 1 <= number <= len(groups):
            raise Refused(f"There is no move {number}; the moves are 1 to {len(groups)}.")
        return groups[number - 1]

    def _table_of(self, text: Iterable[str]) -> str:
        """The table whose text has all these issues, one that is open first."""
        wanted = set(text)
        tables = self.game.view().tables
        found = [t for t in tables if wanted <= set(self.game.scenario.tables[t.id].issues)]
        if not found:
            raise Refused(f"No table has all of {', '.join(sorted(wanted))} in its text.")
        return min(found, key=lambda table: (not table.open, tables.index(table))).id
