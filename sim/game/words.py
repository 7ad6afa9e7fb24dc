"""Names and plain words for what the engine counts: quantities, rules, conditions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sim.catalogue import _
from sim.dates import month
from sim.model.plan import Plan
from sim.model.rules import RULES
from sim.scenario.language import FUNCTIONS, Compare, Condition, Dated, Fact, Joined, Not, Term
from sim.scenario.schema import Answer, Move, Says

GROUNDS = {
    "trust": _("how far {target} trusts {self}"),
    "legitimacy": _("the standing of {self}"),
    "leverage": _("the pressure on {target}"),
    "consultation": _("what {target} thinks of the initiative"),
    "ripeness": _("a war that hurts and a way out in sight"),
    "several_mediators": _("distrust between the mediators"),
    "spoilers": _("what {target} wants beneath what it says"),
    "interest": _("what {target} has to gain or lose"),
    "styles": _("the way of asking"),
    "text": _("the terms"),
    "guarantee": _("the guarantees, and the fear of being cheated"),
    "departing_train": _("that enough has been tried"),
    "aid": _("the aid held out"),
    "agenda": _("the text that lies on the table"),
}
"""What speaks for or against a yes, by mechanism; the threshold of a decision is no ground."""
TYPE_WORDS = {
    "none": _("keeps a fair agreement"),
    "limited": _("has narrow aims that can be met"),
    "greedy": _("wants more the less it is held"),
    "total": _("wants all, and keeps no bargain"),
}
"""What a party of each hidden type does, in the order of `sim.scenario.form.coding.TYPES`."""
_RULES = {
    "effect": _("effect of what was done"),
    "bound": _("the end of the scale"),
    "knowledge": _("listening and meeting"),
    "unseen": _("what only you could feel"),
    "casualties": _("the losses"),
    "commitment": _("what the leader has promised"),
}
_SOURCES = {
    "surprise": _("not having been told beforehand"),
    "leak": _("a leak"),
    "standing aside": _("standing aside"),
    "listening": _("what was heard by listening"),
    "ally": _("where the ally stands"),
    "unseen": _("what was felt"),
    "": _("the end of the scale"),
}
_SIGNS = {
    "candour": _("candour"),
    "concession": _("a concession"),
    "complaint": _("a complaint"),
    "attendance": _("coming to talk"),
    "absence": _("staying away"),
    "refusal_inside": _("a refusal of terms inside the agreement"),
    "refusal_outside": _("a refusal of terms beyond the agreement"),
    "acceptance": _("an acceptance"),
    "compliance": _("a promise kept"),
    "violation": _("a promise broken"),
}
"""What was seen of a party, by sign."""
_STANDING = (_("own standing"), _("mandate"), _("borrowed standing"))
_QUANTITIES = {
    "trust": _("Trust of {who} in {other}"),
    "rapport": _("Rapport between {who} and {other}"),
    "knowledge": _("What {who} knows of {other}"),
    "bad_faith": _("Belief of {who} that {other} acts in bad faith"),
    "stance": _("Stance of {who} on the initiative"),
    "home": _("Support at home for {who}"),
    "resolve": _("Public commitment of {who}"),
    "capital": _("Political capital of {who}"),
    "war_cost": _("What going on costs {who}"),
    "guarantee": _("Guarantee given to {who}"),
    "aid": _("Aid held out to {who}"),
    "reservation": _("What {who} can count on without an agreement"),
}
"""Numbers of one or two actors."""
_OF_ISSUE = {
    "ideal": _("What {who} would like: {issue}"),
    "salience": _("How much it matters to {who}: {issue}"),
}
_ORDER = ("opposes", "sceptical", "acquiesces", "supports")
_JOINING = {
    "and": _("and"),
    "or": _("or"),
    "by": _("by"),
    "before": _("before"),
    "after": _("after"),
}
LEVELS = (_("very low"), _("low"), _("middling"), _("good"), _("high"))


def level_word(value: float) -> str:
    """A word for a level 0..1: very low, low, middling, good or high."""
    return LEVELS[min(4, max(0, int(value * 5)))]


_ROLE = re.compile(r"(?P<start>^|[.!?] )?\{(?P<role>self|target)\}")
"""A placeholder for a name, and whether a sentence starts with it."""


class Words:
    """Words for one scenario."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.scenario = plan, plan.scenario

    def name(self, actor: int | None) -> str:
        """The short name of an actor."""
        return "" if actor is None else self.scenario.actors[self.plan.actors[actor]].short

    def fill(self, text: str, who: int | None, target: int | None) -> str:
        """A line of the scenario with names for {self} and {target}."""

        def named(found: re.Match[str]) -> str:
            actor, start = who if found["role"] == "self" else target, found["start"]
            return (start or "") + self.called(actor, starts=start is not None)

        return _ROLE.sub(named, text)

    def called(self, actor: int | None, starts: bool = False) -> str:
        """An actor's name within a sentence, or where one starts."""
        if actor is None:
            return ""
        name = self.scenario.actors[self.plan.actors[actor]].called
        if name is None:
            return self.name(actor)
        return name[:1].upper() + name[1:] if starts else name

    def move_title(self, move: str, mover: int | None, target: int | None) -> str:
        """The title of a move, and for whom it is where the title does not say so."""
        title = self.fill(self.scenario.moves[move].title, mover, target)
        name = self.name(target)
        return title if name.lower() in title.lower() else f"{title} ({name})"

    # -- what is said ------------------------------------------------------------------------------

    def move(self, spec: Move, who: int, target: int | None) -> str:
        """A move in words."""
        if spec.says:
            return self.fill(spec.says, who, target)
        aim = f" ({self.name(target)})" if target is not None else ""
        return f"{self.name(who)}: {spec.title}{aim}."

    def step(self, spec: Move) -> str:
        """The title of the step that a move asks for or takes; empty where it has no name."""
        for decision in (spec.asks, spec.decides):
            if decision is not None and decision.to == "act" and decision.what:
                return self.scenario.steps[decision.what].title
        return ""

    def answer(self, spec: Move, who: int, asked: int | None, yes: bool, tone: str) -> str:
        """An answer in words, by the stance that was heard in it."""
        reply = spec.if_yes if yes else spec.if_no
        said = by_stance(reply, tone)
        if said is None:
            about = self.step(spec) or spec.title
            shape = _("{who} says yes: {about}.") if yes else _("{who} says no: {about}.")
            return shape.format(who=self.name(asked), about=about)
        return self.fill(said, who, asked)

    def recall(self, actor: int, called: bool) -> str:
        """What a government decided of its mission, in words."""
        mission = self.scenario.actors[self.plan.actors[actor]].mission
        what = mission.title if mission else _("its mission")
        if called:
            said = _("{who} calls its people home: {what}.")
        else:
            said = _("{who} decides that its people stay: {what}.")
        return said.format(who=self.name(actor), what=what)

    # -- quantities --------------------------------------------------------------------------------

    def quantity(self, name: str, at: tuple[int, ...]) -> str:
        """A number of the state in words, such as the trust of one in another."""
        who = self.name(at[0]) if at and name not in ("standing", "channel", "backing") else ""
        if name == "standing":
            return f"{self.name(at[1])}: {_STANDING[at[0]]}"
        if name == "channel":
            channel = self.plan.channels[at[0]]
            return _("What flows from {giver} to {to}: {what}").format(
                giver=self.name(channel.giver),
                to=self.name(channel.to),
                what=channel.name.replace("_", " "),
            )
        if name == "backing":
            one = self.plan.elements[at[0]]
            spec = self.scenario.actors[self.plan.actors[one.actor]].formation[one.id]
            return _("Support at home for {who}: {element}").format(
                who=self.name(one.actor), element=spec.title
            )
        if name in _OF_ISSUE and len(at) == 2:
            issue = self.scenario.issues[self.plan.issues[at[1]]].title
            return _OF_ISSUE[name].format(who=who, issue=issue)
        other = self.name(at[1]) if len(at) > 1 else ""
        shape = _QUANTITIES.get(name)
        if shape is None:
            return _("{quantity} of {who}").format(quantity=name.replace("_", " "), who=who)
        return shape.format(who=who, other=other)

    # -- causes ------------------------------------------------------------------------------------

    def rule(self, rule: str) -> str:
        """A mechanism in words."""
        name, _mark, sign = rule.partition(":")
        if sign:
            return _("what was seen: {sign}").format(sign=self.sign(rule))
        return RULES.get(name) or _RULES.get(name) or name.replace("_", " ")

    def sign(self, rule: str) -> str:
        """What was seen of a party, in words, of a rule such as `spoilers:absence`."""
        _rule, _mark, sign = rule.partition(":")
        return _SIGNS.get(sign, sign.replace("_", " ")) or self.rule(rule)

    def source(self, source: str) -> str:
        """What a change came from, by its title."""
        item = self._item(source)
        return item[0] if item else _SOURCES.get(source, source.replace("_", " "))

    def cites(self, source: str) -> tuple[str, ...]:
        """The facts on which that rests."""
        item = self._item(source)
        return tuple(item[1]) if item else ()

    def _item(self, source: str) -> tuple[str, list[str]] | None:
        collection, _mark, name = source.partition(".")
        scenario = self.scenario
        if collection == "moves" and name in scenario.moves:
            return scenario.moves[name].title, scenario.moves[name].cite
        if collection == "events" and name in scenario.events:
            return scenario.events[name].title, scenario.events[name].cite
        if collection == "tables" and name in scenario.tables:
            return scenario.tables[name].title, scenario.tables[name].cite
        return None

    def ground(self, rule: str, who: int, target: int) -> str:
        """A ground of an answer in words."""
        return self.fill(GROUNDS.get(rule, rule.replace("_", " ")), who, target)

    # -- conditions --------------------------------------------------------------------------------

    def condition(self, condition: Condition, who: int | None, target: int | None) -> str:
        """A condition in words, as a need that is to be met."""
        match condition:
            case Fact(term):
                return self._term(term, who, target)
            case Compare(term, operator, number):
                return f"{self._term(term, who, target)} {_compared(term, operator, number)}"
            case Not(part):
                return _("not ({condition})").format(condition=self.condition(part, who, target))
            case Dated(part, word, date):
                held = self.condition(part, who, target)
                return f"{held}, {_JOINING.get(word, word)} {date.day} {month(date)} {date.year}"
            case Joined(word, parts):
                return f" {_JOINING.get(word, word)} ".join(
                    self.condition(part, who, target) for part in parts
                )

    def _term(self, term: Term, who: int | None, target: int | None) -> str:
        function = FUNCTIONS[term.function]
        names = list(self._arguments(term, who, target))
        shown = f"{', '.join(names)}: " if names else ""
        return f"{shown}{function.meaning}"

    def _arguments(self, term: Term, who: int | None, target: int | None) -> Iterator[str]:
        scenario = self.scenario
        titles = {
            "table": {name: table.title for name, table in scenario.tables.items()},
            "step": {name: step.title for name, step in scenario.steps.items()},
            "issue": {name: issue.title for name, issue in scenario.issues.items()},
            "move": {name: move.title for name, move in scenario.moves.items()},
            "event": {name: event.title for name, event in scenario.events.items()},
            "actor": {name: actor.short for name, actor in scenario.actors.items()},
            "element": {
                name: one.title
                for actor in scenario.actors.values()
                for name, one in actor.formation.items()
            },
        }
        titles["actor"] |= {"self": self.name(who), "target": self.name(target)}
        parameters = FUNCTIONS[term.function].parameters
        for parameter, name in zip(parameters, term.arguments, strict=True):
            if name is not None:
                yield titles.get(parameter.kind, {}).get(name, name)


def _compared(term: Term, operator: str, number: float) -> str:
    words = {value: word for word, value in FUNCTIONS[term.function].words.items()}
    shown = words.get(number, f"{number:g}")
    shape = {
        ">=": _("at least {number}"),
        ">": _("above {number}"),
        "<=": _("at most {number}"),
        "<": _("below {number}"),
    }.get(operator, _("equal to {number}"))
    return shape.format(number=shown)


def by_stance(reply: Answer | None, tone: str) -> str | None:
    """The words of an answer for a stance; where it has none, those of the nearest one."""
    if reply is None:
        return None
    if not isinstance(reply.says, Says):
        return reply.says
    place = _ORDER.index(tone)
    near = sorted(_ORDER, key=lambda word: (abs(_ORDER.index(word) - place), _ORDER.index(word)))
    said: str | None = next((getattr(reply.says, w) for w in near if getattr(reply.says, w)), None)
    return said
