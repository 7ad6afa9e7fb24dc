"""Every shipped scenario settles what the reference says, on the interpreter at hand.

Here only what is quick; `python -m tests.determinism` has the rest, and the other machines.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from tests import cpu
from tests.determinism import reference, settled
from tests.determinism.__main__ import first_difference, run, shown
from tests.determinism.settings import PLAIN, at_once, environment, settings
from tests.shipped import every

QUICK = ("history", "game")
"""Parts that are reckoned here; what they leave out, the command has."""


@every
def test_a_scenario_settles_what_the_reference_says(name: str) -> None:
    reckoned = settled.parts(name)
    hashes = {name: {part: settled.hash_of(reckoned[part]()) for part in QUICK}}
    assert reference.others(hashes, reference.read()) == {}, reference.NOTE


def test_the_reference_has_every_part_of_all_that_ships() -> None:
    kept = reference.read()
    assert list(kept) == settled.scenarios()
    for name, parts in kept.items():
        assert list(parts) == ["all", *settled.parts(name)]


def test_a_change_of_one_bit_is_another_hash() -> None:
    array = np.array([[0.5, 0.25], [1.0, 0.0]])
    other = array.copy()
    other[1, 1] = -0.0
    both = [settled.hash_of([("turn 1", "trust", one)]) for one in (array, other)]
    assert both[0] != both[1]
    assert settled.hash_of([("turn 1", "fear", array)]) != both[0]
    assert settled.hash_of([("turn 1", "trust", array.T)]) != both[0]


def test_what_differs_is_told_by_scenario_and_part() -> None:
    kept = reference.summed({"one": {"game": "a" * 64, "pass": "b" * 64}})
    assert reference.others({"one": {"game": "a" * 64, "pass": "b" * 64}}, kept) == {}
    assert reference.others({"one": {"game": "a" * 64, "pass": "c" * 64}}, kept) == {
        "one": ["pass"]
    }
    # Letters that are not kept part by part are looked at too, where all parts were reckoned.
    assert reference.others({"one": {"game": "a" * 63 + "f", "pass": "b" * 64}}, kept) == {
        "one": ["all"]
    }
    assert reference.others({"new": {"game": "a" * 64}}, kept) == {"new": ["game"]}


def test_the_first_difference_is_told_by_turn_array_and_index(tmp_path: Path) -> None:
    arrays = {
        "000000|turn 1|trust": np.full((2, 2), 0.5),
        "000001|turn 2|trust": np.full((2, 2), 0.5),
    }
    np.savez(tmp_path / "one.npz", **arrays)  # type: ignore[arg-type]
    arrays["000001|turn 2|trust"][1, 0] = np.nextafter(0.5, 1.0)
    np.savez(tmp_path / "other.npz", **arrays)  # type: ignore[arg-type]
    found = first_difference(tmp_path / "one.npz", tmp_path / "other.npz")
    assert found.startswith("turn 2: trust[1, 0] is ")
    assert "0.5000000000000001" in found


def test_the_plain_setting_clears_what_the_others_set(monkeypatch: pytest.MonkeyPatch) -> None:
    every_setting = list(settings(["AVX2", "AVX512F"]))
    assert len({one.name for one in every_setting}) == len(every_setting)
    for setting in every_setting:
        for name in setting.environment:
            monkeypatch.setenv(name, "something")
    plain = environment(PLAIN)
    for setting in every_setting:
        assert not plain.keys() & setting.environment.keys()
        assert setting.environment.items() <= environment(setting).items()


@pytest.mark.outside
def test_another_process_under_other_settings_comes_to_the_same(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The smallest scenario whole, with threads, chunks and processor all otherwise."""
    (setting,) = at_once(cpu.switchable())
    row = run(sys.executable, setting, ["island-dispute"])
    assert not set(cpu.switchable()) & set(row.about["features"])
    assert shown(row, ["island-dispute"], reference.read()) == 0
    assert "=" in capsys.readouterr().out
