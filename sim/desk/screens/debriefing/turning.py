"""What turned a game, and what each of its moves was worth."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from sim.catalogue import _
from sim.desk.figures.ending import ProspectsView, WorthView
from sim.desk.kit.layout import Column, Row
from sim.desk.kit.page import Page
from sim.desk.kit.theme import BODY, HEADING, SMALL, SMALL_STRONG, Style, Token
from sim.desk.kit.widget import Widget
from sim.desk.kit.widgets.boxes import Card, Divider
from sim.desk.kit.widgets.figures import IconView, Meter
from sim.desk.kit.widgets.words import Label, TextBlock
from sim.desk.models.debrief import DebriefView, Turn, Worth
from sim.desk.models.signs import signed
from sim.desk.screens.debriefing.parts import side_by_side
from sim.desk.screens.frame import section, sign_token

_DATES: Final = Style(15, "serif", True)
_POINTS: Final = Style(17, "sans", True)


def thinking(share: float) -> list[Widget]:
    """What is shown while something is being reckoned.

    Args:
        share: How much of it is done, 0..1.
    """
    words = _("This is being reckoned from hundreds of games that go on from each turn…")
    done = _("{share} in 100 done").format(share=round(100 * share))
    return [
        TextBlock(words, BODY, "muted"),
        Meter(share, "trust", done, name=_("Reckoned so far")),
    ]


def turning(
    page: Page, view: DebriefView, share: float | None, opened: Callable[[int], object]
) -> Widget:
    """The prospects turn by turn and the turning points, each of which opens its turn's report.

    Args:
        page: Whose look it has.
        view: The debrief.
        share: How much is reckoned, 0..1; None where nothing is being reckoned.
        opened: Opens the report of a turn, from 1.
    """
    left: list[Widget] = [Label(_("Your prospects, turn by turn"), HEADING)]
    if view.prospects:
        marked = [one.number for one in view.turning]
        left.append(ProspectsView(view.prospects, marked))
        left.append(
            TextBlock(
                _(
                    "The score to be expected before each turn, the seat played by the model's own "
                    "policy from there on. Dots mark the turns beside."
                ),
                SMALL,
                "muted",
            )
        )
    elif share is not None:
        left += thinking(share)
    right: list[Widget] = [Label(_("What turned it"), HEADING)]
    right += [_turn(one, number, opened) for number, one in enumerate(view.turning)]
    if not view.turning:
        right.append(TextBlock(_("No single moment turned this game."), BODY, "muted"))
    return side_by_side(page, left, right, (6.0, 7.0), "turning")


def _turn(turn: Turn, number: int, opened: Callable[[int], object]) -> Widget:
    points = signed(turn.points) if turn.kind != "answer" else ""
    head: list[Widget] = [
        Label(_("Turn {turn}").format(turn=turn.number), SMALL_STRONG, "muted"),
        Label(turn.date, _DATES),
        Label(turn.title, SMALL, "muted", elide=True, grow=1.0),
    ]
    if points:
        head.append(Label(points, _POINTS, sign_token(turn.points)))
    head.append(IconView("chevron-right", 16))
    lines: list[Widget] = [Row(head, gap=12), TextBlock(turn.text)]
    lines += [TextBlock(cause, SMALL, "muted") for cause in turn.causes]
    return Card(
        lines,
        lambda: opened(turn.number),
        gap=4,
        pad=12,
        name=_("Turn {turn}: {text}").format(turn=turn.number, text=turn.text),
        tooltip=_("Opens the report of this turn."),
        key=f"turn:{number}",
    )


def worth(page: Page, view: DebriefView, share: float | None) -> Widget:
    """What each move was worth, those that can be told apart from luck before the others."""
    about: list[Widget] = [
        Label(_("What each move was worth"), HEADING),
        TextBlock(
            _(
                "In points of the score, of 100: the same game played on from there many times "
                "with the move and without it, on the same luck, all your later moves as you made "
                "them."
            ),
            BODY,
            "muted",
        ),
        TextBlock(
            _(
                "The whisker is the range within which the true value lies in about 19 cases of "
                "20. Where it takes in nought, the move cannot be told apart from luck."
            ),
            BODY,
            "muted",
        ),
        TextBlock(
            _(
                "Moves that only work together each count for little alone: without the first the "
                "second falls flat. And a move may have been worth more in another game than here."
            ),
            BODY,
            "muted",
        ),
    ]
    told: list[Widget] = []
    if share is not None:
        told += thinking(share)
    elif not view.worth:
        told.append(TextBlock(_("You made no move, so there is nothing to weigh."), BODY, "muted"))
    else:
        most = max(max(abs(one.low), abs(one.high)) for one in view.worth)
        plain = [one for one in view.worth if one.clear]
        small = [one for one in view.worth if not one.clear]
        told += _worths(_("What made a difference"), plain, most)
        if small:
            told += [Divider(), *_worths(_("Too small to tell from luck"), small, most)]
    return side_by_side(page, told, about, (8.0, 4.0), "worth")


def _worths(title: str, found: Sequence[Worth], most: float) -> list[Widget]:
    lines: list[Widget] = [section(title)]
    lines += [_worth(one, most) for one in found]
    if not found:
        lines.append(TextBlock(_("No single move did."), BODY, "muted"))
    return lines


def _worth(worth: Worth, most: float) -> Widget:
    points = round(worth.points)
    token: Token = sign_token(points) if worth.clear else "muted"
    bar = WorthView(worth.points, worth.low, worth.high, most, name=worth.label, width=180)
    words = _("{low} to {high}").format(
        low=signed(round(worth.low)), high=signed(round(worth.high))
    )
    return Row(
        [
            Label(signed(points), SMALL_STRONG, token, "right", width=32),
            bar,
            Label(words, SMALL, "muted", width=76),
            Column([TextBlock(worth.label), Label(worth.date, SMALL, "muted")], gap=0, grow=1.0),
        ],
        gap=12,
        name=worth.label,
    )
