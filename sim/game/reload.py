"""A game played again on a scenario that was edited, as far as its moves can still be played."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.catalogue import _, plural
from sim.game.faults import GameError
from sim.game.moves import Planned

if TYPE_CHECKING:
    from sim.game.game import Game
    from sim.scenario.load import Loaded


@dataclass(frozen=True)
class Reloaded:
    """A game on the edited scenario."""

    game: Game
    lost: tuple[str, ...]
    """Moves that can no longer be played, in words, in their order."""
    turns_lost: int
    """Turns that were played before and that the game no longer has."""
    same: bool
    """Whether the scenario is what it was."""

    @property
    def words(self) -> str:
        """What became of the game, in a sentence or two."""
        if self.same:
            return _("The scenario is loaded again; nothing in it has changed.")
        told = [_("The edited scenario is loaded, and your moves were played again.")]
        if self.lost:
            count = len(self.lost)
            told.append(
                plural(
                    "{count} of them is no longer possible: {first}.",
                    "{count} of them are no longer possible, the first: {first}.",
                    count,
                ).format(count=count, first=self.lost[0])
            )
        if self.turns_lost:
            told.append(
                plural(
                    "The game is over {count} turn sooner.",
                    "The game is over {count} turns sooner.",
                    self.turns_lost,
                ).format(count=self.turns_lost)
            )
        return " ".join(told)


def played_again(game: Game, loaded: Loaded) -> Reloaded:
    """The same seat, seed and moves on an edited scenario.

    Args:
        game: The game as it was; it is not changed.
        loaded: The scenario as it is now.

    Raises:
        GameError: The scenario has no such seat any more, or no such rule to be without.
    """
    from sim.game.game import Game

    if loaded.document.data == game.loaded.document.data:
        return Reloaded(game, (), 0, same=True)
    new = Game.new(loaded, game.seat, game.seed, game.without)
    lost: list[str] = []
    skipped = 0
    for played in game.past:
        if new.over:
            skipped += 1
            continue
        lost += _push_all(game, new, played.moves)
        new.end_turn()
    if not new.over:
        lost += _push_all(game, new, tuple(game.planned))
    return Reloaded(new, tuple(lost), skipped, same=False)


def _push_all(old: Game, new: Game, moves: tuple[Planned, ...]) -> list[str]:
    """Plan moves again; those that cannot be, in words."""
    lost = []
    for plan in moves:
        try:
            new.push(plan.move, plan.to, dict(plan.text) or None)
        except (GameError, LookupError):
            lost.append(old.label(plan.option))
    return lost
