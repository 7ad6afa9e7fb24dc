"""The debrief as one HTML page that loads nothing: style and figures inside, the game as data."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from sim.catalogue import _
from sim.desk.export.svg import calibration_svg, prospects_svg, river_svg, timeline_svg, worth_svg
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
from sim.desk.models.debrief import Asked, Days, DebriefView
from sim.game.saving.save import PAGE_MARK, text_of

if TYPE_CHECKING:
    from sim.game.saving.save import Save

_STYLE: Final = """
body{background:#fbf8f1;color:#1d252c;font:17px/1.5 Georgia,serif;max-width:46em;margin:2em auto;
padding:0 1em;overflow-wrap:break-word}
h1,h2{line-height:1.2}hr.chapter{margin:4em 0;break-after:page}
h2{margin-top:2em;border-bottom:1px solid #d3c9b7}
table{border-collapse:collapse;width:100%}td,th{vertical-align:top;text-align:left;
padding:.4em .8em .4em 0;border-bottom:1px solid #d3c9b7}
.score{font-size:3em;font-weight:bold}.no,small{color:#505c66}li{margin:.3em 0}
.same{color:#19683a}.name{border-bottom:1px solid #76705f;min-height:1.6em}
.questions>li{margin:1.4em 0}.questions p{margin:.3em 0}.ask{font-size:1.2em}
.write{border:1px solid #76705f;border-radius:6px;min-height:7em;padding:.5em .8em;margin:.6em 0;
white-space:pre-wrap}
pre{white-space:pre-wrap;overflow-wrap:anywhere}
.figure{overflow-x:auto;margin:1em 0}svg{width:100%;min-width:36em;height:auto;display:block;
font:13px Verdana,sans-serif}
svg text{fill:#1d252c}svg .dim{fill:#505c66}svg .strong{font-weight:bold}
svg .met{fill:#8fb6d3;stroke:#fbf8f1}svg .not{fill:#d6d0c3;stroke:#fbf8f1}
svg .bank{stroke:#1f6699;stroke-width:5}svg .bank2{stroke:#76705f;stroke-width:5}
svg .you{fill:none;stroke:#8a5200;stroke-width:3}
svg .record{fill:none;stroke:#1d252c;stroke-width:2;stroke-dasharray:8 5}
svg .youmark{fill:#8a5200;stroke:#fbf8f1}svg .same{fill:#19683a;stroke:#fbf8f1}
svg .recordmark{fill:#fbf8f1;stroke:#1d252c;stroke-width:2}
svg .axis,svg .whisker{stroke:#1d252c}svg .grid{stroke:#d3c9b7}
svg .path{fill:none;stroke:#1f6699;stroke-width:2.5}svg .knot{fill:#1f6699}
svg .plus{fill:#19683a}svg .minus{fill:#a83a0c}svg .small{fill:#b9b2a2}
@media print{body{background:#fff;max-width:none;margin:0;font-size:11pt}
h2{break-after:avoid}li,tr,svg,.write{break-inside:avoid}details{display:none}
.figure{overflow:visible}svg{min-width:0}.write{min-height:9em}a{color:inherit}}
"""


def as_html(view: DebriefView, save: Save | None = None, extras: Extras = NOTHING) -> str:
    """The debrief as one HTML page with its style inside, and the game; it loads nothing."""
    title = _("Debrief: {what}").format(what=view.title)
    return page_html(title, "\n".join(_html(view, extras)) + data_html(save))


def page_html(title: str, body: str) -> str:
    """A whole page around what stands in it."""
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{safe(title)}</title>\n<style>{_STYLE}</style></head><body>\n<main>\n"
        f"{body}\n</main></body></html>\n"
    )


def chapter_html(view: DebriefView, extras: Extras, prefix: str) -> list[str]:
    """A debrief as a part of a page of several.

    Args:
        view: The debrief.
        extras: What else there is.
        prefix: Comes before the ids of its facts, so that they are its own.
    """
    text = "\n".join(_html(view, extras))
    for fact in view.facts:
        name = safe(fact.id)
        text = text.replace(f'id="{name}"', f'id="{prefix}{name}"')
        text = text.replace(f'href="#{name}"', f'href="#{prefix}{name}"')
    return ['<hr class="chapter">', text]


def _html(view: DebriefView, extras: Extras) -> Iterator[str]:
    yield f"<h1>{safe(view.title)}</h1>"
    yield f"<p>{safe(_('Debrief: {what}').format(what=about(view)))}</p>"
    name = extras.notes.name if extras.notes is not None else ""
    yield f'<p class="name">{safe(_("Name: {name}").format(name=name))}</p>'
    of = safe(_("of 100."))
    yield f'<p><span class="score">{view.score}</span> {of} {safe(view.verdict)}</p>'
    yield from (f"<p>{safe(note)}</p>" for note in view.notes)
    yield head(_("Aims")) + listed(safe(aim_text(aim)) for aim in view.aims)
    came = [safe(one.title) for one in view.others if one.reached]
    if came:
        yield head(_("What else came about")) + listed(came)
    yield from _record(view)
    yield from _turned(view)
    if extras.forecasts is not None:
        yield head(_("Your forecasts"))
        if extras.forecasts.bins:
            words = _("On the dashed line stands who is right about how often; the bars are 90%.")
            yield _figure(calibration_svg(extras.forecasts), words)
        yield "".join(f"<p>{safe(text)}</p>" for text in forecast_texts(extras.forecasts))
    yield from _river(extras)
    yield from _opened(view)
    yield from _questions(view, extras)
    yield head(_("How far to trust this"))
    yield from (f"<p>{safe(text)}</p>" for text in trust(view))
    if view.facts:
        yield head(_("Sources")) + listed(
            f'<b id="{safe(fact.id)}">{safe(fact.id)}</b>: {safe(fact.title)}'
            + "".join(f"<br><small>{safe(source)}</small>" for source in fact.drawn_from)
            for fact in view.facts
        )
    yield f"<p><small>{safe(_('Chance {seed}.').format(seed=view.seed))}</small></p>"


def _record(view: DebriefView) -> Iterator[str]:
    yield head(_("Beside the record") if view.has_record else _("Your moves"))
    if not view.has_record:
        yield listed(
            f"{safe(days.dates)}: {'; '.join(safe(own.text) for own in days.own)}"
            for days in view.days
            if days.own
        )
        return
    yield _figure(
        timeline_svg(view),
        _(
            "Squares are moves of yours that the record has in the same turn, diamonds the others; "
            "rings are the moves of your seat in the record."
        ),
    )
    heads = (_("Dates"), _("You"), _("The record"))
    yield "<table><tr>" + "".join(f"<th>{safe(head)}</th>" for head in heads) + "</tr>"
    yield from map(_days, view.days)
    yield "</table>"
    for title, points in (
        (_("Dated points"), view.checkpoints),
        (_("What did not happen"), view.foils),
    ):
        rows = (safe(point_text(point)) + _links(point.cites) for point in points)
        yield head(title) + listed(rows)


def _days(days: Days) -> str:
    quiet = _("no move") if days.played else _("not played")
    as_then = f' <small class="same">{safe(_("as in the record"))}</small>'
    own = "<br>".join(safe(one.text) + (as_then if one.same else "") for one in days.own)
    told = "<br>".join(
        f"<small>{safe(one.date)}</small> {safe(one.text)}{_links(one.cites)}"
        for one in days.record
    )
    own = own or f'<span class="no">{safe(quiet)}</span>'
    return f"<tr><td>{safe(days.dates)}</td><td>{own}</td><td>{told}</td></tr>"


def _turned(view: DebriefView) -> Iterator[str]:
    yield head(_("What turned it"))
    if view.prospects:
        words = _(
            "The score to be expected before each turn, by the model's own policy from there."
        )
        yield _figure(prospects_svg(view), words)
    yield listed(
        f"<b>{safe(turn.date)}</b> {safe(turn.text)} <small>{safe(' '.join(turn.causes))}</small>"
        for turn in view.turning
    )
    if view.worth:
        yield head(_("What each move was worth"))
        words = _(
            "In points of the score, against the same game without the move, on the same luck. "
            "Where the line takes in nought, the move cannot be told apart from luck; its bar is "
            "grey."
        )
        yield _figure(worth_svg(view), words)


def _river(extras: Extras) -> Iterator[str]:
    river = extras.river
    if river is None or not river.forks:
        return
    yield head(_("The paths that this could take"))
    line = _("The solid line with squares is your game, the dashed one with rings the record.")
    yield _figure(river_svg(river), f"{river.about} {line}")
    yield f"<p>{safe(river.alone)}</p>"
    yield listed(
        f"<b>{safe(fork.title)}</b> {safe(' '.join((fork.short, *fork.lines)))}{_links(fork.cites)}"
        for fork in river.forks
    )


def _opened(view: DebriefView) -> Iterator[str]:
    yield head(_("What was hidden"))
    for hidden in view.hidden:
        who = _("{who}: {kind}.").format(who=hidden.face.name, kind=hidden.word)
        it = _("It {about}.").format(about=hidden.about)
        yield f"<p><b>{safe(who)}</b> {safe(it)}</p>"
        yield listed(
            safe(belief_text(belief.who, belief.shares[hidden.truth])) for belief in hidden.beliefs
        )
    heads = (_("Who"), _("What"), _("Truth"), _("You had"))
    yield "<table><tr>" + "".join(f"<th>{safe(head)}</th>" for head in heads) + "</tr>"
    for number in view.numbers:
        had = _("{low} to {high}").format(
            low=round(100 * number.low), high=round(100 * number.high)
        )
        yield (
            f"<tr><td>{safe(number.face.name)}</td><td>{safe(number.group)}</td>"
            f"<td>{round(100 * number.truth)}</td><td>{safe(had)}</td></tr>"
        )
    yield "</table>"
    if view.at_home:
        yield f"{head(_('At home'))}<p>{safe(view.at_home)}</p>"
    if view.reasons:
        yield head(view.why) + listed(
            f"<b>{safe(reason.title)}</b>: {safe(reason.told)}. {safe(reason.says)}"
            f"{_links(reason.cites)}"
            for reason in view.reasons
        )


def _questions(view: DebriefView, extras: Extras) -> Iterator[str]:
    yield head(_("Questions")) + '<ol class="questions">'
    for one in view.questions:
        yield _question(one, "" if extras.notes is None else extras.notes.answer(one.text))
    yield "</ol>"


def _question(one: Asked, note: str) -> str:
    moment = f"<p><small>{safe(one.moment)}</small>{_links(one.cites)}</p>" if one.moment else ""
    room = f'<div class="write">{safe(note)}</div>'
    return f'<li><p class="ask">{safe(one.text)}</p>{moment}{room}</li>'


def data_html(save: Save | None) -> str:
    """The game as data, behind a line that opens it."""
    if save is None:
        return ""
    said = safe(_("The game as data, for a teacher who puts a class together"))
    data = f"<pre {PAGE_MARK}>{safe(text_of(save))}</pre>"
    return f"\n<details><summary>{said}</summary>{data}</details>"


def safe(text: str) -> str:
    """A text with the marks of HTML as words."""
    return html.escape(text)


def head(title: str) -> str:
    """A heading."""
    return f"<h2>{safe(title)}</h2>"


def _figure(svg: str, words: str) -> str:
    return f'<div class="figure scroll">{svg}</div><p><small>{safe(words)}</small></p>'


def listed(rows: Iterable[str]) -> str:
    """A list of lines that are HTML already."""
    return "<ul>" + "".join(f"<li>{row}</li>" for row in rows) + "</ul>"


def _links(cites: Iterable[str]) -> str:
    return "".join(f' <small><a href="#{safe(c)}">{safe(c)}</a></small>' for c in cites)
