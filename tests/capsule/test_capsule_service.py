"""Building, verifying, inspecting and unpacking, as a person would."""

from __future__ import annotations

import asyncio
import base64
import filecmp
import json
import os
import shutil
import tarfile
from pathlib import Path

import pytest

from engines.capsule import CapsuleService, Evidence, Limits, Origin, Rejected
from engines.edges.git import GitRepository
from engines.edges.keys import KeyringStore
from engines.edges.vaults import MemoryVault
from engines.kernel.errors import NotFound, UserError
from tests.capsule.conftest import EVIDENCE, FILES, ORIGIN, TIME, write


def size_of(file: Path) -> int:
    return file.stat().st_size


def spoil(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)


async def test_two_builds_of_one_project_are_byte_identical(
    service: CapsuleService, project: Path, tmp_path: Path
) -> None:
    first = await service.build(project, origin=ORIGIN, out=tmp_path / "one.capsule", evidence=EVIDENCE)
    second = await service.build(project, origin=ORIGIN, out=tmp_path / "two.capsule", evidence=EVIDENCE)
    assert filecmp.cmp(first.path, second.path, shallow=False)


async def test_place_times_permissions_and_leftovers_change_nothing(
    service: CapsuleService, project: Path, tmp_path: Path
) -> None:
    first = await service.build(project, origin=ORIGIN, out=tmp_path / "one.capsule")
    copy = tmp_path / "elsewhere" / "other-name"
    shutil.copytree(project, copy, copy_function=shutil.copyfile)
    for leftover in (
        "app.db",
        "app/__pycache__/main.pyc",
        ".venv/bin/python",
        ".preview/log",
        "run.log",
        ".env",
        "a.capsule",
    ):
        write(copy, leftover, "anything")
    os.utime(copy / "README.md", (1, 1))
    (copy / "Makefile").chmod(0o600)
    second = await service.build(copy, origin=ORIGIN, out=tmp_path / "two.capsule")
    assert filecmp.cmp(first.path, second.path, shallow=False)
    unpacked = await service.unpack(second.path, tmp_path / "unpacked")
    assert {
        str(file.relative_to(tmp_path / "unpacked")) for file in (tmp_path / "unpacked").rglob("*") if file.is_file()
    } == set(FILES)
    assert unpacked.capsule.digest == first.digest


async def test_builds_at_once_leave_one_whole_capsule(service: CapsuleService, project: Path) -> None:
    built = await asyncio.gather(*(service.build(project, origin=ORIGIN) for _ in range(6)))
    assert len({capsule.digest for capsule in built}) == 1
    assert (await service.verify(built[0].path)).capsule == built[0]
    assert [file.name for file in project.parent.glob("*capsule*")] == ["town-library-1.2.0.capsule"]


async def test_the_default_place_is_beside_the_project(service: CapsuleService, project: Path) -> None:
    built = await service.build(project, origin=ORIGIN)
    assert built.path == project.parent / "town-library-1.2.0.capsule"


async def test_a_capsule_tells_what_is_in_it(service: CapsuleService, capsule: Path) -> None:
    found = await service.inspect(capsule)
    assert (found.project, found.version, found.created) == ("town-library", "1.2.0", "2023-11-14T22:13:20Z")
    assert {part.name: part.files for part in found.parts} == {
        "source": 6,
        "tests": 1,
        "infrastructure": 1,
        "docs": 2,
        "environments": 2,
    }
    assert found.components == ("pkg:pypi/fastapi@0.115.0", "pkg:pypi/sqlalchemy@2.0.36")
    assert found.size == size_of(capsule)


async def test_verifying_tells_who_signed_what(
    service: CapsuleService, keys: KeyringStore, capsule: Path, project: Path
) -> None:
    verdict = await service.verify(capsule)
    assert verdict.key_id == keys.signer().key_id
    assert verdict.builder == "urn:quantumlayer:engine:0.1.0"
    assert verdict.evidence == EVIDENCE
    assert verdict.origin.blueprint == "python-fastapi"
    assert verdict.origin.brief == "a" * 64
    assert len(verdict.origin.spec) == 64
    assert verdict.origin.time == TIME


async def test_unpacking_gives_the_project_back(service: CapsuleService, capsule: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    await service.unpack(capsule, tmp_path / "out")
    assert {name: (tmp_path / "out" / name).read_text() for name in FILES} == FILES


async def test_the_executable_bit_is_kept(service: CapsuleService, project: Path, tmp_path: Path) -> None:
    write(project, "run.sh", "#!/bin/sh\n")
    (project / "run.sh").chmod(0o755)
    built = await service.build(project, origin=ORIGIN)
    await service.unpack(built.path, tmp_path / "out")
    assert os.access(tmp_path / "out/run.sh", os.X_OK)
    assert not os.access(tmp_path / "out/Makefile", os.X_OK)


async def test_a_folder_with_something_in_it_is_left_alone(
    service: CapsuleService, capsule: Path, tmp_path: Path
) -> None:
    write(tmp_path, "out/mine.txt", "mine")
    with pytest.raises(UserError, match="not an empty folder"):
        await service.unpack(capsule, tmp_path / "out")
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["mine.txt"]


async def test_a_changed_capsule_is_not_unpacked(service: CapsuleService, capsule: Path, tmp_path: Path) -> None:
    spoil(capsule)
    with pytest.raises(Rejected):
        await service.unpack(capsule, tmp_path / "out")
    assert not (tmp_path / "out").exists()


async def test_another_machine_trusts_the_maker_only_by_the_makers_key(
    keys: KeyringStore, capsule: Path, tmp_path: Path
) -> None:
    other = KeyringStore(home=tmp_path / "other", vault=MemoryVault())
    stranger = CapsuleService(keys=other, repository=GitRepository(), builder="urn:other")
    with pytest.raises(Rejected, match="key that is not trusted"):
        await stranger.verify(capsule)
    write(tmp_path, "maker.pem", keys.signer().public_pem.decode())
    assert (await stranger.verify(capsule, key=tmp_path / "maker.pem")).key_id == keys.signer().key_id
    shutil.copy(tmp_path / "maker.pem", other_trusted(tmp_path / "other"))
    assert (await stranger.verify(capsule)).signer == "maker"


def other_trusted(home: Path) -> Path:
    (home / "trusted").mkdir(parents=True)
    return home / "trusted/maker.pem"


async def test_a_given_key_is_trusted_instead_of_the_own_one(
    service: CapsuleService, capsule: Path, tmp_path: Path
) -> None:
    other = KeyringStore(home=tmp_path / "other", vault=MemoryVault())
    write(tmp_path, "other.pem", other.signer().public_pem.decode())
    with pytest.raises(Rejected, match="key that is not trusted"):
        await service.verify(capsule, key=tmp_path / "other.pem")


@pytest.mark.parametrize("text", ["", "no key", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"])
async def test_a_file_that_is_no_key_is_named_so(
    service: CapsuleService, capsule: Path, tmp_path: Path, text: str
) -> None:
    write(tmp_path, "bad.pem", text)
    with pytest.raises(UserError, match=r"bad\.pem is no public key"):
        await service.verify(capsule, key=tmp_path / "bad.pem")


async def test_what_is_missing_is_named(service: CapsuleService, capsule: Path, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no capsule at"):
        await service.verify(tmp_path / "none.capsule")
    with pytest.raises(NotFound, match="no key file"):
        await service.verify(capsule, key=tmp_path / "none.pem")
    with pytest.raises(NotFound, match="no project at"):
        await service.build(tmp_path / "none", origin=ORIGIN)


async def test_a_symbolic_link_is_refused(service: CapsuleService, project: Path) -> None:
    (project / "link").symlink_to("/etc/passwd")
    with pytest.raises(UserError, match="link is a symbolic link"):
        await service.build(project, origin=ORIGIN)


@pytest.mark.parametrize("name", [".env", "app/.env", ".env.production"])
async def test_a_file_of_secrets_is_refused(service: CapsuleService, project: Path, name: str) -> None:
    (project / ".gitignore").unlink()
    write(project, name, "SECRET_KEY=1\n")
    with pytest.raises(UserError, match="holds secrets"):
        await service.build(project, origin=ORIGIN)


async def test_a_private_key_is_refused(service: CapsuleService, project: Path) -> None:
    write(
        project,
        "app/key.py",
        f'KEY = """-----BEGIN PRIVATE KEY-----\n{"MC4CAQAwBQYDK2Vw" * 4}\n-----END PRIVATE KEY-----"""\n',
    )
    with pytest.raises(UserError, match=r"app/key\.py holds a private key"):
        await service.build(project, origin=ORIGIN)


async def test_the_limits_bind_the_builder_too(keys: KeyringStore, project: Path) -> None:
    small = CapsuleService(keys=keys, repository=GitRepository(), builder="urn:b", limits=Limits(file=20))
    with pytest.raises(UserError, match="20 for one file"):
        await small.build(project, origin=ORIGIN)
    few = CapsuleService(keys=keys, repository=GitRepository(), builder="urn:b", limits=Limits(files=3))
    with pytest.raises(UserError, match="takes 3"):
        await few.build(project, origin=ORIGIN)


async def test_a_project_without_history_has_no_commit_and_no_time(service: CapsuleService, tmp_path: Path) -> None:
    write(tmp_path, "bare/app.py", "print()\n")
    built = await service.build(tmp_path / "bare", origin=Origin())
    assert (built.project, built.version, built.created) == ("bare", "0.1.0", "1970-01-01T00:00:00Z")
    assert (await service.verify(built.path)).evidence is None


async def test_the_commit_is_named_only_when_the_files_are_those_of_it(
    service: CapsuleService, project: Path, tmp_path: Path
) -> None:
    commit = GitRepository().log(project)[0].id
    built = await service.build(project, origin=ORIGIN)
    assert commit in provenance(built.path)
    write(project, "app/main.py", "print('changed')\n")
    changed = await service.build(project, origin=ORIGIN, out=tmp_path / "changed.capsule")
    assert commit not in provenance(changed.path)


def provenance(path: Path) -> str:
    with tarfile.open(path) as archive:
        blobs = [archive.extractfile(member).read() for member in archive]  # type: ignore[union-attr]
    envelopes = [json.loads(blob) for blob in blobs if blob.startswith(b'{"payload"')]
    return "".join(base64.b64decode(envelope["payload"]).decode() for envelope in envelopes)


async def test_failed_tests_are_signed_as_failed(service: CapsuleService, project: Path) -> None:
    built = await service.build(project, origin=ORIGIN, evidence=Evidence(passed=["b", "a"], failed=["c"]))
    evidence = (await service.verify(built.path)).evidence
    assert evidence == Evidence(passed=("a", "b"), failed=("c",))
    assert '"result":"FAILED"' in provenance(built.path)
