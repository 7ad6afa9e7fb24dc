"""Commands of judgement: bets before the odds, a turn played many times, how far to trust it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sim.catalogue import _
from sim.cli.textmode import telling
from sim.cli.textmode.asked import Refused, number_of
from sim.cli.textmode.console import Command, Console
from sim.cli.textmode.locked import refused
from sim.scenario.problem import visible

if TYPE_CHECKING:
    from sim.desk.models.forecasts import ForecastsView
    from sim.desk.models.honesty import HonestyView
    from sim.game.forecast.learning import Path
    from sim.game.game import Game
    from sim.game.view import Card


def waits(text: Console, option: int) -> bool:
    """Whether the odds of a card wait for a bet."""
    from sim.game.forecast.betting import wanted

    return text.bets and wanted(text.game, option)


def invite(text: Console, option: int) -> None:
    """Ask for a bet on a move that was planned, if its odds wait for one."""
    from sim.game.forecast.betting import asked_of

    if not waits(text, option):
        return
    group, to = next(
        (group, card.to) for group in text.groups() for card in group.cards if card.option == option
    )
    # for whom need be said only where the same move is planned for another one as well
    several = sum(card.planned for card in group.cards) > 1
    shape = (
        _(
            "{question} bet {number} COUNT {to} says in how many of 20, before the odds are shown; "
            "bet skip goes on without."
        )
        if several
        else _(
            "{question} bet {number} COUNT says in how many of 20, before the odds are shown; "
            "bet skip goes on without."
        )
    )
    said = shape.format(question=asked_of(text.game, option), number=group.number, to=to)
    text.say(*telling.wrapped(visible(said)))


# -- bets ------------------------------------------------------------------------------------------


def bet(text: Console, words: list[str]) -> None:
    """Bet on a move, go on without a bet, or list the bets."""
    game = text.game
    if not game.lock.bets:
        raise refused("bets")
    if not words:
        lines = list(_bets(game))
        text.say(*(lines or [_("You have made no bets yet.")]))
        return
    if words == ["skip"]:
        game.bets.skip(game.turn)
        text.say(_("No bet this turn; the odds are open."))
        return
    usage = _("bet N COUNT [TO]")
    if len(words) not in (2, 3):
        raise Refused(_("Write {usage}, or bet skip.").format(usage=usage))
    card = _card(text, words, usage)
    count = number_of(words[1:2], usage)
    game.bets.place(game, card.option, count)
    text.say(*telling.wrapped(visible(_revealed(text, card, count))))


def _card(text: Console, words: list[str], usage: str) -> Card:
    """The card of a number, for somebody where it is for several: the planned one if none is named.

    Raises:
        Refused: There is none.
    """
    group = text.numbered(words[:1], usage)
    cards = [card for card in group.cards if card.legal or card.planned]
    if len(words) > 2:
        cards = [card for card in group.cards if card.to == words[2]]
    planned = [card for card in cards if card.planned]
    if len(planned) == 1:
        return planned[0]
    if len(cards) == 1:
        return cards[0]
    if not cards:
        raise Refused(_("That cannot be played now, so there is nothing to bet on."))
    names = ", ".join(card.to or "" for card in cards)
    raise Refused(_("Say for whom, after the count: {names}.").format(names=names))


def _revealed(text: Console, card: Card, count: int) -> str:
    from sim.game.forecast.odds import odds

    if not text.game.lock.odds:
        return _("You said {count} in 20; your teacher has switched the odds off.").format(
            count=count
        )
    found = odds(text.game, [card.option])
    text.known |= found
    one = found.get(card.option)
    if one is None or one.yes is None:
        return _("You said {count} in 20; there are no odds of it now.").format(count=count)
    text.game.bets.reveal(text.game.turn, one.yes)
    return _("You said {count} in 20. The desk says {odds}").format(
        count=count, odds=telling.odds_words(one)
    )


def _bets(game: Game) -> Iterator[str]:
    from sim.desk.models.bet import settled_words

    for one in game.bets.all:
        said = settled_words(game, one)
        if not said:
            shape = _("{card}: you said {said} in 20; the turn is not over.")
            said = shape.format(card=game.label(one.option), said=one.said)
        turn = _("Turn {turn}").format(turn=one.turn + 1)
        yield from telling.wrapped(visible(f"{turn}. {said}"), "   ")


def forecasts(text: Console, words: list[str]) -> None:
    """Tell how well the bets forecast what came."""
    from sim.desk.models.forecasts import build_forecasts, with_long_run
    from sim.game.forecast.calibration import calibration
    from sim.game.progress import load_progress

    game = text.game
    shown = game.lock.odds or game.over
    view = build_forecasts(calibration(game) if shown else calibration(game, 0))
    text.say(*forecast_lines(with_long_run(view, load_progress().bets)))


def forecast_lines(view: ForecastsView) -> Iterator[str]:
    """The forecasts in lines."""
    yield from telling.wrapped(view.words)
    yield from telling.wrapped(view.long_run) if view.long_run else ()
    if view.scores:
        yield _("Brier scores (0 is perfect, 0.25 is what 10 in 20 each time earns):")
    for score in view.scores:
        yield f"  {visible(score.who)}: {score.words}"
    for one in view.bins:
        yield from telling.wrapped(one.words, "  ", "  ")
    for row in view.rows:
        everyone = [
            (_("you"), row.said),
            (_("the desk"), row.desk),
            *zip(view.advisers, row.advisers, strict=True),
        ]
        told = "; ".join(f"{who} {count}" for who, count in everyone if count is not None)
        shape = _("Turn {turn}, {card}: {forecasts}; {came}.")
        line = shape.format(turn=row.turn, card=row.label, forecasts=told, came=row.words)
        yield from telling.wrapped(visible(line), "  ", "- ")


# -- a turn played many times ----------------------------------------------------------------------


def again(text: Console, words: list[str]) -> None:
    """Play a turn many times: was it bad luck, or a bad idea?"""
    from sim.desk.models.repeated_turn import build_repeated_turn, summary
    from sim.game.forecast.repeated_turn import repeat_turn

    game = text.game
    if not game.lock.odds and not game.over:
        raise refused("odds")
    played = text.last()
    truth = words[-1:] == ["truth"]
    if truth:
        if not game.over:
            raise Refused(_("How things truly stand is opened once the game is over."))
        words = words[:-1]
    if words:
        turn = number_of(words, _("again [TURN]"))
        if not 1 <= turn <= len(game.past):
            shape = _("There is no turn {turn}; turns 1 to {last} were played.")
            raise Refused(shape.format(turn=turn, last=len(game.past)))
        played = game.past[turn - 1]
    view = build_repeated_turn(game, repeat_turn(game, played, truth=truth))
    head = _("{dates}, played {runs} times.").format(dates=view.title, runs=view.runs)
    text.say(head, *telling.wrapped(f"{summary(view)} {view.basis}"))
    for row in (*view.own, *view.others):
        text.say(*telling.wrapped(visible(f"{row.label}: {row.sentence}"), "  ", "- "))
    if view.worth:
        text.say(*telling.wrapped(view.worth))


# -- advisers --------------------------------------------------------------------------------------


def history_lines(told: tuple[Path, ...]) -> Iterator[str]:
    """How beliefs moved turn by turn, and what moved them."""
    for path in told:
        points = ", ".join(str(round(20 * point)) for point in path.points)
        shape = _("{name} on {party}, in 20 that it acts in bad faith: {points}.")
        line = shape.format(name=path.name, party=path.subject, points=points)
        yield from telling.wrapped(visible(line), "  ")
        for step in path.steps:
            before, after = round(20 * step.before), round(20 * step.after)
            if before != after:
                seen = "; ".join(step.evidence)
                moved = _("turn {turn}: {before} to {after}").format(
                    turn=step.turn + 1, before=before, after=after
                )
                yield from telling.wrapped(
                    visible(f"{moved}, {seen}" if seen else moved), "    ", "  - "
                )
        yield from telling.wrapped(visible(path.swing), "  ", "  ")


# -- how far to trust it ---------------------------------------------------------------------------


def honest(text: Console, words: list[str]) -> None:
    """Tell how far to trust the scenario, reckoned now."""
    from sim.cli.honesty import honesty
    from sim.desk.models.honesty import build_honesty

    made = None
    for made in honesty(text.game.loaded):
        if not made.ready:
            text.say(build_honesty(made).doing)
    if made is not None:
        text.say("", *honest_lines(build_honesty(made)))


def honest_lines(view: HonestyView) -> Iterator[str]:
    """The honesty page in lines."""
    from sim.game.forecast.honesty import CANNOT

    yield _("How far to trust this: {title}").format(title=visible(view.title))
    for one in view.bases:
        yield from telling.wrapped(f"{one.title}: {one.words}")
    for words in (view.record, view.size, view.problem):
        if words:
            yield from telling.wrapped(visible(words))
    if view.worst:
        yield _("Furthest off:")
    for point in view.worst:
        line = f"{point.title}: {point.about}; {point.words}."
        yield from telling.wrapped(visible(line), "  ", "- ")
    if view.claims:
        yield _("Claims of the sources:")
    for claim in view.claims:
        yield from telling.wrapped(visible(f"{claim.title}: {claim.words}"), "  ", "- ")
    if view.claims_words:
        yield from telling.wrapped(view.claims_words)
    yield _("What these numbers cannot mean:")
    for words in CANNOT:
        yield from telling.wrapped(words, "  ", "- ")


COMMANDS = (
    Command(
        "bet",
        _("bet [N COUNT [TO]|skip]"),
        _("how likely is it? Said before the odds; or your bets"),
        bet,
    ),
    Command("forecasts", _("forecasts"), _("how well your bets forecast what came"), forecasts),
    Command(
        "again",
        _("again [TURN] [truth]"),
        _("a turn played 500 times: unlucky, or wrong?"),
        again,
    ),
    Command(
        "honest",
        _("honest"),
        _("how far to trust this, reckoned now (half a minute)"),
        honest,
    ),
)
