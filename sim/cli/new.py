"""`twintrack new`: a file to start from, with the schema for the editor beside it."""

from __future__ import annotations

import json as json_text
import os
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli.options import JsonOption
from sim.cli.output import emit, fail, say
from sim.scenario.text.limits import SUFFIXES

if TYPE_CHECKING:
    from sim.scenario.schema import Scenario

_SCHEMA = "schema.json"
_OTHER_SCHEMA = "twintrack.schema.json"
"""What the schema is called where another program has a `schema.json` in the folder."""


def new(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="The file to write, such as our-class.yaml.")
    ],
    extends: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="SCENARIO",
            help="What to vary: an id as in `list`, or a file; by default the one to begin with.",
        ),
    ] = None,
    blank: Annotated[
        bool, typer.Option("--blank", help="A whole small conflict of your own instead.")
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Replace a file that is there already.")
    ] = False,
    json: JsonOption = False,
) -> int:
    """Write a scenario to start from: a variation of another, or a small conflict of your own.

    It checks clean and can be played at once; comments in it say what to change. The schema that
    lets editors complete and explain what you write is laid beside it.

    Example:
        twintrack new our-class.yaml --from island-dispute

    See also: check, explain, play
    """
    if blank and extends is not None:
        fail("--blank begins from nothing, --from with another scenario; give one of them.")
    folder, name = _place(file)
    if not folder.is_dir():
        fail(f"There is no folder {_shown(folder)}; make it first, or choose another.")
    _checked_name(name)
    path = folder / f"{name}.yaml"
    if path.is_dir():
        fail(f"{_shown(path)} is a folder; choose another name.")
    if os.path.lexists(path) and not force:
        fail(f"{_shown(path)} is there already; choose another name, or replace it with --force.")
    schema, schema_text = _schema(folder)
    text = _text(name, extends, blank, folder, schema)
    _write(path, text)
    if schema_text is not None:
        _write(folder / schema, schema_text)
    shown = shlex.quote(str(path))
    following = [
        f"twintrack check {shown}",
        f"twintrack play {shown}",
        f"twintrack batch {shown} --runs 2000{' --line random' if blank else ''}",
    ]
    if json:
        emit({"file": str(path), "schema": str(folder / schema), "next": following})
        return 0
    beside = "" if schema_text is None else f", and {schema} for your editor beside it"
    say(f"Written to {_shown(path)}{beside}. Open it in an editor, and then:")
    say(*(f"  {command}" for command in following))
    return 0


# -- names and places ------------------------------------------------------------------------------


def _shown(path: Path) -> str:
    from sim.scenario.problem import visible

    return visible(str(path))


def _place(file: str) -> tuple[Path, str]:
    """The folder of a file that is to be written, and the id that its name gives it."""
    path = Path(file)
    return path.parent, path.stem if path.suffix in SUFFIXES else path.name


def _checked_name(name: str) -> None:
    """Make sure that a name can be a file's id and is no shipped scenario's.

    Raises:
        CommandError: It cannot, or it is.
    """
    from sim.scenario.authoring.starting import FILE_ID, file_id
    from sim.scenario.problem import visible
    from sim.scenario.shelf import campaigns, shipped

    if not FILE_ID.fullmatch(name):
        near = file_id(name)
        hint = f"; try {near}" if near else ", such as our-class"
        fail(
            f'A name is of small letters, digits and hyphens, 64 at most, not "{visible(name)}"'
            f"{hint}."
        )
    if name in (*shipped(), *campaigns(), "sources"):
        fail(f"{name} comes with the program; choose another name, such as my-{name}.")


# -- what is written -------------------------------------------------------------------------------


def _text(name: str, extends: str | None, is_blank: bool, folder: Path, schema: str) -> str:
    from sim.scenario.authoring.starting import blank, variation

    if is_blank:
        return blank(name, schema)
    parent, reference = _parent(extends, folder)
    return variation(parent, name, reference, schema)


def _parent(extends: str | None, folder: Path) -> tuple[Scenario, str]:
    """The scenario to vary, and what the new file calls it.

    Raises:
        CommandError: It is a campaign, or lies where the new file could not reach it.
        ScenarioError: There is none, or it has errors.
    """
    from sim import paths
    from sim.scenario.heads import has_chapters
    from sim.scenario.load import load
    from sim.scenario.shelf import find, opener

    wanted = extends or opener()
    path = find(wanted)
    if has_chapters(path):
        fail(f"{wanted} is a campaign; vary one of its chapters' scenarios instead.")
    parent = load(wanted).scenario
    real, here = Path(os.path.realpath(path)), Path(os.path.realpath(folder))
    library = Path(os.path.realpath(paths.scenarios()))
    if real.parent == library:
        return parent, real.stem
    if real.is_relative_to(library):
        return parent, real.relative_to(library).as_posix()
    if not real.is_relative_to(here):
        fail(
            f"{_shown(path)} lies outside {_shown(folder)}, where a file there cannot extend it; "
            f"write the new file beside it, in {_shown(path.parent)}."
        )
    return parent, real.relative_to(here).as_posix()


def _schema(folder: Path) -> tuple[str, str | None]:
    """The schema's name in a folder, and its text where it is to be written.

    An older schema of ours is replaced; a `schema.json` of something else is left as it is.
    """
    from sim.scenario.authoring.jsonschema import schema_text

    wanted = schema_text()
    for name in (_SCHEMA, _OTHER_SCHEMA):
        path = folder / name
        if not os.path.lexists(path):
            return name, wanted
        try:
            found = path.read_text(encoding="utf-8")
            if found == wanted:
                return name, None
            parsed = json_text.loads(found)
        except (OSError, ValueError):
            continue
        if isinstance(parsed, dict) and _is_ours(parsed):
            return name, wanted
    return fail(
        f"{_SCHEMA} and {_OTHER_SCHEMA} in {_shown(folder)} belong to something else; "
        "choose another folder."
    )


def _is_ours(found: dict[str, Any]) -> bool:
    """Whether a schema is one of scenario files, perhaps of an older version of the program."""
    parts = found.get("$defs")
    return found.get("title") == "Scenario" and isinstance(parts, dict) and "Actor" in parts


def _write(path: Path, text: str) -> None:
    """Write a file whole.

    Raises:
        LabError: It cannot be written.
    """
    from sim.files import READABLE, write_whole
    from sim.lab.errors import writing

    with writing(path):
        write_whole(path, text, READABLE)
