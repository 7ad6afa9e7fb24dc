"""Effects: what they do, what they are expected to bring, what an actor weighs at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sim.scenario.form.coding import size
from sim.scenario.form.effects import Effect
from tests.model.scalar.conditions import Conditions
from tests.model.scalar.numbers import NO, SIGNS, YES, Key, Way, after_sign, clip


class Effects(Conditions):
    """A run in which effects take place."""

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
            if asked[1] == "act":
                yield self._fact(NO["act"], asked[0], asked[2]), 1.0

    def _touches(self, effect: Effect, who: str, target: str | None) -> Iterator[tuple[Key, float]]:
        for verb, key, much, sign in self._parts(effect, who, target, ever=True):
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
                case "surprise":
                    yield key, 0.1 * much
                    yield ("stance", key[1]), 0.1 * much
                case "open" | "draft" | "call":
                    yield key, 1.0
                case "home" | "casualties" | "commit":
                    yield key, abs(much)
                    if verb != "commit":
                        reached = self._elements(key[1], sign)
                        yield from ((place, abs(much)) for place in reached)
                    if verb != "home" and self.s.actors[key[1]].mission:
                        yield ("recalled", key[1]), abs(much)
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
            kind, name = {
                "open_table": ("open", "open"),
                "close_table": ("open", "open"),
                "draft": ("draft", "drafted"),
                "put_to_decision": ("call", "adopted"),
            }[verb]
            yield kind, (name, a), float(verb != "close_table"), ""
            return
        e: Any = a
        match verb:
            case "home":
                for one in refs(e.of):
                    formed = self.s.actors[one].formation
                    if not formed or self._elements(one, e.through or ""):
                        yield "home", ("home", one), e.by, e.through or ""
            case "casualties":
                yield from ((verb, ("home", one), size(e.size), "") for one in refs(e.of))
            case "commit":
                yield from ((verb, ("resolve", one), size(e.size), "") for one in refs(e.of))
            case "war_cost" | "capital":
                scale = self.s.capital.per_turn if verb == "capital" else 1
                yield from (("shift", (verb, one), e.by * scale, "") for one in refs(e.of))
            case "legitimacy":
                yield from (("standing", (e.kind, one), e.by, "") for one in refs(e.of))
            case "guarantee" | "aid":
                yield from (("shift", (verb, one), e.by, "") for one in refs(e.to))
            case "channel":
                for flow in self._flows(refs(e.giver), refs(e.to)):
                    if flow[3] == e.name:
                        yield "shift", flow, e.by, ""
            case "press":
                for flow in self._flows([who] if who else [], refs(e.on)):
                    if e.channel in (None, flow[3]):
                        yield "press", flow, size(e.share), ""
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
            case "surprise":
                for one in refs(e.who):
                    if who not in (None, one):
                        yield "surprise", ("trust", one, str(who)), size(e.size), ""
            case "consult":
                for one in refs(e.who):
                    if one != who:
                        yield "consult", ("consulted", one), 1.0, ""

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
            case "home":
                self._shift_home(key[1], much, sign)
            case "casualties" if self.on("home_support"):
                self._shift_home(key[1], -self.fall(key[1], much), "")
                pending.losses[key[1]] = pending.losses.get(key[1], 0.0) + much
            case "commit":
                self._shift(key, much * (1.0 - self.n[key]))
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
            case "surprise":
                pending.surprises.append((key[1], key[2], much))
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

    def _knew(self, actor: str) -> bool:
        return ("consulted", actor) in self.facts or actor in self.mediators

    def _shift_home(self, one: str, by: float, through: str) -> None:
        formed = self.s.actors[one].formation and self.on("home_support")
        for key in self._elements(one, through) if formed else [("home", one)]:
            self._shift(key, by)

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
            case "home":
                yield from self._expected_home(key[1], much, sign)
            case "casualties" if self.on("home_support"):
                fall = self.fall(key[1], much)
                yield from self._expected_home(key[1], -fall, "")
                if self.s.actors[key[1]].mission and ("recalled", key[1]) not in self.facts:
                    more = self.c["casualty_shock"] * much + fall
                    yield ("recalled", key[1]), self.recalls(key[1], more)
            case "commit":
                yield key, (more := much * (1.0 - n[key]))
                due = n["losses", key[1]] > 0 and ("recalled", key[1]) not in self.facts
                if due and self.s.actors[key[1]].mission and self.on("home_support"):
                    firmer = self.recalls(key[1], -self.c["resolve_weight"] * more)
                    yield ("recalled", key[1]), firmer - self.recalls(key[1])
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
                heard = self.open[key[1]] and key[1] in self.text and key not in self.facts
                yield key, self._passes(key[1]) * heard
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
            case "surprise" if self.on("consultation") and not self._knew(key[1]):
                cold = 1.0 - n["rapport", key[1], key[2]]
                stance = ("stance", key[1])
                yield stance, -c["surprise"] * cold * much * n[stance]
                yield key, -c["trust_loss"] * c["surprise_grievance"] * much * n[key]
            case "consult":
                first = key not in self.facts
                yield key, float(first)
                if self.on("consultation"):
                    gain = c["consult_gain"] / (1.0 + c["consult_order"] * self.told)
                    room = 1.0 - n["stance", key[1]]
                    yield ("stance", key[1]), gain * room * (1.0 if first else 0.25)

    def _expected_home(self, one: str, by: float, through: str) -> Iterator[tuple[Key, float]]:
        formation = self.s.actors[one].formation
        if not formation or not self.on("home_support"):
            yield ("home", one), clip(self.n["home", one] + by) - self.n["home", one]
            return
        total = sum(element.weight for element in formation.values())
        for key in self._elements(one, through):
            moved = clip(self.n[key] + by) - self.n[key]
            yield key, moved
            yield ("home", one), formation[key[2]].weight / total * moved

    def _moved(self, seer: str, subject: str, sign: str, attention: float) -> float:
        before = self.belief[seer, subject]
        after = after_sign(before, SIGNS[sign], self.c["conservatism"] * attention)
        return after[2] + after[3] - before[2] - before[3]
