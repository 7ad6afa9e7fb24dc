"""Campaigns by id or path: read, merged, checked against the scenarios that are their chapters."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path as FilePath

from sim import paths
from sim.scenario.checks.expect import joined
from sim.scenario.checks.names import Fault, Path, condition_faults
from sim.scenario.checks.placing import problems_of
from sim.scenario.checks.validate import validate
from sim.scenario.form.campaign import Campaign, Chapter, Otherwise
from sim.scenario.heads import has_chapters, is_campaign, place_of
from sim.scenario.judging import changed
from sim.scenario.load import Loaded, load
from sim.scenario.load import varied as varied_scenario
from sim.scenario.problem import Problem, ScenarioError, errors_in, in_order
from sim.scenario.shelf import failure, find, shipped, sources_state
from sim.scenario.text.merge import resolve
from sim.scenario.text.reader import KEPT
from sim.scenario.text.spans import Document
from sim.scenario.text.suggest import did_you_mean


@dataclass(frozen=True)
class LoadedCampaign:
    """A checked campaign with the scenarios of its chapters."""

    campaign: Campaign
    path: FilePath
    digest: str
    """Hash of the campaign's content and of all that it plays."""
    chapters: Mapping[str, Loaded]
    variants: Mapping[str, Loaded]
    """Chapters as they open where `otherwise` sets something."""
    problems: tuple[Problem, ...]
    """Warnings."""


def load_campaign(name: str, overrides: Mapping[str, object] | None = None) -> LoadedCampaign:
    """A checked campaign.

    Args:
        name: A shipped campaign's id, or a path.
        overrides: Values by dotted path of the campaign, such as `{"chapters.x.carry.trust": 0}`.

    Raises:
        ScenarioError: It does not exist, is no campaign, or has errors.
    """
    path = find(name)
    document = changed(resolve(path, paths.scenarios()), overrides or {})
    if not is_campaign(document):
        raise failure(name, f"{name} is a scenario, not a campaign: it has no chapters")
    found = _Examined(document)
    errors = errors_in(found.problems)
    if found.campaign is None or errors:
        raise ScenarioError(errors or found.problems, found.sources)
    parts = [found.campaign.model_dump_json()]
    parts += [one.digest for one in (*found.chapters.values(), *found.variants.values())]
    digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()
    return LoadedCampaign(
        found.campaign, path, digest, found.chapters, found.variants, tuple(found.problems)
    )


def campaign_problems(document: Document) -> list[Problem]:
    """All problems of a campaign; texts of the chapters' files join the document's sources."""
    found = _Examined(document)
    document.sources.update(found.sources)
    return found.problems


def _others(campaign: Campaign) -> Iterator[tuple[str, Otherwise]]:
    for key, chapter in campaign.chapters.items():
        if chapter.otherwise is not None:
            yield key, chapter.otherwise


class _Examined:
    """A campaign held against its chapters, with all problems of both."""

    def __init__(self, document: Document) -> None:
        self.document, self.sources = document, dict(document.sources)
        self.campaign, self.problems = validate(Campaign, document)
        self.chapters: dict[str, Loaded] = {}
        """The chapters whose scenarios have no errors."""
        self.kept: dict[str, _Chapter] = {}
        self.variants: dict[str, Loaded] = {}
        if self.campaign is not None:
            faults = [*self._chapters(self.campaign), *self._endings(self.campaign)]
            self.problems += problems_of(document, faults)
        self.problems = in_order(self.problems)

    # -- chapters ----------------------------------------------------------------------------------

    def _chapters(self, campaign: Campaign) -> Iterator[Fault]:
        before: str | None = None
        for key, chapter in campaign.chapters.items():
            path = ("chapters", key)
            yield from self._scenario(key, chapter)
            if before is None:
                yield from self._first(key, chapter)
            elif chapter.opens is not None and before in self.chapters:
                scenario = self.chapters[before].scenario
                yield from condition_faults(scenario, (*path, "opens"), chapter.opens)
            if before is not None and chapter.opens is not None and chapter.otherwise is None:
                message = f'"{key}" may not open, so it needs otherwise: what follows then'
                yield path, "no-otherwise", message
            if chapter.otherwise is not None:
                yield from self._otherwise(campaign, key, chapter)
            before = key
        yield from self._seats(campaign)
        for key in campaign.goals:
            if key not in campaign.chapters:
                yield ("goals", key), "unknown-chapter", _unknown("chapter", key, campaign.chapters)
        total = sum(campaign.goals.values())
        if campaign.goals and abs(total - 1) > 1e-6:
            yield ("goals",), "weights", f"the weights must add up to 1, not {total:g}"

    def _scenario(self, key: str, chapter: Chapter) -> Iterator[Fault]:
        """Find and check a chapter's scenario; its own errors are told as they are."""
        path = ("chapters", key, "scenario")
        beside = FilePath(self.document.name).parent
        place = place_of(chapter.scenario, beside)
        if place is None:
            near = [file.stem for file in beside.glob("*.yaml")]
            known = dict.fromkeys([*shipped(), *near])
            yield path, "unknown-scenario", _unknown("scenario", chapter.scenario, known)
            return
        if has_chapters(place):
            yield path, "campaign", f"{chapter.scenario} is a campaign; a chapter is a scenario"
            return
        try:
            self.kept[key] = _chapter(str(place))
            self.chapters[key] = self.kept[key].loaded
            self.sources |= self.chapters[key].document.sources
        except ScenarioError as error:
            self.problems += error.problems
            self.sources |= error.sources

    def _seats(self, campaign: Campaign) -> Iterator[Fault]:
        """Seats that some chapter does not have."""
        for index, seat in enumerate(campaign.seats):
            known = {key: chapter.scenario.seats for key, chapter in self.chapters.items()}
            without = [key for key, seats in known.items() if seat not in seats]
            if without:
                chapters = "chapter" if len(without) == 1 else "chapters"
                near = did_you_mean(seat, known[without[0]])
                message = f'"{seat}" is no seat of the {chapters} {joined(without)}{near}'
                yield ("seats", index), "unknown-seat", message

    def _first(self, key: str, chapter: Chapter) -> Iterator[Fault]:
        given = {
            "opens": chapter.opens is not None,
            "otherwise": chapter.otherwise is not None,
            "carry": bool(chapter.carry.weights()) or chapter.carry.types,
        }
        for name, there in given.items():
            if there:
                message = f'"{key}" is the first chapter: nothing comes before it, so no {name}'
                yield ("chapters", key, name), "first-chapter", message

    def _otherwise(self, campaign: Campaign, key: str, chapter: Chapter) -> Iterator[Fault]:
        other = chapter.otherwise
        assert other is not None
        path = ("chapters", key, "otherwise")
        if chapter.opens is None:
            message = f'"{key}" always opens, so there is no otherwise; write opens: with it'
            yield path, "no-opens", message
        if other.ending is not None and other.ending not in campaign.endings:
            message = _unknown("ending", other.ending, campaign.endings)
            yield (*path, "ending"), "unknown-ending", message
        order = list(campaign.chapters)
        if other.chapter is not None and other.chapter not in order:
            message = _unknown("chapter", other.chapter, order)
            yield (*path, "chapter"), "unknown-chapter", message
        elif other.chapter is not None and order.index(other.chapter) <= order.index(key):
            message = f'"{other.chapter}" does not come after "{key}": a campaign only goes forward'
            yield (*path, "chapter"), "cycle", message
        if other.set is not None and key in self.chapters:
            yield from self._variant(key, other.set)

    def _variant(self, key: str, overrides: Mapping[str, object]) -> Iterator[Fault]:
        """The chapter with what is set; where that fails, what is wrong with each path alone."""
        path = ("chapters", key, "otherwise", "set")
        try:
            self.variants[key] = self.kept[key].varied(overrides)
        except ScenarioError as whole:
            alone = list(self._alone(self.kept[key], path, overrides))
            yield from alone or [(path, "set", whole.problems[0].message)]

    def _alone(
        self, chapter: _Chapter, path: Path, overrides: Mapping[str, object]
    ) -> Iterator[Fault]:
        for dotted, value in overrides.items():
            try:
                chapter.varied({dotted: value})
            except ScenarioError as error:
                for problem in error.problems:
                    yield (*path, dotted), problem.rule, problem.message

    # -- endings -----------------------------------------------------------------------------------

    def _endings(self, campaign: Campaign) -> Iterator[Fault]:
        asked = {other.ending for _, other in _others(campaign)}
        lost = asked - {None, *campaign.endings} or any(
            chapter.opens is not None and chapter.otherwise is None
            for chapter in campaign.chapters.values()
        )
        *_, last = campaign.endings
        end = self.chapters.get(list(campaign.chapters)[-1])
        for name, ending in campaign.endings.items():
            path = ("endings", name)
            if ending.when is not None and name == last:
                message = f'"{name}" is the last ending and the one that is left, so no when'
                yield (*path, "when"), "last-ending", message
            elif ending.when is not None and end is not None:
                yield from condition_faults(end.scenario, (*path, "when"), ending.when)
            elif ending.when is None and name != last and name not in asked and not lost:
                message = f'nothing leads to "{name}": write when:, or name it in an otherwise:'
                yield path, "no-way", message


# -- what is kept ----------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class _Chapter:
    """A chapter's scenario, with the variants of it that were asked for last."""

    loaded: Loaded
    variants: dict[str, Loaded] = field(default_factory=dict)

    def varied(self, overrides: Mapping[str, object]) -> Loaded:
        """The scenario with values set.

        Raises:
            ScenarioError: A path that leads nowhere, or a value that does not fit.
        """
        key = repr(dict(overrides))
        found = self.variants.get(key) or varied_scenario(self.loaded, overrides)
        if len(self.variants) >= KEPT:
            self.variants.clear()
        self.variants[key] = found
        return found


def _chapter(place: str) -> _Chapter:
    """A chapter's scenario; while the texts that it is made of stay as they are, it is kept.

    Raises:
        ScenarioError: It has errors.
    """
    document = resolve(place, paths.scenarios())
    return _chapter_of(place, tuple(document.sources.items()), sources_state())


@lru_cache(maxsize=KEPT)
def _chapter_of(place: str, _texts: tuple[tuple[str, str], ...], _facts: object) -> _Chapter:
    return _Chapter(load(place))


def _unknown(kind: str, name: str, known: Mapping[str, object] | list[str]) -> str:
    hint = did_you_mean(name, known) or f"; there are {', '.join(known)}"
    return f'there is no {kind} "{name}"{hint}'
