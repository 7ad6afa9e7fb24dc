"""Saves: keep the game, go back to an earlier one, throw one away."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sim.desk.kit.app import Page
from sim.desk.kit.layout import Column, Row
from sim.desk.kit.theme import BODY, GRID, GUTTER, SMALL, TITLE
from sim.desk.kit.widget import Widget
from sim.desk.kit.widgets.boxes import Divider, Panel
from sim.desk.kit.widgets.buttons import Button
from sim.desk.kit.widgets.dialog import confirm
from sim.desk.kit.widgets.field import Field
from sim.desk.kit.widgets.scroll import Item, List, Scroll
from sim.desk.kit.widgets.words import Label, TextBlock
from sim.desk.models.saves import Slot, build_slots, free_name
from sim.desk.screens.frame import frame, is_wide

if TYPE_CHECKING:
    from sim.game.game import Game


class SavesPage(Page):
    """The saves in the user's folder.

    Args:
        on_load: Takes the game of a save that was opened; the page has been left by then.
        game: The game that can be saved; without one the page only opens saves.
    """

    def __init__(self, on_load: Callable[[Game], object], game: Game | None = None) -> None:
        super().__init__()
        self.on_load, self.game = on_load, game
        self.slots: tuple[Slot, ...] = build_slots()
        self.at = 0
        self.name = free_name(game, self.slots) if game is not None else ""
        self.said = ""
        self.wrong = False

    @property
    def slot(self) -> Slot | None:
        """The selected save."""
        return self.slots[self.at] if 0 <= self.at < len(self.slots) else None

    # -- what is done ------------------------------------------------------------------------------

    def save(self) -> None:
        """Save under the name that is written, asking first when there is such a save."""
        if self.game is None:
            return
        if any(slot.name == self.name.strip() for slot in self.slots):
            self._ask(
                "Replace this save?",
                f"There is a save named {self.name.strip()} already.",
                "Replace it",
                self._write,
            )
        else:
            self._write()

    def load(self) -> None:
        """Open the selected save."""
        from sim.game.faults import SaveError
        from sim.game.save import open_save

        if self.slot is None:
            return
        try:
            game = open_save(self.slot.path)
        except SaveError as error:
            self._say(str(error), wrong=True)
            return
        self.on_key("escape")
        self.on_load(game)

    def delete(self) -> None:
        """Throw the selected save away, asking first."""
        if self.slot is not None:
            self._ask(
                "Throw this save away?",
                f"{self.slot.name} cannot be brought back.",
                "Throw it away",
                self._unlink,
            )

    def choose(self, index: int) -> None:
        """Select a save."""
        self.at, self.said = index, ""

    def rename(self, name: str) -> None:
        """Write another name for the new save."""
        self.name = name

    def on_key(self, key: str) -> bool:
        """Delete throws the selected save away."""
        if key == "delete":
            self.delete()
            return True
        return super().on_key(key)

    def _write(self) -> None:
        from sim.game.faults import SaveError
        from sim.game.save import slot, write

        assert self.game is not None
        try:
            path = slot(self.name)
            write(self.game, path)
        except SaveError as error:
            self._say(str(error), wrong=True)
        else:
            self._say(f"Saved as {path.stem}.")
        self._again()

    def _unlink(self) -> None:
        assert self.slot is not None
        try:
            self.slot.path.unlink()
        except OSError as error:
            self._say(f"It could not be thrown away: {error.strerror}.", wrong=True)
        else:
            self._say(f"{self.slot.name} is gone.")
        self._again()

    def _again(self) -> None:
        while len(self.ui.layers) > 1:
            self.ui.close()
        self.slots = build_slots()
        self.at = min(self.at, max(0, len(self.slots) - 1))
        if self.game is not None and not self.wrong:
            self.name = free_name(self.game, self.slots)

    def _say(self, text: str, wrong: bool = False) -> None:
        self.said, self.wrong = text, wrong

    def _ask(self, title: str, text: str, yes: str, do: Callable[[], None]) -> None:
        self.ui.open(lambda: confirm(title, text, yes, do, "Not now", self.ui.close))

    # -- how it looks ------------------------------------------------------------------------------

    def build(self) -> Widget:
        """Return the whole screen."""
        wide = is_wide(self)
        listed: list[Widget]
        if self.slots:
            items = [Item(slot.name, slot.written) for slot in self.slots]
            listed = [
                List(
                    items,
                    self.at,
                    self.choose,
                    lambda _: self.load(),
                    name="Saves",
                    key="saves",
                    autofocus=True,
                    **({"grow": 1.0} if wide else {"height": 164}),
                )
            ]
        else:
            listed = [TextBlock("There is no save yet.", BODY, "muted")]
        left = Panel(listed, "Saves", grow=1.0 if wide else 0.0)
        right = Column([*self._new(), self._chosen()], gap=GUTTER, grow=1.0 if wide else 0.0)
        if wide:
            body: Widget = Row([left, right], gap=GUTTER, pad=GUTTER, across="stretch")
        else:
            body = Scroll(Column([left, right], gap=GRID, pad=GRID), key="all")
        return frame(self, "Saves", body, "the game also saves itself after every turn")

    def _new(self) -> list[Widget]:
        parts: list[Widget] = []
        if self.said:
            parts.append(Panel([TextBlock(self.said, BODY, "bad" if self.wrong else "good")]))
        if self.game is not None:
            field = Field(
                "Name", self.name, self.rename, lambda _: self.save(), key="name", grow=1.0
            )
            button = Button("Save", self.save, "primary", "save", key="save")
            parts.append(Panel([Row([field, button], gap=12)], "Save the game as it stands"))
        return parts

    def _chosen(self) -> Widget:
        slot = self.slot
        if slot is None:
            return Panel([TextBlock("Choose a save to see what it holds.", BODY, "muted")])
        parts: list[Widget] = [
            TextBlock(slot.name, TITLE),
            Label(slot.written, SMALL, "muted"),
            Divider(),
        ]
        if slot.problem:
            parts.append(TextBlock(slot.problem, BODY, "bad"))
        else:
            parts.append(TextBlock(slot.about))
        kind = "plain" if self.game is not None else "primary"
        parts.append(
            Row(
                [
                    Button(
                        "Load",
                        self.load,
                        kind,  # type: ignore[arg-type]
                        "play",
                        enabled=not slot.problem,
                        tooltip="This save cannot be read." if slot.problem else "",
                        key="load",
                    ),
                    Button("Throw away", self.delete, "quiet", "close", key="delete"),
                ],
                gap=12,
            )
        )
        return Panel(parts, pad=24, gap=12)
