"""Dossiers and facts: what is known of an actor, and what it rests on."""

from __future__ import annotations

import pytest

from sim.desk.models.dossier import actor_rows, build_dossier
from sim.desk.models.facts import build_facts, uses
from sim.desk.screens.dossier import DossierPage
from sim.desk.screens.facts import FactsPage
from sim.scenario.load import sources
from tests.desk.driving import focused, press
from tests.desk.screens import MATRIX, along_the_record, faults, played, scenario, shown

# -- facts -----------------------------------------------------------------------------------------


def test_every_fact_that_the_scenario_cites_is_listed_with_its_sources() -> None:
    view = build_facts(scenario())
    book = sources()
    assert {fact.id for fact in view.facts} == set(uses(scenario().scenario))
    for fact in view.facts:
        assert fact.text == book.citable[fact.id].text
        assert [note.title for note in fact.sources] == [
            book.sources[name].title for name in book.citable[fact.id].source
        ]
        assert fact.used


def test_disagreements_are_shown_with_the_facts_that_they_are_about() -> None:
    view, book = build_facts(scenario()), sources()
    shown_ids = {fact.id: len(fact.differences) for fact in view.facts}
    for name, count in shown_ids.items():
        assert count == sum(name in one.facts for one in book.disagreements.values())
    assert sum(shown_ids.values()) > 0


def test_what_rests_on_a_fact_is_told_in_words() -> None:
    used = uses(scenario().scenario)
    assert "Issue: Role of the Supreme National Council" in used["E2"]
    assert any(said.startswith("Checkpoint: ") for said in used["E8"])
    assert not any("_" in said for said in used["E8"])


@pytest.mark.parametrize(
    ("words", "found"), [("e8", "E8"), ("COFFEE english", "E8"), ("eleven points", "E3")]
)
def test_facts_are_found_by_any_words(words: str, found: str) -> None:
    view = build_facts(scenario())
    hits = view.find(words)
    assert found in {fact.id for fact in hits}
    assert len(hits) < len(view.facts)
    assert view.find("") == view.facts
    assert view.find("no such words anywhere") == ()


def test_facts_are_searched_by_keys_alone() -> None:
    page = FactsPage(scenario())
    shown(page)
    press(page, "/")
    assert focused(page).role == "textbox"
    for letter in "coffee":
        press(page, letter)
    assert page.words == "coffee"
    assert page.fact is not None
    assert page.fact.id == "E8"
    assert page.ui.tree().find("text", page.fact.title)
    for letter in "zzz":
        press(page, letter)
    assert page.fact is None
    assert page.ui.tree().find("text", "No fact holds all of these words.")


def test_the_facts_open_at_the_one_that_was_asked_for() -> None:
    page = FactsPage(scenario(), "E8")
    shown(page)
    assert page.ui.tree().find("listbox", "Facts").value == "First round, 17 July 1992"
    press(page, "down")
    assert page.selected != "E8"


@pytest.mark.parametrize(("size", "scale", "theme"), MATRIX)
def test_the_facts_pass_the_lints(size: tuple[int, int], scale: float, theme: str) -> None:
    assert faults(lambda: FactsPage(scenario(), "E8"), size, scale, theme) == []


# -- dossiers --------------------------------------------------------------------------------------


def test_everybody_has_a_dossier_and_the_seat_comes_first() -> None:
    game = played(3)
    view = game.view()
    rows = actor_rows(game, view)
    assert rows[0].face.id == game.seat
    assert {row.face.id for row in rows} == set(game.scenario.actors)
    for row in rows:
        dossier = build_dossier(game, view, row.face.id)
        assert dossier.measures
        for one in dossier.measures:
            assert 0 <= one.low <= one.best <= one.high <= 1


def test_your_own_numbers_are_exact_and_those_of_others_are_bands() -> None:
    game = played(3)
    view = game.view()
    own = build_dossier(game, view, game.seat)
    assert own.you
    assert all(want.low == want.ideal == want.high for want in own.wants)
    other = build_dossier(game, view, "khmer_rouge")
    assert any(want.low < want.high for want in other.wants)
    assert sum(one.share for one in other.types) == pytest.approx(1)


def test_decisions_are_told_with_their_dates() -> None:
    game = played(99)
    dossier = build_dossier(game, game.view(), "khmer_rouge")
    assert len(dossier.done) == len(game.view().actor("khmer_rouge").facts)
    assert dossier.done
    assert all(done.date.endswith("1992") for done in dossier.done)
    assert not any("_" in done.text for done in dossier.done)


def test_a_dossier_does_not_know_what_the_seat_cannot() -> None:
    game = along_the_record(3)
    before = [build_dossier(game, game.view(), a) for a in game.scenario.actors]
    hidden = game.process.world
    hidden.type[...] = (hidden.type + 1) % 4
    hidden.ideal[...] = 1.0 - hidden.ideal
    hidden.stance[...] = 1.0 - hidden.stance
    assert [build_dossier(game, game.view(), a) for a in game.scenario.actors] == before


def test_an_unknown_actor_is_refused() -> None:
    game = played(3)
    with pytest.raises(KeyError):
        build_dossier(game, game.view(), "nobody")


def test_dossiers_are_turned_by_keys_and_lead_to_the_facts() -> None:
    page = DossierPage(played(3), "thailand")
    app = shown(page)
    assert page.view.face.id == "thailand"
    press(page, "down")
    assert page.view.face.id != "thailand"
    press(page, "up")
    cite = page.view.cites[0]
    link = page.ui.tree().find("link", cite.title)
    page.ui.focus(link.key)
    press(page, "enter")
    assert isinstance(app.top, FactsPage)
    assert app.top.selected == cite.id


@pytest.mark.parametrize(("size", "scale", "theme"), MATRIX)
@pytest.mark.parametrize("actor", ["japan", "khmer_rouge"])
def test_dossiers_pass_the_lints(
    actor: str, size: tuple[int, int], scale: float, theme: str
) -> None:
    assert faults(lambda: DossierPage(played(3), actor), size, scale, theme) == []
