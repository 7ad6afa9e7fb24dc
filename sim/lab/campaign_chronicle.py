"""One run of a campaign told from its first chapter to its ending."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sim.lab.campaign import CampaignSetup
from sim.lab.chronicle import Chronicle, tell
from sim.lab.runner import ensemble
from sim.model.campaign import End, Stage
from sim.model.process import PeaceProcess
from sim.model.rollout import start_over, take


@dataclass(frozen=True)
class ToldChapter:
    """A chapter of one run."""

    stage: Stage
    title: str
    bridge: str
    """What is told before it."""
    told: Chronicle


@dataclass(frozen=True)
class CampaignChronicle:
    """One run of a campaign from its first chapter to its ending."""

    setup: CampaignSetup
    run: int
    chapters: tuple[ToldChapter, ...]
    bridge: str
    ending: str

    def lines(self) -> Iterator[str]:
        """The chronicle as plain text."""
        campaign = self.setup.campaign
        yield campaign.title
        order = list(campaign.chapters)
        for one in self.chapters:
            yield ""
            number = order.index(one.stage.chapter) + 1
            yield f"== Chapter {number} of {len(order)}: {one.title}"
            yield from _prose(one.bridge)
            yield from one.told.lines()
        yield ""
        yield f"== How the campaign ended: {campaign.endings[self.ending].title}"
        yield from _prose(self.bridge)
        yield from _prose(campaign.endings[self.ending].text)

    def as_json(self) -> dict[str, Any]:
        """The machine-readable result."""
        return {
            "scenario": self.setup.campaign.id,
            "seed": self.setup.seed,
            "run": self.run,
            "line": self.setup.line,
            "chapters": [
                {
                    "chapter": one.stage.chapter,
                    "variant": one.stage.variant,
                    "title": one.title,
                    **one.told.as_json(),
                }
                for one in self.chapters
            ],
            "ending": self.ending,
        }


def _prose(text: str) -> Iterator[str]:
    if text:
        yield " ".join(text.split())


def campaign_chronicle(setup: CampaignSetup, run: int = 0) -> CampaignChronicle:
    """Play one run of a campaign and tell it; it is the same run as in a batch of the setup."""
    chain = setup.chain()
    stage, told, bridge = chain.first, list[ToldChapter](), ""
    before: PeaceProcess | None = None
    while True:
        compiled = chain.compiled(stage)
        process = ensemble(compiled, setup.stages[stage], run, 1, watch=True)
        if before is not None:
            end = take(before.world, [0])
            if chain.enter(process.world, stage.chapter, end, told[-1].stage.chapter, [0]):
                start_over(process)
        chronicle = tell(compiled, setup.stages[stage], process, run)
        told.append(ToldChapter(stage, chain.title(stage.chapter), bridge, chronicle))
        way = next(way for way, where in chain.ways(stage, process.world) if where[0])
        bridge = chain.bridge(stage.chapter, way)
        if isinstance(way, End):
            return CampaignChronicle(setup, run, tuple(told), bridge, way.ending)
        stage, before = way, process
