"""The games of a class on one page, and what becomes of files that hold none."""

from __future__ import annotations

import html
import json
import re
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.desk.export.writing import write_debrief
from sim.desk.models.debrief import build_debrief
from sim.game.campaign import CampaignGame
from sim.game.debriefing.debrief import debrief
from sim.game.game import Game
from sim.game.saving.save import save_of, write
from sim.lab.errors import LabError
from sim.lab.report.gathered import class_page
from sim.lab.report.gathering import MOST_FILES, Gathered, candidates, gather
from sim.scenario.load import Loaded, load
from tests import scratch
from tests.campaign import loaded_campaign
from tests.game.rig import busy_turn, data
from tests.lab.cases import written
from tests.lab.pages import Page
from tests.shipped import FIRST
from tests.shipped import loaded as whole_scenario

pytestmark = pytest.mark.outside

ROLLOUTS = 20


@cache
def scenario() -> Loaded:
    """The small conflict of the games, as a file."""
    return _loaded(data(), scratch.shared("class"))


def _loaded(plain: dict[str, Any], folder: Path) -> Loaded:
    path = written(plain, folder, f"{plain['id']}.yaml")
    # the games' own tests cite facts that they make up
    path.write_text(path.read_text(encoding="utf-8").replace("- T1", "- E5"), encoding="utf-8")
    return load(str(path))


def faithful(seed: int) -> Game:
    """A game that makes the moves of the record and no other."""
    game = Game.new(scenario(), seed=seed)
    record = {game.plan.turn_of(m.date): m for m in scenario().scenario.history.line.values()}
    while not game.over:
        if game.turn in record:
            game.push(record[game.turn].move, record[game.turn].to)
        game.end_turn()
    return game


def busy(seed: int, turns: int | None = None) -> Game:
    """A game that makes what moves it can."""
    game, luck = Game.new(scenario(), seed=seed), np.random.default_rng(seed)
    while not game.over and (turns is None or game.turn < turns):
        busy_turn(game, luck)
    return game


@cache
def _class() -> Path:
    folder = scratch.shared("class") / "handed-in"
    folder.mkdir()
    for name, game in (
        ("ana", faithful(1)),
        ("bela", faithful(2)),
        ("chen", faithful(3)),
        ("dara", busy(4)),
        ("emil", busy(5)),
        ("fadia", busy(6, turns=2)),
    ):
        write(game, folder / f"{name}.json")
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The saves of six players."""
    return Path(shutil.copytree(_class(), tmp_path / "handed-in"))


@cache
def whole() -> Gathered:
    return gather(_class(), scenarios=[scenario()], rollouts=ROLLOUTS)


def test_every_game_is_played_again_to_what_it_was() -> None:
    games = {game.name: game for game in whole().games}
    assert [*games] == [f"{name}.json" for name in "ana bela chen dara emil fadia".split()]
    assert whole().refused == ()
    for name, game in (("dara.json", busy(4)), ("ana.json", faithful(1))):
        told, found = debrief(game), games[name]
        assert found.score == told.score
        assert set(found.reached) == {one.outcome for one in told.endings if one.reached}
        assert (found.turns, found.over, found.seed) == (game.turn, True, game.seed)
        labels = [tuple(choice.label for choice in turn) for turn in found.moves]
        assert labels == [one.own for one in told.compared[: game.turn]]
    assert (games["fadia.json"].turns, games["fadia.json"].over) == (2, False)


def test_bets_are_the_odds_of_the_moves_and_what_came_of_them() -> None:
    from sim.game.forecast.odds import odds

    found = next(game for game in whole().games if game.name == "ana.json")
    again = Game.new(scenario(), seed=1)
    bets = {bet.turn: bet for bet in found.bets}
    assert bets
    for played in faithful(1).past:
        for plan in played.moves:
            again.push(plan.move, plan.to)
        given = odds(again, [plan.option for plan in played.moves], ROLLOUTS)
        turn = again.turn
        again.end_turn()
        if turn in bets:
            (plan,) = played.moves
            assert bets[turn].chance == given[plan.option].yes
            said = {one.option: one.yes for one in again.past[-1].observed.acts.said}
            assert bets[turn].came == said[plan.option]


def test_the_page_opens_offline_and_tells_who_what_and_where() -> None:
    page = Page(class_page(whole(), ROLLOUTS))
    page.assert_offline()
    page.assert_told()
    for game in whole().games:
        assert f"{game.name} {game.loaded.scenario.actors[game.seat].short}" in page.text
        assert f"{100 * game.score:.0f}" in page.text
    assert "stopped after turn 2" in page.text
    assert page.text.count("3 of 6") >= 1  # who kept to the record to its end
    tried = sum(len(game.bets) for game in whole().games)
    assert f"Each of the {tried} moves" in page.text


def test_who_kept_to_the_record_is_counted_turn_by_turn() -> None:
    page = Page(class_page(whole(), ROLLOUTS))
    games = whole().games
    left = list(games)
    for turn, own in enumerate(games[0].record):
        keys = sorted(choice.key for choice in own)
        left = [
            game
            for game in left
            if turn < game.turns and sorted(c.key for c in game.moves[turn]) == keys
        ]
        assert re.search(rf"\b{turn + 1}: .{{10,200}}?{len(left)} of 6", page.text), turn
    assert len(left) == 3


def test_choices_are_told_with_what_they_went_with() -> None:
    text = Page(class_page(whole(), ROLLOUTS)).text
    games = whole().games
    keys = {choice.key: choice.label for g in games for turn in g.moves for choice in turn}
    told = 0
    for key, label in keys.items():
        made = [g for g in games if any(c.key == key for turn in g.moves for c in turn)]
        rest = [g for g in games if g not in made]
        if len(made) >= 3 and len(rest) >= 3:
            told += 1
            mine, others = (
                f"{len(group)} {100 * sum(g.score for g in group) / len(group):.0f}"
                for group in (made, rest)
            )
            assert f"{label} Host {mine} {others}" in text or f"{mine} {others}" in text, label
    assert told


def test_a_written_debrief_is_as_good_as_a_save(tmp_path: Path) -> None:
    game = busy(4)
    view = build_debrief(game, debrief(game))
    _, page = write_debrief(view, tmp_path / "in", save_of(game))
    page.rename(tmp_path / "in" / "dara.html")
    found = gather(tmp_path / "in", scenarios=[scenario()], rollouts=0)
    expected = next(one for one in whole().games if one.name == "dara.json")
    (only,) = found.games
    assert found.refused == ()
    assert (only.moves, only.score, only.reached) == (
        expected.moves,
        expected.score,
        expected.reached,
    )


def test_a_save_and_the_page_of_the_same_game_count_once(tmp_path: Path) -> None:
    game = busy(4)
    view = build_debrief(game, debrief(game))
    _, page = write_debrief(view, tmp_path, save_of(game))
    page.rename(tmp_path / "dara.html")
    write(game, tmp_path / "dara.json")
    found = gather(tmp_path, scenarios=[scenario()], rollouts=0)
    assert [game.name for game in found.games] == ["dara.html"]
    assert [one.why for one in found.refused] == ["dara.json holds the same game as dara.html."]


def test_names_can_be_left_out() -> None:
    found = gather(_class(), scenarios=[scenario()], rollouts=0, anonymous=True)
    page = class_page(found, 0)
    for name in "ana bela chen dara emil fadia".split():
        assert not re.search(rf"\b{name}\b", page)
    assert [game.name for game in found.games] == [f"Player {n}" for n in range(1, 7)]
    by_seed = {game.seed: game for game in whole().games}
    assert sorted(game.seed for game in found.games) == sorted(by_seed)
    assert [game.seed for game in found.games] != [game.seed for game in whole().games]


# -- files that are no game ------------------------------------------------------------------------


def _torn(folder: Path) -> None:
    path = folder / "torn.json"
    path.write_text((folder / "ana.json").read_text()[:200])


def _other_version(folder: Path) -> None:
    data = json.loads((folder / "ana.json").read_text())
    changed = {"digest": "0" * 64, "state": "0" * 64}
    (folder / "old.json").write_text(json.dumps({**data, **changed}))


def _page_of_other_version(folder: Path) -> None:
    _other_version(folder)
    save = (folder / "old.json").read_text()
    (folder / "old.json").unlink()
    (folder / "old.html").write_text(f'<pre id="twin-track-save">{html.escape(save)}</pre>')


def _other_scenario(folder: Path) -> None:
    data = json.loads((folder / "ana.json").read_text())
    (folder / "other.json").write_text(json.dumps({**data, "scenario": "no-such-one"}))


def _newer(folder: Path) -> None:
    data = json.loads((folder / "ana.json").read_text())
    (folder / "newer.json").write_text(json.dumps({**data, "version": 99}))


def _made_up(folder: Path) -> None:
    data = json.loads((folder / "dara.json").read_text())
    (folder / "made-up.json").write_text(json.dumps({**data, "turns": data["turns"][:-1]}))


def _prose(folder: Path) -> None:
    (folder / "notes.html").write_text("<p>My notes</p>")


def _cut_page(folder: Path) -> None:
    (folder / "cut.html").write_text('<pre id="twin-track-save">{&quot;format&quot;')


def _huge(folder: Path) -> None:
    (folder / "huge.json").write_text("x" * 1_000_001)


def _binary(folder: Path) -> None:
    (folder / "binary.json").write_bytes(b"\xff\xfe\x00")


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (_torn, "torn.json:.*no whole JSON"),
        (_other_version, "another version of small.* as it was: add --scenario"),
        (_page_of_other_version, "old.html was played .* as it was: add --scenario"),
        (_other_scenario, "no-such-one, which does not come with this program"),
        (_newer, "saved by a newer program"),
        (_made_up, "do not lead to the state"),
        (_prose, "notes.html holds no game"),
        (_cut_page, "cut.html holds no game"),
        (_huge, "larger than 1,000,000 bytes"),
        (_binary, "is not text in UTF-8"),
    ],
)
def test_what_is_no_game_is_told_and_the_rest_is_kept(
    damage: Callable[[Path], None], said: str, folder: Path
) -> None:
    for name in ("bela", "chen", "emil", "fadia"):
        (folder / f"{name}.json").unlink()
    damage(folder)
    found = gather(folder, scenarios=[scenario()], rollouts=0)
    assert [game.name for game in found.games] == ["ana.json", "dara.json"]
    (refused,) = found.refused
    assert re.search(said, refused.why)
    page = Page(class_page(found, 0))
    page.assert_offline()
    assert " ".join(refused.why.split()) in page.text


def test_games_of_before_an_edit_of_texts_are_kept_and_named(folder: Path) -> None:
    for name in ("bela", "chen", "emil", "fadia"):
        (folder / f"{name}.json").unlink()
    data = json.loads((folder / "ana.json").read_text())
    (folder / "ana.json").write_text(json.dumps({**data, "digest": "0" * 64}))
    found = gather(folder, scenarios=[scenario()], rollouts=0)
    assert [(game.name, game.edited) for game in found.games] == [
        ("ana.json", True),
        ("dara.json", False),
    ]
    page = Page(class_page(found, 0))
    assert "edited after these games were saved" in page.text
    assert "those of the file as it is now: ana.json." in page.text


def test_names_of_files_inject_nothing(tmp_path: Path) -> None:
    write(busy(4, turns=1), tmp_path / "<img src=x onerror=alert(1)>.json")
    found = gather(tmp_path, scenarios=[scenario()], rollouts=0)
    page = Page(class_page(found, 0))
    page.assert_offline()
    assert "<img src=x onerror=alert(1)>.json" in page.text


def test_a_link_out_of_the_folder_is_not_followed(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.json"
    (folder / "ana.json").rename(outside)
    (folder / "link.json").symlink_to(outside)
    assert "link.json" not in [path.name for path in candidates(folder)]


def test_several_scenarios_are_told_one_by_one(folder: Path, tmp_path: Path) -> None:
    plain = data()
    plain["id"], plain["title"] = "other", "Another quarrel"
    other = _loaded(plain, tmp_path)
    game = Game.new(other)
    game.end_turn()
    write(game, folder / "gita.json")
    found = gather(folder, scenarios=[scenario(), other], rollouts=0)
    page = Page(class_page(found, 0))
    assert "7 games of 2 scenarios" in page.text
    assert {"scenario-1", "scenario-2"} <= set(page.ids)


def test_every_chapter_of_a_campaign_is_told(tmp_path: Path) -> None:
    played = CampaignGame(loaded_campaign(), seed=5)
    luck = np.random.default_rng(5)
    while not played.game.over:
        busy_turn(played.game, luck)
    first = played.game
    played.advance()
    busy_turn(played.game, luck)
    write(played.game, tmp_path / "gita.json")
    found = gather(tmp_path, campaigns=[loaded_campaign()], rollouts=ROLLOUTS)
    assert found.refused == ()
    assert [game.loaded.scenario.id for game in found.games] == [
        first.scenario.id,
        played.game.scenario.id,
    ]
    assert [game.turns for game in found.games] == [first.turn, 1]
    assert found.games[0].score == debrief(first).score
    assert found.games[0].bets
    assert loaded_campaign().campaign.title in Page(class_page(found, ROLLOUTS)).text


def test_a_game_at_another_level_is_told_by_itself(tmp_path: Path) -> None:
    level = next(iter(whole_scenario(FIRST).scenario.difficulty))
    for name, one in (("ana", load(FIRST)), ("bela", load(FIRST, level=level))):
        game = Game.new(one)
        game.end_turn()
        write(game, tmp_path / f"{name}.json")
    found = gather(tmp_path, rollouts=0)
    assert {game.loaded.level for game in found.games} == {"standard", level}
    assert {"scenario-1", "scenario-2"} <= set(Page(class_page(found, 0)).ids)


def test_there_may_not_be_too_many_files(tmp_path: Path) -> None:
    for number in range(MOST_FILES + 1):
        (tmp_path / f"{number}.json").touch()
    with pytest.raises(LabError, match=f"holds {MOST_FILES + 1} files; at most {MOST_FILES}"):
        candidates(tmp_path)
