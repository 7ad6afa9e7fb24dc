"""The debrief as plain text."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from typing import Final

from sim.catalogue import _
from sim.desk.export.words import (
    NOTHING,
    Extras,
    about,
    aim_text,
    belief_text,
    forecast_texts,
    point_text,
    trust,
)
from sim.desk.models.debrief import DebriefView
from sim.desk.models.signs import signed

_WIDTH: Final = 78


def as_text(view: DebriefView, extras: Extras = NOTHING) -> str:
    """The debrief as plain text, at most 78 characters a line."""
    return "\n".join(_text(view, extras)) + "\n"


def _text(view: DebriefView, extras: Extras) -> Iterator[str]:
    yield from wrapped(view.title.upper())
    yield from wrapped(_("Debrief: {what}").format(what=about(view)))
    if extras.notes is not None and extras.notes.name:
        yield from wrapped(_("Name: {name}").format(name=extras.notes.name))
    yield ""
    score = _("Score: {score} of 100.").format(score=view.score)
    yield from wrapped(f"{view.verdict} {score}")
    for note in view.notes:
        yield from wrapped(note)
    yield from _heading(_("Aims"))
    for aim in view.aims:
        yield from wrapped(aim_text(aim), "  ")
    came = [one.title for one in view.others if one.reached]
    if came:
        yield from _heading(_("What else came about"))
        yield from (line for title in came for line in wrapped(title, "  "))
    yield from _record(view)
    yield from _turned(view)
    yield from _forecasts(extras)
    yield from _river(extras)
    yield from _opened(view)
    yield from _questions(view, extras)
    yield from _heading(_("How far to trust this"))
    yield from (line for text in trust(view) for line in wrapped(text, "  "))
    if view.facts:
        yield from _heading(_("Sources"))
    for fact in view.facts:
        yield from wrapped(_("{id}: {title}").format(id=fact.id, title=fact.title), "  ")
        yield from (line for source in fact.drawn_from for line in wrapped(source, "      "))
    yield ""
    yield _("Chance {seed}.").format(seed=view.seed)


def _record(view: DebriefView) -> Iterator[str]:
    yield from _heading(_("Beside the record") if view.has_record else _("Your moves"))
    for days in view.days:
        yield days.dates
        if not days.own:
            yield from wrapped(_("You: no move") if days.played else _("You: not played"), "  ")
        for own in days.own:
            same = _(" (as in the record)") if own.same else ""
            yield from wrapped(_("You: {move}").format(move=own.text) + same, "  ")
        for told in days.record:
            yield from wrapped(f"{told.date}: {told.text}{_marks(told.cites)}", "  ")
        yield ""
    if not view.has_points:
        return
    for title, points in (
        (_("Dated points"), view.checkpoints),
        (_("What did not happen"), view.foils),
    ):
        yield from _heading(title)
        for point in points:
            yield from wrapped(point_text(point) + _marks(point.cites), "  ")


def _turned(view: DebriefView) -> Iterator[str]:
    yield from _heading(_("What turned it"))
    for turn in view.turning:
        said = _("Turn {number}, {date}. {title}: {text}").format(
            number=turn.number, date=turn.date, title=turn.title, text=turn.text
        )
        yield from wrapped(said, "  ")
        yield from (line for cause in turn.causes for line in wrapped(cause, "    "))
    if view.worth:
        yield from _heading(_("What each move was worth, in points of the score"))
        for one in view.worth:
            said = _("{points} ({low} to {high}) {move}, {date}").format(
                points=signed(one.points),
                low=signed(one.low),
                high=signed(one.high),
                move=one.label,
                date=one.date,
            )
            luck = "" if one.clear else _(" (not to be told apart from luck)")
            yield from wrapped(said + luck, "  ")


def _forecasts(extras: Extras) -> Iterator[str]:
    if extras.forecasts is not None:
        yield from _heading(_("Your forecasts"))
        for text in forecast_texts(extras.forecasts):
            yield from wrapped(text, "  ")


def _river(extras: Extras) -> Iterator[str]:
    river = extras.river
    if river is None or not river.forks:
        return
    yield from _heading(_("The paths that this could take"))
    yield from wrapped(river.about, "  ")
    yield from wrapped(river.alone, "  ")
    for fork in river.forks:
        text = _("{title}. {said}").format(
            title=fork.title, said=" ".join((fork.short, *fork.lines))
        )
        yield from wrapped(text + _marks(fork.cites), "  ")


def _opened(view: DebriefView) -> Iterator[str]:
    yield from _heading(_("What was hidden"))
    for hidden in view.hidden:
        said = _("{who}: {kind}. It {about}.").format(
            who=hidden.face.name, kind=hidden.word, about=hidden.about
        )
        yield from wrapped(said, "  ")
        for belief in hidden.beliefs:
            yield from wrapped(belief_text(belief.who, belief.shares[hidden.truth]), "    ")
    for number in view.numbers:
        said = _("{who}, {what}: {truth}; you had {low} to {high}").format(
            who=number.face.name,
            what=number.group,
            truth=round(100 * number.truth),
            low=round(100 * number.low),
            high=round(100 * number.high),
        )
        yield from wrapped(said, "  ")
    if view.at_home:
        yield from _heading(_("At home"))
        yield from wrapped(view.at_home, "  ")
    if view.reasons:
        yield from _heading(view.why)
        for reason in view.reasons:
            said = f"{reason.title}: {reason.told}. {reason.says}{_marks(reason.cites)}"
            yield from wrapped(said, "  ")


def _questions(view: DebriefView, extras: Extras) -> Iterator[str]:
    yield from _heading(_("Questions"))
    for count, one in enumerate(view.questions, start=1):
        yield from wrapped(f"{count}. {one.text}", "  ")
        if one.moment:
            yield from wrapped(f"{one.moment}{_marks(one.cites)}", "     ")
        note = "" if extras.notes is None else extras.notes.answer(one.text)
        for line in note.splitlines():
            yield from wrapped(_("Note: {text}").format(text=line), "     ")


def _heading(title: str) -> tuple[str, str, str]:
    return "", title, "-" * min(_WIDTH, len(title))


def wrapped(text: str, indent: str = "") -> list[str]:
    """A text in lines of at most 78 characters."""
    after = indent + "  " if indent else ""
    return textwrap.wrap(text, _WIDTH, initial_indent=indent, subsequent_indent=after)


def _marks(cites: Iterable[str]) -> str:
    names = ", ".join(cites)
    return f" [{names}]" if names else ""
