"""What is wrong with a file, where, and what would be right.

A `Problem` is one plain sentence with a place. `render_text`, `as_json` and `render_github` show
problems to people, programs and code review; `ScenarioError` carries them to a caller that cannot
go on.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Severity = Literal["error", "warning"]

SNIPPET_WIDTH = 100
"""Screen columns of a snippet line; a longer line is cut to a window around the caret."""

_LINE_BREAK = re.compile(r"\r\n|\r|\n")
_INVISIBLE = {"Cc", "Cs", "Zl", "Zp"}
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of one file; lines and columns count from 1, the end column is one past the last.

    Columns count characters, not bytes and not screen cells.
    """

    file: str
    line: int
    column: int
    end_line: int
    end_column: int

    def __str__(self) -> str:
        """The place as editors write it: `file:line:column`."""
        return f"{visible(self.file)}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of a file: a sentence that says what is wrong, where, and what would be right."""

    span: Span
    rule: str
    """Short kebab-case name of the kind of fault, such as `duplicate-key`."""
    message: str
    severity: Severity = "error"
    notes: tuple[tuple[Span, str], ...] = ()
    """Other places that belong to the fault, each with a few words."""

    def __str__(self) -> str:
        """One line: `file:line:column: message [rule]`."""
        word = "warning: " if self.severity == "warning" else ""
        return f"{self.span}: {word}{visible(self.message)} [{self.rule}]"

    def as_json(self) -> dict[str, str | int]:
        """The problem for programs: file, line, column, rule, severity and message."""
        return {
            "file": self.span.file,
            "line": self.span.line,
            "column": self.span.column,
            "rule": self.rule,
            "severity": self.severity,
            "message": self.message,
        }

    def as_github(self) -> str:
        """The problem as a workflow command that marks the line in a code review.

        Columns go with a place on one line alone; with several GitHub leaves them out.
        """
        span = self.span
        place = f"file={_property(span.file)},line={span.line}"
        if span.line == span.end_line:
            place += f",col={span.column},endLine={span.end_line},endColumn={span.end_column}"
        else:
            place += f",endLine={span.end_line}"
        return f"::{self.severity} {place},title={_property(self.rule)}::{_escaped(self.message)}"

    def as_text(self, sources: Mapping[str, str] | None = None) -> str:
        """The problem for people: the line of `str`, then the snippet with a caret, then notes.

        `sources` maps a span's file to its text; without it no snippet is shown.
        """
        parts = [str(self), *_snippet(self.span, sources)]
        for span, words in self.notes:
            parts += [f"  {span}: {visible(words)}", *_snippet(span, sources)]
        return "\n".join(parts)


class ScenarioError(Exception):
    """A file that cannot be used, with every problem found in it."""

    def __init__(
        self, problems: Iterable[Problem], sources: Mapping[str, str] | None = None
    ) -> None:
        self.problems = in_order(problems)
        self.sources = dict(sources or {})
        super().__init__(self.problems)

    def __str__(self) -> str:
        """All problems as readable text."""
        return render_text(self.problems, self.sources)


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """The problems by file, line and column, each said once."""
    unique = {(p.span, p.rule, p.message, p.severity): p for p in problems}
    return sorted(unique.values(), key=lambda p: (p.span, p.severity, p.rule, p.message))


def errors_in(problems: Iterable[Problem]) -> list[Problem]:
    """Those of the problems with which a file cannot be used, the warnings left out."""
    return [problem for problem in problems if problem.severity == "error"]


def render_text(problems: Iterable[Problem], sources: Mapping[str, str] | None = None) -> str:
    """All problems for people, in order, one block each; see `Problem.as_text`."""
    return "\n".join(problem.as_text(sources) for problem in in_order(problems))


def render_github(problems: Iterable[Problem]) -> str:
    """All problems as workflow commands, one a line, in order."""
    return "\n".join(problem.as_github() for problem in in_order(problems))


def split_lines(text: str) -> list[str]:
    """The lines of a text as YAML 1.2 counts them: LF, CR LF and CR end a line."""
    return _LINE_BREAK.split(text) if "\r" in text else text.split("\n")


@lru_cache(maxsize=16)
def _lines(text: str) -> list[str]:
    """The lines of a text, kept because one file can have many problems."""
    return split_lines(text)


def visible(text: str) -> str:
    """The text with control characters and invisible direction marks written as escapes.

    What is shown may come from anyone's file, and must not be able to drive the terminal.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_cell(character)[0] for character in text)


def _cell(character: str) -> tuple[str, int]:
    """A character as it is shown, and its width in screen columns."""
    if character == "\t":
        return "\\t", 2
    category = unicodedata.category(character)
    if category in _INVISIBLE or character in _BIDI:
        code = ord(character)
        escape = f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
        return escape, len(escape)
    if category in ("Mn", "Me", "Cf"):
        return character, 0
    return character, 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _snippet(span: Span, sources: Mapping[str, str] | None) -> list[str]:
    """The span's first line and a caret line under it, or nothing when the text is not known."""
    lines = _lines((sources or {}).get(span.file, ""))
    if not 0 < span.line <= len(lines) or not lines[span.line - 1].strip():
        return []
    line = lines[span.line - 1]
    start = min(span.column - 1, len(line))
    end = span.end_column - 1 if span.end_line == span.line else len(line)
    first = max(0, start - SNIPPET_WIDTH // 2)
    window = line[first : first + SNIPPET_WIDTH]
    cells = [_cell(character) for character in window]
    start, end = start - first, min(max(end - first, start - first + 1), len(window))
    left = "... " if first else ""
    right = " ..." if first + SNIPPET_WIDTH < len(line) else ""
    indent = len(left) + sum(width for _, width in cells[:start])
    carets = max(1, sum(width for _, width in cells[start:end]))
    gutter = f"{span.line:>5} | "
    return [
        gutter + left + "".join(shown for shown, _ in cells) + right,
        " " * (len(gutter) - 2) + "| " + " " * indent + "^" * carets,
    ]


def _escaped(text: str) -> str:
    return visible(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
