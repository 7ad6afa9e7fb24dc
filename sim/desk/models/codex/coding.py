"""The numbers of an actor with what they rest on, and what a scenario gives a mechanism to do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from sim.catalogue import _, plural
from sim.desk.models.network import percent
from sim.scenario.form.coding import TYPES, level

if TYPE_CHECKING:
    from sim.desk.models.codex.book import Codex
    from sim.scenario.schema import Scenario

_PLAIN: Final[dict[str, str]] = {
    "capability": _("Weight in the conflict"),
    "war_cost": _("What going on costs it"),
    "home": _("Support at home"),
    "legitimacy": _("Own standing"),
    "mandate": _("Mandate"),
    "stance": _("Stance on the initiative"),
    "reservation": _("What it has without an agreement"),
    "fear": _("Fear of being cheated"),
    "framework": _("How firmly it holds to the standing agreement"),
}
_TYPE_WORDS: Final = {
    "none": _("no spoiler"),
    "limited": _("limited"),
    "greedy": _("greedy"),
    "total": _("total"),
}


def coding(codex: Codex, actor: str) -> Iterator[str]:
    """The coded numbers of an actor, in hundredths: what, the range, and what it rests on."""
    assert codex.loaded is not None
    scenario = codex.loaded.scenario
    spec = scenario.actors[actor]
    for name, words in _PLAIN.items():
        if name in spec.model_fields_set:
            yield _line(words, _range(getattr(spec, name)), getattr(spec, name))
    for issue, position in spec.positions.items():
        title = scenario.issues[issue].title
        words = _("On {issue}: likes best").format(issue=title)
        assumed = position.assumed is not None
        yield _line(words, _range(position.ideal, assumed), position.ideal, position)
        words = _("On {issue}: how much it matters").format(issue=title)
        yield _line(words, _range(position.salience, assumed), position.salience, position)
    for element in spec.formation.values():
        if element.support is not None:
            words = _("Support of: {who}").format(who=element.title)
            yield _line(words, _range(element.support), element.support, element)
    if spec.spoiler is not None:
        shares = ", ".join(
            f"{_TYPE_WORDS[name]} {round(100 * share)}"
            for name, share in zip(TYPES, spec.spoiler.shares(), strict=True)
        )
        yield _line(_("Hidden type, how likely each is held to be"), shares, spec.spoiler)


def _range(coded: Any, assumed: bool = False) -> str:
    value, low, high = level(coded, assumed)
    middle = percent(value, value)
    if low == high:
        return middle
    return _("{value}, from {low} to {high}").format(
        value=middle, low=percent(low, low), high=percent(high, high)
    )


def _line(what: str, value: str, *parts: Any) -> str:
    """A number in words with links to its facts, or why it was assumed."""
    said = _("{what}: {value}.").format(what=what, value=value)
    for part in parts:
        cites = getattr(part, "cite", None)
        if cites:
            return f"{said} " + " ".join(f"[{fact}](fact:{fact})" for fact in cites)
    for part in parts:
        why = getattr(part, "assumed", None)
        if why:
            return f"{said} " + _("Assumed: {why}.").format(why=str(why).rstrip("."))
    return said


def at_work(scenario: Scenario, rule: str) -> Iterator[str]:
    """What a scenario gives a mechanism to work on, counted."""
    channels = sum(len(flows) for others in scenario.leverage.values() for flows in others.values())
    actors, moves = scenario.actors.values(), scenario.moves.values()
    hidden = sum(actor.spoiler is not None for actor in actors)
    bound = sum(issue.framework is not None for issue in scenario.issues.values())
    makers = sum(bool(actor.formation) for actor in actors)
    styled = sum(move.style is not None for move in moves)
    aimed = sum(table.about is not None for table in scenario.tables.values())
    joins = sum(move.asks is not None and move.asks.to == "join" for move in moves)
    flows = plural("{count} channel here.", "{count} channels here.", channels)
    counts: dict[str, tuple[int, str]] = {
        "leverage": (channels, flows),
        "patrons": (channels, flows),
        "spoilers": (
            hidden,
            plural(
                "{count} party here has a hidden type.",
                "{count} parties here have a hidden type.",
                hidden,
            ),
        ),
        "framework": (
            bound,
            plural(
                "{count} issue here is bound by a standing agreement.",
                "{count} issues here are bound by a standing agreement.",
                bound,
            ),
        ),
        "home_support": (
            makers,
            plural(
                "{count} government here has makers of its policy.",
                "{count} governments here have makers of their policy.",
                makers,
            ),
        ),
        "styles": (
            styled,
            plural("{count} move here has a style.", "{count} moves here have a style.", styled),
        ),
        "departing_train": (
            aimed,
            plural(
                "{count} table here decides about a party that is not at it.",
                "{count} tables here decide about a party that is not at them.",
                aimed,
            ),
        ),
        "several_mediators": (
            joins,
            plural(
                "{count} move here asks another to join.",
                "{count} moves here ask another to join.",
                joins,
            ),
        ),
    }
    count, words = counts.get(rule, (0, ""))
    if rule in counts:
        nothing = _("This scenario gives it nothing to work on.")
        yield words.format(count=count) if count else nothing
