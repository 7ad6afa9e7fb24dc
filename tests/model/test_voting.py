"""Decision procedures, by enumeration."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.model.rules.voting import (
    binomial_count,
    coalition_quota,
    consensus,
    council_vote,
    signature_by_sides,
    unanimity,
)


def every_vote(members: int) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    """All ways to say yes or not, one in each run: shape (members, 2**members)."""
    return np.array(list(product([False, True], repeat=members)), dtype=np.bool_).T


def every_ballot(members: int) -> list[tuple[str, ...]]:
    """All ways to vote yes or no or to abstain."""
    return list(product("yna", repeat=members))


@pytest.mark.parametrize("members", [1, 2, 5])
def test_unanimity_and_consensus_by_enumeration(members: int) -> None:
    votes = every_vote(members)
    rows = votes.T.tolist()
    assert unanimity(votes).tolist() == [all(row) for row in rows]
    assert consensus(votes).tolist() == [not any(row) for row in rows]


def test_signature_by_sides_by_enumeration() -> None:
    sides = [0, 3, 3, 3]
    votes = every_vote(4)
    expected = [row[0] and (row[1] or row[2] or row[3]) for row in votes.T.tolist()]
    assert signature_by_sides(votes, sides).tolist() == expected
    # who is on no side binds nobody and holds up nobody
    beside = [0, 3, 3, -1]
    of_three = [vote[0] and any(vote[1:3]) for vote in votes.T]
    assert signature_by_sides(votes, beside).tolist() == of_three
    assert signature_by_sides(votes, [7] * 4).tolist() == votes.any(axis=0).tolist()
    assert signature_by_sides(votes, [0, 1, 2, 3]).tolist() == unanimity(votes).tolist()


@pytest.mark.parametrize("needed", [1, 3, 5])
def test_council_vote_by_enumeration(needed: int) -> None:
    veto = [True, False, True, False]
    ballots = every_ballot(4)
    yes = np.array([[vote == "y" for vote in ballot] for ballot in ballots]).T
    no = np.array([[vote == "n" for vote in ballot] for ballot in ballots]).T
    for bloc in (0, 2):
        expected = [
            ballot.count("y") + bloc >= needed and ballot[0] != "n" and ballot[2] != "n"
            for ballot in ballots
        ]
        assert council_vote(yes, no, veto, bloc, needed).tolist() == expected
        everywhere = np.full(len(ballots), bloc)
        assert council_vote(yes, no, veto, everywhere, needed).tolist() == expected


def test_council_vote_as_the_charter_has_it() -> None:
    # Five permanent members as rows, ten elected ones as a bloc; fourteen to nought with one
    # permanent member abstaining carries, eight yes do not, and one veto defeats fourteen yes.
    yes = np.array([[1, 1, 1], [1, 1, 1], [1, 1, 1], [1, 0, 1], [0, 0, 0]], dtype=np.bool_)
    no = np.array([[0, 0, 0], [0, 0, 0], [0, 0, 0], [0, 0, 0], [0, 0, 1]], dtype=np.bool_)
    assert council_vote(yes, no, [True] * 5, np.array([10, 5, 10])).tolist() == [True, False, False]


def test_coalition_quota_by_enumeration() -> None:
    weights, votes = [58, 51, 10, 1], every_vote(4)
    for quota in (0, 1, 61, 80, 120, 121):
        expected = [
            sum(w for w, said in zip(weights, row, strict=True) if said) >= quota
            for row in votes.T.tolist()
        ]
        assert coalition_quota(votes, weights, quota).tolist() == expected
    by_run = np.repeat(np.array(weights)[:, np.newaxis], votes.shape[1], axis=1)
    by_run[:, 0] = 100
    assert coalition_quota(~votes, by_run, 400).tolist() == [True] + [False] * 15


@given(st.integers(0, 2**12 - 1), st.integers(0, 4), st.integers(1, 5))
def test_one_more_yes_never_defeats_a_text(pattern: int, member: int, needed: int) -> None:
    yes = np.array([[bool(pattern >> k & 1)] for k in range(5)])
    no = np.array([[bool(pattern >> (k + 5) & 1)] for k in range(5)]) & ~yes
    more, fewer = yes.copy(), no.copy()
    more[member], fewer[member] = True, False
    veto = [True, True, False, False, False]
    assert unanimity(yes)[0] <= unanimity(more)[0]
    assert consensus(no)[0] <= consensus(fewer)[0]
    sides, weights = [0, 0, 1, 1, 1], [5, 4, 3, 2, 1]
    assert signature_by_sides(yes, sides)[0] <= signature_by_sides(more, sides)[0]
    before = council_vote(yes, no, veto, 0, needed)
    assert before[0] <= council_vote(more, fewer, veto, 0, needed)[0]
    assert coalition_quota(yes, weights, 8)[0] <= coalition_quota(more, weights, 8)[0]


def test_votes_that_make_no_sense_are_refused() -> None:
    yes = np.ones((3, 2), dtype=np.bool_)
    with pytest.raises(ValueError, match="2 sides for 3 members"):
        signature_by_sides(yes, [0, 1])
    with pytest.raises(ValueError, match="4 veto for 3 members"):
        council_vote(yes, ~yes, [True] * 4)
    with pytest.raises(ValueError, match="both yes and no"):
        council_vote(yes, yes, [True] * 3)
    with pytest.raises(ValueError, match="1 weights for 3 members"):
        coalition_quota(yes, [1], 1)


@pytest.mark.parametrize("n", [0, 1, 2, 10, 50])
@pytest.mark.parametrize("p", [0.0, 1e-9, 0.1, 0.5, 0.73, 1.0])
def test_binomial_count_is_the_inverse_distribution(n: int, p: float) -> None:
    binom = pytest.importorskip("scipy.stats").binom
    u = np.random.Generator(np.random.Philox(key=6)).random(5000)
    u[:2] = 0.0, 1.0 - 2.0**-53
    counts = binomial_count(u, p, n)
    assert ((counts >= 0) & (counts <= n)).all()
    # The count is right if u lies between the sums before and after it, but for rounding.
    assert (binom.cdf(counts - 1, n, p) <= u + 1e-13).all()
    assert (binom.cdf(counts, n, p) >= u - 1e-13).all()
    assert set(counts.tolist()) == ({0} if p == 0.0 else {n}) or 0.0 < p < 1.0


def test_binomial_count_takes_a_chance_for_each_run() -> None:
    u = np.random.Generator(np.random.Philox(key=6)).random(100)
    p = np.linspace(0.0, 1.0, 100)
    together = binomial_count(u, p, 10)
    assert together.tolist() == [
        int(binomial_count(u[i : i + 1], float(p[i]), 10)[0]) for i in range(100)
    ]
    rising = binomial_count(np.full(100, 0.4), p, 10)
    assert (np.diff(rising) >= 0).all()
    assert (rising[0], rising[-1]) == (0, 10)


@pytest.mark.parametrize("n", [-1, 51])
def test_binomial_count_refuses_a_bloc_out_of_range(n: int) -> None:
    with pytest.raises(ValueError, match="must have 0 to 50"):
        binomial_count(np.zeros(2), 0.5, n)
