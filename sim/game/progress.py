"""What the user has played: how often, how well, and which endings were seen.

Kept as one JSON file in the user's folder. A file that is broken counts as empty, with a sentence;
nothing that is played hangs on it. One that a newer program wrote is left to that.
"""

from __future__ import annotations

import errno
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sim import paths
from sim.catalogue import _
from sim.files import write_whole
from sim.locking import change_kept
from sim.reading import read_ordinary

if TYPE_CHECKING:
    from sim.game.game import Game

VERSION: Final = 1
_FILE: Final = "progress.json"
_MOST_BYTES: Final = 500_000
_MOST_COUNT: Final = 1_000_000_000
_STATES_KEPT: Final = 20
_BETS_KEPT: Final = 1000


@dataclass(frozen=True, slots=True)
class Tally:
    """What came of the games of one seat at one level.

    `best` and `last` are scores from 0 to 100; `of` is how many endings there are to be seen;
    `changed` counts games in a world without some rule or event, `rewound` those in which turns
    were taken back. Both are counted in `games`, but only games with neither make a best score.
    """

    games: int = 0
    best: int | None = None
    last: int = 0
    endings: tuple[str, ...] = ()
    of: int = 0
    changed: int = 0
    rewound: int = 0
    states: tuple[str, ...] = ()
    """Hashes of the last states, so that no game counts twice."""


@dataclass(frozen=True, slots=True)
class Progress:
    """All tallies, by scenario, seat and level; of a campaign by its id, seat and chapter."""

    tallies: Mapping[tuple[str, str, str], Tally] = field(default_factory=dict)
    guided: bool = False
    """Whether the guide was followed to its end, or sent away."""
    bets: tuple[Mapping[str, Any], ...] = ()
    """Bets of all games, the last ones; see `sim.game.forecast.calibration.as_records`."""
    problem: str = ""
    """Why the file could not be read, in a sentence."""

    @property
    def games(self) -> int:
        """Games played to the end."""
        return sum(tally.games for tally in self.tallies.values())

    def of(self, scenario: str, seat: str | None = None) -> Tally:
        """The tallies of a scenario, or of one seat of it, taken together."""
        found = [
            tally
            for (name, who, _level), tally in self.tallies.items()
            if name == scenario and seat in (None, who)
        ]
        bests = [tally.best for tally in found if tally.best is not None]
        return Tally(
            games=sum(tally.games for tally in found),
            best=max(bests, default=None),
            last=found[-1].last if found else 0,
            endings=tuple(sorted({ending for tally in found for ending in tally.endings})),
            of=max((tally.of for tally in found), default=0),
            changed=sum(tally.changed for tally in found),
            rewound=sum(tally.rewound for tally in found),
        )


def progress_path() -> Path:
    """Where the progress lies; the file need not exist."""
    return paths.user_data() / _FILE


def load_progress(path: Path | None = None) -> Progress:
    """The user's progress; empty, with a sentence, where the file is broken."""
    try:
        return _kept(path or progress_path())
    except FileNotFoundError:
        return Progress()
    except OSError as error:
        reason = error.strerror or str(error)
        return Progress(problem=_("Your progress cannot be read: {reason}.").format(reason=reason))


def _kept(path: Path) -> Progress:
    """The progress in a file; empty, with a sentence, where the file is broken.

    Raises:
        OSError: It cannot be read, is not there, or was written by a newer program.
    """
    data = read_ordinary(path, _MOST_BYTES)
    try:
        if len(data) > _MOST_BYTES:
            raise ValueError
        found = json.loads(data)
        if type(found["version"]) is int and found["version"] > VERSION:
            raise OSError(errno.EINVAL, _("a newer Twin Track wrote it; update this one"))
        return _read(found)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        words = _("{path} is broken, so your progress is counted anew from the next game.")
        return Progress(problem=words.format(path=path))


def save_progress(progress: Progress, path: Path | None = None) -> str:
    """Write the progress at once or not at all; why not, in a sentence, if it cannot be."""
    text = json.dumps(_written(progress), indent=1) + "\n"
    try:
        path = path or progress_path()
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, text)
    except OSError as error:
        return _not_kept(path, error)
    return ""


def _not_kept(path: Path | None, error: OSError) -> str:
    words = _("Your progress could not be kept in {path}: {reason}.")
    return words.format(path=path or _FILE, reason=error.strerror or str(error))


def _change(change: Callable[[Progress], Progress], path: Path | None) -> str:
    """Write what becomes of the progress in a file; why it could not be kept, in a sentence.

    A file that cannot be read just now, or here, is left as it is: it may hold all that was ever
    played.
    """
    try:
        path = path or progress_path()
        return change_kept(path, _kept, Progress(), change, save_progress)
    except OSError as error:
        return _not_kept(path, error)


def note(game: Game, path: Path | None = None) -> str:
    """Count a game that is over; why it could not be kept, in a sentence.

    A game that is not over, or was counted before, changes nothing.
    """
    if not game.over:
        return ""

    def counted(progress: Progress) -> Progress:
        for seat in game.seats:
            progress = _noted(progress, game, seat)
        return progress

    return _change(counted, path)


def _noted(progress: Progress, game: Game, seat: str) -> Progress:
    """The progress with the game of one seat counted; itself where it was counted before."""
    key = (game.scenario.id, seat, game.loaded.level)
    if game.campaign is not None:
        key = (game.campaign, seat, game.scenario.id)
    before, state = progress.tallies.get(key, Tally()), game.state_hash()
    if state in before.states:
        return progress
    world = game.process.world
    points = round(100 * float(game.compiled.goal_score(seat, world.tracked)[0]))
    changed, rewound = bool(game.without), game.rewinds > 0
    reached = [name for name in game.scenario.outcomes if _reached(game, name)]
    after = replace(
        before,
        games=before.games + 1,
        best=before.best if changed or rewound else max(points, before.best or 0),
        last=points,
        endings=tuple(sorted({*before.endings, *reached})),
        of=len(game.scenario.outcomes),
        changed=before.changed + changed,
        rewound=before.rewound + rewound,
        states=(*before.states, state)[-_STATES_KEPT:],
    )
    others = {name: tally for name, tally in progress.tallies.items() if name != key}
    bets = (*progress.bets, *_bets(game, seat))[-_BETS_KEPT:]
    return replace(progress, tallies={**others, key: after}, bets=bets)


def _bets(game: Game, seat: str) -> list[dict[str, Any]]:
    """The bets of one seat of a game, for the record over all games."""
    from sim.game.forecast.calibration import as_records, calibration

    with game.shown(game.players[game.seats.index(seat)]):
        return as_records(calibration(game, 0), game.scenario.id, game.seed)


def note_guided(path: Path | None = None) -> str:
    """Remember that the guide is no longer needed."""

    def guided(progress: Progress) -> Progress:
        return progress if progress.guided else replace(progress, guided=True)

    return _change(guided, path)


def _reached(game: Game, outcome: str) -> bool:
    from sim.model.plan import NEVER

    row = game.compiled.rows[f"outcomes.{outcome}"]
    return int(game.process.world.tracked[row, 0]) != NEVER


def _read(found: Any) -> Progress:
    """The progress in the data of its file.

    Raises:
        ValueError: It is of no version, or not what it should be.
    """
    if found["version"] != VERSION:
        raise ValueError
    tallies: dict[tuple[str, str, str], Tally] = {}
    for scenario, seats in found["played"].items():
        for seat, levels in seats.items():
            for level, one in levels.items():
                best = one.get("best")
                tallies[scenario, seat, level] = Tally(
                    games=_count(one["games"]),
                    best=None if best is None else min(100, _count(best)),
                    last=min(100, _count(one["last"])),
                    endings=tuple(str(ending) for ending in one["endings"]),
                    of=_count(one["of"]),
                    changed=_count(one.get("changed", 0)),
                    rewound=_count(one.get("rewound", 0)),
                    states=tuple(str(state) for state in one.get("states", ())),
                )
    bets = tuple(one for one in list(found.get("bets", ())) if isinstance(one, dict))
    return Progress(tallies, found.get("guided") is True, bets[-_BETS_KEPT:])


def _count(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _MOST_COUNT:
        raise ValueError
    return value


def _written(progress: Progress) -> dict[str, Any]:
    played: dict[str, dict[str, dict[str, Any]]] = {}
    for (scenario, seat, level), tally in progress.tallies.items():
        played.setdefault(scenario, {}).setdefault(seat, {})[level] = {
            "games": tally.games,
            "best": tally.best,
            "last": tally.last,
            "endings": list(tally.endings),
            "of": tally.of,
            "changed": tally.changed,
            "rewound": tally.rewound,
            "states": list(tally.states),
        }
    bets = [dict(one) for one in progress.bets]
    return {"version": VERSION, "guided": progress.guided, "played": played, "bets": bets}


__all__ = [
    "Progress",
    "Tally",
    "load_progress",
    "note",
    "note_guided",
    "progress_path",
    "save_progress",
]
