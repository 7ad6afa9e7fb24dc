"""The path map in the debrief: the river, its forks, and what there is to say of each."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from sim.catalogue import _
from sim.desk.figures.river import LEAST_COLUMN, ForkMark, LineKey, RiverFigure
from sim.desk.kit.layout import Column, Row, Wrap
from sim.desk.kit.page import Page
from sim.desk.kit.theme import BODY, GRID, GUTTER, HEADING, SMALL, STRONG
from sim.desk.kit.widget import Widget
from sim.desk.kit.widgets.boxes import Divider, Panel
from sim.desk.kit.widgets.buttons import Button
from sim.desk.kit.widgets.dialog import Dialog
from sim.desk.kit.widgets.scroll import Scroll
from sim.desk.kit.widgets.words import Label, TextBlock
from sim.desk.models.cast import Face
from sim.desk.models.river import ForkView, RiverView
from sim.desk.screens.debriefing.turning import thinking
from sim.desk.screens.facts import cited
from sim.desk.screens.frame import is_wide

if TYPE_CHECKING:
    from sim.scenario.load import Loaded


def river(page: Page, loaded: Loaded, seat: Face, view: RiverView | None, share: float) -> Widget:
    """The path map, or how far it is reckoned.

    Args:
        page: Whose focus says which fork is told of.
        loaded: The scenario, for its facts.
        seat: Whose line is drawn.
        view: The path map; None while it is reckoned.
        share: How much of it is reckoned, 0..1.
    """
    heading = Label(_("The paths that this could take"), HEADING)
    told: list[Widget] = [heading]
    if view is None:
        told += thinking(share)
    elif not view.forks:
        text = _("The record of this scenario has no dated points, so there are no forks to draw.")
        told.append(TextBlock(text, BODY, "muted"))
    else:
        told = [Wrap([heading, *_legend(seat)], gap=24), *_figure(page, loaded, seat, view)]
    pad = GUTTER if is_wide(page) else GRID
    return Scroll(Column([Panel(told, pad=pad, gap=12)], pad=pad), key="river")


def _figure(page: Page, loaded: Loaded, seat: Face, view: RiverView) -> list[Widget]:
    downward = (page.look.width - 200) / max(1, len(view.forks)) < LEAST_COLUMN
    forks = [ForkMark(one, downward, partial(_open, page, loaded, one)) for one in view.forks]
    told: list[Widget] = [
        TextBlock(view.about, SMALL, "muted", characters=190),
        RiverFigure(view, seat.mark, downward, forks, key="river:figure"),
        Divider(),
    ]
    if not downward:
        told += [_aside(page, view)]
    return [*told, TextBlock(view.alone, BODY, "muted", characters=150)]


def _legend(seat: Face) -> list[Widget]:
    """What the two lines are."""
    return [
        Row([LineKey(True, seat.mark), Label(_("your game"), SMALL)], gap=GRID),
        Row([LineKey(False, seat.mark), Label(_("the record"), SMALL)], gap=GRID),
    ]


def _aside(page: Page, view: RiverView) -> Widget:
    """What there is to say of the fork that has the focus."""
    focus = page.ui.top.focus
    fork = next((one for one in view.forks if f"fork:{one.id}" == focus), None)
    if fork is None:
        words = _("Tab or the arrows come to a fork; Enter opens its facts.")
        return TextBlock(words, BODY, "muted")
    return Column(
        [TextBlock(fork.title, STRONG), *(TextBlock(text, characters=150) for text in _said(fork))],
        gap=4,
        name=fork.title,
    )


def _said(fork: ForkView) -> tuple[str, ...]:
    return (fork.short, *fork.lines)


def _open(page: Page, loaded: Loaded, fork: ForkView) -> None:
    """Show all that there is to say of a fork, with its facts."""

    def build() -> Widget:
        body: list[Widget] = [TextBlock(text) for text in _said(fork)]
        body += cited(page, loaded, fork.cites)
        close = Button(_("Close"), page.ui.close, "primary", autofocus=True, key="close")
        return Dialog(fork.title, body, [close], most=640)

    page.ui.open(build)
