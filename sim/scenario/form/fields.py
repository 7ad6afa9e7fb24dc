"""Kinds of text and number that the fields of a scenario are made of.

Some are told to readers and no rule reads them: titles, lines, notes, citations. That is written
once, with the kind (`TOLD`), and every field of the kind has it from there; `is_told` asks it of a
field, and the schema says it in the field's description.
"""

from __future__ import annotations

from types import NoneType, UnionType
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from pydantic import BeforeValidator, Field, StringConstraints
from pydantic.fields import FieldInfo
from pydantic_core import PydanticKnownError


class Told:
    """Marks a kind of value that readers are told and that no rule reads."""

    def __repr__(self) -> str:
        return "TOLD"


TOLD: Final = Told()
TOLD_WORDS: Final = "Told to readers; no rule reads it."
"""What the description of such a field says."""


def _not_bool(value: object) -> object:
    if isinstance(value, bool):  # to Python, true is 1
        raise PydanticKnownError("literal_error", {"expected": "1"})
    return value


Version = Annotated[Literal[1], BeforeValidator(_not_bool)]
"""The version of the form of the files."""
Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,47}$")]
FileId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
Title = Annotated[str, StringConstraints(min_length=1, max_length=80), TOLD]
Line = Annotated[str, StringConstraints(min_length=1, max_length=400), TOLD]
Prose = Annotated[str, StringConstraints(min_length=1, max_length=4000), TOLD]
Wording = Annotated[str, TOLD]
"""Words of any length, such as a source's own term."""
Cites = Annotated[list[str], TOLD]
"""Ids of the facts that something rests on. The checks of shipped scenarios read them, no run."""
ConditionText = Annotated[str, StringConstraints(min_length=1, max_length=600)]
"""A condition in the language of conditions, such as `stance(ally) >= sceptical`."""
DottedPath = Annotated[str, StringConstraints(min_length=1, max_length=200)]
"""A place of the resolved scenario, such as `trust.north.south`."""
Setting = bool | int | float | Annotated[str, StringConstraints(min_length=1, max_length=80)]
"""A value that a level of difficulty may set: a number, a word, yes or no."""
Share = Annotated[float, Field(ge=0, le=1)]
Decision = Literal["join", "attend", "speak", "acquiesce", "act"]
"""What an ask may ask for: to become a partner, come to a round, say in private what one wants,
let the initiative go ahead, or take the public step that the move names."""
Style = Literal["facilitate", "formulate", "manipulate"]


def is_told(field: FieldInfo) -> bool:
    """Whether a field is told to readers and no rule reads it.

    It is where its kind says so, or where each kind that it may be, or the items of its list or
    mapping, are told.
    """
    return _told(field.annotation, field.metadata)


def _told(kind: Any, marks: Any = ()) -> bool:
    if any(isinstance(mark, Told) for mark in marks):
        return True
    parts = get_args(kind)
    match get_origin(kind):
        case one if one is Annotated:
            return _told(parts[0], parts[1:])
        case one if one in (Union, UnionType):
            return all(_told(part) for part in parts if part is not NoneType)
        case one if one in (list, dict):
            return _told(parts[-1])
    return False
