"""The signed statements (in-toto v1): SLSA v1 provenance, and test results as evidence. Pure; no clock takes part."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

from pydantic import Field

from engines.capsule.documents import Document, read, written
from engines.capsule.model import Evidence, Origin, Rejected

STATEMENT: Literal["https://in-toto.io/Statement/v1"] = "https://in-toto.io/Statement/v1"
PROVENANCE = "https://slsa.dev/provenance/v1"
TEST_RESULT = "https://in-toto.io/attestation/test-result/v0.1"
BUILD_TYPE = "urn:quantumlayer:blueprint-render:v1"


class Digest(Document):
    sha256: str | None = Field(default=None, pattern="^[0-9a-f]{64}$")
    git_commit: str | None = Field(default=None, pattern="^[0-9a-f]{40}$")


class Resource(Document):
    name: str
    digest: Digest


class Parameters(Document):
    project: str
    version: str
    blueprint: str
    blueprint_version: str


class BuildDefinition(Document):
    build_type: Literal["urn:quantumlayer:blueprint-render:v1"] = BUILD_TYPE  # type: ignore[assignment]
    external_parameters: Parameters
    resolved_dependencies: tuple[Resource, ...]


class Builder(Document):
    id: str


class Metadata(Document):
    started_on: str
    finished_on: str


class RunDetails(Document):
    builder: Builder
    metadata: Metadata


class Provenance(Document):
    build_definition: BuildDefinition
    run_details: RunDetails


class TestResult(Document):
    __test__ = False

    result: Literal["PASSED", "FAILED"]
    configuration: tuple[Resource, ...]
    passed_tests: tuple[str, ...]
    failed_tests: tuple[str, ...]
    coverage: float | None = None


class _Head(Document):
    type: Literal["https://in-toto.io/Statement/v1"] = Field(alias="_type", default=STATEMENT)
    subject: tuple[Resource]
    predicate_type: str


class ProvenanceStatement(_Head):
    predicate: Provenance


class TestStatement(_Head):
    __test__ = False

    predicate: TestResult


Statement = ProvenanceStatement | TestStatement


def provenance(subject: Resource, origin: Origin, *, parameters: Parameters, commit: str, builder: str) -> bytes:
    """Who built it, from what. `commit` is the git commit that the source equals, or empty."""
    named = (("brief", origin.brief), ("spec.yaml", origin.spec))
    resolved = [Resource(name=name, digest=Digest(sha256=digest)) for name, digest in named if digest]
    if commit:
        resolved.append(Resource(name="source", digest=Digest(git_commit=commit)))
    moment = iso(origin.time or 0)
    predicate = Provenance(
        build_definition=BuildDefinition(external_parameters=parameters, resolved_dependencies=tuple(resolved)),
        run_details=RunDetails(builder=Builder(id=builder), metadata=Metadata(started_on=moment, finished_on=moment)),
    )
    return written(ProvenanceStatement(subject=(subject,), predicate_type=PROVENANCE, predicate=predicate))


def test_result(subject: Resource, evidence: Evidence) -> bytes:
    """Which tests passed on exactly this capsule."""
    predicate = TestResult(
        result="FAILED" if evidence.failed else "PASSED",
        configuration=(),
        passed_tests=tuple(sorted(evidence.passed)),
        failed_tests=tuple(sorted(evidence.failed)),
        coverage=None if evidence.coverage is None else float(evidence.coverage),
    )
    return written(TestStatement(subject=(subject,), predicate_type=TEST_RESULT, predicate=predicate))


def statement(payload: bytes, predicate_type: str) -> Statement:
    """Reads a statement that one of the above wrote."""
    kinds: dict[str, type[ProvenanceStatement] | type[TestStatement]] = {
        PROVENANCE: ProvenanceStatement,
        TEST_RESULT: TestStatement,
    }
    if predicate_type not in kinds:
        raise Rejected(f"The capsule has a statement of the unknown kind {predicate_type!r}")
    found: Statement = read(kinds[predicate_type], payload, name="A statement")
    if found.predicate_type != predicate_type:
        raise Rejected(f"A statement filed as {predicate_type} is of the kind {found.predicate_type!r}")
    return found


def origin(found: ProvenanceStatement, time: int) -> Origin:
    """What a project was made from, read back."""
    definition = found.predicate.build_definition
    digests = {resource.name: resource.digest.sha256 or "" for resource in definition.resolved_dependencies}
    return Origin(
        blueprint=definition.external_parameters.blueprint,
        blueprint_version=definition.external_parameters.blueprint_version,
        brief=digests.get("brief", ""),
        spec=digests.get("spec.yaml", ""),
        time=time,
    )


def evidence(found: TestStatement) -> Evidence:
    """The test results, read back."""
    predicate = found.predicate
    return Evidence(passed=predicate.passed_tests, failed=predicate.failed_tests, coverage=predicate.coverage)


def iso(time: int) -> str:
    """Seconds since 1970 as RFC 3339 in UTC."""
    return datetime.fromtimestamp(time, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
