"""Single values of a resolved scenario set by their dotted path, for `--set` and for levels."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from sim.scenario.form.coding import Part
from sim.scenario.schema import Actor, Capital, Move, Table
from sim.scenario.text.suggest import did_you_mean

_OPEN = ("trust", "knowledge", "leverage", "beliefs")
"""Collections of pairs, where a path may name a pair that nobody has coded."""


class NowhereError(ValueError):
    """A dotted path that leads nowhere: one sentence, with a name that is near."""

    def __init__(self, dotted: str, message: str) -> None:
        super().__init__(message)
        self.dotted = dotted


def with_values(data: Any, settings: Mapping[str, object]) -> Any:
    """The plain data with values set by dotted path; what was given stays as it was.

    What is not on the way of a path is shared between the two.

    Raises:
        NowhereError: The scenario has no such place.
    """
    whole = copy.copy(data)
    for dotted, value in settings.items():
        here = whole
        for key in dotted.split(".")[:-1]:
            step = copy.copy(_step(here, key))
            if not isinstance(step, dict | list):
                break
            here[int(key) if isinstance(here, list) else key] = step
            here = step
        set_value(whole, dotted, value)
    return whole


def set_value(data: Any, dotted: str, value: object) -> None:
    """Set the value at a dotted path, such as `trust.north.south`, in the plain data.

    Raises:
        NowhereError: The scenario has no such place.
    """
    keys = dotted.split(".")
    if len(keys) < 2:
        message = f'a dotted path such as trust.north.south is needed, not "{dotted}"'
        raise NowhereError(dotted, message)
    here: Any = data
    actors = list(_step(data, "actors") or {})
    for depth, key in enumerate(keys[:-1]):
        step = _step(here, key)
        if step is None and isinstance(here, dict) and _may_open(keys, depth, actors):
            here[key] = step = {}
        if not isinstance(step, dict | list):
            known = list(here) if isinstance(here, dict) else []
            known += actors if keys[0] in _OPEN and depth else []
            raise _nowhere(dotted, key, known)
        here = step
    last = keys[-1]
    if isinstance(here, list):
        if not last.isdecimal() or int(last) >= len(here):
            raise _nowhere(dotted, last, [str(index) for index in range(len(here))])
        here[int(last)] = value
        return
    if last not in here and not _may_add(keys, actors):
        raise _nowhere(dotted, last, [*here, *_fields(keys)])
    here[last] = value


def _step(here: Any, key: str) -> Any:
    if isinstance(here, list):
        return here[int(key)] if key.isdecimal() and int(key) < len(here) else None
    return here.get(key) if isinstance(here, dict) else None


def _may_open(keys: list[str], depth: int, actors: list[str]) -> bool:
    """Whether a mapping may be begun here: a pair that nobody has coded, or the capital."""
    return (keys[0] in _OPEN and keys[depth] in actors) or (keys[0] == "capital" and depth == 0)


def _fields(keys: list[str]) -> list[str]:
    """Fields that may be set though the file leaves them out."""
    models: dict[str, type[Part]] = {"actors": Actor, "moves": Move, "tables": Table}
    if len(keys) == 3 and keys[0] in models:
        return list(models[keys[0]].model_fields)
    return list(Capital.model_fields) if keys[0] == "capital" else []


def _may_add(keys: list[str], actors: list[str]) -> bool:
    if keys[0] in _OPEN:
        return keys[-1] in actors or (keys[0] == "leverage" and len(keys) == 4)
    return keys[-1] in _fields(keys)


def _nowhere(dotted: str, key: str, known: list[str]) -> NowhereError:
    hint = did_you_mean(key, known)
    if not hint and 0 < len(known) <= 24:
        hint = f"; there are {', '.join(dict.fromkeys(known))}"
    return NowhereError(dotted, f'for {dotted} the scenario has no "{key}"{hint}')
