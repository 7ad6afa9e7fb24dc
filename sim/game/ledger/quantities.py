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
from sim.model.ledger import Address
from sim.model.rules import legitimacy, reservation
from sim.scenario.form.coding import TYPES
from sim.scenario.text.suggest import did_you_mean

if TYPE_CHECKING:
    from sim.game.game import Game

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
    plan, me, words = game.plan, game.seat_index, game.words
    actor = {name: index for index, name in enumerate(plan.actors)}

    def plain(at: Address, label: str = "") -> Quantity:
        told = label or words.quantity(at[0], at[1])
        return Quantity(key, kind, told, (at,), names=names)

    match kind, names:
        case "capital", _none:
            label = words.quantity("capital", (me,))
            inputs: tuple[Address, ...] = (("capital", (me,)), ("home", (me,)))
            return Quantity(key, kind, label, inputs, ONES, lambda values: values[0])
        case (("home" | "resolve"), _none):
            return plain((kind, (me,)))
        case "efforts", _none:
            label = _("Efforts in good faith that were turned down")
            return Quantity(key, kind, label, (("efforts", ()),), ONES)
        case (("backing" | "share"), (name,)):
            one = next(one for one in plan.formations[me] if one.id == name)
            title = game.scenario.actors[game.seat].formation[name].title
            if kind == "backing":
                return plain(("backing", (one.row,)))
            label = _("What counts in your support at home: {who}").format(who=title)
            return Quantity(key, kind, label, (), formula=lambda values: one.share, names=names)
        case "standing", (name,):
            at = actor[name]
            three = tuple(("standing", (k, at)) for k in range(3))
            label = _("Standing of {who} to act").format(who=words.name(at))
            parts = tuple(key_of(k, name) for k in STANDINGS)
            return Quantity(key, kind, label, three, HUNDREDTHS, _standing, parts, names)
        case (("standing_own" | "standing_mandate" | "standing_borrowed"), (name,)):
            return plain(("standing", (STANDINGS.index(kind), actor[name])))
        case "reservation", (name,):
            return _reservation(game, key, name)
        case "knowledge", (name,):
            return plain(("knowledge", (me, actor[name])))
        case (("stance" | "capability" | "war_cost" | "guarantee" | "aid"), (name,)):
            weight = _("Weight of {who}").format(who=words.name(actor[name]))
            return plain((kind, (actor[name],)), weight if kind == "capability" else "")
        case (("trust" | "rapport"), (one_id, other)):
            return plain((kind, (actor[one_id], actor[other])))
        case "leverage", (giver, to):
            return _leverage(game, key, giver, to)
        case "channel", (giver, to, name):
            row = next(
                row
                for row, channel in enumerate(plan.channels)
                if (channel.giver, channel.to, channel.name) == (actor[giver], actor[to], name)
            )
            return plain(("channel", (row,)))
        case "bad_faith", (observer, about):
            row = plan.subjects.index(actor[about])
            label = words.quantity("bad_faith", (actor[observer], actor[about]))
            return plain(("bad_faith", (actor[observer], row)), label)
        case "type", (about, word):
            row = plan.subjects.index(actor[about])
            label = _("Belief that {who} {what}").format(
                who=words.name(actor[about]), what=_TYPE_WORDS[word]
            )
            return plain(("type", (me, row, TYPES.index(word))), label)
        case (("ideal" | "salience"), (name, issue)):
            return plain((kind, (actor[name], plan.issues.index(issue))))
        case "text", (table, issue):
            at_text = (plan.table(table).index, plan.issues.index(issue))
            titles = {
                "table": game.scenario.tables[table].title,
                "issue": game.scenario.issues[issue].title,
            }
            return plain(("text", at_text), _("{table}, the text on {issue}").format(**titles))
    raise AssertionError(key)


_TYPE_WORDS: Final = {
    "none": _("keeps a fair agreement"),
    "limited": _("has narrow aims that can be met"),
    "greedy": _("wants more the less it is held"),
    "total": _("wants all, and keeps no bargain"),
}


def _standing(values: Sequence[float]) -> float:
    own, mandate, borrowed = (np.array([value]) for value in values)
    return float(legitimacy.standing(own, mandate, borrowed)[0])


def _leverage(game: Game, key: str, giver: str, to: str) -> Quantity:
    plan = game.plan
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
    return Quantity(key, "leverage", label, inputs, HUNDREDTHS, _flows, parts, (giver, to))


def _flows(values: Sequence[float]) -> float:
    return float(reservation.combined([np.array([value]) for value in values], 1)[0])


def _reservation(game: Game, key: str, name: str) -> Quantity:
    """What an actor can count on without an agreement, patrons and the cost of war included."""
    plan, world = game.plan, game.picture.world
    actor = plan.actor(name)
    label = game.words.quantity("reservation", (actor,))
    base: Address = ("reservation", (actor,))
    if not world.on("patrons"):
        return Quantity(key, "reservation", label, (base,), names=(name,))
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
    return Quantity(key, "reservation", label, inputs, HUNDREDTHS, formula, parts, (name,))
