"""Commands about what is kept and what is locked: the saves of this computer, a teacher's lock."""

from __future__ import annotations

from sim.catalogue import _
from sim.cli.textmode import telling
from sim.cli.textmode.asked import Refused
from sim.cli.textmode.console import Command, Console
from sim.cli.textmode.locked import lock_lines, world_lines
from sim.scenario.problem import visible


def saves(text: Console, words: list[str]) -> None:
    """List the saves in the user's folder, each with what it holds or what is wrong with it."""
    from sim.desk.models.saves import build_slots
    from sim.game.saving.save import folder

    found = build_slots()
    if not found:
        raise Refused(_("There is no save in {folder} yet.").format(folder=visible(str(folder()))))
    text.say(
        _("Saves in {folder}; play --load FILE goes on with one:").format(
            folder=visible(str(folder()))
        )
    )
    for slot in found:
        said = f"{slot.path.name}, {slot.written}: {slot.problem or slot.about}"
        text.say(*telling.wrapped(visible(said), "    ", "  "))


def lock(text: Console, words: list[str]) -> None:
    """Tell what a teacher has locked, and what the game does without."""
    said = [*lock_lines(text.game), *world_lines(text.game)]
    text.say(*(said or [_("Nothing is locked, and nothing is switched off.")]))


COMMANDS = (
    Command("saves", _("saves"), _("the saved games on this computer"), saves),
    Command("lock", _("lock"), _("what a teacher has locked, and what is switched off"), lock),
)
