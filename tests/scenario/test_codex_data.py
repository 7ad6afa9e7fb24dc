"""Places, names, terms, mechanisms and works: what one names of another exists."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from sim.model.rules import RULES
from sim.scenario import codex
from sim.scenario.form.codex import Mechanism, Term
from sim.scenario.form.gazetteer import MapWindow, Spot
from sim.scenario.kinds import check
from sim.scenario.load import load
from sim.scenario.shelf import shipped, sources
from sim.scenario.shipped_data import places, spot_of

SCRIPTS = {"ja": ("CJK", "KATAKANA", "HIRAGANA", "LATIN"), "km": ("KHMER", "ZERO WIDTH SPACE")}


def test_every_mechanism_of_the_model_is_explained_and_no_other() -> None:
    assert list(codex.mechanisms()) == list(RULES)


def test_what_terms_and_mechanisms_name_exists() -> None:
    works, terms, book = codex.works(), codex.terms(), sources()
    explained: list[Term | Mechanism] = [
        *terms.values(),
        *codex.mechanisms().values(),
    ]
    for one in explained:
        assert one.works or one.source, f"{one.title} has no source"
        assert set(one.works) <= set(works)
        assert set(one.see) <= set(terms)
        assert set(one.source) <= set(book.sources)
    used = {work for one in explained for work in one.works}
    assert used == set(works)


def test_a_work_tells_its_year_and_author_in_full() -> None:
    for name, work in codex.works().items():
        assert str(work.year) in work.reference, name
        assert work.by.split()[0].rstrip(",") in work.reference, name
        assert work.reference.endswith(".")


def test_places_cite_facts_that_exist_and_lie_in_lands_that_do() -> None:
    lands = {name for name, place in places().items() if place.kind == "land"}
    abroad = {"russia", "france", "united_kingdom", "belgium", "united_states", "australia"}
    for name, place in places().items():
        assert set(place.cite) <= set(sources().citable), name
        assert place.land is None or place.land in lands | abroad | {"singapore"}, name


@pytest.mark.parametrize("code", ["ja", "km"])
def test_names_are_in_the_script_of_their_language(code: str) -> None:
    named = [one.names for one in codex.names().values()]
    named += [one.names for one in places().values()]
    texts = [text for names in named if (text := getattr(names, code))]
    assert len(texts) > 20
    for text in texts:
        assert text == unicodedata.normalize("NFC", text)
        for letter in text:
            if letter in " ・":
                continue
            assert unicodedata.name(letter).startswith(SCRIPTS[code]), (text, letter)


def test_names_belong_to_actors_of_shipped_scenarios() -> None:
    actors = {actor for name in shipped() for actor in load(name).scenario.actors}
    for name, one in codex.names().items():
        assert set(one.actors) <= actors, name
        assert one.names.ja or one.names.km, name


def test_disagreements_name_sources_that_exist() -> None:
    for one in sources().disagreements.values():
        assert one.sides
        for side in one.sides:
            assert set(side.source) <= set(sources().sources)


def test_a_place_may_be_named_written_out_or_left_to_a_rim() -> None:
    named = spot_of("phnom_penh")
    assert named is not None
    assert named.longitude == places()["phnom_penh"].longitude
    assert spot_of(None) is None
    assert spot_of(Spot(edge="north")) == Spot(edge="north")
    with pytest.raises(ValueError, match="both longitude: and latitude:"):
        Spot(longitude=100.0)
    with pytest.raises(ValueError, match="or edge:"):
        Spot(title="Nowhere")
    with pytest.raises(ValueError, match="a degree or more"):
        MapWindow(west=100.0, south=10.0, east=100.5, north=20.0)


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("pnom_penh", 'there is no place "pnom_penh"; did you mean "phnom_penh"?'),
        ("{longitude: 105}", "a place needs both longitude: and latitude:"),
        ("{longitude: 405, latitude: 12}", "180"),
    ],
)
def test_a_place_that_is_none_is_told_with_its_line(tmp_path: Path, place: str, told: str) -> None:
    path = tmp_path / "elsewhere.yaml"
    path.write_text(
        "version: 1\nid: elsewhere\ntitle: Elsewhere\nextends: japan-thailand-talks-1992\n"
        f"actors:\n  hun_sen:\n    place: {place}\n"
    )
    (problem, *_more) = check(str(path))
    assert told in problem.message
    assert problem.span.line == 7
