"""The table: the text, what the parties make of it, and how it is laid."""

from __future__ import annotations

from collections.abc import Mapping

import pygame
import pytest

from sim.desk.figures.draft import DraftSlider
from sim.desk.kit.widget import State
from sim.desk.models.table import Dots, Line, build_table, presets
from sim.desk.screens.table import TablePage
from sim.game.errors import IllegalMove
from sim.game.forecast.acceptance import Acceptance
from sim.game.game import Game
from sim.game.planned import Planned
from sim.model.process import PeaceProcess
from sim.model.seat import Play
from tests.desk.driving import click, focused, press
from tests.desk.screens import MATRIX, along_the_record, faults, played, scenario, shown

TALKS, COUNCIL = "khmer_rouge_talks", "security_council"


def estimate_of(game: Game, **places: float) -> dict[str, float]:
    """Each party's chance of accepting a text, and that it passes."""
    text = dict(presets(game, TALKS)[0].text) | places
    found = Acceptance(game, TALKS).estimate(text)
    return {party.actor: party.accepts.mean for party in found.parties} | {
        "passes": found.passes.mean
    }


# -- chances ---------------------------------------------------------------------------------------


def test_a_concession_pleases_one_party_and_loses_another() -> None:
    game = played(4)
    inside, beyond = estimate_of(game, snc_role=0.3), estimate_of(game, snc_role=0.9)
    assert beyond["khmer_rouge"] > inside["khmer_rouge"]
    assert beyond["hun_sen"] < inside["hun_sen"] - 0.2
    assert beyond["untac"] < inside["untac"] - 0.2


@pytest.mark.parametrize("table", [TALKS, COUNCIL])
def test_chances_are_the_engines_own_choices(table: str) -> None:
    """What is shown of a party agrees with how often it accepts when the engine lets it choose."""
    game = played(0)  # nothing is decided yet, so that every decision is new
    acceptance = Acceptance(game, table, worlds=100, throws=30)
    found = acceptance.estimate(dict(presets(game, table)[0].text))
    world = acceptance.many
    words = {"signs": "accepted", "votes": "accepted", "consents": "objected"}
    for party in found.parties:
        fact = world.plan.facts.get(
            (words[party.role], game.plan.actor(party.actor), acceptance.plan.index)
        )
        assert fact is not None
        share = float((world.facts[fact] == world.turn).mean())
        counted = 1 - share if party.role == "consents" else share
        if game.scenario.actors[party.actor].members == 1:
            assert counted == pytest.approx(party.accepts.mean, abs=0.04), party.actor
    stops = max(party.stops.mean for party in found.parties)
    assert found.passes.mean <= 1 - stops + 0.05


@pytest.mark.parametrize("place", [0.0, 0.5, 1.0])
def test_a_veto_is_as_likely_as_the_engine_has_it(place: float) -> None:
    acceptance = Acceptance(played(0), COUNCIL, worlds=100, throws=30)
    found, world = acceptance.estimate(dict.fromkeys(acceptance.issues, place)), acceptance.many
    holders = [party for party in found.parties if party.veto]
    assert len(holders) == len(acceptance.plan.veto)
    for party in holders:
        row = world.plan.facts["vetoed", world.plan.actor(party.actor), acceptance.plan.index]
        cast = float((world.facts[row] == world.turn).mean())
        assert cast == pytest.approx(party.stops.mean, abs=0.04), party.actor


def test_estimates_do_not_depend_on_what_was_asked_before() -> None:
    game = played(4)
    text = dict(presets(game, TALKS)[0].text)
    acceptance = Acceptance(game, TALKS)
    first = acceptance.estimate(text)
    acceptance.estimate(dict.fromkeys(text, 0.0))
    assert acceptance.estimate(text) == first


def test_what_is_hidden_does_not_show() -> None:
    """Two games that differ in hidden numbers alone give the same chances."""
    game = along_the_record(3)
    text = dict(presets(game, TALKS)[0].text)
    before = Acceptance(game, TALKS).estimate(text)
    hidden = game.process.world
    hidden.type[...] = (hidden.type + 1) % 4
    hidden.ideal[...] = 1.0 - hidden.ideal
    assert Acceptance(game, TALKS).estimate(text) == before


def test_an_estimate_leaves_the_game_as_it_was() -> None:
    game = along_the_record(3)
    state, picture = game.state_hash(), game.picture.world.facts.copy()
    Acceptance(game, TALKS).estimate(dict(presets(game, TALKS)[0].text))
    assert game.state_hash() == state
    assert (game.picture.world.facts == picture).all()


# -- the view-model --------------------------------------------------------------------------------


def test_the_view_shows_issues_limits_and_who_stands_in_the_way() -> None:
    game = played(4)
    text = {"snc_role": 0.9, "verification": 0.5, "cantonment": 0.9}
    view = build_table(game, TALKS, text, Acceptance(game, TALKS).estimate(text))
    assert [line.place for line in view.lines] == [0.9, 0.5, 0.9]
    assert [line.limits for line in view.lines] == [(0.0, 0.5), (0.0, 0.8), (0.0, 0.35)]
    assert view.outside == tuple(line.title for line in view.lines if not line.inside)
    assert len(view.outside) == 2
    stopping = [row.face.name for row in view.parties if row.stops]
    assert stopping
    assert all(name in view.verdict for name in stopping)
    assert view.verdict.endswith("in the way.")
    assert {route.move for route in view.routes} == {"draft_compromise", "single_text"}
    assert [route.move for route in view.calls] == ["put_text"]


def test_a_preset_of_the_talks_lies_inside_the_agreements() -> None:
    game = played(4)
    inside = next(one for one in presets(game, TALKS) if one.id == "inside")
    text = dict(inside.text)
    view = build_table(game, TALKS, text, Acceptance(game, TALKS).estimate(text))
    assert view.outside == ()


def test_a_table_without_limits_offers_no_preset_inside_them() -> None:
    assert "inside" not in {one.id for one in presets(played(4), COUNCIL)}


@pytest.mark.parametrize(
    ("dots", "words", "spread"),
    [(Dots(8, 5, 11), "8 in 20", "5 to 11"), (Dots(3, 3, 3), "3 in 20", "")],
)
def test_chances_are_told_as_frequencies(dots: Dots, words: str, spread: str) -> None:
    assert (dots.words, dots.range_words) == (words, spread)


@pytest.mark.parametrize(
    ("zone", "apart", "words"),
    [
        ((0.3, 0.45), (), "room 30\N{EN DASH}45"),
        ((0.4, 0.4), (), "room at 40"),
        (None, ("North", "South"), "no room: North and South"),
    ],
)
def test_room_for_agreement_is_told(
    zone: tuple[float, float] | None, apart: tuple[str, ...], words: str
) -> None:
    line = Line("a", "A", "low", "high", 0.5, None, None, (), zone, apart, "", ())
    assert line.room == words


# -- the page --------------------------------------------------------------------------------------


def test_a_draft_is_planned_by_keys_alone() -> None:
    game = along_the_record(4)
    told: list[str] = []
    page = TablePage(game, TALKS, lambda: told.append("planned"))
    app = shown(page)
    press(page, "2")  # the second ready text
    page.ui.focus("issue:snc_role")
    start = page.text["snc_role"]
    press(page, "left", "left")
    assert page.text["snc_role"] == pytest.approx(start - 0.1)
    wanted = dict(page.text)
    press(page, "p")
    assert told == ["planned"]
    assert page not in app.stack
    (planned,) = game.planned
    assert planned.move == "draft_compromise"
    assert dict(planned.text) == pytest.approx(wanted)


def test_a_planned_text_can_be_changed_and_is_not_planned_twice() -> None:
    game = along_the_record(4)
    for place in (0.2, 0.4):
        page = TablePage(game, TALKS)
        shown(page)
        page.set_place("snc_role", place)
        page.plan()
    (planned,) = game.planned
    assert dict(planned.text)["snc_role"] == pytest.approx(0.4)
    assert TablePage(game, TALKS).text["snc_role"] == pytest.approx(0.4)


def test_where_the_second_of_two_moves_cannot_be_planned_neither_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A text is laid and put to decision in one turn, or what was planned before stands."""
    game = along_the_record(4)
    page = TablePage(game, TALKS)
    shown(page)
    page.plan()
    before = list(game.planned)
    push = game.push

    def poor(move: str, to: str | None = None, text: Mapping[str, float] | None = None) -> Planned:
        if text is None:
            raise IllegalMove("There is no capital left for it.")
        return push(move, to, text)

    again = TablePage(game, TALKS)
    shown(again)
    again.set_place("snc_role", 0.35)
    again.call = True
    monkeypatch.setattr(TablePage, "_call", again.view.routes[0])
    monkeypatch.setattr(game, "push", poor)
    again.plan()
    assert again.ui.tree().find("dialog", "This cannot be planned")
    assert game.planned == before


def test_what_is_planned_at_the_table_is_what_the_engine_plays() -> None:
    game = along_the_record(4)
    page = TablePage(game, TALKS)
    shown(page)
    page.set_place("cantonment", 0.2)
    page.plan()
    plays = [Play(plan.option, dict(plan.text)) for plan in game.planned]
    twin = PeaceProcess(game.compiled, seed=game.seed)
    for turn in game.past:
        twin.advance([plan.play for plan in turn.moves])
    twin.advance(plays)
    game.end_turn()
    assert game.state_hash() == twin.state_hash(0)


def test_a_draft_that_is_not_legal_says_why() -> None:
    game = along_the_record(0)
    page = TablePage(game, TALKS)
    shown(page)
    button = page.ui.tree().find("button", "Plan this draft")
    assert not button.enabled
    press(page, "p")
    assert not game.planned
    page.plan()  # whatever calls it, the game itself refuses
    assert not game.planned
    assert page.ui.tree().find("dialog", "This cannot be planned")


def test_moving_the_text_changes_what_the_parties_make_of_it() -> None:
    page = TablePage(played(4), TALKS)
    shown(page)
    page.ui.focus("issue:snc_role")
    press(page, "home")
    before = page.ui.tree().find("img", "Khmer Rouge accepts").value
    press(page, "end")
    slider = page.ui.tree().find("slider", "Role of the Supreme National Council")
    assert slider.value.startswith("100 of 100")
    assert slider.value.endswith("outside")
    assert page.ui.tree().find("img", "Khmer Rouge accepts").value != before


def test_what_does_not_fit_beside_the_title_of_an_issue_stands_below_it() -> None:
    page = TablePage(played(4), TALKS)
    shown(page)
    page.set_place("cantonment", 1.0)
    page.refresh()
    page.ui.prepare()
    look, slider = page.look, page.ui.top.widget("issue:cantonment")
    assert isinstance(slider, DraftSlider)
    drawn: list[str] = []
    look.text.on_draw = lambda text, *_rest: drawn.append(text)
    heights = []
    for width in (800, 480):
        drawn.clear()
        heights.append(slider.size(look, width)[1])
        slider.place(look, pygame.Rect(0, 0, width, heights[-1]))
        slider.draw(pygame.Surface((800, 400), 0, 32), look, State(False, False, False))
        assert {slider.subject.room, "outside the limits"} <= set(drawn)
    assert heights[1] > heights[0]


def test_the_mouse_moves_the_text_on_the_line() -> None:
    page = TablePage(played(4), TALKS)
    shown(page)
    slider = page.ui.top.widget("issue:snc_role")
    assert isinstance(slider, DraftSlider)
    click(page, (slider.x_of(0.25), slider.line.y))
    assert page.text["snc_role"] == pytest.approx(0.25)
    assert focused(page).name == "Role of the Supreme National Council"


@pytest.mark.parametrize(("size", "scale", "theme"), MATRIX)
@pytest.mark.parametrize("table", [TALKS, COUNCIL])
def test_the_table_passes_the_lints(
    table: str, size: tuple[int, int], scale: float, theme: str
) -> None:
    game = played(6)
    assert faults(lambda: TablePage(game, table), size, scale, theme) == []


def test_every_table_of_the_scenario_can_be_drawn_before_the_first_turn() -> None:
    game = Game.new(scenario(), "thailand", 3)
    for table in game.scenario.tables:
        shown(TablePage(game, table))
