"""Rendered tools pass their own tests, are clean, and tie every fact to code and a test."""

from __future__ import annotations

from pathlib import Path

import pytest

from engines.kernel.spec import facts
from tests.qlayer.running import write_tree
from tests.qlayer_cli.projects import TOOLS, run, run_tests, spec_of, tree_of

FAST = ("textstats", "csvfilter", "weblog", "validate")


@pytest.mark.parametrize("name", TOOLS)
def test_every_fact_has_code_and_a_test(name: str) -> None:
    spec, tree = spec_of(name), tree_of(name)
    code = {anchor.fact for anchor in tree.anchors if not anchor.test}
    proven = {anchor.fact for anchor in tree.anchors if anchor.test}
    unbuilt = {f"feature:{feature.name}" for feature in spec.features if not feature.built}
    said = {place for place, origin in facts(spec) if origin.sentences} - unbuilt
    assert said - code == set()
    assert said - proven == set()


@pytest.mark.parametrize("name", FAST)
def test_the_tests_of_a_tool_pass(name: str, tmp_path: Path) -> None:
    done = run_tests(write_tree(tree_of(name), tmp_path))
    assert done.returncode == 0, done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("name", TOOLS)
def test_a_tool_is_tested_typed_and_clean(name: str, tmp_path: Path) -> None:
    home = write_tree(tree_of(name), tmp_path)
    for module in (("ruff", "check", "."), ("ruff", "format", "--check", "."), ("mypy",)):
        done = run(home, *module)
        assert done.returncode == 0, done.stdout
    tested = run_tests(home)
    assert tested.returncode == 0, tested.stdout


def test_the_same_specification_gives_the_same_bytes() -> None:
    assert tree_of("weblog").files == tree_of("weblog").files


def test_a_tool_works_as_a_person_would_use_it(tmp_path: Path) -> None:
    home = write_tree(tree_of("orders"), tmp_path)
    table = "order_id,customer,country,total\n1,Ann,NO,10\n2,Ben,SE,5.50\n3,Ann,NO,4\n"
    done = run(home, "csv_report", "--format", "csv", stdin=table)
    assert done.stdout.split("\n\n")[1] == "country,total,average\nNO,14,7\nSE,5.5,5.5\n".rstrip("\n")
    broken = run(home, "csv_report", stdin="order_id,customer,country,total\n1,Ann,NO,much\n")
    assert (broken.returncode, broken.stderr) == (
        1,
        "csv-report: -:2: 'much' in column 'total' is not a number\n",
    )
