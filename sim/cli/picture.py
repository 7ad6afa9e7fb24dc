"""`twintrack picture`: any screen of the desk as a file, without a display."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from sim.cli.campaign import campaign_of, picture_campaign, refuse
from sim.cli.options import (
    DifficultyOption,
    JsonOption,
    LineOption,
    ScenarioArgument,
    SeatOption,
    SeedOption,
    loaded_of,
    whole,
)
from sim.cli.output import emit, fail, say
from sim.cli.searched import searching

SMALLEST, LARGEST = (320, 240), (7680, 4320)


def picture(
    scenario: ScenarioArgument,
    screen: Annotated[str, typer.Option("--screen", metavar="NAME", help="Which screen.")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE.png", help="Where to write it.")],
    line: LineOption = "history",
    turn: Annotated[
        int,
        whole("--turn", "How many turns of the line are played first.", least=0),
    ] = 0,
    size: Annotated[str, typer.Option("--size", metavar="WxH", help="In pixels.")] = "1280x720",
    theme: Annotated[
        str | None, typer.Option("--theme", metavar="NAME", help="By default the desk's own.")
    ] = None,
    seat: SeatOption = None,
    seed: SeedOption = 1,
    chapter: Annotated[
        str | None,
        typer.Option("--chapter", metavar="ID", help="Of a campaign; by default the first."),
    ] = None,
    difficulty: DifficultyOption = None,
    json: JsonOption = False,
) -> int:
    """Draw a screen of the desk into a PNG file, for documents and slides.

    Example:
        twintrack picture island-dispute --screen desk --turn 3 --out desk.png

    See also: play, report
    """
    pixels = _size(size)
    if out.suffix.lower() != ".png":
        fail(f"--out {out} must end in .png.")
    if not out.absolute().parent.is_dir():
        fail(f"There is no folder {out.absolute().parent} to write {out.name} to.")
    from sim.lab.errors import writing

    if (campaign := campaign_of(scenario)) is not None:
        refuse({"--difficulty": difficulty})
        with writing(out):
            picture_campaign(campaign, screen, chapter, line, turn, pixels, theme, out, seat, seed)
        return _tell(out, screen, pixels, turn, line, seed, json)
    if chapter is not None:
        fail(f"{scenario} is no campaign, so it has no --chapter.")
    loaded = loaded_of(scenario, level=difficulty)

    from sim.lab.setup import setup_of

    with searching(line, loaded) as searched:
        setup = setup_of(loaded, line, seat=seat, seed=seed, searched=searched)
    if setup.line.policy == "random":
        fail(
            "A picture needs a line that is known beforehand: history, pass, lookahead or a YAML "
            "file."
        )
    turns = loaded.scenario.calendar.turns
    if turn > turns:
        fail(f"{loaded.scenario.id} has {turns} turns, so --turn {turn} is too many.")

    from sim.cli.honesty import honesty
    from sim.desk.picture import draw

    try:
        with writing(out):
            draw(
                loaded=loaded,
                screen=screen,
                line_plays=[setup.line.plays(number) for number in range(turns)],
                turn=turn,
                size=pixels,
                theme=theme,
                out=out,
                seat=setup.seat,
                seed=seed,
                honest=honesty,
            )
    except ValueError as error:
        fail(str(error))
    return _tell(out, screen, pixels, turn, line, seed, json)


def _tell(
    out: Path, screen: str, size: tuple[int, int], turn: int, line: str, seed: int, json: bool
) -> int:
    if json:
        emit({"file": str(out), "screen": screen, "size": list(size), "turn": turn, "seed": seed})
    else:
        say(f"{out}: screen {screen} after {turn} turns of line {line}, seed {seed}.")
    return 0


def _size(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"(\d{1,5})[xX](\d{1,5})", text)
    if match is None:
        fail(f'--size takes WxH, such as 1280x720, not "{text}".')
    width, height = int(match[1]), int(match[2])
    if not (SMALLEST[0] <= width <= LARGEST[0] and SMALLEST[1] <= height <= LARGEST[1]):
        fail(
            f"--size {text} is out of range; it goes from {SMALLEST[0]}x{SMALLEST[1]} to "
            f"{LARGEST[0]}x{LARGEST[1]}."
        )
    return width, height
