"""The reference of scenario files as one page that opens offline and prints."""

from __future__ import annotations

import re

from sim import __version__
from sim.lab.report.template import Section, esc, page, scrolled
from sim.scenario.authoring.reference import LEAD, Block, Row

_MADE_BY = "twintrack explain --html"


def reference_page(made: list[Block]) -> str:
    """The page."""
    sections = [Section(_id(block.path), block.title, _body(block)) for block in made]
    foot = (
        f"Made by Twin Track {__version__} from its own models. This page loads nothing from "
        "anywhere and holds no script."
    )
    under = "Every field, effect, condition and word, with what it means and an example that ships"
    return page(
        "Reference of scenario files", under, f"<p>{_words(LEAD)}</p>", sections, foot, _MADE_BY
    )


def _body(block: Block) -> str:
    first, *rest = block.every()
    return "\n".join([_inside(first), *(_below(one) for one in rest)])


def _below(block: Block) -> str:
    return f'<h3 id="{_id(block.path)}"><code>{esc(block.title)}</code></h3>\n{_inside(block)}'


def _inside(block: Block) -> str:
    parts = [f"<p>{_words(block.about)}</p>"]
    if block.takes not in ("", "a block"):
        parts.append(f'<p class="note">Takes {_words(block.takes)}.</p>')
    if block.as_in:
        link = f'<a href="#{_id(block.as_in)}">{esc(block.as_in)}</a>'
        parts.append(f"<p>The fields are those of {link}.</p>")
    if block.rows:
        parts.append(_table(block))
    if block.sample is not None:
        parts.append(f'<p class="caption">For example, {esc(block.sample.place)}:</p>')
        parts.append(f"<pre>{_lines(block.sample.text)}</pre>")
    return "\n".join(parts)


def _table(block: Block) -> str:
    head = "".join(f'<th scope="col">{name}</th>' for name in _HEADER)
    body = "".join(_row(row) for row in block.rows)
    inside = f"<thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody>"
    return scrolled(f"What can be written in {block.title}", inside)


_HEADER = ("name", "means", "takes", "without it")


def _row(row: Row) -> str:
    entry = row.entry
    name = f"<code>{esc(entry.name)}</code>"
    if entry.inner:
        name = f'<a href="#{_id(entry.path)}">{name}</a>'
    means = _words(row.means)
    if row.sample is not None:
        means += f"<br><code>{esc(row.sample.text)}</code>"
    cells = (means, _words(entry.takes), _words(row.without))
    kinds = (' class="t"', ' class="t"', "")
    told = "".join(f"<td{kind}>{cell}</td>" for kind, cell in zip(kinds, cells, strict=True))
    return f'<tr><th scope="row">{name}</th>{told}</tr>\n'


def _id(path: str) -> str:
    return re.sub(r"[^a-z0-9_]", "-", path.lower())


def _words(text: str) -> str:
    """Plain text, in which what stands in backticks is code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", esc(text))


def _lines(text: str) -> str:
    """Text whose lines and blanks are kept."""
    kept = ((len(line) - len(line.lstrip()), line) for line in text.split("\n"))
    return "\n".join(" " * blanks + esc(line) for blanks, line in kept)
