"""The table: a text in the making, what each party would make of it, and how it can be laid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sim.catalogue import _, plural
from sim.desk.models.cast import Face, faces

if TYPE_CHECKING:
    from sim.game.forecast.acceptance import Chances, Estimate, Party
    from sim.game.game import Game
    from sim.game.view import Card, Stretch, Zone

STEP: Final = 0.05
DOTS: Final = 20


@dataclass(frozen=True, slots=True)
class Dots:
    """A chance as so many in twenty, with its range."""

    count: int
    low: int
    high: int

    @property
    def words(self) -> str:
        """The chance in words."""
        return _("{count} in {of}").format(count=self.count, of=DOTS)

    @property
    def range_words(self) -> str:
        """The range in words; nothing where there is none."""
        said = _("{low} to {high}")
        return "" if self.low == self.high else said.format(low=self.low, high=self.high)


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a party stands on an issue, 0..1: what it would like, and what it could bear.

    `reach` holds where it may, where it surely would, and again where it may; None where it would
    agree nowhere as things are.
    """

    face: Face
    ideal: float | None
    reach: tuple[float, float, float, float] | None


@dataclass(frozen=True, slots=True)
class Line:
    """An issue as a line from 0 to 1 with worded ends."""

    issue: str
    title: str
    low: str
    high: str
    place: float
    limits: tuple[float, float] | None
    """The stretch that the standing agreement allows."""
    last: float | None
    """Where the text that lies on the table has it."""
    stands: tuple[Stand, ...]
    zone: tuple[float, float] | None
    """Where all could meet, the rest of the text being as it lies."""
    apart: tuple[str, ...]
    """Who keeps it from opening."""
    note: str
    cites: tuple[str, ...]
    ledger: str = ""
    """The account of where the text that lies on the table stands; empty while none does."""

    @property
    def inside(self) -> bool:
        """Whether the place lies within the limits."""
        return self.limits is None or self.limits[0] - 1e-9 <= self.place <= self.limits[1] + 1e-9

    @property
    def room(self) -> str:
        """Whether there is room for agreement, in words."""
        if self.zone is not None:
            low, high = (round(100 * place) for place in self.zone)
            if low == high:
                return _("room at {place}").format(place=low)
            return _("room {low}\N{EN DASH}{high}").format(low=low, high=high)
        return _("no room: {who}").format(who=_names(list(self.apart))) if self.apart else ""


@dataclass(frozen=True, slots=True)
class PartyRow:
    """How a party would take the text."""

    face: Face
    role: str
    chance: Dots
    stops: bool
    """Whether it would more likely than not stop the text on its own."""
    word: str
    reason: str


@dataclass(frozen=True, slots=True)
class Preset:
    """A text to start from."""

    id: str
    title: str
    about: str
    text: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Route:
    """A move that lays the text, or has it decided."""

    move: str
    to: str | None
    title: str
    cost: int
    legal: bool
    why_not: str
    reason: str
    planned: bool


@dataclass(frozen=True, slots=True)
class TableView:
    """A table with a text in the making."""

    id: str
    title: str
    how: str
    """How the table decides, in a sentence."""
    lies: str
    """What lies on it."""
    lines: tuple[Line, ...]
    parties: tuple[PartyRow, ...]
    passes: Dots
    verdict: str
    outside: tuple[str, ...]
    """Titles of the issues on which the text leaves the standing agreement."""
    presets: tuple[Preset, ...]
    routes: tuple[Route, ...]
    """Moves that lay the text."""
    calls: tuple[Route, ...]
    """Moves that have the table decide."""


_PRESETS: Final = {
    "last": (_("Last text"), _("As it lies on the table")),
    "inside": (_("Inside the limits"), _("The most they want that the standing agreement allows")),
    "compromise": (
        _("Compromise"),
        _("Their wishes, weighed by what they have and how much they care"),
    ),
    "own": (_("Own wish"), _("What you would like best")),
}
_PROCEDURES: Final = {
    "signatures": _("Every member must sign"),
    "consensus": _("It passes unless a member objects"),
    "council_vote": _("It takes {needed} votes, and no veto"),
    "sides": _("On each side one must sign"),
    "quota": _("Those in favour must have {needed} seats"),
}
_ROLES: Final = {"signs": _("has to sign"), "consents": _("may object"), "votes": _("votes")}
_SURE: Final = (
    (0.85, _("almost sure")),
    (0.6, _("likely")),
    (0.4, _("open")),
    (0.15, _("unlikely")),
)


def procedure_words(procedure: str, needed: int) -> str:
    """How a table decides; `needed` is how many votes or seats a text must have, if any count."""
    return _PROCEDURES[procedure].format(needed=needed)


def build_table(
    game: Game,
    table: str,
    text: Mapping[str, float],
    estimate: Estimate,
    zones: Sequence[Zone] = (),
    cards: Sequence[Card] | None = None,
) -> TableView:
    """What the table shows for a text.

    Args:
        game: Read for words, limits and what the seat knows.
        table: Its id.
        text: Places by issue, 0..1.
        estimate: What the game makes of that text.
        zones: Where the parties could meet, by issue.
        cards: The seat's cards as they stand, where a caller has them already.
    """
    plan, scenario = game.plan.table(table), game.scenario
    spec, cast = scenario.tables[table], faces(scenario)
    lies = last_text(game, table)
    meet = {zone.issue: zone for zone in zones}
    lines = tuple(
        _line(game, table, issue, place, lies, cast, meet.get(issue))
        for issue, place in text.items()
    )
    how = procedure_words(spec.procedure, spec.needed or 0)
    if plan.assent:
        who = _names([cast[game.plan.actors[actor]].name for actor in plan.assent])
        how = _("{how}; {who} may object").format(how=how, who=who)
    cards = game.legal() if cards is None else cards
    return TableView(
        id=table,
        title=spec.title,
        how=how + ".",
        lies=_("A text lies on the table.") if lies else _("No text lies on the table yet."),
        lines=lines,
        parties=tuple(
            _party(game, party, cast)
            for party in sorted(estimate.parties, key=lambda party: -party.stops.mean)
        ),
        passes=dots(estimate.passes),
        verdict=_verdict(estimate, cast),
        outside=tuple(line.title for line in lines if not line.inside),
        presets=presets(game, table),
        routes=tuple(_route(card) for card in cards if card.drafts == table),
        calls=tuple(_route(card) for card in cards if card.calls == table and not card.drafts),
    )


def last_text(game: Game, table: str) -> dict[str, float]:
    """The text that lies on a table by issue; empty where there is none."""
    from sim.game.moves import usual_text

    index = game.plan.table(table).index
    drafted = bool(game.picture.world.drafted[index, 0])
    return usual_text(game, index) if drafted else {}


def presets(game: Game, table: str) -> tuple[Preset, ...]:
    """Texts to start from, without those that are the same as one before."""
    from sim.game.moves import suggestions

    found = suggestions(game, game.plan.table(table).index)
    if not last_text(game, table):
        found.pop("last", None)
    issues = game.scenario.tables[table].issues
    if not any(game.scenario.issues[issue].framework for issue in issues):
        found.pop("inside", None)
    seen: list[dict[str, float]] = []
    made = []
    for name, (title, about) in _PRESETS.items():
        if name in found and found[name] not in seen:
            seen.append(found[name])
            made.append(Preset(name, title, about, tuple(found[name].items())))
    return tuple(made)


def dots(chances: Chances) -> Dots:
    """A chance in twentieths; what is possible at all is never shown as none."""
    return Dots(*(round(value * DOTS) for value in (chances.mean, chances.low, chances.high)))


def _line(
    game: Game,
    table: str,
    issue: str,
    place: float,
    lies: Mapping[str, float],
    cast: Mapping[str, Face],
    zone: Zone | None,
) -> Line:
    spec = game.scenario.issues[issue]
    column = game.plan.issues.index(issue)
    plan = game.plan.table(table)
    stretches = {one.actor: one for one in zone.stretches} if zone is not None else {}
    stands = []
    for actor in dict.fromkeys((*plan.members, *plan.assent, game.seat_index)):
        name = game.plan.actors[actor]
        ideal = None
        if issue in game.scenario.actors[name].positions:
            ideal = game.picture.band("ideal", actor, column).best
        reach = _reach(stretches.get(name))
        if ideal is not None or reach is not None:
            stands.append(Stand(cast[name], ideal, reach))
    limits = (spec.framework[0], spec.framework[1]) if spec.framework else None
    return Line(
        issue=issue,
        title=spec.title,
        low=spec.low,
        high=spec.high,
        place=place,
        limits=limits,
        last=lies.get(issue),
        stands=tuple(stands),
        zone=None if zone is None else zone.zone,
        apart=tuple(cast[name].name for name in (zone.apart or ())) if zone is not None else (),
        note=spec.note or "",
        cites=tuple(spec.cite),
        ledger=f"text:{table}:{issue}" if lies else "",
    )


def _reach(stretch: Stretch | None) -> tuple[float, float, float, float] | None:
    """A stretch with its unsure ends; what is nowhere sure is unsure up to its middle."""
    if stretch is None or stretch.maybe is None:
        return None
    low, high = stretch.maybe
    inner = stretch.sure or stretch.fair or ((low + high) / 2, (low + high) / 2)
    return (min(low, inner[0]), inner[0], inner[1], max(high, inner[1]))


def _party(game: Game, party: Party, cast: Mapping[str, Face]) -> PartyRow:
    mean = party.accepts.mean
    role = _ROLES[party.role]
    if party.veto and party.role == "votes":
        role = _("has a veto")
    members = game.scenario.actors[party.actor].members
    if members > 1:
        role = _("{count} votes").format(count=members)
    return PartyRow(
        face=cast[party.actor],
        role=role,
        chance=dots(party.accepts),
        stops=party.stops.mean >= 0.5,
        word=next((word for least, word in _SURE if mean >= least), _("hardly")),
        reason=_reason(game, party),
    )


def _reason(game: Game, party: Party) -> str:
    """What speaks most on the side it leans to."""
    for_it = party.accepts.mean >= 0.5
    words = game.words
    grounds = [
        (rule, amount)
        for rule, amount in party.grounds
        if (amount > 0) == for_it and rule != "threshold"
    ]
    if not grounds:
        return ""
    rule = grounds[0][0]
    said = words.ground(rule, game.seat_index, game.plan.actor(party.actor))
    if rule == "text" and party.sore is not None and not for_it:
        title = game.scenario.issues[party.sore].title
        said = _("{ground}, above all on: {issue}").format(ground=said, issue=title)
    return (_("For it: {ground}") if for_it else _("Against it: {ground}")).format(ground=said)


def _verdict(estimate: Estimate, cast: Mapping[str, Face]) -> str:
    blockers = [cast[party.actor].name for party in estimate.blockers]
    if blockers:
        stand = plural("{who} stands in the way.", "{who} stand in the way.", len(blockers))
        return stand.format(who=_names(blockers))
    if estimate.passes.mean >= 0.5:
        return _("Nobody is likely to stop it.")
    return _("No single party stands in the way; together they may.")


def _route(card: Card) -> Route:
    return Route(
        card.move,
        card.to,
        card.title,
        card.cost,
        card.legal,
        card.why_not,
        card.reason,
        card.planned,
    )


def _names(names: list[str]) -> str:
    if len(names) == 1:
        return names[0]
    return _("{some} and {last}").format(some=", ".join(names[:-1]), last=names[-1])
