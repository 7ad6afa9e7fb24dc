"""The text mode: back to any turn, several seats at one terminal, nothing lost in between."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from sim.cli.textmode.commands import acting
from sim.cli.textmode.game import TextGame, play_text
from sim.game.errors import GameError
from sim.game.game import Game
from sim.game.lock import Lock
from sim.game.saving.save import autosave_path, open_save, write
from tests.game.rig import small_game, small_loaded
from tests.game.test_seats import shared
from tests.game.test_text import typed


def flat(said: str) -> str:
    """What was said, in one line."""
    return " ".join(said.split())


def saved() -> Game:
    """The game of the autosave."""
    return open_save(autosave_path(), lambda _: small_loaded())


# -- back to any turn ------------------------------------------------------------------------------


def test_the_tree_lists_every_turn_and_where_one_is() -> None:
    said, _, game = typed(
        "play 2 south", "end", "end", "rewind 1", "play 1", "end", "tree", "rewind #2", "tree"
    )
    first, last = (flat(part) for part in said.split("This line:")[1:])
    assert "1. #1, 1 January 2000: Consult (south)." in first
    assert "2. #3, 8 January 2000: Ask to join (friend). You are here." in first
    assert "A branch from turn 1 (#1): 2. #2, 8 January 2000: nothing." in first
    assert "2. #2, 8 January 2000: nothing. You are here." in last
    assert "A branch from turn 1 (#1): 2. #3, 8 January 2000: Ask to join (friend)." in last
    assert (game.turn, game.rewinds) == (2, 2)
    assert all(len(line) <= 79 for line in said.splitlines() if "saved in" not in line)


def test_rewinding_tells_where_one_stands() -> None:
    said, _, game = typed("play 2 south", "end", "end", "rewind 0", "plan")
    assert "The game stands after turn 0." in said
    assert "What was done next is planned again; drop takes it back." in said
    assert "1. Consult (south)." in said
    assert game.turn == 0


def test_another_chance_is_had_for_the_asking() -> None:
    said, _, game = typed("end", "rewind 0 fresh", "end", "tree")
    assert "The game stands after turn 0, and goes on under a fresh chance." in flat(said)
    assert "(fresh chance 1): nothing. You are here." in flat(said)
    assert game.luck == {0: 1}
    assert saved().state_hash() == game.state_hash()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("rewind", "Write rewind TURN [fresh], or rewind #NUMBER [fresh], with a number."),
        ("rewind x", "with a number."),
        ("rewind 1 again", "Write rewind TURN [fresh], or rewind #NUMBER [fresh]."),
        ("rewind 7", "There is no turn 7 to go back to; this line has turns 0 to 0."),
        ("rewind #7", "There is no turn #7; tree lists them."),
        ("tree", "No turn was played yet."),
    ],
)
def test_what_cannot_be_gone_back_to(line: str, said: str) -> None:
    assert said in flat(typed(line)[0])


def test_a_lock_holds_in_words() -> None:
    game = small_game()
    game.lock = Lock(rewind=False)
    assert "switched rewinding off" in typed("end", "rewind 0", game=game)[0]
    game = small_game()
    game.lock = Lock(seed=1)
    assert "fixed the chance" in typed("end", "rewind 0 fresh", game=game)[0]


# -- saved as one goes -----------------------------------------------------------------------------


def test_all_that_is_planned_is_saved_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    game = small_game(4)
    text = TextGame(game, io.StringIO("play 1\nend\nplay 2 south\n"), io.StringIO())
    seen = []
    push = acting._planned

    def note(one: TextGame) -> None:
        push(one)
        one.keep()
        again = saved()
        seen.append((again.turn, [plan.move for plan in again.planned]))

    monkeypatch.setattr(acting, "_planned", note)
    text.run()
    assert seen == [(0, ["ask_to_join"]), (1, ["consult"])]


# -- several seats ---------------------------------------------------------------------------------


def test_two_share_a_terminal_with_a_curtain_between() -> None:
    said, code, game = typed(
        "", "play 2 south", "end", "", "plan", "play 1 north", "end", "", "report", "end",
        game=shared(),
    )  # fmt: skip
    assert code == 0
    assert (game.turn, game.seat) == (1, "friend")
    curtains = said.split("\n" * 60)
    assert len(curtains) == 5
    one, two, three, four = curtains[1:]
    assert "Hand over to The host. Turn 1 of 6; all others look away." in flat(one)
    assert "Press Enter to go on." in one
    assert "Your seat: The host." in one
    assert "Planned: Consult (south)" in one
    assert "Hand over to The friend. Turn 1 of 6" in two
    assert "Your seat: The friend." in two
    assert "Consult (south)" not in two
    assert "Nothing is planned for this turn." in two
    assert "What happened from" in three
    assert "Hand over to The friend. Turn 2 of 6" in four
    # the input ended behind the curtain, which nobody opened
    assert "What happened from" not in four
    assert saved().waiting == ("friend",)


def test_nobody_sees_the_debrief_before_all_are_done() -> None:
    said = typed("", "debrief", "worth", "seat", "seat friend", game=shared())[0]
    assert "Your seat: The host.\nWho has planned writes end; then the next seat is up." in said
    assert flat(said).count("this waits for the end") == 2
    lines = ["", *["end", ""] * 11, "end", "seat friend", "seat host", "seat mars"]
    said, _, game = typed(*lines, game=shared())
    assert "Your seat: The friend.\nYour seat: The host.\n" in said
    assert 'There is no "mars"; there are host, friend.' in said
    assert game.over
    for name in ("The host", "The friend"):
        assert f"Debrief: A small quarrel, {name}, seed 1." in said


def test_who_is_up_after_going_back_gets_the_terminal() -> None:
    said, _, game = typed(
        "", "end", "", "end", "", "end", "", "undo", "rewind 0", "", game=shared()
    )
    assert (game.turn, game.seat) == (0, "host")
    assert flat(said.split("\n" * 60)[-1]).startswith("Hand over to The host. Turn 1 of 6")


def test_a_terminal_is_wiped() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    out = Terminal()
    TextGame(shared(), io.StringIO("\n"), out).run()
    assert "\x1b[H\x1b[2J\x1b[3J" in out.getvalue()


def test_seats_are_named_at_the_start(tmp_path: Path) -> None:
    out, path = io.StringIO(), tmp_path / "g.json"
    play_text(
        loaded=small_loaded(), seat=None, seed=1, save=None, stdin=io.StringIO(), stdout=out,
        seats=("friend", "host"),
    )  # fmt: skip
    assert "Hand over to The friend." in out.getvalue()
    write(shared(), path)
    with pytest.raises(GameError, match="is a game of host, friend; leave out --seat"):
        play_text(
            loaded=small_loaded(), seat=None, seed=1, save=path, stdin=io.StringIO(), stdout=out,
            seats=("friend", "host"),
        )  # fmt: skip
