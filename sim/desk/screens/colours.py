"""The check of the colours: every party as usual and as colour-blind eyes see it, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sim.catalogue import _
from sim.desk.kit.layout import Column, Row
from sim.desk.kit.page import Page
from sim.desk.kit.theme import BODY, GUTTER, SMALL, SMALL_STRONG, STRONG
from sim.desk.kit.widget import Widget
from sim.desk.kit.widgets.boxes import Panel
from sim.desk.kit.widgets.buttons import Button
from sim.desk.kit.widgets.figures import IconView, MarkView
from sim.desk.kit.widgets.words import Label, TextBlock
from sim.desk.models.cast import Face
from sim.desk.models.colours import ENOUGH, Sight, as_seen, sights
from sim.desk.screens.frame import frame, is_wide, sheet

_MARK: Final = 9


class ColoursPage(Page):
    """The marks of the parties as four kinds of eyes see them.

    Args:
        cast: The parties.
    """

    def __init__(self, cast: Sequence[Face]) -> None:
        super().__init__()
        self.cast = tuple(cast)
        self.sights = sights(self.cast)

    def build(self) -> Widget:
        """Return the whole screen."""
        words = TextBlock(
            _(
                "About one man in twelve and one woman in two hundred see some colours as one. "
                "Below are all parties as they see them. A difference of {enough} is plain; where "
                "it is less, shape and name still tell two parties apart."
            ).format(enough=round(ENOUGH)),
            BODY,
            characters=90,
        )
        panels = [self._panel(sight) for sight in self.sights]
        if is_wide(self):
            for panel in panels:
                panel.grow = 1.0
            columns: Widget = Row(panels, gap=12, across="stretch")
        else:
            columns = Column(panels, gap=12)
        sheets = Column([words, columns], gap=GUTTER, pad=GUTTER)
        body = sheet(sheets, 1240, "colours")
        done = Button(
            _("Done"), lambda: self.on_key("escape"), "primary", "check", key="done", autofocus=True
        )
        note = Label(_("computed from the colours as they are drawn"), SMALL, "muted", elide=True)
        return frame(self, _("Colours as others see them"), body, actions=[note, done])

    def _panel(self, sight: Sight) -> Widget:
        rows: list[Widget] = [
            Row(
                [
                    MarkView(as_seen(face, colour), _MARK, name=""),
                    Label(face.name, SMALL, elide=True, grow=1.0),
                ],
                gap=10,
            )
            for face, colour in zip(self.cast, sight.seen, strict=True)
        ]
        verdict = _("plainly different") if sight.plain else _("told apart by shape")
        if not sight.plain and sight.same_shape:
            verdict = _("told apart by name alone")
        foot = Column(
            [
                Row(
                    [
                        IconView("check" if sight.plain else "info", 14),
                        Label(verdict, SMALL_STRONG, "good" if sight.plain else "ink", elide=True),
                    ],
                    gap=6,
                ),
                TextBlock(sight.words, SMALL, "muted"),
            ],
            gap=2,
        )
        head = Column([Label(sight.name, STRONG), Label(sight.about, SMALL, "muted")], gap=0)
        return Panel([head, foot, Column(rows, gap=2)], gap=10, pad=14, name=sight.name)
