"""The bet at the desk: asked before the odds, by keys alone, and both numbers after it."""

from __future__ import annotations

import pytest

from sim.desk.flow import Flow
from sim.desk.kit.lint import lint_ui
from sim.desk.kit.page import Page
from sim.desk.models.bet import settled_words
from sim.desk.models.settings import Settings, load_settings, save_settings
from sim.desk.screens.desk import DeskPage
from tests.desk.driving import focused, press
from tests.desk.games import game_at, shown
from tests.desk.screens import MATRIX


@pytest.fixture(autouse=True)
def few_rollouts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Odds on few rollouts: what is shown matters here, not how exact it is."""
    monkeypatch.setattr("sim.desk.session.ROLLOUTS", 20)


def asked() -> tuple[Flow, Page]:
    """The desk with the question open."""
    return shown(game_at(3), "bet")


def on_desk() -> tuple[Flow, DeskPage]:
    """The desk with bets on, before anything is planned."""
    flow, _ = shown(game_at(3), "desk")
    session = flow.session
    assert session is not None
    session.bets = True
    session.changed()
    page = flow.app.top
    assert isinstance(page, DeskPage)
    page.refresh()
    return flow, page


def test_big_cards_hide_their_odds_until_there_is_a_bet() -> None:
    flow, _ = on_desk()
    session = flow.session
    assert session is not None
    session.want([card.option for card in session.view.cards if card.asks and card.legal])
    waiting = [card for card in session.view.cards if card.bet]
    assert waiting
    assert all(card.odds is None for card in waiting)
    assert any(card.odds is not None for card in session.view.cards)
    session.bet(waiting[0].option, 9)
    assert not any(card.bet for card in session.view.cards)
    assert all(card.odds is not None for card in session.view.cards if card in waiting)


def test_the_odds_are_nowhere_before_the_bet_and_beside_it_after() -> None:
    flow, page = asked()
    session = flow.session
    assert session is not None
    before = "\n".join(f"{node.name} {node.value}" for node in page.ui.tree().walk())
    assert "How likely is it that the Khmer Rouge will say yes?" in before
    assert "The desk says" not in before
    press(page, "enter")
    after = [node.name for node in page.ui.tree().walk()]
    assert "You said" in after
    assert "The desk says" in after
    bet = session.game.bets.on(session.game.turn)
    assert bet is not None
    odds = session.odds[bet.option]
    assert f"{odds.twentieths} in 20" in after
    assert bet.desk == odds.yes


def test_arrows_and_digits_make_the_bet() -> None:
    flow, page = asked()
    assert focused(page).role == "slider"
    press(page, "right", "right")
    assert focused(page).value == "12 in 20"
    press(page, "7")
    assert focused(page).value == "7 in 20"
    press(page, "left", "1", "6")
    assert focused(page).value == "16 in 20"
    press(page, "9")
    assert focused(page).value == "9 in 20"
    press(page, "enter")
    assert flow.session is not None
    [bet] = flow.session.game.bets.all
    assert bet.said == 9


@pytest.mark.parametrize("key", ["s", "escape"])
def test_one_key_goes_on_without_a_bet(key: str) -> None:
    flow, page = asked()
    session = flow.session
    assert session is not None
    assert len(session.game.planned) == 1
    press(page, key)
    assert session.game.bets.all == ()
    assert not any(card.bet for card in session.view.cards)
    assert len(session.game.planned) == 1
    assert page.ui.tree().role != "dialog"


def test_two_keys_bet_and_go_on_at_any_size() -> None:
    flow, page = shown(game_at(3), "bet", (1280, 720), "dark", 2.0)
    press(page, "enter")
    assert focused(page).name == "Keep it planned"
    press(page, "enter")
    assert len(page.ui.layers) == 1
    assert flow.session is not None
    assert len(flow.session.game.planned) == 1


def test_after_the_bet_the_card_can_be_taken_back() -> None:
    flow, page = asked()
    assert flow.session is not None
    press(page, "enter")
    page.ui.focus("bet:back")
    press(page, "enter")
    assert flow.session.game.planned == []
    assert len(flow.session.game.bets.all) == 1


def test_bets_can_be_switched_off_for_good(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[Settings] = []

    def keep(settings: Settings, path: object) -> str:
        kept.append(settings)
        return ""

    monkeypatch.setattr("sim.desk.models.settings.save_settings", keep)
    flow, page = asked()
    page.ui.focus("bet:never")
    press(page, "enter")
    assert [settings.bets for settings in kept] == [False]
    assert flow.session is not None
    assert not flow.session.bets
    assert not flow.bets


def test_the_setting_is_kept(tmp_path: object) -> None:
    from pathlib import Path

    path = Path(str(tmp_path)) / "settings.json"
    assert load_settings(path).bets
    assert save_settings(Settings(bets=False, goal_odds=True), path) == ""
    found = load_settings(path)
    assert not found.bets
    assert found.goal_odds


def test_cards_that_little_hangs_on_ask_nothing() -> None:
    flow, page = on_desk()
    session = flow.session
    assert session is not None
    small = next(c for c in session.view.cards if c.legal and c.asks and not c.bet)
    assert page.actions.plan(small) == ""
    assert len(page.ui.layers) == 1


def test_the_report_tells_what_came_of_the_bet() -> None:
    from sim.desk.screens.report import ReportPage

    flow, page = asked()
    press(page, "enter", "enter")
    assert isinstance(page, DeskPage)
    page.actions.end_turn()
    report = flow.app.top
    assert isinstance(report, ReportPage)
    assert flow.session is not None
    [bet] = flow.session.game.bets.settled
    words = settled_words(flow.session.game, bet)
    assert "you said 10 in 20, the desk" in words
    assert report.view.bet == words
    assert report.ui.tree().find("text", words)


def test_a_drafted_text_asks_once_the_desk_is_back() -> None:
    flow, page = on_desk()
    session = flow.session
    assert session is not None
    card = next((c for c in session.view.cards if c.legal and c.bet and c.drafts), None)
    if card is None:
        pytest.skip("no card drafts and asks at once here")
    page.plan(card)
    table = flow.app.top
    assert isinstance(table, Page)
    table.plan()  # type: ignore[attr-defined]
    flow.app.run_calls()
    assert flow.app.top is page
    assert page.ui.tree().find("dialog", "Before you see the odds")


@pytest.mark.parametrize(("size", "scale", "theme"), MATRIX[:3:2])
def test_the_bet_passes_the_lints(size: tuple[int, int], scale: float, theme: str) -> None:
    _, page = shown(game_at(3), "bet", size, theme, scale)
    assert [str(one) for one in lint_ui(page.ui)] == []
    press(page, "enter")
    assert [str(one) for one in lint_ui(page.ui)] == []
