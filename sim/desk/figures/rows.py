"""The rows of a ledger: what each adds or takes, from what, and what stands after it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, Unpack

import pygame

from sim.desk.kit.look import Look
from sim.desk.kit.theme import BODY, SMALL, SMALL_STRONG, STRONG, Token
from sim.desk.kit.widget import Options
from sim.desk.kit.widgets.scroll import Item, List
from sim.desk.models.ledger import PART, SHOWN, LedgerRow

_ROW: Final = 50
_SIGN: Final = 54


class LedgerRows(List):
    """Two lines a row; the signed part stands at the left, the running number at the right."""

    def __init__(
        self,
        rows: Sequence[LedgerRow],
        selected: int,
        choose: Callable[[int], object],
        act: Callable[[int], object],
        **options: Unpack[Options],
    ) -> None:
        items = [Item(f"{row.signed} {row.cause}", f"{row.about}, {row.after}") for row in rows]
        super().__init__(items, selected, choose, act, _ROW, **options)
        self.ledger = tuple(rows)

    def _draw_row(self, surface: pygame.Surface, look: Look, index: int, rect: pygame.Rect) -> None:
        row, chosen = self.ledger[index], index == self.selected
        thin = max(1, look.px(look.theme.border))
        if row.kind != PART:
            y = rect.y if row.kind == SHOWN else rect.bottom - thin
            surface.fill(look.theme.line, (rect.x, y, rect.w, thin))
        upper = rect.y + rect.h // 2 - look.text.height(BODY)
        lower = rect.y + rect.h // 2 + look.px(1)
        token: Token = "ink"
        if row.kind == PART:
            token = "good" if row.change > 0 else "bad"
        x, right = rect.x + look.px(8), rect.right - look.px(12)
        sign = (x + look.px(_SIGN - 16), upper)
        if row.kind == PART:
            look.write(surface, row.signed, sign, STRONG, token, "right")
        x += look.px(_SIGN)
        spot = look.write(surface, str(row.after), (right, upper), SMALL_STRONG, "ink", "right")
        room = max(0, spot.x - look.px(12) - x)
        style = STRONG if chosen or row.kind != PART else BODY
        look.write(surface, row.cause, (x, upper), style, width=room)
        look.write(surface, row.about, (x, lower), SMALL, "muted", width=max(0, right - x))
