"""Saves of branches, fresh chance and several seats: whole when loaded, checked when changed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from sim.game.errors import SaveError
from sim.game.game import Game
from sim.game.saving import save
from sim.game.tree import MOST_NODES, Node
from tests.game.rig import busy_game, play, small_game, small_loaded
from tests.game.test_seats import busy, shared, views
from tests.game.test_tree import STEPS, walk


def plain_of(game: Game) -> dict[str, Any]:
    """A game's save as plain data."""
    found: dict[str, Any] = json.loads(save.text_of(save.save_of(game)))
    return found


def back(plain: dict[str, Any]) -> Game:
    """The game of a save as plain data."""
    return save.restore(save.parsed(json.dumps(plain).encode(), "g.json"), small_loaded(), "g.json")


def shape(game: Game) -> list[object]:
    """All of a tree that can be seen, states left out."""
    places = {node.number: place for place, node in enumerate((game.tree.root, *game.tree.nodes))}

    def of(node: Node | None) -> int:
        return -1 if node is None else places[node.number]

    nodes = [
        (of(one.parent), one.turn, one.moves, one.run, one.luck, one.first, of(one.latest))
        for one in (game.tree.root, *game.tree.nodes)
    ]
    tree = game.tree
    return [nodes, of(tree.here), tree.rewinds, tree.reached, [one.visits for one in tree.nodes]]


@settings(max_examples=10)
@given(STEPS)
def test_a_tree_comes_back_whole(steps: list[tuple[str, int]]) -> None:
    game = small_game(3)
    seen = walk(game, steps)
    again = back(plain_of(game))
    assert shape(again) == shape(game)
    assert (again.luck, again.planned) == (game.luck, game.planned)
    assert again.view() == game.view()
    for node, other in zip(game.tree.nodes, again.tree.nodes, strict=True):
        game.rewind(node)
        again.rewind(other)
        assert again.state_hash() == game.state_hash() == seen.get(node, game.state_hash())


def test_loading_plays_the_present_line_alone() -> None:
    game = busy_game(3, turns=4)
    game.rewind(2, replan=False)
    play(game, [("consult", "south")])
    again = back(plain_of(game))
    assert [node.known for node in again.tree.nodes] == [True, True, False, False, True]
    assert again.headline(again.tree.nodes[3]) == game.headline(game.tree.nodes[3])


def test_a_game_without_branches_is_saved_as_older_programs_read_it() -> None:
    plain = plain_of(busy_game(2, turns=3))
    assert plain["version"] == 1
    assert not {"tree", "beside", "luck", "up", "ready", "turn_limit"} & set(plain)


def test_a_fresh_chance_is_kept_before_and_after_its_turn() -> None:
    game = play(small_game(), [("ask_to_join", "friend")])
    game.rewind(1, fresh=True)
    plain = plain_of(game)
    assert (plain["version"], plain["luck"]) == (2, [{"turn": 2, "run": 1}])
    again = back(plain)
    assert again.luck == {1: 1}
    for one in (game, again):
        play(one, [("consult", "south")], [])
    assert again.state_hash() == game.state_hash() == back(plain_of(game)).state_hash()


def test_all_seats_come_back_with_what_they_plan() -> None:
    game = shared(3)
    busy(game, 2, np.random.default_rng(3))
    game.push("consult", "south")
    game.finish()
    game.push("press", "north")
    again = back(plain_of(game))
    assert (again.seats, again.seat, again.waiting) == (game.seats, "friend", ("friend",))
    assert [player.planned for player in again.players] == [
        player.planned for player in game.players
    ]
    assert views(again) == views(game)
    assert again.state_hash() == game.state_hash()
    game.rewind(1, fresh=True)
    game.end_turn()
    again = back(plain_of(game))
    assert shape(again) == shape(game)
    assert views(again) == views(game)


def test_the_limit_of_turns_is_kept() -> None:
    game = Game(small_loaded(), turn_limit=2)
    play(game, [], [])
    again = back(plain_of(game))
    assert (again.turns, again.over) == (2, True)


def test_an_autosave_in_the_middle_of_a_turn_loses_nothing(home: Path) -> None:
    game = busy_game(1, turns=2)
    game.push("consult", "south")
    save.autosave(game)
    again = save.open_save(save.autosave_path(), lambda _: small_loaded())
    assert again.planned == game.planned
    assert again.state_hash() == game.state_hash()


def test_the_largest_tree_fits_into_a_save(tmp_path: Path) -> None:
    game = small_game()
    moves = [("consult", "south"), ("listen", "north"), ("draft", None)]
    play(game, moves, [])
    node = game.tree.nodes[0]
    while len(game.tree.nodes) < MOST_NODES:
        game.tree.grow(game.tree.root, node.moves, len(game.tree.nodes) + 1)
    save.write(game, tmp_path / "g.json")
    assert (tmp_path / "g.json").stat().st_size < save.MOST_BYTES / 2
    assert len(save.restore(save.read(tmp_path / "g.json"), small_loaded()).tree.nodes) == 400


# -- saves that were changed -----------------------------------------------------------------------


def branched() -> dict[str, Any]:
    game = play(small_game(), [("consult", "south")], [("listen", "north")], [])
    game.rewind(1, replan=False)
    play(game, [("listen", "south")])
    return plain_of(game)


def two() -> dict[str, Any]:
    game = shared()
    busy(game, 1, np.random.default_rng(1))
    return plain_of(game)


def at(place: int, **fields: Any) -> Callable[[], dict[str, Any]]:
    def make() -> dict[str, Any]:
        plain = branched()
        plain["tree"]["nodes"][place] |= fields
        return plain

    return make


def tree(**fields: Any) -> Callable[[], dict[str, Any]]:
    return lambda: (plain := branched()) | {"tree": plain["tree"] | fields}


def both(**fields: Any) -> Callable[[], dict[str, Any]]:
    return lambda: two() | fields


def seat(**fields: Any) -> Callable[[], dict[str, Any]]:
    return lambda: (plain := two()) | {"beside": [plain["beside"][0] | fields]}


MOVE = [[{"move": "consult", "to": "south"}]]

BAD = {
    "a turn before its parent": (at(1, parent=3), "turn 2 comes before the one it follows"),
    "its own parent": (at(1, parent=2), "turn 2 comes before"),
    "a parent nowhere": (at(1, parent=90), "turn 2 comes before"),
    "a parent below 0": (at(1, parent=-1), "tree.nodes.1.parent: input should be greater"),
    "no moves": (at(1, moves=[]), "tree.nodes.1.moves: list should have at least 1"),
    "moves of two seats": (at(1, moves=MOVE * 2), "turn 2 does not fit the game"),
    "an unknown move": (at(2, moves=[[{"move": "fly"}]]), 'There is no move "fly"'),
    "an unknown target": (
        at(2, moves=[[{"move": "consult", "to": "mars"}]]),
        'cannot be for "mars"',
    ),
    "other moves than the line's": (at(0, moves=MOVE, run=4), "do not belong to its turns"),
    "another place": (tree(here=3), "branches do not belong to its turns"),
    "a place nowhere": (tree(here=77), "names a turn that it does not have"),
    "a latest that does not follow": (tree(latest=2), "do not follow one another"),
    "too many turns": (
        lambda: branched() | {"tree": {"nodes": [{"parent": 0, "moves": [[]]}] * 999, "here": 1}},
        "tree.nodes: list should have at most 400",
    ),
    "a chance below 0": (at(0, run=-3), "run: input should be greater"),
    "a chance that was not": (lambda: branched() | {"luck": [{"turn": 1, "run": 9}]}, "g.json"),
    "a limit of 0": (lambda: branched() | {"turn_limit": 0}, "turn_limit: input should be greater"),
    "turns beyond the limit": (lambda: branched() | {"turn_limit": 1}, "The game is over"),
    "a seat without turns": (seat(turns=[]), "seats and their turns do not belong together"),
    "an unknown seat": (seat(seat="mars"), "small has no seat mars"),
    "a seat twice": (seat(seat="host"), "host is named twice"),
    "other moves of a seat": (seat(turns=[[]]), "do not lead to the state"),
    "up who has no seat": (both(up="north"), "north has no seat"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_changed_save_is_refused_with_one_sentence(name: str) -> None:
    make, said = BAD[name]
    with pytest.raises(SaveError) as caught:
        back(make())
    text = str(caught.value)
    assert said.lower() in text.lower()
    assert text.startswith("g.json")
    assert "\n" not in text
    assert text.endswith((".", "?"))


@pytest.mark.parametrize("cut", [1, 50, 400])
def test_a_save_that_was_cut_off_is_refused(cut: int) -> None:
    data = json.dumps(branched()).encode()
    with pytest.raises(SaveError, match="the save is broken, load another"):
        save.parsed(data[:-cut], "g.json")
