"""Commands to save, to leave, and for help."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from sim.catalogue import _
from sim.cli import telling
from sim.cli.asked import Refused
from sim.cli.commands.command import Command
from sim.scenario.problem import visible

if TYPE_CHECKING:
    from sim.cli.text import TextGame


def save(text: TextGame, words: list[str]) -> None:
    """Save the game."""
    from sim.game.saving.save import write

    if not words:
        raise Refused(_("Write save and a file name, as in save game.json."))
    name = " ".join(words)  # which may have blanks in it
    write(text.game, Path(os.path.expanduser(name)))
    text.say(_("Saved in {path}.").format(path=visible(name)))


def explain(text: TextGame, words: list[str]) -> None:
    """List the commands."""
    from sim.cli.commands import COMMANDS as ALL

    text.say(_("Commands; their first letters are enough where they are clear:"))
    for one in ALL.values():
        text.say(*telling.wrapped(f"{one.usage}: {one.meaning}", "    ", "  "))


def leave(text: TextGame, words: list[str]) -> None:
    """Leave."""
    text.leaving = True


COMMANDS = (
    Command("save", _("save FILE"), _("save the game"), save),
    Command("help", _("help"), _("this list"), explain),
    Command("quit", _("quit"), _("save and leave"), leave),
)
