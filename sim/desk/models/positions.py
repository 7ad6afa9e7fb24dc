"""Where the parties stand on each issue, and whether there is room for agreement."""

from __future__ import annotations

from dataclasses import dataclass

from sim.catalogue import _
from sim.desk.models.cast import Face

Stretch = tuple[float, float]


@dataclass(frozen=True, slots=True)
class PositionRow:
    """A party on an issue: what it could accept, as far as one can tell, and what it wants.

    It would as likely as not accept what lies in `fair`, almost surely what lies in `sure`, and
    perhaps what lies in `maybe`; None where there is no such stretch. All from 0 to 1.
    """

    face: Face
    fair: Stretch | None
    sure: Stretch | None
    maybe: Stretch | None
    ideal: float | None
    you: bool = False


@dataclass(frozen=True, slots=True)
class IssueView:
    """An issue with its parties.

    `zone` is where all could meet; without one, `blockers` names the two who leave the gap `gap`.
    `text` is where the draft stands, `framework` the stretch that the standing agreement allows.
    """

    id: str
    title: str
    low_word: str
    high_word: str
    rows: tuple[PositionRow, ...]
    zone: Stretch | None = None
    gap: Stretch | None = None
    blockers: tuple[str, ...] = ()
    text: float | None = None
    framework: Stretch | None = None
    ledger: str = ""
    """The account of where the text stands; empty while no text lies on the table."""


@dataclass(frozen=True, slots=True)
class TablePositions:
    """The issues of one table."""

    id: str
    title: str
    note: str
    issues: tuple[IssueView, ...]


def room_words(issue: IssueView) -> str:
    """Whether there is room for agreement, in words."""
    if issue.zone is not None:
        low, high = (round(100 * place) for place in issue.zone)
        if low == high:
            return _("room at {place}").format(place=low)
        return _("room {low}\N{EN DASH}{high}").format(low=low, high=high)
    if len(issue.blockers) == 1:
        return _("no room: {who} agrees nowhere").format(who=issue.blockers[0])
    if issue.blockers:
        one, other = issue.blockers
        return _("no room: {one} and {other}").format(one=one, other=other)
    return ""


def position_rows(issue: IssueView) -> list[tuple[str, str, str]]:
    """The parties of an issue as rows: name, what it wants, what it could accept."""
    return [
        (
            row.face.name,
            "" if row.ideal is None else str(round(100 * row.ideal)),
            _("nothing, it seems") if row.fair is None else _words(row.fair),
        )
        for row in issue.rows
    ]


def _words(stretch: Stretch) -> str:
    low, high = (round(100 * place) for place in stretch)
    return f"{low}\N{EN DASH}{high}"
