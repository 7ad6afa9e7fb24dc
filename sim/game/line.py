"""The moves of a game as a line that the command line can run again."""

from __future__ import annotations

from typing import Any

from sim.game.state import GameState
from sim.scenario.heads import STANDARD


def line(game: GameState) -> dict[str, Any]:
    """The moves played so far, as `run --line FILE` reads them (dates as dates).

    Of several seats those of all are told, turn by turn; `luck` stands in it where the game went
    on under a fresh chance.
    """
    entries: dict[str, Any] = {}
    for turn, node in enumerate(game.tree.path):
        for seat, own in zip(game.seats, node.moves, strict=True):
            by = f"_{seat}" if len(game.seats) > 1 else ""
            for number, plan in enumerate(own, start=1):
                entry: dict[str, Any] = {
                    "date": game.plan.date(turn),
                    "by": seat,
                    "move": plan.move,
                }
                if plan.to is not None:
                    entry["to"] = plan.to
                if plan.text:
                    entry["text"] = dict(plan.text)
                entries[f"turn_{turn + 1}{by}_move_{number}"] = entry
    told: dict[str, Any] = {}
    if game.loaded.level != STANDARD:
        told["difficulty"] = game.loaded.level
    if game.luck:
        told["luck"] = {f"turn_{turn + 1}": run for turn, run in sorted(game.luck.items())}
    return {**told, "moves": entries}
