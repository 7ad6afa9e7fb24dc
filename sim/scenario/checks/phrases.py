"""Phrases of the sentences about a value: what it is, where it stands, what it could be."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from sim.scenario.checks.expect import Node, counted
from sim.scenario.text.scalars import shown
from sim.scenario.text.spans import Path


def subject(path: Path) -> str:
    """What stands at a path, in words."""
    if not path:
        return "the file"
    if isinstance(path[-1], int):
        return f"item {path[-1] + 1} of {subject(path[:-1])}"
    return shown(path[-1])


def actual(value: Any, kind: str) -> str:
    """What is written, in words."""
    if isinstance(value, str):
        return (
            counted(len(value), "character")
            if kind == "string_too_long"
            else (f"the text {shown(value)}")
        )
    if isinstance(value, list):
        noun = "one" if kind.startswith("too_") else "a list"
        return f"{noun} of {counted(len(value), 'item')}"
    if isinstance(value, dict):
        noun = "one" if kind.startswith("too_") else "a block"
        return f"{noun} of {counted(len(value), 'entry')}"
    if isinstance(value, bool) or value is None:
        return str(value).lower()
    if isinstance(value, datetime.date):
        return f"the date {value}"
    return str(value)


def rule(kind: str, nodes: Iterable[Node]) -> str:
    """The rule that a value of the wrong kind or size breaks; `kind` is the checker's word."""
    if kind.startswith(("greater_than", "less_than", "too_", "string_too_", "multiple_of")):
        return "range"
    if kind == "string_pattern_mismatch":
        return "form"
    kinds = [node for node in nodes if node.kind != "null"]
    return "choice" if kinds and all(node.choices for node in kinds) else "type"


def _ascii(text: str) -> str:
    """The text with accents taken off its letters."""
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()


def rewritten(text: str, nodes: Iterable[Node], in_list: bool = False) -> str:
    """`; write "open_table"` for `Open Table`, where a word of small letters is wanted."""
    if (
        in_list
        and any("pattern" in node.schema for node in nodes)
        and re.fullmatch(r"[a-z][a-z0-9_]*( +[a-z][a-z0-9_]*)+", text)
    ):
        return f"; if these are several, put commas between them: {', '.join(text.split())}"
    for node in nodes:
        pattern = node.schema.get("pattern")
        for joint in ("_", "-"):
            bare = re.sub(r"\.ya?ml$", "", _ascii(text.casefold()))
            written = re.sub(r"[^a-z0-9]+", joint, bare).strip(joint)
            if pattern and written and written != text and re.search(pattern, written):
                return f'; write "{written}"'
    return ""
