"""Commands of accounts: why a number is what it is, why odds are so, and turns that pass."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sim.catalogue import _
from sim.cli.textmode import telling
from sim.cli.textmode.asked import Refused
from sim.cli.textmode.commands.judging import waits
from sim.cli.textmode.console import Command, Console
from sim.cli.textmode.locked import refused
from sim.scenario.problem import visible

if TYPE_CHECKING:
    from sim.game.forecast.why import Why
    from sim.game.ledger.account import Account

MOST_LISTED = 40
"""Numbers that are listed at once."""


def ledger(text: Console, words: list[str]) -> None:
    """Tell why a number is what it is; without one, what numbers there are."""
    from sim.game.ledger.account import account
    from sim.game.ledger.quantities import SEP, keys

    key = SEP.join(words)
    if key in keys(text.game):
        text.say(*_account(account(text.game, key)))
        return
    found = list(_found(text, words))
    if not found:
        raise Refused(_("No number has these words; ledger alone lists your own."))
    if len(found) == 1:
        text.say(*_account(account(text.game, found[0][0])))
        return
    for number, label, value in found[:MOST_LISTED]:
        name = number.replace(SEP, " ")
        text.say(*telling.wrapped(f"{name}: {visible(label)}, {value}", "   "))
    if len(found) > MOST_LISTED:
        more = _("{count} more; write more words.").format(count=len(found) - MOST_LISTED)
        text.say(more)


def _found(text: Console, words: list[str]) -> Iterator[tuple[str, str, int]]:
    """The numbers whose keys or names hold all words; without words the seat's own."""
    from sim.game.ledger.numbers import shown_all

    seat, wanted = text.game.seat, [word.lower() for word in words]
    for key, label, value in shown_all(text.game):
        own = key.count(":") == 0 or key.endswith(f":{seat}")
        said = f"{key} {label}".lower()
        if all(word in said for word in wanted) and (own or wanted):
            yield key, label, value


def _account(one: Account) -> Iterator[str]:
    low, high = one.band
    head = f"{visible(one.label)}: {one.shown}"
    if low != high:
        said = _("{number}, between {low} and {high} as far as you know")
        head = said.format(number=head, low=low, high=high)
    yield from telling.wrapped(f"{head}.")
    begins = one.opening
    yield from _row(str(one.begins), _("where it began. {words}").format(words=begins.words))
    note = begins.why
    if begins.basis == "assumed" and note:
        note = _("Assumed: {why}").format(why=note)
    if note:
        yield from _row("", visible(note))
    if begins.cites:
        yield from _row("", _sources(begins.cites))
    for posting in one.told:
        said = _("{date}: {cause} ({rule})").format(
            date=posting.date, cause=visible(posting.source_words), rule=posting.rule_words
        )
        if posting.cites:
            said = f"{said}. {_sources(posting.cites)}"
        yield from _row(f"{posting.points:+d}", said)
    yield from _row(f"= {one.shown}", _("shown now"))


def _sources(cites: tuple[str, ...]) -> str:
    return _("Sources: {facts}").format(facts=", ".join(cites))


def _row(number: str, words: str) -> Iterator[str]:
    first, *rest = telling.wrapped(words) or [""]
    yield f"{number:>5}  {first}"
    yield from (f"{'':5}  {line}" for line in rest)


def why(text: Console, words: list[str]) -> None:
    """Tell why the odds of a move are what they are."""
    from sim.game.forecast.why import why as reason

    if not text.game.lock.odds:
        raise refused("odds")
    group = text.numbered(words, "why N")
    told = False
    for card in group.cards:
        if not (card.legal or card.planned) or not (card.asks or card.calls):
            continue
        if waits(text, card.option):
            raise Refused(_("Bet first: its odds are not shown yet."))
        found = reason(text.game, card.option)
        if found is not None:
            text.say(*_why(found))
            told = True
    if not told:
        raise Refused(_("It cannot be played now, or it asks for no answer."))


def _why(found: Why) -> Iterator[str]:
    head = _("{move}: {chance} in 100, between {low} and {high}.")
    yield from telling.wrapped(
        head.format(move=visible(found.label), chance=found.chance, low=found.low, high=found.high)
    )
    if found.grounds:
        yield from _row("50", _("an even chance"))
    for ground in found.grounds:
        words = visible(ground.words)
        if ground.weight:
            said = _("{ground} (weight {weight:+d})")
            words = said.format(ground=words, weight=ground.weight)
        yield from _row(f"{ground.points:+d}", words)
    for voice in found.voices:
        stops = _("{who} accepts; it would stop it alone")
        words = (stops if voice.stops else _("{who} accepts")).format(who=voice.name)
        yield from _row(str(voice.points), words)
    yield from _row(f"= {found.chance}", _("the chance"))


def pass_on(text: Console, words: list[str]) -> None:
    """Let turns pass without a move until something happens."""
    from sim.game.pacing import pass_turns, passed_lines

    game = text.game
    reports, called = pass_turns(game, game.end_turn)
    text.moved_on()
    text.say("")
    for report, lines in zip(reports, passed_lines(reports), strict=True):
        text.say(telling.long_date(report.date))
        for line in lines or (_("Nothing that you need to know of."),):
            text.say(*telling.wrapped(visible(line), "   "))
    said = _("You look up now: {words}").format(words=visible(called.words))
    text.say(*telling.wrapped(said), "")
    text.situation()


COMMANDS = (
    Command(
        "ledger",
        "ledger [NUMBER]",
        _("why a number is what it is, such as ledger home, with parts that add up"),
        ledger,
    ),
    Command("why", "why N", _("why the odds of move N are what they are"), why),
    Command("pass", "pass", _("let turns pass until something happens"), pass_on),
)
