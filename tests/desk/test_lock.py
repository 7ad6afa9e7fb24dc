"""A teacher's lock: in the scenario's file and on the computer, at the desk and as text."""

from __future__ import annotations

import functools
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.cli.textmode.game import TextGame, play_text
from sim.desk.flow import Flow
from sim.desk.kit.app import App
from sim.desk.kit.page import Page
from sim.desk.kit.theme import DARK
from sim.desk.kit.widgets.scroll import Scroll
from sim.desk.models.briefing import build_briefing
from sim.desk.models.lock import (
    MOST_SEED,
    MOST_TURNS,
    TeacherLock,
    load_lock,
    lock_path,
    number_in,
    save_lock,
)
from sim.desk.screens.lock import LockPage
from sim.desk.screens.table import TablePage
from sim.desk.session import Session
from sim.game.begin import begin
from sim.game.forecast.advice import advice
from sim.game.lock import REFUSED, Lock, lock_of, sentence, stricter
from sim.scenario.kinds import check
from sim.scenario.load import Loaded, load
from tests import scratch
from tests.desk.driving import press
from tests.desk.games import SCENARIO, game_at, loaded, shown
from tests.desk.screens import MATRIX, faults

SHUT = Lock(odds=False, rewind=False, bets=False, advisers=False, seed=7, turns=2)

locks = st.builds(
    Lock,
    odds=st.booleans(),
    rewind=st.booleans(),
    bets=st.booleans(),
    advisers=st.booleans(),
    seed=st.none() | st.integers(0, MOST_SEED),
    turns=st.none() | st.integers(1, MOST_TURNS),
)


@pytest.mark.parametrize("screen", ["lock", "settings", "together"])
def test_a_sheet_stands_in_the_middle_of_a_large_window(screen: str) -> None:
    _flow, page = shown(game_at(0), screen, (1920, 1080))
    page.ui.prepare()
    body = next(w for w in page.ui.top.root.walk() if isinstance(w, Scroll))
    sheet = body.children[0].children[0]
    assert abs(sheet.rect.centerx - body.rect.centerx) <= 1
    assert abs(sheet.rect.centery - body.rect.centery) <= 1


def classroom(folder: Path, said: str) -> Path:
    """A scenario that extends a shipped one, with a classroom of its own."""
    path = folder / "our-class.yaml"
    path.write_text(
        f"version: 1\nid: our-class\ntitle: Our class\nextends: {SCENARIO}\nclassroom: {said}\n"
    )
    return path


@functools.cache
def locked() -> Loaded:
    said = "{odds: off, rewind: off, bets: off, advisers: off, seed: 7, turns: 2}"
    return load(str(classroom(scratch.shared("class"), said)))


# -- the two locks ---------------------------------------------------------------------------------


def test_the_file_says_what_is_locked_and_what_it_leaves_out_is_open() -> None:
    assert lock_of(locked().scenario) == SHUT
    assert lock_of(loaded().scenario) == Lock()
    assert Lock().open
    assert sentence(Lock()) == ""
    assert sentence(SHUT).startswith("Set by your teacher: no odds, no turn is taken back")


@given(locks, locks)
def test_the_stricter_of_two_locks_holds(one: Lock, other: Lock) -> None:
    both = stricter(one, other)
    for name in ("odds", "rewind", "bets", "advisers"):
        assert getattr(both, name) == (getattr(one, name) and getattr(other, name))
    assert both.turns == min((t for t in (one.turns, other.turns) if t is not None), default=None)
    assert both.seed == (one.seed if other.seed is None else other.seed)
    assert stricter(both, other) == both
    assert stricter(Lock(), one) == one


@pytest.mark.parametrize(
    ("said", "place", "word"),
    [
        ("{odds: maybe}", "5:", '"on", "off"'),
        ("{odds: false}", "5:", '"on", "off"'),
        ("{seed: -1}", "5:", "0"),
        ("{turns: 0}", "5:", "1"),
        ("{turns: 40}", "5:", "13 turns"),
        ("{oods: off}", "5:", "odds"),
        ("off", "5:", "classroom"),
    ],
)
def test_a_mistake_in_the_file_is_told_with_its_place(
    tmp_path: Path, said: str, place: str, word: str
) -> None:
    found = [str(problem) for problem in check(str(classroom(tmp_path, said)))]
    assert any(f"our-class.yaml:{place}" in one and word in one for one in found), found


# -- the file on the computer ----------------------------------------------------------------------


@given(locks)
@settings(max_examples=20, deadline=None)
def test_a_lock_that_is_kept_is_read_again(lock: Lock) -> None:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        path = Path(folder) / "lock.json"
        assert load_lock(path) == TeacherLock()
        kept = TeacherLock(lock)
        assert save_lock(kept, path) == ""
        assert load_lock(path) == kept


def test_a_word_closes_it_and_is_not_kept_itself(tmp_path: Path) -> None:
    path = tmp_path / "lock.json"
    closed = TeacherLock(SHUT).closed_by("open sesame")
    save_lock(closed, path)
    assert "sesame" not in path.read_text()
    again = load_lock(path)
    assert again.closed
    assert again.opens(" open sesame ")
    assert not again.opens("open")
    assert not again.opens("")
    assert closed.closed_by("open sesame").hash != closed.hash  # another salt
    assert not closed.closed_by("").closed


@pytest.mark.parametrize("text", ["", "{", "[]", '{"lock": 3}', "\udcff", "[" * 5000])
def test_a_broken_file_locks_nothing_and_says_so(tmp_path: Path, text: str) -> None:
    path = tmp_path / "lock.json"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    found = load_lock(path)
    assert found.lock.open
    assert str(path) in found.problem


def test_what_is_wrong_in_the_file_is_left_open(tmp_path: Path) -> None:
    path = tmp_path / "lock.json"
    data = {"odds": False, "rewind": "no", "seed": True, "turns": 99, "more": 1}
    path.write_text(json.dumps({"lock": data, "salt": "zz", "hash": 3}))
    assert load_lock(path) == TeacherLock(Lock(odds=False))


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert "could not be kept" in save_lock(TeacherLock(), tmp_path / "file" / "lock.json")


def test_numbers_that_are_written() -> None:
    assert number_in("", 60) is None
    assert number_in(" 8 ", 60, 1) == 8
    for wrong in ("0", "61", "-1", "x", "1.5", "9" * 40, "\u0664"):
        with pytest.raises(ValueError, match="from 1 to 60"):
            number_in(wrong, 60, 1)


# -- what it does at the desk ----------------------------------------------------------------------


def words_of(page: Page) -> str:
    page.ui.prepare()
    return " ".join(f"{node.name} {node.value}" for node in page.ui.tree().walk())


def test_without_odds_no_screen_shows_any() -> None:
    game = game_at(4)
    game.lock = Lock(odds=False)
    for screen in ("desk", "moves", "table"):
        _, page = shown(game, screen)
        assert " in 20" not in words_of(page), screen
    flow, page = shown(game, "desk")
    assert "the odds are switched off" in words_of(page)
    press(page, "v")
    assert " in 20" not in words_of(page)
    assert flow.session is not None
    assert flow.session.odds == {}
    assert all(not one.reads for one in build_briefing(game).voices)
    assert all(one.says == one.view and one.odds is None for one in advice(game))
    _, page = shown(game_at(4), "desk")  # the same screens have some where nothing is locked
    assert " in 20" in words_of(page)


@pytest.mark.parametrize(("size", "scale", "theme"), MATRIX[:3])
def test_a_table_without_odds_has_no_fault(size: tuple[int, int], scale: float, theme: str) -> None:
    game = game_at(4)
    game.lock = Lock(odds=False)
    table = game.view().tables[0].id
    assert faults(lambda: TablePage(game, table), size, scale, theme) == []


def test_without_rewinding_planned_moves_come_back_and_turns_do_not() -> None:
    game = game_at(2)
    game.lock = Lock(rewind=False)
    session = Session(game)
    assert session.undo() == REFUSED["rewind"]
    assert game.turn == 2
    card = next(card for card in session.view.cards if card.legal and not card.drafts)
    assert session.plan(card) == ""
    assert session.undo() == ""
    assert game.planned == []
    assert session.undo() == REFUSED["rewind"]
    game.lock = Lock()
    session.undo()
    assert game.turn == 1


def test_without_advisers_nobody_is_asked() -> None:
    game = game_at(2)
    game.lock = Lock(advisers=False)
    assert advice(game) == []
    assert build_briefing(game).voices == ()


def test_a_fixed_chance_and_the_lock_are_told_at_the_briefing() -> None:
    game = begin(loaded(), seed=3, computer=Lock(seed=11, odds=False))
    assert game.seed == 11
    assert sentence(game.lock) in build_briefing(game).rules
    assert begin(locked(), seed=3).seed == 7
    assert begin(locked(), seed=3, computer=Lock(seed=11)).seed == 11
    assert begin(loaded(), seed=3).seed == 3


def test_the_computers_lock_holds_for_every_game_that_is_opened() -> None:
    save_lock(TeacherLock(replace(SHUT, turns=None)))
    app = App(DARK, motion=False)
    flow = Flow(app, seed=3, wait=True)
    app.push(flow.title())
    flow.begin(SCENARIO)
    press(app.top, "enter")  # type: ignore[arg-type]
    assert flow.session is not None
    game = flow.session.game
    assert (game.seed, game.lock.odds, game.lock.rewind) == (7, False, False)
    flow.again(same_chance=False)
    assert flow.session.game.seed == 7
    lock_path().unlink()


# -- the page --------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWINTRACK_HOME", str(tmp_path / "home"))


@pytest.mark.parametrize(("size", "scale", "theme"), MATRIX)
def test_the_page_has_no_fault_of_layout(size: tuple[int, int], scale: float, theme: str) -> None:
    assert faults(LockPage, size, scale, theme) == []
    save_lock(TeacherLock(SHUT).closed_by("word"))
    assert faults(LockPage, size, scale, theme) == []


def test_a_teacher_locks_by_keys_and_closes_it_by_a_word() -> None:
    flow, page = shown(game_at(0), "settings")
    page.ui.prepare()
    page.ui.focus("teachers")
    press(page, "enter")
    lock = flow.app.top
    assert isinstance(lock, LockPage)
    press(lock, "space")
    assert load_lock().lock == Lock(odds=False)
    lock.ui.focus("turns")
    press(lock, *"88")
    assert "from 1 to 60" in lock.said
    assert load_lock().lock.turns == 8  # the last number that was right
    press(lock, "backspace")
    assert lock.said == ""
    lock.ui.focus("seed")
    press(lock, *"42")
    assert load_lock().lock == Lock(odds=False, seed=42, turns=8)
    lock.ui.focus("word")
    press(lock, *"abc")
    assert "abc" not in words_of(lock)
    press(lock, "enter")
    assert load_lock().closed

    again = LockPage()
    flow.app.push(again)
    assert "no odds, chance 42, 8 turns" in words_of(again)
    assert not any(node.role == "switch" for node in again.ui.tree().walk())
    press(again, *"abd", "enter")
    assert again.said == "That is not the word."
    press(again, *"abc", "enter")
    assert any(node.role == "switch" for node in again.ui.tree().walk())
    again.ui.prepare()
    again.ui.focus("clear")
    press(again, "enter")
    assert load_lock().lock.open
    assert load_lock().closed


def test_two_windows_leave_each_others_locks_as_they_are() -> None:
    one, other = LockPage(), LockPage()
    for page in (one, other):
        App(DARK, motion=False).push(page)
    one.switch("odds", on=False)
    one.write_turns("8")
    other.switch("advisers", on=False)
    assert load_lock().lock == Lock(odds=False, advisers=False, turns=8)
    assert other.turns == "8"
    other.write_turns("")
    assert load_lock().lock == Lock(odds=False, advisers=False)


def test_a_lock_that_another_window_closes_is_closed_here_too() -> None:
    one, other = LockPage(), LockPage()
    for page in (one, other):
        App(DARK, motion=False).push(page)
    one.word = "word"
    one.close()
    other.switch("odds", on=False)
    assert load_lock().closed
    assert load_lock().lock.open
    assert not other.inside
    assert "closed the lock" in other.said
    other.word = "word"
    other.open()
    other.switch("odds", on=False)
    assert load_lock().lock == Lock(odds=False)
    assert load_lock().opens("word")


# -- as text ---------------------------------------------------------------------------------------


def text(asked: str, scenario: Loaded) -> str:
    out = io.StringIO()
    play_text(loaded=scenario, seat=None, seed=1, save=None, stdin=io.StringIO(asked), stdout=out)
    return " ".join(out.getvalue().split())


def test_text_mode_keeps_to_the_lock() -> None:
    said = text(
        "odds\nweigh sanctions=0.5\nadvice\nplay 1\nundo\nundo\nend\nundo\nplan\n", locked()
    )
    assert said.count(REFUSED["odds"]) == 2
    assert said.count(REFUSED["advisers"]) == 1
    assert said.count(REFUSED["rewind"]) == 1
    assert "There is nothing to take back." in said
    assert sentence(SHUT) in said


def test_text_mode_keeps_to_the_computers_lock() -> None:
    assert REFUSED["odds"] not in text("odds\n", loaded())
    save_lock(TeacherLock(Lock(odds=False)))
    assert REFUSED["odds"] in text("odds\n", loaded())


def typed(lock: Lock, *lines: str) -> str:
    game = begin(loaded(), computer=lock)
    out = io.StringIO()
    text = TextGame(game, io.StringIO("".join(f"{line}\n" for line in lines)), out)
    text.run()
    return " ".join(out.getvalue().split())


def test_with_the_odds_off_no_turn_is_played_many_times_as_text() -> None:
    said = typed(Lock(odds=False), "end", "again", "forecasts")
    assert REFUSED["odds"] in said
    assert "times." not in said


@pytest.mark.parametrize("command", ["debrief hidden", "river", "worth", "beside"])
def test_in_a_locked_game_what_was_hidden_waits_for_the_end(command: str) -> None:
    said = typed(Lock(rewind=False), "end", command)
    assert "Your teacher has locked this game, so this waits for the end." in said
    assert "was this kind of spoiler" not in said
