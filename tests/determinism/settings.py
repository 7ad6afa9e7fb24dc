"""Settings of a machine and of Python under which every result must be the same to the bit."""

from __future__ import annotations

import locale
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

CLEARED: Final = (
    "NPY_DISABLE_CPU_FEATURES NPY_ENABLE_CPU_FEATURES OMP_NUM_THREADS OPENBLAS_NUM_THREADS "
    "MKL_NUM_THREADS OPENBLAS_CORETYPE GLIBC_TUNABLES PYTHONHASHSEED PYTHONOPTIMIZE PYTHONUTF8 "
    "PYTHONCOERCECLOCALE PYTHONMALLOC MALLOC_PERTURB_ LANG LC_ALL TZ"
).split()
"""What the plain setting leaves out of the environment."""
TUNABLES: Final = "glibc.cpu.hwcaps=-AVX512F,-AVX2,-AVX,-FMA,-FMA4,-ERMS,-SSE4_1,-SSE4_2"
"""So that the C library takes its exp and log without fused multiplication, as it does on
processors that have none."""
COMMA: Final = "de_DE.UTF-8 fr_FR.UTF-8 pt_BR.UTF-8 ru_RU.UTF-8 id_ID.UTF-8".split()
"""Locales that write a comma in decimal numbers; a machine may have one of them."""


@dataclass(frozen=True)
class Setting:
    """How a process is started that must come to the same hashes."""

    name: str
    environment: Mapping[str, str] = field(default_factory=dict)
    flags: Sequence[str] = ()
    """Options of the interpreter."""
    options: Sequence[str] = ()
    """Options of the worker."""
    lacking: str = ""
    """Why this machine cannot show it, if it cannot."""


PLAIN: Final = Setting("plain")


def settings(features: Sequence[str]) -> Iterator[Setting]:
    """All settings but the plain one.

    Args:
        features: What NumPy uses on this machine and can do without.
    """
    yield from processor(features)
    for count in ("1", "4"):
        names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
        yield Setting(f"{count} thread{'s' * (count > '1')}", dict.fromkeys(names, count))
    for core in ("Prescott", "Nehalem", "Haswell"):
        yield Setting(f"OpenBLAS for {core}", {"OPENBLAS_CORETYPE": core})
    for seed in ("0", "1", "random"):
        yield Setting(f"hash seed {seed}", {"PYTHONHASHSEED": seed})
    yield Setting("python -O", {"PYTHONOPTIMIZE": "1"})
    yield Setting("python -OO", {"PYTHONOPTIMIZE": "2"})
    yield Setting("python -X dev", flags=("-X", "dev"))
    yield Setting(
        "locale C, no UTF-8 mode",
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    )
    yield comma()
    for zone in ("Asia/Kathmandu", "Pacific/Kiritimati"):
        yield Setting(f"time zone {zone}", {"TZ": zone})
    yield Setting("memory filled", {"MALLOC_PERTURB_": "165", "PYTHONMALLOC": "malloc"})
    yield Setting("chunks of 7", options=("--chunk", "7"))
    yield Setting("chunks of 11, 2 workers", options=("--chunk", "11", "--workers", "2"))
    yield from at_once(features)


def at_once(features: Sequence[str]) -> Iterator[Setting]:
    """Much of the others in one process: where it comes to the same, so does each by itself.

    Unless two of them hid each other, which the whole matrix would tell. It has -O, which compiles
    every library anew, several workers, each of which imports them, and memory that is filled,
    which the kernel is slow at, in rows of their own.
    """
    environment = {
        "NPY_DISABLE_CPU_FEATURES": " ".join(features),
        "OMP_NUM_THREADS": "4",
        "OPENBLAS_NUM_THREADS": "4",
        "OPENBLAS_CORETYPE": "Prescott",
        "GLIBC_TUNABLES": TUNABLES,
        "PYTHONHASHSEED": "random",
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
        "TZ": "Asia/Kathmandu",
    }
    yield Setting("most of these at once", environment, options=("--chunk", "11"))


def processor(features: Sequence[str]) -> Iterator[Setting]:
    """Without what this processor has: NumPy's own choices, and those of the C library."""
    off, name = "NPY_DISABLE_CPU_FEATURES", "without "
    if not features:
        yield Setting("without processor features", lacking="NumPy uses none here")
    else:
        yield Setting(name + "all features", {off: " ".join(features)})
    if len(features) > 1:
        # What is missing here takes along what is built on it.
        for count in range(1, len(features)):
            left = features[count:]
            yield Setting(name + " ".join(left), {off: " ".join(left)})
    yield Setting("C library without AVX", {"GLIBC_TUNABLES": TUNABLES})


def comma() -> Setting:
    """A locale with a decimal comma, where there is one."""
    name, before = "decimal comma", locale.setlocale(locale.LC_ALL)
    try:
        for one in COMMA:
            try:
                locale.setlocale(locale.LC_ALL, one)
            except locale.Error:
                continue
            return Setting(name, {"LC_ALL": one})
    finally:
        locale.setlocale(locale.LC_ALL, before)
    return Setting(name, lacking="no such locale here")


def environment(setting: Setting) -> dict[str, str]:
    """The whole environment of a process under a setting."""
    kept = {name: value for name, value in os.environ.items() if name not in CLEARED}
    return kept | dict(setting.environment)
