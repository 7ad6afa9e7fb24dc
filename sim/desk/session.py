"""A running game for the screens: what is planned, odds reckoned in the background, autosave."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Final

from sim.catalogue import _
from sim.desk.models.bet import hide_odds
from sim.desk.models.build_desk import build_desk
from sim.desk.models.desk import DeskView
from sim.desk.models.hand import MoveCard
from sim.desk.models.repeated_turn import Kept
from sim.game.forecast.betting import wanted
from sim.game.lock import REFUSED

if TYPE_CHECKING:
    from sim.desk.models.advisers import AdvisersView
    from sim.game.forecast.odds import Odds
    from sim.game.game import Game
    from sim.game.pacing import Called
    from sim.game.report import TurnReport

ROLLOUTS: Final = 200
_CHUNK: Final = 3  # cards a call; nobody who changes the game waits for longer than that


class Session:
    """A game with everything that screens ask of it.

    Args:
        game: The game; only this session may change it.
        post: Hands a call to the loop of the window, from any thread. Without it odds are reckoned
            where they are wanted, as pictures and tests like it.
    """

    def __init__(
        self,
        game: Game,
        post: Callable[[Callable[[], object]], object] | None = None,
    ) -> None:
        self.game = game
        self.on_odds: Callable[[], object] = lambda: None
        self.on_fault: Callable[[Exception], object] = lambda error: None
        """Told in the loop of a fault in the thread, which reckons no more odds then."""
        self.odds: dict[int, Odds] = {}
        self.notice = ""
        self.bets = self.goal_odds = False
        """Whether the player bets before odds are shown; whether odds of the goals are shown."""
        self.kept = Kept()
        """Turns that were played many times already."""
        self._post = post
        self._view: DeskView | None = None
        self._lock = threading.Lock()  # held while the game changes, or is read by the thread
        self._news = threading.Condition()  # guards what follows
        self._moment = 0  # grows with every change, so that stale odds are known
        self._turn = game.turn, game.seat
        self._saved = self._mark()
        self._fresh: set[int] = set()
        self._queue: list[int] = []
        self._worker: threading.Thread | None = None
        self._busy = self._closed = False

    # -- reading -----------------------------------------------------------------------------------

    @property
    def view(self) -> DeskView:
        """What the desk shows now."""
        if self._view is None:
            shown = build_desk(self.game, self.game.view(), self.odds)
            self._view = hide_odds(shown, self.awaits_bet)
        return self._view

    def awaits_bet(self, option: int) -> bool:
        """Whether the odds of a card wait for a bet of the player."""
        return self.bets and wanted(self.game, option)

    @property
    def report(self) -> TurnReport | None:
        """The report of the turn played last."""
        return self.game.past[-1].report if self.game.past else None

    # -- changing ----------------------------------------------------------------------------------

    def plan(self, card: MoveCard) -> str:
        """Plan a card, or take it back when it is planned; why not, if it cannot be."""
        from sim.game.errors import IllegalMove

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
        """Play the turn; the game is saved by itself, or `notice` says why not.

        Raises:
            IllegalMove: The game is over.
        """
        with self._lock:
            report = self.game.end_turn()
        self.changed()
        self.keep()
        return report

    def finish(self) -> bool:
        """The seat that is up has planned; another one is up then. The game is saved by itself.

        Returns:
            Whether all have planned, and the turn was played.

        Raises:
            IllegalMove: The game is over.
        """
        with self._lock:
            played = self.game.finish()
        self.changed()
        self.keep()
        return played

    def hand_over(self, seat: str) -> None:
        """Show the game to another of its seats."""
        with self._lock:
            self.game.hand_over(seat)
        self.changed()

    def keep(self) -> None:
        """Save without being asked; `notice` says why not, if it cannot be."""
        from sim.game.errors import SaveError
        from sim.game.saving.save import autosave

        try:
            autosave(self.game)
        except SaveError as problem:
            self.notice = str(problem)
        else:
            self._saved = self._mark()

    def _mark(self) -> object:
        """What a save would hold of where the game stands and of what is planned."""
        players = self.game.players
        planned = tuple(
            (tuple(player.planned), player.ready, player.bets.all) for player in players
        )
        return self.game.tree.here.number, self.game.seat, planned

    def pass_quietly(self) -> tuple[tuple[TurnReport, ...], Called]:
        """Let turns pass without a move until something happens; see `sim.game.pacing`.

        Raises:
            IllegalMove: Something presses now.
        """
        from sim.game.pacing import pass_turns

        return pass_turns(self.game, self.end_turn)

    def save(self) -> str:
        """Save under a name of its own; what was done, in a sentence."""
        from sim.desk.models.saves import build_slots, free_name
        from sim.game.errors import SaveError
        from sim.game.saving.save import folder, slot, write
        from sim.locking import exclusive

        try:
            with exclusive(folder()):  # another window may be about to take the same name
                path = slot(free_name(self.game, build_slots()))
                write(self.game, path)
        except SaveError as problem:
            return str(problem)
        return _("Saved as {name}.").format(name=path.stem)

    def advisers(self) -> AdvisersView:
        """What the advisers say now, and how they came to think so."""
        from sim.desk.models.advisers import build_advisers

        with self._lock:
            return build_advisers(self.game, self.awaits_bet, self.goal_odds)

    def bet(self, option: int, said: int | None) -> None:
        """Bet on what will be said to a card, in twentieths; None to go on without a bet."""
        with self._lock:
            if said is None:
                self.game.bets.skip(self.game.turn)
            else:
                self.game.bets.place(self.game, option, said)
        self._view = None

    def undo(self) -> str:
        """Take back the last planned move, or else the last turn; what was done, in a sentence."""
        turn = self.game.turn
        if not self.game.planned and self.game.past and not self.game.lock.rewind:
            return REFUSED["rewind"]
        if not self.game.planned and len(self.game.seats) > 1:
            return _("You have planned nothing. All together can go back in the rewind tree (R).")
        with self._lock:
            done = self.game.undo()
        if not done:
            return _("There is nothing to take back.")
        self.changed()
        if self.game.turn == turn:
            return ""
        return _("The last turn is taken back; its moves are planned.")

    def rewind(self, number: int, fresh: bool = False) -> str:
        """Go to the turn of a number in the tree; what was done, in a sentence.

        With `fresh` other draws are met from there on.
        """
        from sim.game.errors import IllegalMove

        node, lock = self.game.tree.node(number), self.game.lock
        if not lock.rewind:
            return REFUSED["rewind"]
        if fresh and lock.seed is not None:
            return REFUSED["chance"]
        if node is None:
            return _("That turn is not in this game any more.")
        with self._lock:
            try:
                self.game.rewind(node, fresh)
            except IllegalMove as problem:
                return str(problem)
        self.changed()
        self.keep()
        if fresh:
            return _("From here on another chance is met.")
        return _("You stand there again, and what was played then is planned.")

    def changed(self) -> None:
        """Forget what was shown and reckon anew; call it when the game has changed."""
        self._view = None
        with self._news:
            self._moment += 1
            self._queue.clear()
            self._fresh.clear()
            if self._turn != (self.game.turn, self.game.seat):
                self._turn = self.game.turn, self.game.seat
                self.odds = {}  # within a turn the odds of before stand until there are new ones

    def leave(self) -> str:
        """Save what was done since the last save, and give up what is being reckoned.

        Returns:
            Why it could not be saved, in a sentence; empty where it could.
        """
        self.close()
        self.notice = ""
        if self._mark() != self._saved:
            self.keep()
        return self.notice

    def close(self) -> None:
        """Give up what is being reckoned."""
        with self._news:
            self._closed = True
            self._queue.clear()
            self._news.notify()

    # -- odds --------------------------------------------------------------------------------------

    @property
    def thinking(self) -> bool:
        """Whether odds are being reckoned."""
        return bool(self._queue) or self._busy

    def want(self, options: Iterable[int]) -> bool:
        """Have the odds of cards reckoned that are not known for the present moment.

        Returns:
            Whether there are new ones at once; else they come later, and `on_odds` is called.
        """
        if not self.game.lock.odds or self.game.over:
            return False
        new = [o for o in options if o not in self._fresh and o not in self._queue]
        if not new:
            return False
        if self._post is None:
            self._take(self._moment, new, self._reckon(new))
            return True
        with self._news:
            self._queue += new
            if self._worker is None:
                self._worker = threading.Thread(
                    target=self._run, args=(self._post,), name="odds", daemon=True
                )
                self._worker.start()
            self._news.notify()
        return False

    def _reckon(self, options: Iterable[int]) -> dict[int, Odds]:
        from sim.game.forecast.odds import odds

        return odds(self.game, options, ROLLOUTS)

    def _run(self, post: Callable[[Callable[[], object]], object]) -> None:
        """In the thread: all of it, and a fault handed over before it is raised."""
        try:
            self._work(post)
        except Exception as error:
            post(partial(self.on_fault, error))
            raise

    def _work(self, post: Callable[[Callable[[], object]], object]) -> None:
        """In the thread: a few cards at a time, until the session is closed."""
        while True:
            with self._news:
                self._busy = False
                while not self._queue and not self._closed:
                    self._news.wait()
                if self._closed:
                    return
                moment, chunk = self._moment, self._queue[:_CHUNK]
                del self._queue[:_CHUNK]
                self._busy = True
            with self._lock:
                found = self._reckon(chunk) if moment == self._moment else {}
            post(partial(self._take, moment, chunk, found))

    def _take(self, moment: int, asked: Iterable[int], found: dict[int, Odds]) -> None:
        """In the loop: take over what was reckoned, unless the moment has passed."""
        if moment == self._moment:
            self._fresh.update(asked)
            self.odds |= found
            self._view = None
            self.on_odds()
