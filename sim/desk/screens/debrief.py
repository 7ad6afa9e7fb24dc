"""The debrief: what was reached, beside the record, what turned it, what had been hidden."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from sim.desk.export import write_debrief
from sim.desk.kit.app import App, Page
from sim.desk.kit.layout import Column, Row
from sim.desk.kit.theme import BODY, GRID, GUTTER, SMALL
from sim.desk.kit.widget import Widget
from sim.desk.kit.widgets.buttons import Button, Tabs
from sim.desk.kit.widgets.dialog import Dialog
from sim.desk.kit.widgets.words import Label, TextBlock
from sim.desk.models.debrief import DebriefView, build_debrief
from sim.desk.screens import debrief_hidden as last
from sim.desk.screens import debrief_parts as parts
from sim.desk.screens.frame import frame, is_wide

if TYPE_CHECKING:
    from sim.game.debrief import Debrief
    from sim.game.game import Game

_TABS: Final = {
    "ending": ("How it ended", "End"),
    "record": ("Beside the record", "Record"),
    "turning": ("What turned it", "Turns"),
    "hidden": ("What was hidden", "Hidden"),
    "part": ("The mediator's part", "Part"),
    "questions": ("Questions", "Ask"),
}
"""Names of the parts, with room and without."""
ROLLOUTS: Final = 100


class DebriefPage(Page):
    """What there is to say after a game.

    Prospects and the worth of moves take a second or two; they are reckoned in a thread once the
    page is shown, and come in when they are ready.

    Args:
        game: The game; nothing may change it while the page is shown.
        on_again: Starts another game; told whether it is to have the same chance.
        made: The debrief, where a caller has it already; nothing is reckoned then.
        rollouts: How many games prospects and moves are judged by; 0 for none.
        on_next: Goes on to what follows this chapter of a campaign.
    """

    def __init__(
        self,
        game: Game,
        on_again: Callable[[bool], object] | None = None,
        made: Debrief | None = None,
        rollouts: int = ROLLOUTS,
        on_next: Callable[[], object] | None = None,
    ) -> None:
        super().__init__()
        from sim.game.debrief import debrief

        self.game, self.on_again, self.on_next = game, on_again, on_next
        self.rollouts = 0 if made is not None else rollouts
        self.made = made or debrief(game)
        self.view: DebriefView = build_debrief(game, self.made)
        self.thinking = False
        self.tab = self.group = 0
        self._built: tuple[object, Widget] | None = None

    # -- reckoning ---------------------------------------------------------------------------------

    def enter(self, app: App) -> None:
        """Take the window, and begin to reckon what takes longer."""
        super().enter(app)
        if self.rollouts and not self.thinking:
            self.thinking = True
            threading.Thread(target=self._reckon, args=(app,), name="debrief", daemon=True).start()

    def _reckon(self, app: App) -> None:
        """In the thread: make the whole debrief and hand it over."""
        from sim.game.debrief import debrief

        made = debrief(self.game, self.rollouts)
        app.post(lambda: self.take(made))

    def take(self, made: Debrief) -> None:
        """Show a debrief that is complete."""
        self.made, self.thinking, self.rollouts = made, False, 0
        self.view = build_debrief(self.game, made)
        self.refresh()

    # -- what is done ------------------------------------------------------------------------------

    def choose(self, tab: int) -> None:
        """Show another part."""
        self.tab = tab

    def choose_group(self, group: int) -> None:
        """Show other numbers."""
        self.group = group

    def export(self) -> None:
        """Write the debrief into the user's folder, and say where."""
        from sim.game.save import save_of

        try:
            written = write_debrief(self.view, save=save_of(self.game))
        except OSError as error:
            title = "It could not be written"
            said = f"{error.filename or 'The folder'}: {error.strerror or error}."
        else:
            title = "Written down"
            said = "To read without this program, and without a network:\n\n" + "\n".join(
                str(path) for path in written
            )
        self.ui.open(
            lambda: Dialog(
                title,
                [TextBlock(said, BODY)],
                [Button("Good", self.ui.close, "primary", autofocus=True, key="close")],
                most=640,
            )
        )

    def again(self, same_chance: bool) -> None:
        """Start another game."""
        if self.on_again is not None:
            self.on_again(same_chance)

    def on_key(self, key: str) -> bool:
        """A digit shows a part."""
        if key.isdigit() and 1 <= int(key) <= len(self._tabs):
            self.tab = int(key) - 1
            return True
        return super().on_key(key)

    @property
    def _tabs(self) -> list[str]:
        """The parts that there are: not every scenario says what the mediator's part rests on."""
        return [name for name in _TABS if name != "part" or self.view.reasons]

    # -- how it looks ------------------------------------------------------------------------------

    def build(self) -> Widget:
        """Return the whole screen."""
        view = self.view
        wide = is_wide(self)
        tabs = Tabs(
            [_TABS[name][0 if wide else 1] for name in self._tabs],
            self.tab,
            self.choose,
            name="Debrief",
            key="tabs",
            autofocus=True,
        )
        part = self._part(view)
        part.grow = 1.0
        strip = Row([tabs], pad=(GUTTER, GRID, GUTTER, 0))
        ended = "" if view.over else f", stopped after turn {view.turns}"
        level = f" · {view.level}" if view.level else ""
        about = f"{view.seat_name} · {view.dates}{ended}{level}"
        return frame(
            self,
            "Debrief",
            Column([strip, part], gap=0),
            f"{view.title} · {about}",
            actions=self._actions(wide),
        )

    def _part(self, view: DebriefView) -> Widget:
        """The part that is shown; kept while nothing of it changes, since the record is long."""
        key = (self.tab, self.group, self.thinking, id(view), self.look)
        if self._built is None or self._built[0] != key:
            self._built = (key, self._build_part(view))
        return self._built[1]

    def _build_part(self, view: DebriefView) -> Widget:
        loaded = self.game.loaded
        match self._tabs[self.tab]:
            case "ending":
                return parts.ending(self, view)
            case "record":
                return parts.beside(self, loaded, view)
            case "turning":
                return parts.turning(self, view, self.thinking)
            case "hidden":
                return last.hidden(self, view, self.group, self.choose_group)
            case "part":
                return last.reasons(self, loaded, view)
        return last.questions(self, view)

    def _actions(self, wide: bool) -> list[Widget]:
        actions: list[Widget] = [
            Button("Write it down", self.export, "plain", "document", hotkey="e", key="export")
        ]
        if self.on_again is None:
            actions.append(Label(f"Chance {self.view.seed}", SMALL, "muted"))
            if self.on_next is not None and self.view.over:
                actions.append(
                    Button(
                        "What follows",
                        self.on_next,
                        "primary",
                        "arrow-right",
                        icon_last=True,
                        hotkey="n",
                        tooltip="Close this chapter for good, and go on with the campaign.",
                        key="next",
                    )
                )
            return actions
        same = Button(
            "Same chance" if not wide else "Again with the same chance",
            lambda: self.again(True),
            "quiet",
            "undo",
            hotkey="s",
            tooltip="The same hidden truth and the same luck: was it you, or was it chance?",
            key="same",
        )
        fresh = Button(
            "Fresh chance" if not wide else "Play again",
            lambda: self.again(False),
            "primary",
            "play",
            hotkey="a",
            tooltip="Another hidden truth and other luck.",
            key="fresh",
        )
        return [*actions, same, fresh]
