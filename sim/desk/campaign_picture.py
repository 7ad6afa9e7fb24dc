"""A screen of a campaign as a picture: of a chapter, of the bridge before it, or of the end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pygame

from sim.catalogue import _
from sim.desk.flow import Flow
from sim.desk.kit.app import App
from sim.desk.kit.theme import THEMES
from sim.desk.picture import SCREENS, picture, play_on, write_picture
from sim.desk.screens.opening import OpeningPage
from sim.scenario.text.suggest import did_you_mean

if TYPE_CHECKING:
    from sim.game.campaign import CampaignGame
    from sim.game.forecast.honesty import Provider
    from sim.model.campaign import Stage
    from sim.model.seat import Play
    from sim.scenario.campaigns import LoadedCampaign

BRIDGE: Final = "bridge"
END: Final = "campaign"
DEBRIEF: Final = "campaign_debrief"
Plays = Sequence[Sequence["Play"]]


def draw_campaign(
    loaded: LoadedCampaign,
    screen: str,
    chapter: str | None,
    plays: Callable[[Stage], Plays],
    turn: int,
    size: tuple[int, int],
    theme: str | None,
    out: Path,
    seat: str | None = None,
    seed: int = 1,
    honest: Provider | None = None,
) -> None:
    """Write a picture of a screen of a campaign as PNG.

    Args:
        loaded: The campaign.
        screen: `bridge`, `campaign` for its end, `campaign_debrief`, or one of `SCREENS`, as they
            are in a chapter.
        chapter: Which chapter, by its id; by default the first.
        plays: What the seat plays in a stage, turn by turn.
        turn: How many turns of the chapter are played first.
        size: In pixels.
        theme: Name of a theme; by default the dark one.
        out: The file.
        seat: Actor id; by default the campaign's first.
        seed: Key of the chance.
        honest: Reckons the honesty page; without it, it tells what the file alone does.

    Raises:
        ValueError: There is no such screen, theme or chapter, or the campaign does not come to it.
    """
    from sim.desk.screens.debriefing.campaign import CampaignDebriefPage
    from sim.game.campaign import CampaignGame

    known = [BRIDGE, END, DEBRIEF, *SCREENS]
    order = list(loaded.campaign.chapters)
    for kind, name, names in (
        ("screen", screen, known),
        ("theme", theme or "dark", list(THEMES)),
        ("chapter", chapter or order[0], order),
    ):
        if name not in names:
            hint = did_you_mean(name, names) or _("; there are {listed}.").format(
                listed=", ".join(names)
            )
            raise ValueError(f'There is no {kind} "{name}"{hint}')
    if screen == "report" and turn < 1:
        raise ValueError("The report is that of a turn played; ask for --turn 1 or more.")
    played = CampaignGame(loaded, seat, seed)
    story = _play_to(played, None if screen in (END, DEBRIEF) else chapter or order[0], plays)
    app = App(THEMES[theme or "dark"], 1.0, size, motion=False)
    if screen in (BRIDGE, END, DEBRIEF):
        show_between(played, story, app)
        if screen == DEBRIEF:
            app.push(CampaignDebriefPage(played))
        surface = pygame.Surface(size, 0, 32)
        app.frame(surface)
    else:
        turns = played.game.turns if screen.startswith("debrief") else turn
        play_on(played.game, plays(played.stage), turns)
        surface = picture(played.game, screen, size, theme or "dark", honest=honest)
    write_picture(surface, out)


def show_between(played: CampaignGame, story: str, app: App) -> Flow:
    """Lead a window in memory to the bridge before a chapter or, once it is over, to the end."""
    from sim.desk.models.campaign import build_campaign_end
    from sim.desk.navigation.chapters import Chapters
    from sim.desk.screens.campaign import CampaignEndPage

    flow = Flow(app, played.seed, wait=True)
    app.push(flow.title())
    if played.ending is None:
        app.push(OpeningPage(played.campaign.title))
        Chapters(flow).open(played.game, story)
    else:
        app.push(CampaignEndPage(build_campaign_end(played), story, flow.to_title))
    return flow


def _play_to(played: CampaignGame, chapter: str | None, plays: Callable[[Stage], Plays]) -> str:
    """Play up to a chapter, or to the end; what is told just before."""
    story = played.campaign.briefing
    while played.stage.chapter != chapter:
        play_on(played.game, plays(played.stage), played.game.turns)
        passage = played.advance()
        story = passage.bridge
        if passage.ending is None:
            continue
        if chapter is not None:
            raise ValueError(
                f"On this line, with seed {played.seed}, the campaign does not come to {chapter}; "
                "try another seed."
            )
        break
    return story
