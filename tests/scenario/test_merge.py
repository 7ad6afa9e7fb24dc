"""Merging: what a child changes, where each value stands, and which files may be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.scenario.problem import Problem, Span
from sim.scenario.text.merge import MAX_FILES_DEEP, resolve
from sim.scenario.text.spans import Document

PARENT = """\
version: 1
id: parent
uses: [library/mediation.yaml]
calendar: {turns: 13, turn: 2 weeks}
actors:
  japan: {name: Japan, cite: [A8, A10]}
  thailand: {name: Thailand}
trust:
  japan: {thailand: 0.5}
moves:
  talk: {cost: 2}
  wait: {by: [japan], cost: 0}
"""
LIBRARY = """\
version: 1
moves:
  talk: {by: [japan], cost: 1, says: Let us talk.}
  listen: {by: [japan], cost: 1}
"""
CHILD = """\
extends: parent
id: child
uses: [library/more.yaml]
calendar: {turns: 20}
actors:
  japan: {cite: [E2]}
  thailand: null
  china: {name: China}
moves:
  press: {cost: 3}
"""
MORE = """\
moves:
  wait: {by: [china], cost: 9}
  press: {by: [china], cost: 1}
"""


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A folder of scenarios that refer to one another."""
    root = tmp_path / "scenarios"
    write(root, {"parent.yaml": PARENT, "child.yaml": CHILD})
    write(root, {"library/mediation.yaml": LIBRARY, "library/more.yaml": MORE})
    return root


def write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def the_problem(document: Document) -> Problem:
    [problem] = document.problems
    return problem


def place(document: Document, *path: str | int) -> tuple[str, int, int]:
    span = document.spans.value(path)
    assert span is not None
    return Path(span.file).name, span.line, span.column


def test_a_scenario_goes_over_the_files_it_uses(library: Path) -> None:
    document = resolve(library / "parent.yaml")
    assert document.problems == []
    data = document.require()
    assert "uses" not in data
    assert data["moves"] == {
        "talk": {"by": ["japan"], "cost": 2, "says": "Let us talk."},
        "listen": {"by": ["japan"], "cost": 1},
        "wait": {"by": ["japan"], "cost": 0},
    }
    assert place(document, "moves", "talk", "cost") == ("parent.yaml", 11, 16)
    assert place(document, "moves", "talk", "says") == ("mediation.yaml", 3, 38)
    assert set(document.generations.values()) == {0}
    assert {Path(name).name for name in document.sources} == {"parent.yaml", "mediation.yaml"}


def test_a_child_merges_replaces_and_takes_away(library: Path) -> None:
    document = resolve(library / "child.yaml")
    assert document.problems == []
    data = document.require()
    assert "extends" not in data
    assert data["version"] == 1
    assert data["id"] == "child"
    assert data["calendar"] == {"turns": 20, "turn": "2 weeks"}
    assert data["actors"] == {
        "japan": {"name": "Japan", "cite": ["E2"]},
        "china": {"name": "China"},
    }
    assert document.removed == {
        ("actors", "thailand"): Span(str(library / "child.yaml"), 7, 3, 7, 11)
    }
    assert place(document, "calendar", "turns") == ("child.yaml", 4, 19)
    assert place(document, "calendar", "turn") == ("parent.yaml", 4, 29)
    assert place(document, "actors", "japan", "name") == ("parent.yaml", 6, 17)
    assert place(document, "actors", "japan", "cite", 0) == ("child.yaml", 6, 18)
    assert document.spans.value(("actors", "japan", "cite", 1)) is None
    assert document.spans.value(("actors", "thailand")) is None


def test_used_files_lie_beneath_what_the_parent_says(library: Path) -> None:
    document = resolve(library / "child.yaml")
    moves = document.require()["moves"]
    assert moves["wait"] == {"by": ["japan"], "cost": 0}
    assert moves["press"] == {"by": ["china"], "cost": 3}
    assert place(document, "moves", "press", "by", 0) == ("more.yaml", 3, 16)


def test_generations_number_what_each_child_brings_in(library: Path) -> None:
    write(
        library,
        {
            "grandchild.yaml": (
                "extends: child.yaml\nactors: {thailand: {name: Siam}, japan: {name: Nippon}}\n"
                "moves: {talk: null, shout: {cost: 1}}\n"
            )
        },
    )
    document = resolve(library / "grandchild.yaml")
    assert document.problems == []
    assert document.generations == {
        ("actors", "china"): 1,
        ("actors", "japan"): 0,
        ("actors", "thailand"): 2,
        ("calendar", "turn"): 0,
        ("calendar", "turns"): 0,
        ("moves", "listen"): 0,
        ("moves", "press"): 1,
        ("moves", "shout"): 2,
        ("moves", "wait"): 0,
        ("trust", "japan"): 0,
    }


def test_a_file_without_references_is_read_as_it_is(tmp_path: Path) -> None:
    write(tmp_path, {"one.yaml": "a: {b: null}\nc:\n"})
    document = resolve(tmp_path / "one.yaml")
    assert document.problems == []
    assert document.data == {"a": {"b": None}, "c": None}


def test_a_files_own_folder_and_the_library_can_both_be_referred_to(
    library: Path, tmp_path: Path
) -> None:
    write(tmp_path, {"lesson/mine.yaml": "extends: parent\nuses: [own.yaml]\nid: mine\n"})
    write(tmp_path, {"lesson/own.yaml": "moves: {hum: {cost: 1}}\n"})
    document = resolve(tmp_path / "lesson" / "mine.yaml", library)
    assert document.problems == []
    assert {"talk", "hum"} <= set(document.require()["moves"])
    assert the_problem(resolve(tmp_path / "lesson" / "mine.yaml")).rule == "missing-file"


@pytest.mark.parametrize(
    ("reference", "rule", "phrase"),
    [
        ("../outside.yaml", "outside", "outside the library folder"),
        ("library/../../outside.yaml", "outside", "outside the library folder"),
        ("link.yaml", "outside", "outside the library folder"),
        ("folder/outside.yaml", "outside", "outside the library folder"),
        ("/etc/passwd", "outside", "absolute path"),
        ("/etc/x.yaml", "outside", "absolute path"),
        ("'C:\\x.yaml'", "outside", "absolute path"),
        ("'sub\\x.yaml'", "reference", "write folders with /"),
        ("https://x.org/a.yaml", "reference", "not a file's name"),
        ("notes.txt", "reference", "must end in .yaml"),
        ("to_text.yaml", "reference", "must end in .yaml"),
        ("parnet.yaml", "missing-file", 'did you mean "parent.yaml"?'),
        ("parnet", "missing-file", 'did you mean "parent"?'),
        ("library", "missing-file", "there is no file"),
        ("loop.yaml", "missing-file", "there is no file"),
        ("x" * 190 + ".yaml", "missing-file", "there is no file"),
        ("x" * 300 + ".yaml", "reference", "not a file's name"),
        ("42", "reference", "a file's name is expected"),
        ("[parent.yaml]", "reference", "a file's name is expected"),
        ("", "reference", "a file's name is expected"),
        ("'  '", "reference", "a file's name is expected"),
    ],
)
@pytest.mark.parametrize("key", ["extends", "uses"])
def test_a_reference_that_is_not_followed(
    library: Path, tmp_path: Path, key: str, reference: str, rule: str, phrase: str
) -> None:
    write(tmp_path, {"outside.yaml": "id: secret\n"})
    write(library, {"notes.txt": "id: x\n"})
    (library / "link.yaml").symlink_to(tmp_path / "outside.yaml")
    (library / "folder").symlink_to(tmp_path)
    (library / "to_text.yaml").symlink_to(library / "notes.txt")
    (library / "loop.yaml").symlink_to(library / "loop.yaml")
    item = reference if key == "extends" else f"[{reference}, library/more.yaml]"
    if key == "uses" and not reference:
        item = "[null]"
    write(library, {"bad.yaml": f"id: bad\n{key}: {item}\n"})
    document = resolve(library / "bad.yaml", library)
    problem = the_problem(document)
    assert (problem.rule, problem.span.line) == (rule, 2)
    assert phrase in problem.message
    assert document.data is None
    assert "secret" not in str(document.sources)


@pytest.mark.parametrize(
    ("files", "file", "line", "rule", "phrase"),
    [
        ({"a": "extends: a.yaml"}, "a", 1, "cycle", "a.yaml > a.yaml"),
        (
            {"a": "id: a\nextends: b.yaml", "b": "extends: c", "c": "x: 1\nextends: a"},
            "c",
            2,
            "cycle",
            "a.yaml > b.yaml > c.yaml > a.yaml",
        ),
        ({"a": "uses: [a.yaml]"}, "a", 1, "cycle", "a.yaml > a.yaml"),
        ({"a": "uses: b.yaml", "b": "m: {}"}, "a", 1, "uses", "must be a list"),
        ({"a": "uses:\n", "b": "m: {}"}, "a", 1, "uses", "must be a list"),
        (
            {"a": "uses: [b.yaml]", "b": "title: B\nmoves: {}"},
            "b",
            1,
            "uses",
            '"title" does not belong',
        ),
        ({"a": "uses: [b.yaml]", "b": "uses: [c.yaml]"}, "b", 1, "uses", '"uses" does not belong'),
        (
            {"a": "version: 1\nuses: [b.yaml]", "b": "m: {}\nversion: 2"},
            "b",
            2,
            "uses",
            "another version",
        ),
        (
            {"a": "uses: [b.yaml, c.yaml]", "b": "m: {x: {y: 1}}", "c": "m:\n  x: {y: 2}"},
            "c",
            2,
            "uses",
            "two used files",
        ),
        ({"a": "uses: [b.yaml]", "b": "m: 'open"}, "b", 1, "open-quote", "never closed"),
        ({"a": "extends: b", "b": "- list"}, "b", 1, "top-level", "is a list"),
        (
            {"a": "extends: b\nm: {hun_sne: null}", "b": "m: {hun_sen: {x: 1}}"},
            "a",
            2,
            "nothing-to-remove",
            'did you mean "hun_sen"?',
        ),
        (
            {"a": "extends: b\nmm: null", "b": "m: {x: 1}"},
            "a",
            2,
            "nothing-to-remove",
            'nothing called "mm"',
        ),
    ],
)
def test_a_fault_between_files(
    tmp_path: Path, files: dict[str, str], file: str, line: int, rule: str, phrase: str
) -> None:
    write(tmp_path, {f"{name}.yaml": f"{text}\n" for name, text in files.items()})
    document = resolve(tmp_path / "a.yaml")
    problem = the_problem(document)
    assert (Path(problem.span.file).stem, problem.span.line, problem.rule) == (file, line, rule)
    assert phrase in problem.message
    assert not document.ok
    assert problem.as_text(document.sources).count("\n") >= 2


def test_files_nest_up_to_the_cap(tmp_path: Path) -> None:
    chain = {f"f{i}.yaml": f"extends: f{i + 1}.yaml\nx{i}: {{v: 1}}\n" for i in range(20)}
    last = f"f{MAX_FILES_DEEP - 1}.yaml"
    write(tmp_path, chain | {last: "base: {v: 1}\n"})
    document = resolve(tmp_path / "f0.yaml")
    assert document.problems == []
    assert document.generations["base", "v"] == 0
    assert document.generations["x0", "v"] == MAX_FILES_DEEP - 1
    write(tmp_path, {last: chain[last]})
    problem = the_problem(resolve(tmp_path / "f0.yaml"))
    assert problem.rule == "extends"
    assert Path(problem.span.file).name == last


def test_problems_of_all_files_come_together(tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": "extends: b\nx: .nan\ny: &z 1\n", "b.yaml": "p: 1\np: 2\nq: 0o9\n"})
    document = resolve(tmp_path / "a.yaml")
    assert [(Path(p.span.file).name, p.span.line, p.rule) for p in document.problems] == [
        ("a.yaml", 2, "number"),
        ("a.yaml", 3, "anchor"),
        ("b.yaml", 2, "duplicate-key"),
    ]
    assert document.data == {"p": 1, "q": "0o9", "x": None, "y": 1}


def test_an_unreadable_value_takes_nothing_away(tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": "extends: b\nm: {x: .nan}\n", "b.yaml": "m: {x: 1}\n"})
    document = resolve(tmp_path / "a.yaml")
    assert [p.rule for p in document.problems] == ["number"]
    assert document.data == {"m": {"x": None}}
    assert document.removed == {}


def test_a_library_is_unharmed_by_two_users(library: Path) -> None:
    write(library, {"twin.yaml": "extends: parent\nuses: [library/mediation.yaml]\n"})
    twin, parent = resolve(library / "twin.yaml"), resolve(library / "parent.yaml")
    assert [problem.rule for problem in twin.problems] == ["changes-nothing"]
    assert twin.ok
    assert twin.data == parent.data
    assert twin.generations == parent.generations


def test_a_missing_main_file(tmp_path: Path) -> None:
    problem = the_problem(resolve(tmp_path / "none.yaml"))
    assert (problem.rule, problem.message) == ("file", "there is no such file")


def test_a_number_given_anew_takes_nothing_from_the_one_it_stands_for(tmp_path: Path) -> None:
    one = "{value: 0.7, range: [0.6, 0.8], cite: [E1]}"
    write(
        tmp_path,
        {
            "parent.yaml": f"trust: {{a: {{b: {one}, c: {one}, d: {one}, e: {one}}}}}\n",
            "child.yaml": "extends: parent.yaml\ntrust:\n  a:\n    b: {value: 0.65}\n"
            "    c: {range: [0.5, 0.9]}\n    d: 0.65\n    e: {value: 0.2, assumed: why not}\n",
        },
    )
    document = resolve(tmp_path / "child.yaml")
    assert document.problems == []
    assert document.require()["trust"]["a"] == {
        "b": {"value": 0.65},
        "c": {"value": 0.7, "range": [0.5, 0.9], "cite": ["E1"]},
        "d": 0.65,
        "e": {"value": 0.2, "assumed": "why not"},
    }
    assert document.repeated == {}


def test_what_a_file_writes_itself(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "parent.yaml": "trust: {a: {b: 0.1, c: 0.2}}\nmoves: {ask: {cost: 1}}\n",
            "child.yaml": "extends: parent.yaml\ntrust: {a: {b: 0.3}}\nevents: {flood: {}}\n",
        },
    )
    document = resolve(tmp_path / "child.yaml")
    for own in (("trust", "a", "b"), ("events", "flood"), ("events", "flood", "date"), ("none",)):
        assert document.writes(own)
    for inherited in (("trust", "a", "c"), ("moves", "ask"), ("moves", "ask", "by")):
        assert not document.writes(inherited)


def test_what_has_more_than_a_number_has_is_merged(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "parent.yaml": "rapport: {ab: {between: [a, b], value: 0.7, who: Two envoys}}\n",
            "child.yaml": "extends: parent.yaml\nrapport: {ab: {value: 0.2, assumed: They met}}\n",
        },
    )
    assert resolve(tmp_path / "child.yaml").require()["rapport"]["ab"] == {
        "between": ["a", "b"],
        "value": 0.2,
        "who": "Two envoys",
        "assumed": "They met",
    }
