"""Decision procedures: when a text is adopted, given who says yes and who says no.

Each is a pure function of the votes. Votes have shape (members, runs), results (runs,); a member
who says neither yes nor no abstains or is away.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import comb

import numpy as np
from numpy.typing import NDArray

from sim.model.exact import Floats

Bools = NDArray[np.bool_]
Counts = NDArray[np.int64]


def unanimity(yes: Bools) -> Bools:
    """Adopted if every member says yes.

    Args:
        yes: Shape (members, runs).

    Returns:
        Shape (runs,). Monotone: one more yes never defeats a text.
    """
    adopted: Bools = np.logical_and.reduce(yes, axis=0)
    return adopted


def signature_by_sides(yes: Bools, sides: Sequence[int]) -> Bools:
    """Adopted if on every side at least one member signs.

    The members are those entitled to sign for their side: one who stays away does not keep the
    others from binding it. A side that needs all of its members is a case of `unanimity`. Who is on
    no side may sign as well and binds nobody.

    Args:
        yes: Shape (members, runs).
        sides: The side of each member, any whole numbers, in the members' order; below nought for
            one who is on no side.

    Returns:
        Shape (runs,).

    Raises:
        ValueError: Not one side for each member.
    """
    side_of = np.asarray(sides)
    _check_members(yes, side_of, "sides")
    adopted = np.ones(yes.shape[1:], dtype=np.bool_)
    for side in np.unique(side_of[side_of >= 0]):
        adopted &= yes[side_of == side].any(axis=0)
    return adopted


def consensus(no: Bools) -> Bools:
    """Adopted if nobody objects; silence is consent.

    Args:
        no: Shape (members, runs).

    Returns:
        Shape (runs,).
    """
    adopted: Bools = ~np.logical_or.reduce(no, axis=0)
    return adopted


def council_vote(
    yes: Bools,
    no: Bools,
    veto: Bools | Sequence[bool],
    bloc_yes: NDArray[np.integer] | int = 0,
    needed: int = 9,
) -> Bools:
    """The Security Council's vote on substance: nine yes, and no permanent member against.

    A permanent member that abstains or is away does not stop a text. Source: UN Charter, article
    27, and the Council's practice, held lawful by the International Court of Justice in its
    advisory opinion of 21 June 1971.

    Args:
        yes: Shape (members, runs).
        no: Shape (members, runs).
        veto: Shape (members,): who can stop a text.
        bloc_yes: Yes votes from members that are not among the rows, shape (runs,)
            (`binomial_count`).
        needed: Yes votes that adopt.

    Returns:
        Shape (runs,).

    Raises:
        ValueError: Not one entry of ``veto`` for each member, or a vote both yes and no.
    """
    can_veto = np.asarray(veto, dtype=np.bool_)
    _check_members(yes, can_veto, "veto")
    if (yes & no).any():
        raise ValueError("A member votes both yes and no; at most one of them may be true.")
    votes = yes.sum(axis=0, dtype=np.int64) + bloc_yes
    adopted: Bools = (votes >= needed) & ~no[can_veto].any(axis=0)
    return adopted


def coalition_quota(yes: Bools, weights: Sequence[int] | Counts, quota: int) -> Bools:
    """Adopted if the members that say yes have the quota of seats between them.

    Args:
        yes: Shape (members, runs).
        weights: Seats of each member: shape (members,), or (members, runs) where they differ.
        quota: Seats that adopt.

    Returns:
        Shape (runs,).

    Raises:
        ValueError: Not one weight for each member.
    """
    seats = np.asarray(weights, dtype=np.int64)
    _check_members(yes, seats, "weights")
    if seats.ndim == 1:
        seats = seats[:, np.newaxis]
    adopted: Bools = np.sum(yes * seats, axis=0) >= quota
    return adopted


def binomial_count(u: Floats, p: Floats | float, n: int) -> Counts:
    """How many of n equal, independent members say yes, from one uniform draw.

    The inverse of the cumulative binomial distribution, P(k) = C(n, k) p^k (1 - p)^(n - k), by
    multiplication and addition in a fixed order, so that the bits are the same on every machine.

    Args:
        u: Shape (runs,): uniform draws in [0, 1).
        p: Chance of a yes in [0, 1], a number or shape (runs,).
        n: Members, from 0 to 50 (beyond that the coefficients are no longer exact numbers).

    Returns:
        Shape (runs,), from 0 to n; it rises with u and with p.

    Raises:
        ValueError: n is out of range.
    """
    if not 0 <= n <= 50:
        raise ValueError(f"A bloc of {n} members; it must have 0 to 50.")
    yes = np.broadcast_to(np.asarray(p, dtype=np.float64), u.shape)
    no = 1.0 - yes
    no_powers = [np.ones(u.shape)]
    for _ in range(n):
        no_powers.append(no_powers[-1] * no)
    count = np.zeros(u.shape, dtype=np.int64)
    below = np.zeros(u.shape)
    yes_power = np.ones(u.shape)
    for k in range(n):
        below += float(comb(n, k)) * yes_power * no_powers[n - k]
        count += below <= u
        yes_power = yes_power * yes
    return count


def _check_members(yes: Bools, entries: NDArray[np.generic], what: str) -> None:
    """Refuse a list that does not have one entry for each member."""
    if len(entries) != len(yes):
        raise ValueError(f"{len(entries)} {what} for {len(yes)} members; one is needed for each.")
