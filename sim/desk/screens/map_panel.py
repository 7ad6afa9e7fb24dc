"""The map in the left panel of the desk, or the same as a table."""

from __future__ import annotations

from typing import Final

from sim.catalogue import _
from sim.desk.figures.map import MODES, MapView
from sim.desk.kit.layout import Column, Row
from sim.desk.kit.theme import SMALL, SMALL_STRONG
from sim.desk.kit.widget import Widget
from sim.desk.kit.widgets.boxes import Divider, Panel
from sim.desk.kit.widgets.buttons import Tabs
from sim.desk.kit.widgets.figures import KeyCap, Table
from sim.desk.kit.widgets.scroll import Scroll
from sim.desk.kit.widgets.words import Label, TextBlock
from sim.desk.models.desk import DeskView
from sim.desk.models.map import Geography, place_rows, tie_rows
from sim.desk.models.network import Network
from sim.desk.screens.desk_actions import DeskActions, Shown
from sim.desk.screens.desk_facts import facts_row

_LEAST_HEIGHT: Final = 520.0
_HIGH: Final = 900.0


def map_panel(
    shown: Shown, actions: DeskActions, view: DeskView, height: float, grow: float = 0
) -> Widget:
    """Who stands where: the map, or the same as a table, with the facts of whom one looks at."""
    geography = actions.map()
    mode = MODES[shown.map_mode]
    if shown.as_table:
        rows = map_table(geography, view.network, shown.actor)
        told: Widget = Scroll(rows, grow=1, key="table")
    else:
        told = MapView(
            geography,
            view.network,
            shown.actor,
            shown.select,
            actions.dossier,
            mode,
            key="map",
            name=_("Map"),
            grow=1,
        )
    tabs = Tabs(
        [_("Trust"), _("What crosses"), _("Last turn")],
        shown.map_mode,
        shown.choose_map,
        boxed=True,
        elide=True,
        key="map:mode",
        name=_("What the lines tell"),
    )
    parts = [told]
    facts = view.facts.get(shown.actor)
    if facts is not None and (not grow or height >= _HIGH):
        parts += [Divider(), facts_row(facts, actions.ledger)]
    keys = Row([KeyCap("m"), Label(_("network"), SMALL, "muted")], gap=6)
    aside = Row([tabs, keys], gap=12)
    least = 0.0 if grow else _LEAST_HEIGHT
    return Panel(
        parts,
        title=_("Who stands where"),
        aside=aside,
        gap=6,
        pad=(14, 8),
        grow=grow,
        height=least,
    )


def map_table(geography: Geography, network: Network, actor: str) -> Widget:
    """The map as tables: who is where, the actor's ties, what crosses, what was done."""
    name = network.name(actor)
    parts: list[Widget] = [
        Table(
            [_("Place"), _("Who is there"), _("What meets there")],
            place_rows(geography),
            name=_("Who stands where"),
        )
    ]
    ties = tie_rows(geography, network, actor)
    if ties:
        headings = [
            _("Actor"),
            _("Place"),
            _("trust of {name}").format(name=name),
            _("trust in {name}").format(name=name),
            _("Can withhold"),
        ]
        about = _("Ties of {name}").format(name=name)
        parts += [Label(about, SMALL_STRONG), Table(headings, ties, name=about)]
    flows = [
        (
            network.name(flow.source),
            network.name(flow.target),
            ", ".join(flow.channels),
            str(round(100 * flow.amount)),
        )
        for flow in geography.flows
        if flow.crosses
    ]
    if flows:
        headings = [_("Who"), _("To whom"), _("What crosses"), _("How much")]
        about = _("What one can give to another, or keep back")
        parts += [Label(about, SMALL_STRONG), Table(headings, flows, name=about)]
    if geography.deeds:
        parts.append(Label(_("Last turn"), SMALL_STRONG))
        parts += [TextBlock(deed.text, SMALL) for deed in geography.deeds]
    return Column(parts, gap=8)
