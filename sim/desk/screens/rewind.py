"""The rewind tree: look at every turn that was played, and go back to one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sim.catalogue import _
from sim.desk.figures.tree import TreeView
from sim.desk.kit.layout import Column, Row, Wrap
from sim.desk.kit.page import Page
from sim.desk.kit.theme import BODY, GUTTER, HEADING, SMALL, STRONG
from sim.desk.kit.widget import Widget
from sim.desk.kit.widgets.boxes import Panel
from sim.desk.kit.widgets.buttons import Button
from sim.desk.kit.widgets.figures import IconView
from sim.desk.kit.widgets.scroll import Scroll
from sim.desk.kit.widgets.words import Label, TextBlock
from sim.desk.models.rewind import RewindView, Turn, after, build_rewind, headline
from sim.desk.screens.frame import frame, is_wide

if TYPE_CHECKING:
    from sim.game.game import Game


class RewindPage(Page):
    """The tree of a game.

    Args:
        game: Read only.
        go: Takes the number of a turn and whether the chance is to be a fresh one; the page has
            been left by then.
    """

    def __init__(self, game: Game, go: Callable[[int, bool], object]) -> None:
        super().__init__()
        self.game, self.go = game, go
        self.view: RewindView = build_rewind(game)
        self.at = self.view.here
        self._headlines: dict[int, str] = {}

    @property
    def turn(self) -> Turn:
        """The selected turn."""
        return self.view.turn(self.at)

    def _choose(self, number: int) -> None:
        self.at = number

    def back(self, fresh: bool = False) -> None:
        """Go to the selected turn, where that is allowed."""
        if self._why_not(fresh):
            return
        number = self.at
        self.on_key("escape")
        self.go(number, fresh)

    def _why_not(self, fresh: bool) -> str:
        view = self.view
        if view.forbidden:
            return view.forbidden
        if fresh:
            return view.no_chance or (
                _("After the last turn there is no chance left.")
                if self.turn.turn >= view.length
                else ""
            )
        return _("You are here.") if self.at == view.here else ""

    # -- how it looks ------------------------------------------------------------------------------

    def build(self) -> Widget:
        """Return the whole screen."""
        view, wide = self.view, is_wide(self)
        tree = TreeView(view, self.at, self._choose, self.back, key="tree", autofocus=True)
        drawn = Panel(
            [*self._chapters(), Scroll(tree, fill=True, grow=1, key="river")], pad=12, grow=1
        )
        about = _("{title} · {seat}").format(title=view.title, seat=view.seat)
        if wide:
            chosen = Panel([self._turn()], pad=16)
            body: Widget = Column([drawn, chosen], gap=GUTTER, pad=GUTTER)
        else:
            chosen = Panel([self._turn()], pad=12)
            drawn = Panel([*self._chapters(), tree], pad=8)
            body = Scroll(Column([drawn, chosen], gap=12, pad=12), key="all")
        return frame(self, _("Rewind"), body, about, (), self._actions())

    def _chapters(self) -> list[Widget]:
        """The chapters of a campaign, of which only the present one can be gone back in."""
        if not self.view.chapters:
            return []
        steps: list[Widget] = []
        for chapter in self.view.chapters:
            words = _("{number}. {title}: {word}")
            said = words.format(number=chapter.number, title=chapter.title, word=chapter.word)
            now = chapter is self.view.chapters[-1]
            steps.append(Label(said, STRONG if now else SMALL, "ink" if now else "muted"))
        about = _("A chapter that is over stays over; the turns below are those of this one.")
        return [Wrap(steps, gap=GUTTER), TextBlock(about, SMALL, "muted")]

    def _turn(self) -> Widget:
        view, turn = self.view, self.turn
        if turn.turn:
            title = _("Turn {turn}, from {date}").format(turn=turn.turn, date=turn.date)
        else:
            title = _("The beginning, {date}").format(date=turn.date)
        word = turn.word + (_(", under another chance") if turn.fresh else "")
        parts: list[Widget] = [Wrap([Label(title, HEADING), Label(word, SMALL, "muted")], gap=12)]
        if turn.turn:
            did = "; ".join(turn.did) or _("nothing")
            parts.append(TextBlock(_("You did: {did}.").format(did=did), BODY, characters=110))
            news = self._headline(turn.number)
            if news:
                parts.append(
                    TextBlock(_("What it brought: {news}").format(news=news), BODY, characters=110)
                )
        parts.append(TextBlock(after(view, turn), SMALL, "muted"))
        note = view.forbidden or view.note
        icon = IconView("lock" if view.forbidden else "info", 15)
        parts.append(Row([icon, TextBlock(note, SMALL, "muted", characters=110, grow=1)], gap=8))
        return Column(parts, gap=6, name=title)

    def _headline(self, number: int) -> str:
        if number not in self._headlines:
            self._headlines[number] = headline(self.game, number)
        return self._headlines[number]

    def _actions(self) -> list[Widget]:
        same, fresh = self._why_not(fresh=False), self._why_not(fresh=True)
        here = self.at == self.view.here
        words = _("Go on under a fresh chance") if here else _("Go back here: fresh chance")
        return [
            Button(
                words,
                lambda: self.back(fresh=True),
                "plain",
                enabled=not fresh,
                tooltip=fresh or _("What was done stays done; what comes is dealt anew."),
                key="fresh",
                hotkey="f",
            ),
            Button(
                _("Go back here: same chance"),
                self.back,
                "primary",
                "undo",
                enabled=not same,
                tooltip=same or _("The same moves will lead to the same results."),
                key="same",
            ),
        ]

    def on_key(self, key: str) -> bool:
        """R goes back to the desk, as it came."""
        return super().on_key("escape" if key == "r" else key)
