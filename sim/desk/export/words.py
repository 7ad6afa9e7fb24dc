"""What a debrief says alike as plain text and as a page, and what it may hold besides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sim.catalogue import _, plural
from sim.desk.models.debrief import Aim, Dated, DebriefView
from sim.desk.models.forecasts import ForecastsView
from sim.desk.models.notes import Notes
from sim.desk.models.river import RiverView


@dataclass(frozen=True, slots=True)
class Extras:
    """What a report holds besides the debrief itself."""

    river: RiverView | None = None
    notes: Notes | None = None
    forecasts: ForecastsView | None = None


NOTHING: Final = Extras()


def about(view: DebriefView) -> str:
    """Whose game it was, when, and at what level."""
    parts = [view.seat_name, view.dates]
    if view.level:
        parts.append(_("level: {level}").format(level=view.level))
    if not view.over:
        parts.append(_("stopped after turn {turn}").format(turn=view.turns))
    return ", ".join(part for part in parts if part)


def aim_text(aim: Aim) -> str:
    """An aim, what it counts for, and what was missing."""
    points = plural("{count} point", "{count} points", aim.points).format(count=aim.points)
    if aim.reached:
        return _("{title}: {points}, reached ({date}).").format(
            title=aim.title, points=points, date=aim.date
        )
    text = _("{title}: {points}, not reached.").format(title=aim.title, points=points)
    if aim.missing:
        head = _("Missing on the nearest way:") if aim.nearest else _("Missing:")
        text = f"{text} {head} {' '.join(aim.missing)}"
    return text


def point_text(point: Dated) -> str:
    """A dated point and how it went here."""
    here = (
        _("here in the turn from {date}").format(date=point.date)
        if point.here
        else _("here it did not")
    )
    went = _("as recorded") if point.as_recorded else _("otherwise than recorded")
    return _("{title} (by {date}): {here}; {went}.").format(
        title=point.title, date=point.by, here=here, went=went
    )


def forecast_texts(view: ForecastsView) -> Iterator[str]:
    """Every bet with what came of it, the scores, and what may be said of so few."""
    yield view.words
    for score in view.scores:
        yield _("{who}: a Brier score of {score} (0 is perfect, 0.25 is a coin).").format(
            who=score.who, score=score.words
        )
    yield from (one.words for one in view.bins)
    for row in view.rows:
        text = _("Turn {turn}, {date}, {what}: you said {said} in 20; it {came}.").format(
            turn=row.turn, date=row.day, what=row.label, said=row.said, came=row.words
        )
        if row.desk is not None:
            text += " " + _("The desk's odds were {odds} in 20.").format(odds=row.desk)
        yield text


def belief_text(who: str, share: float) -> str:
    """What somebody gave the truth."""
    return _("{who} gave that {count} in 20.").format(who=who, count=round(20 * share))


def trust(view: DebriefView) -> tuple[str, ...]:
    """How far to trust a report, in a few sentences."""
    if not view.has_record and not view.facts:
        invented = _(
            "This is a game that rests on no text. Its numbers are assumed by those who wrote it, "
            "and how strongly things work on one another is mostly assumed as well. It shows what "
            "follows from these assumptions, and nothing of what happened anywhere."
        )
        return (invented, view.grounds)
    return (
        _(
            "This is a game made from sources, not a finding about the past. The moves, the dates "
            "and what happened are taken from the texts below; how strongly things work on one "
            "another is mostly assumed, and set by hand within what the texts allow."
        ),
        _(
            "What the record shows, it shows of the one way that things went. What the other paths "
            "are said to have been rests on the model alone: shares of runs tell what the model "
            "holds likely, and not what would have happened."
        ),
        _(
            "The texts tell much of the story from one side. Ask of each line who tells it, who "
            "does not, and what the others would say."
        ),
        view.grounds,
    )
