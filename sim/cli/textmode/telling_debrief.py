"""The debrief in words, part by part and line by line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Final

from sim.catalogue import _
from sim.cli.textmode.telling import band, long_date, points, wrapped
from sim.cli.textmode.telling_view import types
from sim.scenario.problem import visible

if TYPE_CHECKING:
    from sim.desk.models.debrief_campaign import CampaignDebriefView
    from sim.desk.models.river import RiverView
    from sim.game.debriefing.debrief import Debrief, Ending


def debrief_lines(told: Debrief) -> Iterator[str]:
    """The whole debrief, section by section."""
    yield from ending_lines(told)
    for lines in (record_lines, turning_lines, hidden_lines, part_lines):
        yield from lines(told)
    if told.worth:
        yield from worth_lines(told)
    yield from question_lines(told)


def ending_lines(told: Debrief) -> Iterator[str]:
    """How it ended: the score by aims, and what an aim lacked that was not reached."""
    yield _("Debrief: {title}, {seat}, seed {seed}.").format(
        title=visible(told.title), seat=visible(told.seat_name), seed=told.seed
    )
    if told.level:
        yield _("Level: {level}.").format(level=visible(told.level))
    for note in told.notes:
        yield from wrapped(visible(note))
    yield _("You reached {score} of 100.").format(score=points(told.score))
    for ending in told.endings:
        yield from wrapped(f"- {_ending(ending)}", "  ")
        if ending.reached and ending.text:
            yield from wrapped(ending.text, "  ", "  ")
        if not ending.reached and ending.weight and ending.missing:
            head = _("missing on the nearest way:") if ending.ways > 1 else _("missing:")
            yield from wrapped(f"{head} {visible(' '.join(ending.missing))}", "    ", "  ")
    if told.at_home:
        yield ""
        yield from wrapped(_("At home: {text}").format(text=visible(told.at_home)), "  ")


def _ending(ending: Ending) -> str:
    title = visible(ending.title)
    said = (
        _("{title}: reached by {date}.").format(title=title, date=ending.date)
        if ending.reached
        else _("{title}: not reached.").format(title=title)
    )
    if ending.weight:
        said += " " + _("It counts {points}.").format(points=points(ending.weight))
    return said


def record_lines(told: Debrief) -> Iterator[str]:
    """Your line beside the record, and the dated points; or, where there is none, your line."""
    has_record = bool(told.points) or any(row.record for row in told.compared)
    if not has_record and not any(row.own for row in told.compared):
        return
    yield ""
    yield _("Beside the record:") if has_record else _("Your moves:")
    for row in told.compared:
        if row.own or row.record:
            yield _("From {date}:").format(date=long_date(row.date))
            own = "; ".join(row.own) or _("nothing")
            yield from wrapped(_("You: {moves}.").format(moves=own), "    ", "  ")
            for note in row.record:
                said = _("Record, {date}: {text}").format(date=note.date, text=note.text)
                yield from wrapped(said + _marks(note.cites), "    ", "  ")
    if not told.points:
        return
    yield ""
    yield _("What the record knows, and how it went here:")
    for point in told.points:
        then = _("came about") if point.kind == "checkpoint" else _("did not come about")
        here = _("here it did ({date})").format(date=point.date)
        said = _("{title}, by {date}: {then}; {here}.").format(
            title=point.title,
            date=point.by,
            then=then,
            here=here if point.here else _("here it did not"),
        )
        yield from wrapped(f"- {said}", "  ")


def turning_lines(told: Debrief) -> Iterator[str]:
    """The moments that turned it."""
    yield ""
    yield _("Turning points:")
    for point in told.turning_points:
        yield from wrapped(f"- {point.date}: {point.text}", "  ")
        for cause in point.causes:
            yield from wrapped(cause, "    ", "    ")
    if not told.turning_points:
        yield _("No single moment turned this game.")


def hidden_lines(told: Debrief) -> Iterator[str]:
    """What was hidden, and what was believed of it."""
    yield ""
    yield _("What was hidden:")
    for hidden in told.types:
        said = _("{who} was this kind of spoiler: {kind}.")
        yield f"- {said.format(who=visible(hidden.name), kind=hidden.truth)}"
        yield "  " + _("You believed at first: {shares}.").format(shares=types(hidden.before))
        yield "  " + _("You believed at last: {shares}.").format(shares=types(hidden.after))
        for name, shares in hidden.advisers:
            said = _("{who} believed at last: {shares}.").format(who=name, shares=types(shares))
            yield from wrapped(said, "    ", "  ")
    for number in told.numbers:
        off = "" if number.inside else _(" (outside what you reckoned with)")
        said = _("{what}: {truth}; you had {band}{off}.").format(
            what=number.label, truth=points(number.truth), band=band(number.after), off=off
        )
        yield from wrapped(f"- {said}", "  ")


def part_lines(told: Debrief) -> Iterator[str]:
    """Why the mediator could play its part; nothing where the scenario does not say."""
    if told.factors:
        yield ""
        yield (
            _("Why you could play the part:") if told.owner else _("Why the mediator could do it:")
        )
        for factor in told.factors:
            said = f"- {factor.title}: {factor.told}. {factor.says}{_marks(factor.cites)}"
            yield from wrapped(said, "  ")


def worth_lines(told: Debrief) -> Iterator[str]:
    """What the moves were worth, those that can be told apart from luck first."""
    yield ""
    yield _("What your moves were worth (hundredths of the score, with a range):")
    ranked = sorted(told.worth, key=lambda worth: (not worth.clear, -abs(worth.change)))
    for one in ranked:
        said = _("{date} {move}: {points:+d} ({low:+d} to {high:+d})").format(
            date=one.date,
            move=one.label,
            points=points(one.change),
            low=points(one.low),
            high=points(one.high),
        )
        luck = "" if one.clear else _(", not to be told apart from luck")
        yield from wrapped(f"- {said}{luck}.", "  ")
    if not told.worth:
        yield _("You made no move, so there is nothing to weigh.")


def question_lines(told: Debrief, notes: Callable[[str], str] | None = None) -> Iterator[str]:
    """The questions, each with its moment and, where there is one, a note."""
    if not told.questions:
        return
    yield ""
    yield _("Questions to think about:")
    for number, one in enumerate(told.questions, start=1):
        yield from wrapped(f"{number}. {visible(one.text)}", "   ")
        if one.moment:
            yield from wrapped(f"{visible(one.moment)}{_marks(one.cites)}", "   ", "   ")
        if notes is not None and notes(one.text):
            said = _("Your note: {text}").format(text=visible(notes(one.text)))
            yield from wrapped(said, "   ", "   ")


def river_lines(view: RiverView) -> Iterator[str]:
    """The path map in words: every fork with its shares."""
    if not view.forks:
        yield _("The record of this scenario has no dated points, so there are no forks.")
        return
    yield from wrapped(view.about)
    for fork in view.forks:
        yield from wrapped(f"- {visible(fork.title)}", "  ")
        said = " ".join((fork.short, *fork.lines))
        yield from wrapped(f"{said}{_marks(fork.cites)}", "    ", "    ")
    yield from wrapped(view.alone)


def arc_lines(view: CampaignDebriefView) -> Iterator[str]:
    """A campaign so far, by the dated points of all its chapters."""
    yield from wrapped(view.verdict)
    last = 0
    for point in view.arc:
        if point.chapter != last:
            last = point.chapter
            title = view.chapters[last - 1].title
            said = _("{number}. {title}").format(number=last, title=visible(title))
            yield from wrapped(said, "   ")
        if point.here is None:
            here = _("the campaign has not come to it")
        elif point.here:
            here = _("here in the turn from {date}").format(date=point.date)
        else:
            here = _("not here")
        said = _("{date}: {title}; {here}.").format(
            date=point.by, title=visible(point.title), here=here
        )
        yield from wrapped(f"{said}{_marks(point.cites)}", "     ", "   ")


def _marks(cites: Iterable[str]) -> str:
    names = ", ".join(cites)
    return f" [{names}]" if names else ""


PARTS: Final[dict[str, Callable[[Debrief], Iterator[str]]]] = {
    "ending": ending_lines,
    "record": record_lines,
    "turning": turning_lines,
    "worth": worth_lines,
    "hidden": hidden_lines,
    "part": part_lines,
    "questions": question_lines,
}
"""The parts of a debrief that can be asked for on their own."""
