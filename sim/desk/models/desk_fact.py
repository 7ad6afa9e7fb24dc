"""A fact of an actor: a name, and a word or number with the key of its account."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that is known of an actor; `ledger` is the key of its account, if it has one."""

    name: str
    value: str
    ledger: str = ""
    bare: bool = False
    """Whether the value says by itself what it is of."""
