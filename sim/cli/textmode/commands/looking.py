"""Commands that tell what the seat knows: the situation, actors, tables, advice, last turn."""

from __future__ import annotations

from dataclasses import replace

from sim.catalogue import _
from sim.cli.textmode import telling, telling_view
from sim.cli.textmode.asked import Refused, one_of
from sim.cli.textmode.commands.judging import history_lines, waits
from sim.cli.textmode.console import Command, Console
from sim.cli.textmode.locked import lock_lines, refused, world_lines
from sim.scenario.problem import visible


def view(text: Console, words: list[str]) -> None:
    """Tell the situation."""
    text.say(*telling_view.situation(text.game.view()))


def who(text: Console, words: list[str]) -> None:
    """Tell what is known of an actor."""
    seen = text.game.view()
    called = {actor.id: actor.short for actor in seen.actors}
    name = one_of(words, "who", _("whom you mean"), [*called], called)
    text.say(*telling_view.dossier(seen, seen.actor(name)))


def table(text: Console, words: list[str]) -> None:
    """Tell of a table."""
    seen = text.game.view()
    called = {one.id: one.title for one in seen.tables}
    name = one_of(words, "table", _("which table"), [*called], called)
    found = next(one for one in seen.tables if one.id == name)
    text.say(*telling_view.table_detail(seen, found))


def advice(text: Console, words: list[str]) -> None:
    """Tell what the advisers say, and with `history` how they came to think so."""
    from sim.game.forecast.advice import advice as ask
    from sim.game.forecast.learning import paths

    if words not in ([], ["history"]):
        raise Refused(_("Write advice, or advice history."))
    if not text.game.lock.advisers:
        raise refused("advisers")
    said = ask(text.game)
    if not said:
        raise Refused(_("This scenario has no advisers."))
    labels = {card.option: visible(card.label) for card in text.game.view().cards}
    said = [
        replace(one, says=one.view, odds=None)
        if one.option is not None and waits(text, one.option)
        else one
        for one in said
    ]
    text.say(*telling_view.advice_lines(text.game.view(), said, labels))
    if words and text.game.lock.odds:
        text.say(*history_lines(paths(text.game)))


def report(text: Console, words: list[str]) -> None:
    """Tell all that was done last turn."""
    names = {name: visible(actor.short) for name, actor in text.game.scenario.actors.items()}
    text.say(*telling.full_report(text.last().report, names))


def changes(text: Console, words: list[str]) -> None:
    """Tell what changed last turn."""
    text.say(*telling.change_lines(text.last().report.changes))


def briefing(text: Console, words: list[str]) -> None:
    """Tell the briefing again, in the words that are wanted from now on."""
    if words:
        told = one_of(words, "briefing", _("how it is told"), ["plain", "full"])
        text.plain = told == "plain"
    loaded = text.game.loaded
    text.say(*telling.briefing(loaded, text.game.seat, text.plain))
    text.say(*world_lines(text.game), *lock_lines(text.game))
    if text.plain and loaded.scenario.briefing_plain is None:
        text.say("", _("This scenario has no plainer briefing."))


COMMANDS = (
    Command("view", _("view"), _("the situation as you know it"), view),
    Command("who", _("who ACTOR"), _("what you know of an actor"), who),
    Command(
        "table", _("table ID"), _("a table, its text, and where its parties could meet"), table
    ),
    Command(
        "advice",
        _("advice [history]"),
        _("what your advisers say; how they came to it"),
        advice,
    ),
    Command("report", _("report"), _("everything that was done last turn, and why"), report),
    Command("changes", _("changes"), _("what changed last turn, with causes that add up"), changes),
    Command(
        "briefing",
        _("briefing [plain|full]"),
        _("the briefing once more, in plain or full words"),
        briefing,
    ),
)
