"""A teacher's lock: what may be seen and done, set in a scenario's file or on the computer.

The lock keeps honest players to the exercise; it is no wall. Who can edit files on the computer
can open it, and a save made before a turn can still be loaded.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sim.catalogue import _, plural
from sim.scenario.schema import Scenario


@dataclass(frozen=True, slots=True)
class Lock:
    """What is allowed; without arguments everything is."""

    odds: bool = True
    """Whether odds are shown, wherever they would stand."""
    rewind: bool = True
    """Whether a turn that was played can be taken back."""
    bets: bool = True
    advisers: bool = True
    seed: int | None = None
    """The key of the chance, where it is fixed."""
    turns: int | None = None
    """After how many turns a game ends, where that is before its last one."""

    @property
    def open(self) -> bool:
        """Whether nothing is locked."""
        return self == Lock()


def lock_of(scenario: Scenario) -> Lock:
    """The lock in a scenario's file."""
    room = scenario.classroom
    if room is None:
        return Lock()
    return Lock(
        odds=room.odds == "on",
        rewind=room.rewind == "on",
        bets=room.bets == "on",
        advisers=room.advisers == "on",
        seed=room.seed,
        turns=room.turns,
    )


def stricter(scenario: Lock, computer: Lock) -> Lock:
    """What both locks allow: the smaller number of turns; of two seeds, that of the computer."""
    limits = [turns for turns in (scenario.turns, computer.turns) if turns is not None]
    return Lock(
        odds=scenario.odds and computer.odds,
        rewind=scenario.rewind and computer.rewind,
        bets=scenario.bets and computer.bets,
        advisers=scenario.advisers and computer.advisers,
        seed=scenario.seed if computer.seed is None else computer.seed,
        turns=min(limits, default=None),
    )


def told(lock: Lock) -> tuple[str, ...]:
    """What is locked, in a few words each; nothing where all is open."""
    said = []
    if not lock.odds:
        said.append(_("no odds"))
    if not lock.rewind:
        said.append(_("no turn is taken back"))
    if not lock.bets:
        said.append(_("no bets"))
    if not lock.advisers:
        said.append(_("no advisers"))
    if lock.seed is not None:
        said.append(_("chance {seed}").format(seed=lock.seed))
    if lock.turns is not None:
        said.append(plural("{count} turn", "{count} turns", lock.turns).format(count=lock.turns))
    return tuple(said)


def sentence(lock: Lock) -> str:
    """What is locked, in a sentence; empty where all is open."""
    said = told(lock)
    return _("Set by your teacher: {list}.").format(list=", ".join(said)) if said else ""


REFUSED: Final = {
    "odds": _("Your teacher has switched the odds off."),
    "rewind": _(
        "Your teacher has switched rewinding off: planned moves can be taken back, turns cannot."
    ),
    "advisers": _("Your teacher has sent the advisers away."),
    "bets": _("Your teacher has switched the bets off."),
    "chance": _("Your teacher has fixed the chance, so there is no fresh one."),
}
"""What is said where something locked is asked for."""
