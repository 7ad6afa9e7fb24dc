"""How it ended: the first part of the debrief; and the panels that all parts stand in."""

from __future__ import annotations

from collections.abc import Sequence

from sim.catalogue import _, plural
from sim.desk.figures.ending import ProspectsView, ScoreBar
from sim.desk.kit.layout import Centre, Column, Row
from sim.desk.kit.page import Page
from sim.desk.kit.theme import (
    BODY,
    DISPLAY,
    GRID,
    GUTTER,
    HEADING,
    SMALL,
    STRONG,
    TITLE,
)
from sim.desk.kit.widget import Widget
from sim.desk.kit.widgets.boxes import Divider, Panel
from sim.desk.kit.widgets.figures import IconView
from sim.desk.kit.widgets.scroll import Scroll
from sim.desk.kit.widgets.words import Label, TextBlock
from sim.desk.models.debrief import Aim, DebriefView
from sim.desk.screens.frame import is_wide, section

_ICON = 28
_TALL = 900


def side_by_side(
    page: Page,
    left: Sequence[Widget],
    right: Sequence[Widget],
    shares: tuple[float, float],
    key: str,
) -> Widget:
    """Two panels that scroll on their own, or one below the other where there is no room."""
    if not is_wide(page):
        both = [Panel(left, gap=GUTTER), Panel(right, gap=GUTTER)]
        return Scroll(Column(both, gap=GRID, pad=GRID), key=key)
    panels = [
        Panel([Scroll(Column(part, gap=GUTTER), grow=1.0, key=f"{key}:{side}")], pad=24, grow=share)
        for side, part, share in zip("lr", (left, right), shares, strict=True)
    ]
    return Row(panels, gap=GUTTER, pad=GUTTER, across="stretch")


# -- how it ended ----------------------------------------------------------------------------------


def ending(page: Page, view: DebriefView) -> Widget:
    """The score, the aims, and what else came about."""
    score = Row(
        [
            Label(f"{view.score}", DISPLAY),
            Label(_("of 100"), SMALL, "muted"),
            Column(
                [
                    TextBlock(view.verdict, TITLE, characters=44),
                    TextBlock(view.goal, BODY, "muted"),
                ],
                gap=0,
                grow=1.0,
            ),
        ],
        gap=GUTTER,
    )
    left: list[Widget] = [
        score,
        *[TextBlock(text, BODY, "muted") for text in view.notes],
        ScoreBar([(aim.points, aim.reached) for aim in view.aims], name=_("Score by aims")),
        *[_aim(aim) for aim in view.aims],
    ]
    if view.prospects and page.look.height >= _TALL:
        marked = [one.number for one in view.turning]
        left += [Divider(), section(_("Your prospects, turn by turn"))]
        left.append(ProspectsView(view.prospects, marked))
    came = [one for one in view.others if one.reached]
    rest = [one for one in view.others if not one.reached]
    right: list[Widget] = [Label(_("What else came about"), HEADING)]
    right += [_aim(one) for one in came] or [TextBlock(_("Nothing else."), BODY, "muted")]
    if rest:
        right += [Divider(), Label(_("What did not"), HEADING)]
        right += [_aim(one, brief=True) for one in rest]
    if view.at_home:
        right += [Divider(), Label(_("At home"), HEADING), TextBlock(view.at_home)]
    return side_by_side(page, left, right, (7.0, 5.0), "ending")


def _aim(aim: Aim, brief: bool = False) -> Widget:
    icon = IconView("check" if aim.reached else "close", 20, "good" if aim.reached else "muted")
    icon.name = _("reached") if aim.reached else _("not reached")
    title: list[Widget] = [TextBlock(aim.title, STRONG, grow=1.0)]
    if aim.points:
        points = plural("{count} point", "{count} points", aim.points)
        title.append(Label(points.format(count=aim.points), SMALL, "muted"))
    lines: list[Widget] = [Row(title, gap=12, across="start")]
    if aim.reached and aim.text:
        lines.append(TextBlock(aim.text))
    if not aim.reached and not brief:
        lines += _lacks(aim)
    if aim.date:
        said = _("in the turn from {date}").format(date=aim.date)
        lines.append(Label(said, SMALL, "muted"))
    column = Column(lines, gap=2, grow=1.0)
    return Row([Column([icon], width=_ICON, across="start"), column], gap=GRID, across="start")


def _lacks(aim: Aim) -> list[Widget]:
    """What an aim lacked that was not reached."""
    if not aim.missing:
        return [TextBlock(_("It was not reached."), BODY, "muted")]
    head = _("What was missing on the nearest way:") if aim.nearest else _("What was missing:")
    return [TextBlock(f"{head} {' '.join(aim.missing)}", BODY, "muted")]


def sheet(page: Page, told: Sequence[Widget], key: str, gap: float = 24) -> Widget:
    """One panel in the middle that scrolls, or the whole width where there is no room."""
    if is_wide(page):
        panel = Panel([Scroll(Column(told, gap=gap), grow=1.0, key=key)], pad=40, grow=1.0)
        return Column([Centre(panel, most=920, grow=1.0)], pad=GUTTER)
    return Scroll(Column([Panel(told, gap=GUTTER)], pad=GRID), key=key)
