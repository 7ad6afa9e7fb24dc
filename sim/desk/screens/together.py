"""Play together: choose who shares the screen, and who plans first."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from sim.catalogue import _
from sim.desk.kit.layout import Column, Row
from sim.desk.kit.page import Page
from sim.desk.kit.theme import BODY, GUTTER, SMALL, STRONG
from sim.desk.kit.widget import Widget
from sim.desk.kit.widgets.boxes import Card
from sim.desk.kit.widgets.buttons import Button
from sim.desk.kit.widgets.figures import MarkView
from sim.desk.kit.widgets.words import Label, TextBlock
from sim.desk.models.curtain import Place, places, toggled
from sim.desk.screens.frame import frame, sheet

if TYPE_CHECKING:
    from sim.scenario.schema import Scenario

_LEAST: Final = 2


class TogetherPage(Page):
    """Who plays at one screen.

    Args:
        scenario: Whose seats they are.
        seat: Who plans first, unless it is chosen otherwise.
        done: Takes the seats in the order of planning; the page has been left by then.
    """

    def __init__(
        self, scenario: Scenario, seat: str, done: Callable[[tuple[str, ...]], object]
    ) -> None:
        super().__init__()
        self.scenario, self.done = scenario, done
        others = [place.seat.id for place in places(scenario, ()) if place.seat.id != seat]
        self.chosen: tuple[str, ...] = (seat, *others)[:_LEAST]

    def build(self) -> Widget:
        """Return the whole screen."""
        found = places(self.scenario, self.chosen)
        intro = TextBlock(
            _(
                "Each plans alone, with the screen to themselves, and hands it over behind a "
                "curtain. Once all have planned, the turn is played at once: it does not matter "
                "for the game who plans first."
            ),
            BODY,
            "muted",
        )
        cards = [self._card(place) for place in found]
        column = Column([intro, *cards], gap=GUTTER, pad=GUTTER)
        body = sheet(column, 760, "seats")
        ready = len(self.chosen) >= _LEAST
        actions: list[Widget] = [
            Button(
                _("Change the order"),
                self._turn,
                "quiet",
                "undo",
                key="order",
                enabled=ready,
                tooltip="" if ready else _("Choose two seats or more."),
            ),
            Button(
                _("Play together"),
                self._go,
                "primary",
                "arrow-right",
                icon_last=True,
                key="go",
                enabled=ready,
                tooltip="" if ready else _("Choose two seats or more."),
            ),
        ]
        return frame(self, _("Play together"), body, self.scenario.title, (), actions)

    def _card(self, place: Place) -> Widget:
        known = (
            _("not played by a person"),
            _("plans first"),
            _("plans second"),
            _("plans third"),
            _("plans fourth"),
        )
        said = _("plans in place {place}").format(place=place.place)
        said = known[place.place] if place.place < len(known) else said
        words: list[Widget] = [Label(place.seat.name, STRONG)]
        if place.about:
            words.append(TextBlock(place.about, SMALL, "muted", characters=84))
        return Card(
            [
                Row(
                    [
                        MarkView(place.seat.mark, 10, name=place.seat.name),
                        Column(words, gap=0, grow=1),
                        Label(said, STRONG if place.place else SMALL, "ink"),
                    ],
                    gap=12,
                )
            ],
            partial(self._toggle, place.seat.id),
            selected=bool(place.place),
            pad=(16, 12),
            key=f"seat:{place.seat.id}",
            name=f"{place.seat.name}: {said}",
            autofocus=place.place == 1,
        )

    def _toggle(self, seat: str) -> None:
        self.chosen = toggled(self.chosen, seat)

    def _turn(self) -> None:
        self.chosen = (*self.chosen[1:], *self.chosen[:1])

    def _go(self) -> None:
        self.on_key("escape")
        self.done(self.chosen)
