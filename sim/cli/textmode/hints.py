"""The hints of a scenario's guide in the text mode: its own words, with the command to write."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.catalogue import _
from sim.cli.textmode import telling

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.game.game import Game

WHERE: Final = {
    "network": "view",
    "actor": "who",
    "positions": "table",
    "capital": "plan",
    "standing": "view",
    "timeline": "view",
    "hand": "moves",
    "odds": "odds",
    "planned": "plan",
    "moves": "moves all",
    "draft": "weigh",
    "advisers": "advice",
    "end": "end",
    "undo": "undo",
    "rewind": "undo",
    "report": "report",
    "changes": "changes",
    "dossier": "who",
    "text": "weigh",
    "chances": "weigh",
}
"""For each part of the screen the command that tells the same."""
_DEEDS: Final = {
    "who": "dossier",
    "changes": "ledger",
    "weigh": "drafted",
    "draft": "drafted",
    "advice": "advised",
}


class TextGuide:
    """Gives the hints of one game between its commands.

    Args:
        game: The game.
        wanted: Whether to give hints; by default as in the window, in the first game alone unless
            the settings say otherwise.
    """

    def __init__(self, game: Game, wanted: bool | None = None) -> None:
        from sim.game.guide import Guide
        from sim.game.progress import note_guided

        if wanted is None:
            wanted = _wanted(game)
        self.guide = Guide(game.scenario, game.seat, note_guided, game.lock)
        if not wanted:
            self.guide.left.clear()
        self._turn, self._planned, self._told = game.turn, len(game.planned), ""

    def lines(self, game: Game, command: str = "") -> list[str]:
        """The hint that is due after a command, in lines; nothing if it was given before."""
        from sim.game.guide import NEXT

        turn = self._turn
        if game.turn > turn:
            self.guide.did("ended", turn + 1)
        elif len(game.planned) > self._planned:
            self.guide.did("planned", turn + 1)
        self._turn, self._planned = game.turn, len(game.planned)
        if command in _DEEDS:
            self.guide.did(_DEEDS[command], game.turn + 1)
        hint = None if game.over else self.guide.hint(game.turn + 1)
        if hint is None or hint.id == self._told:
            return []
        self._told = hint.id
        if not hint.asks:  # it is read by being told
            self.guide.did(NEXT, game.turn + 1)
        words = _("Hint: {says} (Command: {command})")
        said = words.format(says=hint.as_text, command=to_write(game, hint.at))
        return ["", *telling.wrapped(said)]


def to_write(game: Game, part: str) -> str:
    """What to write to be told of a part of the screen, ready to be typed as it stands."""
    details: dict[str, Callable[[], str]] = {
        "who": lambda: game.view().actors[0].id,
        "table": lambda: game.view().tables[0].id,
        "weigh": lambda: f"{game.plan.issues[0]}=0.4",
    }
    command = WHERE[part]
    return f"{command} {details[command]()}" if command in details else command


def _wanted(game: Game) -> bool:
    """Whether the settings and what was played ask for hints."""
    from sim.game.guide import hints

    if not hints(game.scenario, game.seat):
        return False
    from sim.desk.models.settings import load_settings
    from sim.game.progress import load_progress

    progress, when = load_progress(), load_settings().guide
    if when == "first":
        return not progress.guided and not progress.games
    return when == "always"
