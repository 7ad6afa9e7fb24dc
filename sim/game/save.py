"""Saves: a game as the moves that were played, from which it is played again to the same state.

A save is JSON and nothing but data: the scenario's id and digest, the seat, the seed, the moves
turn by turn, and a hash of the state they led to. It comes from anyone; reading one runs none of
it, opens no other file, and checks every field. It is written to a temporary file beside its place
and renamed, so that a save that was there stays whole until the new one is.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field, ValidationError

from sim import paths
from sim.game.faults import GameError, SaveError
from sim.game.game import MOST_SEED, Game
from sim.game.moves import Planned
from sim.game.save_bets import SavedBets, saved_bets, take_bets
from sim.game.save_text import mapping_of
from sim.scenario.campaigns import LoadedCampaign, load_campaign
from sim.scenario.coding import Part, Unit
from sim.scenario.fields import FileId, Id
from sim.scenario.heads import STANDARD
from sim.scenario.load import Loaded, load
from sim.scenario.problem import ScenarioError, visible

if TYPE_CHECKING:
    from sim.game.campaign import CampaignGame

FORMAT: Literal["twin-track save"] = "twin-track save"
VERSION: Literal[1] = 1
MOST_BYTES = 1_000_000
AUTOSAVE = "autosave.json"
PAGE_MARK = 'id="twin-track-save"'
"""What marks the element of an HTML page that holds a save as its text."""
_FOLDER = "saves"


class SavedMove(Part):
    """A move of a save."""

    move: Id
    to: Id | None = None
    text: Annotated[dict[Id, Unit], Field(max_length=24)] = {}  # noqa: RUF012  (pydantic copies it)


Turn = Annotated[list[SavedMove], Field(max_length=12)]
Switch = Annotated[str, Field(max_length=80)]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class SavedChapter(Part):
    """A chapter of a campaign that is over."""

    scenario: FileId
    turns: Annotated[list[Turn], Field(max_length=60)]
    state: Digest
    bets: SavedBets = []  # noqa: RUF012


class SavedCampaign(Part):
    """The campaign that a saved game is a chapter of, up to that chapter."""

    id: FileId
    digest: Digest
    """Hash of the campaign's content and of all that it plays."""
    seed: Annotated[int, Field(ge=0, le=MOST_SEED)]
    chapters: Annotated[list[SavedChapter], Field(max_length=20)] = []  # noqa: RUF012


class Save(Part):
    """A save as it stands in the file."""

    format: Literal["twin-track save"]
    version: Literal[1]
    scenario: FileId
    digest: Digest
    """Hash of the scenario's resolved content, the level's settings included."""
    level: Id = STANDARD
    """The level of difficulty; saves from before there were levels are of the standard one."""
    seat: Id
    seed: Annotated[int, Field(ge=0, le=MOST_SEED)]
    without: Annotated[list[Switch], Field(max_length=80)] = []  # noqa: RUF012
    turns: Annotated[list[Turn], Field(max_length=60)]
    planned: Turn = []  # noqa: RUF012
    state: Digest
    """Hash of the state that the turns lead to."""
    campaign: SavedCampaign | None = None
    bets: SavedBets = []  # noqa: RUF012


# -- writing ---------------------------------------------------------------------------------------


def save_of(game: Game) -> Save:
    """A game as a save."""
    return Save(
        format=FORMAT,
        version=VERSION,
        scenario=game.scenario.id,
        digest=game.loaded.digest,
        level=game.loaded.level,
        seat=game.seat,
        seed=game.seed,
        without=list(game.without),
        turns=_turns(game),
        planned=[_saved(plan) for plan in game.planned],
        state=game.state_hash(),
        campaign=None if game.campaign is None else _campaign(game.campaign),
        bets=saved_bets(game),
    )


def _campaign(played: CampaignGame) -> SavedCampaign:
    over = (game for _, game in played.past)
    return SavedCampaign(
        id=played.campaign.id,
        digest=played.loaded.digest,
        seed=played.seed,
        chapters=[
            SavedChapter(
                scenario=game.scenario.id,
                turns=_turns(game),
                state=game.state_hash(),
                bets=saved_bets(game),
            )
            for game in over
        ],
    )


def _turns(game: Game) -> list[Turn]:
    return [[_saved(plan) for plan in played.moves] for played in game.past]


def _saved(plan: Planned) -> SavedMove:
    return SavedMove(move=plan.move, to=plan.to, text=dict(plan.text))


def write(game: Game, path: Path) -> None:
    """Write a save; what was there is replaced at once or not at all.

    Raises:
        SaveError: It cannot be written.
    """
    text = text_of(save_of(game))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, text)
    except OSError as error:
        reason = error.strerror or str(error)
        raise SaveError(
            f"The game could not be saved to {visible(str(path))}: {reason}. "
            "Choose a place where you may write."
        ) from None


def _replace(path: Path, text: str) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


# -- reading ---------------------------------------------------------------------------------------


def read(path: Path) -> Save:
    """A save from a file, every field checked.

    Raises:
        SaveError: It cannot be read, or is no save of this version.
    """
    shown = visible(str(path))
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        reason = error.strerror or str(error)
        raise SaveError(f"The save {shown} cannot be read: {reason}.") from None
    if len(data) > MOST_BYTES:
        raise SaveError(f"{shown} is larger than {MOST_BYTES:,} bytes; no save is.")
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
        raise SaveError(f'{shown} is no save: it must be a mapping with "format": "{FORMAT}".')
    return _checked(found, shown)


def _checked(found: dict[str, Any], shown: str) -> Save:
    version = found.get("version")
    if isinstance(version, int) and not isinstance(version, bool) and version > VERSION:
        raise SaveError(
            f"{shown} was saved by a newer program (version {version} of saves, this one reads "
            f"{VERSION}); update Twin Track to load it."
        )
    try:
        return Save.model_validate(found)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "the whole"
        raise SaveError(
            f"{shown}: {visible(place)[:80]}: {_said(first['msg'])}; "
            "the save was changed or broken."
        ) from None


def _said(message: str) -> str:
    return visible(message[:1].lower() + message[1:])[:160]


def restore(save: Save, loaded: Loaded, shown: str = "the save") -> Game:
    """The game of a save, played again to the state that it was saved in.

    Raises:
        SaveError: It is of another scenario, or its moves do not lead to its state.
    """
    if save.campaign is not None:
        raise SaveError(
            f"{shown} is a game of the campaign {save.campaign.id}; load it with the campaign."
        )
    if save.scenario != loaded.scenario.id:
        raise SaveError(
            f"{shown} is a game of {save.scenario}, not of {loaded.scenario.id}; load it with "
            "its own scenario."
        )
    if save.level != loaded.level:
        raise SaveError(
            f"{shown} is a game at the level {save.level}, not {loaded.level}; load it with its "
            "own level."
        )
    if save.digest != loaded.digest:
        raise SaveError(
            f"{shown} was played with another version of {save.scenario}, whose file has changed "
            "since; load it with the file as it was."
        )
    try:
        game = Game.new(loaded, save.seat, save.seed, tuple(save.without))
    except GameError as error:
        raise SaveError(f"{shown}: {error} The save was changed or broken.") from None
    play_again(game, save.turns, save.state, shown, save.planned)
    take_bets(game, save.bets, shown)
    return game


def play_again(
    game: Game, turns: list[Turn], state: str, shown: str, planned: Turn | None = None
) -> None:
    """Play the turns of a save in a game that has not begun.

    Raises:
        SaveError: They cannot be played, or do not lead to the state that the save names.
    """
    try:
        for turn in turns:
            _push_all(game, turn)
            game.end_turn()
        reached = game.state_hash()
        if reached == state:
            _push_all(game, planned or [])
    except GameError as error:
        place = f"turn {game.turn + 1}: "
        raise SaveError(f"{shown}: {place}{error} The save was changed or broken.") from None
    if reached != state:
        raise SaveError(
            f"{shown}: its moves do not lead to the state that it names; it was changed, or saved "
            "by another version of the engine."
        )


def _push_all(game: Game, turn: list[SavedMove]) -> None:
    for one in turn:
        game.push(one.move, one.to, one.text or None)


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
    shown: str = "the save",
    find: Callable[[str], Loaded] = load,
    find_campaign: Callable[[str], LoadedCampaign] = load_campaign,
) -> Game:
    """The game of a save that was read, played again; see `open_save`.

    Raises:
        SaveError: As `open_save`.
    """
    try:
        if save.campaign is not None:
            from sim.game.campaign_save import reopen

            return reopen(save, find_campaign(save.campaign.id), shown).game
        loaded = find(save.scenario)
    except ScenarioError:
        name = save.scenario if save.campaign is None else save.campaign.id
        raise SaveError(
            f"{shown} is a game of {name}, which does not come with this program; name "
            "the scenario's file together with the save."
        ) from None
    return restore(save, at_level(save, loaded, shown), shown)


def at_level(save: Save, loaded: Loaded, shown: str = "the save") -> Loaded:
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
        raise SaveError(f"{shown} is a game at the level {save.level}: {told}.") from None


# -- slots -----------------------------------------------------------------------------------------


def folder() -> Path:
    """Where the user's saves lie; it need not exist yet."""
    return paths.user_data() / _FOLDER


def autosave_path() -> Path:
    """The slot that is written without asking."""
    return folder() / AUTOSAVE


def autosave(game: Game) -> Path:
    """Save to the autosave slot.

    Raises:
        SaveError: It cannot be written.
    """
    path = autosave_path()
    write(game, path)
    return path


def slot(name: str) -> Path:
    """The path of a named slot in the user's folder.

    Raises:
        SaveError: The name is no plain file name.
    """
    plain = name.strip()
    allowed = all(character.isalnum() or character in " -_" for character in plain)
    if not plain or not allowed or len(plain) > 60:
        raise SaveError(
            f'"{visible(name)[:60]}" cannot name a save; use up to 60 letters, digits, blanks, '
            "- and _."
        )
    return folder() / f"{plain}.json"


def slots() -> list[Path]:
    """The saves in the user's folder, the newest first."""
    if not folder().is_dir():
        return []
    found = [path for path in folder().glob("*.json") if path.is_file()]
    return sorted(found, key=lambda path: (-path.stat().st_mtime_ns, path.name))
