"""The text of a resolved scenario: one file that stands alone, with nothing extended or used."""

from __future__ import annotations

from typing import Any

import yaml


class _Plain(yaml.SafeDumper):
    """Writes everything out, since scenarios know no anchors."""

    def ignore_aliases(self, _data: Any) -> bool:
        return True


def resolved_text(data: dict[str, Any] | None) -> str:
    """A document's data as YAML that loads as the same scenario."""
    text: str = yaml.dump(data, Dumper=_Plain, sort_keys=False, allow_unicode=True)
    return text
