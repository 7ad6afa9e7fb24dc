"""A batch that is killed, whatever it was at, goes on and ends with the same bytes."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from functools import partial
from multiprocessing import active_children
from pathlib import Path

import pytest

from sim.lab.design import Design
from sim.lab.errors import LabError
from sim.lab.pools import LocalWorkers
from sim.lab.storage import CompleteError
from sim.lab.workers import PATIENCE
from tests.faults.kills.striking import Case, Moment
from tests.lab.batches import CHUNK, ROOT, batch, files
from tests.lab.cases import loaded

pytestmark = [
    pytest.mark.outside,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are killed by signal"),
]


def test_killed_at_ten_random_moments_it_resumes_to_the_same_bytes(tmp_path: Path) -> None:
    path = loaded().path

    took = Case(partial(_resumed, path, tmp_path / "first"), tmp_path / "home").run()
    batch(path).run(out=tmp_path / "whole", chunk=CHUNK)
    moments, stopped = random.Random(4), set()
    for number in range(10):
        out = tmp_path / f"killed-{number}"
        process = Case(partial(_resumed, path, out), tmp_path / f"home-{number}").start()
        Moment(moments.uniform(0, took), writing=False).await_(process, out)
        stopped.add(_state(out))
    for number in range(10):
        out = tmp_path / f"killed-{number}"
        try:
            batch(path).run(out=out, resume=True, chunk=CHUNK)
        except CompleteError:
            assert (out / "manifest.json").exists()
        assert files(out) == files(tmp_path / "whole")
        assert json.loads((out / "manifest.json").read_text())["status"] == "complete"
    # The moments were not all before the first part or after the last.
    assert "parts" in stopped


def _resumed(path: Path, out: Path) -> None:
    batch(path).run(out=out, resume=True, chunk=CHUNK)


def _state(out: Path) -> str:
    """How far a batch had come when it was killed."""
    if any((out / "parts").glob("*.npz")):
        return "parts"
    return "begun" if out.exists() else "nothing"


def test_what_was_half_written_is_cleared_away(tmp_path: Path) -> None:
    out, path = tmp_path / "out", loaded().path
    batch(path).run(out=tmp_path / "whole", chunk=CHUNK)
    with pytest.raises(KeyboardInterrupt):
        batch(path).run(out=out, chunk=CHUNK, progress=interrupt)
    (out / ".runs.parquet.part").write_bytes(b"torn")
    (out / "parts" / ".00000-000000025.npz.part").write_bytes(b"torn")
    batch(path).run(out=out, resume=True, chunk=CHUNK)
    assert files(out) == files(tmp_path / "whole")


def interrupt(_runs: int) -> None:
    raise KeyboardInterrupt


def test_parts_of_another_size_are_made_again(tmp_path: Path) -> None:
    out, path = tmp_path / "out", loaded().path
    batch(path).run(out=tmp_path / "whole", chunk=CHUNK)
    seen: list[int] = []

    def stop(runs: int) -> None:
        seen.append(runs)
        if len(seen) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        batch(path).run(out=out, chunk=CHUNK, progress=stop)
    batch(path).run(out=out, resume=True, chunk=40)
    assert files(out) == files(tmp_path / "whole")


def test_a_complete_batch_is_left_as_it_is(tmp_path: Path) -> None:
    out, design = tmp_path / "out", batch(loaded().path)
    found = design.run(out=out)
    before = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in out.iterdir()}
    with pytest.raises(CompleteError, match="is complete; nothing was left to do") as caught:
        design.run(out=out, resume=True)
    assert {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in out.iterdir()} == before
    assert caught.value.results() == json.loads(json.dumps(found.as_json()))
    # Where a result was changed or lost, it is made again.
    (out / "summary.csv").write_text("changed")
    design.run(out=out, resume=True)
    assert {path.name: data for path, (_, data) in before.items()}.items() >= files(out).items()


# -- workers ---------------------------------------------------------------------------------------


def test_a_worker_that_is_killed_is_replaced(tmp_path: Path) -> None:
    design = batch(loaded().path)
    design.run(out=tmp_path / "whole")
    killed: list[int] = []

    def kill(_runs: int) -> None:
        workers = [child.pid for child in active_children() if child.pid is not None]
        if not killed and workers:
            killed.append(workers[0])
            os.kill(workers[0], signal.SIGKILL)

    design.run(workers=2, out=tmp_path / "out", progress=kill, chunk=CHUNK)
    assert killed
    assert files(tmp_path / "out") == files(tmp_path / "whole")


class Deadly(LocalWorkers):
    """Workers that all die of their first call."""

    started = 0

    def submit(self, fn, /, *args, **options):  # type: ignore[no-untyped-def]
        return super().submit(os._exit, 1)

    def renew(self) -> None:
        type(self).started += 1
        super().renew()


def test_workers_that_are_killed_again_and_again_end_the_batch(tmp_path: Path) -> None:
    workers = Deadly(1)
    with pytest.raises(
        LabError, match="Workers are lost again and again, perhaps for want of memory"
    ):
        batch(loaded().path).run(out=tmp_path / "out", executor=workers)
    workers.shutdown()
    assert Deadly.started == PATIENCE
    assert "\n" not in str(LabError)


def test_workers_end_with_their_parent(tmp_path: Path) -> None:
    out = tmp_path / "out"
    command = [sys.executable, "-m", "sim", "batch", str(loaded().path), "--runs", "60000"]
    with subprocess.Popen(
        [*command, "--workers", "2", "--out", str(out)], cwd=ROOT, stderr=subprocess.DEVNULL
    ) as parent:
        until = time.monotonic() + 60
        while not any(out.glob("parts/*.npz")) and time.monotonic() < until:
            time.sleep(0.02)
        children = _children(parent.pid)
        parent.kill()
    assert len(children) >= 2
    until = time.monotonic() + 30
    while any(map(_lives, children)) and time.monotonic() < until:
        time.sleep(0.02)
    assert not any(map(_lives, children))


def _children(parent: int) -> list[int]:
    if not Path("/proc/self/task").exists():
        pytest.skip("the children of a process are read from /proc")
    return [int(one) for one in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]


def _lives(process: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{process}/status").read_text()
    except OSError:
        return False


def test_a_fault_of_one_point_leaves_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = loaded().path
    points = [{"trust.north.host": value} for value in (0.2, 1.5, 0.8)]
    base = batch(path)
    design = Design(base.setup, base.loaded, base.base, {}, points, 40)
    found = design.run(out=tmp_path / "out")
    assert list(found.by_point) == [0, 2]
    (failure,) = found.failures()
    assert (failure["point"], failure["set"]) == (1, {"trust.north.host": 1.5})
    assert "must be a number between 0 and 1" in failure["problem"]
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert manifest["failed"] == [failure]
    alone = Design(base.setup, base.loaded, base.base, {}, [points[0], points[2]], 40)
    alone.run(out=tmp_path / "alone")
    for name in ("summary.csv", next((tmp_path / "out").glob("runs.*")).name):
        assert (tmp_path / "out" / name).read_bytes() == (tmp_path / "alone" / name).read_bytes()
    with pytest.raises(LabError, match="is complete"):
        design.run(out=tmp_path / "out", resume=True)
