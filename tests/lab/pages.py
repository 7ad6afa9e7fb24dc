"""HTML pages read as a browser reads them, without one."""

from __future__ import annotations

import base64
import re
from html.parser import HTMLParser
from typing import Final

_VOID: Final = frozenset({"meta", "link", "br", "img", "source"})
_LOADS: Final = ("src", "srcset", "href", "data", "action", "poster")


class Page(HTMLParser):
    """What a page holds; a tag that is not closed in order is a fault."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.source = text
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.ids: list[str] = []
        self.alts: list[str] = []
        self.words: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in _VOID:
            self._open.append(tag)
        for name, value in attrs:
            assert not name.startswith("on"), f"{name} is a script"
            if name in _LOADS:
                self.addresses.append(value or "")
            if name == "id":
                self.ids.append(value or "")
            if name == "alt":
                self.alts.append(value or "")

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] != "style":
            self.words.append(data)

    @property
    def text(self) -> str:
        """All that is said, in one line."""
        return " ".join(" ".join(self.words).split())

    @property
    def images(self) -> list[str]:
        """The figures as SVG text."""
        found = [one for one in self.addresses if one.startswith("data:image/svg+xml;base64,")]
        return [base64.b64decode(one.partition(",")[2]).decode() for one in found]

    def assert_offline(self) -> None:
        """Nothing is loaded from anywhere, no script runs, and every link leads somewhere."""
        for address in self.addresses:
            assert address.startswith(("#", "data:")), address[:80]
        assert "script" not in self.tags
        assert "iframe" not in self.tags
        assert not re.search(r"url\(|@import", self.source)
        assert {one[1:] for one in self.addresses if one.startswith("#")} <= set(self.ids)
        assert len(set(self.ids)) == len(self.ids)

    def assert_told(self) -> None:
        """Every figure is told in words, and has a table."""
        assert self.tags.count("img") == len(self.alts)
        assert all(len(alt) > 20 for alt in self.alts)
        assert self.tags.count("table") >= bool(self.alts)
