"""Games to test with: a small invented conflict with all that a game shows."""

from __future__ import annotations

import copy
import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, cast

import numpy as np

from sim.game.game import Game
from sim.game.picture import own_entries
from sim.model.chance import Chance
from sim.model.rollout import Unknown, coded_ranges, draw_unknown
from sim.scenario.load import Loaded, load
from sim.scenario.schema import Scenario
from sim.scenario.text.spans import Document
from tests.model.small import small

SHIPPED = "japan-thailand-talks-1992"
BESIDE = 2
"""A stream of chance that the program draws nothing from."""


def data() -> dict[str, Any]:
    """The small scenario with record, lesson, advisers, and moves with needs, rests, costs."""
    plain = small()
    moves = plain["moves"]
    moves["consult"]["reason"] = "So that {target} does not read it in the paper."
    moves["listen"] = {
        "title": "Listen",
        "by": ["host"],
        "to": ["north", "south"],
        "kind": "tell",
        "rest": 1,
        "effects": [{"learn": {"of": "self", "about": "target", "size": "large"}}],
        "says": "{self} listens to {target}.",
    }
    moves["grand_gesture"] = {
        "title": "A grand gesture",
        "by": ["host"],
        "kind": "act",
        "cost": 4,
        "effects": [{"home": {"of": "self", "by": 0.05}}],
    }
    moves["proclaim"] = {
        "title": "Proclaim it",
        "by": ["host"],
        "kind": "act",
        "once": True,
        "effects": [{"home": {"of": "self", "by": 0.05}}],
    }
    moves["put"]["unmet"] = "There is no text to put."
    moves["hold_round"]["if_yes"]["says"] = {
        "opposes": "{target} comes, with folded arms.",
        "supports": "{target} comes gladly.",
    }
    plain["history"] = {
        "line": {
            "first": {
                "date": dt.date(2000, 1, 1),
                "by": "host",
                "move": "ask_to_join",
                "to": "friend",
            },
            "round": {
                "date": dt.date(2000, 1, 10),
                "by": "host",
                "move": "hold_round",
                "to": "north",
            },
        },
        "checkpoints": {
            "joined": {
                "title": "The friend joins",
                "by": dt.date(2000, 1, 14),
                "holds": "joined(friend)",
                "cite": ["T1"],
            },
            "came": {
                "title": "North comes to talk",
                "by": dt.date(2000, 1, 31),
                "holds": "attended(north)",
                "cite": ["T1"],
            },
        },
        "foils": {
            "south_objects": {
                "title": "South objects",
                "by": dt.date(2000, 1, 31),
                "holds": "objected(south)",
                "cite": ["T1"],
            }
        },
        "told": {"start": {"date": dt.date(2000, 1, 2), "says": "It begins.", "cite": ["T1"]}},
    }
    plain["advisers"] = {
        "hopeful": {
            "name": "The hopeful one",
            "view": "They can be had.",
            "prior": {"north": {"none": 0.4, "limited": 0.4, "greedy": 0.15, "total": 0.05}},
            "says": {"low": "Try all the same.", "middling": "It may work.", "high": "Go now."},
        },
        "doubtful": {
            "name": "The doubtful one",
            "view": "They never will.",
            "prior": {"north": {"limited": 0.05, "greedy": 0.25, "total": 0.7}},
            "says": {"low": "I told you.", "middling": "Perhaps.", "high": "Even I would."},
        },
    }
    plain["lesson"] = {
        "level": "any",
        "questions": [
            "Why did the host ask the friend to join?",
            "What did the south fear?",
            "Was the text fair?",
            "Who paid for the proclamation?",
        ],
    }
    return plain


def _dated(day: int, move: str, to: str) -> dict[str, Any]:
    return {"date": dt.date(2000, 1, day), "by": "host", "move": move, "to": to}


def loaded_from(plain: dict[str, Any]) -> Loaded:
    """A scenario from plain data, as the loader would give it."""
    text = json.dumps(plain, sort_keys=True, default=str)
    return Loaded(
        scenario=Scenario.model_validate(copy.deepcopy(plain), strict=True),
        path=Path("small.yaml"),
        digest=hashlib.sha256(text.encode()).hexdigest(),
        generations={},
        problems=(),
        document=cast(Document, None),
    )


@cache
def small_loaded() -> Loaded:
    """The small scenario, checked once."""
    return loaded_from(data())


@cache
def shipped_loaded() -> Loaded:
    """A scenario that comes with the program."""
    return load(SHIPPED)


def small_game(seed: int = 1, seat: str | None = None) -> Game:
    """A fresh game of the small scenario."""
    return Game.new(small_loaded(), seat, seed)


def busy_turn(game: Game, luck: np.random.Generator) -> None:
    """Plan some playable moves by chance, and end the turn."""
    for _ in range(3):
        cards = [card for card in game.legal() if card.legal]
        if cards and luck.random() < 0.8:
            card = cards[int(luck.random() * len(cards))]
            game.push(card.move, card.to)
    game.end_turn()


def busy_game(seed: int, turns: int | None = None, seat: str | None = None) -> Game:
    """A game of the small scenario in which much is done, by chance."""
    game, luck = small_game(seed, seat), np.random.default_rng(seed)
    while not game.over and (turns is None or game.turn < turns):
        busy_turn(game, luck)
    return game


def play(game: Game, *turns: Sequence[tuple[str, str | None]]) -> Game:
    """Play turns of (move, target)."""
    for turn in turns:
        for move, to in turn:
            game.push(move, to)
        game.end_turn()
    return game


def alter(game: Game, seed: int, numbers: bool = True) -> Game:
    """Change what is hidden in a fresh game: types, and others' numbers within their ranges."""
    world = game.process.world
    low, high = coded_ranges(world)
    for name, mask in own_entries(game.plan, game.seat_index).items():
        if name in low:
            own = getattr(world, name)[..., 0]
            low[name][mask] = high[name][mask] = own[mask]
    if not numbers:
        low = high = {name: getattr(world, name)[..., 0].copy() for name in low}
    types = np.ones((len(game.plan.subjects), 4)) / 3
    for row, true in enumerate(world.type[:, 0]):
        types[row, true] = 0
    chance = Chance(seed, 0, game.process.lanes, game.compiled.range_slots, BESIDE)
    draw_unknown(game.process, world, Unknown(low, high, types), chance)
    return game
