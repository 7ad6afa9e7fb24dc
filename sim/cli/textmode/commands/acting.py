"""Commands that list moves, weigh them, plan them and end the turn."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sim.catalogue import _
from sim.cli.textmode import telling, telling_view
from sim.cli.textmode.asked import Refused, number_of, places_of
from sim.cli.textmode.commands.judging import invite, waits
from sim.cli.textmode.console import Command, Console
from sim.cli.textmode.locked import refused
from sim.scenario.problem import visible

if TYPE_CHECKING:
    from sim.cli.textmode.telling import Group
    from sim.game.planned import Planned


def moves(text: Console, words: list[str]) -> None:
    """List moves."""
    groups = text.groups()
    shown = groups if words[:1] == ["all"] else text.hand(groups)
    if words and words != ["all"]:
        raise Refused(_("Write moves, or moves all."))
    text.say(*(line for group in shown for line in telling.move_line(group)))
    if shown:
        number, to = shown[0].number, _first_target(shown[0])
        first = (
            _("play {number} {to} plans move {number} for {to}; end ends the turn.")
            if to
            else _("play {number} plans move {number}; end ends the turn.")
        )
        text.say(*telling.wrapped(first.format(number=number, to=to)))
    if len(shown) < len(groups):
        listed = _("moves all lists all {count}; help lists the commands.")
        text.say(listed.format(count=len(groups)))


def move(text: Console, words: list[str]) -> None:
    """Tell all about one move."""
    text.say(*telling.move_detail(text.numbered(words, _("move N")), text.known))


def odds(text: Console, words: list[str]) -> None:
    """Tell the odds of some moves."""
    from sim.game.forecast.odds import odds as reckon

    if not text.game.lock.odds:
        raise refused("odds")
    groups = text.groups()
    asked = [text.numbered(words[:1], _("odds [N]"))] if words else text.hand(groups)
    cards = [
        card
        for group in asked
        for card in group.cards
        if (card.legal or card.planned) and (card.asks or card.calls)
    ]
    waiting = [card for card in cards if waits(text, card.option)]
    cards = [card for card in cards if card not in waiting]
    found = reckon(text.game, [card.option for card in cards])
    text.known |= found
    if not found and not waiting:
        if words and not asked[0].legal:
            raise Refused(_not_now(asked[0]))
        if words:
            raise Refused(_("It asks for no answer, so there are no odds of it."))
        raise Refused(_("None of these can be played now and asks for an answer."))
    numbers = {card.option: group.number for group in groups for card in group.cards}
    for card in cards:
        said = telling.odds_words(found.get(card.option))
        if said:
            label = text.game.label(card.option)
            text.say(*telling.wrapped(f"{numbers[card.option]}. {label}: {said}", "   "))
    for card in waiting:
        shape = _("{number}. {card}: bet first (bet {number} COUNT, or bet skip).")
        said = shape.format(number=numbers[card.option], card=text.game.label(card.option))
        text.say(*telling.wrapped(said, "   "))


def play(text: Console, words: list[str]) -> None:
    """Plan a move."""
    group = text.numbered(words[:1], _("play N [TO]"))
    to = " ".join(words[1:])
    called = {card.target.lower(): card.to for card in group.cards if card.target and card.to}
    if to.lower() not in called and len(words) > 2:
        raise Refused(_("Write play N, or play N and for whom."))
    if not to and len(called) > 1:
        if not group.legal:
            raise Refused(_not_now(group))
        said = _("Say for whom, as in play {number} {to}; it can be for {names}.")
        names = [card.to or "" for card in group.legal]
        raise Refused(said.format(number=group.number, to=names[0], names=", ".join(names)))
    text.game.push(group.cards[0].move, called.get(to.lower(), to) or None)
    _planned(text)


def draft(text: Console, words: list[str]) -> None:
    """Plan a draft."""
    places = places_of(words, "draft", text.game.plan.issues)
    table = _table_of(text, places)
    cards = [card for card in text.game.view().cards if card.drafts == table]
    if not cards:
        raise Refused(_("You have no move that drafts the text of {table}.").format(table=table))
    for number, one in enumerate(text.game.planned, start=1):
        if one.option in {card.option for card in cards}:
            said = _("{move} is planned already; drop {number} first, then draft another text.")
            raise Refused(said.format(move=visible(text.game.label(one.option)), number=number))
    open_now = [card for card in cards if card.legal]
    if not open_now:
        raise Refused(f"{cards[0].label}: {cards[0].why_not}")
    card = min(open_now, key=lambda one: (one.calls is not None, one.cost, one.number))
    text.game.push(card.move, card.to, places)
    _planned(text)


def weigh(text: Console, words: list[str]) -> None:
    """Tell how a text would be taken."""
    from sim.game.forecast.acceptance import Acceptance
    from sim.game.moves import usual_text

    if not text.game.lock.odds:
        raise refused("odds")
    places = places_of(words, "weigh", text.game.plan.issues)
    table = _table_of(text, places)
    whole = usual_text(text.game, text.game.plan.table(table).index) | places
    estimate = Acceptance(text.game, table).estimate(whole)
    text.say(*telling_view.estimate_lines(text.game.view(), estimate))


def plan(text: Console, words: list[str]) -> None:
    """List what is planned."""
    if not text.game.planned:
        text.say(_("Nothing is planned for this turn."))
    for number, one in enumerate(text.game.planned, start=1):
        text.say(f"{number}. {_shown(text, one)}.")
    text.say(_("Capital left: {left:g}.").format(left=text.game.capital_left))


def drop(text: Console, words: list[str]) -> None:
    """Take a planned move back."""
    text.game.drop(number_of(words, _("drop N")) - 1)
    plan(text, [])


def end(text: Console, words: list[str]) -> None:
    """End the turn, or this seat's part in it."""
    if len(text.game.seats) > 1:
        text.game.finish()
        text.moved_on()
        text.hand_over()
        return
    report = text.game.end_turn()
    text.moved_on()
    text.say("", *telling.report_lines(report), "")
    text.situation()


def undo(text: Console, words: list[str]) -> None:
    """Take back a planned move or a turn."""
    turn, seat = text.game.turn, text.game.seat
    if not text.game.planned and text.game.past and not text.game.lock.rewind:
        raise refused("rewind")
    if not text.game.undo():
        raise Refused(_("There is nothing to take back."))
    text.known = {}
    if text.game.turn < turn:
        text.moved_on()
        if text.game.seat != seat:
            text.hand_over()
            return
        text.say(_("The turn is taken back; its moves are planned again."))
    plan(text, [])


def _first_target(group: Group) -> str:
    """Whom a move could be for that is for one of several; empty for any other."""
    several = sum(card.to is not None for card in group.cards) > 1
    return (group.legal[0].to or "") if several and group.legal else ""


def _not_now(group: Group) -> str:
    return f"{group.title}: {group.cards[0].why_not}"


def _shown(text: Console, one: Planned) -> str:
    """A planned move, with the places of its text where it drafts one."""
    places = ", ".join(f"{issue} {place:.2f}" for issue, place in one.text)
    label = visible(text.game.label(one.option))
    return f"{label}: {places}" if places else label


def _planned(text: Console) -> None:
    said = _("Planned: {label}. Capital left: {left:g}.")
    label = _shown(text, text.game.planned[-1])
    text.say(*telling.wrapped(said.format(label=label, left=text.game.capital_left)))
    invite(text, text.game.planned[-1].option)


def _table_of(text: Console, places: Iterable[str]) -> str:
    """The table whose text has all these issues, one that is open first."""
    wanted = set(places)
    tables = text.game.view().tables
    found = [t for t in tables if wanted <= set(text.game.scenario.tables[t.id].issues)]
    if not found:
        issues = ", ".join(sorted(wanted))
        raise Refused(_("No table has all of {issues} in its text.").format(issues=issues))
    return min(found, key=lambda table: (not table.open, tables.index(table))).id


COMMANDS = (
    Command("moves", _("moves [all]"), _("the moves that matter most now, or all"), moves),
    Command("move", _("move N"), _("all about a move: why, for whom, why not"), move),
    Command("odds", _("odds [N]"), _("odds of the moves that matter most, or of move N"), odds),
    Command("play", _("play N [TO]"), _("plan move N, for whom where it is for somebody"), play),
    Command(
        "draft", _("draft ISSUE=PLACE ..."), _("plan a draft of a text, places from 0 to 1"), draft
    ),
    Command(
        "weigh",
        _("weigh ISSUE=PLACE ..."),
        _("how a text would be taken, without drafting it"),
        weigh,
    ),
    Command("plan", _("plan"), _("what is planned for this turn"), plan),
    Command("drop", _("drop N"), _("take planned move N back"), drop),
    Command("end", _("end"), _("end the turn; all others decide"), end),
    Command("undo", _("undo"), _("take the last planned move back, or the last turn"), undo),
)
