"""The numbers of whom one looks at: facts in a row, ties as a table; each opens its ledger."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from sim.catalogue import _
from sim.desk.figures.number import Number
from sim.desk.kit.layout import Column, Row, Wrap
from sim.desk.kit.theme import SMALL, SMALL_STRONG, STRONG
from sim.desk.kit.widget import Widget
from sim.desk.kit.widgets.boxes import Divider
from sim.desk.kit.widgets.figures import MarkView
from sim.desk.kit.widgets.words import Label, TextBlock
from sim.desk.models.desk import ActorFacts
from sim.desk.models.desk_fact import Fact
from sim.desk.models.network import Network, Tie, ties

OpenLedger = Callable[[str], object] | None
_NUMBER: Final = 96
_HOLD: Final = 168


def facts_row(facts: ActorFacts, ledger: OpenLedger = None) -> Widget:
    """The selected actor: its name and what is known of it."""
    head = Row([MarkView(facts.face.mark, 7, name=""), Label(facts.face.name, STRONG)], gap=8)
    pairs: list[Widget] = [_fact(fact, ledger) for fact in facts.facts]
    name = _("facts {who}").format(who=facts.face.name)
    return Wrap([head, *pairs], gap=12, name=name)


def _fact(fact: Fact, ledger: OpenLedger) -> Widget:
    value: Widget = Label(fact.value, SMALL_STRONG)
    if fact.ledger:
        key = f"fact:{fact.ledger}"
        value = Number(fact.value, fact.ledger, ledger, name=fact.name, key=key)
    if fact.bare:
        return value
    return Row([Label(fact.name, SMALL, "muted"), value], gap=5)


def network_table(network: Network, actor: str, ledger: OpenLedger = None) -> Widget:
    """The ties of the selected actor as a table."""
    name = network.name(actor)
    rows = ties(network, actor)
    if not rows:
        said = _("Nothing is known of whom {who} trusts.").format(who=name)
        return TextBlock(said, SMALL, "muted")
    headings = (_("Actor"), _("It trusts them"), _("They trust it"), _("Can withhold"))
    parts: list[Widget] = [_line([Label(text, SMALL_STRONG, "muted") for text in headings])]
    for tie in rows:
        parts += [Divider(), _line(_cells(tie, ledger), _read(headings, tie))]
    label = _("Trust and leverage of {who}").format(who=name)
    return Column(parts, gap=5, name=label)


def _cells(tie: Tie, ledger: OpenLedger) -> list[Widget]:
    who = Row([MarkView(tie.face.mark, 5, name=""), Label(tie.face.name, SMALL, elide=True)], gap=6)
    holds: list[Widget] = [
        Number(hold.words, hold.ledger, ledger, SMALL, name=hold.about) for hold in tie.holds
    ]
    return [
        who,
        _number(tie.trust, ledger, tie.face.name),
        _number(tie.trusted, ledger, tie.face.name),
        Column(holds or [Label("", SMALL)], gap=2),
    ]


def _number(fact: Fact | None, ledger: OpenLedger, who: str) -> Widget:
    if fact is None:
        return Label("", SMALL)
    return Row([Number(fact.value, fact.ledger, ledger, name=f"{who}, {fact.name}")], gap=0)


def _read(headings: Sequence[str], tie: Tie) -> str:
    """A row of the table as it is read out."""
    cells = (
        tie.face.name,
        "" if tie.trust is None else tie.trust.value,
        "" if tie.trusted is None else tie.trusted.value,
        "; ".join(hold.words for hold in tie.holds),
    )
    return ", ".join(f"{head} {cell}" for head, cell in zip(headings, cells, strict=True) if cell)


def _line(cells: Sequence[Widget], name: str = "") -> Widget:
    first, trust, trusted, hold = cells
    first.grow = 1.0
    trust.width = trusted.width = _NUMBER
    hold.width = _HOLD
    row = Row([first, trust, trusted, hold], gap=8, name=name)
    row.role = "row"
    return row
