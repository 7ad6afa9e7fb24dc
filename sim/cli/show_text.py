"""A scenario as tables: what `show` tells without `--json`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sim.cli.output import percent, say, table
from sim.scenario.form.coding import level
from sim.scenario.heads import STANDARD, after
from sim.scenario.levels import level_title
from sim.scenario.schema import Scenario


class Section(NamedTuple):
    """A table of what a scenario holds of one kind."""

    title: str
    header: list[str]
    rows: list[list[str]]
    always: bool = True
    """Whether it is shown where there is nothing of the kind."""


def tell(scenario: Scenario, numbers: dict[str, Any], questions: dict[str, Any]) -> None:
    """Tell a scenario.

    Args:
        scenario: The scenario.
        numbers: What its numbers rest on, as `show --json` has it.
        questions: What can be asked of it, likewise.
    """
    say(*_head(scenario, numbers))
    for section in (*_cast(scenario), *_ties(scenario), *_course(scenario), *_frame(scenario)):
        if section.rows or section.always:
            say("", section.title)
            table(section.header, section.rows)
    say("", "What can be asked (--ask, and every condition)")
    asked = questions["functions"].values()
    table(["usage", "kind", "meaning"], [[a["usage"], a["kind"], a["meaning"]] for a in asked])


def _head(scenario: Scenario, count: dict[str, Any]) -> Iterator[str]:
    calendar = scenario.calendar
    end = after(calendar.start, calendar.turn, calendar.turns)
    seats = ", ".join(scenario.seats)
    yield f"{scenario.title} ({scenario.id})"
    yield scenario.summary.strip()
    yield (
        f"{calendar.turns} turns of {calendar.turn}, {calendar.start} to before {end}; "
        f"seats: {seats}"
    )
    yield (
        f"{count['total']} numbers: {count['cited']} cited, {count['assumed']} assumed with a "
        f"reason ({percent(count['assumed_share'])}), {count['bare']} bare; "
        f"the sources speak to {count['trust_cited']} of {count['trust_dyads']} trust dyads"
    )


def _cast(scenario: Scenario) -> Iterator[Section]:
    """Who there is, what they are at odds about, and where each stands."""
    yield Section(
        "Actors",
        ["id", "name", "kind", "seat", "capability", "stance", "cite"],
        [
            [
                name,
                actor.name,
                actor.kind,
                "yes" if actor.seat else "",
                _value(actor.capability),
                _value(actor.stance),
                _cites(actor),
            ]
            for name, actor in scenario.actors.items()
        ],
    )
    yield Section(
        "Issues",
        ["id", "title", "0 means", "1 means"],
        [[name, issue.title, issue.low, issue.high] for name, issue in scenario.issues.items()],
    )
    yield Section(
        "Positions",
        ["actor", "issue", "ideal", "salience", "rests on"],
        [
            [name, issue, _value(one.ideal), _value(one.salience), _rests_on(one)]
            for name, actor in scenario.actors.items()
            for issue, one in actor.positions.items()
        ],
    )
    yield Section(
        "Who makes an actor's policy",
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
        always=False,
    )


def _ties(scenario: Scenario) -> Iterator[Section]:
    """Who trusts whom, and who depends on whom."""
    yield Section(
        f"Trust (elsewhere {_value(scenario.defaults.trust)})",
        ["of", "in", "value", "rests on"],
        [
            [one, other, _value(coded), _rests_on(coded)]
            for one, others in scenario.trust.items()
            for other, coded in others.items()
        ],
    )
    yield Section(
        "Leverage",
        ["giver", "to", "channel", "value", "rests on"],
        [
            [giver, to, name, _value(coded), _rests_on(coded)]
            for giver, clients in scenario.leverage.items()
            for to, flows in clients.items()
            for name, coded in flows.items()
        ],
    )


def _course(scenario: Scenario) -> Iterator[Section]:
    """What can be done, what happens, and how it can end."""
    yield Section(
        "Moves",
        ["id", "title", "by", "to", "kind", "cost", "cite"],
        [
            [
                name,
                move.title,
                _listed(move.by),
                _listed(move.to),
                move.kind,
                str(move.cost),
                _cites(move),
            ]
            for name, move in scenario.moves.items()
        ],
    )
    yield Section(
        "Events",
        ["id", "title", "date", "chance", "when"],
        [
            [name, event.title, str(event.date), _value(event.chance), event.when or "-"]
            for name, event in sorted(scenario.events.items(), key=lambda item: item[1].date)
        ],
        always=False,
    )
    yield Section(
        "Outcomes",
        ["id", "title", "aim of", "when"],
        [
            [name, outcome.title, _aim_of(scenario, name), outcome.when]
            for name, outcome in scenario.outcomes.items()
        ],
    )


def _frame(scenario: Scenario) -> Iterator[Section]:
    """The levels of difficulty, what is measured for the debrief, and steps that are named."""
    if scenario.difficulty:
        levels = [[STANDARD, level_title(scenario, STANDARD), "The game as it stands.", "-"]]
        levels += [
            [
                name,
                spec.title,
                spec.about,
                ", ".join(f"{path}={value}" for path, value in spec.set.items()) or "-",
            ]
            for name, spec in scenario.difficulty.items()
        ]
        yield Section(
            "Levels of difficulty (--difficulty)", ["id", "title", "about", "sets"], levels
        )
    yield Section(
        "Why the mediator could play its part",
        ["id", "title", "measure", "cite"],
        [
            [name, factor.title, factor.measure, _cites(factor)]
            for name, factor in scenario.factors.items()
        ],
        always=False,
    )
    yield Section(
        "Steps",
        ["id", "title", "cite"],
        [[name, step.title, _cites(step)] for name, step in scenario.steps.items()],
        always=False,
    )


def _aim_of(scenario: Scenario, outcome: str) -> str:
    weights = [
        f"{seat} {goals.aims[outcome]:g}"
        for seat, goals in scenario.goals.items()
        if outcome in goals.aims
    ]
    return ", ".join(weights) or "-"


def _cites(part: Any) -> str:
    return ", ".join(part.cite) or "-"


def _value(coded: Any) -> str:
    value, low, high = level(coded)
    return f"{value:.2f}" if low == high else f"{value:.2f} ({low:.2f}-{high:.2f})"


def _rests_on(*parts: Any) -> str:
    for part in parts:
        if getattr(part, "cite", None):
            return ", ".join(part.cite)
    assumed = next((part.assumed for part in parts if getattr(part, "assumed", None)), None)
    return f"assumed: {assumed}" if assumed else "-"


def _listed(names: Sequence[str], most: int = 4) -> str:
    if len(names) <= most:
        return ", ".join(names)
    return f"{', '.join(names[:most])} and {len(names) - most} more"
