"""The values of the capsule room: what goes in, what comes out, and the bounds of what is accepted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from engines.kernel.errors import UserError

Part = Literal["source", "tests", "infrastructure", "docs", "environments"]
PARTS: tuple[Part, ...] = get_args(Part)


class Rejected(UserError):
    """The file is no capsule, was changed, or was signed by nobody who is trusted."""


@dataclass(frozen=True, kw_only=True)
class File:
    """A file by its POSIX path; the executable bit is the only permission that is kept."""

    path: str
    content: bytes
    executable: bool = False


@dataclass(frozen=True, kw_only=True)
class Origin:
    """What a project was made from. Digests are SHA-256 in hexadecimal; what is not known is empty.

    `time` (seconds since 1970) stands in for the clock; None means the time of the project's newest commit.
    An empty `spec` means the digest of the project's own `spec.yaml`.
    """

    blueprint: str = ""
    blueprint_version: str = ""
    brief: str = ""
    spec: str = ""
    time: int | None = None


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """Test results to be signed with the capsule: the tests by id, and the covered share of lines in percent."""

    passed: Sequence[str]
    failed: Sequence[str] = ()
    coverage: float | None = None


@dataclass(frozen=True, kw_only=True)
class PartSummary:
    """One part of a capsule: how many files, and how many bytes they have together."""

    name: Part
    files: int
    size: int


@dataclass(frozen=True, kw_only=True)
class Capsule:
    """What a capsule says of itself. `digest` is that of its OCI manifest; `created` is ISO 8601 in UTC."""

    path: Path
    project: str
    version: str
    created: str
    digest: str
    size: int
    parts: Sequence[PartSummary]
    components: Sequence[str]
    attestations: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """A capsule that passed every check, with who signed it (the name of the trusted key) and what it was made from."""

    capsule: Capsule
    signer: str
    key_id: str
    builder: str
    origin: Origin
    evidence: Evidence | None = None


@dataclass(frozen=True, kw_only=True)
class Limits:
    """The largest capsule that is read or written: bytes in all, bytes of one file, files in all."""

    total: int = 512 * 2**20
    file: int = 64 * 2**20
    files: int = 20_000
