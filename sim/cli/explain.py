"""`twintrack explain`: what can be written in a scenario file, field by field."""

from __future__ import annotations

import re
import shutil
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.options import JsonOption
from sim.cli.output import emit, fail, hand_out, say

if TYPE_CHECKING:
    from sim.scenario.authoring.explain import Entry, Reference
    from sim.scenario.authoring.samples import Samples

_WIDEST = 100
_MOST_PLACES = 24
"""Places of one bare name, or of words, that are told in full lines."""
_NAMES = " The names of actors, moves and outcomes are in `twintrack show SCENARIO`."


def explain(
    path: Annotated[
        str | None,
        typer.Argument(
            metavar="PATH",
            help="Such as actors.positions.salience, effects.consult, conditions, a bare name; by "
            "default the sections.",
        ),
    ] = None,
    whole: Annotated[bool, typer.Option("--all", help="The whole reference, as Markdown.")] = False,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Write it all as a page instead.")
    ] = None,
    json: JsonOption = False,
) -> int:
    """Explain a field, an effect, a condition or a word of scenario files, with an example.

    Without a path it lists the sections.

    Example:
        twintrack explain actors.positions.salience

    See also: schema, show, check
    """
    if path is not None and (whole or html is not None):
        fail("A path asks for one thing, --all and --html for everything; give one of them.")
    if html is not None:
        _write(html, json)
        return 0

    from sim.game.errors import sentence
    from sim.scenario.authoring.explain import UnknownError, reference
    from sim.scenario.authoring.samples import samples

    known = reference()
    if whole and not json:
        from sim.scenario.authoring.reference import blocks, markdown

        hand_out(markdown(blocks(known)))
        return 0
    try:
        found = _asked(known, path, whole)
    except UnknownError as error:
        said = str(error)
        said = sentence(said[:1].upper() + said[1:])
        found = [] if json or "did you mean" in said else known.speaking_of(path or "")
        if not found:
            also = "" if "did you mean" in said else _NAMES
            fail(f"{said}{also}")
        say(*_speaking(path or "", found))
        return 0
    if json:
        emit([_as_json(entry, samples()) for entry in found])
    elif path is None:
        say(*_overview(found))
    elif len(found) == 1:
        say(*_told(known, found[0], samples()))
    else:
        say(*_places(found))
    return 0


def _asked(known: Reference, path: str | None, whole: bool) -> list[Entry]:
    if whole:
        return list(known.entries.values())
    return known.sections() if path is None else known.found(path)


def _as_json(entry: Entry, samples: Samples) -> dict[str, object]:
    sample = samples.of(entry)
    shown = None if sample is None else {"place": sample.place, "text": sample.text}
    return {**entry.as_json(), "example": shown}


def _write(path: Path, json: bool) -> None:
    """Write the page.

    Raises:
        LabError: It cannot be written.
    """
    from sim.lab.report.reference import reference_page
    from sim.lab.report.writing import write_page
    from sim.scenario.authoring.explain import reference
    from sim.scenario.authoring.reference import blocks

    write_page(path, reference_page(blocks(reference())))
    if json:
        emit({"page": str(path)})
    else:
        say(f"Written to {path}.")


# -- as text ---------------------------------------------------------------------------------------


def _overview(sections: Sequence[Entry]) -> Iterator[str]:
    """The sections, those of a scenario file first."""
    yield from _wrapped(
        "`twintrack explain PATH` explains one of these, or what is in it, such as "
        "actors.positions.salience, effects.consult, conditions.attended; a bare name such as "
        "salience finds all its places."
    )
    fields = [one for one in sections if one.takes]
    yield from ("", "A scenario file (* must be there)")
    yield from _list((f"{one.name}{'*' if one.required else ''}", one) for one in fields)
    yield from ("", "Explained by themselves")
    yield from _list((one.name, one) for one in sections if not one.takes)


def _told(known: Reference, entry: Entry, samples: Samples) -> Iterator[str]:
    """All about one thing."""
    yield entry.path
    yield from _wrapped(entry.about, "  ")
    if entry.told:
        yield "  Told to readers only; no rule reads it."
    if entry.takes:
        said = "Written" if entry.kind == "condition" else "Takes"
        yield from _wrapped(f"{said} {entry.takes}", "  ", "    ")
    if entry.required:
        yield "  Must be there."
    elif entry.default is not None:
        yield f"  Without it: {entry.default}"
    inner = [known.entries[path] for path in entry.inner]
    if inner:
        yield ""
        must = any(one.required for one in inner)
        yield "  In it (* must be there):" if must else "  In it:"
        yield from _list(((f"{one.name}{'*' if one.required else ''}", one) for one in inner), "  ")
    sample = samples.of(entry)
    if sample is not None:
        yield from ("", f"  For example, {sample.place}:")
        yield from (f"      {line}" for line in sample.text.split("\n"))
    elsewhere = [
        other.path
        for other in known.entries.values()
        if other.name == entry.name and other.path != entry.path and "." not in entry.path
    ]
    if elsewhere:
        yield ""
        shown = ", ".join(elsewhere[:_MOST_PLACES])
        yield from _wrapped(f"The name also stands at {shown}.", "  ")


def _places(found: Sequence[Entry]) -> Iterator[str]:
    yield f"{found[0].name} stands in {len(found)} places:"
    yield from _list((one.path, one) for one in found)


def _speaking(words: str, found: Sequence[Entry]) -> Iterator[str]:
    """Where words that are no name are spoken of."""
    yield f'Nothing is called "{words}", but these speak of it:'
    yield from _list((one.path, one) for one in found[:_MOST_PLACES])
    if len(found) > _MOST_PLACES:
        yield f"and {len(found) - _MOST_PLACES} more."


def _list(rows: Iterable[tuple[str, Entry]], indent: str = "") -> Iterator[str]:
    kept = list(rows)
    width = max((len(name) for name, _ in kept), default=0)
    room = _width() - width - len(indent) - 4
    for name, entry in kept:
        about = textwrap.shorten(entry.first_sentence, max(room, 30), placeholder=" ...")
        yield f"{indent}  {name:{width}}  {about}"


def _wrapped(text: str, first: str = "", rest: str | None = None) -> list[str]:
    """Text in lines that fit; what stands in backticks stays together, without them."""
    joined = re.sub(r"`([^`]+)`", lambda found: found[1].replace(" ", "\0"), text)
    lines = textwrap.wrap(
        joined,
        _width(),
        initial_indent=first,
        subsequent_indent=first if rest is None else rest,
        break_on_hyphens=False,
        break_long_words=False,
    )
    return [line.replace("\0", " ") for line in lines]


def _width() -> int:
    return min(shutil.get_terminal_size((_WIDEST, 24)).columns, _WIDEST)
