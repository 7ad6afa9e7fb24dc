"""Which key does what, and the user's own keys: what may be changed, and what that clashes with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sim.catalogue import _
from sim.desk.kit.chords import FIXED, cap
from sim.desk.models.help import KEYS

_LONGEST: Final = 24
_MANY: Final = 200


@dataclass(frozen=True, slots=True)
class Bound:
    """A key with all that it does: the usual chord, the user's own, and what it does where."""

    usual: str
    own: str
    does: tuple[tuple[str, str], ...]
    """Pairs of a place and what is done there."""

    @property
    def fixed(self) -> bool:
        """Whether it cannot be changed."""
        return self.usual in FIXED

    @property
    def words(self) -> str:
        """What it does, everywhere, in a line."""
        return "; ".join(done for _place, done in self.does)

    @property
    def lines(self) -> str:
        """What it does, everywhere, a line for each place."""
        return "\n".join(done for _place, done in self.does)


def bindings(own: Mapping[str, str]) -> tuple[Bound, ...]:
    """All keys in the order of the help, each one once; those that work everywhere come last."""
    does: dict[str, list[tuple[str, str]]] = {}
    for group in (*KEYS[1:], KEYS[0]):
        for key in group.keys:
            does.setdefault(key.chord, []).append((group.title, key.does))
    return tuple(Bound(usual, own.get(usual, usual), tuple(done)) for usual, done in does.items())


def clash(own: Mapping[str, str], usual: str, pressed: str) -> str:
    """Why a chord cannot do what another usually does; empty where it can."""
    if not pressed:
        return _("That key has no name here; press another one.")
    if pressed in FIXED:
        words = _("{key} always means the same; press another key.")
        return words.format(key=cap(pressed))
    for bound in bindings(own):
        if bound.own == pressed and bound.usual != usual:
            words = _("{key} is taken: {does}. Give that another key first, or press another one.")
            return words.format(key=cap(pressed), does=bound.does[0][1])
    return ""


def rebound(own: Mapping[str, str], usual: str, pressed: str) -> dict[str, str]:
    """The user's keys with one changed, or given back where it is pressed as usual.

    Raises:
        ValueError: It clashes; the sentence says with what.
    """
    if problem := clash(own, usual, pressed):
        raise ValueError(problem)
    return {
        **{other: key for other, key in own.items() if other != usual},
        **({} if pressed == usual else {usual: pressed}),
    }


def own_keys(found: Mapping[Any, Any]) -> dict[str, str]:
    """The keys of a settings file, without those that are unknown, broken or clash."""
    known = {bound.usual for bound in bindings({}) if not bound.fixed}
    kept: dict[str, str] = {}
    for usual, pressed in list(found.items())[:_MANY]:
        fits = usual in known and isinstance(pressed, str) and 0 < len(pressed) <= _LONGEST
        if fits and pressed.isprintable() and pressed not in FIXED and pressed != usual:
            kept[usual] = pressed
    # two keys may have changed places, so that they are judged together
    pressed_by = [bound.own for bound in bindings(kept)]
    return {} if len(set(pressed_by)) < len(pressed_by) else kept
