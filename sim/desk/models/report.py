"""The report of a turn as it is shown: the summary, what was done, what changed and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from sim.catalogue import _
from sim.dates import month
from sim.desk.models.bet import settled_words
from sim.desk.models.cast import Face, faces
from sim.desk.models.title import day

if TYPE_CHECKING:
    from sim.game.game import Game
    from sim.game.report import Change, Entry, TurnReport


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that was done, in the scenario's words."""

    kind: str
    face: Face | None
    text: str
    why: str
    answer: str
    """"Yes" or "No" for an answer, else nothing."""
    cites: tuple[str, ...]
    yes: bool | None = None
    """The same as a truth."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One signed part of a change."""

    points: int
    rule: str
    source: str
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shift:
    """A number that moved, in whole points, with reasons that add up to it."""

    label: str
    before: int
    after: int
    points: int
    face: Face | None
    own: bool
    reasons: tuple[Reason, ...]
    seen: Face | None = None
    """Of a belief in somebody's bad faith: that party."""

    @property
    def causes(self) -> str:
        """What moved it, weightiest first, each named once."""
        ranked = sorted(self.reasons, key=lambda reason: -abs(reason.points))
        names = list(dict.fromkeys(reason.source for reason in ranked))
        if len(names) > 2:
            shape = _("{names} and {count} more")
            return shape.format(names="; ".join(names[:2]), count=len(names) - 2)
        return "; ".join(names)


@dataclass(frozen=True, slots=True)
class Crowd:
    """Others whose belief in a party's bad faith moved, the most moved first."""

    seen: Face
    shifts: tuple[Shift, ...]

    @property
    def points(self) -> int:
        """The greatest move."""
        return self.shifts[0].points

    @property
    def words(self) -> str:
        """Who moved most."""
        first = ", ".join(shift.face.name for shift in self.shifts[:3] if shift.face is not None)
        more = len(self.shifts) - 3
        if more > 0:
            return _("{names} and {count} more").format(names=first, count=more)
        return first


@dataclass(frozen=True, slots=True)
class Group:
    """Deeds of one kind under a heading."""

    title: str
    deeds: tuple[Deed, ...]


@dataclass(frozen=True, slots=True)
class ReportView:
    """What a seat is told of a turn."""

    number: int
    turns: int
    dates: str
    summary: str
    groups: tuple[Group, ...]
    shifts: tuple[Shift, ...]
    over: bool
    bet: str = ""
    """What came of the bet of the turn, in a sentence."""

    @property
    def own(self) -> tuple[Shift, ...]:
        """What moved of the seat's own."""
        return tuple(shift for shift in self.shifts if shift.own)

    @property
    def others(self) -> tuple[Shift, ...]:
        """What moved of others, beliefs in bad faith apart."""
        return tuple(shift for shift in self.shifts if not shift.own and not shift.seen)

    @property
    def crowds(self) -> tuple[Crowd, ...]:
        """Beliefs of others in bad faith, by the party."""
        parties = dict.fromkeys(s.seen for s in self.shifts if s.seen and not s.own)
        return tuple(
            Crowd(party, tuple(s for s in self.shifts if s.seen == party and not s.own))
            for party in parties
        )


_GROUPS: Final = (
    (_("You"), ("missed",)),
    (_("Answers"), ("answer",)),
    (_("Tables"), ("table",)),
    (_("Events"), ("event", "leak")),
    (_("What others did"), ("move",)),
    (_("What you learnt"), ("heard",)),
)


def build_report(game: Game, report: TurnReport) -> ReportView:
    """What is shown of a turn's report."""
    cast = faces(game.scenario)
    start = date.fromisoformat(report.date)
    end = game.plan.date(report.turn + 1) - timedelta(days=1)
    return ReportView(
        number=report.turn + 1,
        turns=game.turns,
        dates=span(start, end),
        summary=report.summary,
        groups=tuple(_groups(game, report, cast)),
        shifts=shifts(report.changes, cast),
        over=game.over,
        bet=settled_words(game, game.bets.on(report.turn)),
    )


def span(start: date, end: date) -> str:
    """Two days in words: "15 to 28 June 1992"."""
    if (start.year, start.month) == (end.year, end.month):
        return _("{start} to {end}").format(start=start.day, end=day(end))
    if start.year == end.year:
        return _("{start} to {end}").format(start=f"{start.day} {month(start)}", end=day(end))
    return _("{start} to {end}").format(start=day(start), end=day(end))


def shifts(changes: Iterable[Change], cast: dict[str, Face]) -> tuple[Shift, ...]:
    """Changes as they are shown."""
    return tuple(
        Shift(
            label=change.label,
            before=change.before,
            after=change.after,
            points=change.points,
            face=cast[change.actors[0]] if change.actors else None,
            own=change.own,
            reasons=tuple(
                Reason(cause.points, cause.rule_words, cause.source_words, cause.cites)
                for cause in change.causes
            ),
            seen=cast[change.actors[1]] if change.quantity == "bad_faith" else None,
        )
        for change in changes
    )


def _groups(game: Game, report: TurnReport, cast: dict[str, Face]) -> Iterable[Group]:
    left = list(report.entries)
    own = [entry for entry in left if entry.kind == "move" and entry.actor == game.seat]
    for title, kinds in _GROUPS:
        chosen = own if "missed" in kinds else []
        chosen = [*chosen, *(e for e in left if e.kind in kinds and e not in own)]
        if chosen:
            yield Group(title, tuple(_deed(entry, cast) for entry in chosen))


def _deed(entry: Entry, cast: dict[str, Face]) -> Deed:
    return Deed(
        kind=entry.kind,
        face=cast.get(entry.actor or ""),
        text=entry.text,
        why=entry.why,
        answer="" if entry.yes is None else _("Yes") if entry.yes else _("No"),
        cites=entry.cites,
        yes=entry.yes,
    )
