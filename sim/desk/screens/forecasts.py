"""Your forecasts as part of a page: the words, the scores, the picture and every bet."""

from __future__ import annotations

from sim.catalogue import _
from sim.desk.figures.calibration import CalibrationPlot
from sim.desk.kit.layout import Column, Row, Spacer
from sim.desk.kit.theme import BODY, GUTTER, LEAD, SMALL, STRONG, Token
from sim.desk.kit.widget import Widget
from sim.desk.kit.widgets.figures import Meter, Odds
from sim.desk.kit.widgets.words import Label, TextBlock
from sim.desk.models.forecasts import BetRow, ForecastsView, ScoreView
from sim.desk.models.hand import DOTS
from sim.desk.screens.frame import section

COIN = 0.25


def forecasts(view: ForecastsView, wide: bool) -> Widget:
    """The forecasts of a game, or of many, to be put on a page that scrolls.

    Args:
        view: What there is to show.
        wide: Whether there is room for two columns.
    """
    head: list[Widget] = [TextBlock(view.words, LEAD)]
    if view.long_run:
        head.append(TextBlock(view.long_run, BODY))
    if not view.scores:
        return Column(head, gap=GUTTER)
    scores: list[Widget] = [
        section(_("How far off, on average (Brier score)")),
        *(_score(one) for one in view.scores),
        TextBlock(
            _("0 is perfect; 0.25 is what saying 10 in 20 each time earns. Less is better."),
            SMALL,
            "muted",
        ),
    ]
    plot: list[Widget] = [
        CalibrationPlot(view.bins, view.rows),
        TextBlock(
            _(
                "On the dashed line stands who is right about how often. The bars are what so few "
                "bets leave open (90%); ticks are single bets, above if it came."
            ),
            SMALL,
            "muted",
        ),
    ]
    if wide:
        middle: Widget = Row(
            [Column(scores, gap=12, grow=1.0), Column(plot, gap=8, grow=1.0)],
            gap=2 * GUTTER,
            across="start",
        )
    else:
        middle = Column([*scores, *plot], gap=12)
    rows: list[Widget] = [_bet(row, view.advisers) for row in view.rows]
    if rows:
        rows.insert(0, section(_("Your bets")))
    return Column([*head, middle, *rows], gap=GUTTER)


def _score(one: ScoreView) -> Widget:
    token: Token = "accent" if one.you else "ink"
    head = Row(
        [TextBlock(one.who, STRONG, grow=1.0), Label(one.words, SMALL)], gap=8, across="start"
    )
    meter = Meter(min(1.0, one.brier / (2 * COIN)), token, one.words, name=one.who)
    return Column([head, meter], gap=4, name=one.who)


def _bet(row: BetRow, advisers: tuple[str, ...]) -> Widget:
    others = [(_("the desk"), row.desk), *zip(advisers, row.advisers, strict=True)]
    said = "; ".join(
        _("{who} {count}").format(who=who, count=count)
        for who, count in others
        if count is not None
    )
    token: Token = "good" if row.came else "bad"
    head = Row(
        [TextBlock(row.label, STRONG, grow=1.0), Label(row.words, STRONG, token)],
        gap=GUTTER,
        across="start",
    )
    words = _("Turn {turn}, {day}. You {said} in {dots}").format(
        turn=row.turn, day=row.day, said=row.said, dots=DOTS
    )
    told = f"{words}; {said}." if said else f"{words}."
    dots = Odds(row.said, DOTS, lit=True, name=_("your bet"))
    line = Row([dots, TextBlock(told, BODY, "muted", grow=1.0)], gap=GUTTER)
    return Column([head, line, Spacer(height=2)], gap=4, name=row.label)
