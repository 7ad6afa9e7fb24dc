"""One run told as a dated chronicle: who did what, what was answered and why, what moved trust."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from sim.game.alliance import Standing, moved_apart, pairs, standing
from sim.game.alliance import said as alliance_said
from sim.game.replay import stance_word
from sim.game.words import Words
from sim.lab.runner import ensemble
from sim.lab.setup import Setup
from sim.model.compiled import Compiled
from sim.model.ledger import Part, Row, whole_parts
from sim.model.options import Option
from sim.model.plan import NEVER
from sim.model.process import PeaceProcess
from sim.scenario.heads import STANDARD

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


@dataclass(frozen=True)
class Chronicle:
    """A run from its first turn to its last."""

    setup: Setup
    run: int
    dates: tuple[dt.date, ...]
    entries: tuple[Entry, ...]
    end: dict[str, Any]
    """Outcomes, checkpoints and foils, each with its title and whether and when it held."""
    state_hash: str

    def lines(self) -> Iterator[str]:
        """The chronicle as plain text."""
        scenario = self.setup.scenario
        seat = scenario.actors[self.setup.seat].short
        yield scenario.title
        line, seed = self.setup.line.name, self.setup.seed
        level = "" if self.setup.level == STANDARD else f", level {self.setup.level}"
        yield f"Line {line}, played by {seat}; seed {seed}, run {self.run}{level}."
        turn = -1
        for entry in self.entries:
            if not entry.told:
                continue
            if entry.turn != turn:
                turn = entry.turn
                yield ""
                yield f"{said(entry.date)} (turn {turn + 1} of {len(self.dates)})"
            yield f"  {entry.text}"
            if entry.words:
                yield f"    {entry.words}"
        yield ""
        yield "How it ended"
        for held in self.end["outcomes"].values():
            yield f"  {'yes' if held['held'] else 'no ':3}  {held['title']}"
        points = self.end["checkpoints"].values()
        if points:
            kept = sum(point["in_time"] for point in points)
            yield f"  Of {len(points)} checkpoints of the record {kept} held in time."

    def as_json(self) -> dict[str, Any]:
        """The machine-readable result."""
        return {
            "scenario": self.setup.scenario.id,
            "seed": self.setup.seed,
            "run": self.run,
            "line": self.setup.line.name,
            "difficulty": self.setup.level,
            "seat": self.setup.seat,
            "entries": [
                {
                    "turn": entry.turn + 1,
                    "date": entry.date.isoformat(),
                    "kind": entry.kind,
                    "text": entry.text,
                    **({"words": entry.words} if entry.words else {}),
                    **entry.data,
                }
                for entry in self.entries
            ],
            **self.end,
            "state_hash": self.state_hash,
        }


def said(date: dt.date) -> str:
    """A date in words, such as `15 June 1992`."""
    return f"{date.day} {date:%B %Y}"


def chronicle(setup: Setup, run: int = 0, compiled: Compiled | None = None) -> Chronicle:
    """Play one run and tell it.

    Args:
        setup: What to run.
        run: Number of the run; it is the same run as in a batch of the setup.
        compiled: The setup's scenario where it is compiled already.

    Raises:
        LabError: An unknown seat, rule, event or pair.
    """
    compiled = compiled or setup.compiled()
    return tell(compiled, setup, ensemble(compiled, setup, run, 1, watch=True), run)


def tell(compiled: Compiled, setup: Setup, process: PeaceProcess, run: int) -> Chronicle:
    """Play a watched process of one run from its first turn to its last, and tell it."""
    teller = _Teller(compiled, setup, process)
    entries: list[Entry] = []
    for turn in range(compiled.plan.turns):
        entries += teller.turn(turn)
    dates = tuple(compiled.plan.date(turn) for turn in range(compiled.plan.turns))
    return Chronicle(setup, run, dates, tuple(entries), teller.end(), process.state_hash())


class _Teller:
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
        title = self.words.fill(self.scenario.moves[move].title, mover, target)
        name = self.words.name(target)
        return title if name in title else f"{title} ({name})"

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
