"""Tables: who drafts what, who signs or votes, what comes of it."""

from __future__ import annotations

import math
from collections.abc import Mapping

from tests.model.scalar.effects import Effects
from tests.model.scalar.numbers import clip, logistic, pick


class Tables(Effects):
    """A run in which tables decide."""

    def _sit(self, name: str) -> None:
        table = self.s.tables[name]
        adopted = self.facts.get(("adopted", name))
        binding = table.procedure != "council_vote" and table.kept
        if binding and adopted is not None and adopted < self.turn:
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
            signed = ("accepted", member, name) in self.facts
            if not signed or kept in self.facts or broken in self.facts:
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
            elif u >= logistic(z + logit * self._slack(member, name)):
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

    def _draft(
        self, who: str, name: str, given: Mapping[str, float], alike: Mapping[str, float]
    ) -> None:
        table = self.s.tables[name]
        if given:
            text = {
                issue: self._step(x)
                for issue, x in self._places(table, {**table.text, **given}).items()
            }
        else:
            text, _ = self._choose_text(who, name, self.draw(f"draft:{who}:{name}"))
            text |= {issue: alike[issue] for issue in table.issues if issue in alike}
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
