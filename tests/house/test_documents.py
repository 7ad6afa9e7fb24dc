"""What the documents say in passing: commands, options, files, keys and counts are what there is.

Console and Python samples are run by `test_readme.py`, ODD.md is held by `tests/model/test_odd.py`.
Here every other block must be of a kind that something holds, and what stands in code type within a
sentence must be there.
"""

from __future__ import annotations

import importlib.util
import re
import shlex
from functools import cache
from pathlib import Path
from typing import Any

import platformdirs.macos
import platformdirs.unix
import pytest
import typer

from sim import __version__
from sim.cli.app import COMMANDS, _program
from sim.cli.textmode.commands import COMMANDS as TYPED
from sim.scenario.shelf import shipped
from tests.house import rules
from tests.house.test_readme import printed
from tests.shipped import loaded

ROOT = Path(__file__).parents[2]
NAMES = (
    "README.md",
    "scenarios/README.md",
    "scenarios/AUTHORING.md",
    "sim/lab/GUIDE.md",
    "sim/model/ODD.md",
    "sim/model/CALIBRATION.md",
    "sim/model/LIMITS.md",
    "tests/benchmarks/README.md",
)
TEXTS = {name: (ROOT / name).read_text(encoding="utf-8") for name in NAMES}
FENCE = re.compile(r"(?:^<!-- ([^\n]+) -->\n)?^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
every = pytest.mark.parametrize("name", NAMES)


def test_every_document_is_among_these() -> None:
    found = {
        path.relative_to(ROOT).as_posix()
        for room in ("scenarios", "sim", "tests")
        for path in (ROOT / room).rglob("*.md")
    }
    assert found | {"README.md"} == set(NAMES)


# -- blocks ----------------------------------------------------------------------------------------


@every
def test_every_block_is_of_a_kind_that_is_held(name: str) -> None:
    for marker, kind, content in FENCE.findall(TEXTS[name]):
        if kind in {"console", "python"}:
            ran = {"README.md", "scenarios/README.md", "scenarios/AUTHORING.md", "sim/lab/GUIDE.md"}
            assert name in ran, f"nothing runs the samples of {name}"
        elif kind == "yaml" and not marker:
            assert name == "scenarios/AUTHORING.md", f"{name}: a file is not named"
        elif kind == "yaml":
            assert marker.startswith(("file: ", "add to: ")), marker
        elif kind == "sh":
            assert content in INSTALLING, f"{name}: nothing runs {content}"
        elif kind == "text":
            assert any(hold(content) for hold in (_is_a_message, _is_the_plan)), content
        else:
            raise AssertionError(f"{name}: nothing holds a block of kind {kind!r}")


INSTALLING = (
    "python3 -m venv .venv && .venv/bin/pip install -q . && .venv/bin/twintrack play\n",
    'python3 -m venv .venv && .venv/bin/pip install -q -e ".[test]" && '
    ".venv/bin/python -m pytest -q -n auto\n",
)
"""The two commands of README, which `.ci/run` takes step by step."""


def test_ci_installs_and_tests_as_readme_says() -> None:
    steps = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert " -m pip install " in steps
    assert ".[test]" in steps
    assert re.search(r'^"\S*python" -m pytest -n auto', steps, re.MULTILINE)


def _is_a_message(content: str) -> bool:
    """Whether it is what `check` says of a slip, which the next test makes."""
    return content.startswith("closed-border.yaml:")


@pytest.mark.parametrize("name", ["README.md", "scenarios/README.md"])
def test_the_message_that_is_shown_is_what_check_says(name: str, tmp_path: Path) -> None:
    blocks = FENCE.findall(TEXTS[name])
    (message,) = (content for _, _, content in blocks if _is_a_message(content))
    file = next(content for marker, _, content in blocks if marker == "file: closed-border.yaml")
    path = tmp_path / "closed-border.yaml"
    path.write_text(file.replace("{value: very-low", "{value: very-lo"), encoding="utf-8")
    assert message in printed("twintrack check closed-border.yaml", tmp_path)


def _is_the_plan(content: str) -> bool:
    """The plan of the rooms: each may import those that stand before it."""
    rooms = re.findall(r"sim/(\w+)", content)
    return set(rooms) == {room for room in rules.ROOMS if (ROOT / "sim" / room).is_dir()}


def test_the_plan_of_the_rooms_is_the_rule_of_the_house() -> None:
    (plan,) = (text for _, kind, text in FENCE.findall(TEXTS["README.md"]) if "sim/cli" in text)
    flow = list(re.findall(r"sim/(\w+)", plan.splitlines()[0]))
    for place, room in enumerate(flow):
        assert {one for one in rules.ROOMS[room] if one in flow} == set(flow[:place])
    assert not {"lab", "cli"} & rules.ROOMS["desk"]
    assert {"lab", "desk"} <= rules.ROOMS["cli"]
    listed = set(re.findall(r"^\| `sim/(\w+)(?:\.py)?` \|", TEXTS["README.md"], re.MULTILINE))
    assert listed >= {*flow, "desk"}


# -- code type within sentences --------------------------------------------------------------------


def spans(name: str) -> list[str]:
    """What stands in code type outside blocks."""
    prose = re.sub(r"^```.*?^```", "", TEXTS[name], flags=re.DOTALL | re.MULTILINE)
    return [" ".join(span.split()) for span in re.findall(r"`([^`]+)`", prose)]


@cache
def commands() -> dict[str, Any]:
    """The commands by name."""
    return dict(typer.main.get_command(_program(COMMANDS)).commands)  # type: ignore[attr-defined]


def options(command: str) -> set[str]:
    """The options of a command."""
    found: set[str] = {"--help"}
    for option in commands()[command].params:
        found |= {*option.opts, *option.secondary_opts}
    return found


@every
def test_a_command_in_a_sentence_can_be_given(name: str) -> None:
    for span in spans(name):
        first, *rest = span.split(" ")
        command = rest[0] if first == "twintrack" and rest else first
        if span == "twintrack":
            continue
        if first != "twintrack" and (command not in commands() or "--" not in span):
            continue
        if command.startswith("--"):
            assert command in {"--version", "--help"}
            continue
        assert command in commands(), span
        given = {word.partition("=")[0] for word in rest if word.startswith("--")}
        assert given <= options(command), span
        if first == "twintrack" and any(word.islower() for word in rest[1:]):
            words = [FILLED.get(word, word) for word in shlex.split(span)[2:]]
            commands()[command].make_context(command, words, resilient_parsing=command == "play")


FILLED = {"DIR": "results", "FOLDER": "results"}
"""What stands for a name that a reader puts in."""


@every
def test_an_option_in_a_sentence_is_there(name: str) -> None:
    known = set().union(*(options(command) for command in commands())) | {"--smoke", "--version"}
    for span in spans(name):
        for word in re.findall(r"(?<![\w-])--[a-z][\w-]*", span):
            assert word in known, f"{name}: `{span}`"


@every
def test_a_module_in_a_sentence_is_there(name: str) -> None:
    for module in re.findall(r"python -m ([\w.]+)", TEXTS[name]):
        assert importlib.util.find_spec(module) is not None, module


@every
def test_a_path_in_a_sentence_is_there(name: str) -> None:
    beside = (ROOT, (ROOT / name).parent, ROOT / "sim" / "model", ROOT / "scenarios")
    for span in spans(name):
        if re.fullmatch(r"[\w.]+(/[\w.-]+)*/?", span) and ("/" in span or span.endswith(".py")):
            if span.startswith(("DIR/", "text/", "form/", "checks/", "authoring/")):
                continue
            known = any((folder / span).exists() for folder in beside)
            inside = any((ROOT / "sim").rglob(span.rstrip("/")))
            assert known or inside, f"{name}: `{span}`"


def test_the_words_of_the_text_mode_are_its_commands() -> None:
    text = TEXTS["README.md"]
    sentence = re.findall(r"`--text` plays the same game(.*?)lists the rest", text, re.DOTALL)[0]
    words = {" ".join(span.split()).split(" ")[0] for span in re.findall(r"`([^`]+)`", sentence)}
    assert len(words) >= 6
    assert words <= set(TYPED)


def test_saves_lie_where_readme_says(monkeypatch: pytest.MonkeyPatch) -> None:
    text, name = TEXTS["README.md"], "twin-track"
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    unix = platformdirs.unix.Unix(name, appauthor=False).user_data_dir
    mac = platformdirs.macos.MacOS(name, appauthor=False).user_data_dir
    assert unix.endswith("/.local/share/twin-track")
    assert "`~/.local/share/twin-track` on Linux" in text
    assert mac.endswith("/Library/Application Support/twin-track")
    assert "`~/Library/Application Support/twin-track` on a Mac" in text
    assert "`%LOCALAPPDATA%\\twin-track` on Windows" in text
    assert "`TWINTRACK_HOME`" in text


# -- counts ----------------------------------------------------------------------------------------

NUMBERS = (
    "no one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
).split()


def test_the_changelog_tells_the_version_that_comes() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    versions = re.findall(r"^## \[(.+?)\]", text, re.MULTILINE)
    assert versions[0] == "Unreleased" or versions[0] == __version__
    assert versions[0] == __version__ or f"this will be {__version__}." in text
    assert f"In short: {NUMBERS[len(shipped())]} scenarios" in text


def test_every_benchmark_is_told() -> None:
    folder = ROOT / "tests" / "benchmarks"
    there = {path.stem for path in folder.glob("*.py") if not path.stem.startswith("_")}
    told = re.findall(r"^\| `(\w+)` \| ", TEXTS["tests/benchmarks/README.md"], re.MULTILINE)
    assert sorted(told) == sorted(there)


def claims() -> dict[str, tuple[str, ...]]:
    """Sentences with a count in them, made from what there is, by document."""
    scenarios = [loaded(name).scenario for name in shipped()]
    tuned = [one for one in scenarios if one.history.checkpoints and not one.history.holdout]
    checkpoints = sum(len(one.history.checkpoints) for one in tuned)
    foils = sum(len(one.history.foils) for one in tuned)
    exercises = len(re.findall(r"^## \d+ ", TEXTS["scenarios/README.md"], re.MULTILINE))
    first = min(one.calendar.start for one in scenarios).year
    last = max(one.calendar.start for one in scenarios).year
    shelf = NUMBERS[len(scenarios)].capitalize()
    return {
        "README.md": (
            f"{shelf} scenarios from {first} to {last}",
            f"has {NUMBERS[exercises]} exercises",
            f"were tuned on the {NUMBERS[len(tuned)]} that start by 1991",
        ),
        "scenarios/README.md": (f"{NUMBERS[exercises].capitalize()} exercises",),
        "sim/model/CALIBRATION.md": (
            f"{checkpoints} checkpoints and {foils} foils",
            f"the {NUMBERS[len(tuned)]} scenarios that start between 1984 and 1991",
        ),
    }


@pytest.mark.parametrize("name", ["README.md", "scenarios/README.md", "sim/model/CALIBRATION.md"])
def test_what_is_counted_is_counted_right(name: str) -> None:
    text = " ".join(TEXTS[name].replace("**", "").split())
    for sentence in claims()[name]:
        assert sentence in text, sentence
