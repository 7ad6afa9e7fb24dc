"""The hand-outs of a class: what they hold, what they keep to themselves, and how they are made."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from sim.cli import main
from sim.game.game import Game
from sim.lab.counterfactual.changes import Change
from sim.lab.counterfactual.comparing import counterfactual
from sim.lab.lesson import printing
from sim.lab.lesson.cover import beginning, cover
from sim.lab.lesson.making import Lesson, seats_of
from sim.lab.lesson.measured import Measured
from sim.lab.lesson.role import role_sheet
from sim.lab.lesson.variation import file_text, variations
from sim.lab.lesson.worksheet import GENERAL
from sim.scenario.load import Loaded, load
from sim.scenario.problem import ScenarioError
from tests import scratch, shipped
from tests.campaign import campaign_path
from tests.game.rig import alter
from tests.lab import cases
from tests.lab.pages import Page
from tests.model.small import coded

RUNS = 30
LESSON = {
    "level": "upper secondary",
    "minutes": 45,
    "aims": ["See what a text can do."],
    "questions": [
        "Who came to the table, and why?",
        {
            "ask": "Was <b>Friend</b> & host wrong?",
            "look_for": "What the friend risked.",
            "cite": ["E10"],
        },
    ],
}


def taught() -> dict[str, Any]:
    """The small conflict with a lesson, a record that is told, and words that look like HTML."""
    data = cases.case()
    data["lesson"] = LESSON
    data["briefing_plain"] = "Help them to agree."
    data["actors"]["north"]["about"] = "It holds the <i>hills</i> & the river."
    data["actors"]["host"]["role"] = "You are the host.\n\nYou want an accord."
    data["history"]["told"] = {
        "came": {"date": dt.date(2000, 1, 10), "says": "North came to the table.", "cite": ["E5"]}
    }
    return data


def loaded_of(data: dict[str, Any]) -> Loaded:
    """Plain data as a loaded scenario."""
    return load(str(cases.written(data, scratch.shared("lesson"))))


def measured_of(loaded: Loaded) -> Measured:
    """Its numbers, from few runs."""
    return Measured(loaded, seats_of(loaded, ()), RUNS)


@cache
def lesson() -> Lesson:
    """The hand-outs of the small conflict."""
    return Lesson(measured_of(loaded_of(taught())))


@cache
def pages() -> tuple[Page, Page]:
    """The class's page and the teacher's, read as a browser reads them."""
    return Page(lesson().students()), Page(lesson().teacher())


def test_the_class_gets_story_parts_and_sheets_to_write_on() -> None:
    students, _ = pages()
    tried = lesson().measured.tried
    assert tried is not None
    for said in (
        "Settle it.",
        "Help them to agree.",
        "It holds the <i>hills</i> & the river.",
        "You are host",
        "You are friend",
        "You want an accord.",
        "Who has a hold over whom",
        "How likely is it",
        "They sign, by 31 January 2000",
        "Was <b>Friend</b> & host wrong?",
        "extends: small.yaml " + ": ".join(tried.change.keys),
    ):
        assert said in students.text, said
    assert students.tags.count("section") == 1 + 1 + 2 + 3
    assert students.text.count("1: 1 Jan 2000") == 2


def test_the_class_is_not_told_what_happened_nor_what_moves_are_worth() -> None:
    students, teacher = pages()
    for hidden in ("North came to the table.", "What the friend risked.", "worth", "E10", "E5"):
        assert hidden not in students.text, hidden
        assert hidden in teacher.text, hidden


def test_the_key_has_aims_plan_record_answers_numbers_and_sources() -> None:
    _, teacher = pages()
    for said in (
        "not for the class",
        "See what a text can do.",
        "About 45 minutes.",
        "North came to the table. E5",
        "What the friend risked. [E10]",
        "In the record: North came to the table [E5].",
        "As recorded",
        "The part of host",
        "The opening cards",
        "starting values",
        "rest on a source",
        "Third round, 27 August 1992",
        "Yamamoto Tadamichi",
        "classroom: {seed: 1",
        f"--runs {RUNS} --seed 1",
    ):
        assert said.lower() in teacher.text.lower(), said


def test_pages_load_nothing_and_say_their_language() -> None:
    for page in pages():
        page.assert_offline()
        assert '<html lang="en">' in page.source
        assert page.tags.count("h1") == page.tags.count("section")
        assert page.source.count("<th ") >= page.tags.count("table") > 0


def test_the_same_lesson_has_the_same_bytes() -> None:
    again = Lesson(measured_of(lesson().measured.loaded))
    assert again.teacher() == lesson().teacher()
    assert again.students() == lesson().students()


def test_another_paper_changes_only_the_paper() -> None:
    usual, letter = lesson().students(), lesson().students("letter")
    assert letter.replace("@page{size:letter}\n", "") == usual


def test_numbers_are_those_of_the_commands() -> None:
    measured = lesson().measured
    found = counterfactual(measured.loaded, runs=RUNS, seed=1).alternatives
    told = measured.worths["host"].alternatives
    assert [one.effects["goals.host"].difference for one in told] == [
        one.effects["goals.host"].difference for one in found
    ]
    tried = measured.tried
    assert tried is not None
    change = Change(set={tried.change.path: tried.change.after})
    (again,) = counterfactual(measured.loaded, [change], runs=RUNS, seed=1).alternatives
    assert again.effects["goals.host"].difference == tried.effect.difference


# -- what a role sheet keeps to itself -------------------------------------------------------------


def test_a_role_sheet_does_not_hang_on_what_is_hidden_in_a_game() -> None:
    loaded = lesson().measured.loaded
    plain, other = Game(loaded, "host"), Game(loaded, "host")
    alter(other, seed=5)
    assert plain.state_hash() != other.state_hash()
    assert role_sheet(plain) == role_sheet(other) == role_sheet(Game(loaded, "host", seed=9))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("spoiler", {"none": 0.9, "total": 0.1}),
        ("reservation", coded(0.8)),
        ("fear", coded(0.1)),
        ("home", coded(0.2)),
        ("interests", {"trade": {"wants": "channel(friend, north, trade)", "weight": -0.9}}),
    ],
)
def test_a_role_sheet_does_not_tell_what_another_would_settle_for(field: str, value: Any) -> None:
    data = taught()
    data["actors"]["north"][field] = value
    assert role_sheet(Game(loaded_of(data), "host")) == _host()


def test_a_role_sheet_does_tell_what_its_seat_knows() -> None:
    """The test of the tests above: a hold that all can see changes the sheet."""
    data = taught()
    data["leverage"]["friend"]["north"]["trade"] = coded(0.9)
    assert role_sheet(Game(loaded_of(data), "host")) != _host()


@cache
def _host() -> Any:
    return role_sheet(Game(lesson().measured.loaded, "host"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Refugees returned. The second phase did not begin.", None),
        (
            "It had been so for years. " + "The memoir finds much in that. " * 9,
            "It had been so for years. " + "The memoir finds much in that. " * 7,
        ),
        ("They refused again. (For the date, see X1.)", "They refused again."),
        (
            "He was persuaded (X11). They met on 5 May, at 3 p.m. or so.",
            "He was persuaded. They met on 5 May, at 3 p.m. or so.",
        ),
    ],
)
def test_a_fact_of_the_cover_is_told_in_whole_sentences(text: str, told: str | None) -> None:
    assert beginning(text) == (told or text).strip()


@shipped.every
def test_a_cover_tells_nothing_of_what_came_later(name: str) -> None:
    loaded = shipped.loaded(name)
    start = loaded.scenario.calendar.start
    body = "".join(sheet.body for sheet in cover(loaded, plain=False))
    told = body.partition("What is known at the start")[2].partition("Who is who")[0]
    later = [fact for fact in loaded.facts.values() if fact.known_from > start]
    known = {fact.title for fact in loaded.facts.values() if fact.known_from <= start}
    assert not [
        fact.title for fact in later if f">{fact.title}." in told and fact.title not in known
    ]
    years = re.findall(r"\d{4}", told)
    assert all(int(year) <= start.year for year in years)


# -- scenarios of one's own ------------------------------------------------------------------------


def test_a_scenario_with_nothing_but_the_conflict_has_a_lesson_too() -> None:
    data = taught()
    for section in ("lesson", "goals", "briefing_plain", "history", "claims"):
        del data[section]
    data["leverage"]["friend"]["north"] = {"trade": 0.1, "arms": 0.05}
    made = Lesson(measured_of(loaded_of(data)))
    students, teacher = Page(made.students()), Page(made.teacher())
    assert GENERAL[0] in students.text
    assert GENERAL[0] in teacher.text
    assert "sets you no aims" in students.text
    assert "tells no record" in teacher.text
    for recorded in ("in the record", "as recorded", "--line history"):
        assert recorded not in students.text + teacher.text, recorded
    assert "trust:" in students.text


@pytest.mark.parametrize("name", [shipped.FIRST, shipped.LARGEST])
def test_a_change_of_the_file_is_a_file_that_loads(name: str, tmp_path: Path) -> None:
    loaded = shipped.loaded(name)
    change = variations(loaded)[-1]
    file = tmp_path / "what-if.yaml"
    file.write_text(file_text(loaded, change), encoding="utf-8")
    changed: Any = load(str(file)).scenario.model_dump()
    for key in change.keys:
        changed = changed[key]
    assert changed == change.after


def test_a_question_that_cites_what_is_no_fact_is_told_with_its_place() -> None:
    data = taught()
    data["lesson"] = {**LESSON, "questions": [{"ask": "Why?", "cite": ["E10", "Q99"]}]}
    with pytest.raises(ScenarioError, match=r'small.yaml:\d+:\d+: there is no fact "Q99"'):
        loaded_of(data)


def test_a_seat_that_is_none_is_told() -> None:
    with pytest.raises(Exception, match='no seat "hots"; did you mean "host"'):
        seats_of(lesson().measured.loaded, ["hots"])


# -- the command -----------------------------------------------------------------------------------


def test_the_command_writes_over_nothing_but_by_force(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "BROWSERS", ("no-such-browser",))
    path, out = str(cases.written(taught(), tmp_path)), tmp_path / "lesson"
    out.mkdir()
    (out / "students.html").write_text("mine", encoding="utf-8")
    command = ["lesson", path, "--out", str(out), "--runs", "100", "--seats", "friend"]
    assert main(command) == 2
    said = capsys.readouterr().err
    assert "students.html already; add --force" in said
    assert "It lacks teacher.html, as where a run was stopped" in said
    assert (out / "students.html").read_text(encoding="utf-8") == "mine"
    assert main([*command, "--force"]) == 0
    assert "no Chromium on this machine" in capsys.readouterr().err
    assert sorted(file.name for file in out.iterdir()) == ["students.html", "teacher.html"]
    text = (out / "students.html").read_text(encoding="utf-8")
    assert "You are friend" in text
    assert "You are host" not in text
    assert main(command) == 2, "all are there, and a teacher may have written into them"
    held = (out / "teacher.html").read_bytes()
    (out / "teacher.html").unlink()
    assert main(command) == 0, "a run that was stopped between two files is taken up"
    assert (out / "teacher.html").read_bytes() == held
    assert (out / "students.html").read_text(encoding="utf-8") == text


def test_a_folder_that_cannot_be_is_told_before_anything_is_measured(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Measured, "__post_init__", lambda self: pytest.fail("it was measured"))
    path = str(cases.written(taught(), tmp_path))
    (tmp_path / "taken").write_text("mine", encoding="utf-8")
    assert main(["lesson", path, "--no-pdf", "--out", str(tmp_path / "taken" / "lesson")]) == 2
    said = " ".join(capsys.readouterr().err.split())
    assert "cannot be made: not a directory." in said
    assert (tmp_path / "taken").read_text(encoding="utf-8") == "mine"


def test_a_campaign_is_told_to_be_taught_by_chapters(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lesson", str(campaign_path())]) == 2
    said = capsys.readouterr().err
    assert "each of its chapters is a lesson of its own" in said
    assert "small, sequel. Make one with: twintrack lesson small" in said


@pytest.mark.outside
@pytest.mark.skipif(printing.browser() is None, reason="no browser that prints")
def test_a_browser_prints_the_same_bytes_twice() -> None:
    browser = printing.browser()
    assert browser is not None
    one, two = (printing.as_pdf(lesson().students("A4"), browser) for _ in range(2))
    assert one == two
    assert one.startswith(b"%PDF")
    assert b"(node00000001)" in one
    sheets = lesson().students().count('class="sheet"')
    assert sheets <= len(re.findall(rb"/Type /Page\b", one)) <= 2 * sheets


def test_what_a_browser_numbers_and_dates_does_not_tell_in_a_pdf() -> None:
    printed = (
        b"/CreationDate (D:%s+00'00') /ModDate (D:%s+00'00')\n"
        b"/ID (node%08d) /ID (node%08d) /Headers [(node%08d)] (node 12) (D:20000101)"
    )
    one = printing.settled(printed % (b"20260101120000", b"20260101120001", 9, 10, 9))
    assert one == printing.settled(printed % (b"20270101120000", b"20280101120000", 28, 99, 28))
    assert one == printed % (b"20000101000000", b"20000101000000", 1, 2, 1)
    assert one != printing.settled(printed % (b"20260101120000", b"20260101120001", 10, 9, 10))
