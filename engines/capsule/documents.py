"""JSON documents in a capsule: one canonical form to write, a strict reader for what others wrote."""

from __future__ import annotations

import hashlib
import json
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.alias_generators import to_camel

from engines.capsule.model import Rejected
from engines.kernel.events import Json


class Document(BaseModel):
    """A JSON object with exactly these members, in camel case."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, alias_generator=to_camel, populate_by_name=True)


D = TypeVar("D", bound=Document)


def written(document: Document) -> bytes:
    """The canonical bytes of a document."""
    return canonical(document.model_dump(mode="json", by_alias=True, exclude_none=True))


def canonical(value: Json) -> bytes:
    """Sorted keys, no spaces, UTF-8: the same value always gives the same bytes."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def read(kind: type[D], data: bytes, *, name: str) -> D:
    """Reads a document and refuses all but its canonical bytes; `name` is what the message calls it."""
    try:
        document = kind.model_validate_json(data)
        exact = written(document) == data
    except (ValidationError, ValueError) as error:
        first = error.errors()[0] if isinstance(error, ValidationError) else {"loc": (), "msg": str(error)}
        where = ".".join(str(step) for step in first["loc"])
        raise Rejected(f"{name} is not what a capsule holds: {where} {first['msg']}".replace("  ", " ")) from error
    if not exact:
        raise Rejected(f"{name} is not in its canonical form", hint="The file was changed after it was built.")
    return document


def sha256(data: bytes) -> str:
    """The digest in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
