"""Who trusts whom and who can press whom, as a network with fixed places."""

from __future__ import annotations

from dataclasses import dataclass

from sim.desk.models.cast import Face


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
        return abs(self.trust - 0.5) >= 0.08 or self.leverage > 0.0


@dataclass(frozen=True, slots=True)
class Line:
    """An edge as it is drawn; with `both` it has a head at either end."""

    edge: Edge
    both: bool


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
        """The same as lines to draw: two edges that say the same both ways are one line."""
        edges = self.of(actor)
        done: set[tuple[str, str]] = set()
        lines = []
        for edge in edges:
            back = next(
                (e for e in edges if (e.source, e.target) == (edge.target, edge.source)), None
            )
            both = back is not None and back.distrust == edge.distrust and not back.leverage
            if (edge.source, edge.target) in done:
                continue
            done.add((edge.source, edge.target))
            if both:
                done.add((edge.target, edge.source))
            lines.append(Line(edge, both))
        return tuple(lines)

    def name(self, actor: str) -> str:
        """The short name of an actor."""
        return next(node.face.name for node in self.nodes if node.face.id == actor)


def network_rows(network: Network, actor: str) -> list[tuple[str, str, str, str]]:
    """The edges of an actor as rows: name, its trust in them, theirs in it, leverage in words."""
    out = {e.target: e for e in network.edges if e.source == actor}
    back = {e.source: e for e in network.edges if e.target == actor}
    rows = []
    for node in network.nodes:
        other = node.face.id
        if other == actor or (other not in out and other not in back):
            continue
        rows.append(
            (
                node.face.name,
                _band(out.get(other)),
                _band(back.get(other)),
                _hold(network, out.get(other), back.get(other)),
            )
        )
    return rows


def percent(low: float, high: float) -> str:
    """A number between 0 and 1 as points of a hundred, or a range of them."""
    a, b = round(100 * low), round(100 * high)
    return str(a) if a == b else f"{a}\N{EN DASH}{b}"


def _band(edge: Edge | None) -> str:
    return "" if edge is None else percent(edge.low, edge.high)


def _hold(network: Network, out: Edge | None, back: Edge | None) -> str:
    parts = [
        f"{network.name(edge.source)}: {', '.join(edge.channels)} ({round(100 * edge.leverage)})"
        for edge in (out, back)
        if edge is not None and edge.leverage > 0 and edge.channels
    ]
    return "; ".join(parts)
