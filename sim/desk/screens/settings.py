"""Settings: theme, size of text, motion, briefing; each is seen at once and kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sim.catalogue import _
from sim.desk.kit.app import App, Page
from sim.desk.kit.layout import Centre, Column, Flow, Row
from sim.desk.kit.theme import BODY, GUTTER, HEADING, SMALL, STRONG, THEMES, mark
from sim.desk.kit.widget import Widget
from sim.desk.kit.widgets.boxes import Divider, Panel
from sim.desk.kit.widgets.buttons import Button, Tabs, Toggle
from sim.desk.kit.widgets.figures import MarkView, Odds
from sim.desk.kit.widgets.scroll import Scroll
from sim.desk.kit.widgets.words import Label, TextBlock
from sim.desk.models.settings import SCALES, Settings, load_settings, save_settings
from sim.desk.screens.frame import frame

_MARKS = 8


class SettingsPage(Page):
    """What the user may choose; `follow` hears of every choice."""

    def __init__(
        self,
        follow: Callable[[Settings], object] = lambda settings: None,
        teachers: Callable[[], object] | None = None,
    ) -> None:
        super().__init__()
        self.teachers = teachers
        self.follow = follow
        self.settings = load_settings()
        self.problem = ""

    def build(self) -> Widget:
        """Return the whole screen."""
        themes, look = list(THEMES), self.app.look
        scale = min(SCALES, key=lambda one: abs(one - self.app.scale))
        chosen: list[Widget] = [
            Label("Theme", HEADING),
            Tabs(
                [THEMES[name].title for name in themes],
                themes.index(look.theme.name),
                lambda index: self._take(replace(self.settings, theme=themes[index])),
                boxed=True,
                name="Theme",
                key="theme",
                autofocus=True,
            ),
            Divider(),
            Label("Size of text", HEADING),
            Tabs(
                [f"{round(100 * one)}%" for one in SCALES],
                SCALES.index(scale),
                lambda index: self._take(replace(self.settings, scale=SCALES[index])),
                boxed=True,
                name="Size of text",
                key="scale",
            ),
            Divider(),
            Toggle(
                "Reduced motion",
                not look.motion,
                lambda on: self._take(replace(self.settings, motion=not on)),
                key="motion",
            ),
            TextBlock(
                "Screens change at once, and nothing glides. There is no sound to switch off.",
                SMALL,
                "muted",
            ),
            Divider(),
            Toggle(
                "Plain briefing",
                self.settings.plain,
                lambda on: self._take(replace(self.settings, plain=on)),
                key="plain",
            ),
            TextBlock(
                "The story in short and plain words, where a scenario has them.", SMALL, "muted"
            ),
        ]
        if look.scale < self.app.scale:
            chosen.append(
                TextBlock(
                    f"This window has room for {round(100 * look.scale)}%; a larger window "
                    "shows the text as large as you ask.",
                    SMALL,
                    "muted",
                )
            )
        if self.problem:
            chosen.append(TextBlock(self.problem, BODY, "bad"))
        sheets = Column([Panel(chosen, pad=24, gap=12), self._sample()], gap=GUTTER, pad=GUTTER)
        body = Scroll(Centre(sheets, most=720), key="settings")
        done = Button("Done", lambda: self.on_key("escape"), "primary", "check", key="done")
        note: Widget = Label("F11 fills the screen", SMALL, "muted")
        if self.teachers is not None:
            note = Button(_("For teachers"), self.teachers, "quiet", "lock", key="teachers")
        return frame(self, "Settings", body, "kept on this computer", actions=[note, done])

    def _sample(self) -> Widget:
        """A sample of what the choices do, colours and marks included."""
        marks = [MarkView(mark(index), 8, name=f"mark {index + 1}") for index in range(_MARKS)]
        odds = Row([Odds(11, 20, 8, 13), Label("11 in 20", STRONG)], gap=GUTTER)
        text = (
            "Every party has a colour, a shape and a name of its own, and is never told apart "
            "by colour alone. Odds are dots: full ones are sure, pale and ringed ones are not."
        )
        return Panel([TextBlock(text), Flow(marks, gap=12), odds], "How it looks", pad=24, gap=12)

    def _take(self, settings: Settings) -> None:
        """Use settings and keep them."""
        self.settings = settings
        use(self.app, settings)
        self.follow(settings)
        self.problem = save_settings(settings)


def use(app: App, settings: Settings) -> None:
    """Have a window follow settings; a scale that was never chosen stays as it is."""
    app.set_look(THEMES[settings.theme], settings.scale, settings.motion)
