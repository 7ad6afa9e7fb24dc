"""What is told between the chapters of a campaign, and once it is over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sim.catalogue import _
from sim.cli.textmode.telling import points, wrapped
from sim.scenario.problem import visible

if TYPE_CHECKING:
    from sim.game.campaign import CampaignDebrief, CampaignGame, Passage


def passage_lines(played: CampaignGame, passage: Passage) -> Iterator[str]:
    """What is told between a chapter and what follows."""
    from sim.game.campaign import campaign_debrief

    if passage.bridge:
        yield from wrapped(passage.bridge)
        yield ""
    if passage.stage is None:
        yield from debrief_lines(campaign_debrief(played))
    else:
        yield visible(played.heading)


def debrief_lines(told: CampaignDebrief) -> Iterator[str]:
    """The debrief of a campaign."""
    yield _("The campaign is over: {ending}.").format(ending=visible(told.ending))
    yield from wrapped(told.text)
    yield ""
    said = _("{title}, {seat}, seed {seed}: {points} of 100.")
    title, seat = visible(told.title), visible(told.seat_name)
    yield from wrapped(
        said.format(title=title, seat=seat, seed=told.seed, points=points(told.score))
    )
    for one in told.chapters:
        head = f"{one.number}. {one.title}"
        if not one.opened:
            yield from wrapped(_("{chapter}: never opened.").format(chapter=head), "   ")
            continue
        said = (
            _(
                "{chapter}: {points} of 100, counts {weight}. "
                "It opened otherwise than in the record."
            )
            if one.variant
            else _("{chapter}: {points} of 100, counts {weight}.")
        )
        scored = said.format(chapter=head, points=points(one.score), weight=points(one.weight))
        yield from wrapped(scored, "   ")
        for aim in one.reached:
            yield from wrapped(_("reached: {aim}").format(aim=aim), "     ", "   ")
        for aim in one.missed:
            yield from wrapped(_("missed: {aim}").format(aim=aim), "     ", "   ")
