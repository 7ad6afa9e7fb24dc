"""F5 at the desk: the scenario as it is now on the disk, with the moves that were played."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.catalogue import _

if TYPE_CHECKING:
    from sim.desk.screens.flow import Flow
    from sim.game.game import Game


def reload(flow: Flow) -> None:
    """Load the scenario of the game again and play the moves again, if it is the desk that shows.

    The game before is kept as a save of its own. A scenario that is broken changes nothing: one
    sentence says what is wrong, and where.
    """
    from sim.desk.screens.desk import DeskPage

    session, page = flow.session, flow.app.top
    if session is None or not isinstance(page, DeskPage) or len(page.ui.layers) > 1:
        return
    if session.game.campaign is not None:
        page.tell(_("A chapter of a campaign cannot be loaded again; its past is another file's."))
        return
    found, words = reloaded(session.game)
    if found is None or found is session.game:
        page.tell(words)
        return
    kept = session.save()
    flow.play(found)
    told = flow.app.top
    if isinstance(told, DeskPage):
        told.tell(f"{words} {_('The game as it was is kept.')} {kept}")


def reloaded(game: Game) -> tuple[Game | None, str]:
    """A game on its scenario as it is now, and what became of it; None where that is broken."""
    from sim.game.faults import GameError
    from sim.game.reload import played_again
    from sim.scenario.load import load
    from sim.scenario.problem import ScenarioError

    try:
        again = played_again(game, load(str(game.loaded.path), level=game.loaded.level))
    except ScenarioError as error:
        first = error.problems[0]
        words = _("{place}: {problem}. The game goes on with the scenario as it was.")
        place = f"{first.span.file}:{first.span.line}"
        return None, words.format(place=place, problem=first.message)
    except (GameError, OSError) as error:
        words = _("{problem} The game goes on with the scenario as it was.")
        return None, words.format(problem=error)
    return again.game, again.words
