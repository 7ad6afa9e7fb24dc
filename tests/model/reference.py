"""A slow scalar reference of the model: one run at a time, plain floats, names for indices.

It is written from the description of the model, not from the engine, and shares with it only the
scenario's types, the language's parser and the named draws. Numbers live in one dict by key, such as
`("trust", "north", "host")`; effects are told apart by their verbs, not compiled.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sim.scenario.coding import level, size
from sim.scenario.effects import Effect
from sim.scenario.language import (
    FUNCTIONS,
    Compare,
    Condition,
    Dated,
    Fact,
    Joined,
    Not,
    Term,
    parse_condition,
    parse_term,
)
from sim.scenario.schema import Move, Scenario, Table

Key = tuple[str, ...]
Draw = Callable[[int, str], float]
"""The draw of a slot in a turn (from 1)."""

NEVER = 32767
DAYS = {"day": 1, "week": 7}
TYPES = ("none", "limited", "greedy", "total")
FACTS = frozenset(name for name, function in FUNCTIONS.items() if function.is_fact)
SIGNS = {
    "candour": (0.6, 0.6, 0.4, 0.2),
    "concession": (0.7, 0.6, 0.4, 0.15),
    "complaint": (0.05, 0.15, 0.35, 0.6),
    "attendance": (0.9, 0.85, 0.8, 0.6),
    "absence": (0.1, 0.15, 0.2, 0.4),
    "refusal_inside": (0.1, 0.25, 0.5, 0.8),
    "refusal_outside": (0.5, 0.5, 0.5, 0.6),
    "acceptance": (0.9, 0.7, 0.4, 0.1),
    "compliance": (0.95, 0.8, 0.5, 0.15),
    "violation": (0.05, 0.15, 0.4, 0.7),
}
BINDING = {"speak": 0.3, "attend": 0.15, "join": 0.5, "acquiesce": 0.3, "act": 0.5}
STANCE = {"join": 1.0, "acquiesce": 1.0, "attend": 0.5, "speak": 0.5, "act": 0.0}
STYLES = {
    "facilitate": {"attend": 1.0, "speak": 1.0},
    "manipulate": {"attend": 1.0, "join": 1.0, "act": 1.0},
}
YES = {
    "speak": "spoke",
    "attend": "attended",
    "join": "joined",
    "acquiesce": "acquiesced",
    "act": "acted",
}
NO = {"attend": "stayed_away", "join": "declined", "acquiesce": "objected"}


def clip(value: float, top: float = 1.0) -> float:
    """Within 0 and `top`."""
    return min(max(value, 0.0), top)


def logistic(x: float) -> float:
    """The logit choice between yes and no."""
    return 1.0 / (1.0 + math.exp(-min(max(x, -700.0), 700.0)))


def pick(values: list[float | None], u: float) -> int:
    """Logit choice among some values; None is not to be had."""
    best = max(value for value in values if value is not None)
    weights = [0.0 if value is None else math.exp(max(value - best, -700.0)) for value in values]
    left = u * sum(weights)
    last = 0
    for index, weight in enumerate(weights):
        if weight <= 0.0:
            continue
        last = index
        if left < weight:
            return index
        left -= weight
    return last


def all_against(shares: Iterable[float]) -> float:
    """1 - prod(1 - share)."""
    left = 1.0
    for share in shares:
        left *= 1.0 - share
    return 1.0 - left


def felt(x: float) -> float:
    """A smooth step from .3 to .7."""
    step = clip((x - 0.3) / 0.4)
    return step * step * (3.0 - 2.0 * step)


def after_sign(belief: list[float], likelihood: Iterable[float], attention: float) -> list[float]:
    """Part of the way from prior to posterior."""
    joint = [b * p for b, p in zip(belief, likelihood, strict=True)]
    total = sum(joint)
    pairs = zip(belief, joint, strict=True)
    return [(1.0 - attention) * prior + attention * one / total for prior, one in pairs]


@dataclass(frozen=True)
class Way:
    """A move bound to its mover and target."""

    move: str
    spec: Move
    who: str
    target: str | None

    @property
    def key(self) -> tuple[str, str, str | None]:
        """By what it is told apart."""
        return (self.move, self.who, self.target)


@dataclass
class Pending:
    """What waits for the end of a phase or turn."""

    shifts: dict[Key, float] = field(default_factory=dict)
    seen: dict[Key, list[float]] = field(default_factory=dict)
    """Gains and losses of an attitude."""
    signs: dict[str, list[str]] = field(default_factory=dict)
    private: list[tuple[str, str, str, float]] = field(default_factory=list)
    pressed: dict[str, list[float]] = field(default_factory=dict)
    confided: list[str] = field(default_factory=list)
    called: set[str] = field(default_factory=set)
    moved: set[str] = field(default_factory=set)
    away: set[str] = field(default_factory=set)


class Reference:
    """One run of a scenario.

    Args:
        scenario: A checked scenario.
        draw: The named draws of the run.
        ranges: The named draws of its coded numbers.
        constants: The engine's constants by name.
        without: Rules that are off.
        seat: Who plays by `policy`.
        policy: line, pass, random or own.
        cancelled: Events that are off.
        sample: Whether coded numbers are drawn.
        asks: More conditions to follow.
    """

    def __init__(
        self,
        scenario: Scenario,
        draw: Draw,
        ranges: Callable[[str], float],
        constants: Mapping[str, float],
        without: frozenset[str] = frozenset(),
        seat: str | None = None,
        policy: str = "line",
        cancelled: frozenset[str] = frozenset(),
        sample: bool = True,
        asks: Mapping[str, str] | None = None,
    ) -> None:
        self.s, self.draws, self.c, self.off = scenario, draw, constants, without
        self.policy, self.cancelled = policy, cancelled
        self.owner = scenario.initiative.by
        self.main = scenario.initiative.table
        self.seat = seat or self.owner
        self.actors = list(scenario.actors)
        self.subjects = [name for name, actor in scenario.actors.items() if actor.spoiler]
        self.n: dict[Key, float] = {}
        self.facts: dict[Key, int] = {}
        self.played: dict[tuple[str, str, str | None], int] = {}
        self.events: dict[str, int] = {}
        self.text: dict[str, dict[str, float]] = {}
        self.author: dict[str, str | None] = {}
        self.open: dict[str, bool] = {}
        self.efforts = self.told = self.skipped = 0.0
        self.public = False
        self.turn = 0
        self.mediators = {self.owner}
        self._start(ranges, sample)
        self.ways = self._ways()
        offers = [(way, way.spec.asks) for way in self.ways]
        self.joinable = {self.owner} | {
            str(way.target if ask.who == "target" else ask.who)
            for way, ask in offers
            if ask is not None and ask.to == "join"
        }
        self.wants = {actor: self._wants(actor) for actor in self.actors}
        self.menus = {actor: self._menu(actor) for actor in self.actors}
        self.watched: dict[tuple[Condition, str | None, str | None], int] = {}
        self.outcomes = self._follow(asks or {})
        self.pending = Pending()
        self.turn = -1
        self._track()
        self.turn = 0

    def on(self, rule: str) -> bool:
        """Whether a rule is on."""
        return rule not in self.off

    def draw(self, slot: str) -> float:
        """This turn's draw of a slot."""
        return self.draws(self.turn + 1, slot)

    # -- the start ---------------------------------------------------------------------------------

    def _start(self, ranges: Callable[[str], float], sample: bool) -> None:
        s, n = self.s, self.n

        def coded(path: str, value: Any) -> float:
            at, low, high = level(value)
            return low + (high - low) * ranges(path) if sample and low < high else at

        for name in ("trust", "knowledge", "rapport"):
            default = coded(f"defaults.{name}", getattr(s.defaults, name))
            n.update({(name, a, b): default for a in self.actors for b in self.actors})
        for table, pairs in (("trust", s.trust), ("knowledge", s.knowledge)):
            for a, others in pairs.items():
                for b, value in others.items():
                    n[table, a, b] = coded(f"{table}.{a}.{b}", value)
        for name, bond in s.rapport.items():
            a, b = bond.between
            n["rapport", a, b] = n["rapport", b, a] = coded(f"rapport.{name}.value", bond.value)
        for a, actor in s.actors.items():
            for name in ("trust", "knowledge", "rapport"):
                n[name, a, a] = 1.0
            for name in "capability war_cost home reservation fear framework stance".split():
                n[name, a] = coded(f"actors.{a}.{name}", getattr(actor, name))
            n["own", a] = coded(f"actors.{a}.legitimacy", actor.legitimacy)
            n["mandate", a] = coded(f"actors.{a}.mandate", actor.mandate)
            n["borrowed", a] = n["guarantee", a] = n["aid", a] = 0.0
            n["capital", a] = float(s.capital.per_turn)
            for issue, position in actor.positions.items():
                path = f"actors.{a}.positions.{issue}"
                n["ideal", a, issue] = coded(f"{path}.ideal", position.ideal)
                n["salience", a, issue] = coded(f"{path}.salience", position.salience)
        for a, clients in s.leverage.items():
            for b, flows in clients.items():
                for name, flow in flows.items():
                    n["channel", a, b, name] = coded(f"leverage.{a}.{b}.{name}", flow)
        self.kind: dict[str, int] = {}
        self.belief: dict[tuple[str, str], list[float]] = {}
        for subject in self.subjects:
            spoiler = s.actors[subject].spoiler
            assert spoiler is not None
            shares, u = spoiler.shares(), ranges(f"type:{subject}")
            bounds = [sum(shares[: k + 1]) for k in range(3)]
            possible = [k for k in range(4) if shares[k] > 0]
            self.kind[subject] = min(sum(u >= bound for bound in bounds), possible[-1])
            for observer in self.actors:
                own = s.beliefs.get(observer, {}).get(subject) or spoiler
                self.belief[observer, subject] = list(own.shares())
        for name, table_ in s.tables.items():
            self.open[name], self.author[name] = table_.open, None
            if table_.text:
                self.text[name] = self._places(table_, table_.text)
            for quantity in ("shown", "rounds", "votes"):
                n[quantity, name] = 0.0

    @staticmethod
    def _places(table: Table, given: Mapping[str, float]) -> dict[str, float]:
        return {issue: float(given.get(issue, 0.5)) for issue in table.issues}

    def _ways(self) -> list[Way]:
        found = []
        for name, move in self.s.moves.items():
            for who in self._people(move.by):
                targets = self._people(move.to) if move.to else [None]
                found += [Way(name, move, who, target) for target in targets if target != who]
        return found

    def _people(self, names: list[str]) -> list[str]:
        everyone = [one for name in names for one in self.s.groups.get(name, [name])]
        return list(dict.fromkeys(everyone))

    def _wants(self, actor: str) -> dict[Key, float]:
        wants: dict[Key, float] = {}
        for interest in self.s.actors[actor].interests.values():
            for key in self._keys(parse_term(interest.wants), actor, None):
                wants[key] = wants.get(key, 0.0) + float(interest.weight)
        return wants

    def _keys(self, term: Term, who: str | None, target: str | None) -> list[Key]:
        """Keys of a term; a fact without a table may be of any table."""
        roles = {"self": who, "target": target}
        names = [None if a is None else roles.get(a) or a for a in term.arguments]
        if term.function in FACTS and len(names) == 2 and term.function != "done":
            if term.function == "acted":
                return [("acted", str(names[0]))]
            tables = list(self.s.tables) if names[1] is None else [str(names[1])]
            return [(term.function, str(names[0]), table) for table in tables]
        return [(term.function, *(str(name) for name in names))]

    def _menu(self, actor: str) -> list[Way]:
        """At most 8 options, those that touch most of what an actor wants."""
        scored = []
        for index, way in enumerate(self.ways):
            if way.who == actor:
                reach = sum(
                    abs(self.wants[actor].get(key, 0.0)) * much for key, much in self._touched(way)
                )
                if reach > 0:
                    scored.append((-reach, index))
        return [self.ways[index] for index in sorted(i for _, i in sorted(scored)[:8])]

    # -- who is meant ------------------------------------------------------------------------------

    def _refs(self, ref: str, who: str | None, target: str | None, ever: bool = False) -> list[str]:
        """Who a reference stands for now; `ever`: all who might become mediators."""
        match ref:
            case "self" | "target":
                one = who if ref == "self" else target
                return [] if one is None else [one]
            case "mediators":
                able = self.joinable if ever else self.mediators
                return [a for a in self.actors if a in able]
            case "others":
                return [a for a in self.actors if a not in (who, target)]
            case "everyone":
                return self.actors
        return self.s.groups.get(ref, [ref])

    def asked(self, way: Way) -> tuple[str, str, str] | None:
        """Who is asked, for what, at which table."""
        ask = way.spec.asks
        who = [] if ask is None else self._refs(ask.who, way.who, way.target, ever=True)
        return (who[0], ask.to, ask.what or self.main) if ask and len(who) == 1 else None

    def _fact(self, name: str, who: str, table: str) -> Key:
        return (name, who) if name == "acted" else (name, who, table)

    def _own_step(self, way: Way) -> list[Key]:
        if way.spec.decides is None:
            return []
        step = {"object": "objected", "withdraw": "broke_off", "acquiesce": "acquiesced"}
        name = step.get(way.spec.decides.to, "acted")
        return [self._fact(name, way.who, way.spec.decides.what or self.main)]

    # -- effects -----------------------------------------------------------------------------------

    def _touched(self, way: Way) -> Iterator[tuple[Key, float]]:
        """What an option touches, and how much of it, before any state is known."""
        effects = list(way.spec.effects)
        for reply in (way.spec.if_yes, way.spec.if_no):
            effects += reply.effects if reply and self.asked(way) else []
        for effect in effects:
            yield from self._touches(effect, way.who, way.target)
        yield from ((key, 1.0) for key in self._own_step(way))
        if asked := self.asked(way):
            yield self._fact(YES[asked[1]], asked[0], asked[2]), 1.0

    def _touches(self, effect: Effect, who: str, target: str | None) -> Iterator[tuple[Key, float]]:
        for verb, key, much, _ in self._parts(effect, who, target, ever=True):
            match verb:
                case "standing":
                    yield ("legitimacy", key[1]), abs(much)
                case "press":
                    share, client = much, key[2]
                    for fact in ("attended", "accepted", "spoke", "complied"):
                        yield (fact, client, self.main), share
                    yield ("trust", client, key[1]), share
                    yield key, share
                case "evidence":
                    yield from (
                        (("bad_faith", one, key[2]), 0.2) for one in self.actors if key[1] != one
                    )
                    if key[1]:
                        yield ("bad_faith", key[1], key[2]), 0.2
                case "tell":
                    yield ("bad_faith", key[1], key[2]), 0.2
                    yield ("stance", key[1]), 0.1
                case "persuade" | "dissuade":
                    yield key, 0.1
                case "consult":
                    yield ("stance", key[1]), 0.1
                    yield key, 1.0
                case "open" | "draft" | "call":
                    yield key, 1.0
                case _:
                    yield key, abs(much)

    def _parts(
        self, effect: Effect, who: str | None, target: str | None, ever: bool = False
    ) -> Iterator[tuple[str, Key, float, str]]:
        """An effect as (kind, key, size, sign) for each actor, pair or channel that it touches."""
        verb, a = effect.verb, effect.argument

        def refs(ref: str) -> list[str]:
            return self._refs(ref, who, target, ever)

        if isinstance(a, str):
            kind, key = {
                "open_table": ("open", "open"),
                "close_table": ("open", "open"),
                "draft": ("draft", "drafted"),
                "put_to_decision": ("call", "adopted"),
            }[verb]
            yield kind, (key, a), float(verb != "close_table"), ""
            return
        e: Any = a
        match verb:
            case "war_cost" | "home" | "capital":
                scale = self.s.capital.per_turn if verb == "capital" else 1
                yield from (("shift", (verb, one), e.by * scale, "") for one in refs(e.of))
            case "legitimacy":
                yield from (("standing", (e.kind, one), e.by, "") for one in refs(e.of))
            case "guarantee" | "aid":
                yield from (("shift", (verb, one), e.by, "") for one in refs(e.to))
            case "channel":
                for key in self._flows(refs(e.giver), refs(e.to)):
                    if key[3] == e.name:
                        yield "shift", key, e.by, ""
            case "press":
                for key in self._flows([who] if who else [], refs(e.on)):
                    if e.channel in (None, key[3]):
                        yield "press", key, size(e.share), ""
            case "goodwill" | "grievance":
                sign = 1.0 if verb == "goodwill" else -1.0
                for one in refs(e.of):
                    for other in refs(e.toward):
                        if one != other:
                            yield "see", ("trust", one, other), sign * size(e.size), ""
            case "learn":
                for one in refs(e.of):
                    for other in refs(e.about):
                        if one != other:
                            yield "see", ("knowledge", one, other), size(e.size), ""
            case "rapport":
                for one in refs(e.between[0]):
                    for other in refs(e.between[1]):
                        if one != other:
                            yield "see", ("rapport", one, other), size(e.size), ""
                            yield "see", ("rapport", other, one), size(e.size), ""
            case "evidence":
                for subject in refs(e.about):
                    seers = [""] if e.to == "everyone" else refs(e.to)
                    yield from (
                        ("evidence", ("bad_faith", seer, subject), 1.0, e.sign) for seer in seers
                    )
            case "tell":
                for subject in refs(e.about):
                    for one in refs(e.who):
                        if one not in (who, subject):
                            yield "tell", ("bad_faith", one, subject), 1.0, e.sign
            case "persuade" | "dissuade":
                for one in refs(e.who):
                    if one != who:
                        yield verb, ("stance", one), size(e.size), ""
            case "consult":
                for one in refs(e.who):
                    if one != who:
                        yield "consult", ("consulted", one), 1.0, ""

    def _flows(self, givers: list[str], clients: list[str]) -> list[Key]:
        keys = [key for key in self.n if key[0] == "channel"]
        return [key for key in keys if key[1] in givers and key[2] in clients]

    def apply(self, effects: Iterable[Effect], who: str | None, target: str | None) -> None:
        """Shift drivers and note observations."""
        for effect in effects:
            for kind, key, much, sign in self._parts(effect, who, target):
                self._apply(kind, key, much, sign, who)

    def _apply(self, kind: str, key: Key, much: float, sign: str, who: str | None) -> None:
        pending, c = self.pending, self.c
        match kind:
            case "shift" | "standing":
                self._shift(key, much)
            case "see":
                self._see(key, much)
            case "open":
                self.open[key[1]] = much > 0
            case "draft":
                pending.moved.add(key[1])
            case "call":
                pending.called.add(key[1])
            case "press" if self.on("leverage"):
                pending.pressed.setdefault(key[2], []).append(much * self.n[key])
                self._shift(key, -c["press_wear"] * much * self.n[key])
                self._see(("trust", key[2], key[1]), -c["press_grievance"] * much)
            case "evidence" if not key[1]:
                self._show(key[2], sign)
            case "evidence" if key[1] != key[2]:
                self._tell(key[2], key[1], sign, 1.0)
            case "tell":
                self._tell(key[2], key[1], sign, self._credibility(str(who), key[1], key[2], sign))
            case "persuade" | "dissuade" if self.on("consultation"):
                by = c["persuasion"] * much * self.n["trust", key[1], str(who)]
                self._see(key, by if kind == "persuade" else -by)
            case "consult":
                self._consult(key)

    def _consult(self, key: Key) -> None:
        first = key not in self.facts
        self.facts.setdefault(key, self.turn)
        if self.on("consultation"):
            gain = self.c["consult_gain"] / (1.0 + self.c["consult_order"] * self.told)
            self._see(("stance", key[1]), gain * (1.0 if first else 0.25))
            if first:
                self.pending.confided.append(key[1])
        self.told += first
        if key[1] not in self._people(self.s.tables[self.main].members):
            self.n["shown", self.main] += self.main in self.text

    def _shift(self, key: Key, by: float) -> None:
        self.pending.shifts[key] = self.pending.shifts.get(key, 0.0) + by

    def _see(self, key: Key, by: float) -> None:
        both = self.pending.seen.setdefault(key, [0.0, 0.0])
        both[by < 0] += abs(by)

    def _show(self, subject: str, sign: str) -> None:
        if subject in self.subjects and self.on("spoilers"):
            self.pending.signs.setdefault(subject, []).append(sign)

    def _tell(self, subject: str, observer: str, sign: str, weight: float) -> None:
        if subject in self.subjects and self.on("spoilers"):
            self.pending.private.append((subject, observer, sign, weight))

    def _credibility(self, teller: str, listener: str, subject: str, sign: str) -> float:
        trust = self.n["trust", listener, teller]
        if not self.on("credibility"):
            return trust
        flows = self._flows([teller], [subject])
        tie = max((self.n[key] for key in flows), default=0.0)
        bad = SIGNS[sign][3] > SIGNS[sign][0]
        bias = 1.0 + self.c["credibility_bias"] * tie * (1.0 if bad else -1.0)
        knows = self.n["knowledge", teller, subject] > self.n["knowledge", listener, subject]
        return min(trust * bias, 1.0) if knows else 0.0

    # -- what an effect is expected to bring -------------------------------------------------------

    def interest(self, who: str, changes: Iterable[tuple[Key, float]]) -> float:
        """Expected change of an actor's utility."""
        wants = self.wants[who]
        return sum(wants[key] * change for key, change in changes if key in wants)

    def expected(
        self, effects: Iterable[Effect], who: str, target: str | None
    ) -> Iterator[tuple[Key, float]]:
        """Expected change of each quantity and fact."""
        for effect in effects:
            for kind, key, much, sign in self._parts(effect, who, target):
                yield from self._expected(kind, key, much, sign, who)

    def _expected(
        self, kind: str, key: Key, much: float, sign: str, who: str
    ) -> Iterator[tuple[Key, float]]:
        n, c = self.n, self.c
        match kind:
            case "shift":
                yield key, clip(n[key] + much, 99.0 if key[0] == "capital" else 1.0) - n[key]
            case "standing":
                before = self.legitimacy(key[1])
                kept, n[key] = n[key], clip(n[key] + much)
                after, n[key] = self.legitimacy(key[1]), kept
                yield ("legitimacy", key[1]), after - before
            case "see":
                rates = (c["trust_gain"], c["trust_loss"]) if key[0] == "trust" else (1.0, 1.0)
                yield (
                    key,
                    rates[0] * much * (1.0 - n[key]) if much > 0 else rates[1] * much * n[key],
                )
            case "open":
                yield key, much - self.open[key[1]]
            case "draft":
                yield key, float(key[1] not in self.text)
            case "call":
                yield key, self._passes(key[1]) * (key not in self.facts)
            case "press" if self.on("leverage"):
                slope = 0.25 * c["rationality"] * c["pressure"]
                for name in ("attended", "accepted", "spoke", "complied"):
                    fact = (name, key[2], self.main)
                    yield fact, slope * much * n[key] * (fact not in self.facts)
                grudge = ("trust", key[2], key[1])
                yield grudge, -c["trust_loss"] * c["press_grievance"] * much * n[grudge]
                yield key, -c["press_wear"] * much * n[key]
            case "evidence" if self.on("spoilers") and key[2] in self.subjects:
                seers = (
                    {a: self._attention(a) for a in self.actors} if not key[1] else {key[1]: 1.0}
                )
                for seer, attention in seers.items():
                    yield ("bad_faith", seer, key[2]), self._moved(seer, key[2], sign, attention)
            case "tell" if self.on("spoilers") and key[2] in self.subjects:
                weight = self._credibility(who, key[1], key[2], sign)
                yield key, self._moved(key[1], key[2], sign, weight)
            case "persuade" | "dissuade" if self.on("consultation"):
                by = c["persuasion"] * much * n["trust", key[1], who]
                yield key, by * (1.0 - n[key]) if kind == "persuade" else -by * n[key]
            case "consult":
                first = key not in self.facts
                yield key, float(first)
                if self.on("consultation"):
                    gain = c["consult_gain"] / (1.0 + c["consult_order"] * self.told)
                    room = 1.0 - n["stance", key[1]]
                    yield ("stance", key[1]), gain * room * (1.0 if first else 0.25)

    def _moved(self, seer: str, subject: str, sign: str, attention: float) -> float:
        before = self.belief[seer, subject]
        after = after_sign(before, SIGNS[sign], attention)
        return after[2] + after[3] - before[2] - before[3]

    def _attention(self, actor: str) -> float:
        if actor in self.mediators:
            return 1.0
        told = ("consulted", actor) in self.facts
        return self.c["attention_consulted" if told else "attention_far"]

    # -- derived quantities ------------------------------------------------------------------------

    def legitimacy(self, a: str) -> float:
        """Own, assigned and borrowed standing together."""
        return all_against(self.n[kind, a] for kind in ("own", "mandate", "borrowed"))

    def reservation(self, a: str) -> float:
        """What an actor can count on without an agreement."""
        base = self.n["reservation", a]
        if not self.on("patrons"):
            return base
        flows = all_against(self.n[key] for key in self._flows(self.actors, [a]))
        return clip(base + self.c["patronage"] * flows - self.c["war_cost"] * self.n["war_cost", a])

    def worth(self, a: str, table: str, text: Mapping[str, float]) -> float:
        """Spatial utility, with the price of leaving the standing agreement."""
        issues = self.s.tables[table].issues
        salience = {issue: self.n.get(("salience", a, issue), 0.0) for issue in issues}
        total = sum(salience.values())
        worth, outside = 1.0, 0.0
        for issue in issues:
            if salience[issue]:
                gap = abs(text[issue] - self.n["ideal", a, issue])
                worth -= salience[issue] / total * gap
            low, high = self.s.issues[issue].framework or (0.0, 1.0)
            outside += max(low - text[issue], text[issue] - high, 0.0)
        if self.on("framework"):
            worth -= self.c["framework"] * self.n["framework", a] * outside
        return worth

    def on_table(self, table: str) -> dict[str, float]:
        """The text on a table; nought where there is none."""
        return self.text.get(table) or dict.fromkeys(self.s.tables[table].issues, 0.0)

    def inside(self, table: str) -> bool:
        """Whether the text keeps within the standing agreement."""
        for issue, place in self.on_table(table).items():
            low, high = self.s.issues[issue].framework or (0.0, 1.0)
            if not low - 1e-9 < place < high + 1e-9:
                return False
        return True

    def floor(self, a: str, table: str) -> float:
        """What a text is compared with."""
        quo = self.s.tables[table].status_quo
        if quo:
            return self.worth(a, table, self._places(self.s.tables[table], quo))
        return self.reservation(a)

    def pressure(self, a: str) -> float:
        """What is pressed now, and standing leverage of the mediators."""
        if not self.on("leverage"):
            return 0.0
        standing = [
            self.c["standing_leverage"] * self.n[key]
            for key in self._flows(sorted(self.mediators), [a])
        ]
        return all_against([*standing, *self.pending.pressed.get(a, [])])

    def ripe(self, a: str) -> float:
        """A hurting stalemate and a way out."""
        if not self.on("ripeness") or not self.open[self.main]:
            return 0.0
        return felt(self.n["war_cost", a]) * felt(self.n["trust", a, self.owner])

    def by_type(self, a: str, values: tuple[float, float, float, float], plain: float) -> float:
        """The value of an actor's hidden type."""
        return values[self.kind[a]] if a in self.subjects and self.on("spoilers") else plain

    def resistance(self) -> tuple[float, float, float, float]:
        """What each type adds to a binding decision."""
        return (self.c["type_none"], 0.0, self.c["type_greedy"], self.c["type_total"])

    def pushed(self, a: str) -> float:
        """What pressure adds."""
        receptive = (1.0, 1.0, self.c["greedy_pressure"], self.c["total_pressure"])
        return self.c["pressure"] * self.pressure(a) * self.by_type(a, receptive, 1.0)

    def bad_faith(self, a: str, subject: str) -> float:
        """Belief in a greedy or total spoiler."""
        belief = self.belief.get((a, subject), [0.0] * 4)
        return belief[2] + belief[3]

    def gain(self, a: str, table: str, text: Mapping[str, float], author: str | None) -> float:
        """What a text is worth over going without it."""
        total = self.worth(a, table, text) - self.floor(a, table)
        total *= self.by_type(a, (1.0, 1.0, 1.0, self.c["total_text"]), 1.0)
        if self.on("trust"):
            trust = 0.5 if author is None else self.n["trust", a, author]
            total += self.c["answer_trust"] * (2.0 * trust - 1.0)
        about = self.s.tables[table].about
        if about and self.on("departing_train"):
            tired = self.efforts / (self.efforts + self.c["efforts_half"])
            blame = max(2.0 * self.bad_faith(a, about) - 1.0, 0.0)
            total += self.c["departing_train"] * tired * blame
        return total

    def signing(self, a: str, table: str) -> float:
        """Signing over not signing."""
        n, c = self.n, self.c
        total = self.gain(a, table, self.on_table(table), self.author[table])
        total += c["aid"] * n["aid", a] - c["accept_threshold"] + c["ripeness"] * self.ripe(a)
        if self.on("leverage"):
            total += self.pushed(a)
        if self.on("guarantee"):
            kept = n["guarantee", a]
            total += n["fear", a] * (c["guarantee"] * kept - c["fear"] * (1.0 - kept))
        if self.on("consultation"):
            total -= c["seen_first"] * min(n["shown", table] / 4.0, 1.0)
        return total + self.by_type(a, self.resistance(), 0.0)

    def passing(self, a: str, table: str) -> float:
        """Letting a text pass over objecting to it."""
        total = self.worth(a, table, self.on_table(table)) - 0.5 + self.c["assent"]
        if self.on("consultation"):
            total += self.c["stance"] * (2.0 * self.n["stance", a] - 1.0)
        if self.on("trust"):
            author = self.author[table]
            trust = 0.5 if author is None else self.n["trust", a, author]
            total += self.c["answer_trust"] * (2.0 * trust - 1.0)
        return total

    def _stoppers(self, table: str) -> list[str]:
        members = self._people(self.s.tables[table].members)
        vetoes = self._people(self.s.tables[table].veto)
        return [member for member in members if member in vetoes] or members

    def _passes(
        self, table: str, text: Mapping[str, float] | None = None, author: str | None = None
    ) -> float:
        """Whether a text passes, as its drafter sees it; by default that on the table."""
        if text is None:
            text, author = self.on_table(table), self.author[table]
        slack = self.c["abstention"] if self.s.tables[table].veto else 0.0
        gains = [self.gain(member, table, text, author) for member in self._stoppers(table)]
        return logistic(self.c["rationality"] * (min(gains) + slack))

    # -- a turn ------------------------------------------------------------------------------------

    @property
    def over(self) -> bool:
        """Whether there is nothing left to play."""
        outcomes = self.s.outcomes.items()
        final = [self.outcomes[f"outcomes.{name}"] for name, one in outcomes if one.final]
        ended = any(self.watched.get(key, NEVER) < self.turn for key in final)
        return ended or self.turn >= self.s.calendar.turns

    def step(self, plays: Iterable[tuple[str, str | None, Mapping[str, float]]] = ()) -> None:
        """One turn; a play is a move, its target and its text."""
        self.pending = Pending()
        self._refresh()
        if self.turn > 0:
            rules, purse = self.s.capital, self.n["capital", self.seat]
            poor = self.on("home_support") and self.n["home", self.seat] < 0.3
            self.n["capital", self.seat] = min(purse, rules.carry) + rules.per_turn - poor
        chosen: list[tuple[Way, Mapping[str, float]]] = []
        for actor in self.actors:
            way = self._choose(actor)
            chosen += [(way, {})] if way else []
        chosen += self._seat_moves(list(plays), [way.key for way, _ in chosen])
        for way, text in sorted(chosen, key=lambda one: self.ways.index(one[0])):
            self._play(way, text)
        self._settle()
        self._answers([way for way in self.ways if way in [one for one, _ in chosen]])
        self._settle()
        for table in self.s.tables:
            self._sit(table)
        self._settle()
        self._events()
        self._settle()
        self._learn()
        self._track()
        self.turn += 1

    def _refresh(self) -> None:
        joined = {key[1] for key in self.facts if key[0] == "joined"}
        self.mediators = {self.owner} | joined

    def _settle(self) -> None:
        for key, by in self.pending.shifts.items():
            self.n[key] = clip(self.n[key] + by, 99.0 if key[0] == "capital" else 1.0)
        self.pending.shifts.clear()
        self._refresh()

    def legal(self, way: Way) -> bool:
        """Whether a move is rested and its needs hold."""
        last = self.played.get(way.key)
        if last is not None and (way.spec.once or self.turn - last <= way.spec.rest):
            return False
        needs = way.spec.needs
        return needs is None or self.holds(parse_condition(needs), way.who, way.target)

    def _choose(self, actor: str) -> Way | None:
        ways = self.menus[actor]
        if actor == self.seat:
            if self.policy in ("line", "pass"):
                return None
            if self.policy == "random":
                return self._choose_at_random()
        values: list[float | None] = [0.0]
        for way in ways:
            worth = self.c["move_rationality"] * self.appraise(way) if self.legal(way) else None
            values.append(worth)
        if not ways:
            return None
        index = pick(values, self.draw(f"choice:{actor}"))
        return ways[index - 1] if index else None

    def _choose_at_random(self) -> Way | None:
        ways, purse = [w for w in self.ways if w.who == self.seat], self.n["capital", self.seat]
        open_ = [0.0 if self.legal(w) and purse >= w.spec.cost else None for w in ways]
        index = pick([0.0, *open_], self.draw(f"choice:{self.seat}"))
        if index:
            self.n["capital", self.seat] -= ways[index - 1].spec.cost
        return ways[index - 1] if index else None

    def appraise(self, way: Way) -> float:
        """What an option is worth to its mover over waiting."""
        who, spec = way.who, way.spec
        worth = self.interest(who, self.expected(spec.effects, who, way.target))
        worth += self.interest(
            who, ((key, float(key not in self.facts)) for key in self._own_step(way))
        )
        asked = self.asked(way)
        if asked:
            fact = self._fact(YES[asked[1]], asked[0], asked[2])
            yes = self.interest(who, [(fact, float(fact not in self.facts))])
            yes += self._reply(who, way, yes=True)
            no = self._reply(who, way, yes=False)
            chance = self._expected_yes(way, asked[0], asked[1])
            worth += chance * yes + (1.0 - chance) * no
        return worth - self.c["move_cost"] * spec.cost

    def _reply(self, who: str, way: Way, yes: bool) -> float:
        reply = way.spec.if_yes if yes else way.spec.if_no
        if reply is None:
            return 0.0
        wants = self.wants[who]
        changes = self.expected(reply.effects, way.who, way.target)
        return sum(wants[key] * change for key, change in changes if key in wants)

    def _expected_yes(self, way: Way, target: str, decision: str) -> float:
        n, c, mover = self.n, self.c, way.who
        total, seen = -c[f"{decision}_threshold"], 0.0
        if self.on("trust"):
            seen += c["answer_trust"] * (2.0 * n["trust", target, mover] - 1.0)
        if self.on("consultation"):
            seen += STANCE[decision] * c["stance"] * (2.0 * n["stance", target] - 1.0)
        total += n["knowledge", mover, target] * seen
        if self.on("legitimacy"):
            total += c["legitimacy"] * (2.0 * self.legitimacy(mover) - 1.0)
        total += c["pressure"] * self.pressure(target)
        if target in self.subjects and self.on("spoilers"):
            pairs = zip(self.belief[mover, target], self.resistance(), strict=True)
            total += BINDING[decision] * sum(belief * value for belief, value in pairs)
        return logistic(c["rationality"] * total)

    def _seat_moves(
        self,
        plays: list[tuple[str, str | None, Mapping[str, float]]],
        taken: list[tuple[str, str, str | None]],
    ) -> list[tuple[Way, Mapping[str, float]]]:
        done: list[tuple[Way, Mapping[str, float]]] = []
        for move, target, text in plays:
            (way,) = [way for way in self.ways if way.key == (move, self.seat, target)]
            able = self.n["capital", self.seat] >= way.spec.cost
            able = able and len(done) < self.s.capital.moves_per_turn and way.key not in taken
            if able and self.legal(way):
                self.n["capital", self.seat] -= way.spec.cost
                done.append((way, text))
                taken.append(way.key)
            else:
                self.skipped += 1
        return done

    def _play(self, way: Way, text: Mapping[str, float]) -> None:
        self.played[way.key] = self.turn
        for effect in way.spec.effects:
            self.apply([effect], way.who, way.target)
            if effect.draft:
                self._draft(way.who, effect.draft, text)
        for key in self._own_step(way):
            self.facts.setdefault(key, self.turn)
        if way.spec.style == "manipulate" and way.target:
            grudge = ("trust", way.target, way.who)
            if self.on("styles"):
                self._see(grudge, -self.c["style_grievance"])
            if self.on("legitimacy"):
                short = max(0.5 - self.legitimacy(way.who), 0.0)
                self._see(grudge, -self.c["beyond_mandate"] * short)

    def _answers(self, ways: list[Way]) -> None:
        """All answer on the state after the moves; then what follows takes effect."""
        given = []
        for way in ways:
            if asked := self.asked(way):
                target, decision, table = asked
                chance = logistic(self.c["rationality"] * self._yes_over_no(way, *asked))
                yes = self.draw(f"answer:{target}:{decision}:{table}") < chance
                given.append((way, asked, yes))
        given.sort(key=lambda one: self.actors.index(one[1][0]))
        rounds: dict[tuple[str, str], bool] = {}
        for way, (target, decision, table), yes in given:
            if decision == "attend":
                rounds[table, target] = rounds.get((table, target), False) or yes
            elif yes or decision in NO:
                name = YES[decision] if yes else NO[decision]
                self.facts.setdefault(self._fact(name, target, table), self.turn)
            reply = way.spec.if_yes if yes else way.spec.if_no
            if reply:
                self.apply(reply.effects, way.who, way.target)
        for (table, actor), comes in rounds.items():
            self.facts.setdefault(("attended" if comes else "stayed_away", actor, table), self.turn)
            self._show(actor, "attendance" if comes else "absence")
            if not comes:
                self.pending.away.add(actor)
                self.efforts += actor in self.subjects
        self.came = {table for (table, _), comes in rounds.items() if comes}
        for table in self.came:
            self.n["rounds", table] += 1

    def _yes_over_no(self, way: Way, target: str, decision: str, table: str) -> float:
        n, c, mover, spec = self.n, self.c, way.who, way.spec
        fact = self._fact(YES[decision], target, table)
        total = -c[f"{decision}_threshold"]
        total += self.interest(target, [(fact, float(fact not in self.facts))])
        total += self._reply(target, way, yes=True) - self._reply(target, way, yes=False)
        total -= spec.asks.costs if spec.asks else 0.0
        if self.on("trust"):
            total += c["answer_trust"] * (2.0 * n["trust", target, mover] - 1.0)
            total += c["answer_rapport"] * n["rapport", target, mover]
        if self.on("legitimacy"):
            total += c["legitimacy"] * (2.0 * self.legitimacy(mover) - 1.0)
        if self.on("leverage"):
            total += self.pushed(target)
        if self.on("consultation"):
            total += STANCE[decision] * c["stance"] * (2.0 * n["stance", target] - 1.0)
        if decision in ("attend", "speak"):
            total += c["ripeness"] * self.ripe(target) - self._discord()
        total += BINDING[decision] * self.by_type(target, self.resistance(), 0.0)
        if spec.style and self.on("styles"):
            total += c["style_bonus"] * STYLES.get(spec.style, {}).get(decision, 0.0)
        return total

    def _discord(self) -> float:
        if not self.on("several_mediators"):
            return 0.0
        o, trust = self.owner, self.n
        partners = self.mediators - {o}
        worst = [1.0 - 2.0 * min(trust["trust", o, a], trust["trust", a, o]) for a in partners]
        return self.c["mediator_distrust"] * max([0.0, *worst])

    # -- tables ------------------------------------------------------------------------------------

    def _sit(self, name: str) -> None:
        table = self.s.tables[name]
        adopted = self.facts.get(("adopted", name))
        if table.procedure != "council_vote" and adopted is not None and adopted < self.turn:
            self._fulfil(name)
        if not self.open[name] or adopted is not None:
            return
        called = name in self.pending.called and name in self.text
        if not called and table.drafters:
            called = self._drafters(name)
        if called:
            self._vote(name) if table.procedure == "council_vote" else self._sign(name)

    def _fulfil(self, name: str) -> None:
        for member in self._people(self.s.tables[name].members):
            kept, broken = ("complied", member, name), ("broke_off", member, name)
            if kept in self.facts or broken in self.facts:
                continue
            chance = logistic(self.c["rationality"] * self.signing(member, name))
            keeps = self.draw(f"comply:{member}:{name}") < chance
            self.facts[kept if keeps else broken] = self.turn
            self._show(member, "compliance" if keeps else "violation")

    def _sign(self, name: str) -> None:
        table = self.s.tables[name]
        members = self._people(table.members)
        here = [member for member in members if member not in self.pending.away]
        logit = self.c["rationality"]
        yes = [
            member
            for member in here
            if self.draw(f"accept:{member}:{name}") < logistic(logit * self.signing(member, name))
        ]
        objectors = [
            actor
            for actor in self._people(table.assent)
            if self.draw(f"assent:{actor}:{name}") >= logistic(logit * self.passing(actor, name))
        ]
        inside = self.inside(name)
        for member in here:
            self.facts.setdefault(
                ("accepted" if member in yes else "rejected", member, name), self.turn
            )
            refusal = "refusal_inside" if inside else "refusal_outside"
            self._show(member, "acceptance" if member in yes else refusal)
            self.efforts += member not in yes and inside and member in self.subjects
        for actor in objectors:
            self.facts.setdefault(("objected", actor, name), self.turn)
        match table.procedure:
            case "signatures":
                passed = yes == members
            case "consensus":
                passed = yes == here
            case "sides":
                sides = [self._people(refs) for refs in table.sides.values()]
                passed = all(any(one in side for one in yes) for side in sides)
            case _:
                passed = sum(table.seats.get(one, 0) for one in yes) >= (table.needed or 0)
        if here:
            self._close(name, passed and not objectors, len(yes))

    def _vote(self, name: str) -> None:
        table, logit = self.s.tables[name], self.c["rationality"]
        favour, stopped = 0, False
        for member in self._people(table.members):
            z = logit * self.gain(member, name, self.on_table(name), self.author[name])
            u, count = self.draw(f"accept:{member}:{name}"), self.s.actors[member].members
            if count > 1:
                ayes = self._ayes(u, logistic(z), count)
                favour += ayes
                if 2 * ayes >= count:
                    self.facts.setdefault(("accepted", member, name), self.turn)
                continue
            vote = "abstained"
            if u < logistic(z):
                vote, favour = "accepted", favour + 1
            elif u >= logistic(z + logit * self.c["abstention"]):
                vote = "rejected"
                if member in self._people(table.veto):
                    self.facts.setdefault(("vetoed", member, name), self.turn)
                    stopped = True
            self.facts.setdefault((vote, member, name), self.turn)
        passed = favour >= (table.needed or 0) and not stopped
        self._close(name, passed, favour)
        self.open[name] = not passed

    @staticmethod
    def _ayes(u: float, p: float, n: int) -> int:
        below, count = 0.0, 0
        for k in range(n):
            below += math.comb(n, k) * p**k * (1.0 - p) ** (n - k)
            count += below <= u
        return count

    def _close(self, name: str, passed: bool, favour: int) -> None:
        self.n["votes", name] = float(favour)
        self.facts.setdefault(("adopted" if passed else "failed", name), self.turn)

    def _drafters(self, name: str) -> bool:
        """A recognised drafter lays a text and calls the vote, or not."""
        drafters = self._people(self.s.tables[name].drafters)
        shares = [self.n["capability", d] * self.legitimacy(d) for d in drafters]
        mark, before, drafter = self.draw(f"recognised:{name}") * sum(shares), 0.0, drafters[-1]
        for one, share in zip(drafters, shares, strict=True):
            before += share
            if mark < before:
                drafter = one
                break
        text, chance = self._choose_text(drafter, name, self.draw(f"draft:{name}"))
        if name in self.pending.moved:
            chance = self._passes(name)
        else:
            self._lay(name, text, drafter)
        return self.draw(f"call:{name}") < chance

    def _draft(self, who: str, name: str, given: Mapping[str, float]) -> None:
        table = self.s.tables[name]
        if given:
            text = {
                issue: self._step(x)
                for issue, x in self._places(table, {**table.text, **given}).items()
            }
        else:
            text, _ = self._choose_text(who, name, self.draw(f"draft:{who}:{name}"))
        self._lay(name, text, who)

    def _lay(self, name: str, text: dict[str, float], author: str) -> None:
        self.text[name], self.author[name], self.n["shown", name] = text, author, 0.0

    @staticmethod
    def _step(place: float) -> float:
        return clip(round(place / 0.05) * 0.05)

    def _choose_text(self, drafter: str, name: str, u: float) -> tuple[dict[str, float], float]:
        texts = self.candidates(drafter, name)
        chances = [self._passes(name, text, drafter) for text in texts]
        floor, logit = self.floor(drafter, name), self.c["move_rationality"]
        values: list[float | None] = [
            logit * chance * (self.worth(drafter, name, text) - floor)
            for chance, text in zip(chances, texts, strict=True)
        ]
        index = pick(values, u)
        return texts[index], chances[index]

    def candidates(self, drafter: str, name: str) -> list[dict[str, float]]:
        """Last text, own concession, compromise, joint text, own ideal."""
        table, n = self.s.tables[name], self.n
        members, drafters = self._people(table.members), self._people(table.drafters)
        others = [member for member in members if member != drafter]
        partner = next((m for m in others if m in drafters), others[0] if others else drafter)
        quo = self._places(table, table.status_quo)
        last = self.text.get(name, quo)
        texts: list[dict[str, float]] = [{} for _ in range(5)]
        for issue in table.issues:
            weights = {m: n.get(("salience", m, issue), 0.0) * n["capability", m] for m in members}
            total = sum(weights.values())
            pulled = sum(w * n.get(("ideal", m, issue), 0.0) for m, w in weights.items())
            middle = pulled / total if total > 0 else 0.0
            own = self._own(drafter, issue, middle)
            joint = (own + self._own(partner, issue, middle)) / 2.0
            places = (last[issue], (own + last[issue]) / 2.0, middle, joint, own)
            for text, place in zip(texts, places, strict=True):
                text[issue] = self._step(place)
        return texts

    def _own(self, actor: str, issue: str, otherwise: float) -> float:
        known = self.n.get(("salience", actor, issue), 0.0) > 0
        return self.n["ideal", actor, issue] if known else otherwise

    # -- events and learning -----------------------------------------------------------------------

    def turn_of(self, date: dt.date) -> int:
        """The turn that holds a date."""
        calendar = self.s.calendar
        number, unit = calendar.turn.rstrip("s").split()
        if unit in DAYS:
            turn = (date - calendar.start).days // (int(number) * DAYS[unit])
        else:
            months = (date.year - calendar.start.year) * 12 + date.month - calendar.start.month
            turn = (months - (date.day < min(calendar.start.day, 28))) // int(number)
        return min(max(turn, -1), calendar.turns)

    def _events(self) -> None:
        for name, event in self.s.events.items():
            if self.turn_of(event.date) != self.turn or name in self.cancelled:
                continue
            happens = self.draw(f"event:{name}") < level(event.chance).value
            if happens and (not event.when or self.holds(parse_condition(event.when), None, None)):
                self.events[name] = self.turn
                self.apply(event.effects, None, None)

    def _learn(self) -> None:
        c, n = self.c, self.n
        leaked = False
        if self.on("consultation"):
            for one in self.pending.confided:
                leaked |= self.draw(f"leak:{one}") < c["leak"] * (1.0 - n["trust", one, self.owner])
        news = self.main in self.came and not self.public
        self.public = self.public or self.main in self.came
        idle = not any(key[1] == self.owner and t == self.turn for key, t in self.played.items())
        if self.on("home_support") and idle:
            self._shift(("home", self.owner), -c["standing_aside"])
        if self.on("consultation"):
            for actor in self.actors:
                self._hear(actor, news, leaked)
        self._settle()
        for key, (up, down) in self.pending.seen.items():
            rates = (c["trust_gain"], c["trust_loss"]) if key[0] == "trust" else (1.0, 1.0)
            value = n[key]
            n[key] = clip(value + rates[0] * up * (1.0 - value) - rates[1] * down * value)
        for subject, signs in self.pending.signs.items():
            likelihood = [math.prod(SIGNS[sign][k] for sign in signs) for k in range(4)]
            for a in self.actors:
                after = after_sign(self.belief[a, subject], likelihood, self._attention(a))
                self.belief[a, subject] = after
        for subject, observer, sign, weight in self.pending.private:
            pair = (observer, subject)
            self.belief[pair] = after_sign(self.belief[pair], SIGNS[sign], weight)

    def _hear(self, actor: str, news: bool, leaked: bool) -> None:
        c = self.c
        if actor == self.owner:
            return
        if actor in self._people(self.s.tables[self.main].members):
            if leaked:
                self._see(("trust", actor, self.owner), -c["surprise_grievance"])
            return
        knew = ("consulted", actor) in self.facts or actor in self.mediators
        if knew or not (news or leaked):
            return
        hurt = 1.0 if news else 0.5
        cold = 1.0 - self.n["rapport", actor, self.owner]
        self._see(("stance", actor), -c["surprise"] * cold * hurt)
        self._see(("trust", actor, self.owner), -c["surprise_grievance"] * hurt)

    # -- conditions --------------------------------------------------------------------------------

    def _follow(
        self, asks: Mapping[str, str]
    ) -> dict[str, tuple[Condition, str | None, str | None]]:
        """What is followed turn by turn: outcomes, checkpoints, foils, asks, dated parts."""
        texts = {f"outcomes.{name}": one.when for name, one in self.s.outcomes.items()}
        for name, point in self.s.history.checkpoints.items():
            texts[f"checkpoints.{name}"] = point.holds
        for name, point in self.s.history.foils.items():
            texts[f"foils.{name}"] = point.holds
        texts |= {f"asks.{name}": text for name, text in asks.items()}
        conditions = {name: (parse_condition(text), None, None) for name, text in texts.items()}
        self.parts: list[tuple[Condition, str | None, str | None]] = []
        for way in self.ways:
            if way.spec.needs:
                self._register(parse_condition(way.spec.needs), way.who, way.target)
        for event in self.s.events.values():
            if event.when:
                self._register(parse_condition(event.when), None, None)
        for condition, _, _ in conditions.values():
            self._register(condition, None, None)
        self.parts += conditions.values()
        return conditions

    def _register(self, condition: Condition, who: str | None, target: str | None) -> None:
        match condition:
            case Not(part):
                self._register(part, who, target)
            case Joined(_, parts):
                for part in parts:
                    self._register(part, who, target)
            case Dated(part, word, _):
                self._register(part, who, target)
                if word == "by":
                    self.parts.append((part, who, target))

    def _track(self) -> None:
        for part in self.parts:
            if part not in self.watched and self.holds(*part):
                self.watched[part] = self.turn

    def holds(
        self, condition: Condition, who: str | None = None, target: str | None = None
    ) -> bool:
        """Whether a condition holds now."""
        match condition:
            case Fact(term):
                return self.value(term, who, target) > 0
            case Compare(term, operator, number):
                value = self.value(term, who, target)
                match operator:
                    case ">=":
                        return value >= number
                    case ">":
                        return value > number
                    case "<=":
                        return value <= number
                    case "<":
                        return value < number
                return abs(value - number) < 1e-9
            case Not(part):
                return not self.holds(part, who, target)
            case Joined(word, parts):
                held = [self.holds(part, who, target) for part in parts]
                return all(held) if word == "and" else any(held)
            case Dated(part, word, date):
                turn, now = self.turn_of(date), self.holds(part, who, target)
                if word == "after":
                    return now and self.turn >= turn
                first = self.watched.get((part, who, target), NEVER)
                return first <= turn or (now and self.turn <= turn)

    def value(self, term: Term, who: str | None = None, target: str | None = None) -> float:
        """A quantity now; of a fact, 1 where it holds."""
        keys = self._keys(term, who, target)
        (name, *args), n = keys[0], self.n
        match name:
            case "open":
                return float(self.open[args[0]])
            case "drafted":
                return float(args[0] in self.text)
            case "inside":
                return float(args[0] in self.text and self.inside(args[0]))
            case "done":
                actors = self.actors if args[1] == "None" else [args[1]]
                return float(any(k[0] == args[0] and k[1] in actors for k in self.played))
            case "happened":
                return float(args[0] in self.events)
            case _ if name in FACTS:
                return float(any(key in self.facts for key in keys))
            case "bad_faith":
                return self.bad_faith(args[0], args[1])
            case "belief":
                belief = self.belief.get((args[0], args[1]), [1.0, 0.0, 0.0, 0.0])
                return belief[TYPES.index(args[2])]
            case "reservation":
                return self.reservation(args[0])
            case "legitimacy":
                return self.legitimacy(args[0])
            case "text":
                return self.on_table(args[0]).get(args[1], 0.0)
            case "utility":
                return self.worth(args[0], args[1], self.on_table(args[1]))
            case "support":
                return n["votes", args[0]]
            case "unity":
                table, text, author = args[0], self.on_table(args[0]), self.author[args[0]]
                gains = [self.gain(a, table, text, author) for a in self._stoppers(table)]
                return clip(1.0 - (max(gains) - min(gains)))
            case "efforts":
                return self.efforts
            case "turn":
                return self.turn + 1.0
            case "spoiler":
                return float(self.kind.get(args[0], 0))
        return n[keys[0]]
