"""The desk in an invented language, where every string of the catalogue stands in «marks».

`python -m tests.desk.foreign` prints, screen by screen, the words that did not come from the
catalogue and not from the scenario: nobody could translate them.
"""

from __future__ import annotations

import gettext
import os
import re
import tempfile
from collections.abc import Iterator
from typing import Any

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")

_MARKS = re.compile(r"[«»]")
_WORD = re.compile(r"[A-Za-z]{3,}")
NO_WORDS = frozenset(
    """
    January February March April May June July August September October November December
    Jan Feb Mar Apr Jun Jul Aug Sep Oct Nov Dec
    Twin Track YAML HTML Tab Esc Enter Space Shift Ctrl Alt Backspace Delete Home End Page Up Down
    """.split()
)
"""Months, keys and names, which `format` or the keyboard gives."""


class Foreign(gettext.NullTranslations):
    """Every string between marks, its values in their places."""

    def gettext(self, message: str) -> str:
        """A string of the catalogue, marked."""
        return f"«{message}»"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The string that fits a count, marked."""
        return self.gettext(msgid1 if n == 1 else msgid2)


def untranslated() -> Iterator[tuple[str, str]]:
    """Screen and text of what does not come from the catalogue; call it in a process of its own."""
    from sim import catalogue

    catalogue.use(Foreign())  # before anything that keeps strings is imported
    from sim.desk import session
    from sim.desk.kit.app import App
    from sim.desk.kit.page import Page
    from sim.desk.kit.theme import DARK
    from sim.desk.models.title import build_shelf
    from sim.desk.picture import SCREENS
    from tests.desk.games import loaded, show, staged

    session.ROLLOUTS = 4  # type: ignore[misc]
    known = set(NO_WORDS)
    shelf = [card.title for card in build_shelf().cards]
    for text in (*_texts(loaded().scenario.model_dump()), *shelf):
        known.update(_WORD.findall(text))
    for screen in SCREENS:
        app = App(DARK, 1.0, (1280, 720), motion=False)
        show(staged(screen), screen, app)
        page = app.top
        assert isinstance(page, Page)
        page.ui.prepare()
        for node in page.ui.tree().walk():
            for text in (node.name, str(node.value or "")):
                if _left_over(text, known):
                    yield screen, text


def _left_over(text: str, known: set[str]) -> bool:
    """Whether words stand outside all marks that the scenario does not have either."""
    depth, outside = 0, []
    for character in text:
        depth += {"«": 1, "»": -1}.get(character, 0)
        outside.append(" " if depth else character)
    return any(word not in known for word in _WORD.findall(_MARKS.sub(" ", "".join(outside))))


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from _texts(key)
            yield from _texts(value)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from _texts(value)


def main() -> None:
    """Print what nobody could translate."""
    from sim.paths import HOME_VARIABLE

    with tempfile.TemporaryDirectory() as home:
        os.environ[HOME_VARIABLE] = home
        for screen, text in dict.fromkeys(untranslated()):
            print(f"{screen}: {text}")


if __name__ == "__main__":
    main()
