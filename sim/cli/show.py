"""`twintrack show`: one scenario with all that it holds, and all that can be asked of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli.campaign import campaign_of, show_campaign
from sim.cli.options import JsonOption, ScenarioArgument, loaded_of
from sim.cli.output import emit, percent, say, table

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
        say(text.rstrip())
    elif json:
        emit(contents(loaded))
    else:
        _tell(loaded)
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
        "seats": [name for name, actor in scenario.actors.items() if actor.seat],
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
    counts = {"cited": 0, "assumed": 0, "bare": 0}
    for kind in _coded(scenario):
        counts[kind] += 1
    total = sum(counts.values())
    actors = len(scenario.actors)
    dyads = [coded for others in scenario.trust.values() for coded in others.values()]
    return {
        "total": total,
        **counts,
        "assumed_share": counts["assumed"] / total if total else 0.0,
        "trust_dyads": actors * (actors - 1),
        "trust_coded": len(dyads),
        "trust_cited": sum(_kind(coded) == "cited" for coded in dyads),
    }


def _coded(scenario: Scenario) -> Iterable[str]:
    """What each written number rests on: cited, assumed or bare."""
    plain = "capability war_cost home legitimacy mandate stance reservation fear framework".split()
    for actor in scenario.actors.values():
        for name in plain:
            if name in actor.model_fields_set:
                yield _kind(getattr(actor, name))
        for position in actor.positions.values():
            yield _kind(position.ideal, position)
            yield _kind(position.salience, position)
        for interest in actor.interests.values():
            yield _kind(interest.weight, interest)
        for element in actor.formation.values():
            # no source weighs the elements: a bare weight is an assumption
            yield "cited" if element.cite else "assumed"
            if element.support is not None:
                yield _kind(element.support, element)
        if actor.spoiler is not None:
            yield _kind(actor.spoiler)
    for default in (
        scenario.defaults.trust,
        scenario.defaults.knowledge,
        scenario.defaults.rapport,
    ):
        yield _kind(default)
    for pairs in (scenario.trust, scenario.knowledge, scenario.beliefs):
        for others in pairs.values():
            yield from (_kind(coded) for coded in others.values())
    for bond in scenario.rapport.values():
        yield _kind(bond.value, bond)
    for clients in scenario.leverage.values():
        for flows in clients.values():
            yield from (_kind(coded) for coded in flows.values())


def _kind(*parts: Any) -> str:
    """What a number rests on by itself, or by the part that it stands in."""
    if any(getattr(part, "cite", None) for part in parts):
        return "cited"
    return "assumed" if any(getattr(part, "assumed", None) for part in parts) else "bare"


def _value(coded: Any) -> str:
    from sim.scenario.form.coding import level

    value, low, high = level(coded)
    return f"{value:.2f}" if low == high else f"{value:.2f} ({low:.2f}-{high:.2f})"


def _rests_on(*parts: Any) -> str:
    for part in parts:
        if getattr(part, "cite", None):
            return ", ".join(part.cite)
    assumed = next((part.assumed for part in parts if getattr(part, "assumed", None)), None)
    return f"assumed: {assumed}" if assumed else "-"


# -- as text ---------------------------------------------------------------------------------------


def _tell(loaded: Loaded) -> None:
    from sim.scenario.heads import after

    scenario = loaded.scenario
    calendar = scenario.calendar
    end = after(calendar.start, calendar.turn, calendar.turns)
    count = numbers(scenario)
    seats = ", ".join(name for name, actor in scenario.actors.items() if actor.seat)
    say(
        f"{scenario.title} ({scenario.id})",
        scenario.summary.strip(),
        f"{calendar.turns} turns of {calendar.turn}, {calendar.start} to before {end}; "
        f"seats: {seats}",
        f"{count['total']} numbers: {count['cited']} cited, {count['assumed']} assumed with a "
        f"reason ({percent(count['assumed_share'])}), {count['bare']} bare; "
        f"the sources speak to {count['trust_cited']} of {count['trust_dyads']} trust dyads",
    )
    _section("Actors")
    table(
        ["id", "name", "kind", "seat", "capability", "stance", "cite"],
        [
            [
                name,
                actor.name,
                actor.kind,
                "yes" if actor.seat else "",
                _value(actor.capability),
                _value(actor.stance),
                ", ".join(actor.cite) or "-",
            ]
            for name, actor in scenario.actors.items()
        ],
    )
    _section("Issues")
    table(
        ["id", "title", "0 means", "1 means"],
        [[name, issue.title, issue.low, issue.high] for name, issue in scenario.issues.items()],
    )
    _section("Positions")
    table(
        ["actor", "issue", "ideal", "salience", "rests on"],
        [
            [name, issue, _value(one.ideal), _value(one.salience), _rests_on(one)]
            for name, actor in scenario.actors.items()
            for issue, one in actor.positions.items()
        ],
    )
    if any(actor.formation for actor in scenario.actors.values()):
        _section("Who makes an actor's policy")
        table(
            ["actor", "id", "title", "support", "weight", "rests on"],
            [
                [
                    name,
                    key,
                    one.title,
                    f"stance of {one.ally}" if one.support is None else _value(one.support),
                    f"{one.weight:g}",
                    _rests_on(one.support, one),
                ]
                for name, actor in scenario.actors.items()
                for key, one in actor.formation.items()
            ],
        )
    _section(f"Trust (elsewhere {_value(scenario.defaults.trust)})")
    table(
        ["of", "in", "value", "rests on"],
        [
            [one, other, _value(coded), _rests_on(coded)]
            for one, others in scenario.trust.items()
            for other, coded in others.items()
        ],
    )
    _section("Leverage")
    table(
        ["giver", "to", "channel", "value", "rests on"],
        [
            [giver, to, name, _value(coded), _rests_on(coded)]
            for giver, clients in scenario.leverage.items()
            for to, flows in clients.items()
            for name, coded in flows.items()
        ],
    )
    _section("Moves")
    table(
        ["id", "title", "by", "to", "kind", "cost", "cite"],
        [
            [
                name,
                move.title,
                _listed(move.by),
                _listed(move.to),
                move.kind,
                str(move.cost),
                ", ".join(move.cite) or "-",
            ]
            for name, move in scenario.moves.items()
        ],
    )
    if scenario.events:
        _section("Events")
        table(
            ["id", "title", "date", "chance", "when"],
            [
                [name, event.title, str(event.date), _value(event.chance), event.when or "-"]
                for name, event in sorted(scenario.events.items(), key=lambda item: item[1].date)
            ],
        )
    _section("Outcomes")
    table(
        ["id", "title", "aim of", "when"],
        [
            [
                name,
                outcome.title,
                ", ".join(
                    f"{seat} {goals.aims[name]:g}"
                    for seat, goals in scenario.goals.items()
                    if name in goals.aims
                )
                or "-",
                outcome.when,
            ]
            for name, outcome in scenario.outcomes.items()
        ],
    )
    if scenario.difficulty:
        _section("Levels of difficulty (--difficulty)")
        table(
            ["id", "title", "about", "sets"],
            [
                [
                    name,
                    spec["title"],
                    spec["about"],
                    ", ".join(f"{path}={value}" for path, value in spec["set"].items()) or "-",
                ]
                for name, spec in levels_of(scenario).items()
            ],
        )
    if scenario.factors:
        _section("Why the mediator could play its part")
        table(
            ["id", "title", "measure", "cite"],
            [
                [name, factor.title, factor.measure, ", ".join(factor.cite) or "-"]
                for name, factor in scenario.factors.items()
            ],
        )
    if scenario.steps:
        _section("Steps")
        table(
            ["id", "title", "cite"],
            [
                [name, step.title, ", ".join(step.cite) or "-"]
                for name, step in scenario.steps.items()
            ],
        )
    _section("What can be asked (--ask, and every condition)")
    asked = questions(scenario)["functions"].values()
    table(["usage", "kind", "meaning"], [[a["usage"], a["kind"], a["meaning"]] for a in asked])


def _section(title: str) -> None:
    say("", title)


def _listed(names: Sequence[str], most: int = 4) -> str:
    if len(names) <= most:
        return ", ".join(names)
    return f"{', '.join(names[:most])} and {len(names) - most} more"
