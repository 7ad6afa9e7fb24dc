"""The path map as it is shown: forks in words, and the courses of the streams in a unit square."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sim.catalogue import _
from sim.dates import short_month
from sim.desk.models.title import day

if TYPE_CHECKING:
    from sim.game.debriefing.river import Fork, River

GAP: Final = 0.14
"""Share of the width between those that met a checkpoint and those that did not."""


@dataclass(frozen=True, slots=True)
class ForkView:
    """A checkpoint where the runs part."""

    id: str
    title: str
    by: str
    """Its date in words ..."""
    by_short: str
    """... and with the month in three letters."""
    share: str
    """Of a hundred runs, how many met it, such as "44 of 100"."""
    short: str
    """The share, what happened here and what the record has, in one sentence."""
    lines: tuple[str, ...]
    """What more there is to say of it."""
    cites: tuple[str, ...]
    here: bool | None


@dataclass(frozen=True, slots=True)
class Node:
    """The runs that met a checkpoint, or those that did not, as a stretch across the river."""

    column: int
    """0 is the source, the forks follow."""
    met: bool
    low: float
    """Across the river, 0..1; those that met it lie at the side of 0."""
    high: float


@dataclass(frozen=True, slots=True)
class Ribbon:
    """A stream from one column to the next."""

    column: int
    """The column that it leaves."""
    met: bool
    """Whether it comes to those that met the next checkpoint."""
    start: tuple[float, float]
    """Its two banks there, across the river ..."""
    end: tuple[float, float]
    """... and where it arrives."""


@dataclass(frozen=True, slots=True)
class RiverView:
    """The path map."""

    forks: tuple[ForkView, ...]
    runs: int
    about: str
    alone: str
    """How many runs went all the way as the record, and as this game."""
    nodes: tuple[Node, ...]
    ribbons: tuple[Ribbon, ...]
    yours: tuple[bool, ...]
    """Whether this game met each fork that it came to, in order."""

    def node(self, column: int, met: bool) -> Node | None:
        """The node of a side of a column; None where no run is there."""
        return next((n for n in self.nodes if (n.column, n.met) == (column, met)), None)

    def course(self, yours: bool) -> tuple[float, ...]:
        """Where a line crosses each column, from the source on, across the river, 0..1.

        Where both lines run in one stream they lie beside each other.
        """
        other = tuple(True for _fork in self.forks) if yours else self.yours
        mine = self.yours if yours else tuple(True for _fork in self.forks)
        aside = 1.0 if yours else -1.0
        found = [_within(self.node(0, True), True, aside)]
        for column, met in enumerate(mine, start=1):
            together = column <= len(other) and other[column - 1] == met
            found.append(_within(self.node(column, met), met, aside if together else 0.0))
        return tuple(found)


_APART: Final = 0.14
"""How far from the middle of a stream each of two lines lies, as a share of its width ..."""
_LEAST: Final = 0.042
"""... and at least, as a share of the river's."""


def _within(node: Node | None, met: bool, aside: float) -> float:
    """A place within a node, or at the bank where no run is; `aside` is -1, 0 or 1."""
    low, high = (node.low, node.high) if node is not None else ((0.0, 0.0) if met else (1.0, 1.0))
    half = max(_APART * (high - low), _LEAST)
    room = half + 0.012 if aside else 0.012
    return min(max((low + high) / 2, room), 1 - room) + aside * half


def build_river(made: River, seat: str) -> RiverView:
    """What is shown of a path map.

    Args:
        made: The runs.
        seat: The seat's name.
    """
    nodes = tuple(_nodes(made))
    if made.from_here:
        about = _(
            "{runs} runs of the engine from the state in which this chapter was opened, {seat} "
            "played by the model's own policy. A stream is as wide as the share of the runs in it."
        )
    else:
        about = _(
            "{runs} runs of the engine from the first turn, {seat} played by the model's own "
            "policy. A stream is as wide as the share of the runs in it."
        )
    alone = _(
        "Of {runs} runs, {record} met every checkpoint, as the record did; {own} went as yours."
    )
    return RiverView(
        forks=tuple(_fork(one, first=index == 0) for index, one in enumerate(made.forks)),
        runs=made.runs,
        about=about.format(runs=made.runs, seat=seat),
        alone=alone.format(runs=made.runs, record=made.as_recorded, own=made.as_here),
        nodes=nodes,
        ribbons=tuple(_ribbons(made, nodes)),
        yours=tuple(bool(one.here) for one in made.forks if one.here is not None),
    )


def _nodes(made: River) -> Iterator[Node]:
    yield Node(0, True, GAP / 2, 1 - GAP / 2)
    for column, fork in enumerate(made.forks, start=1):
        edge = fork.share * (1 - GAP)
        if fork.came:
            yield Node(column, True, 0.0, edge)
        if fork.came < fork.runs:
            yield Node(column, False, edge + GAP, 1.0)


def _ribbons(made: River, nodes: tuple[Node, ...]) -> Iterator[Ribbon]:
    """The streams between columns, in each node those that meet the next one first."""
    places = {(node.column, node.met): node for node in nodes}
    for column, fork in enumerate(made.forks):
        width = (1 - GAP) / max(1, fork.runs)
        arrived = dict.fromkeys((True, False), 0)
        for before in (True, False):
            left = 0
            for met in (True, False):
                runs = fork.flows[before][met]
                if not runs:
                    continue
                start, end = places[column, before].low, places[column + 1, met].low
                yield Ribbon(
                    column,
                    met,
                    (start + left * width, start + (left + runs) * width),
                    (end + arrived[met] * width, end + (arrived[met] + runs) * width),
                )
                left += runs
                arrived[met] += runs


def _fork(fork: Fork, first: bool) -> ForkView:
    date, share = day(fork.by), in_hundred(fork.came, fork.runs)
    came = _("In {share} runs it had come about by {date}.").format(share=share, date=date)
    if fork.here is None:
        here = _("Here the game stopped before that.")
    elif fork.here and fork.date is not None:
        here = _("Here it did, in the turn from {date}.").format(date=day(fork.date))
    else:
        here = _("Here it did not.")
    then = _("In {year} it did.").format(year=fork.by.year)
    lines = []
    if not first and fork.alike[1]:
        lines.append(
            _("Of the {count} runs that had gone as yours up to then, {came} met it.").format(
                count=fork.alike[1], came=fork.alike[0]
            )
        )
    if not first and fork.given[1] and fork.given != fork.alike:
        lines.append(
            _("Of the {count} that had gone as the record up to then, {came} met it.").format(
                count=fork.given[1], came=fork.given[0]
            )
        )
    if fork.surprise:
        lines.append(
            _("The sources call it a surprise: {why}").format(why=_sentence(fork.surprise))
        )
    return ForkView(
        id=fork.id,
        title=fork.title,
        by=date,
        by_short=_("{day} {month} {year}").format(
            day=fork.by.day, month=short_month(fork.by), year=fork.by.year
        ),
        share=share,
        short=f"{came} {here} {then}",
        lines=tuple(lines),
        cites=fork.cites,
        here=fork.here,
    )


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def in_hundred(count: int, runs: int) -> str:
    """A share as a frequency: "44 of 100", or "fewer than 1 of 100"."""
    share = round(100 * count / max(1, runs))
    if count and not share:
        return _("fewer than 1 of 100")
    if count < runs and share == 100:
        return _("more than 99 of 100")
    return _("{share} of 100").format(share=share)
