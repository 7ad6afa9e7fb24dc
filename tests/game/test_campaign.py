"""Campaigns as they are played: the lab's rule, undo within a chapter, saves across chapters."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.game.campaign import CampaignGame, campaign_debrief, campaign_of
from sim.game.errors import GameError, IllegalMove, SaveError
from sim.game.game import Game
from sim.game.saving import save
from sim.game.saving.campaign import reopen
from sim.lab.campaign import CampaignSetup
from sim.lab.campaign_chronicle import campaign_chronicle
from sim.model.rollout import coded_arrays
from sim.scenario.campaigns import LoadedCampaign, load_campaign
from tests.campaign import laid_out, loaded_campaign, mini
from tests.game.rig import busy_turn


def begun(seed: int = 1, seat: str | None = None) -> CampaignGame:
    return CampaignGame(loaded_campaign(), seat, seed)


def idle(played: CampaignGame) -> None:
    """Play a chapter to its end without a move."""
    while not played.game.over:
        played.game.end_turn()


def busy(played: CampaignGame, luck: np.random.Generator) -> None:
    """Play a chapter to its end by chance."""
    while not played.game.over:
        busy_turn(played.game, luck)


def in_the_second(seed: int = 5) -> CampaignGame:
    """A campaign in its second chapter, after two busy turns."""
    played, luck = begun(seed), np.random.default_rng(seed)
    busy(played, luck)
    played.advance()
    for _ in range(2):
        busy_turn(played.game, luck)
    return played


@pytest.mark.parametrize("seed", range(5))
def test_the_game_goes_the_way_of_the_lab(seed: int) -> None:
    told = campaign_chronicle(CampaignSetup.of(loaded_campaign(), "pass", seed=seed))
    played = begun(seed)
    for chapter in told.chapters:
        assert played.stage == chapter.stage
        idle(played)
        assert played.game.state_hash() == chapter.told.state_hash
        passage = played.advance()
    assert passage.ending == told.ending == played.ending


@settings(max_examples=12)
@given(seed=st.integers(0, 10_000))
def test_the_seats_bands_hold_the_truth_of_the_next_chapter(seed: int) -> None:
    """As they do in any game at its start: what is carried is known as well as its cause was."""
    played = begun(seed)
    idle(played)
    held = _inside(played.game)
    played.advance()
    assert _inside(played.game) or not held


def _inside(game: Game) -> bool:
    """Whether every band holds its true number."""
    for name in coded_arrays(game.plan):
        bands = getattr(game.picture.world, name)[..., :3]
        truth = getattr(game.process.world, name)[..., 0]
        below, above = bands.min(axis=-1) - 1e-9, bands.max(axis=-1) + 1e-9
        if not ((below <= truth) & (truth <= above)).all():
            return False
    return True


def test_the_seat_knows_its_own_numbers_and_no_more() -> None:
    played = in_the_second()
    game = played.game
    assert game.picture.band("trust", game.seat_index, 1).exact
    others = [a for a in range(len(game.plan.actors)) if a != game.seat_index]
    assert any(not game.picture.band("trust", a, game.seat_index).exact for a in others)


def test_what_differs_in_secret_does_not_show() -> None:
    """Two chapters that end alike in all that the seat can see begin the next one alike."""
    played, other = begun(3), begun(3)
    for one in (played, other):
        idle(one)
    plan = other.game.plan
    secret = (plan.actor("north"), plan.actor("south"))
    other.game.process.world.trust[secret] = 0.95
    for one in (played, other):
        one.advance()
    assert played.stage == other.stage
    here = played.game.plan
    now = (here.actor("north"), here.actor("south"))
    worlds = [one.game.process.world for one in (played, other)]
    assert worlds[0].trust[now][0] != worlds[1].trust[now][0]
    for name, array in played.game.picture.world.arrays():
        assert np.array_equal(array, getattr(other.game.picture.world, name)), name
    assert played.game.view() == other.game.view()


def test_undo_stays_within_the_chapter() -> None:
    played = in_the_second()
    fresh = CampaignGame(loaded_campaign(), seed=5)
    busy(fresh, np.random.default_rng(5))
    fresh.advance()
    while played.game.undo():
        pass
    assert played.game.turn == 0
    assert played.number == 2
    assert played.game.state_hash() == fresh.game.state_hash()


def test_a_chapter_is_left_at_its_end_alone() -> None:
    played = begun()
    with pytest.raises(IllegalMove, match="has 6 turns left"):
        played.advance()
    while played.ending is None:
        idle(played)
        played.advance()
    with pytest.raises(IllegalMove, match="The campaign is over"):
        played.advance()


def test_seats_and_seeds_are_checked() -> None:
    assert begun(seat="friend").game.seat == "friend"
    with pytest.raises(GameError, match='no seat freind; did you mean "friend"'):
        begun(seat="freind")
    with pytest.raises(GameError, match="The seed is -1"):
        begun(seed=-1)


def test_the_debrief_counts_chapters_by_their_weights() -> None:
    played = begun(2)
    before = campaign_debrief(played)
    assert (before.ending, [one.opened for one in before.chapters]) == ("", [True, False, False])
    while played.ending is None:
        idle(played)
        played.advance()
    told = campaign_debrief(played)
    assert told.ending == played.campaign.endings[str(played.ending)].title
    assert told.score == pytest.approx(sum(one.score * one.weight for one in told.chapters))
    assert [one.weight for one in told.chapters] == [0.5, 0.25, 0.25]
    assert {one.title for one in told.chapters} == {"A small quarrel", "The quarrel goes on"}
    for one in told.chapters:
        if one.opened:
            assert len(one.reached) + len(one.missed) == 2


# -- saves -----------------------------------------------------------------------------------------


def find(name: str) -> LoadedCampaign:
    assert name == "mini"
    return loaded_campaign()


def test_a_campaign_comes_back_exactly(tmp_path: Path) -> None:
    played, path = in_the_second(), tmp_path / "g.json"
    card = next(card for card in played.game.legal() if card.legal)
    played.game.push(card.move, card.to)
    save.write(played.game, path)
    game = save.open_save(path, find_campaign=find)
    back = campaign_of(game)
    assert back is not None
    assert back.game is game
    assert (back.stage, back.seed, back.seat) == (played.stage, played.seed, played.seat)
    assert game.state_hash() == played.game.state_hash()
    assert game.view() == played.game.view()
    assert game.planned == played.game.planned
    assert [stage for stage, _ in back.past] == [stage for stage, _ in played.past]
    for one in (played, back):
        while one.ending is None:
            idle(one)
            one.advance()
    assert back.ending == played.ending
    assert campaign_debrief(back) == campaign_debrief(played)


def test_a_chapter_that_is_over_is_kept_as_that(tmp_path: Path) -> None:
    played = begun(7)
    idle(played)
    save.write(played.game, tmp_path / "g.json")
    game = save.open_save(tmp_path / "g.json", find_campaign=find)
    assert game.over
    back = campaign_of(game)
    assert back is not None
    assert back.advance() == played.advance()


def good() -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(
        json.dumps(save.save_of(in_the_second().game).model_dump(exclude_defaults=True))
    )
    return plain


def test_the_save_of_a_single_scenario_is_as_it_was() -> None:
    game = Game.new(loaded_campaign().chapters["quarrel"])
    assert "campaign" not in save.save_of(game).model_dump(exclude_defaults=True)


def changed(*path: str | int, to: Any) -> Callable[[dict[str, Any]], None]:
    def apply(plain: dict[str, Any]) -> None:
        here: Any = plain
        for key in path[:-1]:
            here = here[key]
        here[path[-1]] = to

    return apply


def edited(plain: dict[str, Any]) -> None:
    changed("campaign", "digest", to="0" * 64)(plain)
    changed("campaign", "chapters", 0, "state", to="0" * 64)(plain)


BAD: dict[str, tuple[Callable[[dict[str, Any]], None], str]] = {
    "another digest": (edited, "another version of mini"),
    "a state of before": (
        changed("campaign", "chapters", 0, "state", to="0" * 64),
        "chapter 1: its moves do not lead to the state",
    ),
    "a chapter too few": (changed("campaign", "chapters", to=[]), "chapter 1 plays small"),
    "a chapter cut off": (
        changed("campaign", "chapters", 0, "turns", to=[]),
        "do not lead to the state",
    ),
    "another seed": (changed("campaign", "seed", to=99), "do not lead to the state"),
    "another seed of the chapter": (changed("seed", to=99), "its parts do not belong together"),
    "another scenario": (changed("scenario", to="small"), "chapter 2 plays sequel, not small"),
    "a changed state": (changed("state", to="0" * 64), "do not lead to the state"),
    "an unknown seat": (changed("seat", to="north"), "mini has no seat north"),
    "no number": (changed("campaign", "seed", to="1"), "campaign.seed: input should be"),
    "a path": (changed("campaign", "id", to="../mini"), "campaign.id: string should match"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_save_is_refused_with_one_sentence(name: str, tmp_path: Path) -> None:
    apply, said = BAD[name]
    plain = good()
    apply(plain)
    path = tmp_path / "bad.json"
    path.write_text(json.dumps(plain))
    with pytest.raises(SaveError) as caught:
        save.open_save(path, find_campaign=find)
    text = str(caught.value)
    assert said.lower() in text.lower()
    assert "bad.json" in text
    assert "\n" not in text


def test_a_campaign_that_does_not_ship_must_be_named(tmp_path: Path) -> None:
    path = tmp_path / "g.json"
    save.write(begun().game, path)
    with pytest.raises(SaveError, match="mini, which does not come with this program"):
        save.open_save(path)
    with pytest.raises(SaveError, match="a game of the campaign mini"):
        save.restore(save.read(path), loaded_campaign().chapters["quarrel"])


def test_a_campaign_whose_texts_were_edited_goes_on(tmp_path: Path) -> None:
    path, folder = tmp_path / "g.json", tmp_path / "new"
    game = in_the_second().game
    save.write(game, path)
    data = mini()
    data["title"] = "Another title"
    folder.mkdir()
    loaded = load_campaign(str(laid_out(folder, data)))
    back = reopen(save.read(path), loaded)
    assert back.game.state_hash() == game.state_hash()
    notices = [one.notice for one in (back.game, *(past[1] for past in back.past))]
    assert all("same state there" in notice for notice in notices)


def test_a_changed_campaign_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "g.json"
    save.write(in_the_second().game, path)
    data = mini()
    data["chapters"]["again"]["carry"]["trust"] = 0.4
    folder = tmp_path / "new"
    folder.mkdir()
    loaded = load_campaign(str(laid_out(folder, data)))
    with pytest.raises(SaveError, match="has changed since"):
        reopen(save.read(path), loaded)
