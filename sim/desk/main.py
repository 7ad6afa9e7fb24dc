"""The window of the desk."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pygame

from sim.desk.flow import Flow
from sim.desk.kit import chords
from sim.desk.kit.app import App, suggested_scale
from sim.desk.kit.text import font_problem
from sim.desk.kit.theme import THEMES
from sim.desk.models.settings import read_settings

if TYPE_CHECKING:
    from sim.game.forecast.honesty import Provider

_SIZE: Final = (1280, 720)
_SWITCH: Final = 0.001  # seconds: the window waits no longer than that for what reckons odds


def run(
    scenario: str | None = None,
    seat: str | None = None,
    seed: int = 1,
    load: Path | None = None,
    level: str | None = None,
    plain: bool = False,
    without: tuple[str, ...] = (),
    honest: Provider | None = None,
) -> int:
    """Open the window and stay until it is closed.

    Args:
        scenario: Id or path of the scenario to open at; by default the opening shows all.
        seat: Actor id of the seat.
        seed: Key of the chance.
        load: A save to go on with.
        level: The level of difficulty to begin at; it can still be changed at the briefing.
        plain: Whether the briefing is told in plain words, whatever the settings say.
        without: Rules and events that the game does without, as `rule:ID` and `event:ID`.
        honest: Reckons how far to trust a scenario, for the honesty page.

    Returns:
        0, or 1 where the game could not be saved when the window was closed.

    Raises:
        NoDisplayError: There is no display; the text mode plays the same game.
    """
    sys.setswitchinterval(_SWITCH)
    settings, problem = read_settings()
    scale, size = _fitting()
    app = App(THEMES[settings.theme], settings.scale or scale, size, settings.motion)
    chords.use(settings.keys)
    silent = app.sound.switch(settings.sound)
    flow = Flow(app, seed, plain=plain or settings.plain)
    flow.hints = True
    flow.go_by(settings)
    flow.honest = honest
    flow.on_broken = lambda error: print(error, file=sys.stderr, flush=True)
    if load is not None:
        path = load
        app.post(lambda: flow.load(path, scenario))
    elif scenario is not None:
        name = scenario
        app.post(lambda: flow.begin(name, seat, level, without))
    else:
        flow.preload()
    try:
        app.run(flow.title(" ".join(told for told in (problem, silent, font_problem()) if told)))
    finally:
        unsaved = flow.leave() or flow.unsaved
        if unsaved:
            print(unsaved, file=sys.stderr)
    return 1 if unsaved else 0


def _fitting() -> tuple[float, tuple[int, int]]:
    """The scale and size of a window that suit the desktop, if there is one."""
    try:
        pygame.display.init()
        scale = suggested_scale(pygame.display.get_desktop_sizes()[0])
    except (pygame.error, LookupError):
        return 1.0, _SIZE  # opening the window will say that there is no display
    return scale, (round(_SIZE[0] * scale), round(_SIZE[1] * scale))
