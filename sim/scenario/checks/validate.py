"""From the plain data of a document to a typed model, with every fault at its place.

For authors of models: the data holds dicts, lists, text, ints, floats, bools, dates and None, and
checking is strict, so that `no` is never 0.0. Strict pydantic takes an int for a float and a date
for a date, but no list for a tuple and no text for an Enum: declare `Items[X]` (a tuple that takes
a list) or `list[X]`, and `Literal[...]`. A `ValueError` raised by a validator is shown as it is, so
its text must be a plain sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Annotated, Any, TypeVar, get_args

from pydantic import BaseModel, BeforeValidator, ValidationError
from pydantic_core.core_schema import ErrorType

from sim.scenario.checks.expect import (
    Node,
    expectations,
    in_words,
    joined,
    listed,
)
from sim.scenario.checks.indent import Depths
from sim.scenario.checks.phrases import actual, rewritten, rule, subject
from sim.scenario.checks.unknown import field_hint
from sim.scenario.problem import Problem, Span, in_order, split_lines
from sim.scenario.text.scalars import shown
from sim.scenario.text.spans import Document, Path
from sim.scenario.text.suggest import decimal_list, did_you_mean, value_hint

Model = TypeVar("Model", bound=BaseModel)
T = TypeVar("T")

MAX_FAULTS = 200
"""Faults that are turned into problems."""

Items = Annotated[
    tuple[T, ...], BeforeValidator(lambda value: tuple(value) if type(value) is list else value)
]
"""A tuple that takes a YAML list even where checking is strict."""

_CUT_SHORT = frozenset({"second-document", "alias", "too-many"})
"""Faults of reading that leave so much out that what is missing at the top says nothing."""
_BUILT_IN = frozenset(get_args(ErrorType)) - {"value_error", "assertion_error"}
_ABSENT = object()


def validate(model: type[Model], document: Document) -> tuple[Model | None, list[Problem]]:
    """Check a document against a model.

    Returns:
        The model, or None when the document has any error; and all problems, those of the document
        included, by file and line.
    """
    if document.data is None:
        return None, in_order(document.problems)
    try:
        checked = model.model_validate(document.data, strict=True)
    except ValidationError as error:
        told = _Teller(model, document).problems(error)
        # what an empty entry lacks is often what stands in the wrong place, which is told already
        read = [problem for problem in document.problems if problem.rule != "empty"]
        return None, in_order([*read, *told])
    return (checked if document.ok else None), in_order(document.problems)


@dataclass(frozen=True, slots=True)
class _Fault:
    """One pydantic error, with its `loc` parted into what is in the file and what is not."""

    kind: str
    path: Path
    """The deepest place in the data."""
    labels: tuple[tuple[Path, str], ...]
    """Members of unions that pydantic names in `loc`, each with the place of the union."""
    name: str
    """The missing field."""
    on_key: bool
    text: str
    """The message of a validator of our own."""
    context: dict[str, Any]

    @property
    def is_about_kind(self) -> bool:
        """Whether it says that this is no value of the kind, not that something inside is wrong."""
        own = ("missing", "extra_forbidden", "union_tag_invalid", "union_tag_not_found")
        return self.kind in _BUILT_IN and self.kind not in own and not self.on_key


class _Teller:
    """Turns the errors of one validation into problems."""

    def __init__(self, model: type[BaseModel], document: Document) -> None:
        self.expected = expectations(model)
        self.document, self.spans = document, document.spans
        self.depths = Depths(self.expected, document)

    def problems(self, error: ValidationError) -> list[Problem]:
        faults = [self._fault(e) for e in error.errors(include_url=False)[:MAX_FAULTS]]
        faults = list(self._chosen([f for f in faults if not self._is_known(f)], 0))
        slips = self.depths.slips(f.path for f in faults if self._may_be_misplaced(f))
        told = [self.depths.told(slip) for slip in slips]
        faults = [f for f in faults if not any(slip.covers(f.path, f.name) for slip in slips)]
        unknown: dict[Path, list[str]] = {}
        missing: dict[Path, list[_Fault]] = {}
        for fault in faults:
            if fault.kind == "extra_forbidden":
                unknown.setdefault(fault.path[:-1], []).append(str(fault.path[-1]))
        for fault in faults:
            if fault.kind != "missing":
                told.append(self._told(fault))
            elif not any(did_you_mean(word, [fault.name]) for word in unknown.get(fault.path, ())):
                missing.setdefault(fault.path, []).append(fault)
        for path, absent in missing.items():
            told += self._told_of_missing(path, absent)
        if error.error_count() > MAX_FAULTS:
            message = "there are too many problems; those beyond the first are not shown"
            told.append(Problem(max(problem.span for problem in told), "too-many", message))
        return told

    def _fault(self, error: Any) -> _Fault:
        loc, kind, context = tuple(error["loc"]), error["type"], error.get("ctx", {})
        on_key = loc[-1:] == ("[key]",)
        name = ""
        if on_key:
            loc = loc[:-1]
        elif kind == "missing":
            name, loc = str(loc[-1]), loc[:-1]
        path, labels = _aligned(loc, self.document.data)
        text = ""
        if kind not in _BUILT_IN:
            text = " ".join(str(context.get("error") or error["msg"]).split())
        return _Fault(kind, path, labels, name, on_key, text, context)

    def _is_known(self, fault: _Fault) -> bool:
        """Whether the fault only follows from something the reader has reported."""
        here = self.spans.mark(fault.path)
        ways = (self.spans.mark(fault.path[:length]) for length in range(len(fault.path) + 1))
        if any(mark is not None and mark.faulty for mark in ways):
            return True
        about_count = fault.kind in ("missing", "too_short") or bool(fault.text)
        if fault.kind == "missing" and not fault.path:
            return any(problem.rule in _CUT_SHORT for problem in self.document.problems)
        return here is not None and here.incomplete and about_count

    def _may_be_misplaced(self, fault: _Fault) -> bool:
        """Whether the fault may be that of an entry which only stands at the wrong depth."""
        if not fault.path or not isinstance(fault.path[-1], str):
            return False
        parents = self.expected.at(fault.path[:-1], fault.labels)
        if fault.kind == "extra_forbidden":
            return not did_you_mean(fault.path[-1], self.expected.fields(parents))
        among_names = not any(node.schema.get("properties") for node in parents)
        return fault.is_about_kind and among_names and self._value(fault.path) is not None

    def _chosen(self, faults: list[_Fault], level: int) -> Iterator[_Fault]:
        """The faults without those of union members that were not meant.

        Where no member fits the kind of the value, one fault stands for the whole union.
        """
        unions: dict[Path, dict[str, list[_Fault]]] = {}
        for fault in faults:
            if len(fault.labels) <= level:
                yield fault
                continue
            place, label = fault.labels[level]
            unions.setdefault(place, {}).setdefault(label, []).append(fault)
        for place, members in unions.items():
            fitting = {
                label: inner
                for label, inner in members.items()
                if not any(
                    f.path == place and len(f.labels) == level + 1 and f.is_about_kind
                    for f in inner
                )
            }
            if len(members) > 1 and self._is_cut_by_colon(place):
                first = next(iter(members.values()))[0]
                yield _Fault("string_type", place, first.labels[:level], "", False, "", {})
            elif len(members) == 1:
                yield from self._chosen(next(iter(members.values())), level + 1)
            elif fitting:
                yield from self._chosen(self._nearest(place, fitting), level + 1)
            else:
                first = next(iter(members.values()))[0]
                yield _Fault(first.kind, place, first.labels[:level], "", False, "", {})

    def _is_cut_by_colon(self, place: Path) -> bool:
        """Whether a text that may stand here has a colon, which made an entry of it."""
        value = self._value(place)
        if not isinstance(value, dict) or len(value) != 1 or " " not in next(iter(value)):
            return False
        return any(node.kind == "string" for node in self.expected.at(place))

    def _nearest(self, place: Path, members: dict[str, list[_Fault]]) -> list[_Fault]:
        """The faults of the member that comes nearest to what is written."""

        def misses(inner: list[_Fault]) -> tuple[int, int]:
            fields = sum(f.kind in ("missing", "extra_forbidden") for f in inner)
            return fields, len(inner)

        best = min(members.values(), key=misses)
        strangers = [f for f in best if f.kind == "extra_forbidden" and f.path[:-1] == place]
        data = self._value(place)
        if len(members) > 1 and isinstance(data, dict) and len(strangers) == len(data) > 0:
            return [
                replace(f, labels=tuple(label for label in f.labels if label[0] != place))
                for f in strangers
            ]
        return best

    def _told(self, fault: _Fault) -> Problem:
        if fault.text:
            return Problem(self.spans.at(fault.path), "meaning", fault.text)
        if fault.on_key:
            return self._told_of_key(fault)
        if fault.kind == "extra_forbidden":
            nodes = self.expected.at(fault.path[:-1], fault.labels)
            return self._unknown(fault.path, self.expected.fields(nodes))
        if fault.kind in ("union_tag_invalid", "union_tag_not_found"):
            return self._told_of_tag(fault)
        return self._told_of_value(fault.path, self.expected.at(fault.path, fault.labels), fault)

    def _told_of_missing(self, path: Path, absent: list[_Fault]) -> Iterator[Problem]:
        """One problem for all that a block lacks, and one for each null that took a field away."""
        kept = []
        for fault in absent:
            gone = self.document.removed.get((*path, fault.name))
            if gone is None:
                kept.append(fault)
                continue
            expected = in_words(self.expected.at((*path, fault.name), fault.labels))
            if self._rest_of_line(gone)[:1] not in ("", "#"):
                message = f"{shown(fault.name)} cannot be taken away; it must be {expected}"
            else:
                message = f"{shown(fault.name)} must be {expected}, but nothing is written there"
            message += self._comment_hint(gone)
            yield Problem(gone, "missing-field", message)
        names = [fault.name for fault in kept]
        if len(kept) == 1:
            expected = in_words(self.expected.at((*path, *names), kept[0].labels))
            hint = f"; it must be {expected}" if expected else ""
        else:
            hint = self._inherited_hint(path, names)
        if kept:
            told = f"{joined(names)} {'are' if kept[1:] else 'is'} missing from {subject(path)}"
            yield Problem(self.spans.at(path), "missing-field", told + hint)

    def _inherited_hint(self, path: Path, missing: list[str]) -> str:
        """The entry of a file that is extended which was meant, or that nothing is extended."""
        if not path and {"calendar", "actors"} <= set(missing):
            return "; a file that varies a scenario names it with `extends:`"
        if not path or not isinstance(beside := self._value(path[:-1]), dict):
            return ""
        here = self.spans.at(path).file
        there = [name for name in beside if self.spans.at((*path[:-1], name)).file != here]
        return did_you_mean(str(path[-1]), there)

    def _told_of_value(self, path: Path, nodes: list[Node], fault: _Fault) -> Problem:
        value = self._value(path)
        if not isinstance(value, dict | list) or self._is_cut_by_colon(path):
            nodes = [node for node in nodes if not node.is_collection] or nodes
        expected = in_words(nodes)
        choices = [c for node in nodes for c in node.choices if isinstance(c, str)]
        wanted = {n.kind for n in nodes if not n.choices and n.takes_form(str(value))}
        if isinstance(value, str) and all(n.holds_numbers for n in nodes if n.kind == "array"):
            wanted -= {"array"}
        hint = value_hint(value, wanted, choices)
        if not hint and isinstance(value, str):
            hint = rewritten(value, nodes, isinstance(path[-1] if path else "", int))
        if not hint and isinstance(value, dict):
            hint = self._dotted_hint(path, value, wanted)
        if isinstance(value, list) and fault.context.get("max_length", 0) * 2 == len(value):
            hint = decimal_list(value)
        written = actual(value, fault.kind)
        if value is None:
            expected = f" must be {expected}" if expected else " needs a value"
            message = f"{subject(path)}{expected}, but nothing is written there"
            key = self.spans.key(path)
            message += self._comment_hint(key) if key else ""
        elif expected:
            message = f"{subject(path)} must be {expected}, not {written}{hint}"
        else:
            message = f"{subject(path)} cannot be {written}{hint}"
        place = self.spans.at(path)
        if isinstance(value, dict) and "after the -" in hint:
            place = self.spans.place((*path, next(iter(value))), "key")
        return Problem(place, rule(fault.kind, nodes), message)

    def _dotted_hint(self, path: Path, value: dict[str, Any], wanted: set[str]) -> str:
        """A hint for what was nested where one dotted name is wanted, as in a level's `set`."""
        names = self.expected.names(self.expected.at(path[:-1]))
        closed = any("pattern" in node.schema or node.choices for node in names)
        if "object" in wanted or not names or closed:
            return ""
        steps = [str(path[-1])]
        inner: Any = value
        while isinstance(inner, dict) and inner:
            step, inner = next(iter(inner.items()))
            steps.append(step)
        if isinstance(inner, dict | list) or inner is None:
            return ""
        return f"; write the whole way in one line: `{'.'.join(steps)}: {inner}`"

    def _rest_of_line(self, key: Span) -> str:
        """What stands behind a name and its colon, comments included."""
        lines = split_lines(self.document.sources.get(key.file, ""))
        rest = lines[key.line - 1][key.end_column - 1 :] if key.line <= len(lines) else ""
        return rest.partition(":")[2].strip()

    def _comment_hint(self, key: Span) -> str:
        """A hint for `colour: #ff0000`, where # starts a comment."""
        if not re.match(r"#\S", self._rest_of_line(key)):
            return ""
        return "; a # starts a comment, so put the value in quotation marks"

    def _told_of_key(self, fault: _Fault) -> Problem:
        name = str(fault.path[-1]) if fault.path else ""
        nodes = self.expected.names(self.expected.at(fault.path[:-1], fault.labels))
        expected = in_words(nodes) or "written otherwise"
        choices = [str(c) for node in nodes for c in node.choices]
        hint = did_you_mean(name, choices) or rewritten(name, nodes)
        message = f"the name {shown(name)} must be {expected}{hint}"
        return Problem(self.spans.place(fault.path, "key"), "name", message)

    def _told_of_tag(self, fault: _Fault) -> Problem:
        data = self._value(fault.path)
        tags = re.findall(r"'([^']*)'", str(fault.context.get("expected_tags", "")))
        tag = str(fault.context.get("tag", ""))
        field = str(fault.context.get("discriminator", "")).strip("'")
        if isinstance(data, dict) and tag in data:
            return self._unknown((*fault.path, tag), tags)
        if isinstance(data, dict) and field in data:
            path = (*fault.path, field)
            hint = did_you_mean(str(data[field]), tags)
            written = actual(data[field], fault.kind)
            message = f"{subject(path)} must be {listed(tags)}, not {written}{hint}"
            return Problem(self.spans.at(path), "choice", message)
        nodes = self.expected.at(fault.path, fault.labels)
        if isinstance(data, dict):
            if field.isidentifier():
                message = f"{shown(field)} is missing from {subject(fault.path)}"
                return Problem(self.spans.at(fault.path), "missing-field", message)
            if len(data) == 1:
                return self._unknown((*fault.path, next(iter(data))), self.expected.fields(nodes))
            message = f"{subject(fault.path)} needs {listed(self.expected.fields(nodes))}"
            return Problem(self.spans.at(fault.path), "missing-field", message)
        return self._told_of_value(fault.path, nodes, fault)

    def _unknown(self, path: Path, known: list[str]) -> Problem:
        """A name that is not known, with the known one that was meant, or all that could be."""
        name, parent = str(path[-1]), self._value(path[:-1])
        free = [field for field in known if not isinstance(parent, dict) or field not in parent]
        hint = field_hint(path, known, free, list(self.depths.homes(path)))
        message = f"{subject(path[:-1])} has no field {shown(name)}{hint}"
        return Problem(self.spans.place(path, "key"), "unknown-field", message)

    def _value(self, path: Path) -> Any:
        value: Any = self.document.data
        for step in path:
            value = value[step]
        return value


def _aligned(loc: Path, data: Any) -> tuple[Path, tuple[tuple[Path, str], ...]]:
    """Part an error's `loc` into a path of the data and the labels of unions on the way.

    A label can be spelt like a key, so of all ways to read `loc` the one is taken that ends in the
    data and finds most of its elements there.
    """
    states: dict[Path, tuple[int, tuple[tuple[Path, str], ...], bool]] = {(): (0, (), True)}
    values: dict[Path, Any] = {(): data}
    for element in loc:
        following: dict[Path, tuple[int, tuple[tuple[Path, str], ...], bool]] = {}
        for path, (found, labels, _) in states.items():
            inner = _inner(values[path], element)
            options = [(path, (found, (*labels, (path, str(element))), False))]
            if inner is not _ABSENT:
                deeper = (*path, element)
                values[deeper] = inner
                options.insert(0, (deeper, (found + 1, labels, True)))
            for place, state in options:
                known = following.get(place)
                if known is None or (state[2], state[0]) > (known[2], known[0]):
                    following[place] = state
        states = following
    path, (_, labels, _) = max(states.items(), key=lambda item: (item[1][2], item[1][0]))
    return path, labels


def _inner(value: Any, step: str | int) -> Any:
    if isinstance(value, dict):
        return value.get(step, _ABSENT)
    if isinstance(value, list) and isinstance(step, int) and 0 <= step < len(value):
        return value[step]
    return _ABSENT
