"""All ways to write every field, in all places: what reads it, and that it makes a difference.

`python -m tests.scenario.every_field` is the longer form of `test_every_field`, which tries each
place in one way to write it. It prints what each field is read by, and ends with 1 if any is not.
"""

from __future__ import annotations

import sys
from collections import Counter

from tests.scenario.leaves import leaves
from tests.scenario.test_every_field import APART, READ, is_read, reader_of, why_not


def main() -> int:
    """Print the table."""
    told = [leaf for leaf in leaves() if leaf.told]
    readers: Counter[str] = Counter()
    unread = []
    for leaf in READ:
        readers[reader_of(leaf).__name__] += 1
        if not is_read(leaf):
            unread.append(leaf)
            print(why_not(leaf), file=sys.stderr)
    for reader, count in readers.most_common():
        print(f"{count:4} read by {reader}")
    print(f"{len(APART):4} read of the file itself")
    print(f"{len(told):4} told to readers alone")
    print(f"{len(unread):4} read by nothing")
    return 1 if unread else 0


if __name__ == "__main__":
    raise SystemExit(main())
