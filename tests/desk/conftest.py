"""The desk without a display: SDL's dummy driver must be chosen before pygame is imported."""

from __future__ import annotations

import os
from collections.abc import Iterator

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")

import pygame
import pytest

from tests.desk.once import debrief_once, loaded_once, river_once, shelf_once

FEW = 6
"""Rollouts behind the odds where it does not matter how near they are."""


@pytest.fixture(autouse=True)
def rollouts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Odds from a few rollouts; a module that needs all of them has a fixture of this name."""
    monkeypatch.setattr("sim.desk.session.ROLLOUTS", FEW)


@pytest.fixture(autouse=True)
def no_window_left() -> Iterator[None]:
    yield
    pygame.display.quit()


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Scenarios are read once for all tests, and odds are rough; where neither matters."""
    monkeypatch.setattr("sim.scenario.load.load", loaded_once)
    monkeypatch.setattr("sim.desk.session.ROLLOUTS", 2)
    monkeypatch.setattr("sim.desk.navigation.desk_controller.ROLLOUTS", 1)
    monkeypatch.setattr("sim.desk.navigation.desk_controller._RUNS", 2)
    monkeypatch.setattr("sim.desk.flow.build_shelf", shelf_once)


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is reckoned of an ended game is reckoned once."""
    monkeypatch.setattr("sim.game.debriefing.debrief.debrief", debrief_once)
    monkeypatch.setattr("sim.game.debriefing.river.river", river_once)
