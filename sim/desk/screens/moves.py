"""All moves in groups: what each needs, what it costs, and why it cannot be done now."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sim.catalogue import _
from sim.desk.kit.layout import Column, Row, Wrap
from sim.desk.kit.page import Page
from sim.desk.kit.theme import BODY, HEADING, SMALL
from sim.desk.kit.widget import Widget
from sim.desk.kit.widgets.boxes import Panel
from sim.desk.kit.widgets.buttons import Button, Tabs
from sim.desk.kit.widgets.field import Field
from sim.desk.kit.widgets.figures import IconView, MarkView
from sim.desk.kit.widgets.scroll import Item, List, Scroll
from sim.desk.kit.widgets.words import Label, TextBlock
from sim.desk.models.desk import DeskView
from sim.desk.models.hand import GROUPS, MoveCard, find_cards
from sim.desk.screens.desk_parts import odds_row
from sim.desk.screens.frame import frame, is_wide, pair


class MovesPage(Page):
    """Every move of the seat.

    Args:
        view: What the desk shows now; asked for at every drawing.
        plan: Plans a card or takes it back; the sentence says why not, if it cannot be.
        draft: Opens the table of a card that drafts.
        want: Has the odds of cards reckoned; says whether there are new ones at once.
        why: Shows why the odds of an option are what they are.
    """

    def __init__(
        self,
        view: Callable[[], DeskView],
        plan: Callable[[MoveCard], str],
        draft: Callable[[MoveCard], object],
        want: Callable[[Sequence[MoveCard]], bool],
        why: Callable[[int], object] = lambda option: None,
    ) -> None:
        super().__init__()
        self.why = why
        self.view, self.plan, self.draft, self.want = view, plan, draft, want
        self.group, self.words, self.at = 0, "", 0

    @property
    def found(self) -> list[MoveCard]:
        """The cards that group and words leave."""
        group = ["", *GROUPS][self.group]
        return find_cards(self.view().cards, group, self.words)

    def build(self) -> Widget:
        """Return the whole screen."""
        self.want(self.found)
        view, found = self.view(), self.found
        self.at = min(self.at, max(0, len(found) - 1))
        search = Field(
            _("Search the moves"),
            self.words,
            self._search,
            self._enter,
            hint=_("Name, target or reason"),
            icon="search",
            key="search",
        )
        groups = Tabs(
            [_("All"), *GROUPS.values()],
            self.group,
            self._choose_group,
            key="groups",
            name=_("Groups"),
        )
        items = [_item(card) for card in found]
        table = List(
            items,
            self.at,
            self._choose,
            self._act,
            row=36,
            name=_("Moves"),
            key="moves",
            grow=1,
            autofocus=True,
        )
        none = TextBlock(_("No move has these words."), BODY, "muted")
        listed = Panel([search, groups, table if items else none], gap=8, pad=12, grow=6)
        chosen = found[self.at] if found else None
        detail = self._detail(chosen)
        if is_wide(self):
            body: Widget = Row([listed, detail], gap=16, pad=16, across="stretch")
        else:
            listed.height, listed.grow = 300.0, 0.0
            detail.grow = 0.0
            body = Scroll(Column([listed, detail], gap=12, pad=12), key="moves:body")
        possible = sum(card.legal for card in view.cards)
        about = _("{possible} of {count} can be planned now; {left} capital left").format(
            possible=possible, count=len(view.cards), left=view.left
        )
        return frame(self, _("All moves"), body, about, actions=self._actions(chosen))

    def _detail(self, card: MoveCard | None) -> Panel:
        if card is None:
            return Panel([TextBlock(_("Nothing is selected."), BODY, "muted")], grow=5)
        head: list[Widget] = []
        if card.target is not None:
            name = Label(card.target.name, BODY)
            head.append(Row([MarkView(card.target.mark, 7, name=""), name], gap=8))
        head += [pair(_("cost"), str(card.cost)), pair(_("kind"), GROUPS.get(card.kind, card.kind))]
        parts: list[Widget] = [
            TextBlock(card.title, HEADING),
            Wrap(head, gap=16),
            TextBlock(card.says, BODY),
        ]
        if card.step:
            parts.append(TextBlock(_("The step: {step}").format(step=card.step), BODY))
        if card.reason:
            parts.append(TextBlock(card.reason, BODY, "muted"))
        if card.odds is not None:
            parts.append(odds_row(card.odds, card.planned))
            parts.append(TextBlock(card.odds.reason, SMALL, "muted"))
        elif not card.asks:
            parts.append(Label(_("It needs no answer."), SMALL, "muted"))
        if card.planned:
            parts.append(_note("check", _("It is planned for this turn.")))
        elif not card.legal:
            parts.append(_note("lock", card.why_not))
        elif card.unsure:
            parts.append(
                _note("help", _("It may turn out not to be possible: you cannot know all."))
            )
        if card.cites:
            parts.append(_cites(card))
        return Panel([Scroll(Column(parts, gap=12), grow=1, key="detail")], pad=16, grow=5)

    def _actions(self, card: MoveCard | None) -> Sequence[Widget]:
        if card is None:
            return []
        found: list[Widget] = []
        if card.drafts:
            found.append(
                Button(
                    _("Draft the text"),
                    lambda: self.draft(card),
                    icon="document",
                    hotkey="ctrl+d",
                    key="draft",
                )
            )
        usable = card.legal or card.planned
        found.append(
            Button(
                _("Take it back") if card.planned else _("Plan this move"),
                lambda: self._plan(card),
                "primary",
                "check",
                enabled=usable,
                tooltip="" if usable else card.why_not,
                key="plan",
            )
        )
        return found

    def _search(self, words: str) -> None:
        self.words, self.at = words, 0

    def _enter(self, words: str) -> None:
        self.ui.focus("moves")

    def _choose_group(self, group: int) -> None:
        self.group, self.at = group, 0

    def _choose(self, index: int) -> None:
        self.at = index

    def _act(self, index: int) -> None:
        self._plan(self.found[index])

    def _plan(self, card: MoveCard) -> None:
        problem = self.plan(card)
        found = [one.option for one in self.found]
        self.at = found.index(card.option) if card.option in found else self.at
        if problem:
            self.show_notice(_("This cannot be planned"), problem)

    def on_key(self, key: str) -> bool:
        """A slash begins a search, A goes back to the desk, W tells why the odds are so."""
        if key == "w" and self.found and self.found[self.at].odds is not None:
            self.why(self.found[self.at].option)
            return True
        if key == "/":
            return self.ui.focus("search")
        return super().on_key("escape" if key == "a" else key)


def _cites(card: MoveCard) -> Widget:
    said = _("Sources: {facts}").format(facts=", ".join(card.cites))
    return Label(said, SMALL, "muted", elide=True)


def _note(icon: str, words: str) -> Widget:
    return Row([IconView(icon, 16), TextBlock(words, SMALL, grow=1)], gap=8, across="start")


def _item(card: MoveCard) -> Item:
    usable = card.legal or card.planned
    detail = _("cost {points}").format(points=card.cost) if card.cost else _("free")
    if card.planned:
        detail = _("planned")
    elif not usable:
        detail = _("not now")
    elif card.odds is not None:
        detail = " · ".join((card.odds.words, detail))
    mark = None if card.target is None else card.target.mark
    return Item(card.label, detail, mark, usable)
