"""Saves: slots with what they hold, autosaves that move on, the bin, and what leaving keeps."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.desk.flow import Flow
from sim.desk.kit.app import App
from sim.desk.kit.page import Page
from sim.desk.kit.theme import DARK
from sim.desk.models.saves import Slot, build_slots, free_name
from sim.desk.models.title import build_resume, build_shelf
from sim.desk.screens.desk import DeskPage
from sim.desk.screens.saves import SavesPage
from sim.desk.screens.title import TitlePage
from sim.desk.session import Session
from sim.game.begin import begin
from sim.game.errors import SaveError
from sim.game.game import Game
from sim.game.saving.autosaves import NAMES, bring_back, throw_away
from sim.game.saving.save import autosave, autosave_path, folder, open_save, read, slot, write
from tests.desk.driving import press
from tests.desk.games import game_at, loaded, shown
from tests.desk.screens import MATRIX, faults, played, scenario
from tests.desk.screens import shown as over

pytestmark = pytest.mark.usefixtures("home")


@pytest.fixture
def saved(home: Path) -> Game:
    """A game with two saves, a broken one, and one of a newer program."""
    game = played(2)
    autosave(game)
    write(game, slot("After two turns"))
    (folder() / "broken.json").write_text('{"format": "twin-track save", "vers', encoding="utf-8")
    newer = json.loads(slot("After two turns").read_text()) | {"version": 99}
    (folder() / "newer.json").write_text(json.dumps(newer), encoding="utf-8")
    return game


def by_name() -> dict[str, Slot]:
    return {one.name: one for one in build_slots()}


def planned(game: Game) -> list[int]:
    return [plan.option for plan in game.planned]


def plan_one(game: Game) -> None:
    card = next(card for card in game.legal() if card.legal and not card.drafts)
    game.push(card.move, card.to)


# -- what a slot says ------------------------------------------------------------------------------


def test_the_saves_say_what_they_hold_or_what_is_wrong(saved: Game) -> None:
    slots = by_name()
    assert set(slots) == {"Autosave", "After two turns", "broken", "newer"}
    held = slots["After two turns"]
    assert held.about == "The Japan-Thailand talks · japan · turn 3"
    facts = dict(held.facts)
    assert facts["Scenario"] == saved.scenario.title
    assert facts["Seat"] == "Japan"
    assert facts["Turn"] == f"3 of {saved.turns}"
    assert facts["Date"] == f"{saved.date.day} {saved.date:%B %Y}"
    assert held.problem == ""
    for name, word in (("broken", "broken"), ("newer", "newer program")):
        assert word in slots[name].problem
        assert "Traceback" not in slots[name].problem
        assert slots[name].facts == ()
    assert slots["Autosave"].automatic
    assert [one.automatic for one in build_slots()] == [False, False, False, True]


def test_own_saves_are_sorted_by_time_the_newest_first() -> None:
    for number, name in enumerate(("first", "second", "third")):
        write(played(1), slot(name))
        os.utime(slot(name), (1e9 + number, 1e9 + number))
    assert [one.name for one in build_slots()] == ["third", "second", "first"]


def test_a_save_says_its_world_its_seats_and_what_is_planned() -> None:
    game = begin(loaded(), "japan", without=("rule:trust",))
    plan_one(game)
    write(game, slot("one"))
    several = Game(loaded(), seats=("thailand", "japan"))
    write(several, slot("two"))
    slots = by_name()
    assert slots["one"].about.endswith("in a world without trust")
    facts = dict(slots["one"].facts)
    assert facts["World"] == "in a world without trust"
    assert facts["Planned"] == "1 move"
    assert dict(slots["two"].facts)["Seats"] == "Thailand, Japan"
    assert free_name(several, build_slots()) == "Thailand and Japan turn 1"


@settings(max_examples=30, deadline=None)
@given(st.binary(max_size=300) | st.sampled_from([b"{}", b"[]", b"null", b'{"version": 2}']))
def test_no_file_in_the_folder_breaks_the_page(content: bytes) -> None:
    folder().mkdir(parents=True, exist_ok=True)
    (folder() / "strange.json").write_bytes(content)
    (found,) = build_slots()
    assert found.problem
    assert "\n" not in found.problem


def test_a_folder_in_place_of_a_save_is_left_out() -> None:
    (folder() / "odd.json").mkdir(parents=True)
    assert build_slots() == ()


def test_a_name_is_free(saved: Game) -> None:
    write(saved, slot(free_name(saved, build_slots())))
    assert free_name(saved, build_slots()) not in by_name()


# -- the page --------------------------------------------------------------------------------------


def test_a_game_is_saved_and_opened_by_keys_alone(saved: Game) -> None:
    opened: list[Path] = []
    page = SavesPage(opened.append, saved)
    over(page)
    page.ui.focus("save")
    name = page.name
    press(page, "enter")
    assert slot(name).is_file()
    assert page.slot is not None
    assert page.slot.name == name
    page.ui.focus("saves")
    at = [one.name for one in page.own].index("After two turns")
    press(page, "home", *["down"] * at, "enter")
    assert opened == [slot("After two turns")]


def test_from_the_desk_to_another_game_and_nothing_is_lost(saved: Game) -> None:
    game = game_at(1)
    flow, desk = shown(game, "desk")
    plan_one(game)
    wanted = planned(game)
    flow.saves()
    page = flow.app.top
    assert isinstance(page, SavesPage)
    page.at = [one.name for one in page.slots].index("After two turns")
    page.load()
    assert isinstance(flow.app.top, DeskPage)
    assert flow.session is not None
    assert flow.session.game.state_hash() == saved.state_hash()
    assert len(flow.app.stack) == 2
    back = open_save(autosave_path())
    assert back.state_hash() == game.state_hash()
    assert planned(back) == wanted
    assert desk not in flow.app.stack


def test_a_save_that_cannot_be_opened_is_explained_over_the_saves(saved: Game) -> None:
    changed = json.loads(slot("After two turns").read_text()) | {"state": "0" * 64}
    slot("changed").write_text(json.dumps(changed))
    flow, _ = shown(game_at(0), "title")
    flow.saves()
    page = flow.app.top
    assert isinstance(page, SavesPage)
    for name, word in (("changed", "do not lead"), ("broken", "no whole JSON")):
        page.at = [one.name for one in page.slots].index(name)
        page.refresh()
        page.load()
        assert flow.app.top is page
        assert any(word in node.name for node in page.ui.tree().walk()), name
        press(page, "escape")


def test_a_save_is_replaced_only_after_a_question(saved: Game) -> None:
    page = SavesPage(lambda path: None, Game.new(scenario(), "japan", 1))
    over(page)
    page.rename("After two turns")
    before = slot("After two turns").read_bytes()
    page.ui.focus("save")
    press(page, "enter")
    assert page.ui.tree().find("dialog", "Replace this save?")
    assert slot("After two turns").read_bytes() == before
    press(page, "enter")
    assert slot("After two turns").read_bytes() != before


def test_the_name_of_an_autosave_cannot_be_taken(saved: Game) -> None:
    page = SavesPage(lambda path: None, saved)
    over(page)
    before = autosave_path().read_bytes()
    for name in (*NAMES, "AutoSave"):
        page.rename(name)
        page.save()
        if name.lower() == NAMES[0]:
            assert page.wrong
    assert autosave_path().read_bytes() == before


def test_a_save_is_thrown_away_after_a_question_and_can_be_brought_back(saved: Game) -> None:
    page = SavesPage(lambda path: None)
    over(page)
    victim = next(one for one in page.slots if one.name == "After two turns")
    page.at = page.slots.index(victim)
    content = victim.path.read_bytes()
    press(page, "delete")
    assert victim.path.is_file()
    press(page, "escape")
    press(page, "delete", "enter")
    assert not victim.path.exists()
    assert victim.name not in {one.name for one in page.slots}
    page.ui.prepare()
    page.ui.focus("back:it")
    press(page, "enter")
    assert victim.path.read_bytes() == content
    assert page.slot is not None
    assert page.slot.name == victim.name


def test_what_is_in_the_bin_does_not_replace_a_new_save(saved: Game) -> None:
    there = throw_away(slot("After two turns"))
    write(saved, slot("After two turns"))
    with pytest.raises(SaveError, match="again"):
        bring_back(there)
    with pytest.raises(SaveError, match="could not be moved"):
        throw_away(slot("never there"))


@pytest.mark.parametrize("name", ["../elsewhere", "", " ", "a/b", "x" * 61])
def test_a_name_that_is_no_file_name_is_refused(name: str) -> None:
    page = SavesPage(lambda path: None, played(2))
    over(page)
    page.rename(name)
    page.save()
    page.refresh()
    assert page.wrong
    assert build_slots() == ()


@pytest.mark.parametrize(("size", "scale", "theme"), MATRIX)
def test_the_saves_pass_the_lints(
    saved: Game, size: tuple[int, int], scale: float, theme: str
) -> None:
    assert faults(lambda: SavesPage(lambda path: None, saved), size, scale, theme) == []


def test_an_empty_folder_passes_the_lints() -> None:
    assert faults(lambda: SavesPage(lambda path: None), (1280, 720), 1.0, "dark") == []


# -- autosaves -------------------------------------------------------------------------------------


def turns_kept() -> list[int]:
    paths = [folder() / f"{name}.json" for name in NAMES]
    return [len(read(path).turns) for path in paths if path.is_file()]


def test_the_last_three_moments_are_kept() -> None:
    game = game_at(0)
    kept = []
    for _turn in range(4):
        game.end_turn()
        autosave(game)
        kept.append(turns_kept())
    assert kept == [[1], [2, 1], [3, 2, 1], [4, 3, 2]]


def test_what_is_planned_within_a_turn_moves_nothing_on() -> None:
    game = game_at(1)
    autosave(game)
    plan_one(game)
    autosave(game)
    assert turns_kept() == [1]
    assert len(read(autosave_path()).planned) == 1


def test_another_game_does_not_overwrite_the_one_before() -> None:
    autosave(game_at(2))
    autosave(game_at(2, seed=5))
    assert [one.name for one in build_slots()] == ["Autosave", "Autosave before it"]
    assert read(folder() / f"{NAMES[1]}.json").seed == 1


def test_a_game_that_was_left_stays_while_the_one_after_it_goes_on() -> None:
    game, other, third = game_at(2), game_at(0, seed=5), game_at(1, seed=6)
    autosave(game)
    for _turn in range(4):
        autosave(other)
        other.end_turn()
    autosave(other)
    seeds = [read(folder() / f"{name}.json").seed for name in NAMES]
    assert (turns_kept(), seeds) == ([4, 3, 2], [5, 5, 1])
    autosave(third)  # whose place is needed then for the game that it was left for
    third.end_turn()
    autosave(third)
    seeds = [read(folder() / f"{name}.json").seed for name in NAMES]
    assert (turns_kept(), seeds) == ([2, 1, 4], [6, 6, 5])


def test_a_broken_autosave_is_simply_replaced() -> None:
    folder().mkdir(parents=True)
    autosave_path().write_text("{")
    autosave(game_at(1))
    assert turns_kept() == [1]


# -- leaving ---------------------------------------------------------------------------------------


def test_closing_the_window_in_the_middle_of_a_turn_keeps_what_is_planned() -> None:
    game = game_at(2)
    flow, _ = shown(game, "desk")
    plan_one(game)
    wanted = planned(game)
    flow.app.quit()
    assert flow.leave() == ""
    back = open_save(autosave_path())
    assert planned(back) == wanted
    assert back.state_hash() == game.state_hash()


def test_going_to_the_title_keeps_it_too_and_continue_brings_it_back() -> None:
    game = game_at(2)
    flow, _ = shown(game, "desk")
    plan_one(game)
    flow.to_title()
    page = flow.app.top
    assert isinstance(page, TitlePage)
    press(page, "c")
    assert flow.session is not None
    assert planned(flow.session.game) == planned(game)


def test_nothing_is_written_where_nothing_was_done() -> None:
    flow, _ = shown(game_at(2), "desk")
    flow.to_title()
    assert not autosave_path().exists()


def test_that_it_cannot_be_saved_is_told_and_the_game_goes_on(home: Path) -> None:
    home.mkdir()
    (home / "saves").write_text("in the way")
    game = game_at(1)
    session = Session(game)
    session.end_turn()
    assert "could not be saved" in session.notice
    assert game.turn == 2
    app = App(DARK, motion=False)
    flow = Flow(app, wait=True)
    app.push(flow.title())
    flow.play(game)
    plan_one(game)
    flow.to_title()
    page = app.top
    assert isinstance(page, Page)
    assert any("could not be saved" in node.name for node in page.ui.tree().walk())
    assert len(game.planned) == 1


# -- as text, and at the title ---------------------------------------------------------------------


def test_text_mode_lists_the_saves(saved: Game) -> None:
    import io

    from sim.cli.textmode.game import play_text

    out = io.StringIO()
    asked = io.StringIO("saves\nlock\n")
    play_text(loaded=loaded(), seat=None, seed=1, save=None, stdin=asked, stdout=out)
    said = " ".join(out.getvalue().split())
    assert "After two turns.json" in said
    assert "The Japan-Thailand talks · japan · turn 3" in said
    assert "newer program" in said
    assert "Nothing is locked, and nothing is switched off." in said


def test_the_title_says_the_world_and_the_seats_of_the_game_to_go_on_with() -> None:
    autosave(begin(loaded(), without=("rule:trust",), seats=("thailand", "japan")))
    resume = build_resume(build_shelf())
    assert resume is not None
    assert "Thailand, Japan" in resume.note
    assert resume.note.endswith("without trust")
