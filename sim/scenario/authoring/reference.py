"""The whole reference as blocks, for a page or for Markdown: what it is, and rows of fields."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from sim.scenario.authoring.explain import Entry, Reference
from sim.scenario.authoring.samples import Sample, samples

HEAD = "head"
"""The block of the fields that stand at the top of a file and hold nothing further."""
_HEAD_TITLE = "The head of a file"
_HEAD_ABOUT = "What a scenario file is called, what it builds on, and what players read first."
LEAD = (
    "All that can be written in a scenario file, chapter by chapter. “A block by id” holds items "
    "under names that you choose. `twintrack explain actors.about` tells the same of one thing. "
    "To print, choose the pages of a chapter: the whole has some sixty."
)
TOLD = "Told to readers only; no rule reads it."


@dataclass(frozen=True)
class Row:
    """A field, effect argument, condition or word within a block."""

    entry: Entry
    sample: Sample | None = None

    @property
    def without(self) -> str:
        """What holds where it is left out."""
        if self.entry.required:
            return "needed"
        return self.entry.default or "-"

    @property
    def means(self) -> str:
        """What it means, and whether it is only told."""
        return f"{self.entry.about} {TOLD}" if self.entry.told else self.entry.about


@dataclass(frozen=True)
class Block:
    """Something with what can be written in it."""

    path: str
    title: str
    about: str
    takes: str = ""
    rows: list[Row] = field(default_factory=list)
    sample: Sample | None = None
    as_in: str = ""
    """The path of an earlier block that has the same rows."""
    inner: list[Block] = field(default_factory=list)

    def every(self) -> Iterator[Block]:
        """The block and all within it, in order."""
        yield self
        for one in self.inner:
            yield from one.every()


def blocks(reference: Reference) -> list[Block]:
    """The reference as one block a section, with those of its parts within."""
    maker = _Maker(reference)
    sections = reference.sections()
    leaves = [one for one in sections if not one.inner and not one.shared]
    head = Block(HEAD, _HEAD_TITLE, _HEAD_ABOUT, rows=[maker.row(one) for one in leaves])
    return [head, *(maker.block(one) for one in sections if one not in leaves)]


class _Maker:
    def __init__(self, reference: Reference) -> None:
        self.entries = reference.entries
        self.samples = samples()
        self.told: dict[tuple[tuple[str, str, str], ...], str] = {}

    def row(self, entry: Entry) -> Row:
        asked = not entry.steps and (entry.kind != "field" or not entry.path.startswith("effects"))
        return Row(entry, self.samples.of(entry) if asked else None)

    def block(self, entry: Entry) -> Block:
        inner = [self.entries[path] for path in entry.inner]
        rows = [self.row(one) for one in inner]
        key = tuple((row.entry.name, row.entry.about, row.entry.takes) for row in rows)
        as_in = self.told.setdefault(key, entry.path) if rows else entry.path
        if as_in != entry.path:
            rows, inner = [], []
        return Block(
            entry.path,
            entry.path,
            entry.about,
            entry.takes,
            rows,
            self.samples.of(entry),
            "" if as_in == entry.path else as_in,
            [self.block(one) for one in inner if one.inner],
        )


# -- as Markdown -----------------------------------------------------------------------------------


def markdown(made: list[Block]) -> str:
    """The whole reference as Markdown."""
    parts = ["# Reference of scenario files", LEAD, _contents(made)]
    for block in made:
        for depth, one in _with_depth(block, 2):
            parts += _told(one, depth)
    return "\n\n".join(parts) + "\n"


def _contents(made: list[Block]) -> str:
    return "\n".join(f"- [{block.title}](#{_anchor(block.title)})" for block in made)


def _anchor(title: str) -> str:
    """The anchor that Markdown gives a heading."""
    kept = "".join(one for one in title.lower() if one.isalnum() or one in " -_")
    return kept.replace(" ", "-")


def _with_depth(block: Block, depth: int) -> Iterator[tuple[int, Block]]:
    yield depth, block
    for one in block.inner:
        yield from _with_depth(one, min(depth + 1, 6))


def _told(block: Block, depth: int) -> list[str]:
    parts = [f"{'#' * depth} {block.title}", block.about]
    if block.takes not in ("", "a block"):
        parts.append(f"Takes {block.takes}.")
    if block.as_in:
        parts.append(f"The fields are those of `{block.as_in}`.")
    if block.rows:
        parts.append(_table(block.rows))
    if block.sample is not None:
        parts.append(f"For example ({block.sample.place}):")
        parts.append(f"```yaml\n{block.sample.text}\n```")
    return parts


def _table(rows: list[Row]) -> str:
    lines = ["| name | means | takes | without it |", "| --- | --- | --- | --- |"]
    for row in rows:
        cells = (f"`{row.entry.name}`", row.means, row.entry.takes, row.without)
        lines.append("| " + " | ".join(_cell(cell) for cell in cells) + " |")
    return "\n".join(lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
