"""Who trusts whom and who can press whom, as a network with fixed places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sim.catalogue import _
from sim.desk.models.cast import Face
from sim.desk.models.desk_fact import Fact

MOST_LINES: Final = 7
SLIGHT: Final = 0.08
"""Lines of an actor that are drawn; the table of its ties has all."""


@dataclass(frozen=True, slots=True)
class Node:
    """An actor at its place, across and down from 0 to 1."""

    face: Face
    x: float
    y: float
    you: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """Trust of one actor in another, and what the first could withhold from the second.

    `trust` is the best guess between `low` and `high`; all from 0 to 1.
    """

    source: str
    target: str
    trust: float
    low: float
    high: float
    leverage: float = 0.0
    channels: tuple[str, ...] = ()

    @property
    def distrust(self) -> bool:
        """Whether it is drawn as distrust."""
        return self.trust < 0.5

    @property
    def telling(self) -> bool:
        """Whether it says more than that two actors hardly know each other."""
        return abs(self.trust - 0.5) >= SLIGHT or self.leverage > 0.0


@dataclass(frozen=True, slots=True)
class Line:
    """An edge as it is drawn; with `both` it has a head at either end."""

    edge: Edge
    both: bool


@dataclass(frozen=True, slots=True)
class Hold:
    """What one of two could withhold from the other, in words, with its account."""

    words: str
    about: str
    ledger: str


@dataclass(frozen=True, slots=True)
class Tie:
    """The ties of an actor with another: trust both ways, and who can withhold what."""

    face: Face
    trust: Fact | None
    trusted: Fact | None
    holds: tuple[Hold, ...]


@dataclass(frozen=True, slots=True)
class Network:
    """All actors and all edges between them."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    def of(self, actor: str) -> tuple[Edge, ...]:
        """The telling edges from and to an actor, the weightiest first."""
        found = [e for e in self.edges if actor in (e.source, e.target) and e.telling]
        return tuple(sorted(found, key=lambda e: -(e.leverage + abs(e.trust - 0.5))))

    def lines(self, actor: str) -> tuple[Line, ...]:
        """The weightiest as lines to draw: two edges that say the same both ways are one line."""
        edges = self.of(actor)
        by_ends = {(edge.source, edge.target): edge for edge in edges}
        done: set[tuple[str, str]] = set()
        lines = []
        for edge in edges:
            back = by_ends.get((edge.target, edge.source))
            both = back is not None and back.distrust == edge.distrust and not back.leverage
            if (edge.source, edge.target) in done:
                continue
            done.add((edge.source, edge.target))
            if both:
                done.add((edge.target, edge.source))
            lines.append(Line(edge, both))
        return tuple(lines[:MOST_LINES])

    def pair(self, actor: str, other: str) -> tuple[Edge | None, Edge | None]:
        """Trust of another in an actor, and of the actor in it, as far as there is any to show."""
        found = {(edge.source, edge.target): edge for edge in self.edges}
        return found.get((other, actor)), found.get((actor, other))

    def name(self, actor: str) -> str:
        """The short name of an actor."""
        return next(node.face.name for node in self.nodes if node.face.id == actor)


def ties(network: Network, actor: str) -> list[Tie]:
    """The ties of an actor with all others of whom something is known."""
    out = {e.target: e for e in network.edges if e.source == actor}
    back = {e.source: e for e in network.edges if e.target == actor}
    found = []
    for node in network.nodes:
        other = node.face.id
        if other == actor or (other not in out and other not in back):
            continue
        found.append(
            Tie(
                node.face,
                _trust(out.get(other), _("trust in it")),
                _trust(back.get(other), _("its trust")),
                _holds(network, out.get(other), back.get(other)),
            )
        )
    return found


def network_rows(network: Network, actor: str) -> list[tuple[str, str, str, str]]:
    """The ties of an actor in words: name, its trust in them, theirs in it, leverage."""
    return [
        (
            tie.face.name,
            "" if tie.trust is None else tie.trust.value,
            "" if tie.trusted is None else tie.trusted.value,
            "; ".join(hold.words for hold in tie.holds),
        )
        for tie in ties(network, actor)
    ]


def percent(low: float, high: float) -> str:
    """A number between 0 and 1 as points of a hundred, or a range of them."""
    a, b = round(100 * low), round(100 * high)
    return str(a) if a == b else f"{a}\N{EN DASH}{b}"


def guess(best: float, low: float, high: float) -> str:
    """The best guess, and between what it lies, in points of a hundred."""
    middle, ends = str(round(100 * best)), percent(low, high)
    return middle if ends == middle else f"{middle} ({ends})"


def _trust(edge: Edge | None, name: str) -> Fact | None:
    if edge is None:
        return None
    words = guess(edge.trust, edge.low, edge.high)
    return Fact(name, words, f"trust:{edge.source}:{edge.target}")


def _holds(network: Network, out: Edge | None, back: Edge | None) -> tuple[Hold, ...]:
    return tuple(
        Hold(
            _("{who}: {what} ({points})").format(
                who=network.name(edge.source),
                what=", ".join(edge.channels),
                points=round(100 * edge.leverage),
            ),
            _("what {who} can withhold").format(who=network.name(edge.source)),
            f"leverage:{edge.source}:{edge.target}",
        )
        for edge in (out, back)
        if edge is not None and edge.leverage > 0 and edge.channels
    )
