"""The lower bounds of pyproject.toml, shown to hold: `python -m tests.house.lowest [FOLDER]`.

Makes an environment with this Python, installs the wheel of this checkout with the lab extra beside
exactly the lowest version that each bound allows, and puts it to use: as newcomers do, with every
example of the help pages, and against the reference hashes. What the libraries themselves ask for
is the newest that they take. The environment stays in FOLDER, to run tests in; without one it goes.

Takes ten minutes or so, and a Python for which such old versions have wheels: 3.11. Ends with 1
where something does not hold.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tomllib
import venv
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[2]
EXTRA = "lab"
_BOUND = re.compile(r"([A-Za-z0-9._-]+)(?:\[[^\]]*\])?>=([0-9][0-9a-z.]*)")


def lowest(requirements: Iterable[str]) -> list[str]:
    """Requirements with a lower bound as constraints to that very version.

    Raises:
        ValueError: One is written otherwise, so that what is lowest is not plain.
    """
    constraints = []
    for one in requirements:
        found = _BOUND.fullmatch(one)
        if found is None:
            raise ValueError(f"{one!r} is no name with one lower bound.")
        constraints.append(f"{found[1]}=={found[2]}")
    return constraints


def bounds() -> list[str]:
    """The constraints of the package and of the lab extra, in the order of pyproject.toml."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return lowest([*project["dependencies"], *project["optional-dependencies"][EXTRA]])


def install(folder: Path) -> Path:
    """Install the wheel beside the lowest versions into a new environment.

    Returns:
        The environment's interpreter.

    Raises:
        CalledProcessError: A version is not to be had here, or does not go with another.
    """
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder / "dist")]
    subprocess.run(build, cwd=ROOT, check=True)
    (wheel,) = (folder / "dist").glob("*.whl")
    constraints = folder / "constraints.txt"
    constraints.write_text("\n".join(bounds()) + "\n", encoding="utf-8")
    venv.create(folder / "lowest", with_pip=True)
    python = folder / "lowest" / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    pip = [str(python), "-m", "pip", "--disable-pip-version-check"]
    options = ["-q", "--no-compile", "--only-binary", ":all:", "-c", str(constraints)]
    subprocess.run([*pip, "install", *options, f"{wheel}[{EXTRA}]"], check=True)
    for command in ("list", "check"):
        subprocess.run([*pip, command], check=True)
    return python


def main() -> int:
    """Install, use, and sum up."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, help="a new folder for the environment")
    kept: Path | None = parser.parse_args().folder
    with TemporaryDirectory() as passing:
        python = str(install((kept or Path(passing)).resolve()))
        uses = {
            "newcomers": ["tests.house.installed", python],
            "every command": ["tests.cli.examples", "--python", python],
            "reference hashes": ["tests.determinism", "--few", "--python", python],
        }
        faults = 0
        for use, words in uses.items():
            print(f"== {use}", flush=True)
            faults += subprocess.run([sys.executable, "-m", *words], cwd=ROOT).returncode != 0
    print("every lower bound holds" if not faults else f"{faults} of {len(uses)} do not hold")
    return int(faults > 0)


if __name__ == "__main__":
    sys.exit(main())
