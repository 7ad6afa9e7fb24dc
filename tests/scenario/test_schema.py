"""The committed JSON Schema is the one that the models give, and shipped files keep to it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sim import paths
from sim.scenario.jsonschema import scenario_schema, schema_text
from sim.scenario.load import shipped
from sim.scenario.reader import read


def test_the_committed_schema_is_current() -> None:
    committed = (paths.scenarios() / "schema.json").read_text(encoding="utf-8")
    assert committed == schema_text(), "run: twintrack schema > scenarios/schema.json"


def test_every_field_of_an_actor_is_described() -> None:
    actor = scenario_schema()["$defs"]["Actor"]["properties"]
    plain = {"name", "kind", "mark", "positions", "interests", "cite"}
    missing = [name for name, field in actor.items() if "description" not in field]
    assert set(missing) <= plain


@pytest.mark.parametrize("name", shipped())
def test_shipped_scenarios_point_to_the_schema(name: str) -> None:
    text = (paths.scenarios() / f"{name}.yaml").read_text(encoding="utf-8")
    first = text.splitlines()[0]
    assert first == "# yaml-language-server: $schema=schema.json"
    fields = set(scenario_schema()["properties"])
    data = read(Path(paths.scenarios() / f"{name}.yaml")).data
    assert data is not None
    assert set(data) <= fields
    assert json.loads(schema_text())["$schema"].endswith("2020-12/schema")
