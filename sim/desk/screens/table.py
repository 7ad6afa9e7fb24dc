"""The table: draft a text, see what each party would make of it, and plan to lay it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sim.catalogue import _
from sim.desk.figures.draft import DraftSlider
from sim.desk.figures.number import Number
from sim.desk.kit.layout import Column, Row, Spacer, Wrap
from sim.desk.kit.page import Page
from sim.desk.kit.theme import BODY, GRID, GUTTER, HEADING, SMALL, STRONG, Style
from sim.desk.kit.widget import Widget
from sim.desk.kit.widgets.boxes import Divider, Panel
from sim.desk.kit.widgets.buttons import Button, Toggle
from sim.desk.kit.widgets.figures import MarkView, Odds
from sim.desk.kit.widgets.scroll import Item, List, Scroll
from sim.desk.kit.widgets.words import Label, TextBlock
from sim.desk.models.table import PartyRow, Route, TableView, build_table, last_text, presets
from sim.desk.models.title import day
from sim.desk.screens.frame import frame, is_wide, section
from sim.game.lock import REFUSED

if TYPE_CHECKING:
    from sim.game.game import Game

_COUNT = Style(24, "sans", True)
_NAME_ROOM = 148
_LANE = (17, 36)
_AROUND, _AN_ISSUE = 208, 104  # what is not lanes: around the issues, and of each
_LOW = 640  # logical units of height below which all beside the text scrolls as one
_ROOMY = 1200  # logical units from which all actions stand in one row
_SAFE = 14  # of twenty; from here on nobody needs to be told why


class TablePage(Page):
    """Draft a text for a table.

    Args:
        game: The game; a planned draft is put into it.
        table: The table's id.
        on_planned: Called once the move is planned, before the page closes.
        move: The drafting move to begin with.
    """

    def __init__(
        self,
        game: Game,
        table: str,
        on_planned: Callable[[], object] | None = None,
        move: str | None = None,
    ) -> None:
        super().__init__()
        from sim.game.forecast.acceptance import Acceptance

        seen = game.view()
        self.game, self.table, self.on_planned = game, table, on_planned
        self.acceptance = Acceptance(game, table)
        self.zones = next(one.zones for one in seen.tables if one.id == table)
        self.cards = seen.cards
        self.text = self._first_text()
        self.call = False
        self.route = 0
        self._view: TableView | None = None
        routes = self.view.routes
        wanted = [i for i, route in enumerate(routes) if route.move == move]
        usable = [i for i, route in enumerate(routes) if route.planned or route.legal]
        self.route = next(iter([*wanted, *usable]), 0)

    def _first_text(self) -> dict[str, float]:
        """The text planned already, else that on the table, else the first suggestion."""
        for plan in self.game.planned:
            if {issue for issue, _place in plan.text} == set(self.acceptance.issues):
                return dict(plan.text)
        return last_text(self.game, self.table) or dict(presets(self.game, self.table)[0].text)

    @property
    def view(self) -> TableView:
        """What is shown for the text as it is."""
        if self._view is None:
            estimate = self.acceptance.estimate(self.text)
            self._view = build_table(
                self.game, self.table, self.text, estimate, self.zones, self.cards
            )
        return self._view

    @property
    def chosen(self) -> Route | None:
        """The move that is to lay the text."""
        routes = self.view.routes
        return routes[self.route] if routes else None

    # -- what is done ------------------------------------------------------------------------------

    def set_place(self, issue: str, place: float) -> None:
        """Move the text on an issue."""
        self.text[issue] = place
        self._view = None

    def take(self, text: tuple[tuple[str, float], ...]) -> None:
        """Take another text as a whole."""
        self.text = dict(text)
        self._view = None

    def plan(self) -> None:
        """Plan the move that lays the text, and with `call` also that which decides it; or none."""
        from sim.game.errors import IllegalMove

        route, game = self.chosen, self.game
        if route is None:
            return
        before = list(game.planned)
        try:
            for index, planned in enumerate(before):
                if (planned.move, planned.to) == (route.move, route.to):
                    game.drop(index)
                    break
            game.push(route.move, route.to, self.text)
            if self.call and (call := self._call) is not None:
                game.push(call.move, call.to)
        except IllegalMove as problem:
            game.planned[:] = before
            self._explain(str(problem))
            return
        if self.on_planned is not None:
            self.on_planned()
        self.on_key("escape")

    @property
    def _call(self) -> Route | None:
        return next(iter(self.view.calls), None)

    def _explain(self, problem: str) -> None:
        self._view, self.cards = None, self.game.view().cards
        self.show_notice(_("This cannot be planned"), problem, _("Back to the text"), 520)

    # -- how it looks ------------------------------------------------------------------------------

    def build(self) -> Widget:
        """Return the whole screen."""
        view = self.view
        lies = Label(view.lies, SMALL, "muted")
        if is_wide(self):
            text = Scroll(Column(self._issues(view), gap=6), grow=1.0, key="text")
            said = Column(self._parties(view), gap=12)
            low = self.look.height < _LOW
            parties = said if low else Scroll(said, grow=1.0, key="parties")
            taken = [self._together(view), Divider(), parties, *self._how(view)]
            if not self.game.lock.odds:
                taken = [*self._unsaid(view), Spacer(), *self._how(view)]
            if low:
                taken = [Scroll(Column(taken, gap=12), fill=True, grow=1.0, key="parties")]
            body: Widget = Row(
                [
                    Panel([text], _("The text"), lies, grow=11.0),
                    Panel(taken, _("What they would make of it"), gap=12, grow=9.0),
                ],
                gap=GUTTER,
                pad=GUTTER,
                across="stretch",
            )
        else:
            parts = [self._together(view), *self._parties(view), *self._how(view)]
            if not self.game.lock.odds:
                parts = [*self._unsaid(view), *self._how(view)]
            both = [
                Panel(self._issues(view), _("The text"), lies, gap=GUTTER),
                Panel(parts, _("What they would make of it"), gap=12),
            ]
            body = Scroll(Column(both, gap=GUTTER, pad=GRID), key="both")
        date = day(self.game.date)
        return frame(self, view.title, body, f"{date} · {view.how}", actions=self._actions(view))

    def _issues(self, view: TableView) -> list[Widget]:
        parts: list[Widget] = [
            DraftSlider(
                line,
                lambda place, issue=line.issue: self.set_place(issue, place),  # type: ignore[misc]
                lane=self._lane(view),
                ledger=self.ledger,
            )
            for line in view.lines
        ]
        if view.outside:
            outside = ", ".join(view.outside)
            parts.append(
                TextBlock(
                    _("Outside the standing agreement: {issues}.").format(issues=outside),
                    SMALL,
                    "bad",
                )
            )
        return parts

    def _lane(self, view: TableView) -> float:
        """How high the lane of a party can be so that all issues are in view."""
        lanes = sum(len(line.stands) for line in view.lines)
        room = self.look.height - _AROUND - _AN_ISSUE * len(view.lines)
        return min(max(room / max(1, lanes), _LANE[0]), _LANE[1])

    def _parties(self, view: TableView) -> list[Widget]:
        return [self._party(row) for row in view.parties]

    def _unsaid(self, view: TableView) -> list[Widget]:
        """Who decides, where a teacher has switched the odds off."""
        parties: list[Widget] = [
            Row(
                [
                    MarkView(row.face.mark, 7, name=""),
                    Label(row.face.name, STRONG, elide=True),
                    Label(row.role, SMALL, "muted"),
                ],
                gap=GRID,
            )
            for row in sorted(view.parties, key=lambda row: row.face.name)
        ]
        return [TextBlock(REFUSED["odds"], BODY, "muted"), Divider(), *parties]

    def _together(self, view: TableView) -> Widget:
        odds = view.passes
        spread = _("that it passes")
        if odds.range_words:
            spread = _("that it passes; {spread}").format(spread=odds.range_words)
        return Column(
            [
                Row(
                    [
                        Odds(odds.count, 20, odds.low, odds.high, lit=True, name=_("It passes")),
                        Column([Label(odds.words, _COUNT), Label(spread, SMALL, "muted")], gap=0),
                    ],
                    gap=GUTTER,
                ),
                TextBlock(view.verdict, HEADING),
            ],
        )

    def _party(self, row: PartyRow) -> Widget:
        odds = row.chance
        said = odds.words + (f" · {odds.range_words}" if odds.range_words else "")
        name = Row(
            [
                MarkView(row.face.mark, 7, name=row.face.name),
                Column(
                    [
                        Label(row.face.name, STRONG, elide=True),
                        Label(row.role, SMALL, "muted", elide=True),
                    ],
                    gap=0,
                    grow=1.0,
                ),
            ],
            gap=GRID,
            width=_NAME_ROOM,
        )
        who = _("{who} accepts").format(who=row.face.name)
        dots = Odds(odds.count, 20, odds.low, odds.high, name=who)
        word = Column(
            [
                Label(row.word, BODY, "bad" if row.stops else "ink"),
                Row(
                    [Number(said, f"accepts:{row.face.id}", self.why, SMALL, "muted", name=who)],
                    gap=0,
                ),
            ],
            gap=0,
        )
        parts: list[Widget] = [Wrap([name, dots, word], gap=12)]
        if row.reason and (row.stops or row.chance.count < _SAFE):
            parts.append(TextBlock(row.reason, SMALL, "muted"))
        return Column(parts, gap=4, name=row.face.name)

    def _how(self, view: TableView) -> list[Widget]:
        route = self.chosen
        if route is None:
            return [TextBlock(_("You have no move that lays a text here."), BODY, "muted")]
        parts: list[Widget] = [Divider(), section(_("How it is laid"))]
        if len(view.routes) > 1:
            items = [
                Item(r.title, _("costs {points}").format(points=r.cost), enabled=r.legal)
                for r in view.routes
            ]
            parts.append(
                List(items, self.route, self._choose, row=32, name=_("How it is laid"), key="how")
            )
        cost = _("It costs {points} and you have {left}. {reason}").format(
            points=route.cost, left=f"{self.game.capital_left:g}", reason=route.reason
        )
        if route.planned:
            cost = _("It is planned for this turn; you can still change the text.")
        bad = not route.legal and not route.planned
        parts.append(TextBlock(route.why_not if bad else cost, SMALL, "bad" if bad else "muted"))
        if self.look.width < _ROOMY:
            parts += self._calls()
        return parts

    def _calls(self) -> list[Widget]:
        """The switch that has the table decide in the same turn, if it can."""
        call = self._call
        if call is None:
            return []
        toggle = Toggle(
            call.title,
            self.call,
            self._set_call,
            enabled=call.legal,
            tooltip=call.why_not or _("In the same turn, after the text is laid."),
            key="call",
        )
        toggle.elide = True
        return [toggle]

    def ledger(self, key: str) -> None:
        """Open the account of a number."""
        from sim.desk.screens.ledger import LedgerPage

        self.app.push(LedgerPage(self.game, key))

    def why(self, key: str) -> None:
        """Tell why a party is as likely to accept as it is."""
        from sim.desk.models.why import build_accepts
        from sim.desk.screens.why import WhyPage

        actor = key.partition(":")[2]
        estimate = self.acceptance.estimate(self.text)
        party = next(one for one in estimate.parties if one.actor == actor)
        self.app.push(WhyPage(self.game, build_accepts(self.game, party, self.table)))

    def _choose(self, index: int) -> None:
        self.route = index

    def _set_call(self, on: bool) -> None:
        self.call = on

    def _actions(self, view: TableView) -> list[Widget]:
        actions: list[Widget] = [
            Button(
                preset.title,
                lambda text=preset.text: self.take(text),  # type: ignore[misc]
                "plain" if dict(preset.text) == self.text else "quiet",
                hotkey=str(number),
                tooltip=preset.about,
                key=f"preset:{preset.id}",
            )
            for number, preset in enumerate(view.presets, start=1)
        ]
        route = self.chosen
        ready = route is not None and (route.legal or route.planned)
        planned = route is not None and route.planned
        title = _("Change the plan") if planned else _("Plan this draft")
        if self.look.width >= _ROOMY:
            actions += [Spacer(), *self._calls()]
        actions.append(
            Button(
                title,
                self.plan,
                "primary",
                "check",
                enabled=ready,
                hotkey="p",
                tooltip="" if ready or route is None else route.why_not,
                key="plan",
            )
        )
        return actions
