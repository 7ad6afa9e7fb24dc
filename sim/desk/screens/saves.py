"""Saves: keep the game, go back to an earlier one, throw one away and bring it back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sim.catalogue import _
from sim.desk.kit.layout import Column, Row, Wrap
from sim.desk.kit.page import Page
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

_ROW: Final = 40
_FACT: Final = 96


class SavesPage(Page):
    """The saves in the user's folder.

    Args:
        on_load: Opens the save at a path.
        game: The game that can be saved; without one the page only opens saves.
    """

    def __init__(self, on_load: Callable[[Path], object], game: Game | None = None) -> None:
        super().__init__()
        self.on_load, self.game = on_load, game
        self.slots: tuple[Slot, ...] = build_slots()
        self.at = 0
        self.name = free_name(game, self.slots) if game is not None else ""
        self.said = ""
        self.wrong = False
        self.thrown: Path | None = None
        """What was thrown away last, where it lies now."""

    @property
    def slot(self) -> Slot | None:
        """The selected save."""
        return self.slots[self.at] if 0 <= self.at < len(self.slots) else None

    @property
    def own(self) -> tuple[Slot, ...]:
        """The saves that the player has named; they come first."""
        return tuple(slot for slot in self.slots if not slot.automatic)

    # -- what is done ------------------------------------------------------------------------------

    def save(self) -> None:
        """Save under the name that is written, asking first when there is such a save."""
        if self.game is None:
            return
        name = self.name.strip()
        if any(slot.path.stem.lower() == name.lower() for slot in self.slots):
            if self._is_automatic(name):
                said = _("The game saves itself as {name}; choose another name.")
                self._say(said.format(name=name), wrong=True)
                return
            self._ask(
                _("Replace this save?"),
                _("There is a save named {name} already.").format(name=name),
                _("Replace it"),
                self._write,
            )
        else:
            self._write()

    def over(self) -> None:
        """Save over the selected save, asking first."""
        if self.slot is not None:
            self.name = self.slot.name
            self.save()

    def load(self) -> None:
        """Open the selected save."""
        if self.slot is None:
            return
        if self.slot.problem:
            self._say(self.slot.problem, wrong=True)
        else:
            self.on_load(self.slot.path)

    def delete(self) -> None:
        """Throw the selected save away, asking first."""
        if self.slot is not None:
            self._ask(
                _("Throw this save away?"),
                _(
                    "{name} goes into the bin; it can be brought back until you leave this page."
                ).format(name=self.slot.name),
                _("Throw it away"),
                self._throw,
            )

    def bring_back(self) -> None:
        """Bring back what was thrown away last."""
        from sim.game.errors import SaveError
        from sim.game.saving.autosaves import bring_back

        if self.thrown is None:
            return
        try:
            path = bring_back(self.thrown)
        except SaveError as error:
            self._say(str(error), wrong=True)
            return
        self._say(_("{name} is back.").format(name=path.stem))
        self.thrown = None
        self._again(path)

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

    @staticmethod
    def _is_automatic(name: str) -> bool:
        from sim.game.saving.autosaves import place_of

        return place_of(name.lower()) is not None

    def _write(self) -> None:
        from sim.game.errors import SaveError
        from sim.game.saving.save import slot, write

        assert self.game is not None
        path = None
        try:
            path = slot(self.name)
            write(self.game, path)
        except SaveError as error:
            self._say(str(error), wrong=True)
        else:
            self._say(_("Saved as {name}.").format(name=path.stem))
        self._again(path)

    def _throw(self) -> None:
        from sim.game.errors import SaveError
        from sim.game.saving.autosaves import throw_away

        assert self.slot is not None
        try:
            self.thrown = throw_away(self.slot.path)
        except SaveError as error:
            self._say(str(error), wrong=True)
        else:
            self._say(_("{name} is gone.").format(name=self.slot.name))
        self._again()

    def _again(self, path: Path | None = None) -> None:
        """Read the folder anew, and select the save at a path."""
        while len(self.ui.layers) > 1:
            self.ui.close()
        self.slots = build_slots()
        found = [index for index, slot in enumerate(self.slots) if slot.path == path]
        self.at = found[0] if found else min(self.at, max(0, len(self.slots) - 1))
        if self.game is not None and not self.wrong:
            self.name = free_name(self.game, self.slots)

    def _say(self, text: str, wrong: bool = False) -> None:
        self.said, self.wrong = text, wrong

    def _ask(self, title: str, text: str, yes: str, do: Callable[[], None]) -> None:
        self.ui.open(lambda: confirm(title, text, yes, do, _("Not now"), self.ui.close))

    # -- how it looks ------------------------------------------------------------------------------

    def build(self) -> Widget:
        """Return the whole screen."""
        wide = is_wide(self)
        own = self.own
        left = [self._list(_("Your saves"), own, 0, "saves", wide)]
        automatic = self.slots[len(own) :]
        if automatic:
            left.append(
                self._list(_("Saved by the game itself"), automatic, len(own), "autosaves", False)
            )
        right = [*self._new(), self._chosen()]
        if wide:
            columns = [
                Column(left, gap=GUTTER, grow=1),
                Scroll(Column(right, gap=GUTTER), grow=1, key="right"),
            ]
            body: Widget = Row(columns, gap=GUTTER, pad=GUTTER, across="stretch")
        else:
            body = Scroll(Column([*right, *left], gap=GRID, pad=GRID), key="all")
        about = _("the game also saves itself after every turn, and when it is left")
        return frame(self, _("Saves"), body, about)

    def _list(self, title: str, slots: Sequence[Slot], first: int, key: str, grows: bool) -> Widget:
        if not slots:
            words = _("There is no save of your own yet.")
            return Panel([TextBlock(words, BODY, "muted")], title, grow=1.0 if grows else 0.0)
        at = self.at - first
        listed = List(
            [Item(slot.name, slot.written) for slot in slots],
            at if 0 <= at < len(slots) else -1,
            lambda index: self.choose(first + index),
            lambda _index: self.load(),
            row=_ROW,
            name=title,
            key=key,
            autofocus=first == 0 or not self.own,
            grow=1.0 if grows else 0.0,
            height=0.0 if grows else min(len(slots), 4) * float(_ROW),
        )
        return Panel([listed], title, grow=1.0 if grows else 0.0)

    def _new(self) -> list[Widget]:
        parts: list[Widget] = []
        if self.said:
            words = TextBlock(self.said, BODY, "bad" if self.wrong else "good", grow=1)
            line: list[Widget] = [words]
            if self.thrown is not None:
                line.append(Button(_("Bring it back"), self.bring_back, icon="undo", key="back:it"))
            parts.append(Panel([Row(line, gap=12)]))
        if self.game is not None:
            field = Field(
                _("Name"), self.name, self.rename, lambda _text: self.save(), key="name", grow=1.0
            )
            button = Button(_("Save"), self.save, "primary", "save", key="save")
            parts.append(Panel([Row([field, button], gap=12)], _("Save the game as it stands")))
        return parts

    def _chosen(self) -> Widget:
        slot = self.slot
        if slot is None:
            words = _("What a save holds is told here, once there is one.")
            return Panel([TextBlock(words, BODY, "muted")])
        parts: list[Widget] = [
            TextBlock(slot.name, TITLE),
            Label(slot.written, SMALL, "muted"),
            Divider(),
        ]
        if slot.problem:
            parts.append(TextBlock(slot.problem, BODY, "bad"))
        for name, value in slot.facts:
            parts.append(
                Row(
                    [Label(name, SMALL, "muted", width=_FACT), TextBlock(value, BODY, grow=1)],
                    gap=12,
                    across="start",
                    name=name,
                )
            )
        actions: list[Widget] = [
            Button(
                _("Load"),
                self.load,
                "plain" if self.game is not None else "primary",
                "play",
                enabled=not slot.problem,
                tooltip=_("This save cannot be read.") if slot.problem else "",
                key="load",
            )
        ]
        if self.game is not None and not slot.automatic:
            actions.append(Button(_("Save over it"), self.over, "quiet", "save", key="over"))
        actions.append(Button(_("Throw away"), self.delete, "quiet", "close", key="delete"))
        parts.append(Wrap(actions, gap=12))
        return Panel(parts, pad=24, gap=10)
