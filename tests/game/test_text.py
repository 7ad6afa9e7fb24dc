"""The text mode: a whole game by typed lines, and what happens when the lines are odd or stop."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

from sim.cli.textmode.commands import COMMANDS
from sim.cli.textmode.game import TextGame, play_text
from sim.cli.textmode.hints import WHERE, TextGuide, to_write
from sim.game.errors import GameError
from sim.game.game import Game
from sim.game.guide import hints
from sim.game.saving.save import autosave_path, open_save, write
from tests.game.rig import busy_game, shipped_loaded, small_game, small_loaded


def typed(*lines: str, game: Game | None = None) -> tuple[str, int, Game]:
    """What a game says to some lines of input, its exit code, and the game."""
    game, out = game or small_game(4), io.StringIO()
    code = TextGame(game, io.StringIO("".join(f"{line}\n" for line in lines)), out).run()
    return out.getvalue(), code, game


def answer(line: str, game: Game | None = None) -> str:
    """What is said to one line."""
    game = game or small_game(4)
    without, _, _ = typed(game=game)
    said, _, _ = typed(line, game=game)
    start, end = without.rindex("The game is saved"), said.rindex("The game is saved")
    assert said[:start] == without[:start]
    return said[start:end]


def test_a_whole_game_to_the_debrief() -> None:
    said, code, game = typed(
        "moves all", "play 1", "end",
        "play 2 south", "play 6", "undo", "play 6", "end",
        "report", "changes", "view", "odds", "advice", "draft land=.5 trade=.6", "plan", "end",
        "weigh land=.4", "play 7", "end", "undo", "plan", "end", "end", "end",
        "worth",
    )  # fmt: skip
    assert code == 0
    assert game.over
    for part in (
        "Settle it.",
        "Your seat: The host.",
        "Turn 1 of 6: 1 January 2000 to 7 January 2000.",
        "What happened from",
        "The game is over.",
        "Debrief: A small quarrel, The host, seed 4.",
        "Beside the record:",
        "What the record knows, and how it went here:",
        "Turning points:",
        "What was hidden:",
        "What your moves were worth",
        "Questions to think about:",
        "What now: note 1 TEXT",
    ):
        assert part in said, part
    assert said.count("Turn 6 of 6") >= 1
    assert "Traceback" not in said


def test_what_a_hint_says_to_write_can_be_written_as_it_stands() -> None:
    _, _, game = typed("play 1", "end")
    for part in WHERE:
        command = to_write(game, part)
        assert not answer(command, game).startswith(("Write ", "There is no")), command


def test_hints_speak_of_what_is_told_and_not_of_what_is_drawn() -> None:
    drawn = r"\b(rows?|bars?|cards?|dots|lines|hatching|red|green|wide|slider|choose|open|key)\b"
    given = hints(shipped_loaded().scenario, "japan")
    assert len(given) > 12
    assert [hint.as_text for hint in given if re.search(drawn, hint.as_text, re.IGNORECASE)] == []
    game = Game.new(shipped_loaded())
    said = " ".join(TextGuide(game, wanted=True).lines(game))
    assert said.startswith(" Hint: For each issue the table tells")


def test_names_are_taken_as_the_screen_writes_them() -> None:
    said, _, _ = typed(
        "who Phnom Penh", "table talks with the Khmer Rouge",
        "play 31 Phnom Penh", "play 31 no one",
        game=Game.new(shipped_loaded()),
    )  # fmt: skip
    assert "Phnom Penh (faction), Hun Sen." in said
    assert "Talks with the Khmer Rouge (closed). Every member" in said
    assert "Planned: Tell Hun Sen, and ask for his nod (Phnom Penh)." in said
    assert "Write play N, or play N and for whom." in said


def test_the_full_report_says_whose_an_answer_is_and_which() -> None:
    said, _, game = typed("play 1", "end", "report")
    answers = [entry for entry in game.past[0].report.entries if entry.kind == "answer"]
    assert answers
    for entry in answers:
        who = game.scenario.actors[entry.actor or ""].short
        assert f"- {who}, {'yes' if entry.yes else 'no'}: {entry.text[:20]}" in said


def test_a_story_that_is_told_to_another_seat_says_so() -> None:
    told, _, _ = typed(game=Game.new(shipped_loaded(), seat="thailand"))
    assert "The story so far, as Japan is told it:\n\nTokyo," in told
    own, _, _ = typed(game=Game.new(shipped_loaded()))
    assert "The story so far" not in own


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("h", "Commands; their first letters"),
        ("?", "Commands; their first letters"),
        ("help", "Commands; their first letters"),
        ("help rewind", "rewind TURN|#NUMBER [fresh]: go back"),
        ("help pasta", '"pasta" is no command'),
    ],
)
def test_help_is_found_by_habit_and_tells_of_one_command(line: str, says: str) -> None:
    assert says in answer(line)


def test_the_same_lines_play_the_same_game_as_its_moves() -> None:
    said, _, game = typed("play 1", "play 2 south", "end", "end", "end", "end", "end", "end")
    again = small_game(4)
    for played in game.past:
        for plan in played.moves:
            again.push(plan.move, plan.to, dict(plan.text) or None)
        again.end_turn()
    assert again.state_hash() == game.state_hash()
    assert "The game is over." in said


def test_the_end_of_input_saves_and_says_so(home: Path) -> None:
    said, code, game = typed("play 1", "end", "play 2 south")
    assert code == 0
    last = said.splitlines()[-1]
    path = autosave_path()
    assert last == f'The game is saved in {path}. To go on: twintrack play --load "{path}" --text'
    back = open_save(autosave_path(), lambda _: small_loaded())
    assert back.state_hash() == game.state_hash()
    assert back.planned == game.planned
    assert autosave_path().is_relative_to(home)


def test_quit_saves_and_leaves() -> None:
    said, code, game = typed("quit", "end")
    assert (code, game.turn) == (0, 0)
    assert "The game is saved" in said.splitlines()[-1]


def test_where_nothing_can_be_saved_it_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("x")
    monkeypatch.setenv("TWINTRACK_HOME", str(tmp_path / "file" / "home"))
    said, code, game = typed("end")
    assert (code, game.turn) == (1, 1)
    assert "could not be saved" in said


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("11", '"11" is no command; play 11 plans the move with this number.'),
        ("fly", '"fly" is no command; help lists them.'),
        ("plya 1", '"plya" is no command; did you mean "play"?'),
        ("pl", '"pl" may be play or plan; write more of it.'),
        ("play", "Write play N [TO], with a number."),
        ("play x", "Write play N [TO], with a number."),
        ("play 99", "There is no move 99; the moves are 1 to"),
        ("play 2", "Say for whom, as in play 2 friend; it can be for friend, south."),
        ("play 2 suoth", 'did you mean "south"?'),
        ("play 2 south now", "Write play N, or play N and for whom."),
        ("move 0", "There is no move 0;"),
        ("move", "Write move N, with a number."),
        ("drop 1", "There is no planned move 1; nothing is planned yet."),
        ("who", "Write who and whom you mean: host, friend,"),
        ("who nroth", 'There is no "nroth"; did you mean "north"?'),
        ("table", "Write table and which table: talks, council."),
        ("draft", "Write draft with issues and places, as in draft land=0.4."),
        ("draft lnad=.4", 'There is no issue "lnad"; did you mean "land"?'),
        ("draft land=2", "Write a place from 0 to 1 for land, as in land=0.4."),
        ("draft land=nan", "Write a place from 0 to 1 for land"),
        ("draft land", "Write a place from 0 to 1 for land"),
        ("draft land=.4 blame=.3", "No table has all of blame, land in its text."),
        ("draft blame=.3", "You have no move that drafts the text of council."),
        ("report", "No turn was played yet."),
        ("undo", "There is nothing to take back."),
        ("save", "Write save and a file name, as in save game.json."),
        ("save /", "The game could not be saved to /"),
        ("moves some", "Write moves, or moves all."),
        ("x" * 2000, "A line may have at most 1000 characters."),
        ("\x1b[31mred", "is no command; help lists them."),
    ],
)
def test_odd_lines_get_one_clear_sentence(line: str, said: str) -> None:
    told = answer(line)
    assert said in " ".join(told.split())
    assert len(told.splitlines()) <= 3
    assert "\x1b" not in told


def test_empty_lines_are_nothing() -> None:
    assert answer("") == answer("   ") == ""


def test_bytes_that_are_no_text_are_no_command() -> None:
    lines = io.TextIOWrapper(io.BytesIO(b"\xff\xfe\nend\n"), encoding="utf-8")
    game, out = small_game(4), io.StringIO()
    assert TextGame(game, lines, out).run() == 0
    assert "is no command" in out.getvalue()


def test_every_command_is_there_and_in_the_help() -> None:
    said = answer("help")
    for name, command in COMMANDS.items():
        assert command.name == name
        assert f" {command.usage}: {command.meaning}" in " ".join(said.split())
        assert command.usage.split()[0] == name


def test_odds_and_dossiers_and_tables() -> None:
    assert "1. Ask to join (friend):" in answer("odds")
    assert "in 20, between" in " ".join(answer("odds 1").split())
    who = answer("who friend")
    assert "The friend (faction)." in who
    assert "Hold on north: trade about" in who
    assert "land, from 0 (none) to 1 (all):" in answer("table talks")
    assert "The agreement allows 0.20 to 0.80." in answer("table talks")
    move = answer("move 2")
    assert "friend: can be played." in move
    assert "So that" in move
    assert "Not now: There is no text to put." in answer("moves all")


def test_view_explains_its_words() -> None:
    said = " ".join(answer("view").split())
    assert "Each kind of spoiler is a chance of 100." in said
    assert "limited has narrow aims that can be met" in said
    assert "Every member must sign." in said
    assert "Capital pays for moves" in said


def test_a_file_is_told_with_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert f"Saved in {tmp_path / 'my game.json'}." in answer("save my game.json")
    assert f"Written to {tmp_path / 'mine.txt'}." in answer("export mine.txt", busy_game(1))


def test_weighing_a_text_does_not_draft_it() -> None:
    game = small_game(4)
    said = answer("weigh land=.5", game)
    assert "It passes" in said
    assert "- north (signs):" in said
    assert not game.planned


def test_lines_fit_and_are_plain() -> None:
    """For screen readers: no boxes, no colours, no line that runs on."""
    game = Game.new(shipped_loaded(), seed=3)
    said, code, _ = typed(
        "help", "moves all", "view", "odds", "advice", "who us", "table security_council",
        "play 1", "end", "report", "changes", *["end"] * 12, game=game,
    )  # fmt: skip
    assert code == 0
    folder = str(autosave_path().parent)
    long = [line for line in said.splitlines() if len(line) > 79 and folder not in line]
    assert long == []
    assert all(character.isprintable() or character == "\n" for character in said)
    boxes = {chr(code) for code in range(0x2500, 0x2580)}
    assert not boxes & set(said)


def test_a_save_is_gone_on_with(tmp_path: Path) -> None:
    game = busy_game(2, turns=2)
    write(game, tmp_path / "g.json")
    out = io.StringIO()
    arguments = {"loaded": small_loaded(), "seed": 1, "stdin": io.StringIO("end\n"), "stdout": out}
    code = play_text(seat=None, save=tmp_path / "g.json", **arguments)  # type: ignore[arg-type]
    assert code == 0
    assert out.getvalue().startswith("Your game goes on.\n")
    assert "Turn 3 of 6" in out.getvalue()
    with pytest.raises(GameError, match="is a game of host; leave out --seat"):
        play_text(seat="friend", save=tmp_path / "g.json", **arguments)  # type: ignore[arg-type]
    with pytest.raises(GameError, match="has no seat moon"):
        play_text(seat="moon", save=None, **arguments)  # type: ignore[arg-type]


def test_commands_may_be_shortened() -> None:
    assert answer("mov") == '"mov" may be moves or move; write more of it.\n'
    assert answer("brief").startswith("A small quarrel")


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("debrief ending", "You reached"),
        ("debrief record", "Beside the record:"),
        ("beside", "Beside the record:"),
        ("debrief turning", "Turning points:"),
        ("debrief hidden", "What was hidden:"),
        ("debrief questions", "Questions to think about:"),
        ("questions", "Questions to think about:"),
        ("debrief forecasts", "You made no bets"),
        ("debrief river", "of 100 runs"),
        ("river", "of 100 runs"),
        ("worth", "What your moves were worth"),
        ("debrief part", "does not say"),
        ("debrief all", "There is no"),
        ("export", "Write export and a file that ends in .html or .txt."),
        ("export debrief.pdf", "Write export and a file that ends in .html or .txt."),
        ("note 9 x", "There is no question 9."),
        ("note x", "Write note N TEXT, with a number."),
    ],
)
def test_the_debrief_part_by_part(line: str, part: str) -> None:
    assert part in answer(line, busy_game(1))


def test_before_the_end_what_is_hidden_is_opened_only_for_who_says_yes() -> None:
    asked = ("debrief", "debrief hidden", "beside", "worth", "export a.txt")
    said, code, _ = typed(*asked, "debrief yes ending", "questions", game=busy_game(1, turns=2))
    before, after = said.split("Debrief: A small quarrel")
    assert " ".join(before.split()).count("write debrief yes first.") == len(asked)
    assert "was this kind of spoiler" not in said
    assert "Questions to think about:" in after
    assert code == 0
    assert "You reached" in answer("debrief yes ending", busy_game(1))


def test_what_cannot_be_done_so_is_answered_with_what_to_write() -> None:
    said, _, _ = typed("draft land=.4", "draft land=.6", "odds 2", "odds 8")
    plain = " ".join(said.split())
    assert "Planned: Draft: land 0.40, trade 0.60. Capital left: 2." in plain
    assert "Draft is planned already; drop 1 first, then draft another text." in plain
    assert "It asks for no answer, so there are no odds of it." in plain
    assert "A grand gesture: It costs 4 and you have 2 left this turn." in plain


def test_a_debrief_is_written_down_with_its_notes(tmp_path: Path) -> None:
    page, text = tmp_path / "mine.html", tmp_path / "mine.txt"
    said, code, _ = typed(
        "note 1 a thought of mine", "note name Anna", "questions",
        f"export {page}", f"export {text}", f"export {tmp_path}/no/where.txt",
        game=busy_game(1),
    )  # fmt: skip
    assert code == 0
    assert "Your note: a thought of mine" in said
    assert "No such file or directory" in " ".join(said.split())
    for file in (page, text):
        written = file.read_text(encoding="utf-8")
        assert "a thought of mine" in written
        assert "Anna" in written
    assert "<svg" in page.read_text(encoding="utf-8")
