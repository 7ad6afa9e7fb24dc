"""Text: wrapping, shortening, scripts, missing glyphs, and bounded caches."""

from __future__ import annotations

import json

import pygame
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sim.desk.kit.text import ELLIPSIS, Text, clean, clusters, missing
from sim.desk.kit.theme import BODY, QUOTE, SMALL, STRONG, TITLE, Style
from sim.paths import assets

KHMER = "ព្រះរាជាណាចក្រកម្ពុជា"
JAPANESE = "明石康と外務省"


@pytest.fixture(scope="module")
def text() -> Text:
    pygame.font.init()
    return Text(1.0)


def ink(picture: pygame.Surface) -> int:
    """How many pixels are not clear."""
    return pygame.mask.from_surface(picture, 0).count()


def test_lines_keep_to_width_and_to_65_characters(text: Text) -> None:
    prose = "The parties met and parted, and met again in another town. " * 12
    for width in (80, 240, 2000):
        lines = text.wrap(prose, BODY, width)
        assert all(text.width(line, BODY) <= width and len(line) <= 65 for line in lines)
        assert " ".join(lines).split() == prose.split()


def test_line_feeds_are_kept(text: Text) -> None:
    assert text.wrap("one\n\ntwo", BODY, 500) == ("one", "", "two")


def test_a_word_longer_than_a_line_is_broken_within(text: Text) -> None:
    lines = text.wrap("x" * 200, BODY, 100)
    assert "".join(lines) == "x" * 200
    assert all(text.width(line, BODY) <= 100 for line in lines)


def test_lines_break_after_hyphens_but_never_between_numbers(text: Text) -> None:
    assert text.wrap("vice-chairman", BODY, text.width("vice-chair", BODY)) == ("vice-", "chairman")
    width = text.width("range 8\u20131", BODY)
    assert text.wrap("range 8\u201313", BODY, width) == ("range", "8\u201313")
    assert text.wrap("in 1990-91", BODY, text.width("in 1990-9", BODY)) == ("in", "1990-91")


def test_a_no_break_space_holds(text: Text) -> None:
    assert text.wrap("US$ 40\u00a0m", BODY, text.width("US$ 40", BODY)) == ("US$", "40\u00a0m")


def test_scripts_without_spaces_wrap(text: Text) -> None:
    for words in (KHMER * 4, JAPANESE * 6):
        lines = text.wrap(words, BODY, 120)
        assert len(lines) > 1
        assert "".join(lines) == words
        assert all(text.width(line, BODY) <= 120 for line in lines)


def test_a_break_mark_breaks_and_is_not_drawn(text: Text) -> None:
    lines = text.wrap("អក្សរ\u200bខ្មែរ", BODY, text.width("អក្សរ", BODY))
    assert lines == ("អក្សរ", "ខ្មែរ")


@example("\N{ACUTE ACCENT}\N{NO-BREAK SPACE}0", 4)
@example("\N{KHMER VOWEL INHERENT AQ}", 40)  # it has no width
@example("\N{VARIATION SELECTOR-16}", 40)
@example("\U000e0080", 1)
@given(st.text(max_size=80), st.integers(1, 300))
def test_any_text_at_any_width_is_wrapped_and_drawn(words: str, width: int) -> None:
    pygame.font.init()
    setter = Text(1.0)
    for line in setter.wrap(words, BODY, width):
        assert "\n" not in line
        assert setter.width(line, BODY) <= width or len(clusters(line)) == 1
        setter.image(line, BODY, (255, 255, 255))


def test_an_ellipsis_stands_for_what_does_not_fit(text: Text) -> None:
    long = "A very long name of a very small committee"
    short = text.fit(long, STRONG, 120)
    assert short.endswith(ELLIPSIS)
    assert long.startswith(short[:-1])
    assert text.width(short, STRONG) <= 120
    assert text.fit(long, STRONG, 10_000) == long


def test_size_follows_the_scale() -> None:
    pygame.font.init()
    small, large = Text(1.0), Text(2.0)
    assert large.height(BODY) == 2 * small.height(BODY)
    assert large.width("Measure", BODY) == pytest.approx(2 * small.width("Measure", BODY), rel=0.05)


def test_khmer_is_shaped(text: Text) -> None:
    # Subscript consonants stand below the others: shaped, the word is narrower than its letters.
    assert text.width(KHMER, BODY) < sum(text.width(c, BODY) for c in KHMER)


def test_every_script_draws_ink_of_its_own(text: Text) -> None:
    unknown = ink(text.image("\U0001f3b2", BODY, (255, 255, 255)))
    for letter in ("ក", "明", "→", "\u2212", "ơ", "Ж", "✓"):
        assert not missing(letter, BODY)
        assert ink(text.image(letter, BODY, (255, 255, 255))) not in (0, unknown)


def test_missing_glyphs_are_named() -> None:
    assert missing("a \U0001f3b2 ☃ b", BODY) == {"\U0001f3b2", "☃"}
    for style in (BODY, TITLE, QUOTE, STRONG, Style(15, "serif")):
        assert not missing("Range 8\u201313, \u22120.4 → “yes” … ½ é ü ñ ç ā Đổi Mới \u00d7", style)


def test_control_characters_are_not_drawn() -> None:
    assert clean("a\x00b\tc\u202ed\ud800") == "ab cd"
    assert clean("e\u0301") == "é"


def test_the_coverage_table_is_that_of_the_fonts() -> None:
    tt = pytest.importorskip("fontTools.ttLib")
    table = json.loads((assets() / "fonts" / "coverage.json").read_text(encoding="utf-8"))
    names = {p.name for p in (assets() / "fonts").iterdir() if p.suffix in (".ttf", ".otf")}
    assert set(table) == names
    for name, spans in table.items():
        codes = set()
        for span in spans.split(","):
            first, _, last = span.partition("-")
            codes |= set(range(int(first, 16), int(last or first, 16) + 1))
        assert codes == set(tt.TTFont(assets() / "fonts" / name).getBestCmap())


def test_every_font_has_a_line_in_the_licences() -> None:
    page = (assets() / "LICENSES.md").read_text(encoding="utf-8")
    for path in (assets() / "fonts").iterdir():
        assert f"`fonts/{path.name}`" in page


@pytest.mark.parametrize("style", [BODY, STRONG])
def test_a_letter_that_reaches_left_does_not_move_the_others(text: Text, style: Style) -> None:
    def end(words: str) -> int:
        surface = pygame.Surface((200, 40), pygame.SRCALPHA, 32)
        text.draw(surface, words, (20, 5), style, (255, 255, 255))
        return surface.get_bounding_rect().right

    ((font, _),) = text._runs("J", style)
    (metrics,) = font.metrics("J")
    assert metrics is not None
    assert metrics[0] < 0  # reaches left
    assert end("JH") == end("H") + metrics[4]
    assert text.advance("J", style) == metrics[4]


def test_drawn_text_is_kept_within_bounds() -> None:
    pygame.font.init()
    setter = Text(1.0, limit=500_000)
    for i in range(3000):
        setter.image(f"line number {i}", SMALL, (255, 255, 255))
        setter.wrap(f"words of paragraph {i}", SMALL, 60)
    assert setter.cache.bytes <= 500_000
    assert len(setter._widths) <= 20_000
    assert len(setter._lines) <= 2_000


def test_the_same_text_is_drawn_once(text: Text) -> None:
    first = text.image("once", BODY, (1, 2, 3))
    assert text.image("once", BODY, (1, 2, 3)) is first
    assert text.image("once", BODY, (1, 2, 4)) is not first
