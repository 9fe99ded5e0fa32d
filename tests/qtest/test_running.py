"""Running the tests of a project, for real and in the sandbox."""

from pathlib import Path

import pytest

from engines.edges.sandbox import choose_sandbox
from engines.kernel.errors import UserError
from engines.qtest import QTestService, TestReport
from engines.qtest.plan import covered, shards

HALVES = '''def half(number: int) -> int:
    """Half of an even number."""
    if number % 2:
        raise ValueError(number)
    return number // 2
'''
TESTS = """import pytest

from app.halves import half


def test_four():
    assert half(4) == 2


@pytest.mark.parametrize("number", [2, 7])
def test_even(number):
    assert half(number) * 2 == number
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for path, text in {"app/__init__.py": "", "app/halves.py": HALVES, "app/unused.py": "ONE = 1\n"}.items():
        tmp_path.joinpath(path).parent.mkdir(exist_ok=True)
        tmp_path.joinpath(path).write_text(text)
    tmp_path.joinpath("tests").mkdir()
    tmp_path.joinpath("tests/__init__.py").write_text("")
    tmp_path.joinpath("tests/test_halves.py").write_text(TESTS)
    return tmp_path


@pytest.fixture
def service() -> QTestService:
    return QTestService(sandbox=choose_sandbox())


async def test_every_test_is_told_with_its_outcome(service: QTestService, project: Path) -> None:
    report = await service.run(project)
    assert {case.id: case.outcome for case in report.cases} == {
        "tests/test_halves.py::test_four": "passed",
        "tests/test_halves.py::test_even[2]": "passed",
        "tests/test_halves.py::test_even[7]": "failed",
    }
    assert (report.passed, report.failed) == (2, 1)
    assert any("ValueError: 7" in case.message for case in report.cases)


async def test_coverage_counts_files_that_no_test_imports(service: QTestService, project: Path) -> None:
    project.joinpath("tests/test_halves.py").write_text(
        "from app.halves import half\n\ndef test_two():\n    assert half(2) == 1\n"
    )
    report = await service.run(project)
    assert {path: list(lines) for path, lines in report.missed.items()} == {"app/halves.py": [4], "app/unused.py": [1]}
    assert report.coverage == 60.0


async def test_a_test_file_that_cannot_be_read_is_an_error(service: QTestService, project: Path) -> None:
    project.joinpath("tests/test_broken.py").write_text("from app import nothing_of_that_name\n")
    report = await service.run(project)
    assert report.failed >= 1
    assert any("nothing_of_that_name" in case.message for case in report.cases)


async def test_an_application_that_ends_the_process_is_told(service: QTestService, project: Path) -> None:
    project.joinpath("tests/test_halves.py").write_text("import os\nos._exit(3)\n")
    with pytest.raises(UserError, match="ended early"):
        await service.run(project)


async def test_a_project_without_tests_is_refused(service: QTestService, tmp_path: Path) -> None:
    with pytest.raises(UserError):
        await service.run(tmp_path)


async def test_a_report_survives_json(service: QTestService, project: Path) -> None:
    report = await service.run(project)
    assert TestReport.from_json(report.to_json()).to_json() == report.to_json()


def test_few_tests_run_in_one_process() -> None:
    assert shards({"tests/test_a.py": 20, "tests/test_b.py": 30}, 2) == [["tests/test_a.py", "tests/test_b.py"]]


def test_many_tests_are_shared_out_evenly() -> None:
    counts = {"tests/test_a.py": 200, "tests/test_b.py": 300, "tests/test_c.py": 110}
    assert shards(counts, 2) == [["tests/test_b.py"], ["tests/test_a.py", "tests/test_c.py"]]


def test_a_line_is_covered_when_any_process_ran_it() -> None:
    percent, missed = covered([{"app/a.py": ([1, 2, 3, 4], [1, 2])}, {"app/a.py": ([1, 2, 3, 4], [2, 3])}])
    assert (percent, missed) == (75.0, {"app/a.py": [2]})
