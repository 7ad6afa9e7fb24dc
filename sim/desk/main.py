"""The window of the desk."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from sim.desk.kit.app import App
from sim.desk.kit.theme import THEMES
from sim.desk.models.settings import load_settings
from sim.desk.screens.flow import Flow

_SWITCH: Final = 0.001  # seconds: the window waits no longer than that for what reckons odds


def run(
    scenario: str | None = None,
    seat: str | None = None,
    seed: int = 1,
    load: Path | None = None,
) -> int:
    """Open the window and stay until it is closed.

    Args:
        scenario: Id or path of the scenario to open at; by default the opening shows all.
        seat: Actor id of the seat.
        seed: Key of the chance.
        load: A save to go on with.

    Returns:
        0.

    Raises:
        NoDisplayError: There is no display; the text mode plays the same game.
    """
    sys.setswitchinterval(_SWITCH)
    settings = load_settings()
    app = App(THEMES[settings.theme], settings.scale or 1.0, motion=settings.motion)
    flow = Flow(app, seed)
    if load is not None:
        path = load
        app.post(lambda: flow.load(path))
    elif scenario is not None:
        name = scenario
        app.post(lambda: flow.begin(name, seat))
    else:
        flow.warm_up()
    app.run(flow.title())
    return 0
