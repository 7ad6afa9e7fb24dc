"""A small change of a scenario as a file, for the exercise "change the file"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from sim import paths
from sim.lab.resolved import resolved_text
from sim.scenario.form.coding import WORDS, level
from sim.scenario.load import Loaded

GONE: Final = WORDS["none"]
"""What a hold is set to that is taken away."""
SHAKEN: Final = WORDS["very-low"]
"""What trust is set to where there is no hold to take away."""


@dataclass(frozen=True)
class Variation:
    """One number of a scenario set otherwise."""

    keys: tuple[str, ...]
    """Where it stands, such as leverage, north, south, aid."""
    before: float
    """As coded, 0..1."""
    after: float
    """What it is set to, 0..1."""

    @property
    def path(self) -> str:
        """Where it stands as a dotted path."""
        return ".".join(self.keys)

    @property
    def setting(self) -> str:
        """What `--set` takes."""
        return f"{self.path}={self.after:g}"


def variations(loaded: Loaded) -> list[Variation]:
    """Changes that can be asked about: each hold of one actor over another taken away.

    Where nobody has a hold on anybody, or each is next to nothing, it is the trust in who owns the
    initiative that is shaken, by each of the others.
    """
    return list(_holds(loaded)) or shaken(loaded)


def shaken(loaded: Loaded) -> list[Variation]:
    """The trust of each of the others in who owns the initiative, much less or much more."""
    return list(_trust(loaded))


def _holds(loaded: Loaded) -> Iterator[Variation]:
    for giver, clients in loaded.scenario.leverage.items():
        for client, channels in clients.items():
            for name, coded in channels.items():
                value = level(coded).value
                if value > SHAKEN:
                    yield Variation(("leverage", giver, client, name), value, GONE)


def _trust(loaded: Loaded) -> Iterator[Variation]:
    scenario = loaded.scenario
    owner, usual = scenario.initiative.by, level(scenario.defaults.trust).value
    for name in scenario.actors:
        if name != owner:
            coded = scenario.trust.get(name, {}).get(owner)
            value = usual if coded is None else level(coded).value
            after = SHAKEN if value > 0.5 else WORDS["high"]
            yield Variation(("trust", name, owner), value, after)


def question(loaded: Loaded, one: Variation) -> str:
    """What the change asks, in a sentence."""
    actors = loaded.scenario.actors
    if one.keys[0] == "leverage":
        giver, client = (actors[key].called or actors[key].short for key in one.keys[1:3])
        hold = one.keys[3].replace("_", " ")
        return f"What if {giver} had next to no hold over {client} through {hold}?"
    who, owner = (actors[key].called or actors[key].short for key in one.keys[1:3])
    more = "much less" if one.after < one.before else "much more"
    return f"What if {who} trusted {owner} {more} at the start?"


def shipped(loaded: Loaded) -> bool:
    """Whether a scenario came with the program, so that its id alone finds it."""
    folders = (paths.scenarios().resolve(), paths.examples().resolve())
    return loaded.path.resolve().parent in folders


def parent(loaded: Loaded) -> str:
    """What a file that changes a scenario says after `extends`."""
    return loaded.scenario.id if shipped(loaded) else loaded.path.name


def reference(loaded: Loaded) -> str:
    """What a command calls a scenario."""
    return loaded.scenario.id if shipped(loaded) else str(loaded.path)


def name_of(loaded: Loaded) -> str:
    """The id of the variation."""
    return f"{loaded.scenario.id[:50].rstrip('-')}-what-if"


def file_text(loaded: Loaded, one: Variation) -> str:
    """The variation as a scenario file, to be kept beside a file of one's own or anywhere else."""
    value: Any = one.after
    for key in reversed(one.keys):
        value = {key: value}
    data = {
        "version": 1,
        "id": name_of(loaded),
        "title": "What if? A question of our class",
        "extends": parent(loaded),
        **value,
    }
    return resolved_text(data)
