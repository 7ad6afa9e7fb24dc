"""The files that commands read, laid out once: scenarios, saves, results whole and half done."""

from __future__ import annotations

import contextlib
import io
import os
from pathlib import Path
from unittest.mock import patch

from sim.cli import main
from sim.game.begin import begin
from sim.game.saving.save import autosave, slot, write
from sim.lab.resolved import resolved_text
from sim.lab.storage import Archive
from sim.paths import HOME_VARIABLE
from sim.scenario.load import load
from tests.campaign import laid_out
from tests.lab.cases import sound

TITLE = "ជម្លោះតូចមួយ, «un différend»"
"""A title with Khmer letters, so that they go wherever a title goes."""
CHILD = f"""\
version: 1
id: child
extends: own.yaml
title: "{TITLE} 2"
trust: {{north: {{host: 0.4}}}}
"""
BROKEN = f"""\
version: 1
id: broken
extends: own.yaml
title: "{TITLE}
trust: {{nroth: {{host: 1,5}}}}
"""


def lay_out(folder: Path, results: bool = True) -> Path:
    """Write everything into a folder, which is made; gives it back.

    Args:
        folder: The folder.
        results: Whether results of experiments and games are wanted too, which take longest.
    """
    folder.mkdir(parents=True)
    own = folder / "own.yaml"
    own.write_text(resolved_text({**sound(), "id": "own", "title": TITLE}), encoding="utf-8")
    (folder / "child.yaml").write_text(CHILD, encoding="utf-8")
    (folder / "broken.yaml").write_text(BROKEN, encoding="utf-8")
    laid_out(folder)
    if results:
        with patch.dict(os.environ, {HOME_VARIABLE: str(folder / "mine")}):
            _games(own, folder / "handed")
            _results(str(own), folder)
    (folder / "tmp").mkdir()
    return folder


def _games(own: Path, handed: Path) -> None:
    """Saves handed in by a class, and what lies in a player's own folder."""
    loaded = load(str(own))
    handed.mkdir()
    for seed, name in enumerate(("one", "two"), start=1):
        game = begin(loaded, seed=seed)
        for _ in range(2 * seed):
            game.end_turn()
            autosave(game)
        write(game, handed / f"{name}.json")
        write(game, slot(f"Old game {name}"))


def _results(own: str, folder: Path) -> None:
    _quietly("batch", own, "--runs", "300", "--out", str(folder / "results"))
    _quietly("batch", own, "--runs", "50", "--save-line", str(folder / "line.yaml"))
    less = ["--without", "join", "--runs", "200", "--no-sample"]
    _quietly("counterfactual", own, *less, "--out", str(folder / "effects"))
    keep = Archive.keep
    kept: list[object] = []

    def once(archive: Archive, *part: object) -> None:
        if kept:
            raise KeyboardInterrupt
        keep(archive, *part)  # type: ignore[arg-type]
        kept.append(part)

    with patch.object(Archive, "keep", once):
        _quietly("batch", own, "--runs", "2000", "--out", str(folder / "half"), code=130)


def _quietly(*arguments: str, code: int = 0) -> None:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        found = main(arguments)
    assert found == code, f"{arguments}: {found}: {err.getvalue()}"
