"""F5 at the desk: the scenario as it is now on the disk, with the moves that were played."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.catalogue import _

if TYPE_CHECKING:
    from sim.desk.screens.flow import Flow


def reload(flow: Flow) -> None:
    """Load the scenario of the game again and play the moves again, if it is the desk that shows.

    The game before is kept as a save of its own. A scenario that is broken changes nothing: one
    sentence says what is wrong, and where.
    """
    from sim.desk.screens.desk import DeskPage
    from sim.game.faults import GameError
    from sim.game.reload import reloaded

    session, page = flow.session, flow.app.top
    if session is None or not isinstance(page, DeskPage) or len(page.ui.layers) > 1:
        return
    if session.game.campaign is not None:
        page.tell(_("A chapter of a campaign cannot be loaded again; its past is another file's."))
        return
    try:
        again = reloaded(session.game)
    except GameError as problem:
        page.tell(str(problem))
        return
    if again.same:
        page.tell(again.words)
        return
    kept = session.save()
    flow.play(again.game)
    told = flow.app.top
    if isinstance(told, DeskPage):
        told.tell(" ".join((again.words, _("The game as it was is kept."), kept)))
