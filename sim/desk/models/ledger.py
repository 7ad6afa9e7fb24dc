"""The ledger of a number as it is shown: its course, its rows, and what a row rests on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sim.catalogue import _
from sim.desk.models.signs import signed
from sim.desk.models.title import day

if TYPE_CHECKING:
    from sim.game.game import Game
    from sim.game.ledger.account import Account, Posting
    from sim.game.ledger.rulebook import RuleCard

OPENING, PART, SHOWN = "opening", "part", "shown"
_PERCENT: Final = 100


@dataclass(frozen=True, slots=True)
class FactLink:
    """A fact that a row rests on."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Related:
    """Another number with a ledger of its own."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A row: what it adds or takes, from what, by which rule, and what stands after it."""

    kind: str
    """`OPENING`, `PART` or `SHOWN`."""
    change: int
    after: int
    cause: str
    date: str
    rule: str
    meaning: str
    formula: str
    constants: tuple[str, ...]
    note: str
    """What was assumed, or in what words a source says it."""
    facts: tuple[FactLink, ...]
    related: tuple[Related, ...] = ()
    """Numbers that it rests on."""

    @property
    def signed(self) -> str:
        """The change with its sign; an opening as it is."""
        if self.kind != PART:
            return str(self.after)
        return signed(self.change)

    @property
    def about(self) -> str:
        """Date and rule in one line."""
        return " · ".join(part for part in (self.date, self.rule) if part)


@dataclass(frozen=True, slots=True)
class LedgerView:
    """A number with all that made it what it is."""

    key: str
    title: str
    value: int
    unit: str
    band: str
    rows: tuple[LedgerRow, ...]
    course: tuple[int, ...]
    """As each turn began, the present one included."""
    top: int
    """The end of the scale of the chart."""
    dates: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Choice:
    """A number that can be opened."""

    key: str
    label: str
    value: int


def build_ledger(game: Game, key: str) -> LedgerView:
    """The ledger of a number.

    Raises:
        GameError: There is no such number.
    """
    from sim.game.ledger.account import account
    from sim.game.ledger.quantities import quantity

    one = account(game, key)
    made_of = tuple(Related(part, quantity(game, part).label) for part in one.parts)
    rows = [_opening(game, one, made_of)]
    after = one.begins
    for posting in one.told:
        after += posting.points
        rows.append(_row(game, posting, after))
    rows.append(_shown(one, made_of))
    start, turns = game.plan.date(0), len(one.course) - 1
    return LedgerView(
        key=key,
        title=one.label,
        value=one.shown,
        unit=_("of 100") if one.scale == _PERCENT else "",
        band=_band(one),
        rows=tuple(rows),
        course=one.course,
        top=_PERCENT if one.scale == _PERCENT else max(1, *one.course),
        dates=(_short(start), _short(game.plan.date(turns))),
    )


def choices(game: Game) -> tuple[Choice, ...]:
    """Every number that the seat may know, in words, with its value."""
    from sim.game.ledger.numbers import shown_all

    return tuple(Choice(key, label, value) for key, label, value in shown_all(game))


def find(numbers: Sequence[Choice], words: str) -> list[Choice]:
    """The numbers whose names hold all words."""
    wanted = words.lower().split()
    return [one for one in numbers if all(word in one.label.lower() for word in wanted)]


def _band(one: Account) -> str:
    low, high = one.band
    if low == high:
        return ""
    return _("your best guess, between {low} and {high} as far as you know").format(
        low=low, high=high
    )


def _opening(game: Game, one: Account, made_of: tuple[Related, ...]) -> LedgerRow:
    begins = one.opening
    names = {
        "cited": _("coded from sources"),
        "assumed": _("a stated judgement"),
        "derived": _("follows from other numbers"),
        "given": _("set by the scenario"),
    }
    note = begins.why
    if begins.basis == "assumed":
        note = (
            _("Assumed: {why}").format(why=note) if note else _("Assumed; no source speaks of it.")
        )
    return LedgerRow(
        kind=OPENING,
        change=one.begins,
        after=one.begins,
        cause=_("Where it began"),
        date=names[begins.basis],
        rule="",
        meaning=begins.words,
        formula="",
        constants=(),
        note=note,
        facts=_facts(game, begins.cites),
        related=made_of,
    )


def _row(game: Game, posting: Posting, after: int) -> LedgerRow:
    from sim.game.ledger.rulebook import rule_card

    card = rule_card(game.words, posting.rule)
    date = _short(dt.date.fromisoformat(posting.date))
    if posting.turn < 0:
        date = _("before the first turn")
    elif posting.turn == game.turn:
        date = _("planned")
    cause = posting.source_words
    return LedgerRow(
        kind=PART,
        change=posting.points,
        after=after,
        cause=cause[:1].upper() + cause[1:],
        date=date,
        rule=card.title,
        meaning=card.meaning,
        formula=card.formula,
        constants=constant_words(card),
        note="" if posting.cites else _("No source is cited for this step itself."),
        facts=_facts(game, posting.cites),
    )


def _shown(one: Account, made_of: tuple[Related, ...]) -> LedgerRow:
    total = sum_words(one.begins, [posting.points for posting in one.told], one.shown)
    return LedgerRow(
        kind=SHOWN,
        change=0,
        after=one.shown,
        cause=_("Shown now"),
        date=_("what it began with and all parts add up"),
        rule="",
        meaning=total,
        formula="",
        constants=(),
        note="",
        facts=(),
        related=made_of,
    )


def sum_words(begins: int, parts: Sequence[int], total: int) -> str:
    """A sum as it is written: `50 + 3 - 2 = 51`."""
    terms = [str(begins)]
    for part in parts:
        sign = "+" if part > 0 else "\N{MINUS SIGN}"
        terms.append(f"{sign} {abs(part)}")
    return f"{' '.join(terms)} = {total}"


def constant_words(card: RuleCard) -> tuple[str, ...]:
    """The constants of a rule, each with its range and what it rests on."""
    return tuple(
        _("{name} {value} ({low} to {high}): {source}").format(
            name=one.name.replace("_", " "),
            value=f"{one.value:g}",
            low=f"{one.low:g}",
            high=f"{one.high:g}",
            source=one.source,
        )
        for one in card.constants
    )


def _facts(game: Game, cites: Sequence[str]) -> tuple[FactLink, ...]:
    known = game.loaded.facts
    return tuple(FactLink(one, known[one].title if one in known else one) for one in cites)


def _short(date: dt.date) -> str:
    return day(date).rsplit(" ", 1)[0]
