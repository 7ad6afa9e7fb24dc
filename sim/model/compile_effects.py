"""From the effects of a scenario to the operations of the engine."""

from __future__ import annotations

from sim.model.home_verbs import CasualtyOp, CommitOp, HomeOp
from sim.model.ledger import Address
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

Gated = tuple[int, bool]
"""An actor, and whether it counts only while it is a mediator."""


def _gates(pairs: list[Gated]) -> list[tuple[int, Gates]]:
    return [(actor, (actor,) if gated else ()) for actor, gated in pairs]


def compile_effect(
    plan: Plan, effect: verbs.Effect, who: int | None, target: int | None
) -> list[Op]:
    """The operations that an effect stands for when `who` plays its move for `target`."""

    def refs(ref: str) -> list[tuple[int, Gates]]:
        return _gates(plan.refs(ref, who, target))

    ops: list[Op] = []
    argument = effect.argument
    match effect.verb, argument:
        case _, verbs.HomeShift(of=of, by=by, through=through):
            for a, g in refs(of):
                if a not in plan.formations:
                    ops.append(ShiftOp(("home", (a,)), by, g))
                elif elements := plan.shaping(a, through):
                    ops.append(HomeOp(a, by, elements, g))
        case _, verbs.Casualties(of=of, size=s):
            for a, g in refs(of):
                ops.append(CasualtyOp(a, size(s), plan.shaping(a), _recalled(plan, a), g))
        case _, verbs.Commitment(of=of, size=s):
            ops += [CommitOp(a, size(s), _recalled(plan, a), g) for a, g in refs(of)]
        case ("war_cost" | "capital") as name, verbs.Shift(of=of, by=by):
            scale = plan.scenario.capital.per_turn if name == "capital" else 1
            ops += [ShiftOp((name, (a,)), by * scale, g) for a, g in refs(of)]
        case _, verbs.Standing(of=of, by=by, kind=kind):
            at = STANDINGS.index(kind)
            ops += [ShiftOp(("standing", (at, a)), by, g) for a, g in refs(of)]
        case name, verbs.Grant(to=to, by=by):
            ops += [ShiftOp((name, (a,)), by, g) for a, g in refs(to)]
        case _, verbs.Channel(giver=giver, to=to, name=name, by=by):
            for index in _channels(plan, [a for a, _ in refs(giver)], [a for a, _ in refs(to)]):
                if plan.channels[index].name == name:
                    ops.append(ShiftOp(("channel", (index,)), by))
        case _, verbs.Press(on=on, share=share, channel=name):
            givers = [] if who is None else [who]
            for index in _channels(plan, givers, [a for a, _ in refs(on)]):
                channel = plan.channels[index]
                if name in (None, channel.name):
                    asked = _pressed_facts(plan, channel.to)
                    ops.append(PressOp(channel.giver, channel.to, index, size(share), asked))
        case ("open_table" | "close_table") as name, str(table):
            ops.append(TableOp(plan.table(table).index, name == "open_table"))
        case "draft", str(table):
            ops.append(DraftOp(plan.table(table).index))
        case "put_to_decision", str(table):
            index = plan.table(table).index
            ops.append(CallOp(index, plan.fact("adopted", -1, index)))
        case ("goodwill" | "grievance") as name, verbs.Feeling(of=of, toward=toward, size=s):
            for a, gate in refs(of):
                for b, other in refs(toward):
                    if a != b:
                        ops.append(
                            SeeOp(("trust", (a, b)), name == "goodwill", size(s), gate + other)
                        )
        case _, verbs.Evidence(about=about, sign=sign, to=to):
            for subject, gate in refs(about):
                if to == "everyone":
                    ops.append(EvidenceOp(subject, sign, None, gate))
                else:
                    ops += [EvidenceOp(subject, sign, a, gate + g) for a, g in refs(to)]
        case _, verbs.Tell(who=listener, about=about, sign=sign):
            for subject, gate in refs(about):
                for a, other in refs(listener):
                    if who is not None and a not in (who, subject):
                        ties = tuple(_channels(plan, [who], [subject]))
                        ops.append(TellOp(who, a, subject, sign, ties, gate + other))
        case ("persuade" | "dissuade") as name, verbs.Persuade(who=listener, size=s):
            pairs = [(a, g) for a, g in refs(listener) if who is not None and a != who]
            if who is not None and pairs:
                listeners, gates = zip(*pairs, strict=True)
                ops.append(PersuadeOp(who, listeners, gates, size(s), name == "persuade"))
        case _, verbs.Who(who=listener):
            goal = plan.table(plan.scenario.initiative.table)
            for a, gate in refs(listener):
                if who is not None and a != who:
                    told = plan.fact("consulted", a)
                    ops.append(ConsultOp(who, a, told, goal.index, goal.members, gate))
        case _, verbs.Surprise(who=reader, size=s):
            # who counts only while a mediator is never taken aback
            for a in [a for a, gate in refs(reader) if not gate and who not in (None, a)]:
                assert who is not None
                ops.append(SurpriseOp(who, a, plan.fact("consulted", a), size(s)))
        case _, verbs.Learn(of=of, about=about, size=s):
            for a, gate in refs(of):
                for b, other in refs(about):
                    if a != b:
                        address: Address = ("knowledge", (a, b))
                        ops.append(SeeOp(address, True, size(s), gate + other, "knowledge"))
        case _, verbs.Rapport(between=[one, two], size=s):
            for a, gate in refs(one):
                for b, other in refs(two):
                    if a != b:
                        both = gate + other
                        ops.append(SeeOp(("rapport", (a, b)), True, size(s), both, "knowledge"))
                        ops.append(SeeOp(("rapport", (b, a)), True, size(s), both, "knowledge"))
    return ops


def _channels(plan: Plan, givers: list[int], clients: list[int]) -> list[int]:
    return [
        index
        for index, channel in enumerate(plan.channels)
        if channel.giver in givers and channel.to in clients
    ]


def _recalled(plan: Plan, actor: int) -> int | None:
    return plan.fact("recalled", actor) if actor in plan.missions else None


def _pressed_facts(plan: Plan, target: int) -> tuple[int, ...]:
    table = plan.table(plan.scenario.initiative.table).index
    names = ("attended", "accepted", "spoke", "complied")
    return tuple(plan.fact(name, target, table) for name in names)
