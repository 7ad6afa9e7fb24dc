"""The rewind tree: any turn comes back as it was, branches stay, and chance is the same or new."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.game import tree as trees
from sim.game.debriefing.debrief import debrief
from sim.game.errors import GameError, IllegalMove
from sim.game.game import Game
from sim.game.tree import Node
from sim.model.process import PeaceProcess
from tests.game.rig import busy_game, busy_turn, play, small_game, small_loaded


def headless(game: Game) -> str:
    """The state hash of a run without a game: the same moves, seed and chance."""
    seat, *others = game.seats
    process = PeaceProcess(
        game.compiled, seed=game.seed, seat=seat, other_seats=others, luck=game.luck
    )
    for node in game.tree.path:
        process.advance([plan.play for own in node.moves for plan in own])
    return process.state_hash()


def rows(game: Game) -> list[object]:
    """All that was written down in a game, of the truth and of what the seat makes of it."""
    return [list(one.world.ledger.rows) for one in game.processes if one.world.ledger is not None]


def test_a_turn_gone_back_to_is_as_it_was() -> None:
    game = busy_game(3, turns=2)
    early = game.state_hash(), game.view(), rows(game)
    for _ in range(2):
        busy_turn(game, np.random.default_rng(5))
    late = game.state_hash(), game.view(), rows(game)
    game.rewind(2, replan=False)
    assert (game.state_hash(), game.view(), rows(game)) == early
    game.rewind(4)
    assert (game.state_hash(), game.view(), rows(game)) == late
    game.rewind(0)
    assert (game.turn, game.state_hash()) == (0, small_game(3).state_hash())


def test_the_moves_that_followed_are_planned_again() -> None:
    game = play(small_game(), [("consult", "south")], [("listen", "north"), ("consult", "friend")])
    before = game.state_hash()
    game.rewind(1)
    assert [plan.move for plan in game.planned] == ["listen", "consult"]
    game.end_turn()
    assert game.state_hash() == before
    assert len(game.tree.nodes) == 2
    game.rewind(1, replan=False)
    assert game.planned == []


def test_a_branch_is_kept_and_can_be_gone_back_to() -> None:
    game = play(small_game(), [("consult", "south")], [("listen", "north")], [])
    old, left = game.tree.here, (game.state_hash(), rows(game))
    game.rewind(1, replan=False)
    play(game, [("listen", "south")])
    assert [node.on(game.tree.path) for node in game.tree.nodes] == [True, False, False, True]
    assert [node.turn for node in game.tree.nodes if not node.children] == [3, 2]
    assert game.tree.nodes[0].children == [game.tree.nodes[1], game.tree.nodes[3]]
    game.rewind(old)
    assert (game.state_hash(), rows(game)) == left
    assert game.tree.line == game.tree.path == old.path
    assert len(game.past) == 3


def test_the_line_goes_on_along_what_was_played_last() -> None:
    game = play(small_game(), [], [], [])
    game.rewind(1)
    assert [node.turn for node in game.tree.line] == [1, 2, 3]
    assert [node.turn for node in game.tree.path] == [1]
    with pytest.raises(
        IllegalMove, match="There is no turn 4 to go back to; this line has turns 0"
    ):
        game.rewind(4)
    with pytest.raises(IllegalMove, match="no turn -1"):
        game.rewind(-1)
    with pytest.raises(IllegalMove, match="not in this game"):
        game.rewind(small_game().tree.root)


def test_rewinds_are_those_that_leave_a_turn_behind() -> None:
    game = play(small_game(), [], [], [])
    assert game.rewinds == 0
    game.rewind(3)
    game.rewind(3, fresh=True)
    assert game.rewinds == 0
    game.rewind(1)
    assert game.rewinds == 1
    game.rewind(2)
    assert game.rewinds == 1
    game.undo()
    assert (game.turn, game.rewinds) == (1, 2)


def test_first_visits() -> None:
    game = play(small_game(), [], [])
    assert game.first_visit
    game.rewind(1)
    assert not game.first_visit
    play(game, [("consult", "south")])
    assert [node.first for node in game.tree.nodes] == [True, True, False]
    assert game.first_visit
    play(game, [])
    assert game.tree.here.first


def test_undo_keeps_the_branch_and_its_meaning() -> None:
    game = play(small_game(), [("consult", "south")])
    game.push("listen", "north")
    assert game.undo()
    assert (game.turn, game.planned) == (1, [])
    assert game.undo()
    assert (game.turn, [plan.move for plan in game.planned]) == (0, ["consult"])
    assert len(game.tree.nodes) == 1
    game.drop(0)
    assert not game.undo()
    game.rewind(game.tree.nodes[0])
    assert game.turn == 1


# -- fresh chance ----------------------------------------------------------------------------------


def test_the_same_chance_unless_another_is_asked_for() -> None:
    game = busy_game(2, turns=5)
    end = game.state_hash()
    moves = [node.moves for node in game.tree.path]
    game.rewind(2)
    for _ in moves[2:]:
        game.end_turn()
        if game.turn < 5:
            game.rewind(game.turn)
            for plan in moves[game.turn][0]:
                game.push(plan.move, plan.to, dict(plan.text) or None)
    assert game.state_hash() == end


def test_a_fresh_chance_is_another_and_can_be_repeated() -> None:
    ends = []
    for _ in range(2):
        game = busy_game(7, turns=3)
        old = game.tree.here
        game.rewind(1, fresh=True, replan=False)
        assert game.luck == {1: 1}
        play(game, [("consult", "south")], [])
        fresh = game.tree.here
        assert (fresh.run, fresh.fresh, old.fresh) == (1, True, False)
        ends.append(game.state_hash())
        assert headless(game) == ends[-1]
        game.rewind(1, replan=False)
        assert game.luck == {1: 1}
        game.rewind(old)
        assert game.luck == {}
        game.rewind(fresh)
        game.rewind(1, fresh=True)
        assert game.luck == {1: 2}
        game.rewind(old)
        game.rewind(2, fresh=True)
        assert game.luck == {2: 2}  # no turn met that of before
    assert ends[0] == ends[1]


def test_the_same_moves_under_another_chance_are_another_branch() -> None:
    hashes = set()
    game = play(small_game(5), [("ask_to_join", "friend")])
    hashes.add(game.state_hash())
    for _ in range(6):
        game.rewind(0, fresh=True)
        assert [plan.move for plan in game.planned] == ["ask_to_join"]
        game.end_turn()
        assert headless(game) == game.state_hash()
        hashes.add(game.state_hash())
    assert [node.run for node in game.tree.nodes] == list(range(7))
    assert len(hashes) > 2
    types = {int(node.played[0].before.arrays["type"][0, 0]) for node in game.tree.nodes}
    assert len(types) == 1


def test_the_line_tells_of_fresh_chance() -> None:
    game = play(small_game(), [], [])
    assert "luck" not in game.line()
    game.rewind(1, fresh=True)
    assert game.line()["luck"] == {"turn_2": 1}


# -- what is not kept ------------------------------------------------------------------------------


def forget(game: Game) -> None:
    """Let go of what branches off the present line were, but for their moves."""
    for node in game.tree.nodes:
        if not node.on(game.tree.line):
            node.played, node.after, node.rows = (), None, ()


def test_a_branch_known_by_its_moves_alone_is_played_again() -> None:
    game = busy_game(4, turns=4)
    old, there = game.tree.here, (game.state_hash(), game.view(), rows(game))
    told = [one.report for one in game.past]
    game.rewind(1, fresh=True, replan=False)
    play(game, [("consult", "south")])
    here = game.state_hash(), game.view(), rows(game), game.luck
    forget(game)
    assert not old.known
    assert game.headline(old)
    assert game.headline(game.tree.root) == ""
    assert (game.state_hash(), game.view(), rows(game), game.luck) == here
    forget(game)
    game.rewind(old, replan=False)
    assert (game.state_hash(), game.view(), rows(game)) == there
    assert [one.report for one in game.past] == told
    assert debrief(game).turns == 4


def test_a_tree_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trees, "MOST_NODES", 6)
    monkeypatch.setattr(trees, "KEPT", 2)
    game = play(small_game(), [("consult", "south")], [], [])
    line = game.tree.path
    for _ in range(8):
        game.rewind(0, fresh=True)
        game.end_turn()
    assert len(game.tree.nodes) == 6
    assert sum(bool(node.played) for node in game.tree.nodes) <= 4
    assert game.tree.here.on(game.tree.nodes)
    assert line[2] not in game.tree.nodes
    with pytest.raises(IllegalMove, match="not in this game any more"):
        game.rewind(line[2])
    for node in game.tree.nodes:
        game.rewind(node)


# -- an end set beforehand -------------------------------------------------------------------------


def test_a_limit_of_turns_ends_the_game() -> None:
    game = Game(small_loaded(), turn_limit=2)
    assert (game.turns, game.view().turns) == (2, 2)
    play(game, [("consult", "south")], [])
    assert game.over
    with pytest.raises(IllegalMove, match="over"):
        game.end_turn()
    told = debrief(game, 4)
    assert (told.over, told.turns, len(told.compared), len(told.prospects)) == (True, 2, 2, 3)
    game.rewind(1)
    assert not game.over
    assert Game(small_loaded(), turn_limit=99).turns == small_game().turns
    with pytest.raises(GameError, match="at least 1 turn"):
        Game(small_loaded(), turn_limit=0)


# -- whatever is done ------------------------------------------------------------------------------

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("play"), st.integers(0, 5)),
        st.tuples(st.just("rewind"), st.integers(0, 5)),
        st.tuples(st.just("fresh"), st.integers(0, 5)),
        st.tuples(st.just("jump"), st.integers(0, 20)),
        st.tuples(st.just("forget"), st.just(0)),
        st.tuples(st.just("undo"), st.just(0)),
    ),
    min_size=4,
    max_size=14,
)


def walk(game: Game, steps: list[tuple[str, int]]) -> dict[Node, str]:
    """Do all that is asked for; the states of all turns, each the same whenever it is gone to."""
    seen: dict[Node, str] = {game.tree.root: game.state_hash()}
    for what, number in steps:
        line = game.tree.line
        match what:
            case "play" if not game.over:
                game.planned.clear()
                cards = [card for card in game.legal() if card.legal]
                for card in cards[number : number + 1]:
                    game.push(card.move, card.to)
                game.end_turn()
            case "rewind" | "fresh":
                game.rewind(number % (len(line) + 1), fresh=what == "fresh")
            case "jump":
                nodes = (game.tree.root, *game.tree.nodes)
                game.rewind(nodes[number % len(nodes)])
            case "forget":
                forget(game)
            case "undo":
                game.undo()
        here = game.tree.here
        assert here.turn == game.turn == len(game.past)
        assert seen.setdefault(here, game.state_hash()) == game.state_hash()
        assert [one.observed.acts.turn for one in game.past] == list(range(game.turn))
    return seen


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 50), STEPS)
def test_whatever_is_done_every_turn_stays_what_it_was(
    seed: int, steps: list[tuple[str, int]]
) -> None:
    game = small_game(seed)
    seen = walk(game, steps)
    assert set(seen) <= {game.tree.root, *game.tree.nodes}
    assert headless(game) == game.state_hash()
    for node, state in seen.items():
        game.rewind(node)
        assert game.state_hash() == state == headless(game)
    for node in game.tree.nodes:
        assert node.parent is not None
        assert node in node.parent.children
        assert node.turn == node.parent.turn + 1
