"""What a field takes, in words: read off the type that its model gives it."""

from __future__ import annotations

import datetime as dt
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel, TypeAdapter

from sim.scenario.checks.expect import Node, in_words
from sim.scenario.form.coding import CodedValue, SizeWord, Spoiler, Unit, Word
from sim.scenario.form.effects import Effect, Ref
from sim.scenario.form.fields import ConditionText, DottedPath, FileId, Id

_CODED = (
    "a number between 0 and 1, a word such as `good` (see `words`), or a block with the number and "
    "what it rests on (see `numbers`)"
)
_DEEP = {2: "two", 3: "three"}
NO_WORDS = "text in the form that this field asks for"
"""What `in_words` says of text of a form that it has no words for."""

_NAMED: tuple[tuple[object, str], ...] = (
    (Ref, "an actor or a group; in effects and asks also a role such as `self` (see `words`)"),
    (ConditionText, "a condition in one line of text (see `conditions`)"),
    (DottedPath, "a dotted path such as `trust.north.south`"),
    (Id, "an id: small letters, digits and _"),
    (FileId, "an id: small letters, digits and -"),
    (SizeWord, "one of the words slight, small, moderate, large"),
    (Word, "one of the words none, very-low, low, middling, good, high"),
    (CodedValue, "a block with the number and what it rests on (see `numbers`)"),
    (Effect, "an effect (see `effects`)"),
    (Spoiler, "a block of shares (see `types`)"),
)
"""Kinds that have a name in the models; told by identity, since others may be equal to them."""


@cache
def hints(model: type[BaseModel]) -> dict[str, Any]:
    """The types of a model's fields, with what is annotated to them."""
    found = get_type_hints(model, include_extras=True)
    return {name: found[name] for name in model.model_fields}


def value_words(kind: Any) -> str:
    """What a value of a type may be: `a number between 0 and 1`, `a list; each: an id`."""
    for named, words in _NAMED:
        if kind is named:
            return words
    origin, parts = get_origin(kind), get_args(kind)
    if CodedValue in parts and Unit in parts:
        return _CODED
    if origin in (Union, UnionType):
        return _series([value_words(part) for part in parts if part is not NoneType])
    if origin is Annotated and get_origin(parts[0]) in (Union, UnionType):
        return value_words(parts[0])
    if origin is Annotated and get_origin(parts[0]) in (list, dict):
        about = in_words([Node(TypeAdapter(kind).json_schema())])
        return _with_each(about.replace(" of `name: value` lines", ""), parts[0])
    if origin in (list, dict):
        return _with_each("a list" if origin is list else "a block", kind)
    if origin is Literal:
        return _series([str(part) for part in parts])
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return "a block"
    if kind is dt.date:
        return "a date such as 1992-06-15"
    return in_words([Node(TypeAdapter(kind).json_schema())])


def _with_each(about: str, kind: Any) -> str:
    """A collection with what its items are; blocks within blocks are told at once."""
    levels = 0
    while get_origin(kind) is dict and get_args(kind)[0] is Id:
        levels, kind = levels + 1, get_args(kind)[1]
    by = ("", " by id", f" by id, {_DEEP.get(levels, levels)} levels deep")[min(levels, 2)]
    about = "entries" if levels and about == "a block" else about
    inner = value_words(kind if levels else get_args(kind)[-1])
    return f"{about}{by}" if inner == "a block" else f"{about}{by}; each: {inner}"


def models_of(kind: Any) -> list[type[BaseModel]]:
    """The models that a type is made of: itself, its members, its items."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return [kind]
    return [model for part in get_args(kind) for model in models_of(part)]


def _series(words: list[str]) -> str:
    kept = list(dict.fromkeys(word for word in words if word))
    return kept[0] if len(kept) == 1 else f"{', '.join(kept[:-1])} or {kept[-1]}"
