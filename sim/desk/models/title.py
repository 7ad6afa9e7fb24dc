"""The shelf: what each scenario is, read from the head of its file alone so that it is quick."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sim import paths
from sim.catalogue import _, plural
from sim.dates import month
from sim.desk.models.cast import Face, mark_of
from sim.files import written_at
from sim.game.progress import Progress
from sim.reading import read_ordinary
from sim.scenario.heads import STANDARD, after, chapter_heads, head
from sim.scenario.problem import ScenarioError

_NOT_SCENARIOS: Final = frozenset({"sources"})
_MINUTES_A_TURN: Final = 1.5
_SAVES: Final = "saves"  # as sim.game.saving has them, which is slow to import
_AUTOSAVE: Final = re.compile(r"autosave(-window-[0-9]+)?\.json")
_MOST_BYTES: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class ShelfSeat:
    """A seat that a person may take."""

    face: Face
    about: str


@dataclass(frozen=True, slots=True)
class ShelfCard:
    """A scenario on the shelf."""

    id: str
    title: str
    summary: str
    dates: str
    length: str
    seats: tuple[ShelfSeat, ...]
    years: str = ""
    """From which year to which."""
    campaign: bool = False
    begin_here: bool = False
    """Whether a newcomer does best to begin with it."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """All scenarios that can be played, by their first day, and then the campaigns.

    And the files that cannot be read.
    """

    cards: tuple[ShelfCard, ...]
    broken: tuple[str, ...]

    def first(self, last_played: str = "", progress: Progress | None = None) -> int:
        """The place of the card to open with: last played, or the one that is recommended."""
        ids = [card.id for card in self.cards]
        return ids.index(last_played) if last_played in ids else self.next(progress or Progress())

    def next(self, progress: Progress) -> int:
        """The place of the card that is recommended.

        For newcomers the one that is meant for them, then those not yet played, the earliest
        first and campaigns last.
        """
        order = sorted(
            range(len(self.cards)),
            key=lambda at: (
                progress.of(self.cards[at].id).games > 0,
                not self.cards[at].begin_here,
                at,
            ),
        )
        return order[0] if order else 0


def build_shelf(folder: Path | None = None) -> Shelf:
    """The scenarios of a folder, by default those that come with the program."""
    dated: list[tuple[bool, dt.date, ShelfCard]] = []
    broken = []
    for path in sorted((folder or paths.scenarios()).glob("*.yaml")):
        if path.stem in _NOT_SCENARIOS:
            continue
        try:
            data = head(path)
            parts = chapter_heads(data, path.parent) if "chapters" in data else []
            card = _campaign_card(data, parts) if parts else _card(data)
            dated.append((card.campaign, (parts or [data])[0]["calendar"]["start"], card))
        except (OSError, ScenarioError, LookupError, TypeError, ValueError, AttributeError):
            broken.append(path.name)
    dated.sort(key=lambda one: one[:2])
    return Shelf(tuple(one[2] for one in dated), tuple(broken))


@dataclass(frozen=True, slots=True)
class Played:
    """What the shelf says of the games of a scenario, or of a seat of it."""

    short: str
    """A word or two for a list; empty where nothing was played."""
    words: tuple[str, ...]


def played(card: ShelfCard, progress: Progress, seat: str | None = None) -> Played:
    """What was played of a scenario, in words."""
    tally = progress.of(card.id, seat)
    if not tally.games:
        return Played("", ())
    games = plural("played once", "played {count} times", tally.games).format(count=tally.games)
    if card.campaign:
        words = plural("{count} chapter played", "{count} chapters played", tally.games)
        return Played(words.format(count=tally.games), (words.format(count=tally.games),))
    told = [games]
    best = "" if tally.best is None else _("best {score}").format(score=tally.best)
    if best:
        told.append(best)
    if seat is None:
        told.append(_("last {score}").format(score=tally.last))
        if tally.of:
            seen = _("{count} of {total} endings seen")
            told.append(seen.format(count=len(tally.endings), total=tally.of))
        if tally.changed:
            other = plural("{count} in a changed world", "{count} in changed worlds", tally.changed)
            told.append(other.format(count=tally.changed))
        if tally.rewound:
            back = plural("{count} rewound", "{count} rewound", tally.rewound)
            told.append(back.format(count=tally.rewound))
    return Played(best or games, tuple(told))


@dataclass(frozen=True, slots=True)
class Resume:
    """The game that was saved by itself."""

    path: Path
    note: str
    scenario: str


def build_resume(shelf: Shelf, path: Path | None = None) -> Resume | None:
    """The game to go on with, read as far as a note needs it; loading it checks everything."""
    try:
        path = path or _last()
        found = json.loads(read_ordinary(path, _MOST_BYTES))
        scenario, seat, turn = str(found["scenario"]), str(found["seat"]), len(found["turns"])
        campaign = found.get("campaign")
        if campaign is not None:
            scenario, chapter = str(campaign["id"]), len(campaign.get("chapters", [])) + 1
        level = str(found.get("level", STANDARD))
        beside = [str(one["seat"]) for one in found.get("beside", [])]
        without = [str(one).partition(":")[2] for one in found.get("without", [])]
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return None
    card = next((card for card in shelf.cards if card.id == scenario), None)
    if card is None:
        return None
    faces = {one.face.id: one.face.name for one in card.seats}
    name = ", ".join(faces.get(one, "") for one in (seat, *beside))
    done = plural("{count} turn played", "{count} turns played", turn).format(count=turn)
    if campaign is not None:
        done = _("chapter {number}, {done}").format(number=chapter, done=done)
    parts = [card.title, name, done]
    if level != STANDARD:
        parts.append(level[:40].replace("_", " "))
    if without:
        listed = ", ".join(one[:40].replace("_", " ") for one in without[:3])
        parts.append(_("without {list}").format(list=listed))
    return Resume(path, " · ".join(parts), scenario)


def _last() -> Path:
    """The autosave that was written last, of whichever window."""
    folder = paths.user_data() / _SAVES
    found = [path for path in folder.glob("autosave*.json") if _AUTOSAVE.fullmatch(path.name)]
    return max(found, key=written_at, default=folder / "autosave.json")


def dates(start: dt.date, end: dt.date) -> str:
    """A span of dates in words: "June to December 1992"."""
    first, last = month(start), f"{month(end)} {end.year}"
    if (start.year, start.month) == (end.year, end.month):
        return last
    if start.year != end.year:
        first = f"{first} {start.year}"
    return _("{start} to {end}").format(start=first, end=last)


def years(start: dt.date, end: dt.date) -> str:
    """The years of a span of dates: "1992", "1990 to 1991"."""
    if start.year == end.year:
        return str(start.year)
    return _("{start} to {end}").format(start=start.year, end=end.year)


def day(date: dt.date) -> str:
    """A date in words: "15 June 1992"."""
    return f"{date.day} {month(date)} {date.year}"


def _card(data: Mapping[str, Any]) -> ShelfCard:
    calendar = data["calendar"]
    start, turns, turn = calendar["start"], int(calendar["turns"]), str(calendar["turn"])
    end = after(start, turn, turns) - dt.timedelta(days=1)
    return ShelfCard(
        id=str(data["id"]),
        title=str(data["title"]),
        summary=" ".join(str(data["summary"]).split()),
        dates=dates(start, end),
        length=_("{turns} turns of {turn} · about {minutes} minutes").format(
            turns=turns, turn=turn, minutes=_minutes(turns)
        ),
        seats=_seats(data),
        years=years(start, end),
        begin_here=data.get("begin_here") is True,
    )


def _campaign_card(data: Mapping[str, Any], chapters: Sequence[Mapping[str, Any]]) -> ShelfCard:
    """A campaign, from the first day of its first chapter to the last of its last."""
    calendars = [chapter["calendar"] for chapter in chapters]
    start, last = calendars[0]["start"], calendars[-1]
    end = after(last["start"], str(last["turn"]), int(last["turns"])) - dt.timedelta(days=1)
    turns = sum(int(calendar["turns"]) for calendar in calendars)
    known = {seat.face.id: seat for seat in _seats(chapters[0])}
    return ShelfCard(
        id=str(data["id"]),
        title=str(data["title"]),
        summary=" ".join(str(data["summary"]).split()),
        dates=dates(start, end),
        length=_("A campaign of {chapters} chapters · about {minutes} minutes").format(
            chapters=len(chapters), minutes=_minutes(turns)
        ),
        seats=tuple(known[name] for name in data["seats"]),
        years=years(start, end),
        campaign=True,
    )


def _minutes(turns: int) -> int:
    return max(5, 5 * round(turns * _MINUTES_A_TURN / 5))


def _seats(data: Mapping[str, Any]) -> tuple[ShelfSeat, ...]:
    return tuple(
        ShelfSeat(
            Face(name, str(actor["short"]), mark_of(actor.get("mark", {}), index)),
            " ".join(str(actor.get("about", "")).split()),
        )
        for index, (name, actor) in enumerate(data["actors"].items())
        if actor.get("seat") is True
    )
