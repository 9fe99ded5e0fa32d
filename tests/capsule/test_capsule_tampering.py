"""Whoever changes a capsule is found out: by bytes, by members, and by whole documents put together anew."""

from __future__ import annotations

import gzip
import io
import json
import random
import tarfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engines.capsule import CapsuleService, Limits, Rejected
from engines.capsule.archive import pack
from engines.capsule.documents import canonical, sha256
from engines.capsule.dsse import TrustedKey, seal
from engines.capsule.model import File
from engines.capsule.oci import Attestation, Image, assemble
from engines.capsule.provenance import PROVENANCE
from engines.capsule.verify import Signed, contents, signed
from engines.edges.keys import KeyringStore
from tests.capsule.conftest import ORIGIN

LIMITS = Limits()


def verified(data: bytes, trusted: Sequence[TrustedKey], limits: Limits = LIMITS) -> Signed:
    return signed(contents(data, limits).image, trusted)


def flips(data: bytes, count: int, seed: int) -> list[bytes]:
    chosen = random.Random(seed)
    headers = [
        offset + step
        for offset in range(0, len(data), 512)
        for step in (0, 100, 108, 124, 136, 148, 156, 257, 345, 511)
    ]
    picked = chosen.sample(headers, min(count // 3, len(headers)))
    positions = picked + chosen.sample(range(len(data)), count - len(picked))
    return [data[:at] + bytes([data[at] ^ chosen.randrange(1, 256)]) + data[at + 1 :] for at in positions]


def test_every_sampled_change_of_one_byte_is_rejected(capsule: Path, trusted: Sequence[TrustedKey]) -> None:
    data = capsule.read_bytes()
    assert verified(data, trusted)
    for changed in flips(data, 300, seed=1):
        with pytest.raises(Rejected):
            verified(changed, trusted)


@pytest.mark.slow
def test_each_of_five_thousand_changes_of_one_byte_is_rejected(capsule: Path, trusted: Sequence[TrustedKey]) -> None:
    for changed in flips(capsule.read_bytes(), 5000, seed=2):
        with pytest.raises(Rejected):
            verified(changed, trusted)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.floats(0, 1), removed=st.integers(0, 2000), added=st.binary(max_size=1100))
def test_no_cut_or_insertion_is_accepted(
    capsule: Path, trusted: Sequence[TrustedKey], at: float, removed: int, added: bytes
) -> None:
    data = capsule.read_bytes()
    start = int(at * len(data))
    changed = data[:start] + added + data[start + removed :]
    if changed != data:
        with pytest.raises(Rejected):
            verified(changed, trusted)


@given(data=st.binary(max_size=3000))
def test_anything_else_is_rejected_and_nothing_breaks(data: bytes) -> None:
    with pytest.raises(Rejected):
        contents(data, LIMITS)


@pytest.mark.parametrize("junk", [b"\0", b"x", bytes(512), bytes(10240), b"PK\x03\x04"])
def test_bytes_beyond_the_end_are_rejected(capsule: Path, trusted: Sequence[TrustedKey], junk: bytes) -> None:
    with pytest.raises(Rejected, match="beyond its end"):
        verified(capsule.read_bytes() + junk, trusted)


def test_a_cut_off_capsule_is_rejected_wherever_it_ends(capsule: Path, trusted: Sequence[TrustedKey]) -> None:
    data = capsule.read_bytes()
    for end in [*range(0, len(data), 512), len(data) - 1]:
        with pytest.raises(Rejected):
            verified(data[:end], trusted)


def members(data: bytes) -> list[tuple[tarfile.TarInfo, bytes]]:
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        return [(member, archive.extractfile(member).read()) for member in archive]  # type: ignore[union-attr]


def rewritten(found: Sequence[tuple[tarfile.TarInfo, bytes]]) -> bytes:
    """The same members by other means than our own writer, which would refuse some."""
    written = b""
    for member, content in found:
        written += member.tobuf(tarfile.USTAR_FORMAT, "utf-8") + content + bytes(-len(content) % 512)
    return written + bytes(1024)


def test_the_rewriting_of_these_tests_is_sound(capsule: Path) -> None:
    assert rewritten(members(capsule.read_bytes())) == capsule.read_bytes()


def test_a_member_that_is_there_twice_is_rejected(capsule: Path, trusted: Sequence[TrustedKey]) -> None:
    found = members(capsule.read_bytes())
    for index in range(len(found)):
        with pytest.raises(Rejected, match="twice or out of order"):
            verified(rewritten([*found[: index + 1], *found[index:]]), trusted)


def test_a_missing_member_is_rejected(capsule: Path, trusted: Sequence[TrustedKey]) -> None:
    found = members(capsule.read_bytes())
    for index in range(len(found)):
        with pytest.raises(Rejected):
            verified(rewritten([*found[:index], *found[index + 1 :]]), trusted)


@pytest.mark.parametrize("name", ["blobs/sha256/" + sha256(b"more"), "blobs/sha256/zz", "extra.txt", "zz"])
def test_a_further_member_is_rejected(capsule: Path, trusted: Sequence[TrustedKey], name: str) -> None:
    member = tarfile.TarInfo(name)
    member.size = 4
    found = sorted([*members(capsule.read_bytes()), (member, b"more")], key=lambda pair: pair[0].name)
    with pytest.raises(Rejected, match=name.replace(".", r"\.")):
        verified(rewritten(found), trusted)


def test_members_in_another_order_are_rejected(capsule: Path, trusted: Sequence[TrustedKey]) -> None:
    with pytest.raises(Rejected, match="out of order"):
        verified(rewritten(list(reversed(members(capsule.read_bytes())))), trusted)


def resealed(image: Image, keys: KeyringStore) -> bytes:
    """The image with a true provenance of itself, by a trusted key: only its contents can be at fault."""
    payload = canonical(statement(image.digest))
    sealed = Attestation(predicate_type=PROVENANCE, envelope=seal(payload, keys.signer()))
    return assemble(replace(image, attestations=(sealed,)))


def statement(digest: str) -> dict[str, Any]:
    moment = "2023-11-14T22:13:20Z"
    return {
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [{"name": "x.capsule", "digest": {"sha256": digest}}],
        "predicateType": PROVENANCE,
        "predicate": {
            "buildDefinition": {
                "buildType": "urn:quantumlayer:blueprint-render:v1",
                "externalParameters": {"project": "x", "version": "1", "blueprint": "", "blueprintVersion": ""},
                "resolvedDependencies": [],
            },
            "runDetails": {"builder": {"id": "urn:b"}, "metadata": {"startedOn": moment, "finishedOn": moment}},
        },
    }


def image_of(capsule: Path) -> Image:
    return contents(capsule.read_bytes(), LIMITS).image


def member_of(name: str, kind: bytes = tarfile.REGTYPE, size: int = 0, link: str = "") -> bytes:
    member = tarfile.TarInfo(name)
    member.type, member.size, member.linkname = kind, size, link
    return member.tobuf(tarfile.GNU_FORMAT, "utf-8", "surrogateescape") + bytes(1024)


def test_a_resealed_capsule_passes(capsule: Path, keys: KeyringStore, trusted: Sequence[TrustedKey]) -> None:
    assert verified(resealed(image_of(capsule), keys), trusted).key.id == keys.signer().key_id


@pytest.mark.parametrize(
    ("layer", "message"),
    [
        (member_of("../evil"), "leads out of its folder"),
        (member_of("app/../../evil"), "leads out of its folder"),
        (member_of("/etc/passwd"), "is an absolute path"),
        (member_of("C:/windows"), "is an absolute path"),
        (member_of("a\\..\\..\\evil"), "has characters"),
        (member_of("app//main.py"), "is not a plain path"),
        (member_of("./main.py"), "is not a plain path"),
        (member_of("a\nb"), "has characters"),
        (member_of("link", tarfile.SYMTYPE, link="/etc/passwd"), "is a symbolic link"),
        (member_of("link", tarfile.LNKTYPE, link="app.py"), "is a hard link"),
        (member_of("null", tarfile.CHRTYPE), "is a device"),
        (member_of("disk", tarfile.BLKTYPE), "is a device"),
        (member_of("pipe", tarfile.FIFOTYPE), "is a pipe"),
        (member_of("sparse", tarfile.GNUTYPE_SPARSE), "is no plain file"),
        (member_of("extended", tarfile.XHDTYPE), "is no plain file"),
        (member_of("long", tarfile.GNUTYPE_LONGNAME), "is no plain file"),
        (member_of("bomb", size=10 * 2**30), r"10737418240 bytes; 67108864 are accepted"),
        (member_of("bomb", size=8 * 2**60), "are accepted|damaged"),
        (member_of("cut", size=2**20), "cut off"),
        (member_of("app.py"), "changed header"),
        (b"", "ends too early"),
        (gzip.compress(bytes(10 * 2**20)), "damaged header|ends too early"),
    ],
)
def test_a_hostile_part_is_rejected_whoever_signed_it(
    capsule: Path, keys: KeyringStore, trusted: Sequence[TrustedKey], layer: bytes, message: str
) -> None:
    if message == "changed header":
        layer = layer.replace(b"ustar  \0", b"ustar  \0")
    image = replace(image_of(capsule), parts=(("source", layer),))
    with pytest.raises(Rejected, match=message):
        verified(resealed(image, keys), trusted)


@pytest.mark.parametrize("second", ["app.py", "app.py/deeper"])
def test_two_parts_may_not_claim_one_path(
    capsule: Path, keys: KeyringStore, trusted: Sequence[TrustedKey], second: str
) -> None:
    parts = (("source", pack([File(path="app.py", content=b"")])), ("tests", pack([File(path=second, content=b"")])))
    with pytest.raises(Rejected, match=r"app\.py is"):
        verified(resealed(replace(image_of(capsule), parts=parts), keys), trusted)  # type: ignore[arg-type]


def test_limits_hold_for_the_whole_a_file_and_their_number(capsule: Path, trusted: Sequence[TrustedKey]) -> None:
    data = capsule.read_bytes()
    with pytest.raises(Rejected, match="1000 are accepted"):
        verified(data, trusted, Limits(total=1000))
    with pytest.raises(Rejected, match="40 are accepted"):
        verified(data, trusted, Limits(file=40))
    with pytest.raises(Rejected, match="more than 5 files"):
        verified(data, trusted, Limits(files=5))


async def test_a_huge_file_is_refused_before_it_is_read(service: CapsuleService, tmp_path: Path) -> None:
    with (tmp_path / "huge.capsule").open("wb") as huge:
        huge.truncate(2**40)
    with pytest.raises(Rejected, match="are accepted for a capsule"):
        await service.inspect(tmp_path / "huge.capsule")


def test_a_capsule_without_signature_is_rejected(capsule: Path, trusted: Sequence[TrustedKey]) -> None:
    with pytest.raises(Rejected, match="has no signature"):
        verified(assemble(replace(image_of(capsule), attestations=())), trusted)


def test_the_signature_of_another_capsule_is_rejected(
    capsule: Path, keys: KeyringStore, trusted: Sequence[TrustedKey]
) -> None:
    image = image_of(capsule)
    other = replace(image, parts=image.parts[:1])
    with pytest.raises(Rejected, match="about another capsule"):
        verified(assemble(replace(other, attestations=image.attestations)), trusted)


def enveloped(capsule: Path, change: Callable[[dict[str, Any]], None]) -> bytes:
    """The capsule with one changed envelope, all digests made anew: what an attacker without the key can do."""
    image = image_of(capsule)
    first, *rest = image.attestations
    envelope = json.loads(first.envelope)
    change(envelope)
    return assemble(replace(image, attestations=(replace(first, envelope=canonical(envelope)), *rest)))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda envelope: envelope.update(signatures=[]), "0 signatures"),
        (lambda envelope: envelope.update(signatures=envelope["signatures"] * 2), "2 signatures"),
        (lambda envelope: envelope["signatures"][0].update(sig="AAAA"), "does not fit"),
        (lambda envelope: envelope["signatures"][0].update(sig=""), "does not fit"),
        (lambda envelope: envelope["signatures"][0].update(sig="%%%"), "not in Base64"),
        (lambda envelope: envelope["signatures"][0].update(keyid="0" * 64, sig="AAAA"), "not trusted: 0000"),
        (lambda envelope: envelope.update(payload=envelope["payload"][:-8] + "AAAAAAA="), "does not fit"),
        (lambda envelope: envelope.update(payloadType="text/plain"), "unknown type"),
        (lambda envelope: envelope.update(more=1), "not what a capsule holds"),
        (lambda envelope: envelope.pop("signatures"), "not what a capsule holds"),
    ],
)
def test_a_changed_envelope_is_rejected(
    capsule: Path, trusted: Sequence[TrustedKey], change: Callable[[dict[str, Any]], None], message: str
) -> None:
    with pytest.raises(Rejected, match=message):
        verified(enveloped(capsule, change), trusted)


def test_a_statement_of_an_unknown_kind_is_rejected(
    capsule: Path, keys: KeyringStore, trusted: Sequence[TrustedKey]
) -> None:
    image = image_of(capsule)
    strange = Attestation(predicate_type="urn:other", envelope=seal(b"{}", keys.signer()))
    with pytest.raises(Rejected, match="unknown kind 'urn:other'"):
        verified(assemble(replace(image, attestations=(*image.attestations, strange))), trusted)


def test_test_results_alone_are_not_enough(capsule: Path, trusted: Sequence[TrustedKey]) -> None:
    image = image_of(capsule)
    tests = [item for item in image.attestations if item.predicate_type != PROVENANCE]
    with pytest.raises(Rejected, match="one signed provenance"):
        verified(assemble(replace(image, attestations=tests)), trusted)


def test_a_part_of_an_unknown_type_is_rejected(capsule: Path, trusted: Sequence[TrustedKey]) -> None:
    def change(manifest: Any) -> None:
        manifest["layers"][0]["mediaType"] += "+gzip"

    with pytest.raises(Rejected, match=r"unknown type '.*\+gzip'"):
        verified(remade(capsule, change), trusted)


def remade(capsule: Path, change: Callable[[Any], None]) -> bytes:
    """The capsule with a changed manifest, its digest and the index made anew."""
    found = {member.name: content for member, content in members(capsule.read_bytes())}
    index = json.loads(found["index.json"])
    name = "blobs/sha256/" + index["manifests"][0]["digest"].removeprefix("sha256:")
    manifest = json.loads(found.pop(name))
    change(manifest)
    written = canonical(manifest)
    found[f"blobs/sha256/{sha256(written)}"] = written
    index["manifests"][0].update(digest=f"sha256:{sha256(written)}", size=len(written))
    found["index.json"] = canonical(index)
    return pack([File(path=path, content=content) for path, content in found.items()])


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", max_size=3), inner, max_size=3),
    max_leaves=5,
)


def replaced(document: Any, value: Any, chosen: random.Random) -> Any:
    """The document with one of its members, at any depth, replaced."""
    if isinstance(document, dict) and document and chosen.random() < 0.85:
        key = chosen.choice(sorted(document))
        return {**document, key: replaced(document[key], value, chosen)}
    if isinstance(document, list) and document and chosen.random() < 0.85:
        at = chosen.randrange(len(document))
        return [*document[:at], replaced(document[at], value, chosen), *document[at + 1 :]]
    return value


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=JSON, chosen=st.randoms(use_true_random=False))
def test_no_other_manifest_is_accepted(
    capsule: Path, trusted: Sequence[TrustedKey], value: Any, chosen: random.Random
) -> None:
    def change(manifest: Any) -> None:
        key = chosen.choice(sorted(manifest))
        manifest[key] = replaced(manifest[key], value, chosen)

    data = remade(capsule, change)
    if data != capsule.read_bytes():
        with pytest.raises(Rejected):
            verified(data, trusted)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=JSON, chosen=st.randoms(use_true_random=False))
def test_a_strange_statement_by_a_trusted_key_breaks_nothing(
    capsule: Path, keys: KeyringStore, trusted: Sequence[TrustedKey], value: Any, chosen: random.Random
) -> None:
    image = image_of(capsule)
    payload = canonical(replaced(statement(image.digest), value, chosen))
    sealed = Attestation(predicate_type=PROVENANCE, envelope=seal(payload, keys.signer()))
    try:
        found = verified(assemble(replace(image, attestations=(sealed,))), trusted)
    except Rejected:
        return
    assert found.provenance.subject[0].digest.sha256 == image.digest


async def test_inspecting_finds_changes_too(service: CapsuleService, project: Path, tmp_path: Path) -> None:
    built = await service.build(project, origin=ORIGIN)
    data = built.path.read_bytes()
    for position, changed in enumerate(flips(data, 30, seed=3)):
        (tmp_path / f"{position}.capsule").write_bytes(changed)
        with pytest.raises(Rejected):
            await service.inspect(tmp_path / f"{position}.capsule")
