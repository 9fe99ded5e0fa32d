"""What is wrong with a change before anybody runs it: placeholders, lost code, weakened tests, files out of bounds. Pure."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase

OUT_OF_BOUNDS = (
    *("spec.yaml", "quantumlayer.json", "TRACE.md", ".git", ".git/*", ".github/*", "requirements*.txt"),
    *("Makefile", "Dockerfile", "compose.yaml", ".env*", "pyproject.toml"),
)
_LAZY = re.compile(
    r"(?:#|//|/\*|<!--|\{#)\s*(?:\.\.\.|…|todo\b|fixme\b|xxx\b|(?:the )?(?:rest|remaining|remainder|other)\b[^\n]{0,40}\b"
    r"(?:same|unchanged|here|omitted|as before)|(?:your|add|insert|put|implement|existing)\b[^\n]{0,40}\b"
    r"(?:here|below|unchanged|logic|code goes)\b|(?:existing|previous|unchanged) (?:code|imports|methods|functions))",
    re.I,
)
_LOST_SHARE = 0.5


def refused(before: Mapping[str, str], after: Mapping[str, str], *, locked: Sequence[str] = ()) -> list[str]:
    """Each reason why a change may not be tried, in words for who wrote it."""
    changed = {path: text for path, text in after.items() if before.get(path) != text}
    found: list[str] = [] if changed else ["The edits change nothing."]
    for path, text in changed.items():
        found.extend(f"{path}: {why}" for why in _faults(path, before.get(path, ""), text, locked))
    return found


def _faults(path: str, before: str, after: str, locked: Sequence[str]) -> Iterator[str]:
    if not _inside(path):
        yield "this is no path within the project."
    elif any(fnmatchcase(path, pattern) for pattern in (*OUT_OF_BOUNDS, *locked)):
        yield "this file is not yours to change."
    for line in _added(before, after):
        if _LAZY.search(line):
            yield f"a placeholder stands in it: {line.strip()[:80]}. Write the code itself."
    if path.endswith(".py"):
        yield from _python_faults(path, before, after)
    elif before and len(after) < len(before) * _LOST_SHARE and len(before) > 400:
        yield "more than half of the file is gone."


def _inside(path: str) -> bool:
    parts = path.split("/")
    return (
        not path.startswith(("/", "~")) and "\\" not in path and "\0" not in path and not {"", ".", ".."} & set(parts)
    )


def _added(before: str, after: str) -> list[str]:
    had = set(before.splitlines())
    return [line for line in after.splitlines() if line not in had]


def _python_faults(path: str, before: str, after: str) -> Iterator[str]:
    try:
        tree = ast.parse(after)
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        yield f"it is no valid Python{f' (line {line})' if line else ''}: {getattr(error, 'msg', error)}."
        return
    was = _defined(before)
    now = _defined(after)
    for name in sorted(_hollow(tree) - _hollow_of(before)):
        yield f"'{name}' has no body. Write it."
    lost = [name for name in was if name not in now]
    if path.startswith("tests/"):
        gone = [name for name in lost if name.split(".")[-1].startswith("test")]
        if gone:
            yield f"tests that exist are gone: {', '.join(gone[:5])}. Leave them as they are."
        if was and _asserts(after) < _asserts(before):
            yield "it asserts less than before. Never weaken a test."
        if re.search(r"@pytest\.mark\.(?:skip|xfail)|pytest\.(?:skip|xfail)\(", "\n".join(_added(before, after))):
            yield "a test is skipped. Never skip a test."
    elif len(was) > 3 and len(lost) > len(was) * _LOST_SHARE:
        yield f"more than half of what it defined is gone: {', '.join(lost[:5])}."


def _defined(source: str) -> list[str]:
    """The functions and classes of a module, methods with their class."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return []
    found: list[str] = []
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.append(node.name)
        if isinstance(node, ast.ClassDef):
            found += [f"{node.name}.{each.name}" for each in node.body if isinstance(each, ast.FunctionDef)]
    return found


def _hollow_of(source: str) -> set[str]:
    try:
        return _hollow(ast.parse(source))
    except (SyntaxError, ValueError):
        return set()


def _hollow(tree: ast.Module) -> set[str]:
    """Functions that do nothing: their body is `...`, `pass` or NotImplementedError, apart from protocols and abstract ones."""
    protocols = {
        id(child)
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        and any("Protocol" in ast.unparse(b) or "ABC" in ast.unparse(b) for b in node.bases)
        for child in node.body
    }
    return {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and id(node) not in protocols
        and _does_nothing(node)
    }


def _does_nothing(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    if any("overload" in ast.unparse(each) or "abstract" in ast.unparse(each) for each in node.decorator_list):
        return False
    body = [each for each in node.body if not _is_docstring(each)]
    return all(_is_nothing(each) for each in body)


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _is_nothing(node: ast.stmt) -> bool:
    match node:
        case ast.Pass() | ast.Expr(value=ast.Constant(value=_)):
            return True
        case ast.Raise(exc=ast.expr() as raised):
            return "NotImplementedError" in ast.unparse(raised)
    return False


def _asserts(source: str) -> int:
    return sum(isinstance(node, ast.Assert) for node in ast.walk(ast.parse(source))) + source.count("pytest.raises")
