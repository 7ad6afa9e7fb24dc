"""The sheets that a student writes on: predictions, questions, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator

from sim.game.debriefing.beside import date_words
from sim.lab.lesson.sheet import (
    Sheet,
    bullets,
    code,
    esc,
    grid,
    heading,
    paragraph,
    writing_lines,
)
from sim.lab.lesson.variation import Variation, file_text, name_of, question, reference
from sim.scenario.load import Loaded
from sim.scenario.schema import Question, Scenario

GENERAL = (
    "What did you know when you chose, and what would you have needed to know?",
    "Who gained by what happened, and who paid? Answer for two of those at the table.",
    "Was it your doing, or luck? Say what you would look at to tell.",
    "Who was not at the table, and what would they have said?",
    "Which number of this model would you trust least, and how would you find a better one?",
)
"""Questions for a scenario that has none of its own."""
_LINES, _MORE = 4, 6


def questions_of(scenario: Scenario) -> tuple[Question, ...]:
    """The lesson's questions, or those that can be asked of any scenario."""
    asked = scenario.lesson.asked if scenario.lesson else ()
    return asked or tuple(Question(ask=text) for text in GENERAL)


def worksheets(loaded: Loaded, change: Variation | None) -> Iterator[Sheet]:
    """The sheets to write on.

    Args:
        loaded: The scenario.
        change: What of the file is to be changed in the exercise.
    """
    scenario = loaded.scenario
    of = f"Worksheet \N{MIDDLE DOT} {scenario.id}"
    name = (
        '<p class="name">Name: _________________________________ Part: ______________________</p>'
    )
    yield Sheet("before", of, _title(scenario), name + _before(scenario))
    asked = "".join(
        f'<div class="keep"><p><b>{number}.</b> {esc(one.ask)}</p>{writing_lines(_LINES)}</div>'
        for number, one in enumerate(questions_of(scenario), start=1)
    )
    yield Sheet("questions", of, "Questions", name + asked)
    if change is not None:
        yield Sheet("change", of, "Change the file", name + _change(loaded, change))


def _recorded(scenario: Scenario) -> bool:
    """Whether the file tells how it went."""
    history = scenario.history
    return bool(history.line or history.told or history.checkpoints)


def _title(scenario: Scenario) -> str:
    return "Before, and beside the record" if _recorded(scenario) else "Before, and afterwards"


def _before(scenario: Scenario) -> str:
    history = scenario.history
    dated = [*history.checkpoints.values(), *history.foils.values()]
    # In the order of dates and titles, so that none shows whether it is one that came about.
    rows = [
        [f"{point.title}, by {date_words(point.by)}", "", "", ""]
        for point in sorted(dated, key=lambda point: (point.by, point.title))
    ]
    told = {point.title for point in dated}
    rows += [[one.title, "", "", ""] for one in scenario.outcomes.values() if one.title not in told]
    asked = (
        "How likely is it, in 20? Fill in the first column before you play, the others afterwards."
    )
    heads = ["what may come about", "before: in 20", "in our game"]
    if not _recorded(scenario):  # nothing happened that a game could be laid beside
        table = grid(asked, heads, [row[:3] for row in rows], boxes=1)
        after = bullets(
            [
                "Where was your group surest, and wrong? What had you not known?",
                "At which turn was it decided, and by whose move?",
                "What was luck? What would you do otherwise?",
            ]
        )
        return table + heading("Afterwards") + after + writing_lines(_MORE)
    table = grid(f"{asked} Not everything here happened.", [*heads, "in the record"], rows, boxes=1)
    after = bullets(
        [
            "Where was your group surest, and wrong? What had you not known?",
            "At which turn did your game leave the record, and by whose move?",
            "What in the record looks like luck now? What would you ask its author?",
        ]
    )
    return table + heading("Afterwards: beside the record") + after + writing_lines(_MORE)


def _change(loaded: Loaded, change: Variation) -> str:
    scenario = loaded.scenario
    name = name_of(loaded)
    said = (
        f"{question(loaded, change)} In {scenario.id} this number is {change.before:g}, of 0 to 1. "
        f"Write the file below as {name}.yaml in any text editor, then type the commands."
    )
    commands = f"twintrack check {name}.yaml\ntwintrack batch {name}.yaml --runs 1000"
    commands += f"\ntwintrack batch {reference(loaded)} --runs 1000"
    asks = bullets(
        [
            "Say first: what will change, and for whom? Which outcome least?",
            "Compare the shares of both batches. Is the difference larger than the intervals?",
            "Choose another number yourselves. What do you expect of it, and why?",
        ]
    )
    return (
        paragraph(said, "lead")
        + code(file_text(loaded, change))
        + code(commands)
        + asks
        + heading("What we expect, and why")
        + writing_lines(_LINES)
        + heading("What came of it")
        + writing_lines(_MORE)
    )
