"""Where the code of extensions stands, as anchors like those of blueprints. Pure; called wherever evidence is gathered."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence

from engines.kernel.spec import Spec
from engines.kernel.tree import Anchor


def extension_anchors(spec: Spec, read: Callable[[str], bytes | None]) -> Sequence[Anchor]:
    """An anchor for each place and each test of the extensions; `read` gives a file's content, None where there is none.

    A function that is gone has none, so what it carried out no longer counts as built.
    """
    return [
        anchor
        for extension in spec.extensions
        for anchor in _anchors(extension.code, extension.tests, extension.name, read)
    ]


def _anchors(
    code: Sequence[str], tests: Sequence[str], name: str, read: Callable[[str], bytes | None]
) -> Iterator[Anchor]:
    fact = f"extension:{name}"
    for place in code:
        path, _, symbol = place.partition("::")
        line = _line(read(path), symbol)
        if line:
            yield Anchor(fact=fact, path=path, line=line)
    for test in tests:
        path, _, symbol = test.partition("::")
        if line := _line(read(path), symbol.replace("::", ".")):
            yield Anchor(fact=fact, path=path, line=line, test=test)


def _line(content: bytes | None, symbol: str) -> int:
    """The line of a function or class in a file, of a method by `Class.method`; the first where none is named; 0 if gone."""
    if content is None:
        return 0
    if not symbol:
        return 1
    try:
        found: list[ast.stmt] = list(ast.parse(content).body)
    except (SyntaxError, ValueError):
        return 0
    line = 0
    for name in symbol.split("."):
        node = next(
            (
                each
                for each in found
                if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and each.name == name
            ),
            None,
        )
        if node is None:
            return 0
        line, found = node.lineno, list(node.body)
    return line
