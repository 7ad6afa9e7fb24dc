"""A page as PDF, by a browser that is there anyway."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from sim.lab.errors import LabError
from sim.lab.report.writing import write_page

BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome")
PATIENCE: Final = 120
"""Seconds that a browser may take for a page."""
_DATE: Final = re.compile(rb"(/(?:CreationDate|ModDate) \(D:)(\d{14})")
_NO_DATE: Final = b"20000101000000"
_NODE: Final = re.compile(rb"\(node(\d{8})\)")


def browser() -> str | None:
    """A browser that can print, if there is one."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def as_pdf(page: str, with_: str) -> bytes:
    """A page of HTML as PDF; the same page gives the same bytes.

    Args:
        page: HTML.
        with_: The browser.

    Raises:
        LabError: The browser did not print it.
    """
    with tempfile.TemporaryDirectory(prefix="twintrack-") as name:
        folder = Path(name)
        source, made = folder / "page.html", folder / "page.pdf"
        write_page(source, page)
        command = [
            with_,
            *("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"),
            *("--disable-extensions", "--disable-background-networking"),
            *("--disable-dev-shm-usage", f"--user-data-dir={folder / 'profile'}"),
            *("--host-resolver-rules=MAP * ~NOTFOUND", "--no-pdf-header-footer"),
            f"--print-to-pdf={made}",
            source.as_uri(),
        ]
        try:
            subprocess.run(command, capture_output=True, timeout=PATIENCE, check=True)
            content = made.read_bytes()
        except (OSError, subprocess.SubprocessError):
            raise LabError(
                f"{Path(with_).name} could not print the page; open the HTML file in a browser "
                "and print it there."
            ) from None
    return settled(content)


def settled(content: bytes) -> bytes:
    """A PDF without what differs from one printing to the next: when it was, and node numbers.

    The browser names a table's cells by numbers that it counts for itself too, now and then one
    more or less. Here they count from 1, in the same order (a reader looks them up by it) and in as
    many letters (the table of places at the end counts bytes).
    """
    ranks = {number: rank for rank, number in enumerate(sorted(set(_NODE.findall(content))), 1)}
    content = _NODE.sub(lambda found: b"(node%08d)" % ranks[found[1]], content)
    return _DATE.sub(lambda found: found[1] + _NO_DATE, content)
