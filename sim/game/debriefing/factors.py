"""Why the mediator could play its part: the scenario's factors, before the game and after it.

For the debrief, where all is opened: the values are the true ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.catalogue import _
from sim.game.debriefing.worth import world_at
from sim.game.replay import stance_word
from sim.game.words import level_word
from sim.model.world import World
from sim.scenario.form.coding import WORDS
from sim.scenario.language import FUNCTIONS, STANCES, parse_term

if TYPE_CHECKING:
    from sim.game.game import Game


@dataclass(frozen=True)
class Factor:
    """A factor with its value at the start and at the end."""

    id: str
    title: str
    before: float
    """In the units of `is_level`: 0..1, or a count."""
    after: float
    """At the end, in the same units."""
    before_word: str
    """Empty where the quantity is a count."""
    after_word: str
    is_level: bool
    """Whether it lies in 0..1; else it is a count."""
    says: str
    cites: tuple[str, ...]

    @property
    def told(self) -> str:
        """Both values in words: "at the start good (70), at the end high (85)"."""
        return _("at the start {before}, at the end {after}").format(
            before=self._value(self.before, self.before_word),
            after=self._value(self.after, self.after_word),
        )

    def _value(self, value: float, word: str) -> str:
        number = f"{round(100 * value)}" if self.is_level else f"{value:g}"
        return _("{word} ({number})").format(word=word, number=number) if word else number


def factors(game: Game) -> Iterator[Factor]:
    """The factors of the game's scenario, in file order."""
    first = world_at(game, game.past[0].before) if game.past else game.process.world
    for name, spec in game.scenario.factors.items():
        words = FUNCTIONS[parse_term(spec.measure).function].words
        before, after = (_value(game, name, world) for world in (first, game.process.world))
        yield Factor(
            id=name,
            title=spec.title,
            before=before,
            after=after,
            before_word=_word(before, words),
            after_word=_word(after, words),
            is_level=words in (WORDS, STANCES),
            says=spec.says,
            cites=tuple(spec.cite),
        )


def _value(game: Game, name: str, world: World) -> float:
    return float(game.compiled.factors[name](world)[0])


def _word(value: float, words: dict[str, float]) -> str:
    """A value in the words of its quantity; a hidden type is one of its words."""
    if words == WORDS:
        return level_word(value)
    if words == STANCES:
        return stance_word(value)
    return next((word for word, number in words.items() if number == value), "")
