"""`twintrack check`: every problem of files and folders at once."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, cast, get_args

import typer

from sim.cli.options import JsonOption, SeedOption, whole
from sim.cli.output import PROBLEMS, CommandError, emit, fail, log, progress, say

if TYPE_CHECKING:
    from sim.scenario.problem import Problem
    from sim.scenario.text.spans import Document

Format = Literal["text", "json", "github"]

_PASSED_OVER = {
    "line": "is a line of dated moves; `twintrack run SCENARIO --line {file}` checks it",
    "other": "is no scenario",
}
_MOST_NAMED = 5


def check(
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FILE|FOLDER",
            help="Files, folders, or ids as in `list`; by default this folder.",
        ),
    ] = None,
    format: Annotated[
        str, typer.Option("--format", metavar="text|json|github", help="How to tell the problems.")
    ] = "text",
    strict: Annotated[
        bool, typer.Option("--strict", help="Warnings count as errors: exit code 1.")
    ] = False,
    runs: Annotated[
        int,
        whole(
            "--runs",
            "Also play each scenario N times a line, and warn of what never comes about.",
            least=0,
        ),
    ] = 0,
    seed: SeedOption = 1,
    json: JsonOption = False,
) -> int:
    """Tell every problem of scenario files: file:line:col, what is wrong, what would be right.

    Folders are searched for scenarios, campaigns, libraries and sources.

    Example:
        twintrack check our-class.yaml --strict

    Exit code 1: there is an error, or with --strict a warning
    See also: new, explain, schema
    """
    chosen = _format("json" if json else format)
    checked = _Checked()
    for name in _targets(files or ()):
        checked.add(name)
    checked.tell_twins()
    if runs:
        checked.play(runs, seed)
    checked.tell(chosen)
    return PROBLEMS if checked.errors or (strict and checked.problems) else 0


def _format(text: str) -> Format:
    for known in get_args(Format):
        if text == known:
            return cast(Format, known)
    from sim.scenario.text.suggest import did_you_mean

    hint = did_you_mean(text, get_args(Format)) or "."
    raise CommandError(f'--format takes text, json or github, not "{text}"{hint}')


# -- which files -----------------------------------------------------------------------------------


def _targets(given: Sequence[str]) -> Iterator[str]:
    """The files to check, each once; those of folders that are of no kind we know are left out.

    Raises:
        CommandError: A folder holds nothing that can be checked.
    """
    from sim.scenario.problem import visible

    seen: set[str] = set()
    for name in given or (".",):
        if not _is_folder(name):
            found = [name]
        elif not (found := list(_in_folder(Path(name)))):
            where = f"this folder ({Path.cwd()})" if name == "." else f"the folder {name}"
            fail(
                f"There is no scenario in {visible(where)}; name a file, or begin one with "
                "`twintrack new NAME`."
            )
        for one in found:
            real = _real(one)
            if real not in seen:
                seen.add(real)
                yield one


def _real(name: str) -> str:
    """The one path of a file, however it is named; of what is not there, the name."""
    from sim.scenario.problem import ScenarioError
    from sim.scenario.shelf import find

    try:
        return os.path.realpath(find(name))
    except ScenarioError:
        return name


def _is_folder(name: str) -> bool:
    """Whether a folder is meant; an id of a shipped scenario is no folder, `./` before it is."""
    from sim.scenario.shelf import campaigns, shipped

    if not os.path.isdir(name):
        return False
    return len(Path(name).parts) > 1 or name not in (*shipped(), *campaigns())


def _in_folder(folder: Path) -> Iterator[str]:
    from sim.scenario.kinds import files_in, kind_of
    from sim.scenario.problem import visible

    kinds = {str(path): kind_of(path) for path in files_in(folder)}
    for kind, why in _PASSED_OVER.items():
        names = [visible(name) for name, one in kinds.items() if one == kind]
        for name in names[:_MOST_NAMED]:
            log(f"{name} {why.format(file=name)}; it is left out.")
        if len(names) > _MOST_NAMED:
            log(f"{len(names) - _MOST_NAMED} more files are left out for the same reason.")
    yield from (name for name, kind in kinds.items() if kind not in _PASSED_OVER)


# -- what is found ---------------------------------------------------------------------------------


@dataclass
class _Checked:
    """Files and what was found in them."""

    files: int = 0
    problems: list[Problem] = field(default_factory=list)
    """Each once, also where several files share the one at fault."""
    sources: dict[str, str] = field(default_factory=dict)
    sound: dict[str, Document] = field(default_factory=dict)
    """Scenarios without errors, by the name that they were given."""
    campaigns: list[str] = field(default_factory=list)
    _told: set[tuple[object, ...]] = field(default_factory=set)

    @property
    def errors(self) -> int:
        """How many problems are errors."""
        return sum(problem.severity == "error" for problem in self.problems)

    def add(self, name: str) -> None:
        """Check a file."""
        from sim.scenario.kinds import inspect_file, kind_of
        from sim.scenario.problem import ScenarioError, visible
        from sim.scenario.shelf import find

        try:
            kind = kind_of(find(name))
            if kind == "line":
                log(f"{visible(name)} {_PASSED_OVER[kind].format(file=visible(name))}.")
                return
            document, found = inspect_file(name, kind)
            self.sources |= document.sources
            if kind == "campaign":
                self.campaigns.append(name)
            if kind == "scenario" and not any(one.severity == "error" for one in found):
                self.sound[name] = document
        except ScenarioError as error:
            found = error.problems
            self.sources |= error.sources
        self.files += 1
        self.note(found)

    def note(self, found: Iterable[Problem]) -> None:
        """Keep problems that are not known yet."""
        for one in found:
            span = one.span
            place = (os.path.realpath(span.file), span.line, span.column)
            key = (*place, one.rule, one.message, one.severity)
            if key not in self._told:
                self._told.add(key)
                self.problems.append(one)

    def tell_twins(self) -> None:
        """Warn of scenarios that go by one id, which saves and results could not tell apart."""
        from sim.scenario.problem import Problem

        first: dict[str, Document] = {}
        for document in self.sound.values():
            name = str((document.data or {}).get("id"))
            known = first.setdefault(name, document)
            if known is not document:
                message = f'another scenario has the id "{name}" too; give each its own'
                span, other = (one.spans.at(("id",)) for one in (document, known))
                note = (other, "first given here")
                self.note([Problem(span, "same-id", message, "warning", (note,))])

    def play(self, runs: int, seed: int) -> None:
        """Warn of what never comes about in so many runs a line of each sound scenario.

        A place that is told of already, such as a condition that can never hold, needs no runs.
        """
        from sim.lab.coverage import coverage, planned, unreached
        from sim.scenario.load import load
        from sim.scenario.problem import visible

        for name in self.campaigns:
            log(f"{visible(name)} is a campaign and is not played; its chapters' scenarios can be.")
        loaded = {name: load(name) for name in self.sound}
        total = sum(planned(one, runs) for one in loaded.values())
        told = {problem.span for problem in self.problems}
        with progress(total, "runs") as advance:
            for one in loaded.values():
                found = unreached(one, coverage(one, runs, seed, advance))
                self.note(problem for problem in found if problem.span not in told)

    # -- telling -----------------------------------------------------------------------------------

    def tell(self, chosen: Format) -> None:
        """The problems on stdout, and how many there are on stderr."""
        from sim.scenario.problem import in_order, render_github

        self.problems = in_order(self.problems)
        if chosen == "json":
            emit([problem.as_json() for problem in self.problems])
        elif chosen == "github" and self.problems:
            say(render_github(self.problems))
        elif self.problems:
            from sim.cli.problems import tell_problems

            tell_problems(self.problems, self.sources)
        log(self._summary())

    def _summary(self) -> str:
        def counted(number: int, word: str) -> str:
            return f"{number} {word}{'' if number == 1 else 's'}"

        errors = self.errors
        warnings = len(self.problems) - errors
        found = [counted(errors, "error")] * bool(errors)
        found += [counted(warnings, "warning")] * bool(warnings)
        within = len({os.path.realpath(problem.span.file) for problem in self.problems})
        where = f" in {counted(within, 'file')}" if self.files > 1 and within else ""
        return f"{counted(self.files, 'file')}: {' and '.join(found) or 'no problems'}{where}"
