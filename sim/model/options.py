"""What each actor can do: moves bound to their mover and target, with their effects compiled.

Choice stays affordable and bounded: an actor that no person plays considers at most `MENU` options,
those that touch most of what it wants; a seat may play any of its options.
"""

from __future__ import annotations

from dataclasses import dataclass

from sim.model.compile_effects import compile_effect
from sim.model.home_verbs import CasualtyOp, CommitOp, HomeOp
from sim.model.plan import Plan
from sim.model.rules.styles import help_of
from sim.model.surprise import SurpriseOp
from sim.model.terms import Terms, Test
from sim.model.verbs import (
    CallOp,
    DraftOp,
    EvidenceOp,
    FactOp,
    Op,
    PersuadeOp,
    PressOp,
    SeeOp,
    ShiftOp,
    TableOp,
    Wants,
)
from sim.scenario.language import parse_condition, parse_term
from sim.scenario.schema import Answer, Effect, Move

MENU = 8
"""Most options that an actor weighs in a turn, besides waiting."""

BINDING = {"speak": 0.3, "attend": 0.15, "join": 0.5, "acquiesce": 0.3, "act": 0.5, "accept": 1.0}
"""How far each decision binds: how much of a hidden type's resistance it meets."""
YES_FACT = {
    "speak": "spoke",
    "attend": "attended",
    "join": "joined",
    "acquiesce": "acquiesced",
    "act": "acted",
}
NO_FACT = {
    "attend": "stayed_away",
    "join": "declined",
    "acquiesce": "objected",
    "act": "refused",
}
OWN_FACT = {
    "object": "objected",
    "withdraw": "broke_off",
    "acquiesce": "acquiesced",
    "act": "acted",
}
"""The fact that a step of the mover's own writes (`decides`)."""


@dataclass(frozen=True)
class AskPlan:
    """A decision asked of an actor."""

    decision: str
    target: int
    table: int
    """For `act`, the initiative's."""
    slot: str
    yes_row: int
    no_row: int
    """-1 where a no is no fact."""
    yes: tuple[Op, ...]
    no: tuple[Op, ...]
    style_help: float
    """How many times the bonus of the move's style counts, 0 to 2."""
    on_agenda: bool
    """Whether it asks one to a round on issues on which it has a position."""
    costs: float
    """What the ask itself costs the one who is asked, in utility."""
    mover_yes: tuple[Op, ...]
    """What of a yes the mover wants or fears, the fact itself included."""
    mover_no: tuple[Op, ...]
    target_yes: tuple[Op, ...]
    """What of a yes the one who is asked wants or fears."""
    target_no: tuple[Op, ...]


@dataclass(frozen=True)
class Option:
    """A move bound to a mover and (perhaps) a target."""

    index: int
    move: str
    actor: int
    target: int | None
    spec: Move
    needs: Test | None
    always: tuple[Op, ...]
    sure: tuple[Op, ...]
    """What of `always` the mover wants or fears."""
    shows: tuple[str, ...]
    """Signs of its own hidden type that the mover gives by it."""
    ask: AskPlan | None

    @property
    def source(self) -> str:
        """How the ledger names it."""
        return f"moves.{self.move}"


@dataclass(frozen=True)
class Options:
    """All options of a scenario."""

    all: tuple[Option, ...]
    of_actor: tuple[tuple[int, ...], ...]
    """Every option of each actor."""
    menus: tuple[tuple[int, ...], ...]
    """The options that each actor weighs when no person plays it."""
    wants: tuple[Wants, ...]


def bindings(plan: Plan) -> list[tuple[str, Move, int, int | None]]:
    """(move, mover, target) for every move of the scenario, in file order."""
    found: list[tuple[str, Move, int, int | None]] = []
    for name, move in plan.scenario.moves.items():
        targets: tuple[int | None, ...] = plan.plain_refs(move.to) if move.to else (None,)
        for mover in plan.plain_refs(move.by):
            found += [(name, move, mover, target) for target in targets if target != mover]
    return found


def compile_options(plan: Plan) -> tuple[Options, Terms]:
    """Compile every option, and the terms compiler that knows their rows."""
    bound = bindings(plan)
    by_move: dict[tuple[str, int], list[int]] = {}
    for index, (name, _, mover, _) in enumerate(bound):
        by_move.setdefault((name, mover), []).append(index)
    terms = Terms(plan, by_move)
    wants = tuple(_wants(plan, terms, index) for index in range(len(plan.actors)))
    options = tuple(
        _option(plan, terms, wants, index, name, move, mover, target)
        for index, (name, move, mover, target) in enumerate(bound)
    )
    of_actor = tuple(
        tuple(option.index for option in options if option.actor == actor)
        for actor in range(len(plan.actors))
    )
    menus = tuple(
        tuple(sorted(_menu([options[index] for index in rows], wants[actor])))
        for actor, rows in enumerate(of_actor)
    )
    return Options(options, of_actor, menus, wants), terms


def _option(
    plan: Plan,
    terms: Terms,
    wants: tuple[Wants, ...],
    index: int,
    name: str,
    move: Move,
    mover: int,
    target: int | None,
) -> Option:
    needs = None
    if move.needs:
        needs = terms.condition(parse_condition(move.needs), mover, target)
    always = list(_ops(plan, move.effects, mover, target))
    if move.decides:
        fact, what = OWN_FACT[move.decides.to], move.decides.what
        at = plan.step(what) if move.decides.to == "act" else _table(plan, what)
        always.append(FactOp(plan.fact(fact, mover, at)))
    ops = tuple(always)
    sure = _wanted(ops, wants[mover])
    ask = _ask(plan, wants, move, mover, target)
    shows = tuple(
        op.sign
        for op in ops
        if isinstance(op, EvidenceOp) and op.observer is None and op.subject == mover
    )
    shows = shows if mover in plan.subjects else ()
    return Option(index, name, mover, target, move, needs, ops, sure, shows, ask)


def _ops(
    plan: Plan, effects: list[Effect], mover: int | None, target: int | None
) -> tuple[Op, ...]:
    return tuple(op for effect in effects for op in compile_effect(plan, effect, mover, target))


def event_ops(plan: Plan, effects: list[Effect]) -> tuple[Op, ...]:
    """The operations of an event."""
    return _ops(plan, effects, None, None)


def _ask(
    plan: Plan, wants: tuple[Wants, ...], move: Move, mover: int, target: int | None
) -> AskPlan | None:
    if move.asks is None:
        return None
    asked = [actor for actor, _ in plan.refs(move.asks.who, mover, target)]
    if len(asked) != 1:
        return None
    who, decision = asked[0], move.asks.to
    step = move.asks.what if decision == "act" else None
    table = _table(plan, None if step else move.asks.what)
    at = plan.step(step) if decision == "act" else table
    yes_row = plan.fact(YES_FACT[decision], who, at)
    no_fact = NO_FACT.get(decision)

    def answer(reply: Answer | None) -> tuple[Op, ...]:
        return _ops(plan, reply.effects, mover, target) if reply else ()

    yes, no = answer(move.if_yes), answer(move.if_no)
    no_row = -1 if no_fact is None else plan.fact(no_fact, who, at)
    # what is lost by refusing may be wanted or feared as such
    denied = (FactOp(no_row), *no) if decision == "act" else no
    about = f"step:{step}" if step else f"{decision}:{plan.tables[table].id}"
    return AskPlan(
        decision=decision,
        target=who,
        table=table,
        slot=f"answer:{plan.actors[who]}:{about}",
        yes_row=yes_row,
        no_row=no_row,
        yes=yes,
        no=no,
        style_help=help_of(move.style, decision),
        on_agenda=decision == "attend" and plan.has_position(who, table),
        costs=float(move.asks.costs),
        mover_yes=_wanted((FactOp(yes_row), *yes), wants[mover]),
        mover_no=_wanted(denied, wants[mover]),
        target_yes=_wanted((FactOp(yes_row), *yes), wants[who]),
        target_no=_wanted(denied, wants[who]),
    )


def _table(plan: Plan, name: str | None) -> int:
    """A table by its id; the initiative's where none is named."""
    return plan.table(name or plan.scenario.initiative.table).index


def _wanted(ops: tuple[Op, ...], wants: Wants) -> tuple[Op, ...]:
    """The operations that touch what an actor wants."""
    return tuple(op for op in ops if _reach(op, wants) > 0)


def _wants(plan: Plan, terms: Terms, actor: int) -> Wants:
    wants: Wants = {}
    for interest in plan.scenario.actors[plan.actors[actor]].interests.values():
        term = parse_term(interest.wants)
        for address in terms.addresses(term, actor):
            wants[address] = wants.get(address, 0.0) + float(interest.weight)
    return wants


def _reach(op: Op, wants: Wants) -> float:
    """How much of what an actor wants an operation touches, before any state is known."""
    match op:
        case ShiftOp(address=address, by=by):
            name, index = address
            derived = ("legitimacy", index[1:]) if name == "standing" else address
            return abs(wants.get(derived, 0.0) * by)
        case SeeOp(address=address, size=size):
            return abs(wants.get(address, 0.0) * size)
        case PressOp(giver=giver, target=target, channel=channel, share=share, asked=asked):
            reach = sum(abs(wants.get(("fact", (row,)), 0.0)) for row in asked)
            reach += abs(wants.get(("trust", (target, giver)), 0.0))
            return share * (reach + abs(wants.get(("channel", (channel,)), 0.0)))
        case EvidenceOp(subject=subject):
            return sum(
                0.2 * abs(want)
                for (name, index), want in wants.items()
                if name == "bad_faith" and index[1] == subject
            )
        case HomeOp() | CasualtyOp() | CommitOp():
            return op.size * sum(abs(wants.get(place, 0.0)) for place in op.touches)
        case TableOp(table=table):
            return abs(wants.get(("open", (table,)), 0.0))
        case DraftOp(table=table):
            return abs(wants.get(("drafted", (table,)), 0.0))
        case CallOp(fact=fact) | FactOp(row=fact):
            return abs(wants.get(("fact", (fact,)), 0.0))
        case PersuadeOp(listeners=listeners):
            return 0.1 * sum(abs(wants.get(("stance", (one,)), 0.0)) for one in listeners)
        case SurpriseOp(mover=mover, reader=reader, size=size):
            reach = abs(wants.get(("stance", (reader,)), 0.0))
            return 0.1 * size * (reach + abs(wants.get(("trust", (reader, mover)), 0.0)))
    listener = getattr(op, "listener", -1)
    reach = abs(wants.get(("stance", (listener,)), 0.0)) * 0.1
    reach += abs(wants.get(("bad_faith", (listener, getattr(op, "subject", -1))), 0.0)) * 0.2
    return reach + abs(wants.get(("fact", (getattr(op, "fact", -1),)), 0.0))


def _menu(options: list[Option], wants: Wants) -> list[int]:
    """The `MENU` options that matter most to what an actor wants; file order breaks ties."""

    def reach(option: Option) -> float:
        ops = list(option.sure)
        if option.ask:
            ops += [*option.ask.mover_yes, *option.ask.mover_no]
        return sum(_reach(op, wants) for op in ops)

    scored = [(reach(option), -option.index) for option in options]
    kept = sorted((pair for pair in scored if pair[0] > 0), reverse=True)[:MENU]
    return [-index for _, index in kept]
