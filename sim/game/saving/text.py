"""The text of a save: JSON that comes from anyone, read with care."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from sim.catalogue import _
from sim.game.errors import SaveError
from sim.scenario.problem import visible

_MOST_DIGITS = 40


def mapping_of(data: bytes, shown: str) -> dict[str, Any]:
    """The mapping at the top of a file's bytes; without one an empty mapping.

    Raises:
        SaveError: It is not JSON, or has a key twice; the text says where.
    """

    def refuse(word: str) -> NoReturn:
        raise ValueError(_("{word} is no number of JSON").format(word=word))

    def whole(word: str) -> int:
        if len(word) > _MOST_DIGITS:
            raise ValueError(_("it has a number of {count} digits").format(count=len(word)))
        return int(word)

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            last = {name: place for place, (name, _) in enumerate(pairs)}
            twice = next(name for place, (name, _) in enumerate(pairs) if last[name] > place)
            raise ValueError(_("it has {name} twice").format(name=visible(twice)[:60]))
        return found

    try:
        found = json.loads(
            data.decode("utf-8"),
            parse_constant=refuse,
            parse_int=whole,
            object_pairs_hook=unique,
        )
    except json.JSONDecodeError as error:
        said = _(
            "{file}:{line}:{column}: this is no whole JSON file ({why}); the save is broken, load "
            "another."
        )
        raise SaveError(
            said.format(file=shown, line=error.lineno, column=error.colno, why=error.msg)
        ) from None
    except UnicodeDecodeError:
        said = _("{file} is not text in UTF-8, so it is no save.")
        raise SaveError(said.format(file=shown)) from None
    except (ValueError, RecursionError) as error:
        reason = _("it is nested too deep") if isinstance(error, RecursionError) else str(error)
        raise SaveError(_("{file} is no save: {why}.").format(file=shown, why=reason)) from None
    return found if isinstance(found, dict) else {}
