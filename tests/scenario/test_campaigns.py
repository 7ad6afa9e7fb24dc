"""Campaign files: read, merged, checked against their chapters, every fault at its place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sim import paths
from sim.scenario.authoring.jsonschema import campaign_schema, schema_text
from sim.scenario.campaigns import load_campaign
from sim.scenario.heads import has_chapters
from sim.scenario.kinds import check
from sim.scenario.load import load
from sim.scenario.problem import ScenarioError
from sim.scenario.shelf import campaigns, shipped
from tests.campaign import laid_out, loaded_campaign, mini
from tests.lab.cases import case, written

Change = Callable[[dict[str, Any]], None]


def test_a_campaign_is_loaded_with_its_chapters() -> None:
    loaded = loaded_campaign()
    assert list(loaded.chapters) == ["quarrel", "again", "vote"]
    assert loaded.chapters["again"].scenario.id == "sequel"
    assert list(loaded.variants) == ["again"]
    assert loaded.variants["again"].scenario.trust["north"]["host"] == 0.2
    assert loaded.chapters["again"].scenario.trust["north"]["host"] != 0.2
    assert loaded.campaign.weight("quarrel") == 0.5
    assert loaded.problems == ()


def test_what_ships_is_a_scenario_or_a_campaign() -> None:
    assert not set(shipped()) & set(campaigns())
    for name in campaigns():
        assert check(name) == []
        text = (paths.scenarios() / f"{name}.yaml").read_text(encoding="utf-8")
        assert text.startswith("# yaml-language-server: $schema=campaign.schema.json\n")


def change(*path: str, to: Any) -> Change:
    """Set something in the campaign; `...` takes it away."""

    def apply(data: dict[str, Any]) -> None:
        here = data
        for key in path[:-1]:
            here = here[key]
        if to is ...:
            del here[path[-1]]
        else:
            here[path[-1]] = to

    return apply


again, vote = ("chapters", "again"), ("chapters", "vote")
FAULTS: dict[str, tuple[Change, str, str, str]] = {
    "unknown scenario": (
        change(*vote, "scenario", to="smal"),
        "unknown-scenario",
        'there is no scenario "smal"; did you mean "small"?',
        "scenario: smal",
    ),
    "a path for a scenario": (change(*vote, "scenario", to="../x"), "form", "scenario", "../x"),
    "a campaign for a chapter": (
        change(*vote, "scenario", to="mini"),
        "campaign",
        "mini is a campaign; a chapter is a scenario",
        "scenario: mini",
    ),
    "unknown seat": (
        change("seats", to=["hosts"]),
        "unknown-seat",
        '"hosts" is no seat of the chapters "quarrel", "again" and "vote"; did you mean "host"?',
        "- hosts",
    ),
    "no seat": (change("seats", to=[]), "range", "seats", "seats"),
    "a condition that cannot be read": (
        change(*again, "opens", to="attendd(north)"),
        "condition",
        'did you mean "attended"?',
        "opens: attendd",
    ),
    "a name that the chapter before does not have": (
        change(*vote, "opens", to="joined(small_states)"),
        "unknown-name",
        'there is no actor "small_states"',
        "opens: joined",
    ),
    "no otherwise": (
        change(*vote, "otherwise", to=...),
        "no-otherwise",
        "it needs otherwise",
        "vote:",
    ),
    "no opens": (change(*vote, "opens", to=...), "no-opens", "always opens", "otherwise:"),
    "two ways": (
        change(*vote, "otherwise", "chapter", to="again"),
        "meaning",
        '"otherwise" needs exactly one of ending, chapter and set',
        "otherwise:",
    ),
    "no way": (change(*vote, "otherwise", to={}), "meaning", "needs exactly one", "otherwise:"),
    "unknown ending": (
        change(*vote, "otherwise", to={"ending": "silenc"}),
        "unknown-ending",
        'did you mean "silence"?',
        "ending: silenc",
    ),
    "unknown chapter": (
        change(*again, "otherwise", to={"chapter": "vot"}),
        "unknown-chapter",
        'there is no chapter "vot"; did you mean "vote"?',
        "chapter: vot",
    ),
    "a way back": (
        change(*vote, "otherwise", to={"chapter": "quarrel"}),
        "cycle",
        '"quarrel" does not come after "vote": a campaign only goes forward',
        "chapter: quarrel",
    ),
    "round in a ring": (
        change(*vote, "otherwise", to={"chapter": "vote"}),
        "cycle",
        "a campaign only goes forward",
        "chapter: vote",
    ),
    "a path that leads nowhere": (
        change(*again, "otherwise", "set", to={"trust.north.hots": 0.2}),
        "unknown-path",
        'did you mean "host"?',
        "trust.north.hots",
    ),
    "a value that does not fit": (
        change(*again, "otherwise", "set", to={"trust.north.host": 7}),
        "set",
        "must be a number between 0 and 1",
        "trust.north.host",
    ),
    "a weight beyond 1": (change(*again, "carry", "trust", to=2), "range", "trust", "trust: 2"),
    "something that is not carried": (
        change(*again, "carry", "trusts", to=0.5),
        "unknown-field",
        "has no field",
        "trusts",
    ),
    "carried into the first": (
        change("chapters", "quarrel", "carry", to={"trust": 0.5}),
        "first-chapter",
        "nothing comes before it",
        "carry:",
    ),
    "an unknown chapter that counts": (
        change("goals", to={"quarrel": 0.5, "agian": 0.5}),
        "unknown-chapter",
        'did you mean "again"?',
        "agian",
    ),
    "weights that do not add up": (
        change("goals", to={"quarrel": 0.5}),
        "weights",
        "must add up to 1, not 0.5",
        "goals:",
    ),
    "an ending that nothing leads to": (
        change("endings", to={"x": {"title": "X", "text": "X."}, **mini()["endings"]}),
        "no-way",
        'nothing leads to "x"',
        "x:",
    ),
    "a last ending with a condition": (
        change("endings", "silence", "when", to="adopted(talks)"),
        "last-ending",
        "the one that is left",
        "when: adopted",
    ),
    "an ending's condition": (
        change("endings", "peace", "when", to="adopted(talk)"),
        "unknown-name",
        'did you mean "talks"?',
        "when: adopted(talk)",
    ),
    "no ending": (change("endings", to={}), "range", "endings", "endings"),
    "no chapter": (change("chapters", to={}), "range", "chapters", "chapters"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_at_its_place(name: str, tmp_path: Path) -> None:
    apply, rule, message, place = FAULTS[name]
    data = mini()
    apply(data)
    path = laid_out(tmp_path, data)
    found = [problem for problem in check(str(path)) if problem.rule == rule]
    assert found, check(str(path))
    assert message in found[0].message
    line = path.read_text().splitlines()[found[0].span.line - 1]
    assert place in line
    with pytest.raises(ScenarioError):
        load_campaign(str(path))


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    data = mini()
    for name in ("unknown seat", "no opens", "weights that do not add up"):
        FAULTS[name][0](data)
    rules = {problem.rule for problem in check(str(laid_out(tmp_path, data)))}
    assert rules >= {"unknown-seat", "no-opens", "weights"}


def test_a_chapters_own_faults_are_told_in_its_own_file(tmp_path: Path) -> None:
    path = laid_out(tmp_path)
    broken = case()
    del broken["claims"]
    broken["trust"]["north"]["hots"] = 0.5
    written(broken, tmp_path, "small.yaml")
    (problem,) = check(str(path))
    assert problem.rule == "unknown-actor"
    assert problem.span.file == str(tmp_path / "small.yaml")


def test_a_campaign_is_no_scenario_and_a_scenario_no_campaign() -> None:
    loaded = loaded_campaign()
    with pytest.raises(ScenarioError, match="is a campaign; name one of its chapters"):
        load(str(loaded.path))
    with pytest.raises(ScenarioError, match="is a scenario, not a campaign"):
        load_campaign(str(loaded.chapters["quarrel"].path))


def test_a_class_may_change_one_thing_of_a_campaign(tmp_path: Path) -> None:
    laid_out(tmp_path)
    child = tmp_path / "light.yaml"
    child.write_text(
        "version: 1\nid: light\ntitle: Nothing weighs\nextends: mini\n"
        "chapters:\n  again:\n    carry: null\n"
    )
    assert has_chapters(child)
    loaded = load_campaign(str(child))
    assert loaded.campaign.chapters["again"].carry.weights() == {}
    assert loaded.campaign.chapters["again"].opens == mini()["chapters"]["again"]["opens"]
    assert loaded.digest != loaded_campaign().digest


def test_a_child_that_says_nothing_of_chapters_is_still_a_campaign(tmp_path: Path) -> None:
    laid_out(tmp_path)
    child = tmp_path / "renamed.yaml"
    child.write_text("version: 1\nid: renamed\ntitle: Another name\nextends: mini\n")
    assert has_chapters(child)
    assert not has_chapters(tmp_path / "small.yaml")
    assert load_campaign(str(child)).campaign.title == "Another name"


def test_a_number_of_a_campaign_can_be_set_by_its_path() -> None:
    path = str(loaded_campaign().path)
    set_ = load_campaign(path, {"chapters.again.carry.trust": 0.25})
    assert set_.campaign.chapters["again"].carry.trust == 0.25
    assert set_.digest != loaded_campaign().digest
    with pytest.raises(ScenarioError, match='did you mean "carry"'):
        load_campaign(path, {"chapters.again.cary.trust": 0.25})


def test_a_changed_chapter_changes_the_digest(tmp_path: Path) -> None:
    path = laid_out(tmp_path)
    before = load_campaign(str(path)).digest
    data = case()
    del data["claims"]
    data["moves"]["consult"]["cost"] = 2
    written(data, tmp_path, "small.yaml")
    assert load_campaign(str(path)).digest != before


def test_the_committed_schema_is_current() -> None:
    committed = (paths.scenarios() / "campaign.schema.json").read_text(encoding="utf-8")
    advice = "run: twintrack schema --campaign > scenarios/campaign.schema.json"
    assert committed == schema_text("campaign"), advice
    fields = campaign_schema()["$defs"]["Carry"]["properties"]
    assert all("description" in field for field in fields.values())


def test_a_chapter_that_changes_is_judged_anew(tmp_path: Path) -> None:
    path = laid_out(tmp_path)
    before = load_campaign(str(path))
    assert load_campaign(str(path)).chapters["vote"] is before.chapters["vote"]
    chapter = before.chapters["vote"].path
    text = chapter.read_text(encoding="utf-8")
    title = before.chapters["vote"].scenario.title
    chapter.write_text(text.replace(f"title: {title}", "title: Another", 1), encoding="utf-8")
    after = load_campaign(str(path))
    assert after.chapters["vote"].scenario.title == "Another"
    assert after.digest != before.digest
    chapter.write_text(text + "nonsense: 1\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match="nonsense"):
        load_campaign(str(path))
