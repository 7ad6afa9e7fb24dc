"""The guide: hints beside the parts that they are about, as a newcomer meets them."""

from __future__ import annotations

from dataclasses import replace

import pygame
import pytest

from sim.desk.flow import Flow
from sim.desk.kit.app import App
from sim.desk.kit.lint import lint_ui
from sim.desk.kit.page import Page
from sim.desk.kit.theme import DARK, THEMES
from sim.desk.kit.widgets.callout import Callout, Coached
from sim.desk.models.settings import Settings, load_settings, save_settings
from sim.desk.screens.desk import DeskPage
from sim.desk.screens.guide import _PARTS, Coach, parts, wanted
from sim.game.guide import Guide
from sim.game.lock import Lock
from sim.game.progress import Progress, Tally, load_progress
from tests.desk.driving import press
from tests.desk.games import SCENARIO, game_at, loaded, shown

pytestmark = pytest.mark.usefixtures("quick")


def callout(page: Page) -> Callout | None:
    page.ui.prepare()
    root = page.ui.layers[0].root
    return root.callout if isinstance(root, Coached) else None


def says(page: Page) -> str:
    found = callout(page)
    return "" if found is None else found.name


class Newcomer:
    """Somebody who plays for the first time, with the hints on."""

    def __init__(self, size: tuple[int, int] = (1280, 720), scale: float = 1.0) -> None:
        self.app = App(DARK, scale, size, motion=False)
        self.flow = Flow(self.app, 7, wait=True)
        self.flow.hints = True
        self.app.push(self.flow.title())

    @property
    def page(self) -> Page:
        page = self.app.top
        assert isinstance(page, Page)
        return page

    @property
    def coach(self) -> Coach:
        coach = self.flow.coach
        assert coach is not None
        return coach

    def press(self, *chords: str) -> None:
        for chord in chords:
            press(self.page, chord)
            self.app.run_calls()
            self.page.ui.prepare()

    def begin(self) -> None:
        """Two keys from the title lead to the desk."""
        self.press("enter", "enter")
        assert isinstance(self.page, DeskPage)


def test_two_keys_lead_from_the_title_to_the_first_hint() -> None:
    someone = Newcomer()
    someone.begin()
    first = next(iter(loaded().scenario.guide.values()))
    assert " ".join(first.says.split()) in says(someone.page)
    focused = someone.page.ui.focused
    assert focused is not None
    assert focused.key == "hint:next"


def test_the_hints_are_followed_to_their_end_by_keys_alone() -> None:
    someone = Newcomer()
    someone.begin()
    guide, seen = someone.coach.guide, []
    for _ in range(80):
        hint = guide.hint(someone.coach.game().turn + 1)
        if hint is None:
            break
        if hint.id not in seen:
            seen.append(hint.id)
        on_page = says(someone.page)
        if hint.says not in on_page:  # it is about another page: the way on leads there
            someone.press("escape")
        elif hint.until == "planned":
            legal = [str(n) for n in range(1, 6)]
            before = len(someone.coach.game().planned)
            for number in legal:
                someone.press(number)
                while not isinstance(someone.page, DeskPage) or len(someone.page.ui.layers) > 1:
                    someone.press("escape")
                if len(someone.coach.game().planned) > before:
                    break
        elif hint.until == "ended":
            someone.press("e")
        elif hint.until == "dossier":
            someone.press("right", "enter")  # what is asked for has the focus
        elif hint.until == "drafted":
            someone.press("d")
        elif hint.until == "ledger":
            someone.press("enter", "escape")  # opened, and closed
        elif hint.until == "advised":
            someone.press("v")
        else:
            someone.press("enter")
        if guide.left and guide.left[0].turn > someone.coach.game().turn + 1:
            while not isinstance(someone.page, DeskPage):
                someone.press("enter")
            someone.press("e")
    assert seen == list(loaded().scenario.guide)
    assert load_progress().guided
    assert not wanted(load_settings(), load_progress())


@pytest.mark.parametrize(
    ("size", "scale", "theme"),
    [
        ((1280, 720), 1.0, "dark"),
        ((1280, 720), 2.0, "light"),
        ((1920, 1080), 1.5, "high-contrast"),
    ],
)
def test_no_hint_covers_what_it_is_about(size: tuple[int, int], scale: float, theme: str) -> None:
    someone = Newcomer(size, scale)
    someone.app.set_look(THEMES[theme])
    someone.begin()
    guide = someone.coach.guide
    for hint in list(guide.left):
        if hint.turn > 1:
            break
        guide.left = [hint, *(other for other in guide.left if other.id != hint.id)]
        someone.page.refresh()
        found = callout(someone.page)
        assert found is not None, hint.id
        if found.target is not None:
            assert not found.rect.colliderect(found.target), hint.id
        window = pygame.Rect((0, 0), size)
        assert window.contains(found.rect), hint.id
        if hint.id in ("positions", "plan"):
            assert lint_ui(someone.page.ui) == [], hint.id


def test_a_hint_does_not_wait_on_a_page_that_was_left() -> None:
    someone = Newcomer()
    someone.begin()
    someone.press("e")
    assert type(someone.page).__name__ == "ReportPage"
    someone.press("escape", "escape")  # the hint, then the report with another one to come
    assert isinstance(someone.page, DeskPage)
    hint = someone.coach.guide.hint(2)
    assert hint is not None
    assert hint.says in says(someone.page)


def test_esc_hides_a_hint_and_the_next_one_comes() -> None:
    someone = Newcomer()
    someone.begin()
    first = says(someone.page)
    someone.press("escape")
    assert says(someone.page) == ""
    assert len(someone.page.ui.layers) == 1  # the menu is not meant yet
    someone.press("escape")
    assert len(someone.page.ui.layers) == 2
    someone.press("escape")
    someone.press("e", "enter")
    assert says(someone.page) not in ("", first) or type(someone.page).__name__ == "DeskPage"


def test_enter_skips_no_hint_that_asks_for_a_deed() -> None:
    someone = Newcomer()
    someone.begin()
    guide = someone.coach.guide
    for asked in [hint for hint in guide.left if hint.turn == 1 and hint.asks]:
        guide.left = [asked, *(hint for hint in guide.left if hint.id != asked.id)]
        someone.page.refresh()
        focused = someone.page.ui.focused
        assert focused is not None
        assert focused.key not in ("hint:next", "hint:stop", "end"), asked.id
    assert asked.until == "ended"
    someone.press("enter", "space", "enter")
    assert guide.left[0] is asked
    assert isinstance(someone.page, DeskPage)
    assert someone.coach.game().turn == 0
    someone.press("tab", "enter")  # who wants to skip it still can
    assert guide.left[0] is not asked


def test_no_more_hints_is_kept() -> None:
    someone = Newcomer()
    someone.begin()
    someone.page.ui.focus("hint:stop")
    someone.press("enter")
    assert callout(someone.page) is None
    assert load_settings().guide == "never"
    someone.flow.to_title()
    someone.flow.play(game_at(0))
    assert callout(someone.page) is None


def test_a_deed_that_runs_ahead_is_not_asked_for() -> None:
    guide = Guide(loaded().scenario, loaded().scenario.initiative.by)
    turn_one = [hint for hint in guide.left if hint.turn == 1]
    assert "planned" in [hint.until for hint in turn_one]
    guide.did("planned", 1)
    assert "planned" not in [hint.until for hint in guide.left if hint.turn == 1]
    assert guide.hint(2) is not None
    assert all(hint.turn >= 2 for hint in guide.left)


def test_hints_are_for_the_first_game_unless_asked_for() -> None:
    played = Progress({(SCENARIO, "japan", "standard"): Tally(games=1)})
    assert wanted(Settings(), Progress())
    assert not wanted(Settings(), played)
    assert not wanted(Settings(), Progress(guided=True))
    assert wanted(Settings(guide="always"), played)
    assert not wanted(Settings(guide="never"), Progress())


def test_hints_can_be_had_again() -> None:
    save_settings(replace(Settings(), guide="never"))
    someone = Newcomer()
    someone.begin()
    assert callout(someone.page) is None
    someone.flow.give_hints(again=True)
    someone.page.refresh()
    assert callout(someone.page) is not None


def test_every_part_that_a_hint_names_is_found_on_its_page() -> None:
    game, trees = game_at(3), {}
    for kind, screen in (("DeskPage", "desk"), ("ReportPage", "report"), ("TablePage", "table")):
        _, page = shown(game, screen)
        page.ui.prepare()
        trees[kind] = page.ui.layers[0].root
    for step in loaded().scenario.guide.values():
        assert parts(trees[_PARTS[step.at][0]], step.at), step.at


def test_nobody_is_pointed_to_what_a_teacher_has_switched_off() -> None:
    scenario = loaded().scenario
    seat = scenario.initiative.by

    def about(lock: Lock) -> set[str]:
        return {hint.at for hint in Guide(scenario, seat, lock=lock).left}

    assert {"odds", "undo"} <= about(Lock())
    assert about(Lock()) - about(Lock(odds=False, rewind=False)) == {"odds", "undo"}
