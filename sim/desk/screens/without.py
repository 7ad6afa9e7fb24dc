"""A world without: switch rules of the model and events off before a game begins."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from sim.catalogue import _
from sim.desk.kit.layout import Column, Row
from sim.desk.kit.page import Page
from sim.desk.kit.theme import BODY, GUTTER, SMALL, STRONG
from sim.desk.kit.widget import Widget
from sim.desk.kit.widgets.boxes import Card, Panel
from sim.desk.kit.widgets.buttons import Button
from sim.desk.kit.widgets.figures import IconView
from sim.desk.kit.widgets.scroll import Scroll
from sim.desk.kit.widgets.words import Label, TextBlock
from sim.desk.models.without import build_world, turned
from sim.desk.screens.frame import frame, is_wide
from sim.game.switches import Switch

if TYPE_CHECKING:
    from sim.scenario.schema import Scenario

_BOX: Final = 22


class WithoutPage(Page):
    """The switches of a scenario.

    Args:
        scenario: Whose rules and events they are.
        without: What is switched off at first, as `rule:ID` and `event:ID`.
        done: Takes what is switched off, in the order of the page; the page has been left by then.
    """

    def __init__(
        self,
        scenario: Scenario,
        without: Sequence[str],
        done: Callable[[tuple[str, ...]], object],
    ) -> None:
        super().__init__()
        self.scenario, self.off, self.done = scenario, tuple(without), done

    def build(self) -> Widget:
        """Return the whole screen."""
        view = build_world(self.scenario, self.off)
        rules = [self._card(switch) for switch in view.rules]
        events = [self._card(switch) for switch in view.events]
        if not events:
            events = [TextBlock(_("This scenario has no events of its own."), BODY, "muted")]
        intro = TextBlock(
            _(
                "What is switched off contributes nothing, for anybody, from the first day on. "
                "It shows what a rule does in the model, not what the world would have been: "
                "the constants were chosen with all rules at work."
            ),
            BODY,
            "muted",
            characters=110,
        )
        if is_wide(self):
            columns = [
                Panel([Scroll(Column(parts, gap=8), grow=1, key=key)], title, gap=12, grow=share)
                for key, title, parts, share in (
                    ("rules", _("Rules of the model"), rules, 6),
                    ("events", _("Events"), events, 5),
                )
            ]
            row = Row(columns, gap=GUTTER, across="stretch", grow=1)
            body: Widget = Column([intro, row], gap=12, pad=GUTTER)
        else:
            parts: list[Widget] = [
                intro,
                Panel(rules, _("Rules of the model")),
                Panel(events, _("Events")),
            ]
            body = Scroll(Column(parts, gap=12, pad=12), key="all")
        said = view.words[:1].upper() + view.words[1:] if view.words else _("The world as it is")
        return frame(
            self,
            _("A world without \N{HORIZONTAL ELLIPSIS}"),
            body,
            view.title,
            (),
            [
                Button(
                    _("All on"),
                    self._clear,
                    "quiet",
                    "undo",
                    key="clear",
                    enabled=bool(self.off),
                    tooltip="" if self.off else _("Nothing is switched off."),
                ),
                Label(said, STRONG, elide=True, grow=1.0 if is_wide(self) else 0.0),
                Button(_("Go on"), self._go, "primary", "arrow-right", icon_last=True, key="go"),
            ],
        )

    def _card(self, switch: Switch) -> Widget:
        off = switch.id in self.off
        icon = IconView("close", 16, "bad") if off else IconView("check", 16, "good")
        icon.name = _("off") if off else _("on")
        title = switch.title[:1].upper() + switch.title[1:]
        state = _("off") if off else _("on")
        head: list[Widget] = [
            TextBlock(title, STRONG, grow=1),
            Label(state, SMALL, "ink" if off else "muted"),
        ]
        words = Column(
            [Row(head), TextBlock(switch.about, SMALL, "muted", characters=84)], gap=0, grow=1
        )
        return Card(
            [Row([Column([icon], width=_BOX), words], gap=8)],
            partial(self._turn, switch.id),
            selected=off,
            pad=(12, 8),
            key=switch.id,
            name=f"{title}: {state}",
            autofocus=switch.id == "rule:trust",
        )

    def _turn(self, switch: str) -> None:
        self.off = turned(self.off, switch)

    def _clear(self) -> None:
        self.off = ()

    def _go(self) -> None:
        view = build_world(self.scenario, self.off)
        chosen = tuple(one.id for one in (*view.rules, *view.events) if one.id in view.off)
        self.on_key("escape")
        self.done(chosen)
