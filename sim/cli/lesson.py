"""`twintrack lesson`: hand-outs for a class, and a teacher's key."""

from __future__ import annotations

import os
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from sim.cli.campaign import campaign_of
from sim.cli.options import JsonOption, ScenarioArgument, SeedOption, WorkersOption, loaded_of
from sim.cli.output import emit, fail, log, progress, say

if TYPE_CHECKING:
    from sim.scenario.campaigns import LoadedCampaign

STUDENTS, TEACHER = "students", "teacher"


class Paper(StrEnum):
    """Sizes of paper."""

    a4 = "a4"
    letter = "letter"


def lesson(
    scenario: ScenarioArgument,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Where to; by default lesson-ID."),
    ] = None,
    runs: Annotated[
        int,
        typer.Option(
            "--runs", metavar="N", min=100, max=1_000_000, help="Runs behind each number."
        ),
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
        Paper, typer.Option("--paper", metavar="a4|letter", help="Size of the PDF.")
    ] = Paper.a4,
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
    from sim.files import write_whole_with
    from sim.lab.folders import said
    from sim.lab.lesson.making import Lesson, seats_of
    from sim.lab.lesson.measured import Measured
    from sim.lab.lesson.printing import as_pdf, browser
    from sim.lab.pools import local_workers
    from sim.lab.report.writing import write_page

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
        texts = {name: page() for name, page in pages.items()}
    for name, text in texts.items():
        write_page(folder / f"{name}.html", text)
    if printer:
        size = "letter" if paper is Paper.letter else "A4"
        for name, page in pages.items():
            content = as_pdf(page(size), printer)
            with said(folder):
                write_whole_with(folder / f"{name}.pdf", partial(_put, content))
    elif pdf:
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


def _put(content: bytes, file: BinaryIO) -> None:
    file.write(content)


def _free(folder: Path, names: list[str], force: bool) -> None:
    """See that nothing is written over unasked."""
    if folder.exists() and not folder.is_dir():
        fail(f"{folder} is a file; --out needs a folder.")
    there = [name for name in names if (folder / name).exists()]
    if not there or force:
        return
    said = (
        f"{folder} holds {', '.join(there)} already; add --force to write over, or give another "
        "folder to --out."
    )
    if missing := [name for name in names if name not in there]:
        said += f" It lacks {', '.join(missing)}, as where a run was stopped: --force makes all."
    fail(said)


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
