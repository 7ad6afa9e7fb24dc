"""The state of a run: how it starts, who is meant by a name, what follows from the numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sim.scenario.form.coding import level
from sim.scenario.language import Term, parse_term
from sim.scenario.schema import Scenario, Table
from tests.model.scalar.numbers import (
    FACTS,
    STEPS,
    Draw,
    Key,
    Pending,
    Way,
    all_against,
    clip,
    felt,
    logistic,
)


class State:
    """One run of a scenario, before anything is done."""

    n: dict[Key, float]
    """All numbers by key."""

    def __init__(
        self,
        scenario: Scenario,
        draw: Draw,
        ranges: Callable[[str], float],
        constants: Mapping[str, float],
        without: frozenset[str],
        sample: bool,
    ) -> None:
        self.s, self.draws, self.off = scenario, draw, without
        still = {"trust_gain": 0.0, "trust_loss": 0.0} if "trust" in without else {}
        self.c = {**constants, **still}
        self.owner = scenario.initiative.by
        self.main = scenario.initiative.table
        self.actors = list(scenario.actors)
        self.subjects = [name for name, actor in scenario.actors.items() if actor.spoiler]
        self.n = {}
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
        self.pending = Pending()
        self._start(ranges, sample)
        self.channels = [key for key in self.n if key[0] == "channel"]
        self.ways = self._ways()
        offers = [(way, way.spec.asks) for way in self.ways]
        self.joinable = {self.owner} | {
            str(way.target if ask.who == "target" else ask.who)
            for way, ask in offers
            if ask is not None and ask.to == "join"
        }
        self.wants = {actor: self._wants(actor) for actor in self.actors}

    def on(self, rule: str) -> bool:
        """Whether a rule is on."""
        return rule not in self.off

    def draw(self, slot: str) -> float:
        """This turn's draw of a slot."""
        return self.draws(self.turn + 1, slot)

    # -- the start ---------------------------------------------------------------------------------

    def _start(self, ranges: Callable[[str], float], sample: bool) -> None:
        s, n = self.s, self.n

        def coded(path: str, value: Any, within: Any = None) -> float:
            at, low, high = level(value, within is not None and within.assumed is not None)
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
            tie = coded(f"rapport.{name}.value", bond.value, bond)
            n["rapport", a, b] = n["rapport", b, a] = tie
        for a, actor in s.actors.items():
            for name in ("trust", "knowledge", "rapport"):
                n[name, a, a] = 1.0
            for name in "capability war_cost home reservation fear framework stance".split():
                n[name, a] = coded(f"actors.{a}.{name}", getattr(actor, name))
            n["own", a] = coded(f"actors.{a}.legitimacy", actor.legitimacy)
            n["mandate", a] = coded(f"actors.{a}.mandate", actor.mandate)
            n["resolve", a] = n["losses", a] = 0.0
            n["borrowed", a] = n["guarantee", a] = n["aid", a] = 0.0
            n["capital", a] = float(s.capital.per_turn)
            for issue, position in actor.positions.items():
                path = f"actors.{a}.positions.{issue}"
                n["ideal", a, issue] = coded(f"{path}.ideal", position.ideal, position)
                n["salience", a, issue] = coded(f"{path}.salience", position.salience, position)
        for a, clients in s.leverage.items():
            for b, flows in clients.items():
                for name, flow in flows.items():
                    n["channel", a, b, name] = coded(f"leverage.{a}.{b}.{name}", flow)
        for a, actor in s.actors.items():
            for name, one in actor.formation.items():
                path = f"actors.{a}.formation.{name}.support"
                coded_here = one.ally is None
                support = (
                    coded(path, one.support, one) if coded_here else n["stance", str(one.ally)]
                )
                n["backing", a, name] = support
        self._weigh()
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
        if term.function == "backing" and names[1] not in self.s.actors[str(names[0])].formation:
            return [("home", str(names[0]))]
        if term.function in FACTS and len(names) == 2 and term.function != "done":
            if term.function in STEPS:
                steps = ["", *self.s.steps] if names[1] is None else [str(names[1])]
                return [self._fact(term.function, str(names[0]), step) for step in steps]
            tables = list(self.s.tables) if names[1] is None else [str(names[1])]
            return [(term.function, str(names[0]), table) for table in tables]
        return [(term.function, *(str(name) for name in names))]

    def _weigh(self) -> None:
        """Support at home follows from those who make policy."""
        for a, actor in self.s.actors.items():
            if actor.formation and self.on("home_support"):
                weights = {name: one.weight for name, one in actor.formation.items()}
                sums = sum(w * self.n["backing", a, name] for name, w in weights.items())
                self.n["home", a] = sums / sum(weights.values())

    def _elements(self, a: str, through: str) -> list[Key]:
        """Whom of those who make its policy a shift reaches."""
        formation = self.s.actors[a].formation.items()
        reached = [name for name, one in formation if one.ally is None]
        return [("backing", a, name) for name in reached if through in ("", name)]

    def fall(self, a: str, size: float) -> float:
        """By how much losses lower support."""
        firm = all_against([self.n["home", a], self.n["resolve", a]])
        return self.c["casualty_shock"] * size * (1.0 - self.c["casualty_cushion"] * firm)

    def recalls(self, a: str, more: float = 0.0) -> float:
        """The chance that its government calls its mission home."""
        total = self.c["recall_threshold"] + self.c["casualty_shock"] * self.n["losses", a]
        total -= self.n["home", a] + self.c["resolve_weight"] * self.n["resolve", a]
        return logistic(self.c["rationality"] * (total + more))

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
        """Who is asked, for what, at which table or (to act) for which step, "" without a name."""
        ask = way.spec.asks
        who = [] if ask is None else self._refs(ask.who, way.who, way.target, ever=True)
        if ask is None or len(who) != 1:
            return None
        return who[0], ask.to, self._about(ask.to, ask.what)

    def _about(self, to: str, what: str | None) -> str:
        return what or ("" if to == "act" else self.main)

    def _fact(self, name: str, who: str, table: str) -> Key:
        return (name, who, table) if table else (name, who)

    def _own_step(self, way: Way) -> list[Key]:
        if way.spec.decides is None:
            return []
        step = {"object": "objected", "withdraw": "broke_off", "acquiesce": "acquiesced"}
        name = step.get(way.spec.decides.to, "acted")
        about = self._about(way.spec.decides.to, way.spec.decides.what)
        return [self._fact(name, way.who, about)]

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
        stoppers = self._stoppers(table)
        slack = self._slack(stoppers[0], table) if self.s.tables[table].veto else 0.0
        gains = [self.gain(member, table, text, author) for member in self._stoppers(table)]
        return logistic(self.c["rationality"] * (min(gains) + slack))

    def _slack(self, member: str, table: str) -> float:
        """How far below nought a member's gain must lie before it votes no."""
        holds_veto = member in self._people(self.s.tables[table].veto)
        return self.c["abstention"] + (self.c["veto_cost"] if holds_veto else 0.0)

    def _flows(self, givers: list[str], clients: list[str]) -> list[Key]:
        return [key for key in self.channels if key[1] in givers and key[2] in clients]

    def _attention(self, actor: str) -> float:
        if actor in self.mediators:
            return 1.0
        told = ("consulted", actor) in self.facts
        return self.c["attention_consulted" if told else "attention_far"]
