"""Any screen of the desk as a picture, without a display."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pygame

from sim.catalogue import _
from sim.desk.flow import Flow
from sim.desk.kit.app import App
from sim.desk.kit.theme import THEMES
from sim.desk.screens.opening import OpeningPage
from sim.files import write_whole_with

if TYPE_CHECKING:
    from sim.game.forecast.honesty import Provider
    from sim.game.game import Game
    from sim.model.seat import Play
    from sim.scenario.load import Loaded


def play_on(game: Game, plays: Sequence[Sequence[Play]], turns: int) -> None:
    """Play so many turns of a game with these moves, leaving out what cannot be done."""
    from sim.game.errors import IllegalMove

    for turn in range(turns):
        if game.over:
            return
        for play in plays[turn] if turn < len(plays) else ():
            option = game.options.all[play.option]
            to = None if option.target is None else game.plan.actors[option.target]
            try:
                game.push(option.move, to, play.text or None)
            except IllegalMove:
                continue
        game.end_turn()


def draw(
    loaded: Loaded,
    screen: str,
    line_plays: Sequence[Sequence[Play]],
    turn: int,
    size: tuple[int, int],
    theme: str | None,
    out: Path,
    seat: str | None = None,
    seed: int = 1,
    scale: float = 1.0,
    honest: Provider | None = None,
) -> None:
    """Write a picture of a screen as PNG.

    Args:
        loaded: The scenario.
        screen: One of `SCREENS`.
        line_plays: What the seat plays, turn by turn.
        turn: How many turns are played first; the debrief plays to the end.
        size: In pixels.
        theme: Name of a theme; by default the dark one.
        out: The file.
        seat: Actor id; by default who owns the initiative.
        seed: Key of the chance.
        scale: UI scale, 1 to 2.
        honest: Reckons the honesty page; without it, it tells what the file alone does.

    Raises:
        ValueError: There is no such screen or theme, or it needs another turn; in one sentence.
    """
    from sim.game.game import Game

    if screen not in SCREENS:
        raise ValueError(f'There is no screen "{screen}"; there are {", ".join(SCREENS)}.')
    name = theme or "dark"
    if name not in THEMES:
        raise ValueError(f'There is no theme "{name}"; there are {", ".join(THEMES)}.')
    if screen == "report" and turn < 1:
        raise ValueError("The report is that of a turn played; ask for --turn 1 or more.")
    game = Game.new(loaded, seat, seed)
    play_on(game, line_plays, game.turns if screen.startswith("debrief") else turn)
    write_picture(picture(game, screen, size, name, scale, honest), out)


def write_picture(surface: pygame.Surface, out: Path) -> None:
    """Write a picture as a PNG file, whole or not at all.

    Raises:
        OSError: It cannot be written.
    """
    made = io.BytesIO()
    pygame.image.save(surface, made, "picture.png")
    write_whole_with(out, lambda file: file.write(made.getbuffer()))


def picture(
    game: Game,
    screen: str,
    size: tuple[int, int],
    theme: str = "dark",
    scale: float = 1.0,
    honest: Provider | None = None,
) -> pygame.Surface:
    """A picture of a screen of a game as it stands."""
    app = App(THEMES[theme], scale, size, motion=False)
    show(game, screen, app, honest)
    surface = pygame.Surface(size, 0, 32)
    app.frame(surface)
    return surface


def show(game: Game, screen: str, app: App, honest: Provider | None = None) -> Flow:
    """Lead a window in memory to a screen of a game as it stands."""
    flow = Flow(app, game.seed, wait=True)
    flow.honest = honest
    app.push(flow.title())
    SCREENS[screen](flow, game)
    return flow


def _desk(flow: Flow, game: Game) -> None:
    flow.play(game)


def _briefing(flow: Flow, game: Game) -> None:
    flow.app.push(OpeningPage(game.scenario.title))
    flow.brief(game)


def _report(flow: Flow, game: Game) -> None:
    from sim.desk.navigation.desk_controller import DeskController
    from sim.desk.screens.report import ReportPage

    flow.play(game)
    assert flow.session is not None
    flow.app.push(ReportPage(game, on_again=DeskController(flow, flow.session).again))


def _bet(flow: Flow, game: Game) -> None:
    from sim.desk.navigation.desk_controller import DeskController

    flow.bets = True
    flow.play(game)
    session = flow.session
    assert session is not None
    waits = [c for c in session.view.cards if c.legal and c.bet and not c.drafts]
    card = max(waits, key=lambda one: one.worth, default=None)
    if card is not None:
        DeskController(flow, session).plan(card)


def _by_controller(name: str) -> Callable[[Flow, Game], None]:
    def lead(flow: Flow, game: Game) -> None:
        from sim.desk.navigation.desk_controller import DeskController

        flow.play(game)
        assert flow.session is not None
        getattr(DeskController(flow, flow.session), name)()

    return lead


def _table(flow: Flow, game: Game) -> None:
    from sim.desk.navigation.desk_controller import DeskController

    flow.play(game)
    assert flow.session is not None
    tables = sorted(game.view().tables, key=lambda table: not table.open)
    DeskController(flow, flow.session).draft(tables[0].id)


def _quiet(flow: Flow, game: Game) -> None:
    from sim.desk.navigation.desk_controller import DeskController
    from sim.game.pacing import Called

    flow.play(game)
    assert flow.session is not None
    reports = tuple(played.report for played in game.past[-3:])
    if reports:
        called = Called("time", reports[-1].summary)
        DeskController(flow, flow.session).tell_quiet(reports, called)


def _why(flow: Flow, game: Game) -> None:
    from sim.desk.screens.desk import DeskPage

    flow.play(game)
    page = flow.app.top
    assert isinstance(page, DeskPage)
    page.ui.prepare()
    page.why()


def _dossier(flow: Flow, game: Game) -> None:
    from sim.desk.navigation.desk_controller import DeskController

    flow.play(game)
    assert flow.session is not None
    other = next((b.subject for b in game.view().beliefs if b.subject != game.seat), game.seat)
    DeskController(flow, flow.session).dossier(other)


def _honesty(flow: Flow, game: Game) -> None:
    flow.play(game)
    flow.honesty()


def _map(flow: Flow, game: Game) -> None:
    from sim.desk.screens.desk import DeskPage

    flow.play(game)
    page = flow.app.top
    assert isinstance(page, DeskPage)
    page.turn_map()
    page.refresh()


def _codex(pick: Callable[[Game], str]) -> Callable[[Flow, Game], None]:
    """The codex at an entry that is picked for a game."""

    def lead(flow: Flow, game: Game) -> None:
        from sim.desk.navigation.desk_controller import DeskController

        flow.play(game)
        assert flow.session is not None
        DeskController(flow, flow.session).codex(pick(game))

    return lead


def _cited_fact(game: Game) -> str:
    """The fact that the most of a scenario rests on."""
    from sim.desk.models.facts import uses

    used = uses(game.scenario)
    return f"fact:{max(used, key=lambda name: len(used[name]))}" if used else ""


def _other_actor(game: Game) -> str:
    """The actor whom the seat knows something hidden of, or the seat itself."""
    hidden = (actor for actor, spec in game.scenario.actors.items() if spec.spoiler is not None)
    return f"actor:{next(hidden, game.seat)}"


def _guide(flow: Flow, game: Game) -> None:
    flow.play(game)
    flow.give_hints(again=True)


def _settings_page(tab: str) -> Callable[[Flow, Game], None]:
    def lead(flow: Flow, game: Game) -> None:
        from sim.desk.screens.settings import SettingsPage

        flow.settings()
        page = flow.app.top
        assert isinstance(page, SettingsPage)
        getattr(page, tab)()

    return lead


def _curtain(flow: Flow, game: Game) -> None:
    from sim.desk.models.curtain import build_curtain
    from sim.desk.screens.curtain import CurtainPage

    if len(game.seats) > 1:
        flow.play(game)
    else:
        flow.app.push(CurtainPage(build_curtain(game), flow.to_title, flow.to_title))


def _together(flow: Flow, game: Game) -> None:
    from sim.desk.screens.together import TogetherPage

    flow.app.push(TogetherPage(game.scenario, game.seat, lambda seats: None))


def _debrief(part: str) -> Callable[[Flow, Game], None]:
    """The debrief at one of its parts."""

    def lead(flow: Flow, game: Game) -> None:
        from sim.desk.screens.debriefing.page import DebriefPage

        _by_controller("debrief")(flow, game)
        page = flow.app.top
        assert isinstance(page, DebriefPage)
        if part in page.names:
            page.choose(page.names.index(part))
            page.refresh()

    return lead


PARTS: Final = (
    "record",
    "turning",
    "worth",
    "forecasts",
    "river",
    "hidden",
    "part",
    "questions",
)
"""The parts of the debrief besides the first, by their names there."""


def _without(flow: Flow, game: Game) -> None:
    from sim.desk.screens.without import WithoutPage

    chosen = game.without or ("rule:trust",)
    flow.app.push(WithoutPage(game.scenario, chosen, lambda without: None))


_SLIPS: Final = (
    ("version", "1"),
    ("id", "my-own"),
    ("title", "my-own"),
    ("title", "our-own"),
    ("extends", "{scenario}"),
    ("capital", "{{per_turn: 40}}"),
    ("actors", ""),
    ("  {seat}", ""),
    (
        "    home",
        "{{value: 1.4, assumed: 0.5, range: [0.25, 0.5], cite: [A1, A2, A3, B1, B2, B3]}}",
    ),
    ("    legitimcay", "good"),
)
"""A file with a beginner's slips, as an example of what the page of problems shows."""


def _problems(flow: Flow, game: Game) -> None:
    import tempfile

    from sim.desk.models.problems import build_problems
    from sim.desk.screens.problems import ProblemsPage
    from sim.scenario.kinds import inspect_file
    from sim.scenario.problem import ScenarioError

    flow.play(game)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "my-own.yaml"
        lines = "\n".join(f"{name}: {value}" for name, value in _SLIPS)
        text = lines.format(scenario=game.scenario.id, seat=game.seat)
        path.write_text(text, encoding="utf-8")
        document, found = inspect_file(str(path))
    view = build_problems(ScenarioError(found, document.sources))
    about = _("The game goes on with the scenario as it was.")
    back = _("Go on with the last good one")
    flow.app.push(ProblemsPage(view, flow.to_title, back, about))


SCREENS: Final[dict[str, Callable[[Flow, Game], None]]] = {
    "title": lambda flow, game: None,
    "briefing": _briefing,
    "desk": _desk,
    "map": _map,
    "moves": _by_controller("moves"),
    "bet": _bet,
    "table": _table,
    "advisers": _by_controller("advisers"),
    "report": _report,
    "quiet": _quiet,
    "again": _by_controller("again"),
    "codex": _codex(_cited_fact),
    "codex_actor": _codex(_other_actor),
    "codex_disagreement": _codex(lambda game: "dispute:X7"),
    "dossier": _dossier,
    "ledger": _by_controller("ledger"),
    "why": _why,
    "debrief": _by_controller("debrief"),
    "guide": _guide,
    "rewind": _by_controller("rewind"),
    "curtain": _curtain,
    "together": _together,
    **{f"debrief_{part}": _debrief(part) for part in PARTS},
    "without": _without,
    "lock": lambda flow, game: flow.teachers(),
    "settings": lambda flow, game: flow.settings(),
    "keys": _settings_page("open_keys"),
    "colours": _settings_page("open_colours"),
    "saves": lambda flow, game: flow.saves(),
    "honesty": _honesty,
    "help": lambda flow, game: flow.help(),
    "problems": _problems,
}
"""The screens by name, and how one comes to each."""
