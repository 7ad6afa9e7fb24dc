"""Inputs to begin with: files as the program writes them, and the corpus beside this module."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

from sim import paths
from sim.game.campaign import CampaignGame
from sim.game.game import Game
from sim.game.progress import note
from sim.game.saving.save import save_of, text_of
from sim.lab.errors import LabError
from sim.scenario.campaigns import load_campaign
from sim.scenario.load import load
from tests import scratch
from tests.campaign import mini
from tests.fuzz.bundle import joined
from tests.fuzz.judged import command
from tests.fuzz.targets import BATCH, files, forged
from tests.lab.cases import case

CORPUS = Path(__file__).parent / "corpus"


def corpus(target: str) -> list[bytes]:
    """What lies in the corpus of a target, by name."""
    return [path.read_bytes() for path in sorted((CORPUS / target).glob("*"))]


@cache
def seeds(target: str) -> tuple[bytes, ...]:
    """Files as the program writes them, for a fuzzer to change."""
    folder = scratch.shared("seeds")
    for name, content in files().items():
        (folder / name).write_bytes(content)
    before = os.getcwd()
    os.chdir(folder)
    try:
        with forged(), patch.dict(os.environ, {paths.HOME_VARIABLE: str(folder)}):
            return tuple(_MAKERS[target](folder))
    finally:
        os.chdir(before)


def _played(turns: int = 3) -> Game:
    game = Game.new(load("small.yaml"), seed=7)
    for _ in range(turns):
        for card in [card for card in game.legal() if card.legal][:2]:
            game.push(card.move, card.to)
        game.end_turn()
    return game


def _saves(_folder: Path) -> list[bytes]:
    plain = _played()
    branched = _played()
    branched.rewind(1)
    branched.end_turn()
    shared = Game(load("small.yaml"), seats=("host", "friend"), without=("rule:leverage",))
    shared.end_turn()
    campaign = CampaignGame(load_campaign("mini.yaml"), "host", 3)
    while not campaign.game.over:
        campaign.game.end_turn()
    found = [text_of(save_of(game)).encode() for game in (plain, branched, shared, campaign.game)]
    page = b'=== saves/a.html\n<p><pre id="twin-track-save">' + found[0] + b"</pre></p>\n"
    return [*found, page]


def _lines(_folder: Path) -> list[bytes]:
    own = {k: v for k, v in case()["history"]["line"].items() if v["by"] == "host"}
    del own["too_late"]
    plain = {"moves": own}
    return [_yaml(plain), _yaml({**plain, "luck": {"turn_2": 3}, "difficulty": "standard"})]


def _yaml(data: Any) -> bytes:
    from sim.lab.resolved import resolved_text

    return resolved_text(data).encode()


def _folder(folder: Path) -> bytes:
    names = sorted(path for path in folder.rglob("*") if path.is_file())
    return joined([(f"result/{path.relative_to(folder)}", "", path.read_bytes()) for path in names])


def _manifests(folder: Path) -> list[bytes]:
    found = []
    asked = ("small.yaml", "--seat", "host", "--runs")
    for number, words in enumerate(
        [
            (*BATCH, "--ask", "nod=stance(of: south) >= acquiesces"),
            ("counterfactual", *asked, 20, "--without", "round"),
            ("sensitivity", *asked, 600, "--top", 3, "--no-indices", "--measure", "met"),
            BATCH,
        ]
    ):
        out = folder / f"result-{number}"
        command(*words, "--out", out)
        found.append(_folder(out))
    half = folder / "half"
    with patch("sim.lab.storage.Archive.finish", side_effect=LabError("Stopped.")):
        command(*BATCH, "--out", half)
    return [*found, _folder(half)]


def _scenarios(_folder: Path) -> list[bytes]:
    own = files()
    child = _yaml(
        {
            "version": 1,
            "id": "child",
            "title": "A child",
            "extends": "small.yaml",
            "uses": ["library/more.yaml"],
            "trust": {"north": {"host": 0.2}},
        }
    )
    library = _yaml({"moves": {"listen": case()["moves"]["consult"]}})
    family = joined(
        [
            ("main.yaml", "", child),
            ("small.yaml", "", own["small.yaml"]),
            ("library/more.yaml", "", library),
        ]
    )
    campaign = joined(
        [
            ("main.yaml", "", _yaml(mini())),
            ("small.yaml", "", own["small.yaml"]),
            ("sequel.yaml", "", own["sequel.yaml"]),
        ]
    )
    shipped = paths.scenarios()
    others = [shipped / "examples" / "island-dispute.yaml"]
    others += [shipped / "codex" / f"{name}.yaml" for name in ("works", "terms", "places")]
    others += sorted((shipped / "library").glob("*.yaml"))[:1]
    kept = [path.read_bytes() for path in others if path.is_file()]
    sources = b"\n".join((shipped / "sources.yaml").read_bytes().split(b"\n")[:120])
    return [_yaml(case()), family, campaign, library, sources, *kept]


def _settings(folder: Path) -> list[bytes]:
    from sim.desk.models.lock import TeacherLock, save_lock
    from sim.desk.models.settings import Settings, save_settings

    game = _played(0)
    while not game.over:
        game.end_turn()
    save_settings(Settings(theme="light", scale=1.25, language="fr", keys={"space": "x"}))
    save_lock(TeacherLock().closed_by("a word"))
    note(game)
    progress = json.loads((folder / "progress.json").read_text())
    bet = {"scenario": "small", "seed": 1, "turn": 1, "label": "x", "said": 3, "desk": 0.4}
    progress["bets"] = [{**bet, "came": True}]
    (folder / "progress.json").write_text(json.dumps(progress))
    names = ("settings.json", "progress.json", "lock.json")
    return [joined([(name, "", (folder / name).read_bytes())]) for name in names]


_MAKERS = {
    "save": _saves,
    "line": _lines,
    "manifest": _manifests,
    "scenario": _scenarios,
    "settings": _settings,
}
