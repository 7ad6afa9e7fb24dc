"""Strings that a user reads but that no catalogue holds, read off the source."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

SPOKEN = (
    *("sim/desk", "sim/game", "sim/cli/textmode"),
    *(f"sim/cli/{name}.py" for name in "campaign honesty levels play".split()),
)
"""Folders and modules of the game: every string in them that reads like words is for the catalogue.

Help and tables of the other commands are read by researchers, in English.
"""
SILENT = (
    *("sim/desk/kit/lint.py", "sim/desk/kit/text.py", "sim/desk/kit/theme.py"),
    "sim/desk/export/svg.py",
)
"""Modules in which such strings are names of fonts, faults of the layout, or drawing."""
KEYS = {
    "Twin Track",
    "why N",
    "moves all",
    "may veto",
    "may object",
    "standing aside",
    "twin-track save",
}
"""Names and keys that read like words; what is told of a key is in the catalogue."""


def breaches(root: Path) -> list[str]:
    """One sentence for each string of the game that no catalogue holds."""
    found = []
    for path in sorted((root / "sim").rglob("*.py")):
        name = path.relative_to(root).as_posix()
        if name.startswith(SPOKEN) and name not in SILENT:
            found += [
                f"{name}:{line}: {text[:60]!r} is for the catalogue: write it inside _()."
                for line, text in outside_the_catalogue(path)
                if text not in KEYS
            ]
    return found


LOOKUPS = {"_", "plural"}
#: Calls whose strings no player reads: patterns, dates by their codes, faults of the program.
UNREAD = set(
    """
    compile sub findall match search split strftime TypeVar cast TypeError ValueError KeyError
    RuntimeError AssertionError LookupError getLogger import_module
    """.split()
)
_WORDS = re.compile(r"[A-Za-z]{2,}[,.;:!?]? +\(?[A-Za-z]|^[A-Z][a-z]{2,}[.!?]?$")
_A_WORD = re.compile(r"[A-Za-z]{2,}")
_MARKUP = re.compile(r"<[a-z!/]|\]\(|[a-z]=\"|^\s*[a-z]+\{")


def outside_the_catalogue(path: Path) -> Iterator[tuple[int, str]]:
    """Line and text of every string of a module that reads like words and is not looked up."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    yield from _Reader().read(tree)


class _Reader:
    """Walks a tree and keeps apart what is read from what only the program knows."""

    def read(self, node: ast.AST) -> Iterator[tuple[int, str]]:
        """The strings below a node that should be in the catalogue."""
        if _is_unread(node):
            return
        if isinstance(node, ast.JoinedStr):
            yield from self._joined(node)
            return
        if isinstance(node, ast.Constant):
            text = node.value
            if isinstance(text, str) and _WORDS.search(text) and not _MARKUP.search(text):
                yield node.lineno, text
            return
        for child in self._children(node):
            yield from self.read(child)

    def _joined(self, node: ast.JoinedStr) -> Iterator[tuple[int, str]]:
        fixed = [part.value for part in node.values if isinstance(part, ast.Constant)]
        whole = "".join(
            str(part.value) if isinstance(part, ast.Constant) else "Xx" for part in node.values
        )
        if _MARKUP.search(whole):
            pass
        elif _WORDS.search(whole) and any(_A_WORD.search(str(text)) for text in fixed):
            yield node.lineno, ast.unparse(node)
            return
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                yield from self.read(part.value)

    @staticmethod
    def _children(node: ast.AST) -> Iterator[ast.AST]:
        if isinstance(node, ast.AnnAssign):  # what it is annotated with is for the type checker
            if node.value is not None:
                yield node.value
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from node.decorator_list
            yield from node.args.defaults
            yield from (one for one in node.args.kw_defaults if one is not None)
            yield from node.body
        else:
            yield from ast.iter_child_nodes(node)


def _is_unread(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        called = node.func
        name = called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")
        return name in LOOKUPS | UNREAD
    if isinstance(node, ast.Expr):  # a docstring, or a note under a constant
        return isinstance(node.value, ast.Constant)
    if isinstance(node, ast.Assign):
        return any(isinstance(name, ast.Name) and name.id == "__all__" for name in node.targets)
    if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
        return node.value.id in {"Literal", "Annotated", "Callable", "Sequence", "Mapping"}
    return isinstance(node, ast.Assert | ast.arg)
