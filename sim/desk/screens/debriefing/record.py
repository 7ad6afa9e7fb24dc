"""Your line beside the record: two columns on an axis of time, and the dated points."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Unpack

import pygame

from sim.catalogue import _
from sim.desk.kit.layout import Column, Row
from sim.desk.kit.look import Look
from sim.desk.kit.page import Page
from sim.desk.kit.theme import BODY, GRID, HEADING, SMALL, STRONG, Style
from sim.desk.kit.widget import Options, State, Widget
from sim.desk.kit.widgets.boxes import Divider
from sim.desk.kit.widgets.figures import IconView
from sim.desk.kit.widgets.words import Label, TextBlock
from sim.desk.models.debrief import Dated, Days, DebriefView, Own, Told
from sim.desk.screens.debriefing.parts import sheet, side_by_side
from sim.desk.screens.facts import sourced
from sim.desk.screens.frame import section

if TYPE_CHECKING:
    from sim.scenario.load import Loaded

DATES: Final = Style(15, "serif", True)
_ICON: Final = 28
_DAY: Final = 92
_AXIS: Final = 28


class AxisMark(Widget):
    """A stretch of the axis of time: a knot where the turn begins, filled where you moved."""

    role = "img"

    def __init__(self, moved: bool, told: bool, last: bool, **options: Unpack[Options]) -> None:
        super().__init__((), **options)
        self.moved, self.told, self.last = moved, told, last

    @property
    def value(self) -> str:
        """Who did something in these days."""
        if self.moved and self.told:
            return _("you and the record")
        return _("you") if self.moved else _("the record") if self.told else _("quiet")

    def measure(self, look: Look, width: int) -> tuple[int, int]:
        """Return the width of the axis."""
        return look.px(_AXIS), look.px(24)

    def draw(self, surface: pygame.Surface, look: Look, state: State) -> None:
        """Draw the line, the knot, and a spoke to each side that has something."""
        theme, x, top = look.theme, self.rect.centerx, self.rect.y + look.px(10)
        thick = max(2, look.px(2))
        end = top if self.last else self.rect.bottom + look.px(32)
        surface.fill(theme.control, (x - thick // 2, top, thick, max(0, end - top)))
        spoke = look.px(12)
        if self.moved:
            surface.fill(theme.control, (x - spoke, top - thick // 2, spoke, thick))
        if self.told:
            surface.fill(theme.control, (x, top - thick // 2, spoke, thick))
        fill = theme.accent if self.moved else theme.panel
        border = theme.accent if self.moved else theme.control
        look.paint.dot(surface, (x, top), 6 * look.scale, fill, border, 2 * look.scale)


def record(page: Page, loaded: Loaded, view: DebriefView) -> Widget:
    """Your line beside the record, turn by turn, and the dated points; or the line alone."""
    if not view.has_record:
        moves = [_moves(one) for one in view.days]
        return sheet(page, [Label(_("Your moves"), HEADING), *moves], "beside")
    days: list[Widget] = [
        Row(
            [
                Label(_("You"), HEADING, grow=5.0),
                Label("", SMALL, width=_AXIS),
                Label(_("The record"), HEADING, grow=7.0),
            ],
            gap=12,
        )
    ]
    last = view.days[-1].number if view.days else 0
    for one in view.days:
        days.append(_days(page, loaded, one, one.number == last))
    total = len(view.checkpoints) + len(view.foils)
    points: list[Widget] = [
        Label(_("Dated points"), HEADING),
        TextBlock(
            _("{count} of {all} went as they did then.").format(count=view.as_recorded, all=total),
            BODY,
            "muted",
        ),
        section(_("What came about then")),
        *[_dated(page, loaded, one) for one in view.checkpoints],
        Divider(),
        section(_("What did not")),
        *[_dated(page, loaded, one) for one in view.foils],
    ]
    return side_by_side(page, days, points, (8.0, 4.0), "beside")


def _days(page: Page, loaded: Loaded, days: Days, last: bool) -> Widget:
    mine = _moves(days)
    mine.grow = 5.0
    record: list[Widget] = []
    before = ""
    for told in days.record:
        record.append(_told(page, loaded, told, "" if told.date == before else told.date))
        before = told.date
    still = TextBlock(_("nothing recorded"), BODY, "muted")
    return Row(
        [
            mine,
            AxisMark(bool(days.own), bool(days.record), last, name=days.dates, width=_AXIS),
            Column(record or [still], gap=10, grow=7.0),
        ],
        gap=12,
        across="stretch",
        name=days.dates,
    )


def _moves(days: Days) -> Widget:
    """What a player did in a turn."""
    own: list[Widget] = [_own(one) for one in days.own]
    if not own:
        words = _("no move") if days.played else _("not played")
        own = [TextBlock(words, BODY, "muted")]
    return Column([Label(days.dates, DATES), *own], gap=6)


def _own(own: Own) -> Widget:
    icon = IconView("check" if own.same else "branch", 15, "good" if own.same else "accent")
    icon.name = _("as in the record") if own.same else _("not in the record of these days")
    return Row(
        [Column([icon], width=20, across="start", pad=(0, 3, 0, 0)), TextBlock(own.text, grow=1.0)],
        gap=GRID,
        across="start",
    )


def _told(page: Page, loaded: Loaded, told: Told, date: str) -> Widget:
    text = sourced(page, loaded, told.text, told.cites, STRONG if told.own else BODY)
    return Row(
        [Label(short_day(date), SMALL, "muted", width=_DAY), Column([text], grow=1.0)],
        gap=GRID,
        across="start",
    )


def short_day(text: str) -> str:
    """A date without its year: "15 June 1992" gives "15 June"."""
    return " ".join(text.split()[:2])


def _dated(page: Page, loaded: Loaded, point: Dated) -> Widget:
    icon = IconView(
        "check" if point.as_recorded else "branch", 18, "good" if point.as_recorded else "accent"
    )
    icon.name = _("as recorded") if point.as_recorded else _("otherwise")
    said = (
        _("here in the turn from {date}.").format(date=short_day(point.date))
        if point.here
        else _("not here by {date}.").format(date=short_day(point.by))
    )
    about = sourced(page, loaded, said, point.cites, SMALL, "muted")
    column = Column([TextBlock(point.title, STRONG), about], gap=0, grow=1.0)
    return Row([Column([icon], width=_ICON, across="start"), column], gap=GRID, across="start")
