"""A campaign as it is played: one game a chapter, and what each takes along from the one before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.catalogue import _, plural
from sim.game.debriefing.worth import score
from sim.game.faults import GameError, IllegalMove
from sim.game.game import MOST_SEED, Game
from sim.game.picture import BANDS, BEST, HIGH, LOW, Picture
from sim.model.campaign import ARRAYS, Chain, End, Stage
from sim.model.process import PeaceProcess
from sim.model.rollout import start_over, take
from sim.model.world import World
from sim.scenario.campaigns import LoadedCampaign
from sim.scenario.text.suggest import did_you_mean

if TYPE_CHECKING:
    from sim.scenario.load import Loaded


@dataclass(frozen=True)
class Heritage:
    """What a game takes along from the chapter before: the truth, and what the seat makes of it.

    Both are carried by the engine's one rule, so that a seat's bands hold the truth of the next
    chapter where they held that of the last, and say nothing of it beyond that.
    """

    chain: Chain
    chapter: str
    before: str
    truth: World
    """The end of the chapter before, one lane."""
    seen: World
    """The picture at that end: best guess, low ends, high ends."""

    def begin(self, process: PeaceProcess) -> None:
        """Have a game begin with it, before its first turn."""
        lanes = np.zeros(1, dtype=np.intp)
        if self.chain.enter(process.world, self.chapter, self.truth, self.before, lanes):
            start_over(process)

    def expect(self, world: World) -> None:
        """Have a picture begin with it; lanes after the bands (advisers) share the best guess."""
        seen = take(self.seen, [*range(BANDS), *[BEST] * (world.runs - BANDS)])
        self.chain.enter(world, self.chapter, seen, self.before, np.arange(world.runs))


def seen_end(picture: Picture) -> World:
    """The bands of a picture, each with its low end below its high one."""
    world = take(picture.world, list(range(BANDS)))
    for name in set(ARRAYS.values()) - {"belief"}:
        array = getattr(world, name)
        low, high = array.min(axis=-1), array.max(axis=-1)
        array[..., LOW], array[..., HIGH] = low, high
    return world


@dataclass(frozen=True)
class Passage:
    """What follows a chapter: another one, or the end of the campaign."""

    bridge: str
    stage: Stage | None = None
    ending: str | None = None


class CampaignGame:
    """A campaign of one seat.

    Args:
        loaded: The campaign.
        seat: Actor id; by default the first of the campaign's seats.
        seed: Key of the chance, 0 to 2**64 - 1.

    Raises:
        GameError: No such seat or seed.
    """

    def __init__(self, loaded: LoadedCampaign, seat: str | None = None, seed: int = 1) -> None:
        seats = loaded.campaign.seats
        if seat is not None and seat not in seats:
            known = _("; it has {seats}.").format(seats=", ".join(seats))
            said = _("{campaign} has no seat {seat}{hint}")
            hint = did_you_mean(seat, seats) or known
            raise GameError(said.format(campaign=loaded.campaign.id, seat=seat, hint=hint))
        if not 0 <= seed <= MOST_SEED:
            said = _("The seed is {seed}; it must be from 0 to {most}.")
            raise GameError(said.format(seed=seed, most=MOST_SEED))
        self.loaded, self.campaign = loaded, loaded.campaign
        self.seat, self.seed = seat or seats[0], seed
        self.chain = Chain.of(loaded)
        self.past: list[tuple[Stage, Game]] = []
        """The chapters that are over and left behind."""
        self.ending: str | None = None
        self.stage = self.chain.first
        self.game = self._game(self.stage, None)

    @property
    def number(self) -> int:
        """The chapter's number in the campaign, from 1."""
        return self.chain.order.index(self.stage.chapter) + 1

    @property
    def title(self) -> str:
        """The chapter's title."""
        return self.chain.title(self.stage.chapter)

    @property
    def heading(self) -> str:
        """The chapter in words: its number among all, and its title."""
        said = _("Chapter {number} of {count}: {title}")
        return said.format(number=self.number, count=len(self.chain.order), title=self.title)

    def advance(self) -> Passage:
        """Leave a chapter that is over, for the next one or for the campaign's end.

        Raises:
            IllegalMove: The chapter is not over yet, or the campaign is.
        """
        if self.ending is not None:
            raise IllegalMove(_("The campaign is over."))
        if not self.game.over:
            left = self.game.turns - self.game.turn
            said = plural(
                "This chapter has one turn left; the next one follows its end.",
                "This chapter has {count} turns left; the next one follows its end.",
                left,
            )
            raise IllegalMove(said.format(count=left))
        world, before = self.game.process.world, self.stage
        ways = self.chain.ways(before, world)
        way = next(way for way, where in ways if where[0])
        bridge = self.chain.bridge(before.chapter, way)
        if isinstance(way, End):
            self.ending = way.ending
            return Passage(bridge, ending=way.ending)
        heritage = Heritage(
            chain=self.chain,
            chapter=way.chapter,
            before=before.chapter,
            truth=take(world, [0]),
            seen=seen_end(self.game.picture),
        )
        self.past.append((before, self.game))
        self.stage, self.game = way, self._game(way, heritage)
        return Passage(bridge, stage=way)

    def _game(self, stage: Stage, heritage: Heritage | None) -> Game:
        game = Game(
            self._scenario(stage),
            self.seat,
            self.chain.seed(self.seed, stage.chapter),
            compiled=self.chain.compiled(stage),
            heritage=heritage,
        )
        game.campaign = self
        return game

    def _scenario(self, stage: Stage) -> Loaded:
        loaded = self.loaded
        return loaded.variants[stage.chapter] if stage.variant else loaded.chapters[stage.chapter]


# -- the debrief -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class ChapterResult:
    """What became of a chapter."""

    number: int
    title: str
    opened: bool
    variant: bool
    """Whether it opened otherwise than it is coded."""
    score: float
    """Weights of the seat's aims that were reached, 0..1."""
    weight: float
    """What that counts for in the campaign."""
    reached: tuple[str, ...]
    """Titles of the seat's aims that were reached ..."""
    missed: tuple[str, ...]
    """... and of those that were not."""


@dataclass(frozen=True)
class CampaignDebrief:
    """What there is to say after a campaign."""

    title: str
    seat_name: str
    seed: int
    score: float
    """The scores of the chapters by their weights, 0..1."""
    ending: str
    text: str
    chapters: tuple[ChapterResult, ...]


def campaign_debrief(played: CampaignGame) -> CampaignDebrief:
    """The debrief of a campaign; before its end the ending is empty."""
    games = {stage.chapter: (stage, game) for stage, game in played.past}
    games[played.stage.chapter] = (played.stage, played.game)
    chapters = []
    for number, chapter in enumerate(played.chain.order, start=1):
        stage, game = games.get(chapter, (None, None))
        reached, missed, points = list[str](), list[str](), 0.0
        if game is not None:
            points = float(score(game, game.process.world)[0])
            for goal in game.view().goals:
                (reached if goal.reached else missed).append(goal.title)
        chapters.append(
            ChapterResult(
                number=number,
                title=played.chain.title(chapter),
                opened=game is not None,
                variant=stage is not None and stage.variant,
                score=points,
                weight=played.campaign.weight(chapter),
                reached=tuple(reached),
                missed=tuple(missed),
            )
        )
    ending = None if played.ending is None else played.campaign.endings[played.ending]
    return CampaignDebrief(
        title=played.campaign.title,
        seat_name=played.game.scenario.actors[played.seat].name,
        seed=played.seed,
        score=sum(one.score * one.weight for one in chapters),
        ending="" if ending is None else ending.title,
        text="" if ending is None else ending.text,
        chapters=tuple(chapters),
    )
