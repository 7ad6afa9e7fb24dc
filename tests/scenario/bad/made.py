"""Bad files that are too large, or too strange for an editor, to be kept as files."""

from __future__ import annotations

from sim.scenario.text.limits import MAX_BYTES, MAX_KEY, MAX_NODES, MAX_TEXT

_HEAD = "id: bad\nextends: river.yaml\n"


def _bomb() -> str:
    """Nine lists, each of nine times the one before: 9^9 entries for whoever follows aliases."""
    rows = [f"a0: &a0 [{', '.join(['x'] * 9)}]"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)]
    return "\n".join(rows) + "\n"


MADE: dict[str, bytes] = {
    "oversize": (_HEAD + "briefing: |\n" + "  The river.\n" * (MAX_BYTES // 12)).encode(),
    "too-many-entries": (_HEAD + "groups:\n  banks: [" + "x, " * MAX_NODES + "x]\n").encode(),
    "five-thousand-digits": (_HEAD + "calendar:\n  turns: " + "9" * 5000 + "\n").encode(),
    "five-thousand-decimals": (
        _HEAD + "trust:\n  north:\n    host: 0." + "3" * 5000 + "\n"
    ).encode(),
    "deep-nesting": (_HEAD + "groups: " + "[" * 100_000 + "\n").encode(),
    "deep-nesting-braces": (_HEAD + "groups: " + "{a: " * 100_000 + "\n").encode(),
    "deep-nesting-lines": (_HEAD + "".join(f"{' ' * n}a:\n" for n in range(400))).encode(),
    "alias-bomb-of-nine": _bomb().encode(),
    "long-name": (_HEAD + "groups:\n  " + "b" * (MAX_KEY + 1) + ": [north]\n").encode(),
    "long-text": (_HEAD + "summary: " + "The river. " * (MAX_TEXT // 11 + 1) + "\n").encode(),
    "many-problems": (_HEAD + "moves:\n" + "".join(f"  m{n}: {n}\n" for n in range(400))).encode(),
    "every-byte": bytes(range(256)),
    "only-nul-bytes": b"\x00" * 1000,
    "all-control-characters": (_HEAD + "title: a" + "".join(map(chr, range(1, 9))) + "\n").encode(),
}
"""What the files hold, by name."""
