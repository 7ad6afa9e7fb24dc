"""A game at the desk without a display: played, saved, written down, its settings changed."""

from __future__ import annotations

from pathlib import Path

import pygame

from sim import paths
from sim.desk import session
from sim.desk.flow import Flow
from sim.desk.kit.app import App
from sim.desk.kit.page import Page
from sim.desk.kit.theme import DARK
from sim.desk.models.settings import read_settings
from sim.desk.picture import show
from sim.desk.screens.debriefing.page import DebriefPage
from sim.desk.screens.saves import SavesPage
from sim.game.progress import note
from tests.desk.driving import key_event

_FEW = 2


def play(folder: str) -> int:
    """Play the scenario of a folder, tell on stdout what was said; 0 however the disk is."""
    session.ROLLOUTS = _FEW  # type: ignore[misc]
    paths.user_data()  # as the command does
    own = Path(folder) / "own.yaml"
    app = App(DARK, 1.0, (1280, 720), motion=False)
    flow = Flow(app, 3, wait=True)
    app.push(flow.title())
    _say("title", app)
    flow.begin(str(own))
    _press(app, "enter")
    app.frame(pygame.Surface((1280, 720), 0, 32))
    _press(app, "1", "escape", "e", "enter")
    _say("a turn", app)
    assert flow.session is not None
    print("saved:", flow.session.save())
    saved = SavesPage(lambda path: None, flow.session.game)
    app.push(saved)
    app.frame(pygame.Surface((1280, 720), 0, 32))
    _say("saves", app, "Autosave")
    app.pop()
    flow.settings()
    top = app.top
    assert isinstance(top, Page)
    top.ui.focus("theme")
    _press(app, "right")
    _say("settings", app, "kept")
    print("settings:", read_settings()[1])
    _press(app, "escape")
    _edit(own)
    _press(app, "f5")
    _say("reload", app, "loaded")
    while not flow.session.game.over:
        flow.session.end_turn()
    print("notice:", flow.session.notice)
    print("progress:", note(flow.session.game))
    game = flow.session.game
    unsaved = flow.leave()
    print("left:", unsaved)
    app = App(DARK, 1.0, (1280, 720), motion=False)
    show(game, "debrief", app)
    page = app.top
    assert isinstance(page, DebriefPage)
    page.export()
    app.frame(pygame.Surface((1280, 720), 0, 32))
    nodes = [node.name for node in page.ui.tree().walk() if node.role == "text"]
    print("export:", *(name for name in nodes if "To read" in name or folder in name))
    return 0


def _edit(path: Path) -> None:
    """Change the scenario as a teacher would, where that can be done."""
    try:
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("per_turn: 3", "per_turn: 4"), encoding="utf-8")
    except OSError:
        return


def _press(app: App, *chords: str) -> None:
    for chord in chords:
        app.handle(key_event(chord))
        app.run_calls()


def _say(what: str, app: App, about: str = " be ") -> None:
    page = app.top
    if isinstance(page, Page):
        app.frame(pygame.Surface((1280, 720), 0, 32))
        names = [node.name for node in page.ui.tree().walk() if node.role == "text"]
        print(f"{what}:", *(name for name in names if about in name))
