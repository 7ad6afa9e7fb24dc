"""Where a number began: as it was coded, in what range, and what that rests on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, Literal

from sim.catalogue import _
from sim.model.formation import forms
from sim.model.ledger import Address
from sim.scenario.form.coding import WORDS, Level, Spoiler

if TYPE_CHECKING:
    from sim.game.game import Game
    from sim.game.ledger.quantities import Quantity

Basis = Literal["cited", "assumed", "derived", "given"]
"""A fact is cited for it; it is a stated judgement; it follows from others; the rules give it."""


@dataclass(frozen=True)
class Opening:
    """A number before the first turn, in the units in which it is shown."""

    value: float
    """As coded or reckoned, from `low` to `high`."""
    low: float
    high: float
    basis: Basis
    words: str
    """How it was coded, in a sentence."""
    why: str
    """What was assumed, and why; or the source's own term."""
    cites: tuple[str, ...]


def opening(game: Game, quantity: Quantity) -> Opening:
    """How a number was coded before the first turn."""
    if quantity.kind == "share":
        return _share(game, quantity)
    if quantity.kind == "home" and forms(game.picture.world, game.seat_index):
        return _formed(game)
    found = [_coded(game, address) for address in quantity.inputs]
    if quantity.kind == "capital":
        found = found[:1]
    if len(found) == 1:
        return found[0]
    values = quantity.of([one.value for one in found])
    ends = _ends(quantity, found)
    return Opening(
        value=values,
        low=min(ends),
        high=max(ends),
        basis="derived",
        words=_DERIVED[quantity.kind],
        why="",
        cites=tuple(dict.fromkeys(cite for one in found for cite in one.cites)),
    )


def _ends(quantity: Quantity, found: list[Opening]) -> tuple[float, float]:
    """The ends of a derived number: a higher cost of war lowers what one can count on."""
    turned = quantity.kind == "reservation"
    low = [one.high if turned and row == 1 else one.low for row, one in enumerate(found)]
    high = [one.low if turned and row == 1 else one.high for row, one in enumerate(found)]
    return quantity.of(low), quantity.of(high)


_DERIVED: Final = {
    "standing": _(
        "Own standing, mandate and borrowed standing together: each adds to what the others leave."
    ),
    "leverage": _("All its channels together: each adds to what the others leave."),
    "reservation": _(
        "What it has of its own, more by what its patrons send, less by what going on costs it."
    ),
}


def _share(game: Game, quantity: Quantity) -> Opening:
    value = quantity.value({})
    spec = game.scenario.actors[game.seat].formation[quantity.names[0]]
    basis, why, cites = _basis(spec.cite, spec.assumed)
    words = _("Its weight among those who make your policy.")
    return Opening(value, value, value, basis, words, why, cites)


def _formed(game: Game) -> Opening:
    """Support at home of a seat whose policy several make: their mean, each by its share."""
    elements = game.plan.formations[game.seat_index]
    found = [(one.share, _coded(game, ("backing", (one.row,)))) for one in elements]
    value, low, high = (
        sum(share * place for share, place in ends)
        for ends in (
            [(share, one.value) for share, one in found],
            [(share, one.low) for share, one in found],
            [(share, one.high) for share, one in found],
        )
    )
    words = _("The mean of those who make your policy, each by its weight.")
    cites = tuple(dict.fromkeys(cite for _share, one in found for cite in one.cites))
    return Opening(value, low, high, "derived", words, "", cites)


def _coded(game: Game, address: Address) -> Opening:
    name, at = address
    if name == "backing" and game.plan.elements[at[0]].ally is not None:
        ally = game.plan.elements[at[0]].ally
        assert ally is not None
        found = _coded(game, ("stance", (ally,)))
        words = _("It is where {who} stands. {words}").format(
            who=game.words.name(ally), words=found.words
        )
        return replace(found, words=words)
    if name in ("bad_faith", "type"):
        return _belief(game, name, at)
    if name == "capital":
        points = float(game.scenario.capital.per_turn)
        words = _("What every turn begins with, by the scenario.")
        return Opening(points, points, points, "given", words, "", ())
    if name == "text":
        return _laid_before(game, at)
    coded_as = _parameter(game, name, at)
    if coded_as is None:
        words = _("The game begins without any.")
        return Opening(0.0, 0.0, 0.0, "given", words, "", ())
    path, level = coded_as
    coded, spec = _walk(game, path)
    cites = [*getattr(coded, "cite", ()), *getattr(spec, "cite", ())]
    why = getattr(coded, "assumed", None) or getattr(spec, "assumed", None)
    basis, told, facts = _basis(cites, why)
    term = getattr(coded, "word", None)
    if term and not told:
        told = _('The source says: "{term}".').format(term=term)
    words = _level_words(getattr(coded, "value", coded), level)
    if path.startswith("defaults."):
        words = _("Nothing is coded for these two; {words}").format(
            words=words[0].lower() + words[1:]
        )
    return Opening(*level, basis, words, told, facts)


def _basis(cites: Any, assumed: str | None) -> tuple[Basis, str, tuple[str, ...]]:
    facts = tuple(dict.fromkeys(cites or ()))
    return ("cited" if facts else "assumed"), assumed or "", facts


def _level_words(value: Any, level: Level) -> str:
    said = {word: _WORDS[word] for word in WORDS}
    places = {
        "value": round(100 * level.value),
        "low": round(100 * level.low),
        "high": round(100 * level.high),
        "word": said.get(value, "") if isinstance(value, str) else "",
    }
    if level.low == level.high:
        return _("Coded as {value}.").format(**places)
    if places["word"]:
        return _("Coded as {word}, {value}; it may be {low} to {high}.").format(**places)
    return _("Coded as {value}; it may be {low} to {high}.").format(**places)


_WORDS: Final = {
    "none": _("none"),
    "very-low": _("very low"),
    "low": _("low"),
    "middling": _("middling"),
    "good": _("good"),
    "high": _("high"),
}


def _parameter(game: Game, name: str, at: tuple[int, ...]) -> tuple[str, Level] | None:
    """The coded number that fills a place: the last that does, or the default of all pairs."""
    found = None
    for one in game.plan.parameters:
        if one.array != name:
            continue
        turned = name == "rapport" and one.index[::-1] == at
        if one.index in ((), at) or turned:
            found = (one.path, one.level)
    return found


def _walk(game: Game, path: str) -> tuple[Any, Any]:
    """What a dotted path of the scenario leads to, and what it stands in."""
    above: Any = None
    here: Any = game.scenario
    for step in path.split("."):
        above, here = here, here[step] if isinstance(here, dict) else getattr(here, step)
    return here, above


def _belief(game: Game, name: str, at: tuple[int, ...]) -> Opening:
    observer, row = at[:2]
    subject = game.plan.actors[game.plan.subjects[row]]
    spoiler = game.scenario.actors[subject].spoiler
    own = game.scenario.beliefs.get(game.plan.actors[observer], {}).get(subject)
    spec: Spoiler | None = own or spoiler
    assert spec is not None
    shares = spec.shares()
    value = shares[2] + shares[3] if name == "bad_faith" else shares[at[2]]
    basis, why, cites = _basis(spec.cite, spec.assumed)
    words = _("What could be believed of it before the first turn.")
    return Opening(value, value, value, basis, words, why, cites)


def _laid_before(game: Game, at: tuple[int, ...]) -> Opening:
    table, issue = game.plan.tables[at[0]], at[1]
    if table.text is None:
        words = _("No text lay on the table as the game began.")
        return Opening(0.0, 0.0, 0.0, "given", words, "", ())
    value = table.text[table.issues.index(issue)]
    words = _("The text that lay on the table as the game began.")
    cites = tuple(game.scenario.tables[table.id].cite)
    return Opening(value, value, value, "cited" if cites else "assumed", words, "", cites)
