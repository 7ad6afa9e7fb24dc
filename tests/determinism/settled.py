"""All that a shipped scenario settles, part after part, as arrays in a fixed order.

Wording is no part of it: a scenario may be told otherwise, and its titles and sources changed,
while everything that runs decide stays the same to the bit.
"""

from __future__ import annotations

import hashlib
import io
import json
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass, fields
from functools import cache, partial
from pathlib import Path
from types import ModuleType
from typing import Any, cast

import numpy as np

from sim.game.forecast.odds import odds
from sim.game.game import Game
from sim.game.saving.build_save import save_of
from sim.lab.campaign import CampaignSetup, run_campaign
from sim.lab.design import Design
from sim.lab.lookahead.bench import WORK
from sim.lab.lookahead.search import Search, line_of_steps
from sim.lab.runner import CHUNK, ensemble
from sim.lab.setup import setup_of
from sim.scenario import shelf
from sim.scenario.campaigns import load_campaign
from sim.scenario.heads import STANDARD
from sim.scenario.levels import levels
from sim.scenario.load import Loaded, load
from tests import once

Settled = tuple[str, str, np.ndarray]
"""When (such as `turn 3`), what (such as `trust`), and all its numbers, bit for bit."""
RUNS = 4
"""Runs of an ensemble that is looked at turn by turn; its first one is watched by a ledger."""
BATCH = 40
SEARCH = WORK // 10
"""A tenth of the work of a full search."""
SEEDS = {"history": 1, "pass": 2, "random": 2**64 - 1}
"""Another chance for each line, from one end of the seeds to the other."""


@dataclass(frozen=True)
class Cut:
    """How a batch is cut up, which no result may depend on."""

    chunk: int = CHUNK
    executor: Executor | None = None
    """Processes that run it; None for this one."""


def scenarios() -> list[str]:
    """All that ships and can be run: scenarios, the examples, the campaigns."""
    return [*shelf.shipped(), *shelf.examples(), *shelf.campaigns()]


def parts(name: str, cut: Cut | None = None) -> dict[str, Callable[[], Iterator[Settled]]]:
    """What there is to settle of a scenario, by the name of the part."""
    how = cut or Cut()
    if name in shelf.campaigns():
        return {"history": lambda: campaign(name, "history", how)}
    found: dict[str, Callable[[], Iterator[Settled]]] = {
        "game": lambda: game(name),
        **{line: partial(runs, name, line) for line in SEEDS},
        "batch": lambda: batch(name, how),
    }
    for level in levels(once.loaded(name).scenario):
        if level != STANDARD:
            found[f"level {level}"] = partial(runs, name, "history", level)
    if name in shelf.examples():
        found["lookahead"] = lambda: searched(name)
    return found


# -- runs ------------------------------------------------------------------------------------------


@cache
def _levelled(name: str, level: str) -> Loaded:
    return once.loaded(name) if level == STANDARD else load(name, level=level)


def runs(name: str, line: str, level: str = STANDARD) -> Iterator[Settled]:
    """A few runs: every array of the world at every turn's end, the draws, and the causes."""
    setup = setup_of(_levelled(name, level), line, seed=SEEDS[line])
    compiled = once.compiled(name) if level == STANDARD else setup.compiled()
    process = ensemble(compiled, setup, 3, RUNS, watch=True)
    yield from _world("start", process)
    for turn in range(process.plan.turns):
        process.advance(setup.line.plays(turn))
        when = f"turn {turn + 1}"
        yield when, "draws", process.draws.values
        yield from _world(when, process)
    ledger = process.world.ledger
    rows = [] if ledger is None else ledger.rows
    yield "ledger", "rows", _lines("; ".join(plain(row)) for row in rows)
    for seat in process.plan.scenario.goals:
        yield "end", f"goals of {seat}", compiled.goal_score(seat, process.world.tracked)


def _world(when: str, process: Any) -> Iterator[Settled]:
    world = process.world
    for name, array in world.arrays():
        yield when, name, array
    for name in ("mediator", "away", "came"):
        yield when, name, getattr(world, name)


def plain(value: Any) -> list[str]:
    """The fields of a dataclass as text; numbers so that not a bit of them is lost.

    What holds its default is left out, so that a field that nothing uses may come and go.
    """
    return [
        f"{one.name}={_text(held)}"
        for one in fields(value)
        if (held := getattr(value, one.name)) != one.default
    ]


def _text(value: Any) -> str:
    if isinstance(value, float):
        return float(value).hex()
    if isinstance(value, frozenset):
        return _text(sorted(value))
    if isinstance(value, tuple | list):
        return f"[{', '.join(_text(one) for one in value)}]"
    if hasattr(value, "__dataclass_fields__"):
        return f"({', '.join(plain(value))})"
    return str(value)


def _lines(lines: Iterator[str]) -> np.ndarray:
    return np.array(list(lines), dtype=np.str_)


# -- a game ----------------------------------------------------------------------------------------


def game(name: str) -> Iterator[Settled]:
    """A game of the first seat: odds before a move, back to an earlier turn, on by other chance."""
    played = Game(once.loaded(name), seed=7, compiled=once.compiled(name))
    luck = np.random.Generator(np.random.Philox(key=11))
    for when in ("first", "second", "third"):
        yield from _turn(when, played, luck)
    played.rewind(1, fresh=True, replan=False)
    for when in ("second, fresh chance", "third, fresh chance"):
        yield from _turn(when, played, luck)
    played.rewind(2)
    yield "back, moves planned again", "state", _lines(iter([played.state_hash()]))
    yield from _turn("third, again", played, luck)
    save = save_of(played).model_dump(mode="json", exclude={"digest"})
    yield "end", "save", _lines(iter(json.dumps(save, indent=1, sort_keys=True).splitlines()))


def _turn(when: str, played: Game, luck: np.random.Generator) -> Iterator[Settled]:
    """Odds of three moves, a move or two, and the turn's end."""
    cards = [card for card in played.legal() if card.legal]
    yield when, "cards", np.array([card.option for card in cards])
    found = odds(played, [card.option for card in cards[:3]], rollouts=20)
    told = ((one.option, one.yes, one.yes_low, one.yes_high, one.grounds) for one in found.values())
    yield when, "odds", _lines(_text(numbers) for numbers in told)
    for _ in range(2):
        cards = [card for card in played.legal() if card.legal]
        if cards and len(played.planned) < 2:
            card = cards[int(luck.random() * len(cards))]
            played.push(card.move, card.to)
    played.end_turn()
    yield when, "state", _lines(iter([played.state_hash()]))


# -- batches ---------------------------------------------------------------------------------------


def batch(name: str, cut: Cut) -> Iterator[Settled]:
    """A small batch as it lies on disk; its manifest apart, which tells when it was made."""
    loaded = once.loaded(name)
    design = Design.of(loaded, loaded, {}, [{}], BATCH, seed=5)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "batch"
        with _without_pyarrow():
            design.run(out=out, chunk=cut.chunk, executor=cut.executor)
        for path in sorted(out.iterdir()):
            if path.suffix == ".npz":
                # What is packed, since how tightly hangs on the machine's zlib.
                with zipfile.ZipFile(path) as archive:
                    for member in archive.namelist():
                        array = np.load(io.BytesIO(archive.read(member)), allow_pickle=False)
                        yield path.name, member, array
            elif path.name != "manifest.json":
                yield "file", path.name, _lines(iter(path.read_text("utf-8").splitlines()))


@contextmanager
def _without_pyarrow() -> Iterator[None]:
    """The plain package keeps its runs in NumPy's own format; here they are kept so everywhere."""
    before = sys.modules.get("pyarrow", _MISSING)
    sys.modules["pyarrow"] = None  # type: ignore[assignment]  # so that it is not found
    try:
        yield
    finally:
        del sys.modules["pyarrow"]
        if before is not _MISSING:
            sys.modules["pyarrow"] = cast(ModuleType, before)


_MISSING = object()


def campaign(name: str, line: str, cut: Cut) -> Iterator[Settled]:
    """A few runs through the chapters of a campaign."""
    setup = CampaignSetup.of(_campaign(name), line, seed=SEEDS[line])
    result = run_campaign(setup, BATCH, chunk=cut.chunk)
    for column, values in result.columns.items():
        yield "end", column, values


_campaign = cache(load_campaign)


def searched(name: str) -> Iterator[Settled]:
    """What a short search for a line finds; many scores of rollouts decide it."""
    compiled = once.compiled(name)
    seat = compiled.plan.actors[compiled.plan.owner]
    search = Search(compiled, seat, work=SEARCH * compiled.plan.turns)
    entries = line_of_steps(compiled, search.found()).entries
    yield "found", "line", _lines(f"{one.turn}; {one.id}; {plain(one.play)}" for one in entries)


# -- hashes ----------------------------------------------------------------------------------------


def hash_of(settled: Iterable[Settled]) -> str:
    """The SHA-256 of all that a part settles: names, kinds, shapes and every bit of the numbers."""
    found = hashlib.sha256()
    for when, what, array in settled:
        head = f"{when}\0{what}\0{array.dtype.kind}{array.shape}\0"
        found.update(head.encode())
        if array.dtype.kind == "U":
            found.update("\0".join(array.tolist()).encode())
        else:
            found.update(np.ascontiguousarray(array).tobytes())
    return found.hexdigest()


def together(hashes: Mapping[str, str]) -> str:
    """The one hash of a scenario, from those of its parts."""
    lines = (f"{part} {found}\n" for part, found in sorted(hashes.items()))
    return hashlib.sha256("".join(lines).encode()).hexdigest()
