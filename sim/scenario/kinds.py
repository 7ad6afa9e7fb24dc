"""What kind of file a YAML file is, and the problems of each kind: `check` meets all of them.

A folder of scenarios also holds what they are made of: libraries of moves, sources, the codex,
lines of dated moves. Each is known by the names at its top, without reading the rest.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path as FilePath
from typing import Any, Literal, get_origin

from pydantic import BaseModel, create_model

from sim import paths
from sim.reading import leads_outside, read_ordinary
from sim.scenario.campaigns import campaign_problems
from sim.scenario.checks.validate import validate
from sim.scenario.form.coding import Part
from sim.scenario.form.fields import Version
from sim.scenario.heads import is_campaign
from sim.scenario.language import LanguageError, parse_condition
from sim.scenario.load import scenario_problems
from sim.scenario.problem import Problem, in_order
from sim.scenario.schema import Scenario
from sim.scenario.shelf import find
from sim.scenario.text.limits import MAX_BYTES, SUFFIXES
from sim.scenario.text.merge import resolve
from sim.scenario.text.reader import read
from sim.scenario.text.spans import Document
from sim.scenario.text.suggest import did_you_mean

Kind = Literal["scenario", "campaign", "library", "sources", "codex", "line", "other"]

_TOP = re.compile(rb"^([A-Za-z_][\w-]*|\"[^\"\n]+\"|'[^'\n]+')[ \t]*:", re.MULTILINE)
_LIST = re.compile(rb"\A(?:\s*(?:#[^\n]*|---)\n)*- ")
_ENTRY = re.compile(rb"\bmove[ \t]*:")
_OF_A_SCENARIO = frozenset(
    "id title extends begin_here summary briefing calendar initiative".split()
)
"""Names that stand at the top of scenarios and campaigns alone."""
_CODEX = frozenset({"works", "mechanisms", "terms", "names", "places"})


def kind_of(path: FilePath) -> Kind:
    """The kind of a file, by the names in its first column.

    What cannot be told (an empty file, one that cannot be read) is taken for a scenario, so that
    whoever checks it hears of it.
    """
    try:
        content = read_ordinary(path, MAX_BYTES)
    except OSError:
        return "scenario"
    names = {name.decode(errors="replace").strip("\"'") for name in _TOP.findall(content)}
    if "chapters" in names:
        return "campaign"
    if names & _OF_A_SCENARIO:
        return "scenario"
    if {"sources", "facts"} <= names:
        return "sources"
    if "moves" in names and names <= {"difficulty", "luck", "moves"} and _ENTRY.search(content):
        return "line"
    names -= {"version"}
    if names and names <= collections():
        return "library"
    if names & _CODEX:
        return "codex"
    return "other" if names or _LIST.match(content) else "scenario"


def files_in(folder: FilePath) -> Iterator[FilePath]:
    """The YAML files of a folder and of those within it, in order.

    What is hidden is left out, and links to what lies outside.
    """
    for here, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = FilePath(here) / name
            hidden = name.startswith(".")
            if name.endswith(SUFFIXES) and not hidden and not leads_outside(path, folder):
                yield path


def inspect_file(name: str, kind: Kind | None = None) -> tuple[Document, list[Problem]]:
    """A file of any kind and all its problems; one that is of no kind is held to be a scenario.

    Args:
        name: A path, or the id of what ships.
        kind: Its kind where that is known.

    Raises:
        ScenarioError: There is no such file.
    """
    path = find(name)
    kind = kind or kind_of(path)
    if kind == "library":
        return _library(path)
    if kind in ("sources", "codex"):
        document = read(path)
        return document, validate(_model(document, kind), document)[1]
    document = resolve(path, paths.scenarios())
    problems_of = campaign_problems if is_campaign(document) else scenario_problems
    return document, problems_of(document)


def check(name: str) -> list[Problem]:
    """All problems of a scenario file, or of a file of any other kind; see `inspect_file`."""
    return inspect_file(name)[1]


def _model(document: Document, kind: Kind) -> type[BaseModel]:
    if kind == "sources":
        from sim.scenario.form.sources import Sources

        return Sources
    from sim.scenario.form import codex
    from sim.scenario.form.gazetteer import Places

    models: dict[str, type[BaseModel]] = {
        "works": codex.Works,
        "mechanisms": codex.Mechanisms,
        "terms": codex.Terms,
        "names": codex.Names,
        "places": Places,
    }
    return next(model for key, model in models.items() if key in (document.data or models))


# -- libraries -------------------------------------------------------------------------------------


@cache
def collections() -> frozenset[str]:
    """The fields of a scenario that are collections of items by id: what a library may hold."""
    return frozenset(
        name
        for name, field in Scenario.model_fields.items()
        if get_origin(field.annotation) is dict
    )


@cache
def _library_model() -> type[Part]:
    fields = {name: Scenario.model_fields[name] for name in sorted(collections())}
    optional: dict[str, Any] = {
        name: (field.annotation, {} if field.is_required() else field)
        for name, field in fields.items()
    }
    made: type[Part] = create_model("Library", __base__=Part, version=(Version, 1), **optional)
    return made


def _library(path: FilePath) -> tuple[Document, list[Problem]]:
    """A file for `uses:`, as far as it can be checked without the scenario that uses it.

    Its items may leave out what that scenario fills in, and name actors that only that one has.
    """
    document = read(path)
    problems = validate(_library_model(), document)[1]
    data = document.data or {}
    filled_in = {
        document.spans.at((collection, item))
        for collection, items in data.items()
        if isinstance(items, dict)
        for item in items
    }
    problems = [p for p in problems if p.rule != "missing-field" or p.span not in filled_in]
    return document, in_order([*problems, *_conditions(document)])


def _conditions(document: Document) -> Iterator[Problem]:
    """Conditions that cannot be read, whatever the names in them mean."""
    fields = (("moves", "needs"), ("events", "when"), ("outcomes", "when"))
    for collection, key in fields:
        items = (document.data or {}).get(collection)
        for item, value in items.items() if isinstance(items, dict) else ():
            text = value.get(key) if isinstance(value, dict) else None
            if not isinstance(text, str):
                continue
            try:
                parse_condition(text, did_you_mean)
            except LanguageError as error:
                span = document.spans.at((collection, item, key))
                message = f"{error} (at character {error.column + 1})"
                yield Problem(span, "condition", message)
