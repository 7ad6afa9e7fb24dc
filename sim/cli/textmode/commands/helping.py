"""Commands about the game as a whole: its hints, an edited scenario, and what was played so far."""

from __future__ import annotations

from sim.catalogue import _
from sim.cli.textmode import telling
from sim.cli.textmode.asked import Refused, one_of
from sim.cli.textmode.console import Command, Console
from sim.cli.textmode.hints import TextGuide


def hints(text: Console, words: list[str]) -> None:
    """Give hints from here on, or no more."""
    if one_of(words or ["on"], "hints", _("on or off"), ["on", "off"]) == "off":
        text.guide.guide.stop()
        text.say(_("No more hints are given."))
        return
    text.guide = TextGuide(text.game, wanted=True)
    if not text.guide.guide.left:
        raise Refused(_("This scenario has no hints for your seat."))
    text.say(_("Hints are given from here on."))


def reload(text: Console, words: list[str]) -> None:
    """Load the scenario again and play the moves again."""
    from sim.game.errors import GameError
    from sim.game.reload import BrokenScenario, reloaded

    if text.game.campaign is not None:
        raise Refused(_("A chapter of a campaign cannot be loaded again."))
    try:
        again = reloaded(text.game)
    except BrokenScenario as broken:
        text.say(*str(broken.error).splitlines())
        raise Refused(
            _("The game goes on with the scenario as it was. Mend the file and reload.")
        ) from None
    except GameError as error:
        raise Refused(str(error)) from None
    if not again.same:
        text.game = again.game
        text.moved_on()
    text.say(*telling.wrapped(again.words))


def progress(text: Console, words: list[str]) -> None:
    """Tell what was played of this scenario so far."""
    from sim.catalogue import plural
    from sim.game.progress import load_progress

    kept = load_progress()
    tally = kept.of(text.game.scenario.id)
    if kept.problem:
        text.say(*telling.wrapped(kept.problem))
    if not tally.games:
        text.say(_("You have not played this scenario to its end yet."))
        return
    games = plural("Played once", "Played {count} times", tally.games)
    said = [games.format(count=tally.games), _("last {score}").format(score=tally.last)]
    if tally.best is not None:
        said.append(_("best {score}").format(score=tally.best))
    seen = _("{count} of {total} endings seen")
    said.append(seen.format(count=len(tally.endings), total=tally.of))
    if tally.changed:
        other = plural("{count} in a changed world", "{count} in changed worlds", tally.changed)
        said.append(other.format(count=tally.changed))
    if tally.rewound:
        said.append(_("{count} rewound").format(count=tally.rewound))
    text.say(*telling.wrapped(", ".join(said) + "."))


COMMANDS = (
    Command(
        "hints", _("hints [on|off]"), _("hints for a first game, from here on or no more"), hints
    ),
    Command(
        "reload", _("reload"), _("load an edited scenario again and play your moves again"), reload
    ),
    Command("progress", _("progress"), _("what you have played of this scenario so far"), progress),
)
