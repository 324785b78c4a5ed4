"""Mutations that the library does not make: of constants, SQL conditions and decorated functions, and of the order.

Each mutant is a whole changed file, found by walking the syntax tree and edited in the text.
"""

import ast
import re
from collections.abc import Iterator
from itertools import pairwise

from tests.mutants.model import Mutant, one_line

_SWAPPED: dict[type[ast.cmpop], str] = {
    ast.Lt: "<=", ast.LtE: "<", ast.Gt: ">=", ast.GtE: ">", ast.Eq: "!=", ast.NotEq: "==",
    ast.In: "not in", ast.NotIn: "in", ast.Is: "is not", ast.IsNot: "is",
}  # fmt: skip
_CONDITION = re.compile(r" AND (?:NOT EXISTS \(.*\)|[\w.]+ (?:!=|<=|>=|[=<>]) (?:'\w+'|:?\w[\w.]*))")


def mutants(file: str, text: str) -> Iterator[Mutant]:
    """Yield the mutants of one file, in the order of its lines."""
    lines = text.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line.encode()))
    data = text.encode()
    for first, last, words in sorted(_changes(ast.parse(text), text), key=lambda change: change[0].lineno):  # type: ignore[attr-defined]
        begin = starts[first.lineno - 1] + first.col_offset  # type: ignore[attr-defined]
        end = starts[last.end_lineno - 1] + last.end_col_offset  # type: ignore[attr-defined]
        whole = (data[:begin] + words.encode() + data[end:]).decode()
        rest = len(lines) - last.end_lineno  # type: ignore[attr-defined]
        changed = whole.splitlines(keepends=True)[first.lineno - 1 :]  # type: ignore[attr-defined]
        original = one_line("".join(lines[first.lineno - 1 : last.end_lineno]))  # type: ignore[attr-defined]
        yield Mutant(file, first.lineno, original, one_line("".join(changed[: len(changed) - rest])), whole)  # type: ignore[attr-defined]


def _changes(tree: ast.Module, text: str) -> Iterator[tuple[ast.AST, ast.AST, str]]:
    for node in _outside_of_the_library(tree):
        for words in _rewritten(node, text):
            yield node, node, words
    for block in _blocks(tree):
        for statement in block:
            if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
                yield statement, statement, "pass"
        for one, other in pairwise(block):
            if isinstance(one, ast.Expr | ast.Assign | ast.AugAssign) and isinstance(other, ast.Expr | ast.If):
                gap = " " * one.col_offset
                swapped = f"{ast.get_source_segment(text, other)}\n{gap}{ast.get_source_segment(text, one)}"
                if not _is_docstring(one):
                    yield one, other, swapped


def _outside_of_the_library(tree: ast.Module) -> Iterator[ast.AST]:
    """Walk what the library leaves alone: everything but the bodies of functions without a decorator."""
    waiting: list[ast.AST] = list(tree.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef) and not node.decorator_list:
            continue
        if isinstance(node, ast.FunctionDef):
            waiting += node.body
            continue
        if isinstance(node, ast.AnnAssign):
            waiting += [node.value] if node.value else []
            continue
        yield node
        waiting += [child for child in ast.iter_child_nodes(node) if not isinstance(child, ast.expr_context)]


def _rewritten(node: ast.AST, text: str) -> Iterator[str]:
    """Yield other words for one expression."""
    source = ast.get_source_segment(text, node) or ""
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        left, right = ast.unparse(node.left), ast.unparse(node.comparators[0])
        yield f"{left} {_SWAPPED[type(node.ops[0])]} {right}"
    elif isinstance(node, ast.BoolOp):
        other = " or " if isinstance(node.op, ast.And) else " and "
        yield f"({other.join(ast.unparse(value) for value in node.values)})"
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield ast.unparse(node.operand)
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
        sign = "-" if isinstance(node.op, ast.Add) else "+"
        yield f"{ast.unparse(node.left)} {sign} {ast.unparse(node.right)}"
    elif isinstance(node, ast.Constant) and isinstance(node.value, int | float) and source[:1].isdigit():
        yield repr(node.value + 1)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        for found in _CONDITION.finditer(node.value):
            yield repr(node.value[: found.start()] + node.value[found.end() :])


def _blocks(tree: ast.Module) -> Iterator[list[ast.stmt]]:
    """Yield every row of statements inside of functions."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            for node in ast.walk(function):
                for name in ("body", "orelse", "finalbody"):
                    block = getattr(node, name, None)
                    if isinstance(block, list) and not (isinstance(node, ast.FunctionDef) and node is not function):
                        yield block


def _is_docstring(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
