"""Names that a scenario uses: does each one exist, and may it stand where it stands?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator

from sim.scenario.checks.names import (
    Fault,
    Path,
    condition_faults,
    term_problems,
    unknown,
    without_element,
)
from sim.scenario.form.coding import Part, citing
from sim.scenario.form.effects import EVENT_VERBS, Effect
from sim.scenario.form.guide import MOST_WORDS
from sim.scenario.heads import STANDARD
from sim.scenario.language import FUNCTIONS, LanguageError, parse_term
from sim.scenario.schema import Checkpoint, Move, Scenario
from sim.scenario.shipped_data import places
from sim.scenario.text.suggest import did_you_mean

ROLES = ("self", "target", "mediators", "others", "everyone")


class _Checker:
    def __init__(self, scenario: Scenario, facts: Collection[str] | None) -> None:
        self.scenario, self.facts = scenario, facts
        self.refs = [*ROLES, *scenario.actors, *scenario.groups]

    def run(self) -> Iterator[Fault]:
        scenario = self.scenario
        yield from self._groups()
        yield from self._people()
        yield from self._initiative()
        yield from self._places()
        yield from self._pairs()
        yield from self._tables()
        for name, move in scenario.moves.items():
            yield from self._move(("moves", name), move)
        for name, event in scenario.events.items():
            path: Path = ("events", name)
            yield from self._effects((*path, "effects"), event.effects, in_event=True)
            if event.when:
                yield from self._condition((*path, "when"), event.when)
            yield from self._in_time((*path, "date"), event.date)
        for name, outcome in scenario.outcomes.items():
            yield from self._condition(("outcomes", name, "when"), outcome.when)
        yield from self._goals()
        yield from self._factors()
        if STANDARD in scenario.difficulty:
            message = f'the game without a level is called "{STANDARD}"; name this one otherwise'
            yield ("difficulty", STANDARD), "name-taken", message
        room, turns = scenario.classroom, scenario.calendar.turns
        if room is not None and (room.turns or 0) > turns:
            message = f"the scenario has {turns} turns, so no class can play {room.turns}"
            yield ("classroom", "turns"), "classroom", message
        yield from self._history()
        yield from self._claims()
        yield from self._guide()
        if self.facts is not None:
            yield from self._cites(self.facts)

    # -- parts -------------------------------------------------------------------------------------

    def _actor(self, path: Path, name: str) -> Iterator[Fault]:
        if name not in self.scenario.actors:
            yield path, "unknown-actor", unknown("actor", name, self.scenario.actors)

    def _ref(self, path: Path, name: str) -> Iterator[Fault]:
        if name not in self.refs:
            yield path, "unknown-actor", unknown("actor, group or role", name, self.refs)

    def _refs(self, path: Path, names: list[str]) -> Iterator[Fault]:
        for index, name in enumerate(names):
            if name not in self.scenario.actors and name not in self.scenario.groups:
                known = [*self.scenario.actors, *self.scenario.groups]
                yield (*path, index), "unknown-actor", unknown("actor or group", name, known)

    def _issue(
        self, path: Path, name: str, known: Collection[str] | None = None
    ) -> Iterator[Fault]:
        known = self.scenario.issues if known is None else known
        if name not in known:
            yield path, "unknown-issue", unknown("issue", name, known)

    def _groups(self) -> Iterator[Fault]:
        for name, members in self.scenario.groups.items():
            for index, member in enumerate(members):
                yield from self._actor(("groups", name, index), member)
            if name in self.scenario.actors or name in ROLES:
                yield ("groups", name), "name-taken", f'"{name}" already names an actor or role'

    def _people(self) -> Iterator[Fault]:
        scenario = self.scenario
        for name, actor in scenario.actors.items():
            for issue in actor.positions:
                yield from self._issue(("actors", name, "positions", issue), issue)
            for key, element in actor.formation.items():
                if element.ally is not None:
                    place: Path = ("actors", name, "formation", key, "ally")
                    yield from self._actor(place, element.ally)
                    if element.ally == name:
                        yield place, "self-pair", f"{name} cannot be its own ally"
            for key, interest in actor.interests.items():
                yield from self._wish(("actors", name, "interests", key, "wants"), interest.wants)
        if not any(actor.seat for actor in scenario.actors.values()):
            yield ("actors",), "no-seat", "no actor is a seat; write seat: true for one of them"

    def _wish(self, path: Path, wants: str) -> Iterator[Fault]:
        try:
            term = parse_term(wants, did_you_mean)
        except LanguageError as error:
            yield (*path, error.column), "condition", str(error)
            return
        for message in term_problems(self.scenario, [term], ("self",)):
            yield path, "unknown-name", message

    def _initiative(self) -> Iterator[Fault]:
        initiative, tables = self.scenario.initiative, self.scenario.tables
        yield from self._actor(("initiative", "by"), initiative.by)
        if initiative.table not in tables:
            message = unknown("table", initiative.table, tables)
            yield ("initiative", "table"), "unknown-table", message

    def _places(self) -> Iterator[Fault]:
        known = places()
        for collection in ("actors", "tables"):
            for name, item in getattr(self.scenario, collection).items():
                if isinstance(item.place, str) and item.place not in known:
                    message = unknown("place", item.place, known)
                    yield (collection, name, "place"), "unknown-place", message

    def _pairs(self) -> Iterator[Fault]:
        scenario = self.scenario
        for collection in ("trust", "knowledge", "beliefs", "leverage"):
            for one, others in getattr(scenario, collection).items():
                yield from self._actor((collection, one), one)
                for other in others:
                    yield from self._actor((collection, one, other), other)
                    if one == other:
                        message = f"{one} cannot have {collection} toward itself; remove this"
                        yield (collection, one, other), "self-pair", message
        for name, bond in scenario.rapport.items():
            for index, actor in enumerate(bond.between):
                yield from self._actor(("rapport", name, "between", index), actor)

    def _tables(self) -> Iterator[Fault]:
        for name, table in self.scenario.tables.items():
            path: Path = ("tables", name)
            for key in ("members", "assent", "veto", "drafters"):
                yield from self._refs((*path, key), getattr(table, key))
            for side, refs in table.sides.items():
                yield from self._refs((*path, "sides", side), refs)
            for member in table.seats:
                yield from self._actor((*path, "seats", member), member)
            if table.about is not None:
                yield from self._actor((*path, "about"), table.about)
            for index, issue in enumerate(table.issues):
                yield from self._issue((*path, "issues", index), issue)
            for key in ("text", "status_quo"):
                for issue in getattr(table, key):
                    yield from self._issue((*path, key, issue), issue, table.issues)
            if table.procedure in ("council_vote", "quota") and table.needed is None:
                message = f"a table that decides by {table.procedure} must say how many are needed"
                yield path, "needed", message
            if table.procedure == "sides" and len(table.sides) < 2:
                message = "a table that decides by sides must say who is on which, two at least"
                yield path, "sides", message
            if not table.members:
                yield (*path, "members"), "empty", "a table needs at least one member"

    def _move(self, path: Path, move: Move) -> Iterator[Fault]:
        yield from self._refs((*path, "by"), move.by)
        yield from self._refs((*path, "to"), move.to)
        if move.needs:
            yield from self._condition((*path, "needs"), move.needs, ("self", "target"))
        yield from self._effects((*path, "effects"), move.effects)
        for key in ("if_yes", "if_no"):
            answer = getattr(move, key)
            if answer is not None:
                yield from self._effects((*path, key, "effects"), answer.effects)
                if move.asks is None:
                    message = (
                        f"a move that asks nothing gets no answer; write asks:, or remove {key}:"
                    )
                    yield (*path, key), "no-ask", message
        if move.asks is not None:
            yield from self._ref((*path, "asks", "who"), move.asks.who)
            yield from self._matter((*path, "asks", "what"), move.asks.to, move.asks.what)
            if move.asks.who == "target" and not move.to:
                yield (
                    (*path, "asks"),
                    "no-target",
                    "the move asks its target and has none; write to: with those it can be",
                )
        if move.decides is not None:
            yield from self._matter((*path, "decides", "what"), move.decides.to, move.decides.what)

    def _matter(self, path: Path, to: str, what: str | None) -> Iterator[Fault]:
        """What a decision is about: a step for `act`, a table for all others."""
        if to != "act":
            yield from self._table(path, what)
        elif what is not None and what not in self.scenario.steps:
            yield path, "unknown-step", unknown("step", what, self.scenario.steps)

    def _table(self, path: Path, name: str | None) -> Iterator[Fault]:
        if name is not None and name not in self.scenario.tables:
            yield path, "unknown-table", unknown("table", name, self.scenario.tables)

    def _effects(
        self, path: Path, effects: list[Effect], in_event: bool = False
    ) -> Iterator[Fault]:
        for index, effect in enumerate(effects):
            verb, argument = effect.verb, effect.argument
            here: Path = (*path, index, verb)
            if in_event and verb not in EVENT_VERBS:
                allowed = ", ".join(sorted(EVENT_VERBS))
                message = f"an event may not {verb}: what comes from outside only shifts {allowed}"
                yield here, "scripted", message
            if isinstance(argument, str):
                yield from self._table(here, argument)
            elif argument is not None:
                yield from self._argument(here, argument)

    def _argument(self, path: Path, argument: Part) -> Iterator[Fault]:
        keys = ("of", "to", "on", "toward", "about", "who", "giver")
        said = vars(argument)  # asking a model for what it has not is slow
        for key in keys:
            name = said.get(key)
            if isinstance(name, str):
                yield from self._ref((*path, key), name)
        element = said.get("through")
        if element is not None:
            yield from self._through((*path, "through"), str(said.get("of", "")), element)
        for index, name in enumerate(said.get("between", [])):
            yield from self._ref((*path, "between", index), name)
        giver, to = said.get("giver"), said.get("to")
        leverage = self.scenario.leverage
        if giver in leverage and to in leverage[giver]:
            flows, channel = leverage[giver][to], str(said.get("name", ""))
            if channel not in flows:
                message = unknown("channel", channel, flows)
                yield (*path, "name"), "unknown-channel", message

    def _through(self, path: Path, of: str, element: str) -> Iterator[Fault]:
        """An effect through an element: a role or group may be one that has it."""
        actors = self.scenario.actors
        if of in actors:
            for message in without_element(self.scenario, of, element):
                yield path, "unknown-element", message
            return
        known = {name for actor in actors.values() for name in actor.formation}
        if known and element not in known:
            yield path, "unknown-element", unknown("element", element, known)

    def _condition(self, path: Path, text: str, roles: Collection[str] = ()) -> Iterator[Fault]:
        yield from condition_faults(self.scenario, path, text, roles)

    def _in_time(self, path: Path, date: dt.date) -> Iterator[Fault]:
        if date < self.scenario.calendar.start:
            start = self.scenario.calendar.start
            message = f"{date} lies before the start, {start}; choose a later date"
            yield path, "too-early", message

    def _goals(self) -> Iterator[Fault]:
        scenario = self.scenario
        for name, goal in scenario.goals.items():
            path: Path = ("goals", name)
            yield from self._actor(path, name)
            for outcome in goal.aims:
                if outcome not in scenario.outcomes:
                    message = unknown("outcome", outcome, scenario.outcomes)
                    yield (*path, "aims", outcome), "unknown-outcome", message
            if abs(sum(goal.aims.values()) - 1) > 1e-6:
                total = sum(goal.aims.values())
                yield (*path, "aims"), "weights", f"the weights must add up to 1, not {total:g}"
        for name, adviser in scenario.advisers.items():
            for subject in adviser.prior:
                yield from self._actor(("advisers", name, "prior", subject), subject)

    def _guide(self) -> Iterator[Fault]:
        for name, step in self.scenario.guide.items():
            path: Path = ("guide", name)
            if step.seat is not None:
                yield from self._actor((*path, "seat"), step.seat)
            if step.turn > self.scenario.calendar.turns:
                message = f"there are only {self.scenario.calendar.turns} turns"
                yield (*path, "turn"), "out-of-time", message
            for field, said in (("says", step.says), ("as_text", step.as_text or "")):
                if (words := len(said.split())) > MOST_WORDS:
                    message = f"a hint has at most {MOST_WORDS} words; this one has {words}"
                    yield (*path, field), "too-long", message

    def _factors(self) -> Iterator[Fault]:
        for name, factor in self.scenario.factors.items():
            path: Path = ("factors", name, "measure")
            try:
                term = parse_term(factor.measure, did_you_mean)
            except LanguageError as error:
                yield (*path, error.column), "condition", str(error)
                continue
            if FUNCTIONS[term.function].is_fact:
                message = f"a factor is measured by a quantity; {term} is true or not"
                yield path, "condition", message
            for message in term_problems(self.scenario, [term]):
                yield path, "unknown-name", message

    def _history(self) -> Iterator[Fault]:
        history = self.scenario.history
        for name, move in history.line.items():
            path: Path = ("history", "line", name)
            yield from self._line_move(path, move.by, move.move, move.to)
            yield from self._in_time((*path, "date"), move.date)
        for kind in ("checkpoints", "foils"):
            for name, point in getattr(history, kind).items():
                yield from self._condition(("history", kind, name, "holds"), point.holds)
                yield from self._rests_on(("history", kind, name, "rests_on"), point)

    def _rests_on(self, path: Path, point: Checkpoint) -> Iterator[Fault]:
        line = self.scenario.history.line
        for index, item in enumerate(point.rests_on):
            here = (*path, index)
            if item not in line:
                yield here, "unknown-item", unknown("item of the line", item, line)
            elif line[item].date > point.by:
                yield here, "too-late", f"{item} comes on {line[item].date}, after {point.by}"
        movers = list(dict.fromkeys(line[item].by for item in point.rests_on if item in line))
        seats = self.scenario.seats
        for mover in movers:
            if mover not in seats:
                message = f"{mover} is no seat; a checkpoint rests on the moves of a seat alone"
                yield path, "no-seat", message
        if len(movers) > 1:
            message = f"these are moves of {' and '.join(movers)}; name those of one seat"
            yield path, "two-seats", message

    def _line_move(self, path: Path, by: str, move: str, to: str | None) -> Iterator[Fault]:
        yield from self._actor((*path, "by"), by)
        if move not in self.scenario.moves:
            yield (*path, "move"), "unknown-move", unknown("move", move, self.scenario.moves)
        if to is not None:
            yield from self._actor((*path, "to"), to)

    def _claims(self) -> Iterator[Fault]:
        for name, claim in self.scenario.claims.items():
            for arm_name, arm in claim.arms.items():
                path: Path = ("claims", name, "arms", arm_name)
                for key, move in arm.moves.items():
                    yield from self._line_move((*path, "moves", key), move.by, move.move, move.to)
            for test_name, test in claim.tests.items():
                path = ("claims", name, "tests", test_name)
                for key in ("arm", "minus"):
                    arm_id = getattr(test, key)
                    if arm_id is not None and arm_id not in claim.arms:
                        message = unknown("arm", str(arm_id), claim.arms)
                        yield (*path, key), "unknown-arm", message
                if test.given:
                    yield from self._condition((*path, "given"), test.given)
                faults = list(self._condition((*path, "measure"), test.measure))
                if faults and "compare it" not in faults[0][2]:
                    yield from faults

    def _cites(self, facts: Collection[str]) -> Iterator[Fault]:
        for path, fact in citing(self.scenario):
            if fact not in facts:
                message = unknown("fact", fact, facts)
                if "did you mean" not in message:
                    message += "; cite one of sources.yaml, or say why in assumed:"
                yield path, "unknown-fact", message


def faults(scenario: Scenario, facts: Collection[str] | None = None) -> list[Fault]:
    """All faults of reference in a scenario, in file order.

    `facts` holds the ids that may be cited; without it citations are not looked at.
    """
    return list(_Checker(scenario, facts).run())
