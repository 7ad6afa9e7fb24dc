"""`check` on files and folders: what it looks at, what it says once, and with which exit code."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sim import paths
from sim.cli import main
from sim.cli.problems import coloured
from sim.lab.resolved import resolved_text
from sim.scenario.kinds import files_in, inspect_file, kind_of
from sim.scenario.problem import Problem, Span
from tests.lab.cases import loaded, sound, written
from tests.shipped import FIRST

Ran = tuple[int, str, str]
Command = Callable[..., Ran]


@pytest.fixture
def check(capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs `check`; gives its exit code, stdout and stderr."""

    def command(*arguments: object) -> Ran:
        capsys.readouterr()
        code = main(["check", *(str(argument) for argument in arguments)])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return command


def child(folder: Path, name: str, parent: str = "small", **more: Any) -> Path:
    """A file that extends another of its folder."""
    data = {"version": 1, "id": name, "title": name.title(), "extends": parent, **more}
    return written(data, folder, f"{name}.yaml")


LIBRARY = "moves:\n  wait:\n    by: [host]\n    kind: act\n    needs: joined(somebody)\n"


# -- kinds of files --------------------------------------------------------------------------------


def test_every_shipped_file_is_of_a_known_kind_and_has_no_problems() -> None:
    kinds = {}
    for path in files_in(paths.scenarios()):
        kinds[path.relative_to(paths.scenarios()).as_posix()] = kind_of(path)
    assert kinds[f"{FIRST}.yaml"] == "scenario"
    assert kinds["campaign-1989-1993.yaml"] == "campaign"
    assert kinds["sources.yaml"] == "sources"
    assert kinds["library/mediation.yaml"] == "library"
    assert {kinds[name] for name in kinds if name.startswith("codex/")} == {"codex"}
    assert "other" not in kinds.values()
    for name, kind in kinds.items():
        if kind in ("sources", "library", "codex"):
            assert inspect_file(str(paths.scenarios() / name))[1] == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "scenario"),
        ("# only words\n", "scenario"),
        ("version: 1\nid: x\n", "scenario"),
        ('"id": x\n', "scenario"),
        ("{id: x}\n", "scenario"),
        ("moves:\n  a: {date: 2000-01-01, by: host, move: wait}\n", "line"),
        (LIBRARY, "library"),
        ("version: 1\nsteps:\n  a: {title: A}\n", "library"),
        ("services:\n  web: {image: nginx}\n", "other"),
        ("- hosts: all\n", "other"),
        ("# a play\n---\n- hosts: all\n", "other"),
    ],
)
def test_kinds_are_known_by_what_stands_at_the_top(text: str, kind: str, tmp_path: Path) -> None:
    path = tmp_path / "file.yaml"
    path.write_text(text)
    assert kind_of(path) == kind


def test_a_library_is_checked_as_one(check: Command, tmp_path: Path) -> None:
    path = tmp_path / "moves.yaml"
    path.write_text(LIBRARY)
    assert check(path) == (0, "", "1 file: no problems\n")
    path.write_text(LIBRARY + "    cost: much\n  talk: {needs: joined(x}\n  stare: [1]\n")
    code, out, err = check(path)
    assert code == 1
    assert ":6:11: " in out  # the cost
    assert "condition" in out
    assert "3 errors" in err
    assert "missing" not in out


# -- folders ---------------------------------------------------------------------------------------


def test_a_folder_is_searched(check: Command, tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    hidden = tmp_path / ".hidden"
    for folder in (inner, hidden):
        folder.mkdir()
    written(sound(), tmp_path)
    child(inner, "other", "../small.yaml")
    (tmp_path / "moves.yml").write_text(LIBRARY)
    (tmp_path / "compose.yaml").write_text("services: {}\n")
    (tmp_path / "line.yaml").write_text("moves: {a: {date: 2000-01-01, by: host, move: put}}\n")
    (hidden / "broken.yaml").write_text("id: [\n")
    (tmp_path / "._broken.yaml").write_text("id: [\n")
    code, out, err = check(tmp_path)
    assert (code, out) == (1, out)
    assert "lies outside" in out  # of the folder of its own
    assert "compose.yaml is no scenario; it is left out.\n" in err
    assert "`twintrack run SCENARIO --line" in err
    assert err.endswith("3 files: 1 error in 1 file\n")


def test_without_a_name_it_is_this_folder(
    check: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = check()
    assert (code, out) == (2, "")
    assert err == (
        f"There is no scenario in this folder ({tmp_path}); name a file, or begin one with "
        "`twintrack new NAME`.\n"
    )
    written(sound(), tmp_path)
    assert check() == (0, "", "1 file: no problems\n")


def test_an_id_that_ships_is_no_folder(
    check: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / FIRST).mkdir()
    assert check(FIRST, paths.scenarios() / f"{FIRST}.yaml")[2] == "1 file: no problems\n"
    assert check(f"./{FIRST}")[0] == 2


def test_each_file_is_checked_once(
    check: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(sound(), tmp_path)
    monkeypatch.chdir(tmp_path)
    assert check(path, "small.yaml", "./small.yaml", ".")[2] == "1 file: no problems\n"


def test_a_broken_parent_is_told_once(check: Command, tmp_path: Path) -> None:
    data = sound()
    data["actors"]["host"]["capability"] = 7.0
    written(data, tmp_path)
    child(tmp_path, "first")
    child(tmp_path, "second")
    code, out, err = check(tmp_path, "--json")
    assert code == 1
    (problem,) = json.loads(out)
    assert problem["file"] == str(tmp_path / "small.yaml")
    assert err == "3 files: 1 error in 1 file\n"


def test_twins_are_told_with_both_places(check: Command, tmp_path: Path) -> None:
    written(sound(), tmp_path)
    written(sound(), tmp_path, "twin.yaml")
    code, out, err = check(tmp_path)
    assert code == 0
    assert 'twin.yaml:2:5: warning: another scenario has the id "small" too' in out
    assert f"  {tmp_path / 'small.yaml'}:2:5: first given here" in out
    assert err == "2 files: 1 warning in 1 file\n"
    assert check(tmp_path, "--strict")[0] == 1
    assert check(tmp_path / "twin.yaml", "--strict")[0] == 0


def test_github_marks_the_whole_place(check: Command, tmp_path: Path) -> None:
    path = tmp_path / "odd, name.yaml"
    path.write_text(resolved_text({**sound(), "id": "Small%"}))
    code, out, _ = check(path, "--format", "github")
    assert code == 1
    (line,) = out.splitlines()
    assert re.fullmatch(
        r"::error file=.*odd%2C name\.yaml,line=2,col=5,endLine=2,endColumn=\d+,title=\S+::.*%25.*",
        line,
    )


def test_problems_are_coloured_on_a_terminal(
    check: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    span = Span("a.yaml", 1, 5, 1, 8)
    for severity, colour in (("error", "red"), ("warning", "yellow")):
        problem = Problem(span, "rule", "is wrong", severity)  # type: ignore[arg-type]
        text = coloured(problem, {"a.yaml": "id: abc"})
        assert text.plain == problem.as_text({"a.yaml": "id: abc"})
        styles = [str(one.style) for one in text.spans]
        assert f"bold {colour}" in styles
    path = tmp_path / "a.yaml"
    path.write_text("id: [\n")
    plain = check(path)[1]
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert main(["check", str(path)]) == 1
    assert plain  # the same problem, told without colour elsewhere
    assert "\x1b" not in plain


# -- with runs -------------------------------------------------------------------------------------


def unreachable() -> dict[str, Any]:
    data = sound()
    data["outcomes"]["never"] = {"title": "Never", "when": "trust(north, host) >= 1"}
    return data


def test_runs_tell_what_never_comes_about(check: Command, tmp_path: Path) -> None:
    path = written(unreachable(), tmp_path)
    assert check(path) == (0, "", "1 file: no problems\n")
    code, out, err = check(path, "--runs", 20)
    assert code == 0
    assert "warning: this outcome came about in none of" in out
    assert "[never-reached]" in out
    assert "warning" in err
    code, out, _ = check(path, "--runs", 20, "--strict", "--json")
    assert code == 1
    assert "never-reached" in {one["rule"] for one in json.loads(out)}


def test_files_with_errors_are_not_played(check: Command, tmp_path: Path) -> None:
    data = unreachable()
    data["actors"]["host"]["capability"] = 7.0
    code, out, _ = check(written(data, tmp_path), "--runs", 40)
    assert code == 1
    assert "never-reached" not in out
    assert loaded().scenario.id == "small"
