"""The guide on the screen: which part a hint points at, and what the player does about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from sim.catalogue import _
from sim.desk.kit.layout import Row, Spacer, Wrap
from sim.desk.kit.page import Page
from sim.desk.kit.theme import BODY, SMALL
from sim.desk.kit.widget import Widget
from sim.desk.kit.widgets.buttons import Button
from sim.desk.kit.widgets.callout import Callout, Coached
from sim.desk.kit.widgets.figures import KeyCap, Odds
from sim.desk.kit.widgets.words import Label, TextBlock
from sim.desk.models.settings import Settings, change_settings, load_settings
from sim.game.guide import Guide, Hint, hints
from sim.game.progress import Progress, load_progress, note_guided

if TYPE_CHECKING:
    from sim.desk.kit.app import App, Screen
    from sim.game.game import Game

_WAITS: Final = {
    "planned": _("It goes on when you have planned a move."),
    "ended": _("It goes on when the turn has ended."),
    "dossier": _("It goes on when you have opened a dossier."),
    "ledger": _("It goes on when you have opened a number."),
    "drafted": _("It goes on when you have opened a table."),
    "advised": _("It goes on when you have heard them."),
    "listed": _("It goes on when you have looked at all moves."),
}
_HINT: Final = "hint:words"
"""The key of the words of a hint."""
_WIDE: Final = 1080  # logical units
_HIGH: Final = 640
_DEEDS: Final = {
    "DossierPage": "dossier",
    "LedgerPage": "ledger",
    "TablePage": "drafted",
    "MovesPage": "listed",
    "AdvisersPage": "advised",
}
"""What it means that a page was opened."""

_PARTS: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "network": ("DeskPage", ("network", "table", "map")),
    "actor": ("DeskPage", ("facts",)),
    "positions": ("DeskPage", ("positions",)),
    "capital": ("DeskPage", ("capital",)),
    "standing": ("DeskPage", ("stat:",)),
    "timeline": ("DeskPage", ("timeline",)),
    "hand": ("DeskPage", ("card:",)),
    "odds": ("DeskPage", ("card:",)),
    "planned": ("DeskPage", ("plan:",)),
    "moves": ("DeskPage", ("moves",)),
    "draft": ("DeskPage", ("draft",)),
    "advisers": ("DeskPage", ("advisers",)),
    "end": ("DeskPage", ("end",)),
    "undo": ("DeskPage", ("undo",)),
    "rewind": ("DeskPage", ("rewind", "undo")),
    "report": ("ReportPage", ("done", "all")),
    "changes": ("ReportPage", ("changes", "shift:")),
    "dossier": ("DossierPage", ("who", "all")),
    "text": ("TablePage", ("text", "both")),
    "chances": ("TablePage", ("parties", "both")),
}
"""For each part the page that it is on, and the keys of the widgets that it may be made of."""


class Coach:
    """Gives the hints of one game over the pages of a window.

    Args:
        app: The window.
        game: Gives the game as it is now.
        guide: The hints.
    """

    def __init__(self, app: App, game: Callable[[], Game], guide: Guide) -> None:
        self.app, self.game, self.guide = app, game, guide
        self._turn, self._planned = game().turn, len(game().planned)
        self._shown = ""
        self._left: set[str] = set()  # pages that were opened in this turn
        self._all = len(guide.left)
        app.over, app.heard, app.on_escape = self.over, self.heard, self.escape

    def leave(self) -> None:
        """Give no hints in this window any more."""
        self.app.over = lambda page, whole: whole
        self.app.heard = lambda deed: None
        self.app.on_escape = lambda page: False

    # -- what the player does ----------------------------------------------------------------------

    def heard(self, deed: str) -> None:
        """Hear what the player did."""
        self.guide.did(deed, self.game().turn + 1)

    def _watch(self, page: Page) -> None:
        """See what was done since the last look."""
        game, turn = self.game(), self._turn
        if game.turn != turn:
            self._left.clear()
        if game.turn > turn:
            self.guide.did("ended", turn + 1)
        elif len(game.planned) > self._planned:
            self.heard("planned")
        self._turn, self._planned = game.turn, len(game.planned)
        if (deed := _DEEDS.get(type(page).__name__)) is not None:
            self.heard(deed)

    # -- what is shown -----------------------------------------------------------------------------

    def over(self, page: Screen, whole: Widget) -> Widget:
        """A page with the hint that is due beside the part it is about, if it is on this page."""
        if not isinstance(page, Page):
            return whole
        self._watch(page)
        hint = self._due(type(page).__name__)
        if hint is None and page.ui.layers[0].focus.startswith("hint:"):
            page.ui.layers[0].focus = _first(parts(whole, "hand"))  # not on what ends the turn
        if hint is None or self.game().over or _PARTS[hint.at][0] != type(page).__name__:
            return whole
        if not parts(whole, hint.at):
            return whole
        if hint.id != self._shown:
            self._shown = hint.id
            if not hint.asks:  # the key that goes on is then under the finger
                page.ui.layers[0].focus = "hint:next"
            else:  # what is asked for is; but nobody ends a turn, or skips a hint, by mistake
                asked = "" if hint.until == "ended" else _first(parts(whole, hint.at))
                page.ui.layers[0].focus = asked or _HINT
        callout = self._callout(page, hint)
        return Coached(whole, callout, lambda tree: parts(tree, hint.at), _is_small(page))

    def _due(self, page: str) -> Hint | None:
        """The hint to be given now; none waits for a page that was left or for what is locked."""
        turn = self.game().turn + 1
        self._left.add(page)
        hint = self.guide.hint(turn, hidden=True)
        lock = self.game().lock
        off = {"odds": not lock.odds, "advisers": not lock.advisers, "undo": not lock.rewind}
        while page == "DeskPage" and hint is not None and hint.turn == turn:
            on = _PARTS[hint.at][0]
            if not off.get(hint.at) and (on == page or on not in self._left):
                break
            self.guide.pass_over()
            hint = self.guide.hint(turn, hidden=True)
        return self.guide.hint(turn)

    def _callout(self, page: Page, hint: Hint) -> Callout:
        number = self._all - len(self.guide.left) + 1
        count = _("Hint {number} of {count}").format(number=number, count=self._all)
        head = Row(
            [
                Label(count, SMALL, "accent"),
                Spacer(),
                KeyCap("escape"),
                Label(_("hides it"), SMALL, "muted"),
            ],
            gap=6,
        )
        buttons: list[Widget] = [
            Button(
                _("Skip") if hint.asks else _("Next"),
                lambda: self._next(page, hint),
                "quiet" if hint.asks else "plain",
                small=True,
                key="hint:next",
            ),
            Button(_("No more hints"), self._stop, "quiet", small=True, key="hint:stop"),
        ]
        says = TextBlock(hint.says, BODY, characters=80 if _is_small(page) else 56)
        waits = [TextBlock(_WAITS[hint.until], SMALL, "muted")] if hint.asks else []
        inside: list[Widget] = [head, says, *waits, Wrap(buttons, gap=8)]
        if _is_small(page):
            inside = [says, Row([*buttons, Spacer(), Label(count, SMALL, "accent")], gap=8)]
        return Callout(inside, _("Hint: {says}").format(says=hint.says), _HINT, holds=hint.asks)

    def _next(self, page: Page, hint: Hint) -> None:
        self.guide.did(hint.until, self.game().turn + 1)
        page.refresh()

    def _stop(self) -> None:
        self.guide.stop()
        change_settings(guide="never")

    def escape(self, page: Screen) -> bool:
        """Put the hint on a page away; say whether there was one."""
        if (
            not isinstance(page, Page)
            or len(page.ui.layers) > 1
            or not isinstance(page.ui.top.root, Coached)
        ):
            return False
        self.guide.hide()
        page.refresh()
        return True


def _first(part: Sequence[Widget]) -> str:
    """The key of the first widget of a part that takes the focus, lists of views left out."""
    inside = (widget for one in part for widget in one.walk())
    return next((w.key for w in inside if w.can_focus and w.key and not w.clips), "")


def _is_small(page: Page) -> bool:
    """Whether a page may scroll as a whole."""
    return page.look.width < _WIDE or page.look.height < _HIGH


def parts(tree: Widget, at: str) -> Sequence[Widget]:
    """The widgets of a page that make up a part."""
    if at == "odds":
        cards = [widget for widget in tree.walk() if widget.key.startswith("card:")]
        told = [card for card in cards if any(isinstance(one, Odds) for one in card.walk())]
        return told[:1]  # with the words beside its dots
    for key in _PARTS[at][1]:
        found = [
            widget
            for widget in tree.walk()
            if widget.key == key or (key.endswith(":") and widget.key.startswith(key))
        ]
        if found:
            return found
    return ()


def wanted(settings: Settings, progress: Progress) -> bool:
    """Whether hints are to be given in a game that is opened now."""
    if settings.guide == "first":
        return not progress.guided and not progress.games
    return settings.guide == "always"


def coach(app: App, game: Callable[[], Game], again: bool = False) -> Coach | None:
    """Give the hints of a game, if there are any.

    Args:
        app: The window.
        game: Gives the game as it is now.
        again: Whether they are asked for now, whatever the settings say.
    """
    scenario, seat = game().scenario, game().seat
    if not hints(scenario, seat) or len(game().seats) > 1:
        return None
    if not again and not wanted(load_settings(), load_progress()):
        return None
    return Coach(app, game, Guide(scenario, seat, note_guided, game().lock))


def has_hints(game: Game) -> bool:
    """Whether there are hints for the seat of a game."""
    return bool(hints(game.scenario, game.seat))
