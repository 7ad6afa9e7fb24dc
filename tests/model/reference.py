"""A slow scalar reference of the model: one run at a time (see `tests/model/scalar`)."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping

from sim.scenario.schema import Scenario
from tests.model.scalar.conditions import parsed
from tests.model.scalar.learning import Learning
from tests.model.scalar.numbers import (
    BINDING,
    NEVER,
    NO,
    SIGNS,
    STANCE,
    STYLES,
    YES,
    Draw,
    Pending,
    Way,
    logistic,
    pick,
)

Text = Mapping[str, float]
Play = tuple[str, str | None, Text] | tuple[str, str | None, Text, str]
"""A move, its target and its text; one that is imposed on another actor names that actor too."""


class Reference(Learning):
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
        super().__init__(scenario, draw, ranges, constants, without, sample)
        self.policy, self.cancelled, self.seat = policy, cancelled, seat or self.owner
        self.menus = {actor: self._menu(actor) for actor in self.actors}
        self.watched = {}
        self.outcomes = self._follow(asks or {})
        self.turn = -1
        self._track()
        self.turn = 0

    # -- a turn ------------------------------------------------------------------------------------

    @property
    def over(self) -> bool:
        """Whether there is nothing left to play."""
        outcomes = self.s.outcomes.items()
        final = [self.outcomes[f"outcomes.{name}"] for name, one in outcomes if one.final]
        ended = any(self.watched.get(key, NEVER) < self.turn for key in final)
        return ended or self.turn >= self.s.calendar.turns

    def step(self, plays: Iterable[Play] = ()) -> None:
        """One turn with what is played in it."""
        self.pending = Pending()
        self._refresh()
        if self.turn > 0:
            rules, purse = self.s.capital, self.n["capital", self.seat]
            poor = self.on("home_support") and self.n["home", self.seat] < 0.3
            self.n["capital", self.seat] = min(purse, rules.carry) + rules.per_turn - poor
        chosen: list[tuple[Way, Text]] = []
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

    def legal(self, way: Way) -> bool:
        """Whether a move is rested and its needs hold."""
        last = self.played.get(way.key)
        if last is not None and (way.spec.once or self.turn - last <= way.spec.rest):
            return False
        needs = way.spec.needs
        return needs is None or self.holds(parsed(needs), way.who, way.target)

    def _choose(self, actor: str) -> Way | None:
        ways = self.menus[actor]
        if actor == self.seat:
            if self.policy in ("line", "pass"):
                return None
            if self.policy == "random":
                return self._choose_at_random()
        values: list[float | None] = [0.0]
        for way in ways:
            if not self.legal(way):
                values.append(None)
                continue
            worth = self.c["move_rationality"] * self.appraise(way)
            values.append(worth + self._propensity(way))
        if not ways:
            return None
        index = pick(values, self.draw(f"choice:{actor}"))
        return ways[index - 1] if index else None

    def _propensity(self, way: Way) -> float:
        """How much likelier the mover's hidden type makes the signs that a move gives of itself."""
        if way.who not in self.subjects or not self.on("spoilers"):
            return 0.0
        shown = [
            effect.evidence.sign
            for effect in way.spec.effects
            if effect.evidence is not None
            and effect.evidence.to == "everyone"
            and way.who in self._refs(effect.evidence.about, way.who, way.target, ever=True)
        ]
        likelihoods = [SIGNS[sign] for sign in shown]
        return sum(math.log(4 * one[self.kind[way.who]] / sum(one)) for one in likelihoods)

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
            no = self._reply(who, way, yes=False) + self._refusal(who, asked)
            chance = self._expected_yes(way, asked[0], asked[1])
            worth += chance * yes + (1.0 - chance) * no
        return worth - self.c["move_cost"] * spec.cost

    def _refusal(self, who: str, asked: tuple[str, str, str]) -> float:
        """What a refusal to act is worth as such."""
        if asked[1] != "act":
            return 0.0
        fact = self._fact(NO["act"], asked[0], asked[2])
        return self.interest(who, [(fact, float(fact not in self.facts))])

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
        plays: list[Play],
        taken: list[tuple[str, str, str | None]],
    ) -> list[tuple[Way, Text]]:
        done: list[tuple[Way, Text]] = []
        imposed: list[tuple[Way, Text]] = []
        for move, target, text, *by in plays:
            who = by[0] if by else self.seat
            (way,) = [way for way in self.ways if way.key == (move, who, target)]
            if by:
                if way.key not in taken and self.legal(way):
                    imposed.append((way, text))
                    taken.append(way.key)
                elif way.key not in taken:
                    self.skipped += 1
                continue
            able = self.n["capital", self.seat] >= way.spec.cost
            able = able and len(done) < self.s.capital.moves_per_turn and way.key not in taken
            if able and self.legal(way):
                self.n["capital", self.seat] -= way.spec.cost
                done.append((way, text))
                taken.append(way.key)
            else:
                self.skipped += 1
        return done + imposed

    def _play(self, way: Way, text: Text) -> None:
        self.played[way.key] = self.turn
        laid: dict[str, float] = {}
        for effect in way.spec.effects:
            self.apply([effect], way.who, way.target)
            if effect.draft:
                self._draft(way.who, effect.draft, text, laid)
                laid |= self.text[effect.draft]
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
                slot = f"{decision}:{table or self.main}"
                if decision == "act" and table:
                    slot = f"step:{table}"
                yes = self.draw(f"answer:{target}:{slot}") < chance
                given.append((way, asked, yes))
        called = [
            a
            for a, actor in self.s.actors.items()
            if actor.mission and self.on("home_support") and self.n["losses", a] > 0
            if self.draw(f"recall:{a}") < self.recalls(a)
        ]
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
        for a in called:
            self.facts.setdefault(("recalled", a), self.turn)
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
        total -= self._refusal(target, (target, decision, table))
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
        if decision == "attend" and self.on("agenda"):
            total += c["agenda"] * self._agenda(target, table)
        total += BINDING[decision] * self.by_type(target, self.resistance(), 0.0)
        if spec.style and self.on("styles"):
            total += c["style_bonus"] * STYLES.get(spec.style, {}).get(decision, 0.0)
        return total

    def _agenda(self, a: str, table: str) -> float:
        """What a text that lies on a table is to one who is asked there, within -1..1."""
        known = set(self.s.actors[a].positions) & set(self.s.tables[table].issues)
        if table not in self.text or not known:
            return 0.0
        gain = self.worth(a, table, self.text[table]) - self.floor(a, table)
        share = self.by_type(a, (1.0, 1.0, 1.0, self.c["total_text"]), 1.0)
        return max(-1.0, min(1.0, share * gain))

    def _discord(self) -> float:
        if not self.on("several_mediators"):
            return 0.0
        o, trust = self.owner, self.n
        partners = self.mediators - {o}
        worst = [1.0 - 2.0 * min(trust["trust", o, a], trust["trust", a, o]) for a in partners]
        return self.c["mediator_distrust"] * max([0.0, *worst])
