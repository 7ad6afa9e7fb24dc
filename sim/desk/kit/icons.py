"""Icons as lines on a square of 24 units, so that no font has to have them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sim.desk.kit.shapes import Point


@dataclass(frozen=True, slots=True)
class Icon:
    """Strokes (polylines), circles (x, y, radius) and discs, drawn with a pen 2 units wide."""

    strokes: tuple[tuple[Point, ...], ...] = ()
    circles: tuple[tuple[float, float, float], ...] = ()
    discs: tuple[tuple[float, float, float], ...] = ()
    solids: tuple[tuple[Point, ...], ...] = ()


ICONS: Final[dict[str, Icon]] = {
    "arrow-right": Icon(strokes=(((4, 12), (20, 12)), ((13, 5), (20, 12), (13, 19)))),
    "arrow-left": Icon(strokes=(((20, 12), (4, 12)), ((11, 5), (4, 12), (11, 19)))),
    "arrow-up": Icon(strokes=(((12, 20), (12, 4)), ((5, 11), (12, 4), (19, 11)))),
    "arrow-down": Icon(strokes=(((12, 4), (12, 20)), ((5, 13), (12, 20), (19, 13)))),
    "chevron-right": Icon(strokes=(((9, 5), (16, 12), (9, 19)),)),
    "chevron-left": Icon(strokes=(((15, 5), (8, 12), (15, 19)),)),
    "chevron-up": Icon(strokes=(((5, 15), (12, 8), (19, 15)),)),
    "chevron-down": Icon(strokes=(((5, 9), (12, 16), (19, 9)),)),
    "check": Icon(strokes=(((4, 13), (9, 18), (20, 6)),)),
    "close": Icon(strokes=(((5, 5), (19, 19)), ((19, 5), (5, 19)))),
    "minus": Icon(strokes=(((5, 12), (19, 12)),)),
    "add": Icon(strokes=(((5, 12), (19, 12)), ((12, 5), (12, 19)))),
    "play": Icon(solids=(((7, 4), (20, 12), (7, 20)),)),
    "undo": Icon(
        strokes=(
            ((9, 4), (4, 9), (9, 14)),
            ((4, 9), (15, 9), (18, 10), (20, 12.5), (20, 15.5), (18, 18), (15, 19), (10, 19)),
        )
    ),
    "save": Icon(
        strokes=(
            ((4, 4), (16, 4), (20, 8), (20, 20), (4, 20), (4, 4)),
            ((8, 4), (8, 9), (15, 9), (15, 4)),
            ((8, 20), (8, 14), (16, 14), (16, 20)),
        )
    ),
    "book": Icon(
        strokes=(
            ((12, 7), (10, 5), (3, 5), (3, 18), (10, 18), (12, 20)),
            ((12, 7), (14, 5), (21, 5), (21, 18), (14, 18), (12, 20)),
            ((12, 7), (12, 20)),
        )
    ),
    "table": Icon(
        strokes=(
            ((3, 5), (21, 5), (21, 19), (3, 19), (3, 5)),
            ((3, 10), (21, 10)),
            ((9, 5), (9, 19)),
        )
    ),
    "document": Icon(
        strokes=(
            ((6, 3), (14, 3), (19, 8), (19, 21), (6, 21), (6, 3)),
            ((9, 12), (16, 12)),
            ((9, 16), (16, 16)),
        )
    ),
    "settings": Icon(
        strokes=(
            ((3, 7), (21, 7)),
            ((3, 17), (21, 17)),
        ),
        discs=((15, 7, 3.2), (9, 17, 3.2)),
    ),
    "search": Icon(strokes=(((15.5, 15.5), (21, 21)),), circles=((10, 10, 6.5),)),
    "clock": Icon(strokes=(((12, 7), (12, 12), (15.5, 14)),), circles=((12, 12, 9),)),
    "info": Icon(strokes=(((12, 11), (12, 17)),), circles=((12, 12, 9),), discs=((12, 7.6, 1.3),)),
    "help": Icon(
        strokes=(
            (
                (9, 9.6),
                (9.4, 8),
                (10.6, 7),
                (13, 6.8),
                (14.6, 7.8),
                (15, 9.4),
                (14.3, 11),
                (12.6, 12),
                (12, 13),
                (12, 14),
            ),
        ),
        circles=((12, 12, 9.6),),
        discs=((12, 17.4, 1.3),),
    ),
    "warning": Icon(
        strokes=(((12, 3.5), (22, 20.5), (2, 20.5), (12, 3.5)), ((12, 10), (12, 15))),
        discs=((12, 17.6, 1.2),),
    ),
    "lock": Icon(
        strokes=(
            ((5, 11), (19, 11), (19, 21), (5, 21), (5, 11)),
            ((8, 11), (8, 7), (9.2, 4.6), (12, 3.4), (14.8, 4.6), (16, 7), (16, 11)),
        ),
        discs=((12, 16, 1.6),),
    ),
    "eye": Icon(
        strokes=(
            ((2, 12), (5, 8.4), (8.4, 6.4), (12, 5.8), (15.6, 6.4), (19, 8.4), (22, 12)),
            ((2, 12), (5, 15.6), (8.4, 17.6), (12, 18.2), (15.6, 17.6), (19, 15.6), (22, 12)),
        ),
        circles=((12, 12, 3),),
    ),
    "menu": Icon(strokes=(((3, 6), (21, 6)), ((3, 12), (21, 12)), ((3, 18), (21, 18)))),
    "network": Icon(
        strokes=(((7, 7), (16, 9)), ((7, 8), (9, 16)), ((11, 17), (16, 11))),
        discs=((6, 6, 3), (18, 10, 3), (10, 18, 3)),
    ),
    "bars": Icon(strokes=(((3, 6), (15, 6)), ((8, 12), (21, 12)), ((5, 18), (13, 18)))),
    "person": Icon(
        circles=((12, 8, 4.2),),
        strokes=(
            ((4, 21), (4.6, 17.6), (7, 15.4), (12, 14.8), (17, 15.4), (19.4, 17.6), (20, 21)),
        ),
    ),
    "speech": Icon(
        strokes=(((3, 4), (21, 4), (21, 16), (11, 16), (6, 20.5), (6, 16), (3, 16), (3, 4)),)
    ),
    "flag": Icon(strokes=(((5, 22), (5, 3), (19, 3), (15.5, 8), (19, 13), (5, 13)),)),
    "branch": Icon(
        strokes=(((6, 7), (6, 17)), ((6, 13), (14, 13), (17, 10.5), (17.6, 8))),
        discs=((6, 5, 2.6), (6, 19, 2.6), (18, 5.6, 2.6)),
    ),
}
