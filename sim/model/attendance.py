"""Who comes to a round of talks: several may invite to one, and one yes is enough to come."""

from __future__ import annotations

import numpy as np

from sim.model.world import Bools, World


class Attendance:
    """The answers of one turn to invitations to rounds."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._invited: dict[tuple[int, int], tuple[Bools, Bools]] = {}
        """By table and actor: where it was asked, and where it said yes to any; shape (runs,)."""

    def note(self, table: int, actor: int, asked: Bools, yes: Bools) -> None:
        """Note an answer; who says yes to any of several invitations comes."""
        before = self._invited.get((table, actor))
        if before is not None:
            asked, yes = before[0] | asked, before[1] | yes
        self._invited[table, actor] = (asked, yes)

    def settle(self) -> None:
        """Write who came and who stayed away, and let it be seen."""
        world, plan = self._world, self._world.plan
        for (table, actor), (asked, yes) in self._invited.items():
            away = asked & ~yes
            world.decide(plan.fact("attended", actor, table), yes)
            world.decide(plan.fact("stayed_away", actor, table), away)
            world.away[actor] |= away
            world.came[table] |= yes
            source = f"tables.{plan.tables[table].id}"
            world.see_sign(actor, "attendance", yes.astype(np.float64), source)
            world.see_sign(actor, "absence", away.astype(np.float64), source)
            if actor in plan.subjects:
                world.efforts += away
        world.rounds += world.came
