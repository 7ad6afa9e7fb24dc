"""`twintrack schema`: the JSON Schema of a scenario or campaign file."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from sim.cli.options import JsonOption


def schema(
    campaign: Annotated[
        bool, typer.Option("--campaign", help="That of a campaign file instead.")
    ] = False,
    json: JsonOption = False,
) -> int:
    """Print the JSON Schema of a scenario file, for an editor that completes and checks.

    Example: twintrack schema > schema.json
    """
    from sim.scenario.jsonschema import schema_text

    del json  # it is JSON with or without
    sys.stdout.write(schema_text(campaign))
    return 0
