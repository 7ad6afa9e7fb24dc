"""From the bytes of a YAML file to plain data with the place of every key and value.

One pass over the events of PyYAML's parser with an explicit stack: nothing is composed, constructed
or resolved by PyYAML, so no tag, alias or nesting of a hostile file can act, and depth, size and
number of nodes are bounded while the events stream in.
"""

from __future__ import annotations

import codecs
import os
from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from pathlib import Path as FilePath
from typing import Any

import yaml

from sim.reading import read_ordinary
from sim.scenario.problem import Problem, Span, in_order, split_lines
from sim.scenario.text import limits
from sim.scenario.text.builder import Builder
from sim.scenario.text.fast_path import data_of
from sim.scenario.text.spans import Document, Mark, SpanMap
from sim.scenario.text.syntax import sift

KEPT = 16
"""Files that are kept for `read_once`: a campaign's chapters with all that they build on."""

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read(source: str | os.PathLike[str] | bytes, name: str | None = None) -> Document:
    """Read one YAML file, or its bytes.

    Args:
        source: a path, or the content itself as bytes.
        name: the file as problems show it; by default the path as given.

    Returns:
        A document with all problems found. Its data is None when the file cannot be read as one
        mapping; otherwise `None` stands in for each value that was reported as unreadable.
    """
    if isinstance(source, bytes):
        return _read_bytes(source, name or "<bytes>")
    return _read_file(FilePath(source), name or os.fspath(source), _read_bytes)


def read_once(source: str | os.PathLike[str], name: str | None = None) -> Document:
    """Like `read`, but bytes that were read before are not parsed again.

    All who ask for a file get the same document, and must leave it as it is.
    """
    return _read_file(FilePath(source), name or os.fspath(source), _read_bytes_once)


def _read_file(path: FilePath, name: str, parse: Callable[[bytes, str], Document]) -> Document:
    try:
        content = read_ordinary(path, limits.MAX_BYTES)
    except FileNotFoundError:
        return _unusable(name, "file", "there is no such file")
    except OSError as error:
        reason = error.strerror or str(error)
        return _unusable(name, "file", f"the file cannot be read: {reason.lower()}")
    return parse(content, name)


_DOCUMENTS = (b"{\\rtf", b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How rich text, and the documents of Word, LibreOffice and old Word, begin."""


def _read_bytes(content: bytes, name: str) -> Document:
    if len(content) > limits.MAX_BYTES:
        return _unusable(name, "size", f"the file is larger than {limits.MAX_BYTES // 1000} kB")
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\x00" in content[:4]:
        message = "the file is UTF-16 or no text; save it as UTF-8"
        return _unusable(name, "encoding", message)
    if content.startswith(_DOCUMENTS):
        message = "the file is a word processor's document; save it as plain text"
        return _unusable(name, "encoding", message)
    content = content.removeprefix(codecs.BOM_UTF8)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        lines = split_lines(content[: error.start].decode("utf-8"))
        line, column = len(lines), len(lines[-1]) + 1
        message = f"the byte 0x{content[error.start]:02x} is not UTF-8; save the file as UTF-8"
        span = Span(name, line, column, line, column + 1)
        return _unusable(name, "encoding", message, span, content.decode("utf-8", "replace"))
    sifted, problems = sift(text, name)
    data = None if problems else data_of(_events(sifted))
    if data is not None:
        return Document(name, data, SpanMap(partial(_marks, text, name)), [], {name: text})
    builder = Builder(name, split_lines(text), problems)
    builder.run(_events(sifted), sifted)
    return Document(
        name=name,
        data=builder.data,
        spans=SpanMap(builder.root),
        problems=in_order(builder.problems),
        sources={name: text},
    )


def _marks(text: str, name: str) -> Mark:
    """The places of all values of a text without faults."""
    builder = Builder(name, split_lines(text), [])
    builder.run(_events(text), text)
    return builder.root


_read_bytes_once = lru_cache(maxsize=KEPT)(_read_bytes)


def _unusable(
    name: str, rule: str, message: str, span: Span | None = None, text: str = ""
) -> Document:
    span = span or Span(name, 1, 1, 1, 1)
    root = Mark(name, (1, 1, 1, 1))
    return Document(name, None, SpanMap(root), [Problem(span, rule, message)], {name: text})


def _events(text: str) -> Iterator[Any]:
    """What PyYAML's parser finds; nothing is composed, constructed or resolved."""
    events: Iterator[Any] = yaml.parse(text, Loader=_Loader)
    return events
