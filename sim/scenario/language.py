"""The language of conditions, the same in a scenario and in `--ask`.

    joined(ally, talks) and stance(neighbour) >= acquiesces by 2000-10-01

Arguments may be named (`stance(of: neighbour)`, `stance(of=neighbour)`) or in order. Comparisons
are
`>= > <= < =`. A date after `by` or `after` narrows the part before it. `and`, `or`, `not` and
brackets combine. The parser is written by hand so that every fault has its place in the text.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NoReturn

from sim.scenario.vocabulary import FUNCTIONS, STANCES, Function, Parameter, usage

MAX_LENGTH = 600
MAX_DEPTH = 12


@dataclass(frozen=True)
class Term:
    """One function applied: `trust(north, south)`; a left-out optional argument is None."""

    function: str
    arguments: tuple[str | None, ...]

    def __str__(self) -> str:
        return f"{self.function}({', '.join(a for a in self.arguments if a is not None)})"


@dataclass(frozen=True)
class Fact:
    """True when the decided fact holds."""

    term: Term


@dataclass(frozen=True)
class Compare:
    """A quantity against a number."""

    term: Term
    operator: str
    number: float


@dataclass(frozen=True)
class Dated:
    """`condition` became true on or before (`by`) or holds only from (`after`) a date."""

    condition: Condition
    word: str
    date: dt.date


@dataclass(frozen=True)
class Joined:
    """All (`and`) or any (`or`) of the parts."""

    word: str
    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class Not:
    """The part does not hold."""

    part: Condition


Condition = Fact | Compare | Dated | Joined | Not


class LanguageError(ValueError):
    """A condition that cannot be read: one sentence and the column (0-based) in its text."""

    def __init__(self, message: str, column: int) -> None:
        super().__init__(message)
        self.column = column


_TOKEN = re.compile(
    r"\s*(?:(?P<date>\d{4}-\d{2}-\d{2})|(?P<number>\d+(?:\.\d+)?|\.\d+)|(?P<word>[A-Za-z_][\w-]*)"
    r"|(?P<mark>>=|<=|==|[>=<(),:]))"
)


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    column: int


def _tokens(text: str) -> list[_Token]:
    found, position = [], 0
    end = len(text.rstrip())
    while position < end:
        match = _TOKEN.match(text, position)
        if match is None:
            column = position + len(text[position:]) - len(text[position:].lstrip())
            raise LanguageError(_stranger(text, column), column)
        kind = match.lastgroup or ""
        found.append(_Token(kind, match.group(kind), match.start(kind)))
        position = match.end()
    return [*found, _Token("end", "", end)]


_MEANT = {
    "&": "and",
    "|": "or",
    "≥": ">=",
    "≤": "<=",
    "!": "not",
    "“": "no quotation marks",
    "”": "no quotation marks",
    '"': "no quotation marks",
    "'": "no quotation marks",
    "-": "a number from 0 on",
    **dict.fromkeys(("before", "until", "till"), "by"),
    **dict.fromkeys(("since", "from"), "after"),
    **dict.fromkeys(("and", "und", "et"), "and"),
    **dict.fromkeys(("or", "oder", "ou"), "or"),
}
"""What to write in place of a sign or a word that some other language has."""


def _stranger(text: str, column: int) -> str:
    """A sentence on a sign that no condition has."""
    sign = text[column]
    number = re.search(r"(\d+)\s*$", text[:column])
    if sign == "%" and number:
        return f'"%" does not belong in a condition; write {float(number[1]) / 100:g}'
    meant = _MEANT.get(sign)
    return f'"{sign}" does not belong in a condition' + (f"; write {meant}" if meant else "")


Suggest = Callable[[str, list[str]], str]


class _Parser:
    def __init__(self, text: str, suggest: Suggest) -> None:
        if len(text) > MAX_LENGTH:
            raise LanguageError(f"a condition may have at most {MAX_LENGTH} characters", MAX_LENGTH)
        self.tokens, self.at, self.depth, self.suggest = _tokens(text), 0, 0, suggest

    @property
    def next(self) -> _Token:
        return self.tokens[self.at]

    def take(self) -> _Token:
        token = self.tokens[self.at]
        self.at += token.kind != "end"
        return token

    def accept(self, *texts: str) -> _Token | None:
        return self.take() if self.next.text in texts and self.next.kind != "end" else None

    def fail(self, message: str, token: _Token | None = None) -> NoReturn:
        raise LanguageError(message, (token or self.next).column)

    def expect(self, text: str, after: str) -> None:
        if not self.accept(text):
            shown = f'"{self.next.text}"' if self.next.text else "the end"
            self.fail(f'expected "{text}" after {after}, not {shown}')

    def whole(self) -> Condition:
        condition = self.either()
        if self.next.kind != "end":
            token, before, after = self.next, self.tokens[self.at - 1], self.tokens[self.at + 1 :]
            if token.text == "," and before.kind == "number" == after[0].kind:
                right = f"{before.text}.{after[0].text}"
                self.fail(f"write the number with a point: {right}", before)
            meant = _MEANT.get(token.text.lower())
            right = f'write "{meant}"' if meant else 'join parts with "and" or "or"'
            self.fail(f'"{token.text}" is left over; {right}')
        return condition

    def either(self) -> Condition:
        return self._joined("or", lambda: self._joined("and", self.part))

    def _joined(self, word: str, part: Callable[[], Condition]) -> Condition:
        parts = [part()]
        while self.accept(word):
            parts.append(part())
        return parts[0] if len(parts) == 1 else Joined(word, tuple(parts))

    def part(self) -> Condition:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self.fail(f"brackets and nots go at most {MAX_DEPTH} deep")
        condition: Condition
        if self.accept("not"):
            condition = Not(self.part())
        elif self.accept("("):
            condition = self.either()
            self.expect(")", "the bracketed part")
        else:
            condition = self.atom()
        while word := self.accept("by", "after"):
            condition = Dated(condition, word.text, self.date(word))
        self.depth -= 1
        return condition

    def date(self, word: _Token) -> dt.date:
        token = self.take()
        if token.kind != "date":
            self.fail(f'a date like 2000-10-01 must follow "{word.text}"', token)
        try:
            return dt.date.fromisoformat(token.text)
        except ValueError:
            self.fail(f"{token.text} is not a date of the calendar", token)

    def atom(self) -> Condition:
        start = self.next
        term = self.term()
        function = FUNCTIONS[term.function]
        operator = self.accept(">=", ">", "<=", "<", "=", "==")
        if function.is_fact:
            if operator:
                self.fail(f"{function.name}(...) is true or not; nothing to compare", operator)
            return Fact(term)
        if operator and operator.text == "=" and self.next.text in (">", "<"):
            self.fail(f'write "{self.next.text}="', operator)
        if operator is None:
            self.fail(f"{function.name}(...) is a number: compare it, as in >= 0.5", start)
        return Compare(term, "=" if operator.text == "==" else operator.text, self.number(function))

    def number(self, function: Function) -> float:
        token = self.take()
        if token.kind == "number":
            return float(token.text)
        if token.text in function.words:
            return function.words[token.text]
        words = ", ".join(function.words)
        right = f"a number or one of {words}" if words else "a number"
        return self.fail(
            f'{function.name}(...) is compared with {right}, not "{token.text}"'
            + self.suggest(token.text, list(function.words)),
            token,
        )

    def term(self) -> Term:
        token = self.take()
        if token.kind != "word":
            shown = f'"{token.text}"' if token.text else "the end"
            self.fail(f"expected something to ask, such as joined(...), not {shown}", token)
        function = FUNCTIONS.get(token.text)
        if function is None:
            hint = self.suggest(token.text, list(FUNCTIONS))
            hint = (
                hint or "; a condition asks such things as adopted(...) or trust(..., ...) >= 0.5"
            )
            self.fail(f'"{token.text}" is nothing that can be asked{hint}', token)
        self.expect("(", function.name) if function.parameters or self.next.text == "(" else None
        values: list[str | None] = [None] * len(function.parameters)
        if not self._argument_list(function, values):
            return Term(function.name, tuple(values))
        for parameter, value in zip(function.parameters, values, strict=True):
            if value is None and not parameter.optional:
                self.fail(f"{usage(function)} needs {parameter.names[0]}, which is left out", token)
        return Term(function.name, tuple(values))

    def _argument_list(self, function: Function, values: list[str | None]) -> bool:
        if not function.parameters and self.tokens[self.at - 1].text != "(":
            return not self.accept("(") or bool(self.accept(")"))
        position = 0
        while not self.accept(")"):
            token = self.take()
            if token.kind != "word":
                shown = f'"{token.text}"' if token.text else "the end"
                self.fail(f"expected a name or ) in {function.name}(...), not {shown}", token)
            slot = position
            if self.accept(":", "="):
                slot = self._named(function, token, values)
                token = self.take()
                if token.kind != "word":
                    self.fail(f"a name must follow in {function.name}(...)", token)
            if slot >= len(values):
                self.fail(f"{usage(function)} takes no more than {len(values)}", token)
            if values[slot] is not None:
                self.fail(f"{function.name}(...) is given its {slot + 1}. argument twice", token)
            values[slot] = token.text
            position = slot + 1
            if self.next.text != ")" and not self.accept(","):
                shown = f'"{self.next.text}"' if self.next.text else "the end"
                one = f"{token.text}_{self.next.text}".lower()
                hint = f"; is it one name, such as {one}?" if self.next.kind == "word" else ""
                self.fail(f'expected "," or ")" after "{token.text}", not {shown}{hint}')
        return True

    def _named(self, function: Function, token: _Token, values: list[str | None]) -> int:
        for index, parameter in enumerate(function.parameters):
            if token.text in parameter.names and values[index] is None:
                return index
        names = [name for parameter in function.parameters for name in parameter.names]
        return self.fail(
            f'{function.name}(...) has no argument "{token.text}" ({usage(function)})'
            + self.suggest(token.text, names),
            token,
        )


def _no_hint(_word: str, _candidates: list[str]) -> str:
    return ""


@lru_cache(maxsize=2048)
def parse_condition(text: str, suggest: Suggest = _no_hint) -> Condition:
    """Read a condition.

    Raises:
        LanguageError: with one sentence and the column where it went wrong.
    """
    return _Parser(text, suggest).whole()


@lru_cache(maxsize=2048)
def parse_term(text: str, suggest: Suggest = _no_hint) -> Term:
    """Read one quantity or fact, such as `trust(north, south)`, without a comparison."""
    parser = _Parser(text, suggest)
    term = parser.term()
    if parser.next.kind != "end":
        parser.fail(f'"{parser.next.text}" is left over after {term}')
    return term


def terms(condition: Condition) -> Iterator[Term]:
    """All terms of a condition, in order."""
    match condition:
        case Fact(term) | Compare(term):
            yield term
        case Dated(part) | Not(part):
            yield from terms(part)
        case Joined(_, parts):
            for part in parts:
                yield from terms(part)


def dates(condition: Condition) -> Iterator[dt.date]:
    """All dates of a condition, in order."""
    match condition:
        case Dated(part, _, date):
            yield date
            yield from dates(part)
        case Not(part):
            yield from dates(part)
        case Joined(_, parts):
            for part in parts:
                yield from dates(part)
        case _:
            return


__all__ = [
    "FUNCTIONS",
    "STANCES",
    "Compare",
    "Condition",
    "Dated",
    "Fact",
    "Function",
    "Joined",
    "LanguageError",
    "Not",
    "Parameter",
    "Term",
    "dates",
    "parse_condition",
    "parse_term",
    "terms",
    "usage",
]
