"""A name that leads nowhere is told with the one that was probably meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim import paths
from sim.scenario.problem import ScenarioError
from sim.scenario.shelf import find


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("closed-bordr", 'there is no scenario "closed-bordr"; did you mean "closed-border"?'),
        ("closed_border.yaml", 'file closed_border.yaml; did you mean "closed-border.yaml"?'),
        ("mine/monk.yaml", 'file mine/monk.yaml; did you mean "mine/monks.yaml"?'),
        ("nowhere/monks.yaml", "there is no scenario file nowhere/monks.yaml"),
        ("note.txt", 'must end in .yaml, not "note.txt"; rename it'),
        ("hall.yaml", "there is hall.yaml.txt; rename it to hall.yaml"),
        ("island-disputes", 'did you mean "island-dispute"?'),
    ],
)
def test_the_file_that_was_meant_is_named(
    name: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine").mkdir()
    for file in ("closed-border.yaml", "mine/monks.yaml", "note.txt", "hall.yaml.txt"):
        (tmp_path / file).write_text("version: 1\n", encoding="utf-8")
    with pytest.raises(ScenarioError) as told:
        find(name)
    assert said in str(told.value)


def test_an_id_is_that_of_a_shipped_scenario_or_of_a_file_in_this_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for file in ("our-class.yaml", "island-dispute.yaml"):
        (tmp_path / file).write_text("version: 1\n", encoding="utf-8")
    assert find("our-class") == Path("our-class.yaml")
    assert find("island-dispute").parent == paths.examples()
    with pytest.raises(ScenarioError):
        find("../our-class")
