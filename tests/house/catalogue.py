"""The catalogue of strings: `python -m tests.house.catalogue` writes what translators work from."""

from __future__ import annotations

import datetime as dt
import functools
import io
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from sim.catalogue import DOMAIN

ROOT = Path(__file__).parent.parent.parent
TEMPLATE = ROOT / "assets" / "locale" / f"{DOMAIN}.pot"
KEYWORDS = {"_": None, "plural": (1, 2)}
"""The functions of `sim.catalogue` that look a string up, and which arguments they take."""


@functools.cache
def extracted() -> Catalog:
    """All strings of the program as they stand in its source."""
    catalogue = Catalog(
        project="twin-track",
        copyright_holder="the authors of Twin Track",
        msgid_bugs_address="",
        # a fixed date, so that the file changes with the strings alone
        creation_date=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
    )
    found = extract_from_dir(ROOT / "sim", keywords=KEYWORDS, comment_tags=("Translators:",))
    for file, _line, message, comments, context in sorted(found, key=lambda one: one[:2]):
        catalogue.add(
            message, locations=[(f"sim/{file}", 0)], auto_comments=comments, context=context
        )
    return catalogue


def written(catalogue: Catalog) -> str:
    """A catalogue as the text of its file; places are files, since lines move too often."""
    out = io.BytesIO()
    write_po(out, catalogue, width=100, include_lineno=False, sort_by_file=True)
    lines = out.getvalue().decode().splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith('"Generated-By'))


def kept() -> Catalog:
    """The catalogue as it stands in its file."""
    with TEMPLATE.open("rb") as file:
        return read_po(file)


def main() -> None:
    """Write the catalogue anew."""
    TEMPLATE.parent.mkdir(parents=True, exist_ok=True)
    TEMPLATE.write_text(written(extracted()), encoding="utf-8")
    print(f"{len(extracted())} strings in {TEMPLATE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
