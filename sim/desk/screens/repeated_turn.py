"""A turn played many times: bad luck, or a bad idea?"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from sim.catalogue import _
from sim.desk.figures.repeated_turn import Many
from sim.desk.kit.app import App
from sim.desk.kit.layout import Column, Row, Spacer
from sim.desk.kit.page import Page
from sim.desk.kit.theme import BODY, GUTTER, HEADING, LEAD, SMALL, STRONG, Mark, Style, Token
from sim.desk.kit.widget import Widget
from sim.desk.kit.widgets.boxes import Divider, Panel
from sim.desk.kit.widgets.buttons import Button, Tabs
from sim.desk.kit.widgets.figures import MarkView, Meter
from sim.desk.kit.widgets.scroll import Scroll
from sim.desk.kit.widgets.words import Label, TextBlock
from sim.desk.models.repeated_turn import (
    CountView,
    Kept,
    RepeatedTurnView,
    build_repeated_turn,
    summary,
    turn_title,
)
from sim.desk.screens.frame import frame, go_back, is_wide, section

if TYPE_CHECKING:
    from sim.game.forecast.repeated_turn import RepeatedTurn
    from sim.game.game import Game
    from sim.game.tree import Played

_COUNT: Final = Style(24, "sans", True)
_NUMBER_ROOM: Final = 132


def _score(name: str, points: int, token: Token) -> Widget:
    """An expected score as a bar with its number."""
    head = Row([Label(name, SMALL, "muted"), Spacer(), Label(str(points), STRONG)], gap=8)
    return Column([head, Meter(points / 100, token, str(points), name=name)], gap=4, name=name)


class RepeatedTurnPage(Page):
    """A turn of a game, played many times with other chances.

    It is reckoned in a thread once the page is shown, and comes in when it is ready.

    Args:
        game: The game; of a turn that was played nothing changes any more.
        played: The turn.
        kept: What was reckoned before.
        truth: Whether it may also be played from how things truly stood: in the debrief alone.
        wait: Whether to reckon at once, for pictures and tests.
    """

    def __init__(
        self,
        game: Game,
        played: Played,
        kept: Kept | None = None,
        truth: bool = False,
        wait: bool = False,
    ) -> None:
        super().__init__()
        self.game, self.played, self.wait = game, played, wait
        self.kept = kept or Kept()
        self.open_truth = truth
        self.truth = False
        self.done = 0.0
        self._busy: set[bool] = set()

    # -- reckoning ---------------------------------------------------------------------------------

    @property
    def made(self) -> RepeatedTurn | None:
        """What was reckoned of what is shown."""
        return self.kept.get(self.played, self.truth)

    def enter(self, app: App) -> None:
        """Take the window, and begin to reckon."""
        super().enter(app)
        self._begin()

    def _begin(self) -> None:
        truth = self.truth
        if self.made is not None or truth in self._busy:
            return
        if self.wait:
            from sim.game.forecast.repeated_turn import repeat_turn

            self.kept.put(self.played, repeat_turn(self.game, self.played, truth=truth))
            return
        self._busy.add(truth)
        self.done = 0.0
        self.app.work("again", partial(self._reckon, truth))

    def _reckon(self, truth: bool) -> None:
        """In the thread: play the turn, and hand over what came of it."""
        from sim.game.forecast.repeated_turn import repeat_turn

        def progress(share: float) -> None:
            self.app.post(lambda: self._tell(truth, share))

        made = repeat_turn(self.game, self.played, truth=truth, progress=progress)
        self.app.post(lambda: self._take(made))

    def _tell(self, truth: bool, share: float) -> None:
        if truth == self.truth:
            self.done = share
            self.refresh()

    def _take(self, made: RepeatedTurn) -> None:
        self.kept.put(self.played, made)
        self._busy.discard(made.truth)
        self.refresh()

    # -- what is done ------------------------------------------------------------------------------

    def choose(self, index: int) -> None:
        """Show the turn from what was known, or from how things truly stood."""
        self.truth = bool(index)
        self._begin()

    # -- how it looks ------------------------------------------------------------------------------

    def build(self) -> Widget:
        """Return the whole screen."""
        turn = self.played.observed.acts.turn
        made = self.made
        body = (
            self._waiting() if made is None else self._found(build_repeated_turn(self.game, made))
        )
        parts: list[Widget] = []
        if self.open_truth:
            labels = [_("From what you knew"), _("From how it truly stood")]
            parts.append(
                Tabs(
                    labels,
                    int(self.truth),
                    self.choose,
                    boxed=True,
                    elide=True,
                    name=_("From where"),
                    key="again:basis",
                )
            )
        parts.append(body)
        body.grow = 1.0
        back = Button(_("Back"), lambda: go_back(self), "primary", autofocus=True, key="again:back")
        title = _("This turn, 500 times")
        dates = turn_title(self.game, turn)
        hint = _("Full dots: it came. Empty ones: it did not. The diamond is your game.")
        page = Column(parts, gap=GUTTER, pad=GUTTER)
        return frame(self, title, page, dates, actions=[back], hint=hint)

    def _waiting(self) -> Widget:
        share = round(100 * self.done)
        words = _("Playing the turn again: {share} of 100 done.").format(share=share)
        meter = Meter(self.done, words=words, name=_("Progress"), key="again:progress")
        return Panel([TextBlock(words, LEAD), meter, Spacer()], gap=GUTTER)

    def _found(self, view: RepeatedTurnView) -> Widget:
        head: list[Widget] = [TextBlock(summary(view), LEAD), TextBlock(view.basis, SMALL, "muted")]
        if view.worth_points is not None:
            without, with_moves = view.worth_points
            head += [
                Divider(),
                section(_("The score to be expected")),
                _score(_("without your moves"), without, "muted"),
                _score(_("with your moves"), with_moves, "ink"),
                TextBlock(view.worth, BODY),
            ]
        asked: list[Widget] = [self._dots(row) for row in view.own]
        chance: list[Widget] = [self._bar(row) for row in view.others]
        if not is_wide(self):
            parts = [*head, *asked, *([Divider()] if chance else []), *chance]
            return Panel([Scroll(Column(parts, gap=GUTTER), grow=1.0, key="again:all")])
        if chance:
            head += [Divider(), section(_("What else hung on chance")), *chance]
        left = Panel([Scroll(Column(head, gap=GUTTER), grow=1.0, key="again:head")], grow=4.0)
        if not asked:
            return left
        right = Panel(
            [Scroll(Column(asked, gap=2 * GUTTER), grow=1.0, key="again:asked")],
            _("What you asked for"),
            gap=GUTTER,
            grow=6.0,
        )
        return Row([left, right], gap=GUTTER, across="stretch")

    def _dots(self, row: CountView) -> Widget:
        words: list[Widget] = [
            Label(row.number, _COUNT),
            Row(
                [
                    MarkView(Mark(self.look.theme.accent, "diamond"), 6, name=_("your game")),
                    Label(_("here: yes") if row.here else _("here: no"), STRONG),
                ],
                gap=6,
            ),
        ]
        picture = Many(row.came, row.of, row.here, name=row.label, grow=1.0)
        beside: Widget
        if is_wide(self):
            beside = Row(
                [picture, Column(words, gap=2, width=_NUMBER_ROOM)], gap=GUTTER, across="centre"
            )
        else:
            beside = Column([picture, Row(words, gap=GUTTER)], gap=4)
        return Column(
            [TextBlock(row.label, HEADING), TextBlock(row.sentence, BODY), beside],
            gap=6,
            name=row.label,
        )

    def _bar(self, row: CountView) -> Widget:
        share = row.came / row.of if row.of else 0.0
        meter = Meter(share, words=row.number, name=row.label)
        return Column(
            [Label(row.label, STRONG, elide=True), meter, TextBlock(row.sentence, SMALL, "muted")],
            gap=4,
            name=row.label,
        )
