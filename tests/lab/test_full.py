"""A disk that is full: one sentence, nothing lost, and the same bytes once there is room again."""

from __future__ import annotations

import os
import stat
import subprocess
from errno import ENOSPC
from pathlib import Path
from typing import Any

import pytest

from sim.lab.errors import LabError
from tests.lab.batches import batch, files, python
from tests.lab.cases import loaded

pytestmark = pytest.mark.outside

SYNC = os.fsync


class Disk:
    """A disk that takes so many files and is full then."""

    def __init__(self, room: int) -> None:
        self.room, self.taken = room, 0

    def fsync(self, file: int) -> None:
        self.taken += not stat.S_ISDIR(os.fstat(file).st_mode)  # a name needs no room of its own
        if self.taken > self.room:
            raise OSError(ENOSPC, "No space left on device")
        SYNC(file)


def test_wherever_the_disk_is_full_the_batch_goes_on_to_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    design = batch(loaded().path, runs=60)
    disk = Disk(10**6)
    monkeypatch.setattr(os, "fsync", disk.fsync)
    design.run(out=tmp_path / "whole", chunk=60)
    assert disk.taken >= 2 + 5  # parts; runs, summary, results and the manifest twice
    for room in range(disk.taken):
        out = tmp_path / f"room-{room}"
        monkeypatch.setattr(os, "fsync", Disk(room).fsync)
        with pytest.raises(LabError) as caught:
            design.run(out=out, chunk=60)
        told = f"{out} cannot be written: no space left on device; what is done so far is kept."
        assert str(caught.value) == told
        assert not list(out.rglob(".*.part"))
        monkeypatch.setattr(os, "fsync", Disk(10**6).fsync)
        design.run(out=out, resume=True, chunk=60)
        assert files(out) == files(tmp_path / "whole")


SCRIPT = """
import resource, subprocess, sys
from pathlib import Path
from sim.lab.errors import LabError
from tests.lab.batches import batch

design, out = batch(Path(sys.argv[2]), runs=2500), Path(sys.argv[3])
if sys.argv[1] == "disk":
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=300k", "none", str(out)], check=True)
else:
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[4]), resource.RLIM_INFINITY))
try:
    design.run(out=out / "out", chunk=250)
    print("there was room")
except LabError as error:
    print(error)
if sys.argv[1] == "disk":
    subprocess.run(["mount", "-o", "remount,size=50m", str(out)], check=True)
else:
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
kept = len(list((out / "out" / "parts").glob("*.npz")))
design.run(out=out / "out", resume=True, chunk=250)
for path in sorted((out / "out").iterdir()):
    if path.name != "manifest.json":
        Path(sys.argv[5], path.name).write_bytes(path.read_bytes())
print(kept)
"""


@pytest.mark.parametrize(
    ("kind", "reason"),
    [("disk", "no space left"), ("size", "file too large")],
)
def test_a_real_limit_is_told_and_then_nothing_is_lost(
    kind: str, reason: str, tmp_path: Path
) -> None:
    pytest.importorskip("resource")
    path, small, copy = loaded().path, tmp_path / "small", tmp_path / "copy"
    small.mkdir()
    copy.mkdir()
    batch(path, runs=2500).run(out=tmp_path / "whole")
    biggest = max(len(data) for data in files(tmp_path / "whole").values())
    options: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with _shielded(kind, SCRIPT, kind, path, small, biggest - 1000, copy, **options) as process:
        out, err = process.communicate(timeout=120)
    if kind == "disk" and process.returncode and "there was room" not in out:
        pytest.skip("no small disk can be mounted here")
    assert process.returncode == 0, err
    sentence, kept = out.splitlines()
    assert sentence.startswith(f"{small / 'out'} cannot be written: {reason}")
    assert int(kept) > 0
    assert files(copy) == files(tmp_path / "whole")


def _shielded(kind: str, code: str, *arguments: Any, **options: Any) -> subprocess.Popen[str]:
    """Where disks are mounted, in a name space of its own that ends with the process."""
    if kind != "disk":
        return python(code, *arguments, **options)
    return python(
        "import os, sys; os.execvp('unshare', ['unshare', '-rm', sys.executable, '-c', "
        "sys.argv[1], *sys.argv[2:]])",
        code,
        *arguments,
        **options,
    )
