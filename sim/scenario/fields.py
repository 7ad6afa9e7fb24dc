"""Kinds of text and number that the fields of a scenario are made of."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,47}$")]
FileId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
Title = Annotated[str, StringConstraints(min_length=1, max_length=80)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=400)]
Prose = Annotated[str, StringConstraints(min_length=1, max_length=4000)]
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
