"""What went wrong, told on a page in a sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sim.catalogue import _, plural
from sim.desk.kit.app import Screen
from sim.desk.kit.page import Page
from sim.scenario.text.limits import SUFFIXES

if TYPE_CHECKING:
    from sim.desk.screens.problems import ProblemsPage
    from sim.scenario.problem import ScenarioError


def tell(screen: Screen, words: str, title: str = "") -> None:
    """Say a sentence on a page, if it is one that can; by default that something went wrong."""
    if isinstance(screen, Page):
        screen.show_notice(title or _("That did not work"), words, most=520)


def problems_page(
    error: Exception, again: Callable[[], object], heard: Callable[[ScenarioError], object]
) -> ProblemsPage | None:
    """The problems of a scenario that cannot be opened, on a page that can try again.

    Returns:
        None where the error is none of a file; what was asked for can be wrong too, such as a name.

    Args:
        error: What happened.
        again: Tries again.
        heard: Is told of an error of a file.
    """
    from sim.desk.models.problems import build_problems
    from sim.desk.screens.problems import ProblemsPage
    from sim.scenario.problem import ScenarioError

    if not isinstance(error, ScenarioError):
        return None
    if not any(problem.span.file.endswith(SUFFIXES) for problem in error.problems):
        return None
    heard(error)
    return ProblemsPage(build_problems(error), again, _("Back"))


def is_known(error: Exception) -> bool:
    """Whether an error is one that a player can do something about."""
    from sim.game.errors import GameError
    from sim.scenario.problem import ScenarioError

    return isinstance(error, GameError | ScenarioError)


def sentence(error: Exception) -> str:
    """An error in a sentence."""
    from sim.scenario.problem import ScenarioError

    if isinstance(error, ScenarioError):
        problems = [problem.message for problem in error.problems]
        told = _("The scenario has problems: {list}.").format(list="; ".join(problems[:3]))
        left = len(problems) - 3
        if left > 0:
            told += " " + plural("There is {count} more.", "There are {count} more.", left).format(
                count=left
            )
        return told
    if is_known(error):
        return str(error)
    return _("It could not be opened, by a fault of the program: {error}.").format(error=error)
