"""`python -m tests.house [RULE...]`: tells of each rule of the house whether it is kept.

Ends with 1 where one is not, and names each breach. Without names it tells of all.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.house.rules import RULES


def main(root: Path, names: list[str]) -> int:
    """Tell of the rules of these names, or of all, whether a checkout keeps them."""
    broken = 0
    for rule in RULES:
        if names and rule.__name__ not in names:
            continue
        breaches = rule(root)
        broken += bool(breaches)
        meaning = " ".join((rule.__doc__ or "").split())
        print(f"{'BROKEN' if breaches else 'kept':6}  {rule.__name__:20}  {meaning}")
        for breach in breaches:
            print(f"        {breach}")
    return int(broken > 0)


if __name__ == "__main__":
    sys.exit(main(Path(__file__).resolve().parents[2], sys.argv[1:]))
