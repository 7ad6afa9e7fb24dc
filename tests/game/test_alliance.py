"""Those who make a seat's policy: what it sees of them, and where it and its ally stand."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.cli.textmode import telling_view
from sim.cli.textmode.telling_debrief import debrief_lines
from sim.desk.export.page import as_html
from sim.desk.export.text import as_text
from sim.desk.models.debrief import build_debrief
from sim.desk.models.dossier import build_dossier
from sim.game.debriefing.alliance import CASES, Standing, leans, standing
from sim.game.debriefing.debrief import debrief
from sim.game.game import Game
from sim.scenario.load import Loaded
from tests.game.rig import busy_turn, data, loaded_from, play
from tests.game.test_view import turns_alike
from tests.model.small import coded

ACTOR, ALLY, OTHER = 0, 1, 2


class Asked(NamedTuple):
    """Whom an ask is put to."""

    target: int


class Kind(NamedTuple):
    """What kind of move it is."""

    kind: str


class Made(NamedTuple):
    """As much of a played move as counts for a standing."""

    actor: int
    target: int | None = None
    kind: str = "tell"
    asks: bool = False

    @property
    def spec(self) -> Kind:
        """Its kind."""
        return Kind(self.kind)

    @property
    def ask(self) -> Asked | None:
        """What it asks."""
        return Asked(self.target) if self.asks and self.target is not None else None


GOES_ON = Made(ACTOR, OTHER)
SEEKS = Made(ACTOR, ALLY, "ask", asks=True)
SOUGHT = Made(ALLY, ACTOR, "offer")


def after(stance: float, *moves: Any, before: Standing | None = None) -> Standing:
    """Where they stand after a turn."""
    return standing(before or Standing(), stance, moves, ACTOR, ALLY)


@pytest.mark.parametrize(
    ("stance", "moves", "case"),
    [
        (0.9, [], "agree"),
        (0.75, [GOES_ON], "agree"),
        (0.6, [GOES_ON], None),
        (0.6, [SOUGHT], "asked"),
        (0.9, [SOUGHT], "asked"),
        (0.6, [SEEKS], "asks"),
        (0.4, [GOES_ON], "differ"),
        (0.4, [], None),
        (0.4, [SEEKS], "differ"),
        (0.6, [Made(ALLY, ACTOR, "press"), Made(ALLY, OTHER, "ask")], None),
        (0.6, [Made(ACTOR, OTHER, "ask", asks=True)], None),
    ],
)
def test_each_case(stance: float, moves: list[Made], case: str | None) -> None:
    assert after(stance, *moves).case == case


def test_who_asked_last_is_remembered_and_a_case_stays_until_there_is_another() -> None:
    now = after(0.6, SOUGHT)
    now = after(0.6, GOES_ON, before=now)
    assert now.case == "asked"
    now = after(0.4, before=now)
    assert now.case == "asked", "nothing is told while the actor keeps still"
    now = after(0.4, GOES_ON, before=now)
    assert now.case == "differ"
    now = after(0.9, SEEKS, before=now)
    assert now.case == "asks"


@given(st.floats(0, 1), st.lists(st.sampled_from([GOES_ON, SEEKS, SOUGHT]), max_size=4))
def test_they_differ_only_where_the_ally_does_not_go_along(stance: float, moves: Any) -> None:
    case = after(stance, *moves).case
    assert case is None or case in CASES
    assert (case == "differ") == (stance < 0.5 and any(m.actor == ACTOR for m in moves))


def test_whether_one_pushes() -> None:
    assert [leans(one) for one in (0.1, 0.5, 0.8)] == ["holds back", "wavers", "pushes"]


# -- in a game -------------------------------------------------------------------------------------


def homely() -> dict[str, Any]:
    """The small scenario with makers of the host's policy, an ally, losses and a speech."""
    plain = data()
    plain["actors"]["host"] |= {
        "formation": {
            "opinion": {"title": "Opinion", "support": coded(0.4), "weight": 0.5},
            "cabinet": {"title": "The cabinet", "support": coded(0.8), "weight": 0.2},
            "ally": {"title": "The friend", "ally": "friend", "weight": 0.3},
        },
        "mission": {"title": "Engineers and police"},
    }
    plain["actors"]["friend"]["stance"] = coded(0.3, 0.2)
    plain["actors"]["south"]["formation"] = {
        "village": {"title": "Villages", "support": coded(0.5, 0.2), "weight": 1.0},
        "ally": {"title": "The small states", "ally": "small_states", "weight": 1.0},
    }
    plain["moves"]["speech"] = {
        "title": "A speech",
        "by": ["host"],
        "kind": "act",
        "effects": [
            {"commit": {"of": "self", "size": "moderate"}},
            {"home": {"of": "self", "by": 0.1, "through": "opinion"}},
        ],
    }
    losses = [{"casualties": {"of": "host", "size": "moderate"}}]
    date = plain["calendar"]["start"].replace(day=9)
    plain["events"]["losses"] = {"title": "Losses", "date": date, "effects": losses}
    return plain


@cache
def home_loaded() -> Loaded:
    """The scenario, checked."""
    return loaded_from(homely())


def test_the_seat_sees_who_makes_its_policy_and_its_ally_as_it_stands() -> None:
    game = Game.new(home_loaded(), seed=3)
    play(game, [("speech", None), ("consult", "friend")], [("consult", "south")])
    view, world = game.view(), game.process.world
    assert [one.id for one in view.formation] == ["opinion", "cabinet", "ally"]
    assert [one.support for one in view.formation] == world.backing[:3, 0].tolist()
    assert sum(one.share * one.support for one in view.formation) == pytest.approx(view.home)
    assert view.formation[2].ally == "friend"
    friend = view.actor("friend")
    assert friend.stance.exact
    assert friend.stance.best == float(world.stance[1, 0]) == view.formation[2].support
    assert not view.actor("south").stance.exact
    assert view.resolve == pytest.approx(0.2)
    assert view.mission == "Engineers and police"


def test_without_the_rule_there_is_no_formation_to_see() -> None:
    game = Game.new(home_loaded(), seed=3, without=("rule:home_support",))
    assert game.view().formation == ()
    assert debrief(game).at_home == ""


@settings(max_examples=8)
@given(st.integers(0, 10_000), st.integers(1, 10_000), st.booleans())
def test_what_is_hidden_does_not_show_through_support_at_home(
    seed: int, other: int, numbers: bool
) -> None:
    turns_alike(home_loaded(), seed, other, numbers=numbers)


def test_to_somebody_else_the_ally_stays_hidden() -> None:
    game = Game.new(home_loaded(), "friend", seed=3)
    assert not game.view().actor("south").stance.exact
    assert game.view().formation == ()


@pytest.mark.parametrize("seed", range(4))
def test_the_picture_follows_the_truth(seed: int) -> None:
    game, luck = Game.new(home_loaded(), seed=seed), np.random.default_rng(seed)
    while not game.over:
        busy_turn(game, luck)
        world, seen = game.process.world, game.picture.world
        assert (seen.backing[:3, :3] == world.backing[:3, :1]).all()
        assert (seen.home[0, :3] == world.home[0, 0]).all()
        assert (seen.losses[:, :3] == world.losses[:, :1]).all()
        assert np.allclose(seen.resolve[:, :3], world.resolve[:, :1])
        row = game.plan.facts["recalled", 0, -1]
        assert (seen.facts[row, :3] == world.facts[row, 0]).all()
    assert game.undo()


def test_what_a_government_makes_of_losses_is_reported() -> None:
    outcomes = set()
    for seed in range(1, 13):
        game = play(Game.new(home_loaded(), seed=seed), [], [], [])
        told = [e.text for p in game.past for e in p.report.entries if "its people" in e.text]
        [text] = told
        row = game.plan.facts["recalled", 0, -1]
        gone = bool(game.process.world.holds(row)[0])
        assert ("calls its people home" in text) == gone
        assert text.endswith("Engineers and police.")
        outcomes.add(gone)
        said = debrief(game).at_home
        assert ("never called home" in said) != gone
    assert outcomes == {True, False}


def test_the_debrief_tells_who_made_the_policy_and_where_the_ally_stood() -> None:
    game = play(Game.new(home_loaded(), seed=3), [("consult", "south")], [("speech", None)], [])
    told = debrief(game)
    assert "Opinion went from " in told.at_home
    assert "From 1 January 2000: host goes on although friend does not go along." in told.at_home
    lines = " ".join(" ".join(debrief_lines(told)).split())
    assert " ".join(told.at_home.split()) in lines
    view = build_debrief(game, told)
    assert told.at_home in as_html(view)
    assert " ".join(told.at_home.split()) in " ".join(as_text(view).split())


def test_text_mode_and_dossier_tell_it_on_demand() -> None:
    game = play(Game.new(home_loaded(), seed=3), [("speech", None)])
    view = game.view()
    lines = list(telling_view.dossier(view, view.actor("host")))
    assert any(line.startswith("- Opinion ") and line.endswith("counts 50.") for line in lines)
    assert "Your people abroad: Engineers and police." in lines
    others = list(telling_view.dossier(view, view.actor("south")))
    assert not any("counts" in line for line in others)
    measures = {one.name: one for one in build_dossier(game, view, "host", {}).measures}
    assert measures["The friend"].word == view.formation[2].leans
    assert measures["Your leader"].best == pytest.approx(0.2)
    assert "Villages" not in {m.name for m in build_dossier(game, view, "south", {}).measures}
