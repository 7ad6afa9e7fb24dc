"""The two advisers: the same engine, two priors, and what each says of the card at hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sim.desk.kit.layout import Column
from sim.desk.kit.theme import QUOTE, SMALL, STRONG
from sim.desk.kit.widget import Widget
from sim.desk.kit.widgets.boxes import Panel
from sim.desk.kit.widgets.buttons import Button
from sim.desk.kit.widgets.dialog import Dialog
from sim.desk.kit.widgets.words import Label, TextBlock
from sim.desk.models.advisers import Counsel
from sim.desk.screens.desk_parts import odds_row


def advisers_dialog(counsel: Sequence[Counsel], close: Callable[[], object]) -> Dialog:
    """A dialog with what each adviser says."""
    back = Button("Back to the desk", close, "primary", autofocus=True, key="advisers:back")
    if not counsel:
        return Dialog("Advisers", [TextBlock("There is nobody to ask.")], [back])
    body: list[Widget] = []
    if counsel[0].card:
        body.append(TextBlock(f"Asked about: {counsel[0].card}", SMALL, "muted"))
    body += [_one(one) for one in counsel]
    return Dialog("Your advisers", body, [back], most=560)


def _one(one: Counsel) -> Widget:
    parts: list[Widget] = [
        TextBlock(one.name, STRONG),
        TextBlock(f"“{one.says}”", QUOTE),
    ]
    if one.odds is not None:
        parts.append(odds_row(one.odds))
    parts += [Label(read, SMALL, "muted", elide=True) for read in one.reads]
    return Panel([Column(parts, gap=6)], pad=12, fill="raised", name=one.name)
