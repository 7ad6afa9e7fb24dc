"""A resolved scenario says where its parts come from, and is the same scenario with and without."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sim.cli import main
from sim.lab.origins import text_with_origins
from sim.lab.resolved import resolved_text
from sim.scenario.load import load, load_text
from sim.scenario.text.merge import resolve
from sim.scenario.text.reader import read
from tests.lab.cases import case, loaded, written
from tests.shipped import FIRST
from tests.shipped import loaded as whole

CHILD = """\
version: 1
id: child
title: A child
extends: small
uses: [moves.yaml]
trust:
  north: {host: 0.1}
moves:
  complain: null
  consult: {title: Consult them}
"""


@pytest.fixture
def child(tmp_path: Path) -> Path:
    """A scenario over another one and a library."""
    written(case(), tmp_path)
    (tmp_path / "moves.yaml").write_text(
        "# moves\nmoves:\n  wave:\n    title: Wave\n    by: [host]\n    kind: act\n"
    )
    path = tmp_path / "child.yaml"
    path.write_text(CHILD)
    return path


def test_what_comes_from_elsewhere_says_so(child: Path, tmp_path: Path) -> None:
    text = text_with_origins(load(str(child)).document)
    small = read((tmp_path / "small.yaml").read_bytes())
    line = small.spans.at(("actors",)).line
    assert f"\nactors:  # small.yaml:{line}\n" in text
    assert "\n  wave:  # moves.yaml:3\n" in text
    friend = small.spans.place(("trust", "north", "friend"), "key").line
    assert f"\n    friend:  # small.yaml:{friend}\n" in text
    kind = small.spans.place(("moves", "consult", "kind"), "key").line
    assert f"kind: tell  # small.yaml:{kind}\n" in text
    assert "    host: 0.1\n" in text
    assert "title: Consult them\n" in text
    assert "id: child\n" in text
    removed = CHILD.split("\n").index("  complain: null") + 1
    assert f"# Taken away: moves.complain (child.yaml:{removed})\n" in text


def test_it_loads_as_the_same_scenario(child: Path) -> None:
    data = load(str(child), {}).document
    text = text_with_origins(data)
    assert read(text.encode()).data == data.data
    again = load_text(text, "again.yaml")
    assert again.scenario == load(str(child)).scenario


def test_shipped_ones_do_so_too() -> None:
    document = whole(FIRST).document
    text = text_with_origins(document)
    assert "  # library/mediation.yaml:" in text
    assert read(text.encode()).data == document.data


def test_a_file_that_stands_alone_has_no_comments(tmp_path: Path) -> None:
    document = resolve(written(case(), tmp_path))
    assert text_with_origins(document) == resolved_text(loaded().document.data)


def test_long_and_odd_texts_keep_their_comments_apart(tmp_path: Path) -> None:
    data = case()
    data["briefing"] = "One # two: three\n\n" + "a long line of words " * 12 + "\n  and more\n"
    data["summary"] = "word " * 60
    written(data, tmp_path)
    path = tmp_path / "child.yaml"
    path.write_text("version: 1\nid: child\ntitle: A child\nextends: small\n")
    document = load(str(path)).document
    text = text_with_origins(document)
    assert read(text.encode()).data == document.data
    assert re.search(r"# small\.yaml:\d+$", text, re.MULTILINE)


def test_show_tells_origins_unless_told_not_to(
    child: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["show", str(child), "--resolved"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("# child.yaml with all that it extends and uses.")
    assert "# moves.yaml:3" in told
    assert main(["show", str(child), "--resolved", "--no-origins"]) == 0
    plain = capsys.readouterr().out
    assert "# moves.yaml" not in plain
    assert read(plain.encode()).data == read(told.encode()).data
