"""The commands of the text mode.

Every command is a function `(text: Console, words: list[str]) -> None` in a module of its theme,
which lists its commands as `COMMANDS`. A new theme is a new module and one line in `_THEMES`; what
a command refuses it raises as `sim.cli.textmode.asked.Refused`.
"""

from __future__ import annotations

from sim.cli.textmode.commands import (
    accounting,
    acting,
    closing,
    debriefing,
    helping,
    judging,
    keeping,
    leaving,
    looking,
    reading,
    rewinding,
    sharing,
)
from sim.cli.textmode.console import Command

_THEMES = (
    acting.COMMANDS,
    rewinding.COMMANDS,
    sharing.COMMANDS,
    looking.COMMANDS,
    judging.COMMANDS,
    accounting.COMMANDS,
    reading.COMMANDS,
    closing.COMMANDS,
    helping.COMMANDS,
    debriefing.COMMANDS,
    keeping.COMMANDS,
    leaving.COMMANDS,
)

COMMANDS: dict[str, Command] = {one.name: one for theme in _THEMES for one in theme}
"""All commands by name, in the order in which `help` lists them."""
