"""Running the tests of a project, for real and in the sandbox."""

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from engines.edges.sandbox import choose_sandbox
from engines.kernel.errors import NotFound, UserError
from engines.qtest import Case, Outcome, QTestService, TestReport, merged
from engines.qtest.plan import covered, measured, shards

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


async def test_a_report_names_the_texts_whose_lines_it_counts(service: QTestService, project: Path) -> None:
    project.joinpath("tests/test_halves.py").write_text(
        "from pathlib import Path\nfrom app.halves import half\n\n"
        "def test_two():\n    assert half(2) == 1\n    Path('app/unused.py').write_text('TWO = 2\\n')\n"
    )
    report = await service.run(project)
    halves = sha256(HALVES.encode()).hexdigest()
    changed = (
        project / "app/unused.py"
    ).read_text() == "TWO = 2\n"  # not where the sandbox shows a copy of the project
    assert report.texts["app/halves.py"] == halves
    assert ("app/unused.py" in report.texts) != changed
    assert report.commit == ""


def test_a_file_that_processes_saw_differently_has_no_text() -> None:
    seen = [{"a.py": "1", "b.py": "2", "c.py": "3"}, {"a.py": "1", "b.py": "9"}]
    assert measured(seen, ["a.py", "b.py", "c.py", "d.py"]) == {"a.py": "1"}


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


async def test_only_the_tests_that_are_wanted_run(service: QTestService, project: Path) -> None:
    project.joinpath("tests/test_more.py").write_text("def test_more():\n    assert True\n")
    even = "tests/test_halves.py::test_even"

    async def ran(*only: str) -> list[str]:
        return [case.id for case in (await service.run(project, only=only)).cases]

    assert await ran(f"{even}[2]") == [f"{even}[2]"]
    assert await ran(even) == [f"{even}[2]", f"{even}[7]"]
    assert await ran("tests/test_more.py", f"{even}[7]") == [f"{even}[7]", "tests/test_more.py::test_more"]
    assert len(await ran(even, "tests/test_halves.py")) == 3


@pytest.mark.parametrize(
    "name",
    [
        "tests/test_halves.py::test_nine",
        "tests/test_halves.py::test_even[9]",
        "tests/test_gone.py",
        "--version",
        "-ptests",
        "../other/tests/test_halves.py",
        "tests/test_halves.py\0",
        "",
    ],
)
async def test_a_test_that_is_not_there_is_named(service: QTestService, project: Path, name: str) -> None:
    with pytest.raises(NotFound, match="there is no test"):
        await service.run(project, only=[name])


async def test_a_wanted_test_of_a_broken_file_fails(service: QTestService, project: Path) -> None:
    project.joinpath("tests/test_broken.py").write_text("import nothing_of_that_name\n\ndef test_a(): ...\n")
    report = await service.run(project, only=["tests/test_broken.py::test_a"])
    assert [(case.id, case.outcome) for case in report.cases] == [("tests/test_broken.py", "failed")]


def test_newer_outcomes_replace_those_of_the_whole_report() -> None:
    def case(name: str, outcome: Outcome) -> Case:
        return Case(id=name, outcome=outcome, seconds=0.1)

    def report(*cases: Case) -> TestReport:
        return TestReport(cases=cases, coverage=80.0, missed={"a.py": [1]}, isolation="limits", seconds=1.0)

    whole = report(case("tests/test_a.py::test_1", "failed"), case("tests/test_a.py::test_2", "passed"))
    newer = replace(report(case("tests/test_a.py::test_1", "passed")), coverage=3.0, missed={})
    both = merged(whole, newer)
    assert [(each.id[-1], each.outcome) for each in both.cases] == [("1", "passed"), ("2", "passed")]
    assert (both.coverage, both.missed) == (80.0, {"a.py": [1]})
    broken = merged(both, report(case("tests/test_a.py", "failed")))
    assert [each.id for each in broken.cases] == ["tests/test_a.py"]
    assert [each.id for each in merged(broken, newer).cases] == ["tests/test_a.py::test_1"]


def test_few_tests_run_in_one_process() -> None:
    assert shards({"tests/test_a.py": 20, "tests/test_b.py": 30}, 2) == [["tests/test_a.py", "tests/test_b.py"]]


def test_many_tests_are_shared_out_evenly() -> None:
    counts = {"tests/test_a.py": 200, "tests/test_b.py": 300, "tests/test_c.py": 110}
    assert shards(counts, 2) == [["tests/test_b.py"], ["tests/test_a.py", "tests/test_c.py"]]


def test_a_line_is_covered_when_any_process_ran_it() -> None:
    percent, missed = covered([{"app/a.py": ([1, 2, 3, 4], [1, 2])}, {"app/a.py": ([1, 2, 3, 4], [2, 3])}])
    assert (percent, missed) == (75.0, {"app/a.py": [2]})
