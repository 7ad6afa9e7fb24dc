"""The debrief of a campaign written down: the whole first, then every chapter that was opened."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sim.catalogue import _
from sim.desk.export.page import chapter_html, data_html, head, listed, page_html, safe
from sim.desk.export.text import as_text, wrapped
from sim.desk.export.words import Extras
from sim.desk.export.writing import write_both
from sim.desk.models.debrief import DebriefView, build_debrief
from sim.desk.models.debrief_campaign import (
    CampaignDebriefView,
    build_campaign_debrief,
    games_of,
)
from sim.desk.models.notes import notes_of

if TYPE_CHECKING:
    from sim.game.campaign import CampaignGame

_HERE: Final = {True: _("here too"), False: _("not here"), None: _("the campaign never came to it")}

Chapter = tuple[DebriefView, Extras]


def write_campaign(played: CampaignGame, folder: Path | None = None) -> tuple[Path, Path]:
    """Write the debrief of a campaign as text and as HTML.

    Args:
        played: The campaign.
        folder: Where; by default a folder among the user's documents.

    Returns:
        The two files.

    Raises:
        OSError: They cannot be written.
    """
    from sim.game.saving.save import save_of

    view, chapters = build_campaign_debrief(played), tuple(_chapters(played))
    text = campaign_text(view, chapters)
    page = campaign_html(view, chapters, data_html(save_of(played.game)))
    return write_both(f"{view.title} {view.seat}", "campaign", text, page, folder)


def _chapters(played: CampaignGame) -> Iterator[Chapter]:
    from sim.game.debriefing.debrief import debrief

    for game in games_of(played).values():
        yield build_debrief(game, debrief(game)), Extras(notes=notes_of(game))


def campaign_text(view: CampaignDebriefView, chapters: tuple[Chapter, ...]) -> str:
    """The debrief of a campaign as plain text, at most 78 characters a line."""
    lines = [*wrapped(view.title.upper()), *wrapped(view.about), ""]
    lines += wrapped(_("Score: {score} of 100.").format(score=view.score))
    lines += wrapped(view.ending)
    for text in (*view.story, view.verdict):
        lines += wrapped(text)
    lines.append("")
    for one in _lines(view):
        lines += wrapped(one, "  ")
    lines.append("")
    for point in _points(view):
        lines += wrapped(point, "  ")
    parts = ["\n".join(lines) + "\n"]
    parts += [as_text(chapter, extras) for chapter, extras in chapters]
    return ("\n" + "=" * 78 + "\n\n").join(parts)


def campaign_html(view: CampaignDebriefView, chapters: tuple[Chapter, ...], data: str = "") -> str:
    """The debrief of a campaign as one HTML page; it loads nothing."""
    told = [
        f"<h1>{safe(view.title)}</h1>",
        f"<p>{safe(view.about)}</p>",
        f'<p><span class="score">{view.score}</span> {safe(_("of 100."))} {safe(view.ending)}</p>',
        *(f"<p>{safe(text)}</p>" for text in view.story),
        head(_("Chapter by chapter")) + listed(safe(one) for one in _lines(view)),
        head(_("The whole arc beside the record")),
        f"<p>{safe(view.verdict)}</p>",
        listed(safe(point) for point in _points(view)),
    ]
    for number, (chapter, extras) in enumerate(chapters):
        told += chapter_html(chapter, extras, prefix=f"c{number}-")
    return page_html(_("Debrief: {what}").format(what=view.title), "\n".join(told) + data)


def _lines(view: CampaignDebriefView) -> Iterator[str]:
    for one in view.chapters:
        said = _("{number}. {title} ({dates}): {earned} of {points}").format(
            number=one.number,
            title=one.title,
            dates=one.dates,
            earned=one.earned,
            points=one.points,
        )
        yield f"{said}; {one.note}." if one.note else f"{said}."


def _points(view: CampaignDebriefView) -> Iterator[str]:
    for point in view.arc:
        here = _HERE[point.here]
        if point.here:
            here = _("here in the turn from {date}").format(date=point.date)
        yield _("{date}: {title}; {here}.").format(date=point.by, title=point.title, here=here)
