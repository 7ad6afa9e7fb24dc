"""The pages in a real browser without a network: they load nothing, fit, and show all they hold."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pygame
import pytest

from sim.cli import main
from sim.game.saving.save import write
from tests.lab.cases import loaded
from tests.lab.test_gather import busy, faithful, scenario

CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.outside,
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed"),
]

WIDTHS = (1280, 400)
HEIGHT = 2400
PROBE = """<script>
addEventListener("load", () => {
  const images = [...document.images];
  console.log("PROBE" + JSON.stringify({
    width: innerWidth,
    content: document.documentElement.scrollWidth,
    height: document.documentElement.scrollHeight,
    loaded: performance.getEntriesByType("resource").map((one) => one.name.slice(0, 60)),
    images: images.length,
    drawn: images.filter((one) => one.complete && one.naturalWidth > 100).length,
    narrow: images.filter((one) => one.naturalWidth < 450).length,
    wide: [...document.querySelectorAll("main > section *")]
      .filter((one) => !one.closest(".scroll"))
      .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
      .map((one) => one.tagName + "." + one.className),
    words: document.body.innerText.length,
    hidden: [...document.querySelectorAll("h2")].filter((one) => !one.offsetHeight).length,
  }));
});
</script>"""
"""What the test asks a page; the page itself holds no script."""


@dataclass(frozen=True)
class Seen:
    """A page as the browser showed it."""

    probe: dict[str, Any]
    picture: pygame.Surface
    log: str


def look(page: Path, width: int, folder: Path) -> Seen:
    """Open a page in a browser that can resolve no name, and take a picture of it."""
    probed, picture = folder / "probed.html", folder / f"{width}.png"
    text = page.read_text(encoding="utf-8")
    assert "</body>" in text
    probed.write_text(text.replace("</body>", f"{PROBE}</body>"), encoding="utf-8")
    # No window is as narrow as a phone, so the page stands in a frame that is.
    frame = folder / "frame.html"
    frame.write_text(
        f'<body style="margin:0"><iframe src="probed.html" width="{width}" height="{HEIGHT}" '
        'style="border:0;display:block"></iframe></body>'
    )
    done = subprocess.run(
        [
            str(CHROMIUM),
            *("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"),
            *("--no-first-run", "--disable-extensions", "--disable-background-networking"),
            *("--disable-dev-shm-usage", f"--user-data-dir={folder / 'profile'}"),
            *("--host-resolver-rules=MAP * ~NOTFOUND", "--enable-logging=stderr", "--v=0"),
            f"--window-size={max(width, 600)},{HEIGHT}",
            "--virtual-time-budget=5000",
            f"--screenshot={picture}",
            frame.as_uri(),
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, "HOME": str(folder)},
    )
    told = re.search(r"PROBE(\{.*?\})\"?, source", done.stderr)
    assert told, done.stderr[-2000:]
    probe = json.loads(told[1].replace('\\"', '"'))
    console = [line for line in done.stderr.splitlines() if "CONSOLE" in line]
    log = "\n".join(line for line in console if "PROBE" not in line)
    shown = pygame.image.load(picture).subsurface((0, 0, width, HEIGHT))
    return Seen(probe, shown, log)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The page of a batch with all its sections, and that of a class."""
    folder = tmp_path_factory.mktemp("pages")
    batch, handed_in = folder / "batch", folder / "class"
    command = ["batch", str(loaded().path), "--runs", "100", "--sweep", "trust.north.host=0:1:3"]
    assert main([*command, "--forbid", "host:press", "--out", str(batch)]) == 0
    assert main(["report", str(batch), "--runs", "100"]) == 0
    handed_in.mkdir()
    for number, game in enumerate([faithful(1), busy(2), busy(3)]):
        write(game, handed_in / f"player-{number}.json")
    assert main(["gather", str(handed_in), "--scenario", str(scenario().path)]) == 0
    return {"report": batch / "report.html", "class": handed_in / "class.html"}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ["report", "class"])
def test_a_page_shows_all_of_itself_in_a_browser_without_a_network(
    name: str, width: int, pages: dict[str, Path], tmp_path: Path
) -> None:
    seen = look(pages[name], width, tmp_path)
    probe = seen.probe
    assert seen.log == ""
    assert [one for one in probe["loaded"] if not one.startswith("data:")] == []
    assert probe["width"] == width
    assert probe["content"] <= width, probe["wide"]
    assert probe["wide"] == []
    assert probe["images"] == probe["drawn"] >= 3
    assert (probe["narrow"] == probe["images"]) == (width < 640)
    assert probe["words"] > 2000
    assert probe["hidden"] == 0
    assert probe["height"] > HEIGHT
    _assert_painted(seen.picture, width)


def _assert_painted(picture: pygame.Surface, width: int) -> None:
    """Every band of the picture has something on it, in more than two colours."""
    paper = tuple(picture.get_at((1, 1)))
    for top in range(0, HEIGHT, HEIGHT // 4):
        places = ((x, y) for x in range(0, width, 3) for y in range(top, top + HEIGHT // 4, 5))
        colours = {tuple(picture.get_at(place)) for place in places}
        assert paper in colours
        assert len(colours) > 5, f"nothing is drawn beneath {top}"


def test_what_a_page_would_load_is_seen(tmp_path: Path) -> None:
    """The test of the test: a picture from elsewhere and a column that is too wide."""
    page = tmp_path / "page.html"
    page.write_text(
        '<!DOCTYPE html><body><main><section><img src="http://example.invalid/x.png">'
        '<p style="width:3000px">wide</p></section></main></body>'
    )
    probe = look(page, 400, tmp_path).probe
    assert any("example.invalid" in one for one in probe["loaded"])
    assert probe["drawn"] == 0
    assert probe["content"] > 400
