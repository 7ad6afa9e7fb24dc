"""F5 at the desk: an edited scenario is played again as far as it goes."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim import paths
from sim.desk.flow import Flow
from sim.desk.kit.app import App
from sim.desk.kit.theme import DARK
from sim.desk.picture import play_on
from sim.desk.screens.desk import DeskPage
from sim.game.game import Game
from sim.game.reload import played_again, reloaded
from sim.game.saving.save import slots
from sim.scenario.load import load
from tests.desk.driving import key_event
from tests.desk.games import SCENARIO, record


@pytest.fixture
def own_file(tmp_path: Path) -> Path:
    """A small scenario of one's own, over one that ships."""
    path = tmp_path / "edited.yaml"
    path.write_text(
        f"version: 1\nid: edited\ntitle: Edited\nextends: {SCENARIO}\n", encoding="utf-8"
    )
    return path


@pytest.fixture(autouse=True)
def quick_odds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.desk.session.ROLLOUTS", 2)


def at_the_desk(path: Path) -> tuple[Flow, DeskPage]:
    app = App(DARK, motion=False)
    flow = Flow(app, 3, wait=True)
    app.push(flow.title())
    game = Game.new(load(str(path)), None, 3)
    play_on(game, record(), 2)
    flow.play(game)
    page = app.top
    assert isinstance(page, DeskPage)
    return flow, page


def told(flow: Flow) -> str:
    page = flow.app.top
    assert isinstance(page, DeskPage)
    return " ".join(node.name for node in page.ui.tree().walk() if node.role == "text")


def press_f5(flow: Flow) -> None:
    flow.app.handle(key_event("f5"))
    flow.app.run_calls()


def test_nothing_has_changed(own_file: Path) -> None:
    flow, _ = at_the_desk(own_file)
    assert flow.session is not None
    before = flow.session.game
    press_f5(flow)
    assert "nothing in it has changed" in told(flow)
    assert flow.session.game is before


def test_an_edited_scenario_is_played_again(own_file: Path) -> None:
    flow, _ = at_the_desk(own_file)
    assert flow.session is not None
    before = flow.session.game
    text = own_file.read_text(encoding="utf-8")
    own_file.write_text(f"{text}trust: {{thailand: {{japan: low}}}}\n", encoding="utf-8")
    press_f5(flow)
    assert "your moves were played again from the first turn" in told(flow)
    assert "trust.thailand.japan" in told(flow)
    after = flow.session.game
    assert after is not before
    assert after.turn == before.turn
    assert [plan.move for played in after.past for plan in played.moves] == [
        plan.move for played in before.past for plan in played.moves
    ]
    assert after.state_hash() != before.state_hash()
    assert len(slots()) == 1  # the game as it was


def test_moves_that_are_no_longer_possible_are_told(own_file: Path) -> None:
    flow, _ = at_the_desk(own_file)
    assert flow.session is not None
    text = own_file.read_text(encoding="utf-8")
    own_file.write_text(f"{text}capital: {{per_turn: 1}}\n", encoding="utf-8")
    press_f5(flow)
    assert "no longer possible" in told(flow)
    assert flow.session.game.turn == 2


def test_the_same_moves_lead_to_the_same_state(own_file: Path) -> None:
    text = own_file.read_text(encoding="utf-8")
    before = Game.new(load(str(own_file)), None, 3)
    before.end_turn()
    own_file.write_text(text.replace("title: Edited", "title: Named anew"), encoding="utf-8")
    again = reloaded(before)
    assert not again.same
    assert again.game.scenario.title == "Named anew"
    assert again.game.state_hash() == before.state_hash()
    assert played_again(before, before.loaded).game is before
    assert paths.scenarios().is_dir()


def test_the_moves_meet_the_fresh_chance_again(own_file: Path) -> None:
    game = Game.new(load(str(own_file)), None, 3)
    game.end_turn()
    game.rewind(0, fresh=True)
    for _turn in range(2):
        game.end_turn()
    own_file.write_text(
        own_file.read_text(encoding="utf-8").replace("Edited", "Edited again"), encoding="utf-8"
    )
    again = reloaded(game)
    assert not again.same
    assert again.game.luck == game.luck
    assert again.game.state_hash() == game.state_hash()


def test_moves_that_are_lost_are_told_to_their_own_seat_alone(own_file: Path) -> None:
    game = Game(load(str(own_file)), seed=3, seats=("japan", "thailand"))
    game.push("call_round", "khmer_rouge")
    game.finish()
    title = game.scenario.moves["call_round"].title
    own_file.write_text(
        own_file.read_text(encoding="utf-8") + "moves:\n  call_round:\n    needs: turn >= 9\n",
        encoding="utf-8",
    )
    again = reloaded(game)
    assert again.game.seat == "thailand"
    assert len(again.lost) == 1
    assert title not in again.words
