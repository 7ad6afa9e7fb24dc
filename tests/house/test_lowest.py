"""The lower bounds of pyproject.toml are read as what they are."""

from __future__ import annotations

import pytest

from tests.house.lowest import bounds, lowest


def test_a_bound_becomes_its_version_without_extras() -> None:
    assert lowest(["mesa[network]>=3.3", "PyYAML>=6.0.1"]) == ["mesa==3.3", "PyYAML==6.0.1"]


@pytest.mark.parametrize("written", ["numpy", "numpy>2", "numpy>=2,<3", "numpy==2.0"])
def test_what_has_no_single_lower_bound_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="no name with one lower bound"):
        lowest([written])


def test_the_bounds_of_the_package_and_of_the_lab_are_all_there() -> None:
    names = {one.partition("==")[0] for one in bounds()}
    assert {"numpy", "mesa", "pydantic", "dask", "pyarrow"} <= names
