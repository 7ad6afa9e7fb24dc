"""The advisers' page: what they say, how they came to it, and no odds before a bet."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sim.desk.kit.lint import lint_ui
from sim.desk.models.advisers import build_advisers
from sim.desk.screens.advisers import AdvisersPage
from tests.desk.driving import press
from tests.desk.games import game_at, shown
from tests.desk.screens import MATRIX


@pytest.fixture(autouse=True)
def few_rollouts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Odds on few rollouts: what is shown matters here, not how exact it is."""
    monkeypatch.setattr("sim.desk.session.ROLLOUTS", 20)


def test_v_calls_them_in_and_escape_sends_them_out() -> None:
    flow, page = shown(game_at(2), "desk")
    press(page, "v")
    assert isinstance(flow.app.top, AdvisersPage)
    press(flow.app.top, "escape")
    assert flow.app.top is page


def test_lines_and_evidence_belong_together() -> None:
    view = build_advisers(game_at(7))
    [party] = view.parties
    assert [line.you for line in party.lines] == [True, False, False]
    for line in party.lines:
        assert len(line.points) == 8
    for one in party.evidence:
        assert len(one.moves) == len(party.lines)
        assert one.seen.endswith(".")
    assert [one.turn for one in party.evidence] == sorted(
        (one.turn for one in party.evidence), reverse=True
    )
    assert any("staying away" in one.seen.lower() for one in party.evidence)


def test_the_priors_diverge_over_the_same_card() -> None:
    view = build_advisers(game_at(2))
    hopeful, doubtful = view.counsel
    assert hopeful.card == doubtful.card == view.card
    assert hopeful.odds is not None
    assert doubtful.odds is not None
    assert hopeful.odds.count > doubtful.odds.count
    assert hopeful.score == doubtful.score == ""


def test_odds_wait_for_a_bet() -> None:
    view = build_advisers(game_at(2), lambda option: True)
    assert view.bet_first
    assert [one.odds for one in view.counsel] == [None, None]
    scenario = game_at(2).scenario
    assert {one.says for one in view.counsel} == {
        adviser.view for adviser in scenario.advisers.values()
    }


def test_odds_of_the_goals_are_told_when_asked_for() -> None:
    view = build_advisers(game_at(2), goals=True)
    assert all("score to be expected" in one.score for one in view.counsel)


def test_a_teacher_sends_them_away_or_hides_the_odds() -> None:
    game = game_at(2)
    game.lock = replace(game.lock, odds=False)
    view = build_advisers(game)
    assert view.parties == ()
    assert all(one.odds is None and one.reads == () for one in view.counsel)
    game.lock = replace(game.lock, advisers=False)
    assert build_advisers(game).counsel == ()
    flow, page = shown(game, "advisers")
    assert page.ui.tree().find("text", "Your teacher has sent the advisers away.")
    assert flow.app.top is page


@pytest.mark.parametrize(("size", "scale", "theme"), MATRIX[:3:2])
@pytest.mark.parametrize("turn", [0, 7])
def test_it_passes_the_lints(turn: int, size: tuple[int, int], scale: float, theme: str) -> None:
    _, page = shown(game_at(turn), "advisers", size, theme, scale)
    assert [str(one) for one in lint_ui(page.ui)] == []
