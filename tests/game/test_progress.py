"""Progress: what was played is counted once, kept whole or not at all, and never in the way."""

from __future__ import annotations

import errno
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.desk.models.title import build_shelf, played
from sim.game.game import Game
from sim.game.progress import (
    Progress,
    Tally,
    load_progress,
    note,
    note_guided,
    progress_path,
    save_progress,
)
from tests.game.rig import small_loaded


def over(seed: int = 1, without: tuple[str, ...] = (), rewind: bool = False) -> Game:
    game = Game.new(small_loaded(), None, seed, without)
    game.end_turn()
    if rewind:
        game.rewind(0)
    while not game.over:
        game.end_turn()
    return game


def test_a_game_is_counted_once_and_only_when_it_is_over() -> None:
    game = Game.new(small_loaded())
    assert note(game) == ""
    assert load_progress().games == 0
    game = over()
    assert note(game) == note(game) == ""
    tally = load_progress().of(game.scenario.id, game.seat)
    assert tally.games == 1
    assert tally.best == tally.last
    assert tally.of == len(game.scenario.outcomes)
    assert set(tally.endings) <= set(game.scenario.outcomes)
    assert note(over(seed=2)) == ""
    assert load_progress().games == 2


def test_a_changed_world_and_a_rewound_game_are_marked_and_make_no_best_score() -> None:
    assert note(over(without=("rule:trust",))) == ""
    assert note(over(seed=3, rewind=True)) == ""
    tally = load_progress().of(small_loaded().scenario.id)
    assert (tally.games, tally.changed, tally.rewound, tally.best) == (2, 1, 1, None)


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "null", '{"version": 0}', '{"version": 1, "played": 3}', "\x00" * 9]
)
def test_a_broken_file_counts_as_empty_with_a_sentence(content: str) -> None:
    progress_path().parent.mkdir(parents=True)
    progress_path().write_text(content, encoding="utf-8")
    found = load_progress()
    assert found.games == 0
    assert found.problem.endswith(".")
    assert note(over()) == ""
    assert load_progress().games == 1
    assert load_progress().problem == ""


def test_a_folder_in_its_place_is_told(home: Path) -> None:
    progress_path().mkdir(parents=True)
    assert load_progress().problem
    assert "could not be kept" in note(over())


def test_a_file_that_cannot_be_read_just_now_is_left_as_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert note(over()) == ""
    before = progress_path().read_bytes()

    def refuse(*_asked: object) -> bytes:
        raise OSError(errno.EIO, "input/output error")

    with monkeypatch.context() as disk:
        disk.setattr("sim.game.progress.read_ordinary", refuse)
        assert "cannot be read: input/output error" in load_progress().problem
        assert "could not be kept" in note(over(seed=2))
        assert "could not be kept" in note_guided()
    assert progress_path().read_bytes() == before


def test_a_file_of_a_newer_program_is_left_to_that() -> None:
    progress_path().parent.mkdir(parents=True)
    progress_path().write_text('{"version": 2, "played": "otherwise"}', encoding="utf-8")
    assert "cannot be read: a newer Twin Track wrote it" in load_progress().problem
    assert "could not be kept" in note(over())
    assert "could not be kept" in note_guided()
    assert progress_path().read_text(encoding="utf-8") == '{"version": 2, "played": "otherwise"}'


def test_the_guide_is_remembered() -> None:
    assert note_guided() == ""
    assert load_progress().guided


COUNT = st.integers(0, 500)
TALLY = st.builds(
    Tally,
    games=COUNT,
    best=st.none() | st.integers(0, 100),
    last=st.integers(0, 100),
    endings=st.lists(st.text(max_size=5), max_size=4).map(tuple),
    of=COUNT,
    changed=COUNT,
    rewound=COUNT,
    states=st.lists(st.text(max_size=5), max_size=4).map(tuple),
)
NAME = st.text(min_size=1, max_size=6)


@settings(max_examples=40)
@given(st.dictionaries(st.tuples(NAME, NAME, NAME), TALLY, max_size=5), st.booleans())
def test_progress_comes_back_as_it_was_kept(
    tmp_path_factory: pytest.TempPathFactory,
    tallies: dict[tuple[str, str, str], Tally],
    guided: bool,
) -> None:
    path = tmp_path_factory.mktemp("progress") / "progress.json"
    assert save_progress(Progress(tallies, guided), path) == ""
    assert load_progress(path) == Progress(tallies, guided)


@settings(max_examples=40)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=4),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    ["version", "played", "a", "games", "last", "endings", "of", "best"]
                ),
                inner,
                max_size=5,
            )
        ),
        max_leaves=12,
    )
)
def test_whatever_the_file_holds_is_read(
    tmp_path_factory: pytest.TempPathFactory, data: object
) -> None:
    path = tmp_path_factory.mktemp("progress") / "progress.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    found = load_progress(path)
    assert found.problem or isinstance(found, Progress)


# -- the shelf -------------------------------------------------------------------------------------


def test_the_shelf_recommends_what_was_not_played_yet() -> None:
    shelf = build_shelf()
    first = shelf.cards[shelf.next(Progress())]
    assert first.begin_here
    done = Progress({(first.id, first.seats[0].face.id, "standard"): Tally(games=1)})
    second = shelf.cards[shelf.next(done)]
    assert second.id == next(card.id for card in shelf.cards if card.id != first.id)
    every = Progress({(card.id, "x", "standard"): Tally(games=1) for card in shelf.cards})
    assert shelf.cards[shelf.next(every)].begin_here


def test_the_shelf_says_in_words_what_was_played() -> None:
    card = build_shelf().cards[0]
    seat = card.seats[0].face.id
    tally = Tally(3, 72, 64, ("a", "b", "c"), 6, 1, 1)
    words = played(card, Progress({(card.id, seat, "standard"): tally}))
    assert words.short == "best 72"
    assert words.words == (
        "played 3 times",
        "best 72",
        "last 64",
        "3 of 6 endings seen",
        "1 in a changed world",
        "1 rewound",
    )
    assert played(card, Progress()).words == ()


def test_half_a_character_in_the_file_is_no_reason_to_stop(tmp_path: Path) -> None:
    path = tmp_path / "progress.json"
    tally = {"games": 1, "last": 1, "endings": ["\ud800"], "of": 1}
    data = {"version": 1, "played": {"a\ud800": {"b": {"c": tally}}}}
    path.write_text(json.dumps(data), encoding="utf-8")
    assert note(over(), path) == ""
    assert load_progress(path).games == 2
