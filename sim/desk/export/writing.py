"""The debrief for reading without the program: plain text, and one HTML file that loads nothing.

The page also holds the game itself as a save, so that a teacher who has the pages of a class can
put them together with `twintrack gather`.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sim import paths
from sim.catalogue import _, plural
from sim.desk.export.svg import signed
from sim.desk.models.debrief import Aim, Dated, DebriefView
from sim.desk.models.forecasts import ForecastsView
from sim.desk.models.notes import Notes
from sim.desk.models.river import RiverView
from sim.files import READABLE, write_whole

if TYPE_CHECKING:
    from sim.game.saving.save import Save

_WIDTH: Final = 78
FOLDER: Final = "debriefs"
LONGEST: Final = 80
"""Characters of a file's name that come from titles."""


@dataclass(frozen=True, slots=True)
class Extras:
    """What a report holds besides the debrief itself."""

    river: RiverView | None = None
    notes: Notes | None = None
    forecasts: ForecastsView | None = None


NOTHING: Final = Extras()


def write_debrief(
    view: DebriefView,
    folder: Path | None = None,
    save: Save | None = None,
    extras: Extras = NOTHING,
) -> tuple[Path, Path]:
    """Write a debrief as text and as HTML.

    Args:
        view: What is written.
        folder: Where; by default a folder of the user's own files.
        save: The game, to go into the page.
        extras: What else there is.

    Returns:
        The two files.

    Raises:
        OSError: They cannot be written.
    """
    folder = folder or paths.user_data() / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"[^a-z0-9]+", "-", f"{view.title} {view.seat_name}".lower())[:LONGEST]
    base = f"{name.strip('-') or 'debrief'}-{datetime.now():%Y%m%d-%H%M%S}"
    text, page = folder / f"{base}.txt", folder / f"{base}.html"
    write_one(text, view, save, extras)
    write_one(page, view, save, extras)
    return text, page


def write_one(
    path: Path, view: DebriefView, save: Save | None = None, extras: Extras = NOTHING
) -> None:
    """Write a debrief into one file: a page where its name ends in .html or .htm, else text.

    The file is whole or it is not there.

    Raises:
        OSError: It cannot be written.
    """
    from sim.desk.export.page import as_html

    is_page = path.suffix.lower() in (".html", ".htm")
    text = as_html(view, save, extras) if is_page else as_text(view, extras)
    write_whole(path, text, READABLE)


def where_it_lies(written: Iterable[Path]) -> str:
    """Where what was written down lies, for a dialog."""
    said = _("To read without this program, and without a network:") + "\n\n"
    return said + "\n".join(str(path) for path in written)


def why_not(error: OSError, path: Path | None = None) -> str:
    """Why a file could not be written, in a sentence."""
    where = path or error.filename or _("The folder")
    return _("{where}: {why}.").format(where=where, why=error.strerror or error)


# -- plain text ------------------------------------------------------------------------------------


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
            luck = "" if one.told_apart else _(" (not to be told apart from luck)")
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


# -- words that both have --------------------------------------------------------------------------


def about(view: DebriefView) -> str:
    """Whose game it was, when, and at what level."""
    parts = [view.seat_name, view.dates]
    if view.level:
        parts.append(_("level: {level}").format(level=view.level))
    if not view.over:
        parts.append(_("stopped after turn {turn}").format(turn=view.turns))
    return ", ".join(part for part in parts if part)


def aim_text(aim: Aim) -> str:
    """An aim, what it counts for, and what was missing."""
    points = plural("{count} point", "{count} points", aim.points).format(count=aim.points)
    if aim.reached:
        return _("{title}: {points}, reached ({date}).").format(
            title=aim.title, points=points, date=aim.date
        )
    text = _("{title}: {points}, not reached.").format(title=aim.title, points=points)
    if aim.missing:
        head = _("Missing on the nearest way:") if aim.nearest else _("Missing:")
        text = f"{text} {head} {' '.join(aim.missing)}"
    return text


def point_text(point: Dated) -> str:
    """A dated point and how it went here."""
    here = (
        _("here in the turn from {date}").format(date=point.date)
        if point.here
        else _("here it did not")
    )
    went = _("as recorded") if point.as_recorded else _("otherwise than recorded")
    return _("{title} (by {date}): {here}; {went}.").format(
        title=point.title, date=point.by, here=here, went=went
    )


def forecast_texts(view: ForecastsView) -> Iterator[str]:
    """Every bet with what came of it, the scores, and what may be said of so few."""
    yield view.words
    for score in view.scores:
        yield _("{who}: a Brier score of {score} (0 is perfect, 0.25 is a coin).").format(
            who=score.who, score=score.words
        )
    yield from (one.words for one in view.bins)
    for row in view.rows:
        text = _("Turn {turn}, {date}, {what}: you said {said} in 20; it {came}.").format(
            turn=row.turn, date=row.day, what=row.label, said=row.said, came=row.words
        )
        if row.desk is not None:
            text += " " + _("The desk's odds were {odds} in 20.").format(odds=row.desk)
        yield text


def belief_text(who: str, share: float) -> str:
    """What somebody gave the truth."""
    return _("{who} gave that {count} in 20.").format(who=who, count=round(20 * share))


def trust(view: DebriefView) -> tuple[str, ...]:
    """How far to trust a report, in a few sentences."""
    if not view.has_record and not view.facts:
        invented = _(
            "This is a game that rests on no text. Its numbers are assumed by those who wrote it, "
            "and how strongly things work on one another is mostly assumed as well. It shows what "
            "follows from these assumptions, and nothing of what happened anywhere."
        )
        return (invented, view.grounds)
    return (
        _(
            "This is a game made from sources, not a finding about the past. The moves, the dates "
            "and what happened are taken from the texts below; how strongly things work on one "
            "another is mostly assumed, and set by hand within what the texts allow."
        ),
        _(
            "What the record shows, it shows of the one way that things went. What the other paths "
            "are said to have been rests on the model alone: shares of runs tell what the model "
            "holds likely, and not what would have happened."
        ),
        _(
            "The texts tell much of the story from one side. Ask of each line who tells it, who "
            "does not, and what the others would say."
        ),
        view.grounds,
    )
