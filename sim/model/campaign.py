"""Chapters in a row: what follows a chapter, and what a run takes along into the next one.

A quantity of the next chapter starts at `clip(start + w * (own end - usual end))`: `start` is what
that chapter would begin with by itself, the usual end is the median over runs of the historical
line of the chapter before, and w is the weight that the campaign gives. A run that ended as history
usually does begins as the chapter is coded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.model import formation
from sim.model.compiled import Compiled
from sim.model.exact import Floats
from sim.model.plan import Plan
from sim.model.process import PeaceProcess
from sim.model.record import dated, recorded
from sim.model.world import Bools, World
from sim.scenario.campaigns import LoadedCampaign
from sim.scenario.form.campaign import Campaign, Carry
from sim.scenario.schema import Scenario

USUAL_RUNS = 999
"""Runs behind the usual end of a chapter; odd, so that the median is the end of some run."""
USUAL_SEED = 1
APART = 1_000_003
"""What is added to the seed for each chapter, so that no two chapters share their chance."""
ARRAYS = {
    "trust": "trust",
    "rapport": "rapport",
    "knowledge": "knowledge",
    "legitimacy": "standing",
    "home": "home",
    "stance": "stance",
    "channels": "channel",
    "beliefs": "belief",
}
"""The array of the world that holds each quantity."""

Usual = Mapping[str, Floats]
"""The median end of each of `ARRAYS`, by the array's name, without its runs."""
Lanes = NDArray[np.intp]


# -- what is taken along ---------------------------------------------------------------------------


def places(plan: Plan, quantity: str) -> dict[tuple[str, ...], tuple[int, ...]]:
    """Where each number of a quantity stands in its array, by the names that it is about."""
    actors = list(enumerate(plan.actors))
    match quantity:
        case "trust" | "rapport" | "knowledge":
            return {(a, b): (i, j) for i, a in actors for j, b in actors if i != j}
        case "legitimacy":
            return {(a,): (0, i) for i, a in actors}
        case "channels":
            return {
                (plan.actors[one.giver], plan.actors[one.to], one.name): (index,)
                for index, one in enumerate(plan.channels)
            }
        case "beliefs":
            subjects = [(row, plan.actors[index]) for row, index in enumerate(plan.subjects)]
            return {(a, s): (row, i) for row, s in subjects for i, a in actors}
    return {(a,): (i,) for i, a in actors}


def carry(start: World, end: World, usual: Usual, what: Carry, lanes: Lanes) -> None:
    """Move the start of a chapter by how far the chapter before ended from its usual end.

    Only what both chapters have is touched: actors, pairs and channels of the same names. A hidden
    type goes over as it is, unless the next chapter gives it no share.

    Args:
        start: The chapter before its first turn; changed in place.
        end: The chapter before at its end.
        usual: The usual end of the chapter before.
        what: The weights.
        lanes: For each run of `end`, in order, the lane of `start` that goes on from it.
    """
    for quantity, weight in what.weights().items():
        array = ARRAYS[quantity]
        came, goes = places(end.plan, quantity), places(start.plan, quantity)
        shared = [name for name in goes if name in came]
        if not shared:
            continue
        from_, to = (
            tuple(np.array([where[name] for name in shared], dtype=np.intp).T)
            for where in (came, goes)
        )
        moved = getattr(end, array)[from_] - usual[array][from_][..., None]
        rows = getattr(start, array)[to]
        after = np.minimum(np.maximum(rows[..., lanes] + weight * moved, 0.0), 1.0)
        if quantity == "beliefs":
            after = _shares(after, rows[..., lanes])
        rows[..., lanes] = after
        getattr(start, array)[to] = rows
        if quantity == "home":
            _carry_backing(start, dict(zip(to[0].tolist(), weight * moved, strict=True)), lanes)
    if start.plan.formations:
        formation.hear_allies(start)
    if what.types:
        _carry_types(start, end, lanes)


def _carry_backing(start: World, moved: Mapping[int, Floats], lanes: Lanes) -> None:
    """Where support at home has elements, each of them moves as the whole; allies are heard."""
    for one in start.plan.elements:
        if one.ally is None and one.actor in moved:
            rows = start.backing[one.row]
            rows[lanes] = np.minimum(np.maximum(rows[lanes] + moved[one.actor], 0.0), 1.0)


def _shares(after: Floats, before: Floats) -> Floats:
    """Beliefs that add up to 1 again; as they were where nothing is left. Shape (n, 4, runs)."""
    total = after[:, 0] + after[:, 1] + after[:, 2] + after[:, 3]
    left = (total > 0)[:, None]
    shares: Floats = np.where(left, after / np.where(left, total[:, None], 1.0), before)
    return shares


def _carry_types(start: World, end: World, lanes: Lanes) -> None:
    rows = {end.plan.actors[index]: row for row, index in enumerate(end.plan.subjects)}
    for row, index in enumerate(start.plan.subjects):
        name = start.plan.actors[index]
        spoiler = start.plan.scenario.actors[name].spoiler
        if name in rows and spoiler is not None:
            kind = end.type[rows[name]]
            possible = np.array(spoiler.shares()) > 0
            start.type[row, lanes] = np.where(possible[kind], kind, start.type[row, lanes])


def usual_end(compiled: Compiled) -> dict[str, Floats]:
    """The median end of a scenario on its historical line, played by who owns the initiative."""
    process = PeaceProcess(compiled, seed=USUAL_SEED, runs=USUAL_RUNS)
    line = dated(compiled, recorded(compiled, process.seat), process.seat)
    for turn in range(compiled.plan.turns):
        process.advance([one.play for one in line if one.turn == turn])
    return {name: np.median(getattr(process.world, name), axis=-1) for name in ARRAYS.values()}


# -- what follows ----------------------------------------------------------------------------------


class Stage(NamedTuple):
    """A chapter as it opens: as coded, or with what its `otherwise` sets."""

    chapter: str
    variant: bool = False


class End(NamedTuple):
    """The campaign is over, with an ending."""

    ending: str


Way = Stage | End


@dataclass(frozen=True)
class Scene:
    """A chapter's scenario, and how deep in a chain of `extends` its items were introduced."""

    scenario: Scenario
    generations: Mapping[tuple[str, str], int]


class Chain:
    """A campaign ready to run; the game and the lab take it from chapter to chapter alike.

    What takes time (scenarios compiled, usual ends) is worked out when it is first asked for.
    """

    def __init__(self, campaign: Campaign, scenes: Mapping[Stage, Scene]) -> None:
        self.campaign, self.scenes = campaign, dict(scenes)
        self.order = tuple(campaign.chapters)
        self._compiled: dict[Stage, Compiled] = {}
        self._usual: dict[str, Usual] = {}

    @classmethod
    def of(cls, loaded: LoadedCampaign) -> Chain:
        """The chain of a campaign; one that was asked for lately is kept."""
        if loaded.digest not in _RECENT:
            scenes = {
                Stage(name, variant): Scene(one.scenario, one.generations)
                for variant, group in ((False, loaded.chapters), (True, loaded.variants))
                for name, one in group.items()
            }
            while len(_RECENT) >= _MOST_RECENT:
                del _RECENT[next(iter(_RECENT))]
            _RECENT[loaded.digest] = cls(loaded.campaign, scenes)
        return _RECENT[loaded.digest]

    @property
    def first(self) -> Stage:
        """Where a campaign begins."""
        return Stage(self.order[0])

    def seed(self, seed: int, chapter: str) -> int:
        """The key of a chapter's chance; that of the first chapter is the campaign's own."""
        return (seed + APART * self.order.index(chapter)) % 2**64

    def compiled(self, stage: Stage) -> Compiled:
        """The scenario of a stage, with what is asked at its end."""
        if stage not in self._compiled:
            scene = self.scenes[stage]
            asks = self._asked(stage.chapter)
            self._compiled[stage] = Compiled(scene.scenario, asks, scene.generations)
        return self._compiled[stage]

    def usual(self, chapter: str) -> Usual:
        """The usual end of a chapter."""
        if chapter not in self._usual:
            self._usual[chapter] = usual_end(self.compiled(Stage(chapter)))
        return self._usual[chapter]

    def following(self, chapter: str) -> str | None:
        """The next chapter in the file."""
        index = self.order.index(chapter) + 1
        return self.order[index] if index < len(self.order) else None

    def ways(self, stage: Stage, world: World) -> list[tuple[Way, Bools]]:
        """What follows a stage at its end, and in which lanes; each lane has one way."""
        following = self.following(stage.chapter)
        left = np.ones(world.runs, dtype=bool)
        found: list[tuple[Way, Bools]] = []
        if following is None:
            for name, ending in self.campaign.endings.items():
                if ending.when is not None:
                    holds = left & self._holds(stage, f"endings.{name}", world)
                    found.append((End(name), holds))
                    left = left & ~holds
            return [*found, (End(list(self.campaign.endings)[-1]), left)]
        chapter = self.campaign.chapters[following]
        if chapter.opens is None or chapter.otherwise is None:
            return [(Stage(following), left)]
        opens = self._holds(stage, "opens", world)
        other = chapter.otherwise
        way: Way = Stage(following, True)
        if other.ending is not None:
            way = End(other.ending)
        elif other.chapter is not None:
            way = Stage(other.chapter)
        return [(Stage(following), opens), (way, ~opens)]

    def enter(
        self, world: World, chapter: str, end: World, before: str, lanes: Sequence[int] | Lanes
    ) -> bool:
        """Carry over from the end of the chapter before; see `carry`.

        Returns:
            Whether anything was: `start_over` must follow then.
        """
        what = self.campaign.chapters[chapter].carry
        if not what.weights() and not what.types:
            return False
        carry(world, end, self.usual(before), what, np.asarray(lanes, dtype=np.intp))
        return True

    def bridge(self, before: str, way: Way) -> str:
        """What is told between the end of a chapter and what follows."""
        following = self.following(before)
        if following is None:
            return ""
        chapter = self.campaign.chapters[following]
        if way == Stage(following):
            return chapter.bridge or ""
        assert chapter.otherwise is not None
        own = self.campaign.chapters[way.chapter].bridge if isinstance(way, Stage) else None
        return chapter.otherwise.bridge or own or ""

    def title(self, chapter: str) -> str:
        """A chapter's title."""
        return self.campaign.chapters[chapter].title or self.scenes[Stage(chapter)].scenario.title

    def _asked(self, chapter: str) -> dict[str, str]:
        """The conditions that are asked at the end of a chapter."""
        following = self.following(chapter)
        if following is not None:
            opens = self.campaign.chapters[following].opens
            return {} if opens is None else {"opens": opens}
        endings = self.campaign.endings.items()
        return {f"endings.{name}": end.when for name, end in endings if end.when is not None}

    def _holds(self, stage: Stage, name: str, world: World) -> Bools:
        """Where an asked condition holds once the chapter's whole time has passed."""
        compiled = self.compiled(stage)
        turn, world.turn = world.turn, compiled.plan.turns
        held = compiled.watches[compiled.rows[f"asks.{name}"]](world)
        world.turn = turn
        return held


_MOST_RECENT = 2
_RECENT: dict[str, Chain] = {}
