"""The keys: what each one does, and another one in its place."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Final

import pygame

from sim.catalogue import _
from sim.desk.kit import chords
from sim.desk.kit.keys import MODIFIER_KEYS, chord
from sim.desk.kit.layout import Column, Row, Spacer
from sim.desk.kit.page import Page
from sim.desk.kit.theme import BODY, GUTTER, SMALL
from sim.desk.kit.widget import Widget
from sim.desk.kit.widgets.boxes import Card, Panel
from sim.desk.kit.widgets.buttons import Button
from sim.desk.kit.widgets.dialog import Dialog
from sim.desk.kit.widgets.figures import IconView, KeyCap
from sim.desk.kit.widgets.words import Label, TextBlock
from sim.desk.models.keymap import Bound, bindings, rebound
from sim.desk.models.settings import change_settings, load_settings
from sim.desk.screens.frame import frame, is_wide, sheet

_CAP: Final = 92


class KeysPage(Page):
    """Every key with what it does; one is changed by choosing it and pressing another."""

    def __init__(self) -> None:
        super().__init__()
        self.settings = load_settings()
        self.waiting = ""
        """The usual chord that another key is wanted for."""
        self.problem = ""

    def build(self) -> Widget:
        """Return the whole screen."""
        bound = bindings(self.settings.keys)
        cards = [
            self._card(one, i == 0) for i, one in enumerate(one for one in bound if not one.fixed)
        ]
        fixed = [self._fixed(one) for one in bound if one.fixed]
        groups: list[Widget] = [Column(cards, gap=6)]
        always = Panel(fixed, _("Always the same"), pad=16, gap=10)
        if is_wide(self):
            half = -(-len(cards) // 2)
            columns = [Column(cards[:half], gap=6), Column([*cards[half:], always], gap=6)]
            for column in columns:
                column.grow = 1.0
            sheets: Widget = Row(columns, gap=GUTTER, pad=GUTTER, across="start")
        else:
            sheets = Column([*groups, always], gap=GUTTER, pad=GUTTER)
        reset = Button(
            _("All as usual"),
            self.reset,
            "plain",
            "undo",
            key="reset",
            enabled=bool(self.settings.keys),
            tooltip="" if self.settings.keys else _("Every key is as usual."),
        )
        done = Button(_("Done"), lambda: self.on_key("escape"), "primary", "check", key="done")
        about = _("choose one, then press the key that you want")
        body = sheet(sheets, 1160, "keys")
        return frame(self, _("Keys"), body, about, actions=[reset, done])

    def _card(self, one: Bound, first: bool) -> Widget:
        return Card(
            [
                Row(
                    [
                        Row(
                            [KeyCap(one.usual, "accent" if one.own != one.usual else "muted")],
                            width=_CAP,
                        ),
                        TextBlock(one.lines, BODY, grow=1.0),
                        *([IconView("check", 14)] if one.own != one.usual else []),
                    ],
                    gap=12,
                )
            ],
            partial(self.ask, one.usual),
            pad=(12, 6),
            key=f"key:{one.usual}",
            name=_("{key}: {does}").format(key=chords.cap(one.own), does=one.words),
            autofocus=first,
        )

    @staticmethod
    def _fixed(one: Bound) -> Widget:
        cap = Row([KeyCap(one.usual)], width=_CAP)
        return Row([cap, TextBlock(one.lines, SMALL, "muted", grow=1.0)], gap=12)

    # -- changing ----------------------------------------------------------------------------------

    def ask(self, usual: str) -> None:
        """Wait for the key that is to be pressed instead."""
        self.waiting, self.problem = usual, ""
        self.ui.open(self._dialog, self._stop)

    def _dialog(self) -> Widget:
        one = next(one for one in bindings(self.settings.keys) if one.usual == self.waiting)
        body: list[Widget] = [
            TextBlock(_("What it does: {does}.").format(does=one.words)),
            Row([Label(_("Now"), SMALL, "muted"), KeyCap(one.usual), Spacer()], gap=8),
        ]
        if self.problem:
            body.append(TextBlock(self.problem, BODY, "bad"))
        keep = Button(_("Leave it"), self.ui.close, key="keep", hotkey="escape", autofocus=True)
        return Dialog(_("Press a key"), body, [keep], most=440)

    def _stop(self) -> None:
        self.waiting, self.problem = "", ""

    def handle(self, event: pygame.Event) -> bool:
        """Take the key that was asked for, or hand the event on."""
        if self.waiting and event.type == pygame.KEYDOWN and len(self.ui.layers) > 1:
            pressed = chord(event)
            if event.key in MODIFIER_KEYS:
                return False
            if pressed not in chords.FIXED:
                self.press(pressed)
                return True
        return super().handle(event)

    def press(self, pressed: str) -> None:
        """Take a key for the one that waits, unless it clashes with another."""
        try:
            keys = rebound(self.settings.keys, self.waiting, pressed)
        except ValueError as clash:
            self.problem = str(clash)
            self.refresh()
            return
        self.ui.close()
        self._keep(keys)

    def reset(self) -> None:
        """Have every key do what it usually does."""
        self._keep({})

    def _keep(self, keys: dict[str, str]) -> None:
        self.settings = replace(self.settings, keys=keys)
        chords.use(keys)
        problem = change_settings(keys=keys)
        self.refresh()
        if problem:
            self.show_notice(_("A word"), problem)
