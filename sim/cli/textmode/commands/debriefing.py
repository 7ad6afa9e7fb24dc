"""Commands that tell the debrief part by part, take notes and write it down."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from sim.catalogue import _
from sim.cli.textmode import telling_debrief
from sim.cli.textmode.asked import Refused, file_of, number_of, one_of
from sim.cli.textmode.commands.judging import forecast_lines
from sim.cli.textmode.console import Command, Console
from sim.scenario.problem import visible

if TYPE_CHECKING:
    from sim.desk.models.forecasts import ForecastsView

ROLLOUTS = 60
"""Rollouts behind the worth of each move."""
NAMES = (*telling_debrief.PARTS, "river", "forecasts")
"""What `debrief PART` takes."""
YES = "yes"
"""What is written after `debrief` to have it before the game is over."""


def debrief(text: Console, words: list[str]) -> None:
    """Tell the debrief, or one part of it."""
    from sim.game.debriefing.debrief import debrief as closed

    words = words[words[:1] == [YES] :]
    if not words:
        for place, player in enumerate(text.game.players):
            with text.game.shown(player):
                told = telling_debrief.debrief_lines(closed(text.game))
            text.say(*[""] * bool(place), *told)
        return
    part = one_of(words, "debrief", _("which part"), NAMES)
    if part == "river":
        river(text, [])
    elif part == "worth":
        worth(text, [])
    elif part == "forecasts":
        text.say(*forecast_lines(_bets(text)))
    elif part == "questions":
        questions(text, [])
    else:
        found = list(telling_debrief.PARTS[part](closed(text.game)))
        text.say(*(found or [_("This scenario does not say what the part rests on.")]))


def worth(text: Console, words: list[str]) -> None:
    """Tell what each move was worth."""
    from sim.game.debriefing.debrief import debrief as closed

    text.say(*telling_debrief.worth_lines(closed(text.game, ROLLOUTS)))


def beside(text: Console, words: list[str]) -> None:
    """Tell the game beside the record."""
    from sim.game.debriefing.debrief import debrief as closed

    text.say(*telling_debrief.record_lines(closed(text.game)))


def river(text: Console, words: list[str]) -> None:
    """Tell the path map."""
    from sim.desk.models.river import build_river
    from sim.game.debriefing.river import river as drawn

    game = text.game
    seat = game.scenario.actors[game.seat].short
    text.say(*telling_debrief.river_lines(build_river(drawn(game), seat)))


def questions(text: Console, words: list[str]) -> None:
    """Tell the questions with the notes on them."""
    from sim.desk.models.notes import notes_of
    from sim.game.debriefing.debrief import debrief as closed

    text.say(*telling_debrief.question_lines(closed(text.game), notes_of(text.game).answer))


def note(text: Console, words: list[str]) -> None:
    """Note something on a question, or a name for the report."""
    from sim.desk.models.notes import notes_of
    from sim.game.debriefing.debrief import debrief as closed

    notes, said = notes_of(text.game), " ".join(words[1:])
    if words[:1] == ["name"]:
        notes.name = said
        text.say(_("The report will carry this name: {name}.").format(name=visible(said)))
        return
    number, asked = number_of(words[:1], _("note N TEXT")), closed(text.game).questions
    if not 1 <= number <= len(asked):
        raise Refused(_("There is no question {number}.").format(number=number))
    notes.answers[asked[number - 1].text] = said
    text.say(_("Noted on question {number}; export writes it down.").format(number=number))


def arc(text: Console, words: list[str]) -> None:
    """Tell a campaign by the dated points of all its chapters."""
    from sim.desk.models.debrief_campaign import build_campaign_debrief
    from sim.game.campaign import campaign_of

    campaign = campaign_of(text.game)
    if campaign is None:
        raise Refused(_("This game is a single scenario; beside tells it beside the record."))
    text.say(*telling_debrief.arc_lines(build_campaign_debrief(campaign)))


def export(text: Console, words: list[str]) -> None:
    """Write the whole debrief into a file."""
    if not " ".join(words).lower().endswith((".html", ".htm", ".txt")):
        raise Refused(_("Write export and a file that ends in .html or .txt."))
    from sim.desk.export.words import Extras
    from sim.desk.export.writing import why_not, write_one
    from sim.desk.models.debrief import build_debrief
    from sim.desk.models.notes import notes_of
    from sim.desk.models.river import build_river
    from sim.game.debriefing.debrief import debrief as closed
    from sim.game.debriefing.river import river as drawn
    from sim.game.saving.save import save_of

    game, path = text.game, file_of(words)
    view = build_debrief(game, closed(game, ROLLOUTS))
    extras = Extras(build_river(drawn(game), view.seat_name), notes_of(game), _bets(text))
    try:
        write_one(path, view, save_of(game), extras)
    except OSError as error:
        raise Refused(why_not(error, path)) from None
    text.say(_("Written to {file}.").format(file=visible(os.path.abspath(path))))


def _bets(text: Console) -> ForecastsView:
    """The bets beside what others would have given."""
    from sim.desk.models.forecasts import build_forecasts
    from sim.game.forecast.calibration import calibration

    return build_forecasts(calibration(text.game))


COMMANDS = (
    Command(
        "debrief",
        _("debrief [PART]"),
        _("the debrief or a part; debrief yes opens it before the end"),
        debrief,
        opens=True,
    ),
    Command(
        "arc", _("arc"), _("a campaign beside the record, all chapters by date"), arc, opens=True
    ),
    Command(
        "beside", _("beside"), _("your line beside the record, date by date"), beside, opens=True
    ),
    Command(
        "river", _("river"), _("the path map: where 400 runs parted (a second)"), river, opens=True
    ),
    Command(
        "worth",
        _("worth"),
        _("what each of your moves was worth (some seconds)"),
        worth,
        opens=True,
    ),
    Command(
        "questions",
        _("questions"),
        _("questions on this game, with your notes"),
        questions,
        opens=True,
    ),
    Command(
        "note",
        _("note N TEXT"),
        _("a note on a question; note name NAME signs it"),
        note,
        opens=True,
    ),
    Command(
        "export",
        _("export FILE"),
        _("write the debrief down, as .html or .txt (seconds)"),
        export,
        opens=True,
    ),
)
