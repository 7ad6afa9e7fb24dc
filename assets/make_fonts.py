"""Make the subset fonts in `assets/fonts` from the Noto packages of Debian.

Needs fontTools and the packages `fonts-noto-core`, `fonts-noto-mono` and `fonts-noto-cjk`; run from
anywhere:

    apt-get install fonts-noto-core fonts-noto-mono fonts-noto-cjk
    python assets/make_fonts.py [--source /usr/share/fonts]

Beside the fonts it writes `coverage.json`: for each file, the characters that it can draw, as
ranges of code points. The desk reads that table to choose a font for every character, because
pygame never reports a missing glyph.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent / "fonts"

# Latin for European languages, Vietnamese and the usual romanisations, combining marks, Cyrillic,
# punctuation, superscripts, currency and letter-like signs.
TEXT = [
    *range(0x20, 0x180),
    *[ord(c) for c in "ƠơƯưǍǎǏǐǑǒǓǔǕǖǗǘǙǚǛǜǦǧǪǫȘșȚțȲȳʻʼʽˈˌː"],
    *range(0x300, 0x330),
    *range(0x400, 0x460),
    *range(0x1E00, 0x1F00),
    *range(0x2010, 0x2060),
    *range(0x2070, 0x20C0),
    *[ord(c) for c in "№℃™⅓⅔⅛⅜⅝⅞"],
]
KHMER = [0x20, 0xA0, *range(0x1780, 0x1800), *range(0x19E0, 0x1A00), 0x200B, 0x200C, 0x200D]
ARROWS_AND_MATHS = [ord(c) for c in "←↑→↓↔↕↗↘⇄⇒⇔−±×÷≈≠≤≥∞∑√∈∩∪∅"]  # noqa: RUF001
MARKS = [ord(c) for c in "✓✔✗✘★☆●○◆◇■□▲△▼▽▶◀"]


def japanese() -> list[int]:
    """Kana, full-width punctuation and the 2,965 kanji of JIS X 0208 level 1."""
    level_one = [
        ord(bytes((0xA0 + row, 0xA0 + cell)).decode("euc_jp"))
        for row in range(16, 48)
        for cell in range(1, 95 if row < 47 else 52)
    ]
    return [*range(0x3000, 0x3100), *level_one]


PLAN: list[tuple[str, str, int, list[int]]] = [
    # (file made, source below --source, face in a collection or -1, characters)
    ("NotoSans-Regular.ttf", "truetype/noto/NotoSans-Regular.ttf", -1, TEXT),
    ("NotoSans-Bold.ttf", "truetype/noto/NotoSans-Bold.ttf", -1, TEXT),
    ("NotoSerif-Regular.ttf", "truetype/noto/NotoSerif-Regular.ttf", -1, TEXT),
    ("NotoSerif-Bold.ttf", "truetype/noto/NotoSerif-Bold.ttf", -1, TEXT),
    ("NotoSerif-Italic.ttf", "truetype/noto/NotoSerif-Italic.ttf", -1, TEXT),
    ("NotoSansMono-Regular.ttf", "truetype/noto/NotoSansMono-Regular.ttf", -1, TEXT),
    ("NotoSansKhmer-Regular.ttf", "truetype/noto/NotoSansKhmer-Regular.ttf", -1, KHMER),
    ("NotoSansKhmer-Bold.ttf", "truetype/noto/NotoSansKhmer-Bold.ttf", -1, KHMER),
    ("NotoSansMath-Regular.ttf", "truetype/noto/NotoSansMath-Regular.ttf", -1, ARROWS_AND_MATHS),
    ("NotoSansSymbols2-Regular.ttf", "truetype/noto/NotoSansSymbols2-Regular.ttf", -1, MARKS),
    ("NotoSansCJKjp-Regular.otf", "opentype/noto/NotoSansCJK-Regular.ttc", 0, japanese()),
]


def make(source: Path, face: int, characters: Iterable[int], target: Path) -> None:
    """Write to `target` the glyphs of `source` for `characters`, with their shaping rules."""
    options = subset.Options()
    options.layout_features = ["*"] if "Khmer" in target.name else ["kern", "mark", "mkmk", "ccmp"]
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]  # copyright and licence stay in the file
    options.name_languages = [0x409]
    options.hinting = target.suffix == ".ttf"
    options.desubroutinize = False
    options.notdef_outline = True
    options.drop_tables += ["MATH", "vhea", "vmtx", "VORG", "BASE", "DSIG"]
    options.font_number = face
    font = subset.load_font(str(source), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=list(characters))
    subsetter.subset(font)
    font["head"].modified = font["head"].created  # the same bytes on every run
    font.recalcTimestamp = False
    font.save(str(target))


def ranges(characters: Iterable[int]) -> str:
    """Write sorted code points as hexadecimal ranges: `20-7e,a0-17f`."""
    spans: list[list[int]] = []
    for code in sorted(characters):
        if spans and code == spans[-1][1] + 1:
            spans[-1][1] = code
        else:
            spans.append([code, code])
    return ",".join(f"{a:x}" if a == b else f"{a:x}-{b:x}" for a, b in spans)


def main() -> None:
    """Make every font of `PLAN` and the table of what they cover."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--source", type=Path, default=Path("/usr/share/fonts"))
    source: Path = parser.parse_args().source
    HERE.mkdir(parents=True, exist_ok=True)
    coverage: dict[str, str] = {}
    for name, origin, face, characters in PLAN:
        make(source / origin, face, characters, HERE / name)
        with TTFont(HERE / name) as font:
            coverage[name] = ranges(font.getBestCmap())
        print(f"{name:32} {(HERE / name).stat().st_size / 1024:7.0f} KB")
    text = json.dumps(coverage, indent=1, ensure_ascii=True) + "\n"
    (HERE / "coverage.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
