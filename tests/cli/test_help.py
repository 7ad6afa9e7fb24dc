"""The help of every command is complete, fits a terminal, and its examples run as they stand."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer

from sim.cli import main
from sim.cli.app import COMMANDS as LATE
from sim.cli.app import _program
from sim.cli.manual import manual
from sim.scenario.shelf import examples as invented
from sim.scenario.shelf import shipped
from tests.cli.examples import NAMES, examples, hand_in

WIDTH = 80
KNOWN = {*shipped(), *invented()}
COMMANDS: dict[str, Any] = dict(typer.main.get_command(_program(LATE)).commands)  # type: ignore[attr-defined]
SLOW = {"counterfactual", "sensitivity", "report", "backtest", "claims", "calibrate", "lesson"}
"""Their examples take seconds each; `python -m tests.cli.examples` runs them."""


@pytest.fixture
def helped(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., str]:
    """What `--help` prints at 80 columns."""
    monkeypatch.setenv("COLUMNS", str(WIDTH))

    def page(*command: str) -> str:
        assert main([*command, "--help"]) == 0
        return capsys.readouterr().out

    return page


def test_the_commands_are_all_there() -> None:
    assert set(COMMANDS) == {"list", *LATE}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_says_what_it_is_for_and_how_it_ends(
    name: str, helped: Callable[..., str]
) -> None:
    page, command = helped(name), COMMANDS[name]
    purpose = command.get_short_help_str()
    assert re.fullmatch(r"[A-Z][^.]+(\.html[^.]+)?\.", purpose), "one sentence, no more"
    assert len(purpose) <= 100
    assert purpose in " ".join(page.split())
    assert examples(page)
    assert all(words[:2] == ["twintrack", name] for words in examples(page))
    assert re.search(r"Exit code: 0 for done; 1 if .+; 2 for wrong use", " ".join(page.split()))
    (others,) = re.findall(r"See also: (.+?)\.$", " ".join(page.split()))
    named = [other.split() for other in others.split(", ")]
    assert all(first == "twintrack" and second in COMMANDS for first, second in named)
    assert max(len(line) for line in page.splitlines()) <= WIDTH
    assert "--json" in page


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_and_argument_is_explained(name: str, helped: Callable[..., str]) -> None:
    said = " ".join(helped(name).split())
    for option in COMMANDS[name].params:
        told = option.help
        assert told, f"{option.name} has no help"
        assert told[0].isupper() or told.split()[0].rstrip("(,") in ("history",), told
        assert told.endswith("."), told
        assert told in said, f"{option.name} is told otherwise: {told}"
        if getattr(option, "is_flag", False):
            continue
        assert option.metavar, f"{option.name} does not say what it takes"
        assert "[" not in option.metavar.replace("[:N]", "").replace("[not:]", "")
        if option.multiple:
            assert "(repeatable)" in told, f"{option.name} does not say that it can be repeated"
        elif option.default not in (None, ()):
            default = getattr(option.default, "value", option.default)
            assert f"[default: {default}" in said, f"{option.name} does not show its default"
        elif option.nargs == -1 or not (option.required or told.split()[0] in ACTS):
            assert "y default" in told, f"{option.name} does not say what is taken without it"


ACTS = {"Go", "Write", "Save", "Stop", "Run", "Play", "How", "A"}
"""With what the help begins of options without which something is just not done."""


def test_the_list_of_commands_tells_all_of_what_each_is_for(helped: Callable[..., str]) -> None:
    page = helped()
    for name, command in COMMANDS.items():
        assert f"\n  {name} " in page
        assert command.get_short_help_str() in " ".join(page.split())
    assert "..." not in page.replace("[ARGS]...", "")
    assert examples(page)
    assert max(len(line) for line in page.splitlines()) <= WIDTH


@pytest.mark.outside
def test_the_examples_run_as_they_stand(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TWINTRACK_HOME", str(tmp_path / "home"))
    # One test, since an example may rest on what another has written.
    for name in (name for name in NAMES if name not in SLOW):
        if name == "gather":
            hand_in(tmp_path)
        for words in examples(COMMANDS[name].epilog):
            with open(os.devnull, encoding="utf-8") as nothing, monkeypatch.context() as patch:
                patch.setattr(sys, "stdin", nothing)
                code = main(words[1:])
            told = capsys.readouterr()
            assert code == 0, told.err
            assert told.out or told.err, words


@pytest.mark.parametrize("name", sorted(SLOW))
def test_the_slow_examples_are_read_as_commands(name: str) -> None:
    for words in examples(COMMANDS[name].epilog):
        with COMMANDS[name].make_context(name, words[2:]) as context:
            assert not context.args
            given = str(context.params.get("scenario") or context.params.get("scenarios"))
            assert name == "report" or re.sub(r"\W*([\w-]+)\W*", r"\1", given) in KNOWN


def test_a_command_without_an_example_is_noticed() -> None:
    def bare() -> int:
        """Do it."""
        return 0

    with pytest.raises(ValueError, match="bare has no example"):
        manual(bare)


def test_a_command_runs_without_docstrings_as_with_python_oo() -> None:
    def bare() -> int:
        return 0

    assert manual(bare) == {"help": "", "short_help": "", "epilog": ""}
