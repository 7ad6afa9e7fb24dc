"""What the program does with each kind of file that comes from a stranger, each as one function."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch
from zlib import crc32

from sim import catalogue
from sim.desk.models.keymap import bindings
from sim.desk.models.lock import load_lock, save_lock
from sim.desk.models.saves import build_slots
from sim.desk.models.settings import read_settings, save_settings
from sim.desk.models.title import Shelf, build_resume, build_shelf, played
from sim.game.forecast.calibration import over_games
from sim.game.game import Game
from sim.game.lock import lock_of, stricter
from sim.game.progress import load_progress, note, note_guided, save_progress
from sim.lab import results, storage
from sim.lab.errors import LabError
from sim.lab.report.gathering import gather
from sim.lab.report.source import open_folder
from sim.model.process import PeaceProcess
from sim.scenario import load as loading
from sim.scenario.campaigns import load_campaign
from sim.scenario.heads import head
from sim.scenario.load import Loaded, load
from sim.scenario.problem import ScenarioError
from tests.campaign import campaign_path
from tests.fuzz.bundle import laid_out
from tests.fuzz.judged import (
    SaidWrongly,
    Target,
    command,
    fit_to_read,
    page_is_safe,
    table_is_safe,
)
from tests.scenario.mutations.judged import answered, told_wrongly

RUNS = 20
BATCH = ("batch", "small.yaml", "--runs", RUNS, "--sweep", "trust.north.host=0.2:0.8:2")
"""The batch whose folder is tampered with, and which is then resumed."""
DRAWN = 5
"""Of so many folders of results one is drawn as a page."""
_COMMANDS = "view\nplan\ntree\nreport\nmoves\nplay 1\nend\nforecasts\nrecord\ndebrief yes\nquit\n"


@dataclass(frozen=True)
class Kind:
    """A kind of file."""

    read: Target
    """Does with the files of an input what the program does with such files."""
    first: str
    """What the file of an input is called that has no name."""
    about: str
    scenarios: bool = True
    """Whether the scenarios that the inputs are of lie beside them."""
    links: bool = False
    """Whether there may be symbolic links: whoever names a file, or keeps files in a folder of his
    own, may have links there; a folder that came from elsewhere is suspect."""

    def lay(self, data: bytes, folder: Path) -> None:
        """Make the files of an input."""
        if self.scenarios:
            for name, content in files().items():
                (folder / name).write_bytes(content)
        laid_out(data, folder, self.first, self.links)


# -- hashes ----------------------------------------------------------------------------------------


@contextmanager
def forged() -> Iterator[None]:
    """Have every hash be the same: whoever changes a file can also change the hash that it names.

    Without this the hashes would keep out nearly all that a fuzzer makes, and keep out no attacker.
    """
    put_together, sealed, hashed = loading.assembled, storage._seal, results.hash_of

    def assembled(*arguments: Any, **options: Any) -> Loaded:
        return replace(put_together(*arguments, **options), digest="d" * 64)

    def seal(columns: Any) -> Any:
        return sealed(columns)[:0]

    def hash_of(path: Path) -> str:
        hashed(path)
        return "f" * 64

    with ExitStack() as stack:
        stack.enter_context(patch.object(loading, "assembled", assembled))
        stack.enter_context(patch.object(Game, "state_hash", lambda _game: "e" * 64))
        stack.enter_context(patch.object(storage, "_seal", seal))
        stack.enter_context(patch("sim.lab.storage.hash_of", hash_of))
        stack.enter_context(patch("sim.lab.report.source.hash_of", hash_of))
        yield


@cache
def files() -> dict[str, bytes]:
    """The scenarios that the inputs are of: `small.yaml`, and `mini.yaml`, a campaign of it."""
    return {path.name: path.read_bytes() for path in campaign_path().parent.glob("*.yaml")}


# -- saves -----------------------------------------------------------------------------------------


@cache
def _shelf() -> Shelf:
    return build_shelf()


def read_save(data: bytes, folder: Path) -> None:
    """The title screen and its list of saves, playing on, and the page of a class."""
    build_resume(_shelf())
    build_slots()
    with forged():
        for path in sorted((folder / "saves").glob("*"))[:4]:
            if path.name == "autosave.json" or path.suffix in (".html", ".htm", ".json"):
                of = "mini.yaml" if b'"campaign"' in data else "small.yaml"
                command("play", of, "--load", path, "--text", typed=_COMMANDS)
        own, campaigns = [load("small.yaml")], [load_campaign("mini.yaml")]
        try:
            gather(folder / "saves", scenarios=own, campaigns=campaigns, rollouts=0)
        except LabError as error:
            _sentence(error)


def _sentence(error: Exception) -> None:
    """See that an error that is caught here could have been shown.

    Raises:
        SaidWrongly: It could not.
    """
    if wrong := fit_to_read(str(error), is_sentence=True):
        raise SaidWrongly(wrong)


# -- lines -----------------------------------------------------------------------------------------


def read_line(data: bytes, folder: Path) -> None:
    """A line is checked, told as a chronicle and run."""
    command("check", "line.yaml")
    code, _ = command("run", "small.yaml", "--line", "line.yaml")
    if not code:
        run = ("batch", "small.yaml", "--line", "line.yaml", "--runs", 4)
        command(*run, "--out", "result", "--json")
        table_is_safe(folder / "result" / "summary.csv")


# -- folders of results ----------------------------------------------------------------------------


class EnoughError(LabError):
    """What would follow is a long run, as whoever made the manifest asked for it."""


@contextmanager
def _short() -> Iterator[None]:
    from sim.lab.counterfactual import comparing
    from sim.lab.scheduler import Scheduler
    from sim.lab.sensitivity import analysis

    ran, compared = Scheduler.run, comparing.compare

    def run(running: Scheduler, executor: Any) -> None:
        if running.rounds.most * running.points > 4 * RUNS:
            raise EnoughError("That is a long run.")
        ran(running, executor)

    def compare(setup: Any, loaded: Any, changes: Any, **options: Any) -> Any:
        if options["runs"] * len(changes) > 40 * RUNS or options.get("pairs"):
            raise EnoughError("That is a long run.")
        return compared(setup, loaded, changes, **options)

    def sensitivity(*_: Any, **__: Any) -> Any:
        raise EnoughError("That is a long run.")

    with ExitStack() as stack:
        stack.enter_context(patch.object(Scheduler, "run", run))
        stack.enter_context(patch("sim.lab.counterfactual.files.compare", compare))
        stack.enter_context(patch.object(analysis, "sensitivity", sensitivity))
        yield


def _looked_through(result: Path) -> None:
    """What a report reads of a folder before it draws, which takes longest by far."""
    try:
        source = open_folder(result)
        _ = source.setup, source.points if source.manifest.kind == "batch" else source.results
    except LabError as error:
        _sentence(error)


def read_manifest(data: bytes, folder: Path) -> None:
    """A folder of results is reported, made again, gone on with and taken for a class."""
    result = folder / "result"
    with forged(), _short():
        if crc32(data) % DRAWN == 0:
            command("report", "result", "--quick", "--out", "report.html")
            page_is_safe(folder / "report.html")
        else:
            _looked_through(result)
        command("rerun", "result", "--out", "again")
        command(*BATCH, "--out", "result", "--resume", "--json")
        for name in ("summary.csv", "results.csv"):
            if (folder / "again" / name).is_file():
                table_is_safe(folder / "again" / name)
        command("gather", "result", "--quick")


# -- scenarios -------------------------------------------------------------------------------------


def read_scenario(data: bytes, folder: Path) -> None:
    """Whatever `check` takes: checked, listed, shown, begun from, run and played."""
    _, told = answered("main.yaml")
    if wrong := told_wrongly(told):
        raise SaidWrongly(wrong)
    with suppress(OSError, ScenarioError, LookupError, TypeError, ValueError, AttributeError):
        head(Path("main.yaml"))  # as for a list of scenarios, which leaves out what fails so
    code, _ = command("check", "main.yaml")
    _, said = command("check", "main.yaml", "--format", "github")
    if odd := [line for line in said.splitlines() if not line.startswith(("::error", "::warning"))]:
        raise SaidWrongly(f"check for a code review says {odd[0][:80]!r}")
    if code:
        return
    try:
        found = load("main.yaml")
    except ScenarioError:
        if b"chapters" in data:
            command("play", "main.yaml", "--text", typed="\n" + _COMMANDS)
        return
    command("show", "main.yaml")
    command("show", "main.yaml", "--json")
    command("new", "ours.yaml", "--from", "main.yaml")
    PeaceProcess(found.scenario, runs=2, policy="own").step()
    command("play", "main.yaml", "--text", typed="\n" + _COMMANDS)


# -- the user's own files --------------------------------------------------------------------------


def _without_pipes(folder: Path) -> None:
    """Take pipes away: who writes to one that he has himself among his files waits for a reader."""
    for path in folder.glob("*.json"):
        if not path.is_file():
            path.unlink()


@cache
def _over() -> Game:
    """A game that is over, to be counted."""
    game = Game.new(load("small.yaml"))
    while not game.over:
        game.end_turn()
    return game


def read_settings_files(data: bytes, folder: Path) -> None:
    """The settings, the progress and the lock of a computer, read and written back."""
    game = _over()
    progress, lock = load_progress(), load_lock()
    catalogue.use(None)
    try:
        catalogue._("Seat")
        settings, _ = read_settings()
        bindings(settings.keys)
        _without_pipes(folder)
        save_settings(settings)
        if (again := read_settings()[0]) != settings:
            raise SaidWrongly(f"settings become others when they are kept: {settings}, {again}")
    finally:
        catalogue.use(None)
    for card in _shelf().cards:
        played(card, progress)
    over_games(progress.bets)
    kept = note(game) or note_guided() or save_progress(progress)
    if not kept and load_progress().tallies != progress.tallies:
        raise SaidWrongly("the progress becomes another when it is kept")
    lock.opens("a word")
    stricter(lock_of(game.scenario), lock.lock)
    save_lock(lock)
    command("play", "small.yaml", "--text", typed="progress\nlock\nquit\n")


KINDS: dict[str, Kind] = {
    "save": Kind(read_save, "saves/autosave.json", "saved games, autosaves, saves of campaigns"),
    "line": Kind(read_line, "line.yaml", "lines of dated moves"),
    "manifest": Kind(
        read_manifest, "result/manifest.json", "manifests and folders of results", links=True
    ),
    "scenario": Kind(
        read_scenario,
        "main.yaml",
        "scenarios, campaigns, libraries, the codex, sources",
        scenarios=False,
        links=True,
    ),
    "settings": Kind(
        read_settings_files, "settings.json", "the user's settings, progress and lock"
    ),
}
"""The targets by name."""
