"""The saves in the user's folder, each with what it holds or the sentence that says why not."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sim.catalogue import _, plural
from sim.desk.models.title import day
from sim.scenario.heads import STANDARD, after, head
from sim.scenario.problem import ScenarioError
from sim.scenario.shelf import find

if TYPE_CHECKING:
    from sim.game.game import Game
    from sim.game.saving.form import Save

_NAME: Final = 60
"""Characters that the name of a save may have."""
_AUTOMATIC: Final = (_("Autosave"), _("Autosave before it"), _("Autosave before both"))


@dataclass(frozen=True, slots=True)
class Slot:
    """A save: its name and when it was written, and what it holds or what is wrong with it."""

    name: str
    path: Path
    written: str
    about: str
    """What it holds, in a line."""
    problem: str
    """Why it cannot be read, in a sentence; empty where it can."""
    automatic: bool
    facts: tuple[tuple[str, str], ...] = ()
    """What it holds, in pairs of words."""


def build_slots() -> tuple[Slot, ...]:
    """All saves in the user's folder, the newest first; those saved by themselves come last."""
    from sim.game.saving.save import slots

    found = [_slot(path) for path in slots()]
    return (
        *(slot for slot in found if not slot.automatic),
        *(slot for slot in found if slot.automatic),
    )


def free_name(game: Game, taken: tuple[Slot, ...]) -> str:
    """A name for a new save that no slot has."""
    from sim.game.saving.save import may_stand_in_name

    seats = " and ".join(game.scenario.actors[seat].short for seat in game.seats)
    base = _("{seats} turn {turn}").format(seats=seats, turn=game.turn + 1)
    base = "".join(filter(may_stand_in_name, base))[: _NAME - 4].strip()
    names = {slot.name for slot in taken}
    if base not in names:
        return base
    more = (f"{base} {number}" for number in itertools.count(2))
    return next(name for name in more if name not in names)


def _slot(path: Path) -> Slot:
    from sim.game.errors import SaveError
    from sim.game.saving.autosaves import place_of
    from sim.game.saving.save import read

    name, place = path.stem, place_of(path.stem)
    if place is not None:
        window, number = place
        name = _AUTOMATIC[number]
        if window > 1:
            name = _("{autosave}, window {number}").format(autosave=name, number=window)
    about, problem, facts = "", "", tuple[tuple[str, str], ...]()
    try:
        stamp = dt.datetime.fromtimestamp(path.stat().st_mtime)
        written = f"{day(stamp.date())}, {stamp:%H:%M}"
    except (OSError, ValueError, OverflowError):
        written = ""
    try:
        save = read(path)
    except SaveError as error:
        problem = str(error)
    else:
        about, facts = _about(save), _facts(save)
    return Slot(name, path, written, about, problem, place is not None, facts)


def _about(save: Save) -> str:
    parts = [_title(save), " and ".join(_seats(save))]
    parts.append(_("turn {turn}").format(turn=len(save.turns) + 1))
    if save.level != STANDARD:
        parts.append(save.level.replace("_", " "))
    if save.without:
        from sim.game.switches import world_by_id

        parts.append(world_by_id(save.without))
    return " · ".join(parts)


def _title(save: Save) -> str:
    title = _titled(save.scenario)
    return title if save.campaign is None else f"{_titled(save.campaign.id)} · {title}"


def _titled(scenario: str) -> str:
    """The title of a shipped scenario or campaign; the id of any other."""
    return str(_head(scenario).get("title", scenario))


def _seats(save: Save) -> list[str]:
    return [seat.replace("_", " ") for seat in (save.seat, *(one.seat for one in save.beside))]


def _facts(save: Save) -> tuple[tuple[str, str], ...]:
    spec = _head(save.scenario)
    actors = spec.get("actors", {})
    names = [
        str(actors.get(seat, {}).get("short", seat.replace("_", " ")))
        for seat in (save.seat, *(one.seat for one in save.beside))
    ]
    found = [(_("Scenario"), _titled(save.scenario))]
    if save.campaign is not None:
        campaign = _titled(save.campaign.id)
        chapter = _("{campaign}, chapter {number}")
        number = len(save.campaign.chapters) + 1
        found.append((_("Campaign"), chapter.format(campaign=campaign, number=number)))
    found.append((_("Seats") if len(names) > 1 else _("Seat"), ", ".join(names)))
    if save.level != STANDARD:
        found.append((_("Level"), save.level.replace("_", " ")))
    found += _progress(save, spec)
    if save.planned and not save.beside:  # what a seat plans is no business of the others
        count = len(save.planned)
        planned = plural("{count} move", "{count} moves", count).format(count=count)
        found.append((_("Planned"), planned))
    if save.without:
        from sim.game.switches import world_by_id

        found.append((_("World"), world_by_id(save.without)))
    found.append((_("Chance"), str(save.seed)))
    return tuple(found)


def _progress(save: Save, spec: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The turn and the date at which a game stands, as far as the scenario's head tells them."""
    turn, turns, date = len(save.turns), 0, ""
    try:
        calendar = spec["calendar"]
        turns = int(calendar["turns"])
        date = day(after(calendar["start"], str(calendar["turn"]), turn))
    except (LookupError, TypeError, ValueError, AttributeError, OverflowError):
        pass
    if save.turn_limit is not None:
        turns = min(turns or save.turn_limit, save.turn_limit)
    if turns and turn >= turns:
        yield _("Turn"), _("all {turns} are played").format(turns=turns)
        return
    said = _("{turn} of {turns}") if turns else _("{turn}")
    yield _("Turn"), said.format(turn=turn + 1, turns=turns)
    if date:
        yield _("Date"), date


@cache
def _head(scenario: str) -> Mapping[str, Any]:
    """The head of a shipped scenario; empty where it does not ship."""
    try:
        return head(find(scenario))
    except (OSError, ScenarioError, LookupError, TypeError, ValueError, AttributeError):
        return {}
