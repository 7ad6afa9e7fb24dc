"""A game at a level of difficulty: what it says of it, and that saves and lines keep it."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.game.debriefing.debrief import debrief
from sim.game.errors import SaveError
from sim.game.game import Game
from sim.game.saving import save
from sim.game.words import level_word
from sim.model.process import PeaceProcess
from sim.scenario.form.coding import TYPES
from tests.game.levels import at, path
from tests.game.rig import small_game


def played(level: str, turns: int = 6) -> Game:
    game = Game.new(at(level), "host", 3)
    for _ in range(turns):
        game.push("hold_round", "north")
        game.end_turn()
    return game


def test_the_view_says_which_level_is_played() -> None:
    for level, title in (("standard", "Standard"), ("gentle", "With the wind")):
        view = Game.new(at(level)).view()
        assert (view.level, view.level_title) == (level, title)
    assert Game.new(at("gentle")).view().capital == 5


def test_the_levels_are_different_games() -> None:
    states = {played(level, 2).state_hash() for level in ("standard", "gentle", "stern")}
    assert len(states) == 3


@pytest.mark.parametrize("level", ["standard", "gentle", "stern"])
def test_a_save_keeps_its_level(level: str, tmp_path: Path) -> None:
    game, file = played(level, 3), tmp_path / "g.json"
    save.write(game, file)
    back = save.open_save(file, lambda _: at())
    assert back.loaded.level == level
    assert back.state_hash() == game.state_hash()
    again = save.restore(save.read(file), at(level))
    assert again.view() == game.view()


def test_a_save_from_before_there_were_levels_is_of_the_standard_one(tmp_path: Path) -> None:
    file = tmp_path / "g.json"
    game = small_game(5)
    game.end_turn()
    save.write(game, file)
    assert "level" not in json.loads(file.read_text())
    assert save.read(file).level == "standard"


def _changed(file: Path, **fields: Any) -> Path:
    file.write_text(json.dumps({**json.loads(file.read_text()), **fields}))
    return file


def test_a_save_of_another_level_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "g.json"
    save.write(played("gentle", 1), file)
    with pytest.raises(SaveError, match="is a game at the level gentle, not standard"):
        save.restore(save.read(file), at())
    # the moves of one level do not pass for those of another
    with pytest.raises(SaveError, match="another version of small"):
        save.open_save(_changed(file, level="stern"), lambda _: at())
    with pytest.raises(SaveError, match=r'level gone: small has no level of difficulty "gone"'):
        save.open_save(_changed(file, level="gone"), lambda _: at())


def _refusal(level: str) -> str | None:
    kept = save.save_of(Game.new(at(), "host", 3)).model_dump()
    one = save.Save.model_validate({**kept, "level": level})
    try:
        save.at_level(one, at())
    except SaveError as error:
        return str(error)
    return None


@given(st.from_regex(r"[a-z][a-z0-9_]{0,20}", fullmatch=True))
def test_any_level_in_a_save_is_one_of_the_scenario_or_refused_in_a_sentence(level: str) -> None:
    known = level in ("standard", "gentle", "stern")
    refusal = _refusal(level)
    assert (refusal is None) == known
    assert known or f'"{level}"' in str(refusal)


def test_the_line_of_a_game_says_its_level() -> None:
    assert played("gentle", 1).line()["difficulty"] == "gentle"
    assert "difficulty" not in played("standard", 1).line()


# -- factors ---------------------------------------------------------------------------------------


def test_the_debrief_tells_why_the_part_could_be_played() -> None:
    game = played("gentle")
    told = debrief(game)
    assert told.level == "With the wind"
    confidence, friend, patience, nature = told.factors
    world = game.process.world
    start = PeaceProcess(game.compiled, seed=3, seat="host").world
    assert confidence.before == start.trust[3, 0, 0] == 0.9
    assert confidence.after == world.trust[3, 0, 0]
    assert confidence.before_word == level_word(0.9) == "high"
    assert confidence.cites == ("C16",)
    assert friend.before == start.stance[1, 0]
    assert friend.before_word in ("opposes", "sceptical", "acquiesces", "supports")
    assert (patience.before, patience.before_word, patience.is_level) == (0, "", False)
    assert patience.after == world.rounds[0, 0]
    assert patience.told == f"at the start 0, at the end {patience.after:g}"
    assert nature.after_word == TYPES[int(world.type[0, 0])]
    assert confidence.told.startswith(f"at the start {confidence.before_word} (90), at the end ")
    json.dumps(dataclasses.asdict(told))


def test_before_the_first_turn_a_factor_is_as_it_starts() -> None:
    told = debrief(Game.new(at(), "friend", 1))
    assert all(factor.before == factor.after for factor in told.factors)
    assert not told.owner
    assert debrief(Game.new(at(), "host", 1)).owner


def test_a_scenario_without_levels_and_factors_says_nothing_of_them() -> None:
    told = debrief(small_game())
    assert (told.level, told.factors) == ("", ())


def test_what_is_measured_for_the_debrief_changes_no_run() -> None:
    with_them = Game.new(at(), "host", 8)
    plain = dataclasses.replace(at(), scenario=at().scenario.model_copy(update={"factors": {}}))
    without = Game.new(plain, "host", 8)
    for game in (with_them, without):
        game.end_turn()
    assert with_them.state_hash() == without.state_hash()


def test_the_file_is_found_again() -> None:
    assert Path(path()).is_file()
