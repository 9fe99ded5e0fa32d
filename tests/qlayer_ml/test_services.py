"""Rendered machine-learning services: every fact is carried out and proven, and their own tests pass and can fail."""

import csv
import io
import statistics
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest
import yaml

from engines.edges.sandbox import choose_sandbox
from engines.kernel.errors import UserError
from engines.kernel.spec import ColumnKind, Spec, facts
from engines.qlayer import load_blueprint, render
from engines.qtest import QTestService
from tests.qlayer_ml.specs import ALL, CHURN, ENERGY, HOUSES, IRIS, SPAM, TITANIC


def project(spec: Spec, folder: Path) -> Path:
    for path, content in render(spec, load_blueprint("python-ml")).files.items():
        folder.joinpath(path).parent.mkdir(parents=True, exist_ok=True)
        folder.joinpath(path).write_bytes(content)
    return folder


def sample(spec: Spec) -> list[dict[str, str]]:
    content = render(spec, load_blueprint("python-ml")).files["data/sample.csv"]
    return list(csv.DictReader(io.StringIO(content.decode())))


@pytest.mark.parametrize("spec", ALL, ids=lambda spec: spec.name)
def test_every_fact_has_code_and_a_test(spec: Spec) -> None:
    anchors = render(spec, load_blueprint("python-ml")).anchors
    coded = {anchor.fact for anchor in anchors if not anchor.test}
    tested = {anchor.fact for anchor in anchors if anchor.test}
    assert {fact for fact, _ in facts(spec)} - (coded & tested) == set()


def test_everything_that_the_reader_calls_built_is_tried_here() -> None:
    said = yaml.safe_load(files("resources").joinpath("lexicons", "learning.yaml").read_text("utf-8"))["features"]
    assert {name for name, entry in said.items() if entry["built"]} == {feature.name for feature in CHURN.features}


def test_the_same_specification_gives_the_same_files() -> None:
    assert render(CHURN, load_blueprint("python-ml")).files == render(CHURN, load_blueprint("python-ml")).files


def test_a_specification_without_a_learning_task_is_refused() -> None:
    with pytest.raises(UserError, match="does not say what is to be predicted"):
        render(Spec(name="x", title="X", kind="ml"), load_blueprint("python-ml"))


@pytest.mark.parametrize("spec", ALL, ids=lambda spec: spec.name)
def test_the_sample_has_what_the_columns_allow(spec: Spec) -> None:
    assert spec.training is not None
    rows = sample(spec)
    assert len(rows) == 300
    for column in spec.training.columns:
        cells = {row[column.name] for row in rows} - {""}
        assert len(cells) > 1
        if column.choices:
            assert cells <= set(column.choices)
        if column.kind is ColumnKind.NUMBER:
            numbers = [float(cell) for cell in cells]
            assert column.minimum is None or min(numbers) >= column.minimum
            assert column.maximum is None or max(numbers) <= column.maximum


def test_the_sample_holds_a_relationship() -> None:
    rows = [row for row in sample(HOUSES) if row["area"]]
    areas, prices = ([float(row[name]) for row in rows] for name in ("area", "price"))
    assert statistics.correlation(areas, prices) > 0.5


def test_only_what_is_asked_for_is_rendered() -> None:
    plain = render(SPAM, load_blueprint("python-ml")).files
    assert b"/api/trainings" not in plain["app/api.py"]
    assert b"OneHotEncoder" not in plain["app/features.py"]
    asked = render(CHURN, load_blueprint("python-ml")).files
    assert b"/api/trainings" in asked["app/api.py"]
    assert b'"/predict"' in asked["app/api.py"]


@pytest.mark.slow
@pytest.mark.parametrize("spec", ALL, ids=lambda spec: spec.name)
async def test_its_own_tests_pass_in_the_sandbox_and_reach_its_code(spec: Spec, tmp_path: Path) -> None:
    report = await QTestService(sandbox=choose_sandbox()).run(project(spec, tmp_path))
    assert [case.id for case in report.cases if case.outcome == "failed"] == []
    assert report.coverage > 95


@pytest.mark.slow
@pytest.mark.parametrize("spec", [CHURN, SPAM, ENERGY, IRIS, TITANIC], ids=lambda spec: spec.name)
def test_its_code_is_clean(spec: Spec, tmp_path: Path) -> None:
    home = project(spec, tmp_path)
    for tool in (["ruff", "format", "--check", "."], ["ruff", "check", "."], ["mypy"]):
        done = subprocess.run([sys.executable, "-m", *tool], cwd=home, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout


LEAKS = {
    "learned from held-out rows": ("fit(inputs[training], targets[training])", "fit(inputs, targets)"),
    "measured on training rows": (
        "metrics=measured(pipeline, inputs[held_out], targets[held_out])",
        "metrics=measured(baseline, inputs[training], targets[training])",
    ),
    "chosen with held-out rows": (
        "_score(pipeline, inputs[training], targets[training])",
        "_score(pipeline, inputs, targets)",
    ),
    "rows both learned from and held out": ("return training, held_out", "return everything, held_out"),
}


@pytest.mark.slow
@pytest.mark.parametrize("leak", LEAKS)
async def test_its_own_tests_notice_a_dishonest_figure(leak: str, tmp_path: Path) -> None:
    home = project(HOUSES, tmp_path)
    source = (home / "app" / "training.py").read_text()
    honest, leaking = LEAKS[leak]
    assert honest in source
    (home / "app" / "training.py").write_text(source.replace(honest, leaking))
    report = await QTestService(sandbox=choose_sandbox()).run(home)
    assert [case.id for case in report.cases if case.outcome == "failed"]
