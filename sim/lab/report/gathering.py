"""The games of a class: saves and written debriefs out of a folder, each played again.

A file comes from anyone. It is read as a save, every field checked, and its moves are played again
by the engine, so that nothing in it is believed that it could have made up.
"""

from __future__ import annotations

import hashlib
import html
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sim.game.campaign import campaign_of
from sim.game.debriefing.debrief import debrief
from sim.game.errors import EditedError, GameError
from sim.game.forecast.betting import questions
from sim.game.forecast.odds import odds
from sim.game.game import Game
from sim.game.past_turn import as_of
from sim.game.saving.save import MOST_BYTES, PAGE_MARK, Save, game_of, parsed, text_of
from sim.lab.errors import LabError, reason
from sim.model.record import dated, recorded
from sim.reading import read_ordinary
from sim.scenario.campaigns import LoadedCampaign, load_campaign
from sim.scenario.load import Loaded, load
from sim.scenario.problem import ScenarioError, visible

MOST_FILES = 500
ROLLOUTS = 100
MADE_HERE = "twin-track gather"
"""What marks a page that was gathered, so that it is not taken for a game."""
_AS_IT_WAS = "Gather it with the file as it was: add --scenario FILE.yaml."
"""What can be done about a game whose scenario was edited, be it a save or a page."""
_SUFFIXES = (".json", ".html", ".htm")
_HEAD_BYTES = 1_000
_BEGIN = f"<pre {PAGE_MARK}>"


@dataclass(frozen=True)
class Choice:
    """A move and whom it is for, in words."""

    key: tuple[str, str | None]
    """Ids of the move and of its target."""
    label: str


@dataclass(frozen=True)
class Bet:
    """A move that asked for something: what the desk gave it, and what came of it."""

    choice: Choice
    turn: int
    chance: float
    """As the odds stood before the turn, all moves of the turn planned; 0..1."""
    came: bool
    said: float | None = None
    """What the player gave it before the odds were shown, 0..1; None where no bet was made."""


@dataclass(frozen=True)
class PlayedGame:
    """One game of the class."""

    name: str
    loaded: Loaded
    campaign: str | None
    seat: str
    seed: int
    turns: int
    """Turns played."""
    over: bool
    score: float
    """Weights of the seat's aims that were reached, 0..1."""
    reached: tuple[str, ...]
    """Outcomes, by id."""
    moves: tuple[tuple[Choice, ...], ...]
    """What was done in each turn played."""
    record: tuple[tuple[Choice, ...], ...]
    """What the record has the seat do in each turn of the calendar."""
    as_recorded: dict[str, bool]
    """By checkpoint and foil: whether it went as the record has it."""
    inside: int
    """True numbers that lay within what the seat reckoned with at the end ..."""
    numbers: int
    """... of so many."""
    bets: tuple[Bet, ...]
    edited: bool = False
    """Whether the scenario's file was edited since, with the same moves leading to the same."""

    @property
    def group(self) -> tuple[str, str, str]:
        """Games that are told together: of one scenario, in one version, level and campaign."""
        return self.loaded.scenario.id, self.loaded.digest, self.campaign or ""


@dataclass(frozen=True)
class Refused:
    """A file that holds no game that can be used."""

    name: str
    why: str


@dataclass(frozen=True)
class Gathered:
    """What a folder holds."""

    games: tuple[PlayedGame, ...]
    refused: tuple[Refused, ...]


def candidates(folder: Path, out: Path | None = None) -> list[Path]:
    """Files that may hold a game, by name; pages that were gathered before are left out.

    Args:
        folder: Where they lie, in folders of their own as well.
        out: What is about to be written, which is none of them.

    Raises:
        LabError: There is no such folder, no file, or more than `MOST_FILES`.
    """
    if not folder.is_dir():
        raise LabError(f"{folder} is no folder; name the one that holds the saves of the class.")
    try:
        every = [path for path in folder.rglob("*") if path.suffix.lower() in _SUFFIXES]
    except OSError as error:
        raise LabError(f"{folder} cannot be read: {reason(error)}.") from None
    found = [
        path
        for path in sorted(every)
        if path.is_file() and not path.is_symlink() and not _made_here(path, out)
    ]
    if not found:
        raise LabError(
            f"{folder} holds no games; put the saves (.json) of the class into it, or the pages "
            "(.html) that the debrief writes down."
        )
    if len(found) > MOST_FILES:
        raise LabError(f"{folder} holds {len(found)} files; at most {MOST_FILES} are gathered.")
    return found


def gather(
    folder: Path,
    out: Path | None = None,
    *,
    scenarios: Sequence[Loaded] = (),
    campaigns: Sequence[LoadedCampaign] = (),
    anonymous: bool = False,
    rollouts: int = ROLLOUTS,
    progress: Callable[[int], None] | None = None,
) -> Gathered:
    """Every game of a folder, played again.

    Args:
        folder: Where the files lie.
        out: What is about to be written.
        scenarios: Scenarios that do not come with the program ...
        campaigns: ... and campaigns.
        anonymous: Whether names are left out and the order tells nothing.
        rollouts: On how many the odds of each move rest; 0 leaves them out.
        progress: Is told of each file that is done.

    Raises:
        LabError: What `candidates` raises.
    """
    known = {one.scenario.id: one for one in scenarios}

    def find(name: str) -> Loaded:
        if name not in known:
            known[name] = load(name)
        return known[name]

    told = {one.campaign.id: one for one in campaigns}

    def find_campaign(name: str) -> LoadedCampaign:
        if name not in told:
            told[name] = load_campaign(name)
        return told[name]

    games: list[PlayedGame] = []
    refused: list[Refused] = []
    seen: dict[str, str] = {}
    for path in candidates(folder, out):
        name = visible(path.relative_to(folder).as_posix())
        shown = "A file" if anonymous else name
        try:
            save = _read(path, shown)
            twin = seen.setdefault(_stem(path) + text_of(save), name)
            if twin != name:
                raise GameError(f"{shown} holds the same game as {_other(twin, anonymous)}.")
            game = game_of(save, shown, find, find_campaign)
            games += _told(name, game, rollouts)
        except EditedError as error:
            refused.append(Refused(shown, visible(f"{error.what} {_AS_IT_WAS}")))
        except GameError as error:
            refused.append(Refused(shown, str(error)))
        except OSError as error:
            # the error's own words name the file, which may be somebody's
            refused.append(Refused(shown, f"{shown} cannot be read: {reason(error)}."))
        except ScenarioError as error:
            refused.append(Refused(shown, f"{shown} cannot be used: {error}."))
        if progress is not None:
            progress(1)
    return Gathered(tuple(_unnamed(games) if anonymous else games), tuple(refused))


def _other(name: str, anonymous: bool) -> str:
    return "another" if anonymous else name


def _stem(path: Path) -> str:
    return f"{path.parent}/{path.stem}\n"


def _unnamed(games: Sequence[PlayedGame]) -> list[PlayedGame]:
    """Games by number, in an order that has nothing to do with the names of their files."""

    def order(game: PlayedGame) -> str:
        return hashlib.sha256(repr((game.seed, game.moves)).encode()).hexdigest()

    wide = len(str(len(games)))
    return [
        replace(game, name=f"Player {number:0{wide}}")
        for number, game in enumerate(sorted(games, key=order), 1)
    ]


# -- files -----------------------------------------------------------------------------------------


def _made_here(path: Path, out: Path | None) -> bool:
    if out is not None and path.resolve() == out.resolve():
        return True
    if path.suffix.lower() == ".json":
        return False
    try:
        return MADE_HERE.encode() in read_ordinary(path, _HEAD_BYTES)
    except OSError:
        return False


def _read(path: Path, shown: str) -> Save:
    """A save out of a save file or of a written debrief.

    Raises:
        GameError: It holds none.
        OSError: It cannot be read.
    """
    data = read_ordinary(path, 4 * MOST_BYTES)
    if path.suffix.lower() == ".json":
        if len(data) > MOST_BYTES:
            raise GameError(f"{shown} is larger than {MOST_BYTES:,} bytes; no save is.")
        return parsed(data, shown)
    if len(data) > 4 * MOST_BYTES:
        raise GameError(f"{shown} is larger than {4 * MOST_BYTES:,} bytes; no debrief is.")
    text = data.decode("utf-8", errors="replace")
    start = text.find(_BEGIN) + len(_BEGIN)
    end = text.find("</pre>", start)
    if _BEGIN not in text or end < 0:
        raise GameError(
            f"{shown} holds no game; it is cut short, or no debrief that this program wrote down."
        )
    return parsed(html.unescape(text[start:end]).encode(), shown)


# -- games -----------------------------------------------------------------------------------------


def _told(name: str, game: Game, rollouts: int) -> Iterator[PlayedGame]:
    """A game as plain data; of a campaign each chapter that was played."""
    campaign = campaign_of(game)
    for _, chapter in campaign.past if campaign else ():
        yield _one(name, chapter, rollouts)
    yield _one(name, game, rollouts)


def _one(name: str, game: Game, rollouts: int) -> PlayedGame:
    told = debrief(game)
    moves = tuple(
        tuple(
            _choice(game, plan.option)
            for plan in played.moves
            if plan.option in played.observed.acts.moves
        )
        for played in game.past
    )
    turns, over, campaign = game.turn, game.over, campaign_of(game)
    return PlayedGame(
        name=name,
        loaded=game.loaded,
        campaign=campaign.campaign.title if campaign else None,
        seat=game.seat,
        seed=game.seed,
        turns=turns,
        over=over,
        score=told.score,
        reached=tuple(one.outcome for one in told.endings if one.reached),
        moves=moves,
        record=_record(game),
        as_recorded={f"{one.kind}s.{one.id}": one.as_recorded for one in told.points},
        inside=sum(one.inside for one in told.numbers),
        numbers=len(told.numbers),
        bets=tuple(_bets(game, rollouts)) if rollouts else (),
        edited=bool(game.notice),
    )


def _choice(game: Game, option: int) -> Choice:
    found = game.options.all[option]
    to = None if found.target is None else game.plan.actors[found.target]
    return Choice((found.move, to), game.label(option))


def _record(game: Game) -> tuple[tuple[Choice, ...], ...]:
    """The seat's own moves of the record, turn by turn."""
    who = game.seat_index
    turns: list[list[Choice]] = [[] for _ in range(game.plan.turns)]
    for entry in dated(game.compiled, recorded(game.compiled, who), who):
        turns[entry.turn].append(_choice(game, entry.play.option))
    return tuple(map(tuple, turns))


def _bets(game: Game, rollouts: int) -> Iterator[Bet]:
    """The moves that asked for something, with the bets that the player made on them."""
    made = {(bet.turn, bet.option): bet for bet in game.bets.settled}
    for turn, played in enumerate(game.past):
        done = dict(questions(game, played))
        found = odds(as_of(game, played), done, rollouts)
        for option, came in done.items():
            chance = found[option].yes if option in found else None
            if chance is None:
                continue
            bet = made.get((turn, option))
            said = bet.chance if bet is not None and bet.played is played else None
            yield Bet(_choice(game, option), turn, chance, came, said)
