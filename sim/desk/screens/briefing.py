"""The briefing: read the story and the role sheet, choose a seat and a level, begin."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from sim.catalogue import _
from sim.desk.kit.layout import Column, Row
from sim.desk.kit.page import Page
from sim.desk.kit.theme import BODY, HEADING, LEAD, QUOTE, SMALL, SMALL_STRONG, STRONG
from sim.desk.kit.widget import Widget
from sim.desk.kit.widgets.boxes import Card, Divider, Panel
from sim.desk.kit.widgets.buttons import Button, Tabs, Toggle
from sim.desk.kit.widgets.dialog import Dialog
from sim.desk.kit.widgets.figures import IconView, MarkView, Meter
from sim.desk.kit.widgets.scroll import Scroll
from sim.desk.kit.widgets.words import Label, TextBlock
from sim.desk.models.briefing import Briefing, Voice
from sim.desk.models.desk import Goal
from sim.desk.screens.frame import frame, is_wide, section

_THREE: Final = 1200
_ROOMY, _HIGH = 1600, 900


class BriefingPage(Page):
    """What a player should know before the first turn.

    Args:
        view: The briefing.
        begin: Starts the game; without it the game is on, and the page only goes back.
        take: Changes the seat and the level, where that can still be done.
        plain: Whether the story is told in short and plain words at first.
        on_plain: Hears of it when the words are changed.
        more: Makes what else can be chosen before the game begins.
    """

    def __init__(
        self,
        view: Briefing,
        begin: Callable[[], object] | None = None,
        take: Callable[[str, str], Briefing] | None = None,
        plain: bool = False,
        on_plain: Callable[[bool], object] = lambda on: None,
        more: Callable[[], Sequence[Widget]] | None = None,
    ) -> None:
        super().__init__()
        self.view, self.begin, self.take = view, begin, take
        self.plain, self.on_plain = plain, on_plain
        self.more = more

    def build(self) -> Widget:
        """Return the whole screen."""
        view = self.view
        roomy = self.look.width >= _ROOMY and self.look.height >= _HIGH
        told = view.plain if self.plain and view.plain else view.story
        story: list[Widget] = [
            TextBlock(text, LEAD if i == 0 or roomy else BODY) for i, text in enumerate(told)
        ]
        if view.plain:
            story.insert(0, Toggle(_("In plain words"), self.plain, self._tell, key="plain"))
        if self.look.width >= _THREE:
            columns = [("story", view.story_title, story), ("role", "", self._role(view))]
            columns.append(("counts", "", self._counts(view)))
            body: Widget = Row(
                [
                    Panel(
                        [Scroll(Column(parts, gap=12), grow=1, key=key)],
                        title,
                        gap=12,
                        pad=16,
                        grow=1,
                    )
                    for key, title, parts in columns
                ],
                gap=16,
                pad=16,
                across="stretch",
            )
        elif is_wide(self):
            left = Panel(
                [Scroll(Column(story, gap=12), grow=1, key="story")],
                view.story_title,
                gap=12,
                pad=16,
                grow=1,
            )
            role = [*self._role(view), Divider(), *self._counts(view)]
            right = Panel([Scroll(Column(role, gap=12), grow=1, key="role")], pad=16, grow=1)
            body = Row([left, right], gap=16, pad=16, across="stretch")
        else:
            panels = [
                Panel(self._role(view), gap=12),
                Panel(story, view.story_title, gap=12),
                Panel(self._counts(view), gap=12),
            ]
            body = Scroll(Column(panels, gap=12, pad=12), key="briefing:body")
        return frame(self, view.title, body, view.dates, actions=self._actions(view))

    def _role(self, view: Briefing) -> list[Widget]:
        parts: list[Widget] = [
            Row(
                [
                    MarkView(view.seat.mark, 12, name=view.seat.name),
                    Column(
                        [
                            Label(_("You are {who}").format(who=view.seat.name), HEADING),
                            TextBlock(view.leader, SMALL, "muted"),
                        ],
                        gap=0,
                        grow=1,
                    ),
                ],
                gap=12,
            ),
            *(TextBlock(text, BODY) for text in view.role),
            Divider(),
            section(_("Time and means")),
            *(Label(rule, SMALL) for rule in view.rules),
            *(
                Row(
                    [Label(d.date, SMALL_STRONG, width=124), TextBlock(d.title, SMALL, grow=1)],
                    across="start",
                )
                for d in view.calendar
            ),
        ]
        if self.take is not None and len(view.seats) > 1:
            names = [seat.name for seat in view.seats]
            at = [seat.id for seat in view.seats].index(view.seat.id)
            tabs = Tabs(names, at, self._take, boxed=True, elide=True, key="seats", name=_("Seat"))
            parts.insert(0, tabs)
        return parts

    def _levels(self) -> Widget:
        """The levels to choose from, each with what it is like."""
        view = self.view
        cards: list[Widget] = [
            Card(
                [
                    Row(
                        [
                            IconView("check", 16, "accent")
                            if one.id == view.level
                            else Column([], width=16),
                            Column(
                                [
                                    TextBlock(one.title, STRONG),
                                    TextBlock(one.about, SMALL, "muted"),
                                ],
                                gap=0,
                                grow=1,
                            ),
                        ],
                        gap=12,
                    )
                ],
                partial(self._choose, one.id),
                selected=one.id == view.level,
                pad=(14, 10),
                key=f"level:{one.id}",
                name=_("Level: {title}").format(title=one.title),
                autofocus=one.id == view.level,
            )
            for one in view.levels
        ]
        back = Button(_("Back"), self.ui.close, key="levels:back")
        return Dialog(_("Level of difficulty"), cards, [back])

    def _counts(self, view: Briefing) -> list[Widget]:
        return [
            section(_("What counts, of 100 points")),
            *([TextBlock(f"“{view.motto}”", QUOTE, "muted")] if view.motto else []),
            *(_goal(goal) for goal in view.goals),
            Divider(),
            section(_("Two advisers") if len(view.voices) == 2 else _("Advisers")),
            *(_voice(voice) for voice in view.voices),
        ]

    def _actions(self, view: Briefing) -> list[Widget]:
        if self.begin is None:
            return [
                Button(_("Back to the desk"), self._back, "primary", key="begin", autofocus=True)
            ]
        return [
            Button(_("Back"), self._back, "quiet", "arrow-left", key="leave"),
            *self._level_button(view),
            *(self.more() if self.more is not None else ()),
            Button(
                _("Begin as {seat}").format(seat=view.seat.name),
                self.begin,
                "primary",
                "arrow-right",
                icon_last=True,
                key="begin",
                autofocus=True,
            ),
        ]

    def _level_button(self, view: Briefing) -> list[Widget]:
        if self.take is None or not view.levels:
            return []
        title = next(one.title for one in view.levels if one.id == view.level)
        return [
            Button(
                _("Level: {title}").format(title=title),
                self.levels,
                "plain",
                hotkey="l",
                key="levels",
            )
        ]

    def levels(self) -> None:
        """Show the levels to choose from."""
        self.ui.open(self._levels)

    def _back(self) -> None:
        self.on_key("escape")

    def _take(self, index: int) -> None:
        if self.take is not None:
            self.view = self.take(self.view.seats[index].id, self.view.level)

    def _choose(self, level: str) -> None:
        self.ui.close()
        if self.take is not None and level != self.view.level:
            self.view = self.take(self.view.seat.id, level)

    def _tell(self, plain: bool) -> None:
        self.plain = plain
        self.on_plain(plain)

    def on_key(self, key: str) -> bool:
        """B goes back, as it came."""
        return super().on_key("escape" if key == "b" and self.begin is None else key)


def _goal(goal: Goal) -> Widget:
    head = [
        TextBlock(goal.title, STRONG, grow=1),
        Meter(
            goal.weight / 100,
            words=_("{weight} of 100").format(weight=goal.weight),
            width=72,
            name=goal.title,
        ),
        Label(str(goal.weight), SMALL_STRONG, align="right", width=24),
    ]
    parts: list[Widget] = [Row(head, gap=10)]
    if goal.about:
        parts.append(TextBlock(goal.about, SMALL, "muted"))
    return Column(parts, gap=2, name=goal.title)


def _voice(voice: Voice) -> Widget:
    return Column(
        [
            Label(voice.name, STRONG, elide=True),
            TextBlock(f"“{voice.view}”", QUOTE),
            *(Label(read, SMALL, "muted", elide=True) for read in voice.reads),
        ],
        gap=2,
        name=voice.name,
    )
