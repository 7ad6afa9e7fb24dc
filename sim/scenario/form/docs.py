"""What the fields of a model mean: the docstrings that stand under them, read when asked for.

Pydantic reads them too (`use_attribute_docstrings`), but for every model while it is imported;
that costs each start of the program a tenth of a second, and few starts ask.
"""

from __future__ import annotations

import ast
import inspect
import sys
from functools import cache

from pydantic import BaseModel
from pydantic.fields import FieldInfo


@cache
def described(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """The fields of a model by name, each with the docstring under it as its description."""
    fields = model.model_fields
    for kind in model.__mro__:
        if issubclass(kind, BaseModel) and kind is not BaseModel:
            for name, text in _docstrings(kind.__module__).get(kind.__name__, {}).items():
                if name in fields and fields[name].description is None:
                    fields[name].description = text
    return fields


@cache
def _docstrings(module: str) -> dict[str, dict[str, str]]:
    """The docstrings under the attributes of a module's classes, by class and attribute."""
    tree = ast.parse(inspect.getsource(sys.modules[module]))
    return {node.name: _below(node) for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}


def _below(node: ast.ClassDef) -> dict[str, str]:
    found = {}
    for before, after in zip(node.body, node.body[1:], strict=False):
        match before, after:
            case (
                ast.AnnAssign(target=ast.Name(name)),
                ast.Expr(value=ast.Constant(value=str(text))),
            ):
                found[name] = inspect.cleandoc(text)
    return found
