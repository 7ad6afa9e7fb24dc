"""The rewind tree at the desk: how it is drawn, walked, gone back in, and what it never shows."""

from __future__ import annotations

import functools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.desk.figures.tree import TreeView
from sim.desk.kit.lint import lint_ui
from sim.desk.models.rewind import HEADLINE, RewindView, build_rewind, headline
from sim.desk.screens.desk import DeskPage
from sim.desk.screens.rewind import RewindPage
from sim.desk.session import Session
from sim.game.game import Game
from sim.game.lock import REFUSED, Lock
from sim.game.saving.save import autosave_path
from sim.scenario.load import Loaded, load
from tests.desk.driving import centre, click, press
from tests.desk.games import game_at, shown
from tests.desk.screens import MATRIX


@functools.cache
def short() -> Loaded:
    return load("peacekeepers-1993")


def tangled() -> Game:
    """A game of six turns with branches of branches, one of them under another chance."""
    game = game_at(6)
    game.rewind(3)
    game.planned.clear()
    game.end_turn()
    game.end_turn()
    game.rewind(game.tree.nodes[-2])
    card = next(card for card in game.legal() if card.legal and not card.drafts)
    game.push(card.move, card.to)
    game.end_turn()
    game.rewind(1, fresh=True)
    for _turn in range(3):
        game.end_turn()
    game.rewind(game.tree.nodes[5])
    return game


def crossings(view: RewindView) -> int:
    """Pairs of forks that cross: one leaves a row below another one's start and ends above it."""
    forks = []
    for turn in view.turns:
        start = view.turn(turn.parent)
        if start.lane != turn.lane:
            forks.append((start.turn, start.lane, turn.lane))
    kept = [(one.turn, one.lane) for one in view.turns]
    # a fork runs down between two dates; no row that it passes may have a turn at both of them
    return sum(
        1
        for at, high, low in forks
        for lane in range(high + 1, low)
        if (at, lane) in kept and (at + 1, lane) in kept
    )


# -- the view --------------------------------------------------------------------------------------


def test_every_turn_stands_in_the_tree_with_what_was_done_in_it() -> None:
    game = tangled()
    view = build_rewind(game)
    assert len(view.turns) == len(game.tree.nodes) + 1
    assert view.turn(view.here).state == "here"
    line = [one for one in view.turns if one.lane == 0]
    assert [one.turn for one in line] == list(range(7))
    assert {one.state for one in line} == {"path", "here"}
    for one, node in zip(view.turns[1:], game.tree.nodes, strict=True):
        assert one.did == tuple(game.label(plan.option) for plan in node.moves[0])
        assert one.fresh == (node.run != 0)
        assert one.date in one.name
        assert one.word in one.name
    assert len({(one.lane, one.turn) for one in view.turns}) == len(view.turns)
    assert view.note.endswith(f"You have gone back {game.rewinds} times so far.")


def test_what_was_taken_back_lies_ahead_on_the_same_line() -> None:
    game = game_at(3)
    game.rewind(1)
    view = build_rewind(game)
    assert [one.state for one in view.turns] == ["path", "here", "ahead", "ahead"]
    assert view.lanes == 1


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.booleans(), st.integers(1, 3)), max_size=7))
def test_no_branch_crosses_another(way: list[tuple[int, bool, int]]) -> None:
    game = Game.new(short())
    for to, fresh, turns in [(0, False, 3), *way]:
        nodes = (game.tree.root, *game.tree.nodes)
        game.rewind(nodes[to % len(nodes)], fresh)
        for player in game.players:
            player.planned.clear()
        for _turn in range(turns):
            if not game.over:
                game.end_turn()
    view = build_rewind(game)
    assert len({(one.lane, one.turn) for one in view.turns}) == len(view.turns)
    assert crossings(view) == 0
    assert view.turn(view.here).lane == 0
    walked = {0}
    for one in view.turns:  # every turn is reached from the beginning by the arrow keys
        at, seen = one.number, set()
        while at != 0 and at not in seen:
            seen.add(at)
            at = view.step(at, "left")
        assert at == 0
        walked.add(one.number)
    assert walked == {one.number for one in view.turns}


def test_arrow_keys_walk_the_tree() -> None:
    view = build_rewind(tangled())
    here = view.turn(view.here)
    assert view.step(here.number, "right") == here.number
    before = view.turn(view.step(here.number, "left"))
    assert (before.turn, before.lane) == (here.turn - 1, 0)
    below = view.turn(view.step(before.number, "down"))
    assert below.lane == 1
    assert view.step(below.number, "up") in {one.number for one in view.turns if one.lane == 0}
    assert view.step(below.number, "home") == 0
    assert view.step(0, "end") == here.number


def test_a_headline_is_short_and_of_any_branch() -> None:
    game = tangled()
    state = game.state_hash()
    for node in game.tree.nodes:
        assert len(headline(game, node.number).split()) <= HEADLINE
    assert headline(game, 0) == headline(game, 999) == ""
    assert game.state_hash() == state
    assert headline(game, 1)


def test_a_headline_breaks_off_only_where_its_first_sentence_is_too_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    game = tangled()
    long = " ".join(["word"] * HEADLINE)
    for told, expected in (
        ("It is short.", "It is short."),
        (f"It is short. {long}.", "It is short."),
        (f"{long} and more.", f"{long}\N{HORIZONTAL ELLIPSIS}"),
    ):
        monkeypatch.setattr(game, "headline", lambda node, told=told: told)
        assert headline(game, 1) == expected


# -- the page --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("size", "scale", "theme"), MATRIX)
def test_the_page_has_no_fault_of_layout(size: tuple[int, int], scale: float, theme: str) -> None:
    for game in (tangled(), game_at(0)):
        _, page = shown(game, "rewind", size, theme, scale)
        assert lint_ui(page.ui) == []


def rewinding(game: Game) -> tuple[DeskPage, RewindPage, Session]:
    flow, desk = shown(game, "desk")
    press(desk, "r")
    page = flow.app.top
    assert isinstance(desk, DeskPage)
    assert isinstance(page, RewindPage)
    assert flow.session is not None
    return desk, page, flow.session


def test_by_keys_back_to_a_turn_under_the_same_chance(home: object) -> None:
    game = game_at(4)
    states = {node.number: node for node in game.tree.nodes}
    desk, page, session = rewinding(game)
    press(page, "left", "left")
    assert page.turn.turn == 2
    press(page, "enter")
    assert session.game.turn == 2
    assert session.game.tree.here is states[page.at]
    assert session.view.turn == 3
    assert [plan.option for plan in session.game.planned] == [
        plan.option for plan in states[page.at + 1].moves[0]
    ]
    assert desk.ui.tree().find("dialog")
    assert autosave_path().is_file()


def test_a_fresh_chance_leads_elsewhere_and_the_same_one_does_not() -> None:
    def ended(key: str, times: int) -> str:
        _desk, page, session = rewinding(game_at(3))
        press(page, *["left"] * times)
        page.ui.focus(key)
        press(page, "enter")
        for _turn in range(times):
            session.game.end_turn()
        return session.game.state_hash()

    assert ended("same", 1) == game_at(3).state_hash()
    assert ended("fresh", 1) != game_at(3).state_hash()


def test_a_click_selects_a_turn() -> None:
    _, page = shown(tangled(), "rewind")
    assert isinstance(page, RewindPage)
    page.ui.prepare()
    last = next(n for n in page.ui.tree().walk() if n.key.endswith(":7") and n.role == "option")
    click(page, centre(last))
    assert page.at == 7
    page.ui.prepare()
    tree = next(w for w in page.ui.top.root.walk() if isinstance(w, TreeView))
    assert tree.value == page.turn.name


def test_a_lock_keeps_all_turns_as_they_are() -> None:
    game = game_at(3)
    game.lock = Lock(rewind=False)
    _desk, page, session = rewinding(game)
    assert page.ui.tree().find("text", REFUSED["rewind"])
    press(page, "left", "enter", "f")
    assert session.game.turn == 3
    assert not page.ui.tree().find("button", "Go back here: same").enabled
    assert session.rewind(1) == REFUSED["rewind"]
    game.lock = Lock(seed=game.seed)
    assert session.rewind(1, fresh=True) == REFUSED["chance"]
    assert session.game.turn == 3
    page = RewindPage(game, lambda number, fresh: None)
    assert page._why_not(fresh=True) == REFUSED["chance"]


def test_one_seat_does_not_see_what_another_did() -> None:
    game = Game(game_at(0).loaded, seats=("japan", "thailand"))
    card = next(card for card in game.legal() if card.legal and not card.drafts)
    game.push(card.move, card.to)
    game.finish()
    game.finish()
    assert build_rewind(game).turns[1].did
    game.hand_over("thailand")
    view = build_rewind(game)
    assert view.turns[1].did == ()
    assert view.seat == "Thailand"
