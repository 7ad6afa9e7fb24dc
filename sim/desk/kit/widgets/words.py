"""Text on the screen: one line, a paragraph, or prose with links."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Unpack

import pygame

from sim.desk.kit.look import Look
from sim.desk.kit.text import Align
from sim.desk.kit.theme import BODY, LINE_LENGTH, Style, Token
from sim.desk.kit.widget import Options, State, Widget


class Label(Widget):
    """One line of text, shortened with an ellipsis where there is no room.

    A label that may be shortened says so with `elide`; the layout lints report any other that is.
    """

    role = "text"

    def __init__(
        self,
        text: str,
        style: Style = BODY,
        token: Token = "ink",
        align: Align = "left",
        elide: bool = False,
        **options: Unpack[Options],
    ) -> None:
        options.setdefault("name", text)
        super().__init__((), **options)
        self.text, self.style, self.token, self.align = text, style, token, align
        self.elide = elide

    def measure(self, look: Look, width: int) -> tuple[int, int]:
        """Return the size of the line."""
        return look.text.width(self.text, self.style), look.text.height(self.style)

    def draw(self, surface: pygame.Surface, look: Look, state: State) -> None:
        """Draw the line, in the middle of its height."""
        x = {"left": self.rect.x, "centre": self.rect.centerx, "right": self.rect.right}
        y = self.rect.y + (self.rect.h - look.text.height(self.style)) // 2
        width = self.rect.w if self.elide else None
        look.write(
            surface, self.text, (x[self.align], y), self.style, self.token, self.align, width
        )


class TextBlock(Widget):
    """Text broken into lines of at most 65 characters; line feeds are kept."""

    role = "text"

    def __init__(
        self,
        text: str,
        style: Style = BODY,
        token: Token = "ink",
        characters: int = LINE_LENGTH,
        align: Align = "left",
        **options: Unpack[Options],
    ) -> None:
        options.setdefault("name", text)
        super().__init__((), **options)
        self.text, self.style, self.token = text, style, token
        self.characters, self.align = characters, align

    def lines(self, look: Look, width: int) -> tuple[str, ...]:
        """Return the text broken for a width in pixels."""
        return look.text.wrap(self.text, self.style, width, self.characters)

    def measure(self, look: Look, width: int) -> tuple[int, int]:
        """Return the size of the broken text."""
        lines = self.lines(look, width)
        wide = max(look.text.width(line, self.style) for line in lines)
        return wide, len(lines) * look.text.height(self.style)

    def draw(self, surface: pygame.Surface, look: Look, state: State) -> None:
        """Draw every line."""
        x = {"left": self.rect.x, "centre": self.rect.centerx, "right": self.rect.right}
        y = self.rect.y
        for line in self.lines(look, self.rect.w):
            look.write(surface, line, (x[self.align], y), self.style, self.token, self.align)
            y += look.text.height(self.style)


class Link(Widget):
    """A stretch of prose that leads somewhere; it may go on in the next line."""

    role = "link"
    focusable = True
    radius = 4

    def __init__(self, text: str, target: str, follow: Callable[[str], object]) -> None:
        super().__init__((), name=text)
        self.target = target
        self.follow = follow
        self.spots: list[pygame.Rect] = []

    def place(self, look: Look, rect: pygame.Rect) -> None:
        """Take no place of its own: the prose around it sets `spots`."""

    def contains(self, at: tuple[int, int]) -> bool:
        """Whether a point is on any of its stretches."""
        return any(spot.collidepoint(at) for spot in self.spots)

    def activate(self) -> bool:
        """Follow the link."""
        self.follow(self.target)
        return True

    def draw(self, surface: pygame.Surface, look: Look, state: State) -> None:
        """Draw the underline; the prose draws the words."""
        colour = look.theme.colour("ink" if state.hovered else "control")
        for spot in self.spots:
            surface.fill(colour, (spot.x, spot.bottom - look.px(3), spot.w, max(1, look.px(1))))


@dataclass(frozen=True, slots=True)
class _Piece:
    """A word or space of prose with its style and, in a link, the number of the link."""

    text: str
    style: Style
    link: int | None


_MARKUP: Final = re.compile(r"\*\*(.+?)\*\*|\[([^\]\[]+)\]\(([^()\s]+)\)")


class Prose(Widget):
    """Paragraphs with `**bold**` words and `[words](target)` as links that Tab reaches."""

    role = "text"

    def __init__(
        self,
        text: str,
        follow: Callable[[str], object] = lambda target: None,
        style: Style = BODY,
        token: Token = "ink",
        characters: int = LINE_LENGTH,
        **options: Unpack[Options],
    ) -> None:
        links: list[Link] = []
        self.text = text
        self.paragraphs = [_pieces(p, style, follow, links) for p in text.split("\n")]
        options.setdefault("name", "\n".join("".join(p.text for p in ps) for ps in self.paragraphs))
        super().__init__(links, **options)
        self.links = links
        self.style, self.token, self.characters = style, token, characters
        self._set: dict[int, list[list[_Piece]]] = {}

    def lines(self, look: Look, width: int) -> list[list[_Piece]]:
        """Return the pieces line by line for a width in pixels."""
        if width not in self._set:
            self._set[width] = look.text.keep(
                ("prose", self.text, self.style, width, self.characters),
                lambda: [line for ps in self.paragraphs for line in self._break(look, ps, width)],
            )
        return self._set[width]

    def measure(self, look: Look, width: int) -> tuple[int, int]:
        """Return the size of the broken text."""
        lines = self.lines(look, width)
        wide = max(
            (sum(look.text.width(p.text, p.style) for p in line) for line in lines), default=0
        )
        return min(width, wide), len(lines) * look.text.height(self.style)

    def place(self, look: Look, rect: pygame.Rect) -> None:
        """Place the text and the stretches of its links."""
        self.rect = rect
        if not self.links:
            return
        for link in self.links:
            link.spots = []
        for piece, spot in self._spots(look):
            if piece.link is not None:
                spots = self.links[piece.link].spots
                if spots and spots[-1].y == spot.y:
                    spots[-1].union_ip(spot)
                else:
                    spots.append(spot)
        for link in self.links:
            link.rect = link.spots[0].copy() if link.spots else rect.copy()

    def draw(self, surface: pygame.Surface, look: Look, state: State) -> None:
        """Draw every piece."""
        for piece, spot in self._spots(look):
            token = self.token if piece.link is None else "ink"
            look.write(surface, piece.text, spot.topleft, piece.style, token)

    def _spots(self, look: Look) -> list[tuple[_Piece, pygame.Rect]]:
        height, y, spots = look.text.height(self.style), self.rect.y, []
        for line in self.lines(look, self.rect.w):
            x = self.rect.x
            for piece in line:
                width = look.text.advance(piece.text, piece.style)
                spots.append((piece, pygame.Rect(x, y, width, height)))
                x += width
            y += height
        return spots

    def _break(self, look: Look, pieces: list[_Piece], width: int) -> list[list[_Piece]]:
        lines: list[list[_Piece]] = [[]]
        used, count = 0, 0
        for piece in pieces:
            wide = look.text.width(piece.text, piece.style)
            over = used + wide > width or count + len(piece.text) > self.characters
            if over and lines[-1] and not piece.text.isspace():
                if lines[-1][-1].text.isspace():
                    lines[-1].pop()
                lines.append([])
                used = count = 0
            if not lines[-1] and piece.text.isspace():
                continue
            fitting = look.text.wrap(piece.text, piece.style, width, self.characters)
            for more in fitting[:-1]:  # a word that is longer than a line
                lines[-1].append(_Piece(more, piece.style, piece.link))
                lines.append([])
            text = fitting[-1] if len(fitting) > 1 else piece.text
            lines[-1].append(_Piece(text, piece.style, piece.link))
            used += look.text.width(text, piece.style)
            count += len(text)
        return lines


def _pieces(
    text: str, style: Style, follow: Callable[[str], object], links: list[Link]
) -> list[_Piece]:
    found: list[_Piece] = []
    at = 0
    for match in _MARKUP.finditer(text):
        found += _words(text[at : match.start()], style, None)
        if match[1] is not None:
            found += _words(match[1], style._replace(bold=True), None)
        else:
            links.append(Link(match[2], match[3], follow))
            found += _words(match[2], style, len(links) - 1)
        at = match.end()
    return [*found, *_words(text[at:], style, None)]


@lru_cache(maxsize=4096)
def _found(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r" +|[^ ]+", text))


def _words(text: str, style: Style, link: int | None) -> list[_Piece]:
    return [_Piece(word, style, link) for word in _found(text)]
