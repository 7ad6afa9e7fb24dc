"""Which of a lesson's questions a debrief asks: those that touch what was done."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.game.game import Game

QUESTIONS = 3


def questions(game: Game, otherwise: Iterable[str]) -> tuple[str, ...]:
    """The lesson's questions that touch most of what was done, and of what came otherwise.

    Args:
        game: What was done.
        otherwise: Titles of the points of the record that went otherwise here.
    """
    lesson = game.scenario.lesson
    if lesson is None:
        return ()
    weights: dict[str, int] = {}
    for played in game.past:
        for one in played.moves:
            names = [game.scenario.moves[one.move].title]
            names += [game.scenario.actors[one.to].short] if one.to else []
            for word in _tokens(" ".join(names)):
                weights[word] = max(weights.get(word, 0), 1)
    for title in otherwise:
        for word in _tokens(title):
            weights[word] = 2
    scores = [sum(weights.get(word, 0) for word in _tokens(text)) for text in lesson.questions]
    ranked = sorted(range(len(scores)), key=lambda index: (-scores[index], index))[:QUESTIONS]
    return tuple(lesson.questions[index] for index in sorted(ranked))


def _tokens(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]{4,}", text.lower()))
