"""Rendering is deterministic, formatted, complete, and refuses what it cannot make."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sysconfig
from importlib.metadata import version
from pathlib import Path

import pytest

from engines.kernel.errors import NotFound, UserError
from engines.kernel.spec import Entity, Field, Origin, Relation, Spec, facts
from engines.qlayer import blueprints, load_blueprint, render
from engines.qtest import Case, TestReport, evidence, render_trace
from tests.qlayer.running import written
from tests.qlayer.specs import HOSTILE, INVOICES, KANBAN, LIBRARY, RECIPES, TICKETS

RUFF = Path(sysconfig.get_path("scripts")) / "ruff"


def test_the_same_specification_gives_the_same_bytes() -> None:
    blueprint = load_blueprint("python-fastapi")
    assert render(LIBRARY, blueprint) == render(LIBRARY, blueprint)


@pytest.mark.parametrize("spec", [LIBRARY, TICKETS, KANBAN, RECIPES, HOSTILE], ids=lambda spec: spec.name)
def test_rendered_code_is_formatted_and_clean(spec: Spec, tmp_path: Path) -> None:
    home = written(spec, tmp_path)
    for arguments in (["format", "--check", "."], ["check", "app", "migrations"]):
        done = subprocess.run([RUFF, *arguments, "--no-cache"], cwd=home, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout[-2000:]


@pytest.mark.parametrize("spec", [LIBRARY, INVOICES, TICKETS, HOSTILE], ids=lambda spec: spec.name)
def test_every_fact_leads_to_code(spec: Spec) -> None:
    tree = render(spec, load_blueprint("python-fastapi"))
    known = {anchor.fact for anchor in tree.anchors if not anchor.test}
    missing = [fact for fact, _ in facts(spec) if fact not in known]
    by_another_name = {"field:class.id", "field:user.name", "field:user.email"}
    assert set(missing) <= by_another_name


def test_anchors_point_to_the_line_of_their_fact() -> None:
    tree = render(LIBRARY, load_blueprint("python-fastapi"))
    anchor = next(a for a in tree.anchors if a.fact == "field:book.isbn" and a.path == "app/models/book.py")
    line = tree.files[anchor.path].decode().splitlines()[anchor.line - 1]
    assert line == "    isbn: Mapped[str] = mapped_column(String(17), unique=True)"


def test_no_mark_remains_in_a_rendered_file() -> None:
    for spec in (LIBRARY, HOSTILE):
        for path, content in render(spec, load_blueprint("python-fastapi")).files.items():
            assert b"ql:fact" not in content, path


def test_an_api_has_no_web_interface() -> None:
    paths = render(TICKETS, load_blueprint("python-fastapi")).files
    assert not [path for path in paths if path.startswith(("app/web", "app/static"))]


def test_what_is_not_asked_for_is_not_rendered() -> None:
    paths = render(TICKETS, load_blueprint("python-fastapi")).files
    for path in ("app/accounts.py", "app/files.py", "app/tables.py", "app/documents.py", "app/models/user.py"):
        assert path not in paths


def test_the_project_says_how_it_is_served_and_tested() -> None:
    said = json.loads(render(LIBRARY, load_blueprint("python-fastapi")).files["quantumlayer.json"])
    assert said["blueprint"] == "python-fastapi"
    assert said["serve"][:3] == ["python", "-m", "uvicorn"]
    assert "{socket}" in said["serve"]
    assert said["test"][:3] == ["python", "-m", "pytest"]


def test_requirements_are_those_that_the_engine_runs_with() -> None:
    for name, pinned in load_blueprint("python-fastapi").requirements.items():
        assert version(name) == pinned, name


def test_a_model_reads_as_if_written_by_hand() -> None:
    text = render(LIBRARY, load_blueprint("python-fastapi")).files["app/models/loan.py"].decode()
    assert text == (Path(__file__).parent / "snapshots" / "loan_model.txt").read_text("utf-8")


def test_a_rule_reads_as_if_written_by_hand() -> None:
    text = render(LIBRARY, load_blueprint("python-fastapi")).files["app/services/loan.py"].decode()
    rule = text[text.index("def check_loans_within_member_limit") : text.index("def check_loans_within_book_limit")]
    assert rule == (Path(__file__).parent / "snapshots" / "member_limit.txt").read_text("utf-8")


def test_the_trace_names_code_and_facts_without_code() -> None:
    sms = dataclasses.replace(LIBRARY.features[0], name="sms", built=False, origin=Origin(sentences=(1,)))
    spec = dataclasses.replace(LIBRARY, features=(*LIBRARY.features, sms))
    tree = render(spec, load_blueprint("python-fastapi"))
    tests = {anchor.test for anchor in tree.anchors if anchor.test}
    cases = tuple(Case(id=test, outcome="passed", seconds=0.0) for test in sorted(tests))
    report = TestReport(cases=cases, coverage=0.0, missed={}, isolation="limits", seconds=0.0)
    text = render_trace(spec, evidence(spec, tree.anchors, report))
    assert "> A member can't have more than three open loans." in text
    assert "app/services/loan.py:" in text
    assert "sms is not built yet" in text
    assert "`feature:sms" in text


def test_an_unknown_blueprint_is_named_with_those_that_exist() -> None:
    assert "python-fastapi" in blueprints()
    with pytest.raises(NotFound) as error:
        load_blueprint("cobol")
    assert "python-fastapi" in error.value.hint


def test_a_kind_that_the_blueprint_does_not_make_is_refused() -> None:
    with pytest.raises(UserError, match="no application of kind 'cli'"):
        render(dataclasses.replace(LIBRARY, kind="cli"), load_blueprint("python-fastapi"))


def test_a_relation_to_nothing_is_refused() -> None:
    lost = Entity(name="a", plural="as_", fields=(Field(name="b"),), relations=(Relation(name="c", target="d"),))
    with pytest.raises(UserError, match="points to 'd'"):
        render(Spec(name="x", title="X", kind="api", entities=(lost,)), load_blueprint("python-fastapi"))
