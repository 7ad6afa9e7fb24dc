"""The catalogue of what the program says: every string of the game stands in it, in English.

Strings are written where they are used, inside `_(...)`, so that code reads as the screen does;
`assets/locale/twintrack.pot` lists them all for translators. What a scenario says stands in the
scenario's own YAML and is translated there.

Values are put in after the string was looked up: `_("turn {turn} of {turns}").format(...)`, and
never by an f-string, which no catalogue could hold.
"""

from __future__ import annotations

import gettext
import json
import os

from sim import paths
from sim.reading import read_ordinary

DOMAIN = "twintrack"
"""The name of the catalogue's files, `LANGUAGE/LC_MESSAGES/twintrack.mo` in `assets/locale`."""
LANGUAGE_VARIABLE = "TWINTRACK_LANGUAGE"
"""Names the language, such as `fr`; without it the user's settings, or the system, name it."""
_SETTINGS = "settings.json"
_MOST_BYTES = 10_000

_found: gettext.NullTranslations | None = None


def _(text: str) -> str:
    """A string in the user's language; itself where nobody has translated it."""
    return _translations().gettext(text) if text else text


def plural(one: str, many: str, count: int) -> str:
    """The one of two strings that fits a count; `{count}` still has to be put in."""
    return _translations().ngettext(one, many, count)


def use(translations: gettext.NullTranslations | None) -> None:
    """Say everything by other translations from now on; None for those of the system."""
    global _found
    _found = translations


def _translations() -> gettext.NullTranslations:
    global _found
    if _found is None:
        named = os.environ.get(LANGUAGE_VARIABLE) or _chosen()
        languages = [named] if named else None
        folder = paths.assets() / "locale"
        _found = gettext.translation(DOMAIN, folder, languages, fallback=True)
    return _found


def _chosen() -> str:
    """The language of the user's settings; empty where they name none.

    It is read here, since many strings are looked up while modules are imported, before anybody
    could hand over the settings.
    """
    try:
        found = json.loads(read_ordinary(paths.user_data() / _SETTINGS, _MOST_BYTES))
    except (OSError, ValueError, RecursionError):
        return ""
    named = found.get("language") if isinstance(found, dict) else None
    return named if isinstance(named, str) and named.isidentifier() else ""
