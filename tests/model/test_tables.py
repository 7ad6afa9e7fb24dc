"""Tables end to end: what is adopted follows from who signed or voted, by each procedure."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.model.process import PeaceProcess
from tests.model.play import Bools, Dated, happened, play, quiet

MEMBERS = ("host", "friend", "north", "south")
TEXT = {"land": 0.5, "trade": 0.5}
LINE: list[Dated] = [(0, "draft", None, TEXT), (0, "put", None)]


def put(turns: int = 3, **table: Any) -> PeaceProcess:
    """A text is put to four members, who may not agree."""
    data = quiet(turns)
    data["moves"]["put"]["needs"] = None
    ideals = {"host": 0.5, "friend": 0.45, "north": 0.75, "south": 0.3}
    for actor, ideal in ideals.items():
        data["actors"][actor]["positions"] |= {"land": {"ideal": ideal, "salience": 0.8}}
        data["actors"][actor]["reservation"] = 0.8
    data["tables"]["talks"] |= {"members": list(MEMBERS), "assent": [], **table}
    return play(data, LINE)


def signed(process: PeaceProcess) -> Bools:
    """Who accepted, shape (members, runs)."""
    return np.array([happened(process, "accepted", member, "talks") for member in MEMBERS])


def adopted(process: PeaceProcess) -> Bools:
    """Where the text was adopted; some do and some do not, or nothing is shown."""
    found = happened(process, "adopted", None, "talks")
    assert 0.02 < found.mean() < 0.98
    assert (happened(process, "failed", None, "talks") == ~found).all()
    return found


def test_every_member_says_yes_or_no_once() -> None:
    process = put()
    rejected = np.array([happened(process, "rejected", member, "talks") for member in MEMBERS])
    assert (signed(process) ^ rejected).all()
    assert (process.world.votes[0][: process.runs] == signed(process).sum(axis=0)).all()


def test_signatures_need_all_and_nobodys_objection() -> None:
    assert (adopted(put()) == signed(put()).all(axis=0)).all()
    process = put(members=["host", "friend"], assent=["small_states"])
    objected = happened(process, "objected", "small_states", "talks")
    both = np.array([happened(process, "accepted", one, "talks") for one in ("host", "friend")])
    assert (adopted(process) == both.all(axis=0) & ~objected).all()
    assert (both.all(axis=0) & objected).any()


def test_consensus_needs_nobodys_refusal() -> None:
    assert (adopted(put(procedure="consensus")) == signed(put()).all(axis=0)).all()


def test_sides_need_one_of_each() -> None:
    process = put(procedure="sides", sides={"one": ["host", "north"], "two": ["friend", "south"]})
    host, friend, north, south = signed(process)
    assert (adopted(process) == (host | north) & (friend | south)).all()


def test_who_is_on_no_side_may_sign_and_binds_nobody() -> None:
    process = put(procedure="sides", sides={"one": ["host"], "other": ["friend"]})
    signatures = signed(process)
    both = signatures[MEMBERS.index("host")] & signatures[MEMBERS.index("friend")]
    assert (adopted(process) == both).all()
    assert 0 < (both & ~signatures.all(axis=0)).mean() < 1


@pytest.mark.parametrize("needed", [5, 8])
def test_a_quota_counts_seats(needed: int) -> None:
    seats = dict(zip(MEMBERS, (1, 2, 3, 4), strict=True))
    process = put(procedure="quota", seats=seats, needed=needed)
    in_favour = np.array(list(seats.values())) @ signed(process)
    assert (adopted(process) == (in_favour >= needed)).all()


def test_only_who_signed_can_keep_its_word_or_break_it() -> None:
    seats = dict.fromkeys(MEMBERS, 1)
    process = put(procedure="quota", seats=seats, needed=2)
    through = adopted(process)
    for member, yes in zip(MEMBERS, signed(process), strict=True):
        kept, broke = (
            happened(process, fact, member, "talks") for fact in ("complied", "broke_off")
        )
        assert not (kept & broke).any()
        assert ((kept | broke) == (through & yes)).all()
    assert not signed(process)[:, through].all()


def council(veto: list[str], ideal: float = 0.3, **more: Any) -> PeaceProcess:
    """The council votes on a text about the north in which the south sees little."""
    data = quiet(turns=5)
    for actor in ("host", "friend", "south"):
        data["actors"][actor]["positions"]["blame"] = {"ideal": ideal, "salience": 0.5}
    data["tables"]["council"] |= {"veto": veto, "open": True, "text": {"blame": 0.5}, **more}
    data["events"] = {"report": data["events"]["report"] | {"effects": []}}
    return play(data)


def test_a_council_adopts_by_enough_votes_and_no_veto() -> None:
    process = council(["friend", "south"], ideal=0.1, needed=5)
    world, found = process.world, happened(process, "adopted", None, "council")
    assert 0.02 < found.mean() < 0.98
    assert (world.votes[1][: process.runs][found] >= 5).all()
    for member in ("friend", "south"):
        turns = {
            fact: world.facts[process.plan.facts[fact, process.plan.actor(member), 1]]
            for fact in ("vetoed", "rejected")
        }
        assert (turns["vetoed"] == turns["rejected"]).all()
    through = world.facts[process.plan.facts["adopted", -1, 1]]
    vetoed = world.facts[process.plan.facts["vetoed", process.plan.actor("friend"), 1]]
    assert not (through == vetoed)[: process.runs][found].any()
    assert not world.open[1][: process.runs][found].any()


def test_a_council_may_be_made_of_blocs_alone() -> None:
    process = council([], members=["small_states"], needed=2)
    size = process.plan.scenario.actors["small_states"].members
    votes, found = process.world.votes[1], happened(process, "adopted", None, "council")
    assert size > 2
    assert 0.02 < found.mean() < 1
    assert (votes[: process.runs][found] >= 2).all()
    assert votes.max() <= size


def test_a_member_with_a_veto_abstains_where_another_would_vote_no() -> None:
    """A lone no is dear; the votes in favour are the same."""
    bound, free = council(["friend"], ideal=0.0), council(["host"], ideal=0.0)
    no = [happened(one, "rejected", "friend", "council") for one in (bound, free)]
    assert no[0].mean() < no[1].mean() - 0.03
    assert not happened(free, "vetoed", "host", "council").all()


def test_who_stayed_away_from_the_round_does_not_sign() -> None:
    data = quiet(turns=1)
    data["moves"]["put"]["needs"] = None
    process = play(data, [*LINE, (0, "hold_round", "north")])
    away = happened(process, "stayed_away", "north", "talks")
    decided = [happened(process, fact, "north", "talks") for fact in ("accepted", "rejected")]
    assert away.any()
    assert ((decided[0] | decided[1]) == ~away).all()
    assert (process.world.efforts[: process.runs][away] == 1).all()
