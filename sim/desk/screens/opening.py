"""What is shown while a scenario is being opened."""

from __future__ import annotations

from sim.catalogue import _
from sim.desk.figures.backdrop import Backdrop
from sim.desk.kit.layout import Centre, Column
from sim.desk.kit.page import Page
from sim.desk.kit.theme import BODY, TITLE
from sim.desk.kit.widget import Widget
from sim.desk.kit.widgets.words import Label


class OpeningPage(Page):
    """A quiet moment, usually too short to be read."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.title = title

    def build(self) -> Widget:
        """Return the whole screen."""
        words = [
            Label(self.title, TITLE, elide=True),
            Label(_("Laying out the papers\N{HORIZONTAL ELLIPSIS}"), BODY, "muted"),
        ]
        return Backdrop(Centre(Column(words, gap=8, across="centre"), most=560))

    def on_key(self, key: str) -> bool:
        """Nothing can be done here; it ends by itself."""
        return False
