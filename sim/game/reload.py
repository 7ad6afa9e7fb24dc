"""A game played again on a scenario that was edited, as far as its moves can still be played."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.catalogue import _, plural
from sim.game import edits
from sim.game.errors import GameError, sentence
from sim.game.planned import Planned
from sim.game.saving.replaying import plan_what_can_be
from sim.scenario.problem import visible

if TYPE_CHECKING:
    from sim.game.game import Game
    from sim.scenario.load import Loaded
    from sim.scenario.problem import ScenarioError


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
    changed: tuple[str, ...] = ()
    """What is otherwise in the scenario, in words; see `sim.game.edits`."""

    @property
    def words(self) -> str:
        """What became of the game, in a sentence or two."""
        if self.same:
            return _("The scenario is loaded again; nothing in it has changed.")
        again = _(
            "The edited scenario is loaded, and your moves were played again from the first turn."
        )
        begun = self.game.turn or self.turns_lost or self.lost
        told = [again if begun else _("The edited scenario is loaded.")]
        told += [edits.told(self.changed)] * bool(self.changed)
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


class BrokenScenario(GameError):  # noqa: N818  (a file, not the program, is at fault)
    """A scenario that cannot be loaded as it is on the disk now, with all its problems.

    The text says the first of them, and that the game goes on.
    """

    def __init__(self, text: str, error: ScenarioError) -> None:
        super().__init__(text)
        self.error = error


def reloaded(game: Game) -> Reloaded:
    """A game on its scenario as it is on the disk now.

    Raises:
        BrokenScenario: The scenario is broken.
        GameError: The game cannot be played on it any more; the sentence says why.
    """
    from sim.scenario.load import load
    from sim.scenario.problem import ScenarioError

    goes_on = _("The game goes on with the scenario as it was.")
    try:
        return played_again(game, load(str(game.loaded.path), level=game.loaded.level))
    except ScenarioError as error:
        first = error.problems[0]
        place = f"{visible(first.span.file)}:{first.span.line}"
        words = _("{place}: {problem}. {goes_on}")
        said = words.format(place=place, problem=first.message, goes_on=goes_on)
        raise BrokenScenario(said, error) from None
    except (GameError, OSError) as error:
        said = _("{problem} {goes_on}").format(problem=sentence(str(error)), goes_on=goes_on)
    raise GameError(said)


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
    new = Game(loaded, None, game.seed, game.without, seats=game.seats, turn_limit=game.turn_limit)
    new.lock = game.lock
    new.process.luck = dict(game.luck)
    lost: list[str] = []
    skipped = 0
    for node in game.tree.path:
        if new.over:
            skipped += 1
            continue
        lost += _planned_again(game, new, node.moves)
        new.end_turn()
    if not new.over:
        lost += _planned_again(game, new, [player.planned for player in game.players])
        for player, before in zip(new.players, game.players, strict=True):
            player.ready = before.ready
        new.up = new.players[game.up.place]
    changed = edits.edits(game.loaded.document.data, loaded.document.data)
    return Reloaded(new, tuple(lost), skipped, same=False, changed=tuple(changed))


def _planned_again(old: Game, new: Game, turn: Sequence[Sequence[Planned]]) -> list[str]:
    """Plan a turn again; what cannot be, in words where they may be told to who is up."""
    another = _("a move of another seat")
    return [
        old.label(plan.option) if place == old.up.place else another
        for place, plan, _why in plan_what_can_be(new, turn)
    ]
