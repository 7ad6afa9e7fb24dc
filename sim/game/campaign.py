"""A campaign as it is played: one game a chapter, and what each takes along from the one before."""

from __future__ import annotations

from dataclasses import dataclass

from sim.catalogue import _, plural
from sim.game.debriefing.worth import score
from sim.game.errors import GameError, IllegalMove
from sim.game.game import Game
from sim.game.heritage import Heritage, seen_end
from sim.game.state import MOST_SEED
from sim.model.campaign import Chain, End, Stage
from sim.model.rollout import take
from sim.scenario.campaigns import LoadedCampaign
from sim.scenario.load import Loaded
from sim.scenario.text.suggest import did_you_mean


class ChapterGame(Game):
    """The game of one chapter."""

    among: CampaignGame
    """The campaign that it is a chapter of."""


def campaign_of(game: Game) -> CampaignGame | None:
    """The campaign that a game is a chapter of; None for a single scenario."""
    return game.among if isinstance(game, ChapterGame) else None


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
            seen=seen_end(self.game.picture.world),
        )
        self.past.append((before, self.game))
        self.stage, self.game = way, self._game(way, heritage)
        return Passage(bridge, stage=way)

    def _game(self, stage: Stage, heritage: Heritage | None) -> Game:
        game = ChapterGame(
            self._scenario(stage),
            self.seat,
            self.chain.seed(self.seed, stage.chapter),
            compiled=self.chain.compiled(stage),
            heritage=heritage,
        )
        game.campaign, game.among = self.campaign.id, self
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
