"""Validation: every fault of the data has its place and a sentence without jargon."""

from __future__ import annotations

import datetime
import re
from typing import Annotated, Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import (
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
    model_validator,
)

from sim.scenario.checks.validate import MAX_FAULTS, Items, validate
from sim.scenario.text.reader import read

Unit = Annotated[float, Field(ge=0, le=1)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,19}$")]


class Part(BaseModel):
    """A strict part without unknown fields."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Coded(Part):
    """A number with its range."""

    value: Unit | Literal["low", "high"]
    span: Annotated[list[Unit], Field(min_length=2, max_length=2)] | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Coded:
        if self.span and self.span[0] > self.span[1]:
            raise ValueError("the lower end of the span comes first")
        return self


class Cut(Part):
    """A verb by its `kind`."""

    kind: Literal["cut"]
    share: Unit


class Talk(Part):
    """Another verb by its `kind`."""

    kind: Literal["talk"]
    who: Id


class Stance(Part):
    """A condition by its one key."""

    stance: Id


class Adopted(Part):
    """Another condition by its one key."""

    adopted: Id


class Vetoed(Part):
    """A condition whose tag is spelt like its key."""

    vetoed: Cut


def _only_key(value: Any) -> str | None:
    return next(iter(value)) if isinstance(value, dict) and len(value) == 1 else None


class Actor(Part):
    """An actor."""

    name: Annotated[str, Field(min_length=1, max_length=12)]
    trust: dict[Id, Unit | Literal["low", "high"] | Coded] = {}
    from_: int = Field(default=0, alias="from")


class Small(Part):
    """A small scenario."""

    version: Literal[1]
    start: datetime.date
    turns: Annotated[int, Field(ge=1, le=60)]
    seed: Annotated[int, Field(ge=0)] = 0
    turn: Annotated[
        str, Field(pattern=r"^[1-9] (week|month)s?$", description="Such as `2 weeks`.")
    ] = "2 weeks"
    final: bool = False
    actors: Annotated[dict[Id, Actor], Field(min_length=2, max_length=4)]
    verbs: list[Annotated[Cut | Talk, Field(discriminator="kind")]] = []
    needs: Items[Stance | Adopted] = ()
    tests: list[
        Annotated[
            Annotated[Stance, Tag("stance")]
            | Annotated[Adopted, Tag("adopted")]
            | Annotated[Vetoed, Tag("vetoed")],
            Discriminator(_only_key),
        ]
    ] = []
    says: dict[Literal["low", "high"], str] = {}
    pair: tuple[Unit, Unit] | None = None


GOOD = """\
version: 1
start: 1992-06-15
turns: 13
actors:
  japan: {name: Japan, from: 2}
  china: {name: China}
"""


def test_good_data_becomes_a_model() -> None:
    text = GOOD + (
        "verbs: [{kind: cut, share: 1}]\nneeds: [{adopted: talks}]\ntests: [{stance: x}]\n"
        "says: {low: no}\n"
    )
    model, problems = validate(Small, read(text.encode(), "f"))
    assert problems == []
    assert isinstance(model, Small)
    assert model.start == datetime.date(1992, 6, 15)
    assert model.actors["japan"].from_ == 2
    assert model.needs == (Adopted(adopted="talks"),)
    assert model.says == {"low": "no"}


BAD = [
    # what is replaced in GOOD (or added, if None), by what, line, column, rule, phrase
    ("version: 1", "version: 2", 1, 10, "choice", '"version" must be 1, not 2'),
    ("version: 1", "version: '1'", 1, 10, "choice", 'must be 1, not the text "1"'),
    ("version: 1\n", "", 1, 1, "missing-field", '"version" is missing from the file; it must be 1'),
    ("turns: 13", "turns: 10.5", 3, 8, "type", "a whole number between 1 and 60, not 10.5"),
    ("turns: 13", "turns: 10.0", 3, 8, "type", "not 10.0; write 10"),
    ("turns: 13", "turns: 0", 3, 8, "range", "a whole number between 1 and 60, not 0"),
    ("turns: 13", "turns: 1:30", 3, 8, "type", 'not the text "1:30"'),
    ("turns: 13", "turns: true", 3, 8, "type", "a whole number between 1 and 60, not true"),
    ("turns: 13", "turns: '13'", 3, 8, "type", "write 13 without quotation marks"),
    ("turns: 13", "turns:", 3, 1, "type", "but nothing is written there"),
    ("turns: 13", "turns: #13", 3, 1, "type", "a # starts a comment, so put the value in"),
    ("turns: 13", "turns: # 13", 3, 1, "type", "but nothing is written there"),
    ("turns: 13", "turns: 13\nseed: -1", 4, 7, "range", "a whole number of at least 0, not -1"),
    ("1992-06-15", "1992", 2, 8, "type", "a date such as 1992-06-15, not 1992"),
    ("1992-06-15", "'1992-06-15'", 2, 8, "type", "write 1992-06-15 without quotation marks"),
    ("1992-06-15", "1992-6-15", 2, 8, "type", "; write 1992-06-15"),
    ("1992-06-15", "1992\u201306\u201315", 2, 8, "type", "; write 1992-06-15"),
    (None, "final: yes", 7, 8, "type", 'true or false, not the text "yes"; write true'),
    (None, "turn: two", 7, 7, "form", 'text such as "2 weeks", not the text "two"'),
    (None, "on: 1", 7, 1, "unknown-field", 'the file has no field "on"; it could be one of'),
    (None, "sed: 1", 7, 1, "unknown-field", 'did you mean "seed"?'),
    ("  china: {name: China}\n", "", 4, 1, "range", "of 2 to 4 entries, not one of 1 entry"),
    ("china: {name: China}", "china:", 6, 3, "type", '"china" must be a block'),
    ("china: {name: China}", "china: [1]", 6, 3, "type", "not a list of 1 item"),
    ("china: {name: China}", "china: 1", 6, 10, "type", '"china" must be a block'),
    ("{name: China}", "name:China", 6, 10, "type", "write `name: China`"),
    ("{name: China}", "{nam: China}", 6, 11, "unknown-field", 'did you mean "name"?'),
    ("{name: China}", "{form: 1, name: C}", 6, 11, "unknown-field", 'did you mean "from"?'),
    ("{name: China}", "{}", 6, 3, "missing-field", '"name" is missing from "china"'),
    ("name: China", "name: The Peoples Republic", 6, 17, "range", "not 20 characters"),
    ("name: China", "name: ''", 6, 17, "range", 'text of 1 to 12 characters, not the text ""'),
    ("name: China", "name: 1992", 6, 17, "type", "not 1992; put it in quotation marks"),
    (
        "  china:",
        "  Hun Sen:",
        6,
        3,
        "name",
        'a lower-case letter; at most 20 characters; write "hun_sen"',
    ),
    (
        None,
        "verbs: {kind: cut}",
        7,
        1,
        "type",
        '"verbs" must be a list, not a block of 1 entry',
    ),
    (None, "verbs: [{kind: cutt, share: 1}]", 7, 16, "choice", 'did you mean "cut"?'),
    (
        None,
        "verbs: [{share: 1}]",
        7,
        9,
        "missing-field",
        '"kind" is missing from item 1 of "verbs"',
    ),
    (None, "verbs: [cut]", 7, 9, "type", 'item 1 of "verbs" must be a block'),
    (None, "verbs: [{kind: cut, share: 2}]", 7, 28, "range", "between 0 and 1, not 2"),
    (None, "verbs: [{kind: talk, who: x, to: y}]", 7, 30, "unknown-field", 'has no field "to"'),
    (None, "needs: [{stanse: x}]", 7, 10, "unknown-field", 'did you mean "stance"?'),
    (None, "needs: [{stance: 1}]", 7, 18, "type", '"stance" must be a word of lower-case letters'),
    (None, "needs: [{stance: X Y}]", 7, 18, "form", '; write "x_y"'),
    (None, "needs: {stance: x}", 7, 1, "type", '"needs" must be a list'),
    (None, "tests: [{stanse: x}]", 7, 10, "unknown-field", 'did you mean "stance"?'),
    (None, "tests: [{stance: 1}]", 7, 18, "type", "must be a word of lower-case letters"),
    (None, "tests: [{vetoed: {kind: cut, share: 2}}]", 7, 37, "range", '"share" must be a number'),
    (None, "tests: [{vetoed: {kind: cut}}]", 7, 10, "missing-field", 'missing from "vetoed"'),
    (None, "tests: [{}]", 7, 9, "missing-field", 'needs one of "stance", "adopted", "vetoed"'),
    (None, "tests: [x]", 7, 9, "type", "must be a block"),
    (None, "says: {lo: x}", 7, 8, "name", 'one of "low", "high"; did you mean "low"?'),
    (None, "pair: [0, 1]", 7, 1, "type", '"pair" must be a list of 2 items'),
]


@pytest.mark.parametrize(("old", "new", "line", "column", "rule", "phrase"), BAD)
def test_a_fault_has_its_place_and_says_what_would_be_right(
    old: str | None, new: str, line: int, column: int, rule: str, phrase: str
) -> None:
    text = f"{GOOD}{new}\n" if old is None else GOOD.replace(old, new)
    assert text != GOOD
    model, problems = validate(Small, read(text.encode(), "f"))
    assert model is None
    found = [(p.span.line, p.span.column, p.rule) for p in problems]
    assert found == [(line, column, rule)], [p.message for p in problems]
    assert phrase in problems[0].message
    assert not JARGON.search(problems[0].message)


JARGON = re.compile(r"pydantic|Input should|valid (string|number)|dict|tuple|float|None|literal")


@pytest.mark.parametrize(
    ("value", "column", "rule", "message"),
    [
        ("high up", 12, "type", 'not the text "high up"'),
        ("hgh", 12, "type", 'not the text "hgh"; did you mean "high"?'),
        ("no", 12, "type", 'not the text "no"; write 0'),
        ("0,7", 12, "type", 'not the text "0,7"; write 0.7'),
        ("70%", 12, "type", 'not the text "70%"; write 0.7'),
        ("'0.7'", 12, "type", 'not the text "0.7"; write 0.7 without quotation marks'),
        ("០.៧", 12, "type", 'not the text "០.៧"; write 0.7'),
        ("\u200b0.7", 12, "type", 'not the text "\u200b0.7"; write 0.7'),
        ("1.5", 12, "range", "not 1.5"),
        ("true", 12, "type", "not true; write 1"),
        ("1992-06-15", 12, "type", "not the date 1992-06-15"),
        ("", 7, "type", "but nothing is written there"),
    ],
)
def test_a_union_is_told_in_one_sentence(value: str, column: int, rule: str, message: str) -> None:
    text = f"{GOOD}  us:\n    name: US\n    trust:\n      x_y: {value}\n"
    _, problems = validate(Small, read(text.encode(), "f"))
    [problem] = problems
    expected = '"x_y" must be a number between 0 and 1 or one of "low", "high", '
    assert problem.message == expected + message
    assert (problem.span.line, problem.span.column, problem.rule) == (10, column, rule)


@pytest.mark.parametrize(
    ("value", "messages"),
    [
        ("{valu: 1}", ['"x" has no field "valu"; did you mean "value"?']),
        ("{value: 2}", ['"value" must be a number between 0 and 1 or one of "low", "high", not 2']),
        ("{value: low, span: [1, 0]}", ["the lower end of the span comes first"]),
        ("{value: low, span: [1]}", ['"span" must be a list of 2 items, not one of 1 item']),
        (
            "[1]",
            [
                '"x" must be a number between 0 and 1 or a block of `name: value` lines or '
                'one of "low", "high", not a list of 1 item; write it without the brackets or the -'
            ],
        ),
        (
            "{span: [0, 2], word: a}",
            [
                '"value" is missing from "x"; it must be a number between 0 and 1 or one of '
                '"low", "high"',
                'item 2 of "span" must be a number between 0 and 1, not 2',
                '"x" has no field "word"; it could be "value"',
            ],
        ),
    ],
)
def test_a_union_member_that_fits_is_told_in_detail(value: str, messages: list[str]) -> None:
    text = f"{GOOD}  us: {{name: US, trust: {{x: {value}}}}}\n"
    _, problems = validate(Small, read(text.encode(), "f"))
    assert [p.message for p in problems] == messages


def test_every_problem_comes_at_once_with_those_of_the_reader() -> None:
    text = GOOD.replace("13", ".inf").replace("name: China", "naem: China") + "seed: -1\nsed: 1\n"
    model, problems = validate(Small, read(text.encode(), "f"))
    assert model is None
    assert [(p.span.line, p.rule) for p in problems] == [
        (3, "number"),
        (6, "unknown-field"),
        (7, "range"),
        (8, "unknown-field"),
    ]


def test_what_the_reader_reported_is_not_reported_again() -> None:
    text = GOOD.replace("{name: China}", "{name:China}").replace("turns: 13", "turns: 1e999")
    _, problems = validate(Small, read(text.encode(), "f"))
    assert [(p.span.line, p.rule) for p in problems] == [(3, "number"), (6, "colon")]


def test_a_document_with_errors_gives_no_model_even_if_the_data_fit() -> None:
    model, problems = validate(Small, read((GOOD + "turns: 12\n").encode(), "f"))
    assert model is None
    assert [p.rule for p in problems] == ["duplicate-key"]


def test_an_unusable_document_keeps_its_problems() -> None:
    model, problems = validate(Small, read(b"a: 'x", "f"))
    assert model is None
    assert [p.rule for p in problems] == ["open-quote"]


def test_a_label_spelt_like_a_key_does_not_mislead() -> None:
    class Deep(Part):
        tests: list[
            Annotated[
                Annotated[Vetoed, Tag("share")] | Annotated[Cut, Tag("kind")],
                Discriminator(lambda value: "kind" if "kind" in value else "share"),
            ]
        ]

    _, problems = validate(Deep, read(b"tests: [{kind: cut, share: 3}]\n", "f"))
    assert [(p.span.column, p.rule) for p in problems] == [(28, "range")]


def test_thousands_of_faults_are_cut_and_said_to_be() -> None:
    text = GOOD + "verbs: [" + "x, " * 5000 + "]\n"
    _, problems = validate(Small, read(text.encode(), "f"))
    assert len(problems) == MAX_FAULTS + 1
    assert [p.span.line for p in problems if p.rule == "too-many"] == [7]


VALUES = st.recursive(
    st.sampled_from(["no", "1.5", "-1", "x", "''", "~", "1992-06-15", "[]", "{}", "0.5", "cut"]),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.dictionaries(
            st.sampled_from(["kind", "share", "stance", "value", "name", "trust", "japan", "x"]),
            inner,
            max_size=3,
        ).map(lambda items: "{" + ", ".join(f"{k}: {v}" for k, v in items.items()) + "}"),
    ),
    max_leaves=6,
)


@settings(max_examples=120, deadline=None)
@given(
    st.dictionaries(st.sampled_from([*Small.model_fields, "trsut", "other"]), VALUES, max_size=6)
)
def test_any_data_gives_a_model_or_plain_problems(fields: dict[str, str]) -> None:
    text = "".join(f"{name}: {value}\n" for name, value in fields.items()) or "{}\n"
    document = read(text.encode(), "f")
    model, problems = validate(Small, document)
    assert (model is None) == bool(problems)
    for problem in problems:
        assert 1 <= problem.span.line <= len(fields) + 1
        assert not JARGON.search(problem.message), problem.message
