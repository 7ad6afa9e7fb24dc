"""The source library `scenarios/sources.yaml`: complete, dated, well referenced and readable."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

PATH = Path(__file__).resolve().parents[2] / "scenarios" / "sources.yaml"

SOURCES = ["YAM", "MOFA", "SEK", "NHK", "PPP", "REC"]
"""Five texts and the general record."""
FACTS_PER_SECTION = {
    "A": 21,
    "B": 7,
    "C": 19,
    "D": 15,
    "E": 21,
    "F": 7,
    "G": 7,
    "H": 4,
    "I": 3,
    "J": 7,
}
FACT_IDS = [f"{s}{n}" for s, count in FACTS_PER_SECTION.items() for n in range(1, count + 1)]
HINDSIGHT = ["A15", "C13", "F7", *(f"G{n}" for n in range(1, 8)), "I2"]
DISAGREEMENT_IDS = [f"X{n}" for n in range(1, 16)]

SOURCE_FIELDS = {"title", "author", "kind", "reference", "note"}
FACT_FIELDS = {"title", "source", "place", "known_from", "kind", "text"}
DISAGREEMENT_FIELDS = {"title", "facts", "text", "choice", "sides"}

FIRST_DAY = datetime.date(1979, 1, 1)
LAST_DAY = datetime.date(2021, 12, 31)
MAX_TITLE = 60
MAX_TEXT = 700

YAML_1_1_SURPRISE = re.compile(
    r"""(?xi) ^( y | n | yes | no | on | off          # booleans of YAML 1.1 only
        | 0[0-9]+ | 0b[01_]+ | [+-]?[0-9_]*_[0-9_]*   # octal, binary, underscores
        | [+-]?[0-9]+(:[0-5]?[0-9])+(\.[0-9]*)?       # base sixty
        )$"""
)

Mapping = dict[str, Any]


def as_written() -> str:
    return PATH.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def library() -> Mapping:
    loaded = yaml.safe_load(as_written())
    assert isinstance(loaded, dict)
    return loaded


@pytest.fixture(scope="module")
def facts(library: Mapping) -> dict[str, Mapping]:
    return dict(library["facts"])


@pytest.fixture(scope="module")
def disagreements(library: Mapping) -> dict[str, Mapping]:
    return dict(library["disagreements"])


def mappings(node: yaml.Node) -> list[yaml.MappingNode]:
    found = [node] if isinstance(node, yaml.MappingNode) else []
    children: list[yaml.Node] = []
    if isinstance(node, yaml.MappingNode):
        children = [value for _, value in node.value]
    elif isinstance(node, yaml.SequenceNode):
        children = list(node.value)
    return found + [inner for child in children for inner in mappings(child)]


# The file as YAML


def test_no_anchor_alias_tag_or_directive() -> None:
    forbidden = (yaml.AnchorToken, yaml.AliasToken, yaml.TagToken, yaml.DirectiveToken)
    marks = [t.start_mark.line + 1 for t in yaml.scan(as_written()) if isinstance(t, forbidden)]
    assert marks == []


def test_no_duplicate_key() -> None:
    root = yaml.compose(as_written(), Loader=yaml.SafeLoader)
    assert root is not None
    for mapping in mappings(root):
        keys = [key.value for key, _ in mapping.value]
        assert len(keys) == len(set(keys)), mapping.start_mark


def test_no_plain_scalar_that_yaml_1_1_and_1_2_read_differently() -> None:
    plain = [t for t in yaml.scan(as_written()) if isinstance(t, yaml.ScalarToken) and t.plain]
    assert plain
    assert [t.value for t in plain if YAML_1_1_SURPRISE.match(t.value)] == []


def test_top_level(library: Mapping) -> None:
    assert list(library) == ["version", "sources", "facts", "disagreements"]
    assert library["version"] == 1


# Sources


def test_every_source_is_there_with_its_reference(library: Mapping) -> None:
    sources = library["sources"]
    assert list(sources) == SOURCES
    for key, source in sources.items():
        assert set(source) - {"year"} == SOURCE_FIELDS, key
        assert all(isinstance(source[name], str) and source[name] for name in SOURCE_FIELDS), key
        if key != "REC":
            assert isinstance(source["year"], int), key
            assert str(source["year"]) in source["reference"], key


def test_every_source_is_used(facts: dict[str, Mapping]) -> None:
    assert {key for fact in facts.values() for key in fact["source"]} == set(SOURCES)


# Facts


def test_every_fact_is_there_in_order(facts: dict[str, Mapping]) -> None:
    assert list(facts) == FACT_IDS


def test_every_fact_has_exactly_the_fields(facts: dict[str, Mapping]) -> None:
    for key, fact in facts.items():
        assert set(fact) - {"parts"} == FACT_FIELDS, key
        assert fact["kind"] in {"event", "condition", "judgement"}, key


def test_facts_name_existing_sources_and_say_where(facts: dict[str, Mapping]) -> None:
    for key, fact in facts.items():
        cited = fact["source"]
        assert isinstance(cited, list), key
        assert cited, key
        assert len(cited) == len(set(cited)), key
        assert set(cited) <= set(SOURCES), key
        if cited != ["REC"]:
            assert all(source in fact["place"] for source in cited), key


def test_the_general_record_is_kept_apart(facts: dict[str, Mapping]) -> None:
    outside = {key for key, fact in facts.items() if "REC" in fact["source"]}
    assert outside == {key for key in FACT_IDS if key.startswith("J")}
    assert all(facts[key]["source"] == ["REC"] for key in outside)


def test_known_from_is_a_day(facts: dict[str, Mapping]) -> None:
    for key, fact in facts.items():
        day = fact["known_from"]
        assert isinstance(day, datetime.date), key
        assert not isinstance(day, datetime.datetime), key
        assert FIRST_DAY <= day <= LAST_DAY, key


def test_a_part_is_known_before_the_whole(facts: dict[str, Mapping]) -> None:
    parted = {key: fact for key, fact in facts.items() if "parts" in fact}
    assert parted
    for key, fact in parted.items():
        assert list(fact["parts"]) == sorted(fact["parts"]), key
        for part in fact["parts"].values():
            assert FIRST_DAY <= part["known_from"] <= fact["known_from"], key
            assert part["what"].endswith("."), key
            assert len(part["what"]) <= 200, key


def test_no_fact_is_known_before_a_full_date_that_it_tells_of(facts: dict[str, Mapping]) -> None:
    full_date = re.compile(r"\b(\d{1,2}) ([A-Z][a-z]+) (\d{4})\b")
    checked = 0
    for key, fact in facts.items():
        for found in full_date.finditer(fact["text"]):
            told = datetime.datetime.strptime(found.group(), "%d %B %Y").date()
            assert told <= fact["known_from"], f"{key}: {found.group()}"
            checked += 1
    assert checked


def test_lessons_in_hindsight_date_from_their_publication(
    library: Mapping, facts: dict[str, Mapping]
) -> None:
    for key in HINDSIGHT:
        years = {library["sources"][source]["year"] for source in facts[key]["source"]}
        assert facts[key]["kind"] == "judgement", key
        assert years == {facts[key]["known_from"].year}, key


# Disagreements


def test_every_disagreement_is_there_in_order(disagreements: dict[str, Mapping]) -> None:
    assert list(disagreements) == DISAGREEMENT_IDS


def test_disagreements_concern_existing_facts(
    disagreements: dict[str, Mapping], facts: dict[str, Mapping]
) -> None:
    for key, entry in disagreements.items():
        assert set(entry) == DISAGREEMENT_FIELDS, key
        assert entry["facts"], key
        assert len(entry["facts"]) == len(set(entry["facts"])), key
        assert set(entry["facts"]) <= set(facts), key
        assert entry["choice"], key


# The reader


def test_texts_and_titles_fit_the_codex(
    facts: dict[str, Mapping], disagreements: dict[str, Mapping]
) -> None:
    entries = {**facts, **disagreements}
    for key, entry in entries.items():
        assert 0 < len(entry["title"]) <= MAX_TITLE, key
        assert not entry["title"].endswith("."), key
        assert 0 < len(entry["text"]) <= MAX_TEXT, f"{key}: {len(entry['text'])}"
        assert "\n" not in entry["text"], key
        assert entry["text"].endswith((".", ".)")), key
    titles = [entry["title"] for entry in entries.values()]
    assert len(titles) == len(set(titles))


def test_ids_named_in_a_text_exist(
    facts: dict[str, Mapping], disagreements: dict[str, Mapping]
) -> None:
    entries = {**facts, **disagreements}
    named = {
        (key, found)
        for key, entry in entries.items()
        for found in re.findall(r"\b[A-JX]\d{1,2}\b", entry["text"] + entry.get("choice", ""))
    }
    assert named
    assert {found for _, found in named} <= set(entries)


def test_a_text_that_points_to_a_disagreement_is_listed_there(
    facts: dict[str, Mapping], disagreements: dict[str, Mapping]
) -> None:
    for key, fact in facts.items():
        for found in re.findall(r"\bX\d{1,2}\b", fact["text"]):
            assert key in disagreements[found]["facts"], f"{key} names {found}"


def test_names_have_one_spelling(
    facts: dict[str, Mapping], disagreements: dict[str, Mapping]
) -> None:
    # X3 and X15 quote the variants in order to explain them.
    told = {**facts, **{k: v for k, v in disagreements.items() if k not in {"X3", "X15"}}}
    for key, entry in told.items():
        words = f"{entry['title']} {entry['text']}".replace("Chawarit Plan", "")
        variant = re.search(r"Chawarit|Plem|Penn\b|Sanpang|Son San\b|Kohno", words)
        assert variant is None, key


def test_plain_typography(library: Mapping) -> None:
    assert re.findall("[\u2013\u2014\u2018\u2019\u201c\u201d\u00a0]", as_written()) == []
