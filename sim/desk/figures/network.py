"""The trust network: fixed places, curved arrows of the selected actor, names never crossed."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Collection, Sequence
from typing import Final, Unpack

import pygame

from sim.catalogue import _
from sim.desk.figures.number import LEDGER_KEY, dots
from sim.desk.figures.placing import DIRECTIONS, next_toward
from sim.desk.figures.routing import arrange, crossings, in_the_way, overlapping
from sim.desk.kit.cache import Kept
from sim.desk.kit.colour import mix
from sim.desk.kit.look import Look
from sim.desk.kit.shapes import Point, cut
from sim.desk.kit.theme import SMALL, SMALL_STRONG, Token
from sim.desk.kit.widget import Node, Options, State, Widget, bounds
from sim.desk.models.network import SLIGHT, Edge, Line, Network
from sim.desk.models.network import Node as NetworkNode

_RADIUS: Final = 11
_LEGEND: Final = 24
_WIDEST: Final = 2.0  # how far aside the next actor may lie for each pixel along
_APART: Final = 12  # between two numbers
_ON_THE_WAY: Final = 0.6
_ROUNDS: Final = 4
_memory: Final = Kept(128)


class NetworkView(Widget):
    """A network of which one actor is selected; `open` is told when it is to be looked at.

    Below every other name stands its trust in the selected actor, and that actor's in it. A click
    on the numbers, or `l` for the selected actor's in you, opens their account by `ledger`.
    """

    role = "listbox"
    focusable = True
    elide = True

    def __init__(
        self,
        network: Network,
        selected: str,
        choose: Callable[[str], object],
        open: Callable[[str], object],
        ledger: Callable[[str], object] | None = None,
        **options: Unpack[Options],
    ) -> None:
        super().__init__((), **options)
        self.network, self.selected = network, selected
        self.choose, self.open, self.ledger = choose, open, ledger
        self.trust = {
            node.face.id: network.pair(selected, node.face.id)
            for node in network.nodes
            if node.face.id != selected
        }
        self.spots: dict[str, tuple[int, int]] = {}
        self.names: dict[str, pygame.Rect] = {}
        self.curves: list[list[Point]] = []
        self.reach = 1  # radius of a mark in pixels
        self.hits: dict[str, pygame.Rect] = {}  # where the numbers of a ledger stand
        self.told: frozenset[str] = frozenset()  # whose numbers are shown

    @property
    def value(self) -> str:
        """The selected actor."""
        return self.network.name(self.selected)

    def parts(self) -> tuple[Node, ...]:
        """One node an actor."""
        return tuple(
            Node(
                "option",
                node.face.name,
                "selected" if node.face.id == self.selected else "",
                bounds(self.names.get(node.face.id, self.rect)),
                False,
                True,
                f"{self.key}:{node.face.id}",
            )
            for node in self.network.nodes
        )

    def measure(self, look: Look, width: int) -> tuple[int, int]:
        """Return the whole width and the least height."""
        return width, look.px(300)

    def place(self, look: Look, rect: pygame.Rect) -> None:
        """Find the places of marks and names."""
        self.rect = rect
        self.reach = look.px(_RADIUS)
        room = self._room(look)
        inner = room.inflate(-look.px(88), -look.px(44))
        inner.y -= look.px(8)
        xs = [node.x for node in self.network.nodes]
        ys = [node.y for node in self.network.nodes]
        wide, high = max(xs) - min(xs) or 1.0, max(ys) - min(ys) or 1.0
        self.spots = {
            node.face.id: (
                round(inner.x + (node.x - min(xs)) / wide * inner.w),
                round(inner.y + (node.y - min(ys)) / high * inner.h),
            )
            for node in self.network.nodes
        }
        lines = self.network.lines(self.selected)
        pairs = tuple((line.edge.source, line.edge.target) for line in lines)
        told = tuple(tuple(self._numbers(node.face.id)) for node in self.network.nodes)
        key = (self.selected, pairs, tuple(self.spots.items()), told, tuple(room), look.scale)
        self.hits = {}
        self.names, self.curves, self.told = _memory.get(
            key, lambda: self._arranged(look, pairs, room)
        )

    def _arranged(
        self, look: Look, pairs: Sequence[tuple[str, str]], room: pygame.Rect
    ) -> tuple[dict[str, pygame.Rect], list[list[Point]], frozenset[str]]:
        """Where names stand and lines run, with numbers below as many names as there is room for.

        Whose name lies on another, on a mark or under a line goes without, and all is arranged
        anew.
        """
        told = frozenset(node.face.id for node in self.network.nodes)
        for _round in range(_ROUNDS):
            sizes = {node.face.id: self._plate(look, node, told) for node in self.network.nodes}
            names, curves = arrange(pairs, self.spots, sizes, self.reach, room, self.selected)
            clumsy = in_the_way(names, curves, self.spots, self.reach) & told
            if not clumsy:
                break
            told -= clumsy
        if crossings(names, curves) or overlapping(names):  # clear names come before numbers
            told = frozenset()
            sizes = {node.face.id: self._plate(look, node, told) for node in self.network.nodes}
            names, curves = min(
                (
                    arrange(pairs, self.spots, sizes, self.reach, room, ringed)
                    for ringed in (self.selected, "")
                ),
                key=lambda found: crossings(*found) + overlapping(found[0]),
            )
        return names, curves, told

    # Use -----------------------------------------------------------------------------------

    def activate(self) -> bool:
        """Look at the selected actor."""
        self.open(self.selected)
        return True

    @property
    def own(self) -> str:
        """The number that the key of ledgers opens: the selected actor's trust in you."""
        you = next((node.face.id for node in self.network.nodes if node.you), self.selected)
        if you == self.selected:
            return f"standing:{you}"
        return f"trust:{self.selected}:{you}"

    def on_key(self, chord: str, typed: str) -> bool:
        """Select the next actor in a direction, or open a ledger."""
        if chord == LEDGER_KEY and self.ledger is not None:
            self.ledger(self.own)
            return True
        found = None
        if chord in DIRECTIONS:
            found = next_toward(self.spots, self.selected, chord, _WIDEST)
        if found is not None:
            self.choose(found)
        return found is not None

    def on_release(self, at: tuple[int, int]) -> None:
        """Select the actor under the pointer, or look at it when it is selected already."""
        for key, hit in self.hits.items():
            if self.ledger is not None and hit.collidepoint(at):
                self.ledger(key)
                return
        found = self._under(at)
        if found is not None and found == self.selected:
            self.open(found)
        elif found is not None:
            self.choose(found)

    def _under(self, at: tuple[int, int]) -> str | None:
        """The actor whose mark, or else whose name, is at a point."""
        for name, (x, y) in self.spots.items():
            if (at[0] - x) ** 2 + (at[1] - y) ** 2 <= (1.5 * self.reach) ** 2:
                return name
        return next((name for name, box in self.names.items() if box.collidepoint(at)), None)

    # Drawing -------------------------------------------------------------------------------

    def draw(self, surface: pygame.Surface, look: Look, state: State) -> None:
        """Draw the arrows, then the marks and names over them."""
        theme = look.theme
        lines = self.network.lines(self.selected)
        for line, points in zip(lines, self.curves, strict=True):
            self._draw_line(surface, look, line, points)
        linked = {self.selected}
        for line in lines:
            linked |= {line.edge.source, line.edge.target}
        for box in self.names.values():  # where no way around a name was found
            surface.fill(theme.panel, box)
        for node in self.network.nodes:
            actor = node.face.id
            at = self.spots[actor]
            chosen = actor == self.selected
            if chosen:
                ring = 1.62 * self.reach
                look.paint.dot(surface, at, ring, theme.raised, theme.accent, look.px(2))
            edge_colour = theme.outline if theme.outlined_marks else None
            mark = node.face.mark
            look.paint.mark(surface, mark, at, self.reach, edge_colour, 1.2 * look.scale)
            style = SMALL_STRONG if chosen else SMALL
            box = self.names[actor]
            token: Token = "ink" if actor in linked else "muted"
            look.write(surface, node.face.name, (box.centerx, box.y), style, token, "centre")
            self._draw_trust(surface, look, actor, box)
        self._draw_legend(surface, look)

    def _plate(self, look: Look, node: NetworkNode, told: Collection[str]) -> tuple[int, int]:
        """The size of a name with the numbers below it, if they are told."""
        name = look.text.width(node.face.name, SMALL_STRONG) + look.px(6)
        high, numbers = look.text.height(SMALL), self._numbers(node.face.id)
        if not numbers or node.face.id not in told:
            return name, high
        wide = sum(look.text.width(words, SMALL) for _key, words, _not in numbers)
        wide += look.px(_APART) * (len(numbers) - 1) + look.px(4)
        return max(name, wide), 2 * high

    def _numbers(self, actor: str) -> list[tuple[str, str, Token]]:
        """Key, words and colour: its trust in the selected actor, and that one's in it.

        None where the two hardly know each other; the table has those as well.
        """
        if not any(edge.telling for edge in self.trust.get(actor, ()) if edge is not None):
            return []
        return [
            (
                f"trust:{edge.source}:{edge.target}",
                str(round(100 * edge.trust)),
                _token(edge),
            )
            for edge in self.trust.get(actor, ())
            if edge is not None
        ]

    def _draw_trust(
        self, surface: pygame.Surface, look: Look, actor: str, box: pygame.Rect
    ) -> None:
        numbers = self._numbers(actor)
        if not numbers or actor not in self.told:
            return
        gap = look.px(_APART)
        wide = sum(look.text.width(words, SMALL) for _key, words, _not in numbers)
        x = box.centerx - (wide + gap * (len(numbers) - 1)) // 2
        y = box.bottom - look.text.height(SMALL)
        for i, (key, words, token) in enumerate(numbers):
            spot = look.write(surface, words, (x, y), SMALL, token)
            self.hits[key] = spot.inflate(look.px(6), 0)
            if self.ledger is not None:
                dots(surface, look, spot)
            if i:
                middle = (x - gap // 2, spot.centery)
                look.paint.dot(surface, middle, 1.5 * look.scale, look.theme.muted)
            x = spot.right + gap

    def _room(self, look: Look) -> pygame.Rect:
        room = self.rect.copy()
        room.h -= look.px(_LEGEND)
        return room

    def _draw_line(
        self, surface: pygame.Surface, look: Look, line: Line, points: list[Point]
    ) -> None:
        theme, scale, edge = look.theme, look.scale, line.edge
        colour = theme.distrust if edge.distrust else theme.trust
        strength = min(1.0, 0.6 + 1.2 * abs(edge.trust - 0.5) + edge.leverage)
        width = round((1.7 + 4.6 * edge.leverage) * scale, 1)
        dash = (6 * scale, 4.5 * scale) if edge.distrust else None
        faded = mix(theme.panel, colour, strength)
        head = round((9.5 + 4 * edge.leverage) * scale, 1)
        inward = edge.target == self.selected
        away = list(reversed(points)) if inward else points  # from the selected actor
        outward_head = line.both or not inward
        look.paint.arrow(surface, away, faded, width, dash, head if outward_head else 0.0)
        if line.both or inward:
            # a head toward the selected actor stands on the way, or all would lie on one another
            length = _length(away)
            stretch = cut(away, _ON_THE_WAY * length, max(0.0, length * 0.4 - 1.6 * head))
            look.paint.arrow(surface, list(reversed(stretch)), faded, width, None, head)

    def _draw_legend(self, surface: pygame.Surface, look: Look) -> None:
        theme, scale = look.theme, look.scale
        high = look.text.height(SMALL)
        y = self.rect.bottom - look.px(10)
        x = self.rect.x + look.px(8)
        for word, colour, dash in (
            (_("trust"), theme.trust, None),
            (_("distrust"), theme.distrust, (6 * scale, 4.5 * scale)),
        ):
            line = [(x, y), (x + look.px(28), y)]
            look.paint.arrow(surface, line, colour, 2 * scale, dash)
            at = (x + look.px(36), y - high // 2)
            x = look.write(surface, word, at, SMALL, "muted").right + look.px(16)
        at = (self.rect.right - look.px(8), y - high // 2)
        name = self.network.name(self.selected)
        below = _("below a name: its trust in {who} · {who}'s in it").format(who=name)
        brief = _("numbers: trust in {who} · its own").format(who=name)
        wider = _("wider: more leverage")
        numbers = (f"{wider}; {below}", below, brief) if self.told else ()
        for words in (*numbers, wider):
            if at[0] - look.text.width(words, SMALL) > x:
                look.write(surface, words, at, SMALL, "muted", "right")
                break


def _token(edge: Edge) -> Token:
    if abs(edge.trust - 0.5) < SLIGHT:
        return "muted"
    return "distrust" if edge.distrust else "trust"


def _length(points: list[Point]) -> float:
    return sum(math.dist(a, b) for a, b in itertools.pairwise(points))
