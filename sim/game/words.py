"""Names and plain words for what the engine counts: quantities, rules, conditions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sim.model.plan import Plan
from sim.model.rules import RULES
from sim.scenario.language import FUNCTIONS, Compare, Condition, Dated, Fact, Joined, Not, Term
from sim.scenario.schema import Answer, Move, Says

GROUNDS = {
    "trust": "how far {target} trusts {self}",
    "legitimacy": "the standing of {self}",
    "leverage": "the pressure on {target}",
    "consultation": "what {target} thinks of the initiative",
    "ripeness": "a war that hurts and a way out in sight",
    "several_mediators": "distrust between the mediators",
    "spoilers": "what {target} wants beneath what it says",
    "interest": "what {target} has to gain or lose",
    "styles": "the way of asking",
    "text": "the terms",
    "guarantee": "the guarantees, and the fear of being cheated",
    "departing_train": "that enough has been tried",
    "aid": "the aid held out",
    "agenda": "the text that lies on the table",
}
"""What speaks for or against a yes, by mechanism; the threshold of a decision is no ground."""
_RULES = {
    "effect": "effect of what was done",
    "bound": "the end of the scale",
    "knowledge": "listening and meeting",
    "unseen": "what only you could feel",
    "casualties": "the losses",
    "commitment": "what the leader has promised",
}
_SOURCES = {
    "surprise": "not having been told beforehand",
    "leak": "a leak",
    "standing aside": "standing aside",
    "listening": "what was heard by listening",
    "ally": "where the ally stands",
    "unseen": "what was felt",
    "": "the end of the scale",
}
_STANDING = ("own standing", "mandate", "borrowed standing")
_ORDER = ("opposes", "sceptical", "acquiesces", "supports")
LEVELS = ("very low", "low", "middling", "good", "high")


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
        return title if name in title else f"{title} ({name})"

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
            return f"{self.name(asked)} says {'yes' if yes else 'no'}: {about}."
        return self.fill(said, who, asked)

    def recall(self, actor: int, called: bool) -> str:
        """What a government decided of its mission, in words."""
        mission = self.scenario.actors[self.plan.actors[actor]].mission
        what = mission.title if mission else "its mission"
        if called:
            return f"{self.name(actor)} calls its people home: {what}."
        return f"{self.name(actor)} decides that its people stay: {what}."

    # -- quantities --------------------------------------------------------------------------------

    def quantity(self, name: str, at: tuple[int, ...]) -> str:
        """A number of the state in words, such as the trust of one in another."""
        who = self.name(at[0]) if at and name not in ("standing", "channel", "backing") else ""
        match name:
            case "trust":
                return f"Trust of {who} in {self.name(at[1])}"
            case "rapport":
                return f"Rapport between {who} and {self.name(at[1])}"
            case "knowledge":
                return f"What {who} knows of {self.name(at[1])}"
            case "bad_faith":
                return f"Belief of {who} that {self.name(at[1])} acts in bad faith"
            case "stance":
                return f"Stance of {who} on the initiative"
            case "home":
                return f"Support at home for {who}"
            case "backing":
                one = self.plan.elements[at[0]]
                spec = self.scenario.actors[self.plan.actors[one.actor]].formation[one.id]
                return f"Support at home for {self.name(one.actor)}: {spec.title}"
            case "resolve":
                return f"Public commitment of {who}"
            case "capital":
                return f"Political capital of {who}"
            case "war_cost":
                return f"What going on costs {who}"
            case "guarantee":
                return f"Guarantee given to {who}"
            case "aid":
                return f"Aid held out to {who}"
            case "reservation":
                return f"What {who} can count on without an agreement"
            case "standing":
                return f"{self.name(at[1])}: {_STANDING[at[0]]}"
            case "channel":
                channel = self.plan.channels[at[0]]
                giver, to = self.name(channel.giver), self.name(channel.to)
                return f"What flows from {giver} to {to}: {channel.name.replace('_', ' ')}"
        if name in ("ideal", "salience") and len(at) == 2:
            issue = self.scenario.issues[self.plan.issues[at[1]]].title
            what = "What {} would like" if name == "ideal" else "How much it matters to {}"
            return f"{what.format(who)}: {issue}"
        return f"{name.replace('_', ' ')} of {who}"

    # -- causes ------------------------------------------------------------------------------------

    def rule(self, rule: str) -> str:
        """A mechanism in words."""
        name, _, sign = rule.partition(":")
        if sign:
            return f"what was seen ({sign.replace('_', ' ')})"
        return RULES.get(name) or _RULES.get(name) or name.replace("_", " ")

    def source(self, source: str) -> str:
        """What a change came from, by its title."""
        item = self._item(source)
        return item[0] if item else _SOURCES.get(source, source.replace("_", " "))

    def cites(self, source: str) -> tuple[str, ...]:
        """The facts on which that rests."""
        item = self._item(source)
        return tuple(item[1]) if item else ()

    def _item(self, source: str) -> tuple[str, list[str]] | None:
        collection, _, name = source.partition(".")
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
                return f"not ({self.condition(part, who, target)})"
            case Dated(part, word, date):
                return f"{self.condition(part, who, target)}, {word} {date.day} {date:%B %Y}"
            case Joined(word, parts):
                return f" {word} ".join(self.condition(part, who, target) for part in parts)

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
    return {
        ">=": f"at least {shown}",
        ">": f"above {shown}",
        "<=": f"at most {shown}",
        "<": f"below {shown}",
    }.get(operator, f"equal to {shown}")


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
