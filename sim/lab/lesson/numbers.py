"""The numbers of the teacher's key: dated points, outcomes, scores, moves and openings by worth."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from sim.dates import date_words
from sim.lab.lesson.measured import Measured
from sim.lab.lesson.sheet import grid, heading, paragraph, points
from sim.lab.lesson.variation import question
from sim.lab.line_data import entry_titles
from sim.lab.openings import Opening
from sim.lab.stats import Estimate

MOST_MOVES: Final = 6
"""Moves of the record that a seat's table shows, those that weigh most."""
MOST_OPENINGS: Final = 4
"""Openings that are shown of each seat, the best, and as many that ask somebody; the worst one
besides."""
_LINES: Final = {"history": "as recorded", "pass": "doing nothing", "random": "at random"}


class Numbers:
    """What was measured of a scenario for a class, part by part, as HTML.

    Args:
        measured: What was measured.
        cite: Names facts as they stand in a text, and keeps in mind that they were cited.
    """

    def __init__(self, measured: Measured, cite: Callable[[Iterable[str]], str]) -> None:
        self.measured, self.cite = measured, cite
        self.loaded, self.scenario = measured.loaded, measured.loaded.scenario

    def parts(self) -> Iterator[str]:
        """The parts in their order; an empty one where there is nothing to tell."""
        yield heading("The numbers") + self._measure()
        yield self._dated()
        yield self._outcomes()
        for seat in self.measured.seats:
            yield self._seat(seat)
        yield self._change()

    def _measure(self) -> str:
        one = self.measured
        return paragraph(
            f"Measured by the program with seed {one.seed} and {one.runs:,} runs of each line "
            f"({one.fewer:,} of each opening and each change of the file). In brackets stands the "
            "interval in which the model's own share lies with 95% confidence. These are shares of "
            "the model's runs, not chances of history."
        )

    def _dated(self) -> str:
        found = self.measured.backtest
        if found is None:
            return paragraph("The file has no dated points, so the model is held to no record.")
        rows, surprises = [], []
        for kind, every in (("yes", found.checkpoints), ("no", found.foils)):
            for point in every:
                surprise = point.spec.surprise is not None
                mark = " \N{BLACK STAR}" if surprise else ""
                rows.append(
                    [
                        f"{point.spec.title}, by {date_words(point.spec.by)}{mark}",
                        kind,
                        share(point.share),
                        self.cite(point.spec.cite),
                    ]
                )
                if surprise:
                    rare = "rare in the model too" if point.rare else "not rare in the model"
                    surprises.append(f"{point.spec.title} ({rare}): {point.spec.surprise}")
        told = grid(
            "Dated points: whether it came about in the record, and in what share of the runs of "
            "the record's own line.",
            ["point", "record", "model", "facts"],
            rows,
            dates=(1, 2),
        )
        more = "\N{BLACK STAR} called a surprise by the sources. " + " ".join(surprises)
        score = (
            f"Brier score {found.brier:.2f} (the mean squared distance of these shares from what "
            "came about): 0 is perfect, 0.25 what always saying one half earns."
        )
        return told + paragraph(f"{more} {score}" if surprises else score, "note")

    def _outcomes(self) -> str:
        shares = self.measured.outcomes
        owner = self.scenario.actors[self.measured.owner].short
        lines = {line: _LINES[line] for line in self.measured.lines}
        rows = [
            [one.title, *(share(shares[line][name]) for line in lines)]
            for name, one in self.scenario.outcomes.items()
        ]
        recorded = "playing as recorded, " if "history" in lines else ""
        return grid(
            f"Outcomes: share of the runs with {owner} {recorded}doing nothing, and choosing at "
            "random.",
            ["outcome", *lines.values()],
            rows,
            numbers=1,
        )

    def _seat(self, seat: str) -> str:
        name = self.scenario.actors[seat].short
        title = heading(f"The part of {name}", 3)
        if seat not in self.scenario.goals:
            return title + paragraph("The file sets this part no aims, so no move can be weighed.")
        return title + self._scores(seat) + self._worth(seat) + self._openings(seat)

    def _scores(self, seat: str) -> str:
        found = self.measured.scores.get(seat)
        if found is None:
            return ""
        told = "; ".join(
            f"{_LINES[line]} {100 * one.score.value:.0f} "
            f"({100 * one.score.low:.0f} to {100 * one.score.high:.0f})"
            for line, one in found.lines.items()
            if line in self.measured.lines
        )
        said = f"Mean score of 100: {told}."
        if found.waiting_pays and found.waiting is not None:
            said += f" Why waiting does well: {found.waiting.says}"
        return paragraph(said)

    def _worth(self, seat: str) -> str:
        found = self.measured.worths.get(seat)
        if found is None and not self.scenario.history.line:
            return ""
        if found is None:
            return paragraph("The record has no moves of this part to leave out.")
        titles, rows = entry_titles(found.setup.line, found.setup.compiled()), []
        for one in found.alternatives:
            effect = one.effects[f"goals.{seat}"]
            differ = effect.difference
            turned = Estimate(-differ.value, -differ.high, -differ.low)
            rows.append((turned, titles[one.change.without[0]], effect.clear))
        rows.sort(key=lambda row: -abs(row[0].value))
        left = rows[MOST_MOVES:]
        told = grid(
            "What the moves of the record were worth, in points of the score of 100: the score "
            "with the move, less the score without it, on the same chance.",
            ["move", "worth", "95% interval", ""],
            [
                [label, points(worth.value), _between(worth), "" if clear else "may be luck"]
                for worth, label, clear in rows[:MOST_MOVES]
            ],
            dates=(1, 2, 3),
        )
        if left:
            most = max(abs(row[0].value) for row in left)
            count = f"other {len(left)} moves are" if len(left) > 1 else "other one is"
            told += paragraph(f"The {count} worth {100 * most:.1f} or less either way.", "note")
        return told

    def _openings(self, seat: str) -> str:
        every = self.measured.gains[seat]
        if not every:
            return paragraph("No move is open to this part in the first turn.")
        asking = [one for one in every if self._asks(seat, one)]
        kept = [*every[:MOST_OPENINGS], *asking[:MOST_OPENINGS], every[-1]]
        shown = [one for one in every if one in kept]
        count = f"{len(shown)} of {len(every)} (the best, some that ask, and the worst last)"
        if len(shown) == len(every):
            count = "the best first"
        return grid(
            f"The opening cards, {count}: the chance of a yes that the desk shows, and what the "
            "card gains against waiting a turn, in points of the score of 100.",
            ["first move", "yes, in 20", "gain", "95% interval"],
            [
                [
                    self._label(one),
                    self._chance(seat, one),
                    points(one.gain.value),
                    _between(one.gain),
                ]
                for one in shown
            ],
            dates=(1, 2, 3),
        )

    def _label(self, one: Opening) -> str:
        return (
            one.title if one.to is None else f"{one.title} ({self.scenario.actors[one.to].short})"
        )

    def _asks(self, seat: str, one: Opening) -> bool:
        found = self.measured.chances[seat].get((one.move, one.to))
        return found is not None and found.yes is not None

    def _chance(self, seat: str, one: Opening) -> str:
        found = self.measured.chances[seat].get((one.move, one.to))
        if found is None or found.yes is None:
            return "asks nothing"
        low, high = round(20 * (found.yes_low or 0.0)), round(20 * (found.yes_high or 0.0))
        between = "" if low == high else f" ({low} to {high})"
        return f"{found.twentieths}{between}"

    def _change(self) -> str:
        tried = self.measured.tried
        if tried is None:
            return ""
        value = tried.effect.difference
        line = "On the record's line" if self.measured.line == "history" else "Played at random"
        said = (
            f"{question(self.loaded, tried.change)} ({tried.change.path} from "
            f"{tried.change.before:g} to {tried.change.after:g}.) {line} it changes "
            f"{tried.title} by {points(value.value)} points of 100 ({_between(value)})."
        )
        if not value.low and not value.high:
            said += (
                f" That is nothing, and none of the {tried.of} changes tried does more: ask the "
                "class why, and have it look for a number that matters."
            )
        elif not tried.effect.clear:
            said += (
                f" With {tried.of} changes tried and so few runs that cannot be told from chance: "
                "that nothing is seen to change is a right answer, and why may be asked."
            )
        elif tried.of > 1:
            said += (
                f" It is the largest of {tried.of} such changes that were tried, so it is likely "
                "somewhat overstated."
            )
        return heading("The exercise “change the file”", 3) + paragraph(said)


def share(found: Estimate) -> str:
    """A share in percent with its interval."""
    return f"{100 * found.value:.0f}% ({100 * found.low:.0f} to {100 * found.high:.0f})"


def _between(found: Estimate) -> str:
    return f"{points(found.low)} to {points(found.high)}"
