"""The ledger of one run, row by row, in sentences."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from sim.game.debriefing.alliance import Standing, moved_apart, pairs, standing
from sim.game.debriefing.alliance import said as alliance_said
from sim.game.replay import stance_word
from sim.game.words import Words
from sim.lab.setup import Setup
from sim.model.compiled import Compiled
from sim.model.ledger import Part, Row, whole_parts
from sim.model.options import Option
from sim.model.plan import NEVER
from sim.model.process import PeaceProcess

REASONS = 3
"""How many grounds of an answer are told."""
_OWN_ONLY = ("bad_faith", "knowledge")
"""What is told of the seat alone, since every other actor has it too."""
_FACTS = {
    "adopted": "The text is adopted.",
    "failed": "The text is not adopted.",
    "vetoed": "{0} vetoes.",
    "abstained": "{0} abstains.",
    "objected": "{0} objects to the text.",
}
"""Facts that no answer tells of already."""
_DECISIONS = {
    "join": "to joining",
    "attend": "to coming",
    "speak": "to speaking openly",
    "acquiesce": "to letting it go ahead",
    "act": "to acting",
    "accept": "to the text",
    "assent": "to letting the text pass",
    "comply": "to keeping its word",
    "vote": "in the vote",
    "recall": "to calling its people home",
}


@dataclass(frozen=True)
class Entry:
    """One line of a chronicle: turn (0-based), its first day, a sentence, the same as data."""

    turn: int
    date: dt.date
    kind: str
    """One of move, wait, skipped, answer, text, fact, event, change, alliance, outcome."""
    text: str
    told: bool = True
    """Whether the text tells it; the data tell everything."""
    words: str = ""
    """What was said."""
    data: dict[str, Any] = field(default_factory=dict)


class Teller:
    """Turns the ledger of a run into sentences, turn by turn."""

    def __init__(self, compiled: Compiled, setup: Setup, process: PeaceProcess) -> None:
        assert process.world.ledger is not None
        self.compiled, self.setup, self.process = compiled, setup, process
        self.plan, self.scenario = compiled.plan, compiled.scenario
        self.ledger = process.world.ledger
        self.words = Words(self.plan)
        self.tones: list[str] = []
        self.allies = dict.fromkeys(pairs(compiled.plan), Standing())

    def turn(self, turn: int) -> Iterator[Entry]:
        """Play a turn and tell it; nothing once a final outcome was reached."""
        world = self.process.world
        if self.process.over:
            return
        # What is said goes by the stance before the turn; stances move when it ends.
        self.tones = [stance_word(float(stance[0])) for stance in world.stance]
        stances = {ally: float(world.stance[ally, 0]) for _, ally in self.allies}
        before = len(self.ledger.rows)
        plays = self.setup.line.plays(turn)
        self.process.advance(plays)
        for play in plays:
            option = self.compiled.options.all[play.option]
            if world.played[option.index, 0] != turn:
                yield self._skipped(turn, option)
        for row in self.ledger.rows[before:]:
            yield self._entry(row)
        yield from self._alliances(turn, stances)
        for name, outcome in self.scenario.outcomes.items():
            if world.tracked[self.compiled.rows[f"outcomes.{name}"], 0] == turn:
                data = {"what": name}
                yield self._made(turn, "outcome", f"Reached: {outcome.title}.", data=data)

    def _alliances(self, turn: int, stances: dict[int, float]) -> Iterator[Entry]:
        """Where an actor and its ally have come to stand otherwise than before."""
        if not self.allies or not self.process.world.on("home_support"):
            return
        played = self.process.world.played[:, 0] == turn
        moves = [option for option in self.compiled.options.all if played[option.index]]
        for (actor, ally), before in self.allies.items():
            now = self.allies[actor, ally] = standing(before, stances[ally], moves, actor, ally)
            if now.case is not None and now.case != before.case:
                data = {"who": self._id(actor), "what": now.case, "whom": self._id(ally)}
                text = alliance_said(self.words, now.case, actor, ally)
                yield self._made(turn, "alliance", text, data=data)

    def end(self) -> dict[str, Any]:
        """What held, and when."""
        history = self.scenario.history
        outcomes = {name: self._held("outcomes", name) for name in self.scenario.outcomes}
        for name, outcome in self.scenario.outcomes.items():
            outcomes[name]["title"] = outcome.title
        points: dict[str, dict[str, Any]] = {"checkpoints": {}, "foils": {}}
        for kind, specs in (("checkpoints", history.checkpoints), ("foils", history.foils)):
            for name, spec in specs.items():
                held = points[kind][name] = self._held(kind, name)
                held["title"], held["by"] = spec.title, spec.by.isoformat()
                turn = held["turn"]
                held["in_time"] = turn is not None and turn - 1 <= self.plan.turn_of(spec.by)
        return {"outcomes": outcomes, **points, "skipped": int(self.process.world.skipped[0])}

    def _held(self, kind: str, name: str) -> dict[str, Any]:
        first = int(self.process.world.tracked[self.compiled.rows[f"{kind}.{name}"], 0])
        held = first != NEVER
        return {"title": name, "held": held, "turn": first + 1 if held else None}

    # -- rows of the ledger ------------------------------------------------------------------------

    def _made(
        self,
        turn: int,
        kind: str,
        text: str,
        told: bool = True,
        words: str = "",
        data: dict[str, Any] | None = None,
    ) -> Entry:
        return Entry(turn, self.plan.date(turn), kind, text, told, words, data or {})

    def _entry(self, row: Row) -> Entry:
        match row.kind:
            case "move":
                return self._move(row)
            case "answer":
                return self._answer(row)
            case "text":
                return self._text(row)
            case "event":
                event = self.scenario.events[row.what]
                data = {"what": row.what, "cite": list(event.cite)}
                text = event.says or f"{event.title}."
                return self._made(row.turn, "event", text, data=data)
            case "change":
                return self._change(row)
        return self._fact(row)

    def _id(self, actor: int | None) -> str | None:
        return None if actor is None or actor < 0 else self.plan.actors[actor]

    def _called(self, move: str, mover: int, target: int | None) -> str:
        return self.words.move_title(move, mover, target)

    def _skipped(self, turn: int, option: Option) -> Entry:
        what = self._called(option.move, option.actor, option.target)
        text = f"{self.words.name(option.actor)} cannot: {what}."
        data = {"who": self._id(option.actor), "what": option.move, "whom": self._id(option.target)}
        return self._made(turn, "skipped", text, data=data)

    def _move(self, row: Row) -> Entry:
        mover, target = row.names
        name = self.words.name(mover)
        data: dict[str, Any] = {
            "who": self._id(mover),
            "what": row.what,
            "whom": self._id(target),
        }
        if row.what == "wait":
            return self._made(row.turn, "wait", f"{name} waits.", False, data=data)
        spec = self.scenario.moves[row.what]
        if spec.decides is not None and spec.decides.to == "act" and spec.decides.what:
            data["step"] = spec.decides.what
        says = spec.says
        words = self.words.fill(says, mover, target) if says else ""
        text = f"{name}: {self._called(row.what, mover, target)}"
        return self._made(row.turn, "move", text, words=words, data=data)

    def _answer(self, row: Row) -> Entry:
        who, words, to = row.names[0], "", _DECISIONS[row.what]
        yes = row.outcome == "yes"
        data: dict[str, Any] = {
            "who": self._id(who),
            "what": row.what,
            "answer": row.outcome,
            "chance": row.chance,
        }
        if len(row.names) == 3:
            _, mover, move = row.names
            spec = self.scenario.moves[move]
            if spec.if_yes if yes else spec.if_no:
                words = f'"{self.words.answer(spec, mover, who, yes, self.tones[who])}"'
            data |= {"whom": self._id(mover), "move": move}
            if spec.asks is not None and spec.asks.to == "act" and spec.asks.what:
                data["step"] = spec.asks.what
                to = f'to the step "{self.words.step(spec)}"'
        elif len(row.names) == 2:
            data["table"] = self.plan.tables[row.names[1]].id
        parts = _by_rule(row.parts)
        data["reasons"] = [{"rule": part.rule, "amount": part.amount} for part in parts]
        told = [part for part in parts[:REASONS] if round(100 * part.amount)]
        why = ", ".join(f"{part.rule} {100 * part.amount:+.0f}" for part in told)
        chance = f"{100 * (row.chance or 0.0):.0f}%"
        text = (
            f"{self.words.name(who)} says {row.outcome} {to}; "
            f"the chance of yes was {chance} ({why})"
        )
        return self._made(row.turn, "answer", text, words=words, data=data)

    def _text(self, row: Row) -> Entry:
        author, index, places = row.names
        table = self.plan.tables[index]
        issues = [self.plan.issues[issue] for issue in table.issues]
        text = dict(zip(issues, (round(place, 2) for place in places), strict=True))
        listed = ", ".join(f"{self.scenario.issues[i].title} {p:.2f}" for i, p in text.items())
        title = self.scenario.tables[table.id].title
        data = {"who": self._id(author), "table": table.id, "places": text}
        return self._made(
            row.turn,
            "text",
            f"{self.words.name(author)} lays a text: {title} ({listed})",
            data=data,
        )

    def _fact(self, row: Row) -> Entry:
        actor, index = row.names
        table = self.plan.tables[index].id
        data = {"who": self._id(actor), "what": row.what, "table": table}
        said_so = _FACTS.get(row.what, f"{{0}}: {row.what.replace('_', ' ')}.")
        text = said_so.format("" if actor < 0 else self.words.name(actor))
        title = self.scenario.tables[table].title
        return self._made(row.turn, "fact", f"{title}: {text}", row.what in _FACTS, data=data)

    def _change(self, row: Row) -> Entry:
        name, at = row.what, self._address(row)
        row = replace(row, parts=tuple(_added_up(row.parts)))
        scale = 1 if name == "capital" else 100
        total, shown = whole_parts(row, scale)
        causes = [
            f"{amount:+d} {self._cause(part)}"
            for part, amount in zip(row.parts, shown, strict=True)
            if amount
        ]
        if not causes:
            causes = [f"{self._cause(part)}, less than a point" for part in row.parts]
        before = round((row.before or 0.0) * scale)
        why = "; ".join(causes)
        text = f"{self.words.quantity(name, at)}: {before} to {before + total} ({why})"
        told = name == "trust" or total != 0
        if name in _OWN_ONLY:
            told = told and self.plan.actors[at[0]] == self.setup.seat
        if name == "backing":
            told = told and moved_apart(self.plan, self.ledger.rows, row)
        if name == "rapport":
            told = told and at[0] < at[1]
        data = {
            "what": name,
            "of": [self._id(actor) for actor in self._actors(name, at)],
            "label": self.words.quantity(name, at),
            "before": row.before,
            "after": row.after,
            "parts": [
                {"rule": part.rule, "source": part.source, "amount": part.amount}
                for part in row.parts
            ],
        }
        return self._made(row.turn, "change", text, told, data=data)

    def _address(self, row: Row) -> tuple[int, ...]:
        """Where a quantity stands; the ledger counts who a belief is about among the subjects."""
        if row.what != "bad_faith":
            return row.names
        observer, subject = row.names
        return (observer, self.plan.subjects[subject])

    def _actors(self, name: str, at: tuple[int, ...]) -> tuple[int, ...]:
        """The actors that a quantity is about."""
        match name:
            case "channel":
                channel = self.plan.channels[at[0]]
                return (channel.giver, channel.to)
            case "standing":
                return (at[1],)
            case "backing":
                return (self.plan.elements[at[0]].actor,)
        return at

    def _cause(self, part: Part) -> str:
        """What moved a quantity, in words, with the name of the rule."""
        return f"{self.words.source(part.source)} [{part.rule}]"


def _added_up(parts: Iterable[Part]) -> list[Part]:
    """One part for each rule and source, in their order."""
    totals: dict[tuple[str, str], float] = {}
    for part in parts:
        key = (part.rule, part.source)
        totals[key] = totals.get(key, 0.0) + part.amount
    return [Part(rule, source, amount) for (rule, source), amount in totals.items()]


def _by_rule(parts: Iterable[Part]) -> list[Part]:
    """One part for each rule, the weightiest first."""
    found = _added_up(Part(part.rule, "", part.amount) for part in parts)
    return sorted(found, key=lambda part: -abs(part.amount))
