"""Playing: what can be planned, what cannot and why, undo, and the same state as a run."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from sim.game.errors import GameError, IllegalMove
from sim.game.game import Game
from sim.game.view import Card
from sim.lab.lines import line_of, line_of_moves
from sim.model.compiled import Compiled
from sim.model.process import PeaceProcess
from sim.scenario.schema import LineMove
from tests.game.rig import (
    busy_game,
    busy_turn,
    data,
    loaded_from,
    play,
    shipped_loaded,
    small_game,
    small_loaded,
)


def card(game: Game, move: str, to: str | None = None) -> Card:
    return next(c for c in game.legal() if c.move == move and c.to == to)


# -- cards -----------------------------------------------------------------------------------------


def test_cards_are_all_options_of_the_seat() -> None:
    game = small_game()
    cards = game.legal()
    assert [c.number for c in cards] == list(range(1, len(cards) + 1))
    assert {c.move for c in cards} == {
        name for name, move in game.scenario.moves.items() if "host" in move.by
    }
    consult = card(game, "consult", "south")
    assert (consult.title, consult.target, consult.cost) == ("Consult", "south", 1)
    assert consult.reason == "So that south does not read it in the paper."
    assert consult.label == "Consult: south"
    assert card(game, "draft").drafts == "talks"
    assert card(game, "put").calls == "talks"
    assert card(game, "hold_round", "north").asks == "attend"


def test_needs_that_are_not_met() -> None:
    game = small_game()
    assert card(game, "put").why_not == "There is no text to put."
    game = play(game, [("draft", None)])
    assert card(game, "put").legal


def test_needs_without_words_are_told_as_they_stand() -> None:
    game = small_game()
    while card(game, "ask_to_join", "friend").legal:
        play(game, [("ask_to_join", "friend")])
    why = card(game, "ask_to_join", "friend").why_not
    assert why == "It needs: not (friend: became a partner in the initiative)."


def test_capital_and_room_and_doing_things_twice() -> None:
    game = small_game()
    assert card(game, "grand_gesture").why_not == "It costs 4 and you have 3 left this turn."
    game.push("consult", "south")
    assert card(game, "consult", "south").why_not == "It is planned for this turn already."
    assert card(game, "consult", "south").planned
    assert card(game, "consult", "friend").legal
    game.push("consult", "friend")
    game.push("listen", "north")
    room = "A turn has room for 3 moves, and all are planned."
    assert card(game, "listen", "south").why_not == room
    game.drop(0)
    assert card(game, "listen", "south").legal


def test_rests_and_things_that_can_be_done_once() -> None:
    game = play(small_game(), [("listen", "north"), ("proclaim", None)])
    assert card(game, "proclaim").why_not == "It can be done only once, and you have done it."
    lately = "You did this lately; it can be done again in 1 turn."
    assert card(game, "listen", "north").why_not == lately
    assert card(game, "listen", "south").legal
    play(game, [])
    assert card(game, "listen", "north").legal


def test_the_engine_agrees_on_what_is_legal() -> None:
    """Whatever a card offers the engine plays, unless it rests on what the seat cannot know."""
    played = 0
    for seed in range(6):
        for turn in busy_game(seed).past:
            done = turn.observed.acts.moves
            assert all(plan.option in done for plan in turn.moves)
            played += len(turn.moves)
    assert played > 20


def test_a_need_that_rests_on_what_is_hidden_stays_open_and_may_come_to_nothing() -> None:
    plain = data()
    plain["moves"]["proclaim"]["needs"] = "trust(north, host) >= 0.5"
    loaded, missed = loaded_from(plain), []
    for seed in range(1, 9):
        game = Game.new(loaded, seed=seed)
        assert card(game, "proclaim").legal
        assert card(game, "proclaim").unsure
        before = game.capital
        game.push("proclaim")
        report = game.end_turn()
        true = float(game.past[0].before.arrays["trust"][2, 0, 0])
        missed += [entry for entry in report.entries if entry.kind == "missed"]
        assert bool([e for e in report.entries if e.kind == "missed"]) == (true < 0.5)
        assert before == 3
    assert 0 < len(missed) < 8


# -- planning --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("move", "to", "text", "said"),
    [
        ("consutl", "south", None, 'There is no move "consutl" for host; did you mean "consult"?'),
        ("press", "north", None, '"press" is not a move of host; it is for friend to play.'),
        ("consult", None, None, 'Say for whom "consult" is meant: friend, south.'),
        ("consult", "suoth", None, '"consult" cannot be for "suoth"; did you mean "south"?'),
        ("consult", "small_states", None, "it can be for friend, south."),
        ("draft", "north", None, '"draft" is for nobody in particular; leave out "north".'),
        ("put", None, None, "Put the text: There is no text to put."),
        ("consult", "south", {"land": 0.5}, '"consult" drafts no text; leave the text out.'),
        ("draft", None, {"lnad": 0.5}, 'The text has no issue "lnad"; did you mean "land"?'),
        ("draft", None, {"blame": 0.5}, 'has no issue "blame"; it has land, trade.'),
        ("draft", None, {"land": 1.5}, "The place on land is 1.5; it must be from 0 to 1."),
        ("draft", None, {"land": float("nan")}, "The place on land is nan; it must be"),
        ("draft", None, {"land": True}, "The place on land is True; it must be from 0 to 1."),
    ],
)
def test_what_cannot_be_planned(
    move: str, to: str | None, text: dict[str, Any] | None, said: str
) -> None:
    game = small_game()
    with pytest.raises(IllegalMove) as caught:
        game.push(move, to, text)
    assert said in str(caught.value)
    assert not game.planned


def test_a_target_may_be_left_out_where_there_is_one() -> None:
    game = small_game()
    assert game.push("ask_to_join").to == "friend"


def test_texts_are_whole_and_on_the_grid() -> None:
    game = small_game()
    plan = game.push("draft", text={"land": 0.61})
    text = dict(plan.text)
    assert text["land"] == pytest.approx(0.6)
    assert set(text) == {"land", "trade"}
    game.end_turn()
    assert dict(game.view().tables[0].text or ()) == pytest.approx(text)
    again = game.push("draft", text={"trade": 0.2})
    assert dict(again.text) == pytest.approx({"land": 0.6, "trade": 0.2})


def test_the_usual_text_keeps_inside_the_agreement() -> None:
    plan = small_game().push("draft")
    assert 0.2 <= dict(plan.text)["land"] <= 0.8


def test_dropping() -> None:
    game = small_game()
    with pytest.raises(IllegalMove, match="nothing is planned yet"):
        game.drop(0)
    game.push("consult", "south")
    with pytest.raises(IllegalMove, match="no planned move 3; there are 1"):
        game.drop(2)
    assert game.drop(0).move == "consult"
    assert game.capital_left == 3


def test_capital_is_paid_and_carried() -> None:
    game = small_game()
    assert (game.capital, game.capital_left) == (3, 3)
    play(game, [("consult", "south"), ("consult", "friend"), ("listen", "north")])
    assert game.capital == 3
    play(game, [])
    assert game.capital == 4


def test_nothing_goes_on_after_the_end() -> None:
    game = busy_game(1)
    assert game.over
    assert not any(one.legal for one in game.legal())
    with pytest.raises(IllegalMove, match="The game is over"):
        game.push("consult", "south")
    with pytest.raises(IllegalMove, match="The game is over"):
        game.end_turn()


def test_a_final_outcome_ends_the_game() -> None:
    plain = data()
    plain["outcomes"]["called"] = {
        "title": "A text was put",
        "when": "adopted(talks) or failed(talks)",
        "final": True,
    }
    game = Game.new(loaded_from(plain), seed=1)
    play(game, [("draft", None)], [("put", None)])
    while not game.over:
        game.end_turn()
    assert game.turn < game.turns
    assert run_of(game) == game.state_hash()
    assert game.view().over
    assert game.undo()
    assert not game.over


@pytest.mark.parametrize(
    ("seat", "seed", "without", "said"),
    [
        ("nroth", 1, (), "small has no seat nroth"),
        ("south", 1, (), "it has host, friend"),
        (None, -1, (), "The seed is -1; it must be from 0 to"),
        (None, 2**64, (), "The seed is 18446744073709551616"),
        (None, 1, ("rule:trsut",), 'did you mean "rule:trust"?'),
    ],
)
def test_games_that_cannot_be_started(
    seat: str | None, seed: int, without: tuple[str, ...], said: str
) -> None:
    with pytest.raises(GameError) as caught:
        Game.new(small_loaded(), seat, seed, without)
    assert said in str(caught.value)


# -- undo ------------------------------------------------------------------------------------------


def test_undo_takes_back_planned_moves_and_then_turns() -> None:
    game = small_game()
    start = game.state_hash()
    play(game, [("consult", "south"), ("listen", "north")])
    game.push("proclaim")
    assert game.undo()
    assert not game.planned
    assert game.undo()
    assert game.turn == 0
    assert [plan.move for plan in game.planned] == ["consult", "listen"]
    assert game.state_hash() == start
    assert game.undo()
    assert game.undo()
    assert not game.undo()


@pytest.mark.parametrize("seed", range(4))
def test_what_is_undone_and_done_again_is_as_it_was(seed: int) -> None:
    """State, picture and all that is shown; back by one turn and back to the start."""
    game = busy_game(seed)
    end, shown, past = game.state_hash(), game.view().as_json(), list(game.past)
    for back in (1, 3, len(past)):
        for _ in range(back):
            game.planned.clear()
            assert game.undo()
        for played in past[-back:]:
            game.planned.clear()
            for plan in played.moves:
                game.push(plan.move, plan.to, dict(plan.text) or None)
            assert game.end_turn() == played.report
        assert game.state_hash() == end
        assert game.view().as_json() == shown


# -- the same as a run -----------------------------------------------------------------------------


def run_of(game: Game) -> str:
    """The hash of a run of the engine with the game's moves, as the command line makes it."""
    compiled = Compiled(game.scenario, generations=game.loaded.generations)
    entries = {
        key: LineMove.model_validate(entry, strict=True)
        for key, entry in game.line()["moves"].items()
    }
    line = line_of_moves(compiled, "the game", entries, game.seat)
    process = PeaceProcess(compiled, seed=game.seed, seat=game.seat)
    while not process.over:
        process.advance(line.plays(process.turn))
    return process.state_hash(0)


@pytest.mark.parametrize("seed", range(5))
def test_a_run_with_the_same_moves_ends_in_the_same_state(seed: int) -> None:
    game = busy_game(seed)
    assert run_of(game) == game.state_hash()


def test_the_line_can_be_written_to_a_file_and_run(tmp_path: Path) -> None:
    game, file = busy_game(7), tmp_path / "line.yaml"
    file.write_text(yaml.safe_dump(game.line()), encoding="utf-8")
    line = line_of(game.compiled, str(file), game.seat)
    process = PeaceProcess(game.compiled, seed=game.seed, seat=game.seat)
    while not process.over:
        process.advance(line.plays(process.turn))
    assert process.state_hash(0) == game.state_hash()


@pytest.mark.parametrize("seat", [None, "thailand"])
def test_a_run_of_a_shipped_scenario_ends_in_the_same_state(seat: str | None) -> None:
    game, luck = Game.new(shipped_loaded(), seat, 11), np.random.default_rng(11)
    while not game.over:
        busy_turn(game, luck)
    assert run_of(game) == game.state_hash()


def test_odds_and_views_leave_no_trace() -> None:
    from sim.game.forecast.odds import odds

    plain, looked = small_game(6), small_game(6)
    while not plain.over:
        looked.view()
        odds(looked, [one.option for one in looked.legal() if one.legal], 10, goals=True)
        plain.end_turn()
        looked.end_turn()
    assert plain.state_hash() == looked.state_hash()
    assert plain.view() == looked.view()


def test_the_line_has_dates_and_texts() -> None:
    game = small_game()
    game.push("draft", text={"land": 0.5})
    game.push("consult", "south")
    game.end_turn()
    moves = game.line()["moves"]
    assert list(moves) == ["turn_1_move_1", "turn_1_move_2"]
    first = moves["turn_1_move_1"]
    assert (first["date"], first["by"], first["move"]) == (dt.date(2000, 1, 1), "host", "draft")
    assert first["text"]["land"] == pytest.approx(0.5)
    assert moves["turn_1_move_2"]["to"] == "south"


def test_without_a_rule_the_game_is_another() -> None:
    plain = play(small_game(3), [("hold_round", "north")])
    other = Game.new(small_loaded(), seed=3, without=("rule:trust",))
    play(other, [("hold_round", "north")])
    assert plain.state_hash() != other.state_hash()
    assert "trust" not in other.picture.world.rules
