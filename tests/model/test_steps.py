"""Named steps: one actor can be asked for, and take, several different things."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.model.compiled import Compiled
from sim.model.plan import NEVER
from sim.model.process import PeaceProcess
from sim.scenario.checks.references import faults
from sim.scenario.kinds import check
from sim.scenario.load import load
from sim.scenario.problem import ScenarioError
from sim.scenario.schema import Scenario
from tests.model.play import compiled, play, quiet

CHAIR, LEAVE = "take_the_chair", "go_on_leave"


def stepped(**more: Any) -> dict[str, Any]:
    """A quiet scenario in which the host asks the south for two different steps."""
    data = quiet(turns=3)
    data["steps"] = {
        CHAIR: {"title": "The south takes the chair"},
        LEAVE: {"title": "The south goes on leave"},
    }

    def ask(**asks: Any) -> dict[str, Any]:
        return {
            "title": "Ask",
            "by": ["host"],
            "to": ["south"],
            "kind": "ask",
            "asks": {"to": "act", **asks},
            "if_yes": {"says": "Yes."},
            "if_no": {"says": "No."},
        }

    data["moves"] |= {
        "ask_chair": ask(what=CHAIR),
        "ask_leave": ask(what=LEAVE),
        "ask_nameless": ask(),
        "leave": {
            "title": "Go on leave",
            "by": ["south"],
            "kind": "act",
            "decides": {"to": "act", "what": LEAVE},
        },
    }
    return data | more


def asked(data: dict[str, Any], *asks: str, **more: Any) -> tuple[PeaceProcess, list[np.ndarray]]:
    """The scenario played with both steps asked for in the first turn, and where each ask held."""
    made = Compiled(
        Scenario.model_validate(data, strict=True), {str(n): ask for n, ask in enumerate(asks)}
    )
    line = [(0, "ask_chair", "south"), (0, "ask_leave", "south")]
    process = play(made, line, **more)
    rows = [made.rows[f"asks.{number}"] for number in range(len(asks))]
    return process, [process.world.tracked[row] != NEVER for row in rows]


def test_each_step_is_a_decision_of_its_own() -> None:
    _, (chair, no_chair, leave, no_leave, any_step, any_no) = asked(
        stepped(),
        f"acted(south, {CHAIR})",
        f"refused(south, {CHAIR})",
        f"acted(who: south, step: {LEAVE})",
        f"refused(south, {LEAVE})",
        "acted(south)",
        "refused(south)",
    )
    assert np.array_equal(chair, ~no_chair)
    assert np.array_equal(leave, ~no_leave)
    assert np.array_equal(any_step, chair | leave)
    assert np.array_equal(any_no, no_chair | no_leave)
    # draws of their own: near to what two independent answers would give
    assert 0.1 < chair.mean() < 0.9
    assert abs((chair & leave).mean() - chair.mean() * leave.mean()) < 0.03


def test_a_step_without_a_name_stays_apart_from_those_with_one() -> None:
    asks = {"any": "acted(south)", "chair": f"acted(south, {CHAIR})", "no": "refused(south)"}
    made = Compiled(Scenario.model_validate(stepped(), strict=True), asks)
    process = play(made, [(0, "ask_nameless", "south")])
    held = {name: process.world.tracked[made.rows[f"asks.{name}"]] != NEVER for name in asks}
    assert 0.1 < held["any"].mean() < 0.9
    assert not held["chair"].any()
    assert np.array_equal(held["no"], ~held["any"])


@pytest.mark.parametrize(
    ("wants", "weight", "rises"),
    [
        (f"acted(self, {CHAIR})", 0.4, True),
        (f"acted(self, {CHAIR})", -0.4, False),
        ("acted(self)", 0.4, True),
        (f"refused(self, {CHAIR})", -0.4, True),
        (f"refused(self, {CHAIR})", 0.4, False),
    ],
)
def test_who_wants_a_step_takes_it_more_often(wants: str, weight: float, rises: bool) -> None:
    data = stepped()
    _, (before,) = asked(data, f"acted(south, {CHAIR})")
    data["actors"]["south"]["interests"] = {"step": {"wants": wants, "weight": weight}}
    # the south's own moves are kept out: the answer alone is looked at
    forbid = [f"south:{name}" for name, move in data["moves"].items() if "south" in move["by"]]
    _, (after,) = asked(data, f"acted(south, {CHAIR})", forbid=forbid)
    assert (after.mean() > before.mean() + 0.1) == rises
    assert (after.mean() < before.mean() - 0.1) == (not rises)


def test_the_wish_for_one_step_does_not_touch_another() -> None:
    data = stepped()
    _, (before,) = asked(data, f"acted(south, {LEAVE})")
    data["actors"]["south"]["interests"] = {
        "step": {"wants": f"acted(self, {CHAIR})", "weight": 0.5}
    }
    _, (after,) = asked(data, f"acted(south, {LEAVE})")
    assert np.array_equal(before, after)


def test_an_actor_takes_the_step_that_it_wants_by_itself() -> None:
    data = stepped()
    data["actors"]["south"]["interests"] = {
        "rest": {"wants": f"acted(self, {LEAVE})", "weight": 0.8}
    }
    made = compiled(data)
    process = play(made, [])
    row = made.plan.facts["acted", made.plan.actor("south"), made.plan.step(LEAVE)]
    assert (process.world.facts[row] != NEVER).mean() > 0.3


def test_steps_that_nobody_uses_move_no_draw() -> None:
    plain = stepped()
    del plain["steps"]
    for name in ("ask_chair", "ask_leave", "leave"):
        del plain["moves"][name]
    line = [(0, "ask_nameless", "south"), (1, "consult", "friend"), (1, "seek_nod", "south")]
    one = play(plain, line, runs=50)
    other = play(plain | {"steps": {CHAIR: {"title": "A step"}}}, line, runs=50)
    assert [one.state_hash(run) for run in range(50)] == [
        other.state_hash(run) for run in range(50)
    ]


@pytest.mark.parametrize(
    ("move", "key", "decision", "says"),
    [
        ("ask_chair", "asks", {"to": "act", "what": "take_chair"}, f'did you mean "{CHAIR}"'),
        ("ask_chair", "asks", {"to": "act", "what": "talks"}, 'no step "talks"'),
        ("ask_chair", "asks", {"to": "join", "what": CHAIR}, f'no table "{CHAIR}"'),
        ("leave", "decides", {"to": "act", "what": "talks"}, 'no step "talks"'),
        ("leave", "decides", {"to": "object", "what": LEAVE}, f'no table "{LEAVE}"'),
    ],
)
def test_a_step_that_there_is_not_is_told_with_its_place(
    move: str, key: str, decision: dict[str, str], says: str
) -> None:
    data = stepped()
    data["moves"][move][key] = decision
    found = faults(Scenario.model_validate(data, strict=True))
    assert [fault[0] for fault in found] == [("moves", move, key, "what")]
    assert says in found[0][2]


def test_the_check_names_the_line_of_a_step_that_there_is_not(tmp_path: Path) -> None:
    path = tmp_path / "child.yaml"
    path.write_text(
        "version: 1\nid: child\ntitle: A child\nextends: japan-thailand-talks-1992\n"
        "steps:\n  convene: {title: Paris convenes}\n"
        "moves:\n  ask_paris:\n    title: Ask Paris\n    by: [japan]\n    to: [france]\n"
        "    kind: ask\n    asks: {to: act, what: convenne}\n"
        "outcomes:\n  convened: {title: Convened, when: 'acted(france, konvene)'}\n",
        encoding="utf-8",
    )
    found = {(one.span.line, one.message) for one in check(str(path)) if one.severity == "error"}
    assert (13, 'there is no step "convenne"; did you mean "convene"?') in found
    assert (15, 'there is no step "konvene"; did you mean "convene"?') in found
    with pytest.raises(ScenarioError):
        load(str(path))
