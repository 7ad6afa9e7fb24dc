"""The teacher's key: aims, plan, record, answers, numbers with their commands, limits, facts."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from shlex import quote
from typing import Final

from sim.dates import date_words
from sim.game.debriefing.comparison import Note
from sim.game.debriefing.lesson import touched
from sim.game.forecast.honesty import CANNOT, begin
from sim.lab.lesson.measured import Measured
from sim.lab.lesson.numbers import Numbers
from sim.lab.lesson.plan import lock, minutes_of, plan, ways
from sim.lab.lesson.sheet import (
    Sheet,
    bullets,
    code,
    esc,
    grid,
    heading,
    paragraph,
)
from sim.lab.lesson.variation import reference
from sim.lab.lesson.worksheet import questions_of
from sim.scenario.shelf import sources

_REFERENCE: Final = re.compile(r"\bX\d+\b")
"""How a fact speaks of another one that weighs its sources."""


def teachers_key(measured: Measured) -> Sheet:
    """The key, of all that was measured."""
    return Sheet(
        "key",
        " \N{MIDDLE DOT} ".join(
            ("Teacher's key", measured.loaded.scenario.id, "not for the class")
        ),
        measured.loaded.scenario.title,
        "\n".join(part for part in _Key(measured).parts() if part),
    )


class _Key:
    """The parts of a key; the facts that they cite are kept, to be told at the end."""

    def __init__(self, measured: Measured) -> None:
        self.measured, self.loaded = measured, measured.loaded
        self.scenario = measured.loaded.scenario
        self.cited: dict[str, None] = {}

    def parts(self) -> Iterator[str]:
        yield self._head()
        yield heading("Plan of the lesson") + plan(self.loaded)
        yield heading("Ways to play") + ways(self.loaded, self.measured.seats, self.measured.seed)
        yield lock(self.loaded, self.measured.seed)
        yield heading("What happened") + self._record()
        yield heading("The questions") + self._questions()
        yield from Numbers(self.measured, self._cite).parts()
        yield heading("How far to trust this") + self._limits()
        yield heading("To get each number again") + self._commands()
        yield self._facts()

    # -- the lesson --------------------------------------------------------------------------------

    def _head(self) -> str:
        lesson = self.scenario.lesson
        minutes = f"About {minutes_of(self.loaded)} minutes."
        if lesson is None:
            said = "The scenario's file has no lesson, so plan and questions are general ones."
            return paragraph(f"{minutes} {said}")
        aims = heading("Aims") + bullets(lesson.aims) if lesson.aims else ""
        return paragraph(f"Level: {lesson.level.rstrip('.')}. {minutes}") + aims

    def _record(self) -> str:
        rows = [
            [date_words(one.date), one.says, self._cite(one.cite)]
            for one in sorted(self.scenario.history.told.values(), key=lambda one: one.date)
        ]
        if not rows:
            return paragraph(
                "The file tells no record, so there is nothing to compare a game with."
            )
        return grid("", ["date", "the record", "facts"], rows, dates=(0,))

    def _questions(self) -> str:
        asked = questions_of(self.scenario)
        moments = touched(self.scenario, [one.ask for one in asked])
        parts = []
        for one, notes in zip(asked, moments, strict=True):
            said = f"<b>{esc(one.ask)}</b>"
            if one.look_for:
                said += f"<br>{esc(one.look_for)}"
            if one.cite:
                said += f" [{esc(self._cite(one.cite))}]"
            said += self._moments(notes, in_full=not one.look_for)
            parts.append(f"<li>{said}</li>")
        return f"<ol>{''.join(parts)}</ol>"

    def _moments(self, notes: Sequence[Note], in_full: bool) -> str:
        """What of the record a question touches, as HTML: in full, or only when that was."""
        if in_full:
            told = [f"{note.text.rstrip('.')} [{self._cite(note.cites)}]" for note in notes]
        else:
            days = [date_words(dt.date.fromisoformat(note.date)) for note in notes]
            told = list(dict.fromkeys(days))
        said = f"In the record: {'; '.join(told)}." if told else ""
        return f"<br><i>{esc(said)}</i>" if said else ""

    def _cite(self, cites: Iterable[str]) -> str:
        found = list(cites)
        self.cited |= dict.fromkeys(found)
        return ", ".join(found)

    # -- how far to trust it -----------------------------------------------------------------------

    def _limits(self) -> str:
        found = begin(self.loaded)
        coded, constants = found.coded, found.constants
        said = (
            f"Of the {coded.all} starting values of this scenario {coded.cited} rest on a source "
            f"and {coded.assumed} are stated judgements ({100 * coded.assumed_share:.0f}%). Of the "
            f"engine's {constants.all} constants, {constants.cited} come from the literature, "
            f"{constants.derived} have their direction from it and their size assumed, and "
            f"{constants.assumed} are assumed."
        )
        if self.scenario.history.holdout:
            said += " No constant was tuned on this scenario."
        return paragraph(said) + bullets(str(one) for one in CANNOT)

    def _commands(self) -> str:
        one = self.measured
        name, tail = quote(reference(self.loaded)), f"--seed {one.seed}"
        lines = (
            [] if one.backtest is None else [f"twintrack backtest {name} --runs {one.runs} {tail}"]
        )
        lines += [
            f"twintrack batch {name} --line {line} --runs {one.runs} {tail}" for line in one.lines
        ]
        for seat in one.worths:
            lines.append(f"twintrack counterfactual {name} --seat {seat} --runs {one.runs} {tail}")
        if any(one.gains.values()):
            lines.append(f"twintrack backtest {name} --openings --runs {one.fewer} {tail} --json")
        if one.tried is not None:
            setting = one.tried.change.setting
            if one.line != "history":
                setting += f" --line {one.line}"
            lines.append(
                f"twintrack counterfactual {name} --set {setting} --runs {one.fewer} {tail}"
            )
        lines += [f"twintrack play {name} --seat {seat} --text {tail}" for seat in one.seats]
        said = "The last open a game as text, in which “bet skip” and then “odds” tell the chances."
        return code("\n".join(lines)) + paragraph(said, "note")

    # -- the facts ---------------------------------------------------------------------------------

    def _facts(self) -> str:
        known = self.loaded.facts
        # Facts whose part is cited are told whole, once.
        names = dict.fromkeys(name if name in known else "" for name in self.cited)
        told = [name for name in known if name in names]
        spoken = {other for name in told for other in _REFERENCE.findall(known[name].text)}
        told = [name for name in known if name in spoken or name in names]
        if not told:
            return ""
        book = sources().sources
        used = {source: None for name in told for source in known[name].source}
        listed = "".join(
            f"<p><b>{esc(name)}</b> {esc(known[name].title)}. {esc(known[name].text)} "
            f"({esc(known[name].place or ', '.join(known[name].source))})</p>"
            for name in told
        )
        texts = bullets(f"{name}: {book[name].reference or book[name].title}" for name in used)
        return (
            heading("The facts cited here")
            + f'<div class="two facts">{listed}</div>'
            + heading("The sources", 3)
            + f'<div class="facts">{texts}</div>'
        )
