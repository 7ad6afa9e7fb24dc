"""What is built and installed: one package with its data inside, and nothing beside it."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

import sim
from sim import paths

pytestmark = pytest.mark.outside

ROOT = Path(__file__).parent.parent.parent


def build(source: Path, target: str, folder: Path) -> Path:
    """Build a wheel or an sdist of a source tree."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(folder)]
    done = subprocess.run(command, cwd=source, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (built,) = folder.glob("*.whl" if target == "wheel" else "*.tar.gz")
    return built


def contents(wheel: Path) -> dict[str, str]:
    """Name and hash of each file in a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return {name: hashlib.sha256(archive.read(name)).hexdigest() for name in archive.namelist()}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel of this source tree."""
    return build(ROOT, "wheel", tmp_path_factory.mktemp("wheel"))


def test_the_wheel_is_one_package_with_its_data(wheel: Path) -> None:
    names = set(contents(wheel))
    assert {name.partition("/")[0] for name in names} == {
        "sim",
        f"twin_track-{sim.__version__}.dist-info",
    }
    for folder in ("scenarios", "assets"):
        shipped = {
            f"sim/_data/{path.relative_to(ROOT).as_posix()}"
            for path in (ROOT / folder).rglob("*")
            if path.is_file() and "/." not in path.relative_to(ROOT).as_posix()
        }
        assert shipped
        assert shipped <= names
    modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "sim").rglob("*.py")}
    assert {*modules, "sim/py.typed"} <= names


def test_the_sdist_builds_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    sdist = build(ROOT, "sdist", tmp_path / "sdist")
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    unpacked = tmp_path / f"twin_track-{sim.__version__}"
    assert (unpacked / "tests" / "house" / "test_package.py").is_file()
    assert contents(build(unpacked, "wheel", tmp_path / "again")) == contents(wheel)


def test_the_installed_package_finds_its_own_data(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    # Another distribution's folder of the same name, beside the package as in site-packages.
    (site / "scenarios").mkdir()
    code = "from sim import paths; print(paths.scenarios(), paths.assets(), sep='\\n')"
    done = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(site)!r}); {code}"],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
    )
    data = site / "sim" / "_data"
    assert done.stdout.splitlines() == [str(data / "scenarios"), str(data / "assets")]


def test_a_checkout_finds_its_own_data() -> None:
    assert paths.scenarios() == ROOT / "scenarios"
    assert paths.assets() == ROOT / "assets"


def test_the_users_files_lie_where_the_system_or_the_user_says(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert paths.user_data() == home
    assert not home.exists()
    monkeypatch.setenv(paths.HOME_VARIABLE, "~/elsewhere")
    assert paths.user_data() == Path.home() / "elsewhere"
    monkeypatch.delenv(paths.HOME_VARIABLE)
    assert paths.user_data().name == "twin-track"
    assert ROOT not in paths.user_data().parents


def test_nothing_else_lies_at_the_top() -> None:
    made_by_tools = {"build", "dist"}
    top = {
        path.name
        for path in ROOT.iterdir()
        if not path.name.startswith(".")
        and path.name not in made_by_tools
        and not path.name.endswith(".egg-info")
        and path.name != "__pycache__"
    }
    folders = {"sim", "scenarios", "assets", "tests"}
    assert top == folders | {"pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md"}
