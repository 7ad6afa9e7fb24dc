"""Tokens of the look: colours of three themes, sizes of type, distances, and marks of actors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from sim.desk.kit.colour import Colour, rgb

Face = Literal["sans", "serif", "italic", "mono"]
Token = Literal[
    "bg",
    "panel",
    "raised",
    "hover",
    "line",
    "control",
    "ink",
    "muted",
    "accent",
    "on_accent",
    "good",
    "bad",
    "trust",
    "distrust",
    "outline",
]

# Distances in logical units (pixels at 100%); everything stands on a grid of 8.
GRID: Final = 8
GUTTER: Final = 16
RADIUS: Final = 10
LINE_LENGTH: Final = 65  # characters


class Style(NamedTuple):
    """How a text is set: `size` in logical units, `face`, and weight."""

    size: int
    face: Face = "sans"
    bold: bool = False


HERO: Final = Style(60, "serif", True)  # the name of the game, on the title alone
DISPLAY: Final = Style(44, "serif", True)  # what opens a chapter
TITLE: Final = Style(24, "serif", True)
HEADING: Final = Style(17, "serif", True)
LEAD: Final = Style(17)
STRONG: Final = Style(15, "sans", True)
BODY: Final = Style(15)
QUOTE: Final = Style(15, "italic")
SMALL: Final = Style(13)
SMALL_STRONG: Final = Style(13, "sans", True)
CODE: Final = Style(14, "mono")  # lines of a file


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours by purpose.

    `line` divides and decorates; `control` outlines what can be used; `accent` means you, now or
    selected and nothing else; `outline` parts a mark from what lies under it.
    """

    name: str
    title: str
    bg: Colour
    panel: Colour
    raised: Colour
    hover: Colour
    line: Colour
    control: Colour
    ink: Colour
    muted: Colour
    accent: Colour
    on_accent: Colour
    good: Colour
    bad: Colour
    trust: Colour
    distrust: Colour
    outline: Colour
    shadow: int  # darkness of shadows, 0 to 255
    border: int  # width of borders in logical units
    outlined_marks: bool  # marks get an outline that carries the contrast

    def colour(self, token: Token) -> Colour:
        """Return the colour of a token."""
        found: Colour = getattr(self, token)
        return found


DARK: Final = Theme(
    name="dark",
    title="Dark",
    bg=rgb("#121B24"),
    panel=rgb("#1B2732"),
    raised=rgb("#243340"),
    hover=rgb("#2C3D4C"),
    line=rgb("#3A4A58"),
    control=rgb("#7C8F9E"),
    ink=rgb("#F3ECDD"),
    muted=rgb("#A9B4BC"),
    accent=rgb("#F0B44C"),
    on_accent=rgb("#1A1408"),
    good=rgb("#8AD6A4"),
    bad=rgb("#FF9671"),
    trust=rgb("#74B4E4"),
    distrust=rgb("#F08A5D"),
    outline=rgb("#0C1319"),
    shadow=110,
    border=1,
    outlined_marks=False,
)

LIGHT: Final = Theme(
    name="light",
    title="Light",
    bg=rgb("#EDE7DB"),
    panel=rgb("#FBF8F1"),
    raised=rgb("#F3EEE2"),
    hover=rgb("#EAE2D1"),
    line=rgb("#D3C9B7"),
    control=rgb("#76705F"),
    ink=rgb("#1D252C"),
    muted=rgb("#505C66"),
    accent=rgb("#8A5200"),
    on_accent=rgb("#FFFFFF"),
    good=rgb("#19683A"),
    bad=rgb("#A83A0C"),
    trust=rgb("#1F6699"),
    distrust=rgb("#AC4510"),
    outline=rgb("#1D252C"),
    shadow=46,
    border=1,
    outlined_marks=True,
)

HIGH_CONTRAST: Final = Theme(
    name="high-contrast",
    title="High contrast",
    bg=rgb("#000000"),
    panel=rgb("#000000"),
    raised=rgb("#14181C"),
    hover=rgb("#26303A"),
    line=rgb("#9AA6B0"),
    control=rgb("#FFFFFF"),
    ink=rgb("#FFFFFF"),
    muted=rgb("#DCE3E8"),
    accent=rgb("#FFD23F"),
    on_accent=rgb("#000000"),
    good=rgb("#7CF0A0"),
    bad=rgb("#FFA07A"),
    trust=rgb("#7CC8FF"),
    distrust=rgb("#FFA07A"),
    outline=rgb("#000000"),
    shadow=0,
    border=2,
    outlined_marks=False,
)

THEMES: Final[dict[str, Theme]] = {t.name: t for t in (DARK, LIGHT, HIGH_CONTRAST)}

# Which token may stand on which: text at 4.5 or more, marks and outlines at 3 or more.
_BACKGROUNDS: Final[tuple[Token, ...]] = ("bg", "panel", "raised", "hover")
_TEXTS: Final[tuple[Token, ...]] = (
    "ink",
    "muted",
    "accent",
    "good",
    "bad",
    "trust",
    "distrust",
)
TEXT_PAIRS: Final[tuple[tuple[Token, Token], ...]] = (
    *((text, ground) for text in _TEXTS for ground in _BACKGROUNDS),
    ("on_accent", "accent"),
)
MARK_PAIRS: Final[tuple[tuple[Token, Token], ...]] = tuple(
    ("control", ground) for ground in _BACKGROUNDS
)

Shape = Literal[
    "circle",
    "square",
    "diamond",
    "triangle",
    "ring",
    "pentagon",
    "hexagon",
    "star",
    "shield",
    "triangle-down",
    "plus",
    "drop",
    "saltire",
    "trapezoid",
    "crescent",
    "semicircle",
    "hourglass",
    "chevron",
]
SHAPES: Final[tuple[Shape, ...]] = Shape.__args__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Mark:
    """The sign of an actor: a colour and a shape, always shown with the name."""

    colour: Colour
    shape: Shape


# Chosen by simulation: between any two, and between any one and the accent, the CIE 1976
# difference is at least 15 to normal eyes and under three kinds of colour blindness, and each
# stands at 3:1 or more on the bg, panel and raised grounds of the dark themes. Light themes
# draw an outline around every mark instead.
PALETTE: Final[tuple[Mark, ...]] = tuple(
    Mark(rgb(colour), shape)
    for colour, shape in zip(
        (
            "#56B4E9",
            "#F0E442",
            "#009E73",
            "#D55E00",
            "#CC79A7",
            "#7EF6B0",
            "#9A6CF5",
            "#EC24BA",
            "#DDE3E8",
            "#BAC47E",
            "#607EBA",
            "#9CD8F6",
            "#9CC4B0",
            "#F67488",
            "#BA9C4C",
            "#BAF688",
            "#7E884C",
        ),
        SHAPES,
        strict=False,
    )
)


def mark(index: int) -> Mark:
    """Return the mark of the actor with this index; the order repeats after the last one."""
    return PALETTE[index % len(PALETTE)]


def read_mark(colour: str, shape: str) -> Mark:
    """Return the mark that a scenario names.

    Raises:
        ValueError: with one sentence, when the colour or the shape is not known.
    """
    known: dict[str, Shape] = {s: s for s in SHAPES}
    if shape not in known:
        raise ValueError(f"{shape!r} is not a shape; use one of {', '.join(SHAPES)}.")
    return Mark(rgb(colour), known[shape])
