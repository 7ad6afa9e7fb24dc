"""`twintrack gather`: the games of a class on one page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli.campaign import campaign_of
from sim.cli.options import JsonOption, loaded_of
from sim.cli.output import PROBLEMS, emit, fail, log, progress, say

if TYPE_CHECKING:
    from sim.lab.report.gathering import Gathered
    from sim.scenario.campaigns import LoadedCampaign
    from sim.scenario.load import Loaded

_PAGE = "class.html"


def gather(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="DIR",
            help="Holds the saves (.json), or the pages that the debrief writes down (.html).",
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE.html", help="The page; by default DIR/class.html."),
    ] = None,
    scenario: Annotated[
        list[str] | None,
        typer.Option(
            "--scenario",
            metavar="FILE",
            help="A scenario or campaign of your own that games were played with (repeatable).",
        ),
    ] = None,
    anonymous: Annotated[
        bool, typer.Option("--anonymous", help="Leave out names, and mix the order.")
    ] = False,
    quick: Annotated[
        bool, typer.Option("--quick", help="Leave out the odds of each move, which take longest.")
    ] = False,
    json: JsonOption = False,
) -> int:
    """Put the games of a class on one page that opens offline.

    It tells who reached what, the lines beside the record's, where the class left the record, what
    each common choice went with, and how the moves came off as bets.

    Example:
        twintrack gather handed-in --anonymous --quick

    Exit code 1: no file holds a game that can be used
    See also: play, lesson
    """
    from sim.lab.report.drawing import require
    from sim.lab.report.gathering import ROLLOUTS, candidates
    from sim.lab.report.gathering import gather as gathering

    require()
    page = out or folder / _PAGE
    found = candidates(folder, page)
    own, campaigns = _own(scenario or ())
    rollouts = 0 if quick else ROLLOUTS
    with progress(len(found), "games") as advance:
        gathered = gathering(
            folder,
            page,
            scenarios=own,
            campaigns=campaigns,
            anonymous=anonymous,
            rollouts=rollouts,
            progress=advance,
        )
    for one in gathered.refused:
        log(one.why)
    if not gathered.games:
        fail(f"None of the {len(found)} files in {folder} holds a game that can be used.", PROBLEMS)

    from sim.lab.report.gathered import class_page
    from sim.lab.report.writing import write_page

    write_page(page, class_page(gathered, rollouts))
    if json:
        emit(_data(gathered, page))
    else:
        say(
            f"{len(gathered.games)} games, {len(gathered.refused)} files left out.",
            f"Written to {page}.",
        )
    return 0


def _own(names: Sequence[str]) -> tuple[list[Loaded], list[LoadedCampaign]]:
    """The scenarios and campaigns among those named."""
    campaigns, scenarios = [], []
    for name in names:
        campaign = campaign_of(name)
        if campaign is None:
            scenarios.append(loaded_of(name))
        else:
            campaigns.append(campaign)
    return scenarios, campaigns


def _data(gathered: Gathered, page: Path) -> dict[str, Any]:
    return {
        "page": str(page),
        "games": [
            {
                "name": game.name,
                "scenario": game.loaded.scenario.id,
                "difficulty": game.loaded.level,
                "seat": game.seat,
                "seed": game.seed,
                "turns": game.turns,
                "over": game.over,
                "score": game.score,
                "outcomes": list(game.reached),
                "edited_since": game.edited,
                "moves": [
                    {"turn": turn, "move": choice.key[0], "to": choice.key[1]}
                    for turn, done in enumerate(game.moves, 1)
                    for choice in done
                ],
                "bets": [
                    {
                        "turn": bet.turn + 1,
                        "move": bet.choice.key[0],
                        "to": bet.choice.key[1],
                        "chance": bet.chance,
                        "came": bet.came,
                        "said": bet.said,
                    }
                    for bet in game.bets
                ],
            }
            for game in gathered.games
        ],
        "left_out": [{"name": one.name, "why": one.why} for one in gathered.refused],
    }
