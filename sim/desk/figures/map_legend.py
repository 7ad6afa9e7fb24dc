"""The line below the map: what its lines mean, and how far is far."""

from __future__ import annotations

from typing import Final

import pygame

from sim.catalogue import _
from sim.desk.figures.base_map import Projection
from sim.desk.kit.colour import Colour
from sim.desk.kit.look import Look
from sim.desk.kit.theme import SMALL

_SCALE_BAR: Final = 90  # logical units at most
Sample = tuple[str, Colour | None, tuple[float, float] | None]
"""Words, and the colour and dashes of the line before them, if there is one."""


def draw_legend(
    surface: pygame.Surface,
    look: Look,
    map: pygame.Rect,
    ground: Projection,
    samples: list[Sample],
) -> None:
    """Draw the legend at the foot of a map: samples at the left, a scale at the right.

    Args:
        surface: What is drawn on.
        look: How.
        map: Where the whole map is.
        ground: How its ground is laid out.
        samples: What its lines mean; see `samples`.
    """
    theme, scale = look.theme, look.scale
    high = look.text.height(SMALL)
    y = map.bottom - look.px(9)
    top = y - high // 2
    km, length = ground.bar(look.px(_SCALE_BAR))
    words = _("{km} km, borders of today").format(km=km)
    right = look.write(surface, words, (map.right, top), SMALL, "muted", "right").left
    bar = [(right - look.px(6) - length, y), (right - look.px(6), y)]
    for end in bar:
        tick = [(end[0], y - look.px(3)), (end[0], y + look.px(3))]
        look.paint.arrow(surface, tick, theme.muted, 1.2 * scale)
    look.paint.arrow(surface, bar, theme.muted, 1.2 * scale)
    x, limit = map.x, bar[0][0] - look.px(12)
    for text, colour, dash in samples:
        if x + look.px(30) + look.text.width(text, SMALL) > limit:
            break
        if colour is not None:
            look.paint.arrow(surface, [(x, y), (x + look.px(22), y)], colour, 2 * scale, dash)
            x += look.px(28)
        x = look.write(surface, text, (x, top), SMALL, "muted").right + look.px(12)


def samples(look: Look, mode: str, any_there: bool) -> list[Sample]:
    """What the lines of a map mean in one of its modes, or that none is there."""
    theme, scale = look.theme, look.scale
    if mode == "ties":
        if not any_there:
            return [(_("No tie is known that tells more than acquaintance."), None, None)]
        dash = (6 * scale, 4.5 * scale)
        return [
            (_("trust"), theme.trust, None),
            (_("distrust"), theme.distrust, dash),
            (_("wider: more leverage"), None, None),
        ]
    if mode == "flows":
        if not any_there:
            return [(_("Nothing known goes across."), None, None)]
        own = _("of the selected actor")
        return [(own, theme.ink, None), (_("what others can give or keep back"), theme.muted, None)]
    if not any_there:
        return [(_("No move of a turn is known yet."), None, None)]
    return [(_("who moved, by its mark, and toward whom"), theme.ink, None)]
