"""What of a scenario names something: words of its data, its effects, its coded numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sim.scenario.checks.names import Path
from sim.scenario.form.coding import WORDS
from sim.scenario.form.effects import Effect
from sim.scenario.schema import Scenario

_NAMING = (
    "initiative groups trust knowledge beliefs rapport leverage tables moves events outcomes goals "
    "difficulty factors history advisers claims"
).split()
"""Sections that name what other sections give; all but those of texts alone."""
_GIVING = frozenset("groups tables steps moves events outcomes factors advisers claims".split())
"""Sections whose entries are named by what they give."""
_TOLD = frozenset(
    "title summary says note text reason unmet view name low high word assumed surprise "
    "bridge colour shape cite".split()
)
"""Fields that are read by people alone."""
_STARTING = ("actors", "defaults", "trust", "knowledge", "rapport", "leverage")
_ID = re.compile(r"[a-z][a-z0-9_]*")


def mentioned(data: Mapping[str, Any]) -> set[str]:
    """All words of the data that can name something, but not what they are given by."""
    texts: list[str] = []
    for section in _NAMING:
        inner = data.get(section)
        if section in _GIVING and isinstance(inner, dict):
            for item in inner.values():
                _gather(item, texts)
        else:
            _gather(inner, texts)
    return words(texts)


def _gather(value: Any, texts: list[str]) -> None:
    if isinstance(value, str):
        texts.append(value)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in _TOLD:
                texts.append(key)
                _gather(inner, texts)
            elif key != "says" and isinstance(inner, dict):
                _gather(inner, texts)
    elif isinstance(value, list):
        for inner in value:
            _gather(inner, texts)


def words(texts: Iterable[str]) -> set[str]:
    """All words of texts such as conditions."""
    return set(_ID.findall(" ".join(texts)))


def effects(scenario: Scenario) -> Iterator[tuple[Path, Effect]]:
    """Every effect of moves and events, with its place."""
    for name, move in scenario.moves.items():
        answers = {"if_yes": move.if_yes, "if_no": move.if_no}
        for index, effect in enumerate(move.effects):
            yield ("moves", name, "effects", index), effect
        for key, answer in answers.items():
            for index, effect in enumerate(answer.effects if answer else ()):
                yield ("moves", name, key, "effects", index), effect
    for name, event in scenario.events.items():
        for index, effect in enumerate(event.effects):
            yield ("events", name, "effects", index), effect


def worded(data: Mapping[str, Any]) -> Iterator[tuple[Path, float, str]]:
    """Every starting value that has a number and a word of the scale: where, what and which."""
    todo: list[tuple[Path, Any]] = [((name,), data.get(name)) for name in _STARTING]
    while todo:
        path, value = todo.pop()
        if not isinstance(value, dict):
            continue
        number, word = value.get("value"), value.get("word")
        if isinstance(word, str) and word in WORDS and isinstance(number, int | float):
            yield path, float(number), word
        todo += [((*path, name), inner) for name, inner in value.items() if type(inner) is dict]
