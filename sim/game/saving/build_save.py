"""How a game becomes a save."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sim.game.campaign import CampaignGame, campaign_of
from sim.game.game import Game
from sim.game.planned import Planned
from sim.game.players import Player
from sim.game.saving.bets import saved_bets
from sim.game.saving.form import (
    FORMAT,
    Save,
    SavedCampaign,
    SavedChapter,
    SavedLuck,
    SavedMove,
    SavedNode,
    SavedSeat,
    SavedTree,
    Turn,
)
from sim.game.tree import Node


def save_of(game: Game) -> Save:
    """A game as a save."""
    first, *others = game.players
    beside = [
        SavedSeat(
            seat=game.seats[player.place],
            turns=_turns(game, player),
            planned=_turn(player.planned),
        )
        for player in others
    ]
    tree, luck, played = _tree(game), _luck(game.luck), campaign_of(game)
    plain = not beside and not luck and tree is None and game.turn_limit is None
    return Save(
        format=FORMAT,
        version=1 if plain else 2,
        scenario=game.scenario.id,
        digest=game.loaded.digest,
        level=game.loaded.level,
        seat=game.seats[0],
        seed=game.seed,
        without=list(game.without),
        turns=_turns(game, first),
        planned=_turn(first.planned),
        state=game.state_hash(),
        campaign=None if played is None else _campaign(played),
        bets=saved_bets(game),
        beside=beside,
        up=None if game.up is first else game.seat,
        ready=[game.seats[player.place] for player in game.players if player.ready],
        luck=luck,
        tree=tree,
        turn_limit=game.turn_limit,
    )


def _campaign(played: CampaignGame) -> SavedCampaign:
    over = (game for _, game in played.past)
    return SavedCampaign(
        id=played.campaign.id,
        digest=played.loaded.digest,
        seed=played.seed,
        chapters=[
            SavedChapter(
                scenario=game.scenario.id,
                turns=_turns(game, game.up),
                state=game.state_hash(),
                bets=saved_bets(game),
                luck=_luck(game.luck),
            )
            for game in over
        ],
    )


def _tree(game: Game) -> SavedTree | None:
    """The tree, unless it is no more than the line played under the game's own chance."""
    tree = game.tree
    if len(tree.nodes) == len(tree.path) and not tree.rewinds and not game.luck:
        return None
    places = {node.number: place for place, node in enumerate(tree.nodes, start=1)} | {0: 0}

    def last(node: Node) -> int:
        return 0 if node.latest is None else places[node.latest.number]

    return SavedTree(
        nodes=[
            SavedNode(
                parent=places[node.parent.number],
                moves=[_turn(own) for own in node.moves],
                run=node.run,
                luck=_luck(dict(node.luck)),
                visits=node.visits,
                latest=last(node),
            )
            for node in tree.nodes
            if node.parent is not None
        ],
        here=places[tree.here.number],
        latest=last(tree.root),
        rewinds=tree.rewinds,
    )


def _luck(luck: Mapping[int, int]) -> list[SavedLuck]:
    return [SavedLuck(turn=turn + 1, run=run) for turn, run in sorted(luck.items())]


def _turns(game: Game, player: Player) -> list[Turn]:
    return [_turn(node.moves[player.place]) for node in game.tree.path]


def _turn(plans: Iterable[Planned]) -> Turn:
    return [SavedMove(move=one.move, to=one.to, text=dict(one.text)) for one in plans]
