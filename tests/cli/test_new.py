"""Files to start from: they check clean, they play, and every example in them works."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import pytest

from sim import paths
from sim.cli import main
from sim.lab.batch import run_batch
from sim.lab.resolved import resolved_text
from sim.lab.setup import setup_of
from sim.scenario.authoring.jsonschema import schema_text
from sim.scenario.authoring.starting import blank, file_id, title_of, variation
from sim.scenario.kinds import check
from sim.scenario.load import load
from tests.lab.cases import loaded, sound, written
from tests.shipped import FIRST, every
from tests.shipped import loaded as whole

_EXAMPLE = re.compile(r"^# (?!yaml-language-server)", re.MULTILINE)


def _line(**moves: str) -> dict[str, dict[str, Any]]:
    """A line of the governor: by name the date in 2001, the move and, after a blank, its target."""
    found: dict[str, dict[str, Any]] = {}
    for name, written_so in moves.items():
        day, move, *to = written_so.split()
        date = dt.date.fromisoformat(f"2001-{day}")
        found[name] = {"date": date, "by": "governor", "move": move}
        found[name] |= {"to": to[0]} if to else {}
    return found


HASTY = _line(
    draft="03-05 draft_compromise",
    put="03-20 put_text",
    draft_again="04-03 draft_compromise",
    put_again="04-18 put_text",
)
PATIENT = _line(
    word_up="03-05 private_word upper",
    word_down="03-06 private_word lower",
    banks="03-07 walk_the_banks",
    surety="03-20 pledge_guarantee lower",
    aid_up="04-03 offer_aid upper",
    banks_again="04-04 walk_the_banks",
    aid_down="04-17 offer_aid lower",
    draft="04-18 draft_compromise",
    put="05-02 put_text",
    banks_once_more="05-03 walk_the_banks",
    draft_again="05-15 draft_compromise",
    put_again="05-29 put_text",
)


def examples(text: str) -> list[str]:
    """The text with the comment marks of one example taken away, for each of its examples."""
    blocks = text.split("\n\n")
    marked = [index for index, block in enumerate(blocks) if _EXAMPLE.search(block)]
    marked = [index for index in marked if index > 0]
    return [
        "\n\n".join(_EXAMPLE.sub("", b) if at == index else b for at, b in enumerate(blocks))
        for index in marked
    ]


def kept(text: str, folder: Path, name: str = "our-class") -> str:
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_variation_is_its_parent_until_something_is_changed(tmp_path: Path) -> None:
    text = variation(whole(FIRST).scenario, "our-class", FIRST, "schema.json")
    path = kept(text, tmp_path)
    assert check(path) == []
    changed = {"id": "our-class", "title": "Our class", "extends": None}
    parent, child = whole(FIRST).scenario, load(path).scenario
    assert child.model_dump(exclude=set(changed)) == parent.model_dump(exclude=set(changed))


@pytest.mark.parametrize("index", range(5))
def test_each_example_works_alone(index: int, tmp_path: Path) -> None:
    parent = whole(FIRST).scenario
    texts = examples(variation(parent, "our-class", FIRST, "schema.json"))
    assert len(texts) == 5
    path = kept(texts[index], tmp_path)
    assert check(path) == []
    child = load(path).scenario
    sections = "trust moves actors events classroom".split()
    before, after = (getattr(one, sections[index]) for one in (parent, child))
    assert before != after
    others = set(type(parent).model_fields) - {"id", "title", "extends", "groups", sections[index]}
    assert child.model_dump(include=others) == parent.model_dump(include=others)


@pytest.mark.outside  # not for a process, but for the time of so many
@every
def test_all_examples_work_together_whatever_is_extended(name: str, tmp_path: Path) -> None:
    text = variation(whole(name).scenario, "our-class", name, "schema.json")
    assert check(kept(_EXAMPLE.sub("", text), tmp_path)) == []


def test_a_scenario_without_groups_or_coded_trust_has_examples_too(tmp_path: Path) -> None:
    data = sound()
    del data["trust"], data["groups"], data["events"]
    data["moves"]["a_quiet_dinner"] = {**data["moves"]["press"], "title": "Dinner"}
    parent = load(str(written(data, tmp_path, "parent.yaml"))).scenario
    text = variation(parent, "child", "parent", "schema.json")
    path = kept(_EXAMPLE.sub("", text), tmp_path, "child")
    assert [problem for problem in check(path) if problem.severity == "error"] == []
    child = load(path).scenario
    assert child.defaults.trust != parent.defaults.trust
    assert "a_quiet_dinner_2" in child.moves
    assert child.knowledge["observers"] == {"host": "good"}


def test_a_blank_one_is_a_conflict_that_can_be_won_and_lost(tmp_path: Path) -> None:
    path = kept(blank("ours", "schema.json"), tmp_path, "ours")
    assert check(path) == []
    conflict = load(path)
    assert conflict.scenario.id == "ours"
    assert conflict.scenario.lesson is not None
    goal = f"goals.{conflict.scenario.initiative.by}"
    line = tmp_path / "line.yaml"
    scores = []
    for moves in ({}, HASTY, PATIENT):
        line.write_text(resolved_text({"moves": moves}))
        setup = setup_of(conflict, str(line) if moves else "pass")
        scores.append(run_batch(setup, 500).metrics()[goal].mean)
    waited, hasty, patient = scores
    assert waited < 0.1
    assert waited + 0.1 < hasty < patient - 0.1
    assert patient < 0.9


def test_a_name_becomes_an_id_and_a_title() -> None:
    assert file_id("Our Class") == "our-class"
    assert file_id("  Élysée, 1990! ") == "elysee-1990"
    assert file_id("クラス") == ""
    assert len(file_id("x" * 99)) == 64
    assert title_of("our-class") == "Our class"


@pytest.mark.parametrize("name", ["1990", "on", "null", "1e3", "2001-01-01"])
def test_names_that_yaml_would_read_otherwise_stay_text(name: str, tmp_path: Path) -> None:
    parent = loaded().scenario
    written(sound(), tmp_path)
    for text in (variation(parent, name, "small", "schema.json"), blank(name, "schema.json")):
        path = kept(text, tmp_path, name)
        assert check(path) == []
        assert load(path).scenario.id == name


# -- the command -----------------------------------------------------------------------------------


def run(*arguments: object) -> int:
    return main([str(argument) for argument in arguments])


def test_new_writes_a_file_and_the_schema(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("new", "our-class") == 0
    told = capsys.readouterr().out
    for command in ("check", "play", "batch"):
        assert f"\n  twintrack {command} our-class.yaml" in told
    assert (tmp_path / "schema.json").read_text() == schema_text()
    assert (
        (tmp_path / "our-class.yaml")
        .read_text()
        .startswith("# yaml-language-server: $schema=schema.json\n")
    )
    assert load("our-class.yaml").scenario.title == "Our class"
    assert run("check", "our-class.yaml") == 0
    assert run("new", "ours", "--blank", "--json") == 0
    made = json.loads(capsys.readouterr().out)
    assert made["file"] == "ours.yaml"
    assert made["next"][0] == "twintrack check ours.yaml"
    assert run("check") == 0
    assert capsys.readouterr().err == "2 files: no problems\n"


def test_new_overwrites_nothing_unasked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("mine")
    (tmp_path / "schema.json").write_text('{"title": "of another program"}')
    assert run("new", tmp_path / "mine") == 2
    assert "is there already" in capsys.readouterr().err
    assert path.read_text() == "mine"
    assert run("new", tmp_path / "mine.yaml", "--force") == 0
    assert path.read_text().startswith("# yaml-language-server: $schema=twintrack.schema.json\n")
    assert (tmp_path / "schema.json").read_text() == '{"title": "of another program"}'


def test_an_older_schema_is_replaced(tmp_path: Path) -> None:
    older = json.loads(schema_text())
    del older["$defs"]["GuideStep"]
    (tmp_path / "schema.json").write_text(json.dumps(older))
    assert run("new", tmp_path / "mine.yaml", "--blank") == 0
    assert (tmp_path / "schema.json").read_text() == schema_text()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["Our Class"], 'not "Our Class"; try our-class.'),
        (["クラス"], "such as our-class."),
        ([FIRST], f"{FIRST} comes with the program; choose another name, such as my-{FIRST}."),
        (["x", "--blank", "--from", FIRST], "give one of them"),
        (["x", "--from", "campaign-1989-1993"], "is a campaign; vary one of its chapters"),
        (["x", "--from", "paris-1998"], 'did you mean "paris-1989"?'),
        (["nowhere/x.yaml"], "There is no folder nowhere"),
    ],
)
def test_new_says_in_a_sentence_what_is_wrong(
    arguments: list[str],
    sentence: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("new", *arguments) == 2
    err = capsys.readouterr().err
    assert sentence in err
    assert err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_new_extends_a_file_beside_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    parent = written(sound(), tmp_path)
    inner = tmp_path / "inner"
    inner.mkdir()
    assert run("new", tmp_path / "child.yaml", "--from", parent) == 0
    assert load(str(tmp_path / "child.yaml")).scenario.actors == loaded().scenario.actors
    capsys.readouterr()
    assert run("new", inner / "child.yaml", "--from", parent) == 2
    assert f"write the new file beside it, in {tmp_path}." in capsys.readouterr().err


def test_the_library_is_found_from_anywhere(tmp_path: Path) -> None:
    assert (paths.scenarios() / "library" / "mediation.yaml").is_file()
    conflict = load(kept(blank("ours", "schema.json"), tmp_path, "ours")).scenario
    assert "call_round" in conflict.moves
