"""Who may do what: those who are not known, strangers, and members of a body that nobody may set."""

import re
from typing import Any

import httpx

from tests.attacks.exploring import remember, skipped, told
from tests.attacks.places import takes_json
from tests.attacks.samples import schema_of
from tests.attacks.target import JSON, NOBODY, Person, Request, Target
from tests.openapi.document import Operation
from tests.openapi.model import AttackClass

REFUSED = (401, 403, 404)
MEMBERS: dict[str, Any] = {
    "role": "admin", "roles": ["admin"], "isAdmin": True, "is_admin": True, "admin": True, "owner": "mallory", "ownerId": 424242,
    "owner_id": 424242, "userId": 424242, "user_id": 424242, "id": 424242, "pk": 424242, "_id": 424242, "createdAt": "1999-01-01T00:00:00Z",
    "created_at": "1999-01-01T00:00:00Z", "balance": 424242, "verified": True, "passwordHash": "x", "__proto__": {"admin": True},
}  # fmt: skip
ALIEN = re.compile(r"\b424242\b|1999-01-01T00:00:00|\bmallory\b")


def unknown_callers(target: Target, anna: Person, bert: Person) -> None:
    """What is secured answers nobody who is not known, nor anybody with made-up credentials."""
    with target.attacking(AttackClass.OBJECT_AUTHORISATION):
        for operation in target.operations():
            if not target.secured(operation):
                continue
            for who in (NOBODY, Person("forger", {name: _forged(value) for name, value in anna.headers.items()})):
                request = target.honest(operation, anna)
                request.headers = {n: v for n, v in request.headers.items() if n not in anna.headers}
                answer = target.send(request, who)
                if answer.is_success or answer.is_redirect:
                    target.finding(operation, f"answers {answer.status_code} to {who.name}")


def _forged(value: str) -> str:
    scheme, _, secret = value.rpartition(" ")
    return f"{scheme} {'A' * len(secret)}".strip()


def strangers(target: Target, anna: Person, bert: Person) -> None:
    """What is shown to its maker alone, or may be refused to others, is neither read, changed nor removed by another."""
    if not (anna.is_known and bert.is_known) and not (anna.known and bert.known):
        return
    with target.attacking(AttackClass.OBJECT_AUTHORISATION):
        for operation in sorted(target.operations(), key=lambda one: one.method == "DELETE"):
            ids = [p for p in target.parameters(operation, "path") if _made_by(target, operation, p["name"], anna)]
            if not ids or skipped(operation) or not _own(target, operation, anna, bert):
                continue
            request = _of(target, operation, anna, bert)
            answer = target.send(request, bert)
            if answer.is_success:
                target.finding(operation, f"lets a stranger in: {answer.status_code}")


def _made_by(target: Target, operation: Operation, name: str, who: Person) -> bool:
    return operation.path.partition("{" + name + "}")[0] in who.made


def _of(target: Target, operation: Operation, anna: Person, bert: Person) -> Request:
    """Bert's request to what Anna made."""
    request = target.honest(operation, bert)
    for parameter in target.parameters(operation, "path"):
        before = operation.path.partition("{" + parameter["name"] + "}")[0]
        if before in anna.made:
            request.path[parameter["name"]] = anna.made[before]
    return request


def _own(target: Target, operation: Operation, anna: Person, bert: Person) -> bool:
    """Whether an operation is for whoever made the thing: it asks who calls, and lists show strangers nothing of it."""
    keyed = any(p["name"].lower() in anna.known for p in target.parameters(operation, "header"))
    if not target.secured(operation) and not keyed:
        return False
    if keyed and "403" in target.statuses(operation):
        return True
    before = operation.path.partition("{")[0].rstrip("/")
    listing = next((one for one in target.operations("GET") if one.path == before), None)
    if listing is None or not target.secured(listing):
        return operation.method != "GET" and "403" in target.statuses(operation) and not _public(target, operation)
    theirs = str(anna.made.get(f"{before}/", ""))
    mine, other = (target.send(target.honest(listing, who), who).text for who in (anna, bert))
    return bool(theirs) and theirs in mine and theirs not in other


def _public(target: Target, operation: Operation) -> bool:
    """Whether what is done there is for everybody by its nature: a comment, a vote, a like below somebody's thing."""
    return operation.method in ("POST", "PUT") and not operation.path.endswith("}")


def mass_assignment(target: Target, anna: Person, bert: Person) -> None:
    """Members that the document does not take are refused or left out, never kept."""
    with target.attacking(AttackClass.MASS_ASSIGNMENT):
        for operation in target.operations("POST", "PUT", "PATCH"):
            if not takes_json(target, operation) or skipped(operation):
                continue
            request = target.honest(operation, anna, mark="m")
            taken = set((target.body(operation) or ("", {}))[1].get("properties", {}))
            shown = {n: _alien(s) for n, s in _shown(target, operation).items()}
            more = {n: v for n, v in {**MEMBERS, **shown}.items() if n not in taken}
            if not isinstance(request.body, dict):
                continue
            request.body = {**request.body, **more}
            answer = target.send(request, anna)
            _look(target, operation, answer, request, "the answer")
            if answer.is_success:
                found = Person("reader", anna.headers, anna.cookies, anna.query, dict(anna.known), dict(anna.made))
                remember(target, found, operation, answer)
                for read in target.operations("GET"):
                    if read.path.startswith(operation.path.partition("{")[0]) and not skipped(read):
                        _look(
                            target, read, target.send(target.honest(read, found), found), request, "what is read later"
                        )


def _shown(target: Target, operation: Operation) -> dict[str, Any]:
    for status, answer in operation.raw.get("responses", {}).items():
        if str(status).startswith("2"):
            for media, content in (target.document.resolve(answer).get("content") or {}).items():
                if JSON.match(media):
                    return dict(schema_of(target.document, content.get("schema", {})).get("properties", {}))
    return {}


def _alien(schema: Any) -> Any:
    kind = str(schema.get("type", "")) if isinstance(schema, dict) else ""
    return 424242 if "integer" in kind or "number" in kind else "mallory"


def _look(target: Target, operation: Operation, answer: httpx.Response, sent: Request, where: str) -> None:
    for name, value in told(answer):
        if isinstance(value, str | int) and not isinstance(value, bool) and ALIEN.search(str(value)):
            allowed = isinstance(sent.body, dict) and sent.body.get(name) == value and name not in {*MEMBERS}
            said = answer.status_code >= 400
            if not said and (not allowed or name not in sent.body):
                target.finding(operation, f"{where} has {name}: {value!r}")
            elif not said and allowed:
                target.finding(operation, f"{where} has {name}: {value!r}, which is the service's to say")
