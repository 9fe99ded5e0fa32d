"""Two people get to be known, and make what can be made, before anything is attacked. All of it is told by the document."""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import uuid4

import httpx

from tests.attacks.target import JSON, Person, Request, Target
from tests.openapi.document import Operation

PASSWORD = re.compile(r"password|passphrase|passwd|^pin$", re.IGNORECASE)
TOKEN = re.compile(r"token|jwt|secret|session|credential|(?:^|_|[a-z])key$", re.IGNORECASE)
LOGIN = re.compile(r"log_?-?in|sign_?-?in|session|token|authenticate", re.IGNORECASE)
LOGOUT = re.compile(r"log_?-?out|sign_?-?out|revoke", re.IGNORECASE)
IDENTITY = ("id", "uuid", "code", "slug", "key", "token", "number", "name", "username")


def meet(target: Target, name: str, known: Mapping[str, Any] | None = None) -> Person:
    """Somebody new, with an account where there are any; the administrator where only that one is `known`."""
    person = Person(name, password=f"Tr0ub4dor-{name}-{uuid4().hex[:12]}")
    mark = f"{name}{uuid4().hex[:8]}"
    registered = _registered(target, person, mark)
    for operation in logins(target):
        request = target.honest(operation, person, mark=mark)
        _with_login(request, person, registered or dict(known or {}))
        answer = target.send(request, person)
        if answer.is_success:
            _keep_credentials(target, person, answer)
    return person


def make_all(target: Target, person: Person, *, mark: str = "") -> None:
    """Everything that can be made, the outer things first; what answers tell by its collection and by its names."""
    for operation in sorted(target.operations("POST", "PUT"), key=lambda one: (one.path.count("{"), len(one.path))):
        if skipped(operation):
            continue
        answer = target.send(target.honest(operation, person, mark=mark or uuid4().hex[:8]), person)
        if answer.is_success:
            remember(target, person, operation, answer)


def remember(target: Target, person: Person, operation: Operation, answer: httpx.Response) -> None:
    """What an answer tells of a thing that was made: its identity, and keys for it."""
    members = dict(told(answer))
    known = {name: value for name, value in members.items() if isinstance(value, str | int)}
    for other in target.operations():
        for parameter in target.parameters(other):
            name = parameter["name"]
            if parameter["in"] == "header" and (key := _like(name, known)):
                person.known[name.lower()] = key
            if parameter["in"] == "path":
                before = other.path.partition("{" + name + "}")[0]
                if before.rstrip("/") == operation.path.rstrip("/") and (found := _identity(name, known)) is not None:
                    person.made[before] = found
    for name, value in known.items():
        if re.search(r"_?[iI]d$", name):
            person.known[f"body:{name}"] = value
    _open_schemes(target, person, known)


def told(answer: httpx.Response) -> Iterator[tuple[str, Any]]:
    """The members of a JSON answer, those of the objects in it too."""
    if JSON.match(answer.headers.get("content-type", "")):
        try:
            yield from _members(answer.json())
        except ValueError:
            return


def _members(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for name, part in value.items():
            if isinstance(part, dict):
                yield from _members(part)
            yield name, part


def skipped(operation: Operation) -> bool:
    """Whether an operation ends what the attacks need."""
    return bool(LOGOUT.search(f"{operation.path} {operation.raw.get('operationId', '')}"))


def logins(target: Target) -> list[Operation]:
    """Operations by which a password becomes a credential."""
    found = []
    for operation in target.operations("POST"):
        body = target.body(operation)
        said = f"{operation.path} {operation.raw.get('operationId', '')}"
        members = body[1].get("properties", {}) if body else {}
        if any(PASSWORD.search(name) for name in members) and LOGIN.search(said) and not target.secured(operation):
            found.append(operation)
    return found


def _registered(target: Target, person: Person, mark: str) -> dict[str, Any]:
    """What somebody registered with; nothing where nobody can."""
    for operation in target.operations("POST"):
        body = target.body(operation)
        members = body[1].get("properties", {}) if body else {}
        public = not target.secured(operation) and operation not in logins(target)
        if not public or not any(PASSWORD.search(name) for name in members) or "{" in operation.path:
            continue
        request = target.honest(operation, person, mark=mark)
        if isinstance(request.body, dict):
            request.body = {n: person.password if PASSWORD.search(n) else v for n, v in request.body.items()}
        target.secrets[person.password] = f"the password of {person.name}"
        answer = target.send(request, person)
        if answer.is_success:
            remember(target, person, operation, answer)
            _keep_credentials(target, person, answer)
            return dict(request.body or {})
    return {}


def _with_login(request: Request, person: Person, registered: Mapping[str, Any]) -> None:
    if not isinstance(request.body, dict):
        return
    for name in request.body:
        if PASSWORD.search(name):
            request.body[name] = registered.get(name, person.password)
        elif name in registered:
            request.body[name] = registered[name]
        elif names := [v for n, v in registered.items() if re.search(r"user|login|mail|name", n, re.IGNORECASE)]:
            request.body[name] = (
                names[0] if re.search(r"user|login|mail|name", name, re.IGNORECASE) else request.body[name]
            )


def _keep_credentials(target: Target, person: Person, answer: httpx.Response) -> None:
    for line in answer.headers.get_list("set-cookie"):
        name, _, value = line.split(";")[0].partition("=")
        person.cookies[name.strip()] = value.strip()
    _open_schemes(target, person, {n: v for n, v in told(answer) if isinstance(v, str)})


def _open_schemes(target: Target, person: Person, known: Mapping[str, Any]) -> None:
    """The ways of being known that a secret in an answer opens."""
    schemes = (target.document.raw.get("components") or {}).get("securitySchemes") or {}
    secrets = {n: str(v) for n, v in known.items() if TOKEN.search(n) and isinstance(v, str) and len(v) >= 16}
    secrets = {n: v for n, v in secrets.items() if not re.search("refresh|type|csrf", n, re.IGNORECASE)}
    for name, said in schemes.items():
        said = target.document.resolve(said)
        if said["type"] in ("oauth2", "openIdConnect") or (said["type"] == "http" and said["scheme"] == "bearer"):
            if secrets and "Authorization" not in person.headers:
                person.token = next(iter(secrets.values()))
                person.headers["Authorization"] = f"Bearer {person.token}"
        elif said["type"] == "apiKey" and said["in"] in ("header", "query"):
            place = person.headers if said["in"] == "header" else person.query
            key = _like(said["name"], secrets) or _like(name, secrets)
            if key and said["name"] not in place:
                place[said["name"]] = key
                person.token = person.token or key


def _like(name: str, known: Mapping[str, Any]) -> str:
    """The value whose name shares its last word with another: X-Locker-Key and key."""
    words = re.findall(r"[a-z]+", re.sub(r"([a-z])([A-Z])", r"\1 \2", name).lower())
    for member, value in known.items():
        parts = re.findall(r"[a-z]+", re.sub(r"([a-z])([A-Z])", r"\1 \2", member).lower())
        if words and parts and words[-1] == parts[-1] and TOKEN.search(member):
            return str(value)
    return ""


def _identity(name: str, known: Mapping[str, Any]) -> Any:
    """The member that addresses a thing: of the parameter's own name, else the usual ones."""
    bare = re.sub(r"[^a-z]", "", name.lower())
    for member, value in known.items():
        if re.sub(r"[^a-z]", "", member.lower()) == bare:
            return value
    for usual in IDENTITY:
        if usual in known and (bare.endswith(usual) or usual == "id"):
            return known[usual]
    return next((v for n, v in known.items() if re.search(r"_?[iI]d$", n)), None)
