"""From chapter to chapter of a campaign."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from sim.desk.models.campaign import build_bridge, build_campaign_end
from sim.desk.screens.campaign import BridgePage, CampaignEndPage

if TYPE_CHECKING:
    from sim.desk.navigation.lead import Lead
    from sim.game.campaign import CampaignGame, Passage
    from sim.game.game import Game


class Chapters:
    """Leads a window from chapter to chapter; what is behind is closed."""

    def __init__(self, lead: Lead) -> None:
        self.lead = lead

    def open(self, game: Game, story: str = "") -> None:
        """Show what comes before a chapter, in place of what is on top."""
        from sim.game.campaign import campaign_of

        played = campaign_of(game)
        assert played is not None
        told = story or played.campaign.story(self.lead.plain)
        view = build_bridge(played, told)
        page = BridgePage(view, lambda: self._brief(game), self.lead.to_title)
        self.lead.app.replace(page)

    def _brief(self, game: Game) -> None:
        from sim.desk.screens.opening import OpeningPage

        self.lead.app.push(OpeningPage(game.scenario.title))
        self.lead.brief(game)

    def leave(self, played: CampaignGame) -> None:
        """Leave a chapter that is over, for what follows it."""
        self.lead.to_title()

        def work() -> Passage:
            from sim.game.errors import SaveError
            from sim.game.saving.save import autosave

            passage = played.advance()
            if passage.stage is not None:
                # that it cannot be saved is told at the end of the next turn
                with suppress(SaveError):
                    autosave(played.game)
            return passage

        def then(passage: Passage) -> None:
            if passage.ending is None:
                self.open(played.game, passage.bridge or " ")
            else:
                view = build_campaign_end(played)
                app = self.lead.app

                def debrief() -> None:
                    from sim.desk.screens.debriefing.campaign import CampaignDebriefPage

                    app.push(CampaignDebriefPage(played))

                app.replace(CampaignEndPage(view, passage.bridge, self.lead.to_title, debrief))

        self.lead.open(played.campaign.title, work, then)
