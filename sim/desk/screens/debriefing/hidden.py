"""What was hidden, and why the part could be played."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sim.catalogue import _
from sim.desk.figures.band import BandView
from sim.desk.figures.ending import SharesView
from sim.desk.kit.layout import Column, Row
from sim.desk.kit.page import Page
from sim.desk.kit.theme import (
    BODY,
    GUTTER,
    HEADING,
    SMALL,
    SMALL_STRONG,
    STRONG,
    TITLE,
)
from sim.desk.kit.widget import Widget
from sim.desk.kit.widgets.boxes import Divider
from sim.desk.kit.widgets.buttons import Tabs
from sim.desk.kit.widgets.figures import MarkView
from sim.desk.kit.widgets.words import Label, TextBlock
from sim.desk.models.debrief import DebriefView, Number, Reason, Unveiled
from sim.desk.screens.debriefing.parts import sheet, side_by_side
from sim.desk.screens.facts import sourced
from sim.desk.screens.frame import section
from sim.scenario.form.coding import TYPES

if TYPE_CHECKING:
    from sim.scenario.load import Loaded


def hidden(page: Page, view: DebriefView, group: int, choose: Callable[[int], object]) -> Widget:
    """The true types and numbers, beside what was believed."""
    left: list[Widget] = [Label(_("What they were"), HEADING)]
    for one in view.hidden:
        left += _unveiled(one)
    if not view.hidden:
        left.append(TextBlock(_("Nobody here had a hidden type."), BODY, "muted"))
    groups = list(dict.fromkeys(number.group for number in view.numbers))
    shown = (
        [number for number in view.numbers if number.group == groups[group % len(groups)]]
        if groups
        else []
    )
    inside = sum(number.inside for number in view.numbers)
    right: list[Widget] = [
        Label(_("What you took them for"), HEADING),
        TextBlock(
            _(
                "{inside} of {all} true numbers lay within your bands; your best guess was off by "
                "{off} on average. The bar is your band at the end, the mark your best guess, the "
                "pointer the truth."
            ).format(inside=inside, all=len(view.numbers), off=view.off),
            SMALL,
            "muted",
        ),
    ]
    if groups:
        right.append(
            Row(
                [
                    Tabs(
                        [str(i + 1) for i in range(len(groups))],
                        group % len(groups),
                        choose,
                        boxed=True,
                        elide=True,
                        name=_("Which numbers"),
                        key="group",
                    ),
                    TextBlock(groups[group % len(groups)], STRONG, grow=1.0),
                ],
                gap=12,
            )
        )
    right += [_number(number) for number in shown]
    return side_by_side(page, left, right, (6.0, 6.0), "hidden")


def _unveiled(one: Unveiled) -> list[Widget]:
    rows: list[Widget] = [
        Row(
            [
                MarkView(one.face.mark, 14, name=one.face.name),
                Column(
                    [
                        TextBlock(
                            _("{who}: {kind}").format(who=one.face.name, kind=_kind(one.word)),
                            TITLE,
                            characters=40,
                        ),
                        TextBlock(_("It {about}.").format(about=one.about), BODY, "muted"),
                    ],
                    gap=0,
                    grow=1.0,
                ),
            ],
            gap=GUTTER,
        ),
        section(_("Who believed what, in twentieths")),
    ]
    for belief in one.beliefs:
        rows.append(
            Column(
                [
                    Row(
                        [
                            TextBlock(belief.who, BODY, grow=1.0),
                            Label(
                                _("{count} in 20 right").format(
                                    count=round(20 * belief.shares[one.truth])
                                ),
                                SMALL,
                                "muted",
                            ),
                        ],
                        gap=12,
                    ),
                    SharesView(belief.shares, list(TYPES), one.truth, name=belief.who),
                ],
                gap=4,
            )
        )
    words = _("From left to right: no spoiler · limited · greedy · total. The frame is the truth.")
    rows.append(TextBlock(words, SMALL, "muted"))
    return rows


def _kind(word: str) -> str:
    return {
        "none": _("no spoiler"),
        "limited": _("a limited spoiler"),
        "greedy": _("a greedy spoiler"),
        "total": _("a total spoiler"),
    }.get(word, word)


def _number(number: Number) -> Widget:
    words = _("within") if number.inside else _("outside")
    return Row(
        [
            Label(number.face.name, SMALL, elide=True, width=104),
            BandView(
                number.low,
                number.best,
                number.high,
                mark=number.face.mark,
                truth=number.truth,
                name=f"{number.face.name}: {number.label}",
                grow=1.0,
            ),
            Label(f"{round(100 * number.truth)}", SMALL_STRONG, "accent", "right", width=28),
            Label(words, SMALL, "muted" if number.inside else "bad", width=52),
        ],
        gap=12,
    )


def reasons(page: Page, loaded: Loaded, view: DebriefView) -> Widget:
    """Why the mediator could play its part, at the start and at the end."""
    told: list[Widget] = [
        Label(view.why, HEADING),
        TextBlock(
            _(
                "What the part rested on, by the true values. The pointer is the start, the dot "
                "the end."
            ),
            SMALL,
            "muted",
        ),
    ]
    for one in view.reasons:
        told += [Divider(), _reason(page, loaded, one)]
    return sheet(page, told, "reasons")


def _reason(page: Page, loaded: Loaded, one: Reason) -> Widget:
    lines: list[Widget] = [
        TextBlock(one.title, STRONG),
        TextBlock(f"{one.told[:1].upper()}{one.told[1:]}", BODY, "muted"),
    ]
    if one.is_level:
        low, high = sorted((one.before, one.after))
        lines.append(BandView(low, one.after, high, truth=one.before, name=one.title))
    lines.append(sourced(page, loaded, one.says, one.cites))
    return Column(lines, gap=4, name=one.title)
