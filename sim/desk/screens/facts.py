"""Links to facts: every fact that a screen names opens its entry in the codex."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.catalogue import plural
from sim.desk.kit.theme import BODY, SMALL, Style, Token
from sim.desk.kit.widgets.words import Prose

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.desk.kit.page import Page
    from sim.desk.kit.widget import Widget
    from sim.scenario.load import Loaded


def open_fact(page: Page, loaded: Loaded | None, fact: str) -> None:
    """Show a fact over a page."""
    from sim.desk.screens.codex import open_entry

    open_entry(page, loaded, f"fact:{fact}")


def sourced(
    page: Page,
    loaded: Loaded,
    text: str,
    facts: Iterable[str],
    style: Style = BODY,
    token: Token = "ink",
) -> Prose:
    """A text with links to its facts behind it."""
    links = " ".join(f"[{fact}]({fact})" for fact in dict.fromkeys(facts))
    plain = text.replace("[", "(").replace("]", ")")
    return Prose(
        f"{plain} {links}".strip(), lambda fact: open_fact(page, loaded, fact), style, token
    )


def cited(page: Page, loaded: Loaded, facts: Iterable[str]) -> list[Widget]:
    """A line of links to facts, or nothing where none is cited."""
    links = [f"[{fact}]({fact})" for fact in dict.fromkeys(facts)]
    if not links:
        return []
    text = plural("Source: {facts}", "Sources: {facts}", len(links))
    said = text.format(facts="  ".join(links))
    return [Prose(said, lambda fact: open_fact(page, loaded, fact), SMALL, "muted")]
