"""Each formula of ODD.md gives what the function of the rule gives, and each function has one."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sim.model.rules
from sim.model.rules import agenda as agenda_rule
from sim.model.rules import (
    commitment,
    consultation,
    credibility,
    legitimacy,
    leverage,
    mediators,
    reservation,
    ripeness,
    spatial,
    spoilers,
)
from sim.model.rules import home as home_rule
from sim.model.rules import trust as trust_rule
from tests.model.test_odd import ODD, section

RUNS = 50
FOLDER = Path(str(sim.model.rules.__file__)).parent
COUNTS = {"efforts", "others", "told"}
"""Names of formulas that count something; all others stand for shares."""
Formula = tuple[str, Callable[..., Any]]

FORMULAS: dict[str, Formula] = {
    "trust.gained": (
        "trust_gain * s * (1 - trust)",
        lambda trust_gain, s, trust: trust_rule.gained(trust, s, trust_gain),
    ),
    "trust.lost": (
        "trust_loss * s * trust",
        lambda trust_loss, s, trust: trust_rule.lost(trust, s, trust_loss),
    ),
    "trust.leaning": ("2 * x - 1", lambda x: trust_rule.leaning(x)),
    "leverage.pressed": ("s * f", lambda s, f: leverage.pressed(f, s)),
    "leverage.worn": (
        "f * (1 - press_wear * s)",
        lambda f, press_wear, s: leverage.worn(f, s, press_wear),
    ),
    "legitimacy.standing": (
        "1 - (1 - own) * (1 - mandate) * (1 - borrowed)",
        lambda own, mandate, borrowed: legitimacy.standing(own, mandate, borrowed),
    ),
    "reservation.reservation": (
        "base + patronage * patrons - war_cost * cost",
        lambda base, patronage, patrons, war_cost, cost: reservation.reservation(
            base, patrons, cost, patronage, war_cost
        ),
    ),
    "reservation.combined": (
        "1 - prod(1 - channel)",
        lambda channel: reservation.combined([channel, channel], RUNS),
    ),
    "ripeness.felt": ("u * u * (3 - 2 * u)", lambda u: ripeness.felt(0.3 + 0.4 * u)),
    "ripeness.ripeness": (
        "felt(cost) * felt(way_out)",
        lambda cost, way_out: ripeness.ripeness(cost, way_out),
    ),
    "agenda.drawn_in": ("agenda * gain", lambda agenda, gain: agenda_rule.drawn_in(gain, agenda)),
    "credibility.credibility": (
        "trust * (1 - credibility_bias * tie)",
        lambda trust, credibility_bias, tie: credibility.credibility(
            trust, tie, False, np.ones(RUNS), credibility_bias
        ),
    ),
    "commitment.exposure": (
        "exposed * (guarantee * guaranteed - fear * (1 - guaranteed))",
        lambda exposed, guarantee, guaranteed, fear: commitment.exposure(
            exposed, guaranteed, fear, guarantee
        ),
    ),
    "spoilers.exhausted": (
        "efforts / (efforts + efforts_half)",
        lambda efforts, efforts_half: spoilers.exhausted(efforts, efforts_half),
    ),
    "spoilers.departing_train": (
        "departing_train * exhaustion * max(0, 2 * bad_faith - 1)",
        lambda departing_train, exhaustion, bad_faith: spoilers.departing_train(
            exhaustion, bad_faith, departing_train
        ),
    ),
    "spoilers.bad_faith": (
        "greedy + total",
        lambda greedy, total: spoilers.bad_faith(
            np.stack([np.zeros(RUNS), np.zeros(RUNS), greedy, total])
        ),
    ),
    "consultation.consulted": (
        "consult_gain * (1 - stance) / (1 + consult_order * told)",
        lambda consult_gain, stance, consult_order, told: consultation.consulted(
            stance, told, consult_gain, consult_order
        ),
    ),
    "consultation.persuaded": (
        "persuasion * size * trust * (1 - stance)",
        lambda persuasion, size, trust, stance: consultation.persuaded(
            stance, trust, size, persuasion
        ),
    ),
    "consultation.dissuaded": (
        "persuasion * size * trust * stance",
        lambda persuasion, size, trust, stance: consultation.dissuaded(
            stance, trust, size, persuasion
        ),
    ),
    "consultation.surprised": (
        "surprise * (1 - rapport) * stance",
        lambda surprise, rapport, stance: consultation.surprised(stance, rapport, surprise),
    ),
    "consultation.leak_chance": (
        "leak * (1 - trust)",
        lambda leak, trust: consultation.leak_chance(trust, leak),
    ),
    "consultation.seen_first": (
        "seen_first * min(others / 4, 1)",
        lambda seen_first, others: consultation.seen_first(others, seen_first),
    ),
    "mediators.discord": (
        "mediator_distrust * max(0, 1 - 2 * trust)",
        lambda mediator_distrust, trust: mediators.discord(
            [(trust, np.ones(RUNS))], mediator_distrust, RUNS
        ),
    ),
    "home.committed": ("c * (1 - resolve)", lambda c, resolve: home_rule.committed(resolve, c)),
    "home.shaken": (
        "casualty_shock * s * (1 - casualty_cushion * firmness)",
        lambda casualty_shock, s, casualty_cushion, firmness: home_rule.shaken(
            firmness, np.zeros(RUNS), s, casualty_shock, casualty_cushion
        ),
    ),
    "home.recalling": (
        "recall_threshold + casualty_shock * losses - home - resolve_weight * resolve",
        lambda recall_threshold, casualty_shock, losses, home, resolve_weight, resolve: sum(
            part
            for _, part in home_rule.recalling(
                home, resolve, losses, casualty_shock, recall_threshold, resolve_weight
            )
        ),
    ),
}
"""By function of `rules/`: its formula as ODD.md has it, and the function by the names in it."""

FURTHER: tuple[Formula, ...] = (
    (
        "trust * (1 + credibility_bias * tie)",
        lambda trust, credibility_bias, tie: credibility.credibility(
            trust, tie, True, np.ones(RUNS), credibility_bias
        ),
    ),
    (
        "1 - (1 - home) * (1 - resolve)",
        lambda home, resolve: 1 - home_rule.shaken(home, resolve, 1.0, 1.0, 1.0),
    ),
    (
        "(1 - k * a) * prior + k * a * posterior",
        lambda k, a, prior, posterior: _mixed(k, a, prior, posterior),
    ),
    (
        "1 - sum(w * abs(text - ideal))",
        lambda w, text, ideal: spatial.utility(text[None, :], ideal[None, :], w[None, :]),
    ),
)
"""Formulas that say a second thing of a function, or a part of it."""

BOUNDED = {
    "base + patronage * patrons - war_cost * cost",
    "trust * (1 + credibility_bias * tie)",
    "trust * (1 - credibility_bias * tie)",
}
"""Formulas whose result the function keeps within 0..1, as the text says of them."""

IN_WORDS: dict[str, set[str]] = {
    "home": {"allowance", "carried"},
    "leverage": {"moved_by"},
    "spatial": {"utility", "excess"},
    "spoilers": {"updated", "propensities", "by_type", "expected"},
    "styles": {"help_of"},
    "trust": {"bounded"},
}
"""Functions that ODD.md tells in words or tables, or whose formula stands among `FURTHER`."""


def _mixed(k: Any, a: Any, prior: Any, posterior: Any) -> Any:
    """Belief in the first of two types, by a likelihood whose posterior is the one given."""
    belief = np.stack([prior, 1 - prior, np.zeros(RUNS), np.zeros(RUNS)])
    odds = posterior / (1 - posterior) * (1 - prior) / prior
    likelihood = np.stack([odds, np.ones(RUNS), np.ones(RUNS), np.ones(RUNS)])
    return spoilers.updated(belief, likelihood, k * a)[0]


def evaluated(formula: str, values: dict[str, Any]) -> Any:
    """What a formula of the text gives."""
    known = {
        "min": np.minimum,
        "max": np.maximum,
        "abs": np.abs,
        "sum": lambda terms: terms,
        "felt": lambda level: evaluated(
            "u * u * (3 - 2 * u)", {"u": np.clip((level - 0.3) / 0.4, 0, 1)}
        ),
        "prod": lambda terms: terms * terms,
    }
    return eval(compile(ast.parse(formula, mode="eval"), "ODD.md", "eval"), known | values)


@pytest.mark.parametrize(("formula", "function"), [*FORMULAS.values(), *FURTHER])
def test_a_formula_gives_what_the_code_gives(formula: str, function: Callable[..., Any]) -> None:
    told = {" ".join(span.split()) for span in re.findall(r"`([^`]+)`", ODD)}
    assert formula in told or f"lean(x) = {formula}" in told
    names = inspect.signature(function).parameters
    # drawn anew for each formula, so that one that fails alone fails among the others, too
    draw = np.random.default_rng(1)
    values = {
        name: draw.integers(0, 9, RUNS).astype(float)
        if name in COUNTS
        else draw.uniform(0.05, 0.95, RUNS)
        for name in names
    }
    expected = evaluated(formula, values)
    if formula in BOUNDED:
        expected = np.clip(expected, 0.0, 1.0)
    np.testing.assert_allclose(expected, function(**values), rtol=1e-12, atol=1e-12)


def test_every_function_of_a_rule_is_told() -> None:
    for path in sorted(FOLDER.glob("*.py")):
        if path.stem in {"__init__", "voting"}:
            continue
        defined = {
            node.name
            for node in ast.parse(path.read_text(encoding="utf-8")).body
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
        }
        formulas = {name.split(".")[1] for name in FORMULAS if name.split(".")[0] == path.stem}
        assert formulas | IN_WORDS.get(path.stem, set()) == defined, path.name


def test_every_file_of_rules_is_named_and_is_there() -> None:
    named = set(re.findall(r"`rules/(\w+)\.py`", ODD))
    assert named == {path.stem for path in FOLDER.glob("*.py")} - {"__init__"}


def test_every_rule_is_told_with_its_file() -> None:
    for heading in re.findall(r"^#### (.*Rule `\w+`.*)$", ODD, re.MULTILINE):
        assert "`rules/" in section(heading), heading
