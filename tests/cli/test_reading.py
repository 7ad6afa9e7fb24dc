"""The codex, facts and the map in the text mode."""

from __future__ import annotations

import io

import pytest

from sim.cli.textmode.game import TextGame
from sim.game.game import Game
from sim.scenario.form.sources import Sources
from sim.scenario.load import load


def told(*lines: str) -> str:
    """What the text mode says to some lines."""
    out = io.StringIO()
    game = Game.new(load("japan-thailand-talks-1992"), None, 7)
    TextGame(game, io.StringIO("\n".join([*lines, "quit"]) + "\n"), out).run()
    return " ".join(out.getvalue().split())


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A sitting with every command once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TWINTRACK_HOME", str(tmp_path_factory.mktemp("home")))
        return told(
            "codex", "codex spoiler", "codex hun sen", "codex zzz", "fact e8", "fact x7",
            "fact zz", "fact", "map",
        )  # fmt: skip


@pytest.fixture(scope="module")
def book() -> Sources:
    from sim.scenario.shelf import sources

    return sources()


def test_the_codex_is_searched_and_cites(said: str) -> None:
    assert "The codex holds: fact 111" in said
    assert "International Security 22 (2), 1997, 5-53." in said
    assert "Also: " in said
    assert "ហ៊ុន សែន" in said
    assert 'The codex has nothing on "zzz".' in said


def test_a_fact_tells_its_sources_and_what_rests_on_it(said: str, book: Sources) -> None:
    assert " ".join(book.citable["E8"].text.split()) in said
    assert "Nobody could know this yet on the day that your game stands at." in said
    assert "What rests on it in this scenario: Move: " in said
    assert "Yamamoto Tadamichi, 2015: Japan sought closer ties" in said
    assert 'There is no fact "zz".' in said
    assert "Write fact and an id, as in fact E8." in said
    assert "](" not in said


def test_the_map_tells_who_stands_where_and_what_crosses(said: str) -> None:
    assert "Pailin: Khmer Rouge" in said
    assert "Tokyo, to the north-east: Japan" in said
    assert "Thailand to Khmer Rouge: border trade" in said
