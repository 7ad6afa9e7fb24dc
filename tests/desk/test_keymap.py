"""The user's own keys, sounds and colours: chosen, kept, and never in the way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.desk.kit import chords
from sim.desk.kit.app import App
from sim.desk.kit.colour import COLOUR_BLINDNESS, delta_e, simulate
from sim.desk.kit.layout import Column
from sim.desk.kit.page import Page
from sim.desk.kit.sound import CUES, Sound, samples
from sim.desk.kit.theme import DARK
from sim.desk.kit.widget import Widget
from sim.desk.kit.widgets.buttons import Button
from sim.desk.kit.widgets.field import Field
from sim.desk.models.cast import faces
from sim.desk.models.colours import sights
from sim.desk.models.keymap import bindings, clash, own_keys, rebound
from sim.desk.models.settings import Settings, load_settings, save_settings
from sim.desk.screens.keys import KeysPage
from tests.desk.driving import press
from tests.desk.games import loaded
from tests.desk.screens import shown

FREE = [bound.usual for bound in bindings({}) if not bound.fixed]


@pytest.fixture(autouse=True)
def usual_keys() -> Iterator[None]:
    yield
    chords.use({})


class Trial(Page):
    def __init__(self) -> None:
        super().__init__()
        self.done: list[str] = []
        self.text = ""

    def build(self) -> Widget:
        return Column(
            [
                Button("Undo", lambda: self.done.append("undo"), hotkey="u"),
                Field("Text", self.text, self.type),
            ]
        )

    def type(self, text: str) -> None:
        self.text = text

    def on_key(self, key: str) -> bool:
        self.done.append(key)
        return True


def test_another_key_does_what_the_usual_one_did() -> None:
    page = Trial()
    shown(page)
    chords.use({"u": "z", "s": "u"})
    press(page, "z", "u")
    assert page.done == ["undo", "s"]
    assert chords.label("u") == "Z"
    assert chords.label("s") == "U"


def test_a_usual_key_that_was_given_away_does_nothing() -> None:
    page = Trial()
    shown(page)
    chords.use({"u": "z"})
    press(page, "u")
    assert "undo" not in page.done


def test_what_is_typed_is_text_whatever_the_keys_mean() -> None:
    page = Trial()
    shown(page)
    chords.use({"u": "z"})
    page.ui.focus("field:Text")
    press(page, "u", "z")
    assert page.text == "uz"
    assert page.done == []


def test_a_key_is_changed_by_choosing_it_and_pressing_another() -> None:
    page = KeysPage()
    shown(page)
    page.ui.focus("key:u")
    press(page, "enter")
    assert len(page.ui.layers) == 2
    press(page, "z")
    assert len(page.ui.layers) == 1
    assert load_settings().keys == {"u": "z"}
    assert chords.meant("z") == "u"
    page.reset()
    assert load_settings().keys == {}
    assert chords.meant("z") == "z"


def test_a_clash_is_told_in_a_sentence_and_changes_nothing() -> None:
    page = KeysPage()
    shown(page)
    page.ask("u")
    press(page, "e")
    assert len(page.ui.layers) == 2
    told = [node.name for node in page.ui.tree().walk()]
    assert any(words.startswith("E is taken: ") for words in told)
    assert load_settings().keys == {}
    press(page, "escape")
    assert len(page.ui.layers) == 1
    assert page.waiting == ""


def test_nobody_can_lock_themselves_out() -> None:
    for fixed in chords.FIXED:
        assert clash({}, "u", fixed)
    chords.use({"escape": "x", "enter": "y"})
    assert chords.meant("escape") == "escape"
    assert chords.meant("enter") == "enter"


@settings(max_examples=40)
@given(
    st.lists(st.tuples(st.sampled_from(FREE), st.sampled_from([*FREE, "z", "x", "f9", "enter"])))
)
def test_no_two_keys_ever_do_what_only_one_may(changes: list[tuple[str, str]]) -> None:
    own: dict[str, str] = {}
    for usual, pressed in changes:
        problem = clash(own, usual, pressed)
        if problem:
            assert problem.endswith(".")
        else:
            own = rebound(own, usual, pressed)
        pressed_by = [bound.own for bound in bindings(own)]
        assert len(set(pressed_by)) == len(pressed_by)
        assert own_keys(own) == own


@settings(max_examples=40)
@given(
    st.dictionaries(
        st.sampled_from([*FREE, "escape", "nothing"]) | st.integers(),
        st.text(max_size=30) | st.sampled_from([*FREE, "tab"]) | st.none() | st.integers(),
        max_size=8,
    )
)
def test_any_settings_file_gives_keys_that_can_be_used(found: dict[object, object]) -> None:
    own = own_keys(found)
    assert set(own) <= set(FREE)
    assert not set(own.values()) & chords.FIXED
    assert own_keys(own) == own


def test_settings_come_back_as_they_were_kept(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    kept = Settings("light", 1.5, False, True, True, False, keys={"u": "z"}, guide="never")
    assert save_settings(kept, path) == ""
    assert load_settings(path) == kept


# -- sound -----------------------------------------------------------------------------------------


def test_sounds_are_short_quiet_and_end_in_silence() -> None:
    for cue in CUES:
        made = samples(cue)
        assert 0.05 < len(made) / 22050 <= 0.6
        assert 1000 < max(map(abs, made)) <= 0.23 * 32767
        assert abs(made[-1]) < 60


def test_sound_is_silent_until_it_is_switched_on() -> None:
    import pygame

    app = App(DARK, motion=False)
    app.cue("turn")
    assert pygame.mixer.get_init() is None
    sound = Sound()
    assert sound.switch(True) == ""
    assert pygame.mixer.get_init() is not None
    sound.play("yes")
    assert sound.switch(False) == ""
    assert pygame.mixer.get_init() is None


# -- colours ---------------------------------------------------------------------------------------


def test_the_check_of_the_colours_names_the_closest_pair_of_all() -> None:
    cast = tuple(faces(loaded().scenario).values())
    found = sights(cast)
    assert len(found) == 1 + len(COLOUR_BLINDNESS)
    for sight, kind in zip(found, ("", *COLOUR_BLINDNESS), strict=True):
        seen = {f.name: simulate(f.mark.colour, kind) if kind else f.mark.colour for f in cast}
        least = min(
            delta_e(seen[a.name], seen[b.name]) for a in cast for b in cast if a.name < b.name
        )
        assert sight.least == pytest.approx(least)
        assert delta_e(seen[sight.pair[0]], seen[sight.pair[1]]) == pytest.approx(least)
        assert sight.plain


def test_two_of_the_same_colour_are_found() -> None:
    one, other, *_ = faces(loaded().scenario).values()
    twin = type(other)(other.id, other.name, one.mark)
    assert all(sight.least == 0 and sight.same_shape for sight in sights((one, twin)))
    assert sights(())[0].words
