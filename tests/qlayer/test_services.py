"""Rendered services: every fact is carried out, their code is clean, and they do what their interface promises."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from engines.kernel.errors import UserError
from engines.kernel.spec import Spec, facts
from engines.qlayer import load_blueprint, render
from engines.qlayer.python_service.finders import shared_finders
from tests.openapi.collection import interface
from tests.openapi.play import play
from tests.qlayer.running import write_tree
from tests.qlayer.services import ADMIN, ALL, interface_of, service, serving


@pytest.fixture(scope="module", params=ALL)
def project(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    name: str = request.param
    return name, write_tree(render(service(name), load_blueprint("python-service")), tmp_path_factory.mktemp(name))


def tool(home: Path, *command: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=home,
        env={"PATH": os.environ["PATH"], "MYPY_CACHE_DIR": str(home.parent / "mypy")},
        capture_output=True,
        text=True,
        check=False,
    )
    return "" if done.returncode == 0 else done.stdout + done.stderr


@pytest.mark.parametrize("name", ALL)
def test_every_fact_has_code_and_a_test(name: str) -> None:
    spec = service(name)
    anchors = render(spec, load_blueprint("python-service")).anchors
    coded = {anchor.fact for anchor in anchors if not anchor.test}
    tested = {anchor.fact for anchor in anchors if anchor.test}
    assert {fact for fact, _ in facts(spec)} - (coded & tested) == set()


def test_what_must_exist_first_is_made_through_the_interface() -> None:
    files = render(service("notes_sharing"), load_blueprint("python-service")).files
    tests = files["tests/test_notes_operations.py"].decode()
    assert "_is_answered" not in tests
    for name in (
        "share_by_a_stranger",
        "replace_note_of_something_unknown",
        "unshare",
        "create_note_with_an_invalid_body",
    ):
        assert f"def test_{name}(" in tests


def test_the_same_specification_gives_the_same_files() -> None:
    spec = service("notes_sharing")
    assert render(spec, load_blueprint("python-service")) == render(spec, load_blueprint("python-service"))


def test_a_specification_without_a_service_is_refused() -> None:
    with pytest.raises(UserError, match="does not say what stands behind its interface"):
        render(Spec(name="x", title="X", kind="service"), load_blueprint("python-service"))


def test_its_code_is_clean(project: tuple[str, Path]) -> None:
    _, home = project
    assert tool(home, "ruff", "check", ".") == ""
    assert tool(home, "ruff", "format", "--check", ".") == ""
    assert tool(home, "mypy") == ""


def test_its_own_tests_pass(project: tuple[str, Path]) -> None:
    _, home = project
    assert tool(home, "pytest", "-p", "no:asyncio", "-p", "no:pytest-qt") == ""


def test_it_does_what_its_interface_promises_and_withstands(project: tuple[str, Path]) -> None:
    name, home = project
    with serving(home) as url:
        chosen = interface(interface_of(name))
        known = {"admin_email": ADMIN[0], "admin_password": ADMIN[1]}
        outcomes = [*play(chosen, url, attacks=False, known=known), *play(chosen, url, attacks=True, known=known)]
    assert [outcome for outcome in outcomes if not outcome.passed] == []


def test_what_several_operations_look_for_is_found_in_one_place() -> None:
    files = render(service("notes_sharing"), load_blueprint("python-service")).files
    notes = files["app/operations/notes.py"].decode()
    assert notes.count("def _note(call: Call, caller: User) -> Note:") == 1
    assert notes.count("note = _note(call, caller)") == 6
    tickets = render(service("tickets"), load_blueprint("python-service")).files["app/operations/tickets.py"].decode()
    assert tickets.count("ticket = _ticket(call, caller)") == 5


def test_a_name_that_a_step_gives_is_not_taken_for_one_that_is_imported() -> None:
    line = "job = call.store.first(Job, Job.queue == queue, Job.id == call.path['id'])"
    lines = ["queue = found(call)", line, "if job is None:", "    raise Unknown()", "return call.answer(200, job)"]
    functions = [("call: Call", lines), ("call: Call", lines)]
    assert shared_finders(functions, {"Job", "Unknown", "queue", "found"}) == {}
    free = [("call: Call", lines[1:]), ("call: Call", lines[1:])]
    assert list(shared_finders(free, {"Job", "Unknown", "queue"})) == [line]
