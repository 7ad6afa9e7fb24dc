"""A campaign from a save: its chapters played again, one after the other."""

from __future__ import annotations

from sim.game.campaign import CampaignGame
from sim.game.faults import GameError, SaveError
from sim.game.save import Save, play_again
from sim.game.save_bets import take_bets
from sim.scenario.campaigns import LoadedCampaign


def reopen(save: Save, loaded: LoadedCampaign, shown: str = "the save") -> CampaignGame:
    """The campaign of a save, in the chapter that it was saved in.

    Raises:
        SaveError: It is of another campaign, or its moves do not lead to its states.
    """
    kept, campaign = save.campaign, loaded.campaign
    if kept is None or kept.id != campaign.id:
        name = save.scenario if kept is None else kept.id
        raise SaveError(f"{shown} is a game of {name}, not of {campaign.id}; load it with its own.")
    if kept.digest != loaded.digest:
        raise SaveError(
            f"{shown} was played with another version of {campaign.id} or of one of its chapters, "
            "whose file has changed since; load it with the files as they were."
        )
    try:
        played = CampaignGame(loaded, save.seat, kept.seed)
        for chapter in kept.chapters:
            _same(played, chapter.scenario, shown)
            place = f"{shown}, chapter {played.number}"
            play_again(played.game, chapter.turns, chapter.state, place)
            take_bets(played.game, chapter.bets, place)
            if played.advance().ending is not None:
                raise GameError("The campaign ended there.")
    except SaveError:
        raise
    except GameError as error:
        raise SaveError(f"{shown}: {error} The save was changed or broken.") from None
    _same(played, save.scenario, shown)
    if save.seed != played.game.seed or save.digest != played.game.loaded.digest or save.without:
        raise SaveError(f"{shown}: its parts do not belong together; it was changed or broken.")
    play_again(played.game, save.turns, save.state, shown, save.planned)
    take_bets(played.game, save.bets, shown)
    return played


def _same(played: CampaignGame, scenario: str, shown: str) -> None:
    if played.game.scenario.id != scenario:
        raise SaveError(
            f"{shown}: chapter {played.number} plays {played.game.scenario.id}, not {scenario}; "
            "the save was changed or broken."
        )
