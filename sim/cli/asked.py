"""What a player of the text mode asks for: commands, numbers, names and texts, read from a line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sim.scenario.problem import visible
from sim.scenario.suggest import did_you_mean

SHOWN = 40
"""Characters of a player's word that are shown again."""

COMMANDS = {
    "moves": ("moves [all]", "the moves that matter most now, or all"),
    "move": ("move N", "all about a move: why, for whom, why not"),
    "odds": ("odds [N]", "odds of the moves that matter most, or of move N"),
    "play": ("play N [TO]", "plan move N, for whom where it is for somebody"),
    "draft": ("draft ISSUE=PLACE ...", "plan a draft of a text, places from 0 to 1"),
    "weigh": ("weigh ISSUE=PLACE ...", "how a text would be taken, without drafting it"),
    "plan": ("plan", "what is planned for this turn"),
    "drop": ("drop N", "take planned move N back"),
    "end": ("end", "end the turn; all others decide"),
    "undo": ("undo", "take the last planned move back, or the last turn"),
    "view": ("view", "the situation as you know it"),
    "who": ("who ACTOR", "what you know of an actor"),
    "table": ("table ID", "a table, its text, and where its parties could meet"),
    "advice": ("advice", "what your advisers say"),
    "report": ("report", "everything that was done last turn, and why"),
    "changes": ("changes", "what changed last turn, with causes that add up"),
    "briefing": ("briefing [plain|full]", "the briefing once more, in plain or full words"),
    "next": ("next", "in a campaign, once a chapter is over: what follows"),
    "debrief": ("debrief", "the debrief, which opens what was hidden; best at the end"),
    "worth": ("worth", "the debrief, with what each move was worth (some seconds)"),
    "save": ("save FILE", "save the game"),
    "help": ("help", "this list"),
    "quit": ("quit", "save and leave"),
}
"""Commands with how they are written and what they do."""


class Refused(Exception):  # noqa: N818  (an answer to the player, not a fault)
    """What was asked for cannot be done; one sentence says why."""


def command_of(word: str) -> str:
    """The command that a word, or its first letters, stands for.

    Raises:
        Refused: None, or more than one.
    """
    plain = word.lower()
    starts = [name for name in COMMANDS if name.startswith(plain)]
    if plain in COMMANDS:
        return plain
    if len(starts) == 1:
        return starts[0]
    if starts:
        raise Refused(f'"{visible(word)}" may be {" or ".join(starts)}; write more of it.')
    hint = did_you_mean(plain, COMMANDS) or "; help lists them"
    raise _refused(f'"{visible(word[:SHOWN])}" is no command{hint}')


def number_of(words: Sequence[str], usage: str) -> int:
    """The one number that is asked for.

    Raises:
        Refused: It is none.
    """
    if len(words) != 1 or not words[0].isascii() or not words[0].isdigit():
        raise Refused(f"Write {usage}, with a number.")
    return int(words[0][:9])


def one_of(words: Sequence[str], command: str, what: str, known: Sequence[str]) -> str:
    """The one name that is asked for.

    Raises:
        Refused: It is not among those known.
    """
    listed = ", ".join(known)
    if len(words) != 1:
        raise Refused(f"Write {command} and {what}: {listed}.")
    plain = words[0].lower()
    if plain in known:
        return plain
    hint = did_you_mean(plain, known) or f"; there are {listed}"
    raise _refused(f'There is no "{visible(words[0][:SHOWN])}"{hint}')


def places_of(words: Iterable[str], command: str, issues: Sequence[str]) -> dict[str, float]:
    """Places by issue, written as `issue=0.4`.

    Raises:
        Refused: No such issue, or no place from 0 to 1.
    """
    text: dict[str, float] = {}
    for word in words:
        issue, mark, place = word.partition("=")
        if issue not in issues:
            hint = did_you_mean(issue, issues) or f"; there are {', '.join(issues)}"
            raise _refused(f'There is no issue "{visible(issue[:SHOWN])}"{hint}')
        try:
            text[issue] = float(place)
        except ValueError:
            text[issue] = -1.0
        if not mark or not 0 <= text[issue] <= 1:
            raise Refused(f"Write a place from 0 to 1 for {issue}, as in {issue}=0.4.")
    if not text:
        raise Refused(f"Write {command} with issues and places, as in {command} {issues[0]}=0.4.")
    return text


def _refused(text: str) -> Refused:
    return Refused(text if text.endswith("?") else f"{text}.")
