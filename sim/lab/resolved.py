"""The text of a resolved scenario: one file that stands alone, with nothing extended or used."""

from __future__ import annotations

from typing import Any

import yaml

from sim.scenario.text.scalars import ScalarError, plain


class _Plain(yaml.SafeDumper):
    """Writes everything out, since scenarios know no anchors."""

    def ignore_aliases(self, _data: Any) -> bool:
        return True


def _quoted_where_needed(dumper: _Plain, text: str) -> yaml.ScalarNode:
    """Text that a scenario file would read as something else is set in quotation marks."""
    try:
        same = plain(text) is text
    except ScalarError:
        same = False
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=None if same else '"')


_Plain.add_representer(str, _quoted_where_needed)


def resolved_text(data: dict[str, Any] | None) -> str:
    """A document's data as YAML that loads as the same scenario."""
    text: str = yaml.dump(data, Dumper=_Plain, sort_keys=False, allow_unicode=True)
    return text
