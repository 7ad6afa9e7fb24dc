"""What is wrong with a scenario file, for the page that shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sim.catalogue import _, plural
from sim.scenario.problem import split_lines, visible

if TYPE_CHECKING:
    from sim.scenario.problem import ScenarioError, Span

MOST_SHOWN: Final = 60
"""Problems that the page shows; the rest are counted."""


@dataclass(frozen=True, slots=True)
class FileLine:
    """A line of a file as it is shown, in three parts; the middle one is what is at fault."""

    number: int
    before: str
    marked: str = ""
    after: str = ""

    @property
    def text(self) -> str:
        """The whole line."""
        return self.before + self.marked + self.after


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A place in a file with the lines around it."""

    place: str
    """File, line and column in words; empty where there is no file."""
    lines: tuple[FileLine, ...]


@dataclass(frozen=True, slots=True)
class ProblemView:
    """One problem: what is wrong and what would be right, where, and other places of it."""

    words: str
    at: Excerpt
    others: tuple[tuple[str, Excerpt], ...] = ()


@dataclass(frozen=True, slots=True)
class ProblemsView:
    """All problems of a scenario."""

    file: str
    count: str
    problems: tuple[ProblemView, ...]
    more: str
    """How many are not shown; empty where all are."""


def build_problems(error: ScenarioError) -> ProblemsView:
    """The problems of a scenario that cannot be loaded, in the order of the file."""
    found = [problem for problem in error.problems if problem.severity == "error"]
    found = found or error.problems
    shown = tuple(
        ProblemView(
            _closed(visible(problem.message)),
            _excerpt(problem.span, error.sources),
            tuple((visible(words), _excerpt(span, error.sources)) for span, words in problem.notes),
        )
        for problem in found[:MOST_SHOWN]
    )
    left = len(found) - len(shown)
    more = plural("There is {count} more.", "There are {count} more.", left).format(count=left)
    count = plural("{count} problem", "{count} problems", len(found)).format(count=len(found))
    return ProblemsView(_name(found[0].span.file), count, shown, more if left else "")


def build_refusal(words: str, file: str) -> ProblemsView:
    """A sentence about a file as a whole, as the one problem there is."""
    one = ProblemView(words, Excerpt("", ()))
    count = plural("{count} problem", "{count} problems", 1).format(count=1)
    return ProblemsView(_name(file), count, (one,), "")


def _name(file: str) -> str:
    return visible(Path(file).name)


def _closed(text: str) -> str:
    from sim.game.errors import sentence

    return sentence(text[:1].upper() + text[1:])


def _excerpt(span: Span, sources: Mapping[str, str]) -> Excerpt:
    """The line of a place, after the one before it, which often is what it hangs on."""
    lines = split_lines(sources[span.file]) if span.file in sources else []
    if not 0 < span.line <= len(lines):
        return Excerpt("", ())
    place = _("{file}, line {line}, column {column}").format(
        file=_name(span.file), line=span.line, column=span.column
    )
    line = lines[span.line - 1]
    start = min(span.column - 1, len(line))
    end = span.end_column - 1 if span.end_line == span.line else len(line)
    end = min(max(end, start + 1), len(line))
    parts = (line[:start], line[start:end], line[end:])
    own = FileLine(span.line, *(visible(part) for part in parts))
    above = lines[span.line - 2] if span.line > 1 else ""
    if not above.strip():
        return Excerpt(place, (own,))
    return Excerpt(place, (FileLine(span.line - 1, visible(above)), own))
