"""Before the first turn: the briefing, with the seat, the level and the world to choose."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.catalogue import _
from sim.desk.kit.widget import Widget
from sim.desk.kit.widgets.buttons import Button
from sim.desk.models.briefing import build_briefing
from sim.desk.screens.briefing import BriefingPage

if TYPE_CHECKING:
    from sim.desk.models.briefing import Briefing
    from sim.desk.navigation.lead import Lead
    from sim.game.game import Game


class Beginning:
    """Shows the briefing of a game that has not begun, and has it begun as it is then chosen."""

    def __init__(self, lead: Lead, game: Game) -> None:
        self.lead, self.game = lead, game
        single = game.campaign is None
        self.page = BriefingPage(
            build_briefing(game),
            lambda: lead.play(self.game),
            self.take if single else None,
            lead.plain,
            lead.read_plain,
            more=self.ways if single else None,
        )

    def take(self, seat: str, level: str) -> Briefing:
        """Take another seat or level; what cannot be had is told on the page."""
        from sim.scenario.load import load
        from sim.scenario.problem import ScenarioError

        try:
            loaded = self.game.loaded
            if level != loaded.level:
                loaded = load(str(loaded.path), level=level)
        except ScenarioError as error:
            self.lead.tell(error)
        else:
            self.game = self.lead.new(loaded, seat, self.game.seed, self.game.without)
        return build_briefing(self.game)

    def load_again(self) -> None:
        """Take the scenario as it is on the disk now.

        The level stays where there still is one of its name, and so does what it does without.

        Raises:
            ScenarioError: The file is broken.
            GameError: There is no such seat, rule or event any more.
        """
        from sim.scenario.load import load

        old = self.game
        loaded = load(str(old.loaded.path), level=old.loaded.level)
        self.game = self.lead.new(loaded, old.seat, old.seed, old.without)
        self.page.view = build_briefing(self.game)
        self.page.refresh()

    def ways(self) -> Sequence[Widget]:
        """What else can be chosen here."""
        words = _("A world without \N{HORIZONTAL ELLIPSIS}")
        found: list[Widget] = [Button(words, self.world, "quiet", hotkey="w", key="without")]
        if sum(actor.seat for actor in self.game.scenario.actors.values()) > 1:
            found.append(
                Button(_("Play together"), self.together, "quiet", "person", key="together")
            )
        return found

    def together(self) -> None:
        """Choose who shares the screen, and begin."""
        from sim.desk.screens.together import TogetherPage

        def done(seats: tuple[str, ...]) -> None:
            game = self.game
            self.lead.play(self.lead.new(game.loaded, None, game.seed, game.without, seats))

        self.lead.app.push(TogetherPage(self.game.scenario, self.game.seat, done))

    def world(self) -> None:
        """Choose what the game does without."""
        from sim.desk.screens.without import WithoutPage

        def done(without: tuple[str, ...]) -> None:
            game = self.game
            self.game = self.lead.new(game.loaded, game.seat, game.seed, without)
            self.page.view = build_briefing(self.game)
            self.page.refresh()
            self.page.ui.focus("begin")

        self.lead.app.push(WithoutPage(self.game.scenario, self.game.without, done))
