"""What all of a class are given: the briefing, who is who, what is argued over, what is known."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Final

from sim.dates import date_words, month
from sim.lab.lesson.sheet import Sheet, grid, heading, paragraph, paragraphs
from sim.scenario.codex import names
from sim.scenario.form.codex import NameEntry
from sim.scenario.heads import after
from sim.scenario.load import Loaded
from sim.scenario.schema import Scenario
from sim.scenario.shelf import sources

_YEARS: Final = 6
"""How far back what is told of the time before goes."""
_SHORT: Final = 250
"""Letters up to which a fact of the time before is told."""
_SENTENCE: Final = re.compile(r"(?<=[a-z0-9)\"][.]) (?=[A-Z\"])")
_REFERENCE: Final = re.compile(r"\s*\((?:[^()]*\b)?X\d+\b[^()]*\)")
MOST_KNOWN: Final = 6
"""Facts told of the time before; the latest, since the class reads them all."""


def days(scenario: Scenario) -> str:
    """From its first day to its last, and in how many turns."""
    calendar = scenario.calendar
    end = after(calendar.start, calendar.turn, calendar.turns) - dt.timedelta(days=1)
    return (
        f"{date_words(calendar.start)} to {date_words(end)}, in {calendar.turns} turns of "
        f"{calendar.turn}"
    )


def cover(loaded: Loaded, plain: bool) -> Iterator[Sheet]:
    """The sheets of the whole class.

    Args:
        loaded: The scenario.
        plain: Whether the briefing is given in plain words alone; otherwise in both.
    """
    scenario = loaded.scenario
    known = list(_before(loaded))
    parts = [
        paragraph(days(scenario)),
        paragraph(scenario.summary, "lead"),
        heading(f"The story so far, as {_called(scenario)} is told it"),
        paragraphs(scenario.story(plain)),
        heading("What it is about"),
        paragraph(f"The initiative: {scenario.initiative.title}, begun by {_called(scenario)}."),
        _issues(scenario),
        heading("What is known at the start") if known else "",
        grid("", ["when", "what"], known, dates=(0,), flows=True),
        heading("Who is who"),
        _cast(scenario),
        _spellings(scenario),
    ]
    of = f"For everybody \N{MIDDLE DOT} {scenario.id}"
    yield Sheet("class", of, scenario.title, "\n".join(part for part in parts if part))
    if scenario.briefing_plain and not plain:
        body = f'<div class="plain">{paragraphs(scenario.briefing_plain)}</div>'
        yield Sheet("plain", of, f"{scenario.title}: the story in plain words", body)


def _called(scenario: Scenario) -> str:
    """Who owns the initiative, as in a sentence."""
    owner = scenario.actors[scenario.initiative.by]
    return owner.called or owner.short


def _issues(scenario: Scenario) -> str:
    rows = []
    for one in scenario.issues.values():
        limits = one.framework
        agreed = "" if limits is None else f"{limits[0]:g} to {limits[1]:g}"
        rows.append([one.title, one.low, one.high, agreed])
    header = ["issue", "0 means", "1 means", "agreed before"]
    said = "Each issue is a line from 0 to 1, and a text that is proposed marks a point on each."
    if any(row[3] for row in rows):
        said += " “Agreed before” is the part of it that a standing agreement allows."
        return grid(said, header, rows, dates=(3,))
    return grid(said, header[:3], [row[:3] for row in rows])


def _cast(scenario: Scenario) -> str:
    rows = []
    for actor in scenario.actors.values():
        short = "" if actor.short == actor.name else f" (here: {actor.short})"
        seat = " \N{BLACK STAR}" if actor.seat else ""
        rows.append([f"{actor.name}{short}{seat}", actor.leader or "", actor.about or ""])
    said = "\N{BLACK STAR} marks a part that somebody in class can play."
    header = ["name", "speaks for it", "what is known of it"]
    if any(row[1] for row in rows):
        return grid(said, header, rows, flows=True)
    return grid(
        said, [header[0], header[2]], [[name, about] for name, _, about in rows], flows=True
    )


def _spellings(scenario: Scenario) -> str:
    """Other names by which those of this scenario are known in other texts."""
    text = " ".join(
        part
        for actor in scenario.actors.values()
        for part in (actor.name, actor.leader or "", actor.about or "")
    )
    found = [
        f"{one.title}: also {', '.join(one.also)}"
        for one in names().values()
        if one.also and _meant(one, scenario, text)
    ]
    said = "In other texts you may meet: " + "; ".join(found) + "."
    return paragraph(said, "note") if found else ""


def _meant(one: NameEntry, scenario: Scenario, text: str) -> bool:
    """Whether a name is one of this scenario's, and its other forms tell more than a part of it."""
    own = one.title in text or any(actor in scenario.actors for actor in one.actors)
    return own and any(other not in one.title for other in one.also)


def _before(loaded: Loaded) -> Iterator[list[str]]:
    """Events that the scenario cites and that all could know of on its first day."""
    start = loaded.scenario.calendar.start
    cited = _cited(loaded.scenario.model_dump(include={"actors", "trust", "tables", "issues"}))
    oldest = start.replace(year=start.year - _YEARS, day=1)
    events = [
        (fact.known_from, name)
        for name, fact in loaded.facts.items()
        if name in cited and fact.kind == "event" and oldest <= fact.known_from <= start
    ]
    whole = sources().facts
    for day, name in sorted(events)[-MOST_KNOWN:]:
        fact = loaded.facts[name]
        # The title of a fact of which only a part was known may tell what came later.
        title = f"{fact.title}. " if name in whole else ""
        yield [f"by {month(day)} {day.year}", title + beginning(fact.text)]


def beginning(text: str) -> str:
    """The first sentence of a fact, and what follows while it stays short.

    References from fact to fact are left out: the class has no list of them.
    """
    first, *others = _SENTENCE.split(_REFERENCE.sub("", text.strip()))
    for one in others:
        if len(first) + len(one) > _SHORT:
            break
        first = f"{first} {one}"
    return first.rstrip(".") + "."


def _cited(data: object) -> set[str]:
    """Ids of all facts cited anywhere in plain data."""
    if isinstance(data, dict):
        own = set(data.get("cite") or ())
        return own.union(*(_cited(value) for value in data.values()))
    if isinstance(data, list):
        return set[str]().union(*(_cited(value) for value in data))
    return set()
