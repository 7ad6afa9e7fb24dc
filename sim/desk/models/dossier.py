"""What a seat knows of an actor: who it is, how it stands, what it wants, what it has done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from sim.desk.models.cast import Face, faces
from sim.desk.models.facts import uses
from sim.desk.models.title import day

if TYPE_CHECKING:
    from sim.game.game import Game
    from sim.game.picture import Band
    from sim.game.view import ActorView, SeatView
    from sim.scenario.load import Loaded

_KINDS: Final = {"faction": "Party", "power": "Power", "institution": "Institution"}
_DONE: Final = {
    "joined": "Came in as a partner",
    "declined": "Declined to come in",
    "attended": "Came to the table",
    "stayed_away": "Was asked to come and stayed away",
    "spoke": "Said in private what it wants",
    "acquiesced": "Gave its nod",
    "objected": "Objected in public",
    "acted": "Acted as it was asked",
    "refused": "Would not act as it was asked",
    "accepted": "Accepted the text",
    "rejected": "Rejected the text",
    "abstained": "Abstained",
    "vetoed": "Cast its veto",
    "complied": "Kept its word",
    "broke_off": "Broke off",
    "recalled": "Called its people home",
    "consulted": "Was told beforehand",
}
_STEPS: Final = {"acted": "Took the step", "refused": "Refused the step"}
TYPE_WORDS: Final = (
    ("none", "keeps a fair agreement"),
    ("limited", "has narrow aims that can be met"),
    ("greedy", "wants more the less it is held"),
    ("total", "wants all, and keeps no bargain"),
)
_CARES: Final = ((0.75, "cares most"), (0.55, "cares much"), (0.35, "cares"), (0.0, "cares little"))


@dataclass(frozen=True, slots=True)
class Measure:
    """A number of an actor as far as the seat knows it, 0..1, with a word."""

    name: str
    low: float
    best: float
    high: float
    word: str = ""
    help: str = ""


@dataclass(frozen=True, slots=True)
class TypeShare:
    """How far the seat holds an actor for one of the hidden types."""

    name: str
    about: str
    share: float


@dataclass(frozen=True, slots=True)
class Want:
    """What an actor would like on an issue."""

    issue: str
    low_word: str
    high_word: str
    low: float
    ideal: float
    high: float
    cares: str


@dataclass(frozen=True, slots=True)
class Done:
    """Something that an actor decided, with its date."""

    date: str
    text: str


@dataclass(frozen=True, slots=True)
class Cite:
    """A fact that the scenario cites for an actor."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that the seat knows of an actor."""

    face: Face
    name: str
    kind: str
    leader: str
    about: str
    you: bool
    tags: tuple[str, ...]
    measures: tuple[Measure, ...]
    types: tuple[TypeShare, ...]
    wants: tuple[Want, ...]
    done: tuple[Done, ...]
    cites: tuple[Cite, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """An actor in the list."""

    face: Face
    word: str


def actor_rows(game: Game, view: SeatView) -> tuple[Row, ...]:
    """All actors with their stance, the seat first."""
    cast = faces(game.scenario)
    found = [Row(cast[one.id], "you" if one.me else one.stance_word) for one in view.actors]
    return tuple(sorted(found, key=lambda row: row.word != "you"))


def build_dossier(
    game: Game, view: SeatView, actor: str, used: Mapping[str, Sequence[str]] | None = None
) -> Dossier:
    """The dossier of an actor; `used` is what `uses` finds, where a caller has it already.

    Raises:
        KeyError: There is no such actor.
    """
    one, spec = view.actor(actor), game.scenario.actors[actor]
    belief = next((b for b in view.beliefs if b.subject == actor), None)
    shares = () if belief is None else (belief.none, belief.limited, belief.greedy, belief.total)
    return Dossier(
        face=faces(game.scenario)[actor],
        name=spec.name,
        kind=_KINDS[spec.kind],
        leader=spec.leader or "",
        about=spec.about or "",
        you=one.me,
        tags=tuple(_tags(one)),
        measures=tuple(_measures(game, view, one)),
        types=tuple(
            TypeShare(name, about, share)
            for (name, about), share in zip(TYPE_WORDS, shares, strict=False)
        ),
        wants=tuple(_wants(view, actor)),
        done=tuple(_done(game, one)),
        cites=tuple(_cites(game.loaded, actor, uses(game.scenario) if used is None else used)),
    )


def _tags(one: ActorView) -> Iterator[str]:
    if one.me:
        yield "you"
    if one.mediator:
        yield "mediator"
    if one.consulted:
        yield "told beforehand"


def _measures(game: Game, view: SeatView, one: ActorView) -> Iterator[Measure]:
    yield _measure("Stance on the initiative", one.stance, one.stance_word)
    if one.trusts_me is not None:
        yield _measure("Trusts you", one.trusts_me)
    if one.trusted is not None:
        yield Measure("You trust it", one.trusted, one.trusted, one.trusted)
    if one.known is not None:
        yield Measure(
            "What you know of it", one.known, one.known, one.known, help="Listening sharpens bands."
        )
    if one.me:
        yield from _makers(view)
    yield _measure("Standing", one.legitimacy)
    yield _measure("Weight", one.capability)
    if one.war_cost.high > 0.1:
        yield _measure("What going on costs it", one.war_cost)
    if game.scenario.actors[one.id].spoiler is not None:
        yield _measure("Has without a deal", one.reservation)
    for subject, band in one.bad_faith:
        name = game.scenario.actors[subject].short
        yield _measure(f"Sees bad faith: {name}", band)


def _makers(view: SeatView) -> Iterator[Measure]:
    """Who makes the seat's policy, and its leader's commitment."""
    for one in view.formation:
        weight = f"Counts for {round(100 * one.share)} in 100 of your support at home."
        yield Measure(one.title, one.support, one.support, one.support, one.leans, weight)
    if view.resolve:
        word = "public commitment"
        yield Measure("Your leader", view.resolve, view.resolve, view.resolve, word)


def _measure(name: str, band: Band, word: str = "") -> Measure:
    return Measure(name, band.low, band.best, band.high, word)


def _wants(view: SeatView, actor: str) -> Iterator[Want]:
    for issue in view.issues:
        for position in issue.positions:
            if position.actor == actor:
                ideal, weight = position.ideal, position.salience.best
                cares = next(word for least, word in _CARES if weight >= least)
                yield Want(
                    issue.title, issue.low, issue.high, ideal.low, ideal.best, ideal.high, cares
                )


def _done(game: Game, one: ActorView) -> Iterator[Done]:
    for fact in sorted(one.facts, key=lambda fact: fact.turn):
        text = _DONE.get(fact.fact, fact.fact.replace("_", " "))
        if fact.step is not None:
            text = f"{_STEPS[fact.fact]}: {fact.step_title}"
        if fact.table is not None:
            text += f" ({game.scenario.tables[fact.table].title})"
        yield Done(day(date.fromisoformat(fact.date)), text)


def _cites(loaded: Loaded, actor: str, used: Mapping[str, Sequence[str]]) -> Iterator[Cite]:
    """Facts that the scenario cites for the actor itself, in order."""
    short = loaded.scenario.actors[actor].short
    for name, fact in loaded.facts.items():
        about = used.get(name, ())
        if any(said.startswith(f"Actor: {short}") for said in about):
            yield Cite(name, fact.title, fact.text)
