"""The text of saves from anyone: told in one sentence, and at once."""

from __future__ import annotations

import time

import pytest

from sim.game.errors import SaveError
from sim.game.saving.text import mapping_of


def test_a_key_that_comes_twice_among_many_is_found_at_once() -> None:
    many = ",".join(f'"{number}":1' for number in range(60_000))
    began = time.perf_counter()
    with pytest.raises(SaveError, match="has 59999 twice"):
        mapping_of(f'{{{many},"59999":2}}'.encode(), "g.json")
    assert time.perf_counter() - began < 5


@pytest.mark.parametrize("digits", [41, 4000, 5000])
def test_a_number_of_very_many_digits_is_refused_in_few_words(digits: int) -> None:
    with pytest.raises(SaveError, match=f"has a number of {digits} digits") as problem:
        mapping_of(f'{{"version": {"9" * digits}}}'.encode(), "g.json")
    assert len(str(problem.value)) < 100
