"""The description beside the engine names what the engine has, with the numbers that it uses."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
import yaml

import sim.model
from sim.model.answers import STANCE_WEIGHT
from sim.model.chance import Purpose
from sim.model.compiled import Compiled
from sim.model.constants import NAMES
from sim.model.constants import table as constants
from sim.model.options import BINDING
from sim.model.plan import NEVER
from sim.model.process import PeaceProcess
from sim.model.rules import RULES
from sim.model.rules.spoilers import LIKELIHOODS
from sim.model.rules.styles import HELPS
from sim.model.start import TYPE_SLOT
from sim.model.world import STATE
from sim.scenario.form.coding import SIZES, WORDS
from sim.scenario.form.effects import (
    DRIVER_VERBS,
    EVENT_VERBS,
    OBSERVATION_VERBS,
    TEXT_VERBS,
    Effect,
)
from sim.scenario.schema import Table
from tests.model.worlds import Maker

FOLDER = Path(str(sim.model.__file__)).parent
ODD = (FOLDER / "ODD.md").read_text(encoding="utf-8")
PHASES = ("Moves", "Answers", "Tables and votes", "Events", "Learning")


def coded(text: str) -> set[str]:
    """Every word that stands in code type."""
    return {word for span in re.findall(r"`([^`]+)`", text) for word in re.findall(r"\w+", span)}


def table(*head: str) -> dict[str, list[str]]:
    """The rows of the table with this head, by their first cell."""
    lines = ODD.splitlines()
    start = lines.index(f"| {' | '.join(head)} |")
    found = {}
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        first, *rest = (cell.strip() for cell in line.strip("|").split("|"))
        found[first] = rest
    return found


def section(title: str) -> str:
    """The text below a heading, to the next one."""
    match = re.search(rf"^#+ {re.escape(title)}\n(.*?)(?=^#|\Z)", ODD, re.M | re.S)
    assert match is not None, title
    return match.group(1)


@pytest.mark.parametrize("rule", RULES)
def test_every_mechanism_is_described_with_its_source(rule: str) -> None:
    assert f"ule `{rule}`" in ODD
    headed = [line for line in ODD.splitlines() if line.startswith("####") and f"`{rule}`" in line]
    assert len(headed) == 1, f"{rule} has no section of its own"
    text = section(headed[0].removeprefix("#### "))
    assert "Source" in text
    assert "eviation" in text or "ssumed" in text or re.search(r"Source: YAM", text)


def test_no_mechanism_is_described_that_there_is_not() -> None:
    assert set(re.findall(r"ule `(\w+)`", ODD)) == set(RULES)


def test_every_constant_is_named() -> None:
    assert set(NAMES) <= coded(ODD)
    written = yaml.safe_load((FOLDER / "constants.yaml").read_text(encoding="utf-8"))
    for name in NAMES:
        entry = written[name]
        assert set(entry) == {"value", "range", "source"}
        low, high = entry["range"]
        assert low <= entry["value"] <= high
        assert entry["source"].strip()


def test_every_effect_verb_is_listed_by_its_kind() -> None:
    listed = {kind: coded(cells[0]) for kind, cells in table("kind", "verbs").items()}
    assert listed == {
        "drivers": set(DRIVER_VERBS),
        "texts": set(TEXT_VERBS),
        "observations": set(OBSERVATION_VERBS),
    }
    assert set().union(*listed.values()) == set(Effect.model_fields)
    said = coded(re.findall(r"Events may use (.*?)\.", section("Effect verbs"), re.S)[0])
    assert said == {"press", "commit"} | (EVENT_VERBS - DRIVER_VERBS)


def test_the_phases_stand_in_their_order() -> None:
    text = section("1.3 Process overview and scheduling")
    assert tuple(re.findall(r"^\d\. \*\*([\w ]+)\.\*\*", text, re.M)) == PHASES


HEADINGS = (
    "Overview: Purpose; Entities, state variables, scales; Process overview and scheduling",
    "Design concepts: Theoretical and empirical background; Individual decision making; Learning; "
    "Individual sensing; Individual prediction; Interaction; Collectives; Heterogeneity; "
    "Stochasticity; Observation",
    "Details: Implementation; Initialisation; Input data; Submodels; Constants",
)
"""The parts of ODD+D (Müller et al. 2013, table 1), with the constants as a part of their own."""


def test_the_parts_are_those_of_odd_d_in_their_order() -> None:
    wanted = []
    for number, line in enumerate(HEADINGS, start=1):
        part, _, below = line.partition(": ")
        titles = below.split("; ")
        wanted += [f"## {number} {part}"]
        wanted += [f"### {number}.{place} {title}" for place, title in enumerate(titles, start=1)]
    assert re.findall(r"^###? .+$", ODD, re.MULTILINE) == wanted


def test_every_array_of_the_state_is_named_with_its_kind() -> None:
    text = section("1.2 Entities, state variables, scales")
    assert set(STATE) <= coded(text)
    assert list(table("array", "shape", "range", "what it is")) == STATE


@pytest.mark.parametrize("seed", range(3))
def test_the_state_has_the_shapes_and_keeps_to_the_ranges_that_are_told(seed: int) -> None:
    process = PeaceProcess(Compiled(Maker(seed).scenario()), runs=20, seed=seed, policy="random")
    world = process.world
    plan = world.plan
    sizes = {"A": len(plan.actors), "K": len(plan.issues), "C": len(plan.channels)}
    sizes |= {"M": len(plan.tables), "S": len(plan.subjects), "E": len(plan.elements)}
    sizes |= {"F": max(len(plan.facts), 1), "O": len(world.played)}
    sizes |= {"V": max(len(plan.scenario.events), 1), "W": len(world.tracked)}
    while not process.over:
        for name, (shape, span, about) in table("array", "shape", "range", "what it is").items():
            array = getattr(world, name)
            *rows, last = shape.split(", ")
            told = [sizes[row] if row in sizes else int(row) for row in rows]
            assert last == "R"
            bare = "no rows where nothing uses it" in about and array.shape[0] == 0
            assert bare or list(array.shape[:-1]) == told, name
            assert array.shape[-1] == process.lanes
            if span == "turn":
                earliest = -1 if "-1" in about else 0
                turns = array[array != NEVER]
                assert ((turns >= earliest) & (turns <= process.turn)).all(), name
                continue
            low, _, high = span.partition(" to ") if " to " in span else (span.split()[0], "", "")
            assert (array >= float(low)).all(), name
            if high:
                assert (array <= (sizes[high] - 1 if high in sizes else float(high))).all(), name
        process.advance([])


def test_every_draw_of_a_turn_is_named() -> None:
    def shape(name: str) -> tuple[str, int]:
        return name.partition(":")[0], name.count(":")

    told = {shape(row.strip("`")) for row in table("slot", "draw of each turn")}
    found = set()
    for seed in range(20):
        for name in Compiled(Maker(seed).scenario()).slots.names:
            found.add(shape(name))
    assert found == told
    assert f"`{TYPE_SLOT.format('ACTOR')}`" in section("2.9 Stochasticity")


def test_every_stream_of_chance_is_named() -> None:
    assert set(re.findall(r"`([A-Z]{2,})`", section("2.9 Stochasticity"))) == set(
        Purpose.__members__
    )


def test_the_constants_have_the_values_and_ranges_that_are_told() -> None:
    rows = table("constant", "value", "range")
    assert list(rows) == [f"`{name}`" for name in constants()]
    for name, entry in constants().items():
        value, span = rows[f"`{name}`"]
        assert float(value) == entry["value"], name
        assert [float(end) for end in span.split(" to ")] == entry["range"], name


@pytest.mark.parametrize("rule", RULES)
def test_the_name_of_a_rule_switches_it_off(rule: str) -> None:
    ready = Compiled(Maker(1).scenario())
    assert ready.switched([f"rule:{rule}"])[0] == set(RULES) - {rule}


def test_every_procedure_is_named() -> None:
    procedures = set(Table.model_fields["procedure"].annotation.__args__)  # type: ignore[union-attr]
    assert procedures <= coded(section("Procedures"))


def test_the_likelihoods_of_signs_are_those_of_the_engine() -> None:
    rows = table("sign", "none", "limited", "greedy", "total")
    assert {sign: tuple(map(float, cells)) for sign, cells in rows.items()} == LIKELIHOODS


def test_the_helps_of_styles_are_those_of_the_engine() -> None:
    decisions = ["attend", "speak", "join", "act", "accept"]
    rows = table("style", *decisions)
    assert set(rows) == set(HELPS)
    for style, cells in rows.items():
        helps = dict(zip(decisions, map(float, cells), strict=True))
        assert {decision: help_ for decision, help_ in helps.items() if help_} == HELPS[style]


def test_bindings_and_shares_of_stance_are_those_of_the_engine() -> None:
    decisions = ["join", "attend", "speak", "acquiesce", "act", "accept"]
    rows = table("decision", *decisions)
    assert dict(zip(decisions, map(float, rows["binding"]), strict=True)) == BINDING
    shares = dict(zip(decisions[:-1], map(float, rows["share of stance"][:-1]), strict=True))
    assert shares == STANCE_WEIGHT


def test_the_words_and_sizes_are_those_of_the_coding_protocol() -> None:
    text = " ".join(section("3.2 Initialisation").split())
    for word, number in (WORDS | SIZES).items():
        assert f"{word} {number:g}".replace("0.", ".") in text


def test_the_record_of_changes_begins_before_any_tuning() -> None:
    text = (FOLDER / "CALIBRATION.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d{4}-\d\d-\d\d) \| (.+?) \| (.+?) \|", text, re.M)
    dates = [dt.date.fromisoformat(date) for date, _, _ in rows]
    assert dates[0] == dt.date(2026, 11, 21)
    assert dates == sorted(dates)
    assert "nothing tuned" in rows[0][2]


def test_the_description_leads_to_the_limits_and_the_calibration() -> None:
    assert "LIMITS.md" in ODD
    assert "CALIBRATION.md" in ODD
