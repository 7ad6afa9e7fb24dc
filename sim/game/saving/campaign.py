"""A campaign from a save: its chapters played again, one after the other."""

from __future__ import annotations

from sim.catalogue import _
from sim.game.campaign import CampaignGame
from sim.game.errors import EditedError, GameError, NotPlayedError, SaveError
from sim.game.saving.bets import take_bets
from sim.game.saving.form import Save
from sim.game.saving.replaying import EDITED, play_again, take_luck, take_over
from sim.scenario.campaigns import LoadedCampaign


def reopen(save: Save, loaded: LoadedCampaign, shown: str = _("the save")) -> CampaignGame:
    """The campaign of a save, in the chapter that it was saved in.

    Raises:
        SaveError: It is of another campaign, or its moves do not lead to its states.
    """
    kept, campaign = save.campaign, loaded.campaign
    if kept is None or kept.id != campaign.id:
        name = save.scenario if kept is None else kept.id
        said = _("{file} is a game of {own}, not of {other}; load it with its own.")
        raise SaveError(said.format(file=shown, own=name, other=campaign.id))
    if kept.digest == loaded.digest:
        return _reopened(save, loaded, shown)
    # what was edited may touch nothing that this game has met
    try:
        played = _reopened(save, loaded, shown, edited=True)
    except SaveError as error:
        why = error.why if isinstance(error, NotPlayedError) else _("It does not fit any more.")
        said = _(
            "{file} was played with another version of {campaign} or of one of its chapters, "
            "whose file has changed since. {why}"
        )
        raise EditedError(
            said.format(file=shown, campaign=campaign.id, why=why),
            _("Load it with the files as they were."),
        ) from None
    for past in played.past:
        past[1].notice = EDITED
    played.game.notice = EDITED
    return played


def _reopened(save: Save, loaded: LoadedCampaign, shown: str, edited: bool = False) -> CampaignGame:
    """The campaign of a save; `edited` where its files are not those that it was played with.

    Raises:
        SaveError: Its moves do not lead to its states.
    """
    kept = save.campaign
    assert kept is not None
    try:
        played = CampaignGame(loaded, save.seat, kept.seed)
        for chapter in kept.chapters:
            _same(played, chapter.scenario, shown)
            place = _("{file}, chapter {number}").format(file=shown, number=played.number)
            take_luck(played.game, chapter.luck)
            play_again(played.game, chapter.turns, chapter.state, place)
            take_bets(played.game, chapter.bets, place)
            if played.advance().ending is not None:
                raise GameError(_("The campaign ended there."))
    except SaveError:
        raise
    except GameError as error:
        said = _("{file}: {why} The save was changed or broken.")
        raise SaveError(said.format(file=shown, why=error)) from None
    _same(played, save.scenario, shown)
    other = save.digest != played.game.loaded.digest and not edited
    if save.seed != played.game.seed or other or save.without:
        said = _("{file}: its parts do not belong together; it was changed or broken.")
        raise SaveError(said.format(file=shown))
    take_over(played.game, save, shown)
    return played


def _same(played: CampaignGame, scenario: str, shown: str) -> None:
    if played.game.scenario.id != scenario:
        said = _(
            "{file}: chapter {number} plays {own}, not {other}; the save was changed or broken."
        )
        own = played.game.scenario.id
        raise SaveError(said.format(file=shown, number=played.number, own=own, other=scenario))
