"""A generated test fails when the code of its rule is taken away: otherwise it would prove nothing."""

from pathlib import Path

import pytest

from engines.kernel.spec import Spec
from engines.kernel.tree import SourceTree
from engines.qlayer import load_blueprint, render
from tests.qlayer.mutation import caught, rules_taken_away
from tests.qlayer.running import write_tree
from tests.qlayer.specs import FLATS, INVOICES, KANBAN, LIBRARY, RECIPES, TICKETS


@pytest.fixture(scope="module", params=[LIBRARY, INVOICES, FLATS, TICKETS], ids=lambda spec: spec.name)
def tree(request: pytest.FixtureRequest) -> SourceTree:
    spec: Spec = request.param
    return render(spec, load_blueprint("python-fastapi"))


@pytest.mark.slow
def test_each_rule_without_its_code_fails_its_tests(tree: SourceTree, tmp_path: Path) -> None:
    found = list(rules_taken_away(tree, write_tree(tree, tmp_path)))
    assert found
    assert [mutant.fact for mutant in found if not mutant.caught] == []


@pytest.mark.slow
@pytest.mark.parametrize("spec", [KANBAN, RECIPES], ids=lambda spec: spec.name)
def test_each_page_of_a_feature_without_its_code_fails_its_tests(spec: Spec, tmp_path: Path) -> None:
    tree = render(spec, load_blueprint("python-fastapi"))
    project = write_tree(tree, tmp_path)
    pages = [a for a in tree.anchors if a.fact.startswith("feature:") and a.path.startswith("app/web/")]
    assert pages
    assert [anchor for anchor in pages if not caught(tree, project, anchor)] == []
