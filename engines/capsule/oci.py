"""The OCI image layout of a capsule: put together from its parts, and taken apart again.

Taking apart checks every digest and size; then the layout is put together again from what was found and must be the
same, so that nothing else can be in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic import Field

from engines.capsule.archive import pack
from engines.capsule.documents import Document, read, sha256, written
from engines.capsule.model import PARTS, File, Part, Rejected
from engines.capsule.provenance import iso
from engines.capsule.sbom import MEDIA_TYPE as SBOM_TYPE

CAPSULE_TYPE = "application/vnd.quantumlayer.capsule.v1"
CONFIG_TYPE = "application/vnd.quantumlayer.capsule.config.v1+json"
PART_TYPES: Mapping[Part, str] = {part: f"application/vnd.quantumlayer.capsule.{part}.v1.tar" for part in PARTS}
ATTESTATION_TYPE = "application/vnd.in-toto+json"
ENVELOPE_TYPE = "application/vnd.dsse.envelope.v1+json"
MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json"
INDEX_TYPE = "application/vnd.oci.image.index.v1+json"
EMPTY_TYPE = "application/vnd.oci.empty.v1+json"
PREDICATE_TYPE = "in-toto.io/predicate-type"
TITLE, VERSION, CREATED, REF = (
    f"org.opencontainers.image.{key}" for key in ("title", "version", "created", "ref.name")
)
_LAYOUT = b'{"imageLayoutVersion":"1.0.0"}'
_BLOBS = "blobs/sha256/"
_EMPTY = b"{}"


class Descriptor(Document):
    media_type: str
    digest: str = Field(pattern="^sha256:[0-9a-f]{64}$")
    size: int = Field(ge=0)
    artifact_type: str | None = None
    annotations: dict[str, str] | None = None


class Manifest(Document):
    schema_version: int = 2
    media_type: str = MANIFEST_TYPE
    artifact_type: str
    config: Descriptor
    layers: tuple[Descriptor, ...]
    subject: Descriptor | None = None
    annotations: dict[str, str] | None = None


class Index(Document):
    schema_version: int = 2
    media_type: str = INDEX_TYPE
    manifests: tuple[Descriptor, ...] = Field(min_length=1)


class Config(Document):
    """What the capsule says of itself; `format` is raised when the form changes."""

    format: int = Field(default=1, ge=1, le=1)
    project: str = Field(pattern="^[a-z0-9.+-]{1,64}$")
    version: str = Field(pattern="^[a-z0-9.+-]{1,64}$")
    time: int = Field(ge=0, le=253402300799)


@dataclass(frozen=True, kw_only=True)
class Attestation:
    """A signed statement beside the manifest."""

    predicate_type: str
    envelope: bytes


@dataclass(frozen=True, kw_only=True)
class Image:
    """Everything in a capsule: the archive of each part, the bill of materials, the signed statements."""

    config: Config
    parts: Sequence[tuple[Part, bytes]]
    sbom: bytes
    attestations: Sequence[Attestation] = ()

    @property
    def digest(self) -> str:
        """SHA-256 of the manifest, in hexadecimal: what the statements are about."""
        return sha256(self.manifest)

    @property
    def manifest(self) -> bytes:
        return written(_manifest(self))


def assemble(image: Image) -> bytes:
    """The bytes of the capsule file."""
    return pack(layout(image))


def layout(image: Image) -> Sequence[File]:
    """The members of the capsule file."""
    referrers = sorted((_referrer(image, item) for item in image.attestations), key=sha256)
    blobs = [image.manifest, *referrers, written(image.config), *(data for _, data in image.parts), image.sbom]
    blobs += [item.envelope for item in image.attestations] + ([_EMPTY] if image.attestations else [])
    files = {f"{_BLOBS}{sha256(blob)}": blob for blob in blobs}
    files |= {"index.json": _index(image, referrers), "oci-layout": _LAYOUT}
    return tuple(File(path=path, content=content) for path, content in sorted(files.items()))


def disassemble(files: Sequence[File]) -> Image:
    """Takes the members of a capsule file apart; raises `Rejected` unless they are exactly a capsule."""
    members = {file.path: file.content for file in files}
    if members.get("oci-layout") != _LAYOUT:
        raise Rejected("The file has no OCI layout of version 1.0.0", hint="It is no capsule, or it was changed.")
    blobs = {
        path.removeprefix(_BLOBS): _checked(path, data) for path, data in members.items() if path.startswith(_BLOBS)
    }
    index = read(Index, members.get("index.json", b""), name="index.json")
    image = _image(index, blobs)
    expected = {file.path: file.content for file in layout(image)}
    for path in sorted(members.keys() | expected.keys()):
        if members.get(path) != expected.get(path):
            raise Rejected(
                f"The capsule's member {path} is not what it must be", hint="The capsule was changed: do not use it."
            )
    return image


def _manifest(image: Image) -> Manifest:
    parts = [_descriptor(PART_TYPES[part], data, title=f"{part}.tar") for part, data in image.parts]
    about = {TITLE: image.config.project, VERSION: image.config.version, CREATED: iso(image.config.time)}
    return Manifest(
        artifact_type=CAPSULE_TYPE,
        config=_descriptor(CONFIG_TYPE, written(image.config)),
        layers=(*parts, _descriptor(SBOM_TYPE, image.sbom, title="sbom.cdx.json")),
        annotations=about,
    )


def _referrer(image: Image, item: Attestation) -> bytes:
    manifest = Manifest(
        artifact_type=ATTESTATION_TYPE,
        config=_descriptor(EMPTY_TYPE, _EMPTY),
        layers=(_descriptor(ENVELOPE_TYPE, item.envelope),),
        subject=_descriptor(MANIFEST_TYPE, image.manifest),
        annotations={PREDICATE_TYPE: item.predicate_type},
    )
    return written(manifest)


def _index(image: Image, referrers: Sequence[bytes]) -> bytes:
    main = _descriptor(MANIFEST_TYPE, image.manifest)
    first = main.model_copy(update={"artifact_type": CAPSULE_TYPE, "annotations": {REF: image.config.version}})
    others = [
        _descriptor(MANIFEST_TYPE, data).model_copy(update={"artifact_type": ATTESTATION_TYPE}) for data in referrers
    ]
    return written(Index(manifests=(first, *others)))


def _descriptor(media_type: str, data: bytes, *, title: str = "") -> Descriptor:
    annotations = {TITLE: title} if title else None
    return Descriptor(media_type=media_type, digest=f"sha256:{sha256(data)}", size=len(data), annotations=annotations)


def _checked(path: str, data: bytes) -> bytes:
    if sha256(data) != path.removeprefix(_BLOBS):
        raise Rejected(
            f"The contents of {path} do not have that digest", hint="The capsule was changed: do not use it."
        )
    return data


def _image(index: Index, blobs: Mapping[str, bytes]) -> Image:
    manifest = read(Manifest, _blob(index.manifests[0], blobs), name="The manifest")
    kinds = {media_type: part for part, media_type in PART_TYPES.items()}
    *layers, sbom = manifest.layers or (manifest.config,)
    for layer in (*layers, sbom):
        if layer.media_type not in {*kinds, SBOM_TYPE}:
            raise Rejected(f"The capsule has a part of the unknown type {layer.media_type!r}")
    return Image(
        config=read(Config, _blob(manifest.config, blobs), name="The configuration"),
        parts=tuple((kinds[layer.media_type], _blob(layer, blobs)) for layer in layers if layer.media_type in kinds),
        sbom=_blob(sbom, blobs),
        attestations=tuple(_attestation(descriptor, blobs) for descriptor in index.manifests[1:]),
    )


def _attestation(descriptor: Descriptor, blobs: Mapping[str, bytes]) -> Attestation:
    manifest = read(Manifest, _blob(descriptor, blobs), name="A signature's manifest")
    if len(manifest.layers) != 1 or not manifest.annotations or PREDICATE_TYPE not in manifest.annotations:
        raise Rejected("A signature's manifest does not name one statement and its kind")
    return Attestation(predicate_type=manifest.annotations[PREDICATE_TYPE], envelope=_blob(manifest.layers[0], blobs))


def _blob(descriptor: Descriptor, blobs: Mapping[str, bytes]) -> bytes:
    data = blobs.get(descriptor.digest.removeprefix("sha256:"))
    if data is None:
        raise Rejected(f"The capsule lacks the blob {descriptor.digest}", hint="Copy or download it again.")
    if len(data) != descriptor.size:
        raise Rejected(f"The blob {descriptor.digest} has {len(data)} bytes; {descriptor.size} are declared")
    return data
