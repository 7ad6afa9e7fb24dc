"""The text of a save: JSON that comes from anyone, read with care."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from sim.game.faults import SaveError
from sim.scenario.problem import visible


def mapping_of(data: bytes, shown: str) -> dict[str, Any]:
    """The mapping at the top of a file's bytes; without one an empty mapping.

    Raises:
        SaveError: It is not JSON, or has a key twice; the text says where.
    """

    def refuse(word: str) -> NoReturn:
        raise ValueError(f"{word} is no number of JSON")

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            names = [name for name, _ in pairs]
            twice = next(name for name in names if names.count(name) > 1)
            raise ValueError(f"it has {visible(twice)[:60]} twice")
        return found

    try:
        found = json.loads(data.decode("utf-8"), parse_constant=refuse, object_pairs_hook=unique)
    except json.JSONDecodeError as error:
        raise SaveError(
            f"{shown}:{error.lineno}:{error.colno}: this is no whole JSON file ({error.msg}); "
            "the save is broken, load another."
        ) from None
    except UnicodeDecodeError:
        raise SaveError(f"{shown} is not text in UTF-8, so it is no save.") from None
    except (ValueError, RecursionError) as error:
        reason = "it is nested too deep" if isinstance(error, RecursionError) else str(error)
        raise SaveError(f"{shown} is no save: {reason}.") from None
    return found if isinstance(found, dict) else {}
