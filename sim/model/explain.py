"""Takes down, for the watched run, why a choice came out as it did."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from sim.model.exact import Floats
from sim.model.ledger import Part, Row
from sim.model.world import Bools, World

Note = Callable[[str, Floats], None]
"""Takes the name of a mechanism and what it adds, shape (runs,)."""

Explain = Callable[[Floats, Bools, Bools], None]
"""Takes the chance, where the choice was faced, and what was chosen; each of shape (runs,)."""


def silent(_rule: str, _part: Floats) -> None:
    """A note that nobody takes."""


def add(total: Floats, rule: str, part: Floats, note: Note) -> None:
    """Add to a utility, in place, what a mechanism gives, and have it noted; shape (runs,)."""
    note(rule, part)
    total += part


def _nothing(_chance: Floats, _where: Bools, _chosen: Bools) -> None:
    return


def explainer(world: World, what: str, source: str, names: tuple[Any, ...]) -> tuple[Note, Explain]:
    """A taker of notes on the grounds of a choice, and what writes them down once it is made."""
    ledger = world.ledger
    if ledger is None:
        return silent, _nothing
    lane, parts = ledger.lane, []

    def note(rule: str, part: Floats) -> None:
        amount = float(np.broadcast_to(part, (world.runs,))[lane])
        if amount:
            parts.append(Part(rule, source, amount))

    def explain(chance: Floats, where: Bools, chosen: Bools) -> None:
        if where[lane]:
            ledger.write(
                Row(
                    turn=world.turn,
                    kind="answer",
                    what=what,
                    names=names,
                    parts=tuple(parts),
                    chance=float(chance[lane]),
                    outcome="yes" if chosen[lane] else "no",
                    source=source,
                )
            )

    return note, explain
