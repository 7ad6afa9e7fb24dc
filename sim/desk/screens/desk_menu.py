"""The menu of the desk, which lists all that a key does there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sim.catalogue import _
from sim.desk.kit.layout import Column
from sim.desk.kit.widgets.buttons import Button
from sim.desk.kit.widgets.dialog import Dialog

if TYPE_CHECKING:
    from sim.desk.kit.page import Page
    from sim.desk.screens.desk_actions import DeskActions


def menu(
    page: Page,
    actions: DeskActions,
    tell: Callable[[str], object],
    turn_map: Callable[[], object],
) -> None:
    """Open the menu over the desk.

    Args:
        page: The desk.
        actions: What can be chosen.
        tell: Says a sentence on the page, nothing for nothing.
        turn_map: Turns from the network to the map or back.
    """
    ui = page.ui

    def then(deed: Callable[[], object]) -> Callable[[], None]:
        def act() -> None:
            ui.close()
            deed()

        return act

    def save() -> None:
        ui.close()
        tell(actions.save())

    def ledger() -> None:
        ui.close()
        actions.ledger("capital")

    def quiet() -> None:
        ui.close()
        tell(actions.quiet())

    turned = Button(_("Map or network"), then(turn_map), key="menu:map", hotkey="m")
    entries: list[Button] = [
        Button(_("Back to the desk"), ui.close, "primary", key="menu:back", autofocus=True),
        Button(_("Save"), save, icon="save", key="menu:save", hotkey="s"),
        Button(_("Rewind"), then(actions.rewind), icon="branch", key="menu:rewind", hotkey="r"),
        *([turned] if actions.has_map() else []),
        Button(_("Codex"), then(actions.codex), icon="book", key="menu:codex", hotkey="c"),
        Button(_("Saved games"), then(actions.saves), key="menu:saves"),
        Button(_("Every number's ledger"), ledger, key="menu:ledger", hotkey="l"),
        Button(_("Pass until something happens"), quiet, key="menu:pass", hotkey="q"),
        Button(_("Briefing"), then(actions.briefing), icon="book", key="menu:briefing"),
        Button(_("Settings"), then(actions.settings), icon="settings", key="menu:settings"),
        Button(_("Help"), then(actions.help), icon="help", key="menu:help", hotkey="?"),
        Button(
            _("How far to trust this"),
            then(actions.honesty),
            icon="info",
            key="menu:honesty",
            hotkey="h",
        ),
        Button(_("To the title"), then(actions.title), key="menu:title"),
        Button(_("Quit"), page.app.quit, key="menu:quit"),
    ]
    for entry in entries:
        entry.small = True
    ui.open(lambda: Dialog(_("Menu"), [Column(entries, gap=6)], [], most=360))
