"""How many tests a rendered project has, told without running them. Used by the planning service."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from fnmatch import fnmatchcase
from math import prod

from engines.kernel.tree import SourceTree


def number_of_tests(tree: SourceTree) -> int:
    """The tests that a run of the project's own `tests/` meets; a parametrized one counts as often as its literal list says."""
    return sum(
        _cases(function)
        for path, content in tree.files.items()
        if fnmatchcase(path, "tests/test_*.py") and path.count("/") == 1
        for function in _functions(content.decode())
    )


def _functions(source: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
            yield node


def _cases(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return prod(_rows(decorator) for decorator in function.decorator_list)


def _rows(decorator: ast.expr) -> int:
    match decorator:
        case ast.Call(func=ast.Attribute(attr="parametrize"), args=[_, ast.List(elts=rows) | ast.Tuple(elts=rows), *_]):
            return len(rows)
        case _:
            return 1
