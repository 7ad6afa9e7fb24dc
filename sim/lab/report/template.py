"""One HTML page that opens offline: its frame, its style, and what its sections are made of.

Everything that comes from a file is text: `esc` makes marks of HTML in it into words, and all
functions here take plain text but for those whose argument says that it is HTML.
"""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sim.lab.report.drawing import Picture, number
from sim.lab.stats import Estimate
from sim.scenario.problem import visible

_STYLE = """
:root{color-scheme:light dark;--paper:#fbfaf7;--ink:#1d252c;--soft:#56616b;--line:#d5d3cc;
--panel:#fff;--link:#005a91;--mark:#fff3d6}
@media (prefers-color-scheme:dark){:root{--paper:#171b1f;--ink:#e8e6e1;--soft:#a9b3bb;
--line:#3a424a;--panel:#20262b;--link:#7cc0ef;--mark:#3d3420}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 "Noto Sans","Segoe UI",
"Helvetica Neue",Helvetica,"Liberation Sans","DejaVu Sans",sans-serif;overflow-wrap:break-word}
main,header,footer{max-width:76rem;margin:0 auto;padding:0 1.25rem}
header{padding-top:2rem}
h1{font-size:1.9rem;line-height:1.2;margin:0 0 .3rem}
h2{font-size:1.35rem;line-height:1.25;margin:0 0 .6rem}
h3{font-size:1.05rem;margin:1.4rem 0 .4rem}
p,li{max-width:46rem}
section{border-top:1px solid var(--line);padding:1.6rem 0}
a{color:var(--link)}
.under{color:var(--soft);margin:0 0 1rem}
.lead{font-size:1.12rem}
.note{color:var(--soft);font-size:.92rem}
.aside{background:var(--mark);border-radius:.4rem;padding:.7rem 1rem;max-width:46rem}
nav ul{display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;list-style:none;padding:0;margin:.8rem 0 1.4rem}
.pair{display:grid;grid-template-columns:minmax(0,1fr);gap:1rem 1.6rem;align-items:start}
@media (min-width:62rem){.pair{grid-template-columns:minmax(0,44.5rem) minmax(0,1fr)}}
figure{margin:0;max-width:44.5rem}
.scroll,.pair,figure{margin-bottom:1rem}.pair .scroll,.pair figure{margin-bottom:.4rem}
figure img{display:block;width:100%;height:auto;background:#fff;border:1px solid var(--line);
border-radius:.4rem;padding:.5rem}
figcaption{color:var(--soft);font-size:.92rem;margin:.4rem 0 0}
.scroll{overflow-x:auto;max-width:100%}
table{border-collapse:collapse;font-size:.92rem;font-variant-numeric:tabular-nums}
.caption{color:var(--soft);font-size:.92rem;margin:0 0 .2rem}
th,td{text-align:left;vertical-align:top;padding:.3rem .9rem .3rem 0;
border-bottom:1px solid var(--line)}
thead th{white-space:nowrap}
th.n,td.n{text-align:right;white-space:nowrap}
td.t{min-width:15rem}
.key{columns:3 17rem;list-style:none;padding:0}.key li{padding-left:2rem;text-indent:-2rem}
.key b{display:inline-block;width:2rem;text-indent:0}
tbody th{font-weight:normal;min-width:8rem}
td.same{background:var(--mark)}
code,pre{font-family:ui-monospace,"Liberation Mono","DejaVu Sans Mono",Menlo,monospace;
font-size:.88em}
pre{background:var(--panel);border:1px solid var(--line);border-radius:.4rem;padding:.7rem 1rem;
white-space:pre-wrap;overflow-wrap:anywhere}
.hash{overflow-wrap:anywhere;min-width:12rem}
details{margin:.8rem 0}
summary{cursor:pointer;color:var(--link)}
footer{color:var(--soft);font-size:.92rem;border-top:1px solid var(--line);padding-bottom:2rem}
@media (max-width:40rem){body{font-size:15px}h1{font-size:1.5rem}
main,header,footer{padding-left:.9rem;padding-right:.9rem}figure img{padding:.2rem}
tbody th{min-width:6.5rem}th.n,td.n{white-space:normal}.i{min-width:5.2rem}
th,td{padding-right:.6rem}}
@media print{:root{color-scheme:light;--paper:#fff;--ink:#000;--soft:#444;--line:#bbb;--panel:#fff;
--link:#000;--mark:#f4f0e4}nav{display:none}body{font-size:10.5pt}
figure,tr,.aside{break-inside:avoid}h2,h3{break-after:avoid}.scroll{overflow:visible}
.pair{display:block}.pair>*+*{margin-top:.8rem}main,header,footer{max-width:none;padding:0}}
"""


_LONG = 44
"""Characters of a text that needs a wide column."""


@dataclass(frozen=True)
class Section:
    """A part of a page."""

    id: str
    title: str
    body: str
    """HTML."""


def page(
    title: str, under: str, lead: str, sections: Sequence[Section], foot: str, made_by: str
) -> str:
    """The whole page.

    Args:
        title: Its heading.
        under: A line beneath.
        lead: HTML of what comes first.
        sections: The rest.
        foot: A line at the end.
        made_by: The command that made it, for the page's head.
    """
    links = "".join(f'<li><a href="#{one.id}">{esc(one.title)}</a></li>' for one in sections)
    parts = "\n".join(
        f'<section id="{one.id}" aria-labelledby="{one.id}-title">'
        f'<h2 id="{one.id}-title">{esc(one.title)}</h2>\n{one.body}\n</section>'
        for one in sections
    )
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta name="generator" content="{esc(made_by)}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="referrer" content="no-referrer"><link rel="icon" href="data:,">'
        f"<title>{esc(title)}</title>\n<style>{_STYLE}</style></head>\n<body>\n"
        f'<header><h1>{esc(title)}</h1><p class="under">{esc(under)}</p>\n{lead}\n'
        f'<nav aria-label="Sections"><ul>{links}</ul></nav></header>\n<main>\n{parts}\n</main>\n'
        f"<footer><p>{esc(foot)}</p></footer>\n</body></html>\n"
    )


def esc(text: object) -> str:
    """Text as HTML that shows it, whatever it holds."""
    return html.escape(visible(re.sub(r"[ \t\r\n]+", " ", str(text).strip())))


def capital(text: object) -> str:
    """A text with a capital letter at its head."""
    said = str(text)
    return said[:1].upper() + said[1:]


def paragraph(text: str, kind: str = "") -> str:
    """A paragraph of plain text; `kind` is a class of the style."""
    said = f' class="{kind}"' if kind else ""
    return f"<p{said}>{esc(text)}</p>"


def bullets(rows: Iterable[str]) -> str:
    """A list of plain texts."""
    return "<ul>" + "".join(f"<li>{esc(row)}</li>" for row in rows) + "</ul>"


def table(
    caption: str, header: Sequence[str], rows: Iterable[Sequence[str]], numbers: int | None = None
) -> str:
    """A table of plain texts whose first column names the rows.

    Args:
        caption: What it shows; also what a screen reader says of it.
        header: Names of the columns.
        rows: As many texts each.
        numbers: From which column on texts are numbers, set to the right; by default none.
    """
    every = list(rows)

    def kind(column: int) -> str:
        if numbers is not None and column >= numbers:
            return ' class="n i"' if any(" to " in row[column] for row in every) else ' class="n"'
        # Long texts get room, so that a phone scrolls the table instead of one word a line.
        long = any(len(row[column]) > _LONG for row in every)
        return ' class="t"' if long else ""

    inside = rows_of(header, every, [kind(column) for column in range(len(header))])
    return paragraph(caption, "caption") + scrolled(caption, inside)


def rows_of(
    header: Sequence[str], rows: Iterable[Sequence[str]], kinds: Sequence[str], first: str = ""
) -> str:
    """What stands inside a table of plain texts whose first column names the rows.

    Args:
        header: Names of the columns.
        rows: As many texts each.
        kinds: The attributes of each column's cells, such as ` class="n"`.
        first: Those of the names of the rows.
    """
    head = "".join(
        f'<th scope="col"{kind}>{esc(name)}</th>' for kind, name in zip(kinds, header, strict=True)
    )
    body = "".join(
        f'<tr><th scope="row"{first}>{esc(row[0])}</th>'
        + "".join(
            f"<td{kind}>{esc(text)}</td>" for kind, text in zip(kinds[1:], row[1:], strict=True)
        )
        + "</tr>\n"
        for row in rows
    )
    return f"<thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody>"


def scrolled(label: str, inside: str) -> str:
    """A table, from the HTML inside it, that scrolls by itself where the page is too narrow."""
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-label="{esc(label)}">'
        f'<table aria-label="{esc(label)}">{inside}</table></div>'
    )


def figure(picture: Picture, alt: str, caption: str = "") -> str:
    """A figure with what it shows in words."""
    wide, narrow = (
        "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode("ascii")
        for svg in (picture.wide, picture.narrow)
    )
    under = f"<figcaption>{esc(caption)}</figcaption>" if caption else ""
    return (
        f'<figure><picture><source media="(max-width: 40rem)" srcset="{narrow}">'
        f'<img src="{wide}" alt="{esc(alt)}"></picture>{under}</figure>'
    )


def pair(left: str, right: str) -> str:
    """Two pieces of HTML side by side, beneath each other where it is narrow."""
    return f'<div class="pair"><div>{left}</div><div>{right}</div></div>'


def folded(summary: str, inside: str) -> str:
    """HTML behind a line of plain text that opens it."""
    return f"<details><summary>{esc(summary)}</summary>\n{inside}\n</details>"


def percent(share: float, digits: int = 1) -> str:
    """A share as a percentage."""
    return f"{100 * share:.{digits}f}%"


def interval(estimate: Estimate) -> str:
    """The interval of a share, in percent."""
    return f"{percent(estimate.low)} to {percent(estimate.high)}"


def signed(value: float, digits: int = 3) -> str:
    """A change, with its sign."""
    return number(value, digits, change=True)


def points(value: float) -> str:
    """A change of a share in percentage points, with its sign."""
    return signed(100 * value, 1)


def points_interval(estimate: Estimate) -> str:
    """The interval of a change of a share, in percentage points."""
    return f"{points(estimate.low)} to {points(estimate.high)}"
