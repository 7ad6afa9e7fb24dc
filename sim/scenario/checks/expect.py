"""What a typed model expects at a place of the data, in plain words.

Read from the model's JSON Schema, so that bounds, choices and field names are stated once, in the
model.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pydantic import BaseModel

from sim.scenario.text.scalars import shown
from sim.scenario.text.spans import Path

MOST_CHOICES = 12
"""Choices or field names that a message lists in full."""
_HUGE = 1e9
"""A bound above this is there for the machine, and no one need be told of it."""

_CHARACTER_CLASS = re.compile(r"\^\[([^\]]+)\](?:\[([^\]]+)\](?:\*|\+|\{\d*,(\d*)\}))?\$")
_CLASS_WORDS = {
    "a-z": "lower-case letter",
    "A-Z": "capital letter",
    "0-9": "digit",
    "_": "underscore",
    "-": "hyphen",
    ".": "point",
}
_SUCH_AS = re.compile(r"such as `([^`]+)`", re.IGNORECASE)
_BLOCK = "a block of `name: value` lines"


@dataclass(frozen=True, slots=True)
class Node:
    """One thing that would do at a place: its JSON Schema, and the names a union knows it by."""

    schema: dict[str, Any]
    labels: frozenset[str] = frozenset()

    @property
    def kind(self) -> str:
        """The JSON type, with `date` for text that is a date."""
        if self.schema.get("format") == "date":
            return "date"
        return str(self.schema.get("type", ""))

    @property
    def is_collection(self) -> bool:
        """Whether it is a mapping or a list."""
        return self.kind in ("object", "array")

    @property
    def holds_numbers(self) -> bool:
        """Whether it is a list of numbers."""
        items = self.schema.get("items", {})
        return isinstance(items, dict) and items.get("type") in ("number", "integer")

    def takes_form(self, text: str) -> bool:
        """Whether the text has the form that is asked for, if one is."""
        pattern = self.schema.get("pattern")
        return pattern is None or re.search(pattern, text) is not None

    @property
    def choices(self) -> list[Any]:
        """The fixed values that would do, if only some would."""
        if "const" in self.schema:
            return [self.schema["const"]]
        return list(self.schema.get("enum", []))


class Expectations:
    """The JSON Schema of a model, walked by the paths of the data."""

    def __init__(self, model: type[BaseModel]) -> None:
        self.schema = model.model_json_schema()
        self.definitions: dict[str, Any] = self.schema.get("$defs", {})

    def at(self, path: Path, labels: Iterable[tuple[Path, str]] = ()) -> list[Node]:
        """All that would do at a path, the members of a union one by one.

        Args:
            path: keys and indexes from the top.
            labels: for some places on the way, the member of a union that was chosen there.
        """
        nodes = list(self._variants(self.schema, frozenset()))
        for length in range(len(path) + 1):
            chosen = {label for place, label in labels if place == path[:length]}
            nodes = [node for node in nodes if node.labels & chosen] or nodes
            if length < len(path):
                nodes = [inner for node in nodes for inner in self._step(node, path[length])]
        return nodes

    def fields(self, nodes: Iterable[Node]) -> list[str]:
        """The field names that the nodes know, aliases as they are written in the file."""
        return list(
            dict.fromkeys(name for node in nodes for name in node.schema.get("properties", ()))
        )

    def names(self, nodes: Iterable[Node]) -> list[Node]:
        """What would do as the name of an entry of the nodes."""
        found = []
        for node in nodes:
            if "propertyNames" in node.schema:
                found += list(self._variants(node.schema["propertyNames"], frozenset()))
            for pattern in node.schema.get("patternProperties", ()):
                found.append(Node({"type": "string", "pattern": pattern}))
        return found

    def _variants(
        self, schema: Any, labels: frozenset[str], seen: frozenset[str] = frozenset()
    ) -> Iterator[Node]:
        if not isinstance(schema, dict):
            return
        reference = schema.get("$ref")
        if reference is not None:
            name = str(reference).rsplit("/", 1)[-1]
            if name not in seen:
                target = self.definitions.get(name, {})
                yield from self._variants(target, labels | {name}, seen | {name})
            return
        tags: dict[str, set[str]] = {}
        for tag, target in schema.get("discriminator", {}).get("mapping", {}).items():
            tags.setdefault(target, set()).add(tag)
        members = [m for word in ("anyOf", "oneOf", "allOf") for m in schema.get(word, ())]
        for member in members:
            known_as = tags.get(member.get("$ref", ""), set())
            yield from self._variants(member, labels | known_as, seen)
        if not members:
            title = {schema["title"]} if "title" in schema else set()
            yield Node(schema, labels | title)

    def _step(self, node: Node, step: str | int) -> Iterator[Node]:
        schema = node.schema
        if isinstance(step, int):
            prefix = schema.get("prefixItems", [])
            inner = prefix[step] if step < len(prefix) else schema.get("items")
            yield from self._variants(inner, frozenset())
        elif step in schema.get("properties", {}):
            yield from self._variants(schema["properties"][step], frozenset())
        else:
            for inner in schema.get("patternProperties", {}).values():
                yield from self._variants(inner, frozenset())
            yield from self._variants(schema.get("additionalProperties"), frozenset())


@lru_cache(maxsize=16)
def expectations(model: type[BaseModel]) -> Expectations:
    """The expectations of a model, made once."""
    return Expectations(model)


def in_words(nodes: Iterable[Node]) -> str:
    """What would do, as `a number between 0 and 1 or one of "low", "high"`; empty if unknown."""
    words: list[str] = []
    choices: list[Any] = []
    for node in nodes:
        if node.choices:
            choices += [choice for choice in node.choices if choice not in choices]
        elif node.kind != "null":
            words.append(_kind_in_words(node))
    if "a number" in words:  # a whole number is one, too
        words = [word for word in words if word != "a whole number"]
    if choices:
        words.append(listed(choices))
    return " or ".join(word for word in dict.fromkeys(words) if word)


def listed(choices: list[Any]) -> str:
    """`"a"`, or `one of "a", "b", "c"`; a long list is cut."""
    written = [_choice(choice) for choice in choices[:MOST_CHOICES]]
    if len(choices) == 1:
        return written[0]
    more = f" and {len(choices) - MOST_CHOICES} more" if len(choices) > MOST_CHOICES else ""
    return f"one of {', '.join(written)}{more}"


def joined(names: list[str]) -> str:
    """`"a"`, `"a" and "b"`, or `"a", "b" and 3 more`, for a sentence."""
    written = [shown(name) for name in names[:MOST_CHOICES]]
    if len(names) > MOST_CHOICES:
        written.append(f"{len(names) - MOST_CHOICES} more")
    return written[0] if len(written) == 1 else f"{', '.join(written[:-1])} and {written[-1]}"


def _choice(choice: Any) -> str:
    if isinstance(choice, str):
        return shown(choice)
    return str(choice).lower() if isinstance(choice, bool) else str(choice)


def _kind_in_words(node: Node) -> str:
    schema, kind = node.schema, node.kind
    if kind in ("number", "integer"):
        noun = "a whole number" if kind == "integer" else "a number"
        return noun + _bounds(schema)
    if kind == "boolean":
        return "true or false"
    if kind == "date":
        return "a date such as 1992-06-15"
    if kind == "string":
        return _text(schema)
    if kind == "array":
        return "a list" + _count(schema.get("minItems"), schema.get("maxItems"), "of", "item")
    if kind == "object":
        low, high = schema.get("minProperties"), schema.get("maxProperties")
        return _BLOCK if low is high is None else "a block" + _count(low, high, "of", "entry")
    return ""


def _bounds(schema: dict[str, Any]) -> str:
    low, high = schema.get("minimum"), schema.get("maximum")
    above, below = schema.get("exclusiveMinimum"), schema.get("exclusiveMaximum")
    if high is not None and high > _HUGE:
        high = None
    if low is not None and high is not None:
        return f" between {low:g} and {high:g}"
    bounds = [
        f"{words} {bound:g}"
        for words, bound in (
            ("of at least", low),
            ("above", above),
            ("of at most", high),
            ("below", below),
        )
        if bound is not None
    ]
    return f" {' and '.join(bounds)}" if bounds else ""


def _count(low: int | None, high: int | None, joint: str, noun: str) -> str:
    if low is high is None:
        return ""
    if low == high:
        return f" {joint} {counted(low or 0, noun)}"
    if high is None:
        return f" {joint} at least {counted(low or 0, noun)}"
    if not low:
        return f" {joint} at most {counted(high, noun)}"
    return f" {joint} {low} to {counted(high, noun)}"


def counted(number: int, noun: str) -> str:
    """`1 entry`, `2 entries`."""
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{number} {noun if number == 1 else plural}"


def _text(schema: dict[str, Any]) -> str:
    pattern = schema.get("pattern")
    if pattern is None:
        return "text" + _count(schema.get("minLength"), schema.get("maxLength"), "of", "character")
    example = next(iter(schema.get("examples", ())), None)
    if example is None and (found := _SUCH_AS.search(schema.get("description", ""))):
        example = found[1]
    if example is not None:
        return f"text such as {shown(str(example).strip(chr(34)))}"
    match = _CHARACTER_CLASS.fullmatch(pattern)
    first = _characters(match[1]) if match else []
    rest = _characters(match[2]) if match and match[2] else []
    if match is None or not first:
        return "text in the form that this field asks for"
    if not rest:
        return f"one {_series(first, 'or')}"
    limit = f"; at most {int(match[3]) + 1} characters" if match[3] else ""
    start = f", starting with a {_series(first, 'or')}" if first != rest else ""
    return f"a word of {_series([f'{word}s' for word in rest], 'and')}{start}{limit}"


def _characters(character_class: str) -> list[str]:
    """The words for a character class such as `a-z0-9_`; empty when it has anything else."""
    words, rest = [], character_class
    while rest:
        piece = next(
            (p for p in _CLASS_WORDS if rest.startswith(p) and (len(p) > 1 or p != "-")), ""
        )
        if not piece and rest == "-":
            piece = "-"
        if not piece:
            return []
        words.append(_CLASS_WORDS[piece])
        rest = rest[len(piece) :]
    return words


def _series(words: list[str], joint: str) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {joint} {words[-1]}"
