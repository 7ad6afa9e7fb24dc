"""Text: fonts by script, wrapping, shortening, measuring and drawing, all cached."""

from __future__ import annotations

import functools
import json
import re
import unicodedata
from collections.abc import Callable, Hashable, Iterator
from pathlib import Path
from typing import Final, Literal, TypeVar

import pygame

from sim.catalogue import _
from sim.desk.kit.cache import Kept, SurfaceCache
from sim.desk.kit.colour import Colour
from sim.desk.kit.theme import LINE_LENGTH, Style
from sim.paths import assets

_Made = TypeVar("_Made")
Align = Literal["left", "centre", "right"]
ELLIPSIS: Final = "…"

_FALLBACK = (
    "NotoSansMath-Regular.ttf",
    "NotoSansSymbols2-Regular.ttf",
    "NotoSansCJKjp-Regular.otf",
)
_CHAINS: Final[dict[tuple[str, bool], tuple[str, ...]]] = {
    ("sans", False): ("NotoSans-Regular.ttf", "NotoSansKhmer-Regular.ttf", *_FALLBACK),
    ("sans", True): ("NotoSans-Bold.ttf", "NotoSansKhmer-Bold.ttf", *_FALLBACK),
    ("serif", False): ("NotoSerif-Regular.ttf", "NotoSansKhmer-Regular.ttf", *_FALLBACK),
    ("serif", True): ("NotoSerif-Bold.ttf", "NotoSansKhmer-Bold.ttf", *_FALLBACK),
    ("mono", False): ("NotoSansMono-Regular.ttf", "NotoSansKhmer-Regular.ttf", *_FALLBACK),
    ("mono", True): ("NotoSansMono-Regular.ttf", "NotoSansKhmer-Bold.ttf", *_FALLBACK),
    ("italic", False): ("NotoSerif-Italic.ttf", "NotoSansKhmer-Regular.ttf", *_FALLBACK),
    ("italic", True): ("NotoSerif-Italic.ttf", "NotoSansKhmer-Bold.ttf", *_FALLBACK),
}
_DEFAULT: Final = ""  # pygame's own font
_SCRIPTS: Final = {"Khmer": "Khmr"}  # SDL_ttf shapes Latin unless told otherwise
_LEADING: Final = 1.4  # line height over size
_MEASURES_KEPT: Final = 20_000
_CHARACTERS_DRAWN: Final = 1_000  # a line longer than this does not fit on any screen
_BREAK: Final = "\N{ZERO WIDTH SPACE}"
_JOINERS: Final = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
_KHMER_COENG: Final = "\N{KHMER SIGN COENG}"
# A line may break at spaces, after a hyphen or dash or slash inside a word (never between
# numbers), and around every kana or kanji. A no-break space is not a space.
_SPACE: Final = rf" \t\r\f\v\u2000-\u2006\u2008-\u200a{_BREAK}"
_IDEOGRAPH: Final = r"\u3000-\u30ff\u4e00-\u9fff"
_WORD: Final = re.compile(
    rf"[{_IDEOGRAPH}]|[{_SPACE}]+|[^{_SPACE}{_IDEOGRAPH}]+?"
    rf"(?:[-—/](?=[^\W\d])|(?=[{_SPACE}{_IDEOGRAPH}])|$)"
)


@functools.cache
def _coverage() -> dict[str, frozenset[str]]:
    """Which characters each font has; without the file that tells, any font is thought to do."""
    try:
        table: dict[str, str] = json.loads((_fonts() / "coverage.json").read_text(encoding="utf-8"))
        found = {name: frozenset(_characters(spans)) for name, spans in table.items()}
    except (OSError, ValueError, AttributeError):
        found = {}
    usual = frozenset(map(chr, range(0x20, 0x2000)))
    return {name: found.get(name, usual) for name in (*_files(), _DEFAULT)}


def _files() -> list[str]:
    """The names of all fonts, each once."""
    return list(dict.fromkeys(name for chain in _CHAINS.values() for name in chain))


@functools.cache
def _chain(face: str, bold: bool) -> tuple[str, ...]:
    """The fonts to take one after the other, those that are there; at the worst pygame's own."""
    here = tuple(name for name in _CHAINS[face, bold] if (_fonts() / name).is_file())
    return here or (_DEFAULT,)


def font_problem() -> str:
    """Which fonts are missing, in a sentence; empty where all are there."""
    lost = [name for name in _files() if not (_fonts() / name).is_file()]
    if not lost:
        return ""
    words = _("Fonts are missing, so another one stands in for them: {names}.")
    return words.format(names=", ".join(lost))


def _characters(spans: str) -> Iterator[str]:
    for span in spans.split(","):
        first, _, last = span.partition("-")
        yield from map(chr, range(int(first, 16), int(last or first, 16) + 1))


def _fonts() -> Path:
    return assets() / "fonts"


def missing(text: str, style: Style) -> set[str]:
    """Return the characters of `text` that no bundled font can draw."""
    chain = _chain(style.face, style.bold)
    left = set(clean(text)) - set(_JOINERS)
    for name in chain:
        left -= _coverage()[name]
    return left


@functools.lru_cache(maxsize=4096)
def clean(text: str) -> str:
    """Return `text` on one line without the characters that are not to be drawn."""
    if text.isascii() and text.isprintable():
        return text
    kept = (
        " " if c in "\t\n\r\v\f" else c
        for c in text.replace(_BREAK, "")
        if c in "\t\n\r\v\f" or c in _JOINERS or unicodedata.category(c) not in ("Cc", "Cf", "Cs")
    )
    return unicodedata.normalize("NFC", "".join(kept))


def clusters(text: str) -> list[str]:
    """Split `text` into the smallest pieces that may stand alone."""
    pieces: list[str] = []
    for c in text:
        joined = unicodedata.category(c) in ("Mn", "Mc", "Me") or c in _JOINERS
        if pieces and (joined or pieces[-1].endswith(_KHMER_COENG)):
            pieces[-1] += c
        else:
            pieces.append(c)
    return pieces


def _open(name: str, size: int) -> pygame.font.Font:
    """A font by its file; one that cannot be read gives way to pygame's own."""
    try:
        return pygame.font.Font(_fonts() / name if name else None, size)
    except (OSError, ValueError, pygame.error):
        return pygame.font.Font(None, size)


class Text:
    """Sets text at one UI scale. All measures are in pixels.

    `on_draw`, when set, is told of every text drawn: the text, its style and colour, the
    rectangle that it needs and the surface; the layout lints listen there.
    """

    def __init__(self, scale: float, limit: int = 24_000_000) -> None:
        self.scale = scale
        self.cache = SurfaceCache(limit)
        self.on_draw: Callable[[str, Style, Colour, pygame.Rect, pygame.Surface], None] | None = (
            None
        )
        self._loaded: dict[tuple[str, int], pygame.font.Font] = {}
        self._widths: dict[tuple[str, Style], int] = {}
        self._overhangs: dict[tuple[str, Style], int] = {}
        self._lines, self._kept = Kept(_MEASURES_KEPT // 10), Kept(_MEASURES_KEPT // 10)

    def height(self, style: Style) -> int:
        """Return the height of one line."""
        return round(style.size * self.scale * _LEADING)

    def width(self, text: str, style: Style) -> int:
        """Return the width of `text` on one line."""
        key = (text, style)
        found = self._widths.get(key)
        if found is None:
            if len(self._widths) >= _MEASURES_KEPT:
                self._widths.clear()
            found = sum(font.size(run)[0] for font, run in self._runs(clean(text), style))
            self._widths[key] = found
        return found

    def advance(self, text: str, style: Style) -> int:
        """Return how far behind the beginning of `text`, drawn at its left, more text goes on."""
        return self.width(text, style) + self._overhang(text, style)

    def wrap(
        self, text: str, style: Style, width: int, characters: int = LINE_LENGTH
    ) -> tuple[str, ...]:
        """Break `text` into lines of at most `width` pixels and `characters` characters.

        Line feeds start a new line. A word that is too long is broken within; where there is no
        room at all, one letter stands on each line.
        """
        width = max(0, width)
        return self._lines.get(
            (text, style, width, characters),
            lambda: tuple(
                line
                for paragraph in text.split("\n")
                for line in self._wrap(paragraph, style, width, characters)
            ),
        )

    def keep(self, key: Hashable, make: Callable[[], _Made]) -> _Made:
        """What was measured of a text, worked out on first use; it must not be changed."""
        return self._kept.get(key, make)

    def fit(self, text: str, style: Style, width: int) -> str:
        """Return `text`, shortened with an ellipsis when it is wider than `width`.

        Where not even the ellipsis has room, nothing is left.
        """
        if self.width(text, style) <= width:
            return text
        if self.width(ELLIPSIS, style) > width:
            return ""
        pieces = clusters(clean(text))
        low, high = 0, len(pieces)
        while low < high:
            middle = (low + high + 1) // 2
            shorter = "".join(pieces[:middle]).rstrip() + ELLIPSIS
            if self.width(shorter, style) <= width:
                low = middle
            else:
                high = middle - 1
        return "".join(pieces[:low]).rstrip() + ELLIPSIS

    def image(self, text: str, style: Style, colour: Colour) -> pygame.Surface:
        """Return a picture of `text` on one line, `height(style)` high; do not draw on it."""
        return self.cache.get((text, style, colour), lambda: self._render(text, style, colour))

    def draw(
        self,
        surface: pygame.Surface,
        text: str,
        at: tuple[int, int],
        style: Style,
        colour: Colour,
        align: Align = "left",
    ) -> pygame.Rect:
        """Draw `text` on one line with its top left, centre or right at `at`."""
        picture = self.image(text, style, colour)
        x, y = at
        if align == "centre":
            x -= picture.get_width() // 2
        elif align == "right":
            x -= picture.get_width()
        rect = pygame.Rect(x, y, *picture.get_size())
        left = self._overhang(text, style) if align == "left" else 0
        if self.on_draw is not None and text.strip():
            needed = pygame.Rect(x, y, rect.w + left, rect.h)
            self.on_draw(text, style, colour, needed, surface)
        surface.blit(picture, rect.move(left, 0))
        return rect

    def _overhang(self, text: str, style: Style) -> int:
        """Return how far the first letter reaches left of its place: 0 or less, as in a J.

        SDL_ttf moves such a text to the right, which would break the edge of a column.
        """
        key = (text[:1], style)
        if key not in self._overhangs:
            runs = self._runs(clean(text[:1]), style)
            metrics = runs[0][0].metrics(runs[0][1])[0] if runs else None
            self._overhangs[key] = min(0, metrics[0]) if metrics else 0
        return self._overhangs[key]

    def _render(self, text: str, style: Style, colour: Colour) -> pygame.Surface:
        runs = self._runs(clean(text)[:_CHARACTERS_DRAWN], style)
        height = self.height(style)
        base = self._font(_chain(style.face, style.bold)[0], style)
        baseline = (height - base.get_height()) // 2 + base.get_ascent()
        pictures = [
            (font.render(run, True, colour), font.get_ascent())
            for font, run in runs
            if font.size(run)[0]  # what has no width, such as a joiner alone, is not drawn
        ]
        width = sum(picture.get_width() for picture, _ in pictures)
        if len(pictures) == 1 and pictures[0][0].get_height() == height:
            return pictures[0][0]
        whole = pygame.Surface((max(width, 1), height), pygame.SRCALPHA, 32)
        whole.fill((*colour, 0))
        x = 0
        for picture, ascent in pictures:
            # Replace rather than blend: blending onto clear pixels would darken the edges.
            whole.blit(picture, (x, baseline - ascent), special_flags=pygame.BLEND_RGBA_MAX)
            x += picture.get_width()
        return whole

    def _runs(self, text: str, style: Style) -> list[tuple[pygame.font.Font, str]]:
        """Split `text` into stretches that one font can draw."""
        if not text:
            return []
        chain = _chain(style.face, style.bold)
        covered = _coverage()
        if covered[chain[0]].issuperset(text):
            return [(self._font(chain[0], style), text)]
        runs: list[tuple[str, str]] = []
        for piece in clusters(text):
            if runs and (piece.isspace() or piece in ".,;:!?()") and piece in covered[runs[-1][0]]:
                name = runs[-1][0]
            else:
                name = next((n for n in chain if covered[n].issuperset(piece)), chain[0])
            if runs and runs[-1][0] == name:
                runs[-1] = (name, runs[-1][1] + piece)
            else:
                runs.append((name, piece))
        return [(self._font(name, style), run) for name, run in runs]

    def _font(self, name: str, style: Style) -> pygame.font.Font:
        size = max(6, round(style.size * self.scale))
        key = (name, size)
        if key not in self._loaded:
            font = _open(name, size)
            for part, script in _SCRIPTS.items():
                if part in name:
                    font.set_script(script)
            self._loaded[key] = font
        return self._loaded[key]

    def _wrap(self, text: str, style: Style, width: int, characters: int) -> Iterator[str]:
        line = ""
        for word in _WORD.findall(text):
            if self._fits(line + word, style, width, characters):
                line += word
                continue
            if line.strip():
                yield clean(line).strip()
            line = word.lstrip()
            while not self._fits(line, style, width, characters):
                head = self._head(line, style, width, characters)
                # what fits was measured without blanks at the ends, a no-break space among them
                if shown := clean(head).strip():
                    yield shown
                line = line[len(head) :]
        yield clean(line).strip()

    def _fits(self, line: str, style: Style, width: int, characters: int) -> bool:
        shown = clean(line).strip()
        return len(shown) <= characters and self.width(shown, style) <= width

    def _head(self, word: str, style: Style, width: int, characters: int) -> str:
        """Return the longest beginning of `word` that fits, at least one cluster."""
        pieces = clusters(word)
        count = 1
        while count < len(pieces) and self._fits(
            "".join(pieces[: count + 1]), style, width, characters
        ):
            count += 1
        return "".join(pieces[:count])
