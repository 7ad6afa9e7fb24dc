"""Where the parties stand on each issue, and whether there is room for agreement."""

from __future__ import annotations

from dataclasses import dataclass

from sim.desk.models.cast import Face


@dataclass(frozen=True, slots=True)
class PositionRow:
    """A party on an issue: what it could accept, from `low` to `high`, and what it wants.

    `unsure_low` and `unsure_high` say how far each end may be off; the ideal lies between
    `ideal_low` and `ideal_high`. All on the scale of the issue, from 0 to 1.
    """

    face: Face
    low: float
    high: float
    ideal: float
    unsure_low: float = 0.0
    unsure_high: float = 0.0
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
    zone: tuple[float, float] | None = None
    gap: tuple[float, float] | None = None
    blockers: tuple[str, ...] = ()
    text: float | None = None
    framework: tuple[float, float] | None = None


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
        return f"room {low}–{high}" if low != high else f"room at {low}"
    if issue.blockers:
        return f"no room: {' and '.join(issue.blockers)}"
    return "no positions known"


def position_rows(issue: IssueView) -> list[tuple[str, str, str]]:
    """The parties of an issue as rows: name, what it wants, what it could accept."""
    return [
        (
            row.face.name,
            str(round(100 * row.ideal)),
            f"{round(100 * row.low)}–{round(100 * row.high)}",
        )
        for row in issue.rows
    ]
