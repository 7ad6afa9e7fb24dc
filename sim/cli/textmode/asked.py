"""What a player of the text mode asks for: commands, numbers, names and texts, read from a line."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

from sim.catalogue import _
from sim.scenario.problem import visible
from sim.scenario.text.suggest import did_you_mean

_HELP = ("h", "?")
"""What else is written for help, from habit."""
SHOWN = 40
"""Characters of a player's word that are shown again."""


class Refused(Exception):  # noqa: N818  (an answer to the player, not a fault)
    """What was asked for cannot be done; one sentence says why."""


def command_of(word: str, known: Collection[str]) -> str:
    """The command among those known that a word, or its first letters, stands for.

    Raises:
        Refused: None, or more than one.
    """
    plain = word.lower()
    starts = [name for name in known if name.startswith(plain)]
    if plain in known:
        return plain
    if plain in _HELP and "help" in known:
        return "help"
    if len(starts) == 1:
        return starts[0]
    if starts:
        either = _(" or ").join(starts)
        said = _('"{word}" may be {either}; write more of it.')
        raise Refused(said.format(word=visible(word), either=either))
    if plain.isascii() and plain.isdigit() and len(plain) < SHOWN:
        said = _('"{number}" is no command; play {number} plans the move with this number.')
        raise Refused(said.format(number=plain))
    hint = did_you_mean(plain, known) or _("; help lists them")
    said = _('"{word}" is no command{hint}')
    raise _refused(said.format(word=visible(word[:SHOWN]), hint=hint))


def number_of(words: Sequence[str], usage: str) -> int:
    """The one number that is asked for.

    Raises:
        Refused: It is none.
    """
    if len(words) != 1 or not words[0].isascii() or not words[0].isdigit():
        raise Refused(_("Write {usage}, with a number.").format(usage=usage))
    return int(words[0][:9])


def one_of(
    words: Sequence[str],
    command: str,
    what: str,
    known: Sequence[str],
    titles: Mapping[str, str] | None = None,
) -> str:
    """The one name that is asked for.

    Args:
        words: What was written.
        command: The command it was written for.
        what: What the command asks for, in words.
        known: The names that can be written.
        titles: What some of them are called on the screen, which may be written as well.

    Raises:
        Refused: It is not among those known.
    """
    listed = ", ".join(known)
    spoken = " ".join(words).lower()
    for name, title in (titles or {}).items():
        if spoken == title.lower():
            return name
    if len(words) != 1:
        said = _("Write {command} and {what}: {listed}.")
        raise Refused(said.format(command=command, what=what, listed=listed))
    plain = words[0].lower()
    if plain in known:
        return plain
    hint = did_you_mean(plain, known) or _("; there are {listed}").format(listed=listed)
    said = _('There is no "{word}"{hint}')
    raise _refused(said.format(word=visible(words[0][:SHOWN]), hint=hint))


def file_of(words: Sequence[str]) -> Path:
    """The file that is named by words: its name may have blanks in it."""
    return Path(os.path.expanduser(" ".join(words)))


def places_of(words: Iterable[str], command: str, issues: Sequence[str]) -> dict[str, float]:
    """Places by issue, written as `issue=0.4`.

    Raises:
        Refused: No such issue, or no place from 0 to 1.
    """
    text: dict[str, float] = {}
    for word in words:
        issue, mark, place = word.partition("=")
        if issue not in issues:
            others = _("; there are {listed}").format(listed=", ".join(issues))
            hint = did_you_mean(issue, issues) or others
            said = _('There is no issue "{word}"{hint}')
            raise _refused(said.format(word=visible(issue[:SHOWN]), hint=hint))
        try:
            text[issue] = float(place)
        except ValueError:
            text[issue] = -1.0
        if not mark or not 0 <= text[issue] <= 1:
            said = _("Write a place from 0 to 1 for {issue}, as in {issue}=0.4.")
            raise Refused(said.format(issue=issue))
    if not text:
        said = _("Write {command} with issues and places, as in {command} {issue}=0.4.")
        raise Refused(said.format(command=command, issue=issues[0]))
    return text


def _refused(text: str) -> Refused:
    from sim.game.errors import sentence

    return Refused(sentence(text))
