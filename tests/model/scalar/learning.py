"""Events from outside, and what everybody makes of a turn."""

from __future__ import annotations

import math

from tests.model.scalar.conditions import parsed
from tests.model.scalar.numbers import SIGNS, after_sign, clip
from tests.model.scalar.tables import Tables


class Learning(Tables):
    """A run in which actors learn from what they saw."""

    cancelled: frozenset[str]
    """Events that are off."""
    came: set[str]
    """Tables at which a round was held this turn."""

    def _events(self) -> None:
        for name, event in self.s.events.items():
            if self.turn_of(event.date) != self.turn or name in self.cancelled:
                continue
            happens = self.draw(f"event:{name}") < event.likelihood()
            if happens and (not event.when or self.holds(parsed(event.when), None, None)):
                self.events[name] = self.turn
                self.apply(event.effects, None, None)

    def _refresh(self) -> None:
        joined = {key[1] for key in self.facts if key[0] == "joined"}
        self.mediators = {self.owner} | joined

    def _settle(self) -> None:
        for key, by in self.pending.shifts.items():
            self.n[key] = clip(self.n[key] + by, 99.0 if key[0] == "capital" else 1.0)
        self.pending.shifts.clear()
        self._weigh()
        self._refresh()

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
            self._shift_home(self.owner, -c["standing_aside"], "")
        if self.on("consultation"):
            for actor in self.actors:
                self._hear(actor, news, leaked)
        self._settle()
        for actor, whose, hurt in self.pending.surprises:
            if self.on("consultation") and not self._knew(actor):
                self._take_ill(actor, whose, hurt)
        for key, (up, down) in self.pending.seen.items():
            rates = (c["trust_gain"], c["trust_loss"]) if key[0] == "trust" else (1.0, 1.0)
            value = n[key]
            n[key] = clip(value + rates[0] * up * (1.0 - value) - rates[1] * down * value)
        for subject, signs in self.pending.signs.items():
            likelihood = [math.prod(SIGNS[sign][k] for sign in signs) for k in range(4)]
            for a in self.actors:
                seen = c["conservatism"] * self._attention(a)
                after = after_sign(self.belief[a, subject], likelihood, seen)
                self.belief[a, subject] = after
        for subject, observer, sign, weight in self.pending.private:
            pair = (observer, subject)
            weight *= c["conservatism"]
            self.belief[pair] = after_sign(self.belief[pair], SIGNS[sign], weight)
        self._hear_allies()

    def _hear_allies(self) -> None:
        for a, actor in self.s.actors.items():
            self.n["losses", a] = min(self.pending.losses.get(a, 0.0), 1.0) * bool(actor.mission)
            for name, one in actor.formation.items():
                if one.ally and self.on("home_support"):
                    self.n["backing", a, name] = self.n["stance", one.ally]
        self._weigh()

    def _hear(self, actor: str, news: bool, leaked: bool) -> None:
        c = self.c
        if actor == self.owner:
            return
        if actor in self._people(self.s.tables[self.main].members):
            if leaked:
                self._see(("trust", actor, self.owner), -c["surprise_grievance"])
            return
        if self._knew(actor) or not (news or leaked):
            return
        self._take_ill(actor, self.owner, 1.0 if news else 0.5)

    def _take_ill(self, actor: str, whose: str, hurt: float) -> None:
        cold = 1.0 - self.n["rapport", actor, whose]
        self._see(("stance", actor), -self.c["surprise"] * cold * hurt)
        self._see(("trust", actor, whose), -self.c["surprise_grievance"] * hurt)
