"""Features with modules of their own: each has code and tests, fits the schema, is clean, and its tests prove its code."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import sysconfig
from dataclasses import replace
from pathlib import Path

import pytest

from engines.edges.sandbox import choose_sandbox
from engines.kernel.spec import Entity, Feature, Field, FieldType, Grant, Relation, Role, Spec, facts
from engines.kernel.tree import SourceTree
from engines.qlayer import load_blueprint, render
from engines.qtest import QTestService
from tests.qlayer.mutation import failing, without
from tests.qlayer.running import environment, written
from tests.qlayer.specs import INVOICES, JOBS, LIBRARY, TICKETS
from tests.qlayer.test_migration import COMPARE

RUFF = Path(sysconfig.get_path("scripts")) / "ruff"


def asking(spec: Spec, *features: Feature) -> Spec:
    """A specification that asks for more."""
    return replace(spec, features=(*spec.features, *features))


AUDIT = Feature(name="audit_log")
TRASH = Feature(name="soft_delete")
LOAN_MAIL = Feature(
    name="email",
    entity="loan",
    options=(("created", "member"), ("changed:returned_at", "role:librarian"), ("deleted", "owner")),
)
BILLS = Feature(name="email", entity="invoice", options=(("status:sent", "client"), ("reminder", "client")))
HOOKS = Feature(name="webhooks")
KEYS = Feature(name="api_keys")
APPLICATIONS = Feature(name="retention", entity="application", options=(("days", "180"), ("status", "rejected")))
CLIENTS = Feature(name="retention", entity="client", options=(("days", "730"), ("act", "anonymise")))
FEEDS = (
    Feature(name="rss", entity="job"),
    Feature(name="rss", entity="application", options=(("format", "atom"),)),
)
SENT = Feature(name="rss", entity="invoice", options=(("status", "sent"),))
LETTERS = Feature(name="markdown", entity="application", fields=("letter",))
SHORT = Feature(name="redirects", entity="link", fields=("code", "url"))
CLICKS = Feature(name="click_statistics", entity="link")
LINKS = Spec(
    name="links",
    title="Short links",
    entities=(
        Entity(
            name="link",
            plural="links",
            fields=(
                Field(name="url", type=FieldType.URL),
                Field(name="code", required=False, unique=True, max_length=40, pattern="^[A-Za-z0-9_-]+$"),
                Field(name="expires_at", type=FieldType.DATETIME, required=False),
                Field(name="clicks", type=FieldType.INTEGER, required=False, minimum=0),
            ),
            relations=(Relation(name="folder", target="folder", required=False),),
        ),
        Entity(name="folder", plural="folders", fields=(Field(name="name"),)),
        Entity(name="note", plural="notes", fields=(Field(name="text", type=FieldType.LONG_TEXT),)),
    ),
)
OWN_LINKS = replace(
    LINKS,
    accounts=True,
    roles=(Role(name="member", self_register=True),),
    grants=tuple(
        Grant(role="member", entity=name, actions=("create", "read", "update", "delete"))
        for name in ("link", "folder", "note")
    ),
)
BEHIND = replace(SHORT, options=(("path", "/go"),))
SAMPLES = Feature(name="seed_data", options=(("sample", "3"),))
TITLES = ("Dune", 'The "Odyssey"', "Emma")
BOOKS = Feature(name="seed_data", entity="book", fields=("title",), options=tuple(("row", said) for said in TITLES))
LIMIT = Feature(name="rate_limit", options=(("requests", "60"), ("seconds", "60")))
CASES = [
    pytest.param(asking(LIBRARY, LIMIT, KEYS), id="rate_limit-accounts"),
    pytest.param(asking(TICKETS, Feature(name="rate_limit")), id="rate_limit-api"),
    pytest.param(asking(INVOICES, LIMIT), id="rate_limit-open"),
    pytest.param(asking(LIBRARY, BOOKS, SAMPLES, AUDIT), id="seed_data-accounts"),
    pytest.param(asking(INVOICES, SAMPLES), id="seed_data-open"),
    pytest.param(asking(JOBS, SAMPLES), id="seed_data-jobs"),
    pytest.param(asking(TICKETS, SAMPLES), id="seed_data-api"),
    pytest.param(asking(LINKS, SHORT, CLICKS, TRASH), id="redirects-open"),
    pytest.param(asking(OWN_LINKS, BEHIND, CLICKS), id="redirects-accounts"),
    pytest.param(asking(replace(LINKS, kind="api"), SHORT), id="redirects-api"),
    pytest.param(asking(JOBS, LETTERS, KEYS, *FEEDS), id="markdown-accounts"),
    pytest.param(asking(INVOICES, Feature(name="markdown", entity="client")), id="markdown-open"),
    pytest.param(asking(JOBS, *FEEDS), id="rss-visitors"),
    pytest.param(asking(LIBRARY, Feature(name="rss", entity="book")), id="rss-accounts"),
    pytest.param(asking(INVOICES, SENT), id="rss-state"),
    pytest.param(
        asking(TICKETS, Feature(name="rss", entity="event", options=(("status", "published"),))), id="rss-api"
    ),
    pytest.param(asking(LIBRARY, AUDIT), id="audit_log-accounts"),
    pytest.param(asking(INVOICES, AUDIT), id="audit_log-open"),
    pytest.param(asking(JOBS, Feature(name="audit_log", entity="application")), id="audit_log-entity"),
    pytest.param(asking(TICKETS, AUDIT), id="audit_log-api"),
    pytest.param(asking(LIBRARY, TRASH), id="soft_delete-accounts"),
    pytest.param(asking(INVOICES, TRASH, AUDIT), id="soft_delete-open-logged"),
    pytest.param(asking(LIBRARY, LOAN_MAIL), id="email-accounts"),
    pytest.param(asking(INVOICES, BILLS), id="email-reminders"),
    pytest.param(asking(JOBS, Feature(name="notifications")), id="notifications"),
    pytest.param(asking(LIBRARY, HOOKS), id="webhooks-accounts"),
    pytest.param(asking(TICKETS, HOOKS), id="webhooks-api"),
    pytest.param(asking(LIBRARY, KEYS), id="api_keys"),
    pytest.param(asking(JOBS, APPLICATIONS, AUDIT), id="retention-logged"),
    pytest.param(asking(INVOICES, CLIENTS, TRASH), id="retention-anonymous"),
    pytest.param(asking(LIBRARY, AUDIT, TRASH, LOAN_MAIL, HOOKS, KEYS), id="all-together"),
]


def rendered(spec: Spec) -> SourceTree:
    """The project of a specification."""
    return render(spec, load_blueprint("python-fastapi"))


@pytest.mark.parametrize("spec", CASES)
def test_each_feature_has_code_and_tests(spec: Spec) -> None:
    anchors = rendered(spec).anchors
    coded = {anchor.fact for anchor in anchors if not anchor.test}
    tested = {anchor.fact for anchor in anchors if anchor.test}
    assert {fact for fact, _ in facts(spec)} - (coded & tested) == set()


@pytest.mark.parametrize("spec", CASES)
def test_each_feature_is_clean_and_fits_the_schema(spec: Spec, tmp_path: Path) -> None:
    home = written(spec, tmp_path)
    for arguments in (["format", "--check", "."], ["check", "app", "migrations"]):
        done = subprocess.run([RUFF, *arguments, "--no-cache"], cwd=home, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout[-2000:]
    compared = subprocess.run(
        [sys.executable, "-c", COMPARE], cwd=home, env=environment(home), capture_output=True, text=True
    )
    assert (compared.returncode, compared.stdout.strip()) == (0, "[]"), compared.stderr[-2000:]


@pytest.mark.slow
@pytest.mark.parametrize("spec", CASES)
async def test_the_tests_of_a_project_with_features_pass(spec: Spec, tmp_path: Path) -> None:
    report = await QTestService(sandbox=choose_sandbox()).run(written(spec, tmp_path))
    assert [case.message for case in report.cases if case.outcome != "passed"] == []
    assert report.coverage > 90


@pytest.mark.slow
@pytest.mark.parametrize("spec", CASES)
def test_a_feature_without_its_code_fails_its_tests(spec: Spec, tmp_path: Path) -> None:
    tree, project = rendered(spec), written(spec, tmp_path)
    added = {f"feature:{f.name}{'.' + f.entity if f.entity else ''}" for f in spec.features} - ORIGINAL
    survivors = []
    for anchor in tree.anchors:
        if anchor.test or anchor.fact not in added or not anchor.path.endswith(".py"):
            continue
        tests = [other.test for other in tree.anchors if other.fact == anchor.fact and other.test]
        place, whole = project / anchor.path, tree.files[anchor.path].decode()
        place.write_text(without(whole, anchor.line))
        if not asyncio.run(failing(project, tests)):
            survivors.append(f"{anchor.fact} {anchor.path}:{anchor.line}")
        place.write_text(whole)
    assert survivors == []


ORIGINAL = {
    f"feature:{f.name}{'.' + f.entity if f.entity else ''}"
    for spec in (INVOICES, JOBS, LIBRARY, TICKETS)
    for f in spec.features
}
