"""The JSON Schemas of scenario and campaign files, for completion and hover in any editor."""

from __future__ import annotations

import json
from typing import Any

from sim.scenario.campaign import Campaign
from sim.scenario.coding import Part
from sim.scenario.schema import Scenario

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_ALWAYS = ["version", "id", "title"]


def scenario_schema() -> dict[str, Any]:
    """The schema of a scenario file, with a description of every field that has one."""
    return _schema(Scenario)


def campaign_schema() -> dict[str, Any]:
    """The schema of a campaign file."""
    return _schema(Campaign)


def _schema(model: type[Part]) -> dict[str, Any]:
    """The schema of a kind of file.

    A file that extends another may leave out what it inherits, so nothing is required where the
    file says `extends`.
    """
    schema = model.model_json_schema()
    required = schema.pop("required")
    return {
        "$schema": DIALECT,
        **schema,
        "if": {"not": {"required": ["extends"]}},
        "then": {"required": required},
        "else": {"required": _ALWAYS},
    }


def schema_text(campaign: bool = False) -> str:
    """The schema as the text of `scenarios/schema.json`, or `campaign.schema.json`."""
    schema = campaign_schema() if campaign else scenario_schema()
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"
