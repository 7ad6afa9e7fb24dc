"""Warnings for the meaning: what is well written and cannot be meant, told without a run.

Somebody whom nobody names, a move that nobody can pay for, an event after the end: each warning is
one sentence with what to do, and none of them keeps a scenario from being played. They are about
what the file writes itself: what it builds on is told of where that is checked.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from itertools import chain, permutations
from typing import Final

from sim.scenario.checks.mentions import effects, mentioned, worded, words
from sim.scenario.checks.names import Fault, Path
from sim.scenario.checks.verdicts import Verdicts, in_words
from sim.scenario.form.coding import WORDS
from sim.scenario.heads import after
from sim.scenario.language import Condition, dates, parse_condition, terms
from sim.scenario.schema import Classroom, Move, Scenario
from sim.scenario.settings import NowhereError, with_values
from sim.scenario.text.scalars import shown
from sim.scenario.text.spans import Document
from sim.scenario.text.suggest import edit_distance

_ENDLESS = float("inf")
_STEP_WORDS = 1
"""How many steps of the word scale a number may be off the word beside it."""

_USED_BY: Final = {
    "assent": ("signatures", "consensus", "sides", "quota"),
    "veto": ("council_vote",),
    "sides": ("sides",),
    "needed": ("council_vote", "quota"),
    "seats": ("quota",),
}
"""The ways in which a table decides that look at a field of it."""


def warnings(scenario: Scenario, document: Document) -> list[Fault]:
    """What a file writes that cannot be meant, in a scenario without errors."""
    found = _Reader(scenario, document).run()
    return [fault for fault in found if document.writes(fault[0])]


class _Reader:
    """Reads one scenario for its meaning."""

    def __init__(self, scenario: Scenario, document: Document) -> None:
        self.scenario, self.document = scenario, document
        calendar = scenario.calendar
        self.end = after(calendar.start, calendar.turn, calendar.turns)
        """The day after the last turn."""
        self.whole = Verdicts(scenario, self.end)
        self.start = Verdicts(scenario, self.end, at_start=True)
        self.mentioned = mentioned(document.data or {})
        self.effects = list(effects(scenario))
        self.seats = scenario.seats

    def run(self) -> Iterator[Fault]:
        """All warnings."""
        yield from self._unnamed()
        yield from self._moves()
        yield from self._dates()
        yield from self._conditions()
        yield from self._same_names()
        yield from self._goals()
        yield from self._numbers()
        yield from self._channels()
        yield from self._tables()
        yield from self._history()
        yield from self._levels()
        yield from self._lesson()
        yield from self._guide()
        yield from self._repeated()

    def _repeated(self) -> Iterator[Fault]:
        for path, span in self.document.repeated.items():
            if path == ("id",):
                told = (
                    f"this is the id of what it extends ({span.file}, line {span.line}), so games "
                    "and results of the two are taken for one another"
                )
                yield path, "same-name", f"{told}; give it an id of its own"
                continue
            told = f"this is as in {span.file}, line {span.line}, so it changes nothing"
            yield path, "changes-nothing", f"{told}; change it, or remove it"

    # -- who and what is never named ---------------------------------------------------------------

    def _unnamed(self) -> Iterator[Fault]:
        scenario = self.scenario
        wishes = {
            name: words(interest.wants for interest in actor.interests.values())
            | {str(element.ally) for element in actor.formation.values()}
            for name, actor in scenario.actors.items()
        }
        for name in scenario.actors:
            others = (wish for wisher, wish in wishes.items() if wisher != name)
            if name not in self.mentioned and not any(name in wish for wish in others):
                told = f'nobody names "{name}": no group, table, move, trust or leverage'
                yield ("actors", name), "unnamed", f"{told}; name it somewhere, or remove it"
        known = self.mentioned.union(*wishes.values())
        kinds = {
            "groups": "no table, move or event is for the group",
            "tables": "no move, event or condition uses the table",
            "steps": "no move asks for the step or takes it:",
        }
        for collection, lacking in kinds.items():
            for name in getattr(scenario, collection):
                if name in known or name == scenario.initiative.table:
                    continue
                told = f'{lacking} "{name}"; use it, or remove it'
                yield (collection, name), "unused", told
        discussed = set(chain.from_iterable(table.issues for table in scenario.tables.values()))
        held = set(chain.from_iterable(actor.positions for actor in scenario.actors.values()))
        for name in scenario.issues:
            if name not in discussed:
                told = f'no table is about "{name}"; name it in issues: of one, or remove it'
                yield ("issues", name), "unused", told
            elif name not in held:
                told = f'no actor has a view on "{name}"; give one a position on it, or remove it'
                yield ("issues", name), "unused", told

    # -- moves -------------------------------------------------------------------------------------

    def _expanded(self, refs: Iterable[str]) -> set[str]:
        groups = self.scenario.groups
        return set(chain.from_iterable(groups.get(ref, [ref]) for ref in refs))

    def _moves(self) -> Iterator[Fault]:
        capital = self.scenario.capital
        most = capital.per_turn + capital.carry
        grows = any(effect.verb == "capital" for _, effect in self.effects)
        for name, move in self.scenario.moves.items():
            path: Path = ("moves", name)
            if fault := self._for_nobody(path, name, move):
                yield fault
            elif move.by and move.cost > most and not grows:
                told = f'nobody can ever afford "{name}": it costs {move.cost}, and nobody holds'
                why = f"more than {most} (per_turn and carry of capital); make it cheaper"
                yield (*path, "cost"), "too-dear", f"{told} {why}"

    def _for_nobody(self, path: Path, name: str, move: Move) -> Fault | None:
        by, to = self._expanded(move.by), self._expanded(move.to)
        if not move.by:  # the way to put a move of a used file away
            return None
        if not by:
            empty = " and ".join(move.by)
            return (*path, "by"), "nobody", f'nobody can play "{name}": {empty} is empty; name some'
        if move.to and not any(target != mover for mover in by for target in to):
            text = f'"{name}" can be played toward nobody: to is empty, or has the mover alone'
            return (*path, "to"), "nobody", f"{text}; name others"
        return None

    # -- dates and conditions ----------------------------------------------------------------------

    def _late(self, path: Path, date: dt.date) -> Iterator[Fault]:
        if date >= self.end:
            last = self.end - dt.timedelta(days=1)
            text = f"{date} lies after the end of the game, {last}"
            yield path, "after-end", f"{text}; choose an earlier date, or play more turns"

    def _dates(self) -> Iterator[Fault]:
        history = self.scenario.history
        for name, event in self.scenario.events.items():
            yield from self._late(("events", name, "date"), event.date)
        for name, item in history.line.items():
            yield from self._late(("history", "line", name, "date"), item.date)
        for kind in ("checkpoints", "foils"):
            for name, point in getattr(history, kind).items():
                yield from self._late(("history", kind, name, "by"), point.by)

    def _conditions(self) -> Iterator[Fault]:
        scenario = self.scenario
        for name, move in scenario.moves.items():
            if move.needs:
                yield from self._impossible(("moves", name, "needs"), move.needs)
        for name, event in scenario.events.items():
            if event.when:
                yield from self._impossible(("events", name, "when"), event.when)
        for name, outcome in scenario.outcomes.items():
            path = ("outcomes", name, "when")
            condition = parse_condition(outcome.when)
            if outcome.final and self.start.verdict(condition) is True:
                text = f'"{name}" holds at the start already, and the game ends with it'
                yield path, "at-start", f"{text}; ask for something that can come about"
            yield from self._impossible(path, outcome.when)
        for kind in ("checkpoints", "foils"):
            for name, point in getattr(scenario.history, kind).items():
                yield from self._impossible(("history", kind, name, "holds"), point.holds)

    def _impossible(self, path: Path, text: str) -> Iterator[Fault]:
        condition = parse_condition(text)
        part = self.whole.impossible(condition)
        if part is not None:
            yield path, "never", f"this can never hold: {in_words(part)}{self._why(part)}"
            return
        for date in dates(condition):
            at = text.find(date.isoformat())
            for found, rule, told in self._late(path, date):
                yield (*found, at), rule, told

    def _why(self, part: Condition) -> str:
        if any(dates(part)):
            first, last = self.scenario.calendar.start, self.end - dt.timedelta(days=1)
            return f"; the game goes from {first} to {last}, so choose another date"
        bounds = {self.whole.bounds(term) for term in terms(part)}
        known = bounds.pop() if len(bounds) == 1 else None
        if known is None:
            return "; change it, or remove it"
        high = f"between {known[0]:g} and {known[1]:g}"
        lies = high if known[1] < _ENDLESS else f"never below {known[0]:g}"
        return f", for it lies {lies}; choose another number"

    # -- names that players see --------------------------------------------------------------------

    def _same_names(self) -> Iterator[Fault]:
        scenario = self.scenario
        seen: dict[tuple[str, str], str] = {}
        shown: list[tuple[str, str, str, str]] = [
            (kind, name, field, getattr(item, field))
            for kind, field in (
                ("actors", "name"),
                ("actors", "short"),
                ("issues", "title"),
                ("tables", "title"),
                ("steps", "title"),
                ("moves", "title"),
                ("outcomes", "title"),
            )
            for name, item in getattr(scenario, kind).items()
        ]
        for kind, name, field, text in shown:
            first = seen.setdefault((f"{kind} {field}", " ".join(text.split()).casefold()), name)
            if first != name and (kind != "moves" or self._meet(first, name)):
                told = f'"{name}" reads like "{first}": both are called "{text.strip()}"'
                yield (kind, name, field), "same-name", f"{told}; tell them apart"

    def _meet(self, one: str, other: str) -> bool:
        """Whether two moves can lie in one hand."""
        moves = self.scenario.moves
        return bool(self._expanded(moves[one].by) & self._expanded(moves[other].by))

    # -- what a game is played for -----------------------------------------------------------------

    def _goals(self) -> Iterator[Fault]:
        scenario = self.scenario
        for name in scenario.goals:
            if name not in self.seats:
                text = f'"{name}" is no seat, so nobody plays for this'
                yield ("goals", name), "no-seat", f"{text}; write seat: true for it, or remove this"
        movers = self._expanded(chain.from_iterable(move.by for move in scenario.moves.values()))
        yield from self._cut_off()
        for name in self.seats:
            if name not in scenario.goals:
                text = f'"{name}" is a seat without goals, so its player gets no score'
                yield ("actors", name, "seat"), "no-goals", f"{text}; give it some in goals:"
            if name not in movers:
                text = f'"{name}" is a seat without moves: it stands in no by'
                yield ("actors", name, "seat"), "nobody", f"{text}; give it some"

    def _cut_off(self) -> Iterator[Fault]:
        """Aims that a class cannot reach, because its game ends before their dates."""
        scenario, calendar, room = self.scenario, self.scenario.calendar, self.scenario.classroom
        if room is None or room.turns is None or room.turns >= calendar.turns:
            return
        end = after(calendar.start, calendar.turn, room.turns)
        short = Verdicts(scenario, end)
        conditions = {name: parse_condition(one.when) for name, one in scenario.outcomes.items()}
        late = [
            shown(aim)
            for aim in dict.fromkeys(chain.from_iterable(g.aims for g in scenario.goals.values()))
            if aim in conditions
            and short.verdict(conditions[aim]) is False
            and self.whole.verdict(conditions[aim]) is not False
        ]
        if late:
            last = end - dt.timedelta(days=1)
            text = f"the game ends on {last} then, too early for the aims {', '.join(late)}"
            yield ("classroom", "turns"), "never", f"{text}; allow more turns, or set other aims"

    def _numbers(self) -> Iterator[Fault]:
        """Numbers far from the word that the coder gives for them."""
        levels, scale = list(WORDS.values()), list(WORDS)
        for path, number, word in worded(self.document.data or {}):
            nearest = min(range(len(levels)), key=lambda i: abs(levels[i] - number))
            if abs(nearest - scale.index(word)) > _STEP_WORDS:
                told = f'{number:g} is far from "{word}", which stands for {WORDS[word]:g}'
                yield (*path, "value"), "word", f"{told}; change one of them"

    def _channels(self) -> Iterator[Fault]:
        """Channels between the same two that are spelt so alike that one must be a slip."""
        for patron, clients in self.scenario.leverage.items():
            for client, channels in clients.items():
                for name, other in permutations(channels, 2):
                    path = ("leverage", patron, client, name)
                    slip = self.document.writes(path) and (
                        name > other or not self.document.writes((*path[:-1], other))
                    )
                    if slip and name[:1].isalpha() and _alike(name, other):
                        told = f'"{name}" is a channel of its own beside "{other}"'
                        yield path, "near-miss", f'{told}; if that one is meant, write "{other}"'

    def _tables(self) -> Iterator[Fault]:
        """What a table has that its way of deciding makes no use of."""
        for name, table in self.scenario.tables.items():
            for field, procedures in _USED_BY.items():
                if getattr(table, field) and table.procedure not in procedures:
                    told = f"{field} has no say at a table that decides by {table.procedure}"
                    advice = f"take it out, or choose procedure: {' or '.join(procedures)}"
                    yield ("tables", name, field), "unused", f"{told}; {advice}"

    # -- the record, levels, lesson and guide ------------------------------------------------------

    def _history(self) -> Iterator[Fault]:
        for name, item in self.scenario.history.line.items():
            move = self.scenario.moves[item.move]
            path: Path = ("history", "line", name)
            if item.by not in self._expanded(move.by):
                text = f'"{item.by}" cannot play "{item.move}": it is not among those in its by'
                yield (*path, "by"), "line", f"{text}; choose another move"
            elif item.to is not None and item.to not in self._expanded(move.to):
                text = f'"{item.move}" cannot be played toward "{item.to}"'
                yield (*path, "to"), "line", f"{text}, who is not in its to; choose another"
            elif item.to is None and move.to:
                yield path, "line", f'"{item.move}" is played toward somebody; write to: with it'

    def _levels(self) -> Iterator[Fault]:
        for name, spec in self.scenario.difficulty.items():
            for dotted, value in spec.set.items():
                try:
                    same = with_values(self.document.data, {dotted: value}) == self.document.data
                except NowhereError:
                    continue
                if same:
                    told = f"{dotted} is {value} in the standard game too; choose another value"
                    yield ("difficulty", name, "set", dotted), "changes-nothing", told

    def _lesson(self) -> Iterator[Fault]:
        lesson = self.scenario.lesson
        if self.scenario.classroom is not None and (lesson is None or not lesson.questions):
            told = "a scenario for a class has no questions; write some in lesson: questions:"
            yield ("classroom",), "no-questions", told

    def _guide(self) -> Iterator[Fault]:
        scenario, room = self.scenario, self.scenario.classroom or Classroom()
        owner = scenario.initiative.by
        drafters = self._expanded(
            chain.from_iterable(
                scenario.moves[path[1]].by
                for path, effect in self.effects
                if path[0] == "moves" and effect.verb == "draft" and isinstance(path[1], str)
            )
        )
        for name, step in scenario.guide.items():
            seat = step.seat or owner
            advised = step.at == "advisers" or step.until == "advised"
            if seat not in self.seats:
                why = f'"{seat}" is no seat'
            elif step.turn > (room.turns or scenario.calendar.turns):
                why = f"a class plays {room.turns} turns only"
            elif advised and (not scenario.advisers or room.advisers == "off"):
                why = "there are no advisers"
            elif step.until == "drafted" and seat not in drafters:
                why = f'"{seat}" has no move that drafts a text'
            elif step.at in ("odds", "chances") and room.odds == "off":
                why = "odds are off in class"
            else:
                continue
            told = f"nobody gets this hint: {why}; change or remove it"
            yield ("guide", name), "guide", told


def _alike(one: str, other: str) -> bool:
    """Whether two names are a letter or two apart, and not by their numbers alone."""
    plain, plain_other = (re.sub(r"\d", "", name) for name in (one, other))
    return plain != plain_other and len(other) > 5 and edit_distance(plain, plain_other) <= 2
