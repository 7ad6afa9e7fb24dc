"""The map: who stands where, the ties of one actor, what crosses borders, what was done last."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, Literal, Unpack

import pygame

from sim.catalogue import _
from sim.desk.figures.base_map import Colours, Projection, draw_base_map
from sim.desk.figures.map_layout import MARK, Block, Layout, Row, lay_out
from sim.desk.figures.map_legend import draw_legend, samples
from sim.desk.figures.placing import DIRECTIONS, next_toward
from sim.desk.figures.routing import route
from sim.desk.kit.cache import Kept
from sim.desk.kit.colour import Colour, mix
from sim.desk.kit.look import Look
from sim.desk.kit.shapes import Point
from sim.desk.kit.theme import QUOTE, SMALL, SMALL_STRONG, Mark, Style
from sim.desk.kit.widget import Node, Options, State, Widget, bounds
from sim.desk.models.map import Geography
from sim.desk.models.network import Edge, Network

Mode = Literal["ties", "flows", "deeds"]
MODES: Final[tuple[Mode, ...]] = ("ties", "flows", "deeds")
"""What the lines of the map mean: trust, what one can withhold, the moves of the last turn."""
_LEGEND: Final = 24
_WATER: Final = QUOTE._replace(size=13)
_ROUNDING: Final = 3
_memory: Final = Kept(64)


class MapView(Widget):
    """A map of which one actor is selected; `open` is told when it is to be looked at."""

    role = "listbox"
    focusable = True
    elide = True

    def __init__(
        self,
        view: Geography,
        network: Network,
        selected: str,
        choose: Callable[[str], object],
        open: Callable[[str], object],
        mode: Mode = "ties",
        **options: Unpack[Options],
    ) -> None:
        super().__init__((), **options)
        self.view, self.network, self.mode = view, network, mode
        self.selected = selected
        self.choose, self.open = choose, open
        self.layout = Layout((), (), {}, {})
        self.lines: list[tuple[str, str]] = []
        self.curves: list[list[Point]] = []

    @property
    def value(self) -> str:
        """The selected actor with its place."""
        site = self.view.site_of(self.selected)
        name = self.network.name(self.selected)
        return _("{name} ({place})").format(name=name, place=site.title) if site else name

    def parts(self) -> tuple[Node, ...]:
        """One node an actor that has a place."""
        rows = {row.id: row for block in self.layout.blocks for row in block.rows}
        return tuple(
            Node(
                "option",
                self.network.name(actor),
                "selected" if actor == self.selected else "",
                bounds(rows[actor].rect if actor in rows else self.rect),
                False,
                True,
                f"{self.key}:{actor}",
            )
            for actor in self.view.order()
        )

    def measure(self, look: Look, width: int) -> tuple[int, int]:
        """Return the whole width and the least height."""
        return width, look.px(300)

    def place(self, look: Look, rect: pygame.Rect) -> None:
        """Find the places of blocks and lines."""
        self.rect = rect
        room = self._room(look)
        key = (self.view, tuple(room), look.scale)
        self.layout = _memory.get(key, lambda: lay_out(look, self.view, room))
        self.lines = self._pairs()
        pairs = tuple(self.lines)
        self.curves = _memory.get((*key, pairs), lambda: self._route(look, pairs, room))

    def _route(
        self, look: Look, pairs: Sequence[tuple[str, str]], room: pygame.Rect
    ) -> list[list[Point]]:
        """A curve for each pair, from block to block; within one block from mark to mark."""
        spots, names = self.layout.spots, self.layout.names
        found = route(pairs, spots, names, look.px(MARK), room) if pairs else []
        gap = look.px(4)
        curves = []
        for (source, target), points in zip(pairs, found, strict=True):
            one, other = self._block_of(source), self._block_of(target)
            if one is other:
                curves.append(points)
                continue
            walls = one.rect.inflate(gap, gap), other.rect.inflate(gap, gap)
            cut = trimmed(points, *walls)
            curves.append([(round(x, 1), round(y, 1)) for x, y in cut])
        return curves

    def _block_of(self, actor: str) -> Block:
        return next(
            block for block in self.layout.blocks if any(row.id == actor for row in block.rows)
        )

    def _pairs(self) -> list[tuple[str, str]]:
        """From whom to whom lines go."""
        spots = self.layout.spots
        if self.mode == "ties":
            found = [
                (line.edge.source, line.edge.target) for line in self.network.lines(self.selected)
            ]
        elif self.mode == "flows":
            found = [(flow.source, flow.target) for flow in self.view.flows if flow.crosses]
        else:
            found = [(deed.source, deed.target) for deed in self.view.deeds if deed.target]
        return [
            pair
            for pair in dict.fromkeys(found)
            if pair[0] in spots and pair[1] in spots and pair[0] != pair[1]
        ]

    # Use -----------------------------------------------------------------------------------

    def activate(self) -> bool:
        """Look at the selected actor."""
        self.open(self.selected)
        return True

    def on_key(self, chord: str, typed: str) -> bool:
        """Select the next actor in a direction."""
        spots = self.layout.spots
        if chord not in DIRECTIONS or not spots:
            return False
        if self.selected not in spots:
            self.choose(next(iter(spots)))
            return True
        found = next_toward(spots, self.selected, chord)
        if found is not None:
            self.choose(found)
        return found is not None

    def on_release(self, at: tuple[int, int]) -> None:
        """Select the actor under the pointer, or look at it when it is selected already."""
        for block in self.layout.blocks:
            for row in block.rows:
                if row.kind == "actor" and _reach(block, row).collidepoint(at):
                    if row.id == self.selected:
                        self.open(row.id)
                    else:
                        self.choose(row.id)
                    return

    # Drawing -------------------------------------------------------------------------------

    def draw(self, surface: pygame.Surface, look: Look, state: State) -> None:
        """Draw the ground, then lines, then blocks and names over them."""
        theme, room = look.theme, self._room(look)
        ground = draw_base_map(surface, look, self.view, room)
        clip = surface.get_clip()
        surface.set_clip(clip.clip(room))
        self._draw_lines(surface, look, within=False)
        colours = Colours.of(look)
        known = (colours.land, colours.home, colours.sea)
        labels = self.layout.labels
        plates = _memory.get(
            ("plates", self.view, theme.name, tuple(room), look.scale),
            lambda: [_under(ground, one.rect.move(-room.x, -room.y), known) for one in labels],
        )
        for label, plate in zip(labels, plates, strict=True):
            style: Style = _WATER if label.kind == "water" else SMALL
            top = label.rect.centery - look.text.height(style) // 2
            surface.fill(plate, label.rect)
            if label.dot is not None:
                look.paint.dot(surface, label.dot, look.px(3), theme.bg, theme.ink, look.px(1.2))
            look.write(surface, label.text, (label.rect.centerx, top), style, "ink", "centre")
        for block in self.layout.blocks:
            self._draw_block(surface, look, block)
        self._draw_lines(surface, look, within=True)
        surface.set_clip(clip)
        look.box(surface, room, None, "line", 6)
        there = self.view.deeds if self.mode == "deeds" else self.lines
        told = samples(look, self.mode, bool(there))
        draw_legend(surface, look, self.rect, Projection.of(self.view.window, room), told)

    def _draw_block(self, surface: pygame.Surface, look: Look, block: Block) -> None:
        theme = look.theme
        if block.anchor is not None:
            x, y = block.anchor
            near = (
                min(max(x, block.rect.left), block.rect.right - 1),
                min(max(y, block.rect.top), block.rect.bottom - 1),
            )
            if abs(near[0] - x) + abs(near[1] - y) > look.px(4):
                look.paint.arrow(surface, [(x, y), near], theme.ink, max(1.0, look.scale))
            look.paint.dot(surface, (x, y), look.px(4), theme.bg, theme.ink, look.px(1.6))
        look.box(surface, block.rect, "panel", "line", 5)
        for row in block.rows:
            self._draw_row(surface, look, row)

    def _draw_row(self, surface: pygame.Surface, look: Look, row: Row) -> None:
        theme = look.theme
        style = SMALL
        if row.kind == "actor":
            chosen = row.id == self.selected
            style = SMALL_STRONG if chosen else SMALL
            if chosen:
                ring = 1.45 * look.px(MARK)
                look.paint.dot(surface, row.mark, ring, theme.raised, theme.accent, look.px(1.6))
            edge = theme.outline if theme.outlined_marks else None
            radius = look.px(MARK - 1.5)
            look.paint.mark(surface, self._mark(row.id), row.mark, radius, edge, look.scale)
        elif row.kind == "table":
            look.icon(surface, "table", row.mark, "muted", 12)
        top = row.rect.centery - look.text.height(style) // 2
        room = row.rect.w if row.kind == "table" else None
        token: Any = "ink" if row.kind == "actor" else "muted"
        look.write(surface, row.text, (row.rect.x, top), style, token, width=room)

    def _draw_lines(self, surface: pygame.Surface, look: Look, within: bool) -> None:
        """Draw the lines between blocks, or those within one."""
        drawn = [
            (pair, points)
            for pair, points in zip(self.lines, self.curves, strict=True)
            if (self._block_of(pair[0]) is self._block_of(pair[1])) == within
        ]
        if self.mode == "ties":
            ties = self.network.lines(self.selected)
            edges = {(line.edge.source, line.edge.target): line for line in ties}
            for pair, points in drawn:
                line = edges[pair]
                edge = line.edge
                strength = min(1.0, 0.55 + 1.6 * abs(edge.trust - 0.5) + edge.leverage)
                self._stroke(surface, look, points, edge, strength, line.both)
            return
        if self.mode == "flows":
            amounts = {(flow.source, flow.target): flow for flow in self.view.flows}
            for pair, points in drawn:
                own = self.selected in pair
                colour = look.theme.ink if own else look.theme.control
                amount = amounts[pair].amount
                width = round((1.0 + 4.0 * amount) * look.scale, 1)
                head = round((7.0 + 5.0 * amount) * look.scale, 1)
                look.paint.arrow(surface, points, colour, width, None, head)
                if own:
                    self._tag(surface, look, points, ", ".join(amounts[pair].channels))
            return
        for pair, points in drawn:
            look.paint.arrow(
                surface, points, look.theme.ink, 1.6 * look.scale, None, 9 * look.scale
            )
            middle = points[len(points) // 2]
            at = (round(middle[0]), round(middle[1]))
            look.paint.dot(surface, at, look.px(8), look.theme.panel, look.theme.ink, look.px(1))
            edge_colour = look.theme.outline if look.theme.outlined_marks else None
            look.paint.mark(surface, self._mark(pair[0]), at, look.px(5), edge_colour, look.scale)

    def _tag(self, surface: pygame.Surface, look: Look, points: list[Point], words: str) -> None:
        """A word at the middle of a line, where it covers no block."""
        size = (look.text.width(words, SMALL) + look.px(8), look.text.height(SMALL))
        walls = [block.rect for block in self.layout.blocks]
        for share in (0.5, 0.4, 0.6, 0.3, 0.7):
            x, y = points[min(len(points) - 1, int(share * len(points)))]
            rect = pygame.Rect((0, 0), size)
            rect.center = (round(x), round(y))
            if self._room(look).contains(rect) and rect.collidelist(walls) < 0:
                if any(rect.colliderect(label.rect) for label in self.layout.labels):
                    continue
                look.box(surface, rect, "raised", "line", 4)
                look.write(surface, words, rect.midtop, SMALL, "ink", "centre")
                return

    def _stroke(
        self,
        surface: pygame.Surface,
        look: Look,
        points: list[Point],
        edge: Edge,
        strength: float,
        both: bool,
    ) -> None:
        theme, scale, leverage = look.theme, look.scale, edge.leverage
        colour = mix(theme.raised, theme.distrust if edge.distrust else theme.trust, strength)
        width = round((1.4 + 4.2 * leverage) * scale, 1)
        dash = (6 * scale, 4.5 * scale) if edge.distrust else None
        head = round((7.5 + 5 * leverage) * scale, 1)
        look.paint.arrow(surface, points, colour, width, dash, head)
        if both and len(points) > 3:
            look.paint.arrow(surface, [points[2], points[1], points[0]], colour, width, None, head)

    # Help ----------------------------------------------------------------------------------

    def _mark(self, actor: str) -> Mark:
        return next(node.face.mark for node in self.network.nodes if node.face.id == actor)

    def _room(self, look: Look) -> pygame.Rect:
        room = self.rect.copy()
        room.h -= look.px(_LEGEND)
        return room


def _reach(block: Block, row: Row) -> pygame.Rect:
    """Where a click means a row: its whole line."""
    return pygame.Rect(block.rect.x, row.rect.y, block.rect.w, row.rect.h)


def _under(picture: pygame.Surface, rect: pygame.Rect, known: Sequence[Colour]) -> Colour:
    """Which of some colours is the commonest under a rectangle."""
    seen = rect.clip(picture.get_rect())
    if not seen.w or not seen.h:
        return known[-1]
    counts = dict.fromkeys(known, 0)
    for x in range(seen.left, seen.right, max(1, seen.w // 9)):
        for y in range(seen.top, seen.bottom, max(1, seen.h // 4)):
            pixel = picture.get_at((x, y))
            for colour in counts:  # scaling down rounds colours a little
                r, g, b = colour
                if max(abs(pixel.r - r), abs(pixel.g - g), abs(pixel.b - b)) <= _ROUNDING:
                    counts[colour] += 1
    return max(counts, key=lambda colour: counts[colour])


def trimmed(points: list[Point], source: pygame.Rect, target: pygame.Rect) -> list[Point]:
    """A line from where it leaves one rectangle to where it comes to another."""
    return list(reversed(_outside(list(reversed(_outside(points, source))), target)))


def _outside(points: list[Point], wall: pygame.Rect) -> list[Point]:
    """A line from where it has left a rectangle for good."""
    inside = [i for i, point in enumerate(points[:-1]) if wall.collidepoint(point)]
    if not inside:
        return points
    (ax, ay), (bx, by) = points[inside[-1]], points[inside[-1] + 1]
    for i in range(1, 9):
        edge = (ax + (bx - ax) * i / 8, ay + (by - ay) * i / 8)
        if not wall.collidepoint(edge):
            return [edge, *points[inside[-1] + 1 :]]
    return points[inside[-1] + 1 :]
