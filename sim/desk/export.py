"""The debrief for reading without the program: plain text, and one HTML file that loads nothing.

The page also holds the game itself as a save, so that a teacher who has the pages of a class can
put them together with `twintrack gather`.
"""

from __future__ import annotations

import html
import re
import textwrap
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from sim import paths
from sim.desk.models.debrief import Aim, Dated, DebriefView
from sim.game.save import PAGE_MARK, Save, text_of

_WIDTH: Final = 78
_FOLDER: Final = "debriefs"
_STYLE: Final = """
body{background:#fbf8f1;color:#1d252c;font:17px/1.5 Georgia,serif;max-width:44em;margin:2em auto;
padding:0 1em}
h1,h2{line-height:1.2}h2{margin-top:2em;border-bottom:1px solid #d3c9b7}
table{border-collapse:collapse;width:100%}td,th{vertical-align:top;text-align:left;
padding:.4em .8em .4em 0;border-bottom:1px solid #d3c9b7}
.score{font-size:3em;font-weight:bold}.no,small{color:#505c66}li{margin:.3em 0}
.questions li{font-size:1.2em;margin:1em 0}pre{white-space:pre-wrap;overflow-wrap:anywhere}
"""


def write_debrief(
    view: DebriefView, folder: Path | None = None, save: Save | None = None
) -> tuple[Path, Path]:
    """Write a debrief as text and as HTML.

    Args:
        view: What is written.
        folder: Where; by default a folder of the user's own files.
        save: The game, to go into the page.

    Returns:
        The two files.

    Raises:
        OSError: They cannot be written.
    """
    folder = folder or paths.user_data() / _FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"[^a-z0-9]+", "-", f"{view.title} {view.seat_name}".lower()).strip("-")
    base = f"{name}-{datetime.now():%Y%m%d-%H%M%S}"
    text, page = folder / f"{base}.txt", folder / f"{base}.html"
    text.write_text(as_text(view), encoding="utf-8")
    page.write_text(as_html(view, save), encoding="utf-8")
    return text, page


# -- plain text ------------------------------------------------------------------------------------


def as_text(view: DebriefView) -> str:
    """The debrief as plain text, at most 78 characters a line."""
    return "\n".join(_text(view)) + "\n"


def _text(view: DebriefView) -> Iterator[str]:
    yield from (view.title.upper(), f"Debrief: {view.seat_name}, {view.dates}{_level(view)}", "")
    yield from _wrap(f"{view.verdict} Score: {view.score} of 100.")
    yield from _heading("Aims")
    for aim in view.aims:
        yield from _wrap(_aim_text(aim), "  ")
    came = [one.title for one in view.others if one.reached]
    if came:
        yield from _heading("What else came about")
        yield from (line for title in came for line in _wrap(title, "  "))
    yield from _heading("Beside the record")
    for days in view.days:
        yield days.dates
        for own in days.own or ("no move",):
            yield from _wrap(f"You: {own}", "  ")
        for told in days.record:
            yield from _wrap(f"{told.date}: {told.text}{_marks(told.cites)}", "  ")
        yield ""
    for title, points in (("Dated points", view.checkpoints), ("What did not happen", view.foils)):
        yield from _heading(title)
        for point in points:
            yield from _wrap(_point_text(point) + _marks(point.cites), "  ")
    yield from _heading("What turned it")
    for turn in view.turning:
        yield from _wrap(f"Turn {turn.number}, {turn.date}. {turn.title}: {turn.text}", "  ")
        yield from (line for cause in turn.causes for line in _wrap(cause, "    "))
    if view.worth:
        yield from _heading("What each move was worth, in points of the score")
        for one in view.worth:
            spread = f"({one.low:+.0f} to {one.high:+.0f})"
            yield from _wrap(f"{one.points:+.0f} {spread} {one.label}, {one.date}", "  ")
    yield from _heading("What was hidden")
    for hidden in view.hidden:
        yield from _wrap(f"{hidden.face.name}: {hidden.word}. It {hidden.about}.", "  ")
        for belief in hidden.beliefs:
            right = round(20 * belief.shares[hidden.truth])
            yield from _wrap(f"{belief.who} gave that {right} in 20.", "    ")
    for number in view.numbers:
        yield from _wrap(
            f"{number.face.name}, {number.group}: {round(100 * number.truth)}; you had "
            f"{round(100 * number.low)} to {round(100 * number.high)}",
            "  ",
        )
    if view.at_home:
        yield from _heading("At home")
        yield from _wrap(view.at_home, "  ")
    if view.reasons:
        yield from _heading(view.why)
        for reason in view.reasons:
            said = f"{reason.title}: {reason.told}. {reason.says}{_marks(reason.cites)}"
            yield from _wrap(said, "  ")
    yield from _heading("Questions")
    for count, question in enumerate(view.questions, start=1):
        yield from _wrap(f"{count}. {question}", "  ")
    yield from _heading("Sources")
    for name, title in view.fact_titles:
        yield from _wrap(f"{name}: {title}", "  ")
    yield ""
    yield f"Chance {view.seed}."


def _level(view: DebriefView) -> str:
    return f", level: {view.level}" if view.level else ""


def _heading(title: str) -> tuple[str, str, str]:
    return "", title, "-" * len(title)


def _wrap(text: str, indent: str = "") -> list[str]:
    after = indent + "  " if indent else ""
    return textwrap.wrap(text, _WIDTH, initial_indent=indent, subsequent_indent=after)


def _marks(cites: Iterable[str]) -> str:
    names = ", ".join(cites)
    return f" [{names}]" if names else ""


def _aim_text(aim: Aim) -> str:
    reached = f"reached ({aim.date})" if aim.reached else "not reached"
    return f"{aim.title}: {aim.points} points, {reached}."


def _point_text(point: Dated) -> str:
    here = f"here in the turn from {point.date}" if point.here else "here it did not"
    went = "as recorded" if point.as_recorded else "otherwise than recorded"
    return f"{point.title} (by {point.by}): {here}; {went}."


# -- HTML ------------------------------------------------------------------------------------------


def as_html(view: DebriefView, save: Save | None = None) -> str:
    """The debrief as one HTML page with its style inside, and the game; it loads nothing."""
    title = html.escape(f"Debrief: {view.title}")
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>\n'
        f"<style>{_STYLE}</style></head><body>\n"
        + "\n".join(_html(view))
        + _data(save)
        + "\n</body></html>\n"
    )


def _html(view: DebriefView) -> Iterator[str]:
    yield f"<h1>{_safe(view.title)}</h1>"
    yield f"<p>Debrief: {_safe(view.seat_name)}, {_safe(view.dates + _level(view))}</p>"
    yield f'<p><span class="score">{view.score}</span> of 100. {_safe(view.verdict)}</p>'
    yield "<h2>Aims</h2>" + _list(_safe(_aim_text(aim)) for aim in view.aims)
    came = [_safe(one.title) for one in view.others if one.reached]
    if came:
        yield "<h2>What else came about</h2>" + _list(came)
    yield "<h2>Beside the record</h2><table><tr><th>Dates</th><th>You</th><th>The record</th></tr>"
    for days in view.days:
        own = "<br>".join(map(_safe, days.own)) or '<span class="no">no move</span>'
        told = "<br>".join(
            f"<small>{_safe(one.date)}</small> {_safe(one.text)}{_links(one.cites)}"
            for one in days.record
        )
        yield f"<tr><td>{_safe(days.dates)}</td><td>{own}</td><td>{told}</td></tr>"
    yield "</table>"
    for title, points in (("Dated points", view.checkpoints), ("What did not happen", view.foils)):
        rows = (_safe(_point_text(point)) + _links(point.cites) for point in points)
        yield f"<h2>{title}</h2>" + _list(rows)
    yield "<h2>What turned it</h2>" + _list(
        f"<b>{_safe(turn.date)}</b> {_safe(turn.text)} "
        f"<small>{_safe(' '.join(turn.causes))}</small>"
        for turn in view.turning
    )
    if view.worth:
        yield "<h2>What each move was worth</h2>" + _list(
            f"<b>{one.points:+.0f}</b> <small>{one.low:+.0f} to {one.high:+.0f}</small> "
            f"{_safe(one.label)}, {_safe(one.date)}"
            for one in view.worth
        )
    yield "<h2>What was hidden</h2>"
    for hidden in view.hidden:
        who = f"{hidden.face.name}: {hidden.word}."
        yield f"<p><b>{_safe(who)}</b> It {_safe(hidden.about)}.</p>"
        yield _list(
            f"{_safe(belief.who)} gave that {round(20 * belief.shares[hidden.truth])} in 20"
            for belief in hidden.beliefs
        )
    yield "<table><tr><th>Who</th><th>What</th><th>Truth</th><th>You had</th></tr>"
    for number in view.numbers:
        yield (
            f"<tr><td>{_safe(number.face.name)}</td><td>{_safe(number.group)}</td>"
            f"<td>{round(100 * number.truth)}</td>"
            f"<td>{round(100 * number.low)} to {round(100 * number.high)}</td></tr>"
        )
    yield "</table>"
    if view.at_home:
        yield f"<h2>At home</h2><p>{_safe(view.at_home)}</p>"
    if view.reasons:
        yield f"<h2>{_safe(view.why)}</h2>" + _list(
            f"<b>{_safe(reason.title)}</b>: {_safe(reason.told)}. {_safe(reason.says)}"
            f"{_links(reason.cites)}"
            for reason in view.reasons
        )
    yield '<h2>Questions</h2><ol class="questions">'
    yield from (f"<li>{_safe(question)}</li>" for question in view.questions)
    yield "</ol><h2>Sources</h2>" + _list(
        f'<span id="{_safe(name)}">{_safe(name)}</span>: {_safe(title)}'
        for name, title in view.fact_titles
    )
    yield f"<p><small>Chance {view.seed}.</small></p>"


def _data(save: Save | None) -> str:
    """The game as data, behind a line that opens it."""
    if save is None:
        return ""
    said = "<summary>The game as data, for a teacher who puts a class together</summary>"
    return f"\n<details>{said}<pre {PAGE_MARK}>{_safe(text_of(save))}</pre></details>"


def _safe(text: str) -> str:
    return html.escape(text)


def _list(rows: Iterable[str]) -> str:
    return "<ul>" + "".join(f"<li>{row}</li>" for row in rows) + "</ul>"


def _links(cites: Iterable[str]) -> str:
    return "".join(f' <small><a href="#{_safe(c)}">{_safe(c)}</a></small>' for c in cites)
