"""What was done in a turn, taken down; and a process that does it again with other numbers.

The acts of a turn (who played what, who answered what, what a table decided, what happened) are
all that passes from the game to what a seat makes of it. `Replay` runs the engine's own turn with
every choice given, so that what follows from an act is reckoned by the same rules, on the numbers
that the seat believes in.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.model.attendance import Attendance
from sim.model.chance import Draws
from sim.model.exact import Floats
from sim.model.ledger import Row
from sim.model.options import Option
from sim.model.plan import TablePlan
from sim.model.process import PeaceProcess
from sim.model.seat import Play, allow_capital
from sim.model.tables import Tables
from sim.model.verbs import DraftOp
from sim.model.world import Bools, World

PUBLIC = (
    "text drafted author open shown rounds votes facts played events efforts told public skipped"
).split()
"""State that everyone can see: decided facts, texts, what was played and what happened."""
_TEXTS = ("text", "drafted", "author", "shown")
_SAID_YES = {"accepted": "accept", "complied": "comply"}
_SAID_NO = {"rejected": "accept", "broke_off": "comply", "objected": "assent"}
STANCE_WORDS = ("opposes", "sceptical", "acquiesces", "supports")


def stance_word(stance: float) -> str:
    """The word for a latent stance, 0..1."""
    return STANCE_WORDS[min(3, max(0, int(stance * 4)))]


@dataclass(frozen=True)
class Said:
    """An answer: to which option, yes or no, and in what tone (the speaker's stance, as heard)."""

    option: int
    yes: bool
    tone: str


@dataclass(frozen=True)
class Decided:
    """Something that a table (actor -1) or a member of it decided."""

    fact: str
    actor: int
    table: int


@dataclass(frozen=True)
class Laid:
    """A text laid on a table, with its author and its places by issue."""

    table: int
    author: int
    text: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Acts:
    """All that was done in a turn, as anyone could take it down."""

    turn: int
    moves: tuple[int, ...]
    """Options played, in order."""
    drafts: tuple[tuple[int, tuple[tuple[str, float], ...]], ...]
    """Options that drafted, with the text by issue."""
    laid: tuple[Laid, ...]
    """Every text laid, in order."""
    said: tuple[Said, ...]
    decided: tuple[Decided, ...]
    events: tuple[int, ...]
    leaked: bool
    public: Mapping[str, NDArray[np.generic]]
    """The public state after the turn, by array, without its runs."""

    @property
    def called(self) -> tuple[int, ...]:
        """The tables that decided."""
        tables = (d.table for d in self.decided if d.fact in ("adopted", "failed"))
        return tuple(dict.fromkeys(tables))


def step(process: PeaceProcess, plays: Sequence[Play]) -> Acts:
    """One turn of a watched process, with what was done in it in the ledger's run.

    Raises:
        ValueError: The process has no ledger.
    """
    world = process.world
    if world.ledger is None:
        raise ValueError("Only the acts of a watched process can be taken down; pass watch=True.")
    lane, turn, before = world.ledger.lane, world.turn, len(world.ledger.rows)
    tones = [stance_word(float(value)) for value in world.stance[:, lane]]
    process.advance(plays)
    rows = world.ledger.rows[before:]
    moves = tuple(sorted(o for o, where in process.chosen.items() if where[lane]))
    options = [process.options.all[index] for index in moves]
    return Acts(
        turn=turn,
        moves=moves,
        drafts=tuple(_drafts(process, options, rows)),
        laid=tuple(_laid(process, row) for row in rows if row.kind == "text"),
        said=tuple(_said(process, lane, tones)),
        decided=tuple(Decided(row.what, *row.names) for row in rows if row.kind == "fact"),
        events=tuple(int(row) for row in np.flatnonzero(world.events[:, lane] == turn)),
        leaked=bool(process.leaked[lane]),
        public={name: getattr(world, name)[..., lane].copy() for name in PUBLIC},
    )


def _laid(process: PeaceProcess, row: Row) -> Laid:
    author, table, places = row.names
    issues = [process.plan.issues[index] for index in process.plan.tables[table].issues]
    return Laid(table, author, tuple(zip(issues, places, strict=True)))


def _drafts(
    process: PeaceProcess, options: Sequence[Option], rows: Sequence[Row]
) -> Iterator[tuple[int, tuple[tuple[str, float], ...]]]:
    """The texts that moves brought: they follow the row of the move."""
    by_names = {(o.move, (o.actor, o.target)): o for o in options}
    option: Option | None = None
    left, text = 0, dict[str, float]()
    for row in rows:
        if row.kind == "move":
            option = by_names.get((row.what, row.names))
            left = sum(isinstance(op, DraftOp) for op in option.always) if option else 0
            text = {}
        elif row.kind == "text" and option is not None and left:
            text.update(_laid(process, row).text)
            left -= 1
            if not left:
                yield option.index, tuple(text.items())


def _said(process: PeaceProcess, lane: int, tones: Sequence[str]) -> Iterator[Said]:
    """The answers, in the order in which they were given."""
    for index, (yes, no) in process.replies.items():
        ask = process.options.all[index].ask
        if ask is not None and (yes[lane] or no[lane]):
            yield Said(index, bool(yes[lane]), tones[ask.target])


class _Given(Draws):
    """Draws that make every choice come out as given: 0 is below any chance, 1 above all."""

    def __init__(self, lanes: int, choices: Mapping[str, Sequence[bool]]) -> None:
        self.lanes = lanes
        self.choices = {slot: list(answers) for slot, answers in choices.items()}

    def draw(self, name: str) -> Floats:
        queue = self.choices.get(name, [])
        yes = queue.pop(0) if queue else False
        return np.zeros(self.lanes) if yes else np.ones(self.lanes)


class _GivenTables(Tables):
    """The tables' phase, where it is known which tables decided."""

    def __init__(self, world: World, draws: Draws, called: Collection[int]) -> None:
        super().__init__(world, draws)
        self.called = called

    def _called(self, plan: TablePlan) -> Bools | None:
        return np.full(self.world.runs, plan.index in self.called)


class Replay(PeaceProcess):
    """A process whose every choice is given, so that the rules alone decide what follows."""

    def follow(self, acts: Acts) -> None:
        """One turn, as it was."""
        world = self.world
        world.new_turn()
        everywhere = np.ones(self.lanes, dtype=bool)
        self.acts = acts
        self.draws = _Given(self.lanes, self._choices(acts))
        self.chosen = dict.fromkeys(acts.moves, everywhere)
        self.texts = {option: [(everywhere, dict(text))] for option, text in acts.drafts}
        self.replies = {}
        self.attendance = Attendance(world)
        self.leaked = np.full(self.lanes, acts.leaked)
        self.went_public = np.zeros(self.lanes, dtype=bool)
        allow_capital(self)
        self._pay(acts)
        self._apply_moves()
        self.agents.do("answer")
        self._apply_replies()
        self.attendance.settle()
        world.settle()
        self._adopt(_TEXTS)
        _GivenTables(world, self.draws, acts.called).run()
        world.settle()
        self._events()
        self._learn()
        self._adopt(PUBLIC)
        self.track()
        world.turn += 1

    def _choices(self, acts: Acts) -> dict[str, list[bool]]:
        actors, tables = self.plan.actors, self.plan.tables
        choices: dict[str, list[bool]] = {}
        for said in acts.said:
            ask = self.options.all[said.option].ask
            assert ask is not None
            choices.setdefault(ask.slot, []).append(said.yes)
        for decided in acts.decided:
            for words, answer in ((_SAID_YES, True), (_SAID_NO, False)):
                if decided.fact in words:
                    plan, actor = tables[decided.table], actors[decided.actor]
                    # a bloc's draw says how many of it are in favour, so that more is more
                    bloc = self.plan.scenario.actors[actor].members > 1
                    bloc = bloc and plan.procedure == "council_vote"
                    choices[f"{words[decided.fact]}:{actor}:{plan.id}"] = [answer != bloc]
        for who, row in self.plan.rows("recalled"):
            choices[f"recall:{actors[who]}"] = [int(acts.public["facts"][row]) == acts.turn]
        for index in acts.called:
            for who in tables[index].assent:
                # who is silent lets it pass
                choices.setdefault(f"assent:{actors[who]}:{tables[index].id}", [True])
        return choices

    def _pay(self, acts: Acts) -> None:
        for index in acts.moves:
            option = self.options.all[index]
            if option.actor == self.seat:
                self.world.capital[self.seat] -= option.spec.cost

    def _adopt(self, names: Collection[str]) -> None:
        """Take over what everyone can see."""
        for name in names:
            getattr(self.world, name)[...] = self.acts.public[name][..., None]

    def _events(self) -> None:
        world = self.world
        for row in self.acts.events:
            event = self.compiled.events[row]
            if world.ledger is not None:
                world.ledger.write(Row(world.turn, "event", event.id, source=f"events.{event.id}"))
            for op in event.ops:
                op.apply(world, np.ones(self.lanes), f"events.{event.id}")
        world.settle()

    def _leaks(self) -> None:
        """Whether anybody leaked is given."""
