"""A service behind a given interface as facts: what it stores, who calls it, and what each of its operations does.

Written by the spec room from an OpenAPI document or from prose that names paths; rendered by the blueprint python-service.
An operation is a short list of steps. Terms stand in them as text, in a small subset of Python's own syntax:

    body.title      query.page      path.note_id      header.x_cart      form.password      caller.role      note.owner.username
    count(comment, ticket=ticket, internal=False)     [note_view(note) for note in notes]     {"data": note_view(note)}
    note.views + 1      lower(body.email)      now() + seconds(body.ttl)      body.limit if given(body.limit) else 20

The names: `body` (JSON), `form`, `parts` (of multipart), `raw` (bytes), `path`, `query`, `header`, `cookie`: what the request
carries, valid by the document, with its defaults, under the snake_case form of the names on the wire; `caller`: the record
that the credentials stand for (None where they are optional and missing) and `session`, the record of the session if there is
one; every record and value that an earlier step named. A record has the fields of its resource and its links as records, and
`pk`. The plain text of a field that is `made` secret is known after Create alone; a part of a multipart body that is a file has
`name` (without folders), `content` (bytes), `size` and `media`. Which functions terms may call: service_terms.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from engines.kernel.spec.facts import CONVENTION, Origin

Terms = tuple[tuple[str, str], ...]
ValueType = Literal["text", "integer", "number", "boolean", "date", "datetime", "json", "bytes"]
Made = Literal["", "uuid", "serial", "count", "code", "secret", "password", "created", "changed", "version"]
Place = Literal["bearer", "basic", "header", "query", "cookie"]
FaultName = Literal[
    "unreadable", "invalid", "unauthenticated", "forbidden", "unknown", "conflict", "gone", "too_large", "wrong_type",
    "too_many", "stale", "no_condition", "unprocessable", "locked", "timeout", "not_acceptable", "unpaid", "not_built",
]  # fmt: skip
Operator = Literal["=", "!=", "<", "<=", ">", ">=", "contains", "starts", "in", "has"]


@dataclass(frozen=True, kw_only=True)
class Stored:
    """A column of a resource. `made`: by the service and how; empty when a step gives the value.

    uuid, serial (1, 2, 3 in all), count (1, 2, 3 within the first link), code (short, fit for an address), secret (long, kept
    as a digest, shown once), password (kept as a salted hash), created and changed (moments), version (1, one more per change).
    `length`: of a code or secret, in characters. `unique`: within `within` (names of links), in all when that is empty;
    `any_case`: capitals make no difference for that.
    """

    name: str
    type: ValueType = "text"
    made: Made = ""
    length: int = 0
    nullable: bool = False
    unique: bool = False
    within: tuple[str, ...] = ()
    any_case: bool = False
    default: str | int | float | bool | None = None
    origin: Origin = CONVENTION


@dataclass(frozen=True, kw_only=True)
class Link:
    """Each record points to one of another resource and goes with it, unless it is `optional`: then the link is cleared."""

    name: str
    to: str
    optional: bool = False
    origin: Origin = CONVENTION


@dataclass(frozen=True, kw_only=True)
class Resource:
    """What the service keeps: a table. `once`: names of fields and links that together stand once.

    `identity`: the field that addresses carry; records without one are reached through others. `expires`: a field of type
    datetime; later than that, the record is as good as gone.
    """

    name: str
    plural: str
    identity: str = ""
    fields: tuple[Stored, ...] = ()
    links: tuple[Link, ...] = ()
    once: tuple[tuple[str, ...], ...] = ()
    expires: str = ""
    origin: Origin = CONVENTION


@dataclass(frozen=True, kw_only=True)
class Scheme:
    """How a caller is known: a secret at a `place` (with the `parameter`'s name on the wire) finds a record of `resource`.

    `field` holds the secret's digest there. `holder`: the link from it to the caller (a session's user); empty when the
    record is the caller. Basic: `login` and `field` are the fields for the name and the password. `challenge`: the
    WWW-Authenticate header of a refusal, if any. A cookie is HttpOnly and SameSite=Lax, Secure behind TLS.
    """

    name: str
    place: Place
    resource: str
    field: str
    parameter: str = ""
    holder: str = ""
    login: str = ""
    challenge: str = ""
    origin: Origin = CONVENTION


@dataclass(frozen=True, kw_only=True)
class Fault:
    """How a refusal is answered. `body`: a term that may use `says` (the sentence), `status`, `field` (what was wrong, or
    None), `fields` ({name: sentence}) and `code`, a word of the document's for it; `media` its type; `headers` name -> term."""

    name: FaultName
    status: int
    body: str = ""
    code: str = ""
    media: str = "application/json"
    headers: Terms = ()
    origin: Origin = CONVENTION


@dataclass(frozen=True, kw_only=True)
class View:
    """How a record is shown: a term for an object, which may use the record under the name of its resource, and `caller`."""

    name: str
    of: str
    body: str
    origin: Origin = CONVENTION


@dataclass(frozen=True, kw_only=True)
class Match:
    """A condition on a field or a link of what is looked for. `optional`: only where the value is not None.

    Text is compared in any case by contains and starts. `field` may be several, joined by |: any of them; or a query about the
    record, which stands under the name of its resource: count(answer, question=question).
    """

    field: str
    value: str
    operator: Operator = "="
    optional: bool = False


@dataclass(frozen=True, kw_only=True)
class Find:
    """One record, named `record`, or the fault `otherwise`; with `nothing`, None. `that`: see Select."""

    record: str
    of: str
    where: tuple[Match, ...] = ()
    that: str = ""
    otherwise: Literal[FaultName, "nothing"] = "unknown"
    says: str = ""


@dataclass(frozen=True, kw_only=True)
class Select:
    """Several records, named `records`. `order`: fields, or queries about the record, with - for descending; `order_by`: a
    term whose value is one of those and comes before those of `order`.

    `limit` and `offset`: terms. `total`: the name of the number of all, before the limit. `that`: a condition beside those of
    `where`, asked of the database: a term over the record under the name of its resource, with comparisons, and, or, not, in,
    lower, exists and count: `note.owner == caller or exists(share, note=note, user=caller)`.
    """

    records: str
    of: str
    where: tuple[Match, ...] = ()
    that: str = ""
    order: tuple[str, ...] = ()
    order_by: str = ""
    limit: str = ""
    offset: str = ""
    total: str = ""


@dataclass(frozen=True, kw_only=True)
class Set:
    """Names the value of a term."""

    name: str
    to: str


@dataclass(frozen=True, kw_only=True)
class Require:
    """Goes on only where a term holds. `field`: the member of the request that is at fault."""

    that: str
    otherwise: FaultName
    says: str = ""
    code: str = ""
    field: str = ""
    origin: Origin = CONVENTION


@dataclass(frozen=True, kw_only=True)
class Refuse:
    """Ends the operation with a fault, but keeps what the steps before it changed; a refusing Require or Find undoes that.

    For what a refusal leaves behind: a failed login that is counted, a secret that the fifth wrong passphrase destroys.
    """

    fault: FaultName
    says: str = ""
    code: str = ""
    field: str = ""
    origin: Origin = CONVENTION


@dataclass(frozen=True, kw_only=True)
class Create:
    """A new record; `values` by field or link. What the service makes and what has a default may be left out."""

    record: str
    of: str
    values: Terms


@dataclass(frozen=True, kw_only=True)
class Change:
    """New values for a record. `given_only`: only of those terms that name a member of the request that is there."""

    record: str
    values: Terms
    given_only: bool = False


@dataclass(frozen=True, kw_only=True)
class Remove:
    """Deletes a record and all that belongs to it."""

    record: str


@dataclass(frozen=True, kw_only=True)
class RemoveAll:
    """Deletes every record that matches."""

    of: str
    where: tuple[Match, ...] = ()
    that: str = ""


@dataclass(frozen=True, kw_only=True)
class If:
    """One of two ways on."""

    that: str
    then: tuple[ServiceStep, ...]
    otherwise: tuple[ServiceStep, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ForEach:
    """Steps for every item of a term."""

    item: str
    of: str
    steps: tuple[ServiceStep, ...]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """Ends the operation. `body`: a term; empty for none. `media`: "" stands for JSON; text and bytes are sent as they are.

    `headers`: name -> term. `cookies`: name -> term, "" clears it; they are HttpOnly and SameSite=Lax.
    """

    status: int
    body: str = ""
    media: str = ""
    headers: Terms = ()
    cookies: Terms = ()


@dataclass(frozen=True, kw_only=True)
class NotBuilt:
    """What could not be inferred: an honest 501 with a problem document."""

    why: str
    origin: Origin = CONVENTION


ServiceStep = (
    Find | Select | Set | Require | Refuse | Create | Change | Remove | RemoveAll | If | ForEach | Answer | NotBuilt
)


@dataclass(frozen=True, kw_only=True)
class Operation:
    """A method at a path of the document. `schemes`: those of which one must be met; `optional`: none need be.

    `faults`: what differs from the service's own, by name. `largest`: the bytes that a request may have; 0 for the usual.
    """

    method: str
    path: str
    name: str
    schemes: tuple[str, ...] = ()
    optional: bool = False
    steps: tuple[ServiceStep, ...] = ()
    faults: tuple[Fault, ...] = ()
    largest: int = 0
    origin: Origin = CONVENTION


@dataclass(frozen=True, kw_only=True)
class Service:
    """What stands behind an interface. `document`: the OpenAPI document to the letter, as JSON.

    `start`: steps of every start of the application, with `admin_email` and `admin_password` ("" where the environment has
    none): If there is one and no such user, Create it.
    """

    document: str
    resources: tuple[Resource, ...] = ()
    schemes: tuple[Scheme, ...] = ()
    faults: tuple[Fault, ...] = ()
    views: tuple[View, ...] = ()
    operations: tuple[Operation, ...] = ()
    start: tuple[ServiceStep, ...] = ()


def service_facts(service: Service) -> Iterator[tuple[str, Origin]]:
    """Every fact of a service with its origin, in a fixed order."""
    for resource in service.resources:
        yield f"resource:{resource.name}", resource.origin
        for field in resource.fields:
            yield f"stored:{resource.name}.{field.name}", field.origin
        for link in resource.links:
            yield f"link:{resource.name}.{link.name}", link.origin
    for scheme in service.schemes:
        yield f"scheme:{scheme.name}", scheme.origin
    for operation in service.operations:
        yield f"operation:{operation.name}", operation.origin
