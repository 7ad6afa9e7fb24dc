"""The places: what each machine is like, how it is made, and what may be expected there."""

from __future__ import annotations

import contextlib
import functools
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from sim.paths import HOME_VARIABLE
from tests import scratch
from tests.faults.places.child import Child
from tests.faults.places.trial import ROOT, Setting, give_up_rights

KHMER = "ថ្នាក់ទី ២ 'a' \"b\" $(x) %s {y} é"
DAY = 86_400.0
_COMMA = "de_DE.UTF-8"
_SMALL = 12_288
"""Bytes that are left on a disk that is nearly full."""

Make = Callable[[Path, Path], contextlib.AbstractContextManager[Setting]]
"""From the files laid out and an empty folder to what a command meets."""


@dataclass(frozen=True)
class Place:
    """What a machine can be like."""

    name: str
    make: Make
    may_refuse: bool = False
    """Whether a command that writes may say that it cannot."""
    said: bool = True
    """Whether what is told must be what is told elsewhere."""
    may_fail_to_tell: bool = False
    """Whether any command may end because nobody can hear it."""
    needs: Callable[[], str] = lambda: ""
    """Why this machine cannot have it; empty where it can."""


def copied(stage: Path, at: Path) -> Path:
    """The files laid out, once more; the scenarios in them lie where they are copied to."""
    shutil.copytree(stage, at, symlinks=True)
    return at


# -- disks and folders -----------------------------------------------------------------------------


@contextmanager
def _plain(stage: Path, room: Path) -> Iterator[Setting]:
    yield Setting(copied(stage, room / "files"))


@contextmanager
def _mounted(at: Path, *options: str) -> Iterator[None]:
    subprocess.run(["mount", *options, os.fspath(at)], check=True, capture_output=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", os.fspath(at)], check=True, capture_output=True)


def _disk(left: int) -> Make:
    """A disk of its own with so many bytes left."""

    @contextmanager
    def make(stage: Path, room: Path) -> Iterator[Setting]:
        disk = room / "disk"
        disk.mkdir()
        with _mounted(disk, "-t", "tmpfs", "-o", "size=4m,mode=755", "none"):
            at = copied(stage, disk / "files")
            (at / "out").mkdir()
            spare, rest = disk / "spare", disk / "rest"
            spare.write_bytes(bytes(left))
            with rest.open("wb", buffering=0) as file, contextlib.suppress(OSError):
                while True:
                    file.write(bytes(4096))
            spare.unlink()
            yield Setting(at)

    return make


@contextmanager
def _short_files(stage: Path, room: Path) -> Iterator[Setting]:
    yield Setting(copied(stage, room / "files"), child=Child(largest=700), afresh=True)


@contextmanager
def _read_only(stage: Path, room: Path) -> Iterator[Setting]:
    at = copied(stage, room / "files")
    with _mounted(at, "--bind", os.fspath(at)):
        subprocess.run(
            ["mount", "-o", "remount,ro,bind", os.fspath(at)], check=True, capture_output=True
        )
        yield Setting(at)


@contextmanager
def _others_folder(stage: Path, room: Path) -> Iterator[Setting]:
    """Folders and files that their modes let nobody write to, root included."""
    at = copied(stage, room / "files")
    paths = [at, *at.rglob("*")]
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        yield Setting(at, humble=True, afresh=True)
    finally:
        for path in paths:
            path.chmod(0o755)


@contextmanager
def _gone_folder(stage: Path, room: Path) -> Iterator[Setting]:
    at = copied(stage, room / "files")
    yield Setting(at, child=Child(nowhere=os.fspath(room / "gone")))


# -- homes -----------------------------------------------------------------------------------------


@contextmanager
def _no_home(stage: Path, room: Path) -> Iterator[Setting]:
    without = {HOME_VARIABLE: None, "HOME": None, "XDG_DATA_HOME": None}
    yield Setting(copied(stage, room / "files"), env=without, child=Child(nobody=True))


def _home(text: str) -> Make:
    @contextmanager
    def make(stage: Path, room: Path) -> Iterator[Setting]:
        at = copied(stage, room / "files")
        yield Setting(at, env={HOME_VARIABLE: text.format(at=at)})

    return make


# -- clocks, locales, terminals --------------------------------------------------------------------


def _clock(back: float) -> Make:
    """A clock that was set back since the files were written."""

    @contextmanager
    def make(stage: Path, room: Path) -> Iterator[Setting]:
        at = copied(stage, room / "files")
        for path in at.rglob("*"):
            later = path.stat().st_mtime + back
            os.utime(path, (later, later))
        yield Setting(at, child=Child(clock=-back))

    return make


@contextmanager
def _dead_clock(stage: Path, room: Path) -> Iterator[Setting]:
    """The clock of a machine whose battery is empty: it begins again in 1970."""
    at = copied(stage, room / "files")
    in_order = sorted(at.rglob("*"), key=lambda path: path.stat().st_mtime_ns)
    for place, path in enumerate(in_order):
        written = 50.0 + place / 1000
        os.utime(path, (written, written))
    yield Setting(at, child=Child(clock=60.0 - time.time()))


def _speaking(**env: str | None) -> Make:
    @contextmanager
    def make(stage: Path, room: Path) -> Iterator[Setting]:
        yield Setting(copied(stage, room / "files"), env=env, afresh=True)

    return make


def _kept(name: str) -> Path:
    """A folder that is there until this process ends, and that anybody may look into."""
    folder = scratch.shared(name)
    folder.chmod(0o755)
    return folder


@functools.cache
def _locales() -> Path | None:
    """A folder with a locale whose decimal point is a comma; None where none can be made."""
    folder = _kept("locale")
    tool = shutil.which("localedef")
    if tool is None:
        return None
    made = folder / _COMMA
    subprocess.run(
        [tool, "-i", "de_DE", "-f", "UTF-8", "--no-archive", os.fspath(made)],
        check=False,
        capture_output=True,
    )
    return folder if (made / "LC_NUMERIC").is_file() else None


def _no_comma() -> str:
    return "" if _locales() else "localedef or the sources of the locale de_DE are not here"


@contextmanager
def _comma(stage: Path, room: Path) -> Iterator[Setting]:
    env = {"LOCPATH": os.fspath(_locales()), "LC_ALL": _COMMA, "LANG": _COMMA}  # type: ignore[arg-type]
    yield Setting(copied(stage, room / "files"), env=env, child=Child(locale=_COMMA), afresh=True)


def _streams(out: str = "pipe", stdin: bool = True, stderr: bool = True) -> Make:
    @contextmanager
    def make(stage: Path, room: Path) -> Iterator[Setting]:
        at = copied(stage, room / "files")
        yield Setting(at, out=out, stdin=stdin, stderr=stderr, afresh=True)

    return make


@contextmanager
def _narrow(stage: Path, room: Path) -> Iterator[Setting]:
    env = {"TERM": "dumb", "COLUMNS": "20", "LINES": "5"}
    yield Setting(copied(stage, room / "files"), env=env, out="terminal", afresh=True)


# -- names -----------------------------------------------------------------------------------------


def _called(name: bytes) -> Make:
    @contextmanager
    def make(stage: Path, room: Path) -> Iterator[Setting]:
        yield Setting(copied(stage, room / os.fsdecode(name)))

    return make


@contextmanager
def _deep(stage: Path, room: Path) -> Iterator[Setting]:
    """A path near the longest that a system takes."""
    at = room
    while len(os.fspath(at)) < 3_300:
        at /= "long " * 40
    at.mkdir(parents=True)
    yield Setting(copied(stage, at / "files"))


@contextmanager
def _linked(stage: Path, room: Path) -> Iterator[Setting]:
    at, link = copied(stage, room / "files"), room / "link"
    link.symlink_to(at, target_is_directory=True)
    yield Setting(at, named=os.fspath(link), env={HOME_VARIABLE: os.fspath(link / "mine")})


@functools.cache
def _installed() -> Path:
    """The program under a path with spaces, quotes and Khmer letters."""
    there = _kept("install") / KHMER.replace("/", "")
    for name in ("sim", "scenarios", "assets"):
        leave = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, there / name, ignore=leave)
    return there


@contextmanager
def _elsewhere(stage: Path, room: Path) -> Iterator[Setting]:
    yield Setting(copied(stage, room / "files"), root=_installed(), afresh=True)


# -- what this machine can have --------------------------------------------------------------------


@functools.cache
def _no_mounts() -> str:
    """Why nothing can be mounted here."""
    folder = Path(mkdtemp(prefix="twin-track-mount-"))
    try:
        with _mounted(folder, "-t", "tmpfs", "-o", "size=64k", "none"):
            return ""
    except (OSError, subprocess.CalledProcessError):
        return "only root on a machine of its own can mount a disk"
    finally:
        folder.rmdir()


@functools.cache
def _above_modes() -> str:
    """Why modes bind nobody here."""
    folder = Path(mkdtemp(prefix="twin-track-modes-"))
    folder.chmod(0o555)
    done = subprocess.run(
        ["touch", os.fspath(folder / "file")],
        preexec_fn=give_up_rights,
        capture_output=True,
        check=False,
    )
    folder.chmod(0o755)
    shutil.rmtree(folder)
    return "" if done.returncode else "root keeps its rights here, whatever the modes of files"


PLACES = (
    Place("full disk", _disk(0), may_refuse=True, needs=_no_mounts),
    Place("nearly full disk", _disk(_SMALL), may_refuse=True, needs=_no_mounts),
    Place("no file over 700 bytes", _short_files, may_refuse=True),
    Place("read-only disk", _read_only, may_refuse=True, needs=_no_mounts),
    Place("another's folder", _others_folder, may_refuse=True, needs=_above_modes),
    Place("working folder gone", _gone_folder, may_refuse=True),
    Place("no home, unknown user", _no_home, may_refuse=True),
    Place("home is a file", _home("{at}/own.yaml"), may_refuse=True),
    Place("home of nobody", _home("~no-such-user/x"), may_refuse=True),
    Place("clock back a day", _clock(DAY)),
    Place("clock back ten years", _clock(3653 * DAY)),
    Place("clock in 1970", _dead_clock),
    Place("decimal comma", _comma, needs=_no_comma),
    Place("Khmer, not installed", _speaking(LANG="km_KH", LC_ALL="km_KH", LANGUAGE="km:fr")),
    Place(
        "ASCII",
        _speaking(LC_ALL="C", LANG="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0"),
        said=False,
    ),
    Place("cp1252", _speaking(PYTHONIOENCODING="cp1252"), said=False),
    Place("terminal of 20 columns", _narrow, said=False),
    Place("stdout full", _streams("full"), may_fail_to_tell=True, said=False),
    Place("stdout's reader gone", _streams("gone"), said=False, may_fail_to_tell=True),
    Place("stdout closed", _streams("closed"), said=False, may_fail_to_tell=True),
    Place("stdin closed", _streams(stdin=False), said=False),
    Place("stderr closed", _streams(stderr=False)),
    Place("Khmer, quotes, spaces", _called(KHMER.encode())),
    Place("a newline in the path", _called(b"one\ntwo"), said=False),
    Place("a path not in UTF-8", _called(b"caf\xe9"), said=False),
    Place("a very long path", _deep),
    Place("a link to the folder", _linked),
    Place("installed under Khmer", _elsewhere),
)
"""All of them."""
PLAIN = Place("an ordinary folder", _plain)
"""What the others are held against."""
