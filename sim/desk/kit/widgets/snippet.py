"""Lines of a file with their numbers, and a caret under what is at fault."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple, Unpack

import pygame

from sim.catalogue import _
from sim.desk.kit.look import Look
from sim.desk.kit.text import ELLIPSIS
from sim.desk.kit.theme import CODE, Token
from sim.desk.kit.widget import Options, State, Widget

_PAD: Final = 8
_GAP: Final = 12


class Line(NamedTuple):
    """A line in three parts: before what is at fault, that itself, and the rest."""

    number: int
    before: str
    marked: str
    after: str
    at_fault: bool


class Snippet(Widget):
    """Lines of a file, set in equal widths; a long one is cut to what is around the fault."""

    role = "text"

    def __init__(self, lines: Sequence[Line], **options: Unpack[Options]) -> None:
        said = _("line {number}: {text}")
        told = [
            said.format(number=line.number, text=(line.before + line.marked + line.after).strip())
            for line in lines
        ]
        options.setdefault("name", "; ".join(told))
        super().__init__((), **options)
        self.lines = tuple(lines)

    def measure(self, look: Look, width: int) -> tuple[int, int]:
        """Return the whole width and the height of all lines, a line of carets under each fault."""
        rows = len(self.lines) + sum(line.at_fault for line in self.lines)
        return width, rows * look.text.height(CODE) + 2 * look.px(_PAD)

    def draw(self, surface: pygame.Surface, look: Look, state: State) -> None:
        """Draw the ground, the numbers, the lines and the carets."""
        look.box(surface, self.rect, "raised", "line", 6)
        numbers = max(look.text.width(str(line.number), CODE) for line in self.lines)
        left = self.rect.x + look.px(_PAD) + numbers
        x, y = left + look.px(_GAP), self.rect.y + look.px(_PAD)
        room = max(0, self.rect.right - look.px(_PAD) - x)
        height = look.text.height(CODE)
        for line in self.lines:
            look.write(surface, str(line.number), (left, y), CODE, "muted", "right")
            before, marked, after = _cut(look, line, room)
            text = before + marked + after
            if text:
                token: Token = "ink" if line.at_fault else "muted"
                look.write(surface, look.text.fit(text, CODE, room), (x, y), CODE, token)
            y += height
            if line.at_fault:
                carets = max(1, round(look.text.width(marked, CODE) / look.text.width("^", CODE)))
                start = min(look.text.width(before, CODE), room - look.text.width("^", CODE))
                most = max(1, (room - start) // look.text.width("^", CODE))
                drawn = "^" * min(carets, most)
                look.write(surface, drawn, (x + start, y), CODE, "bad")
                y += height


def _cut(look: Look, line: Line, room: int) -> tuple[str, str, str]:
    """The parts of a line, its beginning left out where the fault would not be seen."""
    before, marked, after = line.before, line.marked, line.after
    letters = room // max(1, look.text.width("0", CODE))
    if line.at_fault and len(before) + min(len(marked), letters // 2) > letters - 2:
        before = ELLIPSIS + before[len(before) - letters // 3 :]
    most = max(1, letters - len(before))
    return before, marked[:most], after
