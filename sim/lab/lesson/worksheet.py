"""The sheets that a student writes on: predictions, questions, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from shlex import quote

from sim.dates import date_words
from sim.lab.lesson.sheet import (
    IN_TWENTY,
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
_ENOUGH, _ROWS = 10, 24
"""Of more rows than the first a student chooses some; more than the second make no page."""


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
    later = f"{of} \N{MIDDLE DOT} for after the game"
    name = (
        '<p class="name">Name: _________________________________ Part: ______________________</p>'
    )
    title = "Before, and beside the record" if recorded(scenario) else "Before, and afterwards"
    yield Sheet("before", of, title, name + _before(scenario))
    asked = "".join(
        f'<div class="keep"><p><b>{number}.</b> {esc(one.ask)}</p>{writing_lines(_LINES)}</div>'
        for number, one in enumerate(questions_of(scenario), start=1)
    )
    yield Sheet("questions", later, "Questions", name + asked)
    if change is not None:
        yield Sheet("change", later, "Change the file", name + _change(loaded, change))


def recorded(scenario: Scenario) -> bool:
    """Whether the file tells what happened, or what was done, so that a game can be compared."""
    history = scenario.history
    return bool(history.told or history.line or history.checkpoints or history.foils)


def _before(scenario: Scenario) -> str:
    history = scenario.history
    dated = [*history.checkpoints.values(), *history.foils.values()]
    # In the order of dates and titles, so that none shows whether it is one that came about.
    rows = [
        [f"{point.title}, by {date_words(point.by)}", "", ""]
        for point in sorted(dated, key=lambda point: (point.by, point.title))
    ]
    told = {point.title for point in dated}
    rows += [[one.title, "", ""] for one in scenario.outcomes.values() if one.title not in told]
    del rows[max(_ROWS, len(dated)) :]
    which = f"Choose {_ENOUGH} rows. " if len(rows) > _ENOUGH else ""
    said = (
        f"{which}How likely is each? {IN_TWENTY} Fill in the first column before you play, the "
        f"{{}} afterwards (yes or no)."
    )
    header = ["what may come about", "before: in 20", "in our game"]
    sure = "Where was your group surest, and wrong? What had you not known?"
    if recorded(scenario):
        said = said.format("others") + " Not everything here happened."
        rows = [[*row, ""] for row in rows]
        header.append("in the record")
        asks = [
            "At which turn did your game leave the record, and by whose move?",
            "What in the record looks like luck now? What would you ask its author?",
        ]
    else:
        said = said.format("second")
        asks = [
            "Which move changed most in your game, and how can you tell?",
            "Compare with another group: what did you do otherwise, and what was luck?",
        ]
    title = "Afterwards: beside the record" if recorded(scenario) else "Afterwards"
    table = grid(said, header, rows, boxes=1)
    return table + heading(title) + bullets([sure, *asks]) + writing_lines(_MORE)


def _change(loaded: Loaded, change: Variation) -> str:
    scenario = loaded.scenario
    name = name_of(loaded)
    said = (
        f"{question(loaded, change)} On the scale from 0 to 1 this number is {change.before:g} in "
        f"{scenario.id}; the file below makes it {change.after:g}. Write it as {name}.yaml in any "
        "text editor, then type the commands."
    )
    # Without moves in the record nothing would be done on its line, and nothing could change.
    how = "--runs 1000" if scenario.history.line else "--line random --runs 1000"
    commands = f"twintrack check {name}.yaml\ntwintrack batch {name}.yaml {how}"
    commands += f"\ntwintrack batch {quote(reference(loaded))} {how}"
    asks = bullets(
        [
            "Say first: what will change, and for whom? Which outcome least?",
            "Compare the shares of the two. Is the difference larger than their intervals?",
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
