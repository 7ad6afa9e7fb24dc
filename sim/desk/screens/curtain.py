"""Several at one screen: the curtain between them, and what each sees behind it."""

from __future__ import annotations

from collections.abc import Callable

from sim.catalogue import _
from sim.desk.figures.backdrop import Backdrop
from sim.desk.kit.layout import Centre, Column, Row, Wrap
from sim.desk.kit.page import Page
from sim.desk.kit.theme import BODY, DISPLAY, GRID, GUTTER, LEAD, SMALL
from sim.desk.kit.widget import Widget
from sim.desk.kit.widgets.boxes import Panel
from sim.desk.kit.widgets.buttons import Button
from sim.desk.kit.widgets.figures import MarkView
from sim.desk.kit.widgets.scroll import Scroll
from sim.desk.kit.widgets.words import Label, TextBlock
from sim.desk.models.curtain import CurtainView


class CurtainPage(Page):
    """The curtain: it fills the screen, and only who is named on it opens it, by a key.

    Args:
        view: Who is next.
        go: Opens it.
        away: Leaves the game, which is saved.
    """

    def __init__(
        self, view: CurtainView, go: Callable[[], object], away: Callable[[], object]
    ) -> None:
        super().__init__()
        self.view, self.go, self.away = view, go, away

    def build(self) -> Widget:
        """Return the whole screen."""
        view = self.view
        others = ", ".join(other.name for other in view.others)
        parts: list[Widget] = [
            Label(view.title, SMALL, "muted", elide=True),
            Row(
                [
                    MarkView(view.seat.mark, 16, name=view.seat.name),
                    TextBlock(
                        _("Hand over to {seat}").format(seat=view.seat.name), DISPLAY, grow=1
                    ),
                ],
                gap=GUTTER,
            ),
            TextBlock(view.when, LEAD),
        ]
        if others:
            alone = _("The screen is for {seat} alone. Please look away: {others}.")
            words = alone.format(seat=view.seat.name, others=others)
            parts.append(TextBlock(words, BODY, "muted"))
        if view.comes:
            parts.append(TextBlock(view.comes, BODY, "muted"))
        parts.append(
            Wrap(
                [
                    Button(
                        _("I am {seat}").format(seat=view.seat.name),
                        self.go,
                        "primary",
                        "eye",
                        key="open",
                        autofocus=True,
                    ),
                    Button(_("To the title"), self.away, "quiet", "arrow-left", key="away"),
                ],
                gap=12,
            )
        )
        sheet = Panel(parts, pad=32, gap=GUTTER, name=_("Curtain"))
        return Backdrop(
            Scroll(Centre(Column([sheet], pad=GRID), most=656), fill=True, key="curtain")
        )

    def on_key(self, key: str) -> bool:
        """Nothing opens it but its button."""
        return False
