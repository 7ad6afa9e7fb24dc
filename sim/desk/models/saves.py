"""The saves in the user's folder, each with what it holds or the sentence that says why not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sim.desk.models.title import build_shelf, day
from sim.scenario.heads import STANDARD

if TYPE_CHECKING:
    from sim.game.game import Game

_AUTOSAVE: Final = "autosave"


@dataclass(frozen=True, slots=True)
class Slot:
    """A save: its name and when it was written, and what it holds or what is wrong with it."""

    name: str
    path: Path
    written: str
    about: str
    problem: str
    automatic: bool


def build_slots() -> tuple[Slot, ...]:
    """All saves in the user's folder, the newest first."""
    from sim.game.save import slots

    titles = {card.id: card.title for card in build_shelf().cards}
    return tuple(_slot(path, titles) for path in slots())


def free_name(game: Game, taken: tuple[Slot, ...]) -> str:
    """A name for a new save that no slot has."""
    base = f"{game.scenario.actors[game.seat].short} turn {game.turn + 1}"
    base = "".join(c for c in base if c.isalnum() or c in " -_")
    names = {slot.name for slot in taken}
    if base not in names:
        return base
    return next(f"{base} {number}" for number in range(2, 1000) if f"{base} {number}" not in names)


def _slot(path: Path, titles: Mapping[str, str]) -> Slot:
    from sim.game.faults import SaveError
    from sim.game.save import read

    name = path.stem
    automatic = name == _AUTOSAVE
    about, problem = "", ""
    try:
        stamp = dt.datetime.fromtimestamp(path.stat().st_mtime)
        written = f"{day(stamp.date())}, {stamp:%H:%M}"
    except OSError:
        written = ""
    try:
        save = read(path)
    except SaveError as error:
        problem = str(error)
    else:
        title, seat = titles.get(save.scenario, save.scenario), save.seat.replace("_", " ")
        if save.campaign is not None:
            title = f"{titles.get(save.campaign.id, save.campaign.id)} · {title}"
        level = "" if save.level == STANDARD else f" · {save.level.replace('_', ' ')}"
        about = f"{title} · {seat} · turn {len(save.turns) + 1}{level}"
    return Slot("Autosave" if automatic else name, path, written, about, problem, automatic)
