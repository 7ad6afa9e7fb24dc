"""The layout lints: each finds its fault, and a sound page has none."""

from __future__ import annotations

from collections.abc import Sequence

import pygame
import pytest

from sim.desk.kit.layout import Column, Row
from sim.desk.kit.lint import lint, lint_ui
from sim.desk.kit.look import Look
from sim.desk.kit.theme import BODY, THEMES
from sim.desk.kit.widget import State, Widget
from sim.desk.kit.widgets.boxes import Card, Panel
from sim.desk.kit.widgets.buttons import Button, Tabs, Toggle
from sim.desk.kit.widgets.dialog import confirm
from sim.desk.kit.widgets.field import Field
from sim.desk.kit.widgets.figures import KeyCap, Meter, Odds, Table
from sim.desk.kit.widgets.scroll import Item, List, Scroll
from sim.desk.kit.widgets.slider import Slider
from sim.desk.kit.widgets.words import Label, Prose, TextBlock
from tests.desk.driving import Trial, show


def sound() -> Sequence[Widget]:
    nothing = lambda *_: None  # noqa: E731
    words = "A paragraph with **bold** words and [a link](x), long enough to wrap. " * 4
    controls = Column(
        [
            Tabs(["One", "Two"], 0, nothing),
            Slider("Number", 0.4, nothing, words=("low", "high")),
            Toggle("Switch", True, nothing),
            Field("Text", "", nothing, hint="Search"),
            Row([Button("Go", nothing, "primary", hotkey="g"), Button("Not", nothing)]),
            Button("Late", nothing, enabled=False, tooltip="Too late."),
            Row([Odds(11, 20, 8, 13), KeyCap("g"), Meter(0.4, grow=1)]),
            Card([Label("Card"), TextBlock("reason")], nothing, selected=True, name="Card"),
        ],
        gap=12,
    )
    reading = Column(
        [
            Panel([Scroll(Prose(words * 9, nothing), grow=1)], title="Prose", grow=1),
            Panel([List([Item(f"row {i}") for i in range(40)], 3, nothing, grow=1)], grow=1),
            Table(["Name", "Value"], [["a", "1"], ["b", "2"]]),
        ],
        gap=12,
        grow=1,
    )
    scroll = Scroll(controls, grow=1)
    return [Row([Panel([scroll], grow=1), reading], gap=16, across="stretch", grow=1)]


@pytest.mark.parametrize(
    ("theme", "scale", "size"),
    [
        *((theme, 1.0, (1280, 720)) for theme in THEMES),
        ("dark", 1.5, (1280, 720)),
        ("light", 2.0, (1920, 1080)),
    ],
)
def test_a_sound_page_has_no_fault(theme: str, scale: float, size: tuple[int, int]) -> None:
    assert lint(Trial(sound), size, theme, scale) == []


def test_a_dialog_is_checked_too() -> None:
    page = Trial(sound)
    show(page)
    page.ui.open(
        lambda: confirm("Sure?", "No way back.", "Yes", page.ui.close, "No", page.ui.close)
    )
    assert lint_ui(page.ui) == []


class Bad(Widget):
    """A widget with one fault in how it draws."""

    def __init__(self, text: str, at: tuple[int, int] = (0, 0), ground: str = "") -> None:
        super().__init__((), width=200, height=40)
        self.text, self.at, self.ground = text, at, ground

    def draw(self, surface: pygame.Surface, look: Look, state: State) -> None:
        if self.ground == "ink":
            surface.fill(look.theme.muted, self.rect)
        at = (self.rect.x + self.at[0], self.rect.y + self.at[1])
        look.write(surface, self.text, at, BODY)


def rules(*widgets: Widget) -> set[str]:
    return {finding.rule for finding in lint(Trial(lambda: widgets))}


def test_text_out_of_its_place_is_found() -> None:
    assert rules(Bad("text that is right")) == set()
    assert rules(Bad("far too right", at=(150, 0))) == {"clipped"}
    assert "clipped" in rules(Bad("far too low", at=(0, 30)))


def test_a_label_without_room_is_found_unless_it_may_be_shortened() -> None:
    text = "a label that has no room at all"
    assert rules(Label(text, width=60)) == {"clipped"}
    assert rules(Label(text, width=60, elide=True)) == set()


def test_a_shortened_text_is_found() -> None:
    class Short(Bad):
        def draw(self, surface: pygame.Surface, look: Look, state: State) -> None:
            look.write(surface, "much too long for it", self.rect.topleft, BODY, width=50)

    assert rules(Short("")) == {"shortened"}


def test_faint_text_is_found() -> None:
    assert rules(Bad("hardly seen", ground="ink")) == {"contrast"}


def test_a_missing_glyph_is_found() -> None:
    assert rules(Bad("dice \U0001f3b2")) == {"glyph"}


def test_texts_over_one_another_are_found() -> None:
    class Stack(Widget):  # children that all have the whole room
        overlays = True

    assert "overlap" in rules(Stack([Label("one"), Label("another")]))


def test_widgets_over_one_another_are_found() -> None:
    class Piled(Column):
        def place(self, look: Look, rect: pygame.Rect) -> None:
            super().place(look, rect)
            for child in self.children:
                child.place(look, rect)

    assert "overlap" in rules(Piled([Widget(height=30), Widget(height=30)]))


def test_what_leaves_its_box_is_found() -> None:
    assert "outside" in rules(Column([Widget(height=400)], height=100))


def test_a_view_without_room_for_what_it_shows_is_found() -> None:
    words = [TextBlock("a long story " * 40)]
    assert "squeezed" in rules(Scroll(Column(words), height=20))
    assert rules(Scroll(Column(words), height=100)) == set()
    assert rules(Scroll(Label("short"), height=40)) == set()


def test_a_focus_that_nobody_sees_is_found() -> None:
    assert "tab" in rules(Widget(height=700), Button("Below the window", lambda: None))
    assert rules(Scroll(Button("In a view", lambda: None), height=40)) == set()
    assert "tab" in rules(Button("No room", lambda: None, height=0.1))


def test_what_tab_never_reaches_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    page = Trial(lambda: [Button("A", lambda: None), Button("B", lambda: None)])
    show(page)
    monkeypatch.setattr(page.ui, "_step", lambda by: page.ui.focus("button:A"))
    found = lint_ui(page.ui)
    assert [(f.rule, "'B'" in f.where) for f in found] == [("tab", True)]


def test_a_finding_reads_as_a_sentence() -> None:
    (finding,) = lint(Trial(lambda: [Bad("dice \U0001f3b2")]))
    assert str(finding) == "glyph: group '' (root/0): no font has '\U0001f3b2' of 'dice \U0001f3b2'"
