"""The ledger of one watched run: every change with signed contributions that add up to it.

Batches have no ledger and pay nothing for it. A change that met a bound has a contribution of the
rule `bound`, so that the contributions always sum to the change.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

Address = tuple[str, tuple[int, ...]]
"""Where a number lies: array and place; the runs are the rest."""


@dataclass(frozen=True)
class Part:
    """One signed contribution: which rule, from what (a move, an event, an answer), how much."""

    rule: str
    source: str
    amount: float
    """Signed, in the units of the number that moved."""


@dataclass(frozen=True)
class Row:
    """Something that happened in the watched run.

    `kind` is one of move, answer, text, fact, event (what was done) and change (a number moved).
    `names` says who or what it is about.
    `before` and `after` are in the units of the number that moved, None where none did.
    """

    turn: int
    kind: str
    what: str
    names: tuple[Any, ...] = ()
    before: float | None = None
    after: float | None = None
    parts: tuple[Part, ...] = ()
    chance: float | None = None
    outcome: str = ""
    source: str = ""


def _at(value: Any, lane: int) -> float:
    array = np.asarray(value)
    return float(array[lane]) if array.ndim else float(array)


@dataclass
class Ledger:
    """Rows of the run in one lane."""

    lane: int = 0
    closed: bool = False
    """Whether the run has ended, so that nothing more is written."""
    rows: list[Row] = field(default_factory=list)
    _causes: dict[Address, list[Part]] = field(default_factory=dict)
    _signals: dict[Address, list[tuple[bool, Part]]] = field(default_factory=dict)
    _signs: dict[int, list[Part]] = field(default_factory=dict)

    def write(self, row: Row) -> None:
        """Add a row."""
        if not self.closed:
            self.rows.append(row)

    def cause(self, address: Address, by: Any, rule: str, source: str) -> None:
        """Note what is going to shift a driver."""
        amount = _at(by, self.lane)
        if amount:
            self._causes.setdefault(address, []).append(Part(rule, source, amount))

    def settle(self, turn: int, address: Address, before: Any, after: Any) -> None:
        """Write the change of a driver from its noted causes."""
        parts = self._causes.pop(address, [])
        self._change(turn, address, _at(before, self.lane), _at(after, self.lane), parts)

    def signal(self, address: Address, gain: bool, by: Any, rule: str, source: str) -> None:
        """Note a signal for an attitude."""
        amount = _at(by, self.lane)
        if amount:
            self._signals.setdefault(address, []).append((gain, Part(rule, source, amount)))

    def learn(
        self, turn: int, address: Address, before: Any, after: Any, up: Any, down: Any
    ) -> None:
        """Write the change of an attitude from its noted signals and the rates of gain and loss."""
        start = _at(before, self.lane)
        parts = []
        for gain, part in self._signals.pop(address, []):
            rate = _at(up, self.lane) * (1 - start) if gain else -_at(down, self.lane) * start
            parts.append(Part(part.rule, part.source, part.amount * rate))
        self._change(turn, address, start, _at(after, self.lane), parts)

    def sign(self, subject: int, sign: str, weight: Any, source: str) -> None:
        """Note a sign of a subject's type."""
        if _at(weight, self.lane):
            self._signs.setdefault(subject, []).append(Part(f"spoilers:{sign}", source, 0.0))

    def believe(self, turn: int, before: np.ndarray, after: np.ndarray) -> None:
        """Write the changes of beliefs in bad faith; several signs share the change equally."""
        for subject, signs in self._signs.items():
            old, new = before[subject, :, :, self.lane], after[subject, :, :, self.lane]
            for actor in range(old.shape[0]):
                start, end = float(old[actor, 2:].sum()), float(new[actor, 2:].sum())
                share = (end - start) / len(signs)
                parts = [Part(part.rule, part.source, share) for part in signs]
                self._change(turn, ("bad_faith", (actor, subject)), start, end, parts)
        self._signs.clear()

    def _change(
        self, turn: int, address: Address, before: float, after: float, parts: list[Part]
    ) -> None:
        if before == after and not parts:
            return
        rest = (after - before) - sum(part.amount for part in parts)
        if abs(rest) > 1e-12:
            parts = [*parts, Part("bound", "", rest)]
        if parts:
            name, index = address
            self.write(Row(turn, "change", name, index, before, after, tuple(parts)))


def merged(parts: Iterable[Part]) -> list[Part]:
    """Parts of one rule and source added up, in the order in which they come first."""
    sums: dict[tuple[str, str], float] = {}
    for part in parts:
        key = (part.rule, part.source)
        sums[key] = sums.get(key, 0.0) + part.amount
    return [Part(*key, amount) for key, amount in sums.items()]


def whole_parts(row: Row, scale: int = 100) -> tuple[int, list[int]]:
    """A change and its parts as whole numbers that still add up (largest remainder).

    Args:
        row: A row of kind change.
        scale: How many units make 1.

    Returns:
        The change shown, and one number a part, in the order of `row.parts`.
    """
    before, after = row.before or 0.0, row.after or 0.0
    total = round(after * scale) - round(before * scale)
    exact = [part.amount * scale for part in row.parts]
    shown = [int(np.floor(value)) for value in exact]
    short = total - sum(shown)
    order = sorted(range(len(exact)), key=lambda i: shown[i] - exact[i])
    step = 1 if short > 0 else -1
    for count in range(abs(short)):
        if order:
            shown[order[count % len(order)]] += step
    return total, shown
