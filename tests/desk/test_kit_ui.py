"""Widgets together: focus, keys, dialogs, tooltips, and the accessibility tree."""

from __future__ import annotations

from collections.abc import Sequence

import pygame
import pytest

from sim.desk.kit.keys import chord, label
from sim.desk.kit.layout import Column, Grid, Row
from sim.desk.kit.widget import Widget
from sim.desk.kit.widgets.buttons import Button, Toggle
from sim.desk.kit.widgets.dialog import Dialog, confirm
from sim.desk.kit.widgets.scroll import Scroll
from sim.desk.kit.widgets.words import Label, TextBlock
from tests.desk.driving import Trial, centre, click, focused, key_event, move, press, show

pressed: list[str] = []


@pytest.fixture(autouse=True)
def nothing_pressed() -> None:
    pressed.clear()


def button(name: str, **options: object) -> Button:
    return Button(name, lambda: pressed.append(name), **options)  # type: ignore[arg-type]


def three() -> Sequence[Widget]:
    return [Row([button("One"), Label("no stop"), button("Two")]), button("Three")]


# Focus -------------------------------------------------------------------------------------


def test_tab_goes_in_reading_order_and_round() -> None:
    page = Trial(three)
    show(page)
    order = []
    for _ in range(5):
        press(page, "tab")
        order.append(focused(page).name)
    assert order == ["One", "Two", "Three", "One", "Two"]
    press(page, "shift+tab", "shift+tab")
    assert focused(page).name == "Three"


def test_the_first_tab_shows_where_the_focus_is_and_a_click_hides_it() -> None:
    page = Trial(three)
    show(page)
    assert not page.ui.ring
    press(page, "tab")
    assert page.ui.ring
    assert focused(page).name == "One"
    click(page, centre(page.ui.tree().find("button", "Two")))
    assert not page.ui.ring
    press(page, "tab")
    assert focused(page).name == "Three"


def test_what_cannot_be_used_is_no_stop_unless_it_says_why() -> None:
    page = Trial(
        lambda: [
            button("Mute", enabled=False),
            button("Late", enabled=False, tooltip="Too late."),
            button("Ready"),
        ]
    )
    show(page)
    assert [w.name for w in page.ui.top.stops()] == ["Late", "Ready"]


def test_the_focus_stays_when_the_page_changes_around_it() -> None:
    names = ["A", "B", "C"]
    page = Trial(lambda: [button(n) for n in names])
    show(page)
    press(page, "tab", "tab")
    names.insert(0, "New")
    page.refresh()
    assert focused(page).name == "B"
    names.remove("B")
    page.refresh()
    assert focused(page).name == "A" or focused(page).name == "C"


def test_a_widget_may_ask_for_the_first_focus() -> None:
    page = Trial(lambda: [button("A"), button("B", autofocus=True)])
    show(page)
    assert focused(page).name == "B"


def test_arrows_go_to_the_nearest_in_their_direction() -> None:
    page = Trial(lambda: [Grid([button(str(i)) for i in range(6)], 3)])
    show(page)
    way = []
    for key in ("right", "down", "left", "up", "left", "right", "right", "right"):
        press(page, key)
        way.append(focused(page).name)
    assert way == ["1", "4", "3", "0", "0", "1", "2", "2"]


def test_the_focus_is_scrolled_into_view() -> None:
    page = Trial(lambda: [Scroll(Column([button(f"b{i}") for i in range(40)]), grow=1, key="s")])
    show(page, (640, 360))
    view = pygame.Rect(page.ui.tree().find("group").rect)
    for _ in range(40):
        press(page, "tab")
        assert view.contains(focused(page).rect)
    press(page, "tab")
    assert focused(page).name == "b0"
    assert view.contains(focused(page).rect)


# Keys --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "mod", "typed", "name"),
    [
        (pygame.K_u, 0, "u", "u"),
        (pygame.K_u, pygame.KMOD_LSHIFT, "U", "shift+u"),
        (pygame.K_s, pygame.KMOD_LCTRL, "\x13", "ctrl+s"),
        (pygame.K_SLASH, pygame.KMOD_LSHIFT, "?", "?"),
        (pygame.K_KP_ENTER, 0, "\r", "enter"),
        (pygame.K_KP3, 0, "3", "3"),
        (pygame.K_TAB, pygame.KMOD_RSHIFT, "\t", "shift+tab"),
        (pygame.K_F11, 0, "", "f11"),
        (pygame.K_LSHIFT, pygame.KMOD_LSHIFT, "", ""),
    ],
)
def test_keys_have_names(code: int, mod: int, typed: str, name: str) -> None:
    assert chord(pygame.Event(pygame.KEYDOWN, key=code, mod=mod, unicode=typed)) == name


def test_key_caps_are_labelled_as_on_a_keyboard() -> None:
    assert [label(c) for c in ("u", "ctrl+s", "escape", "+", "?")] == [
        "U",
        "Ctrl+S",
        "Esc",
        "+",
        "?",
    ]


def test_a_hotkey_works_from_anywhere() -> None:
    page = Trial(lambda: [button("A"), button("Undo", hotkey="u"), button("Save", hotkey="ctrl+s")])
    show(page)
    assert press(page, "u")
    assert press(page, "ctrl+s")
    assert pressed == ["Undo", "Save"]
    assert focused(page).name == "Save"
    assert not press(page, "shift+u")


def test_keys_that_no_widget_wants_reach_the_page() -> None:
    got: list[str] = []

    class Listening(Trial):
        def on_key(self, key: str) -> bool:
            got.append(key)
            return True

    page = Listening(three)
    show(page)
    press(page, "x", "escape", "f5", "enter")
    assert got == ["x", "escape", "f5"]


# Dialogs -----------------------------------------------------------------------------------


def open_dialog(page: Trial) -> None:
    page.ui.open(
        lambda: confirm(
            "Sure?",
            "It cannot be undone.",
            "Yes",
            lambda: pressed.append("Yes"),
            "No",
            page.ui.close,
        )
    )


def test_a_dialog_keeps_the_focus_within() -> None:
    page = Trial(lambda: [button("Behind", hotkey="b")])
    show(page)
    open_dialog(page)
    assert page.ui.tree().role == "dialog"
    names = []
    for _ in range(4):
        press(page, "tab")
        names.append(focused(page).name)
    assert set(names) == {"Yes", "No"}
    press(page, "b")
    click(page, (30, 30))
    assert pressed == []


def test_a_dialog_starts_at_its_main_button() -> None:
    page = Trial(three)
    show(page)
    open_dialog(page)
    press(page, "enter")
    assert pressed == ["Yes"]


def test_esc_closes_a_dialog_and_the_focus_is_where_it_was() -> None:
    page = Trial(three)
    show(page)
    press(page, "tab", "tab")
    open_dialog(page)
    assert press(page, "escape")
    assert len(page.ui.layers) == 1
    assert focused(page).name == "Two"


def test_a_dialog_that_must_be_answered_stays() -> None:
    page = Trial(three)
    show(page)
    page.ui.open(lambda: Dialog("Must", [Label("x")], [button("Fine")]), closable=False)
    assert press(page, "escape")
    assert len(page.ui.layers) == 2


def test_closing_tells_who_opened() -> None:
    page = Trial(three)
    show(page)
    page.ui.open(lambda: Dialog("T", [], [button("Ok")]), on_close=lambda: pressed.append("closed"))
    press(page, "escape")
    assert pressed == ["closed"]
    page.ui.close()
    assert len(page.ui.layers) == 1


@pytest.mark.parametrize("size", [(400, 300), (1280, 720)])
def test_a_long_dialog_scrolls_and_its_buttons_stay_in_view(size: tuple[int, int]) -> None:
    page = Trial(three)
    show(page, size)
    page.ui.open(lambda: Dialog("Long", [TextBlock("words " * 900)], [button("Close")]))
    page.ui.prepare()
    window = pygame.Rect((0, 0), size)
    assert window.contains(page.ui.tree().find("button", "Close").rect)
    press(page, "tab")
    press(page, "pagedown")
    (view,) = (w for w in page.ui.top.root.walk() if isinstance(w, Scroll))
    assert view.offset > 0


# Pointer and tooltips ----------------------------------------------------------------------


def tip_page() -> Trial:
    page = Trial(lambda: [button("A", tooltip="Because."), button("B")])
    show(page)
    return page


def test_a_tooltip_waits_for_a_still_pointer() -> None:
    page = tip_page()
    move(page, centre(page.ui.tree().find("button", "A")))
    assert page.ui.wake() == pytest.approx(0.45)
    page.update(0.3)
    assert not page.ui._tip_shown
    page.update(0.2)
    assert page.ui._tip_shown
    assert page.ui.wake() is None
    move(page, (900, 600))
    assert not page.ui._tip_shown


def test_a_tooltip_comes_by_key_and_goes_by_esc() -> None:
    page = tip_page()
    press(page, "tab", "tab", "shift+tab")
    page.update(1.0)
    assert page.ui._tip_shown
    assert press(page, "escape")
    assert not page.ui._tip_shown


def test_pressing_what_is_disabled_says_why_at_once() -> None:
    page = Trial(lambda: [button("A", enabled=False, tooltip="Too late.", hotkey="a"), button("B")])
    show(page)
    for act in (
        lambda: press(page, "a"),
        lambda: click(page, centre(page.ui.tree().find("button"))),
    ):
        act()
        assert page.ui._tip_shown
        press(page, "escape")


def test_only_what_can_be_seen_is_under_the_pointer() -> None:
    page = Trial(
        lambda: [
            Scroll(Column([button(f"b{i}") for i in range(20)]), height=100, key="s"),
            Label("below"),
        ]
    )
    show(page)
    hidden = page.ui.tree().find("button", "b5")
    move(page, centre(hidden))
    assert page.ui.hovered == ""


def test_the_pointer_leaves_with_the_window() -> None:
    page = tip_page()
    move(page, centre(page.ui.tree().find("button", "A")))
    assert page.ui.hovered
    page.handle(pygame.Event(pygame.WINDOWLEAVE))
    assert page.ui.hovered == ""


# Accessibility -----------------------------------------------------------------------------


def test_every_widget_says_what_it_is() -> None:
    page = Trial(lambda: [Toggle("Sound", True, lambda on: None, tooltip="x"), *three()])
    show(page)
    tree = page.ui.tree()
    assert [n.name for n in tree.walk() if n.role in ("button", "switch")] == [
        "Sound",
        "One",
        "Two",
        "Three",
    ]
    node = tree.find("switch", "Sound")
    assert (node.value, node.enabled, node.focused) == ("on", True, True)
    assert node.rect[2] > 0
    assert len([n for n in tree.walk() if n.focused]) == 1
    with pytest.raises(LookupError, match="no slider"):
        tree.find("slider")


def test_keys_of_widgets_are_unique() -> None:
    page = Trial(lambda: [button("Same"), button("Same"), Label("Same"), Label("Same")])
    show(page)
    keys = [n.key for n in page.ui.tree().walk()]
    assert len(keys) == len(set(keys))


def test_key_events_of_the_tests_are_like_real_ones() -> None:
    assert chord(key_event("shift+tab")) == "shift+tab"
    assert chord(key_event("ctrl+s")) == "ctrl+s"
