"""Faults of YAML itself, in plain words: what stands in the text, and what would be right.

`sift` looks at the raw text before it is parsed, `explain` turns an error of PyYAML (of libyaml or
of its Python twin, whose wordings differ) into a `Problem`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from sim.scenario.problem import Problem, Span, split_lines, visible
from sim.scenario.text.spans import Document
from sim.scenario.text.suggest import glued_colon

MOST = 20
"""Faults of one kind that are listed; a binary file would have thousands."""

_REFUSED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)
_DIRECTIVE = re.compile(r"^%[^\r\n]*", re.MULTILINE)
_KEY_AND_VALUE = re.compile(r"\s*(?:- +)*[^\s#][^#]*?:\s+\S")
_CURLY_VALUE = re.compile(r"(?:[:\-\[{,]\s*|^\s*)([\u2018-\u201f])")
_ODD_BLANK = re.compile(
    r"^(?: |- )*([\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000]+)(?= *(?:[\w-]+ *:|- ))"
    r"|^ *(?:- +)*[\w-]+:([\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000]+)",
    re.MULTILINE,
)
_BRACE_WITHOUT_COLON = re.compile(r"\s*(?:- +)*([\w-]+) *:?(?=\{)")
_ONE_WORD = re.compile(r"\s*(?:- +)*[\w-]+: +[\w-]+")
_ENTRIES = re.compile(r"[^,]*, *[a-z_]+: ")
_HASH_VALUE = re.compile(r"[:,\[{] +(#[^\s,}\]]+)")
_TEXT_BELOW = re.compile(r"(?:^|\s)[|>][-+0-9]*\s*(?:#.*)?$")
_LOST = re.compile(
    r"^(\s*(?:- +)*[\w-]+: +(?![\"'#|>\[{&*!])(?=[^#]*[A-Za-z])[^#]*[^#\s]) +(#\S.*)$"
)
_WORD = re.compile(r"\s*(?:- +)*(\S.*)")
_LAST_WORD = re.compile(r"([\w-]+)\s*$")
_NO_DASH = "a line without - stands among list items; start it with -, or indent it"


def sift(text: str, file: str) -> tuple[str, list[Problem]]:
    """The text without what no scenario may hold, and a problem for each such place.

    Control characters become U+FFFD, and directive lines and blanks of another kind become plain
    blanks, so that all places stay the same and the rest of the file can still be checked.
    Directives also cost the parser quadratic time, which is why they never reach it.
    """
    problems: list[Problem] = []
    if not text.isascii():
        text = _plain_blanks(text, file, problems)
    for number, match in enumerate(_REFUSED.finditer(text)):
        span = _span_of(text, match.start(), 1, file)
        more = "; there are more of them" if number == MOST - 1 else ""
        name = visible(match[0])
        problems.append(Problem(span, "control-character", f"remove the character {name}{more}"))
        if more:
            break
    for number, match in enumerate(_DIRECTIVE.finditer(text) if "%" in text else ()):
        span = _span_of(text, match.start(), len(match[0]), file)
        message = "a line cannot start with %, which gives orders to the YAML reader; remove it"
        problems.append(Problem(span, "directive", message))
        if number == MOST - 1:
            break
    if problems:
        text = _REFUSED.sub("\ufffd", text)
        text = _DIRECTIVE.sub(lambda line: " " * len(line[0]), text)
    return text, problems


def lost_to_comments(document: Document) -> Iterator[Problem]:
    """A warning for each text that a # cuts short, as in `title: Part #2`."""
    file = document.name
    found = [
        (row, match)
        for row, line in enumerate(split_lines(document.sources.get(file, "")), 1)
        if " #" in line and (match := _LOST.match(line))
    ]
    if not found:
        return
    marks = (document.spans.mark(path) for path in document.spans)
    ends = {mark.value[2:] for mark in marks if mark and mark.file == file and not mark.items}
    for row, match in found:
        if (row, match.end(1) + 1) in ends:
            span = Span(file, row, match.start(2) + 1, row, match.end(2) + 1)
            message = (
                "what stands behind this # is a comment and no part of the text; put the text in "
                "quotation marks, or write a blank after the #"
            )
            yield Problem(span, "comment", message, "warning")


def _plain_blanks(text: str, file: str, problems: list[Problem]) -> str:
    """The text with plain blanks where others indent a line or follow a name's colon."""
    parts, done = [], 0
    for number, match in enumerate(_ODD_BLANK.finditer(text)):
        start, end = match.span(1 if match[1] else 2)
        if number < MOST:
            code = ord(text[start])
            message = f"a blank of another kind (U+{code:04X}) stands here; write an ordinary one"
            problems.append(Problem(_span_of(text, start, end - start, file), "blank", message))
        parts += [text[done:start], " " * (end - start)]
        done = end
    return "".join([*parts, text[done:]])


def explain(error: yaml.YAMLError, text: str, file: str) -> Problem:
    """An error of the YAML parser as a sentence with a place."""
    problem_mark = getattr(error, "problem_mark", None)
    context_mark = getattr(error, "context_mark", None)
    details = f"{getattr(error, 'context', '') or ''}: {getattr(error, 'problem', '') or ''}"
    return _Fault(text, file, details, problem_mark, context_mark).explained()


class _Fault:
    """One parser error with the text around it."""

    def __init__(
        self, text: str, file: str, details: str, mark: yaml.Mark | None, opened: yaml.Mark | None
    ) -> None:
        self.lines = split_lines(text)
        self.file = file
        self.details = details
        self.row, self.column = self._within(mark)
        self.opened = self._within(opened) if opened else (self.row, self.column)
        self.line = self.lines[self.row]
        self.before, self.after = self.line[: self.column], self.line[self.column :]

    def _within(self, mark: yaml.Mark | None) -> tuple[int, int]:
        """Row and column from 0, moved to the last written place if past the end of the text."""
        if mark is None:
            return 0, 0
        row, column = mark.line, mark.column
        if row >= len(self.lines) or (row and not "".join(self.lines[row:]).strip()):
            row = max((i for i, line in enumerate(self.lines) if line.strip()), default=0)
            column = len(self.lines[row].rstrip())
        return row, min(column, len(self.lines[row]))

    def _says(self, *wordings: str) -> bool:
        return any(wording in self.details for wording in wordings)

    def at(self, row: int, column: int, rule: str, message: str, width: int = 1) -> Problem:
        last = len(self.lines[row]) + 1  # a file may end where more is expected
        start, end = min(column + 1, last), min(column + 1 + width, last)
        return Problem(Span(self.file, row + 1, start, row + 1, end), rule, message)

    def here(self, rule: str, message: str) -> Problem:
        return self.at(self.row, self.column, rule, message)

    def whole_line(self, row: int, rule: str, message: str) -> Problem:
        line = self.lines[row]
        start = len(line) - len(line.lstrip())
        return self.at(row, start, rule, message, max(1, len(line.strip())))

    def explained(self) -> Problem:
        for question in (self._tab, self._curly, self._quotes, self._colon, self._brackets):
            if answer := question():
                return answer
        return self._structure()

    def _tab(self) -> Problem | None:
        indent = self.line[: len(self.line) - len(self.line.lstrip())]
        if "\t" not in indent and not self.after.startswith("\t"):
            return None
        column = self.line.index("\t")
        others = sum(line.startswith("\t") for line in self.lines) - 1
        more = f" ({others} more lines have tabs)" if others > 0 else ""
        message = f"a tab cannot indent or separate in YAML; use spaces{more}"
        return self.at(self.row, column, "tab", message)

    def _curly(self) -> Problem | None:
        for row in dict.fromkeys((self.row, self.opened[0])):
            if match := _CURLY_VALUE.search(self.lines[row]):
                message = (
                    "a curly quotation mark is only a letter to YAML; "
                    'use straight quotation marks (") around the text'
                )
                return self.at(row, match.start(1), "quotes", message)
        return None

    def _quotes(self) -> Problem | None:
        if self._says(
            "unknown escape", "escape sequence", "hexdecimal", "Unicode character escape"
        ):
            column = self.before.rfind("\\")
            column = self.column if self.after.startswith("\\") or column < 0 else column
            message = (
                'a backslash in a text in " quotes is the start of an escape; '
                "write \\\\, or put the text in ' quotes"
            )
            return self.at(self.row, column, "quotes", message)
        if self._says("while scanning a quoted scalar", "double-quoted scalar"):
            quote = self.lines[self.opened[0]][self.opened[1] : self.opened[1] + 1]
            message = f"the quotation mark {quote} that opens here is never closed; close it"
            return self.at(*self.opened, "open-quote", message)
        ended = self.before.rstrip()[-1:] in ("'", '"')
        if self._says("expected key", "<block end>", "<document start>") and ended:
            message = (
                "text goes on after the closing quotation mark; put the whole text in quotation "
                "marks, and write a ' inside ' quotes twice"
            )
            return self.here("quotes", message)
        return None

    def _colon(self) -> Problem | None:
        if self._says("unexpected ':'"):
            return self.here("colon", "a blank is missing after this colon")
        if self._says("could not find expected ':'"):
            row = self.opened[0]
            if self._is_among_items(row):
                return self.whole_line(row, "list", _NO_DASH)
            word = _WORD.match(self.lines[row])
            if word and (hint := glued_colon(word[1])):
                return self.whole_line(row, "colon", hint[2:])
            message = (
                "this line has no colon where `name: value` is expected; "
                "if it belongs to the text above, indent it"
            )
            return self.whole_line(row, "colon", message)
        if not self._says("mapping values are not allowed"):
            return None
        if brace := _BRACE_WITHOUT_COLON.match(self.before):
            message = f"a colon and a blank belong before this: write `{brace[1]}: {{`"
            return self.at(self.row, brace.end(), "colon", message)
        if _KEY_AND_VALUE.match(self.before):
            message = (
                "a colon with a blank after it stands inside an unquoted text; "
                "put the text in quotation marks"
            )
            if _ONE_WORD.fullmatch(self.before) and _ENTRIES.match(self.after):
                message += ", or all entries of the line in braces { }"
            return self.here("colon", message)
        above = self.row - 1
        while above >= 0 and not self.lines[above].strip():
            above -= 1
        if above >= 0 and not _KEY_AND_VALUE.match(self.lines[above]):
            word = _WORD.match(self.lines[above])
            message = glued_colon(word[1])[2:] if word else ""
            return self.whole_line(
                above, "colon", message or "this line has no colon where `name: value` is expected"
            )
        message = (
            "this line is indented as if it belonged to the line above, which has its value "
            "already; give both the same indent"
        )
        return self.whole_line(self.row, "indent", message)

    def _is_among_items(self, row: int) -> bool:
        """Whether the written line above is a list item with the same indent."""
        indent = len(self.lines[row]) - len(self.lines[row].lstrip())
        above = next((line for line in self.lines[:row][::-1] if line.strip()), "")
        return above[:indent].isspace() and above[indent:].startswith("- ")

    def _hash(self) -> Problem | None:
        """A value in brackets that begins with #, from which on the line is a comment."""
        for row in range(self.opened[0], self.row + 1):
            if match := _HASH_VALUE.search(self.lines[row]):
                message = f"a # here starts a comment; put {match[1]} in quotation marks"
                return self.at(row, match.start(1), "comment", message, len(match[1]))
        return None

    def _brackets(self) -> Problem | None:
        if self._says("flow sequence", "flow mapping", "flow node") and (found := self._hash()):
            return found
        if self._says("flow sequence", "flow mapping"):
            closing = "]" if "sequence" in self.details else "}"
            opening = "[" if closing == "]" else "{"
            if self.row > self.opened[0] or not self.after.strip():
                message = f"the {opening} that opens here is never closed; close it with {closing}"
                return self.at(*self.opened, "open-bracket", message)
            message = f"a comma or the closing {closing} is missing before this"
            if self.after[:1] == ":" and (word := _LAST_WORD.search(self.before)):
                message = (
                    f'a second colon in one entry: put a comma before "{word[1]}", '
                    "or the whole text in quotation marks"
                )
            return self.here("comma", message)
        if self.after[:1] in ("]", "}", ","):
            message = (
                f"{self.after[0]} stands here without anything before it; remove it, "
                "or put the text in quotation marks"
            )
            return self.here("bracket", message)
        return None

    def _structure(self) -> Problem:
        first = self.after[:1]
        if self._says("cannot start any token", "scanning an alias", "scanning an anchor"):
            row, column = self.opened
            first = visible(self.lines[row][column : column + 1])
            message = f"a text cannot start with {first}; put it in quotation marks"
            if self.lines[row].lstrip().startswith("```"):
                message = "``` only frames a sample in a document; take this line out"
            return self.at(row, column, "quotes", message)
        if self._says("tag"):
            return self.here("tag", "a text that starts with ! must be in quotation marks")
        if self._says("sequence entries are not allowed"):
            message = "a list that starts with - must start on a line of its own, below its name"
            return self.here("list", message)
        if self._says("block scalar"):
            message = (
                "after | or > the line must end; write the text on the next lines, "
                "indented with spaces"
            )
            return self.here("block-text", message)
        if self._says("<document start>"):
            message = "the file goes on after its one document has ended; remove what follows"
            return self.here("second-document", message)
        if self.before.strip():
            message = "this does not belong here; check the quotation marks, colons and brackets"
            return self.here("syntax", message)
        if first == "-":
            message = (
                "a list item (-) stands where `name: value` is expected; give every entry a name"
            )
            return self.here("list", message)
        if "'-' indicator" in self.details or "block collection" in self.details:
            return self.whole_line(self.row, "list", _NO_DASH)
        if first == ":":
            return self.here("key", "a name is missing before the colon")
        message = "the indent of this line fits no line above; line it up with its neighbours"
        if self._below_a_note():
            message = (
                "the indent of this line fits no line above; the line above it begins with #, so "
                "it does not count: take that # away too, or line this one up with its neighbours"
            )
        elif begun := self._text_above():
            message = (
                f"this line is indented less than the text that begins on line {begun}; "
                "if it belongs to it, line it up with that text"
            )
        return self.whole_line(self.row, "indent", message)

    def _below_a_note(self) -> bool:
        """Whether the line above is one that was commented out: `# name:`, and less indented."""
        above = self.lines[self.row - 1] if self.row else ""
        indent = len(self.line) - len(self.line.lstrip())
        opens = re.match(r"\s*#( *)[\w-]+:\s*(?:#.*)?$", above)
        return opens is not None and len(opens[1]) <= indent

    def _text_above(self) -> int:
        """The first line, from 1, of a text after | or > that this line fell out of, or 0."""
        indent = len(self.line) - len(self.line.lstrip())
        row = self.row - 1
        while row > 0 and (not self.lines[row].strip() or self.lines[row][: indent + 1].isspace()):
            row -= 1
        return row + 2 if row < self.row - 1 and _TEXT_BELOW.search(self.lines[row]) else 0


def _span_of(text: str, offset: int, length: int, file: str) -> Span:
    lines = split_lines(text[:offset])
    line, column = len(lines), len(lines[-1]) + 1
    return Span(file, line, column, line, column + length)
