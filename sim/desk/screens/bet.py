"""The bet: how likely is it, said before the odds are shown, and then both side by side."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from sim.catalogue import _
from sim.desk.kit.layout import Column, Row
from sim.desk.kit.page import Page
from sim.desk.kit.theme import BODY, GUTTER, LEAD, SMALL, STRONG, Style
from sim.desk.kit.widget import Widget
from sim.desk.kit.widgets.buttons import Button
from sim.desk.kit.widgets.dialog import Dialog
from sim.desk.kit.widgets.figures import Odds
from sim.desk.kit.widgets.slider import Slider
from sim.desk.kit.widgets.words import Label, TextBlock
from sim.desk.models.bet import BetView, build_bet
from sim.desk.models.hand import DOTS

if TYPE_CHECKING:
    from sim.desk.session import Session

_COUNT: Final = Style(24, "sans", True)
_MOST: Final = 560
_COLUMN: Final = 190


class BetSlider(Slider):
    """A number of twenty: the arrows move it, digits write it, Enter takes it."""

    def __init__(
        self, number: int, change: Callable[[float], object], take: Callable[[], object]
    ) -> None:
        super().__init__(
            _("Your bet"),
            number,
            change,
            0,
            DOTS,
            1,
            (_("never"), _("always")),
            lambda value: _("{count} in {dots}").format(count=round(value), dots=DOTS),
            key="bet:said",
            autofocus=True,
        )
        self.take = take

    def on_key(self, chord: str, typed: str) -> bool:
        """Write a digit after the last one, where that is still a bet, or else anew."""
        if chord.isdecimal() and len(chord) == 1:
            before = self.memory.get("typed", 0.0)
            written = 10 * before + int(chord)
            if written > self.high:
                written = float(chord)
            self.memory["typed"] = written
            self._set(written)
            return True
        self.memory["typed"] = 0.0
        return super().on_key(chord, typed)

    def activate(self) -> bool:
        """Take the bet as it stands."""
        self.take()
        return True


class Wager:
    """Asks for a bet on a planned card, over a page.

    Args:
        page: The page that the dialog opens over.
        session: The game.
        option: The card.
        stop: Has no more bets asked for from now on.
    """

    def __init__(
        self, page: Page, session: Session, option: int, stop: Callable[[], object]
    ) -> None:
        self.page, self.session, self.option, self.stop = page, session, option, stop
        self.said = DOTS // 2
        self.made = False

    def open(self) -> None:
        """Show the question."""
        self.page.ui.open(self.build, self._closed)

    # -- what is done ------------------------------------------------------------------------------

    def choose(self, said: float) -> None:
        """Move the bet."""
        self.said = round(said)

    def take(self) -> None:
        """Bet, and show the odds beside it."""
        self.session.bet(self.option, self.said)
        self.made = True
        self.session.want([self.option])
        self.page.refresh()
        self.page.ui.prepare()
        self.page.ui.focus("bet:keep")

    def skip(self) -> None:
        """Go on without a bet."""
        self.page.ui.close()

    def never(self) -> None:
        """Go on without bets from now on."""
        self.stop()
        self.page.ui.close()

    def back(self) -> None:
        """Take the card back; the bet falls with it unless it is planned again."""
        game = self.session.game
        for index, plan in enumerate(game.planned):
            if plan.option == self.option:
                self.session.drop(index)
                break
        self.page.ui.close()

    def _closed(self) -> None:
        if not self.made:
            self.session.bet(self.option, None)
        self.page.refresh()

    # -- how it looks ------------------------------------------------------------------------------

    def build(self) -> Widget:
        """The question, or the answer to the bet."""
        odds = self.session.odds.get(self.option)
        game = self.session.game
        if self.made and odds is not None and odds.yes is not None:
            game.bets.reveal(game.turn, odds.yes)
        view = build_bet(game, self.option, odds)
        return self._told(view) if self.made else self._asked(view)

    def _asked(self, view: BetView) -> Widget:
        count = _("{count} in {dots}").format(count=self.said, dots=DOTS)
        body: list[Widget] = [
            TextBlock(view.card, STRONG, "muted"),
            TextBlock(view.question, LEAD),
            Row(
                [
                    Odds(self.said, DOTS, lit=True, name=_("your bet")),
                    Label(count, _COUNT, "accent"),
                ],
                gap=GUTTER,
                height=40,
            ),
            BetSlider(self.said, self.choose, self.take),
            TextBlock(
                _(
                    "The arrows move it, digits write it. The odds are shown once you have bet. "
                    "Bets count on the first visit of a turn; the debrief tells how well you judge."
                ),
                SMALL,
                "muted",
            ),
        ]
        actions: list[Widget] = [
            Button(_("Bet"), self.take, "primary", hotkey="b", key="bet:take"),
            Button(_("Skip"), self.skip, hotkey="s", key="bet:skip"),
            Button(_("Do not ask me again"), self.never, "quiet", key="bet:never"),
        ]
        return Dialog(_("Before you see the odds"), body, actions, most=_MOST)

    def _told(self, view: BetView) -> Widget:
        said = view.said if view.said is not None else self.said
        desk: list[Widget] = [Label(_("The desk says"), SMALL, "muted")]
        if view.desk is None:
            told = self.session.game.lock.odds
            words = _("reckoning the odds") if told else _("Your teacher has switched them off.")
            desk.append(TextBlock(words, BODY, "muted"))
        else:
            one = view.desk
            desk += [
                Odds(one.count, DOTS, one.low, one.high, name=_("the desk's odds")),
                Label(one.words, _COUNT),
                Label(one.range_words, SMALL, "muted"),
            ]
        yours: list[Widget] = [
            Label(_("You said"), SMALL, "muted"),
            Odds(said, DOTS, lit=True, name=_("your bet")),
            Label(_("{count} in {dots}").format(count=said, dots=DOTS), _COUNT, "accent"),
        ]
        body: list[Widget] = [
            TextBlock(view.card, STRONG, "muted"),
            Row(
                [Column(yours, gap=4, width=_COLUMN), Column(desk, gap=4, grow=1)],
                gap=GUTTER,
                across="start",
            ),
        ]
        if view.gap:
            body.append(TextBlock(view.gap, LEAD))
        if view.desk is not None and view.desk.reason:
            body.append(TextBlock(view.desk.reason, BODY, "muted"))
        keep = self.page.ui.close
        actions: list[Widget] = [
            Button(_("Keep it planned"), keep, "primary", autofocus=True, key="bet:keep"),
            Button(_("Take it back"), self.back, key="bet:back"),
        ]
        return Dialog(_("Your bet and the odds"), body, actions, most=_MOST)
