"""Run code with the processor features that NumPy chooses its loops by switched off."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parent.parent


def switchable() -> list[str]:
    """Features that NumPy uses on this machine and can do without."""
    config = np.show_config(mode="dicts")
    assert config is not None
    return config["SIMD Extensions"].get("found", [])


def output(code: str, *, without: list[str] | None = None) -> str:
    """What ``python -c code`` prints in a process of its own, with some features switched off."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    environment.pop("NPY_DISABLE_CPU_FEATURES", None)
    if without:
        environment["NPY_DISABLE_CPU_FEATURES"] = " ".join(without)
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
