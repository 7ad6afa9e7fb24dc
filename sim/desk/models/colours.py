"""Colours as others see them: the parties' marks under three kinds of colour blindness."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sim.catalogue import _
from sim.desk.kit.colour import COLOUR_BLINDNESS, Colour, delta_e, simulate
from sim.desk.kit.theme import Mark
from sim.desk.models.cast import Face, faces, mark_of
from sim.scenario.heads import head
from sim.scenario.shelf import find, opener

if TYPE_CHECKING:
    from sim.game.game import Game

ENOUGH: Final = 15.0
"""The CIE 1976 difference from which two colours are plainly two."""
_NAMES: Final = {
    "protanopia": _("Without red cones"),
    "deuteranopia": _("Without green cones"),
    "tritanopia": _("Without blue cones"),
}


@dataclass(frozen=True, slots=True)
class Sight:
    """How one kind of eyes sees the marks, and the two that are closest to them.

    `least` is the CIE 1976 difference of the pair; 0 where there are fewer than two marks.
    """

    name: str
    about: str
    seen: tuple[Colour, ...]
    least: float
    pair: tuple[str, str]
    same_shape: bool
    """Whether the pair could be taken for one another by shape as well."""

    @property
    def words(self) -> str:
        """The closest pair and how far apart it is."""
        if not self.pair[0]:
            return _("There is nothing to compare.")
        words = _("closest: {first} and {second}, {number}")
        return words.format(first=self.pair[0], second=self.pair[1], number=f"{self.least:.0f}")

    @property
    def plain(self) -> bool:
        """Whether all colours are plainly different to these eyes."""
        return self.least >= ENOUGH


def sights(cast: Sequence[Face]) -> tuple[Sight, ...]:
    """The marks as seen by usual eyes and by three kinds of colour-blind ones."""
    kinds = [
        ("", _("Usual sight"), _("three kinds of cones")),
        *((kind, _NAMES[kind], kind) for kind in COLOUR_BLINDNESS),
    ]
    return tuple(_sight(cast, kind, name, about) for kind, name, about in kinds)


def _sight(cast: Sequence[Face], kind: str, name: str, about: str) -> Sight:
    seen = [simulate(one.mark.colour, kind) if kind else one.mark.colour for one in cast]
    pairs = [
        (delta_e(a, b), first, second)
        for (first, a), (second, b) in itertools.combinations(enumerate(seen), 2)
    ]
    if not pairs:
        return Sight(name, about, tuple(seen), 0.0, ("", ""), False)
    least, first, second = min(pairs)
    one, other = cast[first], cast[second]
    return Sight(
        name,
        about,
        tuple(seen),
        least,
        (one.name, other.name),
        one.mark.shape == other.mark.shape,
    )


def as_seen(face: Face, colour: Colour) -> Mark:
    """The mark of an actor in the colour that it has to some eyes."""
    return Mark(colour, face.mark.shape)


def cast_shown(game: Game | None) -> tuple[Face, ...]:
    """The actors of a game; without one, of the scenario that a newcomer begins with.

    Raises:
        ScenarioError: There is no game, and that scenario cannot be read.
    """
    if game is not None:
        return tuple(faces(game.scenario).values())
    data: dict[str, Any] = head(find(opener()))
    return tuple(
        Face(name, str(actor.get("short", name)), mark_of(actor.get("mark", {}), index))
        for index, (name, actor) in enumerate(data["actors"].items())
    )
