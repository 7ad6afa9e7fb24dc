"""Each widget by itself: what keys and the mouse do to it, and what it says of itself."""

from __future__ import annotations

import pygame
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.desk.kit.lint import lint_ui
from sim.desk.kit.theme import SMALL
from sim.desk.kit.widgets.boxes import Card, Panel
from sim.desk.kit.widgets.buttons import Button, Tabs, Toggle
from sim.desk.kit.widgets.field import Field
from sim.desk.kit.widgets.figures import KeyCap, Meter, Odds, Table
from sim.desk.kit.widgets.slider import Slider
from sim.desk.kit.widgets.words import Label, Prose, TextBlock
from tests.desk.driving import Trial, centre, click, drag, press, show


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


@pytest.mark.parametrize("chosen", [0, 2, 4])
def test_tabs_that_may_be_shortened_all_stay_in_view(chosen: int) -> None:
    words = ["A short one", "One that is a good deal longer", "Another that is as long", "B", "C"]
    page = Trial(
        lambda: [Tabs(words, chosen, lambda _: None, boxed=True, elide=True, name="Tables")]
    )
    show(page, (500, 300))
    (tabs,) = (w for w in page.ui.top.root.walk() if isinstance(w, Tabs))
    assert [spot.right for spot in tabs.spots[:-1]] == [spot.x for spot in tabs.spots[1:]]
    assert tabs.rect.contains(tabs.spots[0].unionall(tabs.spots))
    assert min(spot.w for spot in tabs.spots) > 24
    assert [node.name for node in tabs.parts()] == words
    assert lint_ui(page.ui) == []
