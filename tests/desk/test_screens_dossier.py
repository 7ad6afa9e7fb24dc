"""Dossiers: what is known of an actor, and what it rests on."""

from __future__ import annotations

import pytest

from sim.desk.models.dossier import actor_rows, build_dossier
from sim.desk.screens.codex import CodexPage
from sim.desk.screens.dossier import DossierPage
from tests.desk.driving import press
from tests.desk.screens import MATRIX, along_the_record, faults, played, shown

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
    assert isinstance(app.top, CodexPage)
    assert app.top.key == f"fact:{cite.id}"


@pytest.mark.parametrize(("size", "scale", "theme"), MATRIX)
@pytest.mark.parametrize("actor", ["japan", "khmer_rouge"])
def test_dossiers_pass_the_lints(
    actor: str, size: tuple[int, int], scale: float, theme: str
) -> None:
    assert faults(lambda: DossierPage(played(3), actor), size, scale, theme) == []
