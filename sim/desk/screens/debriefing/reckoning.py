"""What takes longer of a debrief, reckoned in a thread and handed over as it is ready."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from sim.desk.kit.app import App, Screen

if TYPE_CHECKING:
    from sim.game.game import Game

_STEP: Final = 0.02
"""Share of the reckoning after which the page is told of it."""


class _Left(Exception):  # noqa: N818  (no fault: what is reckoned is not wanted any more)
    """The page was left."""


class Reckoning:
    """Reckons the path map (`river`), what others would have bet (`bets`) and `worth` of a game.

    Args:
        game: The game; nothing may change it meanwhile.
        rollouts: How many games prospects and moves are judged by.
        done: Takes what is ready, by its name, in the loop of the window.
        told: Hears that it went on, in the same loop.
    """

    def __init__(
        self,
        game: Game,
        rollouts: int,
        done: Callable[[str, Any], object],
        told: Callable[[], object],
    ) -> None:
        self.game, self.rollouts, self.done, self.told = game, rollouts, done, told
        self.shares: dict[str, float] = {}
        """How much is done of what is being reckoned, by its name."""

    def begin(self, app: App, screen: Screen, wanted: Sequence[str]) -> None:
        """Reckon something for a screen for as long as it is in the window.

        Nothing is begun before what was asked for earlier is done.
        """
        if not wanted or self.shares:
            return
        self.shares = dict.fromkeys(wanted, 0.0)
        app.work("debrief", partial(self._run, app, screen))

    def _run(self, app: App, screen: Screen) -> None:
        """In the thread: make what is wanted, one after the other, and hand each over."""

        def make(name: str) -> None:
            last = 0.0

            def tell(share: float) -> None:
                nonlocal last
                if screen not in app.stack:
                    raise _Left
                if share >= last + _STEP:
                    last = share
                    app.post(lambda: self._progress(name, share))

            found = self._made(name, tell)
            app.post(lambda: self._hand_over(name, found))

        with contextlib.suppress(_Left):
            for name in list(self.shares):
                make(name)

    def _made(self, name: str, tell: Callable[[float], object]) -> Any:
        """One of the things that take longer; see the class for their names."""
        from sim.game.debriefing.debrief import debrief
        from sim.game.debriefing.river import river
        from sim.game.forecast.calibration import calibration

        match name:
            case "river":
                return river(self.game, progress=tell)
            case "bets":
                return calibration(self.game)
        return debrief(self.game, self.rollouts, tell)

    def _progress(self, name: str, share: float) -> None:
        if name in self.shares:
            self.shares[name] = share
            self.told()

    def _hand_over(self, name: str, found: Any) -> None:
        self.shares.pop(name, None)
        self.done(name, found)
