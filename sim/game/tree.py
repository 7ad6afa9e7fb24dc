"""The rewind tree: every turn that was ever played in a game, with the branches left behind.

Its shape::

    tree = game.tree            # a `Tree`; always there, also in games from a save
    tree.root                   # a `Node` for the state before the first turn (number 0, turn 0)
    tree.here                   # the node whose state the game is in
    tree.path                   # nodes from the first turn to `here`, one a turn played
    tree.line                   # `path`, and what was played on from `here` last
    tree.nodes                  # all nodes in the order in which they were first played
    node.turn, node.parent, node.children
    node.moves                  # what was played in that turn, for each of `game.seats`
    node.on(tree.path)          # whether the present game runs through it

    game.rewind(3)              # the state after three turns of the present line; 0 is the start
    game.rewind(node)           # the state after any node, also one of another branch
    game.rewind(3, fresh=True)  # and from there on another chance
    game.rewinds                # how often a turn that was played was left behind

A node is one turn: what every seat played in it, and under which chance. The same moves from the
same state under the same chance lead to the same state, so that playing them once more gives no
second node. States are kept for the present line and for the branches left last; others are played
again when they are gone to (`Game.fetch`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from sim.game.picture import Observed
from sim.game.planned import Planned
from sim.game.report import TurnReport
from sim.model.ledger import Row
from sim.model.process import PeaceProcess
from sim.model.rollout import Snapshot

MOST_NODES = 400
"""Nodes that a tree may have; the oldest ends of branches are forgotten beyond that."""
KEPT = 60
"""Branches' nodes whose states are kept in memory."""

Moves = tuple[tuple[Planned, ...], ...]
"""What the seats play in a turn, in the order of `Game.seats`."""


@dataclass(frozen=True)
class Played:
    """A turn as one seat played it, with the states to go back to."""

    moves: tuple[Planned, ...]
    before: Snapshot
    picture_before: Snapshot
    observed: Observed
    report: TurnReport
    others: tuple[Planned, ...] = ()
    """What the other seats that persons play did in it; for the debrief."""


@dataclass(frozen=True)
class State:
    """The state of a game between two turns: the truth, and each seat's picture."""

    truth: Snapshot
    pictures: tuple[Snapshot, ...]

    @classmethod
    def of(cls, processes: tuple[PeaceProcess, ...]) -> State:
        """The state now, of the truth first and then of the pictures."""
        truth, *pictures = (Snapshot.of(one) for one in processes)
        return cls(truth, tuple(pictures))

    def restore(self, processes: tuple[PeaceProcess, ...]) -> None:
        """Put them back into this state."""
        for snapshot, process in zip((self.truth, *self.pictures), processes, strict=True):
            snapshot.restore(process)


@dataclass(eq=False, repr=False)
class Node:
    """One turn that was played in a game."""

    number: int
    """Stable as long as the game runs; 0 is the state before the first turn."""
    parent: Node | None
    turn: int
    """Turns played once this one was; 0 for the root."""
    moves: Moves = ()
    """What was played in it, for each seat."""
    run: int = 0
    """The chance that it met: 0 is the game's own, any other number a fresh one."""
    luck: tuple[tuple[int, int], ...] = ()
    """The chance of its line: from which turn (0-based) on which number holds."""
    first: bool = False
    """Whether no turn of this number had been played before in the game."""
    visits: int = 0
    """How often it was played or gone to."""
    children: list[Node] = field(default_factory=list)
    latest: Node | None = None
    """The child that was played or gone through last."""
    played: tuple[Played, ...] = ()
    """The turn as each seat played it; empty where it must be played again first."""
    after: State | None = None
    """The state that it led to, where it is kept."""
    rows: tuple[tuple[Row, ...], ...] = ()
    """What it wrote to the ledgers: of the truth, then of each picture."""

    def __repr__(self) -> str:
        return f"<Node #{self.number}@{self.turn}>"

    @property
    def path(self) -> tuple[Node, ...]:
        """The nodes from the first turn to this one, the root left out."""
        found: list[Node] = []
        node = self
        while node.parent is not None:
            found.append(node)
            node = node.parent
        return tuple(reversed(found))

    @property
    def end(self) -> Node:
        """The last turn of the line that was played on from here last."""
        node = self
        while node.latest is not None:
            node = node.latest
        return node

    @property
    def fresh(self) -> bool:
        """Whether its turn met another chance than the game's own."""
        return self.run != 0

    @property
    def known(self) -> bool:
        """Whether its turn is at hand; if not, `Game.fetch` plays it again."""
        return bool(self.played) or self.parent is None

    def on(self, line: Collection[Node]) -> bool:
        """Whether it is one of a line."""
        return any(self is one for one in line)


class Tree:
    """All turns of a game."""

    def __init__(self) -> None:
        self.root = Node(0, None, 0, visits=1)
        self.here = self.root
        self.reached = 0
        """The highest number of turns that was ever played."""
        self.rewinds = 0
        """How often a turn that was played was left behind."""
        self._nodes: dict[int, Node] = {0: self.root}
        self._next = 1

    @property
    def nodes(self) -> tuple[Node, ...]:
        """All turns in the order in which they were first played, the root left out."""
        return tuple(self._nodes.values())[1:]

    def node(self, number: int) -> Node | None:
        """The node of a number, if there is one."""
        return self._nodes.get(number)

    @property
    def path(self) -> tuple[Node, ...]:
        """The turns that led here."""
        return self.here.path

    @property
    def line(self) -> tuple[Node, ...]:
        """The turns that led here, and those that were played on from here last."""
        return self.here.end.path

    @property
    def runs(self) -> Iterator[int]:
        """Every chance that was met or set in the game."""
        for node in self.nodes:
            yield node.run
            yield from (run for _, run in node.luck)

    def add(self, moves: Moves, run: int, luck: Mapping[int, int]) -> Node:
        """A turn played from here, which is then `here`; one that was played before is found."""
        node = next(
            (one for one in self.here.children if (one.moves, one.run) == (moves, run)), None
        )
        if node is None:
            node = self.grow(self.here, moves, run)
        node.luck = tuple(sorted(luck.items()))
        self.go(node)
        self._prune()
        return node

    def grow(self, parent: Node, moves: Moves, run: int) -> Node:
        """One more turn after another, known by its moves alone as yet."""
        turn = parent.turn + 1
        node = Node(self._next, parent, turn, moves, run, first=turn > self.reached)
        self._next += 1
        self._nodes[node.number] = node
        parent.children.append(node)
        self.reached = max(self.reached, turn)
        return node

    def go(self, node: Node) -> None:
        """Stand at a node; its line is then the one gone along last."""
        node.visits += 1
        self.here = node
        while node.parent is not None:
            node.parent.latest = node
            node = node.parent

    def _prune(self) -> None:
        """Forget the oldest ends of branches, and the states of branches left long ago."""
        line = {node.number for node in self.line}
        while len(self._nodes) > MOST_NODES + 1:
            old = next(
                (one for one in self.nodes if not one.children and one.number not in line), None
            )
            if old is None or old.parent is None:
                break
            old.parent.children.remove(old)
            if old.parent.latest is old:
                old.parent.latest = None
            del self._nodes[old.number]
        kept = [one for one in self.nodes if one.played and one.number not in line]
        for one in kept[: max(0, len(kept) - KEPT)]:
            one.played, one.after, one.rows = (), None, ()
