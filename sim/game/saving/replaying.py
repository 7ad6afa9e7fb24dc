"""How the turns of a save are played again, and its branches taken over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from sim.catalogue import _
from sim.game.errors import GameError, NotPlayedError, SaveError
from sim.game.game import Game
from sim.game.moves import find, planned
from sim.game.planned import Planned
from sim.game.players import Player
from sim.game.saving.bets import take_bets
from sim.game.saving.form import Luck, Save, SavedMove, SavedTree, Turn
from sim.game.tree import Tree

Move = TypeVar("Move", Planned, SavedMove)

EDITED = _(
    "The scenario's file has changed since this game was saved; its moves lead to the same state "
    "there, so it goes on."
)
"""What is told of a game whose scenario was edited without anything in the game being otherwise."""


def play_again(
    game: Game, turns: list[Turn], state: str, shown: str, planned: Turn | None = None
) -> None:
    """Play the turns of a save of one seat in a game that has not begun.

    Raises:
        SaveError: They cannot be played, or do not lead to the state that the save names.
    """
    _play(game, [[turn] for turn in turns], state, shown, [planned or []])


def take_luck(game: Game, luck: Luck) -> None:
    """Have a game meet the fresh chance of a save."""
    game.process.luck = _luck(luck)


def take_over(game: Game, save: Save, shown: str) -> None:
    """Bring a game that has not begun to where a save has it.

    Raises:
        SaveError: The turns cannot be played, do not lead to the state that the save names, or the
            parts of the save do not belong together.
    """
    turns = _lines(game, save, shown)
    take_luck(game, save.luck)
    plans = [save.planned, *(one.planned for one in save.beside)]
    _play(game, turns, save.state, shown, plans)
    luck = game.process.luck
    if save.tree is not None:
        _grow(game, save.tree, shown)
    game.process.luck = luck
    for player in game.players:
        player.ready = game.seats[player.place] in save.ready
    take_bets(game, save.bets, shown)
    if save.up is not None:
        if save.up not in game.seats:
            said = _("{file}: up: {seat} has no seat in it; the save was changed or broken.")
            raise SaveError(said.format(file=shown, seat=save.up))
        game.up = game.players[game.seats.index(save.up)]


def _play(game: Game, turns: list[list[Turn]], state: str, shown: str, plans: list[Turn]) -> None:
    try:
        for turn in turns:
            _plan(game, turn)
            game.end_turn()
        reached = game.state_hash()
        if reached == state:
            _plan(game, plans)
    except GameError as error:
        said = _("{file}: turn {turn}: {why} The save was changed or broken.")
        plain = _("In turn {turn}: {why}").format(turn=game.turn + 1, why=error)
        raise NotPlayedError(
            said.format(file=shown, turn=game.turn + 1, why=error), plain
        ) from None
    if reached != state:
        said = _(
            "{file}: its moves do not lead to the state that it names; it was changed, or saved "
            "by another version of the engine."
        )
        raise NotPlayedError(said.format(file=shown), _("Its moves lead to another state there."))


def play_as_far(game: Game, save: Save, shown: str) -> str:
    """Play the moves of a save in a game that has not begun, up to the first that cannot be.

    What can be of that turn is planned. Bets, and turns that were left for others, are not taken
    over.

    Args:
        game: A game of the same seats and seed, on a scenario that was edited since.
        save: The save.
        shown: What it is called.

    Returns:
        How far it came, in a sentence.

    Raises:
        SaveError: The parts of the save do not belong together.
    """
    lines = _lines(game, save, shown)
    take_luck(game, save.luck)
    why = ""
    for turn in lines:
        if game.over:
            break
        if why := _first_hindrance(game, turn):
            break
        game.end_turn()
    else:
        plans = [save.planned, *(one.planned for one in save.beside)]
        why = "" if game.over else _first_hindrance(game, plans)
    said = _(
        "The moves were played again on the scenario as it is now: {done} of {all} turns were "
        "played."
    ).format(done=game.turn, all=len(lines))
    if why:
        said += " " + _("In turn {turn}: {why}").format(turn=game.turn + 1, why=why)
    return said


def _first_hindrance(game: Game, turn: list[Turn]) -> str:
    """Plan what can be planned of a turn; why the first of the rest cannot be, empty for none."""
    return next((str(why) for *_of, why in plan_what_can_be(game, turn)), "")


def plan_what_can_be(
    game: Game, turn: Sequence[Sequence[Move]]
) -> list[tuple[int, Move, GameError]]:
    """Plan the moves of a turn that can be planned, whatever becomes of the others.

    Args:
        game: A game before the turn.
        turn: The moves of each seat, in the order of its seats.

    Returns:
        The moves that cannot be planned, each with the place of its seat and why.
    """
    left = []
    for player, own in zip(game.players, turn, strict=True):
        with game.shown(player):
            for one in own:
                try:
                    game.push(one.move, one.to, dict(one.text))
                except GameError as error:
                    left.append((player.place, one, error))
    return left


def _lines(game: Game, save: Save, shown: str) -> list[list[Turn]]:
    """The turns of a save, each with the moves of every seat.

    Raises:
        SaveError: The parts of the save do not belong together.
    """
    lines = [save.turns, *(one.turns for one in save.beside)]
    if len(lines) != len(game.players) or len({len(line) for line in lines}) > 1:
        said = _(
            "{file}: its seats and their turns do not belong together; it was changed or broken."
        )
        raise SaveError(said.format(file=shown))
    return [list(turn) for turn in zip(*lines, strict=True)]


def _plan(game: Game, turn: list[Turn]) -> None:
    """Plan the moves of a turn.

    Raises:
        GameError: The first that cannot be planned, and why.
    """
    for *_of, why in plan_what_can_be(game, turn):
        raise why


# -- branches --------------------------------------------------------------------------------------


def _grow(game: Game, saved: SavedTree, shown: str) -> None:
    """Give a game that stands at the end of its line the branches that were left."""
    try:
        tree = _tree(game, saved)
    except GameError as error:
        said = _("{file}: {why} The save was changed or broken.")
        raise SaveError(said.format(file=shown, why=error)) from None
    game.tree = tree


def _tree(game: Game, saved: SavedTree) -> Tree:
    tree = Tree()
    nodes = [tree.root]
    for place, one in enumerate(saved.nodes, start=1):
        if one.parent >= place:
            said = _("Its turn {place} comes before the one it follows.")
            raise GameError(said.format(place=place))
        parent = nodes[one.parent]
        if len(one.moves) != len(game.players) or parent.turn >= game.plan.turns:
            raise GameError(_("Its turn {place} does not fit the game.").format(place=place))
        moves = tuple(
            _plans(game, player, own) for player, own in zip(game.players, one.moves, strict=True)
        )
        node = tree.grow(parent, moves, one.run)
        node.luck, node.visits = tuple(sorted(_luck(one.luck).items())), one.visits
        nodes.append(node)
    latest = [saved.latest, *(one.latest for one in saved.nodes)]
    if max([saved.here, *latest]) >= len(nodes):
        raise GameError(_("It names a turn that it does not have."))
    for node, last in zip(nodes, latest, strict=True):
        if last and nodes[last].parent is not node:
            raise GameError(_("Its turns do not follow one another as it says."))
        node.latest = nodes[last] if last else None
    here = nodes[saved.here]
    line = game.tree.path
    if [(one.moves, one.run) for one in here.path] != [(one.moves, one.run) for one in line]:
        raise GameError(_("Its branches do not belong to its turns."))
    tree.root.after = game.tree.root.after
    for node, played in zip(here.path, line, strict=True):
        node.played, node.after, node.rows = played.played, played.after, played.rows
    tree.here, tree.rewinds = here, saved.rewinds
    return tree


def _plans(game: Game, player: Player, turn: list[SavedMove]) -> tuple[Planned, ...]:
    """A seat's moves of a turn that is not played again now."""
    with game.shown(player):
        return tuple(planned(game, find(game, one.move, one.to), one.text or None) for one in turn)


def _luck(luck: Luck) -> dict[int, int]:
    return {one.turn - 1: one.run for one in luck}
