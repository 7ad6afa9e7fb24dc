"""Legitimacy of a mediator: own, assigned and borrowed.

YAM II.1b and I.14; Bercovitch and Houston (1996).
"""

from __future__ import annotations

from sim.model.exact import Floats


def standing(own: Floats, mandate: Floats, borrowed: Floats) -> Floats:
    """`1 - (1 - own)(1 - mandate)(1 - borrowed)`: each source adds, none takes away; 0..1."""
    return 1.0 - (1.0 - own) * (1.0 - mandate) * (1.0 - borrowed)
