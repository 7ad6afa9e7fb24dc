"""Colours as data: contrast, mixing, and how the colour-blind see them."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Final

Colour = tuple[int, int, int]

_Matrix = tuple[tuple[float, float, float], ...]

# Machado, Oliveira and Fernandes (2009), severity 1.0, applied to linear RGB.
_SIMULATION: Final[dict[str, _Matrix]] = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
COLOUR_BLINDNESS: Final = tuple(_SIMULATION)


def rgb(text: str) -> Colour:
    """Read `#RRGGBB`.

    Raises:
        ValueError: when the text is anything else.
    """
    digits = text.removeprefix("#")
    if len(digits) != 6 or any(c not in "0123456789abcdefABCDEF" for c in digits):
        raise ValueError(f"{text!r} is not a colour; write it as #RRGGBB, for example #56B4E9.")
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def mix(a: Colour, b: Colour, share: float) -> Colour:
    """Return `a` with `share` (0 to 1) of `b` mixed in."""
    r, g, bl = (round(x + (y - x) * share) for x, y in zip(a, b, strict=True))
    return r, g, bl


def contrast(a: Colour, b: Colour) -> float:
    """Return the contrast ratio of WCAG 2.2, from 1 to 21."""
    high, low = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def simulate(colour: Colour, kind: str) -> Colour:
    """Return what a person with `kind` (one of `COLOUR_BLINDNESS`) sees of `colour`."""
    linear = _linear(colour)
    seen = [sum(w * x for w, x in zip(row, linear, strict=True)) for row in _SIMULATION[kind]]
    r, g, b = (_encode(min(max(x, 0.0), 1.0)) for x in seen)
    return r, g, b


def delta_e(a: Colour, b: Colour) -> float:
    """Return the CIE 1976 colour difference; about 2 is just noticeable, 15 is plain."""
    return math.dist(_lab(a), _lab(b))


def worst_delta_e(a: Colour, b: Colour) -> float:
    """Return the smallest `delta_e` over normal sight and the three kinds of colour blindness."""
    seen = (delta_e(simulate(a, kind), simulate(b, kind)) for kind in COLOUR_BLINDNESS)
    return min(delta_e(a, b), *seen)


def _linear(colour: Colour) -> tuple[float, float, float]:
    r, g, b = (
        c / 255 / 12.92 if c / 255 <= 0.04045 else ((c / 255 + 0.055) / 1.055) ** 2.4
        for c in colour
    )
    return r, g, b


def _encode(x: float) -> int:
    return round(255 * (12.92 * x if x <= 0.0031308 else 1.055 * x ** (1 / 2.4) - 0.055))


@lru_cache(maxsize=4096)
def _luminance(colour: Colour) -> float:
    r, g, b = _linear(colour)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def _lab(colour: Colour) -> tuple[float, float, float]:
    r, g, b = _linear(colour)
    x = (0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047
    y = 0.2126729 * r + 0.7151522 * g + 0.0721750 * b
    z = (0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / 1.08883
    fx, fy, fz = (
        t ** (1 / 3) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116 for t in (x, y, z)
    )
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)
