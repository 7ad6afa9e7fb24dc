"""Named steps as a player meets them: on cards, in the view, in text, in the chronicle."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from sim.cli.textmode.telling import grouped, move_detail
from sim.cli.textmode.telling_view import dossier
from sim.desk.models.dossier import build_dossier
from sim.desk.models.hand import build_cards, find_cards
from sim.desk.screens.desk_parts import card_tip
from sim.game.game import Game
from sim.game.words import Words
from sim.lab.chronicle import chronicle
from sim.lab.setup import setup_of
from sim.scenario.language import parse_condition
from sim.scenario.load import Loaded
from tests.game.rig import data, loaded_from, play

CHAIR, LEAVE = "The south takes the chair", "The host goes on leave"


@cache
def loaded() -> Loaded:
    """The small scenario with an ask that is sure to be granted, one that is not, and a leave."""
    plain = data()
    plain["steps"] = {
        "chair": {"title": CHAIR, "cite": ["T1"]},
        "march": {"title": "The north marches home"},
        "leave": {"title": LEAVE},
    }
    for name, who, costs in (("chair", "south", -1.0), ("march", "north", 1.0)):
        plain["actors"][who]["interests"] = {
            "it": {"wants": f"acted(self, {name})", "weight": -costs}
        }
        plain["moves"][f"ask_{name}"] = {
            "title": f"Ask for it ({name})",
            "by": ["host"],
            "to": [who],
            "kind": "ask",
            "asks": {"to": "act", "what": name, "costs": costs},
        }
    plain["moves"]["take_leave"] = {
        "title": "A holiday",
        "by": ["host"],
        "kind": "act",
        "decides": {"to": "act", "what": "leave"},
    }
    return loaded_from(plain)


def game() -> Game:
    """A game in which all three have been played."""
    moves = [("ask_chair", "south"), ("ask_march", "north"), ("take_leave", None)]
    return play(Game.new(loaded(), seed=3), moves)


def test_cards_name_the_step() -> None:
    cards = {card.move: card for card in Game.new(loaded()).view().cards}
    assert cards["ask_chair"].step == CHAIR
    assert cards["take_leave"].step == LEAVE
    assert cards["consult"].step == ""
    group = next(one for one in grouped(cards.values()) if one.cards[0].move == "ask_chair")
    assert f"The step: {CHAIR}." in list(move_detail(group, {}))
    faces = dict.fromkeys(loaded().scenario.actors)
    shown = build_cards(cards.values(), faces)  # type: ignore[arg-type]  # faces are not looked at
    assert [card.move for card in find_cards(shown, "", "takes the chair")] == ["ask_chair"]
    assert f"The step: {LEAVE}" in card_tip(next(c for c in shown if c.move == "take_leave"))


def test_the_view_tells_steps_taken_and_refused() -> None:
    view = game().view()
    told = {
        (one.id, fact.fact, fact.step, fact.step_title, fact.table)
        for one in view.actors
        for fact in one.facts
        if fact.step
    }
    assert told == {
        ("south", "acted", "chair", CHAIR, None),
        ("north", "refused", "march", "The north marches home", None),
        ("host", "acted", "leave", LEAVE, None),
    }
    moments = [(one.title, one.cites) for one in view.timeline if one.kind == "fact"]
    assert (f"south: {CHAIR}", ("T1",)) in moments
    assert not any("marches" in title for title, _ in moments)


def test_text_and_desk_tell_them_in_the_dossier() -> None:
    played = game()
    view = played.view()
    text = " ".join(" ".join(dossier(view, view.actor("south"))).split())
    assert f'took the step "{CHAIR}" (2000-01-01)' in text
    text = " ".join(" ".join(dossier(view, view.actor("north"))).split())
    assert 'refused the step "The north marches home"' in text
    done = [one.text for one in build_dossier(played, view, "south", {}).done]
    assert f"Took the step: {CHAIR}" in done
    done = [one.text for one in build_dossier(played, view, "north", {}).done]
    assert "Refused the step: The north marches home" in done


def test_an_answer_without_words_of_its_own_names_the_step() -> None:
    said = [entry.text for entry in game().past[0].report.entries if entry.kind == "answer"]
    assert f"south says yes: {CHAIR}." in said
    assert "north says no: The north marches home." in said


def test_a_condition_in_words_names_the_step() -> None:
    words = Words(game().plan)
    said = words.condition(parse_condition("acted(south, chair)"), None, None)
    assert said == f"south, {CHAIR}: took a public step"


def test_the_chronicle_names_the_step(tmp_path: Path) -> None:
    line = tmp_path / "line.yaml"
    line.write_text(
        "moves:\n"
        "  one: {date: 2000-01-01, by: host, move: ask_chair, to: south}\n"
        "  two: {date: 2000-01-01, by: host, move: take_leave}\n",
        encoding="utf-8",
    )
    told = chronicle(setup_of(loaded().scenario, str(line))).as_json()["entries"]
    (answer,) = [entry for entry in told if entry.get("move") == "ask_chair"]
    assert f'south says yes to the step "{CHAIR}"' in answer["text"]
    assert answer["step"] == "chair"
    steps = [entry.get("step") for entry in told if entry["kind"] == "move"]
    assert "leave" in steps
