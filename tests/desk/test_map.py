"""The map: places from data, names that never overlap, the same as a table, and how fast it is."""

from __future__ import annotations

import functools
import itertools
import time

import pygame
import pytest

from sim.desk.figures.base_map import Projection
from sim.desk.figures.map import MODES, MapView, trimmed
from sim.desk.figures.map_layout import Layout, lay_out
from sim.desk.kit.app import App
from sim.desk.kit.lint import lint_ui
from sim.desk.kit.look import Look
from sim.desk.kit.theme import THEMES
from sim.desk.models.map import (
    EDGES,
    Geography,
    build_map,
    direction,
    edge_of,
    place_rows,
    tie_rows,
    window_of,
)
from sim.desk.models.map_layers import clipped, layer, layer_for, unpacked
from sim.desk.models.network import Network
from sim.desk.picture import show
from sim.desk.screens.desk import DeskPage
from sim.desk.session import Session
from sim.game.game import Game
from sim.scenario.form.gazetteer import Spot
from sim.scenario.load import load
from sim.scenario.shelf import shipped
from sim.scenario.shipped_data import places, spot_of
from tests.desk.screens import played

SIZES = ((1220, 280), (850, 600), (576, 390))  # of the desk: small, large, narrow
SCALES = (1.0, 1.5, 2.0)


@functools.cache
def seen(name: str) -> tuple[Geography, Network]:
    game = Game.new(load(name), None, 7)
    network = Session(game).view.network
    return build_map(game, network), network


@functools.cache
def look(scale: float) -> Look:
    pygame.font.init()
    return Look(THEMES["dark"], scale, (round(1280 * scale), round(720 * scale)))


def laid(name: str, size: tuple[int, int], scale: float) -> tuple[Layout, pygame.Rect]:
    room = pygame.Rect(10, 20, round(size[0] * scale), round(size[1] * scale))
    return lay_out(look(scale), seen(name)[0], room), room


# -- places ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", shipped())
def test_every_actor_of_every_scenario_has_a_place(name: str) -> None:
    scenario = load(name).scenario
    assert [actor for actor, spec in scenario.actors.items() if spot_of(spec.place) is None] == []
    view, _network = seen(name)
    assert sorted(view.order()) == sorted(scenario.actors)
    assert {site.edge for site in view.sites} <= {"", *EDGES}


def test_directions_are_those_of_a_compass() -> None:
    assert direction(1, 0) == "east"
    assert direction(-1, -1) == "south-west"
    assert direction(0.1, 2) == "north"
    window = (100.0, 9.0, 109.0, 16.0)
    assert edge_of(Spot(longitude=105.0, latitude=12.0), window) == ""
    assert edge_of(Spot(longitude=139.7, latitude=35.7), window) == "north-east"
    assert edge_of(Spot(longitude=-74.0, latitude=40.7, edge="east"), window) == "east"
    assert edge_of(Spot(edge="south"), window) == "south"


def test_the_window_is_the_scenarios_or_holds_its_places() -> None:
    scenario = load("japan-thailand-talks-1992").scenario
    assert scenario.map is not None
    assert window_of(scenario)[0] == scenario.map.west
    west, south, east, north = window_of(scenario.model_copy(update={"map": None}))
    for name in ("phnom_penh", "pailin", "bangkok"):
        place = places()[name]
        assert west < place.longitude < east
        assert south < place.latitude < north


def test_a_window_beyond_the_near_layer_takes_the_far_one() -> None:
    assert layer_for((100, 9, 108, 15)) == "near"
    assert layer_for((60, -10, 150, 46)) == "far"
    assert layer("near").lands
    assert layer("far").lands


def test_lines_are_unpacked_from_steps() -> None:
    assert unpacked([10, 20, 1, -1, 2, 0], 0.5) == ((5.0, 10.0), (5.5, 9.5), (6.5, 9.5))


def test_only_what_a_window_shows_of_a_land_is_drawn() -> None:
    window = (103.0, 11.0, 105.0, 13.0)
    shown_lands = [land for land in layer("near").lands if clipped(land, window)]
    assert 0 < len(shown_lands) < len(layer("near").lands)
    for land in shown_lands:
        for x, y in clipped(land, window):
            assert window[0] - 1e-9 <= x <= window[2] + 1e-9
            assert window[1] - 1e-9 <= y <= window[3] + 1e-9


# -- layout ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", shipped())
def test_names_never_overlap(name: str, size: tuple[int, int], scale: float) -> None:
    layout, room = laid(name, size, scale)
    boxes = [block.rect for block in layout.blocks] + [label.rect for label in layout.labels]
    for one, other in itertools.combinations(boxes, 2):
        assert not one.colliderect(other), f"{name}: {one} and {other} at {size} x {scale}"
    for box in boxes:
        assert room.contains(box)
    view, _network = seen(name)
    assert set(layout.spots) == set(view.order())


def test_marks_stand_in_the_block_of_their_place() -> None:
    layout, room = laid("japan-thailand-talks-1992", (850, 600), 1.0)
    view, _network = seen("japan-thailand-talks-1992")
    projection = Projection.of(view.window, room)
    for block in layout.blocks:
        for row in block.rows:
            assert block.rect.contains(row.rect)
        if block.anchor is not None:
            assert block.site.at is not None
            assert block.anchor == projection.spot(*block.site.at)


def test_a_line_ends_at_the_edges_of_what_it_ties() -> None:
    line = [(float(x), 5.0) for x in range(0, 101, 5)]
    cut = trimmed(line, pygame.Rect(-10, 0, 22, 10), pygame.Rect(80, 0, 40, 10))
    assert 12 <= cut[0][0] <= 15
    assert 75 <= cut[-1][0] <= 80


# -- use -------------------------------------------------------------------------------------------


def on_the_map(game: Game, size: tuple[int, int] = (1280, 720), scale: float = 1.0) -> App:
    app = App(THEMES["dark"], scale, size, motion=False)
    show(game, "map", app)
    app.frame(pygame.Surface(size, 0, 32))
    return app


def press(app: App, key: int, text: str = "") -> None:
    app.handle(pygame.Event(pygame.KEYDOWN, key=key, mod=0, unicode=text))
    app.frame(pygame.Surface(app.look.size, 0, 32))


def test_m_turns_the_network_over_and_arrows_select() -> None:
    app = on_the_map(played(2))
    page = app.top
    assert isinstance(page, DeskPage)
    view = next(w for w in page.ui.top.root.walk() if isinstance(w, MapView))
    assert {part.name for part in view.parts()} == {
        page.actions.view().network.name(actor) for actor in view.view.order()
    }
    page.ui.focus("map")
    before = page.shown.actor
    press(app, pygame.K_LEFT)
    assert page.shown.actor != before
    press(app, pygame.K_m, "m")
    assert not any(isinstance(w, MapView) for w in page.ui.top.root.walk())


def test_every_actor_can_be_reached_by_arrows() -> None:
    view, network = seen("japan-thailand-talks-1992")
    now = ["japan"]
    widget = MapView(view, network, "japan", now.append, lambda _: None, key="map")
    widget.place(look(1.0), pygame.Rect(0, 0, 850, 624))
    reached, todo = {"japan"}, ["japan"]
    while todo:
        widget.selected = todo.pop()
        for key in ("left", "right", "up", "down"):
            now.clear()
            here = widget.selected
            if widget.on_key(key, "") and now[-1] not in reached:
                reached.add(now[-1])
                todo.append(now[-1])
            widget.selected = here
    assert reached == set(view.order())


def test_the_map_tells_the_moves_of_the_last_turn_that_the_seat_heard_of() -> None:
    game = played(2)
    view = build_map(game, Session(game).view.network)
    told = [entry for entry in game.past[-1].report.entries if entry.kind == "move"]
    assert [deed.text for deed in view.deeds] == [entry.text for entry in told]
    assert view.deeds


def test_what_crosses_are_the_channels_that_the_seat_sees() -> None:
    view, network = seen("japan-thailand-talks-1992")
    trade = next(flow for flow in view.flows if "border trade" in flow.channels)
    assert (trade.source, trade.target, trade.crosses) == ("thailand", "khmer_rouge", True)
    seen_by_the_seat = {(e.source, e.target) for e in network.edges if e.leverage > 0}
    assert {(flow.source, flow.target) for flow in view.flows} <= seen_by_the_seat


def test_the_table_holds_what_the_map_shows() -> None:
    view, network = seen("japan-thailand-talks-1992")
    rows = place_rows(view)
    assert len(rows) == len(view.sites)
    said = " ".join(" ".join(row) for row in rows)
    for node in network.nodes:
        assert node.face.name in said
    ties = tie_rows(view, network, "japan")
    assert all(place for _name, place, *_rest in ties)


@pytest.mark.parametrize(
    ("size", "scale", "theme", "mode"),
    [
        ((1280, 720), 1.0, "dark", 2),
        ((1280, 720), 2.0, "high-contrast", 0),
        ((1920, 1080), 1.0, "light", 1),
        ((1920, 1080), 1.5, "dark", 0),
    ],
)
def test_no_lint_finds_a_fault(size: tuple[int, int], scale: float, theme: str, mode: int) -> None:
    app = App(THEMES[theme], scale, size, motion=False)
    show(played(2), "map", app)
    page = app.top
    assert isinstance(page, DeskPage)
    page.shown.map_mode = mode
    assert mode < len(MODES)
    page.refresh()
    app.frame(pygame.Surface(size, 0, 32))
    assert [str(finding) for finding in lint_ui(page.ui)] == []


def test_the_map_is_drawn_quickly() -> None:
    view, network = seen("japan-thailand-talks-1992")
    pygame.font.init()
    own = Look(THEMES["dark"], 1.0, (1280, 720))
    surface = pygame.Surface((1280, 720), 0, 32)

    def draw(selected: str) -> float:
        start = time.process_time()
        widget = MapView(view, network, selected, lambda _: None, lambda _: None, key="map")
        widget.place(own, pygame.Rect(0, 0, 850, 600))
        from sim.desk.kit.widget import State

        widget.draw(surface, own, State(False, False, False))
        return time.process_time() - start

    draw("vietnam")
    draw("vietnam")
    assert min(draw("vietnam") for _ in range(5)) < 0.015
