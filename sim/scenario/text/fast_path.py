"""The data of a file in which there is nothing to tell, without the places of its values.

Most files are read without a fault, and then nobody asks where a value stands; to keep the places
takes longer than to parse. So a file is read like this first. Whatever is out of the ordinary makes
it give up, and the reader goes over the file with care.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from sim.scenario.text import limits
from sim.scenario.text.scalars import ScalarError, plain, quoted


class _GiveUpError(Exception):
    """The file holds something that the reader must look at."""


def data_of(events: Iterator[Any]) -> dict[str, Any] | None:
    """The data of the one mapping that a parser's events make up; None where a fault may be."""
    try:
        return _data(events)
    except (_GiveUpError, ScalarError, yaml.YAMLError):
        return None


def _data(events: Iterator[Any]) -> dict[str, Any]:
    """The data of a document that is one mapping.

    Raises:
        _GiveUpError: Something is out of the ordinary.
        ScalarError: A scalar cannot be taken.
        yaml.YAMLError: This is not YAML.
    """
    whole: list[Any] = []
    top: Any = whole
    stack: list[Any] = []
    key: str | None = None
    """The name that waits for its value, where `top` is a mapping."""
    nodes = documents = 0
    for event in events:
        kind = type(event)
        if kind is yaml.ScalarEvent:
            text, style = event.value, event.style
            value: Any = quoted(text) if style else plain(text)
            strange = len(text) > limits.MAX_TEXT
            if type(top) is list:
                top.append(value)
            elif key is not None:
                strange = strange or not (text or style)  # perhaps {leverage:0.7}
                top[key] = value
                key = None
            else:
                strange = type(value) is not str or value in top or value == "<<"
                strange = strange or len(value) > limits.MAX_KEY
                key = value
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            inner: Any = {} if kind is yaml.MappingStartEvent else []
            strange = len(stack) == limits.MAX_DEPTH
            if type(top) is list:
                top.append(inner)
            else:
                strange = strange or key is None
                top[key] = inner
            stack.append(top)
            top, key = inner, None
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            top = stack.pop()
            continue
        else:
            documents += kind is yaml.DocumentStartEvent
            if kind is yaml.AliasEvent or documents > 1:
                raise _GiveUpError
            continue
        nodes += 1
        strange = strange or event.anchor is not None or event.tag is not None
        if strange or nodes > limits.MAX_NODES:
            raise _GiveUpError
    if not whole or type(whole[0]) is not dict:
        raise _GiveUpError
    found: dict[str, Any] = whole[0]
    return found
