"""The debrief: what was reached, beside the record, what turned it, what had been hidden."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from sim.catalogue import _
from sim.desk.kit.app import App
from sim.desk.kit.layout import Column, Row
from sim.desk.kit.page import Page
from sim.desk.kit.theme import BODY, GRID, GUTTER, SMALL, STRONG
from sim.desk.kit.widget import Widget
from sim.desk.kit.widgets.buttons import Button, Tabs
from sim.desk.kit.widgets.dialog import Dialog
from sim.desk.kit.widgets.words import Label, TextBlock
from sim.desk.models.debrief import DebriefView, build_debrief
from sim.desk.models.forecasts import ForecastsView, build_forecasts
from sim.desk.models.notes import Notes, notes_of
from sim.desk.models.river import RiverView, build_river
from sim.desk.screens.debriefing import hidden, parts, record, turning
from sim.desk.screens.debriefing.forecasts import forecasts
from sim.desk.screens.debriefing.questions import questions
from sim.desk.screens.debriefing.river import river
from sim.desk.screens.frame import frame, is_wide

if TYPE_CHECKING:
    from sim.game.debriefing.debrief import Debrief
    from sim.game.debriefing.river import River
    from sim.game.forecast.calibration import Calibration
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
_STEP: Final = 0.02
"""Share of the reckoning after which the page is told of it."""


class _Left(Exception):  # noqa: N818  (no fault: what is reckoned is not wanted any more)
    """The page was left."""


class DebriefPage(Page):
    """What there is to say after a game.

    Prospects, the worth of moves and the path map take some seconds; they are reckoned in a thread
    once the page is shown, and come in when they are ready.

    Args:
        game: The game; nothing may change it while the page is shown.
        on_again: Starts another game; told whether it is to have the same chance.
        made: The debrief, where a caller has it already; nothing is reckoned then, unless the path
            map is opened.
        rollouts: How many games prospects and moves are judged by; 0 for none.
        on_next: Goes on to what follows this chapter of a campaign.
        drawn: The path map, where a caller has it already.
        part: Which of `PARTS` is shown first.
    """

    def __init__(
        self,
        game: Game,
        on_again: Callable[[bool], object] | None = None,
        made: Debrief | None = None,
        rollouts: int = ROLLOUTS,
        on_next: Callable[[], object] | None = None,
        drawn: River | None = None,
        part: str = "ending",
    ) -> None:
        super().__init__()
        self.ui.follows_focus = True  # the river tells of the fork that has the focus
        from sim.game.debriefing.debrief import debrief
        from sim.game.forecast.calibration import calibration

        self.game, self.on_again, self.on_next = game, on_again, on_next
        self.on_many: Callable[[int], object] | None = None
        """Shows a turn, from 1, played many times."""
        self.on_honesty: Callable[[], object] | None = None
        """Shows how far to trust the model."""
        self.rollouts = 0 if made is not None else rollouts
        self.made = made or debrief(game)
        self.view: DebriefView = build_debrief(game, self.made)
        self.bets: ForecastsView = build_forecasts(calibration(game, 0))
        self.drawn: River | None = None
        self.river: RiverView | None = None
        if drawn is not None:
            self._draw(drawn)
        self.notes: Notes = notes_of(game)
        self.shares: dict[str, float] = {}
        """How much is reckoned of what is being reckoned: `worth` and `river`."""
        self.tab = self.names.index(part) if part in self.names else 0
        self.group = 0
        self._left = False
        self._built: tuple[object, Widget] | None = None

    @property
    def thinking(self) -> bool:
        """Whether something is being reckoned."""
        return bool(self.shares)

    # -- reckoning ---------------------------------------------------------------------------------

    def enter(self, app: App) -> None:
        """Take the window, and begin to reckon what takes longer."""
        super().enter(app)
        if self.rollouts:
            self._begin("worth", "river", *(["bets"] if self.bets.rows else []))
        elif self.part == "river":
            self._begin("river")

    def _begin(self, *wanted: str) -> None:
        """Have something reckoned in a thread, unless it is there or something is reckoned."""
        new = [name for name in wanted if name != "river" or self.river is None]
        if not new or self.thinking:
            return
        self.shares = dict.fromkeys(new, 0.0)
        threading.Thread(
            target=self._reckon, args=(self.app, new), name="debrief", daemon=True
        ).start()

    def _reckon(self, app: App, wanted: Sequence[str]) -> None:
        """In the thread: make what is wanted, and hand it over."""
        from sim.game.debriefing.debrief import debrief
        from sim.game.debriefing.river import river as draw
        from sim.game.forecast.calibration import calibration

        def told(what: str) -> Callable[[float], object]:
            last = 0.0

            def tell(share: float) -> None:
                nonlocal last
                if self not in app.stack:
                    raise _Left
                if share >= last + _STEP:
                    last = share
                    app.post(lambda: self._progress(what, share))

            return tell

        with contextlib.suppress(_Left):
            if "river" in wanted:
                drawn = draw(self.game, progress=told("river"))
                app.post(lambda: self.take_river(drawn))
            if "bets" in wanted:
                bets = calibration(self.game)
                app.post(lambda: self.take_bets(bets))
            if "worth" in wanted:
                made = debrief(self.game, self.rollouts, told("worth"))
                app.post(lambda: self.take(made))

    def _progress(self, what: str, share: float) -> None:
        if what in self.shares:
            self.shares[what] = share
            self.refresh()

    def take(self, made: Debrief) -> None:
        """Show a debrief that is complete."""
        self.made, self.rollouts = made, 0
        self.shares.pop("worth", None)
        self.view = build_debrief(self.game, made)
        self.refresh()

    def take_river(self, drawn: River) -> None:
        """Show the path map."""
        self.shares.pop("river", None)
        self._draw(drawn)
        self.refresh()

    def take_bets(self, made: Calibration) -> None:
        """Show the bets beside what others would have given."""
        self.shares.pop("bets", None)
        self.bets = replace(build_forecasts(made), long_run=self.bets.long_run)
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
            many = None if self.on_many is None else partial(self.on_many, turn)
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
        self.ui.open(
            lambda: Dialog(
                title,
                [TextBlock(said, BODY)],
                [Button(_("Close"), self.ui.close, "primary", autofocus=True, key="close")],
                most=640,
            )
        )

    def again(self, same_chance: bool) -> None:
        """Start another game."""
        if self.on_again is not None:
            self.on_again(same_chance)

    def on_key(self, key: str) -> bool:
        """A digit shows a part; left and right show the one before and the next."""
        if key.isdigit() and 1 <= int(key) <= len(self.names):
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
            Column([self._strip(wide), part], gap=0),
            about,
            actions=self._actions(wide),
        )

    def _strip(self, wide: bool) -> Widget:
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
        focus = self.ui.top.focus if self.part == "river" else ""
        state = (self.part, self.group, tuple(self.shares.values()), focus)
        key = (state, id(view), id(self.river), self.look)
        if self.part == "questions" or self._built is None or self._built[0] != key:
            self._built = (key, self._build_part(view))
        return self._built[1]

    def _build_part(self, view: DebriefView) -> Widget:
        loaded, share = self.game.loaded, self.shares.get("worth")
        match self.part:
            case "ending":
                return parts.ending(self, view)
            case "record":
                return record.beside(self, loaded, view)
            case "turning":
                return turning.turning(self, view, share, self.open_report)
            case "worth":
                return turning.worth(self, view, share)
            case "forecasts":
                return forecasts(self, self.bets, self.shares.get("bets"))
            case "river":
                done = self.shares.get("river", 0.0)
                return river(self, loaded, view.seat, self.river, done)
            case "hidden":
                return hidden.hidden(self, view, self.group, self.choose_group)
            case "part":
                return hidden.reasons(self, loaded, view)
        return questions(self, loaded, view, self.notes, self.refresh)

    def _actions(self, wide: bool) -> list[Widget]:
        actions: list[Widget] = [
            Button(
                _("Write it down"),
                self.export,
                "plain",
                "document",
                hotkey="e",
                tooltip=_("A page for the browser and a plain text, with your notes."),
                key="export",
            )
        ]
        if self.on_honesty is not None:
            actions.append(
                Button(
                    _("How far to trust this") if wide else "",
                    self.on_honesty,
                    "quiet",
                    "info",
                    hotkey="h",
                    name=_("How far to trust this"),
                    tooltip=_("How far to trust this: what the model rests on, and how it does."),
                    key="honesty",
                )
            )
        if self.on_again is None:
            chance = _("Chance {seed}").format(seed=self.view.seed)
            actions.append(Label(chance, SMALL, "muted"))
            if self.on_next is not None and self.view.over:
                several = len(self.game.seats) > 1
                actions.append(
                    Button(
                        _("To the next seat") if several else _("What follows"),
                        self.on_next,
                        "primary",
                        "arrow-right",
                        icon_last=True,
                        hotkey="n",
                        tooltip=_("Who played the next seat sees its own debrief.")
                        if several
                        else _("Close this chapter for good, and go on with the campaign."),
                        key="next",
                    )
                )
            return actions
        same = Button(
            _("Again with the same chance") if wide else _("Same chance"),
            lambda: self.again(True),
            "quiet",
            "undo",
            hotkey="s",
            tooltip=_("The same hidden truth and the same luck: was it you, or was it chance?"),
            key="same",
        )
        fresh = Button(
            _("Play again") if wide else _("Fresh chance"),
            lambda: self.again(False),
            "primary",
            "play",
            hotkey="a",
            tooltip=_("Another hidden truth and other luck."),
            key="fresh",
        )
        return [*actions, same, fresh]
