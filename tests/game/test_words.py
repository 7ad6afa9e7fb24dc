"""Names within sentences."""

from __future__ import annotations

from sim.game.words import Words
from sim.model.compiled import Compiled
from sim.scenario.schema import Scenario
from tests.model.small import small


def words() -> Words:
    data = small()
    data["actors"]["host"]["called"] = "the host"
    return Words(Compiled(Scenario.model_validate(data)).plan)


def test_a_name_within_a_sentence_has_its_article_and_a_capital_where_one_starts() -> None:
    told, host, friend = words(), 0, 1
    assert told.plan.actors[host] == "host"
    name = told.name(friend)
    fill = told.fill
    assert fill("{self} asks {target}.", host, friend) == f"The host asks {name}."
    assert fill("{target} asks {self}. {self} waits.", host, friend) == (
        f"{name} asks the host. The host waits."
    )
    assert fill("Nobody is named.", host, None) == "Nobody is named."
