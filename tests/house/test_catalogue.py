"""All that the game says stands in one catalogue, and can be said in another language."""

from __future__ import annotations

import gettext
import string
from pathlib import Path

import pytest

from sim import catalogue
from tests.house.catalogue import ROOT, extracted, kept, written
from tests.house.strings import breaches


def test_the_catalogue_is_that_of_the_source() -> None:
    ids = {message.id for message in extracted() if message.id}
    assert ids == {message.id for message in kept() if message.id}, (
        "write it anew: python -m tests.house.catalogue"
    )


def test_every_string_of_the_game_is_looked_up() -> None:
    assert breaches(ROOT) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('Label("End turn")', True),
        ('Label(f"turn {turn} of {turns}")', True),
        ('Label(f"{name}: " + "over there")', True),
        ('Label(_("End turn"))', False),
        ('Label(_("turn {turn} of {turns}").format(turn=1, turns=2))', False),
        ('Label(plural("{count} move", "{count} moves", 2).format(count=2))', False),
        ('key = "end_turn"', False),
        ('raise ValueError("no such turn")', False),
        ('"""What this is."""', False),
        ("page = f'<p class=\"score\">{score}</p>'", False),
    ],
)
def test_a_string_that_no_catalogue_holds_is_noticed(
    source: str, found: bool, tmp_path: Path
) -> None:
    path = tmp_path / "sim" / "game" / "a.py"
    path.parent.mkdir(parents=True)
    path.write_text(source, encoding="utf-8")
    assert bool(breaches(tmp_path)) == found


def test_writing_it_again_changes_nothing() -> None:
    assert written(kept()) == written(kept())


def test_every_value_has_a_name_that_a_translator_can_move() -> None:
    for message in extracted():
        for text in [message.id] if isinstance(message.id, str) else message.id:
            for _literal, field, _spec, _conversion in string.Formatter().parse(text):
                assert field is None or field.isidentifier(), text


class Shouted(gettext.NullTranslations):
    def gettext(self, message: str) -> str:
        return message.upper()

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return (msgid1 if n == 1 else msgid2).upper()


def test_another_language_is_used_once_it_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "_found", None)
    catalogue.use(Shouted())
    assert catalogue._("End turn") == "END TURN"
    assert catalogue._("") == ""
    assert catalogue.plural("a move", "{count} moves", 2) == "{COUNT} MOVES"
    monkeypatch.setenv(catalogue.LANGUAGE_VARIABLE, "xx")
    catalogue.use(None)
    assert catalogue._("End turn") == "End turn"


@pytest.mark.parametrize(
    ("text", "language"),
    [('{"language": "fr"}', "fr"), ('{"language": "../x"}', ""), ("[1]", ""), ("{", "")],
)
def test_the_settings_name_the_language(text: str, language: str, home: Path) -> None:
    home.mkdir()
    (home / "settings.json").write_text(text, encoding="utf-8")
    assert catalogue._chosen() == language
