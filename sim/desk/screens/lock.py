"""For teachers: what is locked on this computer, and the word that closes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

import pygame

from sim.catalogue import _
from sim.desk.kit.layout import Column, Row, Wrap
from sim.desk.kit.look import Look
from sim.desk.kit.page import Page
from sim.desk.kit.theme import BODY, GUTTER, SMALL
from sim.desk.kit.widget import State, Widget
from sim.desk.kit.widgets.boxes import Divider, Panel
from sim.desk.kit.widgets.buttons import Button, Toggle
from sim.desk.kit.widgets.field import Field
from sim.desk.kit.widgets.words import Label, TextBlock
from sim.desk.models.lock import (
    LONGEST_WORD,
    MOST_SEED,
    MOST_TURNS,
    TeacherLock,
    change_lock,
    load_lock,
    number_in,
)
from sim.desk.screens.frame import frame, is_wide, sheet
from sim.game.lock import Lock, told

_SWITCHES: Final = (
    ("odds", _("Odds"), _("How likely an answer is: on cards, at tables, from advisers.")),
    ("rewind", _("Rewinding"), _("Turns that were played can be taken back.")),
    ("bets", _("Bets"), _("Players are asked how likely they think it is, before they see it.")),
    ("advisers", _("Advisers"), _("The two advisers can be asked.")),
)
_MOST_WIDE, _MOST_NARROW = 1160, 720


class Secret(Field):
    """A line of text that is shown as dots."""

    @property
    def value(self) -> str:
        """How many characters there are."""
        return _("{count} characters").format(count=len(self.text)) if self.text else ""

    def draw(self, surface: pygame.Surface, look: Look, state: State) -> None:
        """Draw a dot for every character."""
        text, self.text = self.text, "\N{BULLET}" * len(self.text)
        super().draw(surface, look, state)
        self.text = text


class LockPage(Page):
    """What a teacher locks; behind a word where there is one."""

    def __init__(self) -> None:
        super().__init__()
        self.teacher: TeacherLock = load_lock()
        self.inside = not self.teacher.closed
        self.word = ""
        self.said, self.wrong = self.teacher.problem, bool(self.teacher.problem)
        self.seed = self.turns = ""
        self._read()

    # -- what is done ------------------------------------------------------------------------------

    def open(self) -> None:
        """Open the lock with the word that is written."""
        self.inside = self.teacher.opens(self.word)
        self.said = "" if self.inside else _("That is not the word.")
        self.wrong, self.word = not self.inside, ""

    def close(self) -> None:
        """Close the lock with the word that is written, or take the old word away."""
        word = self.word.strip()[:LONGEST_WORD]
        self.word = ""
        if self._keep(lambda teacher: teacher.closed_by(word)):
            closed = _("The lock is closed: only who knows the word can change it from now on.")
            self.said = closed if word else _("The lock has no word now.")

    def switch(self, name: str, on: bool) -> None:
        """Allow something, or forbid it."""
        self._take(**{name: on})

    def write_seed(self, text: str) -> None:
        """Fix the chance."""
        try:
            self._take(seed=number_in(text, MOST_SEED))
        except ValueError as problem:
            self._say(_("The chance: {problem}").format(problem=problem), wrong=True)
        self.seed = text

    def write_turns(self, text: str) -> None:
        """Limit the turns."""
        try:
            self._take(turns=number_in(text, MOST_TURNS, 1))
        except ValueError as problem:
            self._say(_("The turns: {problem}").format(problem=problem), wrong=True)
        self.turns = text

    def clear(self) -> None:
        """Allow everything again."""
        self._keep(lambda teacher: replace(teacher, lock=Lock()))
        self.seed = self.turns = ""

    def _take(self, **changes: Any) -> None:
        """Change fields of the lock, by name."""
        self._keep(lambda teacher: replace(teacher, lock=replace(teacher.lock, **changes)))

    def _keep(self, change: Callable[[TeacherLock], TeacherLock]) -> bool:
        """Change the lock, with what another window has set meanwhile; say whether it could be."""
        before = self.teacher
        self.teacher, problem = change_lock(before, change)
        if self.teacher.lock != before.lock:
            self._read()
        if problem and self.teacher.hash != before.hash:
            self.inside = not self.teacher.closed
        self._say(problem, wrong=bool(problem))
        return not problem

    def _read(self) -> None:
        """Have the fields show the numbers of the lock."""
        lock = self.teacher.lock
        self.seed = "" if lock.seed is None else str(lock.seed)
        self.turns = "" if lock.turns is None else str(lock.turns)

    def _say(self, text: str, wrong: bool = False) -> None:
        self.said, self.wrong = text, wrong

    def _type(self, word: str) -> None:
        self.word = word[:LONGEST_WORD]

    # -- how it looks ------------------------------------------------------------------------------

    def build(self) -> Widget:
        """Return the whole screen."""
        said: list[Widget] = []
        if self.said:
            said = [Panel([TextBlock(self.said, BODY, "bad" if self.wrong else "good")])]
        if self.inside and is_wide(self):
            right = [*said, *self._game(), *self._word()]
            columns = [Column(self._allowed(), grow=1), Column(right, gap=GUTTER, grow=1)]
            inner: Widget = Row(columns, gap=GUTTER, pad=GUTTER, across="start")
            body = sheet(inner, _MOST_WIDE, "lock")
        else:
            sheets = [*self._allowed(), *self._game(), *self._word()]
            sheets = sheets if self.inside else self._closed()
            inner = Column([*said, *sheets], gap=GUTTER, pad=GUTTER)
            body = sheet(inner, _MOST_NARROW, "lock")
        done = Button(_("Done"), lambda: self.on_key("escape"), "primary", "check", key="done")
        note = Label(_("It holds for every game on this computer."), SMALL, "muted", elide=True)
        return frame(self, _("For teachers"), body, _("what players may see"), (), [note, done])

    def _closed(self) -> list[Widget]:
        locked = told(self.teacher.lock)
        words = ", ".join(locked) if locked else _("nothing")
        field = Secret(
            _("Word"),
            self.word,
            self._type,
            lambda _text: self.open(),
            key="word",
            autofocus=True,
            grow=1.0,
        )
        button = Button(_("Open"), self.open, icon="lock", key="open")
        return [
            Panel(
                [
                    TextBlock(_("Locked: {list}.").format(list=words)),
                    TextBlock(_("It can be changed with the word that closed it."), SMALL, "muted"),
                    Row([field, button], gap=12),
                ],
                _("The lock is closed"),
                pad=24,
                gap=12,
            )
        ]

    def _allowed(self) -> list[Widget]:
        parts: list[Widget] = []
        for name, title, about in _SWITCHES:
            parts.append(
                Column(
                    [
                        Toggle(
                            title,
                            getattr(self.teacher.lock, name),
                            lambda on, name=name: self.switch(name, on),  # type: ignore[misc]
                            key=f"lock:{name}",
                            autofocus=name == "odds",
                        ),
                        TextBlock(about, SMALL, "muted", characters=84),
                    ],
                    gap=0,
                )
            )
            parts.append(Divider())
        parts.append(
            TextBlock(
                _("What a scenario's own file forbids stays forbidden, whatever is set here."),
                SMALL,
                "muted",
            )
        )
        return [Panel(parts, _("What players may see and do"), pad=24, gap=12)]

    def _game(self) -> list[Widget]:
        seed = Field(_("Chance"), self.seed, self.write_seed, hint=_("any"), key="seed", width=200)
        turns = Field(
            _("Turns"), self.turns, self.write_turns, hint=_("all"), key="turns", width=200
        )
        return [
            Panel(
                [
                    TextBlock(
                        _(
                            "With a number here every game is dealt the same chance, so that a "
                            "class can compare what was done. There is no fresh chance then."
                        ),
                        SMALL,
                        "muted",
                    ),
                    Row([Label(_("Chance"), BODY, width=80), seed], gap=12),
                    TextBlock(
                        _("A game ends after so many turns. Campaigns are played whole."),
                        SMALL,
                        "muted",
                    ),
                    Row([Label(_("Turns"), BODY, width=80), turns], gap=12),
                ],
                _("The game"),
                pad=24,
                gap=12,
            )
        ]

    def _word(self) -> list[Widget]:
        field = Secret(
            _("A word"),
            self.word,
            self._type,
            lambda _text: self.close(),
            key="word",
            hint=_("a word that students do not know"),
            grow=1.0,
        )
        closed = self.teacher.closed
        close = Button(
            _("Close with this word")
            if self.word.strip() or not closed
            else _("Take the word away"),
            self.close,
            icon="lock",
            key="close",
            enabled=closed or bool(self.word.strip()),
            tooltip="" if closed or self.word.strip() else _("Write a word first."),
        )
        about = _(
            "The word keeps honest players out. It is no safe: whoever can delete files on "
            "this computer can delete the lock."
        )
        clear = Button(_("Allow everything"), self.clear, "quiet", "undo", key="clear")
        return [
            Panel(
                [TextBlock(about, SMALL, "muted"), field, Wrap([close, clear], gap=12)],
                _("Close the lock"),
                pad=24,
                gap=12,
            ),
        ]
