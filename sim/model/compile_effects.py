"""From the effects of a scenario to the operations of the engine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sim.model.home_verbs import CasualtyOp, CommitOp, HomeOp
from sim.model.plan import STANDINGS, Plan
from sim.model.surprise import SurpriseOp
from sim.model.verbs import (
    CallOp,
    ConsultOp,
    DraftOp,
    EvidenceOp,
    Gates,
    Op,
    PersuadeOp,
    PressOp,
    SeeOp,
    ShiftOp,
    TableOp,
    TellOp,
)
from sim.scenario.form import effects as verbs
from sim.scenario.form.coding import size


def compile_effect(  # noqa: C901 - one case a verb
    plan: Plan, effect: verbs.Effect, who: int | None, target: int | None
) -> list[Op]:
    """The operations that an effect stands for when `who` plays its move for `target`."""
    move = _Move(plan, who, target)
    match effect.verb, effect.argument:
        case _, verbs.HomeShift() as home:
            return list(move.home(home))
        case _, verbs.Casualties(of=of, size=s):
            return [
                CasualtyOp(a, size(s), plan.shaping(a), _recalled(plan, a), g)
                for a, g in move.refs(of)
            ]
        case _, verbs.Commitment(of=of, size=s):
            return [CommitOp(a, size(s), _recalled(plan, a), g) for a, g in move.refs(of)]
        case ("war_cost" | "capital") as name, verbs.Shift(of=of, by=by):
            scale = plan.scenario.capital.per_turn if name == "capital" else 1
            return [ShiftOp((name, (a,)), by * scale, g) for a, g in move.refs(of)]
        case _, verbs.Standing(of=of, by=by, kind=kind):
            at = STANDINGS.index(kind)
            return [ShiftOp(("standing", (at, a)), by, g) for a, g in move.refs(of)]
        case name, verbs.Grant(to=to, by=by):
            return [ShiftOp((name, (a,)), by, g) for a, g in move.refs(to)]
        case _, verbs.Channel(giver=giver, to=to, name=name, by=by):
            rows = _channels(plan, move.actors(giver), move.actors(to), name)
            return [ShiftOp(("channel", (row,)), by) for row in rows]
        case _, verbs.Press() as press:
            return list(move.press(press))
        case ("open_table" | "close_table") as name, str(table):
            return [TableOp(plan.table(table).index, name == "open_table")]
        case "draft", str(table):
            return [DraftOp(plan.table(table).index)]
        case "put_to_decision", str(table):
            index = plan.table(table).index
            return [CallOp(index, plan.fact("adopted", -1, index))]
        case ("goodwill" | "grievance") as name, verbs.Feeling(of=of, toward=toward, size=s):
            return [
                SeeOp(("trust", (a, b)), name == "goodwill", size(s), g)
                for a, b, g in move.pairs(of, toward)
            ]
        case _, verbs.Evidence() as evidence:
            return list(move.evidence(evidence))
        case _, verbs.Tell() as tell:
            return list(move.tell(tell))
        case ("persuade" | "dissuade") as name, verbs.Persuade(who=listener, size=s):
            return move.persuade(listener, size(s), name == "persuade")
        case _, verbs.Who(who=listener):
            return list(move.consult(listener))
        case _, verbs.Surprise(who=reader, size=s):
            return list(move.surprise(reader, size(s)))
        case _, verbs.Learn(of=of, about=about, size=s):
            return [
                SeeOp(("knowledge", (a, b)), True, size(s), g, "knowledge")
                for a, b, g in move.pairs(of, about)
            ]
        case _, verbs.Rapport(between=[one, two], size=s):
            return [
                SeeOp(("rapport", way), True, size(s), g, "knowledge")
                for a, b, g in move.pairs(one, two)
                for way in ((a, b), (b, a))
            ]
    return []


@dataclass(frozen=True)
class _Move:
    """Who does what an effect says, and to whom: what the words of the effect then mean."""

    plan: Plan
    who: int | None
    target: int | None

    def refs(self, ref: str) -> list[tuple[int, Gates]]:
        """The actors that are meant; one gated by itself counts only while it is a mediator."""
        found = self.plan.refs(ref, self.who, self.target)
        return [(actor, (actor,) if gated else ()) for actor, gated in found]

    def actors(self, ref: str) -> list[int]:
        """The actors that are meant, whenever they count."""
        return [actor for actor, _ in self.refs(ref)]

    def pairs(self, ref: str, other: str) -> Iterator[tuple[int, int, Gates]]:
        """Each actor of the one with each of the other that is not the same."""
        for a, gates in self.refs(ref):
            for b, more in self.refs(other):
                if a != b:
                    yield a, b, gates + more

    def home(self, effect: verbs.HomeShift) -> Iterator[Op]:
        """Support at home: a number of its own, or that of those who shape it."""
        for a, gates in self.refs(effect.of):
            if a not in self.plan.formations:
                yield ShiftOp(("home", (a,)), effect.by, gates)
            elif elements := self.plan.shaping(a, effect.through):
                yield HomeOp(a, effect.by, elements, gates)

    def press(self, effect: verbs.Press) -> Iterator[Op]:
        """What flows through the mover's channels is threatened."""
        givers = [] if self.who is None else [self.who]
        for row in _channels(self.plan, givers, self.actors(effect.on), effect.channel):
            giver, to = self.plan.channels[row].giver, self.plan.channels[row].to
            yield PressOp(giver, to, row, size(effect.share), _pressed_facts(self.plan, to))

    def evidence(self, effect: verbs.Evidence) -> Iterator[Op]:
        """What an actor did speaks for or against it, to everyone or to some."""
        for subject, gates in self.refs(effect.about):
            if effect.to == "everyone":
                yield EvidenceOp(subject, effect.sign, None, gates)
            else:
                for a, more in self.refs(effect.to):
                    yield EvidenceOp(subject, effect.sign, a, gates + more)

    def tell(self, effect: verbs.Tell) -> Iterator[Op]:
        """The mover says of another what it is like."""
        if self.who is None:
            return
        for subject, gates in self.refs(effect.about):
            ties = tuple(_channels(self.plan, [self.who], [subject]))
            for a, more in self.refs(effect.who):
                if a not in (self.who, subject):
                    yield TellOp(self.who, a, subject, effect.sign, ties, gates + more)

    def persuade(self, listener: str, by: float, up: bool) -> list[Op]:
        """The mover speaks for or against the initiative, to all of them at once."""
        heard = [(a, gates) for a, gates in self.refs(listener) if a != self.who]
        if self.who is None or not heard:
            return []
        listeners, gates = zip(*heard, strict=True)
        return [PersuadeOp(self.who, listeners, gates, by, up)]

    def consult(self, listener: str) -> Iterator[Op]:
        """The mover tells others of the initiative beforehand."""
        goal = self.plan.table(self.plan.scenario.initiative.table)
        for a, gates in self.refs(listener):
            if self.who not in (None, a):
                told = self.plan.fact("consulted", a)
                yield ConsultOp(self.who, a, told, goal.index, goal.members, gates)

    def surprise(self, reader: str, by: float) -> Iterator[Op]:
        """The mover's step takes those aback who were not told beforehand."""
        for a, gates in self.refs(reader):
            # who counts only while a mediator is never taken aback
            if not gates and self.who not in (None, a):
                yield SurpriseOp(self.who, a, self.plan.fact("consulted", a), by)


def _channels(
    plan: Plan, givers: list[int], clients: list[int], name: str | None = None
) -> list[int]:
    """The channels from one of the givers to one of the clients, of any name if none is given."""
    return [
        index
        for index, channel in enumerate(plan.channels)
        if channel.giver in givers and channel.to in clients and name in (None, channel.name)
    ]


def _recalled(plan: Plan, actor: int) -> int | None:
    return plan.fact("recalled", actor) if actor in plan.missions else None


def _pressed_facts(plan: Plan, target: int) -> tuple[int, ...]:
    table = plan.table(plan.scenario.initiative.table).index
    names = ("attended", "accepted", "spoke", "complied")
    return tuple(plan.fact(name, target, table) for name in names)
