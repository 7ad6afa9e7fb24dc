"""A world without: what can be switched off, how it is told, and that it is told everywhere."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.cli.textmode.game import play_text
from sim.desk.models.briefing import build_briefing
from sim.desk.models.title import build_shelf
from sim.desk.models.without import build_world, turned
from sim.desk.screens.briefing import BriefingPage
from sim.desk.screens.desk import DeskPage
from sim.desk.screens.title import TitlePage
from sim.desk.screens.without import WithoutPage
from sim.game.begin import begin
from sim.game.errors import GameError
from sim.game.game import Game
from sim.game.switches import checked, switches, world, world_by_id
from sim.model.compiled import Compiled
from sim.model.process import PeaceProcess
from sim.model.rules import RULES
from tests.desk.driving import press
from tests.desk.games import game_at, loaded, shown
from tests.desk.screens import MATRIX, faults

EVENT = "event:tokyo_conference"


def test_every_rule_and_every_event_can_be_switched_off_and_is_told_in_a_line() -> None:
    scenario = loaded().scenario
    found = switches(scenario)
    assert [one.id for one in found if one.kind == "rule"] == [f"rule:{rule}" for rule in RULES]
    assert {one.id for one in found if one.kind == "event"} == {
        f"event:{event}" for event in scenario.events
    }
    assert all(one.title and 10 < len(one.about) < 90 for one in found)
    assert len({one.about for one in found if one.kind == "rule"}) == len(RULES)


def test_no_line_of_a_rule_is_its_id() -> None:
    for one in switches(loaded().scenario):
        assert "_" not in one.title + one.about


@settings(deadline=None, max_examples=30)
@given(st.lists(st.sampled_from([one.id for one in switches(loaded().scenario)]), max_size=6))
def test_what_is_switched_off_is_kept_once_and_in_order(names: list[str]) -> None:
    scenario = loaded().scenario
    order = [one.id for one in switches(scenario)]
    kept = checked(scenario, names)
    assert set(kept) == set(names)
    assert list(kept) == sorted(kept, key=order.index)
    assert bool(world(scenario, kept)) == bool(names)


@given(st.lists(st.sampled_from(["rule:trust", "rule:agenda", EVENT]), max_size=6))
def test_turning_a_switch_twice_changes_nothing(names: list[str]) -> None:
    off: tuple[str, ...] = ()
    for name in names:
        off = turned(off, name)
    assert all((name in off) == (names.count(name) % 2 == 1) for name in names)


def test_what_is_unknown_is_refused_with_a_name_that_is_near() -> None:
    with pytest.raises(GameError, match="rule:trust"):
        checked(loaded().scenario, ["rule:trusst"])
    with pytest.raises(GameError, match="neither a rule nor an event"):
        begin(loaded(), without=("nonsense",))


def test_the_words_for_a_world() -> None:
    scenario = loaded().scenario
    assert world(scenario, ()) == ""
    assert world(scenario, ["rule:trust"]) == "in a world without trust"
    assert world(scenario, ["rule:trust", "rule:agenda"]).endswith(
        "trust and the pull of the agenda"
    )
    many = [f"rule:{rule}" for rule in RULES]
    assert world(scenario, many).endswith(f"and {len(RULES) - 3} more")
    assert scenario.events["tokyo_conference"].title in world(scenario, [EVENT])
    assert world_by_id([EVENT]) == "in a world without tokyo conference"


def test_such_a_game_is_that_of_the_command_line_to_the_bit() -> None:
    without = ("rule:trust", EVENT)
    game = begin(loaded(), "japan", 5, without)
    while not game.over:
        game.end_turn()
    whole = Game.new(loaded(), "japan", 5)
    while not whole.over:
        whole.end_turn()
    assert game.state_hash() != whole.state_hash()
    engine = PeaceProcess(
        Compiled(loaded().scenario, generations=loaded().generations),
        seed=5,
        seat="japan",
        without=without,
    )
    while not engine.over:
        engine.step()
    assert engine.state_hash(0) == game.state_hash()


@pytest.mark.parametrize(("size", "scale", "theme"), MATRIX)
def test_the_page_has_no_fault_of_layout(size: tuple[int, int], scale: float, theme: str) -> None:
    scenario = loaded().scenario
    off = tuple(one.id for one in switches(scenario))
    assert faults(lambda: WithoutPage(scenario, off, lambda _: None), size, scale, theme) == []


def test_by_keys_from_the_briefing_to_a_desk_that_says_so() -> None:
    flow, page = shown(game_at(0), "briefing")
    press(page, "w")
    switch = flow.app.top
    assert isinstance(switch, WithoutPage)
    assert build_world(switch.scenario, switch.off).words == ""
    press(switch, "enter")
    assert switch.off == ("rule:trust",)
    assert switch.ui.tree().find("button", "Trust: off")
    switch.ui.focus("go")
    press(switch, "enter")
    assert flow.app.top is page
    assert isinstance(page, BriefingPage)
    assert "in a world without trust" in page.view.rules
    press(page, "enter")
    assert flow.session is not None
    assert flow.session.game.without == ("rule:trust",)
    desk = flow.app.top
    assert isinstance(desk, DeskPage)
    desk.ui.prepare()
    assert desk.ui.tree().find("text", "in a world without trust")


def test_another_seat_stays_in_the_same_world() -> None:
    flow, page = shown(game_at(0), "briefing")
    assert isinstance(page, BriefingPage)
    press(page, "w")
    press(flow.app.top, "enter")  # type: ignore[arg-type]
    flow.app.top.ui.focus("go")  # type: ignore[attr-defined]
    press(flow.app.top, "enter")  # type: ignore[arg-type]
    page.ui.focus(page.ui.tree().find("tablist", "Seat").key)
    press(page, "right")
    assert "in a world without trust" in page.view.rules


def test_escape_leaves_the_world_as_it_was() -> None:
    flow, page = shown(game_at(0), "briefing")
    assert isinstance(page, BriefingPage)
    press(page, "w")
    press(flow.app.top, "enter")  # type: ignore[arg-type]
    press(flow.app.top, "escape")  # type: ignore[arg-type]
    assert flow.app.top is page
    assert not any("without" in rule for rule in page.view.rules)


def test_from_the_title_by_its_button() -> None:
    flow, page = shown(game_at(0), "title")
    assert isinstance(page, TitlePage)
    page.at = [card.id for card in build_shelf().cards].index(loaded().scenario.id)
    page.refresh()
    page.ui.prepare()
    page.ui.focus("without")
    press(page, "enter")
    switch = flow.app.top
    assert isinstance(switch, WithoutPage)
    press(switch, "enter")
    switch.ui.focus("go")
    press(switch, "enter")
    briefing = flow.app.top
    assert isinstance(briefing, BriefingPage)
    assert "in a world without trust" in briefing.view.rules


def test_the_briefing_of_the_whole_world_says_nothing_of_it() -> None:
    rules = build_briefing(game_at(0)).rules
    assert rules == tuple(rule for rule in rules if "without" not in rule)


def test_text_mode_says_it_each_turn() -> None:
    out = io.StringIO()
    code = play_text(
        loaded=loaded(),
        seat=None,
        seed=1,
        save=None,
        stdin=io.StringIO("end\nquit\n"),
        stdout=out,
        without=("rule:trust",),
    )
    assert code == 0
    assert out.getvalue().count("In a world without trust.") == 3
