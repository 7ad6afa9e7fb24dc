"""The turn report: what was done, what changed, and every change down to its sources."""

from __future__ import annotations

from datetime import date

import pytest

from sim.desk.models.report import Reason, Shift, build_report, span
from sim.desk.models.signs import signed
from sim.desk.screens.codex import CodexPage
from sim.desk.screens.report import ReportPage
from tests.desk.driving import focused, press
from tests.desk.screens import MATRIX, along_the_record, faults, played, shown


@pytest.mark.parametrize("turn", range(6))
def test_every_change_is_the_sum_of_its_reasons(turn: int) -> None:
    game = played(6)
    view = build_report(game, game.past[turn].report)
    assert view.shifts
    for shift in view.shifts:
        assert sum(reason.points for reason in shift.reasons) == shift.points, shift
        assert shift.after - shift.before == shift.points


def test_reasons_are_named_once_and_the_weightiest_first() -> None:
    parts = ((1, "a"), (-5, "b"), (2, "a"), (1, "c"))
    reasons = tuple(Reason(points, "rule", source, ()) for points, source in parts)
    assert Shift("Trust", 40, 39, -1, None, True, reasons).causes == "b; a and 1 more"


@pytest.mark.parametrize("turn", range(6))
def test_the_summary_is_short_and_nothing_is_lost(turn: int) -> None:
    game = played(6)
    report = game.past[turn].report
    view = build_report(game, report)
    assert len(view.summary.split()) <= 80
    shown_deeds = sorted(deed.text for group in view.groups for deed in group.deeds)
    assert shown_deeds == sorted(entry.text for entry in report.entries)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(1992, 6, 15), date(1992, 6, 28), "15 to 28 June 1992"),
        (date(1992, 6, 29), date(1992, 7, 12), "29 June to 12 July 1992"),
        (date(1992, 12, 28), date(1993, 1, 10), "28 December 1992 to 10 January 1993"),
    ],
)
def test_days_are_told_without_repetition(first: date, last: date, words: str) -> None:
    assert span(first, last) == words


@pytest.mark.parametrize(("points", "words"), [(3, "+3"), (-4, "\N{MINUS SIGN}4"), (0, "0")])
def test_numbers_carry_their_sign(points: int, words: str) -> None:
    assert signed(points) == words


def test_a_number_leads_to_its_source_in_two_keys() -> None:
    game = played(3)
    page = ReportPage(game)
    app = shown(page)
    cited = next(s for s in page.view.shifts if any(r.cites for r in s.reasons))
    page.ui.focus(f"shift:{cited.label}")
    press(page, "enter")
    ledger = page.ui.tree()
    assert ledger.find("dialog", cited.label)
    for reason in cited.reasons:
        assert ledger.find("text", reason.source)
        assert ledger.find("text", f"by the rule: {reason.rule}")
    assert ledger.find("text", f"together: from {cited.before} to {cited.after}")
    assert focused(page).role == "link"
    press(page, "enter")
    assert isinstance(app.top, CodexPage)
    assert app.top.key.removeprefix("fact:") == next(
        cite for reason in cited.reasons for cite in reason.cites
    )


def test_escape_leaves_the_ledger_and_then_the_report() -> None:
    page = ReportPage(played(3))
    app = shown(page)
    page.ui.focus(f"shift:{page.view.shifts[0].label}")
    press(page, "enter", "escape")
    assert app.top is page
    press(page, "escape")
    assert app.top is not page


def test_enter_goes_on_at_once() -> None:
    went: list[str] = []
    page = ReportPage(played(3), on_next=lambda: went.append("on"))
    shown(page)
    press(page, "enter")
    assert went == ["on"]


def test_n_goes_on_after_a_number_was_looked_at() -> None:
    went: list[str] = []
    page = ReportPage(played(3), on_next=lambda: went.append("on"))
    shown(page)
    page.ui.focus(f"shift:{page.view.shifts[0].label}")
    press(page, "enter", "escape", "n")
    assert went == ["on"]


def test_the_last_report_leads_to_the_debrief() -> None:
    page = ReportPage(played(99))
    shown(page)
    assert page.ui.tree().find("button", "Debrief")


def test_answers_are_told_in_the_scenarios_words() -> None:
    game = along_the_record(2)
    view = build_report(game, game.past[-1].report)
    answers = [deed for group in view.groups for deed in group.deeds if deed.answer]
    assert answers
    assert {deed.answer for deed in answers} <= {"Yes", "No"}
    assert all(deed.why for deed in answers)


@pytest.mark.parametrize(("size", "scale", "theme"), MATRIX)
def test_the_report_passes_the_lints(size: tuple[int, int], scale: float, theme: str) -> None:
    game = played(3)
    assert faults(lambda: ReportPage(game), size, scale, theme) == []
