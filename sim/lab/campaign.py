"""A campaign in the lab: many runs through all chapters.

Run r of a chapter goes on from run r of the chapter before; what it takes along and what opens is
`sim.model.campaign`, the same as in the game. Chunks and workers are only a matter of speed.
"""

from __future__ import annotations

import pickle
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import as_completed
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from sim.lab.batch import Metric, metric
from sim.lab.columns import Columns
from sim.lab.errors import LabError
from sim.lab.lines import NAMED
from sim.lab.pools import local_workers
from sim.lab.runner import CHUNK, Progress, ensemble, spans
from sim.lab.setup import Setup, setup_of
from sim.lab.stats import Estimate, wilson
from sim.model.campaign import Chain, End, Scene, Stage
from sim.model.ensemble import MIN_LANES
from sim.model.plan import NEVER
from sim.model.process import PeaceProcess
from sim.model.rollout import carry_on, start_over, take
from sim.model.world import World
from sim.scenario.campaigns import LoadedCampaign
from sim.scenario.form.campaign import Campaign
from sim.scenario.load import Loaded
from sim.scenario.text.suggest import did_you_mean


@dataclass(frozen=True)
class CampaignSetup:
    """Everything that decides what the runs of a campaign do; plain data."""

    campaign: Campaign
    stages: Mapping[Stage, Setup]
    line: str
    seed: int

    @classmethod
    def of(
        cls,
        loaded: LoadedCampaign,
        line: str = "history",
        *,
        seat: str | None = None,
        seed: int = 1,
        without: Iterable[str] = (),
        sample: bool = True,
    ) -> CampaignSetup:
        """A checked setup.

        Args:
            loaded: The campaign.
            line: `history`, `pass` or `random`, played in every chapter.
            seat: Who plays it; by default who owns each chapter's initiative.
            seed: Key of the chance.
            without: `rule:ID`, or `event:ID` of any chapter, to switch off.
            sample: Whether coded numbers are drawn from their ranges.

        Raises:
            LabError: An unknown line, seat, rule or event.
        """
        campaign = loaded.campaign
        if line not in NAMED:
            known = ", ".join(NAMED)
            raise LabError(
                f'A campaign is played along {known}, not "{line}"; moves of your own '
                "belong to a chapter's scenario."
            )
        if seat is not None and seat not in campaign.seats:
            hint = did_you_mean(seat, campaign.seats) or f"; it has {', '.join(campaign.seats)}."
            raise LabError(f"{campaign.id} has no seat {seat}{hint}")
        chain, every = Chain.of(loaded), dict(_stages(loaded))
        off = tuple(without)
        events = {f"event:{name}" for one in every.values() for name in one.scenario.events}
        stages = {
            stage: setup_of(
                one,
                line,
                seat=seat,
                seed=chain.seed(seed, stage.chapter),
                without=[
                    item
                    for item in off
                    if item not in events or item.partition(":")[2] in one.scenario.events
                ],
                sample=sample,
            )
            for stage, one in every.items()
        }
        return cls(campaign, stages, line, seed)

    def chain(self) -> Chain:
        """The chain of the campaign, not compiled yet."""
        scenes = {
            stage: Scene(setup.scenario, setup.generations) for stage, setup in self.stages.items()
        }
        return Chain(self.campaign, scenes)


def _stages(loaded: LoadedCampaign) -> Iterator[tuple[Stage, Loaded]]:
    for variant, group in ((False, loaded.chapters), (True, loaded.variants)):
        for name, one in group.items():
            yield Stage(name, variant), one


# -- many runs -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Arrival:
    """Runs that come into a stage: their numbers in the chunk, and where they come from."""

    runs: np.ndarray
    end: World | None = None
    before: str = ""


def run_chunk(chain: Chain, setup: CampaignSetup, first: int, runs: int) -> Columns:
    """The runs `first` to `first + runs - 1` through all chapters.

    Returns:
        `opens.CHAPTER`, `variant.CHAPTER` (opened with what `otherwise` sets), `CHAPTER.OUTCOME`
        and `endings.ENDING` as truth values; `goals.SEAT` and `skipped`; each of shape (runs,).
    """
    columns = _columns(chain, runs)
    coming: dict[Stage, list[_Arrival]] = {chain.first: [_Arrival(np.arange(runs))]}
    for chapter in chain.order:
        for stage in (Stage(chapter), Stage(chapter, True)):
            arrivals = coming.pop(stage, [])
            if not arrivals:
                continue
            here = np.sort(np.concatenate([one.runs for one in arrivals]))
            process = _begun(chain, setup, stage, arrivals, here, first, runs)
            for turn in range(process.plan.turns):
                process.advance(setup.stages[stage].line.plays(turn))
            _note(columns, chain, stage, process, here)
            for way, where in chain.ways(stage, process.world):
                lanes = np.flatnonzero(where[: here.size])
                if isinstance(way, End):
                    columns[f"endings.{way.ending}"][here[lanes]] = True
                elif lanes.size:
                    arrival = _Arrival(here[lanes], take(process.world, lanes), chapter)
                    coming.setdefault(way, []).append(arrival)
    return columns


def _columns(chain: Chain, runs: int) -> Columns:
    names = []
    for chapter in chain.order:
        names += [f"opens.{chapter}"]
        names += [f"variant.{chapter}"] * (Stage(chapter, True) in chain.scenes)
        names += [f"{chapter}.{name}" for name in chain.scenes[Stage(chapter)].scenario.outcomes]
    names += [f"endings.{name}" for name in chain.campaign.endings]
    columns: Columns = {name: np.zeros(runs, dtype=bool) for name in names}
    columns |= {f"goals.{seat}": np.zeros(runs) for seat in chain.campaign.seats}
    return columns | {"skipped": np.zeros(runs)}


def _begun(
    chain: Chain,
    setup: CampaignSetup,
    stage: Stage,
    arrivals: Sequence[_Arrival],
    here: np.ndarray,
    first: int,
    runs: int,
) -> PeaceProcess:
    """A stage before its first turn, with a lane for each run that has come into it."""
    process = ensemble(chain.compiled(stage), setup.stages[stage], first, runs)
    for one in arrivals:
        if one.end is not None:
            chain.enter(process.world, stage.chapter, one.end, one.before, one.runs)
    start_over(process)
    if here.size == runs:
        return process
    lanes = np.resize(here, max(here.size, MIN_LANES))
    world, chance = take(process.world, lanes), process.chance.compact(lanes)
    return carry_on(process, world, chance, PeaceProcess, process.policy)


def _note(
    columns: Columns, chain: Chain, stage: Stage, process: PeaceProcess, here: np.ndarray
) -> None:
    """Write down what came of a stage in the runs that were in it."""
    chapter, world, rows = stage.chapter, process.world, process.compiled.rows
    columns[f"opens.{chapter}"][here] = True
    if stage.variant:
        columns[f"variant.{chapter}"][here] = True
    for name in process.plan.scenario.outcomes:
        held = world.tracked[rows[f"outcomes.{name}"], : here.size] != NEVER
        columns[f"{chapter}.{name}"][here] = held
    for seat in chain.campaign.seats:
        score = process.compiled.goal_score(seat, world.tracked[:, : here.size])
        columns[f"goals.{seat}"][here] += chain.campaign.weight(chapter) * score
    columns["skipped"][here] += world.skipped[: here.size]


@dataclass(frozen=True)
class CampaignResult:
    """The runs of a campaign."""

    setup: CampaignSetup
    runs: int
    columns: Columns
    seconds: float

    def outcomes(self) -> dict[str, tuple[int, Estimate]]:
        """Count and share, among all runs, of what opened, came about and was the ending."""
        counts = {
            name: int(column.sum()) for name, column in self.columns.items() if column.dtype == bool
        }
        return {name: (count, wilson(count, self.runs)) for name, count in counts.items()}

    def metrics(self) -> dict[str, Metric]:
        """Each seat's goals, and the moves of the line that were skipped."""
        found = {n: metric(c) for n, c in self.columns.items() if n.startswith("goals.")}
        return found | {"skipped_moves": metric(self.columns["skipped"])}

    def as_json(self) -> dict[str, Any]:
        """The machine-readable result, in the shape of any batch."""
        return {
            "scenario": self.setup.campaign.id,
            "runs": self.runs,
            "seed": self.setup.seed,
            "line": self.setup.line,
            "outcomes": {
                name: {"count": count, "share": share.value, "ci95": share.ci95}
                for name, (count, share) in self.outcomes().items()
            },
            "metrics": {
                name: {"mean": one.mean, "sd": one.sd, "ci95": list(one.ci95)}
                for name, one in self.metrics().items()
            },
            "seconds": self.seconds,
            "runs_per_second": self.runs / self.seconds if self.seconds else 0.0,
        }


def run_campaign(
    setup: CampaignSetup,
    runs: int = 20_000,
    *,
    workers: int = 1,
    chunk: int = CHUNK,
    progress: Progress | None = None,
) -> CampaignResult:
    """Run a campaign many times; no result depends on chunks or workers."""
    begin = time.perf_counter()
    todo = spans(runs, chunk)
    columns: Columns = {}

    def take_over(first: int, part: Columns) -> None:
        for name, values in part.items():
            if name not in columns:
                columns[name] = np.empty(runs, dtype=values.dtype)
            columns[name][first : first + values.size] = values
        if progress is not None:
            progress(part["skipped"].size)

    with local_workers(min(workers, len(todo))) as executor:
        if executor is None:
            chain = setup.chain()
            for first, count in todo:
                take_over(first, run_chunk(chain, setup, first, count))
        else:
            pickled = pickle.dumps(setup)
            futures = {
                executor.submit(_task, pickled, first, count): first for first, count in todo
            }
            for future in as_completed(futures):
                take_over(futures[future], future.result())
    return CampaignResult(setup, runs, columns, time.perf_counter() - begin)


@lru_cache(maxsize=2)
def _prepared(pickled: bytes) -> tuple[Chain, CampaignSetup]:
    setup: CampaignSetup = pickle.loads(pickled)
    return setup.chain(), setup


def _task(pickled: bytes, first: int, runs: int) -> Columns:
    return run_chunk(*_prepared(pickled), first, runs)
