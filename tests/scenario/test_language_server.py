"""The schemas in a real language server, which is what most editors ask.

It finds nothing wrong with shipped files, and the slips that our own check finds; it completes and
explains. The server is yaml-language-server, found by `language_server.server`; without it all is
skipped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from sim import paths
from sim.scenario.authoring.snippets import NEW
from sim.scenario.checks.validate import validate
from sim.scenario.kinds import inspect_file
from sim.scenario.schema import Scenario
from sim.scenario.text.merge import resolve
from sim.scenario.text.reader import read
from sim.scenario.text.spans import Document
from tests.model.small import small
from tests.scenario.language_server import VARIABLE, LanguageServer, server
from tests.scenario.single_faults import OTHERS, kinds, misspelt, spoilt

pytestmark = pytest.mark.outside

FOLDER = paths.scenarios()
POINTS = FOLDER / "five-points-2021.yaml"
TEXT = POINTS.read_text(encoding="utf-8")
DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
HEAD = "# yaml-language-server: $schema=schema.json\n"


@pytest.fixture(scope="module")
def editor() -> Iterator[LanguageServer]:
    """A server, started once."""
    program = server()
    if program is None:
        pytest.skip(f"there is no yaml-language-server: install it from npm, or set {VARIABLE}")
    with LanguageServer(program, FOLDER) as running:
        yield running


def unsaved(name: str) -> Path:
    """A file that an editor has not saved yet, beside the schemas."""
    return FOLDER / f"unsaved-{name}.yaml"


def place_of(text: str, words: str) -> tuple[int, int]:
    """Line and column, from 1, of the second character of what stands first in a text."""
    start = text.index(words) + 1
    return text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)


def without_marks(snippet: str) -> str:
    """A snippet filled in with what stands in its places, or the first of their choices."""
    filled = re.sub(r"\$\{\d+\|([^,|]*)[^}]*\|\}", r"\1", snippet)
    filled = re.sub(r"\$\{\d+:((?:\\.|[^}\\])*)\}", r"\1", filled)
    return re.sub(r"\\(.)", r"\1", re.sub(r"\$\{?\d+\}?", "", filled))


def test_shipped_files_have_no_faults(editor: LanguageServer) -> None:
    files = [path for path in sorted(FOLDER.rglob("*.yaml")) if "$schema=" in _first(path)]
    assert {"scenarios", "library"} <= {path.parent.name for path in files}
    said = editor.open_all({path: path.read_text(encoding="utf-8") for path in files})
    assert {path.name: told for path, told in zip(files, said, strict=True) if told} == {}


def test_the_guide_and_the_templates_have_no_faults(editor: LanguageServer) -> None:
    guide = (FOLDER / "README.md").read_text(encoding="utf-8")
    samples = re.findall(r"^```yaml\n(# yaml-language-server: .*?)^```", guide, re.M | re.S)
    assert len(samples) > 3
    templates = sorted((paths.assets() / "templates").glob("*.yaml"))
    texts = [*samples, *(path.read_text(encoding="utf-8") for path in templates)]
    said = editor.open_all({unsaved(f"sample-{n}"): text for n, text in enumerate(texts)})
    told = [one.message for found in said for one in found]
    # One sample of the guide is the first part of a file that grows from sample to sample.
    assert [message for message in told if not message.startswith("Missing property")] == []


def _first(path: Path) -> str:
    return path.read_text(encoding="utf-8").partition("\n")[0]


SLIPS = {
    "misspelt field": ("    kind: power", "    knd: power"),
    "misspelt section": ("\nsummary:", "\nsumary:"),
    "misspelt effect": ("goodwill: {of: japan", "godwill: {of: japan"),
    "wrong choice": ("    kind: power", "    kind: pwoer"),
    "wrong word": ("home: {value: middling", "home: {value: midling"),
    "wrong word alone": ("home: {value: middling, assumed: the public is", "home: midling # {"),
    "a word for a word": ("home: {value: middling, assumed: the public is", "home: no # {"),
    "too great": ("home: {value: middling", "home: {value: 1.5"),
    "too great alone": ("home: {value: middling, assumed: the public is", "home: 1.5 # {"),
    "too many turns": ("turns: 9", "turns: 900"),
    "too small": ("weight: -0.2", "weight: -2"),
    "text for a number": ("turns: 9", "turns: nine"),
    "a list for a number": ("home: {value: middling, assumed: the public is", "home: [0.5] # {"),
    "a mapping for text": ("title: How soon", "title: {of: it}"),
    "a number for a mapping": ("\ncapital: {", "\ncapital: 5 # {"),
    "a missing field": ("toward: cambodia, size: small", "size: small"),
    "an impossible date": ("start: 2021-11-01", "start: 2021-11-31"),
    "a bare year": ("start: 2021-11-01", "start: 2021"),
    "no such length": ("turn: 1 month", "turn: 1 fortnight"),
    "a capital letter": ("\n  one_voice:", "\n  One_Voice:"),
    "too short a list": ("framework: [0.5, 1]", "framework: [0.5]"),
    "nothing": ("home: {value: middling, assumed: the public is", "home: # {"),
}


def with_slips() -> Iterator[tuple[str, dict[int, str]]]:
    """The scenario with several slips, each on a line of its own, and their names by the line."""
    left = dict(SLIPS)
    while left:
        text, there = TEXT, dict[int, str]()
        for name, (right, wrong) in list(left.items()):
            line = place_of(TEXT, right.lstrip("\n"))[0]
            if all(abs(line - other) > 3 for other in there):
                text = text.replace(right, wrong, 1)
                there[line] = name
                del left[name]
        yield text, there


def test_slips_are_found_on_the_line_that_check_names(
    editor: LanguageServer, tmp_path: Path
) -> None:
    made = list(with_slips())
    told = editor.open_all({unsaved(f"slips-{n}"): text for n, (text, _) in enumerate(made)})
    path = tmp_path / "slips.yaml"
    missed: dict[str, int] = {}
    for (text, slips), said in zip(made, told, strict=True):
        path.write_text(text, encoding="utf-8")
        ours = {problem.span.line for problem in inspect_file(str(path))[1]}
        theirs = {one.line for one in said if one.severity == 1}
        missed |= {slips[line]: line for line in slips.keys() - (ours & theirs)}
    assert missed == {}
    assert sum(len(slips) for _, slips in made) == len(SLIPS)


def test_faults_of_form_are_told_in_words(editor: LanguageServer) -> None:
    text = TEXT.replace("\n  one_voice:", "\n  One Voice:").replace("turn: 1 month", "turn: month")
    text = text.replace("home: {value: middling, assumed: the public is", "home: midling # {")
    messages = [one.message for one in editor.open(unsaved("words"), text)]
    assert any(said.startswith("A name here must be a word of lower-case") for said in messages)
    assert 'It must be text such as "2 weeks".' in messages
    assert "A word here must be one of none, very-low, low, middling, good, high." in messages


HOVERS = {
    "capability: {": ("Weight in the conflict", "A number between 0 and 1; or a word: none 0.05"),
    "turns: 9": ("How many turns.", "A whole number between 1 and 60"),
    "start: 2021": ("First day of the first turn.", "A date such as 1992-06-15"),
    "seat: true": ("Whether a person may play it.", "without it, false"),
    "kind: power": ("A faction of the conflict", "`institution`"),
    "weight: -0.2": ("negative for something it fears", "between -1 and 1"),
    "goodwill: {": ("a kept promise, a favour",),
    "size: small}": ("How much it counts.", "slight 0.05, small 0.1"),
    "actors:": ("Who takes part", "2 to 40"),
    "assumed: the largest": ("Why this value, where no source speaks to it.",),
    "short: ": ("The name on maps and buttons.", "Told to readers; no rule reads it."),
}


def test_a_field_is_explained(editor: LanguageServer) -> None:
    editor.show(POINTS, TEXT)
    shown = {words: editor.hover(POINTS, *place_of(TEXT, words)) for words in HOVERS}
    lacking = {
        words: (part, shown[words])
        for words, parts in HOVERS.items()
        for part in parts
        if part not in shown[words].replace("\\", "")
    }
    assert lacking == {}


def test_every_field_that_a_scenario_writes_is_explained(editor: LanguageServer) -> None:
    path, text = unsaved("all"), written(small())
    editor.show(path, text)
    keys = {
        match[2]: (number, len(match[1]) + 2)
        for number, line in enumerate(text.splitlines(), start=1)
        if (match := re.match(r"([ -]*)(\w+):", line))
    }
    told = {key: editor.hover(path, *where) for key, where in keys.items()}
    bare = [key for key, shown in told.items() if "\n\n" not in shown.partition("Source:")[0]]
    assert len(keys) > 60
    assert bare == []


def written(data: dict[str, Any]) -> str:
    """Plain data as the text of a scenario file that names its schema."""
    return HEAD + yaml.dump(data, Dumper=DUMPER, sort_keys=False, width=1000)


def completed(editor: LanguageServer, after: str, line: str) -> dict[str, dict[str, Any]]:
    """What could be written where | stands, on a line put in after the line that has `after`."""
    before, _, rest = TEXT.partition(after)
    first, _, last = rest.partition("\n")
    head = f"{before}{after}{first}\n"
    path = unsaved("completed")
    editor.show(path, f"{head}{line.replace('|', '')}\n{last}")
    return editor.complete(path, head.count("\n") + 1, line.index("|") + 1)


def test_sections_and_fields_are_completed(editor: LanguageServer) -> None:
    used = {match[1] for match in re.finditer(r"^(\w+):", TEXT, re.MULTILINE)}
    sections = set(completed(editor, "capital: {", "|"))
    assert set(Scenario.model_fields) - used <= sections
    assert not sections & used
    fields = completed(editor, "    kind: power", "    |")
    assert {"war_cost", "fear", "spoiler", "called", "mission"} <= set(fields)
    assert "kind" not in fields
    assert fields["war_cost"]["insertText"] == "war_cost: "


def test_words_and_choices_are_completed(editor: LanguageServer) -> None:
    words = completed(editor, "    kind: power", "    fear: |")
    assert {"none", "very-low", "low", "middling", "good", "high"} <= set(words)
    assert words["good"]["documentation"] in ("0.7", {"kind": "markdown", "value": "0.7"})
    sources = completed(editor, "    kind: power", "    fear: {value: good, a|}")
    assert {"range", "cite", "assumed"} <= set(sources)
    assert {"true", "false"} == set(completed(editor, "    kind: power", "    seat: |"))
    kinds = completed(editor, "\nmoves:", "  one: {title: One, kind: |}")
    assert {"ask", "offer", "tell", "press", "act"} <= set(kinds)


def test_effects_are_completed_with_what_they_need(editor: LanguageServer) -> None:
    verbs = completed(editor, "- goodwill: {of: japan", "        - |")
    assert {"war_cost", "goodwill", "evidence", "open_table", "rapport"} <= set(verbs)
    assert without_marks(verbs["goodwill"]["insertText"]).split() == (
        "goodwill: of: toward: size: small".split()
    )
    fields = completed(editor, "- goodwill: {of: japan", "        - goodwill: {o|}")
    assert {"of", "toward", "size"} <= set(fields)


SECTIONS = sorted(field for part, field in NEW if part == "Scenario")


def test_what_is_new_gets_a_skeleton_that_keeps_to_the_schema(editor: LanguageServer) -> None:
    data = small()
    texts = {}
    for section in SECTIONS:
        label = NEW["Scenario", section]["label"]
        rest = {key: part for key, part in data.items() if key != section}
        begun = f"{written(rest)}{section}:\n  "
        path = unsaved(f"begun-{section}")
        editor.show(path, begun)
        item = editor.complete(path, begun.count("\n") + 1, 3)[label]
        skeleton = without_marks(item["insertText"]).replace("\n", "\n  ")
        texts[section] = f"{begun}{skeleton}\n"
        if kept := data.get(section):
            texts[section] += "".join(f"  {line}\n" for line in yaml.safe_dump(kept).splitlines())
    marked = {unsaved(f"new-{section}"): text for section, text in texts.items()}
    told = dict(zip(texts, editor.open_all(marked), strict=True))
    assert {section: said for section, said in told.items() if said} == {}
    for section, text in texts.items():
        assert validate(Scenario, read(text.encode(), section))[1] == [], section


def test_a_file_that_changes_another_needs_less(editor: LanguageServer) -> None:
    head = f"{HEAD}version: 1\nid: mine\ntitle: Mine\nextends: five-points-2021\n"
    change = "moves: {visit: null, call: {cost: 2}}\nactors: {japan: {home: {range: [0, 1]}}}\n"
    assert editor.open(unsaved("child"), f"{head}{change}lesson: null\n") == []
    [slip] = editor.open(unsaved("child"), f"{head}moves: {{call: {{cots: 2}}}}\n")
    assert (slip.line, slip.message) == (6, "Property cots is not allowed.")
    own = written(small() | {"uses": ["my-moves.yaml"], "events": {"flood": {"chance": 0.5}}})
    assert editor.open(unsaved("own"), own) == []
    shipped = written(small() | {"uses": ["library/mediation.yaml"], "events": {"flood": {}}})
    assert any("Missing" in one.message for one in editor.open(unsaved("own"), shipped))


def spoilt_files(path: Path) -> Iterator[tuple[str, str, Document, dict[int, str]]]:
    """Scenarios with something wrong in many places.

    Yields what was done, the text, what is read of it, and the kinds of the places by their lines.
    """
    data = small()
    known = {place: kind for kind, place in kinds(data).items()}
    for depth in range(1, 1 + max(map(len, known))):
        there = [place for place in known if len(place) == depth]
        made = {name: spoilt(data, there, other) for name, other in OTHERS.items()}
        made["misspelt"] = misspelt(data, there)
        for name, (changed, places) in made.items():
            text = written(changed)
            path.write_text(text, encoding="utf-8")
            document = resolve(path)
            marks = {place: document.spans.mark(place) for place in places}
            lines = {
                (mark.key or mark.value)[0]: known.get(place, ".".join(map(str, place)))
                for place, mark in marks.items()
                if mark is not None
            }
            yield name, text, document, lines


def told_of(lines: dict[int, str], wrong: Iterable[int]) -> set[str]:
    """The places that lines with faults belong to: each to the last one that stands above it."""
    above = {max((own for own in lines if own <= line), default=0) for line in wrong}
    return {lines[line] for line in above if line}


BEYOND_A_SCHEMA = {"meaning"}
"""Rules that a schema cannot tell: sums, the order of two numbers or days, what names lead to."""


def test_schema_and_models_reject_the_same_values(editor: LanguageServer, tmp_path: Path) -> None:
    made = list(spoilt_files(tmp_path / "spoilt.yaml"))
    told = editor.open_all({unsaved(f"spoilt-{n}"): one[1] for n, one in enumerate(made)})
    count, beyond, missed = 0, set(), set()
    for (name, _, document, lines), said in zip(made, told, strict=True):
        problems = validate(Scenario, document)[1]
        models = told_of(lines, (one.span.line for one in problems))
        plain = [one.span.line for one in problems if one.rule not in BEYOND_A_SCHEMA]
        # A misspelt name is told once by our check, and as a missing one too by the server.
        wrong = [one for one in said if name != "misspelt" or "Missing" not in one.message]
        schema = told_of(lines, (one.line for one in wrong))
        beyond |= {(name, kind) for kind in schema - models}
        missed |= {(name, kind) for kind in told_of(lines, plain) - schema}
        count += len(lines)
    assert count > 1000
    assert beyond == set()
    assert missed == set()
