"""Help, settings and saves."""

from __future__ import annotations

import errno
import json
from pathlib import Path

import pytest

from sim.desk.models.help import KEYS, honesty
from sim.desk.models.settings import (
    Settings,
    change_settings,
    load_settings,
    read_settings,
    save_settings,
    settings_path,
)
from sim.desk.screens.help import HelpPage
from sim.desk.screens.settings import SettingsPage
from tests.desk.driving import press
from tests.desk.screens import MATRIX, faults, scenario, shown

# -- help ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("key", "shows"), [("1", "1  Plan your moves"), ("4", "What it is not")])
def test_a_digit_shows_a_part_of_the_help(key: str, shows: str) -> None:
    page = HelpPage(scenario())
    shown(page)
    press(page, key)
    assert page.ui.tree().find("text", shows)


def test_the_help_counts_what_the_numbers_rest_on() -> None:
    found = honesty(scenario().scenario)
    assert found.coded > 200
    assert 0 < found.assumed < found.coded
    assert found.coded <= found.cited + found.assumed
    assert 0 < found.facts <= len(scenario().facts)
    assert f"{found.assumed} are assumed" in found.words


def test_every_key_of_the_help_is_one_that_exists() -> None:
    from tests.desk.driving import key_event

    for keys in KEYS:
        for key in keys.keys:
            assert key_event(key.chord)
            assert key.does


@pytest.mark.parametrize(("size", "scale", "theme"), MATRIX)
@pytest.mark.parametrize("tab", range(4))
def test_the_help_passes_the_lints(
    tab: int, size: tuple[int, int], scale: float, theme: str
) -> None:
    assert faults(lambda: HelpPage(scenario(), tab), size, scale, theme) == []


# -- settings --------------------------------------------------------------------------------------


def test_settings_are_kept(home: Path) -> None:
    chosen = Settings("light", 1.5, False)
    assert save_settings(chosen) == ""
    assert load_settings() == chosen
    assert settings_path().is_relative_to(home)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        '{"theme": "no such theme", "scale": 9, "motion": "yes"}',
        '{"theme": null, "scale": "2"}',
        "[" * 5000,
        "\x00\xff",
    ],
)
def test_broken_settings_are_left_at_their_defaults(text: str, home: Path) -> None:
    home.mkdir(parents=True)
    settings_path().write_text(text, encoding="utf-8")
    assert load_settings() == Settings()


def test_what_is_sound_of_broken_settings_is_taken(home: Path) -> None:
    home.mkdir(parents=True)
    settings_path().write_text(json.dumps({"theme": "light", "scale": 7}), encoding="utf-8")
    assert load_settings() == Settings("light")


def test_settings_that_cannot_be_kept_are_told(home: Path) -> None:
    home.write_text("a file where the folder should be")
    assert "could not be kept" in save_settings(Settings())


@pytest.mark.usefixtures("home")
def test_settings_that_cannot_be_read_just_now_are_left_as_they_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert save_settings(Settings("light", keys={"f1": "f2"})) == ""
    before = settings_path().read_bytes()

    def refuse(*_asked: object) -> bytes:
        raise OSError(errno.EIO, "input/output error")

    with monkeypatch.context() as disk:
        disk.setattr("sim.desk.models.settings.read_ordinary", refuse)
        assert read_settings()[0] == Settings()
        assert "cannot be read (input/output error)" in read_settings()[1]
        assert "could not be kept" in change_settings(motion=False)
    assert settings_path().read_bytes() == before


@pytest.mark.usefixtures("home")
def test_settings_are_chosen_by_keys_and_seen_at_once() -> None:
    page = SettingsPage()
    app = shown(page)
    press(page, "right")
    assert app.look.theme.name == "light"
    page.ui.focus("scale")
    press(page, "right", "right")
    assert app.scale == 1.5
    page.ui.focus("motion")
    before = app.look.motion
    press(page, "space")
    assert app.look.motion is not before
    assert load_settings() == Settings("light", 1.5, app.look.motion)


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(("size", "scale", "theme"), MATRIX)
def test_the_settings_pass_the_lints(size: tuple[int, int], scale: float, theme: str) -> None:
    assert faults(SettingsPage, size, scale, theme) == []
