"""A campaign in the window: the bridge before each chapter, and what came of it all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from sim.catalogue import _
from sim.desk.figures.ending import ScoreBar
from sim.desk.kit.layout import Column, Row
from sim.desk.kit.page import Page
from sim.desk.kit.theme import BODY, DISPLAY, GRID, GUTTER, HEADING, LEAD, SMALL, STRONG, TITLE
from sim.desk.kit.widget import Widget
from sim.desk.kit.widgets.boxes import Divider
from sim.desk.kit.widgets.buttons import Button
from sim.desk.kit.widgets.figures import IconView
from sim.desk.kit.widgets.words import Label, TextBlock
from sim.desk.models.campaign import (
    Bridge,
    Brought,
    CampaignEnd,
    ChapterEnd,
    Step,
)
from sim.desk.models.signs import signed
from sim.desk.screens.debriefing.parts import side_by_side
from sim.desk.screens.frame import frame, is_wide, section, sign_token

_ICON: Final = 24
_STATES: Final = {"over": "check", "now": "chevron-right", "coming": "clock", "skipped": "close"}
_WORDS: Final = {
    "over": _("over"),
    "now": _("now"),
    "coming": _("coming"),
    "skipped": _("skipped"),
}


class BridgePage(Page):
    """What is told before a chapter.

    Args:
        view: The bridge.
        go: Goes on to the chapter's briefing.
        away: Leaves for the opening; the game is saved.
    """

    def __init__(self, view: Bridge, go: Callable[[], object], away: Callable[[], object]) -> None:
        super().__init__()
        self.view, self.go, self.away = view, go, away

    def build(self) -> Widget:
        """Return the whole screen."""
        view = self.view
        left: list[Widget] = [
            *([] if is_wide(self) else [Label(view.heading, SMALL, "accent")]),
            TextBlock(view.title, DISPLAY, characters=32),
            *(TextBlock(text, LEAD if i == 0 else BODY) for i, text in enumerate(view.story)),
        ]
        right: list[Widget] = [section(_("The way through")), *map(_step, view.steps)]
        if view.brought:
            right += [
                Divider(),
                section(_("What you bring along")),
                TextBlock(_("Against the record, as far as you can tell."), SMALL, "muted"),
                *map(_brought, view.brought),
            ]
        body = side_by_side(self, left, right, (7.0, 5.0), "bridge")
        go = Button(
            _("To the briefing"),
            self.go,
            "primary",
            "arrow-right",
            icon_last=True,
            key="go",
            autofocus=True,
        )
        back = Button(_("To the title"), self.away, "quiet", "arrow-left", key="away")
        return frame(self, view.campaign, body, view.heading, actions=[back, go])

    def on_key(self, key: str) -> bool:
        """Esc leaves for the opening."""
        if key == "escape":
            self.away()
            return True
        return super().on_key(key)


class CampaignEndPage(Page):
    """What came of a campaign: its ending, and its chapters by what they count for."""

    def __init__(
        self,
        view: CampaignEnd,
        bridge: str,
        away: Callable[[], object],
        debrief: Callable[[], object] | None = None,
    ) -> None:
        super().__init__()
        self.view, self.bridge, self.away, self.debrief = view, bridge, away, debrief

    def build(self) -> Widget:
        """Return the whole screen."""
        view = self.view
        score = Row(
            [
                Label(f"{view.score}", DISPLAY),
                Label(_("of 100"), SMALL, "muted"),
                TextBlock(view.ending, TITLE, characters=40, grow=1.0),
            ],
            gap=GUTTER,
        )
        parts = [
            part
            for one in view.chapters
            for part in ((one.earned, True), (one.points - one.earned, False))
            if part[0] > 0
        ]
        left: list[Widget] = [score, ScoreBar(parts, name=_("Score by chapters"))]
        left += [TextBlock(text, BODY) for text in ([self.bridge] if self.bridge else [])]
        left += [TextBlock(text, LEAD if i == 0 else BODY) for i, text in enumerate(view.story)]
        right: list[Widget] = [Label(_("Chapter by chapter"), HEADING)]
        for one in view.chapters:
            right += [Divider(), _chapter(one)]
        body = side_by_side(self, left, right, (6.0, 6.0), "campaign-end")
        away = Button(_("To the title"), self.away, "primary", key="away", autofocus=True)
        actions: list[Widget] = [away]
        if self.debrief is not None:
            told = Button(
                _("Debrief"), self.debrief, "plain", "document", hotkey="d", key="debrief"
            )
            actions.insert(0, told)
        about = f"{view.title} · {view.about}"
        return frame(self, _("The campaign is over"), body, about, (), actions)

    def on_key(self, key: str) -> bool:
        """Esc leaves for the opening."""
        if key == "escape":
            self.away()
            return True
        return super().on_key(key)


def _step(step: Step) -> Widget:
    token = {"over": "good", "now": "accent"}.get(step.state, "muted")
    icon = IconView(_STATES[step.state], 18, token)  # type: ignore[arg-type]
    icon.name = _WORDS[step.state]
    said = {
        "over": _("{score} of 100").format(score=step.score),
        "skipped": _("did not open"),
    }.get(step.state, "")
    quiet = step.state in ("coming", "skipped")
    return Row(
        [
            Column([icon], width=_ICON, across="start"),
            Column(
                [
                    TextBlock(step.title, STRONG, "muted" if quiet else "ink"),
                    Label(step.dates, SMALL, "muted", elide=True),
                ],
                gap=0,
                grow=1.0,
            ),
            Label(said, SMALL, "muted"),
        ],
        gap=GRID,
        across="start",
        name=f"{step.number}. {step.title}: {_WORDS[step.state]}",
    )


def _brought(one: Brought) -> Widget:
    number = Label(signed(one.points), STRONG, sign_token(one.points), align="right", width=40)
    return Row([TextBlock(one.label, BODY, grow=1.0), number], gap=GRID, across="start")


def _chapter(one: ChapterEnd) -> Widget:
    head: list[Widget] = [TextBlock(f"{one.number}. {one.title}", STRONG, grow=1.0)]
    head.append(
        Label(
            _("{earned} of {points}").format(earned=one.earned, points=one.points), SMALL, "muted"
        )
    )
    lines: list[Widget] = [Row(head, gap=12, across="start")]
    if one.note:
        lines.append(TextBlock(one.note, SMALL, "muted"))
    lines += [_aim(title, True) for title in one.reached]
    lines += [_aim(title, False) for title in one.missed]
    return Column(lines, gap=4, name=one.title)


def _aim(title: str, reached: bool) -> Widget:
    icon = IconView("check" if reached else "close", 16, "good" if reached else "muted")
    icon.name = _("reached") if reached else _("not reached")
    words = TextBlock(title, BODY, "ink" if reached else "muted", grow=1.0)
    return Row([Column([icon], width=_ICON, across="start"), words], gap=GRID, across="start")
