"""Lists and scroll views by themselves: what keys, wheel and mouse do to them."""

from __future__ import annotations

import pygame
import pytest

from sim.desk.kit.layout import Column
from sim.desk.kit.widgets.buttons import Button
from sim.desk.kit.widgets.scroll import Item, List, Scroll
from sim.desk.kit.widgets.words import Label
from tests.desk.driving import Trial, centre, click, drag, focused, press, show, wheel


class Rows:
    def __init__(self, count: int) -> None:
        self.items = [Item(f"{chr(97 + i % 26)} row {i}", str(i)) for i in range(count)]
        self.selected = 0
        self.opened: list[int] = []

    def make(self) -> list[List]:
        return [
            List(self.items, self.selected, self.choose, self.opened.append, grow=1, name="Rows")
        ]

    def choose(self, index: int) -> None:
        self.selected = index


def list_of(page: Trial) -> List:
    (found,) = (w for w in page.ui.top.root.walk() if isinstance(w, List))
    return found


def test_a_list_scrolls_with_its_selection() -> None:
    rows = Rows(100)
    page = Trial(rows.make)
    show(page, (640, 360))
    for key, wanted in (("down", 1), ("pagedown", 8), ("end", 99), ("up", 98), ("home", 0)):
        press(page, key)
        assert rows.selected == wanted, key
        shown = list_of(page)
        assert shown.rect.contains(shown.row_rect(rows.selected)), key


def test_a_list_opens_by_enter_and_by_a_second_click() -> None:
    rows = Rows(10)
    page = Trial(rows.make)
    show(page)
    press(page, "down", "enter")
    assert rows.opened == [1]
    third = page.ui.tree().find("option", "d row 3")
    click(page, centre(third))
    assert (rows.selected, rows.opened) == (3, [1])
    click(page, centre(third))
    assert rows.opened == [1, 3]


def test_letters_find_rows_and_go_round() -> None:
    rows = Rows(30)
    page = Trial(rows.make)
    show(page)
    for wanted in (2, 28, 2):
        press(page, "c")
        assert rows.selected == wanted
    assert not press(page, "&")


def test_the_wheel_scrolls_a_list_without_selecting() -> None:
    rows = Rows(100)
    page = Trial(rows.make)
    show(page, (640, 360))
    wheel(page, (300, 180), -3)
    assert list_of(page).offset == 144
    assert rows.selected == 0
    wheel(page, (300, 180), 9)
    assert list_of(page).offset == 0


def test_the_bar_of_a_list_can_be_dragged_to_the_end() -> None:
    rows = Rows(100)
    page = Trial(rows.make)
    show(page, (640, 360))
    thumb = list_of(page).thumb
    drag(page, thumb.center, (thumb.centerx, 2000))
    assert list_of(page).offset == list_of(page).limit > 0
    assert rows.selected == 0


def test_a_list_says_what_is_in_it() -> None:
    rows = Rows(3)
    page = Trial(rows.make)
    show(page)
    node = page.ui.tree().find("listbox", "Rows")
    assert node.value == "a row 0"
    assert [(n.name, n.value) for n in node.children] == [
        ("a row 0", "selected"),
        ("b row 1", "1"),
        ("c row 2", "2"),
    ]


@pytest.mark.parametrize("key", ["up", "down", "end", "enter", "x"])
def test_an_empty_list_takes_no_key(key: str) -> None:
    rows = Rows(0)
    page = Trial(rows.make)
    show(page)
    press(page, key)
    assert (rows.selected, rows.opened) == (0, [])


def test_a_scroll_view_keeps_its_place_when_the_page_is_built_anew() -> None:
    page = Trial(lambda: [Scroll(Column([Label(f"line {i}") for i in range(80)]), grow=1, key="s")])
    app = show(page, (640, 360))
    assert focused(page).key == "s"
    press(page, "pagedown", "down")
    (view,) = (w for w in page.ui.top.root.walk() if isinstance(w, Scroll))
    place = view.offset
    assert place > 300
    page.refresh()
    app.frame(pygame.Surface((640, 360), 0, 32))
    (view,) = (w for w in page.ui.top.root.walk() if isinstance(w, Scroll))
    assert view.offset == place
    press(page, "home")
    assert view.offset == 0


def test_a_scroll_view_with_room_for_all_is_no_stop() -> None:
    page = Trial(lambda: [Scroll(Label("short"), grow=1), Button("After", lambda: None)])
    show(page)
    assert focused(page).name == "After"
