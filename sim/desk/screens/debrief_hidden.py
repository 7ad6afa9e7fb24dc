"""What was hidden, why the part could be played, questions: the last parts of the debrief."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from sim.desk.figures.band import BandView
from sim.desk.figures.ending import SharesView
from sim.desk.kit.app import Page
from sim.desk.kit.layout import Centre, Column, Row
from sim.desk.kit.theme import (
    BODY,
    DISPLAY,
    GRID,
    GUTTER,
    HEADING,
    SMALL,
    SMALL_STRONG,
    STRONG,
    TITLE,
    Style,
)
from sim.desk.kit.widget import Widget
from sim.desk.kit.widgets.boxes import Divider, Panel
from sim.desk.kit.widgets.buttons import Tabs
from sim.desk.kit.widgets.figures import MarkView
from sim.desk.kit.widgets.scroll import Scroll
from sim.desk.kit.widgets.words import Label, TextBlock
from sim.desk.models.debrief import DebriefView, Number, Reason, Unveiled
from sim.desk.models.dossier import TYPE_WORDS
from sim.desk.screens.debrief_parts import side_by_side
from sim.desk.screens.facts import sourced
from sim.desk.screens.frame import is_wide, section

if TYPE_CHECKING:
    from sim.scenario.load import Loaded

_QUESTION: Final = Style(24, "serif")
_SMALL_QUESTION: Final = Style(17, "serif")


def hidden(page: Page, view: DebriefView, group: int, choose: Callable[[int], object]) -> Widget:
    """The true types and numbers, beside what was believed."""
    left: list[Widget] = [Label("What they were", HEADING)]
    for one in view.hidden:
        left += _unveiled(one)
    if not view.hidden:
        left.append(TextBlock("Nobody here had a hidden type.", BODY, "muted"))
    groups = list(dict.fromkeys(number.group for number in view.numbers))
    shown = (
        [number for number in view.numbers if number.group == groups[group % len(groups)]]
        if groups
        else []
    )
    inside = sum(number.inside for number in view.numbers)
    right: list[Widget] = [
        Label("What you took them for", HEADING),
        TextBlock(
            f"{inside} of {len(view.numbers)} true numbers lay within your bands; your best guess "
            f"was off by {view.off} on average. The bar is your band at the end, the mark your "
            "best guess, the pointer the truth.",
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
                        name="Which numbers",
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
    names = [name for name, _ in TYPE_WORDS]
    rows: list[Widget] = [
        Row(
            [
                MarkView(one.face.mark, 14, name=one.face.name),
                Column(
                    [
                        TextBlock(f"{one.face.name}: {_kind(one.word)}", TITLE, characters=40),
                        TextBlock(f"It {one.about}.", BODY, "muted"),
                    ],
                    gap=0,
                    grow=1.0,
                ),
            ],
            gap=GUTTER,
        ),
        section("Who believed what, in twentieths"),
    ]
    for belief in one.beliefs:
        rows.append(
            Column(
                [
                    Row(
                        [
                            TextBlock(belief.who, BODY, grow=1.0),
                            Label(
                                f"{round(20 * belief.shares[one.truth])} in 20 right",
                                SMALL,
                                "muted",
                            ),
                        ],
                        gap=12,
                    ),
                    SharesView(belief.shares, names, one.truth, name=belief.who),
                ],
                gap=4,
            )
        )
    key = " · ".join(("no spoiler", "limited", "greedy", "total"))
    rows.append(TextBlock(f"From left to right: {key}. The frame is the truth.", SMALL, "muted"))
    return rows


def _kind(word: str) -> str:
    return "no spoiler" if word == "none" else f"a {word} spoiler"


def _number(number: Number) -> Widget:
    words = "within" if number.inside else "outside"
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
            "What the part rested on, by the true values. The pointer is the start, the dot the "
            "end.",
            SMALL,
            "muted",
        ),
    ]
    for one in view.reasons:
        told += [Divider(), _reason(page, loaded, one)]
    return _sheet(page, told, "reasons")


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


def questions(page: Page, view: DebriefView) -> Widget:
    """Three questions chosen from what was done."""
    style = _QUESTION if is_wide(page) else _SMALL_QUESTION
    asked: list[Widget] = [
        Row(
            [
                Label(f"{number}", DISPLAY, "accent", width=44),
                TextBlock(text, style, characters=52, grow=1.0),
            ],
            gap=GUTTER,
            across="start",
        )
        for number, text in enumerate(view.questions, start=1)
    ]
    if not asked:
        asked = [TextBlock("This scenario comes without questions.", BODY, "muted")]
    told = [
        Label("Questions to talk about", HEADING),
        TextBlock(
            "Chosen from what you did, and from what came otherwise than in the record.",
            BODY,
            "muted",
        ),
        *asked,
    ]
    return _sheet(page, told, "asked")


def _sheet(page: Page, told: Sequence[Widget], key: str) -> Widget:
    """One panel in the middle that scrolls, or the whole width where there is no room."""
    if is_wide(page):
        panel = Panel([Scroll(Column(told, gap=24), grow=1.0, key=key)], pad=40, grow=1.0)
        return Column([Centre(panel, most=920, grow=1.0)], pad=GUTTER)
    return Scroll(Column([Panel(told, gap=GUTTER)], pad=GRID), key=key)
