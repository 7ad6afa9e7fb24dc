"""`twintrack schema`: the JSON Schema of a scenario file."""

from __future__ import annotations

from sim.cli.options import JsonOption
from sim.cli.output import emit


def schema(json: JsonOption = False) -> int:
    """Print the JSON Schema of a scenario file, for an editor that completes and checks.

    Example: twintrack schema > schema.json
    """
    from sim.scenario.schema import Scenario

    del json  # it is JSON anyway
    emit(
        {"$schema": "https://json-schema.org/draft/2020-12/schema", **Scenario.model_json_schema()}
    )
    return 0
