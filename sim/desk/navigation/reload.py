"""F5: the scenario as it is now on the disk, at the desk with the moves that were played."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sim.catalogue import _
from sim.desk.screens.error_page import tell

if TYPE_CHECKING:
    from sim.desk.models.problems import ProblemsView
    from sim.desk.navigation.beginning import Beginning
    from sim.desk.navigation.lead import Lead
    from sim.desk.screens.desk import DeskPage


def reload(lead: Lead, beginning: Beginning | None) -> None:
    """Load again what the present screen rests on.

    At the desk that is the scenario of the game, whose moves are played again; the game before is
    kept as a save of its own. At a briefing it is the scenario that was opened last. A file that is
    broken changes nothing: a page shows what is wrong, and tries again.
    """
    from sim.desk.screens.briefing import BriefingPage
    from sim.desk.screens.desk import DeskPage
    from sim.desk.screens.problems import ProblemsPage

    page = lead.app.top
    if isinstance(page, ProblemsPage):
        page.again()
    elif isinstance(page, DeskPage) and len(page.ui.layers) == 1:
        _desk(lead, page)
    elif isinstance(page, BriefingPage) and beginning is not None and page.begin is not None:
        _briefing(lead, beginning)


def _desk(lead: Lead, page: DeskPage) -> None:
    session = lead.session
    if session is None:
        return
    if session.game.campaign is not None:
        page.tell(_("A chapter of a campaign cannot be loaded again; its past is another file's."))
        return
    _try(lead)


def _try(lead: Lead) -> None:
    """Load the scenario of the game and play its moves again, or show what is wrong."""
    from sim.desk.models.problems import build_problems, build_refusal
    from sim.desk.screens.desk import DeskPage
    from sim.game.errors import GameError
    from sim.game.reload import BrokenScenario, reloaded

    session = lead.session
    if session is None:
        return
    about = _("The game goes on with the scenario as it was.")
    try:
        again = reloaded(session.game)
    except BrokenScenario as broken:
        _show(lead, build_problems(broken.error), lambda: _try(lead), about)
        return
    except GameError as refusal:
        view = build_refusal(str(refusal), str(session.game.loaded.path))
        _show(lead, view, lambda: _try(lead), about)
        return
    kept = ""
    if not again.same:
        kept = session.save()
        lead.play(again.game)
    elif not isinstance(lead.app.top, DeskPage):
        lead.app.pop()
    page = lead.app.top
    if isinstance(page, DeskPage):
        was = [] if again.same else [_("The game as it was is kept."), kept]
        page.tell(" ".join(part for part in (again.words, *was) if part))


def _show(lead: Lead, view: ProblemsView, attempt: Callable[[], object], about: str) -> None:
    """Show what is wrong, on the page that is there for it or a new one."""
    from sim.desk.screens.problems import ProblemsPage

    page = lead.app.top
    if isinstance(page, ProblemsPage):
        page.show(view)
    else:
        back = _("Go on with the last good one")
        lead.app.push(ProblemsPage(view, attempt, back, about))


def _briefing(lead: Lead, beginning: Beginning) -> None:
    """Load the scenario of a briefing again, for the same seat, level and world where they last."""
    from sim.desk.models.problems import build_problems, build_refusal
    from sim.desk.screens.problems import ProblemsPage
    from sim.game.errors import GameError
    from sim.scenario.problem import ScenarioError

    about = _("The briefing is that of the scenario as it was.")

    def attempt() -> None:
        try:
            beginning.load_again()
        except ScenarioError as error:
            _show(lead, build_problems(error), attempt, about)
        except GameError as error:
            refusal = build_refusal(str(error), str(beginning.game.loaded.path))
            _show(lead, refusal, attempt, about)
        else:
            if isinstance(lead.app.top, ProblemsPage):
                lead.app.pop()
            tell(lead.app.top, _("The scenario is loaded as it is now."), _("A word"))

    if beginning.game.campaign is None:
        attempt()
