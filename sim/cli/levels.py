"""Asking a person at a terminal for a level of difficulty."""

from __future__ import annotations

from typing import TextIO

from sim.catalogue import _
from sim.cli.textmode.telling import wrapped
from sim.scenario.heads import STANDARD
from sim.scenario.levels import level_title, levels
from sim.scenario.schema import Scenario


def ask_level(scenario: Scenario, stdin: TextIO, stdout: TextIO) -> str:
    """Ask for one of the scenario's levels of difficulty; only a person at a terminal is asked.

    Returns:
        The level; `standard` where nothing is chosen or nobody is there to choose.
    """
    if not stdin.isatty():
        return STANDARD
    known = levels(scenario)
    stdout.write(_("Levels of difficulty:") + "\n")
    for number, level in enumerate(known, start=1):
        plain = level == STANDARD
        about = _("The game as it stands.") if plain else scenario.difficulty[level].about
        said = f"{number}. {level_title(scenario, level)}: {about}"
        stdout.write("\n".join(wrapped(said, "   ")) + "\n")
    while True:
        stdout.write(_("Which one? A number, or nothing for standard.") + "\n> ")
        stdout.flush()
        try:
            line = stdin.readline()
        except KeyboardInterrupt:
            return STANDARD
        word = line.strip().lower()
        if not word:
            return STANDARD
        if word in known:
            return word
        if word.isascii() and word.isdigit() and 1 <= int(word[:9]) <= len(known):
            return known[int(word) - 1]
