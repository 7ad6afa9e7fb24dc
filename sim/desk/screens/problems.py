"""What is wrong with a scenario file: every problem with its place, and how to go on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from sim.catalogue import _
from sim.desk.kit.layout import Centre, Column
from sim.desk.kit.page import Page
from sim.desk.kit.theme import BODY, GUTTER, SMALL, SMALL_STRONG
from sim.desk.kit.widget import Widget
from sim.desk.kit.widgets.boxes import Panel
from sim.desk.kit.widgets.buttons import Button
from sim.desk.kit.widgets.scroll import Scroll
from sim.desk.kit.widgets.snippet import Line, Snippet
from sim.desk.kit.widgets.words import Label, TextBlock
from sim.desk.models.problems import Excerpt, ProblemsView, ProblemView
from sim.desk.screens.frame import frame

_MOST: Final = 1080
_KEYS: Final = ("up", "down", "pageup", "pagedown", "home", "end")


class ProblemsPage(Page):
    """The problems of a file, to mend in an editor beside the window.

    Args:
        view: The problems.
        again: Tries the file again; see `show` for one that is still broken.
        back: What going back comes to, in words, such as going on with the last good one.
        about: What became of the game meanwhile.
    """

    def __init__(
        self, view: ProblemsView, again: Callable[[], object], back: str, about: str = ""
    ) -> None:
        super().__init__()
        self.view, self.again, self.back, self.about = view, again, back, about
        self.tries = 0
        self._scroll: Scroll | None = None

    def show(self, view: ProblemsView) -> None:
        """Show what is wrong now, after another try."""
        self.view = view
        self.tries += 1
        self.refresh()

    def on_key(self, key: str) -> bool:
        """Scroll, wherever the focus is."""
        if key in _KEYS and self._scroll is not None and self._scroll.scroll_key(key):
            return True
        return super().on_key(key)

    def build(self) -> Widget:
        """Return the whole screen."""
        view = self.view
        parts: list[Widget] = [
            self._problem(number, problem) for number, problem in enumerate(view.problems, start=1)
        ]
        if view.more:
            parts.append(Label(view.more, SMALL, "muted"))
        head = [TextBlock(self._head(), characters=100)]
        sheet = Column([*head, *parts], gap=12, pad=GUTTER)
        self._scroll = Scroll(Centre(sheet, most=_MOST), key=f"problems:{self.tries}")
        again = Button(
            _("Try again"),
            self.again,
            "primary",
            hotkey="f5",
            key="again",
            autofocus=True,
        )
        back = Button(self.back, self._back, key="leave")
        return frame(
            self,
            _("What is wrong with the file"),
            self._scroll,
            f"{view.file} \N{MIDDLE DOT} {view.count}",
            actions=[back, again],
        )

    def _head(self) -> str:
        mend = _("Mend the file in your editor, save it, and try again.")
        still = _("It was tried again, and it is still broken.") if self.tries else ""
        return " ".join(part for part in (still, self.about, mend) if part)

    def _back(self) -> None:
        self.on_key("escape")

    @staticmethod
    def _problem(number: int, problem: ProblemView) -> Widget:
        parts: list[Widget] = [TextBlock(f"{number}. {problem.words}", BODY, characters=90)]
        parts += _excerpt(problem.at)
        for words, other in problem.others:
            parts.append(TextBlock(words, SMALL, "muted"))
            parts += _excerpt(other)
        return Panel(parts, name=_("Problem {number}").format(number=number))


def _excerpt(at: Excerpt) -> list[Widget]:
    """A place with its lines, where there is a file to show."""
    if not at.lines:
        return []
    last = len(at.lines) - 1
    lines = [
        Line(line.number, line.before, line.marked, line.after, index == last)
        for index, line in enumerate(at.lines)
    ]
    return [Label(at.place, SMALL_STRONG, "muted", elide=True), Snippet(lines)]
