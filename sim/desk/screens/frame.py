"""What the screens beside the desk share: a head with the way back, a body, actions below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sim.catalogue import _
from sim.desk.kit.layout import Centre, Column, Row, Spacer, Wrap
from sim.desk.kit.page import Page
from sim.desk.kit.theme import GRID, GUTTER, SMALL, SMALL_STRONG, TITLE, Token
from sim.desk.kit.widget import Widget
from sim.desk.kit.widgets.boxes import Band
from sim.desk.kit.widgets.buttons import Button
from sim.desk.kit.widgets.scroll import Scroll
from sim.desk.kit.widgets.words import Label, TextBlock

WIDE: Final = 900
"""Logical units from which a screen has columns side by side."""
_FOOT_LINE: Final = 120  # characters


def is_wide(page: Page) -> bool:
    """Whether there is room for columns side by side."""
    return page.look.width >= WIDE


def go_back(page: Page) -> None:
    """Leave a page for the one below it."""
    page.on_key("escape")


def frame(
    page: Page,
    title: str,
    body: Widget,
    about: str = "",
    aside: Sequence[Widget] = (),
    actions: Sequence[Widget] = (),
    hint: str = "",
) -> Widget:
    """A whole screen: `title` and `about` in the head, `aside` at its right, `actions` below.

    `hint` stands beside the actions where there is room for it.
    """
    head: list[Widget] = []
    if len(page.app.stack) > 1:
        head.append(
            Button(
                "",
                lambda: go_back(page),
                "quiet",
                "arrow-left",
                name=_("Back"),
                tooltip=_("Back (Esc)"),
                key="back",
            )
        )
    head.append(Label(title, TITLE, elide=True))  # a scenario's own may be long
    if is_wide(page):
        head.append(Label(about, SMALL, "muted", elide=True, grow=1.0))
        head += aside
    else:
        head.append(Spacer())
    body.grow = 1.0
    parts: list[Widget] = [Band([Row(head, gap=GUTTER)], pad=(GUTTER, GRID)), body]
    if actions:
        parts.append(Band([_foot(page, actions, hint)], pad=(GUTTER, GRID), line_on_top=True))
    return Column(parts, gap=0)


def _foot(page: Page, actions: Sequence[Widget], hint: str) -> Widget:
    """The actions in a row, the last one at the right; in lines where there is no room."""
    if not is_wide(page):
        return Wrap(actions, gap=GRID)
    told = [TextBlock(hint, SMALL, "muted", characters=_FOOT_LINE, grow=1.0)] if hint else []
    left = [*told, *actions[:-1]]
    if not any(one.grow for one in left):
        left.append(Spacer())
    return Row([*left, actions[-1]], gap=GRID)


def sheet(inner: Widget, most: float, key: str) -> Scroll:
    """The body of a screen that is one sheet: in the middle, at most `most` wide, and scrolled."""
    return Scroll(Centre(inner, most=most), fill=True, key=key)


def pair(name: str, value: str, token: Token = "ink") -> Widget:
    """A small heading with its value, side by side."""
    return Row([Label(name, SMALL, "muted"), Label(value, SMALL_STRONG, token)], gap=GRID)


def section(title: str) -> Label:
    """A small heading over part of a panel."""
    return Label(title.upper(), SMALL_STRONG, "muted")


def sign_token(points: int) -> Token:
    """The colour of a signed number."""
    return "good" if points > 0 else "bad" if points < 0 else "muted"
