"""The dossier: what the seat knows of each actor, and the facts that this rests on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sim.catalogue import _
from sim.desk.figures.band import BandView
from sim.desk.figures.number import Number
from sim.desk.kit.layout import Column, Row, Spacer
from sim.desk.kit.page import Page
from sim.desk.kit.theme import BODY, GRID, GUTTER, HEADING, SMALL, STRONG, TITLE
from sim.desk.kit.widget import Widget
from sim.desk.kit.widgets.boxes import Divider, Panel
from sim.desk.kit.widgets.figures import MarkView, Meter
from sim.desk.kit.widgets.scroll import Item, List, Scroll
from sim.desk.kit.widgets.words import Label, Prose, TextBlock
from sim.desk.models.dossier import Dossier, Measure, Want, actor_rows, build_dossier
from sim.desk.models.facts import uses
from sim.desk.models.network import guess
from sim.desk.models.title import day
from sim.desk.screens.facts import open_fact
from sim.desk.screens.frame import frame, is_wide, section

if TYPE_CHECKING:
    from sim.game.game import Game

_THREE = 1160  # logical units from which there is room for three columns
_LIST, _NAME, _WORDS = 256, 168, 84


class DossierPage(Page):
    """What is known of the actors.

    Args:
        game: The game; only what its seat may see is read.
        actor: Actor id to open at; by default the first that is not the seat.
    """

    def __init__(self, game: Game, actor: str | None = None) -> None:
        super().__init__()
        self.game = game
        self.seen = game.view()
        self.used = uses(game.scenario)
        self.rows = actor_rows(game, self.seen)
        ids = [row.face.id for row in self.rows]
        self.at = ids.index(actor) if actor in ids else min(1, len(ids) - 1)

    @property
    def view(self) -> Dossier:
        """The dossier that is shown."""
        return build_dossier(self.game, self.seen, self.rows[self.at].face.id, self.used)

    def choose(self, index: int) -> None:
        """Show another actor."""
        self.at = index

    def ledger(self, key: str) -> None:
        """Open the account of a number."""
        from sim.desk.screens.ledger import LedgerPage

        self.app.push(LedgerPage(self.game, key))

    def build(self) -> Widget:
        """Return the whole screen."""
        view = self.view
        items = [Item(row.face.name, row.word, row.face.mark) for row in self.rows]
        date = _("{date}, as far as you know").format(date=day(self.game.date))
        if not is_wide(self):
            names = List(
                items,
                self.at,
                self.choose,
                row=36,
                name=_("Actors"),
                key="actors",
                height=152,
                autofocus=True,
            )
            parts: list[Widget] = [
                Panel([names], pad=GRID),
                Panel([*self._head(view), *self._numbers(view)], gap=12),
                Panel(self._more(view), gap=12),
            ]
            return frame(
                self, _("Dossier"), Scroll(Column(parts, gap=GRID, pad=GRID), key="all"), date
            )
        names = List(
            items,
            self.at,
            self.choose,
            row=34,
            name=_("Actors"),
            key="actors",
            grow=1.0,
            autofocus=True,
        )
        left = [*self._head(view), Divider(), *self._numbers(view)]
        if self.look.width < _THREE:
            left += [Divider(), *self._more(view)]
            both = Panel([Scroll(Column(left, gap=12), grow=1.0, key="who")], pad=24, grow=1.0)
            panels = [Panel([names], pad=GRID, width=_LIST), both]
            body: Widget = Row(panels, gap=GUTTER, pad=GUTTER, across="stretch")
            return frame(self, _("Dossier"), body, date)
        body = Row(
            [
                Panel([names], pad=GRID, width=_LIST),
                Panel([Scroll(Column(left, gap=12), grow=1.0, key="who")], pad=24, grow=1.0),
                Panel(
                    [Scroll(Column(self._more(view), gap=12), grow=1.0, key="more")],
                    pad=24,
                    grow=1.0,
                ),
            ],
            gap=GUTTER,
            pad=GUTTER,
            across="stretch",
        )
        return frame(self, _("Dossier"), body, date)

    def _head(self, view: Dossier) -> list[Widget]:
        about = " · ".join([view.kind, *view.tags])
        head = Row(
            [
                MarkView(view.face.mark, 17, name=view.face.name),
                Column(
                    [TextBlock(view.name, TITLE), Label(about, SMALL, "muted")], gap=0, grow=1.0
                ),
            ],
            gap=GUTTER,
        )
        parts: list[Widget] = [head]
        if view.leader:
            parts.append(TextBlock(view.leader, STRONG))
        if view.about:
            parts.append(TextBlock(view.about))
        return parts

    def _numbers(self, view: Dossier) -> list[Widget]:
        parts: list[Widget] = [section(_("How it stands"))]
        parts += [_measure(measure, self.ledger) for measure in view.measures]
        if view.types:
            parts += [Divider(), section(_("What you take it to be"))]
            for one in view.types:
                share = _("{count} in {of}").format(count=round(20 * one.share), of=20)
                parts.append(
                    Column(
                        [
                            Row(
                                [
                                    Label(one.about, BODY, elide=True, grow=1.0),
                                    Number(share, one.ledger, self.ledger, name=one.about),
                                ],
                                gap=12,
                            ),
                            Meter(one.share, words=share, name=one.name, key=f"type:{one.name}"),
                        ],
                        gap=2,
                        name=one.name,
                    )
                )
        return parts

    def _more(self, view: Dossier) -> list[Widget]:
        parts: list[Widget] = [Label(_("What it wants"), HEADING)]
        parts += [_want(view, want, self.ledger) for want in view.wants]
        if not view.wants:
            parts.append(TextBlock(_("It takes no side on what is argued over."), BODY, "muted"))
        parts += [Divider(), Label(_("What it has done"), HEADING)]
        for done in view.done:
            parts.append(
                Row(
                    [
                        Label(done.date, SMALL, "muted", width=112),
                        Column([TextBlock(done.text)], grow=1.0),
                    ],
                    gap=12,
                    across="start",
                )
            )
        if not view.done:
            parts.append(TextBlock(_("Nothing yet that you heard of."), BODY, "muted"))
        if view.cites:
            parts += [Divider(), Label(_("What this rests on"), HEADING)]
        for cite in view.cites:
            link = Prose(
                f"[{cite.title}]({cite.id})",
                lambda fact: open_fact(self, self.game.loaded, fact),
            )
            parts.append(Column([link, TextBlock(cite.text, SMALL, "muted")], gap=2))
        return parts


def _measure(measure: Measure, ledger: Callable[[str], object]) -> Widget:
    number = Number(measure.words, measure.ledger, ledger, name=measure.name)
    said = _("{name}: {word}").format(name=measure.name, word=measure.word)
    words = TextBlock(said if measure.word else measure.name, SMALL)
    name = Column([words], width=_NAME, tooltip=measure.help)
    return Row(
        [
            name,
            BandView(measure.low, measure.best, measure.high, name=measure.name, grow=1.0),
            Row([Spacer(), number], gap=0, width=_WORDS),
        ],
        gap=12,
        name=measure.name,
    )


def _want(view: Dossier, want: Want, ledger: Callable[[str], object]) -> Widget:
    half = {"grow": 1.0}
    place = guess(want.ideal, want.low, want.high)
    return Column(
        [
            Row(
                [
                    Column([TextBlock(want.issue, STRONG)], grow=1.0),
                    Number(place, want.ledger, ledger, name=want.issue),
                    Number(want.cares, want.weight, ledger, SMALL, "muted", name=want.cares),
                ],
                gap=12,
            ),
            BandView(want.low, want.ideal, want.high, mark=view.face.mark, name=want.issue),
            Row(
                [
                    Column([TextBlock(want.low_word, SMALL, "muted")], **half),  # type: ignore[arg-type]
                    Column([TextBlock(want.high_word, SMALL, "muted", align="right")], **half),  # type: ignore[arg-type]
                ],
                gap=24,
                across="start",
            ),
        ],
        gap=2,
        name=want.issue,
    )
