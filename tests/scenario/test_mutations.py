"""Whatever becomes of a file, it is answered with problems or a scenario.

The long form is `python -m tests.scenario.mutations`. No time is judged here.
"""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
import yaml

from sim.scenario.problem import Problem, Span, split_lines
from sim.scenario.text.builder import Builder
from sim.scenario.text.fast_path import data_of
from sim.scenario.text.syntax import sift
from tests.scenario.mutations import judged
from tests.scenario.mutations.judged import MOST_GROWTH, told_wrongly
from tests.scenario.mutations.made import KINDS, mutation, originals

EACH = 8
"""Mutations of each kind, of the shortest file that ships."""
SEED = 6
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@pytest.mark.parametrize("kind", KINDS)
def test_a_mutated_file_is_answered(kind: str, tmp_path: Path) -> None:
    found = (mutation(SEED, number, kind, "island-dispute, shortened") for number in range(EACH))
    for one in found:
        verdict = judged.judged(one, tmp_path)
        assert not verdict.failure, f"--seed {SEED}: {one.kind} {one.number}\n{verdict.failure}"
        assert verdict.growth < MOST_GROWTH


def read_with_care(text: str) -> Builder:
    builder = Builder("mutated.yaml", split_lines(text), [])
    builder.run(yaml.parse(text, Loader=LOADER), text)
    return builder


def test_what_is_read_quickly_is_read_the_same_with_care() -> None:
    quick = 0
    for kind, number in itertools.product(KINDS, range(EACH // 2)):
        content = mutation(SEED, number, kind, "island-dispute, shortened").content
        text, strange = sift(content.decode(errors="replace"), "mutated.yaml")
        data = None if strange else data_of(yaml.parse(text, Loader=LOADER))
        if data is not None:
            careful = read_with_care(text)
            assert (careful.data, careful.problems) == (data, [])
            quick += 1
    assert quick > EACH


def test_an_accepted_file_is_played(tmp_path: Path) -> None:
    [original] = [one for one in originals() if one.name == "island-dispute"]
    path = tmp_path / "mine.yaml"
    path.write_text(original.text, encoding="utf-8")
    good, _ = judged.answered(str(path))
    assert good
    judged.played(str(path))


def test_a_mutation_can_be_had_again() -> None:
    for number in range(20):
        assert mutation(SEED, number) == mutation(SEED, number)
    assert len({mutation(SEED, number).content for number in range(20)}) > 15


@pytest.mark.parametrize(
    "span",
    [
        Span("a", 0, 1, 1, 1),
        Span("a", 3, 1, 3, 1),
        Span("a", 1, 9, 1, 9),
        Span("a", 2, 1, 1, 1),
        Span("b", 1, 1, 1, 1),
    ],
)
def test_a_place_outside_the_file_is_found(span: Span) -> None:
    assert told_wrongly([([Problem(span, "rule", "words")], {"a": "x: 1\ny: 2"})])


def test_a_place_within_the_file_is_fine() -> None:
    problem = Problem(Span("a", 2, 1, 2, 5), "rule", "words")
    assert not told_wrongly([([problem], {"a": "x: 1\ny: 2"})])


def test_an_exception_is_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_name: str, _and_load: bool) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr(judged, "answered", broken)
    assert "RecursionError: too deep" in judged.judged(mutation(SEED, 1), tmp_path).failure
