"""The JSON Schema of scenario files, for completion and hover in any editor."""

from __future__ import annotations

import json
from typing import Any

from sim.scenario.schema import Scenario

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def scenario_schema() -> dict[str, Any]:
    """The schema of a scenario file, with a description of every field that has one.

    A file that extends another may leave out what it inherits, so nothing is required where the
    file says `extends`.
    """
    schema = Scenario.model_json_schema()
    required = schema.pop("required")
    always = ["version", "id", "title"]
    return {
        "$schema": DIALECT,
        **schema,
        "if": {"not": {"required": ["extends"]}},
        "then": {"required": required},
        "else": {"required": always},
    }


def schema_text() -> str:
    """The schema as the text of `scenarios/schema.json`."""
    return json.dumps(scenario_schema(), indent=1, ensure_ascii=False) + "\n"
