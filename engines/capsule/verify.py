"""Checks a capsule's bytes: form, digests, signatures, and that the signed statements are about it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engines.capsule import provenance
from engines.capsule.archive import refuse_clashes, unpack
from engines.capsule.dsse import TrustedKey, opened, payload_of
from engines.capsule.model import File, Limits, Part, Rejected
from engines.capsule.oci import Image, disassemble
from engines.capsule.provenance import ProvenanceStatement, Statement, TestStatement


@dataclass(frozen=True, kw_only=True)
class Contents:
    """A capsule of sound form: its image and the files of each part."""

    image: Image
    parts: Sequence[tuple[Part, Sequence[File]]]


@dataclass(frozen=True, kw_only=True)
class Signed:
    """What a trusted key says about a capsule."""

    key: TrustedKey
    provenance: ProvenanceStatement
    tests: TestStatement | None


def contents(data: bytes, limits: Limits) -> Contents:
    """Everything but the signatures: one byte more, less or other anywhere raises `Rejected`."""
    if len(data) > limits.total:
        raise Rejected(f"The capsule has {len(data)} bytes; {limits.total} are accepted")
    whole = Limits(total=limits.total, file=limits.total, files=limits.files)
    image = disassemble(unpack(data, name="The capsule", limits=whole))
    parts = tuple((part, unpack(packed, name=f"The part {part}", limits=limits)) for part, packed in image.parts)
    paths = [file.path for _, files in parts for file in files]
    if len(paths) > limits.files:
        raise Rejected(f"The capsule has {len(paths)} files; {limits.files} are accepted")
    refuse_clashes(paths)
    return Contents(image=image, parts=parts)


def signed(image: Image, trusted: Sequence[TrustedKey]) -> Signed:
    """Who signed what about this capsule; raises `Rejected` unless one trusted key signed all of it."""
    if not image.attestations:
        raise Rejected("The capsule has no signature", hint="Ask its maker for a signed one.")
    signers: dict[str, TrustedKey] = {}
    statements: list[Statement] = []
    for item in image.attestations:
        payload, key = opened(item.envelope, trusted)
        signers[key.id] = key
        statements.append(_about(image, provenance.statement(payload, item.predicate_type)))
    origins = [found for found in statements if isinstance(found, ProvenanceStatement)]
    tests = [found for found in statements if isinstance(found, TestStatement)]
    if len(origins) != 1 or len(tests) > 1 or len(signers) != 1:
        raise Rejected("The capsule needs one signed provenance, at most one of test results, and one key for both")
    return Signed(key=signers.popitem()[1], provenance=origins[0], tests=tests[0] if tests else None)


def claimed(image: Image) -> Sequence[str]:
    """The kinds of statements in a capsule, whoever signed them."""
    for item in image.attestations:
        _about(image, provenance.statement(payload_of(item.envelope), item.predicate_type))
    return sorted(item.predicate_type for item in image.attestations)


def _about(image: Image, statement: Statement) -> Statement:
    subject = statement.subject[0]
    if subject.digest.sha256 != image.digest:
        raise Rejected("A signed statement is about another capsule", hint="The capsule was put together from others.")
    return statement
