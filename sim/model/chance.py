"""Chance as named slots of a counter-based block.

Philox is a function from a key and a counter to four random words (Salmon, Moraes, Dror and Shaw,
"Parallel random numbers: as easy as 1, 2, 3", 2011). Here the key is the seed, the counter is
(run, band, turn, purpose), and a band is four slots. A draw is thus fixed by its seed, purpose,
turn, slot and run alone. It is the same in any chunk and on any worker, and it stays the same when
slots are added after it, so that two scenarios that share their first slots can be compared run by
run on the same chance.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import IntEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.model.exact import Floats

_BAND: Final = 4
_WORD: Final = 2**64


class Purpose(IntEnum):
    """What a stream of chance is for; different purposes never share a draw."""

    WORLD = 0
    """What happens in the runs themselves."""
    ODDS = 1
    """Look-ahead: what a seat believes may happen."""
    RANGES = 3  # part of every draw, so no number here is ever given to another
    """Values taken from the ranges of uncertain parameters."""


class Slots:
    """The names of the draws of one turn, in a fixed order.

    What a child scenario adds comes after what its parent has, so that the parent's draws stay.

    Raises:
        ValueError: A name stands twice.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self.names: tuple[str, ...] = tuple(names)
        self._columns = {name: column for column, name in enumerate(self.names)}
        if len(self._columns) < len(self.names):
            twice = next(name for i, name in enumerate(names) if self._columns[name] != i)
            raise ValueError(f"Slot {twice!r} is named twice; every slot needs its own name.")
        self.width: int = -(-len(self.names) // _BAND) * _BAND

    def __len__(self) -> int:
        return len(self.names)

    def __contains__(self, name: object) -> bool:
        return name in self._columns

    def column(self, name: str) -> int:
        """The row of a block that holds the draws of this slot.

        Raises:
            KeyError: There is no slot of this name.
        """
        try:
            return self._columns[name]
        except KeyError:
            raise KeyError(f"There is no slot {name!r} among the {len(self)} of a turn.") from None


def block(
    seed: int,
    turn: int,
    start: int,
    runs: int,
    width: int,
    purpose: int = Purpose.WORLD,
    out: Floats | None = None,
) -> Floats:
    """The uniform draws of one turn for runs ``start`` to ``start + runs - 1``.

    Args:
        seed: The key of the stream, 0 <= seed < 2**64.
        turn: The turn, from 0.
        start: The first run.
        runs: How many runs.
        width: How many slots; a multiple of 4.
        purpose: What the draws are for (`Purpose`).
        out: Where to write: C-contiguous, float64, shape (width, runs).

    Returns:
        Draws in [0, 1), shape (width, runs), C-contiguous. Row k holds the draws of slot k: a wider
        block begins with the same rows, and an overlapping one has the same columns.

    Raises:
        ValueError: An argument outside these limits.
    """
    if width % _BAND:
        raise ValueError(f"The width of a block is {width}; it must be a multiple of {_BAND}.")
    for what, value in (("seed", seed), ("turn", turn), ("first run", start), ("purpose", purpose)):
        if not 0 <= value < _WORD:
            raise ValueError(f"The {what} is {value}; it must be from 0 to 2**64 - 1.")
    if runs < 0 or start + runs > _WORD:
        raise ValueError(f"{runs} runs from run {start} on is outside 0 to 2**64 - 1.")
    if out is None:
        out = np.empty((width, runs))
    elif out.shape != (width, runs) or out.dtype != np.float64 or not out.flags.c_contiguous:
        raise ValueError(
            f"out has shape {out.shape} and type {out.dtype}; it must be a C-contiguous float64 "
            f"array of shape {(width, runs)}."
        )
    stream = _Stream(seed, turn, start, runs, purpose)
    for band in range(width // _BAND):
        stream.write(band, out)
    return out


class _Stream:
    """The draws of one turn, band by band: what is not asked for costs nothing."""

    def __init__(self, seed: int, turn: int, start: int, runs: int, purpose: int) -> None:
        self._bits = np.random.Philox(key=np.array([seed, 0], dtype=np.uint64))
        self._generator = np.random.Generator(self._bits)
        self._state = self._bits.state
        self._counter = self._state["state"]["counter"]
        self._counter[:] = start, 0, turn, purpose
        self._rows = np.empty((runs, _BAND))

    def write(self, band: int, out: Floats) -> None:
        """Write the four slots of a band to their rows of a block."""
        self._counter[1] = band
        self._bits.state = self._state
        self._generator.random(out=self._rows)
        np.copyto(out[band * _BAND : (band + 1) * _BAND], self._rows.T)


class Draws:
    """The draws of one turn, by the names of their slots; each band is drawn when first asked for.

    Args:
        slots: The names of the draws.
        block: Where they are written, shape (width, lanes).
        fill: Writes the rows of one band.
    """

    def __init__(self, slots: Slots, block: Floats, fill: Callable[[int], None]) -> None:
        self._slots, self._block, self._fill = slots, block, fill
        self._missing = set(range(slots.width // _BAND))

    def _need(self, first: int, last: int) -> None:
        for band in range(first // _BAND, last // _BAND + 1):
            if band in self._missing:
                self._fill(band)
                self._missing.discard(band)

    @property
    def values(self) -> Floats:
        """All draws, shape (width, lanes); row k holds slot k."""
        self._need(0, self._slots.width - 1)
        return self._block

    def draw(self, name: str) -> Floats:
        """The draws of one slot: shape (lanes,), in [0, 1), a view.

        Raises:
            KeyError: There is no slot of this name.
        """
        column = self._slots.column(name)
        self._need(column, column)
        draws: Floats = self._block[column]
        return draws

    def draws(self, first: str, last: str) -> Floats:
        """The draws of neighbouring slots, both ends included: shape (slots, lanes), a view.

        Raises:
            KeyError: There is no slot of this name.
        """
        start, end = self._slots.column(first), self._slots.column(last)
        self._need(start, end)
        return self._block[start : end + 1]


class Chance:
    """The chance of an ensemble: for each turn one block of named draws.

    The last axis of the draws is the lanes. Lane l draws the chance of run ``run_ids[l]``, so that
    lanes of one run meet the same luck, whatever differs between them.

    Args:
        seed: The key of the stream, 0 <= seed < 2**64.
        start: The first run.
        runs: How many runs.
        slots: The names of the draws.
        purpose: What the draws are for (`Purpose`).
        tiled: How many times the runs stand side by side: there are ``tiled * runs`` lanes, and
            lane l draws the chance of run ``start + l % runs``.
        room: Where to write the draws: shape (width, runs), used by nobody else meanwhile.

    Raises:
        ValueError: An argument outside these limits.
    """

    def __init__(
        self,
        seed: int,
        start: int,
        runs: int,
        slots: Slots,
        purpose: int = Purpose.WORLD,
        tiled: int = 1,
        room: Floats | None = None,
    ) -> None:
        if tiled < 1:
            raise ValueError(f"The runs are to stand side by side {tiled} times; at least 1.")
        self.seed, self.start, self.runs = seed, start, runs
        self.slots, self.purpose = slots, purpose
        self._sources = np.tile(np.arange(runs), tiled)
        self._plain = tiled == 1
        self._block = np.empty((slots.width, runs)) if room is None else room
        self._values = self._lay_out()

    @property
    def lanes(self) -> int:
        """How many lanes draw from this chance."""
        return self._sources.size

    @property
    def run_ids(self) -> NDArray[np.intp]:
        """The run whose chance each lane draws, shape (lanes,)."""
        return self._sources + self.start

    def turn(self, turn: int, shift: int = 0) -> Draws:
        """The draws of one turn, good until the next call, which writes to the same memory.

        Args:
            turn: The turn, from 0.
            shift: How many runs further on the chance is taken from: a lane of run r draws what
                run ``r + shift`` would, at least 0.

        Raises:
            ValueError: The turn or the shift is negative.
        """
        if not 0 <= turn < _WORD:
            raise ValueError(f"The turn is {turn}; it must be from 0 to 2**64 - 1.")
        if shift < 0 or (shift and self.start + shift + self.runs > _WORD):
            raise ValueError(f"The shift is {shift}; it must lead to a run from 0 to 2**64 - 1.")
        stream = _Stream(self.seed, turn, self.start + shift, self.runs, self.purpose)

        def fill(band: int) -> None:
            stream.write(band, self._block)
            if not self._plain:
                rows = slice(band * _BAND, (band + 1) * _BAND)
                # Indices are within bounds by construction; "clip" spares NumPy a second buffer.
                np.take(
                    self._block[rows],
                    self._sources,
                    axis=1,
                    out=self._values[rows],
                    mode="clip",
                )

        return Draws(self.slots, self._values, fill)

    def compact(self, keep: NDArray[np.bool_] | NDArray[np.intp]) -> Chance:
        """The chance of some lanes only, given by a mask (lanes,) or by their indices, in order."""
        some = Chance(self.seed, self.start, self.runs, self.slots, self.purpose)
        some._sources = self._sources[keep]
        some._plain = False
        some._values = some._lay_out()
        return some

    def _lay_out(self) -> Floats:
        """The array that the draws of a turn are given out in."""
        return self._block if self._plain else np.empty((self.slots.width, self.lanes))
