"""What is built and installed: one package with its data inside, and nothing beside it."""

from __future__ import annotations

import email
import re
import subprocess
import sys
import tarfile
import zipfile
from email.message import Message
from pathlib import Path

import pytest

import sim
from sim import paths

pytestmark = pytest.mark.outside

ROOT = Path(__file__).parent.parent.parent
INFO = f"twin_track-{sim.__version__}.dist-info"


def build(source: Path, target: str, folder: Path) -> Path:
    """Build a wheel or an sdist of a source tree."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(folder)]
    done = subprocess.run(command, cwd=source, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (built,) = folder.glob("*.whl" if target == "wheel" else "*.tar.gz")
    return built


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel of this source tree."""
    return build(ROOT, "wheel", tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def metadata(wheel: Path) -> Message:
    """What the wheel says of itself."""
    with zipfile.ZipFile(wheel) as archive:
        return email.message_from_bytes(archive.read(f"{INFO}/METADATA"))


def lying_in(folder: str) -> set[str]:
    """The files of a folder of the source tree, without what tools leave there."""
    paths = (path.relative_to(ROOT) for path in (ROOT / folder).rglob("*") if path.is_file())
    return {
        path.as_posix()
        for path in paths
        if "__pycache__" not in path.parts and not any(part[0] == "." for part in path.parts)
    }


def test_the_wheel_is_one_package_with_its_data_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    tools = {name for name in lying_in("assets") if name.endswith(".py")}
    data = {f"sim/_data/{name}" for name in (lying_in("assets") | lying_in("scenarios")) - tools}
    files = ("METADATA", "WHEEL", "RECORD", "entry_points.txt")
    licences = ("LICENSE", "assets/LICENSES.md")
    about = {f"{INFO}/{name}" for name in (*files, *(f"licenses/{name}" for name in licences))}
    assert len(data) > 30
    assert "sim/py.typed" in names
    assert names == lying_in("sim") | data | about


def test_the_wheel_is_small(wheel: Path) -> None:
    assert wheel.stat().st_size <= 8_000_000
    assert wheel.name.endswith("-py3-none-any.whl")


def test_the_wheel_tells_what_it_is_and_needs(metadata: Message) -> None:
    assert metadata["License-Expression"] == "MIT AND OFL-1.1"
    assert metadata.get_all("Provides-Extra") == ["lab", "test"]
    assert "Typing :: Typed" in (metadata.get_all("Classifier") or [])
    assert all(metadata[name] for name in ("Summary", "Author", "Keywords", "Requires-Python"))


def test_what_a_package_index_shows_leads_nowhere_that_is_not_there(metadata: Message) -> None:
    shown = metadata.get_payload()
    assert isinstance(shown, str)
    assert shown.startswith("# Twin Track")
    assert "```python" in shown
    assert "<img" not in shown
    targets = re.findall(r"\]\(([^)]*)\)", shown)
    assert [target for target in targets if not target.startswith("https://")] == []


def test_the_sdist_builds_the_same_wheel_to_the_byte(wheel: Path, tmp_path: Path) -> None:
    sdist = build(ROOT, "sdist", tmp_path / "sdist")
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    unpacked = tmp_path / f"twin_track-{sim.__version__}"
    shipped = {path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*.*")}
    assert lying_in("tests") <= shipped
    assert not any("__pycache__" in name or ".hypothesis" in name for name in shipped)
    assert build(unpacked, "wheel", tmp_path / "again").read_bytes() == wheel.read_bytes()


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
