"""Who makes policy at home, what losses do to it, and when a mission is called home (Putnam)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest
from hypothesis import strategies as st

from sim.model.compiled import Compiled
from sim.model.constants import standard
from sim.model.exact import Floats, logistic
from sim.model.plan import NEVER
from sim.model.process import PeaceProcess
from sim.model.rules.home import committed, recalling, shaken
from tests.model.play import Bools, Dated, Off, compiled, happened, options, play, quiet, rises
from tests.model.rules.levels import given, ordered, row, rows, unit, weights

HOST, FRIEND = 0, 1
OFF: Off = ("rule:home_support",)


def recall_of(home: Floats, resolve: Floats, losses: Floats) -> Floats:
    """The utility of calling a mission home, with the engine's constants."""
    c = standard()
    parts = recalling(home, resolve, losses, c.casualty_shock, c.recall_threshold, c.resolve_weight)
    total = np.zeros_like(home)
    for _, part in parts:
        total += part
    return total


# -- the formulas ----------------------------------------------------------------------------------


def test_a_worked_example() -> None:
    assert shaken(row(0.0), row(0.0), 0.2, 1.0, 0.5).tolist() == [0.2]
    assert shaken(row(0.6), row(0.5), 0.2, 1.0, 0.5).tolist() == pytest.approx([0.2 * 0.6])
    assert committed(row(0.0, 0.5), 0.2).tolist() == [0.2, 0.1]
    assert dict(recalling(row(0.6), row(0.2), row(0.1), 1.0, 0.2, 0.5)) == pytest.approx(
        {"threshold": 0.2, "casualties": 0.1, "home_support": -0.6, "commitment": -0.1}
    )


@given(ordered(), rows, unit, weights, unit)
def test_wide_support_and_a_committed_leader_dampen_the_fall(
    support: tuple[Floats, Floats], resolve: Floats, size: float, shock: float, cushion: float
) -> None:
    low, high = support
    for narrow, wide in (
        (shaken(low, resolve, size, shock, cushion), shaken(high, resolve, size, shock, cushion)),
        (shaken(resolve, low, size, shock, cushion), shaken(resolve, high, size, shock, cushion)),
    ):
        assert (wide <= narrow + 1e-12).all()
        assert ((wide >= 0) & (narrow <= shock * size + 1e-12)).all()


@given(rows, rows, unit, unit, weights, unit)
def test_greater_losses_never_lower_it_less(
    home: Floats, resolve: Floats, size: float, more: float, shock: float, cushion: float
) -> None:
    larger = size + more * (1.0 - size)
    lost = shaken(home, resolve, size, shock, cushion)
    assert (lost <= shaken(home, resolve, larger, shock, cushion) + 1e-12).all()


@given(ordered(), unit)
def test_a_commitment_never_lowers_resolve_nor_passes_one(
    resolve: tuple[Floats, Floats], size: float
) -> None:
    low, high = (one + committed(one, size) for one in resolve)
    assert ((low >= resolve[0]) & (low <= high + 1e-12) & (high <= 1.0 + 1e-12)).all()


@given(ordered(), rows, rows)
def test_more_breadth_or_resolve_never_raises_the_chance_of_a_recall(
    pair: tuple[Floats, Floats], other: Floats, losses: Floats
) -> None:
    low, high = pair
    assert (recall_of(high, other, losses) <= recall_of(low, other, losses) + 1e-12).all()
    assert (recall_of(other, high, losses) <= recall_of(other, low, losses) + 1e-12).all()
    assert (recall_of(other, losses, low) <= recall_of(other, losses, high) + 1e-12).all()


# -- end to end ------------------------------------------------------------------------------------


def element(support: float, weight: float = 1.0) -> dict[str, Any]:
    """One of those who make a policy."""
    return {"title": "Somebody", "support": support, "weight": weight}


def scene(
    home: float = 0.5, size: Any = "moderate", formation: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Losses of the host in the first turn; its leader may make a speech."""
    data = quiet(turns=3)
    host = data["actors"]["host"]
    host |= {"home": home, "mission": {"title": "Engineers and police"}}
    if formation is not None:
        host["formation"] = formation
    effects = [{"casualties": {"of": "host", "size": size}}]
    start: dt.date = data["calendar"]["start"]
    data["events"] = {"losses": {"title": "Losses", "date": start, "effects": effects}}
    speech = [{"commit": {"of": "self", "size": "large"}}]
    data["moves"]["speech"] = {
        "title": "A speech",
        "by": ["host"],
        "kind": "act",
        "effects": speech,
    }
    return data


def recalled(process: PeaceProcess) -> Bools:
    """Where the host's people were called home."""
    return happened(process, "recalled", "host")


def test_losses_lower_support_by_the_formula_and_a_government_decides_the_turn_after() -> None:
    process = PeaceProcess(compiled(scene()), runs=500, seat="friend")
    process.step()
    c = standard()
    fell = shaken(row(0.5), row(0.0), 0.2, c.casualty_shock, c.casualty_cushion)
    left = 0.5 - fell[0] - float(c.standing_aside)
    assert np.allclose(process.world.home[HOST], left)
    assert not recalled(process).any()
    process.step()
    fact = process.world.facts[process.plan.facts["recalled", HOST, -1]][:500]
    assert set(fact.tolist()) == {1, NEVER}
    chance = logistic(float(c.rationality) * recall_of(row(left), row(0.0), row(0.2)))[0]
    assert abs((fact == 1).mean() - chance) < 4 * np.sqrt(chance * (1 - chance) / 500)
    process.step()
    assert (recalled(process) == (fact == 1)).all(), "decided once, not turn by turn"


def test_wide_support_keeps_the_mission_and_commitment_adds_to_it() -> None:
    narrow, wide = (play(scene(home), runs=4000) for home in (0.35, 0.7))
    rises(recalled(wide), recalled(narrow), by=0.2)
    before = play(scene(0.35), [(0, "speech", None)], runs=4000)
    rises(recalled(before), recalled(narrow), by=0.05)
    after = play(scene(0.35), [(1, "speech", None)], runs=4000)
    rises(recalled(after), recalled(narrow), by=0.05)
    assert (before.world.home[HOST] > narrow.world.home[HOST]).all()
    # a promise made once the losses have come holds the mission, though not what support was lost
    lost = after.world.home[HOST] - narrow.world.home[HOST]
    assert np.allclose(lost, float(standard().standing_aside))


def test_greater_losses_bring_more_recalls_and_none_bring_none() -> None:
    small, large = (play(scene(0.5, size), runs=4000) for size in ("slight", "large"))
    rises(recalled(small), recalled(large), by=0.2)
    quiet_ = scene()
    quiet_["events"] = {}
    assert not recalled(play(quiet_)).any()


def test_without_the_rule_nobody_is_recalled_and_losses_do_nothing() -> None:
    formation = {"opinion": element(0.2), "ally": {"title": "A", "ally": "friend", "weight": 1.0}}
    process = play(scene(0.6, "large", formation), without=OFF)
    assert not recalled(process).any()
    assert (process.world.home[HOST] == 0.6).all(), "home as it is coded"


def test_without_a_mission_losses_cost_support_alone() -> None:
    data = scene()
    del data["actors"]["host"]["mission"]
    process = play(data)
    assert (process.world.home[HOST] < 0.5).all()
    assert ("recalled", HOST, -1) not in process.plan.facts
    assert not any(name.startswith("recall:") for name in process.compiled.slots.names)


# -- the formation ---------------------------------------------------------------------------------


def test_one_element_is_as_good_as_plain_support() -> None:
    line: list[Dated] = [(0, "speech", None)]
    plain = play(scene(0.45), line, runs=500)
    formed = play(scene(0.9, formation={"all": element(0.45, 0.3)}), line, runs=500)
    assert np.allclose(plain.world.home, formed.world.home, rtol=0, atol=1e-12)
    assert (recalled(plain) == recalled(formed)).all()
    assert (plain.world.capital == formed.world.capital).all()


def formed(**more: Any) -> dict[str, Any]:
    """A formation of three, one of them an ally."""
    return {
        "opinion": element(0.4, 0.6),
        "ministry": element(0.8, 0.2),
        "ally": {"title": "The friend", "ally": "friend", "weight": 0.2},
        **more,
    }


def shifted(effect: dict[str, Any], turns: int = 1) -> PeaceProcess:
    """The host makes one move with one effect on its support."""
    data = scene(formation=formed())
    data["calendar"]["turns"] = turns
    data["events"] = {}
    data["moves"]["appeal"] = {
        "title": "An appeal",
        "by": ["host"],
        "kind": "act",
        "effects": [{"home": {"of": "self", **effect}}],
    }
    return play(data, [(0, "appeal", None)], runs=4)


def test_support_at_home_is_the_weighted_mean() -> None:
    process = PeaceProcess(compiled(scene(formation=formed())), runs=4)
    stance = process.world.stance[FRIEND]
    assert np.allclose(process.world.home[HOST], 0.6 * 0.4 + 0.2 * 0.8 + 0.2 * stance)


@pytest.mark.parametrize(
    ("effect", "moved"),
    [
        ({"by": -0.1}, [-0.1, -0.1, 0.0]),
        ({"by": -0.1, "through": "opinion"}, [-0.1, 0.0, 0.0]),
        ({"by": 0.5, "through": "ministry"}, [0.0, 0.2, 0.0]),
    ],
)
def test_an_effect_reaches_those_it_is_meant_for_and_never_the_ally(
    effect: dict[str, Any], moved: list[float]
) -> None:
    process = shifted(effect)
    start = PeaceProcess(compiled(scene(formation=formed())), runs=4).world
    change = process.world.backing - start.backing
    assert np.allclose(change, np.array(moved)[:, None])
    mean = sum(one.share * change[one.row] for one in process.plan.elements)
    assert np.allclose(process.world.home[HOST] - start.home[HOST], mean)


def test_the_ally_pulls_as_its_stance_moves() -> None:
    def home(persuade: str) -> Floats:
        data = scene(formation=formed())
        data["events"] = {}
        effects = [{persuade: {"who": "target", "size": "large"}}]
        data["moves"]["talk"] = {
            "title": "Talk",
            "by": ["host"],
            "to": ["friend"],
            "kind": "tell",
            "effects": effects,
        }
        process = play(data, [(turn, "talk", "friend") for turn in range(3)], runs=4)
        assert (process.world.backing[2] == process.world.stance[FRIEND]).all()
        end: Floats = process.world.home[HOST]
        return end

    assert (home("persuade") > home("dissuade") + 0.02).all()


def test_what_is_asked_is_read_off_the_formation() -> None:
    asks = {
        "opinion": "backing(host, opinion)",
        "ally": "backing(host, ally)",
        "friend": "stance(friend)",
        "of_one_mind": "backing(friend, opinion)",
        "friend_home": "home(friend)",
        "resolve": "resolve(host)",
    }
    made = Compiled(compiled(scene(formation=formed())).scenario, {})
    for name, text in asks.items():
        if name != "of_one_mind":
            made.ask(name, text)
    process = PeaceProcess(made, runs=4)
    process.advance(options(process, [(0, "speech", None)], 0))
    read = {name: reader(process.world) for name, reader in made.readers.items()}
    assert (read["ally"] == read["friend"]).all()
    assert (read["resolve"] == 0.35).all()
    assert (read["opinion"] < 0.4).all()
    with pytest.raises(ValueError, match='no element "opinion"'):
        made.ask("of_one_mind", asks["of_one_mind"])
    with pytest.raises(ValueError, match="no mission"):
        made.ask("never", "recalled(friend)")


def test_a_child_that_adds_a_mission_and_a_formation_leaves_its_parents_draws_alone() -> None:
    parent = quiet()
    child = scene(formation=formed())
    del child["moves"]["speech"]
    parent["events"] = child["events"] = {}
    one, other = compiled(parent), compiled(child)
    assert other.slots.names[: len(one.slots)] == one.slots.names[:]
    assert other.range_slots.names[: len(one.range_slots)] == one.range_slots.names[:]


def test_contributions_to_support_add_up_with_a_formation() -> None:
    process = PeaceProcess(compiled(scene(formation=formed())), runs=4, watch=True)
    while not process.over:
        process.advance(options(process, [(0, "consult", "friend"), (1, "speech", None)], 0))
    ledger = process.world.ledger
    assert ledger is not None
    told = [one for one in ledger.rows if one.kind == "change" and one.what in ("home", "backing")]
    sources = set()
    for one in told:
        assert one.before is not None
        assert one.after is not None
        assert sum(part.amount for part in one.parts) == pytest.approx(one.after - one.before)
        if one.what == "home" and one.names == (HOST,):
            sources |= {part.source for part in one.parts}
    assert {"events.losses", "ally"} <= sources


@st.composite
def formations(draw: st.DrawFn) -> dict[str, Any]:
    """Up to four elements with supports and weights."""
    count = draw(st.integers(1, 4))
    return {f"one_{k}": element(draw(unit), draw(weights)) for k in range(count)}


@given(formations())
def test_support_lies_among_that_of_its_elements(formation: dict[str, Any]) -> None:
    world = PeaceProcess(compiled(scene(formation=formation)), runs=2).world
    supports = [one["support"] for one in formation.values()]
    assert (world.home[HOST] >= min(supports) - 1e-12).all()
    assert (world.home[HOST] <= max(supports) + 1e-12).all()
