"""Memory that one ensemble leaves to the next of its size.

Fresh memory is not free: the system hands it out page by page as it is first touched, which took
a fifth of a batch's time. A batch runs its chunks one after another in the same arrays instead.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from sim.model.exact import Floats


class Arena:
    """Arrays by name. Only one ensemble at a time may live in an arena."""

    def __init__(self) -> None:
        self._kept: dict[str, NDArray[Any]] = {}

    def full(self, name: str, shape: tuple[int, ...], value: float, dtype: DTypeLike) -> Any:
        """The array of this name, filled with one value."""
        kept = self._kept.get(name)
        if kept is None or kept.shape != shape or kept.dtype != dtype:
            kept = self._kept[name] = np.full(shape, value, dtype=dtype)
        else:
            kept.fill(value)
        return kept

    def room(self, name: str, shape: tuple[int, ...]) -> Floats:
        """An array of floats of this name, with whatever it held before."""
        kept = self._kept.get(name)
        if kept is None or kept.shape != shape:
            kept = self._kept[name] = np.empty(shape)
        return kept
