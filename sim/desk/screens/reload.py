"""F5: the scenario as it is now on the disk, at the desk with the moves that were played."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sim.catalogue import _
from sim.desk.screens.faults import tell

if TYPE_CHECKING:
    from sim.desk.models.problems import ProblemsView
    from sim.desk.screens.beginning import Beginning
    from sim.desk.screens.desk import DeskPage
    from sim.desk.screens.flow import Flow


def reload(flow: Flow) -> None:
    """Load again what the present screen rests on.

    At the desk that is the scenario of the game, whose moves are played again; the game before is
    kept as a save of its own. At a briefing it is the scenario, at the opening the list of them. A
    file that is broken changes nothing: a page shows what is wrong, and tries again.
    """
    from sim.desk.screens.briefing import BriefingPage
    from sim.desk.screens.desk import DeskPage
    from sim.desk.screens.problems import ProblemsPage
    from sim.desk.screens.title import TitlePage

    page = flow.app.top
    if isinstance(page, ProblemsPage):
        page.again()
    elif isinstance(page, DeskPage) and len(page.ui.layers) == 1:
        _desk(flow, page)
    elif isinstance(page, BriefingPage) and flow.beginning is not None and page.begin is not None:
        _briefing(flow, flow.beginning)
    elif isinstance(page, TitlePage) and len(flow.app.stack) == 1:
        flow.read_shelf()


def _desk(flow: Flow, page: DeskPage) -> None:
    session = flow.session
    if session is None:
        return
    if session.game.campaign is not None:
        page.tell(_("A chapter of a campaign cannot be loaded again; its past is another file's."))
        return
    _try(flow)


def _try(flow: Flow) -> None:
    """Load the scenario of the game and play its moves again, or show what is wrong."""
    from sim.desk.models.problems import build_problems, build_refusal
    from sim.desk.screens.desk import DeskPage
    from sim.game.faults import GameError
    from sim.game.reload import BrokenScenario, reloaded

    session = flow.session
    if session is None:
        return
    about = _("The game goes on with the scenario as it was.")
    try:
        again = reloaded(session.game)
    except BrokenScenario as broken:
        _show(flow, build_problems(broken.error), lambda: _try(flow), about)
        return
    except GameError as refusal:
        view = build_refusal(str(refusal), str(session.game.loaded.path))
        _show(flow, view, lambda: _try(flow), about)
        return
    kept = ""
    if not again.same:
        kept = session.save()
        flow.play(again.game)
    elif not isinstance(flow.app.top, DeskPage):
        flow.app.pop()
    page = flow.app.top
    if isinstance(page, DeskPage):
        was = [] if again.same else [_("The game as it was is kept."), kept]
        page.tell(" ".join(part for part in (again.words, *was) if part))


def _show(flow: Flow, view: ProblemsView, attempt: Callable[[], object], about: str) -> None:
    """Show what is wrong, on the page that is there for it or a new one."""
    from sim.desk.screens.problems import ProblemsPage

    page = flow.app.top
    if isinstance(page, ProblemsPage):
        page.show(view)
    else:
        back = _("Go on with the last good one")
        flow.app.push(ProblemsPage(view, attempt, back, about))


def _briefing(flow: Flow, beginning: Beginning) -> None:
    """Load the scenario of a briefing again, for the same seat, level and world where they last."""
    from sim.desk.models.problems import build_problems, build_refusal
    from sim.desk.screens.problems import ProblemsPage
    from sim.game.faults import GameError
    from sim.scenario.problem import ScenarioError

    about = _("The briefing is that of the scenario as it was.")

    def attempt() -> None:
        try:
            beginning.load_again()
        except ScenarioError as error:
            _show(flow, build_problems(error), attempt, about)
        except GameError as error:
            refusal = build_refusal(str(error), str(beginning.game.loaded.path))
            _show(flow, refusal, attempt, about)
        else:
            if isinstance(flow.app.top, ProblemsPage):
                flow.app.pop()
            tell(flow.app.top, _("The scenario is loaded as it is now."), _("A word"))

    if beginning.game.campaign is None:
        attempt()
