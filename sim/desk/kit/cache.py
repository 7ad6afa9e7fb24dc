"""Caches: of pictures, forgetting the least used ones when full, and of what is worked out."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

import pygame

T = TypeVar("T")


class Kept:
    """What was worked out, by key; all of it is forgotten once there are more than `most`."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._found: dict[Hashable, Any] = {}

    def __len__(self) -> int:
        return len(self._found)

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """What was worked out for this key before, or is now."""
        if key not in self._found:
            if len(self._found) >= self.most:
                self._found.clear()
            self._found[key] = make()
        found: T = self._found[key]
        return found


class SurfaceCache:
    """Surfaces by key, at most `limit` bytes of pixels in all."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.bytes = 0
        self._items: OrderedDict[Hashable, pygame.Surface] = OrderedDict()

    def __len__(self) -> int:
        return len(self._items)

    def get(self, key: Hashable, make: Callable[[], pygame.Surface]) -> pygame.Surface:
        """Return the surface of `key`, making it on first use."""
        found = self._items.get(key)
        if found is not None:
            self._items.move_to_end(key)
            return found
        made = make()
        self._items[key] = made
        self.bytes += _size(made)
        while self.bytes > self.limit and len(self._items) > 1:
            self.bytes -= _size(self._items.popitem(last=False)[1])
        return made


def _size(surface: pygame.Surface) -> int:
    return surface.get_pitch() * surface.get_height()
