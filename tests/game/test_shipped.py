"""Every scenario that ships can be played, in every seat and along every line."""

from __future__ import annotations

import io

import numpy as np
import pytest

from sim.cli.textmode.game import play_text
from sim.lab.batch import run_batch
from sim.lab.campaign import CampaignSetup, run_campaign
from sim.lab.lines import line_of
from sim.lab.setup import setup_of
from sim.scenario.campaigns import load_campaign
from sim.scenario.shelf import campaigns
from tests.shipped import every, loaded, seats

RUNS = 20


@every
@pytest.mark.parametrize("line", ["history", "pass", "random"])
def test_every_line_is_played_to_its_end(name: str, line: str) -> None:
    result = run_batch(setup_of(loaded(name), line), RUNS)
    assert result.runs == RUNS
    outcomes = [result.happened(f"outcomes.{one}") for one in loaded(name).scenario.outcomes]
    assert np.any(outcomes)


@every
def test_every_seat_has_the_moves_of_its_line(name: str) -> None:
    compiled = setup_of(loaded(name)).compiled()
    for seat in seats(name):
        line_of(compiled, "history", seat)


@every
def test_a_text_game_is_played_in_every_seat(name: str) -> None:
    for seat in seats(name):
        out = io.StringIO()
        typed = io.StringIO("view\nplay 1\nend\nreport\nend\nend\n")
        code = play_text(
            loaded=loaded(name), seat=seat, seed=3, save=None, stdin=typed, stdout=out, plain=True
        )
        said = out.getvalue()
        assert code == 0
        assert "Turn 4 of" in said
        assert loaded(name).scenario.actors[seat].short in said


@pytest.mark.parametrize("name", campaigns())
def test_a_campaign_is_played_to_its_end(name: str) -> None:
    runs = 4
    result = run_campaign(CampaignSetup.of(load_campaign(name), "history"), runs)
    assert all(len(column) == runs for column in result.columns.values())
