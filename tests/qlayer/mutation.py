"""Takes the code of one fact away at a time and asks the project's own tests whether they notice."""

from __future__ import annotations

import ast
import asyncio
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from engines.edges.sandbox import choose_sandbox
from engines.kernel.sandbox import Command
from engines.kernel.tree import Anchor, SourceTree

KINDS = ("rule:", "step:", "computed:")


@dataclass(frozen=True)
class Mutant:
    """A fact whose code was taken away, and whether a test of it failed then."""

    fact: str
    caught: bool


def rules_taken_away(tree: SourceTree, project: Path) -> Iterator[Mutant]:
    """Each rule, step and computed value of a written project in turn; the project is whole again afterwards."""
    for fact, anchor in sorted(mutants(tree).items()):
        yield Mutant(fact, caught(tree, project, anchor))


def caught(tree: SourceTree, project: Path, anchor: Anchor) -> bool:
    """Whether a test of the fact that stands at an anchor fails without it."""
    tests = [other.test for other in tree.anchors if other.fact == anchor.fact and other.test]
    place, whole = project / anchor.path, tree.files[anchor.path].decode()
    place.write_text(without(whole, anchor.line))
    try:
        return bool(tests) and asyncio.run(failing(project, tests))
    finally:
        place.write_text(whole)


def without(source: str, line: int) -> str:
    """The source with what stands at a line emptied: a function without body, a table without that row."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.FunctionDef):
            continue
        if min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)]) <= line <= node.lineno:
            lines = source.splitlines(keepends=True)
            first, last = node.body[0].lineno - 1, node.end_lineno or node.lineno
            indent = " " * node.body[0].col_offset
            return "".join([*lines[:first], f"{indent}return None\n", *lines[last:]])
    lines = source.splitlines(keepends=True)
    return "".join([*lines[: line - 1], *lines[line:]])


def mutants(tree: SourceTree) -> dict[str, Anchor]:
    """Per fact the code that carries it out, in a service or a model."""
    return {
        anchor.fact: anchor
        for anchor in tree.anchors
        if not anchor.test and anchor.fact.startswith(KINDS) and anchor.path.startswith(("app/services", "app/models"))
    }


async def failing(project: Path, tests: list[str]) -> bool:
    """Whether any of some tests fails."""
    command = Command(
        arguments=[sys.executable, "-B", "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests],
        project=project,
        environment={"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PATH": "/usr/bin:/bin"},
    )
    finished = await choose_sandbox().run(command)
    assert finished.code in (0, 1), finished.output
    return finished.code == 1
