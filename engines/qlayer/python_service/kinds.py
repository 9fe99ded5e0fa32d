"""What a term gives, as far as the renderer knows it: enough to write the right access and the right condition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Record:
    """A record of a resource, or None where it is `optional`."""

    resource: str
    optional: bool = False


@dataclass(frozen=True)
class Wire:
    """A JSON value of the request that keeps to a schema."""

    schema: Mapping[str, Any]


@dataclass(frozen=True)
class Column:
    """The value of a field of a record."""

    resource: str
    field: str


@dataclass(frozen=True)
class Upload:
    """A file of a form."""


@dataclass(frozen=True)
class Several:
    """A list of something."""

    of: Kind


@dataclass(frozen=True)
class Pair:
    """Two values at once, as of enumerate and zip."""

    first: Kind
    second: Kind


@dataclass(frozen=True)
class Plain:
    """Anything else; its members are reached by name in brackets."""


Kind = Record | Wire | Column | Upload | Several | Pair | Plain
PLAIN = Plain()
