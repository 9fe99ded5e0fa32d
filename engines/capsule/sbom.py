"""The software bill of materials of a project, CycloneDX 1.6, from the requirements that it names itself.

Written by hand rather than by a library, so that no newer library changes the bytes; the tests hold it to the schema.
"""

from __future__ import annotations

import re
import tomllib
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import PurePosixPath

from packaging.utils import canonicalize_name

from engines.capsule.documents import canonical, sha256
from engines.capsule.model import File, Rejected
from engines.capsule.provenance import iso
from engines.kernel.events import Json
from packaging.requirements import InvalidRequirement, Requirement

MEDIA_TYPE = "application/vnd.cyclonedx+json"
_SCHEMA = "http://cyclonedx.org/schema/bom-1.6.schema.json"


@dataclass(frozen=True, kw_only=True, order=True)
class Component:
    """A library that the project asks for; `version` is empty when it is not pinned."""

    name: str
    version: str

    @property
    def purl(self) -> str:
        return f"pkg:pypi/{self.name}@{self.version}" if self.version else f"pkg:pypi/{self.name}"


def components(files: Iterable[File]) -> Sequence[Component]:
    """The libraries named in requirements*.txt and pyproject.toml; a pinned one wins over an open one."""
    found = {component for file in files for component in _named(file)}
    pinned = {component.name for component in found if component.version}
    return sorted(component for component in found if component.version or component.name not in pinned)


def document(project: str, version: str, time: int, found: Sequence[Component]) -> bytes:
    """The bill of materials; the same project gives the same bytes and serial number."""
    body = _body(project, version, time, found)
    serial = uuid.UUID(hex=sha256(canonical(body))[:32], version=5)
    return canonical({**body, "serialNumber": serial.urn})


def purls(bill: bytes) -> Sequence[str]:
    """The libraries of a bill that `document` wrote."""
    return re.findall(r'"bom-ref":"(pkg:pypi/[^"]+)"', _utf8(bill))


def _body(project: str, version: str, time: int, found: Sequence[Component]) -> dict[str, Json]:
    root = f"{project}@{version}"
    listed: list[Json] = [_component(component) for component in found]
    depends: list[Json] = [component.purl for component in found]
    rest: list[Json] = [{"ref": component.purl} for component in found]
    return {
        "$schema": _SCHEMA,
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "timestamp": iso(time),
            "component": {"type": "application", "bom-ref": root, "name": project, "version": version},
        },
        "components": listed,
        "dependencies": [{"ref": root, "dependsOn": depends}, *rest],
    }


def _component(component: Component) -> dict[str, Json]:
    named: dict[str, Json] = {
        "type": "library",
        "bom-ref": component.purl,
        "name": component.name,
        "purl": component.purl,
    }
    return {**named, "version": component.version} if component.version else named


def _named(file: File) -> Sequence[Component]:
    name = PurePosixPath(file.path).name
    if fnmatchcase(name, "requirements*.txt"):
        return _components(_lines(file.content))
    return _components(_declared(file.content)) if name == "pyproject.toml" else ()


def _lines(content: bytes) -> Sequence[str]:
    joined = re.sub(r"\\\r?\n", " ", content.decode("utf-8", "replace"))
    bare = (re.split(r"(?:^|\s)#|\s--", line, maxsplit=1)[0].strip() for line in joined.splitlines())
    return [line for line in bare if line and not line.startswith("-")]


def _declared(content: bytes) -> Sequence[str]:
    try:
        project = tomllib.loads(content.decode()).get("project", {})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        return ()
    if not isinstance(project, Mapping):
        return ()
    extras = project.get("optional-dependencies", {})
    groups = [project.get("dependencies", []), *(extras.values() if isinstance(extras, Mapping) else ())]
    return [item for group in groups if isinstance(group, list) for item in group if isinstance(item, str)]


def _components(lines: Iterable[str]) -> Sequence[Component]:
    return [component for line in lines if (component := _parsed(line))]


def _parsed(line: str) -> Component | None:
    try:
        requirement = Requirement(line)
    except InvalidRequirement:
        return None
    exact = [item.version for item in requirement.specifier if item.operator == "==" and "*" not in item.version]
    return Component(name=canonicalize_name(requirement.name), version=exact[0] if exact else "")


def _utf8(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise Rejected("The bill of materials is not in UTF-8") from error
