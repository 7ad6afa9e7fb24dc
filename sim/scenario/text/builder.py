"""From the events of a YAML parser to plain data with the place of every key and value.

Every fault on the way is told, and the rest is read on, so that all of them are told at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from sim.scenario.problem import Problem, Span
from sim.scenario.text import limits
from sim.scenario.text.frames import Cut, Frame, Key, quoted_name
from sim.scenario.text.scalars import Scalar, ScalarError, plain, quoted, shown
from sim.scenario.text.spans import Mark, Place
from sim.scenario.text.suggest import glued_colon
from sim.scenario.text.syntax import explain

_WANTED = "a scenario is made of `name: value` lines"
_UNUSED = "remove it, or put the text in quotation marks"
_COMMA_PAIR = re.compile(r"[-+]?[0-9]+")
_BLOCK = ("|", ">")


class _StopError(Exception):
    """The rest of the file is not read."""


@dataclass(slots=True)
class Builder:
    """Builds data and marks from parser events."""

    file: str
    lines: list[str]
    problems: list[Problem]
    data: dict[str, Any] | None = None
    root: Mark = field(init=False)
    stack: list[Frame] = field(default_factory=list)
    nodes: int = 0
    aliases: set[str] = field(default_factory=set)
    """Those that were told of."""

    def __post_init__(self) -> None:
        self.root = Mark(self.file, (1, 1, 1, 1))

    def run(self, events: Iterator[Any], text: str) -> None:
        """Take in the events that a parser finds in the text."""
        try:
            self._consume(events)
        except _StopError:
            self.data = None
        except yaml.YAMLError as error:
            problem = explain(error, text, self.file)
            same_place = (problem.span.line, problem.span.column)
            self.problems = [p for p in self.problems if (p.span.line, p.span.column) != same_place]
            self.problems.append(problem)
            self.data = None

    def _consume(self, events: Iterator[Any]) -> None:
        documents = 0
        for event in events:
            kind = type(event)
            if kind is yaml.ScalarEvent:
                self._count(event, event.tag)
                self._scalar(event)
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                self._count(event, event.tag)
                self._open(event, kind is yaml.MappingStartEvent)
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                self._close(event)
            elif kind is yaml.AliasEvent:
                self._count(event, None)
                self._alias(event)
                self._attach(None, Mark(self.file, _place(event), faulty=True), scalar=None)
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    message = "a second document starts here; a file holds one, so remove the rest"
                    self._report(_place(event), "second-document", message)
                    return
        if not documents:
            self._report((1, 1, 1, 1), "empty", f"the file is empty; {_WANTED}")

    def _alias(self, event: Any) -> None:
        """Tell of an alias, once for each anchor, and not where its name was told of."""
        top = self.stack[-1] if self.stack else None
        told_of = top is not None and top.key is not None and top.key.name is None
        if event.anchor in self.aliases or told_of:
            return
        self.aliases.add(event.anchor)
        message = f"an alias (*{event.anchor}) is not used in scenarios; write it out"
        self._report(_place(event), "alias", message)

    def _count(self, event: Any, tag: str | None) -> None:
        self.nodes += 1
        if self.nodes > limits.MAX_NODES:
            message = f"the file has more than {limits.MAX_NODES} entries; make it smaller"
            self._report(_place(event), "size", message)
            raise _StopError
        if event.anchor is not None and type(event) is not yaml.AliasEvent:
            message = f"&{event.anchor} is an anchor, which scenarios do not use; {_UNUSED}"
            self._report(_place(event), "anchor", message)
        if tag is not None:
            name = shown(tag.replace("tag:yaml.org,2002:", "!!"))
            message = f"{name[1:-1]} is a tag, which scenarios do not use; {_UNUSED}"
            self._report(_place(event), "tag", message)

    def _report(self, place: Place, rule: str, message: str, *notes: tuple[Span, str]) -> None:
        line, column, end_line, end_column = place
        if (end_line, end_column) <= (line, column):
            end_line, end_column = line, column
        span = Span(self.file, line, column, end_line, end_column)
        self.problems.append(Problem(span, rule, message, notes=notes))
        if len(self.problems) >= limits.MAX_PROBLEMS:
            message = "there are too many problems; the rest of the file was not read"
            self.problems.append(Problem(span, "too-many", message))
            raise _StopError

    def _scalar(self, event: Any) -> None:
        text, style = event.value, event.style
        place = _place(event)
        if style in _BLOCK or place[0] > len(self.lines):
            place = self._within_text(style, place)
        top = self.stack[-1] if self.stack else None
        if top is not None and top.is_mapping and top.key is None:
            top.key = self._key(text, not style, place, top)
            top.last = None
            return
        mark = Mark(self.file, place)
        value: Scalar = None
        try:
            value = quoted(text) if style else plain(text)
            if len(text) > limits.MAX_TEXT:
                message = f"this text has {len(text)} characters; {limits.MAX_TEXT} is the most"
                raise ScalarError("size", message)
        except ScalarError as error:
            self._report(place, error.rule, str(error))
            value, mark.faulty = None, True
        mark.faulty |= value is None and (event.tag is not None or event.anchor is not None)
        self._attach(value, mark, None if style else text)
        if top is not None:
            top.last = None if style else (text, place)

    def _within_text(self, style: str | None, place: Place) -> Place:
        """The place of a scalar that the parser lets end, or begin, after its last written line."""
        line, column, end_line, end_column = place
        if style in _BLOCK and end_line > line:
            end_line = max(line, end_line - 1)
            while end_line > line and not self.lines[end_line - 1].strip():
                end_line -= 1
            end_column = len(self.lines[end_line - 1]) + 1
        if line > len(self.lines):
            line = end_line = len(self.lines)
            column = end_column = len(self.lines[-1]) + 1
        return line, column, end_line, end_column

    def _key(self, text: str, unquoted: bool, place: Place, top: Frame) -> Key:
        if len(text) > limits.MAX_KEY:
            message = f"this name has {len(text)} characters; {limits.MAX_KEY} is the most"
            self._report(place, "size", message)
            return Key(None, place)
        try:
            value = plain(text) if unquoted else quoted(text)
        except ScalarError as error:
            self._report(place, error.rule, str(error))
            return Key(None, place)
        if isinstance(value, str):
            if value in top.items:
                return self._second(value, place, top)
            if value == "<<" and unquoted:
                message = "a merge key (<<) is not used in scenarios; write the entries out"
                self._report(place, "merge-key", message)
                return Key(None, place)
            return Key(value, place, unquoted and top.flow, before=top.last)
        if top.flow and top.last and _COMMA_PAIR.fullmatch(text):
            whole, before = top.last
            adjacent = before[2:] == (place[0], place[1] - 1)
            if adjacent and _COMMA_PAIR.fullmatch(whole):
                return Key(None, (*before[:2], *place[2:]), decimal=f"{whole}.{text}")
        if not text:
            message = "a name is missing before the colon"
        elif value is None:
            message = f"{text} cannot be a name; write a word"
        else:
            message = quoted_name(text)
        self._report(place, "key", message)
        return Key(None, place)

    def _second(self, name: str, place: Place, top: Frame) -> Key:
        """A name that its mapping has already."""
        first = top.items[name].key or place
        message = (
            f"the name {shown(name)} stands twice in one block; it stands first on "
            f"line {first[0]}, so rename or remove one"
        )
        note = (Span(self.file, *first), "first written here")
        self._report(place, "duplicate-key", message, note)
        return Key(None, place)

    def _open(self, event: Any, is_mapping: bool) -> None:
        place = _place(event)
        if len(self.stack) >= limits.MAX_DEPTH:
            message = f"values are nested more than {limits.MAX_DEPTH} deep; make the file flatter"
            self._report(place, "depth", message)
            raise _StopError
        data: Any = {} if is_mapping else []
        items: dict[str | int, Mark] = {}
        mark = Mark(self.file, place, None, items)
        mark.faulty = event.tag is not None
        frame = Frame(data, is_mapping, mark, items, bool(event.flow_style))
        top = self.stack[-1] if self.stack else None
        if top is not None and top.is_mapping and top.key is None:
            kind = "a block" if is_mapping else "a list"
            self._report(place, "key", f"{kind} cannot be a name; write a word before the colon")
            top.mark.incomplete = True
            frame.is_key = True
        else:
            self._attach(data, mark, scalar=None)
        self.stack.append(frame)

    def _close(self, event: Any) -> None:
        frame = self.stack.pop()
        mark = frame.mark
        if frame.flow:
            mark.value = (*mark.value[:2], *_place(event)[2:])
        elif frame.items:
            last = next(reversed(frame.items.values()))
            mark.value = (*mark.value[:2], *max(mark.value[2:], last.value[2:]))
        if frame.is_key:
            self.stack[-1].key = Key(None, mark.value)
        if not self.stack and frame.is_mapping:
            self.data = frame.data

    def _attach(self, value: Any, mark: Mark, scalar: str | None) -> None:
        """Put a value into the collection that is open; `scalar` is its text if unquoted."""
        if not self.stack:
            self._top(value, mark, scalar)
            return
        top = self.stack[-1]
        if not top.is_mapping:
            top.items[len(top.data)] = mark
            top.data.append(value)
            return
        key, top.key = top.key, None
        if key is None:  # an alias where a key should be: reported already
            top.key = Key(None, mark.value)
            return
        if (key.in_braces or key.decimal) and scalar == "":
            self._check_words(key, mark, top)
        elif key.decimal:
            self._report(key.place, "key", quoted_name(key.decimal.split(".")[-1]))
        if key.name is None:
            top.mark.incomplete = True
            return
        mark.key = key.place
        top.items[key.name] = mark
        top.data[key.name] = value

    def _check_words(self, key: Key, value: Mark, top: Frame) -> None:
        """Find `{leverage: 0,8}`, `{leverage:0.7}` and `{title: Bread, butter}`.

        YAML reads them as names with no value, which have no colon either.
        """
        if key.decimal:
            message = f"a comma ends the entry here; write the number with a point: {key.decimal}"
            if len(key.decimal.split(".")[-1]) == 3:
                message += f", or without the comma: {key.decimal.replace('.', '')}"
            self._report(key.place, "decimal-comma", message)
            return
        end, start = key.place[2:], value.value[:2]
        if end[0] == start[0] and ":" in self.lines[end[0] - 1][end[1] - 1 : start[1] - 1]:
            return
        if hint := glued_colon(key.name or ""):
            self._report(key.place, "colon", hint[2:])
            key.name = None
        elif top.cut is not None:
            top.cut.goes_on(key)
            self.problems[top.cut.problem] = top.cut.told(self.file)
            key.name = None
        elif key.before is not None:
            text, place = key.before
            top.cut = Cut(f"{text}, {key.name}", (*place[:2], *key.place[2:]), len(self.problems))
            self.problems.append(top.cut.told(self.file))
            for cut in list(top.items.values())[-1:]:  # none where that entry was left out
                cut.faulty = True
            key.name = None

    def _top(self, value: Any, mark: Mark, scalar: str | None) -> None:
        self.root = mark
        if isinstance(value, dict):
            return
        if scalar == "":
            self._report((1, 1, 1, 1), "empty", f"the file is empty; {_WANTED}")
        elif isinstance(value, list):
            self._report(mark.value, "top-level", f"the file is a list; {_WANTED}")
        elif not mark.faulty:
            hint = glued_colon(scalar or "")
            self._report(mark.value, "top-level", f"the file is a single value; {_WANTED}{hint}")


def _place(event: Any) -> Place:
    start, end = event.start_mark, event.end_mark
    return start.line + 1, start.column + 1, end.line + 1, end.column + 1
