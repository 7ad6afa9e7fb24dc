"""Questions to talk about, each with its moment in this game and room for a note."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from sim.catalogue import _
from sim.desk.figures.note import NoteField
from sim.desk.kit.layout import Column, Row
from sim.desk.kit.page import Page
from sim.desk.kit.theme import BODY, DISPLAY, GUTTER, HEADING, Style
from sim.desk.kit.widget import Widget
from sim.desk.kit.widgets.field import Field
from sim.desk.kit.widgets.words import Label, TextBlock
from sim.desk.models.debrief import Asked, DebriefView
from sim.desk.models.notes import Notes
from sim.desk.screens.debriefing.parts import sheet
from sim.desk.screens.facts import sourced
from sim.desk.screens.frame import is_wide

if TYPE_CHECKING:
    from sim.scenario.load import Loaded

_QUESTION: Final = Style(24, "serif")
_SMALL_QUESTION: Final = Style(17, "serif")


def questions(
    page: Page, loaded: Loaded, view: DebriefView, notes: Notes, changed: Callable[[], object]
) -> Widget:
    """Three questions chosen from what was done.

    Args:
        page: Whose look it has.
        loaded: The scenario, for its facts.
        view: The debrief.
        notes: What was typed so far; what is typed goes in.
        changed: Called after every change of a note.
    """

    def write(question: str, text: str) -> None:
        notes.answers[question] = text
        changed()

    def sign(name: str) -> None:
        notes.name = name
        changed()

    asked: list[Widget] = [
        _question(page, loaded, one, number, notes.answer(one.text), partial(write, one.text))
        for number, one in enumerate(view.questions, start=1)
    ]
    if not asked:
        asked = [TextBlock(_("Nothing was done, so there is nothing to ask."), BODY, "muted")]
    told = [
        Label(_("Questions to talk about"), HEADING),
        TextBlock(
            _(
                "Chosen from what you did, and from what came otherwise than in the record. What "
                "you note here goes into the report that you can write down (E)."
            ),
            BODY,
            "muted",
        ),
        *asked,
        Field(
            _("Your name, for the report"),
            notes.name,
            sign,
            hint=_("Your name, for the report; may stay empty"),
            icon="person",
            key="note:name",
        ),
    ]
    return sheet(page, told, "asked")


def _question(
    page: Page,
    loaded: Loaded,
    one: Asked,
    number: int,
    note: str,
    write: Callable[[str], object],
) -> Widget:
    style = _QUESTION if is_wide(page) else _SMALL_QUESTION
    lines: list[Widget] = [TextBlock(one.text, style, characters=52)]
    if one.moment:
        lines.append(sourced(page, loaded, one.moment, one.cites, BODY, "muted"))
    lines.append(
        NoteField(
            _("Your note on question {number}").format(number=number),
            note,
            write,
            hint=_("Your note"),
            key=f"note:{number}",
        )
    )
    return Row(
        [Label(f"{number}", DISPLAY, "accent", width=44), Column(lines, gap=8, grow=1.0)],
        gap=GUTTER,
        across="start",
    )
