"""`twintrack play`: the window, or the same game as text."""

from __future__ import annotations

import contextlib
import os
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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

if TYPE_CHECKING:
    from sim.scenario.campaigns import LoadedCampaign
    from sim.scenario.load import Loaded

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
    asked = _Asked(
        scenario=scenario,
        seat=seat,
        seed=seed,
        load=load,
        again=again,
        difficulty=difficulty,
        plain=plain,
        without=tuple(without or ()),
        seats=_several(seat, seats, load),
    )
    if asked.seats or text:
        return _text(asked)
    if json:
        return _chronicle(asked, as_json=True)
    if has_display():
        _check(asked)
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
                without=asked.without,
                honest=honesty,
            )
    if sys.stdin.isatty() and sys.stdout.isatty():
        log(_("There is no display to open a window on, so the game goes on as text."))
        return _text(asked)
    log(
        _(
            "There is neither a display nor a terminal, so the record is told instead of played; "
            "with --text moves are read from the input."
        )
    )
    return _chronicle(asked)


@dataclass(frozen=True)
class _Asked:
    """What is to be played, and how, as the options have it."""

    scenario: str | None
    seat: str | None
    seed: int
    load: Path | None
    again: bool
    difficulty: str | None
    plain: bool
    without: tuple[str, ...]
    seats: tuple[str, ...]
    """Who is played where several persons share the terminal."""

    def campaign(self) -> LoadedCampaign | None:
        """The campaign that is to be played; None for a scenario.

        Raises:
            CommandError: It does not take an option that was given.
            ScenarioError: There is nothing of this name, or the campaign has errors.
        """
        found = campaign_of(self.scenario)
        if found is not None:
            refuse(
                {
                    "--difficulty": self.difficulty,
                    "--without": self.without,
                    "--seats": self.seats,
                }
            )
        return found

    def loaded(self, level: str | None) -> Loaded:
        """The scenario that is to be played; where none is named the one to begin with."""
        from sim.scenario.shelf import opener

        return loaded_of(self.scenario or opener(), level=level)


def _check(asked: _Asked) -> None:
    """Say what is wrong with what was asked for before a window opens.

    Raises:
        CommandError: An option that goes with a scenario, and none is named.
        GameError: Something that cannot be switched off.
        ScenarioError: There is no such scenario, or it has errors.
    """
    if asked.scenario is None:
        if asked.difficulty is not None:
            fail(_("--difficulty needs a scenario: name the one whose level it is."))
        if asked.without:
            fail(
                _(
                    "--without needs a scenario: name the one whose rules or events are switched "
                    "off."
                )
            )
        return
    if asked.difficulty is None and not asked.without:
        from sim.scenario.shelf import find

        find(asked.scenario)  # the window reads it, and shows what is wrong with it
        return
    if asked.campaign() is None:
        from sim.game.switches import checked

        checked(asked.loaded(asked.difficulty).scenario, asked.without)


def has_display() -> bool:
    """Whether a window would be seen."""
    driver = os.environ.get("SDL_VIDEODRIVER", "").lower()
    if driver:
        return driver not in _NO_WINDOW
    if sys.platform.startswith("linux"):
        return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    return True


def _text(asked: _Asked) -> int:
    """Play as text."""
    paths.user_data()  # that there is no home is told before a game begins
    asked, level = (asked, asked.difficulty) if asked.load is None else _of_save(asked, asked.load)
    if (campaign := asked.campaign()) is not None:
        from sim.cli.textmode.game import play_campaign

        return play_campaign(
            loaded=campaign,
            seat=asked.seat,
            seed=asked.seed,
            save=asked.load,
            stdin=sys.stdin,
            stdout=sys.stdout,
            plain=asked.plain,
        )
    loaded = asked.loaded(level)

    from sim.cli.levels import ask_level
    from sim.cli.textmode.game import play_text
    from sim.desk.models.lock import load_lock
    from sim.game.lock import lock_of, stricter

    if loaded.scenario.difficulty and level is None:
        loaded = asked.loaded(ask_level(loaded.scenario, sys.stdin, sys.stdout))
    fixed = stricter(lock_of(loaded.scenario), load_lock().lock).seed
    told = asked.seed if fixed is None else fixed
    log(_("{title}, seed {seed}").format(title=loaded.scenario.title, seed=told))
    return play_text(
        loaded=loaded,
        seat=asked.seat,
        seed=asked.seed,
        save=asked.load,
        stdin=sys.stdin,
        stdout=sys.stdout,
        plain=asked.plain,
        without=asked.without,
        seats=asked.seats,
        again=asked.again,
    )


def _of_save(asked: _Asked, path: Path) -> tuple[_Asked, str]:
    """What is asked for, with the scenario of the save where none is named, and the save's level.

    Raises:
        SaveError: It cannot be read, or nobody knows where its scenario is.
    """
    from sim.game.saving.save import not_found, read
    from sim.scenario.problem import ScenarioError, visible
    from sim.scenario.shelf import find

    save = read(path)
    if asked.scenario is not None:
        return asked, save.level
    name = save.scenario if save.campaign is None else save.campaign.id
    try:
        find(name)
    except ScenarioError:
        raise not_found(visible(str(path)), name) from None
    return replace(asked, scenario=name), save.level


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


def _chronicle(asked: _Asked, as_json: bool = False) -> int:
    """Tell the historical line."""
    if (campaign := asked.campaign()) is not None:
        return tell_campaign(campaign, as_json, seat=asked.seat, seed=asked.seed)
    loaded = asked.loaded(asked.difficulty)

    from sim.lab.chronicle import chronicle
    from sim.lab.setup import setup_of

    told = chronicle(setup_of(loaded, seat=asked.seat, seed=asked.seed, without=asked.without))
    if as_json:
        emit(told.as_json())
    else:
        say(*told.lines())
    return 0
