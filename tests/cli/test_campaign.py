"""Campaigns on the command line: played as text from title to ending, told, run, shown."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.cli import main
from sim.desk.models.lock import TeacherLock, save_lock
from sim.game.lock import Lock
from sim.game.saving.save import autosave_path, read
from sim.lab.campaign import CampaignSetup, run_campaign
from tests.campaign import campaign_path, laid_out, loaded_campaign

Ran = tuple[int, str, str]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    """Runs a command, with lines for its stdin; gives its exit code, stdout and stderr."""

    def command(*arguments: object, typed: str = "") -> Ran:
        capsys.readouterr()
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        code = main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return command


def test_a_teacher_fixes_the_chance_of_a_campaign_but_not_its_length(
    run: Callable[..., Ran],
) -> None:
    save_lock(TeacherLock(Lock(seed=7, turns=2)))
    code, _out, err = run("play", campaign_path(), "--text", typed="end\nend\nend\n")
    assert code == 0
    assert "seed 7" in err
    saved = read(autosave_path())
    assert saved.campaign is not None
    assert saved.campaign.seed == 7
    assert len(saved.turns) == 3


CHAPTER = "end\n" * 6 + "next\n"


def test_a_campaign_is_played_from_its_title_to_its_ending(run: Callable[..., Ran]) -> None:
    code, out, err = run("play", campaign_path(), "--text", typed=CHAPTER * 3 + "next\n")
    assert code == 0
    assert "seed 1" in err
    order = [
        "Two quarrels and a vote",
        "Settle it, and then settle what is left.",
        "Chapter 1 of 3: A small quarrel",
        "Turn 1 of 6",
        "Debrief: A small quarrel",
        "This chapter is over: next tells what follows.",
        "Chapter 2 of 3: The quarrel goes on",
        "Debrief: A small quarrel, sequel",
        "Chapter 3 of 3: A small quarrel",
        "The campaign is over: Silence.",
        "Nobody spoke of it again.",
        "of 100.",
        "1. A small quarrel:",
        "reached:",
        "missed:",
        "The campaign is over.",
    ]
    at = 0
    for words in order:
        assert words in out[at:], words
        at = out.index(words, at) + len(words)
    folder = str(autosave_path().parent)
    assert [line for line in out.splitlines() if len(line) > 79 and folder not in line] == []


def test_a_campaign_goes_on_from_its_save(run: Callable[..., Ran]) -> None:
    run("play", campaign_path(), "--text", typed=CHAPTER + "end\n")
    kept = read(autosave_path())
    assert kept.campaign is not None
    assert (kept.scenario, len(kept.campaign.chapters), len(kept.turns)) == ("sequel", 1, 1)
    load = ("--text", "--load", autosave_path())
    code, out, _ = run("play", campaign_path(), *load, typed="end\n" * 5 + "next\n")
    assert code == 0
    assert out.startswith("Chapter 2 of 3: The quarrel goes on\nYour game goes on.\n")
    assert "Chapter 3 of 3" in out
    code, _, err = run("play", campaign_path(), *load, "--seat", "friend")
    assert (code, "is a game of host; leave out --seat" in err) == (2, True)


def test_next_is_refused_where_nothing_follows(run: Callable[..., Ran]) -> None:
    _, out, _ = run("play", campaign_path(), "--text", typed="next\n")
    assert "This chapter has 6 turns left" in out
    alone = campaign_path().parent / "small.yaml"
    _, out, _ = run("play", alone, "--text", typed="next\n")
    assert "This game is a single scenario, so nothing follows it." in out


def test_without_a_screen_the_record_is_told(run: Callable[..., Ran]) -> None:
    code, out, _ = run("play", campaign_path(), "--json")
    assert code == 0
    assert json.loads(out) == json.loads(run("run", campaign_path(), "--json")[1])


def test_run_tells_chapter_after_chapter(run: Callable[..., Ran]) -> None:
    code, out, _ = run("run", campaign_path(), "--line", "pass", "--run", 3)
    assert code == 0
    assert out.index("== Chapter 1 of 3") < out.index("== Chapter 2 of 3") < out.index("== How the")


def test_batch_says_what_the_lab_says(run: Callable[..., Ran]) -> None:
    code, out, _ = run("batch", campaign_path(), "--runs", 90, "--seed", 3, "--json")
    data = json.loads(out)
    wanted = run_campaign(CampaignSetup.of(loaded_campaign(), seed=3), 90).as_json()
    assert code == 0
    for key in ("scenario", "runs", "seed", "line"):
        assert data[key] == wanted[key]
    assert data["outcomes"] == json.loads(json.dumps(wanted["outcomes"]))
    table = run("batch", campaign_path(), "--runs", 90)[1]
    for name in ("opens.again", "variant.again", "again.accord", "endings.peace", "goals.host"):
        assert name in table


def test_a_weight_can_be_set(run: Callable[..., Ran]) -> None:
    path = "chapters.again.carry.trust"
    before = run("batch", campaign_path(), "--runs", 90, "--json", "--set", f"{path}=0")[1]
    after = run("batch", campaign_path(), "--runs", 90, "--json", "--set", f"{path}=1")[1]
    assert json.loads(before)["outcomes"] != json.loads(after)["outcomes"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("batch", "--ask", "x=turn() > 1"), "A campaign does not take --ask"),
        (("batch", "--sweep", "trust.a.b=0:1:2"), "does not take --sweep"),
        (("batch", "--out", "somewhere"), "does not take --out"),
        (("run", "--forbid", "host:put"), "does not take --forbid"),
        (("run", "--line", "my.yaml"), "A campaign is played along history, pass, random"),
        (("batch", "--seat", "north"), "mini has no seat north"),
        (("batch", "--set", "chapters.agian.carry.trust=0"), 'did you mean "again"?'),
    ],
)
def test_what_a_campaign_does_not_take_is_told(
    arguments: tuple[str, ...], said: str, run: Callable[..., Ran]
) -> None:
    command, *options = arguments
    code, out, err = run(command, campaign_path(), *options)
    assert (code, out) == (2, "")
    assert said in err


@pytest.mark.parametrize("command", ["backtest", "claims"])
def test_what_tests_scenarios_leaves_campaigns_out(command: str, run: Callable[..., Ran]) -> None:
    code, out, err = run(command, campaign_path(), "--json")
    assert code == 0
    assert json.loads(out) in ({"scenarios": {}}, {"claims": []})
    assert "is a campaign and is left out: its chapters are tested one by one." in err
    assert len(err.splitlines()) == 1


def test_check_knows_campaigns(run: Callable[..., Ran], tmp_path: Path) -> None:
    assert run("check", campaign_path())[0] == 0
    path = laid_out(tmp_path)
    path.write_text(path.read_text().replace("scenario: sequel", "scenario: sequell"))
    code, out, _ = run("check", path, "--json")
    (problem,) = json.loads(out)
    assert (code, problem["rule"]) == (1, "unknown-scenario")
    assert 'did you mean "sequel"?' in problem["message"]
    assert problem["line"] > 1


def test_show_tells_what_opens_and_what_is_carried(run: Callable[..., Ran]) -> None:
    code, out, _ = run("show", campaign_path())
    assert code == 0
    assert "again opens if attended(north, talks) and trust(north, host) >= 0.3" in out
    assert "otherwise: with trust.north.host=0.2" in out
    assert "vote carries over: trust 1, hidden types" in out
    data = json.loads(run("show", campaign_path(), "--json")[1])
    assert list(data["chapters"]) == ["quarrel", "again", "vote"]
    assert data["digest"] == loaded_campaign().digest
    assert "chapters:" in run("show", campaign_path(), "--resolved")[1]


def test_the_schema_of_campaigns_is_printed(run: Callable[..., Ran]) -> None:
    assert "otherwise" in run("schema", "--campaign")[1]
    assert run("schema", "--campaign")[1] != run("schema")[1]


def test_list_shows_campaigns_from_their_first_day_to_their_last(tmp_path: Path) -> None:
    from sim.cli.headers import header

    found = header(laid_out(tmp_path))
    assert found is not None
    assert (found.id, found.turns, found.seats) == ("mini", 18, ("host", "friend"))
    assert found.start.isoformat() == "2000-01-01"
    assert set(found.as_json()) == {"id", "title", "start", "end", "turns", "seats"}
    (tmp_path / "sequel.yaml").unlink()
    assert header(tmp_path / "mini.yaml") is None


@pytest.mark.parametrize("screen", ["bridge", "campaign", "desk", "debrief"])
def test_pictures_of_a_campaign(screen: str, run: Callable[..., Ran], tmp_path: Path) -> None:
    out = tmp_path / "p.png"
    options = ("--screen", screen, "--chapter", "again", "--out", out, "--size", "640x400")
    code, _, err = run("picture", campaign_path(), *options)
    assert (code, err) == (0, "")
    assert out.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--screen", "brigde"), 'did you mean "bridge"?'),
        (("--screen", "desk", "--chapter", "agian"), 'did you mean "again"?'),
        (("--screen", "desk", "--theme", "drak"), 'did you mean "dark"?'),
        (("--screen", "desk", "--line", "random"), "a line that is known beforehand"),
        (("--screen", "report"), "ask for --turn 1"),
    ],
)
def test_a_picture_that_cannot_be_drawn(
    options: tuple[str, ...], said: str, run: Callable[..., Ran], tmp_path: Path
) -> None:
    code, _, err = run("picture", campaign_path(), *options, "--out", tmp_path / "p.png")
    assert code == 2
    assert said in err
