"""Commands to save, to leave, and for help."""

from __future__ import annotations

import os

from sim.catalogue import _
from sim.cli.textmode import telling
from sim.cli.textmode.asked import Refused, command_of, file_of
from sim.cli.textmode.console import Command, Console
from sim.scenario.problem import visible


def save(text: Console, words: list[str]) -> None:
    """Save the game."""
    from sim.game.saving.save import write

    if not words:
        raise Refused(_("Write save and a file name, as in save game.json."))
    path = file_of(words)
    write(text.game, path)
    text.say(_("Saved in {path}.").format(path=visible(os.path.abspath(path))))


def explain(text: Console, words: list[str]) -> None:
    """List the commands, or tell of one."""
    wanted = [*text.commands.values()]
    if words:
        wanted = [text.commands[command_of(words[0], text.commands)]]
    else:
        text.say(_("Commands; their first letters are enough where they are clear:"))
    for one in wanted:
        text.say(*telling.wrapped(f"{one.usage}: {one.meaning}", "    ", "  "))


def leave(text: Console, words: list[str]) -> None:
    """Leave."""
    text.leaving = True


COMMANDS = (
    Command("save", _("save FILE"), _("save the game"), save),
    Command("help", _("help [COMMAND]"), _("this list, or what one command is for"), explain),
    Command("quit", _("quit"), _("save and leave"), leave),
)
