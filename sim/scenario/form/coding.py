"""The coding protocol: how a number is written, what it rests on, how far it may vary.

A number is written as a bare number, as one of six ordinal words, or as a mapping with the value,
its range and what it rests on (`cite` for facts of `sources.yaml`, `assumed` for a stated
judgement).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Annotated, Any, Literal, NamedTuple, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator

from sim.scenario.form.fields import TOLD_WORDS, Cites, Wording, is_told
from sim.scenario.text.spans import Path

WORDS: dict[str, float] = {
    "none": 0.05,
    "very-low": 0.15,
    "low": 0.3,
    "middling": 0.5,
    "good": 0.7,
    "high": 0.85,
}
"""Ordinal words and their values; the range of a word is one step each way."""

SIZES: dict[str, float] = {"slight": 0.05, "small": 0.1, "moderate": 0.2, "large": 0.35}
"""Words for the size of an effect."""

Word = Literal["none", "very-low", "low", "middling", "good", "high"]
SizeWord = Literal["slight", "small", "moderate", "large"]
Unit = Annotated[float, Field(ge=0, le=1)]
Signed = Annotated[float, Field(ge=-1, le=1)]
Size = Unit | SizeWord


def size(value: float | str) -> float:
    """The number that an effect's size, a number or a word of `SIZES`, stands for."""
    return SIZES[value] if isinstance(value, str) else float(value)


def _describe(schema: dict[str, Any], model: type[BaseModel]) -> None:
    """Have the JSON Schema say what each field means, and of what is only told that it is."""
    from sim.scenario.form.docs import described

    for name, field in described(model).items():
        words = [*filter(None, [field.description]), *[TOLD_WORDS] * is_told(field)]
        if words:
            schema["properties"][field.alias or name]["description"] = " ".join(words)


class Part(BaseModel):
    """Base of all parts of a scenario: frozen, strict, no unknown fields."""

    model_config = ConfigDict(
        extra="forbid",
        strict=True,
        frozen=True,
        populate_by_name=True,
        allow_inf_nan=False,
        json_schema_extra=_describe,
        defer_build=True,
    )


def citing(part: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Every fact that is cited below a part, with its path, in the order of the fields."""
    if isinstance(part, dict):
        for name, value in part.items():
            if not isinstance(value, _PLAIN):
                yield from citing(value, (*path, name))
    elif isinstance(part, list):
        for index, value in enumerate(part):
            if not isinstance(value, _PLAIN):
                yield from citing(value, (*path, index))
    elif isinstance(part, Part):
        for name in _leading_to_cites(type(part)):
            if name == "cite":
                for index, fact in enumerate(getattr(part, name)):
                    yield (*path, "cite", index), fact
            else:
                yield from citing(getattr(part, name), (*path, name))


_PLAIN = (str, int, float)


@lru_cache(maxsize=256)
def _leading_to_cites(model: type[Part]) -> tuple[str, ...]:
    """The fields of a kind of part that cite, or that may hold a part that does."""
    fields = model.model_fields.items()
    return tuple(name for name, f in fields if name == "cite" or _may_cite(f.annotation))


def _may_cite(annotation: Any) -> bool:
    if isinstance(annotation, type) and issubclass(annotation, Part):
        return bool(_leading_to_cites(annotation))
    return any(_may_cite(argument) for argument in get_args(annotation))


class Level(NamedTuple):
    """A coded number ready for use: its value and the range it is drawn from, all in 0..1."""

    value: float
    low: float
    high: float


@lru_cache(maxsize=256)
def _steps_around(value: float, steps: int) -> tuple[float, float]:
    """The words `steps` below and above the word nearest to `value`."""
    levels = list(WORDS.values())
    nearest = min(range(len(levels)), key=lambda index: abs(levels[index] - value))
    low, high = levels[max(0, nearest - steps)], levels[min(len(levels) - 1, nearest + steps)]
    return min(low, value), max(high, value)


class CodedValue(Part):
    """A number with its range and what it rests on."""

    value: Unit | Word
    """A number from 0 to 1 or one of the words none, very-low, low, middling, good, high. Where a
    `range` is written too, runs draw from the range alone, and this is what players take for it."""
    range: Annotated[list[Unit], Field(min_length=2, max_length=2)] | None = None
    """Lowest and highest plausible value; without it, one step of the word scale each way
    (two steps where the value is assumed)."""
    word: Wording | None = None
    """The source's own term."""
    cite: Cites = []
    """Ids of the facts it rests on."""
    assumed: str | None = None
    """Why this value, where no source speaks to it. Without a `range` it then varies by two steps
    of the word scale each way."""

    @model_validator(mode="after")
    def _range_holds_value(self) -> CodedValue:
        level = self.level()
        if not level.low <= level.value <= level.high:
            raise ValueError(
                f"the range {list(self.range or [])} must hold the value {level.value:g}, "
                "lowest first"
            )
        return self

    def level(self) -> Level:
        """Value and range as numbers."""
        value = WORDS[self.value] if isinstance(self.value, str) else float(self.value)
        if self.range is not None:
            return Level(value, float(self.range[0]), float(self.range[1]))
        return Level(value, *_steps_around(value, 2 if self.assumed else 1))


Coded = Unit | Word | CodedValue
"""A number of a scenario: bare, as a word, or with its range and sources."""


def level(coded: Any, assumed: bool = False) -> Level:
    """Value and range of a coded number; a bare number has no range, a word one step each way.

    A word that is `assumed` with what it stands in (a position, a bond) has two steps each way.
    """
    if isinstance(coded, CodedValue):
        return coded.level()
    if isinstance(coded, str):
        return Level(WORDS[coded], *_steps_around(WORDS[coded], 2 if assumed else 1))
    return Level(float(coded), float(coded), float(coded))


class Spoiler(Part):
    """How likely each hidden type is (Stedman 1997): what a party wants beneath what it says."""

    none: Unit = 0.0
    """No spoiler: keeps a fair agreement."""
    limited: Unit = 0.0
    """Limited spoiler: has narrow aims that can be met."""
    greedy: Unit = 0.0
    """Greedy spoiler: aims grow and shrink with cost and risk."""
    total: Unit = 0.0
    """Total spoiler: wants all, keeps no bargain."""
    cite: Cites = []
    """Facts it rests on."""
    assumed: Wording | None = None
    """Why these weights."""

    @model_validator(mode="after")
    def _sums_to_one(self) -> Spoiler:
        total = sum(self.shares())
        if abs(total - 1) > 1e-6:
            raise ValueError(f"the four shares must add up to 1, not {total:g}")
        return self

    def shares(self) -> tuple[float, float, float, float]:
        """The shares in the order none, limited, greedy, total."""
        return (self.none, self.limited, self.greedy, self.total)


TYPES = ("none", "limited", "greedy", "total")
"""The hidden types, in the order of every array over types."""
