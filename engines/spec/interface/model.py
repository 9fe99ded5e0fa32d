"""An interface as the document gives it: operations with their parameters, bodies and answers, every reference followed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from engines.kernel.spec.service_terms import snake

__all__ = ["JSON", "Body", "Call", "Interface", "Parameter", "Reply", "Schema", "SecurityScheme", "Where", "snake"]
Schema = Mapping[str, Any]
Where = Literal["path", "query", "header", "cookie"]
JSON = re.compile(r"application/(?:[\w.+-]*\+)?json\b")


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """What an operation takes beside its body; `name` on the wire, `word` in terms."""

    name: str
    where: Where
    required: bool
    schema: Schema
    description: str = ""
    example: Any = None

    @property
    def word(self) -> str:
        return snake(self.name)

    @property
    def term(self) -> str:
        return f"{self.where}.{self.word}"


@dataclass(frozen=True, kw_only=True)
class Reply:
    """An answer of the document: schemas by content type, names of headers. `status` 4 stands for 4XX, 0 for the default.

    `labels`: the names of the examples, in their order.
    """

    status: int
    description: str
    media: Mapping[str, Schema]
    headers: tuple[str, ...] = ()
    examples: tuple[Any, ...] = ()
    labels: tuple[str, ...] = ()

    @property
    def json(self) -> Schema | None:
        """The schema of its JSON body; None where it has none."""
        return next((schema for name, schema in self.media.items() if JSON.match(name)), None)


@dataclass(frozen=True, kw_only=True)
class Body:
    """What an operation takes, by content type."""

    required: bool
    media: Mapping[str, Schema]
    examples: tuple[Any, ...] = ()
    labels: tuple[str, ...] = ()

    @property
    def json(self) -> Schema | None:
        """The schema of its JSON body; None where it takes none."""
        return next((schema for name, schema in self.media.items() if JSON.match(name)), None)

    @property
    def form(self) -> Schema | None:
        """The schema of its form, sent as one or in parts."""
        forms = ("application/x-www-form-urlencoded", "multipart/form-data")
        return next((schema for name, schema in self.media.items() if name in forms), None)


@dataclass(frozen=True, kw_only=True)
class Call:
    """One operation of the document. `words`: all that it says of itself in prose. `security`: alternatives, each the names
    of schemes; an empty one where nobody need be known. `told`: statuses that a text names."""

    method: str
    path: str
    id: str
    words: str
    tags: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    body: Body | None
    replies: tuple[Reply, ...]
    security: tuple[tuple[str, ...], ...]
    told: frozenset[int] = frozenset()

    @property
    def key(self) -> str:
        return f"{self.method} {self.path}"

    @cached_property
    def segments(self) -> tuple[str, ...]:
        return tuple(part for part in self.path.split("/") if part)

    @property
    def success(self) -> Reply | None:
        """The first answer that is none of a fault."""
        good = [r for r in self.replies if 200 <= r.status < 400]
        making = (201, 202) if self.method == "POST" else ()
        return min(good, key=lambda r: (r.status not in making, r.status), default=None)

    def reply(self, status: int) -> Reply | None:
        """The answer with a status; where it has none of its own, that of its class or the default."""
        for said in (status, status // 100, 0):
            for reply in self.replies:
                if reply.status == said:
                    return reply
        return None

    def statuses(self) -> frozenset[int]:
        """The statuses that the document declares, and those that the text names where it declares none in particular."""
        return frozenset(reply.status for reply in self.replies) | self.told

    def among(self, where: Where) -> tuple[Parameter, ...]:
        """The parameters of a place."""
        return tuple(p for p in self.parameters if p.where == where)


@dataclass(frozen=True, kw_only=True)
class SecurityScheme:
    """A way to be known, as the document names it. `kind`: bearer, basic, header, query or cookie; `parameter` on the wire."""

    name: str
    kind: Literal["bearer", "basic", "header", "query", "cookie"]
    parameter: str = ""
    description: str = ""
    format: str = ""


@dataclass(frozen=True, kw_only=True)
class Interface:
    """A whole document. `text`: the document to the letter, as JSON."""

    title: str
    description: str
    base: str
    calls: tuple[Call, ...]
    schemes: tuple[SecurityScheme, ...]
    text: str
