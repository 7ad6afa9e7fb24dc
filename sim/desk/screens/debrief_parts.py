"""How it ended, beside the record, what turned it: the first three parts of the debrief."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.desk.figures.ending import ProspectsView, ScoreBar, WorthView
from sim.desk.kit.app import Page
from sim.desk.kit.layout import Column, Row
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
from sim.desk.kit.widgets.figures import IconView
from sim.desk.kit.widgets.scroll import Scroll
from sim.desk.kit.widgets.words import Label, TextBlock
from sim.desk.models.debrief import Aim, Dated, Days, DebriefView, Turn, Worth
from sim.desk.screens.facts import sourced
from sim.desk.screens.frame import is_wide, section
from sim.desk.screens.report import sign_token, signed

if TYPE_CHECKING:
    from sim.scenario.load import Loaded

_DATES = Style(15, "serif", True)
_POINTS = Style(17, "sans", True)
_ICON = 28
_TALL = 900
_DAY = 92
_THINKING = "This is being reckoned from hundreds of games that go on from each turn…"


def side_by_side(
    page: Page,
    left: Sequence[Widget],
    right: Sequence[Widget],
    shares: tuple[float, float],
    key: str,
) -> Widget:
    """Two panels that scroll on their own, or one below the other where there is no room."""
    if not is_wide(page):
        both = [Panel(left, gap=GUTTER), Panel(right, gap=GUTTER)]
        return Scroll(Column(both, gap=GRID, pad=GRID), key=key)
    panels = [
        Panel([Scroll(Column(part, gap=GUTTER), grow=1.0, key=f"{key}:{side}")], pad=24, grow=share)
        for side, part, share in zip("lr", (left, right), shares, strict=True)
    ]
    return Row(panels, gap=GUTTER, pad=GUTTER, across="stretch")


# -- how it ended ----------------------------------------------------------------------------------


def ending(page: Page, view: DebriefView) -> Widget:
    """The score, the aims, and what else came about."""
    score = Row(
        [
            Label(f"{view.score}", DISPLAY),
            Label("of 100", SMALL, "muted"),
            Column(
                [
                    TextBlock(view.verdict, TITLE, characters=44),
                    TextBlock(view.goal, BODY, "muted"),
                ],
                gap=0,
                grow=1.0,
            ),
        ],
        gap=GUTTER,
    )
    left: list[Widget] = [
        score,
        ScoreBar([(aim.points, aim.reached) for aim in view.aims], name="Score by aims"),
        *[_aim(aim) for aim in view.aims],
    ]
    if view.prospects and page.look.height >= _TALL:
        marked = [one.number for one in view.turning]
        left += [Divider(), section("Your prospects, turn by turn")]
        left.append(ProspectsView(view.prospects, marked))
    came = [one for one in view.others if one.reached]
    rest = [one for one in view.others if not one.reached]
    right: list[Widget] = [Label("What else came about", HEADING)]
    right += [_aim(one) for one in came] or [TextBlock("Nothing else.", BODY, "muted")]
    if rest:
        right += [Divider(), Label("What did not", HEADING)]
        right += [_aim(one, brief=True) for one in rest]
    if view.at_home:
        right += [Divider(), Label("At home", HEADING), TextBlock(view.at_home)]
    return side_by_side(page, left, right, (7.0, 5.0), "ending")


def _aim(aim: Aim, brief: bool = False) -> Widget:
    icon = IconView("check" if aim.reached else "close", 20, "good" if aim.reached else "muted")
    icon.name = "reached" if aim.reached else "not reached"
    title: list[Widget] = [
        TextBlock(aim.title, STRONG, "ink" if aim.reached else "muted", grow=1.0)
    ]
    if aim.points:
        title.append(Label(f"{aim.points} points", SMALL, "muted"))
    lines: list[Widget] = [Row(title, gap=12, across="start")]
    if not brief and aim.text:
        lines.append(TextBlock(aim.text, BODY, "ink" if aim.reached else "muted"))
    if aim.date:
        lines.append(Label(f"in the turn from {aim.date}", SMALL, "muted"))
    column = Column(lines, gap=2, grow=1.0)
    return Row([Column([icon], width=_ICON, across="start"), column], gap=GRID, across="start")


# -- beside the record -----------------------------------------------------------------------------


def beside(page: Page, loaded: Loaded, view: DebriefView) -> Widget:
    """Your line beside the record, turn by turn, and the dated points."""
    days: list[Widget] = [
        Row(
            [
                Label("You", HEADING, grow=5.0),
                Label("The record", HEADING, grow=7.0),
            ],
            gap=24,
        )
    ]
    for one in view.days:
        days += [Divider(), _days(page, loaded, one)]
    total = len(view.checkpoints) + len(view.foils)
    points: list[Widget] = [
        Label("Dated points", HEADING),
        TextBlock(f"{view.as_recorded} of {total} went as they did then.", BODY, "muted"),
        section("What came about then"),
        *[_dated(page, loaded, one) for one in view.checkpoints],
        section("What did not"),
        *[_dated(page, loaded, one) for one in view.foils],
    ]
    return side_by_side(page, days, points, (8.0, 4.0), "beside")


def _days(page: Page, loaded: Loaded, days: Days) -> Widget:
    own: list[Widget] = [TextBlock(text) for text in days.own]
    record: list[Widget] = []
    last = ""
    for told in days.record:
        date = "" if told.date == last else short_day(told.date)
        last = told.date
        record.append(
            Row(
                [
                    Label(date, SMALL, "muted", width=_DAY),
                    Column([sourced(page, loaded, told.text, told.cites)], grow=1.0),
                ],
                gap=GRID,
                across="start",
            )
        )
    quiet = TextBlock("no move", BODY, "muted")
    still = TextBlock("nothing recorded", BODY, "muted")
    return Column(
        [
            Label(days.dates, _DATES),
            Row(
                [
                    Column(own or [quiet], gap=6, grow=5.0),
                    Column(record or [still], gap=10, grow=7.0),
                ],
                gap=24,
                across="start",
            ),
        ],
        gap=6,
        name=days.dates,
    )


def short_day(text: str) -> str:
    """A date without its year: "15 June 1992" gives "15 June"."""
    return " ".join(text.split()[:2])


def _dated(page: Page, loaded: Loaded, point: Dated) -> Widget:
    icon = IconView(
        "check" if point.as_recorded else "branch", 18, "good" if point.as_recorded else "accent"
    )
    icon.name = "as recorded" if point.as_recorded else "otherwise"
    if point.here:
        said = f"here in the turn from {short_day(point.date)}."
    else:
        said = f"not here by {short_day(point.by)}."
    about = sourced(page, loaded, said, point.cites, SMALL, "muted")
    column = Column([TextBlock(point.title, STRONG), about], gap=0, grow=1.0)
    return Row([Column([icon], width=_ICON, across="start"), column], gap=GRID, across="start")


# -- what turned it --------------------------------------------------------------------------------


def turning(page: Page, view: DebriefView, thinking: bool) -> Widget:
    """The prospects turn by turn, the turning points, and what each move was worth."""
    left: list[Widget] = [Label("What turned it", HEADING)]
    if view.prospects:
        marked = [one.number for one in view.turning]
        left.append(ProspectsView(view.prospects, marked))
        left.append(
            TextBlock(
                "The score to be expected before each turn, the seat played by the model's own "
                "policy from there on.",
                SMALL,
                "muted",
            )
        )
    elif thinking:
        left.append(TextBlock(_THINKING, BODY, "muted"))
    for one in view.turning:
        left += [Divider(), _turn(one)]
    if not view.turning:
        left.append(TextBlock("No single moment turned this game.", BODY, "muted"))
    right: list[Widget] = [Label("What each move was worth", HEADING)]
    if view.worth:
        right.append(
            TextBlock(
                "In points of the score, against the same game without it, on the same luck.",
                SMALL,
                "muted",
            )
        )
        most = max(max(abs(one.low), abs(one.high)) for one in view.worth)
        right += [_worth(one, most) for one in view.worth]
    else:
        words = _THINKING if thinking else "You made no move."
        right.append(TextBlock(words, BODY, "muted"))
    return side_by_side(page, left, right, (7.0, 6.0), "turning")


def _turn(turn: Turn) -> Widget:
    points = signed(turn.points) if turn.title != "Against the odds" else ""
    head: list[Widget] = [
        Label(f"{turn.number}", _POINTS, "muted"),
        Label(turn.date, _DATES),
        Label(turn.title, SMALL, "muted", elide=True, grow=1.0),
    ]
    if points:
        head.append(Label(points, _POINTS, sign_token(turn.points)))
    lines: list[Widget] = [Row(head, gap=12), TextBlock(turn.text)]
    lines += [TextBlock(cause, SMALL, "muted") for cause in turn.causes]
    return Column(lines, gap=4, name=turn.text)


def _worth(worth: Worth, most: float) -> Widget:
    points = round(worth.points)
    bar = WorthView(worth.points, worth.low, worth.high, most, name=worth.label, width=132)
    return Row(
        [
            Label(signed(points), SMALL_STRONG, sign_token(points), "right", width=32),
            bar,
            Column(
                [TextBlock(worth.label, SMALL), Label(worth.date, SMALL, "muted")], gap=0, grow=1.0
            ),
        ],
        gap=12,
        name=worth.label,
    )
