"""What a seat knows, in words: the situation, actors, tables, texts and advice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from sim.catalogue import _
from sim.cli.textmode.telling import band, points, status, wrapped
from sim.scenario.form.coding import TYPES
from sim.scenario.heads import STANDARD
from sim.scenario.problem import visible

if TYPE_CHECKING:
    from sim.game.forecast.acceptance import Estimate
    from sim.game.forecast.advice import Advice
    from sim.game.view import ActorView, FactView, SeatView, TableView


def situation(view: SeatView) -> Iterator[str]:
    """All of the view that fits a page or two."""
    if view.level != STANDARD:
        yield _("Level: {level}.").format(level=visible(view.level_title))
    yield from status(view)
    yield from wrapped(
        _(
            "Capital pays for moves; when home support is low, the next turns bring less of it. "
            "A mediator is heard as far as it has standing. The codex explains the terms of the "
            "field, as in codex spoiler."
        )
    )
    yield ""
    yield _("Others, their stance on the initiative, and their trust in you (of 100):")
    for actor in view.actors:
        if actor.trusts_me is not None:
            said = (
                _("- {actor}, partner: {word} {stance}; trust {trust}.")
                if actor.mediator
                else _("- {actor}: {word} {stance}; trust {trust}.")
            )
            yield said.format(
                actor=actor.short,
                word=actor.stance_word,
                stance=band(actor.stance),
                trust=band(actor.trusts_me),
            )
    yield ""
    for belief in view.beliefs:
        shares = (belief.none, belief.limited, belief.greedy, belief.total)
        said = _("You believe of {actor}: {types}.")
        yield said.format(actor=view.actor(belief.subject).short, types=types(shares))
    if view.beliefs:
        yield from wrapped(_kinds_of_spoiler())
    for actor in view.actors:
        for subject, faith in actor.bad_faith:
            if not actor.me and actor.mediator:
                said = _("{actor} believes that {other} acts in bad faith: {belief}.")
                other = view.actor(subject).short
                yield said.format(actor=actor.short, other=other, belief=band(faith))
    for table in view.tables:
        yield ""
        yield from table_lines(view, table)
    if view.goals:
        yield ""
        yield _("Your aims, as far as you can tell:")
        for goal in view.goals:
            said = (
                _("- {aim} ({points} of 100): reached.")
                if goal.reached
                else _("- {aim} ({points} of 100): not reached.")
            )
            yield said.format(aim=goal.title, points=points(goal.weight))
    coming = [moment for moment in view.timeline if moment.kind in ("coming", "end")]
    yield ""
    yield _("In your diary:")
    for moment in coming:
        yield from wrapped(f"- {moment.date}: {moment.title}.", "  ")


def types(shares: Sequence[float]) -> str:
    """Chances of the hidden types."""
    said = _("spoiler none {none}, limited {limited}, greedy {greedy}, total {total}")
    return said.format(**dict(zip(TYPES, map(points, shares), strict=True)))


def _kinds_of_spoiler() -> str:
    from sim.game.words import TYPE_WORDS

    kinds = "; ".join(f"{name} {about}" for name, about in TYPE_WORDS.items())
    said = _("Each kind of spoiler is a chance of 100. What the kinds mean: {kinds}.")
    return said.format(kinds=kinds)


def table_lines(view: SeatView, table: TableView) -> Iterator[str]:
    """A table: its text, and where its parties could meet."""
    from sim.desk.models.table import procedure_words

    state = _("adopted") if table.adopted else _("open") if table.open else _("closed")
    said = _("Table {table}: {title} ({state}). {how}.")
    how = procedure_words(table.procedure, table.needed)
    told = said.format(table=table.id, title=table.title, state=state, how=how)
    yield from wrapped(told, "  ")
    if table.text is None:
        yield _("No text lies on it.")
    else:
        places = ", ".join(f"{issue} {place:.2f}" for issue, place in table.text)
        laid = _("The text on it: {places}.").format(places=places)
        if table.author:
            author = view.actor(table.author).short
            laid = _("Text by {author}: {places}.").format(author=author, places=places)
        yield from wrapped(laid, "  ")
        if table.outside:
            said = _("Outside the standing agreement: {issues}.")
            yield said.format(issues=", ".join(table.outside))
    issues = {issue.id: issue for issue in view.issues}
    for zone in table.zones:
        title = f"{issues[zone.issue].title} ({zone.issue})"
        if zone.zone is not None:
            low, high = zone.zone
            said = _("- {issue}: all could meet between {low:.2f} and {high:.2f}.")
            yield from wrapped(said.format(issue=title, low=low, high=high), "  ")
        else:
            who = _(" and ").join(view.actor(name).short for name in zone.apart or ())
            said = _("- {issue}: no place where all could meet; {who} apart.")
            yield from wrapped(said.format(issue=title, who=who), "  ")


def table_detail(view: SeatView, table: TableView) -> Iterator[str]:
    """A table with every party's stretch on every issue."""
    yield from table_lines(view, table)
    issues = {issue.id: issue for issue in view.issues}
    for zone in table.zones:
        issue = issues[zone.issue]
        yield ""
        said = _("{issue}, from 0 ({none}) to 1 ({all}):")
        yield from wrapped(said.format(issue=zone.issue, none=issue.low, all=issue.high), "  ")
        if issue.framework is not None:
            low, high = issue.framework
            said = _("The agreement allows {low:.2f} to {high:.2f}.")
            yield "  " + said.format(low=low, high=high)
        for one in zone.stretches:
            fair, maybe = one.fair, one.maybe
            where = [_("nowhere likely")]
            if fair:
                likely = _("likely from {low:.2f} to {high:.2f}")
                where = [likely.format(low=fair[0], high=fair[1])]
            if maybe is not None and maybe != fair:
                possible = _("possible from {low:.2f} to {high:.2f}")
                where.append(possible.format(low=maybe[0], high=maybe[1]))
            who = f"{view.actor(one.actor).short} ({one.role})"
            yield from wrapped(f"{who}: {', '.join(where)}.", "    ", "  ")


def dossier(view: SeatView, actor: ActorView) -> Iterator[str]:
    """What the seat knows of one actor."""
    leader = f", {visible(actor.leader)}" if actor.leader else ""
    yield f"{visible(actor.name)} ({actor.kind}){leader}."
    if actor.about:
        yield from wrapped(actor.about)
    if actor.trusts_me is not None and actor.trusted is not None and actor.known is not None:
        said = _("Stance: {word}, {stance}.")
        yield said.format(word=actor.stance_word, stance=band(actor.stance))
        said = _("Trust in you {trust}; yours in it {own}.")
        yield said.format(trust=band(actor.trusts_me), own=points(actor.trusted))
        yield _("How well you know it: {points}.").format(points=points(actor.known))
    if actor.me:
        yield from makers(view)
    said = _("Standing {standing}; cost of going on {cost}.")
    yield said.format(standing=band(actor.legitimacy), cost=band(actor.war_cost))
    said = _("What it can count on without an agreement: {level}.")
    yield said.format(level=band(actor.reservation))
    for issue in view.issues:
        for position in issue.positions:
            if position.actor == actor.id:
                said = _("- {issue}: would like {ideal}, matters {salience}.")
                ideal, salience = band(position.ideal), band(position.salience)
                told = said.format(issue=issue.title, ideal=ideal, salience=salience)
                yield from wrapped(told, "  ")
    for edge in view.edges:
        if edge.source == actor.id and edge.channels:
            flows = ", ".join(
                f"{name.replace('_', ' ')} {band(flow)}" for name, flow in edge.channels
            )
            said = _("Hold on {actor}: {flows}.")
            yield from wrapped(said.format(actor=view.actor(edge.target).short, flows=flows), "  ")
    for subject, faith in actor.bad_faith:
        said = _("Believes that {other} acts in bad faith: {belief}.")
        yield said.format(other=view.actor(subject).short, belief=band(faith))
    facts = [f"{fact_words(fact)} ({fact.date})" for fact in actor.facts]
    if facts:
        yield from wrapped(_("So far: {facts}.").format(facts=", ".join(facts)), "  ")


def fact_words(fact: FactView) -> str:
    """A decided fact in words; of a step, its title."""
    if fact.step_title:
        took = fact.fact == "acted"
        said = _('took the step "{step}"') if took else _('refused the step "{step}"')
        return said.format(step=fact.step_title)
    return fact.fact.replace("_", " ")


def makers(view: SeatView) -> Iterator[str]:
    """Who makes the seat's policy, and what it has staked."""
    if view.formation:
        yield _("Who makes your policy (support, and share, of 100):")
    for one in view.formation:
        title = f"{visible(one.title)} {one.leans}"
        said = _("- {element}: {support}, counts {share}.")
        yield said.format(element=title, support=points(one.support), share=points(one.share))
    if view.resolve:
        yield _("Your leader's public commitment: {points}.").format(points=points(view.resolve))
    if view.mission:
        yield from wrapped(_("Your people abroad: {mission}.").format(mission=view.mission), "  ")


def estimate_lines(view: SeatView, estimate: Estimate) -> Iterator[str]:
    """How a text would be taken."""
    places = ", ".join(f"{issue} {place:.2f}" for issue, place in estimate.text)
    yield from wrapped(_("Text: {places}.").format(places=places), "  ")
    for party in estimate.parties:
        mean, low, high = party.accepts.mean, party.accepts.low, party.accepts.high
        said = _("- {actor} ({role}): {best} in 20, between {low} and {high}.")
        yield said.format(
            actor=view.actor(party.actor).short,
            role=party.role,
            best=round(20 * mean),
            low=round(20 * low),
            high=round(20 * high),
        )
    yield _("It passes {count} times in 20.").format(count=round(20 * estimate.passes.mean))
    blockers = [view.actor(party.actor).short for party in estimate.blockers]
    if blockers:
        yield _("Likely to stop it: {actors}.").format(actors=", ".join(blockers))


def advice_lines(
    view: SeatView, all_advice: Sequence[Advice], labels: Mapping[int, str]
) -> Iterator[str]:
    """What the advisers say."""
    for one in all_advice:
        yield from wrapped(f"{one.name}: {one.says}", "  ")
        if one.option is not None and one.odds is not None and one.odds.yes is not None:
            said = _("{move}: {count} in 20.")
            yield "  " + said.format(move=labels[one.option], count=one.odds.twentieths)
        for subject, shares in one.beliefs:
            who = view.actor(subject).short
            yield "  " + _("On {actor}: {types}.").format(actor=who, types=types(shares))
