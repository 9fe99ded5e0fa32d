"""A generated test fails when the code of its rule is taken away: otherwise it would prove nothing."""

import ast
import asyncio
import sys
from pathlib import Path

import pytest

from engines.edges.sandbox import choose_sandbox
from engines.kernel.sandbox import Command
from engines.kernel.spec import Spec
from engines.kernel.tree import Anchor, SourceTree
from engines.qlayer import load_blueprint, render
from tests.qlayer.specs import FLATS, INVOICES, KANBAN, LIBRARY, RECIPES, TICKETS

KINDS = ("rule:", "step:", "computed:")


@pytest.fixture(scope="module", params=[LIBRARY, INVOICES, FLATS, TICKETS], ids=lambda spec: spec.name)
def tree(request: pytest.FixtureRequest) -> SourceTree:
    spec: Spec = request.param
    return render(spec, load_blueprint("python-fastapi"))


def written(tree: SourceTree, folder: Path) -> Path:
    for path, content in tree.files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    return folder


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


@pytest.mark.slow
def test_each_rule_without_its_code_fails_its_tests(tree: SourceTree, tmp_path: Path) -> None:
    project = written(tree, tmp_path)
    found = mutants(tree)
    assert found
    survivors = []
    for fact, anchor in sorted(found.items()):
        tests = [other.test for other in tree.anchors if other.fact == fact and other.test]
        place, whole = project / anchor.path, tree.files[anchor.path].decode()
        place.write_text(without(whole, anchor.line))
        if not tests or not asyncio.run(failing(project, tests)):
            survivors.append(fact)
        place.write_text(whole)
    assert survivors == []


@pytest.mark.slow
@pytest.mark.parametrize("spec", [KANBAN, RECIPES], ids=lambda spec: spec.name)
def test_each_page_of_a_feature_without_its_code_fails_its_tests(spec: Spec, tmp_path: Path) -> None:
    tree = render(spec, load_blueprint("python-fastapi"))
    project = written(tree, tmp_path)
    pages = [a for a in tree.anchors if a.fact.startswith("feature:") and a.path.startswith("app/web/")]
    assert pages
    survivors = []
    for anchor in pages:
        tests = [other.test for other in tree.anchors if other.fact == anchor.fact and other.test]
        place, whole = project / anchor.path, tree.files[anchor.path].decode()
        place.write_text(without(whole, anchor.line))
        if not tests or not asyncio.run(failing(project, tests)):
            survivors.append(anchor)
        place.write_text(whole)
    assert survivors == []
