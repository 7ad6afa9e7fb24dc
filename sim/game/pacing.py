"""Pacing: what presses now, set pieces that are announced, and turns that pass without a move."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sim.catalogue import _, plural
from sim.game.errors import IllegalMove
from sim.game.report import Change, Entry, TurnReport
from sim.model.plan import NEVER

if TYPE_CHECKING:
    from sim.game.game import Game

MOST_TURNS: Final = 4
"""Turns that pass at one key at most."""
BIG: Final = 10
"""Points by which a number must move for the player to be called back."""
MOST_WORDS: Final = 80
"""Words that the account of what passed may have."""
_WATCHED: Final = ("home", "standing", "trust", "bad_faith", "stance", "channel")


@dataclass(frozen=True)
class SetPiece:
    """Something that is known to come: a meeting, a vote, the opening of talks."""

    turn: int
    date: str
    title: str
    cites: tuple[str, ...]


@dataclass(frozen=True)
class Called:
    """Why turns pass no longer."""

    kind: str
    """`over`, `table`, `event`, `leak`, `answer`, `asked`, `change`, `coming` or `time`."""
    words: str


def set_pieces(game: Game, ahead: int = 1) -> tuple[SetPiece, ...]:
    """What is fixed in the calendar for this turn and so many after it, by dates.

    Only what is certain and does not depend on anything is known beforehand.
    """
    found = []
    for row, event in enumerate(game.compiled.events):
        fixed = event.when is None and event.spec.likelihood() == 1.0
        fixed = fixed and event.id not in game.picture.replay.cancelled
        open_yet = int(game.picture.world.events[row, 0]) == NEVER
        if fixed and open_yet and game.turn <= event.turn < game.turn + ahead and not game.over:
            spec = event.spec
            found.append(SetPiece(event.turn, spec.date.isoformat(), spec.title, tuple(spec.cite)))
    return tuple(sorted(found, key=lambda one: one.date))


def pressing(game: Game) -> str:
    """What speaks against letting this turn pass, in a sentence; empty for nothing."""
    if game.over:
        return _("The game is over.")
    if len(game.seats) > 1:
        return _("Several play this game, so each turn is handed on.")
    if game.planned:
        return plural(
            "A move is planned for this turn: end the turn, or take it back.",
            "{count} moves are planned for this turn: end the turn, or take them back.",
            len(game.planned),
        ).format(count=len(game.planned))
    return ""


def called(game: Game, report: TurnReport) -> Called | None:
    """Why the player must look up after a turn; None where nothing presses."""
    if game.over:
        return Called("over", _("The game is over."))
    entry = max(_calling(game, report), key=lambda one: one.weight, default=None)
    if entry is not None:
        kind = "asked" if entry.kind == "move" else entry.kind
        return Called(kind, entry.text)
    change = max(_big(game, report), key=lambda one: abs(one.points), default=None)
    if change is not None:
        said = _("{label}: from {before} to {after}.")
        return Called(
            "change",
            said.format(label=change.label, before=change.before, after=change.after),
        )
    coming = set_pieces(game)
    if coming:
        return Called("coming", _("This turn: {title}.").format(title=coming[0].title))
    return None


def _calling(game: Game, report: TurnReport) -> Iterator[Entry]:
    """What was done that the player must know of at once."""
    for entry in report.entries:
        answered = entry.kind == "answer" and game.seat in (entry.actor, entry.target)
        asked = entry.kind == "move" and entry.target == game.seat != entry.actor
        if entry.kind in ("table", "event", "leak") or answered or asked:
            yield entry


def _big(game: Game, report: TurnReport) -> Iterator[Change]:
    """Numbers of the seat, or about it, that moved by much."""
    for change in report.changes:
        if change.quantity in _WATCHED and abs(change.points) >= BIG and game.seat in change.actors:
            yield change


def pass_turns(
    game: Game, end_turn: Callable[[], TurnReport], most: int = MOST_TURNS
) -> tuple[tuple[TurnReport, ...], Called]:
    """Let turns pass without a move until something happens; one passes at least.

    Args:
        game: The game.
        end_turn: Plays a turn of it.
        most: How many turns may pass.

    Returns:
        The reports of the turns that passed, and what called the player back.

    Raises:
        IllegalMove: Something presses now; the text says what.
    """
    if hindrance := pressing(game):
        raise IllegalMove(hindrance)
    reports: list[TurnReport] = []
    while True:
        reports.append(end_turn())
        back = called(game, reports[-1])
        if back is not None:
            return tuple(reports), back
        if len(reports) >= most:
            return tuple(reports), Called("time", _("Nothing has happened, but time has passed."))


def passed_lines(reports: Sequence[TurnReport]) -> tuple[tuple[str, ...], ...]:
    """What passed, turn by turn, in at most `MOST_WORDS` words in all: what matters most."""
    entries = [(turn, entry) for turn, report in enumerate(reports) for entry in report.entries]
    ranked = sorted(range(len(entries)), key=lambda i: (-entries[i][1].weight, i))
    kept, words = set[int](), 0
    for index in ranked:
        size = len(entries[index][1].text.split())
        if words + size <= MOST_WORDS:
            kept.add(index)
            words += size
    chosen = [entries[index] for index in sorted(kept)]
    return tuple(
        tuple(dict.fromkeys(entry.text for at, entry in chosen if at == turn))
        for turn in range(len(reports))
    )
