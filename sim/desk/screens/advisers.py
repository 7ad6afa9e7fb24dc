"""The advisers: the same engine, two priors, what each says, and how each came to think so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.catalogue import _
from sim.desk.figures.beliefs import BeliefLines, look_of
from sim.desk.kit.app import App
from sim.desk.kit.layout import Column, Row
from sim.desk.kit.page import Page
from sim.desk.kit.theme import BODY, GRID, GUTTER, HEADING, LEAD, QUOTE, SMALL, STRONG, Mark
from sim.desk.kit.widget import Widget
from sim.desk.kit.widgets.boxes import Divider, Panel
from sim.desk.kit.widgets.buttons import Button, Tabs
from sim.desk.kit.widgets.figures import MarkView
from sim.desk.kit.widgets.scroll import Scroll
from sim.desk.kit.widgets.words import Label, TextBlock
from sim.desk.models.advisers import (
    AdvisersView,
    Counsel,
    Evidence,
    Line,
    PartyPaths,
)
from sim.desk.screens.desk_parts import odds_row
from sim.desk.screens.frame import frame, go_back, is_wide, section
from sim.game.lock import REFUSED

if TYPE_CHECKING:
    from sim.desk.session import Session


class AdvisersPage(Page):
    """What the advisers say and believe.

    Args:
        session: The game; the advisers are asked in a thread once the page is shown.
        wait: Whether to ask at once, for pictures and tests.
    """

    def __init__(self, session: Session, wait: bool = False) -> None:
        super().__init__()
        self.session, self.wait = session, wait
        self.view: AdvisersView | None = None
        self.party = 0
        self._asked = False

    # -- asking ------------------------------------------------------------------------------------

    def enter(self, app: App) -> None:
        """Take the window, and ask them."""
        super().enter(app)
        if self._asked:
            return
        self._asked = True
        if self.wait:
            self.view = self.session.advisers()
        else:
            app.work("advisers", self._ask)

    def _ask(self) -> None:
        view = self.session.advisers()
        self.app.post(lambda: self._take(view))

    def _take(self, view: AdvisersView) -> None:
        self.view = view
        self.refresh()

    def choose(self, party: int) -> None:
        """Look at another party."""
        self.party = party

    # -- how it looks ------------------------------------------------------------------------------

    def build(self) -> Widget:
        """Return the whole screen."""
        back = Button(
            _("Back to the desk"),
            lambda: go_back(self),
            "primary",
            autofocus=True,
            key="advisers:back",
        )
        view = self.view
        if view is None:
            body: Widget = Panel([TextBlock(_("You have them called in."), LEAD)])
        elif not view.counsel:
            words = _("There is nobody to ask.")
            if not self.session.game.lock.advisers:
                words = _("Your teacher has sent the advisers away.")
            body = Panel([TextBlock(words, LEAD)])
        else:
            body = self._body(view)
        hint = _(
            "Both see what you see, and reckon with the same engine; only their priors differ."
        )
        page = Column([body], pad=GUTTER)
        body.grow = 1.0
        return frame(self, _("Your advisers"), page, self._about(view), actions=[back], hint=hint)

    @staticmethod
    def _about(view: AdvisersView | None) -> str:
        if view is None or not view.card:
            return ""
        return _("asked about: {card}").format(card=view.card)

    def _body(self, view: AdvisersView) -> Widget:
        said: list[Widget] = []
        if view.card and not is_wide(self):
            said.append(TextBlock(self._about(view), SMALL, "muted"))
        if view.bet_first:
            words = _("Their odds of it wait until you have bet on it.")
            said.append(TextBlock(words, SMALL, "muted"))
        if not self.session.game.lock.odds:
            said.append(TextBlock(REFUSED["odds"], SMALL, "muted"))
        parties = view.parties
        shown = parties[min(self.party, len(parties) - 1)] if parties else None
        said += [self._voice(index, one, shown) for index, one in enumerate(view.counsel)]
        if shown is None:
            return Panel([Scroll(Column(said, gap=GUTTER), grow=1.0, key="advisers:said")])
        read = self._party(parties, shown)
        if not is_wide(self):
            both = [*said, Divider(), *read]
            return Panel([Scroll(Column(both, gap=GUTTER), grow=1.0, key="advisers:all")])
        left = Panel(
            [Scroll(Column(said, gap=GUTTER), grow=1.0, key="advisers:said")],
            _("What they say"),
            grow=5.0,
        )
        right = Panel(
            [Scroll(Column(read, gap=12), grow=1.0, key="advisers:read")],
            _("How they came to think so"),
            grow=6.0,
        )
        return Row([left, right], gap=GUTTER, across="stretch")

    def _voice(self, index: int, one: Counsel, shown: PartyPaths | None) -> Widget:
        token, shape = look_of(index + 1)
        mark = Mark(self.look.theme.colour(token), shape)
        parts: list[Widget] = [
            Row(
                [MarkView(mark, 6, name=""), TextBlock(one.name, STRONG, grow=1.0)],
                gap=GRID,
            ),
            TextBlock(_("“{words}”").format(words=one.says), QUOTE),
        ]
        if one.odds is not None:
            parts.append(odds_row(one.odds))
        if one.score:
            parts.append(TextBlock(one.score, BODY))
        parts += [TextBlock(read, SMALL, "muted") for read in one.reads]
        line = (
            next((line for line in shown.lines if line.name == one.name), None) if shown else None
        )
        if line is not None and line.swing:
            parts.append(TextBlock(line.swing, SMALL))
        return Panel([Column(parts, gap=6)], pad=12, fill="raised", name=one.name)

    def _party(self, parties: tuple[PartyPaths, ...], shown: PartyPaths) -> list[Widget]:
        parts: list[Widget] = []
        if len(parties) > 1:
            parts.append(
                Tabs(
                    [one.party.name for one in parties],
                    parties.index(shown),
                    self.choose,
                    boxed=True,
                    elide=True,
                    name=_("Parties"),
                    key="advisers:party",
                )
            )
        head = _("{party}: how often of 20 it is taken to act in bad faith")
        parts += [
            TextBlock(head.format(party=shown.party.name), HEADING),
            Column([self._key(index, line) for index, line in enumerate(shown.lines)], gap=2),
            BeliefLines(
                shown.lines,
                height=170,
                name=_("Beliefs turn by turn"),
                key="advisers:lines",
            ),
            section(_("What moved them")),
        ]
        if not shown.evidence:
            words = _("Nothing yet: they think what they thought when they came.")
            parts.append(TextBlock(words, BODY, "muted"))
        parts += [self._evidence(shown.lines, one) for one in shown.evidence]
        return parts

    def _key(self, index: int, line: Line) -> Widget:
        token, shape = look_of(index)
        mark = Mark(self.look.theme.colour(token), shape)
        now = _("{name}: {count} now").format(name=line.name, count=round(line.points[-1]))
        return Row([MarkView(mark, 5, name=""), Label(now, SMALL, elide=True, grow=1.0)], gap=6)

    def _evidence(self, lines: tuple[Line, ...], one: Evidence) -> Widget:
        moved: list[Widget] = []
        for index, words in enumerate(one.moves):
            token, shape = look_of(index)
            mark = Mark(self.look.theme.colour(token), shape)
            moved.append(
                Row(
                    [
                        MarkView(mark, 4, name=lines[index].name),
                        Label(words, SMALL),
                    ],
                    gap=4,
                )
            )
        head = _("Turn {turn}, from {day}").format(turn=one.turn, day=one.day)
        return Column(
            [Label(head, STRONG), TextBlock(one.seen, BODY), Row(moved, gap=GUTTER)],
            gap=2,
            name=head,
        )
