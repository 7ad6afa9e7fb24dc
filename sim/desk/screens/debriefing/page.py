"""The debrief: what was reached, beside the record, what turned it, what had been hidden."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from sim.catalogue import _
from sim.desk.kit.app import App
from sim.desk.kit.layout import Column, Row
from sim.desk.kit.page import Page
from sim.desk.kit.theme import GRID, GUTTER, STRONG
from sim.desk.kit.widget import Widget
from sim.desk.kit.widgets.buttons import Button, Tabs
from sim.desk.kit.widgets.words import Label
from sim.desk.models.debrief import DebriefView, build_debrief
from sim.desk.models.forecasts import ForecastsView, build_forecasts
from sim.desk.models.notes import Notes, notes_of
from sim.desk.models.river import RiverView, build_river
from sim.desk.screens.debriefing import hidden, parts, record, turning
from sim.desk.screens.debriefing.forecasts import forecasts
from sim.desk.screens.debriefing.onward import NOWHERE, Onward, honesty_button, ways_on
from sim.desk.screens.debriefing.questions import questions
from sim.desk.screens.debriefing.reckoning import Reckoning
from sim.desk.screens.debriefing.river import river
from sim.desk.screens.frame import frame, is_wide

if TYPE_CHECKING:
    from sim.game.debriefing.debrief import Debrief
    from sim.game.debriefing.river import River
    from sim.game.game import Game

PARTS: Final = {
    "ending": _("How it ended"),
    "record": _("The record"),
    "turning": _("Turning points"),
    "worth": _("Worth of moves"),
    "forecasts": _("Forecasts"),
    "river": _("Path map"),
    "hidden": _("What was hidden"),
    "part": _("The mediator"),
    "questions": _("Questions"),
}
"""The parts by name, in order; a digit shows each."""
ROLLOUTS: Final = 100


class DebriefPage(Page):
    """What there is to say after a game.

    Prospects, the worth of moves and the path map take some seconds; they are reckoned in a thread
    once the page is shown, and come in when they are ready.

    Args:
        game: The game; nothing may change it while the page is shown.
        onward: Where it leads.
        made: The debrief, where a caller has it already; nothing is reckoned then, unless the path
            map is opened.
        rollouts: How many games prospects and moves are judged by; 0 for none.
        drawn: The path map, where a caller has it already.
        part: Which of `PARTS` is shown first.
    """

    def __init__(
        self,
        game: Game,
        onward: Onward = NOWHERE,
        made: Debrief | None = None,
        rollouts: int = ROLLOUTS,
        drawn: River | None = None,
        part: str = "ending",
    ) -> None:
        super().__init__()
        from sim.game.debriefing.debrief import debrief
        from sim.game.forecast.calibration import calibration

        self.game, self.onward = game, onward
        self.reckons = made is None and rollouts > 0
        """Whether what takes longer is still to be reckoned."""
        self.reckoning = Reckoning(game, rollouts, self._take, self.refresh)
        self.made = made or debrief(game)
        self.view: DebriefView = build_debrief(game, self.made)
        self.bets: ForecastsView = build_forecasts(calibration(game, 0))
        self.drawn: River | None = None
        self.river: RiverView | None = None
        if drawn is not None:
            self._draw(drawn)
        self.notes: Notes = notes_of(game)
        self.tab = self.names.index(part) if part in self.names else 0
        self.group = 0
        self._built: tuple[object, Widget] | None = None

    @property
    def thinking(self) -> bool:
        """Whether something is being reckoned."""
        return bool(self.reckoning.shares)

    def enter(self, app: App) -> None:
        """Take the window, and begin to reckon what takes longer."""
        super().enter(app)
        if self.reckons:
            self._begin("river", *(["bets"] if self.bets.rows else []), "worth")
        elif self.part == "river":
            self._begin("river")

    def _begin(self, *wanted: str) -> None:
        """Have something reckoned, unless it is there or something is reckoned."""
        new = [name for name in wanted if name != "river" or self.river is None]
        self.reckoning.begin(self.app, self, new)

    def _take(self, name: str, found: Any) -> None:
        """Show something that was reckoned."""
        match name:
            case "river":
                self._draw(found)
            case "bets":
                self.bets = replace(build_forecasts(found), long_run=self.bets.long_run)
            case "worth":
                self.made, self.reckons = found, False
                self.view = build_debrief(self.game, found)
        self.refresh()

    def _draw(self, drawn: River) -> None:
        self.drawn = drawn
        self.river = build_river(drawn, self.view.seat_name)

    # -- what is done ------------------------------------------------------------------------------

    def choose(self, tab: int) -> None:
        """Show another part."""
        self.tab = tab
        if self.part == "river":
            self._begin("river")

    def choose_group(self, group: int) -> None:
        """Show other numbers."""
        self.group = group

    def open_report(self, turn: int) -> None:
        """Show the report of a turn, from 1, over the debrief."""
        from sim.desk.screens.report import ReportPage

        if 1 <= turn <= len(self.game.past):
            report = self.game.past[turn - 1].report
            many = None if self.onward.many is None else partial(self.onward.many, turn)
            self.app.push(ReportPage(self.game, report, on_again=many))

    def export(self) -> None:
        """Write the debrief into the user's folder, and say where."""
        from sim.desk.export.words import Extras
        from sim.desk.export.writing import where_it_lies, why_not, write_debrief
        from sim.game.saving.save import save_of

        extras = Extras(self.river, self.notes, self.bets)
        try:
            written = write_debrief(self.view, None, save_of(self.game), extras)
        except OSError as error:
            title, said = _("It could not be written"), why_not(error)
        else:
            title, said = _("Written down"), where_it_lies(written)
            if self.thinking:
                said += "\n\n" + _("What is still being reckoned is not in it yet.")
        self.show_notice(title, said, _("Close"), 640)

    def on_key(self, key: str) -> bool:
        """A digit shows a part; left and right show the one before and the next."""
        if key.isdecimal() and 1 <= int(key) <= len(self.names):
            self.choose(int(key) - 1)
            return True
        if key in ("left", "right"):
            step = 1 if key == "right" else -1
            self.choose(min(max(self.tab + step, 0), len(self.names) - 1))
            return True
        return super().on_key(key)

    @property
    def names(self) -> list[str]:
        """The parts that there are: not every scenario has a record, or factors."""
        there = {"river": self.view.has_points, "part": bool(self.view.reasons)}
        return [name for name in PARTS if there.get(name, True)]

    @property
    def part(self) -> str:
        """The part that is shown, by its name in `PARTS`."""
        return self.names[self.tab]

    # -- how it looks ------------------------------------------------------------------------------

    def build(self) -> Widget:
        """Return the whole screen."""
        view = self.view
        wide = is_wide(self)
        part = self._part(view)
        part.grow = 1.0
        ended = "" if view.over else _(", stopped after turn {turn}").format(turn=view.turns)
        level = f" · {view.level}" if view.level else ""
        about = f"{view.title} · {view.seat_name} · {view.dates}{ended}{level}"
        return frame(
            self,
            _("Debrief"),
            Column([self._strip(), part], gap=0),
            about,
            actions=self._actions(wide),
        )

    def _strip(self) -> Widget:
        """The names of the parts; where there is no room, their numbers and one name."""
        names = PARTS if self.view.has_record else PARTS | {"record": _("Your moves")}
        titles = [names[name] for name in self.names]
        room = sum(self.look.text.width(title, STRONG) for title in titles) / self.look.scale
        whole = room + 32 * len(titles) + 2 * GUTTER <= self.look.width
        tabs = Tabs(
            titles if whole else [str(number) for number in range(1, len(titles) + 1)],
            self.tab,
            self.choose,
            boxed=not whole,
            name=_("Debrief"),
            key="tabs",
            autofocus=True,
        )
        shown: list[Widget] = [tabs]
        if not whole:
            shown.append(Label(titles[self.tab], STRONG, elide=True, grow=1.0))
        return Row(shown, gap=12, pad=(GUTTER, GRID, GUTTER, 0))

    def _part(self, view: DebriefView) -> Widget:
        """The part that is shown; kept while nothing of it changes, since the record is long."""
        shares = self.reckoning.shares
        self.ui.follows_focus = self.part == "river"  # it tells of the fork that has the focus
        focus = self.ui.top.focus if self.ui.follows_focus else ""
        state = (self.part, self.group, tuple(shares.values()), focus)
        key = (state, id(view), id(self.river), self.look)
        if self.part == "questions" or self._built is None or self._built[0] != key:
            self._built = (key, self._build_part(view))
        return self._built[1]

    def _build_part(self, view: DebriefView) -> Widget:
        shares = self.reckoning.shares
        loaded, share = self.game.loaded, shares.get("worth")
        match self.part:
            case "ending":
                return parts.ending(self, view)
            case "record":
                return record.record(self, loaded, view)
            case "turning":
                return turning.turning(self, view, share, self.open_report)
            case "worth":
                return turning.worth(self, view, share)
            case "forecasts":
                return forecasts(self, self.bets, shares.get("bets"))
            case "river":
                done = shares.get("river", 0.0)
                return river(self, loaded, view.seat, self.river, done)
            case "hidden":
                return hidden.hidden(self, view, self.group, self.choose_group)
            case "part":
                return hidden.reasons(self, loaded, view)
        return questions(self, loaded, view, self.notes, self.refresh)

    def _actions(self, wide: bool) -> list[Widget]:
        written = Button(
            _("Write it down"),
            self.export,
            "plain",
            "document",
            hotkey="e",
            tooltip=_("A page for the browser and a plain text, with your notes."),
            key="export",
        )
        onward = self.onward if self.view.over else replace(self.onward, next=None)
        several = len(self.game.seats) > 1
        ways = ways_on(onward, wide, self.view.seed, several)
        return [written, *honesty_button(onward), *ways]
