"""The style of the figures: fonts, sizes, colours, and SVG that is the same bytes each time.

Colours are those of Okabe and Ito, the pale ones darkened, which tell apart for colour-blind
readers; no figure speaks by colour alone. Letters are outlines of fonts that come with the program.
"""

from __future__ import annotations

import datetime as dt
import io
import logging
import re
import textwrap
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

from sim import paths
from sim.dates import short_month
from sim.lab.errors import LabError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

BLUE, VERMILLION, GREEN, PURPLE, SKY, AMBER = COLOURS = (
    "#0072B2",
    "#D55E00",
    "#007A5E",
    "#A64D88",
    "#3A8FC2",
    "#A86F00",
)
MARKERS: Final = ("o", "s", "^", "D", "v", "P")
INK, GREY, PALE = "#1d252c", "#5c6770", "#d9dee2"
WIDE, NARROW = 7.4, 3.75
"""Widths in inches."""
_FONTS: Final = (
    "NotoSans-Regular.ttf",
    "NotoSans-Bold.ttf",
    "NotoSansKhmer-Regular.ttf",
    "NotoSansCJKjp-Regular.otf",
)
_FAMILIES: Final = ("Noto Sans", "Noto Sans Khmer", "Noto Sans CJK JP", "DejaVu Sans")
"""Where letters are looked for, one font after the other."""


@dataclass(frozen=True)
class Picture:
    """A figure as SVG text, once for a page and once for a phone."""

    wide: str
    narrow: str


def require() -> None:
    """See that figures can be drawn.

    Raises:
        LabError: matplotlib is not there.
    """
    if find_spec("matplotlib") is None:
        raise LabError(
            "Figures need matplotlib, which belongs to the lab extra; install it with: "
            'pip install "twin-track[lab]".'
        )
    # without a home of its own it draws all the same, from fonts that it looks for anew
    logging.getLogger("matplotlib").setLevel(logging.ERROR)


def picture(draw: Callable[[bool], Figure]) -> Picture:
    """A figure drawn twice by a function that is told whether it is the narrow one.

    Raises:
        LabError: matplotlib is not there.
    """
    require()
    with _style():
        return Picture(_svg(draw(False)), _svg(draw(True)))


def figure_of(
    narrow: bool, height: float, rows: int = 1, columns: int = 1, **options: Any
) -> tuple[Figure, list[Axes]]:
    """An empty figure of a height in inches, and its axes row by row."""
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    layout = ConstrainedLayoutEngine(wspace=0.06, hspace=0.06)
    figure = Figure(figsize=(NARROW if narrow else WIDE, height), layout=layout)
    grid = figure.subplots(rows, columns, squeeze=False, **options)
    return figure, list(grid.flat)


def wrapped(text: str, width: int) -> str:
    """Text in lines of so many characters; a longer word is broken, after a dot or _ if it can."""
    # Only plain blanks part words, so that a date with fixed blanks stays on one line.
    words = [part for word in re.split(r"[ \t\r\n]+", text) for part in _broken(word, width)]
    return "\n".join(textwrap.wrap(" ".join(words), width)) or " "


def _broken(word: str, width: int) -> list[str]:
    parts = [""]
    for piece in re.findall(r"[^._]+[._]*|[._]+", word):
        if parts[-1] and len(parts[-1]) + len(piece) > width:
            parts.append("")
        parts[-1] += piece
    return parts


def number(value: float, digits: int = 1, change: bool = False) -> str:
    """A number as it is written in a figure, with a true minus and, for a change, a plus."""
    sign = "+" if change else ""
    text = f"{value:{sign}.{digits}f}"
    if float(text) == 0:
        text = text.lstrip("+-")
    return text.replace("-", "\N{MINUS SIGN}")


def month(date: dt.date) -> str:
    """A date beneath an axis."""
    return f"{short_month(date)} {date.year}"


def thinned(values: Sequence[float], most: int) -> tuple[list[int], list[str]]:
    """Places and labels of at most about so many of the values."""
    step = -(-len(values) // most)
    places = list(range(0, len(values), step))
    return places, [f"{values[place]:.3g}" for place in places]


def across(
    axes: Axes, numbers: Sequence[float], share: bool, change: bool, whole: bool = True
) -> None:
    """Set the horizontal axis: 0 to 100 for shares, else what the numbers need.

    Args:
        axes: Of the figure.
        numbers: Everything that must fit, in the units of the axis.
        share: Whether they are percentages.
        change: Whether they are changes, so that 0 is marked and shown.
        whole: Whether shares are shown on the whole scale.
    """
    if share and whole and not change:
        axes.set_xlim(-2, 102)
        return
    ends = [*numbers, 0.0] if change else list(numbers)
    low, high = min(ends), max(ends)
    room = 0.06 * (high - low) or 0.5
    axes.set_xlim(low - room, high + room)
    if change:
        axes.axvline(0, color=INK, lw=1)


def rows_labelled(
    axes: Axes, labels: Sequence[str], narrow: bool, least: float = 0.22
) -> tuple[list[float], list[float]]:
    """Lay out labelled rows from top to bottom: beside the axis, or above each row where narrow.

    Args:
        axes: Of the figure.
        labels: Wrapped already.
        narrow: Whether it is the narrow figure.
        least: Height of a row besides its lines.

    Returns:
        Where each row's mark goes, and the height of each row in inches.
    """
    heights = row_heights(labels, narrow, least)
    tops, top = [], 0.0
    for height in heights:
        tops.append(top)
        top -= height
    axes.set_ylim(top, 0.0)
    if not narrow:
        places = [start - height / 2 for start, height in zip(tops, heights, strict=True)]
        axes.set_yticks(places, labels)
        return places, heights
    for start, label in zip(tops, labels, strict=True):
        axes.annotate(
            label,
            (0.0, start - 0.02),
            xycoords=("axes fraction", "data"),
            va="top",
            linespacing=1.1,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1},
        )
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    places = [start - height + 0.13 for start, height in zip(tops, heights, strict=True)]
    return places, heights


def row_heights(labels: Sequence[str], narrow: bool, least: float = 0.22) -> list[float]:
    """Height of each labelled row in inches."""
    return [least + 0.17 * (label.count("\n") + 1) + 0.05 * narrow for label in labels]


# -- bytes -----------------------------------------------------------------------------------------


@contextmanager
def _style() -> Iterator[None]:
    from matplotlib import style

    _fonts()
    settings: dict[str, Any] = {
        "axes.edgecolor": GREY,
        "axes.labelcolor": INK,
        "axes.labelsize": 9.5,
        "axes.spines.right": False,
        "axes.spines.top": False,
        "axes.titlelocation": "left",
        "axes.titlesize": 9.5,
        "figure.labelsize": 9.5,
        "font.family": list(_FAMILIES),
        "font.size": 9.5,
        "grid.color": PALE,
        "grid.linewidth": 0.7,
        "axes.axisbelow": True,
        "legend.fontsize": 9.5,
        "svg.fonttype": "path",
        "svg.hashsalt": "twin-track",
        "text.color": INK,
        # Titles come from anyone: a dollar in one is a dollar.
        "text.parse_math": False,
        "text.usetex": False,
        "xtick.color": GREY,
        "xtick.labelcolor": INK,
        "ytick.color": GREY,
        "ytick.labelcolor": INK,
        "ytick.major.size": 0,
    }
    # What the user has set for other figures is no concern of these.
    with style.context(settings, after_reset=True):
        yield


@cache
def _fonts() -> None:
    from matplotlib.font_manager import fontManager

    for name in _FONTS:
        path = paths.assets() / "fonts" / name
        if path.is_file():
            fontManager.addfont(path)


def _svg(figure: Figure) -> str:
    text = io.StringIO()
    with warnings.catch_warnings():
        # A letter that no font has is drawn as a box; the table beside the figure has it.
        warnings.filterwarnings("ignore", "Glyph .* missing", UserWarning)
        figure.savefig(text, format="svg", metadata={"Date": None, "Creator": None})
    return text.getvalue()
