"""Every scenario that ships fits the screens: no text too long, no two marks on one spot."""

from __future__ import annotations

import itertools

import pytest

from sim.desk.figures.network import NetworkView
from sim.desk.kit.lint import lint_ui
from sim.desk.models.title import build_shelf
from sim.game.game import Game
from sim.scenario.shelf import campaigns
from tests.desk.games import shown
from tests.shipped import NAMES, every, loaded, seats

APART = 24
"""Pixels that two marks of the network are apart at least."""


@every
def test_the_briefing_of_every_seat_fits(name: str) -> None:
    for seat in seats(name):
        _, page = shown(Game.new(loaded(name), seat, 1), "briefing")
        assert [str(fault) for fault in lint_ui(page.ui)] == []


@every
def test_the_desk_fits(name: str) -> None:
    game = Game.new(loaded(name), seed=1)
    game.end_turn()
    _, page = shown(game, "desk")
    assert [str(fault) for fault in lint_ui(page.ui)] == []
    page.ui.prepare()
    view = next(w for w in page.ui.top.root.walk() if isinstance(w, NetworkView))
    for (one, at), (other, there) in itertools.combinations(view.spots.items(), 2):
        assert abs(at[0] - there[0]) + abs(at[1] - there[1]) >= APART, (one, other)
    for (one, box), (other, next_box) in itertools.combinations(view.names.items(), 2):
        assert not box.colliderect(next_box), (one, other)


def test_the_shelf_holds_them_all_by_date_and_the_campaigns_last() -> None:
    shelf = build_shelf()
    assert shelf.broken == ()
    assert {card.id for card in shelf.cards} == {*NAMES, *campaigns()}
    alone = [card for card in shelf.cards if not card.campaign]
    assert list(shelf.cards[: len(alone)]) == alone
    starts = [loaded(card.id).scenario.calendar.start for card in alone]
    assert starts == sorted(starts)


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080), (640, 900)])
def test_each_of_them_fits_the_opening(size: tuple[int, int]) -> None:
    _, page = shown(Game.new(loaded(NAMES[0]), seed=1), "title", size)
    for index in range(len(build_shelf().cards)):
        page._choose(index)  # type: ignore[attr-defined]
        page.refresh()
        assert [str(fault) for fault in lint_ui(page.ui)] == [], index
