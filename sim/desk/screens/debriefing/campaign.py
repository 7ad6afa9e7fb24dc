"""The debrief of a campaign: chapter by chapter, and the whole arc beside the record."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from sim.catalogue import _
from sim.desk.figures.ending import ScoreBar
from sim.desk.kit.layout import Column, Row
from sim.desk.kit.page import Page
from sim.desk.kit.theme import (
    BODY,
    DISPLAY,
    GRID,
    GUTTER,
    HEADING,
    SMALL,
    SMALL_STRONG,
    STRONG,
    TITLE,
)
from sim.desk.kit.widget import Widget
from sim.desk.kit.widgets.boxes import Card, Divider
from sim.desk.kit.widgets.buttons import Button, Tabs
from sim.desk.kit.widgets.figures import IconView
from sim.desk.kit.widgets.words import Label, TextBlock
from sim.desk.models.debrief_campaign import (
    ArcPoint,
    ChapterView,
    build_campaign_debrief,
    games_of,
)
from sim.desk.screens.debriefing.parts import sheet, side_by_side
from sim.desk.screens.facts import sourced
from sim.desk.screens.frame import frame

if TYPE_CHECKING:
    from sim.game.campaign import CampaignGame
    from sim.scenario.load import Loaded

_TABS: Final = (_("Chapter by chapter"), _("The whole arc"))
_DAY: Final = 132
_HERE: Final = {
    True: ("check", "good", _("here too")),
    False: ("branch", "accent", _("not here")),
    None: ("minus", "muted", _("never came to it")),
}


class CampaignDebriefPage(Page):
    """What there is to say after a campaign; each chapter opens its own debrief.

    Args:
        played: The campaign; nothing may change it while the page is shown.
    """

    def __init__(self, played: CampaignGame) -> None:
        super().__init__()
        self.played = played
        self.view = build_campaign_debrief(played)
        self.tab = 0

    def choose(self, tab: int) -> None:
        """Show another part."""
        self.tab = tab

    def open_chapter(self, chapter: str) -> None:
        """Show the debrief of a chapter."""
        from sim.desk.screens.debriefing.page import DebriefPage

        game = games_of(self.played).get(chapter)
        if game is not None:
            self.app.push(DebriefPage(game))

    def export(self) -> None:
        """Write the whole into the user's folder, and say where."""
        from sim.desk.export.campaign import write_campaign
        from sim.desk.export.writing import where_it_lies, why_not

        try:
            written = write_campaign(self.played)
        except OSError as error:
            title, said = _("It could not be written"), why_not(error)
        else:
            title, said = _("Written down"), where_it_lies(written)
        self.show_notice(title, said, _("Close"), 640)

    def on_key(self, key: str) -> bool:
        """A digit shows a part; left and right the other one."""
        if key in ("1", "2"):
            self.tab = int(key) - 1
            return True
        if key in ("left", "right"):
            self.tab = int(key == "right")
            return True
        return super().on_key(key)

    def build(self) -> Widget:
        """Return the whole screen."""
        view = self.view
        tabs = Tabs(_TABS, self.tab, self.choose, name=_("Debrief"), key="tabs", autofocus=True)
        part = self._arc() if self.tab else self._chapters()
        part.grow = 1.0
        actions: list[Widget] = [
            Button(_("Write it down"), self.export, "plain", "document", hotkey="e", key="export"),
            Label(view.about, SMALL, "muted"),
        ]
        strip = Row([tabs], pad=(GUTTER, GRID, GUTTER, 0))
        body = Column([strip, part], gap=0)
        return frame(self, _("Debrief of the campaign"), body, view.title, actions=actions)

    def _chapters(self) -> Widget:
        view = self.view
        parts = [
            part
            for one in view.chapters
            for part in ((one.earned, True), (one.points - one.earned, False))
            if part[0] > 0
        ]
        left: list[Widget] = [
            Row(
                [
                    Label(f"{view.score}", DISPLAY),
                    Label(_("of 100"), SMALL, "muted"),
                    TextBlock(
                        view.ending or _("The campaign is not over."),
                        TITLE,
                        characters=40,
                        grow=1.0,
                    ),
                ],
                gap=GUTTER,
            ),
            ScoreBar(parts, name=_("Score by chapters")),
            *(TextBlock(text) for text in view.story),
            Divider(),
            TextBlock(view.verdict, BODY, "muted"),
        ]
        right: list[Widget] = [
            Label(_("Each chapter opens its own debrief"), HEADING),
            *(self._chapter(one) for one in view.chapters),
        ]
        return side_by_side(self, left, right, (5.0, 7.0), "chapters")

    def _chapter(self, one: ChapterView) -> Widget:
        scored = _("{earned} of {points}").format(earned=one.earned, points=one.points)
        head = Row(
            [
                TextBlock(
                    _("{number}. {title}").format(number=one.number, title=one.title),
                    STRONG,
                    grow=1.0,
                ),
                Label(scored, SMALL_STRONG, "muted"),
            ],
            gap=12,
            across="start",
        )
        about = " · ".join(part for part in (one.dates, one.note) if part)
        lines: list[Widget] = [head, TextBlock(about, SMALL, "muted")]
        if one.reached:
            said = _("Reached: {list}.").format(list="; ".join(one.reached))
            lines.append(TextBlock(said, SMALL))
        if one.missed:
            said = _("Missed: {list}.").format(list="; ".join(one.missed))
            lines.append(TextBlock(said, SMALL, "muted"))
        return Card(
            lines,
            partial(self.open_chapter, one.id),
            gap=4,
            pad=12,
            enabled=one.opened,
            tooltip="" if one.opened else _("This chapter was never opened."),
            name=f"{one.number}. {one.title}",
            key=f"chapter:{one.id}",
        )

    def _arc(self) -> Widget:
        told: list[Widget] = [
            Label(_("The whole arc beside the record"), HEADING),
            TextBlock(self.view.verdict, BODY, "muted"),
        ]
        chapters = {one.number: one for one in self.view.chapters}
        last = 0
        for point in self.view.arc:
            if point.chapter != last:
                last = point.chapter
                head = _("{number}. {title}").format(number=last, title=chapters[last].title)
                told.append(Column([Divider(), TextBlock(head, STRONG)], gap=12))
            loaded = self.played.loaded.chapters[chapters[last].id]
            told.append(_point(self, loaded, point))
        return sheet(self, told, "arc", gap=10)


def _point(page: Page, loaded: Loaded, point: ArcPoint) -> Widget:
    name, token, words = _HERE[point.here]
    icon = IconView(name, 18, token, name=words)  # type: ignore[arg-type]
    said = words
    if point.here:
        said = _("here in the turn from {date}").format(date=point.date)
    return Row(
        [
            Label(point.by, SMALL, "muted", width=_DAY),
            Column([icon], width=28, across="start"),
            Column(
                [
                    TextBlock(point.title),
                    sourced(page, loaded, said, point.cites, SMALL, "muted"),
                ],
                gap=0,
                grow=1.0,
            ),
        ],
        gap=GRID,
        across="start",
        name=point.title,
    )
