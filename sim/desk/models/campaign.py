"""A campaign between its chapters and at its end, as it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from sim.catalogue import _, plural
from sim.desk.models.briefing import paragraphs
from sim.desk.models.title import dates
from sim.scenario.heads import after

if TYPE_CHECKING:
    from sim.game.campaign import CampaignGame
    from sim.game.game import Game

_LEAST: Final = 3  # hundredths
_MOST: Final = 5


@dataclass(frozen=True, slots=True)
class Step:
    """A chapter on the way through the campaign."""

    number: int
    title: str
    dates: str
    state: Literal["over", "now", "coming", "skipped"]
    score: int
    """Of 100, where it is over."""


@dataclass(frozen=True, slots=True)
class Brought:
    """A number that begins otherwise than in the record, as far as the seat can tell."""

    label: str
    points: int
    """Hundredths above (or below) the record."""


@dataclass(frozen=True, slots=True)
class Bridge:
    """What is shown before a chapter."""

    campaign: str
    heading: str
    """Such as "Chapter 2 of 7"; before the first, how many there are."""
    title: str
    story: tuple[str, ...]
    steps: tuple[Step, ...]
    brought: tuple[Brought, ...]


@dataclass(frozen=True, slots=True)
class ChapterEnd:
    """A chapter as it counts at the end."""

    number: int
    title: str
    points: int
    """What it counts for, of 100."""
    earned: int
    """What was earned of that."""
    note: str
    reached: tuple[str, ...]
    missed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CampaignEnd:
    """A campaign that is over."""

    title: str
    about: str
    score: int
    ending: str
    story: tuple[str, ...]
    chapters: tuple[ChapterEnd, ...]


def build_bridge(played: CampaignGame, story: str = "") -> Bridge:
    """What is shown before the chapter that has just opened."""
    count = len(played.chain.order)
    opening = not played.past
    return Bridge(
        campaign=_("A campaign") if opening else played.campaign.title,
        heading=plural("{count} chapter", "{count} chapters", count).format(count=count)
        if opening
        else _("Chapter {number} of {count}").format(number=played.number, count=count),
        title=played.campaign.title if opening else played.title,
        story=paragraphs(story),
        steps=_steps(played),
        brought=() if opening else _brought(played.game),
    )


def _steps(played: CampaignGame) -> tuple[Step, ...]:
    from sim.game.debriefing.worth import score

    over = {stage.chapter: game for stage, game in played.past}
    steps = []
    for number, chapter in enumerate(played.chain.order, start=1):
        calendar = played.loaded.chapters[chapter].scenario.calendar
        state: Literal["over", "now", "coming", "skipped"] = "coming"
        if chapter in over:
            state = "over"
        elif number <= played.number:
            state = "now" if number == played.number else "skipped"
        game = over.get(chapter)
        earned = float(score(game, game.process.world)[0]) if game else 0.0
        last = after(calendar.start, calendar.turn, calendar.turns)
        steps.append(
            Step(
                number=number,
                title=played.chain.title(chapter),
                dates=dates(calendar.start, last.fromordinal(last.toordinal() - 1)),
                state=state,
                score=round(100 * earned),
            )
        )
    return tuple(steps)


def _brought(game: Game) -> tuple[Brought, ...]:
    """Others' trust in the seat and their stances, where they differ most from the record."""
    found = []
    for parameter in game.plan.parameters:
        name, at = parameter.array, parameter.index
        toward = at[1:] == (game.seat_index,) if name == "trust" else name == "stance"
        if at and toward and at[0] != game.seat_index:
            best = game.picture.band(name, *at).best
            points = round(100 * best) - round(100 * parameter.level.value)
            if abs(points) >= _LEAST:
                found.append(Brought(game.words.quantity(name, at), points))
    return tuple(sorted(found, key=lambda one: -abs(one.points))[:_MOST])


def build_campaign_end(played: CampaignGame) -> CampaignEnd:
    """A campaign that is over."""
    from sim.game.campaign import campaign_debrief

    told = campaign_debrief(played)
    chapters = []
    for one in told.chapters:
        note = _("never opened") if not one.opened else ""
        if one.variant:
            note = _("opened otherwise than in the record")
        chapters.append(
            ChapterEnd(
                number=one.number,
                title=one.title,
                points=round(100 * one.weight),
                earned=round(100 * one.score * one.weight),
                note=note,
                reached=one.reached,
                missed=one.missed,
            )
        )
    return CampaignEnd(
        title=told.title,
        about=_("{seat} · chance {seed}").format(seat=told.seat_name, seed=told.seed),
        score=round(100 * told.score),
        ending=told.ending,
        story=paragraphs(told.text),
        chapters=tuple(chapters),
    )
