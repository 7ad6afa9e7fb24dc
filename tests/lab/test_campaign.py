"""Campaigns in the lab: the same bits for any chunk, and history no other than by itself."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.lab.batch import run_batch
from sim.lab.campaign import CampaignResult, CampaignSetup, run_campaign
from sim.lab.campaign_chronicle import campaign_chronicle
from sim.lab.errors import LabError
from sim.lab.runner import ensemble
from sim.lab.setup import setup_of
from sim.model.campaign import USUAL_RUNS, USUAL_SEED, Chain, Stage
from sim.model.plan import NEVER
from sim.model.rollout import take
from sim.scenario.campaigns import LoadedCampaign, load_campaign
from tests.campaign import laid_out, loaded_campaign, mini

RUNS = 240


def setup(line: str = "history", **options: Any) -> CampaignSetup:
    return CampaignSetup.of(loaded_campaign(), line, **options)


@cache
def result(line: str = "history") -> CampaignResult:
    return run_campaign(setup(line), RUNS)


def weightless() -> dict[str, Any]:
    """The campaign where nothing is carried over and every chapter opens as it is."""
    data = mini()
    for name in ("again", "vote"):
        chapter = data["chapters"][name]
        for key in ("carry", "opens", "otherwise"):
            chapter.pop(key, None)
    del data["endings"]["peace"]
    return data


def loaded_as(data: dict[str, Any], folder: Path) -> LoadedCampaign:
    return load_campaign(str(laid_out(folder, data)))


@pytest.mark.parametrize("line", ["history", "pass", "random"])
@pytest.mark.parametrize("chunk", [1, 37])
def test_chunks_do_not_matter(line: str, chunk: int) -> None:
    runs = 5 if chunk == 1 else 100
    other = run_campaign(setup(line), runs, chunk=chunk)
    for name, column in result(line).columns.items():
        assert np.array_equal(other.columns[name], column[:runs]), name


def test_workers_do_not_matter() -> None:
    whole = run_campaign(setup("pass"), 300)
    shared = run_campaign(setup("pass"), 300, chunk=100, workers=2)
    for name, column in whole.columns.items():
        assert np.array_equal(shared.columns[name], column)


def test_without_weights_each_chapter_is_the_scenario_by_itself(tmp_path: Path) -> None:
    loaded = loaded_as(weightless(), tmp_path)
    chain = Chain.of(loaded)
    for line in ("history", "random"):
        whole = run_campaign(CampaignSetup.of(loaded, line, seed=4), RUNS)
        for chapter, one in loaded.chapters.items():
            alone = run_batch(setup_of(one, line, seed=chain.seed(4, chapter)), RUNS)
            for name in one.scenario.outcomes:
                held = alone.happened(f"outcomes.{name}")
                assert np.array_equal(whole.columns[f"{chapter}.{name}"], held)


def test_without_weights_the_state_is_the_same_to_the_bit(tmp_path: Path) -> None:
    loaded = loaded_as(weightless(), tmp_path)
    told = campaign_chronicle(CampaignSetup.of(loaded, seed=4), 3)
    assert [one.stage.chapter for one in told.chapters] == list(loaded.chapters)
    for one in told.chapters:
        alone = setup_of(
            loaded.chapters[one.stage.chapter],
            seed=Chain.of(loaded).seed(4, one.stage.chapter),
        )
        process = ensemble(alone.compiled(), alone, 3, 1)
        for turn in range(process.plan.turns):
            process.advance(alone.line.plays(turn))
        assert one.told.state_hash == process.state_hash()


def test_history_carries_over_nothing_in_the_middle() -> None:
    """The reference runs of a chapter, entered into the next, move each number by 0 in the median.

    Weights that do not clip; the start is that of the next chapter by itself.
    """
    chain = Chain.of(loaded_campaign())
    one = setup(seed=USUAL_SEED).stages[Stage("quarrel")]
    process = ensemble(chain.compiled(Stage("quarrel")), one, 0, USUAL_RUNS)
    for turn in range(process.plan.turns):
        process.advance(one.line.plays(turn))
    following = setup(seed=USUAL_SEED).stages[Stage("again")]
    start = ensemble(chain.compiled(Stage("again")), following, 0, USUAL_RUNS).world
    before = {name: array.copy() for name, array in start.arrays()}
    chain.enter(start, "again", process.world, "quarrel", np.arange(USUAL_RUNS))
    for name in ("trust", "stance", "home", "knowledge", "channel"):
        moved = getattr(start, name) - before[name]
        inside = ((getattr(start, name) > 0) & (getattr(start, name) < 1)).all(axis=-1)
        assert np.abs(np.median(moved, axis=-1)[inside]).max() < 1e-12
        assert np.abs(moved).max() > 0.01 or name == "home"


def test_a_run_told_is_the_run_of_the_batch() -> None:
    columns = result().columns
    for run in range(12):
        told = campaign_chronicle(setup(), run)
        assert columns[f"endings.{told.ending}"][run]
        opened = [name for name in mini()["chapters"] if columns[f"opens.{name}"][run]]
        assert [one.stage.chapter for one in told.chapters] == opened
        for one in told.chapters:
            for name, held in one.told.end["outcomes"].items():
                assert columns[f"{one.stage.chapter}.{name}"][run] == held["held"]


def test_the_telling_names_chapters_bridges_and_the_ending() -> None:
    told = campaign_chronicle(setup(), 0)
    lines = list(told.lines())
    assert lines[0] == "Two quarrels and a vote"
    assert "== Chapter 2 of 3: The quarrel goes on" in lines
    assert "They had met, and went home to think." in lines
    assert any(line.startswith("== How the campaign ended: ") for line in lines)
    data = json.loads(json.dumps(told.as_json()))
    assert data["chapters"][0]["chapter"] == "quarrel"
    assert data["ending"] in mini()["endings"]
    assert data["chapters"][1]["seed"] == Chain.of(loaded_campaign()).seed(1, "again")


# -- what opens ------------------------------------------------------------------------------------


def never(**otherwise: Any) -> dict[str, Any]:
    """The campaign, in which the second chapter never opens."""
    data = mini()
    data["chapters"]["again"] |= {"opens": "turn() > 100", "otherwise": otherwise}
    return data


def test_every_run_comes_to_one_ending() -> None:
    for line in ("history", "pass", "random"):
        columns = result(line).columns
        endings = [columns[name].astype(int) for name in columns if name.startswith("endings.")]
        assert (np.sum(endings, axis=0) == 1).all()


def test_some_open_as_they_are_and_some_otherwise() -> None:
    columns = result("pass").columns
    share = columns["variant.again"].mean()
    assert 0 < share < 1
    assert columns["opens.again"].all()


def test_a_deadlock_opens_with_what_is_set(tmp_path: Path) -> None:
    data = never(set={"trust.north.host": 0.2, "calendar.turns": 4})
    data["chapters"]["again"]["carry"] = {}
    loaded = loaded_as(data, tmp_path)
    whole = run_campaign(CampaignSetup.of(loaded, seed=2), RUNS)
    assert whole.columns["variant.again"].all()
    one = loaded.variants["again"]
    alone = run_batch(setup_of(one, seed=Chain.of(loaded).seed(2, "again")), RUNS)
    for name in one.scenario.outcomes:
        assert np.array_equal(whole.columns[f"again.{name}"], alone.happened(f"outcomes.{name}"))


def test_an_ending_ends_it(tmp_path: Path) -> None:
    loaded = loaded_as(never(ending="silence"), tmp_path)
    whole = run_campaign(CampaignSetup.of(loaded), RUNS)
    assert whole.columns["endings.silence"].all()
    assert not whole.columns["opens.again"].any()
    assert not whole.columns["opens.vote"].any()
    assert not whole.columns["vote.accord"].any()


def test_a_chapter_may_be_passed_over(tmp_path: Path) -> None:
    """Then what is carried comes from the chapter that was played, and nothing is asked again."""
    data = never(chapter="vote")
    data["chapters"]["vote"]["opens"] = "turn() > 100"
    loaded = loaded_as(data, tmp_path)
    chain = Chain.of(loaded)
    whole = run_campaign(CampaignSetup.of(loaded), RUNS)
    assert not whole.columns["opens.again"].any()
    assert whole.columns["opens.vote"].all()
    first = CampaignSetup.of(loaded).stages[Stage("quarrel")]
    before = ensemble(chain.compiled(Stage("quarrel")), first, 0, RUNS)
    for turn in range(before.plan.turns):
        before.advance(first.line.plays(turn))
    last = CampaignSetup.of(loaded).stages[Stage("vote")]
    process = ensemble(chain.compiled(Stage("vote")), last, 0, RUNS)
    chain.enter(process.world, "vote", before.world, "quarrel", np.arange(RUNS))
    for turn in range(process.plan.turns):
        process.advance(last.line.plays(turn))
    row = process.compiled.rows["outcomes.accord"]
    assert np.array_equal(whole.columns["vote.accord"], process.world.tracked[row] != NEVER)


def test_runs_from_two_chapters_meet_in_one(tmp_path: Path) -> None:
    """Some come by way of the chapter between and some past it; each is as it would be alone."""
    data = mini()
    data["chapters"]["again"] |= {
        "opens": "adopted(talks)",
        "otherwise": {"chapter": "vote"},
    }
    loaded = loaded_as(data, tmp_path)
    made = CampaignSetup.of(loaded)
    whole = run_campaign(made, RUNS)
    past = ~whole.columns["opens.again"] & whole.columns["opens.vote"]
    through = whole.columns["opens.again"] & whole.columns["opens.vote"]
    assert past.any()
    assert through.any()
    for run in (*np.flatnonzero(past)[:3], *np.flatnonzero(through)[:3]):
        told = campaign_chronicle(made, int(run))
        last = told.chapters[-1]
        assert last.stage.chapter == "vote"
        for name, held in last.told.end["outcomes"].items():
            assert whole.columns[f"vote.{name}"][run] == held["held"]


# -- what comes out --------------------------------------------------------------------------------


def test_the_json_has_the_shape_of_any_batch() -> None:
    data = json.loads(json.dumps(result().as_json()))
    assert set(data) == set(
        "scenario runs seed line outcomes metrics seconds runs_per_second".split()
    )
    assert (data["scenario"], data["runs"], data["line"]) == ("mini", RUNS, "history")
    names = set(data["outcomes"])
    assert {"opens.quarrel", "opens.vote", "variant.again", "again.accord", "endings.peace"} < names
    for one in data["outcomes"].values():
        assert one["share"] == one["count"] / RUNS
        assert one["ci95"][0] <= one["share"] <= one["ci95"][1]
    assert set(data["metrics"]) == {"goals.host", "goals.friend", "skipped_moves"}


def test_goals_are_the_chapters_scores_by_their_weights() -> None:
    columns = result().columns
    wanted = np.zeros(RUNS)
    for chapter, weight in mini()["goals"].items():
        goals = loaded_campaign().chapters[chapter].scenario.goals["host"].aims
        for name, aim in goals.items():
            wanted += weight * aim * columns[f"{chapter}.{name}"]
    assert np.allclose(columns["goals.host"], wanted)


def test_what_cannot_be_run_is_told() -> None:
    with pytest.raises(LabError, match="A campaign is played along history, pass, random"):
        setup("moves.yaml")
    with pytest.raises(LabError, match='no seat hosst; did you mean "host"'):
        setup(seat="hosst")
    with pytest.raises(LabError, match="neither a rule nor an event"):
        setup(without=["rule:nothing"])


def test_an_event_is_switched_off_where_it_is() -> None:
    off = setup(without=["event:report", "rule:ripeness"])
    assert all("rule:ripeness" in one.without for one in off.stages.values())
    calm = run_campaign(off, 60)
    assert calm.columns["quarrel.resolution"].mean() < 0.2


def test_a_run_that_goes_on_alone_is_the_same_as_in_company() -> None:
    """A lane that is taken out of an ensemble at a chapter's end is the lane that it was."""
    made = setup()
    chain = made.chain()
    process = ensemble(chain.compiled(Stage("quarrel")), made.stages[Stage("quarrel")], 0, 5)
    for turn in range(process.plan.turns):
        process.advance(made.stages[Stage("quarrel")].line.plays(turn))
    one = take(process.world, [3])
    assert all(
        np.array_equal(array[..., 0], getattr(process.world, name)[..., 3])
        for name, array in one.arrays()
    )
