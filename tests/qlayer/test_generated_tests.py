"""The tests of generated projects: they pass, cover the code and prove every fact; the contract suite passes too."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from engines.edges.sandbox import choose_sandbox
from engines.kernel.sandbox import Command
from engines.kernel.spec import CONVENTION, Check, Origin, Spec, facts
from engines.qlayer import load_blueprint, render
from engines.qtest import QTestService, evidence
from tests.qlayer.running import write_tree
from tests.qlayer.specs import CHORES, DESK, FLATS, HOSTILE, INVOICES, JOBS, KANBAN, LIBRARY, RECIPES, TICKETS

PLAIN = [LIBRARY, INVOICES, FLATS, TICKETS, JOBS, CHORES, DESK, KANBAN, RECIPES]


def project(spec: Spec, folder: Path) -> Path:
    return write_tree(render(spec, load_blueprint("python-fastapi")), folder)


@pytest.mark.parametrize("spec", PLAIN, ids=lambda spec: spec.name)
def test_every_fact_has_code_and_a_test(spec: Spec) -> None:
    anchors = render(spec, load_blueprint("python-fastapi")).anchors
    coded = {anchor.fact for anchor in anchors if not anchor.test}
    tested = {anchor.fact for anchor in anchors if anchor.test}
    made = {f"feature:{feature.name}" for feature in spec.features if feature.realised_by}
    assert {fact for fact, _ in facts(spec)} - made - (coded & tested) == set()
    assert made & coded <= made & tested


async def test_a_rule_without_a_proof_is_not_called_built(tmp_path: Path) -> None:
    weaker = Check(entity="book", condition="copies > 1", field="copies", origin=Origin(sentences=(1,)))
    stronger = Check(entity="book", condition="copies > 3", field="copies", origin=Origin(sentences=(2,)))
    books = tuple(entity for entity in LIBRARY.entities if entity.name == "book")
    bare = [
        replace(one, origin=CONVENTION, fields=tuple(replace(f, origin=CONVENTION) for f in one.fields))
        for one in books
    ]
    spec = replace(LIBRARY, kind="api", entities=tuple(bare), rules=(weaker, stronger), grants=(), features=())
    report = await QTestService(sandbox=choose_sandbox()).run(project(spec, tmp_path))
    shadowed, proven = evidence(spec, render(spec, load_blueprint("python-fastapi")).anchors, report)
    assert (shadowed.status, proven.status) == ("not_built", "built")
    skipped = [case.message for case in report.cases if case.outcome != "passed"]
    assert len(skipped) == 1
    assert "not proven: no example was found that breaks it and no other rule" in skipped[0]


@pytest.mark.parametrize("spec", [*PLAIN, HOSTILE], ids=lambda spec: spec.name)
def test_every_name_that_a_test_uses_is_known(spec: Spec, tmp_path: Path) -> None:
    home = project(spec, tmp_path)
    found = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--no-cache", "--select", "F821", "."],
        cwd=home,
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stdout


def test_every_test_has_a_name_of_its_own() -> None:
    for spec in (*PLAIN, HOSTILE):
        for path, content in render(spec, load_blueprint("python-fastapi")).files.items():
            if path.startswith("tests/test_"):
                names = [line for line in content.decode().splitlines() if line.startswith("def test_")]
                assert len(names) == len(set(names)), path


async def test_the_tests_of_a_generated_project_pass_and_cover_it(tmp_path: Path) -> None:
    report = await QTestService(sandbox=choose_sandbox()).run(project(TICKETS, tmp_path))
    assert [case.message for case in report.cases if case.outcome != "passed"] == []
    assert report.coverage > 90


@pytest.mark.slow
@pytest.mark.parametrize(
    "spec", [LIBRARY, INVOICES, FLATS, JOBS, CHORES, DESK, KANBAN, RECIPES, HOSTILE], ids=lambda spec: spec.name
)
async def test_the_tests_of_all_generated_projects_pass_and_cover_them(spec: Spec, tmp_path: Path) -> None:
    report = await QTestService(sandbox=choose_sandbox()).run(project(spec, tmp_path))
    assert [case.message for case in report.cases if case.outcome != "passed"] == []
    assert report.coverage > 90


@pytest.mark.slow
@pytest.mark.parametrize("spec", [*PLAIN, HOSTILE], ids=lambda spec: spec.name)
async def test_the_contract_suite_passes(spec: Spec, tmp_path: Path) -> None:
    command = Command(
        arguments=["python", "-B", "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/contract"],
        project=project(spec, tmp_path),
        environment={"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PATH": "/usr/bin:/bin"},
    )
    finished = await choose_sandbox().run(command)
    assert finished.code == 0, finished.output[-4000:]
