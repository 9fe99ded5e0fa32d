"""Whose a record is, over any number of references; what nothing leads to is nobody's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import httpx
import pytest

from engines.kernel.spec import Grant, Relation, Spec
from engines.qlayer.ownership import own_ways, ways
from tests.qlayer.running import running, sign_in, written
from tests.qlayer.specs import JOBS, LIBRARY

PASSWORD = "a long enough password"


@pytest.mark.parametrize(
    ("spec", "entity", "role", "wanted"),
    [
        (LIBRARY, "loan", "member", (("member", "user_id"),)),
        (LIBRARY, "book", "member", ()),
        (JOBS, "company", "company", (("user_id",),)),
        (JOBS, "job", "company", (("company", "user_id"),)),
        (JOBS, "application", "company", (("job", "company", "user_id"),)),
        (JOBS, "application", "applicant", (("applicant",),)),
        (JOBS, "interview", "company", (("application", "job", "company", "user_id"),)),
        (JOBS, "interview", "applicant", (("application", "applicant"),)),
        (JOBS, "job", "applicant", ()),
    ],
)
def test_ways_lead_from_records_to_accounts(
    spec: Spec, entity: str, role: str, wanted: tuple[tuple[str, ...], ...]
) -> None:
    assert ways(spec, spec.entity(entity), role) == wanted


def test_a_relation_marked_as_owner_goes_before_a_guess() -> None:
    job = JOBS.entity("job")
    backed = replace(job, relations=(*job.relations, Relation(name="author", target="user", owner=True)))
    bare = replace(backed, relations=tuple(replace(one, owner=one.name == "author") for one in backed.relations))
    spec = replace(JOBS, entities=tuple(bare if one.name == "job" else one for one in JOBS.entities))
    assert ways(spec, bare, "company") == (("author",),)


def test_all_roles_that_own_count() -> None:
    assert own_ways(JOBS, JOBS.entity("application")) == (("job", "company", "user_id"), ("applicant",))


@pytest.fixture(scope="module")
def jobs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    spec = replace(JOBS, grants=(*JOBS.grants, Grant(role="applicant", entity="company", actions=("read",), own=True)))
    with running(written(spec, tmp_path_factory.mktemp("jobs"))) as client:
        yield client


@contextmanager
def account(client: httpx.Client, role: str, name: str) -> Iterator[httpx.Client]:
    """Somebody of a role who is signed in."""
    person = {"email": f"{name}@example.org", "password": PASSWORD, "name": name, "role": role}
    assert client.post("/api/users", json=person).status_code == 201
    with httpx.Client(base_url=client.base_url, timeout=20, trust_env=False) as other:
        sign_in(other, person["email"], PASSWORD)
        yield other


def test_companies_see_the_applications_for_their_own_jobs_alone(jobs: httpx.Client) -> None:
    with (
        account(jobs, "company", "acme") as acme,
        account(jobs, "company", "bolt") as bolt,
        account(jobs, "applicant", "ada") as ada,
    ):
        assert acme.post("/api/companies", json={"name": "Acme"}).status_code == 201
        assert bolt.post("/api/companies", json={"name": "Bolt"}).status_code == 201
        job = acme.post("/api/jobs", json={"title": "Smith", "closes_on": "2090-01-01"}).json()
        cv = ada.post("/api/files", files={"file": ("cv.pdf", b"%PDF-1.4", "application/pdf")}).json()
        sent = ada.post("/api/applications", json={"letter": "Hello", "cv_file_id": cv["id"], "job_id": job["id"]})
        path, cv_path = f"/api/applications/{sent.json()['id']}", f"/api/files/{cv['id']}/content"
        assert [acme.get(place).status_code for place in (path, cv_path)] == [200, 200]
        assert [bolt.get(place).status_code for place in (path, cv_path)] == [404, 404]
        assert bolt.get("/api/applications").json()["total"] == 0
        assert bolt.get("/api/applications/export.csv").text.count("\n") == 1
        assert bolt.post(f"{path}/transitions", json={"to": "invited"}).status_code == 404
        assert acme.post(f"{path}/transitions", json={"to": "invited"}).json()["status"] == "invited"
        stolen = {"name": "Bolt", "logo_file_id": cv["id"]}
        mine = bolt.get("/api/companies").json()["items"][0]["id"]
        refused = bolt.patch(f"/api/companies/{mine}", json=stolen)
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (409, "logo_file_id")
        assert ada.get("/api/companies").json()["total"] == 0
