"""Settings: theme, size of text, motion, sound, hints, keys; each is seen at once and kept."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pygame

from sim import catalogue
from sim.catalogue import _
from sim.desk.kit import chords
from sim.desk.kit.app import App
from sim.desk.kit.layout import Column, Row, Spacer, Wrap
from sim.desk.kit.page import Page
from sim.desk.kit.theme import BODY, GUTTER, HEADING, SMALL, STRONG, THEMES, mark
from sim.desk.kit.widget import Widget
from sim.desk.kit.widgets.boxes import Divider, Panel
from sim.desk.kit.widgets.buttons import Button, Tabs, Toggle
from sim.desk.kit.widgets.figures import KeyCap, MarkView, Odds
from sim.desk.kit.widgets.words import Label, TextBlock
from sim.desk.models.settings import (
    GUIDE,
    SCALES,
    Settings,
    change_settings,
    changes_in,
    languages,
    load_settings,
)
from sim.desk.screens.frame import frame, is_wide, sheet

if TYPE_CHECKING:
    from sim.game.game import Game

_MARKS: Final = 8
_THEMES: Final = {"dark": _("Dark"), "light": _("Light"), "high-contrast": _("High contrast")}
_GUIDE: Final = {"first": _("First game"), "always": _("Every game"), "never": _("Never")}


class SettingsPage(Page):
    """What the user may choose.

    Args:
        follow: Hears of every choice.
        game: The game whose actors' colours are checked, if there is one.
        hint_again: Given True, begins the hints of the game anew, where it has any.
        teachers: Shows what a teacher has locked.
    """

    def __init__(
        self,
        follow: Callable[[Settings], object] = lambda settings: None,
        game: Game | None = None,
        hint_again: Callable[[bool], object] | None = None,
        teachers: Callable[[], object] | None = None,
    ) -> None:
        super().__init__()
        self.teachers = teachers
        self.follow, self.game, self.hint_again = follow, game, hint_again
        self.settings = load_settings()
        self.problem = ""

    def enter(self, app: App) -> None:
        """Take the window; the keys may have been changed meanwhile."""
        self.settings = load_settings() if not self.problem else self.settings
        super().enter(app)

    def build(self) -> Widget:
        """Return the whole screen."""
        parts = [self._appearance(), self._play(), self._sample()]
        if is_wide(self):
            halves = [Column([parts[0], parts[2]], gap=GUTTER, grow=1.0)]
            halves.append(Column([parts[1]], gap=GUTTER, grow=1.0))
            sheets: Widget = Row(halves, gap=GUTTER, pad=GUTTER, across="start")
        else:
            sheets = Column(parts, gap=GUTTER, pad=GUTTER)
        body = sheet(sheets, 1160, "settings")
        done = Button(_("Done"), lambda: self.on_key("escape"), "primary", "check", key="done")
        note: Widget = Spacer()
        if self.teachers is not None:
            note = Button(_("For teachers"), self.teachers, "quiet", "lock", key="teachers")
        about = _("kept on this computer")
        return frame(self, _("Settings"), body, about, actions=[note, done])

    # -- how it looks ------------------------------------------------------------------------------

    def _appearance(self) -> Widget:
        themes, look = list(THEMES), self.app.look
        scale = min(SCALES, key=lambda one: abs(one - self.app.scale))
        chosen: list[Widget] = [
            Label(_("Theme"), HEADING),
            Tabs(
                [_THEMES[name] for name in themes],
                themes.index(look.theme.name),
                lambda index: self._take(replace(self.settings, theme=themes[index])),
                boxed=True,
                name=_("Theme"),
                key="theme",
                autofocus=True,
            ),
            Label(_("Size of text"), HEADING),
            Tabs(
                [f"{round(100 * one)}%" for one in SCALES],
                SCALES.index(scale),
                lambda index: self._take(replace(self.settings, scale=SCALES[index])),
                boxed=True,
                name=_("Size of text"),
                key="scale",
            ),
        ]
        if look.scale < self.app.scale:
            words = _(
                "This window has room for {percent}%; a larger window shows the text as large as "
                "you ask."
            ).format(percent=round(100 * look.scale))
            chosen.append(TextBlock(words, SMALL, "muted"))
        chosen += [
            Divider(),
            self._switch(
                _("Reduced motion"),
                not look.motion,
                lambda on: replace(self.settings, motion=not on),
                "motion",
                _("Screens change at once, and nothing glides."),
            ),
            Row(
                [
                    Button(_("Colours as others see them"), self.open_colours, key="colours"),
                    Spacer(),
                    KeyCap("f11"),
                    Label(_("full screen"), SMALL, "muted"),
                ],
                gap=8,
            ),
        ]
        if (known := languages()) and self._language_is_free():
            own = ["", "en", *known]
            at = own.index(self.settings.language) if self.settings.language in own else 0
            chosen += [
                Label(_("Language"), HEADING),
                Tabs(
                    [_("As the computer"), *own[1:]],
                    at,
                    lambda index: self._take(replace(self.settings, language=own[index])),
                    boxed=True,
                    elide=True,
                    name=_("Language"),
                    key="language",
                ),
                TextBlock(_("The next start speaks it."), SMALL, "muted"),
            ]
        if self.problem:
            chosen.append(TextBlock(self.problem, BODY, "bad"))
        return Panel(chosen, pad=20, gap=12, name=_("How it looks"))

    @staticmethod
    def _language_is_free() -> bool:
        return not os.environ.get(catalogue.LANGUAGE_VARIABLE)

    def _sample(self) -> Widget:
        """A sample of what the choices do, colours and marks included."""
        marks = [
            MarkView(mark(index), 8, name=_("mark {number}").format(number=index + 1))
            for index in range(_MARKS)
        ]
        words = Label(_("{count} in {total}").format(count=11, total=20), STRONG)
        odds = Row([Odds(11, 20, 8, 13), words], gap=GUTTER)
        text = _(
            "Every party has a colour, a shape and a name of its own, and is never told apart by "
            "colour alone. Odds are dots: full ones are sure, pale and ringed ones are not."
        )
        inside = [TextBlock(text), Wrap(marks, gap=12), odds]
        return Panel(inside, _("How it looks"), pad=20, gap=12)

    # -- how it plays ------------------------------------------------------------------------------

    def _play(self) -> Widget:
        chosen: list[Widget] = [
            self._switch(
                _("Plain briefing"),
                self.settings.plain,
                lambda on: replace(self.settings, plain=on),
                "plain",
                _("The story in short and plain words, where a scenario has them."),
            ),
            Divider(),
            self._switch(
                _("Bets"),
                self.settings.bets,
                lambda on: replace(self.settings, bets=on),
                "bets",
                _("Before a big move you say how likely a yes is; the debrief shows how well."),
            ),
            Divider(),
            self._switch(
                _("Odds of your goals"),
                self.settings.goal_odds,
                lambda on: replace(self.settings, goal_odds=on),
                "goal_odds",
                _("The advisers tell what a move does to the score you can expect."),
            ),
            Divider(),
            self._switch(
                _("Sound"),
                self.settings.sound,
                lambda on: replace(self.settings, sound=on),
                "sound",
                _("Four quiet sounds: a turn, a yes, a no, and the end."),
            ),
            Divider(),
            Label(_("Hints"), HEADING),
            Tabs(
                [_GUIDE[name] for name in GUIDE],
                GUIDE.index(self.settings.guide),
                lambda index: self._take(replace(self.settings, guide=GUIDE[index])),
                boxed=True,
                name=_("Hints"),
                key="guide",
            ),
        ]
        if self.hint_again is not None:
            again = Button(_("Hints from here on"), self._hint_again, key="hint-again")
            chosen.append(Row([again, Spacer()]))
        keys = Button(_("Keys and what they do"), self.open_keys, key="keys")
        chosen += [Divider(), Row([keys, Spacer()])]
        return Panel(chosen, pad=20, gap=12, name=_("How it plays"))

    def _switch(
        self, text: str, on: bool, change: Callable[[bool], Settings], key: str, about: str
    ) -> Widget:
        toggle = Toggle(text, on, lambda value: self._take(change(value)), key=key)
        return Column([toggle, TextBlock(about, SMALL, "muted")], gap=0)

    # -- what is done ------------------------------------------------------------------------------

    def open_keys(self) -> None:
        """Show what every key does, and change it."""
        from sim.desk.screens.keys import KeysPage

        self.app.push(KeysPage())

    def open_colours(self) -> None:
        """Show the colours of the parties as the colour-blind see them."""
        from sim.desk.models.colours import cast_shown
        from sim.desk.screens.colours import ColoursPage

        self.app.push(ColoursPage(cast_shown(self.game)))

    def _hint_again(self) -> None:
        if self.hint_again is not None:
            self.hint_again(True)
            self.on_key("escape")

    def _take(self, settings: Settings) -> None:
        """Use settings and keep them."""
        before, told = self.settings, use(self.app, settings)
        self.settings = replace(settings, sound=settings.sound and not told)
        self.follow(self.settings)
        self.problem = told or change_settings(**changes_in(before, self.settings))


def use(app: App, settings: Settings) -> str:
    """Have a window follow settings; a scale that was never chosen stays as it is.

    Returns:
        Why there is no sound although it is wanted, in a sentence.
    """
    app.set_look(THEMES[settings.theme], settings.scale, settings.motion)
    chords.use(settings.keys)
    told = app.sound.switch(settings.sound)
    if settings.sound and not told and pygame.display.get_init():
        app.cue("turn")
    return told
