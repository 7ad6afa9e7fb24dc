"""Each widget by itself: what keys and the mouse do to it, and what it says of itself."""

from __future__ import annotations

import pygame
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.desk.kit.layout import Column
from sim.desk.kit.theme import SMALL
from sim.desk.kit.widgets.boxes import Card, Panel
from sim.desk.kit.widgets.buttons import Button, Tabs, Toggle
from sim.desk.kit.widgets.field import Field
from sim.desk.kit.widgets.figures import KeyCap, Meter, Odds, Table
from sim.desk.kit.widgets.scroll import Item, List, Scroll
from sim.desk.kit.widgets.slider import Slider
from sim.desk.kit.widgets.words import Label, Prose, TextBlock
from tests.desk.driving import Trial, centre, click, drag, focused, press, show, wheel


class Value:
    """A number or text that a widget shows and changes."""

    def __init__(self, start: float = 0) -> None:
        self.now = start
        self.calls = 0

    def set(self, value: float) -> None:
        self.now = value
        self.calls += 1


def slider_page(value: Value, **options: float) -> Trial:
    return Trial(
        lambda: [Slider("Share", value.now, value.set, words=("none", "all"), **options)]  # type: ignore[arg-type]
    )


# Slider ------------------------------------------------------------------------------------


@given(st.floats(-50, 50), st.floats(0.1, 100), st.floats(0.01, 10), st.floats(-200, 200))
def test_a_slider_keeps_to_its_steps_and_ends(
    low: float, width: float, step: float, number: float
) -> None:
    high = low + width
    slider = Slider("s", number, lambda v: None, low=low, high=high, step=step)
    assert low - 1e-6 <= slider.number <= high
    steps = (slider.number - low) / step
    assert abs(steps - round(steps)) < 1e-6 or slider.number == high
    assert slider.nearest(slider.number) == slider.number


def test_a_slider_refuses_an_empty_range() -> None:
    with pytest.raises(ValueError, match="high must be above low"):
        Slider("s", 0, lambda v: None, low=1, high=1)


def test_a_slider_moves_by_keys() -> None:
    value = Value(0.5)
    page = slider_page(value)
    show(page)
    wanted = {
        "right": 0.55,
        "left": 0.5,
        "pageup": 1.0,
        "home": 0.0,
        "pagedown": 0.0,
        "end": 1.0,
    }
    for key, number in wanted.items():
        assert press(page, key)
        assert value.now == pytest.approx(number), key


def test_a_slider_follows_the_mouse() -> None:
    value = Value(0.0)
    page = slider_page(value)
    show(page)
    node = page.ui.tree().find("slider", "Share")
    left, top, width, _ = node.rect
    drag(page, (left + 20, top + 12), (left + width // 2, top + 300))
    assert value.now == pytest.approx(0.5)
    drag(page, (left + 20, top + 12), (left + 5 * width, top))
    assert value.now == 1.0


@given(st.integers(1, 100))
def test_the_place_of_a_value_is_where_the_value_is_set(steps: int) -> None:
    pygame.font.init()
    slider = Slider("s", 0, lambda v: None, high=100, step=1)
    page = Trial(lambda: [slider])
    show(page)
    assert slider.number_at(slider.x_of(steps)) == steps


def test_a_locked_slider_stays() -> None:
    value = Value(0.5)
    page = Trial(
        lambda: [Slider("s", value.now, value.set, enabled=False, tooltip="The treaty fixes it.")]
    )
    show(page)
    press(page, "right", "end")
    node = page.ui.tree().find("slider")
    click(page, centre(node))
    assert value.calls == 0
    assert not node.enabled


# List and Scroll ---------------------------------------------------------------------------


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


# Buttons, cards, switches, tabs ------------------------------------------------------------


@pytest.mark.parametrize("key", ["enter", "space"])
def test_a_button_is_pressed_by_key(key: str) -> None:
    value = Value()
    page = Trial(lambda: [Button("Go", lambda: value.set(1))])
    show(page)
    assert press(page, key)
    assert value.calls == 1


def test_a_click_counts_only_where_it_began() -> None:
    value = Value()
    page = Trial(lambda: [Button("Go", lambda: value.set(1)), Label("elsewhere")])
    show(page)
    spot = centre(page.ui.tree().find("button"))
    click(page, spot)
    assert value.calls == 1
    drag(page, spot, (spot[0], spot[1] + 300))
    drag(page, (spot[0], spot[1] + 300), spot)
    assert value.calls == 1


def test_a_disabled_button_does_nothing() -> None:
    value = Value()
    page = Trial(
        lambda: [Button("Go", lambda: value.set(1), enabled=False, tooltip="Too late.", hotkey="g")]
    )
    show(page)
    press(page, "enter", "g")
    click(page, centre(page.ui.tree().find("button")))
    assert value.calls == 0


def test_a_card_is_chosen_as_a_whole() -> None:
    value = Value()
    page = Trial(
        lambda: [
            Card(
                [Label("Title"), TextBlock("Reason", SMALL)],
                lambda: value.set(1),
                selected=bool(value.now),
                name="Title",
            )
        ]
    )
    show(page)
    click(page, centre(page.ui.tree().find("text", "Reason")))
    assert value.now == 1
    assert page.ui.tree().find("button", "Title").value == "selected"


def test_a_switch_turns_over_and_says_so() -> None:
    value = Value()
    page = Trial(lambda: [Toggle("Sound", bool(value.now), value.set)])
    show(page)
    assert page.ui.tree().find("switch", "Sound").value == "off"
    press(page, "space")
    assert page.ui.tree().find("switch", "Sound").value == "on"
    click(page, centre(page.ui.tree().find("switch")))
    assert page.ui.tree().find("switch", "Sound").value == "off"


@pytest.mark.parametrize("boxed", [False, True])
def test_tabs_move_by_arrows_and_clicks(boxed: bool) -> None:
    value = Value()
    names = ["One", "Two", "Three"]
    page = Trial(lambda: [Tabs(names, int(value.now), value.set, boxed=boxed)])
    show(page)
    for key, wanted in (("right", 1), ("end", 2), ("right", 2), ("left", 1), ("home", 0)):
        assert press(page, key)
        assert value.now == wanted
    click(page, centre(page.ui.tree().find("tab", "Three")))
    assert page.ui.tree().find("tablist").value == "Three"


# Text --------------------------------------------------------------------------------------


def test_links_in_prose_are_reached_and_followed() -> None:
    went: list[str] = []
    prose = "See **the council** and [its members](who), or [the treaty](what) of that year. " * 6
    page = Trial(lambda: [Panel([Prose(prose, went.append)], width=300)])
    show(page)
    press(page, "tab", "enter", "tab", "enter")
    assert went == ["who", "what"]
    click(page, centre(page.ui.tree().find("link", "the treaty")))
    assert went == ["who", "what", "what"]
    assert page.ui.tree().find("text").name.startswith("See the council and its members, or")


def test_a_link_broken_over_two_lines_is_hit_on_both() -> None:
    went: list[str] = []
    page = Trial(
        lambda: [
            Prose("Some words before [a link of quite a few words](x).", went.append, width=200)
        ]
    )
    show(page)
    spots = page.ui.top.stops()[0].spots  # type: ignore[attr-defined]
    assert len(spots) >= 2
    for spot in spots:
        click(page, spot.center)
    assert went == ["x"] * len(spots)


@given(st.text(alphabet="a b*[]()\n", max_size=60))
def test_any_markup_is_set(words: str) -> None:
    pygame.font.init()
    page = Trial(lambda: [Prose(words)])
    show(page, (640, 360))


def test_a_field_takes_what_is_typed() -> None:
    typed: list[str] = [""]
    entered: list[str] = []

    def change(text: str) -> None:
        typed[0] = text

    page = Trial(lambda: [Field("Search", typed[0], change, entered.append)])
    show(page)
    press(page, *"tokyo", "left", "left", "backspace", "home", "delete", "é")
    assert typed[0] == "éoyo"
    press(page, "enter")
    assert entered == ["éoyo"]
    press(page, "end", *("x" * 400))
    assert len(typed[0]) == 200


def test_a_field_keeps_its_keys_from_others() -> None:
    value = Value()
    typed: list[str] = [""]
    page = Trial(
        lambda: [
            Field("Search", typed[0], lambda t: typed.__setitem__(0, t)),
            Button("Undo", lambda: value.set(1), hotkey="u"),
        ]
    )
    show(page)
    press(page, "u", "space")
    assert typed == ["u "]
    assert value.calls == 0


# Figures -----------------------------------------------------------------------------------


def test_figures_say_what_they_show() -> None:
    page = Trial(
        lambda: [
            Odds(11, 20, 8, 13),
            Odds(5),
            Meter(0.6, name="Support"),
            KeyCap("ctrl+s"),
            Table(["Actor", "Trust"], [["A", "+0.4"], ["B", "\u22120.2"]]),
        ]
    )
    show(page)
    tree = page.ui.tree()
    assert tree.find("img", "11 in 20").value == "11 in 20, range 8 to 13"
    assert tree.find("img", "5 in 20").value == "5 in 20"
    assert tree.find("meter", "Support").value == "60%"
    assert tree.find("img", "key Ctrl+S")
    assert [n.name for n in tree.find("table").children] == [
        "Actor A, Trust +0.4",
        "Actor B, Trust \u22120.2",
    ]


def test_odds_show_as_many_full_dots_as_they_count() -> None:
    page = Trial(lambda: [Odds(7, 20, lit=True, width=170, height=34, key="odds")])
    app = show(page)
    surface = pygame.Surface((1280, 720), 0, 32)
    app.frame(surface)
    left, top, _, _ = page.ui.tree().find("img").rect
    accent = app.look.theme.accent
    full = 0
    for i in range(20):
        x, y = left + (i % 10) * 17 + 8, top + (i // 10) * 17 + 8
        colour = surface.get_at((x, y))
        full += max(abs(a - b) for a, b in zip(colour[:3], accent, strict=True)) < 8
    assert full == 7
