"""`twintrack run`: one run told as a dated chronicle."""

from __future__ import annotations

from typing import Annotated

from sim.cli.campaign import campaign_of, refuse, tell_campaign
from sim.cli.options import (
    DifficultyOption,
    ForbidOption,
    JsonOption,
    LineOption,
    NoSampleOption,
    ScenarioArgument,
    SeatOption,
    SeedOption,
    SetOption,
    WithoutOption,
    loaded_of,
    overrides_of,
    unset_of,
    whole,
)
from sim.cli.output import emit, say
from sim.cli.searched import set_up


def run(
    scenario: ScenarioArgument,
    line: LineOption = "history",
    seed: SeedOption = 1,
    number: Annotated[int, whole("--run", "Which run of a batch, from 0.", least=0)] = 0,
    seat: SeatOption = None,
    difficulty: DifficultyOption = None,
    set_: SetOption = None,
    without: WithoutOption = None,
    forbid: ForbidOption = None,
    no_sample: NoSampleOption = False,
    json: JsonOption = False,
) -> int:
    """Tell one run as a dated chronicle: who did what, every trust change with its cause.

    Example:
        twintrack run island-dispute --line random --seed 7

    See also: batch, counterfactual
    """
    overrides = overrides_of(set_)
    if (campaign := campaign_of(scenario, overrides)) is not None:
        refuse({"--forbid": forbid, "--difficulty": difficulty})
        return tell_campaign(
            campaign,
            json,
            number,
            line=line,
            seat=seat,
            seed=seed,
            without=without or (),
            sample=not no_sample,
        )
    loaded = loaded_of(scenario, overrides, difficulty)

    from sim.lab.chronicle import chronicle

    setup = set_up(
        loaded,
        line,
        base=unset_of(scenario, loaded, overrides),
        without=without,
        seat=seat,
        seed=seed,
        forbid=forbid or (),
        sample=not no_sample,
    )
    told = chronicle(setup, number)
    if json:
        emit(told.as_json())
    else:
        say(*told.lines())
    return 0
