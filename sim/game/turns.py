"""Playing a turn into the tree of a game, and going back to any turn in it; see `tree`."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from sim.catalogue import _
from sim.game.bands import BEST
from sim.game.build_report import report
from sim.game.errors import IllegalMove
from sim.game.planned import Planned
from sim.game.players import Player
from sim.game.replay import Acts, step
from sim.game.state import GameState
from sim.game.tree import Moves, Node, Played, State
from sim.model.ledger import Row


def play_turn(game: GameState, moves: Moves) -> Node:
    """Play a turn with the moves of each seat, and stand at its node."""
    tree, process = game.tree, game.process
    before = State.of(game.processes)
    tree.here.after = before
    run, luck = process.shift, dict(process.luck)
    played, rows = _step(game, moves, before)
    node = tree.add(moves, run, luck)
    node.played, node.rows = played, rows
    return node


def rewind(game: GameState, to: int | Node, fresh: bool = False, replan: bool = True) -> Node:
    """Go to the state after a turn; see `Game.rewind`.

    Raises:
        IllegalMove: There is no such turn.
    """
    tree = game.tree
    node = _found(game, to)
    if node is not tree.here:
        luck = dict(node.end.luck)
        tree.here.after = State.of(game.processes)
        if tree.here is not tree.root and not tree.here.on(node.path):
            tree.rewinds += 1
        _stand(game, node)
        tree.go(node)
        game.process.luck = luck
        again = node.latest.moves if replan and node.latest is not None else None
        for player in game.players:
            player.new_turn(() if again is None else again[player.place])
        game.up = game.players[0]
    if fresh:
        luck = {turn: run for turn, run in game.process.luck.items() if turn < node.turn}
        new = 1 + max([0, *tree.runs, *game.process.luck.values()])
        game.process.luck = luck | {node.turn: new}
    return node


def fetch(game: GameState, node: Node) -> Node:
    """Have a turn at hand that is only known by its moves, the game staying where it is."""
    if node.known:
        return node
    here, luck = State.of(game.processes), game.process.luck
    rows = [list(ledger) for ledger in _ledgers(game)]
    _stand(game, node)
    here.restore(game.processes)
    for ledger, kept in zip(_ledgers(game), rows, strict=True):
        ledger[:] = kept
    game.process.luck = luck
    return node


def _found(game: GameState, to: int | Node) -> Node:
    tree = game.tree
    if isinstance(to, Node):
        if tree.node(to.number) is not to:
            raise IllegalMove(_("That turn is not in this game any more."))
        return to
    line = (tree.root, *tree.line)
    if not 0 <= to < len(line):
        said = _("There is no turn {turn} to go back to; this line has turns 0 to {last}.")
        raise IllegalMove(said.format(turn=to, last=len(line) - 1))
    return line[to]


def _stand(game: GameState, node: Node) -> None:
    """Put the game's processes into the state after a node, playing again what is not kept."""
    path = node.path
    unknown = next(
        (place for place, one in enumerate(path) if one.after is None or not one.played), len(path)
    )
    if unknown == len(path):
        _restore(game, node)
        return
    start = game.tree.root if unknown == 0 else path[unknown - 1]
    if start.after is None:  # a game that has just begun
        start.after = State.of(game.processes)
    _restore(game, start)
    for one in path[unknown:]:
        game.process.luck = {0: one.run}
        before = State.of(game.processes)
        assert one.parent is not None
        one.parent.after = before
        one.played, one.rows = _step(game, one.moves, before)
    node.after = State.of(game.processes)


def _restore(game: GameState, node: Node) -> None:
    root = game.tree.root.after
    assert node.after is not None
    assert root is not None
    node.after.restore(game.processes)
    starts = (root.truth.rows, *(one.rows for one in root.pictures))
    for place, (ledger, start) in enumerate(zip(_ledgers(game), starts, strict=True)):
        del ledger[start:]
        for one in node.path:
            ledger.extend(one.rows[place])


def _ledgers(game: GameState) -> Iterator[list[Row]]:
    for process in game.processes:
        assert process.world.ledger is not None
        yield process.world.ledger.rows


def _step(
    game: GameState, moves: Moves, before: State
) -> tuple[tuple[Played, ...], tuple[tuple[Row, ...], ...]]:
    """One turn of the game and of all pictures, with what each seat is told of it."""
    starts = [len(ledger) for ledger in _ledgers(game)]
    acts = step(game.process, [plan.play for own in moves for plan in own])
    played = []
    for player, own, seen in zip(game.players, moves, before.pictures, strict=True):
        observed = player.picture.observe(game.process, _own_acts(game, player, own, acts))
        player.picture.follow(observed)
        with game.shown(player):
            made = report(game, observed, seen.rows, own)
        rest = (other for place, other in enumerate(moves) if place != player.place)
        others = tuple(plan for other in rest for plan in other)
        played.append(Played(own, before.truth, seen, observed, made, others))
    for process in game.processes:
        process.world.new_turn()  # what held within the turn alone weighs on no card of the next
    rows = (tuple(ledger[start:]) for ledger, start in zip(_ledgers(game), starts, strict=True))
    return tuple(played), tuple(rows)


def _own_acts(game: GameState, player: Player, own: tuple[Planned, ...], acts: Acts) -> Acts:
    """The acts as one seat may know them: that another's plan came to nothing is that one's own."""
    if len(game.players) == 1:
        return acts
    missed = sum(plan.option not in acts.moves for plan in own)
    skipped = player.picture.world.skipped[BEST] + missed
    return dataclasses.replace(acts, public={**acts.public, "skipped": skipped})
