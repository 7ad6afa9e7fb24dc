"""The account of a number: what it began with, what was added and taken since, and what is shown.

Opening and parts are whole units and add up exactly to the number that every screen shows. The
parts are those of the picture's ledger, turn by turn. A number that follows from several (standing,
leverage, the reservation value) is taken apart by letting one of them change at a time, in order;
what that changes is shared among its own parts in proportion.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

import numpy as np

from sim.catalogue import _
from sim.game.bands import BEST
from sim.game.ledger.openings import Opening, opening
from sim.game.ledger.quantities import Arrays, Quantity, quantity, state
from sim.game.ledger.rulebook import TITLES
from sim.model.ledger import Part, Row, merged, whole_parts
from sim.model.rules import home

if TYPE_CHECKING:
    from sim.game.game import Game

BEFORE: Final = -1
"""The turn of what holds before the first one."""
_LEAST: Final = 1e-9
_Index = dict[tuple[str, tuple[int, ...]], list[Row]]
_MOST_NAMED: Final = 2


@dataclass(frozen=True)
class Posting:
    """One signed part: when, how many units, by which rule, from what, and what that rests on."""

    turn: int
    """From 0; `BEFORE` for what holds before the first turn, the present turn for what is
    planned."""
    date: str
    points: int
    rule: str
    rule_words: str
    source: str
    """What it came from, such as `moves.consult`."""
    source_words: str
    cites: tuple[str, ...]


@dataclass(frozen=True)
class Account:
    """A number with everything that made it what it is."""

    key: str
    label: str
    scale: int
    """Units shown that make 1 of the state: 100, or 1 for capital and counts."""
    begins: int
    """As coded, in units shown."""
    opening: Opening
    postings: tuple[Posting, ...]
    shown: int
    band: tuple[int, int]
    """Between what and what the seat takes it to lie; the same twice where it knows."""
    course: tuple[int, ...]
    """The number as each turn began, the present one included."""
    parts: tuple[str, ...]
    """Keys of the numbers it is made of, where it is derived."""

    @property
    def adds_up(self) -> bool:
        """Whether opening and parts make the number shown."""
        return self.begins + sum(one.points for one in self.postings) == self.shown

    @property
    def told(self) -> tuple[Posting, ...]:
        """The parts that show, without those too small to make a whole unit."""
        return tuple(one for one in self.postings if one.points)


def account(game: Game, key: str) -> Account:
    """The account of a number that the seat may know, from its picture alone.

    Raises:
        GameError: There is no such number.
    """
    one = quantity(game, key)
    begins = opening(game, one)
    states: list[Arrays] = [played.picture_before.arrays for played in game.past]
    states.append(state(game))
    if one.kind == "capital":
        return _capital(game, one, begins, states)
    values = [one.value(arrays) for arrays in states]
    postings = list(_before(game, one, begins, values[0]))
    by_turn = _rows(game, one)
    for turn in range(len(game.past)):
        parts = _moved(one, states[turn], states[turn + 1], by_turn.get(turn, []))
        parts = _named(game, one, turn, parts)
        row = _row(turn, one, values[turn], values[turn + 1], parts)
        postings += _posted(game, row, one)
    return Account(
        key=key,
        label=one.label,
        scale=one.scale,
        begins=round(begins.value * one.scale),
        opening=begins,
        postings=tuple(postings),
        shown=round(values[-1] * one.scale),
        band=_band(one, states[-1]),
        course=tuple(round(value * one.scale) for value in values),
        parts=one.parts,
    )


def _band(one: Quantity, arrays: Arrays) -> tuple[int, int]:
    low, high = one.band(arrays)
    return round(low * one.scale), round(high * one.scale)


# -- parts of a turn -------------------------------------------------------------------------------


def _rows(game: Game, one: Quantity) -> dict[int, list[Row]]:
    """The rows of the picture's ledger that are about what a number is made of, by turn."""
    index = _index(game)
    found: dict[int, list[Row]] = {}
    for address in dict.fromkeys(_ledgered(address) for address in one.inputs):
        for row in index.get(address, ()):
            found.setdefault(row.turn, []).append(row)
    return found


_indices: WeakKeyDictionary[Game, tuple[int, Row | None, _Index]] = WeakKeyDictionary()


def _index(game: Game) -> _Index:
    """The changes in the picture's ledger by what they are about, until it grows or shrinks."""
    ledger = game.picture.world.ledger
    assert ledger is not None
    rows = ledger.rows
    count, last = len(rows), rows[-1] if rows else None
    found = _indices.get(game)
    if found is None or found[0] != count or found[1] is not last:
        index: _Index = {}
        for row in rows:
            if row.kind == "change":
                index.setdefault((row.what, row.names), []).append(row)
        found = _indices[game] = (count, last, index)
    return found[2]


def _ledgered(address: tuple[str, tuple[int, ...]]) -> tuple[str, tuple[int, ...]]:
    """Where the ledger keeps what moved a number: beliefs in a type move by the same signs."""
    name, at = address
    return ("bad_faith", at[:2]) if name == "type" else address


def _moved(one: Quantity, before: Arrays, after: Arrays, rows: Iterable[Row]) -> list[Part]:
    """The signed parts of what a turn changed of a number, in units of the state."""
    old, new = one.values(before), one.values(after)
    causes: dict[tuple[str, tuple[int, ...]], list[Part]] = {}
    for row in rows:
        causes.setdefault((row.what, row.names), []).extend(row.parts)
    parts: list[Part] = []
    now, value = list(old), one.of(old) if old else 0.0
    for place, address in enumerate(one.inputs):
        now[place] = new[place]
        reached = one.of(now)
        own = merged(causes.get(_ledgered(address), []))
        if address[0] == "type":
            own = _shared(own, new[place] - old[place])
        parts += _scaled(own, new[place] - old[place], reached - value)
        value = reached
    return parts


def _scaled(own: Sequence[Part], moved: float, by: float) -> list[Part]:
    """The parts of what one number moved by, as parts of what that did to another."""
    if not own:
        return [Part("unseen", "unseen", by)] if abs(by) > _LEAST else []
    total = sum(part.amount for part in own)
    if abs(total - moved) > _LEAST:
        own = [*own, Part("unseen", "unseen", moved - total)]
    if abs(moved) <= _LEAST:
        return list(own) if abs(by) <= _LEAST else [*own, Part("unseen", "unseen", by)]
    return [replace(part, amount=part.amount * (by / moved)) for part in own]


def _shared(signs: Sequence[Part], moved: float) -> list[Part]:
    """The change of a belief in one type: the signs of the turn share in it equally."""
    return [replace(sign, amount=moved / len(signs)) for sign in signs]


def _named(game: Game, one: Quantity, turn: int, parts: list[Part]) -> list[Part]:
    """What everyone can see, and no rule of the ledger moves: efforts counted, texts laid."""
    if one.kind == "efforts":
        return [replace(part, rule="effort", source="effort") for part in parts]
    if one.kind == "text":
        acts = game.past[turn].observed.acts
        table = game.plan.table(one.names[0]).index
        authors = [laid.author for laid in acts.laid if laid.table == table]
        source = f"laid.{game.plan.actors[authors[-1]]}" if authors else "laid"
        return [replace(part, rule="laid", source=source) for part in parts]
    return parts


def _row(turn: int, one: Quantity, before: float, after: float, parts: Sequence[Part]) -> Row:
    rest = (after - before) - sum(part.amount for part in parts)
    whole = merged(parts)
    if abs(rest) > _LEAST or (not whole and before != after):
        whole.append(Part("unseen", "unseen", rest))
    return Row(turn, "change", one.kind, (), before, after, tuple(whole))


def _posted(game: Game, row: Row, one: Quantity) -> Iterator[Posting]:
    _total, points = whole_parts(row, one.scale)
    about = {game.plan.actor(name) for name in one.names if name in game.plan.actors}
    for part, count in zip(row.parts, points, strict=True):
        yield _posting(game, row.turn, count, part.rule, part.source, about)


def _posting(
    game: Game, turn: int, points: int, rule: str, source: str, about: Collection[int] = ()
) -> Posting:
    words = game.words
    return Posting(
        turn=turn,
        date=game.plan.date(max(0, turn)).isoformat(),
        points=points,
        rule=rule,
        rule_words=TITLES.get(rule.partition(":")[0]) or words.rule(rule),
        source=source,
        source_words=_source(game, turn, rule, source, about),
        cites=words.cites(source),
    )


_OWN_SOURCES: Final = {
    "drawn": _("as it is in this game, which only you know"),
    "heritage": _("as the chapter before left it"),
    "effort": _("an effort was turned down"),
    "laid": _("a text was laid"),
    "allowance": _("a new turn"),
    "low_home": _("support at home is low"),
    "lapse": _("left over and lost"),
    "listening": _("what you heard"),
}


def _source(game: Game, turn: int, rule: str, source: str, about: Collection[int]) -> str:
    """What a part came from: a move with who made it toward whom, an event, an answer."""
    if source in _OWN_SOURCES:
        return _OWN_SOURCES[source]
    kind, _dot, name = source.partition(".")
    words = game.words
    if kind == "laid":
        return _("text of {who}").format(who=words.name(game.plan.actor(name)))
    if kind == "moves" and 0 <= turn < len(game.past):
        return _moves(game, turn, name, {game.seat_index} if rule == "cost" else about)
    return words.source(source)


def _moves(game: Game, turn: int, move: str, about: Collection[int]) -> str:
    """A move with those who made it in a turn; those whom the number is about, where it was they.

    A title tells for whom it was where that is one.
    """
    words, acts = game.words, game.past[turn].observed.acts
    made = [game.options.all[index] for index in acts.moves]
    pairs = [(one.actor, one.target) for one in made if one.move == move]
    pairs = [pair for pair in pairs if set(pair) & set(about)] or pairs
    titles = list(dict.fromkeys(words.move_title(move, *pair) for pair in pairs))
    who = list(dict.fromkeys(words.name(actor) for actor, _target in pairs))
    title = titles[0] if len(titles) == 1 else words.source(f"moves.{move}")
    if not who or len(who) > _MOST_NAMED:
        return title
    return _("{move}, by {who}").format(move=title, who=", ".join(who))


# -- before the first turn, and capital ------------------------------------------------------------


def _before(game: Game, one: Quantity, begins: Opening, value: float) -> Iterator[Posting]:
    """What a number was as the game began, where that is not as it was coded."""
    more = round(value * one.scale) - round(begins.value * one.scale)
    if more:
        rule = "drawn" if game.campaign is None else "heritage"
        yield _posting(game, BEFORE, more, rule, rule)


def _capital(game: Game, one: Quantity, begins: Opening, states: Sequence[Arrays]) -> Account:
    """The account of political capital, in points: allowance, costs, and what is carried over."""
    have = [purse(game, arrays, turn) for turn, arrays in enumerate(states)]
    postings = list(_before(game, one, begins, have[0]))
    by_turn = _rows(game, one)
    for turn in range(len(game.past)):
        parts = [*_spent(game, turn)]
        for row in by_turn.get(turn, []):
            if row.what == "capital":
                parts += row.parts
        left = float(states[turn + 1]["capital"][game.seat_index][BEST])
        rest = left - have[turn] - sum(part.amount for part in parts)
        if abs(rest) > _LEAST:
            parts.append(Part("unseen", "unseen", rest))
        parts += _next(game, left, states[turn + 1])
        row = _row(turn, one, have[turn], have[turn + 1], parts)
        postings += _posted(game, row, one)
    postings += [
        _posting(game, game.turn, -game.options.all[plan.option].spec.cost, "planned", source)
        for plan in game.planned
        for source in [f"moves.{plan.move}"]
    ]
    total = round(game.capital_left)
    return Account(
        key=one.key,
        label=one.label,
        scale=1,
        begins=round(begins.value),
        opening=begins,
        postings=tuple(postings),
        shown=total,
        band=(total, total),
        course=tuple(round(value) for value in have),
        parts=(),
    )


def purse(game: Game, arrays: Arrays, turn: int) -> float:
    """Capital for a turn, before any move is paid for; as `Game.capital` reckons it."""
    left = float(arrays["capital"][game.seat_index][BEST])
    return left if turn == 0 else left + sum(part.amount for part in _next(game, left, arrays))


def _next(game: Game, left: float, arrays: Arrays) -> list[Part]:
    """What a new turn adds to what is left, and takes from it."""
    rules = game.scenario.capital
    support = arrays["home"][game.seat_index][BEST : BEST + 1].astype(float)
    if not game.picture.world.on("home_support"):
        support = support * 0 + 1.0
    carried = float(home.carried(np.array([left]), rules.carry)[0])
    gets = float(home.allowance(support, rules.per_turn)[0])
    parts = [Part("lapse", "lapse", carried - left)] if carried != left else []
    parts.append(Part("allowance", "allowance", float(rules.per_turn)))
    if gets != rules.per_turn:
        parts.append(Part("low_home", "low_home", gets - rules.per_turn))
    return parts


def _spent(game: Game, turn: int) -> Iterator[Part]:
    """What the seat's moves of a turn cost."""
    for index in game.past[turn].observed.acts.moves:
        option = game.options.all[index]
        if option.actor == game.seat_index and option.spec.cost:
            yield Part("cost", option.source, -float(option.spec.cost))
