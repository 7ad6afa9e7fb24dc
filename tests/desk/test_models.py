"""View-models: plain data that hold what they say, made without pygame."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
from pathlib import Path

import pytest

from sim.desk.models.briefing import build_briefing
from sim.desk.models.build_desk import build_desk
from sim.desk.models.desk import DeskView
from sim.desk.models.hand import MoveCard, OddsView, choose_hand, find_cards, odds_view
from sim.desk.models.network import Edge, network_rows, percent
from sim.desk.models.positions import room_words
from sim.desk.models.title import build_resume, build_shelf
from sim.desk.session import Session
from sim.game.forecast.odds import Odds
from sim.game.game import Game
from sim.game.lock import Lock
from sim.game.saving.save import autosave, autosave_path
from tests.desk.games import SCENARIO, game_at, loaded


@pytest.fixture(scope="module")
def view() -> DeskView:
    game = game_at(4)
    return build_desk(game, game.view())


def test_models_need_no_pygame_and_the_shelf_no_engine() -> None:
    code = (
        "import sys\n"
        "from sim.desk.models.title import build_shelf, build_resume\n"
        "assert build_shelf().cards\n"
        "slow = {'pygame', 'numpy', 'mesa', 'pydantic'} & set(sys.modules)\n"
        "assert not slow, slow\n"
        "import sim.desk.models.build_desk, sim.desk.models.briefing, sim.desk.models.advisers\n"
        "assert 'pygame' not in sys.modules\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


# -- the shelf -------------------------------------------------------------------------------------


def test_the_shelf_says_of_a_scenario_what_the_scenario_says() -> None:
    scenario = loaded().scenario
    card = next(card for card in build_shelf().cards if card.id == SCENARIO)
    assert card.title == scenario.title
    assert card.summary == " ".join(scenario.summary.split())
    assert str(scenario.calendar.turns) in card.length
    assert str(scenario.calendar.start.year) in card.dates
    assert [seat.face.id for seat in card.seats] == [
        name for name, actor in scenario.actors.items() if actor.seat
    ]


def test_a_broken_file_is_named_and_does_not_hide_the_others(tmp_path: Path) -> None:
    good = loaded().path.read_text(encoding="utf-8")
    (tmp_path / "good.yaml").write_text(good, encoding="utf-8")
    (tmp_path / "bad.yaml").write_text("id: [1, 2\n", encoding="utf-8")
    (tmp_path / "empty.yaml").write_text("", encoding="utf-8")
    shelf = build_shelf(tmp_path)
    assert [card.id for card in shelf.cards] == [SCENARIO]
    assert shelf.broken == ("bad.yaml", "empty.yaml")


def test_there_is_a_game_to_go_on_with_once_one_was_saved_by_itself(home: Path) -> None:
    shelf = build_shelf()
    assert build_resume(shelf) is None
    autosave(game_at(2))
    resume = build_resume(shelf)
    assert resume is not None
    assert resume.path == autosave_path()
    assert "2 turns played" in resume.note
    assert loaded().scenario.title in resume.note


@pytest.mark.parametrize(
    "content", ["", "[]", '{"scenario": 1}', "{" * 2000, "\x00", '{"turns": 3}']
)
def test_a_broken_autosave_is_not_offered(content: str, tmp_path: Path) -> None:
    path = tmp_path / "autosave.json"
    path.write_text(content, encoding="utf-8")
    assert build_resume(build_shelf(), path) is None


def test_an_autosave_of_an_unknown_scenario_is_not_offered(tmp_path: Path) -> None:
    path = tmp_path / "autosave.json"
    path.write_text(json.dumps({"scenario": "elsewhere", "seat": "a", "turns": []}))
    assert build_resume(build_shelf(), path) is None


# -- the desk --------------------------------------------------------------------------------------


def test_the_desk_shows_the_numbers_of_the_seat(view: DeskView) -> None:
    game = game_at(4)
    seen = game.view()
    assert (view.turn, view.turns) == (5, game.turns)
    assert view.capital == round(seen.capital)
    assert view.left == round(seen.capital_left)
    assert [stat.value for stat in view.stats] == [
        round(100 * seen.home),
        round(100 * seen.legitimacy),
    ]
    assert sum(goal.weight for goal in view.goals) == 100
    assert set(view.facts) == set(game.scenario.actors)


def test_changes_beside_a_number_are_those_of_the_last_turn() -> None:
    session = Session(game_at(0))
    for _ in range(3):
        before = session.view
        session.end_turn()
        after = session.view
        for old, new in zip(before.stats, after.stats, strict=True):
            assert new.change == new.value - old.value
    assert any(stat.change for stat in after.stats)
    session.undo()
    assert session.view.stats == before.stats


def test_all_that_is_shown_is_frozen(view: DeskView) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        view.turn = 9  # type: ignore[misc]


def test_every_edge_of_an_actor_is_a_row_of_its_table(view: DeskView) -> None:
    network = view.network
    for node in network.nodes:
        rows = {row[0] for row in network_rows(network, node.face.id)}
        ends = {e.source for e in network.of(node.face.id)} | {
            e.target for e in network.of(node.face.id)
        }
        assert {network.name(end) for end in ends - {node.face.id}} <= rows


def test_two_edges_that_say_the_same_are_one_line_with_two_heads() -> None:
    from sim.desk.models.network import Network

    there = Edge("a", "b", 0.8, 0.8, 0.8)
    back = Edge("b", "a", 0.7, 0.6, 0.8)
    against = Edge("b", "a", 0.2, 0.1, 0.3)
    (line,) = Network((), (there, back)).lines("a")
    assert line.both
    assert [line.both for line in Network((), (there, against)).lines("a")] == [False, False]


def test_percent_is_one_number_where_nothing_is_in_doubt() -> None:
    assert percent(0.4, 0.4) == "40"
    assert percent(0.4, 0.55) == "40\N{EN DASH}55"


def test_an_issue_has_room_or_names_who_leaves_none(view: DeskView) -> None:
    for table in view.tables:
        assert table.issues
        for issue in table.issues:
            assert room_words(issue)
            assert (issue.zone is None) == bool(issue.blockers)
            names = {row.face.name for row in issue.rows}
            assert set(issue.blockers) <= names
            for row in issue.rows:
                if row.fair is not None and row.maybe is not None:
                    assert row.maybe[0] <= row.fair[0] <= row.fair[1] <= row.maybe[1]


def test_dates_stand_in_order_between_start_and_end(view: DeskView) -> None:
    line = view.timeline
    assert 0 < line.now < 1
    assert all(0 <= point.at <= 1 for point in line.points)
    assert all(point.past == (point.at < line.now) for point in line.points if point.at != line.now)


# -- the hand --------------------------------------------------------------------------------------


def card(option: int, worth: float = 0.0, **changes: object) -> MoveCard:
    plain = MoveCard(
        option=option,
        move=f"move_{option}",
        to=None,
        title=f"Move {option}",
        target=None,
        kind="ask",
        cost=1,
        legal=True,
        why_not="",
        reason="",
        says="",
        planned=False,
        drafts=None,
        asks=True,
        unsure=False,
        worth=worth,
        cites=(),
    )
    return dataclasses.replace(plain, **changes)  # type: ignore[arg-type]


def test_the_hand_holds_the_most_valuable_cards_that_can_be_played() -> None:
    cards = [card(i, worth=i / 10) for i in range(8)]
    cards[7] = card(7, worth=0.9, legal=False, why_not="Not yet.")
    assert [c.option for c in choose_hand(cards, 5)] == [6, 5, 4, 3, 2]


def test_the_hand_is_of_several_moves_while_there_are_others() -> None:
    cards = [card(i, worth=1 - i / 10, move="same") for i in range(4)]
    cards += [card(i, worth=0.1) for i in range(4, 7)]
    assert [c.option for c in choose_hand(cards, 4)] == [0, 4, 5, 6]
    assert [c.option for c in choose_hand(cards[:4], 4)] == [0, 1, 2, 3]


def test_planning_does_not_shuffle_the_hand() -> None:
    cards = [card(i, worth=i / 10) for i in range(8)]
    before = [c.option for c in choose_hand(cards, 5)]
    cards[4] = card(4, worth=0.4, planned=True, legal=False, why_not="It is planned already.")
    cards[6] = card(6, worth=0.6, legal=False, why_not="It costs 2 and you have 1 left.")
    assert [c.option for c in choose_hand(cards, 5, before)] == before


def test_what_is_planned_is_always_in_the_hand() -> None:
    cards = [card(i, worth=i / 10) for i in range(8)]
    before = [c.option for c in choose_hand(cards, 5)]
    cards[0] = card(0, planned=True, legal=False, why_not="It is planned already.")
    assert [c.option for c in choose_hand(cards, 5, before)] == [*before[:4], 0]


def test_moves_are_found_by_their_words_and_group() -> None:
    cards = [card(1, title="Ask a friend"), card(2, kind="tell", reason="friends talk")]
    cards.append(card(3, legal=False, why_not="No.", title="Friend in need", worth=9))
    assert [c.option for c in find_cards(cards, "", "FRIEND")] == [1, 2, 3]
    assert [c.option for c in find_cards(cards, "tell", "friend")] == [2]
    assert find_cards(cards, "", "nothing of the kind") == []


def test_odds_are_dots_with_a_range_around_them() -> None:
    odds = Odds(1, 0.52, 0.31, 0.77, "why", None)
    assert odds_view(odds) == OddsView(10, 6, 15, "why")
    assert odds_view(Odds(1, None, None, None, "", None)) is None
    assert odds_view(None) is None


# -- the session -----------------------------------------------------------------------------------


def test_a_session_plans_takes_back_and_says_why_not() -> None:
    session = Session(game_at(1))
    usable = [c for c in session.view.cards if c.legal]
    assert session.plan(usable[0]) == ""
    assert [plan.title for plan in session.view.planned] == [usable[0].label]
    planned = next(c for c in session.view.cards if c.option == usable[0].option)
    assert session.plan(planned) == ""
    assert session.view.planned == ()
    closed = next(c for c in session.view.cards if not c.legal)
    assert closed.title in session.plan(closed)
    assert session.view.planned == ()


def test_a_turn_is_saved_by_itself_and_can_be_taken_back(home: Path) -> None:
    session = Session(game_at(0))
    start = session.game.state_hash()
    session.end_turn()
    assert autosave_path().is_file()
    assert session.view.turn == 2
    assert "taken back" in session.undo()
    assert session.game.state_hash() == start
    assert "nothing" in session.undo()


def test_a_turn_is_played_even_if_it_cannot_be_saved(home: Path) -> None:
    home.write_text("a file where the folder should be")
    session = Session(game_at(0))
    session.end_turn()
    assert session.game.turn == 1
    assert "could not be saved" in session.notice


def test_odds_reckoned_in_a_thread_are_those_reckoned_at_once() -> None:
    import queue

    calls: queue.Queue[object] = queue.Queue()
    at_once, later = Session(game_at(3)), Session(game_at(3), calls.put)
    wanted = [c.option for c in at_once.view.cards if c.asks and c.legal][:5]
    assert at_once.want(wanted)
    assert not later.want(wanted)
    while later.thinking or not calls.empty():
        call = calls.get(timeout=60)
        assert callable(call)
        call()
    assert later.odds == at_once.odds
    later.close()


def test_odds_of_a_moment_that_has_passed_are_not_taken() -> None:
    session = Session(game_at(3), lambda call: None)
    wanted = [c.option for c in session.view.cards if c.asks and c.legal][:2]
    session._take(session._moment - 1, wanted, {})
    assert not session._fresh
    session.close()


def test_odds_can_be_switched_off() -> None:
    game = game_at(1)
    game.lock = Lock(odds=False)
    session = Session(game)
    assert not session.want([c.option for c in session.view.cards if c.asks])
    assert all(c.odds is None for c in session.view.cards)


# -- the briefing ----------------------------------------------------------------------------------


def test_a_briefing_is_that_of_its_seat() -> None:
    for seat in ("japan", "thailand"):
        view = build_briefing(Game.new(loaded(), seat))
        assert view.seat.id == seat
        assert sum(goal.weight for goal in view.goals) == 100
        assert view.role
        assert len(view.voices) == len(loaded().scenario.advisers)
        assert {one.id for one in view.seats} == {"japan", "thailand"}
