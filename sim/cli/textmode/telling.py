"""A game in words, line by line, for a terminal or a screen reader: no boxes, no colour."""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.catalogue import _
from sim.dates import date_words
from sim.scenario.problem import visible

if TYPE_CHECKING:
    from sim.game.bands import Band
    from sim.game.forecast.odds import Odds
    from sim.game.report import Change, TurnReport
    from sim.game.view import Card, SeatView
    from sim.scenario.load import Loaded

WIDTH = 78


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
    return date_words(dt.date.fromisoformat(iso))


def points(value: float) -> int:
    """A level 0..1 in hundredths."""
    return round(100 * value)


def band(one: Band) -> str:
    """A number with its range."""
    low, best, high = points(one.low), points(one.best), points(one.high)
    if low == high:
        return f"{best}"
    return _("about {best} ({low} to {high})").format(best=best, low=low, high=high)


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
    head = _("{number}. {title}, costs {cost}").format(
        number=group.number, title=first.title, cost=first.cost
    )
    targets = [card for card in group.cards if card.to]
    open_to = [card.to or "" for card in group.legal]
    if not group.legal:
        reasons = list(dict.fromkeys(card.why_not for card in group.cards))
        why = _("{move}. Not now: {why}").format(move=head, why=reasons[0])
        yield from wrapped(why, "   ")
    elif targets and len(targets) > 1:
        whom = _("{move}. For: {whom}.").format(move=head, whom=", ".join(open_to))
        yield from wrapped(whom, "   ")
    elif targets and targets[0].target not in first.title:
        yield from wrapped(_("{move}. For: {whom}.").format(move=head, whom=open_to[0]), "   ")
    else:
        yield f"{head}."


def move_detail(group: Group, known: Mapping[int, Odds]) -> Iterator[str]:
    """All there is to know of a move."""
    first = group.cards[0]
    head = _("{number}. {title}. Costs {cost}.")
    yield head.format(number=group.number, title=first.title, cost=first.cost)
    yield from wrapped(first.reason)
    if first.step:
        yield from wrapped(_("The step: {step}.").format(step=first.step))
    for card in group.cards:
        named = card.to if card.target in ("", card.to) else f"{card.target} ({card.to})"
        name = f"{named}: " if card.to else ""
        if card.planned:
            yield from wrapped(name + _("planned for this turn."), "    ", "  ")
        elif card.legal:
            said = [name + _("can be played.")]
            if card.unsure:
                said.append(_("It rests on what you cannot know for sure."))
            if told := odds_words(known.get(card.option)):
                said.append(_("Odds of a yes: {odds}").format(odds=told))
            yield from wrapped(" ".join(said), "    ", "  ")
        else:
            why = _("not now. {why}").format(why=card.why_not)
            yield from wrapped(name + why, "    ", "  ")
    if first.drafts:
        said_how = _("It drafts the text of {table}: draft ISSUE=PLACE ...")
        yield said_how.format(table=first.drafts)
    if first.cites:
        yield _("Sources: {list}.").format(list=", ".join(first.cites))


def odds_words(odds: Odds | None) -> str:
    """Odds as so many in twenty, with a range and a reason."""
    if odds is None or odds.yes is None or odds.yes_low is None or odds.yes_high is None:
        return ""
    low, high = round(20 * odds.yes_low), round(20 * odds.yes_high)
    said = (
        _("{best} in 20. {why}")
        if low == high
        else _("{best} in 20, between {low} and {high}. {why}")
    )
    return said.format(best=odds.twentieths, low=low, high=high, why=odds.reason).rstrip()


# -- the situation ---------------------------------------------------------------------------------


def briefing(loaded: Loaded, seat: str, plain: bool = False) -> Iterator[str]:
    """Title, level, briefing and role sheet."""
    from sim.desk.models.briefing import story_title

    scenario = loaded.scenario
    yield scenario.title
    if scenario.difficulty:
        yield _("Level: {level}.").format(level=visible(loaded.level_title))
    yield ""
    if seat != scenario.initiative.by:  # the story speaks to another seat as "you"
        yield f"{story_title(scenario, seat)}:"
        yield ""
    yield from wrapped(scenario.story(plain))
    actor = scenario.actors[seat]
    yield ""
    yield _("Your seat: {seat}.").format(seat=actor.name)
    if actor.role:
        yield from wrapped(actor.role)
    goals = scenario.goals.get(seat)
    if goals is not None:
        yield ""
        yield _("What counts:")
        for outcome, weight in goals.aims.items():
            title = scenario.outcomes[outcome].title
            yield _("- {aim}: {points} of 100.").format(aim=title, points=points(weight))
        if goals.says:
            yield from wrapped(goals.says)


def status(view: SeatView) -> Iterator[str]:
    """Where the game stands."""
    first, last = long_date(view.date), long_date(view.until)
    said = _("Turn {turn} of {turns}: {first} to {last}.")
    yield said.format(turn=view.turn + 1, turns=view.turns, first=first, last=last)
    said = _("Capital {left:g} of {all:g}; moves left {moves}.")
    yield said.format(left=view.capital_left, all=view.capital, moves=view.moves_left)
    home, standing = points(view.home), points(view.legitimacy)
    said = _("Home support {home} ({word}); standing {standing}.")
    yield said.format(home=home, word=view.home_word, standing=standing)


# -- reports ---------------------------------------------------------------------------------------


def report_lines(report: TurnReport) -> Iterator[str]:
    """The report of a turn."""
    yield _("What happened from {date}:").format(date=long_date(report.date))
    yield from wrapped(report.summary)
    if report.left_out:
        yield _("({count} more in the full report: report)").format(count=report.left_out)


def full_report(report: TurnReport, names: Mapping[str, str]) -> Iterator[str]:
    """Everything that was done in a turn, and why; of an answer whose it is, and which.

    Args:
        report: The turn's.
        names: What each actor is called.
    """
    for entry in report.entries:
        why, head = f" [{entry.why}]" if entry.why else "", ""
        if entry.kind == "answer" and entry.actor is not None:
            said = _("{who}, yes: ") if entry.yes else _("{who}, no: ")
            head = said.format(who=names[entry.actor])
        yield from wrapped(f"- {head}{entry.text}{why}", "  ")


def change_lines(changes: Iterable[Change]) -> Iterator[str]:
    """What changed, with causes that add up."""
    for one in changes:
        said = _("- {what}: {before} to {after} ({by:+d}).")
        told = said.format(what=one.label, before=one.before, after=one.after, by=one.points)
        yield from wrapped(told, "  ")
        for cause in one.causes:
            yield from wrapped(f"{cause.points:+d} {cause.source_words}", "      ", "    ")
