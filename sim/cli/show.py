"""`twintrack show`: one scenario with all that it holds, and all that can be asked of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli.campaign import campaign_of, show_campaign
from sim.cli.options import JsonOption, ScenarioArgument, loaded_of
from sim.cli.output import emit, hand_out

if TYPE_CHECKING:
    from sim.scenario.load import Loaded
    from sim.scenario.schema import Scenario


def show(
    scenario: ScenarioArgument,
    resolved: Annotated[
        bool, typer.Option("--resolved", help="The whole file, with what it extends and uses.")
    ] = False,
    origins: Annotated[
        bool,
        typer.Option(
            "--origins/--no-origins", help="With --resolved: comments on what is from other files."
        ),
    ] = True,
    json: JsonOption = False,
) -> int:
    """Show a scenario: actors, issues, trust, leverage, moves, events, outcomes, with sources.

    Example:
        twintrack show island-dispute

    See also: list, explain
    """
    if (campaign := campaign_of(scenario)) is not None:
        return show_campaign(campaign, resolved, json)
    loaded = loaded_of(scenario)
    if resolved and json:
        emit(loaded.scenario.model_dump(mode="json", exclude_unset=True))
    elif resolved:
        from sim.lab.origins import text_with_origins
        from sim.lab.resolved import resolved_text

        document = loaded.document
        text = text_with_origins(document) if origins else resolved_text(document.data)
        hand_out(f"{text.rstrip()}\n")
    elif json:
        emit(contents(loaded))
    else:
        from sim.cli.show_text import tell

        tell(loaded.scenario, numbers(loaded.scenario), questions(loaded.scenario))
    return 0


def contents(loaded: Loaded) -> dict[str, Any]:
    """Everything that a scenario holds, what its numbers rest on, and what can be asked."""
    from sim.scenario.heads import after

    scenario = loaded.scenario
    calendar = scenario.calendar
    plain = scenario.model_dump(mode="json", exclude_unset=True)
    sections = (
        "issues actors trust knowledge rapport leverage tables moves events outcomes goals history "
        "claims factors"
    ).split()
    return {
        "id": scenario.id,
        "title": scenario.title,
        "summary": scenario.summary,
        "file": str(loaded.path),
        "digest": loaded.digest,
        "start": calendar.start.isoformat(),
        "turns": [
            after(calendar.start, calendar.turn, turn).isoformat() for turn in range(calendar.turns)
        ],
        "seats": scenario.seats,
        "difficulty": levels_of(scenario),
        "numbers": numbers(scenario),
        **{section: plain.get(section, {}) for section in sections},
        "ask": questions(scenario),
    }


def levels_of(scenario: Scenario) -> dict[str, Any]:
    """The levels of difficulty with what each sets, the game as it stands first."""
    from sim.scenario.heads import STANDARD
    from sim.scenario.levels import level_title

    return {
        STANDARD: {
            "title": level_title(scenario, STANDARD),
            "about": "The game as it stands.",
            "set": {},
        },
        **{name: spec.model_dump(mode="json") for name, spec in scenario.difficulty.items()},
    }


def questions(scenario: Scenario) -> dict[str, Any]:
    """What a condition or `--ask` may name: functions with their arguments, and all ids."""
    from sim.model.rules import RULES
    from sim.scenario.language import FUNCTIONS, usage

    channels = {
        name
        for clients in scenario.leverage.values()
        for flows in clients.values()
        for name in flows
    }
    return {
        "functions": {
            name: {
                "usage": usage(function),
                "meaning": function.meaning,
                "kind": "condition" if function.is_fact else "quantity",
                "arguments": [
                    {"kind": p.kind, "names": list(p.names), "optional": p.optional}
                    for p in function.parameters
                ],
                **({} if function.is_fact else {"words": function.words}),
            }
            for name, function in FUNCTIONS.items()
        },
        "actors": list(scenario.actors),
        "tables": list(scenario.tables),
        "steps": list(scenario.steps),
        "issues": list(scenario.issues),
        "moves": list(scenario.moves),
        "events": list(scenario.events),
        "elements": sorted({key for one in scenario.actors.values() for key in one.formation}),
        "channels": sorted(channels),
        "rules": dict(RULES),
    }


# -- what the numbers rest on ----------------------------------------------------------------------


def numbers(scenario: Scenario) -> dict[str, Any]:
    """How many of the written numbers are cited, assumed with a reason, or bare."""
    from sim.scenario.checks.protocol import starting_values

    found = list(starting_values(scenario))
    counts = {
        kind: sum(basis == kind for _, basis in found) for kind in ("cited", "assumed", "bare")
    }
    trust = [basis for path, basis in found if path[0] == "trust"]
    total, actors = len(found), len(scenario.actors)
    return {
        "total": total,
        **counts,
        "assumed_share": counts["assumed"] / total if total else 0.0,
        "trust_dyads": actors * (actors - 1),
        "trust_coded": len(trust),
        "trust_cited": trust.count("cited"),
    }
