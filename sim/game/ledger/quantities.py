"""Every number that a seat may know, by a key: what it is made of, and how it is read.

A key is a kind and whom it is about, such as `trust:ONE:OTHER` or `capital`. Some numbers lie
in an array of the picture as they are; others (standing, leverage, the reservation value) follow
from several by a formula of the engine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from sim.catalogue import _
from sim.game.bands import BANDS, BEST
from sim.game.errors import GameError, sentence
from sim.game.words import TYPE_WORDS
from sim.model.ledger import Address
from sim.model.rules import legitimacy, reservation
from sim.scenario.form.coding import TYPES
from sim.scenario.text.suggest import did_you_mean

if TYPE_CHECKING:
    from sim.game.game import Game
    from sim.model.plan import ElementPlan, Plan

Arrays = Mapping[str, NDArray[np.generic]]
"""The arrays of a picture at one moment; their last axis is its lanes."""
Formula = Callable[[Sequence[float]], float]

STANDINGS: Final = ("standing_own", "standing_mandate", "standing_borrowed")
PLAIN: Final = ("stance", "capability", "war_cost", "guarantee", "aid")
HUNDREDTHS, ONES = 100, 1
SEP: Final = ":"


@dataclass(frozen=True)
class Quantity:
    """One number: where it stands in the state, and how it follows from there.

    `scale` is how many units shown make 1 of the state: 100 for shares, 1 for capital and counts.
    """

    key: str
    kind: str
    label: str
    inputs: tuple[Address, ...]
    """Where what it is made of lies; one place unless it is derived."""
    scale: int = HUNDREDTHS
    formula: Formula | None = None
    parts: tuple[str, ...] = ()
    """Keys of the numbers that it is made of, where it is derived."""
    names: tuple[str, ...] = ()
    """Ids that the key names, actors first."""

    def of(self, values: Sequence[float]) -> float:
        """The number from what it is made of."""
        return values[0] if self.formula is None else self.formula(values)

    def values(self, arrays: Arrays, lane: int = BEST) -> list[float]:
        """What it is made of, at one moment."""
        return [read(arrays, address, lane) for address in self.inputs]

    def value(self, arrays: Arrays, lane: int = BEST) -> float:
        """The number at one moment."""
        return self.of(self.values(arrays, lane))

    def band(self, arrays: Arrays) -> tuple[float, float]:
        """Between what and what the seat takes it to lie; both the same where it is known."""
        ends = [self.value(arrays, lane) for lane in range(BANDS)]
        return min(ends), max(ends)


def read(arrays: Arrays, address: Address, lane: int) -> float:
    """A number of the state; beliefs in bad faith and in a type are read from all beliefs."""
    name, at = address
    if name == "bad_faith":
        observer, row = at
        belief = arrays["belief"][row, observer]
        return float(belief[2, lane] + belief[3, lane])
    if name == "type":
        observer, row, which = at
        return float(arrays["belief"][row, observer, which, lane])
    return float(arrays[name][at][lane])


def state(game: Game) -> Arrays:
    """The picture of the game's seat as it is now."""
    return dict(game.picture.world.arrays())


def key_of(kind: str, *names: str) -> str:
    """The key of a number."""
    return SEP.join((kind, *names))


def keys(game: Game) -> tuple[str, ...]:
    """The keys of all numbers that the seat may know, the seat's own first."""
    return tuple(_keys(game))


def quantity(game: Game, key: str) -> Quantity:
    """A number by its key.

    Raises:
        GameError: There is no such number, or it is none that the seat may know.
    """
    known = _known(game)
    if key not in known:
        hint = did_you_mean(key, known)
        raise GameError(sentence(_('There is no number "{key}"').format(key=key) + hint))
    return known[key]


_kept: WeakKeyDictionary[Game, tuple[object, dict[str, Quantity]]] = WeakKeyDictionary()


def _known(game: Game) -> dict[str, Quantity]:
    """All numbers by key; they change with the seat and the texts on the tables alone."""
    seen = (game.seat, game.picture.world.drafted[:, BEST].tobytes())
    found = _kept.get(game)
    if found is None or found[0] != seen:
        made = {}
        for key in keys(game):
            kind, *names = key.split(SEP)
            made[key] = _make(game, key, kind, tuple(names))
        found = _kept[game] = (seen, made)
    return found[1]


def quantities(game: Game) -> list[Quantity]:
    """All numbers that the seat may know, the seat's own first."""
    return list(_known(game).values())


# -- which there are -------------------------------------------------------------------------------


def _keys(game: Game) -> Iterator[str]:
    plan, me = game.plan, game.seat_index
    actors, seat = plan.actors, game.seat
    yield "capital"
    yield "home"
    yield from (key_of("backing", one.id) for one in plan.formations.get(me, ()))
    yield from (key_of("share", one.id) for one in plan.formations.get(me, ()))
    if plan.second_level:
        yield "resolve"
    yield "efforts"
    for name in actors:
        yield key_of("standing", name)
        yield from (key_of(kind, name) for kind in (*STANDINGS, *PLAIN, "reservation"))
        if name != seat:
            yield key_of("knowledge", name)
    for one in actors:
        for other in actors:
            if one != other:
                yield key_of("trust", one, other)
                yield key_of("rapport", one, other)
    for giver, to in dict.fromkeys((channel.giver, channel.to) for channel in plan.channels):
        yield key_of("leverage", actors[giver], actors[to])
    for channel in plan.channels:
        yield key_of("channel", actors[channel.giver], actors[channel.to], channel.name)
    for subject in plan.subjects:
        about = actors[subject]
        yield from (key_of("bad_faith", name, about) for name in actors if name != about)
        yield from (key_of("type", about, word) for word in TYPES)
    for name in actors:
        for issue in game.scenario.actors[name].positions:
            yield key_of("ideal", name, issue)
            yield key_of("salience", name, issue)
    for table in plan.tables:
        if game.picture.world.drafted[table.index, BEST]:
            yield from (key_of("text", table.id, plan.issues[issue]) for issue in table.issues)


# -- what each is made of --------------------------------------------------------------------------


def _make(game: Game, key: str, kind: str, names: tuple[str, ...]) -> Quantity:
    """A number by the kind and the names of its key."""
    if kind in _DERIVED:
        return _DERIVED[kind](game, key, names)
    at = _place(game, kind, names)
    scale = ONES if kind == "efforts" else HUNDREDTHS
    return Quantity(key, kind, _label(game, kind, names, at), (at,), scale, names=names)


def _place(game: Game, kind: str, names: tuple[str, ...]) -> Address:
    """Where a number lies that stands in the state as it is."""
    plan, me = game.plan, game.seat_index
    match kind, names:
        case (("home" | "resolve"), ()):
            return kind, (me,)
        case "efforts", ():
            return kind, ()
        case "backing", (name,):
            return kind, (_maker(game, name).row,)
        case "knowledge", (name,):
            return kind, (me, plan.actor(name))
        case (("standing_own" | "standing_mandate" | "standing_borrowed"), (name,)):
            return "standing", (STANDINGS.index(kind), plan.actor(name))
        case "channel", (giver, to, name):
            return kind, (_channel(plan, giver, to, name),)
        case "bad_faith", (observer, about):
            return kind, (plan.actor(observer), plan.subjects.index(plan.actor(about)))
        case "type", (about, word):
            return kind, (me, plan.subjects.index(plan.actor(about)), TYPES.index(word))
        case (("ideal" | "salience"), (name, issue)):
            return kind, (plan.actor(name), plan.issues.index(issue))
        case "text", (table, issue):
            return kind, (plan.table(table).index, plan.issues.index(issue))
    return kind, tuple(plan.actor(name) for name in names)


def _label(game: Game, kind: str, names: tuple[str, ...], at: Address) -> str:
    """What such a number is called."""
    plan, words = game.plan, game.words
    match kind, names:
        case "efforts", ():
            return _("Efforts in good faith that were turned down")
        case "capability", (name,):
            return _("Weight of {who}").format(who=words.name(plan.actor(name)))
        case "bad_faith", (observer, about):
            return words.quantity(kind, (plan.actor(observer), plan.actor(about)))
        case "type", (about, word):
            who = words.name(plan.actor(about))
            return _("Belief that {who} {what}").format(who=who, what=TYPE_WORDS[word])
        case "text", (table, issue):
            return _("{table}, the text on {issue}").format(
                table=game.scenario.tables[table].title, issue=game.scenario.issues[issue].title
            )
    return words.quantity(*at)


def _maker(game: Game, name: str) -> ElementPlan:
    """One of those who make the policy of the seat."""
    return next(one for one in game.plan.formations[game.seat_index] if one.id == name)


def _channel(plan: Plan, giver: str, to: str, name: str) -> int:
    """The row of a channel."""
    asked = (plan.actor(giver), plan.actor(to), name)
    every = ((channel.giver, channel.to, channel.name) for channel in plan.channels)
    return next(row for row, channel in enumerate(every) if channel == asked)


def _capital(game: Game, key: str, names: tuple[str, ...]) -> Quantity:
    """The capital of the seat, of which support at home grants so much a turn."""
    me = game.seat_index
    label = game.words.quantity("capital", (me,))
    inputs: tuple[Address, ...] = (("capital", (me,)), ("home", (me,)))
    return Quantity(key, "capital", label, inputs, ONES, lambda values: values[0])


def _share(game: Game, key: str, names: tuple[str, ...]) -> Quantity:
    """What one of those who make the seat's policy counts for; it never changes."""
    (name,) = names
    share = _maker(game, name).share
    title = game.scenario.actors[game.seat].formation[name].title
    label = _("What counts in your support at home: {who}").format(who=title)
    return Quantity(key, "share", label, (), formula=lambda values: share, names=names)


def _standing(game: Game, key: str, names: tuple[str, ...]) -> Quantity:
    """An actor's standing to act, from its own, the assigned and the borrowed."""
    (name,) = names
    at = game.plan.actor(name)
    label = _("Standing of {who} to act").format(who=game.words.name(at))
    inputs = tuple(("standing", (kind, at)) for kind in range(len(STANDINGS)))
    parts = tuple(key_of(kind, name) for kind in STANDINGS)
    return Quantity(key, "standing", label, inputs, HUNDREDTHS, _of_standings, parts, names)


def _of_standings(values: Sequence[float]) -> float:
    own, mandate, borrowed = (np.array([value]) for value in values)
    return float(legitimacy.standing(own, mandate, borrowed)[0])


def _leverage(game: Game, key: str, names: tuple[str, ...]) -> Quantity:
    """What one actor can give to or withhold from another, by all its channels."""
    plan, (giver, to) = game.plan, names
    rows = [
        row
        for row, channel in enumerate(plan.channels)
        if (plan.actors[channel.giver], plan.actors[channel.to]) == (giver, to)
    ]
    label = _("What {giver} can give to or withhold from {to}").format(
        giver=game.words.name(plan.actor(giver)), to=game.words.name(plan.actor(to))
    )
    parts = tuple(key_of("channel", giver, to, plan.channels[row].name) for row in rows)
    inputs = tuple(("channel", (row,)) for row in rows)
    return Quantity(key, "leverage", label, inputs, HUNDREDTHS, _flows, parts, names)


def _flows(values: Sequence[float]) -> float:
    return float(reservation.combined([np.array([value]) for value in values], 1)[0])


def _reservation(game: Game, key: str, names: tuple[str, ...]) -> Quantity:
    """What an actor can count on without an agreement, patrons and the cost of war included."""
    plan, world, (name,) = game.plan, game.picture.world, names
    actor = plan.actor(name)
    label = game.words.quantity("reservation", (actor,))
    base: Address = ("reservation", (actor,))
    if not world.on("patrons"):
        return Quantity(key, "reservation", label, (base,), names=names)
    rows = [row for row, channel in enumerate(plan.channels) if channel.to == actor]
    patrons, cost = world.constants.patronage, world.constants.war_cost

    def formula(values: Sequence[float]) -> float:
        own, war, *flows = values
        return float(
            reservation.reservation(
                np.array([own]), np.array([_flows(flows)]), np.array([war]), patrons, cost
            )[0]
        )

    inputs: tuple[Address, ...] = (
        base,
        ("war_cost", (actor,)),
        *(("channel", (row,)) for row in rows),
    )
    givers = [(plan.actors[plan.channels[row].giver], plan.channels[row].name) for row in rows]
    parts = (
        key_of("war_cost", name),
        *(key_of("channel", giver, name, channel) for giver, channel in givers),
    )
    return Quantity(key, "reservation", label, inputs, HUNDREDTHS, formula, parts, names)


_DERIVED: Final[Mapping[str, Callable[[Game, str, tuple[str, ...]], Quantity]]] = {
    "capital": _capital,
    "share": _share,
    "standing": _standing,
    "leverage": _leverage,
    "reservation": _reservation,
}
"""Numbers that follow from several of the state, or from none, by their kind."""
