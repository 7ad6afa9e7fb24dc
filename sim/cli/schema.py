"""`twintrack schema`: the JSON Schema of a scenario, campaign or library file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.options import JsonOption
from sim.cli.output import CommandError, hand_out

if TYPE_CHECKING:
    from sim.scenario.authoring.jsonschema import Kind


def schema(
    campaign: Annotated[
        bool, typer.Option("--campaign", help="That of a campaign file instead.")
    ] = False,
    library: Annotated[
        bool, typer.Option("--library", help="That of a library file, for `uses`, instead.")
    ] = False,
    json: JsonOption = False,
) -> int:
    """Print the JSON Schema of a scenario file, for an editor that completes and checks.

    Example:
        twintrack schema > schema.json

    See also: new, check, explain
    """
    from sim.scenario.authoring.jsonschema import schema_text

    del json  # it is JSON with or without
    if campaign and library:
        raise CommandError("Give --campaign or --library, not both.")
    kind: Kind = "campaign" if campaign else "library" if library else "scenario"
    hand_out(schema_text(kind))
    return 0
