"""Builds, verifies, inspects and unpacks capsules; called by app.services and by the run's last step."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from engines.capsule import plan, provenance, sbom
from engines.capsule.archive import pack, refuse_clashes, unsafe
from engines.capsule.documents import sha256
from engines.capsule.dsse import TrustedKey, seal, trusted_key
from engines.capsule.model import Capsule, Evidence, File, Limits, Origin, PartSummary, Rejected, Verdict
from engines.capsule.oci import Attestation, Config, Image, assemble
from engines.capsule.provenance import Digest, Parameters, Resource
from engines.capsule.verify import Contents, claimed, contents, signed
from engines.kernel.errors import NotFound, UserError
from engines.kernel.keys import KeyStore
from engines.kernel.repository import Repository


class CapsuleService:
    """Capsules of projects. `builder` names who builds, as a URI with a version."""

    def __init__(self, *, keys: KeyStore, repository: Repository, builder: str, limits: Limits | None = None) -> None:
        self._keys = keys
        self._repository = repository
        self._builder = builder
        self._limits = limits or Limits()
        self._writing = threading.Lock()

    async def build(
        self, project: Path, *, origin: Origin, out: Path | None = None, evidence: Evidence | None = None
    ) -> Capsule:
        """Writes the capsule of a project to `out`, else beside the project; same input, same bytes."""
        return await asyncio.to_thread(self._build, project, origin, out, evidence)

    async def verify(self, path: Path, *, key: Path | None = None) -> Verdict:
        """Checks everything, offline; `key` (a PEM file) is trusted instead of the keys trusted here."""
        return await asyncio.to_thread(lambda: self._verify(path, key)[0])

    async def inspect(self, path: Path) -> Capsule:
        """What a capsule says of itself; its form and digests are checked, its signatures are not."""
        return await asyncio.to_thread(lambda: _summary(path, self._contents(path)))

    async def unpack(self, path: Path, into: Path, *, key: Path | None = None) -> Verdict:
        """Verifies, then writes the files into an empty or new folder."""
        return await asyncio.to_thread(self._unpack, path, into, key)

    def _build(self, project: Path, origin: Origin, out: Path | None, evidence: Evidence | None) -> Capsule:
        files = self._files(project)
        by_path = {file.path: file.content for file in files}
        name, version = plan.identity(project.resolve().name, by_path.get("pyproject.toml"))
        newest = next(iter(self._repository.log(project, limit=1)), None)
        time = origin.time if origin.time is not None else newest.time if newest else 0
        spec = origin.spec or (sha256(by_path["spec.yaml"]) if "spec.yaml" in by_path else "")
        commit = newest.id if newest and not any(map(plan.kept, self._repository.changed(project))) else ""
        image = _image(files, Config(project=name, version=version, time=time))
        sealed = self._sealed(image, replace(origin, time=time, spec=spec), commit, evidence)
        data = assemble(replace(image, attestations=sealed))
        target = out or project.resolve().parent / f"{name}-{version}.capsule"
        with self._writing:
            _write(target, data)
        return _summary(target, contents(data, self._limits))

    def _files(self, project: Path) -> Sequence[File]:
        if not project.is_dir():
            raise NotFound(f"There is no project at {project}", hint="Give the folder of a project.")
        paths = [path for path in self._repository.files(project) if plan.kept(path)]
        if len(paths) > self._limits.files:
            raise UserError(f"{project} has {len(paths)} files; a capsule takes {self._limits.files}")
        refuse_clashes(paths)
        return [self._file(project, path) for path in paths]

    def _file(self, project: Path, path: str) -> File:
        file = project / path
        if file.is_symlink():
            raise UserError(
                f"{path} is a symbolic link; a capsule takes plain files", hint="Copy the file, or ignore it."
            )
        if reason := unsafe(path):
            raise UserError(f"The name {path!r} {reason}", hint="Rename the file.")
        status = file.stat()
        if status.st_size > self._limits.file:
            raise UserError(f"{path} has {status.st_size} bytes; a capsule takes {self._limits.file} for one file")
        return File(path=path, content=file.read_bytes(), executable=bool(status.st_mode & 0o100))

    def _sealed(self, image: Image, origin: Origin, commit: str, evidence: Evidence | None) -> Sequence[Attestation]:
        config, signer = image.config, self._keys.signer()
        subject = Resource(name=f"{config.project}-{config.version}.capsule", digest=Digest(sha256=image.digest))
        parameters = Parameters(
            project=config.project,
            version=config.version,
            blueprint=origin.blueprint,
            blueprint_version=origin.blueprint_version,
        )
        built = provenance.provenance(subject, origin, parameters=parameters, commit=commit, builder=self._builder)
        sealed = [Attestation(predicate_type=provenance.PROVENANCE, envelope=seal(built, signer))]
        if evidence:
            tested = provenance.test_result(subject, evidence)
            sealed.append(Attestation(predicate_type=provenance.TEST_RESULT, envelope=seal(tested, signer)))
        return sealed

    def _verify(self, path: Path, key: Path | None) -> tuple[Verdict, Contents]:
        found = self._contents(path)
        result = signed(found.image, self._trusted(key))
        details = result.provenance.predicate.run_details
        verdict = Verdict(
            capsule=_summary(path, found),
            signer=result.key.name,
            key_id=result.key.id,
            builder=details.builder.id,
            origin=provenance.origin(result.provenance, found.image.config.time),
            evidence=provenance.evidence(result.tests) if result.tests else None,
        )
        return verdict, found

    def _unpack(self, path: Path, into: Path, key: Path | None) -> Verdict:
        verdict, found = self._verify(path, key)
        if into.exists() and (not into.is_dir() or any(into.iterdir())):
            raise UserError(f"{into} is not an empty folder", hint="Give a new or an empty folder.")
        into.mkdir(parents=True, exist_ok=True)
        for _, files in found.parts:
            for file in files:
                _extract(into, file)
        return verdict

    def _contents(self, path: Path) -> Contents:
        return contents(_read(path, self._limits), self._limits)

    def _trusted(self, key: Path | None) -> Sequence[TrustedKey]:
        if key is None:
            return [trusted_key(name, pem) for name, pem in self._keys.trusted().items()]
        if not key.is_file():
            raise NotFound(f"There is no key file {key}", hint="Give the maker's public key as a PEM file.")
        return [trusted_key(key.name, key.read_bytes())]


def _image(files: Sequence[File], config: Config) -> Image:
    bill = sbom.document(config.project, config.version, config.time, sbom.components(files))
    return Image(config=config, parts=tuple((part, pack(members)) for part, members in plan.parts(files)), sbom=bill)


def _summary(path: Path, found: Contents) -> Capsule:
    image = found.image
    return Capsule(
        path=path,
        project=image.config.project,
        version=image.config.version,
        created=provenance.iso(image.config.time),
        digest=image.digest,
        size=path.stat().st_size,
        parts=tuple(
            PartSummary(name=part, files=len(files), size=sum(len(file.content) for file in files))
            for part, files in found.parts
        ),
        components=tuple(sbom.purls(image.sbom)),
        attestations=tuple(claimed(image)),
    )


def _read(path: Path, limits: Limits) -> bytes:
    if not path.is_file():
        raise NotFound(f"There is no capsule at {path}", hint="Give the path of a .capsule file.")
    if path.stat().st_size > limits.total:
        raise Rejected(f"{path} has {path.stat().st_size} bytes; {limits.total} are accepted for a capsule")
    return path.read_bytes()


def _write(target: Path, data: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.new")
    draft.write_bytes(data)
    draft.replace(target)


def _extract(into: Path, file: File) -> None:
    target = into / file.path
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as opened:
            opened.write(file.content)
        target.chmod(0o755 if file.executable else 0o644)
    except OSError as error:
        raise UserError(
            f"{file.path} cannot be written into {into}: {error.strerror}", hint="Give another folder."
        ) from error
