"""A rule of the house: a number or an array that is public says what it counts and how far it goes.

A field explains itself by a docstring beneath it, a comment beside or above it, a `description`, or
by its name in the docstring of its class. Names that say it all need none: see `EVIDENT`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOMS = ("game", "lab", "model", "scenario")
"""Where it holds; what the desk shows is worded already."""
NUMBERS = re.compile(
    r"\b(float|Floats|Bools|Turns|Counts|NDArray|ndarray|Number|Percentages?)\b(?!\s*\|?\s*str)"
)
"""Types of which a reader must ask: in what unit, from where to where, of what shape?"""
COMMENT = re.compile(r"# (?!type:|noqa|pragma|--)")
"""A comment for a reader: none for a tool, and no heading."""
EVIDENT = {"seconds", "low", "high", "chance", "probability", "share", "trust"}
"""Names that carry their unit: seconds; ends of what stands beside them; shares from 0 to 1."""
ELSEWHERE = {"Constants": "sim/model/constants.yaml"}
"""Classes whose fields are explained in a file that their docstring names."""


def numbers_explained(root: Path) -> list[str]:
    """A public field that is a number or an array says its meaning, and range, unit or shape."""
    breaches = []
    for room in ROOMS:
        for path in sorted((root / "sim" / room).rglob("*.py")):
            text = path.read_text(encoding="utf-8")
            for owner, field in _unexplained(ast.parse(text), text.splitlines()):
                name = f"{owner}.{ast.unparse(field.target)}"
                place = path.relative_to(root).as_posix()
                breaches.append(f"{place}:{field.lineno}: {name} is not explained.")
    return breaches


def _unexplained(tree: ast.Module, lines: list[str]) -> Iterator[tuple[str, ast.AnnAssign]]:
    """Class and field of what nothing explains."""
    for owner in ast.walk(tree):
        if not isinstance(owner, ast.ClassDef) or owner.name.startswith("_"):
            continue
        about = ast.get_docstring(owner) or ""
        if owner.name in ELSEWHERE and Path(ELSEWHERE[owner.name]).name in about:
            continue
        for field, after in zip(owner.body, [*owner.body[1:], None], strict=True):
            if not isinstance(field, ast.AnnAssign) or not isinstance(field.target, ast.Name):
                continue
            name = field.target.id
            if name.startswith("_") or name in EVIDENT:
                continue
            if not NUMBERS.search(ast.unparse(field.annotation)):
                continue
            if not (_said(field, after, lines) or re.search(rf"\b{name}\b", about)):
                yield owner.name, field


def _said(field: ast.AnnAssign, after: ast.stmt | None, lines: list[str]) -> bool:
    """Whether a docstring, a comment or a description belongs to a field."""
    beneath = (
        isinstance(after, ast.Expr)
        and isinstance(after.value, ast.Constant)
        and isinstance(after.value.value, str)
    )
    beside = COMMENT.search(lines[(field.end_lineno or field.lineno) - 1]) is not None
    above = COMMENT.match(lines[field.lineno - 2].lstrip()) is not None
    return beneath or beside or above or "description=" in ast.unparse(field)
