"""Pages for paper: a frame for printing, and what sheets are made of.

All functions take plain text but for those whose argument says that it is HTML. The pages are
black on white, load nothing, and leave the size of the paper to the printer, so that A4 and Letter
both do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from sim.lab.report.template import (
    bullets,
    capital,
    esc,
    interval,
    paragraph,
    percent,
    rows_of,
    signed,
)

__all__ = [
    "IN_TWENTY",
    "Sheet",
    "bullets",
    "capital",
    "code",
    "document",
    "esc",
    "grid",
    "heading",
    "interval",
    "paragraph",
    "paragraphs",
    "percent",
    "points",
    "writing_line",
    "writing_lines",
]

IN_TWENTY: Final = "20 is certain, 10 as likely as not, 0 impossible."
"""How a class gives a probability, as the game does."""
_WHOLE: Final = 10
"""A table of up to so many rows is kept on one page."""

_STYLE: Final = """
@page{margin:12mm 14mm 15mm;
@bottom-left{content:"FOOT";font:8pt Georgia,"Noto Serif","DejaVu Serif",serif}
@bottom-right{content:counter(page) " / " counter(pages);
font:8pt Georgia,"Noto Serif","DejaVu Serif",serif}}
*{box-sizing:border-box}
html{color-scheme:light}
body{margin:0 auto;max-width:46rem;padding:1rem;background:#fff;color:#000;
font:10.5pt/1.38 Georgia,"Noto Serif","Liberation Serif","DejaVu Serif",serif;
overflow-wrap:break-word}
.sheet{break-before:page;border-bottom:1px dashed #000;padding:1rem 0 2rem}
.sheet:first-of-type{break-before:auto}
.of{font-size:8.5pt;margin:0;letter-spacing:.03em}
h1{font-size:18pt;line-height:1.15;margin:.1rem 0 .35rem}
h2{font-size:12.5pt;line-height:1.2;margin:.85rem 0 .25rem;border-bottom:.6pt solid #000}
h3{font-size:10.5pt;margin:.6rem 0 .15rem}
h1,h2,h3,caption,.keep{break-after:avoid}
p{margin:.2rem 0 .4rem;orphans:3;widows:3}
ul,ol{margin:.2rem 0 .4rem;padding-left:1.2rem}
li{margin:.1rem 0;break-inside:avoid}
table{border-collapse:collapse;width:100%;font-size:9.2pt;line-height:1.28;margin:.2rem 0 .5rem}
caption{text-align:left;font-style:italic;padding:.1rem 0 .15rem}
th,td{text-align:left;vertical-align:top;padding:1.2pt 5pt 1.2pt 0;border-bottom:.4pt solid #777}
thead{display:table-header-group}
thead th{border-bottom:.8pt solid #000;vertical-align:bottom}
tbody th{font-weight:normal}
tr,.keep{break-inside:avoid}
tbody tr:first-child,tbody tr:last-child{break-before:avoid}
.n{text-align:right;white-space:nowrap}
.d{white-space:nowrap;width:1%;padding-right:9pt}
.box{border-left:.5pt solid #777;min-width:3.2rem;padding-left:5pt}
.tall td,.tall tbody th{height:9mm}
.close td,.close tbody th{height:6.3mm}
.closer td,.closer tbody th{height:5.6mm}
.own{break-before:page}
.whole{break-inside:avoid}
.lead{font-size:11.5pt}
.plain p{font-size:13pt;line-height:1.5;margin-bottom:.7rem}
.note{font-size:8.8pt}
.two{columns:2;column-gap:7mm}
.two p,.two li{break-inside:avoid}.two h3{margin-top:0}
.facts{font-size:8.6pt;line-height:1.27}
.lines{margin:0 0 .5rem;padding:0;list-style:none}
.lines li{height:8mm;border-bottom:.5pt solid #555;margin:0}
.name{margin:.2rem 0 .6rem}
.fill{display:flex;align-items:flex-end;gap:.4rem;height:8mm;margin:0;font-size:9.2pt}
.fill i{flex:1;border-bottom:.5pt solid #555}
.frame{border:.8pt solid #000;padding:.3rem .6rem;margin:.4rem 0;break-inside:avoid}
pre{font:8pt/1.35 "Noto Sans Mono","Liberation Mono","DejaVu Sans Mono",monospace;
white-space:pre-wrap;overflow-wrap:anywhere;border:.5pt solid #777;padding:.3rem .5rem;
margin:.25rem 0 .5rem;break-inside:avoid}
code{font:.9em "Noto Sans Mono","Liberation Mono","DejaVu Sans Mono",monospace;
overflow-wrap:anywhere}
@media print{body{max-width:none;padding:0}.sheet{border:0;padding:0}}
"""


@dataclass(frozen=True)
class Sheet:
    """A sheet that can be handed out by itself; it begins on a new page."""

    id: str
    of: str
    """What kind of sheet it is, in small letters above the title."""
    title: str
    body: str
    """HTML."""


def document(title: str, foot: str, sheets: Sequence[Sheet], made_by: str, paper: str = "") -> str:
    """A whole page of HTML.

    Args:
        title: What the browser calls it.
        foot: What stands at the foot of every printed page, beside its number.
        sheets: In order.
        made_by: The command that made it.
        paper: `A4` or `letter`, to set the size of the paper; without it the printer's.
    """
    plain = re.sub(r"[^A-Za-z0-9 .,:()'-]", "", foot)  # it stands in a style sheet
    style = _STYLE.replace("FOOT", plain)
    if paper:
        style += f"@page{{size:{paper}}}\n"
    parts = "\n".join(
        f'<section class="sheet" id="{esc(one.id)}" aria-labelledby="{esc(one.id)}-title">'
        f'<p class="of">{esc(one.of)}</p><h1 id="{esc(one.id)}-title">{esc(one.title)}</h1>\n'
        f"{one.body}\n</section>"
        for one in sheets
    )
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta name="generator" content="{esc(made_by)}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="referrer" content="no-referrer"><link rel="icon" href="data:,">'
        f"<title>{esc(title)}</title>\n<style>{style}</style></head>\n<body>\n<main>\n{parts}\n"
        "</main>\n</body></html>\n"
    )


def heading(text: str, level: int = 2) -> str:
    """A heading of level 2 or 3."""
    return f"<h{level}>{esc(text)}</h{level}>"


def paragraphs(text: str, kind: str = "") -> str:
    """Prose of a file: blank lines part its paragraphs."""
    return "".join(paragraph(part, kind) for part in re.split(r"\n\s*\n", text) if part.strip())


def grid(
    caption: str,
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    numbers: int | None = None,
    boxes: int | None = None,
    dates: Sequence[int] = (),
    tall: str = "",
    flows: bool = False,
) -> str:
    """A table of plain texts whose first column names the rows; empty where there are no rows.

    Args:
        caption: What it shows.
        header: Names of the columns.
        rows: As many texts each.
        numbers: From which column on texts are numbers, set to the right.
        boxes: From which column on there is room to write in.
        dates: Columns that keep in one line.
        tall: `tall`, `close` or `closer` where rows leave more or less room for handwriting.
        flows: Whether even a short table may be parted between two pages.
    """
    every = list(rows)
    if not every:
        return ""

    def kind(column: int) -> str:
        if boxes is not None and column >= boxes:
            return ' class="box"'
        if numbers is not None and column >= numbers:
            return ' class="n"'
        return ' class="d"' if column in dates else ""

    kinds = [kind(column) for column in range(len(header))]
    inside = rows_of(header, every, kinds, kinds[0])
    said = f"<caption>{esc(caption)}</caption>" if caption else ""
    shape = " ".join(
        name for name in (tall, "" if flows or len(every) > _WHOLE else "whole") if name
    )
    shape = f' class="{shape}"' if shape else ""
    return f"<table{shape}>{said}{inside}</table>"


def writing_line(text: str) -> str:
    """A text and a line to write on beside it."""
    return f'<p class="fill">{esc(text)}<i></i></p>'


def writing_lines(count: int) -> str:
    """Lines to write on."""
    return f'<ul class="lines" aria-hidden="true">{"<li></li>" * count}</ul>'


def code(text: str) -> str:
    """A piece of a file, or commands, line by line."""
    shown = "\n".join(esc_line(line) for line in text.rstrip().splitlines())
    return f"<pre><code>{shown}</code></pre>"


def esc_line(line: str) -> str:
    """A line as HTML that keeps the blanks it begins with."""
    inside = line.lstrip(" ")
    return " " * (len(line) - len(inside)) + esc(inside)


def points(value: float) -> str:
    """A change of a score or share, 0..1, in points of a hundred with its sign."""
    return signed(100 * value, 1)
