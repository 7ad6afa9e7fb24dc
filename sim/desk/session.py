"""A running game for the screens: what is planned, odds reckoned in the background, autosave."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from sim.desk.models.build_desk import build_desk
from sim.desk.models.desk import DeskView
from sim.desk.models.hand import MoveCard

if TYPE_CHECKING:
    from sim.game.game import Game
    from sim.game.odds import Odds
    from sim.game.report import TurnReport

ROLLOUTS: Final = 200
_CHUNK: Final = 24  # cards a call, so that a stale reckoning ends soon


class Session:
    """A game with everything that screens ask of it.

    Args:
        game: The game; only this session may change it.
        post: Hands a call to the loop of the window, from any thread. Without it odds are reckoned
            at once, as pictures and tests want them.
        with_odds: Whether odds are reckoned at all; a teacher may switch them off.
    """

    def __init__(
        self,
        game: Game,
        post: Callable[[Callable[[], object]], object] | None = None,
        with_odds: bool = True,
    ) -> None:
        self.game, self.with_odds = game, with_odds
        self.on_odds: Callable[[], object] = lambda: None
        self.odds: dict[int, Odds] = {}
        self.thinking = False
        self._post = post
        self._moment = 0  # grows with every change, so that stale odds are known
        self._lock = threading.Lock()  # held while the game changes, or is read by the thread
        self._view: DeskView | None = None
        self._think()

    # -- reading -----------------------------------------------------------------------------------

    @property
    def view(self) -> DeskView:
        """What the desk shows now."""
        if self._view is None:
            from sim.game.view import seat_view

            self._view = build_desk(self.game, seat_view(self.game), self.odds)
        return self._view

    @property
    def report(self) -> TurnReport | None:
        """The report of the turn played last."""
        return self.game.past[-1].report if self.game.past else None

    # -- changing ----------------------------------------------------------------------------------

    def plan(self, card: MoveCard) -> str:
        """Plan a card, or take it back when it is planned; why not, if it cannot be."""
        from sim.game.faults import IllegalMove

        with self._lock:
            try:
                for index, planned in enumerate(self.game.planned):
                    if planned.option == card.option:
                        self.game.drop(index)
                        break
                else:
                    self.game.push(card.move, card.to)
            except IllegalMove as problem:
                return str(problem)
        self.changed()
        return ""

    def drop(self, index: int) -> None:
        """Take a planned move back."""
        if 0 <= index < len(self.game.planned):
            with self._lock:
                self.game.drop(index)
            self.changed()

    def end_turn(self) -> TurnReport:
        """Play the turn and save the game by itself.

        Raises:
            IllegalMove: The game is over.
            SaveError: The turn was played, but could not be saved.
        """
        from sim.game.save import autosave

        with self._lock:
            report = self.game.end_turn()
        self.changed()
        autosave(self.game)
        return report

    def undo(self) -> str:
        """Take back the last planned move, or else the last turn; what was done, in a sentence."""
        turn = self.game.turn
        with self._lock:
            done = self.game.undo()
        if not done:
            return "There is nothing to take back."
        self.changed()
        return "" if self.game.turn == turn else "The last turn is taken back; its moves are planned."

    def changed(self) -> None:
        """Forget what was shown and reckon anew; call it when the game has changed."""
        self._view = None
        self._think()

    def close(self) -> None:
        """Give up what is being reckoned."""
        self._moment += 1

    # -- odds --------------------------------------------------------------------------------------

    def _think(self) -> None:
        """Reckon the odds of all cards for the present moment, in the background."""
        self._moment += 1
        self.odds = {}
        self.thinking = self.with_odds and not self.game.over
        if not self.thinking:
            return
        if self._post is None:
            self._take(self._moment, self._reckon(self._wanted()), last=True)
            return
        worker = threading.Thread(
            target=self._work, args=(self._moment, self._post), name="odds", daemon=True
        )
        worker.start()

    def _wanted(self) -> list[int]:
        """Options that ask something of somebody, the most valuable to the seat first."""
        cards = [
            card
            for card in self.game.legal()
            if (card.legal or card.planned) and (card.asks or card.calls)
        ]
        cards.sort(key=lambda card: (not card.planned, -card.worth))
        return [card.option for card in cards]

    def _reckon(self, options: list[int]) -> dict[int, Odds]:
        from sim.game.odds import odds

        return odds(self.game, options, ROLLOUTS)

    def _work(self, moment: int, post: Callable[[Callable[[], object]], object]) -> None:
        """In the thread: one chunk of cards after the other, while the moment lasts."""
        with self._lock:
            wanted = self._wanted() if moment == self._moment else []
        chunks = [wanted[i : i + _CHUNK] for i in range(0, len(wanted), _CHUNK)] or [[]]
        for number, chunk in enumerate(chunks, start=1):
            with self._lock:
                if moment != self._moment:
                    return
                found = self._reckon(chunk)
            last = number == len(chunks)
            post(lambda found=found, last=last: self._take(moment, found, last))  # type: ignore[misc]

    def _take(self, moment: int, found: dict[int, Odds], last: bool) -> None:
        """In the loop: take over what was reckoned, unless the moment has passed."""
        if moment == self._moment:
            self.odds |= found
            self.thinking = not last
            self._view = None
            self.on_odds()
