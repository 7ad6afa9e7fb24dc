"""The debrief in words, line by line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sim.cli.telling import band, long_date, points, types, wrapped
from sim.scenario.problem import visible

if TYPE_CHECKING:
    from sim.game.debrief import Debrief


def debrief_lines(told: Debrief) -> Iterator[str]:
    """The debrief, section by section."""
    yield f"Debrief: {visible(told.title)}, {visible(told.seat_name)}, seed {told.seed}."
    if told.level:
        yield f"Level: {visible(told.level)}."
    yield f"You reached {points(told.score)} of 100."
    for ending in told.endings:
        counts = f" It counts {points(ending.weight)}." if ending.weight else ""
        when = f"reached by {ending.date}" if ending.reached else "not reached"
        yield f"- {visible(ending.title)}: {when}.{counts}"
        if ending.reached and ending.text:
            yield from wrapped(ending.text, "  ", "  ")
    yield from _record(told)
    yield ""
    yield "Turning points:"
    for point in told.turning_points:
        yield from wrapped(f"- {point.date}: {point.text}", "  ")
        for cause in point.causes:
            yield from wrapped(cause, "    ", "    ")
    yield from _opened(told)
    if told.at_home:
        yield ""
        yield from wrapped(f"At home: {visible(told.at_home)}", "  ")
    yield from _factors(told)
    if told.worth:
        yield ""
        yield "What your moves were worth (hundredths of the score, with a range):"
        for one in sorted(told.worth, key=lambda worth: -abs(worth.change)):
            low, high = points(one.low), points(one.high)
            worth = f"{points(one.change):+d} ({low:+d} to {high:+d})"
            yield from wrapped(f"- {one.date} {one.label}: {worth}.", "  ")
    if told.questions:
        yield ""
        yield "Questions to think about:"
        for number, question in enumerate(told.questions, start=1):
            yield from wrapped(f"{number}. {question}", "   ")


def _factors(told: Debrief) -> Iterator[str]:
    if told.factors:
        yield ""
        yield "Why you could play the part:" if told.owner else "Why the mediator could do it:"
        for factor in told.factors:
            cites = f" [{', '.join(factor.cites)}]" if factor.cites else ""
            said = f"- {factor.title}: {factor.told}. {factor.says}{cites}"
            yield from wrapped(said, "  ")


def _record(told: Debrief) -> Iterator[str]:
    yield ""
    yield "Beside the record:"
    for row in told.beside:
        if row.own or row.record:
            yield f"From {long_date(row.date)}:"
            yield from wrapped(f"You: {'; '.join(row.own) or 'nothing'}.", "    ", "  ")
            for note in row.record:
                cites = f" [{', '.join(note.cites)}]" if note.cites else ""
                yield from wrapped(f"Record, {note.date}: {note.text}{cites}", "    ", "  ")
    yield ""
    yield "What the record knows, and how it went here:"
    for point in told.points:
        then = "came about" if point.kind == "checkpoint" else "did not come about"
        here = f"here it did ({point.date})" if point.here else "here it did not"
        yield from wrapped(f"- {point.title}, by {point.by}: {then}; {here}.", "  ")


def _opened(told: Debrief) -> Iterator[str]:
    yield ""
    yield "What was hidden:"
    for hidden in told.types:
        yield f"- {visible(hidden.name)} was this kind of spoiler: {hidden.truth}."
        yield f"  You believed at first: {types(hidden.before)}."
        yield f"  You believed at last: {types(hidden.after)}."
        for name, shares in hidden.advisers:
            yield from wrapped(f"{name} believed at last: {types(shares)}.", "    ", "  ")
    for number in told.numbers:
        off = "" if number.inside else " (outside what you reckoned with)"
        yield from wrapped(
            f"- {number.label}: {points(number.truth)}; you had {band(number.after)}{off}.", "  "
        )
