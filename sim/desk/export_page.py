"""The debrief as one HTML page that loads nothing: style and figures inside, the game as data."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from sim.catalogue import _
from sim.desk.export import NOTHING, Extras, about, aim_text, belief_text, point_text, trust
from sim.desk.export_svg import prospects_svg, river_svg, timeline_svg, worth_svg
from sim.desk.models.debrief import Asked, Days, DebriefView
from sim.game.save import PAGE_MARK, text_of

if TYPE_CHECKING:
    from sim.game.save import Save

_STYLE: Final = """
body{background:#fbf8f1;color:#1d252c;font:17px/1.5 Georgia,serif;max-width:46em;margin:2em auto;
padding:0 1em;overflow-wrap:break-word}
h1,h2{line-height:1.2}h2{margin-top:2em;border-bottom:1px solid #d3c9b7}
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
    title = _safe(_("Debrief: {what}").format(what=view.title))
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title>\n<style>{_STYLE}</style></head><body>\n<main>\n"
        + "\n".join(_html(view, extras))
        + _data(save)
        + "\n</main></body></html>\n"
    )


def _html(view: DebriefView, extras: Extras) -> Iterator[str]:
    yield f"<h1>{_safe(view.title)}</h1>"
    yield f"<p>{_safe(_('Debrief: {what}').format(what=about(view)))}</p>"
    name = extras.notes.name if extras.notes is not None else ""
    yield f'<p class="name">{_safe(_("Name: {name}").format(name=name))}</p>'
    of = _safe(_("of 100."))
    yield f'<p><span class="score">{view.score}</span> {of} {_safe(view.verdict)}</p>'
    yield from (f"<p>{_safe(note)}</p>" for note in view.notes)
    yield _head(_("Aims")) + _list(_safe(aim_text(aim)) for aim in view.aims)
    came = [_safe(one.title) for one in view.others if one.reached]
    if came:
        yield _head(_("What else came about")) + _list(came)
    yield from _record(view)
    yield from _turned(view)
    if extras.forecasts:
        yield _head(_("Your forecasts")) + "".join(f"<p>{_safe(t)}</p>" for t in extras.forecasts)
    yield from _river(extras)
    yield from _opened(view)
    yield from _questions(view, extras)
    yield _head(_("How far to trust this"))
    yield from (f"<p>{_safe(text)}</p>" for text in trust(view))
    yield _head(_("Sources")) + _list(
        f'<b id="{_safe(fact.id)}">{_safe(fact.id)}</b>: {_safe(fact.title)}'
        + "".join(f"<br><small>{_safe(source)}</small>" for source in fact.drawn_from)
        for fact in view.facts
    )
    yield f"<p><small>{_safe(_('Chance {seed}.').format(seed=view.seed))}</small></p>"


def _record(view: DebriefView) -> Iterator[str]:
    yield _head(_("Beside the record"))
    yield _figure(
        timeline_svg(view),
        _(
            "Squares are moves of yours that the record has in the same turn, diamonds the others; "
            "rings are the moves of your seat in the record."
        ),
    )
    heads = (_("Dates"), _("You"), _("The record"))
    yield "<table><tr>" + "".join(f"<th>{_safe(head)}</th>" for head in heads) + "</tr>"
    yield from map(_days, view.days)
    yield "</table>"
    for title, points in (
        (_("Dated points"), view.checkpoints),
        (_("What did not happen"), view.foils),
    ):
        rows = (_safe(point_text(point)) + _links(point.cites) for point in points)
        yield _head(title) + _list(rows)


def _days(days: Days) -> str:
    quiet = _("no move") if days.played else _("not played")
    as_then = f' <small class="same">{_safe(_("as in the record"))}</small>'
    own = "<br>".join(_safe(one.text) + (as_then if one.same else "") for one in days.own)
    told = "<br>".join(
        f"<small>{_safe(one.date)}</small> {_safe(one.text)}{_links(one.cites)}"
        for one in days.record
    )
    own = own or f'<span class="no">{_safe(quiet)}</span>'
    return f"<tr><td>{_safe(days.dates)}</td><td>{own}</td><td>{told}</td></tr>"


def _turned(view: DebriefView) -> Iterator[str]:
    yield _head(_("What turned it"))
    if view.prospects:
        words = _(
            "The score to be expected before each turn, by the model's own policy from there."
        )
        yield _figure(prospects_svg(view), words)
    yield _list(
        f"<b>{_safe(turn.date)}</b> {_safe(turn.text)} "
        f"<small>{_safe(' '.join(turn.causes))}</small>"
        for turn in view.turning
    )
    if view.worth:
        yield _head(_("What each move was worth"))
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
    yield _head(_("The paths that this could take"))
    line = _("The solid line with squares is your game, the dashed one with rings the record.")
    yield _figure(river_svg(river), f"{river.about} {line}")
    yield f"<p>{_safe(river.alone)}</p>"
    yield _list(
        f"<b>{_safe(fork.title)}</b> {_safe(' '.join((fork.short, *fork.lines)))}"
        f"{_links(fork.cites)}"
        for fork in river.forks
    )


def _opened(view: DebriefView) -> Iterator[str]:
    yield _head(_("What was hidden"))
    for hidden in view.hidden:
        who = _("{who}: {kind}.").format(who=hidden.face.name, kind=hidden.word)
        it = _("It {about}.").format(about=hidden.about)
        yield f"<p><b>{_safe(who)}</b> {_safe(it)}</p>"
        yield _list(
            _safe(belief_text(belief.who, belief.shares[hidden.truth])) for belief in hidden.beliefs
        )
    heads = (_("Who"), _("What"), _("Truth"), _("You had"))
    yield "<table><tr>" + "".join(f"<th>{_safe(head)}</th>" for head in heads) + "</tr>"
    for number in view.numbers:
        had = _("{low} to {high}").format(
            low=round(100 * number.low), high=round(100 * number.high)
        )
        yield (
            f"<tr><td>{_safe(number.face.name)}</td><td>{_safe(number.group)}</td>"
            f"<td>{round(100 * number.truth)}</td><td>{_safe(had)}</td></tr>"
        )
    yield "</table>"
    if view.at_home:
        yield f"{_head(_('At home'))}<p>{_safe(view.at_home)}</p>"
    if view.reasons:
        yield _head(view.why) + _list(
            f"<b>{_safe(reason.title)}</b>: {_safe(reason.told)}. {_safe(reason.says)}"
            f"{_links(reason.cites)}"
            for reason in view.reasons
        )


def _questions(view: DebriefView, extras: Extras) -> Iterator[str]:
    yield _head(_("Questions")) + '<ol class="questions">'
    for one in view.questions:
        yield _question(one, "" if extras.notes is None else extras.notes.answer(one.text))
    yield "</ol>"


def _question(one: Asked, note: str) -> str:
    moment = f"<p><small>{_safe(one.moment)}</small>{_links(one.cites)}</p>" if one.moment else ""
    room = f'<div class="write">{_safe(note)}</div>'
    return f'<li><p class="ask">{_safe(one.text)}</p>{moment}{room}</li>'


def _data(save: Save | None) -> str:
    """The game as data, behind a line that opens it."""
    if save is None:
        return ""
    said = _safe(_("The game as data, for a teacher who puts a class together"))
    data = f"<pre {PAGE_MARK}>{_safe(text_of(save))}</pre>"
    return f"\n<details><summary>{said}</summary>{data}</details>"


def _safe(text: str) -> str:
    return html.escape(text)


def _head(title: str) -> str:
    return f"<h2>{_safe(title)}</h2>"


def _figure(svg: str, words: str) -> str:
    return f'<div class="figure scroll">{svg}</div><p><small>{_safe(words)}</small></p>'


def _list(rows: Iterable[str]) -> str:
    return "<ul>" + "".join(f"<li>{row}</li>" for row in rows) + "</ul>"


def _links(cites: Iterable[str]) -> str:
    return "".join(f' <small><a href="#{_safe(c)}">{_safe(c)}</a></small>' for c in cites)
