"""Inputs that once were faults stay mended; a few more are made; and the fence holds.

The long form is `python -m tests.fuzz`. No time is judged here but that nothing hangs.
"""

from __future__ import annotations

import json
import os
import random
import socket
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from sim import paths
from sim.cli.output import CommandError, emit, log, say
from sim.files import write_whole
from sim.game.errors import GameError, SaveError
from sim.lab.parts import columns_in
from sim.lab.report.gathering import _read
from sim.lab.sensitivity.analysis import Asked, sensitivity
from sim.lab.setup import setup_of
from sim.lab.tables import cells
from sim.scenario.kinds import files_in
from sim.scenario.load import load
from tests.fuzz.__main__ import _covered, main
from tests.fuzz.bundle import ARCHIVES, archive, joined, laid_out, parts
from tests.fuzz.changed import MOST_BYTES, changed
from tests.fuzz.fence import FenceError
from tests.fuzz.found import Found
from tests.fuzz.judged import fit_to_read, judged, table_is_safe
from tests.fuzz.made import CORPUS, corpus, seeds
from tests.fuzz.targets import KINDS
from tests.fuzz.with_hypothesis import inputs
from tests.lab.cases import sound, written

pytestmark = [
    pytest.mark.outside,
    pytest.mark.skipif(
        not Path("/proc/self/status").exists(), reason="memory is measured as Linux tells it"
    ),
]

HANGS = 120.0
"""Seconds of processor time after which an input is given up; no machine is so slow."""
EVERY = [(name, path.name) for name in KINDS for path in sorted((CORPUS / name).glob("*"))]


@pytest.mark.parametrize(("target", "name"), EVERY)
def test_what_lies_in_the_corpus_is_answered(target: str, name: str) -> None:
    verdict = judged(KINDS[target], (CORPUS / target / name).read_bytes(), HANGS)
    assert not verdict.fault


def test_the_corpus_is_small() -> None:
    assert sum(len(data) for name in KINDS for data in corpus(name)) < 200_000
    assert all(corpus(name) for name in KINDS)


@settings(
    max_examples=4, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
@given(data=inputs("line"))
def test_a_changed_line_is_answered(data: bytes) -> None:
    assert not judged(KINDS["line"], data, HANGS).fault


# -- the fence -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Doing:
    """A target that does one thing."""

    deed: Callable[[Path], object]

    def lay(self, data: bytes, folder: Path) -> None:
        (folder / "file").write_bytes(data)

    def read(self, data: bytes, folder: Path) -> None:
        self.deed(folder)


def said_of(deed: Callable[[Path], object], seconds: float = HANGS) -> str:
    return judged(Doing(deed), b"x", seconds).signature


@pytest.mark.parametrize(
    ("deed", "why"),
    [
        (lambda folder: open("/etc/passwd"), "open of a path outside: /etc/passwd"),  # noqa: SIM115
        (lambda folder: open("../outside.yaml"), "open of a path outside"),  # noqa: SIM115
        (lambda folder: os.open("/dev/zero", os.O_RDONLY), "open of a path outside"),
        (lambda folder: os.listdir(".."), "os.listdir of a path outside"),
        (lambda folder: (paths.scenarios() / "new").mkdir(), "os.mkdir of a path outside"),
        (lambda folder: os.rename("file", "../file"), "os.rename of a path outside"),
        (lambda folder: os.unlink("../outside.yaml"), "os.remove of a path outside"),
        (lambda folder: subprocess.run(["true"]), "subprocess.Popen"),
        (lambda folder: os.system("true"), "os.system"),
        (lambda folder: socket.create_connection(("127.0.0.1", 9)), "socket."),
        (lambda folder: np.ones(14_000_000), "memory"),
        (lambda folder: os.environ["NO_SUCH_NAME"], "KeyError"),
    ],
)
def test_the_fence_tells_what_no_file_may_bring_about(
    deed: Callable[[Path], object], why: str
) -> None:
    assert why in said_of(deed).replace("#", "0")


def test_a_link_out_of_the_folder_is_seen_through() -> None:
    def followed(folder: Path) -> None:
        (folder / "link").symlink_to("/etc/passwd")
        (folder / "link").read_bytes()

    assert "/etc/passwd" in said_of(followed)


def test_a_linked_folder_on_the_way_is_seen_through() -> None:
    def moved(folder: Path) -> None:
        (folder / "out").symlink_to(folder.parent)
        os.rename("file", "out/file")

    assert "os.rename of a path outside" in said_of(moved)


def test_a_link_may_be_replaced_since_what_it_leads_to_stays() -> None:
    def replaced(folder: Path) -> None:
        (folder / "link").symlink_to("/etc/passwd")
        os.replace("file", "link")
        (folder / "link").read_bytes()
        (folder / "link").unlink()

    assert not said_of(replaced)


def test_what_runs_without_end_is_stopped() -> None:
    def endless(_folder: Path) -> None:
        while True:
            pass

    assert "processor time" in said_of(endless, 0.2)


def test_what_catches_everything_cannot_hide_a_fault() -> None:
    def hidden(_folder: Path) -> None:
        try:
            os.listdir("/etc")
        except BaseException:
            return

    assert "os.listdir of a path outside" in said_of(hidden)


def test_what_the_program_itself_needs_is_let_through() -> None:
    def fine(folder: Path) -> None:
        (folder / "file").read_bytes()
        (folder / "new").write_text("x")
        os.listdir(paths.scenarios())
        raise SaveError("The save is broken.")

    assert not said_of(fine)


def test_what_the_fence_raises_is_caught_by_nothing_that_catches_errors() -> None:
    assert not issubclass(FenceError, Exception)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("\x1b[2J", "character"),
        ("a\u202eb", "character"),
        ("\ud800", "character"),
        ("", "nothing"),
        ("One.\nTwo.", "more than a line"),
        ("x" * 3000, "3000 characters"),
    ],
)
def test_a_sentence_that_is_not_fit_to_read_is_a_fault(text: str, why: str) -> None:
    def said(_folder: Path) -> None:
        raise CommandError(text)

    assert why in said_of(said)


def test_a_plain_sentence_is_fit_to_read() -> None:
    assert not fit_to_read("The save \u1780\u17d2\u1798\u17c2\u179a.json is broken.", True)


# -- what was mended, where no small file can show it ----------------------------------------------


def test_a_page_with_very_many_marks_is_read_in_one_pass(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<pre id='x'>" + '<pre id="twin-track-save">' * 100_000)
    with pytest.raises(GameError, match="holds no game"):
        _read(tmp_path / "a.html", "a.html")


@pytest.mark.parametrize("kind", [*ARCHIVES])
def test_a_part_that_was_tampered_with_is_refused_or_small(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "part.npz"
    path.write_bytes(archive(kind))
    if kind not in ("words", "nan", "scalar", "empty"):
        with pytest.raises((ValueError, BadZipFile)):
            columns_in(path)
        return
    columns = columns_in(path)
    assert sum(values.nbytes for values in columns.values()) < path.stat().st_size


def test_a_part_that_is_a_pipe_or_lies_elsewhere_is_none(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.npz")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "link.npz").symlink_to("/etc/passwd")
    for name in ("pipe.npz", "folder/link.npz"):
        with pytest.raises(OSError, match=r"ordinary|outside"):
            columns_in(tmp_path / name)


def test_a_strangers_pipe_or_link_is_not_written_through(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="No such device"):
        write_whole(tmp_path / "pipe", "x")
    (tmp_path / "link").symlink_to("/dev/full")
    write_whole(tmp_path / "link", "x")
    assert (tmp_path / "link").read_text() == "x"
    assert not (tmp_path / "link").is_symlink()


@pytest.mark.parametrize("text", ["\x9b2J", "\u202eabc", "\ud800", "\u2028", "\x1b[2J", "\x07"])
def test_json_and_lines_cannot_drive_a_terminal(
    text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    emit({text: [text]})
    data, _ = capsys.readouterr()
    assert json.loads(data) == {text: [text]}
    say(text)
    log(text)
    shown = capsys.readouterr()
    assert not fit_to_read(data + shown.out + shown.err)


def test_words_of_a_scenario_are_no_formula_to_a_spreadsheet(tmp_path: Path) -> None:
    data = sound()
    data["actors"]["north"]["short"] = "=1+1"
    path = written(data, tmp_path)
    asked = Asked("met", 3, 300, indices=False)
    table = sensitivity(setup_of(load(str(path)), seat="host"), asked).csv()
    (tmp_path / "results.csv").write_text(table, encoding="utf-8")
    assert "=1+1" in table
    table_is_safe(tmp_path / "results.csv")
    assert cells({"a": "-x", "b": -1.0, "c": "x-1"}) == {"a": "'-x", "b": -1.0, "c": "x-1"}


def test_a_folder_that_is_checked_leads_nowhere_else(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (tmp_path / "other.yaml").write_text("x: 1\n")
    (folder / "own.yaml").write_text("x: 1\n")
    (folder / "link.yaml").symlink_to("../other.yaml")
    (folder / "near.yaml").symlink_to("own.yaml")
    assert [path.name for path in files_in(folder)] == ["near.yaml", "own.yaml"]


# -- inputs ----------------------------------------------------------------------------------------


def test_several_files_are_one_input(tmp_path: Path) -> None:
    files = [("a.yaml", "", b"x: 1\n"), ("b/c.npz", "npz pickle", b""), ("d", "-> /etc", b"")]
    data = joined(files)
    assert [one[:2] for one in parts(data, "")] == [one[:2] for one in files]
    laid_out(data + b"=== ../out.yaml\nx\n=== /abs.yaml\nx\n", tmp_path, "first.yaml")
    assert (tmp_path / "a.yaml").read_bytes() == b"x: 1\n"
    assert (tmp_path / "b" / "c.npz").read_bytes() == archive("pickle")
    assert {path.name for path in tmp_path.iterdir()} == {"a.yaml", "b"}
    assert not (tmp_path.parent / "out.yaml").exists()
    laid_out(b"=== e fifo\n=== e\nx\n" + data, tmp_path, "first.yaml", links=True)
    assert (tmp_path / "e").read_bytes() == b"x\n"
    assert os.readlink(tmp_path / "d") == "/etc"


@pytest.mark.parametrize("target", ["line", "settings"])
def test_a_change_can_be_had_again(target: str) -> None:
    begun = seeds(target)
    made = [changed(begun[0], random.Random(number), begun) for number in range(60)]
    assert made == [changed(begun[0], random.Random(number), begun) for number in range(60)]
    assert len(set(made)) > 40
    assert all(len(one) <= MOST_BYTES for one in made)


def test_what_is_nested_too_deep_to_write_is_changed_as_text() -> None:
    deep = b"a: " + b"[" * 600 + b"]" * 600 + b"\n"
    assert len({changed(deep, random.Random(number), (deep,)) for number in range(40)}) > 20


@pytest.mark.parametrize("name", ["anchors", "bomb"])
def test_anchors_are_changed_as_text(name: str) -> None:
    data = (CORPUS / "line" / f"{name}.input").read_bytes()
    assert all(len(changed(data, random.Random(number))) <= MOST_BYTES for number in range(40))


def test_the_command_judges_one_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "input"
    path.write_bytes(b"moves: [")
    assert main(["line", "--input", str(path)]) == 0
    assert "nothing is wrong" in capsys.readouterr().out


def test_a_driver_that_breaks_off_is_no_success(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broke_off(words: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
        figures = Path(words[-1]) / "line-coverage.json"
        figures.write_text(Found("line", "coverage", executions=20).as_json())
        return subprocess.CompletedProcess(words, 77)

    monkeypatch.setattr(subprocess, "run", broke_off)
    found = _covered("line", 1.0, 1, tmp_path)
    assert [*found.faults] == ["line: the driver broke off with exit code 77"]
