"""What every test has in common: no window, no file in the user's home, no clock in the verdict."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from hypothesis import settings

from sim.paths import HOME_VARIABLE

# What they bring about or watch, full disks, bounds on memory, pseudo-terminals, is Linux's own.
collect_ignore = [] if sys.platform == "linux" else ["faults", "fuzz", "scenario/test_mutations.py"]

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
os.environ.setdefault("SDL_AUDIODRIVER", "dummy")

# A slow machine is no failure, and what is to be fast has its own benchmark.
settings.register_profile("twin-track", deadline=None)
settings.register_profile("brief", deadline=None, max_examples=25)  # for one more Python
settings.load_profile("twin-track")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder for the user's own files, a new one for each test."""
    folder = tmp_path / "home"
    monkeypatch.setenv(HOME_VARIABLE, str(folder))
    return folder
