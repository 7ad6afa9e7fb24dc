"""`twintrack lesson`: hand-outs for a class, and a teacher's key."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO, NoReturn

import typer

from sim.cli.campaign import campaign_of
from sim.cli.options import (
    JsonOption,
    ScenarioArgument,
    SeedOption,
    WorkersOption,
    loaded_of,
    whole,
)
from sim.cli.output import emit, fail, log, progress, say

if TYPE_CHECKING:
    from sim.scenario.campaigns import LoadedCampaign

STUDENTS, TEACHER = "students", "teacher"
PAPERS = {"a4": "A4", "letter": "letter"}
"""Sizes of paper, and what they are called in a style sheet."""


def lesson(
    scenario: ScenarioArgument,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Where to; by default lesson-ID."),
    ] = None,
    runs: Annotated[
        int,
        whole("--runs", "Runs behind each number.", least=100, most=1_000_000),
    ] = 1_000,
    seed: SeedOption = 1,
    seats: Annotated[
        str | None,
        typer.Option(
            "--seats", metavar="ACTOR,ACTOR", help="Role sheets of these; by default of all seats."
        ),
    ] = None,
    plain: Annotated[
        bool, typer.Option("--plain", help="The briefing in plain words alone, if there is one.")
    ] = False,
    pdf: Annotated[
        bool, typer.Option("--pdf/--no-pdf", help="PDF besides, where Chromium is there.")
    ] = True,
    paper: Annotated[
        str, typer.Option("--paper", metavar="a4|letter", help="Size of the PDF.")
    ] = "a4",
    force: Annotated[
        bool, typer.Option("--force", help="Write over hand-outs that are there.")
    ] = False,
    workers: WorkersOption = 1,
    json: JsonOption = False,
) -> int:
    """Make hand-outs for a class: briefing, role sheets, worksheets, and a teacher's key.

    students.html has what the class is given; teacher.html, kept apart, has the record, answers and
    what each move is worth. Both print on A4 and Letter.

    Example:
        twintrack lesson island-dispute --out monday --runs 100 --no-pdf

    See also: play, gather
    """
    if (campaign := campaign_of(scenario)) is not None:
        fail(_of_campaign(campaign))
    if paper not in PAPERS:
        fail(f'--paper takes {" or ".join(PAPERS)}, not "{paper}".')
    from sim.lab.lesson.making import Lesson, seats_of
    from sim.lab.lesson.measured import Measured
    from sim.lab.lesson.printing import as_pdf, browser
    from sim.lab.pools import local_workers

    loaded = loaded_of(scenario)
    chosen = seats_of(loaded, [one.strip() for one in (seats or "").split(",") if one.strip()])
    folder = out or Path(f"lesson-{loaded.scenario.id}")
    printer = browser() if pdf else None
    names = [f"{name}.html" for name in (STUDENTS, TEACHER)]
    if printer:
        names += [f"{name}.pdf" for name in (STUDENTS, TEACHER)]
    _free(folder, names, force)
    _make(folder)
    measured = Measured(loaded, chosen, runs, seed)
    with progress(measured.total, "runs") as advance, local_workers(workers) as executor:
        measured.executor, measured.progress = executor, advance
        made = Lesson(measured, plain)
        pages = {STUDENTS: made.students, TEACHER: made.teacher}
        files = {f"{name}.html": page().encode() for name, page in pages.items()}
    try:
        if printer:
            size = PAPERS[paper]
            files |= {f"{name}.pdf": as_pdf(page(size), printer) for name, page in pages.items()}
    finally:
        # where the browser fails, the pages are there to be printed by hand
        _place(folder, files, names, force)
    if pdf and not printer:
        log(
            "There is no Chromium on this machine, so no PDF was made: open the HTML files in any "
            "browser and print them there (without its headers and footers)."
        )
    if json:
        emit({"folder": str(folder), "files": names, "seats": chosen, "runs": runs, "seed": seed})
    else:
        say(*(f"Written: {folder / name}" for name in names))
        say("Keep the teacher's files to yourself: they tell how it ended.")
    return 0


def _free(folder: Path, names: list[str], force: bool) -> None:
    """See, before anything is measured, that nothing is written over unasked.

    Where some of the files are there and others lack, a run may have been stopped: see `_place`.
    """
    if folder.exists() and not folder.is_dir():
        fail(f"{folder} is a file; --out needs a folder.")
    if not force and all((folder / name).exists() for name in names):
        _refuse(folder, names)


def _place(folder: Path, files: Mapping[str, bytes], names: list[str], force: bool) -> None:
    """Write files that belong together, one right after the other.

    Those that are there are written over unasked where they are the same byte by byte: a run that
    was stopped is taken up so.
    """
    from sim.files import write_whole_with
    from sim.lab.folders import writing_into

    there = [name for name in files if (folder / name).exists()]
    if not force and not all(_holds(folder / name, files[name]) for name in there):
        missing = ", ".join(name for name in names if not (folder / name).exists())
        more = (
            f" It lacks {missing}, as where a run was stopped, but what is there was made "
            "otherwise: --force makes all."
        )
        _refuse(folder, there, more if missing else "")
    for name, content in files.items():
        with writing_into(folder):
            write_whole_with(folder / name, partial(_put, content))


def _put(content: bytes, file: BinaryIO) -> None:
    file.write(content)


def _holds(path: Path, content: bytes) -> bool:
    from sim.reading import read_ordinary

    try:
        return read_ordinary(path, len(content)) == content
    except OSError:
        return False


def _refuse(folder: Path, there: list[str], more: str = "") -> NoReturn:
    fail(
        f"{folder} holds {', '.join(there)} already; add --force to write over, or give another "
        f"folder to --out.{more}"
    )


def _make(folder: Path) -> None:
    """Make the folder: that it cannot be is told before minutes of measuring, not after them."""
    from sim.lab.errors import reason

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        fail(f"{folder} cannot be made: {reason(error)}.")
    if not os.access(folder, os.W_OK):
        fail(f"{folder} cannot be written to; give another folder to --out.")


def _of_campaign(campaign: LoadedCampaign) -> str:
    chapters = list(dict.fromkeys(one.scenario for one in campaign.campaign.chapters.values()))
    return (
        f"{campaign.campaign.id} is a campaign, and each of its chapters is a lesson of its own: "
        f"{', '.join(chapters)}. Make one with: twintrack lesson {chapters[0]}"
    )
