"""The page of a folder: what stands in it, from the files and the manifest alone, and what not."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sim.cli import main
from sim.lab.errors import LabError
from sim.lab.report.building import Report
from sim.lab.report.computed import calibration, trust
from sim.lab.report.source import open_folder
from sim.lab.report.template import esc, points, signed
from sim.lab.report.writing import write_page
from tests.lab.cases import case, loaded, written
from tests.lab.pages import Page

pytestmark = pytest.mark.outside

RUNS = 100
HOSTILE = '</title><script>alert(1)</script><img src="http://evil.example/x.png"> & $x$'


def made(folder: Path, *arguments: object) -> Path:
    """A folder that a command wrote."""
    command = [*map(str, arguments), "--out", str(folder)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.argv", ["twintrack", *command])
        assert main(command) == 0
    return folder


def html(folder: Path, **options: Any) -> str:
    return Report.of(folder, **{"quick": True, **options}).html()


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A batch with something changed and something asked."""
    return made(
        tmp_path_factory.mktemp("batch") / "out",
        *("batch", loaded().path, "--runs", 120, "--set", "trust.north.host=0.9"),
        *("--without", "rule:leverage", "--ask", "nod=stance(of: south) >= acquiesces"),
        *("--ask", "trust=trust(north, host)"),
    )


@pytest.fixture(scope="module")
def sweep(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A batch over a grid."""
    return made(
        tmp_path_factory.mktemp("sweep") / "out",
        *("batch", loaded().path, "--runs", 60, "--sweep", "trust.north.host=0:1:3"),
        *("--sweep", "trust.south.host=0.2:0.8:2"),
    )


@pytest.fixture(scope="module")
def counterfactual(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(
        tmp_path_factory.mktemp("counterfactual") / "out",
        *("counterfactual", loaded().path, "--runs", 200, "--seat", "host"),
    )


@pytest.fixture(scope="module")
def sensitivity(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(
        tmp_path_factory.mktemp("sensitivity") / "out",
        *("sensitivity", loaded().path, "--runs", 600, "--top", 3, "--no-indices"),
        *("--measure", "met"),
    )


@pytest.fixture(scope="module")
def whole(batch: Path) -> str:
    """The page of the batch with all that is computed."""
    return html(batch, quick=False, runs=RUNS)


# -- a batch ---------------------------------------------------------------------------------------


def test_the_whole_page_opens_offline_and_tells_every_figure(whole: str) -> None:
    page = Page(whole)
    page.assert_offline()
    page.assert_told()
    for id in "outcomes difference trust worth tornado calibration limits provenance".split():
        assert id in page.ids, id
    assert len(page.images) == 2 * page.tags.count("figure") >= 12


def test_the_shares_are_those_of_the_summary(batch: Path, whole: str) -> None:
    text = Page(whole).text
    lines = (batch / "summary.csv").read_text().splitlines()
    outcomes = [line.split(",") for line in lines if line.startswith("outcome,")]
    assert outcomes
    for _, name, share, low, high, *_ in outcomes:
        title = loaded().scenario.outcomes[name].title
        row = (
            f"{title} {100 * float(share):.1f}% {100 * float(low):.1f}% to {100 * float(high):.1f}%"
        )
        assert row in text


def test_how_many_runs_each_part_rests_on_is_said(whole: str) -> None:
    text = Page(whole).text
    assert "120 runs, The host playing the line history" in text
    assert f"median of {RUNS} runs" in text
    assert f"{RUNS} pairs of runs on the same chance" in text
    assert f"the line of the record, {RUNS} runs" in text


def test_what_was_changed_is_told_and_its_effect_is_paired(batch: Path, whole: str) -> None:
    from sim.lab.batch import run_batch
    from sim.lab.setup import setup_of
    from sim.lab.stats import paired_share_difference

    text = Page(whole).text
    assert "trust.north.host set to 0.9" in text
    assert "rule:leverage switched off" in text
    asks = {"nod": "stance(of: south) >= acquiesces", "trust": "trust(north, host)"}
    with_it = run_batch(open_folder(batch).setup, RUNS)
    plain = run_batch(setup_of(loaded(), asks=asks), RUNS)
    for name, outcome in loaded().scenario.outcomes.items():
        column = f"outcomes.{name}"
        differ = paired_share_difference(with_it.happened(column), plain.happened(column))
        ends = f"{points(differ.low)} to {points(differ.high)}"
        assert re.search(
            rf"{outcome.title} [\d.]+% [\d.]+% {re.escape(points(differ.value))} "
            + re.escape(ends),
            text,
        ), name


def test_the_same_folder_gives_the_same_bytes(batch: Path, whole: str) -> None:
    assert html(batch) == html(batch)
    source = open_folder(batch)
    again = (trust(source, RUNS), calibration(source, RUNS))
    assert all(one.body in whole for one in again)


def test_quick_computes_nothing_and_says_what_it_leaves_out(batch: Path) -> None:
    told: list[int] = []
    report = Report.of(batch, quick=True, progress=told.append)
    page = Page(report.html())
    assert (told, report.total) == ([], 0)
    assert "trust" not in page.ids
    assert "Left out for speed: what the changes did, trust over time" in page.text


def test_provenance_is_whole(batch: Path) -> None:
    text = Page(html(batch)).text
    manifest = json.loads((batch / "manifest.json").read_text())
    assert manifest["inputs"]["digest"] in text
    assert f"twintrack rerun {batch.name}" in text
    assert f"twintrack batch {loaded().path} --runs 120" in text
    for name, digest in manifest["files"].items():
        assert f"{name} {(batch / name).stat().st_size:,} {digest}" in text
    for entry in open_folder(batch).setup.line.entries:
        assert entry.id in text


def test_a_batch_with_a_precision_and_evenly_spread_numbers_is_reported(tmp_path: Path) -> None:
    evenly = made(
        tmp_path / "evenly",
        *("batch", loaded().path, "--runs", 64, "--sampling", "sobol", "--values"),
    )
    assert "spread evenly over the runs (sobol)" in Page(html(evenly)).text
    # more runs than the design of the batch had
    assert "median of 100 runs" in trust(open_folder(evenly), 100).body
    stopped = made(
        tmp_path / "stopped",
        *("batch", loaded().path, "--runs", 5000, "--precision", 0.2),
    )
    runs = json.loads((stopped / "results.json").read_text())["runs"]
    assert runs < 5000
    assert f"{runs:,} runs, The host playing" in Page(html(stopped)).text


def test_the_scenario_s_own_file_is_not_needed(tmp_path: Path) -> None:
    source = written(case(), tmp_path)
    folder = made(tmp_path / "out", "batch", source, "--runs", 20)
    source.unlink()
    assert "seed 1" in html(folder)


def test_marks_of_html_in_a_scenario_stay_words(tmp_path: Path) -> None:
    data = case()
    data["title"] = HOSTILE
    for kind in ("outcomes", "actors", "issues", "moves"):
        for item in data[kind].values():
            for field in ("title", "name", "short"):
                if field in item:
                    item[field] = "<b>&$x$" if field == "short" else HOSTILE
    folder = made(
        tmp_path / "out",
        *("batch", written(data, tmp_path), "--runs", 100, "--ask", "a=trust(north, host) >= good"),
    )
    page = Page(html(folder, quick=False, runs=100))
    page.assert_offline()
    assert HOSTILE in page.text
    assert "&lt;/title&gt;" in page.source


def test_a_line_without_moves_and_a_record_without_points_are_told(tmp_path: Path) -> None:
    data = case()
    data["history"] = {}
    folder = made(tmp_path / "o", "batch", written(data, tmp_path), "--runs", 50, "--line", "pass")
    text = Page(html(folder, quick=False, runs=100)).text
    assert "The line pass has no moves of its own to leave out" in text
    assert "has no checkpoints to be tested against" in text


# -- sweeps ----------------------------------------------------------------------------------------


def test_a_grid_is_drawn_as_maps_and_told_in_full(sweep: Path) -> None:
    page = Page(html(sweep))
    page.assert_offline()
    page.assert_told()
    assert "6 ensembles of 60 runs each" in page.text
    assert any("A map of the share" in alt for alt in page.alts)
    for north in ("0", "0.5", "1"):
        for south in ("0.2", "0.8"):
            assert re.search(rf"\b{north} {south} [\d.]+% \(", page.text), (north, south)


@pytest.mark.parametrize(("keep", "said"), [(1, "Lines with bands"), (2, "Points: the share")])
def test_one_axis_is_a_line_and_scattered_points_are_points(
    keep: int, said: str, sweep: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    shutil.copytree(sweep, folder)
    rows = (folder / "summary.csv").read_text().splitlines()
    if keep == 1:
        cells = [row.split(",") for row in rows]
        rows = [",".join([c[0], *c[2:]]) for c in cells if c[1] in ("0.2", cells[0][1])]
    else:
        rows = [row for row in rows if not row.startswith("0.5,0.2,")]
    (folder / "summary.csv").write_text("\n".join(rows) + "\n")
    _resigned(folder)
    assert any(said in alt for alt in Page(html(folder)).alts)


def _resigned(folder: Path) -> None:
    """The manifest as if the files had been written as they are."""
    from sim.lab.results import hash_of

    path = folder / "manifest.json"
    data = json.loads(path.read_text())
    data["files"] = {name: hash_of(folder / name) for name in data["files"]}
    path.write_text(json.dumps(data))


# -- the other kinds -------------------------------------------------------------------------------


def test_a_counterfactual_is_told_by_what_each_move_was_worth(counterfactual: Path) -> None:
    page = Page(html(counterfactual))
    page.assert_offline()
    page.assert_told()
    data = json.loads((counterfactual / "results.json").read_text())
    first = data["told"][0]
    assert data["alternatives"]
    for one in data["alternatives"]:
        effect = one["effects"][first]
        worth = points if data["measures"][first]["kind"] == "share" else signed
        low, high = sorted(-end for end in effect["ci95"])
        row = f"{worth(-effect['difference'])} {worth(low)} to {worth(high)}"
        assert row in page.text, one["name"]


def test_a_single_alternative_is_told_with_all_that_it_changes(tmp_path: Path) -> None:
    folder = made(
        tmp_path / "out",
        *("counterfactual", loaded().path, "--runs", 200, "--set", "trust.north.host=0.9"),
    )
    page = Page(html(folder))
    page.assert_offline()
    page.assert_told()
    assert "With trust.north.host=0.9" in page.text
    data = json.loads((folder / "results.json").read_text())
    (one,) = data["alternatives"]
    for name in data["told"]:
        effect, share = one["effects"][name], data["measures"][name]["kind"] == "share"
        told = points if share else signed
        low, high = effect["ci95"]
        row = f"{told(effect['difference'])} {told(low)} to {told(high)}"
        assert row in page.text, name


def test_a_sensitivity_is_told_by_its_tornado(sensitivity: Path) -> None:
    page = Page(html(sensitivity))
    page.assert_offline()
    page.assert_told()
    data = json.loads((sensitivity / "results.json").read_text())
    for bar in data["tornado"]["bars"]:
        if bar["effect"]:
            assert f"{points(bar['effect'])} {points(bar['ci95'][0])}" in page.text
    assert any("tornado" in alt for alt in page.alts)


@pytest.mark.parametrize("damage", ["[]", "{}", '{"told": ["x"], "alternatives": [{}]}', "{"])
def test_results_that_are_not_as_written_are_one_sentence(
    damage: str, counterfactual: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    shutil.copytree(counterfactual, folder)
    (folder / "results.json").write_text(damage)
    _resigned(folder)
    with pytest.raises(LabError, match="not as this program writes it"):
        html(folder)


# -- bad input -------------------------------------------------------------------------------------


def _no_folder(folder: Path) -> None:
    shutil.rmtree(folder)


def _no_manifest(folder: Path) -> None:
    (folder / "manifest.json").unlink()


def _torn_manifest(folder: Path) -> None:
    text = (folder / "manifest.json").read_text()
    (folder / "manifest.json").write_text(text[: len(text) // 2])


def _running(folder: Path) -> None:
    data = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps({**data, "status": "running"}))


def _no_summary(folder: Path) -> None:
    (folder / "summary.csv").unlink()


def _changed(folder: Path) -> None:
    path = folder / "summary.csv"
    path.write_text(path.read_text().replace("outcome", "outkome", 1))


def _no_rows(folder: Path) -> None:
    path = folder / "summary.csv"
    path.write_text(path.read_text().splitlines()[0] + "\n")
    _resigned(folder)


def _uneven(folder: Path) -> None:
    path = folder / "summary.csv"
    path.write_text("\n".join(path.read_text().splitlines()[:-1]) + "\n")
    _resigned(folder)


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (_no_folder, "is no folder"),
        (_no_manifest, "holds no batch, counterfactual or sensitivity"),
        (_torn_manifest, "is no manifest"),
        (_running, r"is not finished.*--resume"),
        (_no_summary, "has lost its summary.csv"),
        (_changed, "was changed since it was written"),
        (_no_rows, "is not as this program writes it"),
        (_uneven, "is not as this program writes it"),
    ],
)
def test_a_folder_that_cannot_be_reported_is_one_sentence(
    damage: Callable[[Path], None],
    said: str,
    sweep: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = tmp_path / "out"
    shutil.copytree(sweep, folder)
    damage(folder)
    assert main(["report", str(folder), "--quick"]) == 2
    captured = capsys.readouterr()
    assert re.search(said, captured.err)
    assert captured.err.count("\n") == 1
    assert not (folder / "report.html").exists()


def test_a_page_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for path in (tmp_path, tmp_path / "file" / "page.html"):
        with pytest.raises(LabError, match=r"is a folder|cannot be written"):
            write_page(path, "page")


def test_too_few_runs_are_refused(sweep: Path) -> None:
    with pytest.raises(LabError, match="cannot rest on 5 runs"):
        Report.of(sweep, runs=5)


def test_text_is_shown_as_it_is_in_one_line() -> None:
    assert esc('<a href="x">\n\tb</a>\x1b') == "&lt;a href=&quot;x&quot;&gt; b&lt;/a&gt;\\x1b"
