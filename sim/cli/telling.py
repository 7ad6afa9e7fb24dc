"""A game in words, line by line, for a terminal or a screen reader: no boxes, no colour."""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.scenario.problem import visible
from sim.scenario.references import STANDARD

if TYPE_CHECKING:
    from sim.game.acceptance import Estimate
    from sim.game.advice import Advice
    from sim.game.cards import Card
    from sim.game.odds import Odds
    from sim.game.picture import Band
    from sim.game.report import Change, TurnReport
    from sim.game.view import ActorView, FactView, SeatView, TableView
    from sim.scenario.load import Loaded

WIDTH = 78
TYPES = ("none", "limited", "greedy", "total")


def wrapped(text: str, indent: str = "", first: str = "") -> list[str]:
    """A text in lines of at most `WIDTH`, with an empty line between paragraphs.

    Args:
        text: Single line breaks count as blanks.
        indent: What the lines after the first begin with.
        first: What the first line begins with.
    """
    found: list[str] = []
    for paragraph in text.strip().split("\n\n"):
        plain = visible(" ".join(paragraph.split()))
        lines = textwrap.wrap(plain, WIDTH, initial_indent=first, subsequent_indent=indent)
        found += ["", *lines] if found else lines
    return found or [""]


def long_date(iso: str) -> str:
    """A date in words."""
    date = dt.date.fromisoformat(iso)
    return f"{date.day} {date:%B %Y}"


def points(value: float) -> int:
    """A level 0..1 in hundredths."""
    return round(100 * value)


def band(one: Band) -> str:
    """A number with its range."""
    low, best, high = points(one.low), points(one.best), points(one.high)
    return f"{best}" if low == high else f"about {best} ({low} to {high})"


# -- moves -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Group:
    """A move with all its cards, one a target, under one number."""

    number: int
    cards: tuple[Card, ...]

    @property
    def title(self) -> str:
        """The move's title."""
        return self.cards[0].title

    @property
    def legal(self) -> list[Card]:
        """The cards that can be planned now."""
        return [card for card in self.cards if card.legal]


def grouped(cards: Iterable[Card]) -> list[Group]:
    """Moves in file order; their numbers stay the same all through a game."""
    by_move: dict[str, list[Card]] = {}
    for card in cards:
        by_move.setdefault(card.move, []).append(card)
    return [Group(number, tuple(found)) for number, found in enumerate(by_move.values(), start=1)]


def move_line(group: Group) -> Iterator[str]:
    """A move in a list: number, title, cost, for whom, or why not."""
    first = group.cards[0]
    head = f"{group.number}. {first.title}, costs {first.cost}"
    targets = [card for card in group.cards if card.to]
    open_to = [card.to or "" for card in group.legal]
    if not group.legal:
        reasons = list(dict.fromkeys(card.why_not for card in group.cards))
        yield from wrapped(f"{head}. Not now: {reasons[0]}", "   ")
    elif targets and len(targets) > 1:
        yield from wrapped(f"{head}. For: {', '.join(open_to)}.", "   ")
    elif targets and targets[0].target not in first.title:
        yield from wrapped(f"{head}. For: {open_to[0]}.", "   ")
    else:
        yield f"{head}."


def move_detail(group: Group, known: Mapping[int, Odds]) -> Iterator[str]:
    """All there is to know of a move."""
    first = group.cards[0]
    yield f"{group.number}. {first.title}. Costs {first.cost}."
    yield from wrapped(first.reason)
    if first.step:
        yield from wrapped(f"The step: {first.step}.")
    for card in group.cards:
        name = f"{card.to}: " if card.to else ""
        if card.planned:
            yield from wrapped(f"{name}planned for this turn.", "    ", "  ")
        elif card.legal:
            sure = " It rests on what you cannot know for sure." if card.unsure else ""
            told = odds_words(known.get(card.option))
            odds = f" Odds of a yes: {told}" if told else ""
            yield from wrapped(f"{name}can be played.{sure}{odds}", "    ", "  ")
        else:
            yield from wrapped(f"{name}not now. {card.why_not}", "    ", "  ")
    if first.drafts:
        yield f"It drafts the text of {first.drafts}: draft ISSUE=PLACE ..."
    if first.cites:
        yield f"Sources: {', '.join(first.cites)}."


def odds_words(odds: Odds | None) -> str:
    """Odds as so many in twenty, with a range and a reason."""
    if odds is None or odds.yes is None or odds.yes_low is None or odds.yes_high is None:
        return ""
    low, high = round(20 * odds.yes_low), round(20 * odds.yes_high)
    span = f", between {low} and {high}" if low != high else ""
    return f"{odds.twentieths} in 20{span}. {odds.reason}".rstrip()


# -- the situation ---------------------------------------------------------------------------------


def briefing(loaded: Loaded, seat: str, plain: bool = False) -> Iterator[str]:
    """Title, level, briefing and role sheet."""
    scenario = loaded.scenario
    yield scenario.title
    if scenario.difficulty:
        yield f"Level: {visible(loaded.level_title)}."
    yield ""
    yield from wrapped(scenario.story(plain))
    actor = scenario.actors[seat]
    yield ""
    yield f"Your seat: {actor.name}."
    if actor.role:
        yield from wrapped(actor.role)
    goals = scenario.goals.get(seat)
    if goals is not None:
        yield ""
        yield "What counts:"
        for outcome, weight in goals.aims.items():
            yield f"- {scenario.outcomes[outcome].title}: {points(weight)} of 100."
        if goals.says:
            yield from wrapped(goals.says)


def status(view: SeatView) -> Iterator[str]:
    """Where the game stands."""
    first, last = long_date(view.date), long_date(view.until)
    yield f"Turn {view.turn + 1} of {view.turns}: {first} to {last}."
    yield f"Capital {view.capital_left:g} of {view.capital:g}; moves left {view.moves_left}."
    home, standing = points(view.home), points(view.legitimacy)
    yield f"Home support {home} ({view.home_word}); standing {standing}."


def situation(view: SeatView) -> Iterator[str]:
    """All of the view that fits a page or two."""
    if view.level != STANDARD:
        yield f"Level: {visible(view.level_title)}."
    yield from status(view)
    yield ""
    yield "Others, their stance on the initiative, and their trust in you (of 100):"
    for actor in view.actors:
        if actor.trusts_me is not None:
            partner = ", partner" if actor.mediator else ""
            yield (
                f"- {actor.short}{partner}: {actor.stance_word} {band(actor.stance)}; "
                f"trust {band(actor.trusts_me)}."
            )
    yield ""
    for belief in view.beliefs:
        shares = (belief.none, belief.limited, belief.greedy, belief.total)
        yield f"You believe of {view.actor(belief.subject).short}: {types(shares)}."
    for actor in view.actors:
        for subject, faith in actor.bad_faith:
            if not actor.me and actor.mediator:
                yield (
                    f"{actor.short} believes that {view.actor(subject).short} acts in bad faith: "
                    f"{band(faith)}."
                )
    for table in view.tables:
        yield ""
        yield from table_lines(view, table)
    if view.goals:
        yield ""
        yield "Your aims, as far as you can tell:"
        for goal in view.goals:
            reached = "reached" if goal.reached else "not reached"
            yield f"- {goal.title} ({points(goal.weight)} of 100): {reached}."
    coming = [moment for moment in view.timeline if moment.kind in ("coming", "end")]
    yield ""
    yield "In your diary:"
    for moment in coming:
        yield from wrapped(f"- {moment.date}: {moment.title}.", "  ")


def types(shares: Sequence[float]) -> str:
    """Chances of the hidden types."""
    parts = zip(TYPES, shares, strict=True)
    return "spoiler " + ", ".join(f"{name} {points(share)}" for name, share in parts)


def table_lines(view: SeatView, table: TableView) -> Iterator[str]:
    """A table: its text, and where its parties could meet."""
    state = "adopted" if table.adopted else "open" if table.open else "closed"
    yield f"Table {table.id}: {visible(table.title)} ({table.procedure}, {state})."
    if table.text is None:
        yield "No text lies on it."
    else:
        author = view.actor(table.author).short if table.author else "nobody"
        places = ", ".join(f"{issue} {place:.2f}" for issue, place in table.text)
        yield from wrapped(f"Text by {author}: {places}.", "  ")
        if table.outside:
            yield f"Outside the standing agreement: {', '.join(table.outside)}."
    issues = {issue.id: issue for issue in view.issues}
    for zone in table.zones:
        title = f"{issues[zone.issue].title} ({zone.issue})"
        if zone.zone is not None:
            low, high = zone.zone
            yield from wrapped(f"- {title}: all could meet between {low:.2f} and {high:.2f}.", "  ")
        else:
            who = " and ".join(view.actor(name).short for name in zone.apart or ())
            yield from wrapped(f"- {title}: no place where all could meet; {who} apart.", "  ")


def table_detail(view: SeatView, table: TableView) -> Iterator[str]:
    """A table with every party's stretch on every issue."""
    yield from table_lines(view, table)
    issues = {issue.id: issue for issue in view.issues}
    for zone in table.zones:
        issue = issues[zone.issue]
        yield ""
        yield from wrapped(f"{zone.issue}, from 0 ({issue.low}) to 1 ({issue.high}):", "  ")
        if issue.framework is not None:
            low, high = issue.framework
            yield f"  The agreement allows {low:.2f} to {high:.2f}."
        for one in zone.stretches:
            fair, maybe = one.fair, one.maybe
            said = f"likely from {fair[0]:.2f} to {fair[1]:.2f}" if fair else "nowhere likely"
            if maybe is not None and maybe != fair:
                said += f", possible from {maybe[0]:.2f} to {maybe[1]:.2f}"
            yield from wrapped(f"{view.actor(one.actor).short} ({one.role}): {said}.", "    ", "  ")


def dossier(view: SeatView, actor: ActorView) -> Iterator[str]:
    """What the seat knows of one actor."""
    leader = f", {visible(actor.leader)}" if actor.leader else ""
    yield f"{visible(actor.name)} ({actor.kind}){leader}."
    if actor.about:
        yield from wrapped(actor.about)
    if actor.trusts_me is not None and actor.trusted is not None and actor.known is not None:
        yield f"Stance: {actor.stance_word}, {band(actor.stance)}."
        yield f"Trust in you {band(actor.trusts_me)}; yours in it {points(actor.trusted)}."
        yield f"How well you know it: {points(actor.known)}."
    if actor.me:
        yield from makers(view)
    yield f"Standing {band(actor.legitimacy)}; cost of going on {band(actor.war_cost)}."
    yield f"What it can count on without an agreement: {band(actor.reservation)}."
    for issue in view.issues:
        for position in issue.positions:
            if position.actor == actor.id:
                yield from wrapped(
                    f"- {issue.title}: would like {band(position.ideal)}, matters "
                    f"{band(position.salience)}.",
                    "  ",
                )
    for edge in view.edges:
        if edge.source == actor.id and edge.channels:
            flows = ", ".join(f"{name} {band(flow)}" for name, flow in edge.channels)
            yield f"Hold on {view.actor(edge.target).short}: {flows}."
    for subject, faith in actor.bad_faith:
        yield f"Believes that {view.actor(subject).short} acts in bad faith: {band(faith)}."
    facts = [f"{fact_words(fact)} ({fact.date})" for fact in actor.facts]
    if facts:
        yield from wrapped(f"So far: {', '.join(facts)}.", "  ")


def fact_words(fact: FactView) -> str:
    """A decided fact in words; of a step, its title."""
    if fact.step_title:
        return f'{"took" if fact.fact == "acted" else "refused"} the step "{fact.step_title}"'
    return fact.fact.replace("_", " ")


def makers(view: SeatView) -> Iterator[str]:
    """Who makes the seat's policy, and what it has staked."""
    if view.formation:
        yield "Who makes your policy (support, and share, of 100):"
    for one in view.formation:
        title = f"{visible(one.title)} {one.leans}"
        yield f"- {title}: {points(one.support)}, counts {points(one.share)}."
    if view.resolve:
        yield f"Your leader's public commitment: {points(view.resolve)}."
    if view.mission:
        yield from wrapped(f"Your people abroad: {view.mission}.", "  ")


# -- texts, advice, reports ------------------------------------------------------------------------


def estimate_lines(view: SeatView, estimate: Estimate) -> Iterator[str]:
    """How a text would be taken."""
    places = ", ".join(f"{issue} {place:.2f}" for issue, place in estimate.text)
    yield from wrapped(f"Text: {places}.", "  ")
    for party in estimate.parties:
        mean, low, high = party.accepts.mean, party.accepts.low, party.accepts.high
        yield (
            f"- {view.actor(party.actor).short} ({party.role}): {round(20 * mean)} in 20, "
            f"between {round(20 * low)} and {round(20 * high)}."
        )
    yield f"It passes {round(20 * estimate.passes.mean)} times in 20."
    blockers = [view.actor(party.actor).short for party in estimate.blockers]
    if blockers:
        yield f"Likely to stop it: {', '.join(blockers)}."


def advice_lines(all_advice: Sequence[Advice], labels: Mapping[int, str]) -> Iterator[str]:
    """What the advisers say."""
    for one in all_advice:
        yield from wrapped(f"{one.name}: {one.says}", "  ")
        if one.option is not None and one.odds is not None and one.odds.yes is not None:
            yield f"  {labels[one.option]}: {one.odds.twentieths} in 20."
        for subject, shares in one.beliefs:
            yield f"  On {subject}: {types(shares)}."


def report_lines(report: TurnReport) -> Iterator[str]:
    """The report of a turn."""
    yield f"What happened from {long_date(report.date)}:"
    yield from wrapped(report.summary)
    if report.left_out:
        yield f"({report.left_out} more in the full report: report)"


def full_report(report: TurnReport) -> Iterator[str]:
    """Everything that was done in a turn, and why."""
    for entry in report.entries:
        why = f" [{entry.why}]" if entry.why else ""
        yield from wrapped(f"- {entry.text}{why}", "  ")


def change_lines(changes: Iterable[Change]) -> Iterator[str]:
    """What changed, with causes that add up."""
    for one in changes:
        yield from wrapped(f"- {one.label}: {one.before} to {one.after} ({one.points:+d}).", "  ")
        for cause in one.causes:
            yield from wrapped(f"{cause.points:+d} {cause.source_words}", "      ", "    ")
