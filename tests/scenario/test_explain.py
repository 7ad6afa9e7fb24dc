"""The reference says something of everything that can be written, and finds it by its name."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import pytest
from pydantic import BaseModel

from sim import paths
from sim.cli import main
from sim.scenario.authoring.explain import ROLES as TOLD_ROLES
from sim.scenario.authoring.explain import UnknownError, reference
from sim.scenario.authoring.reference import Block, blocks, markdown
from sim.scenario.authoring.samples import samples
from sim.scenario.authoring.value_words import hints, models_of
from sim.scenario.checks.references import ROLES
from sim.scenario.form.campaign import Campaign
from sim.scenario.form.coding import Part
from sim.scenario.form.effects import EVENT_VERBS, Effect
from sim.scenario.language import FUNCTIONS, parse_condition, parse_term
from sim.scenario.schema import Scenario
from sim.scenario.text.reader import read

ENTRIES = reference().entries
SAMPLES = samples()


def models(top: type[BaseModel]) -> set[type[BaseModel]]:
    """All models that a file of this kind is made of."""
    found, todo = set(), [top]
    while todo:
        model = todo.pop()
        if model not in found:
            found.add(model)
            todo += [inner for hint in hints(model).values() for inner in models_of(hint)]
    return found


def test_every_field_of_every_model_is_in_the_reference() -> None:
    told = {entry.path for entry in ENTRIES.values() if entry.kind in ("field", "section")}
    known = {path.rpartition(".")[2] for path in told} | set(Effect.model_fields)
    every = models(Scenario) | models(Campaign)
    assert len(every) > 40
    assert all(issubclass(model, Part) for model in every)
    for model in every:
        assert set(model.model_fields) <= known, model
    for name in Scenario.model_fields:
        assert name in told
    for name in Campaign.model_fields:
        assert f"campaign.{name}" in told


def test_every_entry_says_what_it_means() -> None:
    assert [path for path, entry in ENTRIES.items() if not entry.about.strip()] == []
    assert [
        path
        for path, entry in ENTRIES.items()
        if entry.kind in ("field", "effect", "condition") and not entry.takes
    ] == []


def test_every_verb_and_every_function_is_told() -> None:
    for verb in Effect.model_fields:
        about = ENTRIES[f"effects.{verb}"].about
        assert ("for moves and events" in about) == (verb in EVENT_VERBS)
    for name, function in FUNCTIONS.items():
        entry = ENTRIES[f"conditions.{name}"]
        for parameter in function.parameters:
            assert parameter.names[0] in entry.takes
    assert tuple(TOLD_ROLES) == ROLES


def test_conditions_in_the_reference_can_be_read() -> None:
    written = re.findall(r"`([^`]+)`", ENTRIES["conditions"].about)
    assert parse_condition(written[0])
    for name in FUNCTIONS:
        said = re.findall(r"`([^`]+)`", ENTRIES[f"conditions.{name}"].takes)
        assert parse_term(said[0])
        for compared in said[1:]:
            assert parse_condition(compared)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("actors.positions.salience", "actors.positions.salience"),
        ("salience", "actors.positions.salience"),
        ("actors.north.positions.land.salience", "actors.positions.salience"),
        ("actors.home.assumed", "numbers.assumed"),
        ("actors.north.home.assumed", "numbers.assumed"),
        ("leverage.patron.client.arms.value", "numbers.value"),
        ("moves.effects.consult", "effects.consult"),
        ("moves.call_round.if_yes.effects.tell.sign", "effects.tell.sign"),
        ("beliefs.north.south.greedy", "types.greedy"),
        ("conditions.attended", "conditions.attended"),
        ("attended(who, table)", "conditions.attended"),
        ("campaign.chapters.opens", "campaign.chapters.opens"),
        ("mediators", "words.mediators"),
    ],
)
def test_things_are_found_by_their_path(asked: str, found: str) -> None:
    (entry,) = reference().found(asked)
    assert entry.path == found


def test_a_bare_name_finds_all_its_places() -> None:
    places = {entry.path for entry in reference().found("cite")}
    assert {"actors.cite", "moves.cite", "numbers.cite"} <= places
    with pytest.raises(UnknownError, match=r'did you mean "actors\.positions\.salience"'):
        reference().found("actors.positions.saliense")
    with pytest.raises(UnknownError, match="lists the sections"):
        reference().found("xyzzyxyzzy")
    for path in ("actors.north", "actors.cite.what", ""):
        with pytest.raises(UnknownError):
            reference().found(path)


def test_samples_are_lines_of_shipped_files() -> None:
    for path in ("actors.positions.salience", "effects.consult.who", "conditions.joined", "uses"):
        sample = SAMPLES.of(ENTRIES[path])
        assert sample is not None
        lines = (paths.scenarios() / sample.file).read_text().splitlines()
        first = sample.text.split("\n")[0]
        assert first.strip(" .") in lines[sample.line - 1]
        assert ENTRIES[path].name in sample.text


def test_a_sample_is_valid_yaml() -> None:
    for path in ("calendar", "actors.positions.ideal", "types.greedy", "tables.procedure"):
        sample = SAMPLES.of(ENTRIES[path])
        assert sample is not None
        assert read(sample.text.encode()).problems == []


@cache
def made() -> list[Block]:
    return blocks(reference())


@pytest.mark.outside
def test_the_whole_reference_holds_every_entry() -> None:
    text = markdown(made())
    every = [one for block in made() for one in block.every()]
    told = {row.entry.path for one in every for row in one.rows} | {one.path for one in every}
    written = [one for one in every if ENTRIES.get(one.path) and ENTRIES[one.path].steps]
    assert sum(one.sample is not None for one in written) > 0.9 * len(written)
    names = {path.rpartition(".")[2] for path in told}
    assert {entry.name for entry in ENTRIES.values()} <= names
    for path in ("actors.positions", "effects.consult", "conditions", "words", "campaign"):
        assert re.search(rf"^#+ {re.escape(path)}$", text, re.MULTILINE)
    assert "Told to readers only; no rule reads it." in text
    for anchor in re.findall(r"\]\(#([^)]+)\)", text):
        assert f"\n## {anchor.replace('-', ' ')}\n" in text.lower()


# -- the command -----------------------------------------------------------------------------------


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    capsys.readouterr()
    assert main(["explain", *arguments]) == 0
    return capsys.readouterr().out


def test_explain_tells_a_field(capsys: pytest.CaptureFixture[str]) -> None:
    out = said(capsys, "actors.positions.salience")
    assert out.startswith("actors.positions.salience\n  How much the issue matters to it.\n")
    assert "a number between 0 and 1" in out
    assert "Must be there." in out
    assert re.search(r"For example, [a-z0-9-]+\.yaml:\d+:\n      .*salience", out)
    assert "Told to readers only; no rule reads it." in said(capsys, "actors.about")
    assert "Without it: 1" in said(capsys, "moves.cost")
    assert "effects.consult.who" not in said(capsys, "effects.consult")
    assert "    who*" in said(capsys, "effects.consult")


def test_explain_lists_sections_and_places(capsys: pytest.CaptureFixture[str]) -> None:
    out = said(capsys)
    for name in ("actors*", "classroom", "effects", "conditions", "words", "campaign"):
        assert f"\n  {name} " in out
    assert "  moves.cite " in said(capsys, "cite")
    assert "stances" in said(capsys, "words")


def test_explain_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    (entry,) = json.loads(said(capsys, "moves.cost", "--json"))
    assert entry["path"] == "moves.cost"
    assert entry["default"] == "1"
    assert not entry["told_only"]
    assert set(entry["example"]) == {"place", "text"}


def test_explain_says_what_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "actors.positions.saliense"]) == 2
    err = capsys.readouterr().err
    assert err == (
        'Nothing is called "actors.positions.saliense" in a scenario file; '
        'did you mean "actors.positions.salience"?\n'
    )
    assert main(["explain", "actors", "--all"]) == 2


@pytest.mark.outside
def test_explain_writes_a_page(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "reference.html"
    with monkeypatch.context() as patched:
        patched.setattr("sim.scenario.authoring.reference.blocks", lambda _reference: made())
        assert said(capsys, "--html", str(page)) == f"Written to {page}.\n"
    text = page.read_text(encoding="utf-8")
    ids = re.findall(r' id="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', text)) <= set(ids)
    assert not re.search(r'(?:src|href)="(?!#|data:)', text)
    assert "<script" not in text
    for entry in ENTRIES.values():
        assert f"<code>{entry.name}</code>" in text or f">{entry.name}</h2>" in text


@pytest.mark.parametrize(
    ("words", "path"),
    [
        ("how do I lock the odds", "classroom"),
        ("add an actor", "actors"),
        ("end the game", "outcomes.final"),
        ("events that come", "events"),
    ],
)
def test_words_that_are_no_name_find_what_speaks_of_them(words: str, path: str) -> None:
    assert path in [entry.path for entry in reference().speaking_of(words)]


def test_words_that_nothing_speaks_of_find_nothing() -> None:
    assert reference().speaking_of("the") == []
    assert reference().speaking_of("zeppelin") == []


def test_the_command_lists_what_speaks_of_a_word(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "lock"]) == 0
    assert "these speak of it:\n  classroom" in capsys.readouterr().out
    assert main(["explain", "zeppelin"]) != 0
    assert "twintrack show SCENARIO" in capsys.readouterr().err
