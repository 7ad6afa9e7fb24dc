"""The committed JSON Schemas are those that the models give, and shipped files point to them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest

from sim import paths
from sim.scenario.authoring.jsonschema import Kind, schema_text
from sim.scenario.authoring.snippets import NEW
from sim.scenario.schema import Scenario
from sim.scenario.shelf import campaigns, shipped
from sim.scenario.text.reader import read

KINDS: tuple[Kind, ...] = get_args(Kind)


@cache
def text_of(kind: Kind) -> str:
    return schema_text(kind)


def parts(schema: Any) -> Iterator[dict[str, Any]]:
    """A schema and all that are in it."""
    if isinstance(schema, dict):
        yield schema
    for inner in schema.values() if isinstance(schema, dict) else schema:
        if isinstance(inner, dict | list):
            yield from parts(inner)


@pytest.mark.parametrize("kind", KINDS)
def test_the_committed_schema_is_current(kind: Kind) -> None:
    name, option = (
        ("schema.json", "") if kind == "scenario" else (f"{kind}.schema.json", f" --{kind}")
    )
    committed = (paths.scenarios() / name).read_text(encoding="utf-8")
    assert committed == text_of(kind), f"run: twintrack schema{option} > scenarios/{name}"


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_is_described(kind: Kind) -> None:
    schema = json.loads(text_of(kind))
    bare = {
        name
        for part in parts(schema)
        if "title" in part.get("properties", {}).get("version", {}) or "type" in part
        for name, field in part.get("properties", {}).items()
        if "description" not in field
    }
    assert bare == set()


@pytest.mark.parametrize("kind", KINDS)
def test_every_reference_leads_somewhere(kind: Kind) -> None:
    schema = json.loads(text_of(kind))
    named = {part["$ref"] for part in parts(schema) if isinstance(part.get("$ref"), str)}
    assert {f"#/$defs/{name}" for name in schema["$defs"]} == named
    assert schema["$schema"].endswith("2020-12/schema")


def test_skeletons_are_for_fields_that_there_are() -> None:
    schema = json.loads(text_of("scenario")) | {"campaign": json.loads(text_of("campaign"))}
    labels = {
        snippet["label"]
        for part in parts(schema)
        for snippet in part.get("defaultSnippets", ())
        if isinstance(snippet["body"], dict)
    }
    assert {snippet["label"] for snippet in NEW.values()} == labels


@pytest.mark.parametrize("name", [*shipped(), *campaigns()])
def test_shipped_files_point_to_their_schema(name: str) -> None:
    path = paths.scenarios() / f"{name}.yaml"
    kind = "campaign." if name in campaigns() else ""
    assert _first(path) == f"# yaml-language-server: $schema={kind}schema.json"
    if not kind:
        assert set(read(path).data or {}) <= set(Scenario.model_fields)


def test_shipped_libraries_point_to_their_schema() -> None:
    files = sorted((paths.scenarios() / "library").glob("*.yaml"))
    assert files
    assert {_first(path) for path in files} == {
        "# yaml-language-server: $schema=../library.schema.json"
    }


def _first(path: Path) -> str:
    return path.read_text(encoding="utf-8").splitlines()[0]
