"""What can be switched off: the model's rules and a scenario's events, in plain words.

A game "in a world without trust" is the same scenario with that rule contributing nothing; it shows
what the rule does, and no more: the constants were chosen with all rules at work.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from sim.catalogue import _, plural
from sim.dates import month
from sim.game.errors import GameError
from sim.model.rules import RULES
from sim.scenario.schema import Scenario
from sim.scenario.text.suggest import did_you_mean

_TITLES: Final = {
    "trust": _("trust"),
    "leverage": _("leverage"),
    "legitimacy": _("legitimacy"),
    "ripeness": _("ripeness"),
    "patrons": _("patrons and the cost of war"),
    "consultation": _("consultation"),
    "credibility": _("credibility"),
    "styles": _("styles of mediation"),
    "guarantee": _("guarantees"),
    "spoilers": _("spoilers"),
    "framework": _("the standing agreement"),
    "departing_train": _("the departing train"),
    "several_mediators": _("discord among mediators"),
    "home_support": _("support at home"),
    "agenda": _("the pull of the agenda"),
}
_ABOUT: Final = {
    "trust": _("Trust no longer moves any answer, and nothing that is done wins or loses any."),
    "leverage": _("Patrons can press nobody, so pressing changes no answer and wears nothing out."),
    "legitimacy": _("It no longer matters with what standing or mandate somebody asks."),
    "ripeness": _(
        "A war that hurts, with a way out in sight, makes nobody readier to talk or sign."
    ),
    "patrons": _(
        "What a party can count on without an agreement no longer depends on its patrons."
    ),
    "consultation": _("Consulting pleases nobody, surprise and leaks annoy nobody: stances stay."),
    "credibility": _("Word passed on counts by trust alone, whatever axe its teller has to grind."),
    "styles": _("It makes no difference whether one hosts, drafts or presses."),
    "guarantee": _("Nobody fears to be cheated, so a third party's guarantee answers nothing."),
    "spoilers": _("Nobody has hidden aims that decide what is signed, and nobody looks for them."),
    "framework": _("A text may leave the standing agreement at no cost to those who hold to it."),
    "departing_train": _(
        "Efforts turned down never make the others ready to go on without a party."
    ),
    "several_mediators": _("Mediators who distrust one another are no weaker for it."),
    "home_support": _(
        "Losses and standing aside cost nothing at home, and no mission is called back."
    ),
    "agenda": _("The text on the table neither draws parties to the talks nor keeps them away."),
}
_MOST: Final = 3
"""How many are named before they are counted."""

Kind = Literal["rule", "event"]


@dataclass(frozen=True, slots=True)
class Switch:
    """A rule or an event that a game can do without."""

    id: str
    """As `--without` takes it: `rule:ID` or `event:ID`."""
    kind: Kind
    title: str
    about: str
    """One line: what is then different."""
    cites: tuple[str, ...] = ()
    """Facts that an event rests on."""


def switches(scenario: Scenario) -> tuple[Switch, ...]:
    """All that can be switched off, rules first, then the scenario's events by date."""
    events = sorted(scenario.events.items(), key=lambda item: (item[1].date, item[0]))
    return (
        *(Switch(f"rule:{name}", "rule", _title(name), _about(name)) for name in RULES),
        *(
            Switch(
                f"event:{name}",
                "event",
                event.title,
                _dated(event.date, event.likelihood(), event.when is not None),
                tuple(event.cite),
            )
            for name, event in events
        ),
    )


def checked(scenario: Scenario, without: Iterable[str]) -> tuple[str, ...]:
    """What to do without, each once, in the order of `switches`.

    Raises:
        GameError: One of them is neither a rule nor an event of the scenario.
    """
    wanted = list(dict.fromkeys(without))
    known = [switch.id for switch in switches(scenario)]
    for name in wanted:
        if name not in known:
            hint = did_you_mean(name, known) or _("; `show` lists them")
            said = _("{name} is neither a rule nor an event that can be switched off{hint}")
            text = said.format(name=name, hint=hint)
            raise GameError(text if text.endswith("?") else f"{text}.")
    return tuple(name for name in known if name in wanted)


def world(scenario: Scenario, without: Iterable[str]) -> str:
    """What a game is in, such as "in a world without trust and leverage"; empty for the whole one.

    Unknown names, as from the save of another scenario, are told by their ids.
    """
    titles = {
        switch.id: _("“{title}”").format(title=switch.title)
        if switch.kind == "event"
        else switch.title
        for switch in switches(scenario)
    }
    return world_of([titles.get(name) or _told(name) for name in without])


def world_by_id(without: Iterable[str]) -> str:
    """The same from the ids alone, where no scenario is at hand: events by their ids."""
    return world_of([_told(name) for name in without])


def world_of(titles: list[str]) -> str:
    """The words for a world without those; empty without any."""
    if not titles:
        return ""
    if len(titles) > _MOST:
        left = len(titles) - _MOST
        rest = plural("{count} more", "{count} more", left).format(count=left)
        return _("in a world without {list} and {rest}").format(
            list=", ".join(titles[:_MOST]), rest=rest
        )
    if len(titles) == 1:
        return _("in a world without {one}").format(one=titles[0])
    return _("in a world without {list} and {rest}").format(
        list=", ".join(titles[:-1]), rest=titles[-1]
    )


def _told(name: str) -> str:
    kind, _mark, rest = name.partition(":")
    return _title(rest) if kind == "rule" else rest.replace("_", " ")


def _title(rule: str) -> str:
    return _TITLES.get(rule) or rule.replace("_", " ")


def _about(rule: str) -> str:
    return _ABOUT.get(rule) or RULES[rule]


def _dated(date: dt.date, chance: float, needs: bool) -> str:
    day = _("{day} {month}").format(day=date.day, month=f"{month(date)} {date.year}")
    if chance < 1:
        times = round(20 * chance)
        said = _("Otherwise it may come on {day}, in {times} of 20 games.")
        return said.format(day=day, times=times)
    if needs:
        return _("Otherwise it comes on {day}, if things stand as they must for it.").format(
            day=day
        )
    return _("Otherwise it comes on {day}.").format(day=day)
