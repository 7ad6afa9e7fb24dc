"""Where a debrief leads: another game, what follows in a campaign, how far to trust the model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from sim.catalogue import _
from sim.desk.kit.theme import SMALL
from sim.desk.kit.widget import Widget
from sim.desk.kit.widgets.buttons import Button
from sim.desk.kit.widgets.words import Label


@dataclass(frozen=True, slots=True)
class Onward:
    """Where a debrief leads; what is None is not offered."""

    again: Callable[[bool], object] | None = None
    """Starts another game; told whether it is to have the same chance."""
    next: Callable[[], object] | None = None
    """Goes on to the next seat, or to what follows this chapter of a campaign."""
    many: Callable[[int], object] | None = None
    """Shows a turn, from 1, played many times."""
    honesty: Callable[[], object] | None = None
    """Shows how far to trust the model."""


NOWHERE: Final = Onward()


def honesty_button(onward: Onward) -> list[Button]:
    """The button that tells how far to trust the model, if that can be shown."""
    if onward.honesty is None:
        return []
    return [
        Button(
            _("How far to trust this"),
            onward.honesty,
            "quiet",
            "info",
            hotkey="h",
            tooltip=_("How far to trust this: what the model rests on, and how it does."),
            key="honesty",
        )
    ]


def ways_on(onward: Onward, wide: bool, seed: int, several: bool) -> list[Widget]:
    """What follows the debrief: another game, or what comes next once this one is over.

    Args:
        onward: Where it leads.
        wide: Whether there is room for whole words.
        seed: Key of the chance of the game, told where it is not played again.
        several: Whether several share the screen.
    """
    if onward.again is not None:
        return _again(onward.again, wide)
    chance: list[Widget] = [Label(_("Chance {seed}").format(seed=seed), SMALL, "muted")]
    return chance if onward.next is None else [*chance, _next(onward.next, several)]


def _next(go: Callable[[], object], several: bool) -> Button:
    return Button(
        _("To the next seat") if several else _("What follows"),
        go,
        "primary",
        "arrow-right",
        icon_last=True,
        hotkey="n",
        tooltip=_("Who played the next seat sees its own debrief.")
        if several
        else _("Close this chapter for good, and go on with the campaign."),
        key="next",
    )


def _again(begin: Callable[[bool], object], wide: bool) -> list[Widget]:
    same = Button(
        _("Again with the same chance") if wide else _("Same chance"),
        lambda: begin(True),
        "quiet",
        "undo",
        hotkey="s",
        tooltip=_("The same hidden truth and the same luck: was it you, or was it chance?"),
        key="same",
    )
    fresh = Button(
        _("Play again") if wide else _("Fresh chance"),
        lambda: begin(False),
        "primary",
        "play",
        hotkey="a",
        tooltip=_("Another hidden truth and other luck."),
        key="fresh",
    )
    return [same, fresh]
