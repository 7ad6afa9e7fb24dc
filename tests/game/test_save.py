"""Saves: exact, whole, and safe to read whoever wrote them."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sim.game.errors import SaveError
from sim.game.game import Game
from sim.game.saving import save
from sim.scenario.load import Loaded
from tests.game.rig import busy_game, data, loaded_from, shipped_loaded, small_game, small_loaded


def find_small(name: str) -> Loaded:
    assert name == "small"
    return small_loaded()


@pytest.mark.parametrize("seed", range(4))
def test_a_game_comes_back_exactly(seed: int, tmp_path: Path) -> None:
    game, path = busy_game(seed, turns=4), tmp_path / "game.json"
    card = next(card for card in game.legal() if card.legal)
    game.push(card.move, card.to)
    save.write(game, path)
    back = save.open_save(path, find_small)
    assert back.state_hash() == game.state_hash()
    assert back.view() == game.view()
    assert back.planned == game.planned
    assert [played.report for played in back.past] == [played.report for played in game.past]
    for one in (game, back):
        one.end_turn()
    assert back.state_hash() == game.state_hash()


def test_seat_seed_and_switches_are_kept(tmp_path: Path) -> None:
    game = Game.new(small_loaded(), "friend", 77, ("rule:ripeness",))
    game.end_turn()
    save.write(game, tmp_path / "g.json")
    back = save.open_save(tmp_path / "g.json", find_small)
    assert (back.seat, back.seed, back.without) == ("friend", 77, ("rule:ripeness",))


def test_texts_come_back(tmp_path: Path) -> None:
    game = small_game()
    game.push("draft", text={"land": 0.35, "trade": 0.9})
    game.end_turn()
    save.write(game, tmp_path / "g.json")
    back = save.open_save(tmp_path / "g.json", find_small)
    assert back.past[0].moves == game.past[0].moves


def test_a_shipped_scenario_is_found_by_its_id(tmp_path: Path) -> None:
    game = Game.new(shipped_loaded(), seed=2)
    game.end_turn()
    save.write(game, tmp_path / "g.json")
    assert save.open_save(tmp_path / "g.json").state_hash() == game.state_hash()


# -- saves that cannot be used ---------------------------------------------------------------------


def good() -> dict[str, Any]:
    game = busy_game(2, turns=2)
    plain: dict[str, Any] = json.loads(
        json.dumps(save.save_of(game).model_dump(exclude_defaults=True))
    )
    return plain


def changed(**fields: Any) -> Callable[[], bytes]:
    def make() -> bytes:
        plain = good() | fields
        return json.dumps({k: v for k, v in plain.items() if v is not ...}).encode()

    return make


def raw(data: bytes) -> Callable[[], bytes]:
    return lambda: data


def cut() -> bytes:
    return json.dumps(good()).encode()[:-40]


def twice() -> bytes:
    return json.dumps(good()).encode()[:-1] + b', "seed": 3}'


def first_move(**fields: Any) -> Callable[[], bytes]:
    def make() -> bytes:
        plain = good()
        plain["turns"][0] = [{"move": "consult", "to": "south"} | fields]
        return json.dumps(plain).encode()

    return make


BAD = {
    "empty": (raw(b""), "no whole JSON file"),
    "cut off": (cut, "the save is broken, load another"),
    "a list": (raw(b"[1, 2]"), 'must be a mapping with "format": "twin-track save"'),
    "a number": (raw(b"3"), "is no save"),
    "some other JSON": (raw(b'{"name": "x"}'), "is no save"),
    "a picture": (raw(b"\x89PNG\r\n\x1a\n\xff\xff"), "not text in UTF-8"),
    "a pickle": (raw(b"cos\nsystem\n(S'true'\ntR."), "no whole JSON file"),
    "no number": (changed(seed=float("nan")), "NaN is no number"),
    "a key twice": (twice, "it has seed twice"),
    "deep": (raw(b'{"format": ' + b"[" * 200_000), "is no save"),
    "endless digits": (raw(b'{"seed": ' + b"9" * 6000 + b"}"), "is no save"),
    "too large": (raw(b" " * (save.MOST_BYTES + 1)), "larger than 1,000,000 bytes"),
    "newer": (changed(version=3), "saved by a newer program (version 3"),
    "no version": (changed(version=...), "version: field required"),
    "version of another kind": (changed(version="1"), "version: input should be 1"),
    "unknown field": (changed(command="rm"), "command: extra inputs are not permitted"),
    "a path for a scenario": (changed(scenario="../../etc/passwd"), "scenario: string should"),
    "negative seed": (changed(seed=-1), "seed: input should be greater"),
    "seed as text": (changed(seed="1"), "seed: input should be a valid integer"),
    "seed as truth": (changed(seed=True), "seed: input should be a valid integer"),
    "no hash": (changed(state="abc"), "state: string should match pattern"),
    "a changed hash": (changed(state="0" * 64), "do not lead to the state"),
    "another seed": (changed(seed=12345), "do not lead to the state"),
    "an unknown seat": (changed(seat="south"), "small has no seat south"),
    "an unknown rule": (changed(without=["rule:nonsense"]), "neither a rule nor an event"),
    "an unknown move": (first_move(move="destroy"), 'turn 1: There is no move "destroy"'),
    "an illegal move": (first_move(move="put", to=None), "turn 1: Put the text"),
    "an unknown target": (first_move(to="mars"), 'cannot be for "mars"'),
    "a text outside": (
        first_move(move="draft", to=None, text={"land": 7.0}),
        "turns.0.0.text.land: input should be less",
    ),
    "a text where there is none": (first_move(text={"land": 0.5}), "drafts no text"),
    "moves that are no list": (changed(turns={"0": []}), "turns: input should be a valid list"),
    "too many turns": (changed(turns=[[]] * 61), "turns: list should have at most 60"),
    "turns beyond the end": (changed(turns=[[]] * 7), "The game is over"),
    "control characters": (changed(seat="\x1b[2Jx"), "seat: string should match pattern"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_save_is_refused_with_one_sentence(name: str, tmp_path: Path) -> None:
    make, said = BAD[name]
    path = tmp_path / "bad.json"
    path.write_bytes(make())
    with pytest.raises(SaveError) as caught:
        save.open_save(path, find_small)
    text = str(caught.value)
    assert said.lower() in text.lower()
    assert "bad.json" in text
    assert "\n" not in text
    assert text.isprintable()
    assert text.endswith((".", "?"))


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SaveError, match="cannot be read: No such file"):
        save.read(tmp_path / "none.json")
    with pytest.raises(SaveError, match="cannot be read: Is a directory"):
        save.read(tmp_path)


def test_a_game_of_another_scenario_is_refused(tmp_path: Path) -> None:
    save.write(small_game(), tmp_path / "g.json")
    with pytest.raises(SaveError, match=f"not of {shipped_loaded().scenario.id}"):
        save.restore(save.read(tmp_path / "g.json"), shipped_loaded())


def test_a_scenario_that_does_not_come_with_the_program_must_be_named(tmp_path: Path) -> None:
    save.write(small_game(), tmp_path / "g.json")
    with pytest.raises(SaveError, match="does not come with this program"):
        save.open_save(tmp_path / "g.json")


# -- scenarios that were edited since --------------------------------------------------------------


def before_the_edit(path: Path) -> Game:
    """A saved game with a move in each of three turns, and one planned for the fourth."""
    game = small_game()
    for target in ("south", "friend", "south"):
        game.push("consult", target)
        game.end_turn()
    game.push("listen", "north")
    save.write(game, path)
    return game


def test_a_scenario_whose_texts_were_edited_goes_on(tmp_path: Path) -> None:
    game = before_the_edit(tmp_path / "g.json")
    plain = data()
    plain["moves"]["consult"]["title"] = "A word beforehand"
    back = save.restore(save.read(tmp_path / "g.json"), loaded_from(plain))
    assert back.state_hash() == game.state_hash()
    assert [len(turn.moves) for turn in back.past] == [1, 1, 1]
    assert len(back.planned) == 1
    assert "its moves lead to the same state there" in back.notice
    # once saved again it is a game of the file as it is now
    save.write(back, tmp_path / "h.json")
    assert save.restore(save.read(tmp_path / "h.json"), loaded_from(plain)).notice == ""


def test_a_scenario_that_goes_otherwise_is_refused_and_can_be_played_as_far(tmp_path: Path) -> None:
    path = tmp_path / "g.json"
    game = before_the_edit(path)
    plain = data()
    plain["trust"]["south"]["host"] = 0.05
    other = loaded_from(plain)
    with pytest.raises(SaveError, match=r"changed since\. Its moves lead to another .*--again"):
        save.restore(save.read(path), other)
    back = save.restore(save.read(path), other, as_far=True)
    assert back.turn == game.turn
    assert back.state_hash() != game.state_hash()
    assert "3 of 3 turns" in back.notice
    assert len(back.planned) == 1


def test_a_move_that_is_gone_names_its_turn(tmp_path: Path) -> None:
    path = tmp_path / "g.json"
    before_the_edit(path)
    plain = data()
    plain["moves"]["consult"]["to"] = ["south"]
    other = loaded_from(plain)
    with pytest.raises(SaveError, match=r"has changed since. In turn 2: .*friend"):
        save.restore(save.read(path), other)
    back = save.restore(save.read(path), other, as_far=True)
    assert back.turn == 1
    assert "1 of 3 turns" in back.notice
    assert "In turn 2: " in back.notice
    # with all texts as they were, a save that was broken is still told as such
    broken = save.Save.model_validate({**good(), "seat": "south"})
    with pytest.raises(SaveError, match="was changed or broken"):
        save.restore(broken, small_loaded(), as_far=True)


def test_a_seat_that_the_edited_scenario_has_no_more_is_told_as_such(tmp_path: Path) -> None:
    path = tmp_path / "g.json"
    save.write(Game.new(small_loaded(), "friend"), path)
    plain = data()
    plain["actors"]["friend"]["seat"] = False
    for as_far in (False, True):
        with pytest.raises(
            SaveError, match=r"changed since\. small has no seat friend.*as it was\."
        ):
            save.restore(save.read(path), loaded_from(plain), as_far=as_far)


# -- writing ---------------------------------------------------------------------------------------


def test_a_save_that_fails_leaves_the_old_one_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "g.json"
    save.write(small_game(), path)
    before = path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(SaveError, match=r"could not be saved to .*No space left"):
        save.write(busy_game(1, turns=1), path)
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir() if one.suffix == ".tmp"] == []


def test_a_place_where_nothing_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(SaveError, match="Choose a place where you may write"):
        save.write(small_game(), tmp_path / "file" / "g.json")


def test_autosave_and_slots(home: Path) -> None:
    assert save.slots() == []
    path = save.autosave(small_game())
    assert path == save.autosave_path() == home / "saves" / "autosave.json"
    other = save.slot("Before the vote")
    save.write(small_game(), other)
    assert set(save.slots()) == {path, other}
    for name in ("", "../out", "a/b", "x" * 61, "a\x00b", "."):
        with pytest.raises(SaveError, match="cannot name a save"):
            save.slot(name)
