"""What makes code give other bits on another machine or for another number of runs."""

from __future__ import annotations

import ast

#: NumPy's functions whose last bit depends on the processor or on the number of runs.
INEXACT = set(
    """
    arccos arcsin arctan arctan2 cbrt cos cosh dot einsum exp exp2 expm1 float_power inner log log10
    log1p log2 logaddexp matmul power sin sinh tan tanh tensordot vdot
    """.split()
)

#: Draws that take another number of words from one row to the next; `random` takes one each.
UNALIGNED = set(
    """
    bernoulli beta binomial choice exponential gamma integers multinomial normal permutation
    permuted poisson shuffle standard_normal triangular uniform
    """.split()
)


def inexact(node: ast.AST) -> str:
    """Why a piece of code may give other bits elsewhere, or nothing."""
    if isinstance(node, ast.Attribute) and node.attr in INEXACT:
        library = ast.unparse(node.value)
        if library in {"np", "numpy", "math"}:
            return f"{library}.{node.attr} differs between machines; see sim/model/exact.py."
    if isinstance(node, ast.Call) and called_name(node) in UNALIGNED:
        return (
            f"{called_name(node)} draws are not aligned with runs; invert a uniform draw instead."
        )
    if isinstance(node, ast.BinOp | ast.AugAssign):
        if isinstance(node.op, ast.MatMult):
            return "@ sums in an order that depends on the number of runs; sum along an axis."
        if isinstance(node.op, ast.Pow) and not _exact_power(node):
            return "** differs between machines unless it squares; multiply, or use exp and log."
    return ""


def _exact_power(node: ast.BinOp | ast.AugAssign) -> bool:
    """Whether a power is a square, or one of literal numbers."""
    base, exponent = (
        (node.left, node.right) if isinstance(node, ast.BinOp) else (node.target, node.value)
    )
    if isinstance(exponent, ast.Constant) and exponent.value == 2:
        return True
    return _is_number(base) and _is_number(exponent)


def _is_number(node: ast.expr) -> bool:
    if isinstance(node, ast.UnaryOp):
        node = node.operand
    return isinstance(node, ast.Constant)


def called_name(node: ast.Call) -> str:
    """The last part of the name of what is called."""
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""
