"""The ways to be known that a text tells: tokens, keys in headers or the query, cookies, names with passwords. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from engines.spec.interface.prose.events import statuses
from engines.spec.interface.prose.passages import Paper, Passage

_BEARER = re.compile(
    r"\bBearer\b|\bJWTs?\b|\b(?:token|jwt) in the authorization header|\bauthorization header\b", re.IGNORECASE
)
_BASIC = re.compile(r"\bbasic auth(?:entication|orization)?\b|\bHTTP[- ]basic\b", re.IGNORECASE)
_COOKIE = re.compile(
    r"\bcookies?(?:\s+(?:called|named|is))?\s+[`\"]?(?P<name>[\w-]+)[`\"]?|[`\"](?P<name2>[\w-]+)[`\"]\s+cookie\b|\b(?P<name3>(?!(?:a|the|session|http|httponly|secure|by)\b)\w+)\s+cookie\b",
    re.IGNORECASE,
)
_QUERY = re.compile(r"[`\"(\s]\?(?P<name>(?:api_?)?key|token|access_token|auth)=")
_HEADER = re.compile(r"\b(?P<name>X-[A-Za-z][\w-]*\w|Api-Key|Access-Key)\b")
_SECRET = re.compile(r"key|token|secret|auth|password|cart|session", re.IGNORECASE)
_NO_NAME = re.compile(
    r"(?:is|and|or|by|that|which|it|the|flags?|with|for|a|an|of|in|to|called|named|session|on|header|so|httponly|samesite)",
    re.IGNORECASE,
)
_MISSED = re.compile(
    r"\b(?:missing|wrong|without|invalid|unknown|otherwise|else|no|not valid|none|bad)\b", re.IGNORECASE
)


@dataclass
class Scheme:
    """A way to be known. `refuses`: the status of who isn't; `said`: passages that tell of it."""

    name: str
    kind: str
    parameter: str = ""
    refuses: int = 0
    said: list[Passage] = field(default_factory=list)

    @property
    def is_key(self) -> bool:
        """Whether it opens something rather than telling who calls: a header whose lack is answered 403 or 404."""
        return self.kind == "header" and self.refuses in (403, 404)

    def document(self) -> dict[str, object]:
        """The security scheme as a document says it."""
        if self.kind in ("bearer", "basic"):
            return {"type": "http", "scheme": self.kind}
        return {"type": "apiKey", "in": self.kind, "name": self.parameter}


def schemes(paper: Paper) -> dict[str, Scheme]:
    """The ways to be known that a text tells, by name."""
    found: dict[str, Scheme] = {}
    for passage in paper.passages:
        for scheme in _schemes_of(paper.text[passage.start : passage.end]):
            known = found.setdefault(scheme.name, scheme)
            if passage not in known.said:
                known.said.append(passage)
            known.refuses = known.refuses or _refusal(paper, passage)
    return found


def _schemes_of(text: str) -> Iterator[Scheme]:
    if _BEARER.search(text):
        yield Scheme("bearer", "bearer")
    if _BASIC.search(text):
        yield Scheme("basic", "basic")
    for match in _COOKIE.finditer(text):
        name = match["name"] or match["name2"] or match["name3"]
        if name and not _NO_NAME.fullmatch(name):
            yield Scheme(name, "cookie", name)
    if asked := _QUERY.search(text):
        yield Scheme(asked["name"], "query", asked["name"])
    for match in _HEADER.finditer(text):
        if _SECRET.search(match["name"]):
            name = "".join(part.capitalize() for part in match["name"].removeprefix("X-").split("-"))
            yield Scheme(name, "header", match["name"])


def _refusal(paper: Paper, passage: Passage) -> int:
    """The status of who is not known, in the same sentence or the next one that says what is missing or wrong."""
    for near in paper.passages[passage.number - 1 : passage.number + 2]:
        text = paper.masked[near.start : near.end]
        if near is not passage and (
            near.block != passage.block
            or not re.match(
                r"\W*(?:a )?(?:missing|wrong|without|no|invalid|unknown)\b.*\b(?:key|token|it|one|password|session|cookie|missing|wrong)\b",
                text,
                re.IGNORECASE | re.DOTALL,
            )
        ):
            continue
        found = [
            code
            for at, code in statuses(text)
            if code in (401, 403, 404) and (code == 401 or _MISSED.search(text[max(0, at - 40) : at + 30]))
        ]
        if found:
            return 401 if 401 in found else found[0]
    return 0
