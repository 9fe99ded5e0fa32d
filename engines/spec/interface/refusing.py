"""How refusals look: the status and the body that a document gives each kind of fault. Called by the plan of this room."""

from __future__ import annotations

import json
import re
from collections import Counter
from http import HTTPStatus
from typing import Any

from engines.kernel.spec.service import Fault, FaultName
from engines.spec.interface.drafts import Study
from engines.spec.interface.model import Call, Reply, Schema, snake
from engines.spec.interface.schemas import is_array, is_object, items, nullable, properties, required, types
from engines.spec.interface.showing import object_of

_STATUS: dict[FaultName, tuple[int, ...]] = {
    "unreadable": (400, 422),
    "invalid": (400, 422),
    "unauthenticated": (401, 403, 404),
    "forbidden": (403, 401, 404),
    "unknown": (404, 410, 400),
    "conflict": (409, 400, 422),
    "gone": (410, 404),
    "too_large": (413, 400),
    "wrong_type": (415, 400),
    "too_many": (429,),
    "stale": (412, 409),
    "no_condition": (428, 400),
    "unprocessable": (422, 400),
    "locked": (423, 409),
    "timeout": (408, 400),
    "not_acceptable": (406,),
    "unpaid": (402, 409, 422),
    "not_built": (501,),
}
POINTER = '"/" + replace(field, ".", "/") if field else None'
_PROBLEM = "application/problem+json"
_POSITION = "position"
_NAMES = ("missing", "fields", "names", "unknown", "missing_fields", "invalid_fields", "unresolved", "missing_names")
_FOUND_OUT = frozenset(("syntax", "domain", "archive", "zip"))
_TOLD = re.compile(
    r"`?\"?([A-Za-z][\w-]{2,40})\"?`? \((?:HTTP )?(\d{3})\b|\b(\d{3})\)?:? `?\{\"\w+\": \"([A-Za-z][\w-]{2,40})\""
)


def find_faults(study: Study) -> tuple[Fault, ...]:
    """The service's own refusals: what most operations say."""
    found = []
    for name, statuses in _STATUS.items():
        said = [
            (call, status) for call in study.interface.calls if (status := _declared(call, name, study)) in statuses
        ]
        status = Counter(status for _, status in said).most_common(1)[0][0] if said else statuses[0]
        replies = [reply for call, s in said if s == status and (reply := call.reply(status))]
        found.append(_fault(name, status, _common(replies) or _any_fault(study), study))
    return tuple(found)


def own_faults(call: Call, known: tuple[Fault, ...], study: Study) -> tuple[Fault, ...]:
    """What an operation says differently."""
    found = []
    for fault in known:
        status = _declared(call, fault.name, study)
        reply = call.reply(status) if status else None
        if status and reply and (own := _fault(fault.name, status, reply, study)) != fault:
            found.append(own)
    return tuple(found)


def _declared(call: Call, name: FaultName, study: Study) -> int:
    """The status that an operation declares for a kind of fault; 0 where it declares none."""
    statuses = call.statuses()
    wanted = _STATUS[name]
    if name == "invalid" and {400, 422} <= statuses:
        return _of_bad_input(study)
    exact = {
        "unauthenticated": 1,
        "forbidden": 1,
        "conflict": 1,
        "gone": 1,
        "stale": 1,
        "too_large": 1,
        "wrong_type": 1,
        "unknown": 1,
        "unpaid": 1,
    }
    if name == "unauthenticated" and not any(call.security):
        exact.pop(name)
    for status in wanted[: exact.get(name, len(wanted))]:
        if status in statuses:
            return status
    return 0


def _of_bad_input(study: Study) -> int:
    """400 or 422, where an operation declares both: what those say that declare one of them."""
    said = Counter(
        status
        for call in study.interface.calls
        for status in call.statuses() & {400, 422}
        if len(call.statuses() & {400, 422}) == 1
    )
    return 400 if said[400] > said[422] else 422


def _common(replies: list[Reply]) -> Reply | None:
    texts = Counter(json.dumps(reply.media, sort_keys=True, default=str) for reply in replies)
    if not texts:
        return None
    most = texts.most_common(1)[0][0]
    return next(reply for reply in replies if json.dumps(reply.media, sort_keys=True, default=str) == most)


def _any_fault(study: Study) -> Reply | None:
    return _common([r for call in study.interface.calls for r in call.replies if r.status >= 400 or r.status in (0, 4)])


def _fault(name: FaultName, status: int, reply: Reply | None, study: Study) -> Fault:
    headers = (("Retry-After", '"30"'),) if name == "too_many" else ()
    if name == "not_built" or reply is None or not reply.media:
        empty = reply is not None and not reply.media and name != "not_built" and reply.status >= 400
        return Fault(name=name, status=status, body='""' if empty else "", media=_PROBLEM, headers=headers)
    media, schema = next(iter(reply.media.items()))
    if media.startswith("text/"):
        return Fault(name=name, status=status, body="says", media=media, headers=headers)
    code = _code(name, status, schema, reply, study)
    body = _body(schema, name, status, code, study)
    return Fault(name=name, status=status, body=body, code=code, media=media, headers=headers)


def _code(name: FaultName, status: int, schema: Schema, reply: Reply, study: Study) -> str:
    """The document's word for a fault: one of an enumeration, of an example or of the text, else the usual one."""
    choices = list(_enumerated(schema, study))
    usual = study.words.refusals[name]
    for word in usual:
        for choice in choices:
            if snake(choice) == word or snake(choice).replace("_", "") == word.replace("_", ""):
                return choice
    told = _told(study)
    if status in told and (not choices or told[status] in choices):
        return told[status]
    for example in reply.examples:
        if (
            isinstance(example, dict)
            and (word := _example_code(example, study))
            and example.get("status", status) == status
        ):
            return word
    return choices[0] if len(choices) == 1 else snake(HTTPStatus(status).phrase) if not choices else ""


def _enumerated(schema: Schema, study: Study) -> list[str]:
    found: list[str] = []
    for name, part in properties(schema).items():
        if "enum" in part and study.words.is_a("code", snake(name)):
            found += [value for value in part["enum"] if isinstance(value, str)]
        inner = items(part) if is_array(part) else part
        if is_object(inner):
            found += _enumerated(inner, study)
    return found


def _told(study: Study) -> dict[int, str]:
    """Words that the text gives with their status: `not_found (404)`."""
    text = f"{study.interface.description} {' '.join(study.prose.values())}"
    found: dict[int, str] = {}
    for match in _TOLD.finditer(text):
        word, status = (match[1], match[2]) if match[1] else (match[4], match[3])
        if int(status) >= 400 and ("_" in word or "-" in word or word.islower()):
            found.setdefault(int(status), word)
    return found


def _example_code(example: dict[str, Any], study: Study) -> str:
    for name, value in example.items():
        if isinstance(value, dict):
            return _example_code(value, study)
        if (
            isinstance(value, str)
            and study.words.is_a("code", snake(name))
            and re.fullmatch(r"[A-Za-z]+([_-][A-Za-z]+)*", value)
        ):
            return value
    return ""


def _body(schema: Schema, name: FaultName, status: int, code: str, study: Study) -> str:
    """The term of a refusal's body."""
    words = study.words
    members = properties(schema)
    texts = [n for n, part in members.items() if "string" in types(part)]
    alone = len(texts) == 1
    entries, sparse = list[str](), list[str]()
    for member, part in members.items():
        word, kinds = snake(member), types(part)
        term: str | None = None
        if "const" in part:
            term = repr(part["const"])
        elif "integer" in kinds and words.is_a("status", word):
            term = "status"
        elif kinds & {"object"} and properties(part):
            term = _body(part, name, status, code, study)
        elif "array" in kinds and word in _NAMES and types(items(part)) == {"string"}:
            term = "list(fields)"
        elif "array" in kinds:
            inner = items(part)
            term = f"[{_body(inner, name, status, code, study)}]" if is_object(inner) else "[says]"
        elif "object" in kinds and words.is_a("fields", word):
            term = "fields"
        elif "enum" in part and words.is_a("code", word):
            term = "code" if code and _told_by_functions(part["enum"]) else json.dumps(code)
        elif "integer" in kinds and words.is_a("position", word):
            term = f'int(fields["{_POSITION}"]) if "{_POSITION}" in fields else None'
        elif "string" in kinds and words.is_a("field", word) and word not in ("name", "source") and not alone:
            term = POINTER if word == "pointer" else "field"
        elif "string" in kinds:
            term = _text(word, alone, texts, code, status, study)
        if term is None:
            continue
        optional = (
            (term in ("field", "fields", POINTER) or _POSITION in term)
            and member not in required(schema)
            and not nullable(part)
        )
        (sparse if optional else entries).append(f"{json.dumps(member, ensure_ascii=False)}: {term}")
    return object_of(entries, sparse)


def _told_by_functions(choices: list[Any]) -> bool:
    """Whether one of a document's words is for what a function alone finds out: broken syntax, a value beyond, an archive."""
    return any(_FOUND_OUT & set(snake(choice).split("_")) for choice in choices if isinstance(choice, str))


def _text(word: str, alone: bool, texts: list[str], code: str, status: int, study: Study) -> str:
    words = study.words
    others = [snake(name) for name in texts if snake(name) != word]
    says = any(words.is_a("message", other) and other not in ("error", "title", "fault") for other in others)
    if alone:
        coded = any(code == told for told in _told(study).values()) or (code and _looks_coded(word, study))
        return json.dumps(code) if coded and code else "says"
    if word in ("title",) or (word == "error" and "status_code" in " ".join(others)):
        return json.dumps(HTTPStatus(status).phrase) if status in set(HTTPStatus) else "says"
    if words.is_a("code", word) and says:
        return json.dumps(code or snake(HTTPStatus(status).phrase))
    if word == "instance":
        return "None"
    if word == "type" and "title" in others:
        return '"about:blank"'
    return "says"


def _looks_coded(word: str, study: Study) -> bool:
    """Whether the text or an example writes a word of a code behind this member: `{"fault": "denied"}`."""
    text = f"{study.interface.description} {' '.join(study.prose.values())}"
    return bool(re.search(rf"\"{word}\": \"[a-z]+(?:[_-][a-z]+)*\"", text, re.IGNORECASE))
