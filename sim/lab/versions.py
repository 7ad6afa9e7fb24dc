"""The versions of what a result, or the report of a fault, comes from."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version

from sim import __version__

LIBRARIES = ("numpy", "mesa", "scipy", "pyarrow", "dask")
"""What may have a hand in the bytes of a result."""


def versions(libraries: Sequence[str] = LIBRARIES) -> dict[str, str]:
    """Of this program, of Python, and of the libraries that are there; none is imported."""
    found = {"twin-track": __version__, "python": platform.python_version()}
    for name in libraries:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
