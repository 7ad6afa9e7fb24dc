"""The window, struck down while somebody plays by keys: no turn that was shown is lost."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
os.environ.setdefault("SDL_AUDIODRIVER", "dummy")
os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")

from sim.game.saving.save import autosave_path, open_save
from tests.faults.kills.kinds import Kind, left
from tests.faults.kills.playing import SCENARIO, at_home
from tests.faults.kills.striking import Case, Fault, Moment
from tests.faults.kills.whole import whole

_TURNS: Final = 5
_SIZE: Final = (1280, 720)


def play_by_keys(load: Path | None = None) -> None:
    """Play in a window that nobody sees, and tell after each turn where the game stands."""
    import pygame

    from sim.desk.flow import Flow
    from sim.desk.kit.app import App
    from sim.desk.kit.theme import DARK
    from sim.desk.screens.desk import DeskPage
    from sim.game.game import Game
    from sim.scenario.load import load as load_scenario
    from tests.desk.driving import key_event

    app = App(DARK, 1.0, _SIZE, motion=False)
    app.open(shown=False)
    flow = Flow(app, seed=7, wait=True)
    app.push(flow.title())
    if load is None:
        flow.play(Game.new(load_scenario(SCENARIO), seed=7))
    else:
        flow.load(load)
    app.turn(wait=False)

    def press(*chords: str) -> None:
        for chord in chords:
            pygame.event.post(key_event(chord))
            app.turn(wait=False)

    def settle() -> None:
        for _ in range(12):
            page = app.top
            if isinstance(page, DeskPage) and len(page.ui.layers) == 1:
                return
            press("escape")

    session = flow.session
    assert session is not None
    game = session.game
    print(json.dumps([game.turn, game.state_hash()]), flush=True)
    while game.turn < _TURNS:
        settle()
        for key in (str(game.turn % 4 + 1), "escape"):
            press(key)
            settle()
        turn = game.turn
        press("e")
        if game.turn == turn:
            press("enter")
        if game.turn > turn:
            print(json.dumps([game.turn, game.state_hash()]), flush=True)
        if game.turn == _TURNS // 2:
            settle()
            session.save()
    assert flow.leave() == ""


class Desk(Kind):
    """The desk, played by keys."""

    name = "desk"

    def prepare(self) -> None:
        """Play once undisturbed."""
        home = self.folder(-1) / "home"
        case = Case(play_by_keys, home)
        self.took = case.run()
        self.states = dict(_told(case.heard))
        if sorted(self.states) != list(range(_TURNS + 1)):
            raise Fault(f"the keys played only the turns {sorted(self.states)}")

    def strike(self, number: int, moment: Callable[[float], Moment]) -> tuple[str, int] | None:
        """Strike a window, and go on in another one from what it saved."""
        home = self.folder(number) / "home"
        case = Case(play_by_keys, home)
        if not moment(self.took).await_(case.start(), home):
            return None
        looked = whole(home)
        shown = max((turn for turn, _ in _told(case.heard)), default=-1)
        with at_home(home):
            path, turn = autosave_path(), 0
            if path.exists():
                game = open_save(path)
                turn = game.turn
                if game.state_hash() != self.states[turn]:
                    raise Fault(f"the save of turn {turn} holds another game")
        if turn < shown:
            raise Fault(f"turn {shown} was shown, and turn {turn} is saved")
        self.aged(home)
        again = Case(partial(play_by_keys, path if path.exists() else None), home)
        again.run()
        if _told(again.heard)[-1] != (_TURNS, self.states[_TURNS]):
            raise Fault(f"it goes on from turn {turn} to another end")
        left(home)
        return ("before the first turn" if not turn else "between turns"), looked


def _told(heard: Path) -> list[tuple[int, str]]:
    """Each turn that was shown, with the state after it; a line that is cut is none."""
    lines = heard.read_text(encoding="utf-8").splitlines(keepends=True)
    return [tuple(json.loads(line)) for line in lines if line.endswith("\n")]
