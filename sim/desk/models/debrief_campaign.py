"""A campaign looked back on: its chapters by what they count for, and the whole arc by dates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sim.catalogue import _
from sim.desk.models.briefing import paragraphs
from sim.desk.models.title import dates, day
from sim.game.debriefing.comparison import points

if TYPE_CHECKING:
    from sim.game.campaign import CampaignGame, ChapterResult
    from sim.game.game import Game


@dataclass(frozen=True, slots=True)
class ChapterView:
    """A chapter as it counts."""

    id: str
    number: int
    title: str
    dates: str
    points: int
    """What it counts for, of 100."""
    earned: int
    """What was earned of that."""
    note: str
    """How it opened, where that is not as in the record."""
    reached: tuple[str, ...]
    missed: tuple[str, ...]
    opened: bool


@dataclass(frozen=True, slots=True)
class ArcPoint:
    """A dated point of the record, and whether it came about in the campaign."""

    chapter: int
    by: str
    title: str
    here: bool | None
    """None where its chapter was never opened, or has not come to it."""
    date: str
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CampaignDebriefView:
    """All that there is to say after a campaign, or on the way."""

    title: str
    seat: str
    seed: int
    score: int
    ending: str
    story: tuple[str, ...]
    chapters: tuple[ChapterView, ...]
    arc: tuple[ArcPoint, ...]

    @property
    def about(self) -> str:
        """Whose campaign it was."""
        return _("{seat}, chance {seed}").format(seat=self.seat, seed=self.seed)

    @property
    def verdict(self) -> str:
        """How much of the arc went as the record, in a sentence."""
        met = sum(one.here is True for one in self.arc)
        missed = sum(one.here is False for one in self.arc)
        never = len(self.arc) - met - missed
        said = _("Of {all} dated points of the record, {met} came about here and {missed} did not.")
        text = said.format(all=len(self.arc), met=met, missed=missed)
        if never:
            text += " " + _("{count} the campaign never came to.").format(count=never)
        return text


def games_of(played: CampaignGame) -> dict[str, Game]:
    """The games of the chapters that were opened, by the chapter's id."""
    found = {stage.chapter: game for stage, game in played.past}
    found[played.stage.chapter] = played.game
    return found


def build_campaign_debrief(played: CampaignGame) -> CampaignDebriefView:
    """What is shown of a campaign, at its end or on the way."""
    from sim.game.campaign import campaign_debrief

    told, games = campaign_debrief(played), games_of(played)
    return CampaignDebriefView(
        title=told.title,
        seat=told.seat_name,
        seed=told.seed,
        score=round(100 * told.score),
        ending=told.ending,
        story=paragraphs(told.text),
        chapters=tuple(
            _chapter(played, name, one)
            for name, one in zip(played.chain.order, told.chapters, strict=True)
        ),
        arc=tuple(
            point
            for number, name in enumerate(played.chain.order, start=1)
            for point in _arc(played, number, name, games.get(name))
        ),
    )


def _chapter(played: CampaignGame, name: str, one: ChapterResult) -> ChapterView:
    from sim.scenario.heads import after

    calendar = played.loaded.chapters[name].scenario.calendar
    end = after(calendar.start, calendar.turn, calendar.turns)
    note = "" if one.opened else _("never opened")
    if one.variant:
        note = _("opened otherwise than in the record")
    return ChapterView(
        id=name,
        number=one.number,
        title=one.title,
        dates=dates(calendar.start, end.fromordinal(end.toordinal() - 1)),
        points=round(100 * one.weight),
        earned=round(100 * one.score * one.weight),
        note=note,
        reached=one.reached,
        missed=one.missed,
        opened=one.opened,
    )


def _arc(played: CampaignGame, number: int, name: str, game: Game | None) -> Iterator[ArcPoint]:
    """The checkpoints of a chapter by date."""
    if game is None:
        history = played.loaded.chapters[name].scenario.history
        for point in sorted(history.checkpoints.values(), key=lambda one: one.by):
            yield ArcPoint(number, day(point.by), point.title, None, "", tuple(point.cite))
        return
    found = [one for one in points(game) if one.kind == "checkpoint"]
    for one in sorted(found, key=lambda one: one.by):
        by = date.fromisoformat(one.by)
        later = not game.over and game.plan.turn_of(by) >= game.turn
        yield ArcPoint(
            chapter=number,
            by=day(by),
            title=one.title,
            here=None if later and not one.here else one.here,
            date=day(date.fromisoformat(one.date)) if one.date else "",
            cites=one.cites,
        )
