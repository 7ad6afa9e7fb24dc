"""How far to trust this: what the numbers rest on, and how the model does where it can be held."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from sim.catalogue import _
from sim.desk.figures.basis import NAMES, BasisBar
from sim.desk.kit.app import App
from sim.desk.kit.layout import Column, Row
from sim.desk.kit.page import Page
from sim.desk.kit.theme import BODY, GUTTER, SMALL, STRONG, Token
from sim.desk.kit.widget import Widget
from sim.desk.kit.widgets.boxes import Divider, Panel
from sim.desk.kit.widgets.buttons import Button
from sim.desk.kit.widgets.figures import IconView, Meter, Odds
from sim.desk.kit.widgets.scroll import Scroll
from sim.desk.kit.widgets.words import Label, TextBlock
from sim.desk.models.honesty import BasisView, ClaimView, HonestyView, PointView, build_honesty
from sim.desk.screens.frame import frame, go_back, is_wide, section

if TYPE_CHECKING:
    from sim.game.forecast.honesty import Honesty, Provider
    from sim.scenario.load import Loaded


class HonestyPage(Page):
    """How far to trust a scenario, reckoned live in a thread; parts come in as they are ready.

    Args:
        loaded: The scenario.
        provider: Reckons it; see `sim.game.forecast.honesty.Provider`.
        wait: Whether to wait for all of it, for pictures and tests.
    """

    def __init__(self, loaded: Loaded, provider: Provider, wait: bool = False) -> None:
        super().__init__()
        from sim.game.forecast.honesty import begin

        self.loaded, self.provider, self.wait = loaded, provider, wait
        self.made: Honesty = begin(loaded)
        self._begun = self._left = False

    # -- reckoning ---------------------------------------------------------------------------------

    def enter(self, app: App) -> None:
        """Take the window, and begin to reckon."""
        super().enter(app)
        if self._begun:
            return
        self._begun = True
        if self.wait:
            for made in self.provider(self.loaded):
                self.made = made
        else:
            app.work("honesty", self._reckon)

    def _reckon(self) -> None:
        """In the thread: hand over what is known, step by step, until the page is left."""
        for made in self.provider(self.loaded):
            if self._left:
                return
            self.app.post(partial(self._take, made))

    def _take(self, made: Honesty) -> None:
        self.made = made
        self.refresh()

    def back(self) -> None:
        """Leave the page."""
        go_back(self)

    def on_key(self, key: str) -> bool:
        """Leave with Esc, and let the thread end."""
        if key == "escape":
            self._left = True
        return super().on_key(key)

    # -- how it looks ------------------------------------------------------------------------------

    def build(self) -> Widget:
        """Return the whole screen."""
        view = build_honesty(self.made)
        bases, tested, claims = self._bases(view), self._tested(view), self._claims(view)
        if is_wide(self):
            left = Panel(
                [Scroll(Column(bases, gap=12), grow=1.0, key="honesty:grounds")],
                _("What it rests on"),
                grow=5.0,
            )
            middle = Panel(
                [Scroll(Column(tested, gap=12), grow=1.0, key="honesty:tested")],
                _("Held to the record"),
                grow=6.0,
            )
            right = Panel(
                [Scroll(Column(claims, gap=12), grow=1.0, key="honesty:claims")],
                _("Held to its sources"),
                grow=6.0,
            )
            body: Widget = Row([left, middle, right], gap=GUTTER, across="stretch")
        else:
            parts = [
                section(_("What it rests on")),
                *bases,
                Divider(),
                section(_("Held to the record")),
                *tested,
                Divider(),
                section(_("Held to its sources")),
                *claims,
            ]
            body = Panel([Scroll(Column(parts, gap=12), grow=1.0, key="honesty:all")])
        back = Button(_("Back"), self.back, "primary", autofocus=True, key="honesty:back")
        actions: list[Widget] = [self._state(view), back]
        page = Column([body], pad=GUTTER)
        body.grow = 1.0
        return frame(self, _("How far to trust this"), page, view.title, actions=actions)

    def _state(self, view: HonestyView) -> Widget:
        if view.problem:
            return TextBlock(view.problem, SMALL, "muted", grow=1.0)
        if not view.doing:
            words = _("All of it was reckoned just now, on this computer.")
            return TextBlock(words, SMALL, "muted", grow=1.0)
        meter = Meter(
            view.done / 100, words=f"{view.done}", name=_("Progress"), width=160, key="honesty:done"
        )
        if not is_wide(self):
            return Label(view.doing, SMALL, "muted", elide=True)
        return Row([meter, TextBlock(view.doing, SMALL, "muted", grow=1.0)], grow=1.0)

    def _bases(self, view: HonestyView) -> list[Widget]:
        from sim.game.forecast.honesty import CANNOT

        parts: list[Widget] = [_basis(one) for one in view.bases]
        names = _("Full: {full}. Hatched: {hatched}. Empty: {empty}.").format(
            full=NAMES[0], hatched=NAMES[1], empty=NAMES[2]
        )
        parts += [
            TextBlock(names, SMALL, "muted"),
            Divider(),
            section(_("What these numbers cannot mean")),
        ]
        parts += [TextBlock(words, SMALL) for words in CANNOT]
        return parts

    def _tested(self, view: HonestyView) -> list[Widget]:
        if not view.record:
            return [TextBlock(view.doing or view.problem, BODY, "muted")]
        parts: list[Widget] = [TextBlock(view.record, BODY)]
        if view.size:
            parts.append(TextBlock(view.size, SMALL, "muted"))
        if view.worst:
            parts += [Divider(), section(_("Furthest off"))]
            parts += [_point(point) for point in view.worst]
        return parts

    def _claims(self, view: HonestyView) -> list[Widget]:
        parts: list[Widget] = [_claim(claim) for claim in view.claims]
        if view.claims_words:
            parts.append(TextBlock(view.claims_words, SMALL, "muted"))
        return parts or [TextBlock(view.doing or view.problem, BODY, "muted")]


def _basis(one: BasisView) -> Widget:
    return Column(
        [Label(one.title, STRONG), BasisBar(one.counts, name=one.title), TextBlock(one.words)],
        gap=6,
        name=one.title,
    )


def _point(point: PointView) -> Widget:
    dots = Odds(point.count, 20, name=point.words)
    words = Column(
        [TextBlock(point.about, SMALL, "muted"), TextBlock(point.words, SMALL)], gap=0, grow=1.0
    )
    return Column(
        [TextBlock(point.title, STRONG), Row([dots, words], gap=12)], gap=4, name=point.title
    )


def _claim(claim: ClaimView) -> Widget:
    icon, token = ("check", "good") if claim.holds else ("close", "bad")
    sign: Token = "good" if token == "good" else "bad"
    head = Row(
        [IconView(icon, 16, sign, name=""), TextBlock(claim.title, STRONG, grow=1.0)],
        gap=8,
        across="start",
    )
    meter = Meter(claim.kept / max(1, claim.draws), words=claim.words, name=claim.title)
    return Column([head, meter, TextBlock(claim.words, SMALL, "muted")], gap=6, name=claim.title)
