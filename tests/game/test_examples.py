"""An invented conflict is a good game, and nothing of a game needs a record, a fact or a map."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

from sim.cli.textmode.game import play_text
from sim.desk.export.page import as_html
from sim.desk.export.text import as_text
from sim.desk.models.debrief import DebriefView, build_debrief
from sim.desk.models.map import has_map
from sim.desk.screens.debriefing.page import DebriefPage
from sim.game.debriefing.debrief import Debrief, debrief
from sim.game.game import Game
from sim.lab.batch import BatchResult, run_batch
from sim.lab.setup import setup_of
from sim.scenario.load import Loaded, load
from tests.shipped import loaded as shipped

ISLAND = "island-dispute"
RUNS = 300
GOOD = """
moves:
  quiet:   {date: 2031-03-03, by: maravel, move: ask_for_quiet, to: vesk}
  crew:    {date: 2031-03-17, by: maravel, move: ask_for_the_crew, to: orrin}
  crew_2:  {date: 2031-03-31, by: maravel, move: ask_for_the_crew, to: orrin}
  surety:  {date: 2031-04-14, by: maravel, move: pledge_guarantee, to: orrin}
  draft:   {date: 2031-04-28, by: maravel, move: draft_compromise}
  surety_2: {date: 2031-04-28, by: maravel, move: pledge_guarantee, to: vesk}
  vote:    {date: 2031-05-12, by: maravel, move: put_text}
  vote_2:  {date: 2031-05-26, by: maravel, move: put_text}
"""


@cache
def island() -> Loaded:
    return load(ISLAND)


def batch(line: str, seat: str = "maravel") -> BatchResult:
    return run_batch(setup_of(island(), line, seat=seat), RUNS)


def score(result: BatchResult, seat: str = "maravel") -> float:
    return float(result.columns[f"goals.{seat}"].mean())


def test_what_is_done_makes_the_difference(tmp_path: Path) -> None:
    line = tmp_path / "good.yaml"
    line.write_text(GOOD, encoding="utf-8")
    good, chance, nothing = batch(str(line)), batch("random"), batch("pass")
    assert score(nothing) < 0.05
    assert 0.02 < score(chance) < 0.3
    assert score(good) > score(chance) + 0.25
    for outcome in ("crew_home", "quiet", "signed", "kept", "broken", "too_late"):
        share = good.happened(f"outcomes.{outcome}").mean()
        assert 0.05 < share < 0.95, outcome


def test_a_text_game_tells_of_no_record_and_no_map() -> None:
    out, typed = io.StringIO(), io.StringIO("map\nplay 1\nend\ndebrief yes\nriver\nquit\n")
    code = play_text(
        loaded=island(), seat=None, seed=3, save=None, stdin=typed, stdout=out, plain=True
    )
    said = out.getvalue()
    assert code == 0
    assert "This scenario has no map" in said
    assert "Your moves:" in said
    assert "Beside the record" not in said
    assert "What the record knows" not in said


@cache
def over() -> Game:
    game = Game(island(), seed=3)
    game.push("consult", "castrel")
    while not game.over:
        game.end_turn()
    return game


@cache
def made() -> Debrief:
    return debrief(over(), 2)


@cache
def view() -> DebriefView:
    return build_debrief(over(), made())


def test_what_is_written_down_has_no_empty_headings() -> None:
    text, page = as_text(view()), as_html(view())
    assert "record" not in text.lower()
    for written in (text, page):
        assert "Your moves" in written
        assert "record" not in written.partition("<main>")[2].lower()
        assert "Sources" not in written
        assert "Dated points" not in written


def test_the_debrief_in_the_window_leaves_out_what_is_not_there() -> None:
    page = DebriefPage(over(), made=made())
    assert "river" not in page.names
    assert "part" not in page.names


def test_only_a_scenario_with_places_has_a_map() -> None:
    assert not has_map(island().scenario)
    assert has_map(shipped("japan-thailand-talks-1992").scenario)
