"""The installed package put to use, with no checkout in reach.

`python -m tests.house.installed PYTHON` takes the interpreter of an environment into which the
package was installed and does in an empty folder what newcomers do: a game from the title to the
debrief, by keys and as text; a file of one's own written, checked, spoilt and mended; a batch and
the same once more; a comparison and its page; a picture. The first thing that is not as it should
be ends it with a sentence. `python -m tests.cli.examples --python PYTHON` runs every command.

The environment need have nothing else in it: this file uses the standard library alone, and the
package that it finds there.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

FIRST = "japan-thailand-talks-1992"
EXAMPLE = "island-dispute"
PATIENCE = 120.0
"""Seconds that a command, or a page of the desk, may take on a busy machine."""


class Installed:
    """An environment, and somebody who works in an empty folder with what is installed there.

    Args:
        python: The environment's interpreter.
        folder: The empty folder.
    """

    def __init__(self, python: Path, folder: Path) -> None:
        self.python, self.folder = python, folder
        inherited = {
            key: value
            for key, value in os.environ.items()
            if not key.startswith(("PYTHON", "TWINTRACK_", "SDL_", "COV_"))
        }
        self.environment = inherited | {
            "TWINTRACK_HOME": str(folder / "home"),
            "SDL_VIDEODRIVER": "dummy",
            "NO_COLOR": "1",
        }
        asked = "import sysconfig; print(sysconfig.get_path('scripts'))"
        self.program = Path(self.run([str(python), "-I", "-c", asked]).strip()) / "twintrack"

    def run(
        self, command: list[str], code: int = 0, typed: str = "", timeout: float = PATIENCE
    ) -> str:
        """Run a command in the folder, hold it to an exit code, and return all that it says."""
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=self.environment,
            input=typed,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=timeout,
            check=False,
        )
        words = " ".join(command)
        expect(done.returncode == code, f"{words} ended with {done.returncode}:\n{done.stdout}")
        expect("Traceback" not in done.stdout, f"{words} broke:\n{done.stdout}")
        return done.stdout

    def twintrack(self, *words: str, code: int = 0, typed: str = "") -> str:
        """Run the installed command."""
        return self.run([str(self.program), *words], code, typed)

    def isolated(self, *words: str) -> str:
        """Run the interpreter with nothing on its path but what is installed."""
        return self.run([str(self.python), "-I", *words], timeout=4 * PATIENCE)


def expect(holds: bool, sentence: str) -> None:
    """End everything with a sentence if something does not hold.

    Raises:
        SystemExit: It does not hold.
    """
    if not holds:
        raise SystemExit(sentence)


def package_of(installed: Installed) -> Path:
    """The folder of the package, which must belong to the environment."""
    asked = (
        "import sim, sysconfig; print(sim.__path__[0], sysconfig.get_path('purelib'), sep='\\n')"
    )
    package, site = map(Path, installed.isolated("-c", asked).splitlines())
    expect(package == site / "sim", f"The package lies in {package}, not in {site}.")
    return package


def files_of(package: Path) -> dict[str, int]:
    """The files of the package and when each was written; without bytecode."""
    found = (path for path in package.rglob("*") if "__pycache__" not in path.parts)
    return {str(path): path.stat().st_mtime_ns for path in found if path.is_file()}


# -- what newcomers do -----------------------------------------------------------------------------


def looks_around(user: Installed) -> None:
    """Version, list and explanations."""
    expect(user.twintrack("--version").startswith("twintrack "), "--version tells no version.")
    listed = {one["id"] for one in json.loads(user.twintrack("list", "--json"))}
    expect({FIRST, EXAMPLE} <= listed, f"list knows only {listed}.")
    expect("trust" in user.run([str(user.python), "-m", "sim", "explain", "trust"]), "No trust.")


def edits(user: Installed) -> None:
    """A variation: written, checked, spoilt."""
    user.twintrack("new", "our-class.yaml", "--from", EXAMPLE)
    expect("no problems" in user.twintrack("check", "our-class.yaml"), "The new file has faults.")
    own = (user.folder / "our-class.yaml").read_text(encoding="utf-8")
    (user.folder / "slip.yaml").write_text(own + "\ntrsut: {}\n", encoding="utf-8")
    told = user.twintrack("check", "slip.yaml", code=1)
    expect('did you mean "trust"?' in told, f"The slip is not explained:\n{told}")


def batches(user: Installed) -> None:
    """A batch of the own file, and the same from its manifest alone."""
    told = user.twintrack("batch", "our-class.yaml", "--runs", "400", "--out", "batch", "--json")
    summary = json.loads(told[told.index("{") :])
    expect(summary["runs"] == 400, f"The batch has {summary['runs']} runs.")
    expect(
        any(0 < one["share"] < 1 for one in summary["outcomes"].values()),
        "Nothing in the batch is open.",
    )
    user.twintrack("rerun", "batch", "--out", "again")
    first, again = user.folder / "batch", user.folder / "again"
    tables = sorted(path.name for path in first.glob("*.csv"))
    expect(bool(tables), "The batch wrote no table.")
    for name in tables:
        same = (first / name).read_bytes() == (again / name).read_bytes()
        expect(same, f"{name} of the batch that was run again differs.")


def experiments(user: Installed) -> None:
    """A run told, what one number is worth, and its page, or what would have to be installed."""
    expect("turn 10 of 10" in user.twintrack("run", EXAMPLE, "--line", "random"), "No run is told.")
    change = ("--set", "trust.orrin.vesk=1", "--runs", "100", "--out", "trusting")
    expect("Written to" in user.twintrack("counterfactual", EXAMPLE, *change), "No comparison.")
    plots = "import importlib.util; print(importlib.util.find_spec('matplotlib') is not None)"
    if user.isolated("-c", plots).strip() == "True":
        user.twintrack("report", "trusting", "--quick")
        expect((user.folder / "trusting" / "report.html").is_file(), "The report is not there.")
    else:
        told = user.twintrack("report", "trusting", "--quick", code=2)
        expect('pip install "twin-track[lab]"' in told, f"What a report needs is not told:\n{told}")


def draws(user: Installed) -> None:
    """A picture of the desk."""
    user.twintrack("picture", EXAMPLE, "--screen", "desk", "--out", "desk.png")
    drawn = (user.folder / "desk.png").read_bytes()
    expect(drawn.startswith(b"\x89PNG") and len(drawn) > 10_000, "The picture is none.")


def plays_as_text(user: Installed) -> None:
    """A game in the terminal, to the debrief."""
    told = user.twintrack("play", EXAMPLE, "--text", typed="end\n" * 10 + "debrief\nquit\n")
    expect("Turn 10 of 10" in told, f"The last turn was not played:\n{told[-2000:]}")
    expect("The game is saved in" in told, f"The game was not saved:\n{told[-500:]}")


def plays_at_the_desk(user: Installed) -> None:
    """A small scenario in the window, from the title to the debrief, by keys."""
    told = user.isolated(str(Path(__file__).resolve()), "--desk")
    expect("DebriefPage" in told, f"The desk did not come to its debrief:\n{told}")


STEPS = (looks_around, plays_at_the_desk, plays_as_text, edits, batches, experiments, draws)


# -- at the desk: run by the environment's own interpreter ----------------------------------------


def play_at_the_desk() -> str:
    """Play a small scenario by keys in a window that nobody sees, as `play SCENARIO` opens it.

    Returns:
        The name of the page that it ends on.
    """
    import pygame

    from sim.desk.flow import Flow
    from sim.desk.kit.app import App
    from sim.desk.kit.theme import DARK

    codes = {"enter": pygame.K_RETURN, "escape": pygame.K_ESCAPE}
    app = App(DARK, 1.0, (1280, 720), motion=False)
    app.open(shown=False)
    flow = Flow(app, seed=7)
    app.push(flow.title())
    app.turn(wait=False)

    def page() -> str:
        return type(app.top).__name__

    def press(key: str) -> None:
        code = codes.get(key) or ord(key)
        typed = "" if key in codes else key
        pygame.event.post(pygame.Event(pygame.KEYDOWN, key=code, mod=0, unicode=typed))
        app.turn(wait=False)

    def wait_for(name: str) -> None:
        end = time.monotonic() + PATIENCE
        while page() != name:
            expect(time.monotonic() < end, f"The desk waits for {name} on {page()}.")
            app.turn(wait=False)

    flow.begin(EXAMPLE, None, None, ())
    wait_for("BriefingPage")
    press("enter")
    wait_for("DeskPage")
    assert flow.session is not None
    game = flow.session.game
    expect(game.scenario.id == EXAMPLE, f"The shelf opened {game.scenario.id}.")
    while not game.over:
        turn = game.turn
        press("1")
        while page() != "DeskPage":
            press("escape")
        press("e")
        wait_for("ReportPage")
        expect(game.turn == turn + 1, f"Turn {turn + 1} did not end.")
        press("enter")
    wait_for("DebriefPage")
    expect(any(played.moves for played in game.past), "No move was played.")
    return page()


def main() -> int:
    """Use an installation as newcomers do."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("python", nargs="?", type=Path, help="the environment's interpreter")
    parser.add_argument("--desk", action="store_true", help="play at the desk in this process")
    given = parser.parse_args()
    if given.desk:
        print(play_at_the_desk())
        return 0
    if given.python is None:
        parser.error("name the interpreter of the environment")
    with TemporaryDirectory() as folder:
        user = Installed(given.python.absolute(), Path(folder).resolve())
        package = package_of(user)
        before = files_of(package)
        for step in STEPS:
            begun = time.monotonic()
            step(user)
            print(f"{step.__name__.replace('_', ' '):<20} {time.monotonic() - begun:5.1f} s")
        expect(files_of(package) == before, "Something was written into the package.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
