"""The report of a turn: short, complete, and adding up."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from sim.game.build_report import change
from sim.game.game import Game
from sim.game.report import MOST_WORDS, Change
from sim.game.words import by_stance
from sim.scenario.language import parse_condition
from sim.scenario.schema import Answer, Says
from tests.game.rig import busy_game, busy_turn, play, shipped_loaded, small_game


@pytest.fixture(scope="module")
def shipped() -> Game:
    game, luck = Game.new(shipped_loaded(), seed=5), np.random.default_rng(5)
    while not game.over:
        busy_turn(game, luck)
    return game


@pytest.mark.parametrize("seed", range(5))
def test_a_summary_is_short_and_made_of_the_entries(seed: int) -> None:
    for played in busy_game(seed).past:
        summary = played.report.summary
        assert 0 < len(summary.split()) <= MOST_WORDS
        rest = summary
        for entry in played.report.entries:
            rest = rest.replace(entry.text, "", 1)
        if played.report.entries:
            assert rest.strip() == ""


def test_what_a_party_believes_of_itself_is_not_told(shipped: Game) -> None:
    told = [one.actors for played in shipped.past for one in played.report.changes
            if one.quantity == "bad_faith"]  # fmt: skip
    assert told
    assert all(observer != about for observer, about in told)


def test_summaries_of_a_shipped_scenario(shipped: Game) -> None:
    assert len(shipped.past) == shipped.turns
    for played in shipped.past:
        assert 5 < len(played.report.summary.split()) <= MOST_WORDS
        assert "{" not in "".join(entry.text + entry.why for entry in played.report.entries)


def check(one: Change) -> None:
    assert sum(cause.points for cause in one.causes) == one.points
    assert one.before + one.points == one.after
    assert one.label
    assert all(cause.rule_words and cause.source_words for cause in one.causes)


@pytest.mark.parametrize("seed", range(5))
def test_changes_add_up_in_whole_points(seed: int) -> None:
    found = [one for played in busy_game(seed).past for one in played.report.changes]
    assert len(found) > 10
    for one in found:
        check(one)


def test_changes_of_a_shipped_scenario_add_up(shipped: Game) -> None:
    found = [one for played in shipped.past for one in played.report.changes]
    for one in found:
        check(one)
    titles = {cause.source_words for one in found for cause in one.causes}
    assert titles & {event.title for event in shipped.scenario.events.values()}
    cited = {cite for one in found for cause in one.causes for cite in cause.cites}
    assert cited <= set(shipped.loaded.facts)
    assert cited


@pytest.mark.parametrize("seed", range(4))
def test_the_true_ledger_adds_up_too(seed: int) -> None:
    """As the debrief shows it."""
    game = busy_game(seed)
    assert game.process.world.ledger is not None
    for row in game.process.world.ledger.rows:
        if row.kind == "change":
            check(change(game, row))


def test_own_numbers_in_a_report_are_the_true_ones() -> None:
    game = play(small_game(4), [("proclaim", None)])
    [home] = [c for c in game.past[0].report.changes if (c.quantity, c.own) == ("home", True)]
    before = float(game.past[0].before.arrays["home"][game.seat_index, 0])
    after = float(game.process.world.home[game.seat_index, 0])
    assert (home.before, home.after) == (round(100 * before), round(100 * after))
    assert [cause.source for cause in home.causes] == ["moves.proclaim"]
    assert home.label == "Support at home for host"


def test_beliefs_are_about_those_with_a_hidden_type() -> None:
    found = [
        one
        for seed in range(4)
        for played in busy_game(seed).past
        for one in played.report.changes
        if one.quantity == "bad_faith"
    ]
    assert found
    assert {one.actors[1] for one in found} == {"north"}
    assert all(one.label.endswith("that north acts in bad faith") for one in found)


def test_answers_are_told_by_stance_and_why() -> None:
    game = small_game(1)
    game.push("hold_round", "north")
    game.push("seek_nod", "south")
    report = game.end_turn()
    answers = {entry.actor: entry for entry in report.entries if entry.kind == "answer"}
    assert set(answers) >= {"north", "south"}
    said = {
        True: {"north comes, with folded arms.", "north comes gladly."},
        False: {"They stay away."},
    }
    assert answers["north"].yes is not None
    assert answers["north"].text in said[answers["north"].yes]
    assert answers["south"].text in {"Go on.", "We object."}
    assert all(entry.why for entry in answers.values())


def test_a_quiet_turn_says_so() -> None:
    from sim.game.build_report import _summary

    assert _summary([]) == ("Nothing was done that you heard of.", 0)


def test_table_decisions_come_first() -> None:
    game = play(small_game(1), [("draft", None)], [("put", None)])
    entries = [entry for entry in game.past[1].report.entries if entry.kind == "table"]
    assert entries[0].text.startswith("Talks: ")
    assert entries[0].text in game.past[1].report.summary


@pytest.mark.parametrize(
    ("tone", "said"),
    [("opposes", "no"), ("sceptical", "no"), ("acquiesces", "fine"), ("supports", "fine")],
)
def test_words_for_a_stance_that_has_none_are_those_of_the_nearest(tone: str, said: str) -> None:
    assert by_stance(Answer(says=Says(opposes="no", acquiesces="fine")), tone) == said
    assert by_stance(Answer(says="either"), tone) == "either"
    assert by_stance(None, tone) is None


def test_conditions_in_words() -> None:
    words = small_game().words
    text = "stance(target) >= sceptical and not joined(self) by 2000-02-01"
    told = words.condition(parse_condition(text), 0, 2)
    assert told == (
        "north: stance on the initiative at least sceptical and "
        "not (host: became a partner in the initiative, by 1 February 2000)"
    )


def test_reports_are_plain_data() -> None:
    report = busy_game(2).past[0].report
    assert dataclasses.asdict(report)["summary"] == report.summary
