"""Pacing: quiet turns pass at one key, set pieces are announced, and a game takes few keys."""

from __future__ import annotations

import io

import pytest

from sim.cli.textmode.game import TextGame
from sim.desk.kit.app import App
from sim.desk.kit.page import Page
from sim.desk.screens.desk import DeskPage
from sim.desk.screens.quiet import QuietPage
from sim.desk.screens.report import ReportPage
from sim.game.errors import IllegalMove
from sim.game.game import Game
from sim.game.pacing import MOST_TURNS, MOST_WORDS, called, pass_turns, passed_lines, set_pieces
from tests.desk.driving import press
from tests.desk.games import game_at, loaded
from tests.desk.games import shown as screen
from tests.desk.screens import MATRIX
from tests.game.rig import small_game


def top(app: App) -> Page:
    page = app.top
    assert isinstance(page, Page)
    return page


@pytest.mark.parametrize("seed", range(3))
def test_turns_pass_until_something_happens(seed: int) -> None:
    game, plain = small_game(seed), small_game(seed)
    steps = 0
    while not game.over:
        reports, back = pass_turns(game, game.end_turn)
        assert 1 <= len(reports) <= MOST_TURNS
        assert back.words
        for report in reports[:-1]:
            assert report.turn < reports[-1].turn
        steps += 1
    while not plain.over:
        plain.end_turn()
    assert steps <= game.turns
    assert game.state_hash() == plain.state_hash()


def test_what_passed_is_told_in_few_words() -> None:
    game = Game.new(loaded(), seed=2)
    reports = tuple(game.end_turn() for _turn in range(4))
    lines = passed_lines(reports)
    assert len(lines) == len(reports)
    assert 0 < sum(len(line.split()) for turn in lines for line in turn) <= MOST_WORDS


def test_with_a_move_planned_no_turn_passes() -> None:
    game = Game.new(loaded(), seed=1)
    card = next(card for card in game.legal() if card.legal)
    game.push(card.move, card.to)
    with pytest.raises(IllegalMove, match="planned"):
        pass_turns(game, game.end_turn)
    assert game.turn == 0


def test_set_pieces_are_announced_as_their_turn_comes() -> None:
    game, announced = Game.new(loaded(), seed=1), []
    while not game.over:
        coming = set_pieces(game)
        report = game.end_turn()
        for piece in coming:
            announced.append(piece.title)
            told = [entry for entry in report.entries if entry.kind == "event"]
            assert told
            assert called(game, report) is not None
    assert len(announced) >= 6


def test_q_passes_turns_and_tells_what_passed() -> None:
    flow, page = screen(game_at(0, seed=4), "desk")
    assert isinstance(page, DeskPage)
    session = flow.session
    assert session is not None
    press(page, "q")
    quiet = top(flow.app)
    assert isinstance(quiet, QuietPage)
    assert session.game.turn == len(quiet.view.turns) >= 1
    press(quiet, "f")
    report = top(flow.app)
    assert isinstance(report, ReportPage)
    press(report, "enter")
    assert top(flow.app) is quiet
    press(quiet, "escape")
    assert isinstance(top(flow.app), DeskPage)


def test_q_says_why_not_while_something_is_planned() -> None:
    flow, page = screen(game_at(1, seed=4), "desk")
    assert isinstance(page, DeskPage)
    session = flow.session
    assert session is not None
    card = next(card for card in session.view.cards if card.legal and not card.drafts)
    session.plan(card)
    page.refresh()
    press(page, "q")
    assert session.game.turn == 1
    assert len(page.ui.layers) == 2


def test_a_whole_game_takes_few_keys_and_decisions() -> None:
    """A plain way to play: a card where something is coming or one is worth it, else q."""
    flow, _page = screen(game_at(0, seed=1), "desk")
    flow.bets = False
    session = flow.session
    assert session is not None
    game, keys, decisions = session.game, 0, 0

    def key(name: str) -> None:
        nonlocal keys
        keys += 1
        press(top(flow.app), name)

    while not game.over and keys < 400:
        here = top(flow.app)
        if isinstance(here, DeskPage):
            here.ui.prepare()
            cards = {card.option: card for card in session.view.cards}
            hand = [cards[option] for option in here.hand]
            good = [
                place
                for place, card in enumerate(hand, start=1)
                if card.legal and not card.planned and not card.drafts and card.asks
            ]
            if good and len(game.planned) < 2 and session.view.left:
                before = len(game.planned)
                key(str(good[0]))
                decisions += 1
                if len(game.planned) > before:
                    continue
            decisions += 1
            key("e" if game.planned else "q")
        else:
            key("enter")
    assert game.over
    assert keys <= 120
    assert decisions <= 70


def test_cards_end_with_a_sentence_in_every_hand() -> None:
    game = game_at(0, seed=1)
    for _turn in range(3):
        _flow, page = screen(game, "desk")
        shortened: list[str] = []
        page.look.on_shorten = shortened.append
        from pygame import Surface

        page.draw(Surface((1280, 720)))
        page.look.on_shorten = None
        cards = [card for card in game.view().cards if card.legal]
        assert not [text for text in shortened for card in cards if text in card.reason]
        game.end_turn()


@pytest.mark.parametrize(("size", "scale", "theme"), MATRIX)
def test_the_page_of_quiet_turns_has_no_faults(
    size: tuple[int, int], scale: float, theme: str
) -> None:
    from sim.desk.kit.lint import lint_ui

    _flow, page = screen(game_at(3), "quiet", size, theme, scale)
    page.ui.prepare()
    assert [str(one) for one in lint_ui(page.ui)] == []


# -- text mode -------------------------------------------------------------------------------------


def told(*lines: str) -> str:
    stdout = io.StringIO()
    game = TextGame(Game.new(loaded(), seed=1), io.StringIO("\n".join(lines)), stdout)
    game.run()
    return stdout.getvalue()


def test_text_mode_tells_ledgers_grounds_and_passes_turns() -> None:
    said = told("ledger home", "ledger", "ledger nowhere", "ledger trust khmer_rouge japan")
    assert "where it began" in said
    assert "shown now" in said
    assert "No number has these words" in said
    assert "Trust of Khmer Rouge in Japan" in said
    said = told("why 29", "why 999", "pass")
    assert "an even chance" in said
    assert "There is no move 999" in said
    assert "You look up now" in said


def test_an_event_that_is_switched_off_is_not_announced() -> None:
    first = set_pieces(Game.new(loaded()))[0].title
    event = next(key for key, one in loaded().scenario.events.items() if one.title == first)
    game = Game.new(loaded(), without=(f"event:{event}",))
    assert first not in [piece.title for piece in set_pieces(game, game.turns)]
    assert first not in [moment.title for moment in game.view().timeline]
    assert first in [moment.title for moment in Game.new(loaded()).view().timeline]


def test_the_calendar_of_a_short_game_ends_with_it() -> None:
    game = Game(loaded(), turn_limit=2)
    last = game.view().timeline[-1]
    assert (last.kind, last.turn, last.date) == ("end", 2, game.plan.date(2).isoformat())
    assert all(moment.turn < 2 for moment in game.view().timeline[:-1])
