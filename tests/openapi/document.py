"""An OpenAPI document as the tests of the collection need it: its operations, their statuses and their schemas."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

import yaml

from tests.openapi.expect import path_parts

METHODS = ("get", "post", "put", "patch", "delete", "head", "options")
ANYTHING: dict[str, Any] = {}


@dataclass(frozen=True, kw_only=True)
class Operation:
    method: str
    path: str
    raw: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


@dataclass(frozen=True, kw_only=True)
class Document:
    raw: dict[str, Any]

    @classmethod
    def read(cls, path: Path) -> Self:
        return cls(raw=yaml.safe_load(path.read_text(encoding="utf-8")))

    @property
    def version(self) -> str:
        return ".".join(str(self.raw["openapi"]).split(".")[:2])

    @property
    def base(self) -> str:
        """The path under which the first server answers, without a slash at its end."""
        servers = self.raw.get("servers") or [{"url": "/"}]
        return urlsplit(str(servers[0]["url"])).path.rstrip("/")

    def operations(self) -> list[Operation]:
        return [
            Operation(method=method.upper(), path=self.base + path, raw=item[method])
            for path, item in self.raw["paths"].items()
            for method in METHODS
            if method in item
        ]

    def find(self, method: str, called: str) -> Operation | None:
        """The operation that a call of `called` reaches; templates with more literal segments go first."""
        fitting = [one for one in self.operations() if one.method == method and _fits(one.path, called)]
        return min(fitting, key=lambda one: (one.path.count("{"), -len(one.path)), default=None)

    def resolve(self, node: Any) -> Any:
        while isinstance(node, dict) and "$ref" in node:
            target: Any = self.raw
            for key in node["$ref"].removeprefix("#/").split("/"):
                target = target[key.replace("~1", "/").replace("~0", "~")]
            node = target
        return node

    def response(self, operation: Operation, status: str) -> dict[str, Any] | None:
        """The declared answer for `status`: the code itself, its class (`4XX`) or the default."""
        declared = {str(code): answer for code, answer in operation.raw["responses"].items()}
        for code in (status, f"{status[0]}XX", "default"):
            if code in declared:
                return dict(self.resolve(declared[code]))
        return None

    def json_schema(self, holder: dict[str, Any]) -> dict[str, Any] | None:
        """The schema of the JSON body of a request body or an answer; None where there is no such body."""
        for media, content in (self.resolve(holder).get("content") or {}).items():
            if ("json" in media and "ndjson" not in media) or media == "*/*":
                return dict(content.get("schema", ANYTHING))
        return None

    def leaves(self, schema: Any, path: str) -> list[dict[str, Any]]:
        """Every schema that may stand at `path` of a value of `schema`; none where the document knows no such place."""
        found = [schema]
        for part in path_parts(path):
            found = [below for one in found for below in self._below(one, part)]
        return [self.resolve(one) for one in found]

    def branches(self, schema: Any) -> Iterator[dict[str, Any]]:
        """`schema` and all that it is composed of."""
        schema = self.resolve(schema)
        if not isinstance(schema, dict):
            return
        yield schema
        for word in ("allOf", "oneOf", "anyOf"):
            for part in schema.get(word, []):
                yield from self.branches(part)

    def _below(self, schema: Any, part: str | int | tuple[str, str]) -> list[Any]:
        found: list[Any] = []
        for branch in self.branches(schema):
            if isinstance(part, str) and part != "*":
                found += [branch["properties"][part]] if part in branch.get("properties", {}) else []
                extra = branch.get("additionalProperties", False)
                found += [{} if extra is True else extra] if extra is not False else []
            elif "items" in branch:
                found.append(branch["items"])
            if not branch:
                found.append({})
        return found


def _fits(template: str, called: str) -> bool:
    wanted, given = template.split("/"), re.split(r"/(?![^{]*\})", called.split("?")[0])
    return len(wanted) == len(given) and all(map(_segment_fits, wanted, given))


def _segment_fits(wanted: str, given: str) -> bool:
    if "{" not in wanted:
        return wanted == given
    pattern = "".join(".+" if piece.startswith("{") else re.escape(piece) for piece in re.split(r"(\{[^}]+\})", wanted))
    return re.fullmatch(pattern, given) is not None
