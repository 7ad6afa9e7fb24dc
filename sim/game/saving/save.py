"""Saves: a game as the moves that were played, from which it is played again to the same state.

A save is JSON and nothing but data: the scenario's id and digest, the seat, the seed, the moves
turn by turn, and a hash of the state they led to. It comes from anyone; reading one runs none of
it, opens no other file, and checks every field. It is written to a temporary file beside its place
and renamed, so that a save that was there stays whole until the new one is.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from sim import paths
from sim.catalogue import _
from sim.files import write_whole, written_at
from sim.game.errors import EditedError, GameError, NotPlayedError, SaveError
from sim.game.game import Game
from sim.game.saving.autosaves import keep_older, last_of, window_of
from sim.game.saving.build_save import save_of
from sim.game.saving.form import FORMAT, MOST_BYTES, VERSION, Save, SavedMove
from sim.game.saving.replaying import EDITED, play_again, play_as_far, take_over
from sim.game.saving.text import mapping_of
from sim.reading import read_ordinary
from sim.scenario.campaigns import LoadedCampaign, load_campaign
from sim.scenario.load import Loaded, load
from sim.scenario.problem import ScenarioError, visible

PAGE_MARK = 'id="twin-track-save"'
"""What marks the element of an HTML page that holds a save as its text."""
_FOLDER = "saves"


# -- writing ---------------------------------------------------------------------------------------


def write(game: Game, path: Path) -> None:
    """Write a save; what was there is replaced at once or not at all.

    Raises:
        SaveError: It cannot be written.
    """
    _put(save_of(game), path)


def _put(save: Save, path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, text_of(save))
    except OSError as error:
        reason = error.strerror or str(error)
        said = _(
            "The game could not be saved to {path}: {reason}. Choose a place where you may write."
        )
        raise SaveError(said.format(path=visible(str(path)), reason=reason)) from None


# -- reading ---------------------------------------------------------------------------------------


def read(path: Path) -> Save:
    """A save from a file, every field checked.

    Raises:
        SaveError: It cannot be read, or is no save of this version.
    """
    shown = visible(str(path))
    try:
        data = read_ordinary(path, MOST_BYTES)
    except OSError as error:
        reason = error.strerror or str(error)
        said = _("The save {file} cannot be read: {reason}.")
        raise SaveError(said.format(file=shown, reason=reason)) from None
    if len(data) > MOST_BYTES:
        said = _("{file} is larger than {most:,} bytes; no save is.")
        raise SaveError(said.format(file=shown, most=MOST_BYTES))
    return parsed(data, shown)


def text_of(save: Save) -> str:
    """A save as the text of its file."""
    return json.dumps(save.model_dump(exclude_defaults=True), indent=1) + "\n"


def parsed(data: bytes, shown: str) -> Save:
    """A save from the bytes of its file, every field checked.

    Raises:
        SaveError: It is no save of this version.
    """
    found = mapping_of(data, shown)
    if found.get("format") != FORMAT:
        said = _('{file} is no save: it must be a mapping with "format": "{format}".')
        raise SaveError(said.format(file=shown, format=FORMAT))
    return _checked(found, shown)


def _checked(found: dict[str, Any], shown: str) -> Save:
    version = found.get("version")
    if isinstance(version, int) and not isinstance(version, bool) and version > VERSION:
        said = _(
            "{file} was saved by a newer program (version {version} of saves, this one reads "
            "{own}); update Twin Track to load it."
        )
        raise SaveError(said.format(file=shown, version=version, own=VERSION))
    try:
        return Save.model_validate(found)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or _("the whole")
        said = _("{file}: {place}: {why}; the save was changed or broken.")
        raise SaveError(
            said.format(file=shown, place=visible(place)[:80], why=_said(first["msg"]))
        ) from None


def _said(message: str) -> str:
    return visible(message[:1].lower() + message[1:])[:160]


def restore(save: Save, loaded: Loaded, shown: str = _("the save"), as_far: bool = False) -> Game:
    """The game of a save, played again to the state that it was saved in.

    Where the scenario's file was edited since, the moves must still lead to the same state, as
    they do when texts alone were edited; the game's `notice` then says so.

    Args:
        save: The save.
        loaded: Its scenario.
        shown: What it is called.
        as_far: Whether to go on, on an edited scenario, from as far as the moves can be played
            there, wherever they lead; the game's `notice` says how far that is.

    Raises:
        SaveError: It is of another scenario, or its moves do not lead to its state.
    """
    if save.campaign is not None:
        said = _("{file} is a game of the campaign {campaign}; load it with the campaign.")
        raise SaveError(said.format(file=shown, campaign=save.campaign.id))
    if save.scenario != loaded.scenario.id:
        said = _("{file} is a game of {own}, not of {other}; load it with its own scenario.")
        raise SaveError(said.format(file=shown, own=save.scenario, other=loaded.scenario.id))
    if save.level != loaded.level:
        said = _("{file} is a game at the level {own}, not {other}; load it with its own level.")
        raise SaveError(said.format(file=shown, own=save.level, other=loaded.level))
    edited = save.digest != loaded.digest
    try:
        game = _begun(save, loaded, shown)
    except NotPlayedError as error:
        if not edited:
            raise
        advice = _("Load it with the file as it was.")
        raise EditedError(_edited(save, shown, error.why), advice) from None
    try:
        take_over(game, save, shown)
    except SaveError as error:
        if not edited:
            raise
        if as_far:
            game = _begun(save, loaded, shown)
            game.notice = play_as_far(game, save, shown)
            return game
        why = error.why if isinstance(error, NotPlayedError) else _("It does not fit any more.")
        advice = _(
            "Load it with the file as it was, or play its moves on the new one as far as they go: "
            "twintrack play --load {file} --again --text."
        )
        raise EditedError(_edited(save, shown, why), advice.format(file=shown)) from None
    if edited:
        game.notice = EDITED
    return game


def _edited(save: Save, shown: str, why: str) -> str:
    """That the scenario of a save was edited since, and what does not fit any more."""
    said = _(
        "{file} was played with another version of {scenario}, whose file has changed since. {why}"
    )
    return said.format(file=shown, scenario=save.scenario, why=why)


def _begun(save: Save, loaded: Loaded, shown: str) -> Game:
    """The game of a save before its first turn.

    Raises:
        NotPlayedError: It cannot be begun.
    """
    try:
        return Game(
            loaded,
            seed=save.seed,
            without=tuple(save.without),
            seats=(save.seat, *(one.seat for one in save.beside)),
            turn_limit=save.turn_limit,
        )
    except GameError as error:
        said = _("{file}: {why} The save was changed or broken.")
        raise NotPlayedError(said.format(file=shown, why=error), str(error)) from None


def open_save(
    path: Path,
    find: Callable[[str], Loaded] = load,
    find_campaign: Callable[[str], LoadedCampaign] = load_campaign,
) -> Game:
    """The game of a save whose scenario, or campaign, is found by its id.

    Args:
        path: The file.
        find: From a scenario's id to the scenario, whose level is then that of the save; by
            default those that come with the program.
        find_campaign: The same for campaigns.

    Raises:
        SaveError: Anything is wrong with the save, or there is no such scenario.
    """
    return game_of(read(path), visible(str(path)), find, find_campaign)


def game_of(
    save: Save,
    shown: str = _("the save"),
    find: Callable[[str], Loaded] = load,
    find_campaign: Callable[[str], LoadedCampaign] = load_campaign,
) -> Game:
    """The game of a save that was read, played again; see `open_save`.

    Raises:
        SaveError: As `open_save`.
    """
    try:
        if save.campaign is not None:
            from sim.game.saving.campaign import reopen

            return reopen(save, find_campaign(save.campaign.id), shown).game
        loaded = find(save.scenario)
    except ScenarioError:
        name = save.scenario if save.campaign is None else save.campaign.id
        raise not_found(shown, name) from None
    return restore(save, at_level(save, loaded, shown), shown)


def not_found(shown: str, name: str) -> SaveError:
    """That nobody knows where the scenario, or campaign, of a save is, and what to do about it."""
    said = _(
        "{file} is a game of {name}, which does not come with this program; go to the folder that "
        "holds {name}.yaml, or name its file as well: twintrack play FILE.yaml --load SAVE, "
        "twintrack gather FOLDER --scenario FILE.yaml."
    )
    return SaveError(said.format(file=shown, name=name))


def at_level(save: Save, loaded: Loaded, shown: str = _("the save")) -> Loaded:
    """The scenario at the level of a save.

    Raises:
        SaveError: The scenario has no such level, or none that is valid.
    """
    if save.level == loaded.level or save.scenario != loaded.scenario.id:
        return loaded
    try:
        return load(str(loaded.path), level=save.level)
    except ScenarioError as error:
        told = error.problems[0].message
        said = _("{file} is a game at the level {level}: {told}.")
        raise SaveError(said.format(file=shown, level=save.level, told=told)) from None


# -- slots -----------------------------------------------------------------------------------------


def folder() -> Path:
    """Where the user's saves lie; it need not exist yet."""
    return paths.user_data() / _FOLDER


def autosave_path() -> Path:
    """The slot that this window or terminal writes without asking."""
    return last_of(folder(), window_of(folder()))


def autosave(game: Game) -> Path:
    """Save to the autosave slot; the ones before it move on (see `sim.game.saving.autosaves`).

    Raises:
        SaveError: It cannot be written.
    """
    save, path = save_of(game), autosave_path()
    keep_older(path, save.model_dump(exclude_defaults=True))
    _put(save, path)
    return path


def slot(name: str) -> Path:
    """The path of a named slot in the user's folder.

    Raises:
        SaveError: The name is no plain file name.
    """
    plain = name.strip()
    allowed = all(may_stand_in_name(character) for character in plain)
    if not plain or not allowed or len(plain) > 60:
        said = _('"{name}" cannot name a save; use up to 60 letters, digits, blanks, - and _.')
        raise SaveError(said.format(name=visible(name)[:60]))
    return folder() / f"{plain}.json"


def may_stand_in_name(character: str) -> bool:
    """Whether a character may stand in the name of a slot: letters, digits, blanks, - and _.

    Many scripts write a part of their letters as marks upon others.
    """
    is_mark = unicodedata.category(character).startswith("M")
    return character.isalnum() or is_mark or character in " -_"


def slots() -> list[Path]:
    """The saves in the user's folder, the newest first."""
    try:
        here = folder()
    except paths.NoHomeError:
        return []
    found = [path for path in here.glob("*.json") if path.is_file()]
    return sorted(found, key=lambda path: (-written_at(path), path.name))


__all__ = [
    "FORMAT",
    "MOST_BYTES",
    "PAGE_MARK",
    "VERSION",
    "Save",
    "SavedMove",
    "at_level",
    "autosave",
    "autosave_path",
    "folder",
    "game_of",
    "open_save",
    "parsed",
    "play_again",
    "read",
    "restore",
    "save_of",
    "slot",
    "slots",
    "text_of",
    "write",
]
