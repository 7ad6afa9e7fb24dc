"""Figures: the same bytes each time, on two widths, whatever the labels hold."""

from __future__ import annotations

import datetime as dt
import importlib.util
import re
from functools import cache
from xml.etree import ElementTree

import numpy as np
import pytest

from sim.lab.errors import LabError
from sim.lab.report import drawing, figures
from sim.lab.report.drawing import Picture, number, wrapped
from sim.lab.report.figures import PERCENT, Bar, Panel, Row, Series
from sim.lab.stats import Estimate

pytestmark = pytest.mark.outside

HOSTILE = "</svg><script>alert(1)</script> $\\frac{1}{0}$ & 日本 ខ្មែរ"
SOME = Estimate(0.5, 0.4, 0.6)


def hostile() -> Picture:
    return figures.dots([Row(HOSTILE, SOME), Row("plain", SOME)], PERCENT)


@cache
def every() -> dict[str, Picture]:
    dates = [dt.date(2000, 1, 1), dt.date(2000, 2, 1)]
    quantiles = np.array([[0.1, 0.2], [0.2, 0.3], [0.4, 0.4], [0.5, 0.6], [0.9, 0.9]])
    return {
        "dots": hostile(),
        "tornado": figures.tornado([Bar("a", SOME, SOME)], 0.5, PERCENT),
        "bands": figures.bands([Panel("a", dates, quantiles)] * 2, "trust"),
        "reliability": figures.reliability([0.2, 0.9], [False, True], "forecast"),
        "sweep": figures.sweep([0.0, 1.0], [Series("a", [SOME, SOME])], "x", PERCENT),
        "heat": figures.heat([0, 1], [0, 1], np.eye(2), ("x", "y", "a")),
        "scatter": figures.scatter([("x", [0.1, 0.7])], [SOME, SOME], PERCENT),
    }


@pytest.mark.parametrize(
    "name", ["dots", "tornado", "bands", "reliability", "sweep", "heat", "scatter"]
)
def test_a_figure_is_whole_svg_and_loads_nothing(name: str) -> None:
    picture = every()[name]
    widths = []
    for svg in (picture.wide, picture.narrow):
        root = ElementTree.fromstring(svg)
        widths.append(float(root.attrib["width"].removesuffix("pt")))
        links = [
            value
            for element in root.iter()
            for key, value in element.attrib.items()
            if key.rpartition("}")[2] == "href"
        ]
        assert all(link.startswith(("#", "data:")) for link in links)
        assert not [e for e in root.iter() if e.tag.rpartition("}")[2] in ("script", "text")]
    assert widths[1] < 0.6 * widths[0]


def test_the_same_data_give_the_same_bytes() -> None:
    assert hostile() == every()["dots"]
    assert not re.search(r"20\d\d-\d\d-\d\dT", every()["dots"].wide)


def test_what_the_user_has_set_for_other_figures_changes_nothing() -> None:
    import matplotlib

    before = dict(matplotlib.rcParams)
    with matplotlib.rc_context({"font.size": 40, "axes.facecolor": "red"}):
        again = hostile()
    assert again == every()["dots"]
    assert dict(matplotlib.rcParams) == before


def test_labels_are_no_formulas() -> None:
    dollar = figures.dots([Row("$x_1$", SOME)], PERCENT)
    plain = figures.dots([Row("x1", SOME)], PERCENT)
    assert dollar.wide.count("<use") > plain.wide.count("<use")


def test_titles_in_the_letters_of_the_country_are_no_boxes() -> None:
    drawn = figures.dots([Row("ការដកទ័ព 撤退 Land", SOME)], PERCENT)
    fonts = set(re.findall(r'id="([A-Za-z-]+)-[0-9a-f]+"', drawn.wide))
    assert {"NotoSans-Regular", "NotoSansKhmer-Regular", "NotoSansCJKjp-Regular"} <= fonts
    assert not [font for font in fonts if font.startswith("LastResort")]


def test_a_missing_library_is_told_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "find_spec", lambda name: None)
    with pytest.raises(LabError, match=re.escape('pip install "twin-track[lab]".')):
        hostile()
    assert importlib.util.find_spec("matplotlib") is not None


def test_long_words_are_broken_after_a_dot() -> None:
    assert wrapped("leverage.patron.other_side.border_trade", 22) == (
        "leverage.patron.other_\nside.border_trade"
    )
    assert wrapped("", 10) == " "
    assert all(len(line) <= 7 for line in wrapped("abcdefghijklmnop qr s", 7).split("\n"))


@pytest.mark.parametrize(
    ("value", "change", "text"),
    [
        (0.04, True, "0.0"),
        (-0.04, False, "0.0"),
        (1.25, True, "+1.2"),
        (-3.0, True, "\N{MINUS SIGN}3.0"),
    ],
)
def test_numbers_have_a_true_sign(value: float, change: bool, text: str) -> None:
    assert number(value, 1, change) == text
