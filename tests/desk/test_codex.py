"""The codex: everything is listed, linked, found, and says where it comes from and is used."""

from __future__ import annotations

import datetime as dt
import functools
import itertools
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.desk.kit.text import missing
from sim.desk.kit.theme import BODY, LEAD
from sim.desk.models.codex.actor_pages import position_words
from sim.desk.models.codex.book import Codex, score
from sim.desk.models.codex.coding import coding
from sim.desk.models.codex.entry import KINDS, Entry, kind_index
from sim.desk.models.codex.links import Linker
from sim.desk.models.codex.pages import page_of
from sim.desk.models.facts import cited_for, uses
from sim.desk.screens.codex import CodexPage, open_entry
from sim.model.rules import RULES
from sim.scenario import codex as data
from sim.scenario.shelf import sources
from tests.desk.driving import focused, press
from tests.desk.screens import MATRIX, faults, scenario, shown

LINK = re.compile(r"\[([^\]\[]+)\]\(([^()\s]+)\)")
TODAY = dt.date(1992, 6, 15)


@functools.cache
def codex() -> Codex:
    return Codex(scenario(), TODAY)


def texts(key: str) -> list[str]:
    """Everything that an entry says."""
    page = page_of(codex(), key)
    said = [page.about, *(text for name in page.names for _language, text in name.texts)]
    for section in page.sections:
        said += [section.title, *section.texts]
        said += [part for pair in section.beside for part in pair]
    return said


# -- entries ---------------------------------------------------------------------------------------


def test_every_fact_disagreement_source_mechanism_and_term_has_an_entry() -> None:
    book, keys = sources(), {entry.key for entry in codex().entries}
    assert {f"fact:{name}" for name in book.citable} <= keys
    assert {f"dispute:{name}" for name in book.disagreements} <= keys
    assert {f"source:{name}" for name in book.sources} <= keys
    assert {f"rule:{name}" for name in RULES} <= keys
    assert {f"term:{name}" for name in data.terms()} <= keys
    assert {f"actor:{name}" for name in scenario().scenario.actors} <= keys
    assert len(keys) == len(codex().entries)


def test_every_entry_opens_and_all_its_links_lead_somewhere() -> None:
    for entry in codex().entries:
        for text in texts(entry.key):
            assert missing(LINK.sub(r"\1", text), BODY) == set()
            for _words, key in LINK.findall(text):
                assert codex().get(key) is not None, f"{entry.key} links to {key}"


def test_without_a_scenario_the_codex_holds_what_belongs_to_all() -> None:
    alone = Codex(None)
    assert {entry.kind for entry in alone.entries} == set(KINDS) - {""}
    assert alone.get("name:hun_sen") is not None
    assert page_of(alone, "fact:E8").sections


# -- facts -----------------------------------------------------------------------------------------


def test_a_fact_tells_its_text_its_sources_in_full_and_what_rests_on_it() -> None:
    said = "\n".join(LINK.sub(r"\1", text) for text in texts("fact:E8"))
    fact = sources().citable["E8"]
    assert fact.text in said
    for name in fact.source:
        assert (sources().sources[name].reference or "nowhere") in said
    for use in uses(scenario().scenario)["E8"]:
        assert use in said


def test_a_fact_names_the_other_scenarios_that_cite_it() -> None:
    page = page_of(codex(), "fact:A10")
    also = next(s for s in page.sections if s.title == "Also cited in")
    assert "Two pens and fifteen votes" in also.texts[0]
    assert scenario().scenario.title not in also.texts[0]


def test_what_nobody_could_know_yet_says_so() -> None:
    assert page_of(codex(), "fact:E8").later
    assert not page_of(codex(), "fact:A10").later
    assert not page_of(Codex(scenario()), "fact:E8").later


def test_what_rests_on_a_fact_is_told_in_words() -> None:
    used = uses(scenario().scenario)
    assert "Issue: Role of the Supreme National Council" in used["E2"]
    assert any(said.startswith("Checkpoint: ") for said in used["E8"])
    assert not any("_" in said for said in used["E8"])
    assert "A10" in cited_for(scenario().scenario, "khmer_rouge", used)


# -- disagreements ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(sources().disagreements))
def test_every_disagreement_shows_its_sides_beside_one_another(name: str) -> None:
    one = sources().disagreements[name]
    page = page_of(codex(), f"dispute:{name}")
    first = page.sections[0]
    assert len(first.beside) == len(one.sides) >= 1
    for (head, says), side in zip(first.beside, one.sides, strict=True):
        assert LINK.sub(r"\1", says) == side.says
        assert [key for _words, key in LINK.findall(head)] == [f"source:{s}" for s in side.source]
    said = [LINK.sub(r"\1", text) for section in page.sections for text in section.texts]
    assert one.choice in said


# -- actors and names ------------------------------------------------------------------------------


def test_the_numbers_of_an_actor_say_what_they_rest_on() -> None:
    spec = scenario().scenario.actors["khmer_rouge"]
    lines = list(coding(codex(), "khmer_rouge"))
    assert len(lines) >= 2 * len(spec.positions) + (spec.spoiler is not None)
    assert all("Assumed: " in line or "](fact:" in line for line in lines)


def test_an_actor_shows_its_names_and_its_leaders_in_other_scripts() -> None:
    page = page_of(codex(), "actor:khmer_rouge")
    assert [name.title for name in page.names] == ["Khmer Rouge", "Khieu Samphan"]
    for name in page.names:
        assert [language for language, _text in name.texts] == ["Japanese", "Khmer"]


def test_names_are_drawn_without_a_missing_glyph() -> None:
    for one in data.names().values():
        for text in (one.names.ja, one.names.km):
            assert text is None or missing(text, LEAD) == set()


def test_positions_are_told_by_the_compass() -> None:
    assert position_words(102.61, 12.85) == "12.8 north, 102.6 east"
    assert position_words(-74.0, -33.0) == "33.0 south, 74.0 west"


# -- mechanisms and terms --------------------------------------------------------------------------


def test_a_mechanism_names_its_literature_and_what_the_scenario_gives_it() -> None:
    said = "\n".join(texts("rule:spoilers"))
    assert "International Security 22 (2)" in said
    assert "here have a hidden type" in said or "here has a hidden type" in said
    assert "term:spoiler" in said


# -- links -----------------------------------------------------------------------------------------


def test_ids_and_names_become_links_once_and_never_to_the_entry_itself() -> None:
    linked = codex().link("Hun Sen met Sihanouk (see X6), and Hun Sen left. [E8]", "fact:A1")
    assert linked == (
        "[Hun Sen](name:hun_sen) met [Sihanouk](actor:sihanouk) (see [X6](dispute:X6)), "
        "and Hun Sen left. ([E8](fact:E8))"
    )
    assert codex().link("It rests on E8.", "fact:E8") == "It rests on E8."


def test_the_longest_name_wins_and_words_are_whole() -> None:
    linker = Linker(
        [Entry("term:a", "Way", ""), Entry("term:b", "Way out", ""), Entry("name:c", "Ann", "")]
    )
    assert linker.link("A way out, Anna, halfway.") == "A [way out](term:b), Anna, halfway."


@given(st.text(max_size=80))
def test_no_text_breaks_the_links(text: str) -> None:
    linked = codex().link(text)
    assert LINK.sub(r"\1", linked) == text.replace("[", "(").replace("]", ")")


# -- search ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("e8", "fact:E8"),
        ("COFFEE english", "fact:E8"),
        ("eleven points", "fact:E3"),
        ("spoiler", "term:spoiler"),
        ("capital", "term:political_capital"),
        ("x7", "dispute:X7"),
        ("a13a", "fact:A13a"),
        ("pailin", "place:pailin"),
        ("フン・セン", "name:hun_sen"),
    ],
)
def test_the_best_hit_comes_first(words: str, first: str) -> None:
    assert codex().find(words)[0].key == first


def test_a_tab_leaves_one_kind_and_all_words_must_fit() -> None:
    for kind in KINDS:
        found = codex().find("", kind)
        assert found
        assert all(entry.kind == kind for entry in found) or kind == ""
    assert codex().find("no such words anywhere") == ()
    assert all(not entry.part for entry in codex().find(""))
    assert kind_index("work:x") == list(KINDS).index("source")


@given(st.lists(st.sampled_from(["peace", "the", "zz", "spoiler", "e8"]), min_size=1, max_size=3))
def test_more_words_never_find_more(words: list[str]) -> None:
    for entry in codex().entries[::7]:
        if score(entry, words):
            assert all(score(entry, [word]) for word in words)


# -- the screen ------------------------------------------------------------------------------------


def test_the_codex_is_searched_by_keys_alone() -> None:
    page = CodexPage(scenario())
    shown(page)
    press(page, "/")
    assert focused(page).role == "textbox"
    for letter in "coffee":
        press(page, letter)
    assert page.words == "coffee"
    assert page.entry is not None
    assert page.entry.key == "fact:E8"
    for letter in "zzz":
        press(page, letter)
    assert page.found == ()
    assert page.ui.tree().find("text", "No entry holds all of these words.")


def test_links_are_followed_by_enter_and_backspace_returns() -> None:
    page = CodexPage(scenario(), "dispute:X7")
    shown(page)
    link = next(w for w in page.ui.top.root.walk() if w.role == "link" and w.name == "A8")
    page.ui.focus(link.key)
    press(page, "enter")
    assert page.entry is not None
    assert page.entry.key == "fact:A8"
    assert KINDS[list(KINDS)[page.kind]] == "Facts"
    page.ui.focus("entries")
    press(page, "backspace")
    assert page.entry.key == "dispute:X7"
    assert page.forward()
    assert page.entry.key == "fact:A8"
    assert page.back()
    assert not page.back()


def test_the_list_moves_the_entry_and_tab_reaches_every_link() -> None:
    page = CodexPage(scenario(), "fact:E8")
    shown(page)
    assert page.ui.tree().find("listbox", "Entries").value == "First round, 17 July 1992"
    press(page, "down")
    assert page.key == "fact:E9"
    wanted = {w.key for w in page.ui.top.root.walk() if w.role == "link"}
    reached = set()
    for _ in range(60):
        press(page, "tab")
        reached.add(focused(page).key)
    assert wanted <= reached


def test_a_fact_opened_in_the_codex_is_followed_there() -> None:
    page = CodexPage(scenario(), "term:spoiler")
    app = shown(page)
    open_entry(page, scenario(), "fact:E8")
    assert app.top is page
    assert page.past == ["term:spoiler"]
    assert CodexPage(scenario(), "fact:nonsense").key == ""


LINTED = ("fact:E8", "actor:khmer_rouge", "dispute:X7", "rule:spoilers", "term:zopa")


@pytest.mark.parametrize(
    ("key", "size", "scale", "theme"),
    [(key, *where) for key, where in zip(LINTED, itertools.cycle(MATRIX), strict=False)],
)
def test_the_codex_passes_the_lints(
    key: str, size: tuple[int, int], scale: float, theme: str
) -> None:
    assert faults(lambda: CodexPage(scenario(), key, TODAY), size, scale, theme) == []


def test_the_codex_opens_quickly() -> None:
    Codex(scenario())
    start = time.process_time()
    page_of(Codex(scenario(), TODAY), "fact:E8")
    assert time.process_time() - start < 0.5
