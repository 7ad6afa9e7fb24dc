"""Write all answers anew and say which have changed: `python -m tests.scenario.bad`."""

from __future__ import annotations

import sys

from tests.scenario.bad.answers import FOLDER, answers, kept


def main() -> int:
    """Write the answers that differ; the exit code says whether any did."""
    changed = 0
    for name, answer in answers():
        if answer != kept(name):
            (FOLDER / f"{name}.out").write_text(answer, encoding="utf-8", newline="\n")
            print(f"{name}.out")
            changed += 1
    print(f"{changed} changed", file=sys.stderr)
    return min(changed, 1)


if __name__ == "__main__":
    sys.exit(main())
