"""Blocks of the map: each place with who stands there, and where each name and mark lies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import pygame

from sim.catalogue import _
from sim.desk.figures.base_map import Projection
from sim.desk.figures.placing import at_rim, beside, free, square
from sim.desk.kit.look import Look
from sim.desk.kit.theme import SMALL, SMALL_STRONG, Style
from sim.desk.models.map import EDGE_WORDS, Geography, Site

MARK: Final = 7.0
"""Radius of a mark in logical units."""
_PAD: Final = 6
_MOST_TABLE: Final = 150  # logical units of a table's title
_SHORT_TABLE: Final = 96
_ASIDE: Final = 1.9


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a block: who or what, where its mark and its words stand."""

    kind: str
    """head, actor or table."""
    id: str
    text: str
    rect: pygame.Rect
    mark: tuple[int, int]


@dataclass(slots=True)
class Block:
    """A place with its rows; `anchor` is its dot on the map, or None at the rim."""

    site: Site
    anchor: tuple[int, int] | None
    rect: pygame.Rect
    rows: list[Row] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Label:
    """A name of a town, land or water, with its dot if it has one."""

    text: str
    kind: str
    rect: pygame.Rect
    dot: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything lies."""

    blocks: tuple[Block, ...]
    labels: tuple[Label, ...]
    spots: Mapping[str, tuple[int, int]]
    """Middles of the actors' marks."""
    names: Mapping[str, pygame.Rect]
    """What lines go around: the row of each actor, and the heads of blocks."""


def row_height(look: Look) -> int:
    """The height of a line of a block."""
    return look.text.height(SMALL) + look.px(1)


def lay_out(look: Look, view: Geography, room: pygame.Rect) -> Layout:
    """Places for all blocks and, where there is room, for names of towns, lands and waters."""
    projection = Projection.of(view.window, room)
    rim = room.inflate(-look.px(8), -look.px(8))
    step, gap = look.px(6), look.px(4)
    taken: list[pygame.Rect] = []
    blocks: list[Block] = []
    core = projection.core(view.window)
    kept = [core] if rim.w > _ASIDE * core.w else []  # there is room beside the window itself
    for edge, sites in _by_edge(view).items():
        made = _rim_block(look, edge, sites)
        rect = at_rim(edge, made.rect.size, rim, [*taken, *kept], step)
        blocks.append(_moved(made, rect.topleft))
        taken.append(rect)
    inside = [site for site in view.sites if site.at is not None]
    anchors = {site.key: projection.spot(*site.at) for site in inside if site.at is not None}
    dots = [square(at, gap) for at in anchors.values()]
    for site in sorted(inside, key=lambda one: -len(one.tokens) - len(one.meetings)):
        made = _block(look, site, anchors[site.key])
        rect = beside(anchors[site.key], made.rect.size, rim, [*taken, *dots], look.px(7))
        blocks.append(_moved(made, rect.topleft))
        taken.append(rect)
    labels = _labels(look, view, projection, room, [*taken, *dots])
    spots, names = {}, {}
    for block in blocks:
        for row in block.rows:
            if row.kind == "actor":
                spots[row.id] = row.mark
                names[row.id] = row.rect
            else:
                names[f"{row.kind}:{block.site.key}:{row.id}"] = row.rect
    return Layout(tuple(blocks), tuple(labels), spots, names)


def _by_edge(view: Geography) -> dict[str, list[Site]]:
    found: dict[str, list[Site]] = {}
    for site in view.sites:
        if site.edge:
            found.setdefault(site.edge, []).append(site)
    return found


def _block(look: Look, site: Site, anchor: tuple[int, int]) -> Block:
    """The block of a place on the map, at the origin."""
    lines: list[tuple[str, str, str]] = []
    if site.title:
        lines.append(("head", site.key, site.title))
    lines += [("actor", token.face.id, token.face.name) for token in site.tokens]
    lines += [("table", one.id, one.title) for one in site.meetings if one.open]
    return _set(look, Block(site, anchor, pygame.Rect(0, 0, 0, 0)), lines, _MOST_TABLE)


def _rim_block(look: Look, edge: str, sites: list[Site]) -> Block:
    """One block for all that is told at one rim, at the origin."""
    lines = [("head", edge, EDGE_WORDS[edge])]
    for site in sites:
        lines += [
            ("actor", token.face.id, _named(token.face.name, site.title)) for token in site.tokens
        ]
        lines += [("table", one.id, one.title) for one in site.meetings if one.open]
    return _set(look, Block(sites[0], None, pygame.Rect(0, 0, 0, 0)), lines, _SHORT_TABLE)


def _named(name: str, place: str) -> str:
    return _("{name} ({place})").format(name=name, place=place) if place not in ("", name) else name


def _set(look: Look, block: Block, lines: list[tuple[str, str, str]], most: float) -> Block:
    """A block with its rows set below one another."""
    high, pad = row_height(look), look.px(_PAD)
    indent = look.px(2 * MARK + 6)
    width = 0
    sizes = []
    for kind, _id, text in lines:
        own = look.text.width(text, _style(kind))
        own = min(own, look.px(most)) if kind == "table" else own
        sizes.append(own + (0 if kind == "head" else indent))
        width = max(width, sizes[-1])
    block.rect = pygame.Rect(0, 0, width + 2 * pad, high * len(lines) + look.px(6))
    for i, (kind, name, text) in enumerate(lines):
        top = look.px(3) + i * high
        left = pad if kind == "head" else pad + indent
        rect = pygame.Rect(left, top, sizes[i] - (left - pad), high)
        mark = (pad + look.px(MARK), top + high // 2)
        block.rows.append(Row(kind, name, text, rect, mark))
    return block


def _style(kind: str) -> Style:
    return SMALL_STRONG if kind == "actor" else SMALL


def _moved(block: Block, to: tuple[int, int]) -> Block:
    x, y = to
    block.rect = block.rect.move(x, y)
    block.rows = [
        Row(r.kind, r.id, r.text, r.rect.move(x, y), (r.mark[0] + x, r.mark[1] + y))
        for r in block.rows
    ]
    return block


def _labels(
    look: Look,
    view: Geography,
    projection: Projection,
    room: pygame.Rect,
    taken: list[pygame.Rect],
) -> list[Label]:
    """Names that find a free place; the others are left out."""
    found: list[Label] = []
    taken = list(taken)
    high, gap = look.text.height(SMALL), look.px(7)
    for name in view.names:
        x, y = projection.spot(*name.at)
        text = spaced(name.title) if name.kind == "land" else name.title
        rect = pygame.Rect(0, 0, look.text.width(text, SMALL) + look.px(4), high)
        town = name.kind in ("town", "capital")
        dot = (x, y) if town else None
        if town and not free(square((x, y), look.px(3)), room, taken):
            continue
        centres = [(x, y)]
        if town:
            side = gap + rect.w // 2
            centres = [
                (x + side, y),
                (x - side, y),
                (x, y - gap - high // 3),
                (x, y + gap + high // 3),
            ]
        elif name.kind == "land":
            centres += [(x, y + high), (x, y - high)]
        for centre in centres:
            rect.center = centre
            if free(rect, room, taken):
                found.append(Label(text, name.kind, rect.copy(), dot))
                taken.append(rect.copy())
                if dot is not None:
                    taken.append(square(dot, look.px(3)))
                break
    return found


def spaced(title: str) -> str:
    """A land's name as maps write it."""
    return " ".join(title.upper())
