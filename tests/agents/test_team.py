"""Who joins a team, in which order work happens, and what votes add up to."""

import pytest

from engines.agents import Task, Vote, assemble, decide, load_roles, waves
from engines.kernel.errors import UserError
from engines.kernel.findings import Finding
from engines.kernel.spec import Entity, Spec

BOOK = Entity(name="book", plural="books")
WEB = Spec(name="library", title="Library", entities=(BOOK,))
API = Spec(name="library", title="Library", kind="api", entities=(BOOK,))
CRITICAL = Finding(severity="critical", title="SQL from a string", place="app/x.py:3", advice="bind parameters")


def names(spec: Spec) -> set[str]:
    return {role.name for role in assemble(spec, load_roles()).roles}


def test_an_application_with_pages_gets_a_frontend_developer() -> None:
    assert "frontend" in names(WEB)


def test_an_api_gets_no_frontend_developer() -> None:
    assert "frontend" not in names(API)


def test_an_application_without_entities_gets_no_database_developer() -> None:
    assert "database" not in names(Spec(name="x", title="X"))


def test_builders_work_side_by_side_after_the_design_and_reviewers_after_them() -> None:
    groups = [{task.skill for task in wave} for wave in waves(assemble(WEB, load_roles()).tasks)]
    assert groups == [{"design"}, {"build"}, {"review"}]


def test_tasks_that_wait_for_each_other_are_refused() -> None:
    circle = [
        Task(id="a", role="qa", skill="x", title="", after=("b",)),
        Task(id="b", role="qa", skill="x", title="", after=("a",)),
    ]
    with pytest.raises(UserError, match="a, b"):
        waves(circle)


def test_a_critical_finding_blocks_against_any_majority() -> None:
    votes = [
        Vote(by="qa", approve=True),
        Vote(by="architect", approve=True),
        Vote(by="security", approve=True, findings=(CRITICAL,)),
    ]
    assert decide(votes).decision == "rejected"


def test_the_majority_decides() -> None:
    votes = [Vote(by="qa", approve=False), Vote(by="architect", approve=True), Vote(by="security", approve=True)]
    assert decide(votes).decision == "approved"


def test_a_tie_is_decided_by_the_project_manager() -> None:
    votes = [Vote(by="qa", approve=True), Vote(by="project_manager", approve=False)]
    assert decide(votes).decision == "rejected"


def test_a_tie_without_a_project_manager_goes_to_a_person() -> None:
    assert decide([Vote(by="qa", approve=True), Vote(by="security", approve=False)]).decision == "person"
