"""`twintrack play`: the window, or the same game as text."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from sim import paths
from sim.catalogue import _
from sim.cli.campaign import campaign_of, refuse, tell_campaign
from sim.cli.options import (
    DifficultyOption,
    JsonOption,
    SeedOption,
    loaded_of,
)
from sim.cli.output import emit, fail, log, say

WithoutOption = Annotated[
    list[str] | None,
    typer.Option(
        "--without",
        metavar="rule:ID|event:ID",
        help="Play in a world without a mechanism or an event (repeatable).",
    ),
]
SeatsOption = Annotated[
    str | None,
    typer.Option(
        "--seats",
        metavar="ACTOR,ACTOR",
        help="Play as text with several persons at one terminal, each a seat.",
    ),
]
_NO_WINDOW = ("dummy", "offscreen")
"""Video drivers that draw where nobody sees it."""


def play(
    scenario: Annotated[
        str | None,
        typer.Argument(
            metavar="SCENARIO",
            help="Its id, as `list` gives it, or a path; by default the window asks.",
        ),
    ] = None,
    seat: Annotated[
        str | None,
        typer.Option("--seat", metavar="ACTOR", help="Whom you play; by default the initiator."),
    ] = None,
    seed: SeedOption = 1,
    load: Annotated[
        Path | None, typer.Option("--load", metavar="SAVE", help="Go on with a saved game.")
    ] = None,
    again: Annotated[
        bool,
        typer.Option(
            "--again",
            help="A saved game whose scenario was edited: its moves on the new one, as far as they "
            "go.",
        ),
    ] = False,
    text: Annotated[
        bool, typer.Option("--text", help="Play on stdin and stdout, without a window.")
    ] = False,
    difficulty: DifficultyOption = None,
    plain: Annotated[
        bool,
        typer.Option("--plain", help="The briefing in short and plain words, if there is one."),
    ] = False,
    without: WithoutOption = None,
    seats: SeatsOption = None,
    json: JsonOption = False,
) -> int:
    """Play a scenario in the window, or as text.

    Without a display it goes on as text on a terminal; with neither it tells the historical line.
    The text mode reads commands, of which `help` lists all, and saves at the end of the input.

    Example:
        twintrack play island-dispute --text

    See also: list, show, gather
    """
    if load is not None and not load.is_file():
        fail(_("There is no saved game {file}.").format(file=load))
    if again and (load is None or not text):
        fail(_("--again is for a saved game played as text: add --load SAVE --text."))
    if load is not None and difficulty is not None:
        fail(_("A saved game has its own level; leave out --difficulty."))
    if load is not None and without:
        fail(_("A saved game is in a world of its own; leave out --without."))
    off, several = tuple(without or ()), _several(seat, seats, load)
    if several:
        return _text(scenario, None, seed, None, difficulty, plain, off, several)
    if text:
        return _text(scenario, seat, seed, load, difficulty, plain, off, again=again)
    if json:
        return _chronicle(scenario, seat, seed, difficulty, off, as_json=True)
    if has_display():
        if scenario is None and difficulty is not None:
            fail(_("--difficulty needs a scenario: name the one whose level it is."))
        if scenario is None and off:
            fail(
                _(
                    "--without needs a scenario: name the one whose rules or events are switched "
                    "off."
                )
            )
        if scenario is not None:
            from sim.scenario.shelf import find

            known = difficulty is None and not off
            find(scenario) if known else _checked(scenario, difficulty, off)
        from sim.cli.honesty import honesty
        from sim.desk.kit.app import NoDisplayError
        from sim.desk.main import run

        paths.user_data()  # that there is no home is told before a game begins
        log(_("seed {seed}").format(seed=seed))
        # A display that is named may still not be there.
        with contextlib.suppress(NoDisplayError):
            return run(
                scenario=scenario,
                seat=seat,
                seed=seed,
                load=load,
                level=difficulty,
                plain=plain,
                without=off,
                honest=honesty,
            )
    if sys.stdin.isatty() and sys.stdout.isatty():
        log(_("There is no display to open a window on, so the game goes on as text."))
        return _text(scenario, seat, seed, load, difficulty, plain, off)
    log(
        _(
            "There is neither a display nor a terminal, so the record is told instead of played; "
            "with --text moves are read from the input."
        )
    )
    return _chronicle(scenario, seat, seed, difficulty, off)


def _checked(scenario: str, difficulty: str | None, without: tuple[str, ...]) -> None:
    """Say what is wrong with what was asked for before a window opens.

    Raises:
        GameError: Something that cannot be switched off.
    """
    if (campaign := campaign_of(scenario)) is not None:
        refuse({"--difficulty": difficulty, "--without": without})
        del campaign
        return
    from sim.game.switches import checked

    checked(loaded_of(scenario, level=difficulty).scenario, without)


def has_display() -> bool:
    """Whether a window would be seen."""
    driver = os.environ.get("SDL_VIDEODRIVER", "").lower()
    if driver:
        return driver not in _NO_WINDOW
    if sys.platform.startswith("linux"):
        return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    return True


def _first() -> str:
    """The scenario that is played where none is named."""
    from sim.scenario.shelf import opener

    return opener()


def _text(
    scenario: str | None,
    seat: str | None,
    seed: int,
    load: Path | None,
    difficulty: str | None,
    plain: bool,
    without: tuple[str, ...],
    seats: tuple[str, ...] = (),
    again: bool = False,
) -> int:
    paths.user_data()  # that there is no home is told before a game begins
    level = difficulty
    if load is not None:
        from sim.game.saving.save import not_found, read
        from sim.scenario.problem import ScenarioError, visible
        from sim.scenario.shelf import find

        save = read(load)
        if scenario is None:
            scenario = save.scenario if save.campaign is None else save.campaign.id
            try:
                find(scenario)
            except ScenarioError:
                raise not_found(visible(str(load)), scenario) from None
        level = save.level
    if (campaign := campaign_of(scenario)) is not None:
        refuse({"--difficulty": difficulty, "--without": without, "--seats": seats})
        from sim.cli.textmode.game import play_campaign

        return play_campaign(
            loaded=campaign,
            seat=seat,
            seed=seed,
            save=load,
            stdin=sys.stdin,
            stdout=sys.stdout,
            plain=plain,
        )
    loaded = loaded_of(scenario or _first(), level=level)

    from sim.cli.levels import ask_level
    from sim.cli.textmode.game import play_text
    from sim.desk.models.lock import load_lock
    from sim.game.lock import lock_of, stricter

    if loaded.scenario.difficulty and level is None:
        level = ask_level(loaded.scenario, sys.stdin, sys.stdout)
        loaded = loaded_of(scenario or _first(), level=level)
    fixed = stricter(lock_of(loaded.scenario), load_lock().lock).seed
    told = seed if fixed is None else fixed
    log(_("{title}, seed {seed}").format(title=loaded.scenario.title, seed=told))
    return play_text(
        loaded=loaded,
        seat=seat,
        seed=seed,
        save=load,
        stdin=sys.stdin,
        stdout=sys.stdout,
        plain=plain,
        without=without,
        seats=seats,
        again=again,
    )


def _several(seat: str | None, seats: str | None, load: Path | None) -> tuple[str, ...]:
    """The seats that are named.

    Raises:
        CommandError: They do not go with the other options, or are fewer than two.
    """
    if seats is None:
        return ()
    found = tuple(name.strip() for name in seats.split(",") if name.strip())
    if load is not None:
        fail(_("A saved game has its own seats; leave out --seats."))
    if seat is not None:
        fail(_("Give --seat for one person, or --seats for several."))
    if len(found) < 2:
        fail(_("Name at least two seats, as in --seats ACTOR,ACTOR."))
    return found


def _chronicle(
    scenario: str | None,
    seat: str | None,
    seed: int,
    difficulty: str | None,
    without: tuple[str, ...],
    as_json: bool = False,
) -> int:
    if (campaign := campaign_of(scenario)) is not None:
        refuse({"--difficulty": difficulty, "--without": without})
        return tell_campaign(campaign, as_json, seat=seat, seed=seed)
    loaded = loaded_of(scenario or _first(), level=difficulty)

    from sim.lab.chronicle import chronicle
    from sim.lab.setup import setup_of

    told = chronicle(setup_of(loaded, seat=seat, seed=seed, without=without))
    if as_json:
        emit(told.as_json())
    else:
        say(*told.lines())
    return 0
