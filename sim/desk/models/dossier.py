"""What a seat knows of an actor: who it is, how it stands, what it wants, what it has done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Final

from sim.catalogue import _
from sim.desk.models.cast import KINDS, Face, faces
from sim.desk.models.facts import uses
from sim.desk.models.network import guess
from sim.desk.models.title import day
from sim.game.words import TYPE_WORDS

if TYPE_CHECKING:
    from sim.game.bands import Band
    from sim.game.game import Game
    from sim.game.view import ActorView, SeatView
    from sim.scenario.load import Loaded

_DONE: Final = {
    "joined": _("Came in as a partner"),
    "declined": _("Declined to come in"),
    "attended": _("Came to the table"),
    "stayed_away": _("Was asked to come and stayed away"),
    "spoke": _("Said in private what it wants"),
    "acquiesced": _("Gave its nod"),
    "objected": _("Objected in public"),
    "acted": _("Acted as it was asked"),
    "refused": _("Would not act as it was asked"),
    "accepted": _("Accepted the text"),
    "rejected": _("Rejected the text"),
    "abstained": _("Abstained"),
    "vetoed": _("Cast its veto"),
    "complied": _("Kept its word"),
    "broke_off": _("Broke off"),
    "recalled": _("Called its people home"),
    "consulted": _("Was told beforehand"),
}
_STEPS: Final = {"acted": _("Took the step: {step}"), "refused": _("Refused the step: {step}")}
_CARES: Final = (
    (0.75, _("cares most")),
    (0.55, _("cares much")),
    (0.35, _("cares")),
    (0.0, _("cares little")),
)


@dataclass(frozen=True, slots=True)
class Measure:
    """A number of an actor as far as the seat knows it, 0..1, with a word."""

    name: str
    low: float
    best: float
    high: float
    word: str = ""
    help: str = ""
    ledger: str = ""
    """The key of its account."""

    @property
    def words(self) -> str:
        """The best guess, and between what it lies, in points of a hundred."""
        return guess(self.best, self.low, self.high)


@dataclass(frozen=True, slots=True)
class TypeShare:
    """How far the seat holds an actor for one of the hidden types."""

    name: str
    about: str
    share: float
    ledger: str = ""


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
    ledger: str = ""
    """The account of what it would like ..."""
    weight: str = ""
    """... and of how much it cares."""


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
    found = [Row(cast[one.id], _("you") if one.me else one.stance_word) for one in view.actors]
    return tuple(sorted(found, key=lambda row: row.word != _("you")))


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
        kind=KINDS[spec.kind],
        leader=spec.leader or "",
        about=spec.about or "",
        you=one.me,
        tags=tuple(_tags(one)),
        measures=tuple(_measures(game, view, one)),
        types=tuple(
            TypeShare(name, about, share, f"type:{actor}:{name}")
            for (name, about), share in zip(TYPE_WORDS.items(), shares, strict=False)
        ),
        wants=tuple(_wants(view, actor)),
        done=tuple(_done(game, one)),
        cites=tuple(_cites(game.loaded, actor, uses(game.scenario) if used is None else used)),
    )


def _tags(one: ActorView) -> Iterator[str]:
    if one.me:
        yield _("you")
    if one.mediator:
        yield _("mediator")
    if one.consulted:
        yield _("told beforehand")


def _measures(game: Game, view: SeatView, one: ActorView) -> Iterator[Measure]:
    me, it = view.seat, one.id
    yield _measure(_("Stance on the initiative"), one.stance, f"stance:{it}", one.stance_word)
    if one.trusts_me is not None:
        yield _measure(_("Trusts you"), one.trusts_me, f"trust:{it}:{me}")
    if one.trusted is not None:
        yield _exactly(_("You trust it"), one.trusted, f"trust:{me}:{it}")
    if one.known is not None:
        known = _exactly(_("What you know of it"), one.known, f"knowledge:{it}")
        yield replace(known, help=_("Listening sharpens bands."))
    if one.me:
        yield _exactly(_("Support at home"), view.home, "home", view.home_word)
        yield from _makers(view)
    yield _measure(_("Standing"), one.legitimacy, f"standing:{it}")
    yield _measure(_("Weight"), one.capability, f"capability:{it}")
    if one.war_cost.high > _LITTLE:
        yield _measure(_("What going on costs it"), one.war_cost, f"war_cost:{it}")
    if game.scenario.actors[it].spoiler is not None:
        yield _measure(_("Has without a deal"), one.reservation, f"reservation:{it}")
    if one.guarantee:
        yield _exactly(_("Guaranteed by others"), one.guarantee, f"guarantee:{it}")
    if one.aid:
        yield _exactly(_("Aid held out to it"), one.aid, f"aid:{it}")
    for subject, band in one.bad_faith:
        name = game.scenario.actors[subject].short
        said = _("Sees bad faith: {who}").format(who=name)
        yield _measure(said, band, f"bad_faith:{it}:{subject}")


_LITTLE: Final = 0.1


def _makers(view: SeatView) -> Iterator[Measure]:
    """Who makes the seat's policy, and its leader's commitment."""
    for one in view.formation:
        weight = _("Counts for {points} in 100 of your support at home.").format(
            points=round(100 * one.share)
        )
        made = _exactly(one.title, one.support, f"backing:{one.id}", one.leans)
        yield replace(made, help=weight)
    if view.resolve:
        yield _exactly(_("Your leader"), view.resolve, "resolve", _("public commitment"))


def _exactly(name: str, value: float, ledger: str, word: str = "") -> Measure:
    return Measure(name, value, value, value, word, ledger=ledger)


def _measure(name: str, band: Band, ledger: str, word: str = "") -> Measure:
    return Measure(name, band.low, band.best, band.high, word, ledger=ledger)


def _wants(view: SeatView, actor: str) -> Iterator[Want]:
    for issue in view.issues:
        for position in issue.positions:
            if position.actor == actor:
                ideal, weight = position.ideal, position.salience.best
                cares = next(word for least, word in _CARES if weight >= least)
                yield Want(
                    issue=issue.title,
                    low_word=issue.low,
                    high_word=issue.high,
                    low=ideal.low,
                    ideal=ideal.best,
                    high=ideal.high,
                    cares=f"{cares} {round(100 * weight)}",
                    ledger=f"ideal:{actor}:{issue.id}",
                    weight=f"salience:{actor}:{issue.id}",
                )


def _done(game: Game, one: ActorView) -> Iterator[Done]:
    for fact in sorted(one.facts, key=lambda fact: fact.turn):
        text = _DONE.get(fact.fact, fact.fact.replace("_", " "))
        if fact.step is not None:
            text = _STEPS[fact.fact].format(step=fact.step_title)
        if fact.table is not None:
            title = game.scenario.tables[fact.table].title
            text = _("{deed} ({table})").format(deed=text, table=title)
        yield Done(day(date.fromisoformat(fact.date)), text)


def _cites(loaded: Loaded, actor: str, used: Mapping[str, Sequence[str]]) -> Iterator[Cite]:
    """Facts that the scenario cites for the actor itself, in order."""
    short = loaded.scenario.actors[actor].short
    for name, fact in loaded.facts.items():
        about = used.get(name, ())
        if any(said.startswith(_("Actor: {name}").format(name=short)) for said in about):
            yield Cite(name, fact.title, fact.text)
