"""No field is read and then ignored: another value in any of them changes what the program holds.

The fields are found in the models. Each is either told to readers alone, and then another text
changes nothing that runs; or another value of it, in `every_field.yaml`, changes what the engine,
the lab or the game makes of the scenario. A new field that nothing reads fails here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import islice, zip_longest
from pathlib import Path
from typing import Final, get_args

import pytest

from sim import paths
from sim.lab.errors import LabError
from sim.scenario.authoring.jsonschema import scenario_schema
from sim.scenario.form.coding import CodedValue
from sim.scenario.form.fields import TOLD_WORDS, is_told
from sim.scenario.form.moves import Likelihood
from sim.scenario.load import Loaded, load
from sim.scenario.problem import ScenarioError
from sim.scenario.schema import Actor, Adviser, Answer, Lesson, Move, Scenario
from sim.scenario.shelf import opener
from tests.scenario.leaves import Leaf, changes, leaves
from tests.scenario.observables import (
    Held,
    backtested,
    claims,
    engine,
    game,
    geography,
    judged,
    lesson,
    levels,
    planned,
    record,
)

FILE: Final = Path(__file__).with_name("every_field.yaml")
Reader = Callable[[Loaded], Held]
READERS: Final[dict[str, Reader]] = {
    "id": game,
    "map": geography,
    "capital.moves_per_turn": game,
    "actors.*.mark": game,
    "actors.*.place": geography,
    "actors.*.seat": game,
    "tables.*.place": geography,
    "moves.*.kind": game,
    "difficulty": levels,
    "history": backtested,
    "history.line": record,
    "history.told": game,
    "advisers": game,
    "claims": claims,
    "lesson.minutes": planned,
    "guide": lesson,
    "classroom": lesson,
}
"""Who reads a field, by the longest part of its path found here; all else the engine reads."""
APART: Final = {"version", "extends", "uses.*", "begin_here"}
"""What is read of the file itself, before there is a scenario; tested one by one below."""
MOST: Final = 40
"""Valid other values that are tried of one field."""


@cache
def base() -> Loaded:
    return load(str(FILE))


@cache
def _base_held(reader: Reader) -> list[object]:
    return list(reader(base()))


def reader_of(leaf: Leaf) -> Reader:
    """What reads a leaf."""
    path = leaf.path
    heads = (".".join(path[:length]) for length in range(len(path), 0, -1))
    return next((READERS[head] for head in heads if head in READERS), engine)


def differ(reader: Reader, one: Loaded, other: Loaded) -> bool:
    """Whether a reader makes something else of two scenarios."""
    before = iter(_base_held(reader)) if one is base() else reader(one)
    return any(first != second for first, second in zip_longest(before, reader(other)))


def tries(leaf: Leaf) -> Iterator[tuple[Loaded, Loaded]]:
    """The scenario and the same with another value of the leaf; all are valid."""
    data = base().document.data
    assert data is not None
    for before, after in changes(data, leaf):
        one = base() if before is data else judged(base(), before)
        other = judged(base(), after)
        if one is not None and other is not None:
            yield one, other


def is_read(leaf: Leaf) -> bool:
    """Whether some other value of a leaf makes a difference to what reads it."""
    for one, other in islice(tries(leaf), MOST):
        try:
            if differ(reader_of(leaf), one, other):
                return True
        except (LabError, ScenarioError):
            continue  # valid by itself, but no claim or level can be made of it
    return False


READ: Final = [leaf for leaf in leaves() if not leaf.told and leaf.name not in APART]


def once(every: Iterable[Leaf]) -> list[Leaf]:
    """Each path once, in the first way to write it, and the parts of a coded number once in all.

    One function reads a coded number wherever it stands, and one a size or a word for it. The
    command `python -m tests.scenario.every_field` tries all ways in all places.
    """
    found: dict[object, Leaf] = {}
    for leaf in every:
        coded = leaf.inside in (CodedValue, Likelihood)
        found.setdefault((leaf.inside, leaf.path[-2:]) if coded else leaf.path, leaf)
    return list(found.values())


@pytest.mark.outside  # hundreds of small games, of which one version of Python is enough
@pytest.mark.parametrize("leaf", once(READ), ids=str)
def test_another_value_makes_a_difference(leaf: Leaf) -> None:
    assert is_read(leaf), why_not(leaf)


def why_not(leaf: Leaf) -> str:
    """What to do about a field that nothing reads."""
    return (
        f"nothing that was tried of {leaf} changes what {reader_of(leaf).__name__} holds: "
        "have a rule read it, mark it as told (sim.scenario.form.fields), take it away, or give "
        f"{FILE.name} a place where it counts"
    )


def test_what_is_told_changes_nothing_that_runs() -> None:
    data = base().document.data
    assert data is not None
    told, changed = [leaf for leaf in leaves() if leaf.told], set()
    for leaf in told:
        for before, after in changes(data, leaf):
            if before is data and judged(base(), after) is not None:
                data = after
                changed.add((leaf.inside, leaf.path[-1]))
                break
    assert {(leaf.inside, leaf.path[-1]) for leaf in told} <= changed
    other = judged(base(), data)
    assert other is not None
    assert other.scenario != base().scenario
    for reader in (engine, record, backtested, claims, levels):
        assert list(reader(other)) == _base_held(reader), reader.__name__


# -- the marks -------------------------------------------------------------------------------------


def test_a_kind_of_text_makes_its_fields_told() -> None:
    told = {name for name, one in Actor.model_fields.items() if is_told(one)}
    assert told == {"name", "short", "called", "kind", "leader", "about", "role", "cite"}
    assert is_told(Lesson.model_fields["questions"])
    assert is_told(Answer.model_fields["says"])
    assert is_told(Adviser.model_fields["says"])
    read = ("needs", "asks", "style", "effects", "kind")
    assert not any(is_told(Move.model_fields[name]) for name in read)


def test_the_schema_says_what_is_told() -> None:
    actor = scenario_schema()["$defs"]["Actor"]["properties"]
    for name in ("leader", "name", "cite"):
        assert TOLD_WORDS in actor[name]["description"]
    assert TOLD_WORDS not in actor["home"]["description"]


# -- what is read of the file itself ---------------------------------------------------------------


def test_one_version_can_be_written() -> None:
    assert get_args(Scenario.model_fields["version"].annotation) == (1,)


@pytest.mark.parametrize("field", ["extends", "uses"])
def test_what_a_file_stands_on_makes_a_difference(field: str, tmp_path: Path) -> None:
    text = FILE.read_text(encoding="utf-8")
    move = text[text.index("  object:\n") : text.index("  ask_for_road:\n")]
    own = text.replace(move, "")
    files = {"below": f"moves:\n{move}", "alone": own, "parent": text}
    files["child"] = {
        "uses": f"{own}uses: [below.yaml]\n",
        "extends": "version: 1\nid: child\ntitle: A child\nextends: parent.yaml\n",
    }[field]
    for name, written in files.items():
        (tmp_path / f"{name}.yaml").write_text(written, encoding="utf-8")
    alone = load(str(tmp_path / "alone.yaml"))
    child = load(str(tmp_path / "child.yaml"))
    assert list(child.scenario.moves) != list(alone.scenario.moves)
    assert differ(engine, alone, child)


def test_a_newcomer_begins_where_a_file_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = FILE.read_text(encoding="utf-8")
    for name in ("first", "second"):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(paths, "scenarios", lambda: tmp_path)
    assert opener() == "first"
    chosen = text.replace("begin_here: false", "begin_here: true")
    (tmp_path / "second.yaml").write_text(chosen, encoding="utf-8")
    assert opener() == "second"
