"""How callers are known, and at which operations: tokens, keys in headers or the query, cookies, names with passwords. Called by deriving."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from engines.spec.interface.prose.events import statuses
from engines.spec.interface.prose.parts import Parts
from engines.spec.interface.prose.passages import Paper, Passage
from engines.spec.interface.prose.stretches import Layout

_BEARER = re.compile(r"\bBearer\b|\bJWTs?\b|\baccess tokens?\b|\bapi tokens?\b|\btoken in the authorization header", re.IGNORECASE)
_BASIC = re.compile(r"\bbasic auth(?:entication|orization)?\b|\bHTTP[- ]basic\b", re.IGNORECASE)
_COOKIE = re.compile(r"\bcookies?(?:\s+(?:called|named|is))?\s+[`\"]?(?P<name>[\w-]+)[`\"]?|[`\"](?P<name2>[\w-]+)[`\"]\s+cookie\b|\b(?P<name3>(?!(?:a|the|session|http|httponly|secure|by)\b)\w+)\s+cookie\b", re.IGNORECASE)
_QUERY = re.compile(r"[`\"(\s]\?(?P<name>(?:api_?)?key|token|access_token|auth)=")
_HEADER = re.compile(r"\b(?P<name>X-[A-Za-z][\w-]*\w|Api-Key|Access-Key)\b")
_SECRET = re.compile(r"key|token|secret|auth|password|cart|session", re.IGNORECASE)
_REST = re.compile(
    r"\b(?:everything|all(?: of)?(?: the)?|every|any|each)\s+(?:else|other|others|the rest|(?:of the )?rest|below|further|later)\b|\b(?:all|every|each|any) (?:\w+ )?(?:requests?|endpoints?|operations?|calls?|routes?|ones?)\b|\bthe rest\b|\bfrom (?:then|now) on\b|\brequests? below\b|\beverything below\b|"
    r"\bwith every request\b|\bwithout (?:a (?:session|token|key)|it|one)\b|\bclients? (?:must )?authenticates?\b|\brequires? (?:a |an )?(?:authentication|login|token)\b|\bsends? the token\b|\buses? (?:http )?basic\b",
    re.IGNORECASE,
)
_LATER = re.compile(r"\b(?:else|other|others|rest|below|further|later|from then on|from now on|now on)\b", re.IGNORECASE)
_WRITING = re.compile(r"\b(?:writing|changes?|changing|modif\w+|write access|members write|to write)\b", re.IGNORECASE)
_READING_FREE = re.compile(r"\breading (?:needs|requires|is|takes) (?:nothing|no|free|open|public)|\b(?:everybody|everyone|anyone|anybody) (?:may |can )?reads?\b|\bno auth\w* for reading\b|\breading is (?:free|public|open)", re.IGNORECASE)
_OPEN = re.compile(
    r"\bno (?:login|auth\w*|token|key|account|credentials?)(?: is| are)? ?(?:needed|required|necessary)?\b|\bwithout (?:a )?(?:key|token|login|authentication|auth)\b|\bpublic(?:ly)?\b(?! key)|\bunauthenticated\b|\bno account\b|\bworks without\b",
    re.IGNORECASE,
)
_NOBODY = re.compile(r"\bno (?:accounts?|users|logins?|user accounts|auth\w*)\b(?! for)|\bno login needed\b|\bno auth(?:entication)?(?: is)? (?:needed|required)\b", re.IGNORECASE)
_ENTRY = re.compile(r"(?:^|/)(?:register|registration|signup|sign-up|login|log-in|signin|sign-in|token|sessions?|auth|users|accounts|clients)$", re.IGNORECASE)
_NEEDS = re.compile(r"\b(?:needs?|requires?|required|must|with|send(?:s|ing)?|goes into|goes in|carr(?:y|ies)|uses?|authenticates?|bearing|as|takes)\b", re.IGNORECASE)


@dataclass
class Scheme:
    """A way to be known. `refuses`: the status of who isn't; `said`: sentences that tell of it."""

    name: str
    kind: str
    parameter: str = ""
    refuses: int = 0
    said: list[Passage] = field(default_factory=list)

    def document(self) -> dict[str, object]:
        """The security scheme as a document says it."""
        if self.kind in ("bearer", "basic"):
            return {"type": "http", "scheme": self.kind}
        return {"type": "apiKey", "in": self.kind, "name": self.parameter}


def schemes(paper: Paper) -> dict[str, Scheme]:
    """The ways to be known that a text tells, by name."""
    found: dict[str, Scheme] = {}
    for passage in paper.passages:
        text = paper.text[passage.start : passage.end]
        for scheme in _schemes_of(text):
            known = found.setdefault(scheme.name, scheme)
            known.said.append(passage)
            known.refuses = known.refuses or _refusal(text)
    if "bearer" in found and not any(re.search(r"\bBearer\b|authorization header", paper.text[p.start : p.end], re.IGNORECASE) for p in found["bearer"].said):
        del found["bearer"]
    return found


def _schemes_of(text: str) -> Iterator[Scheme]:
    if _BEARER.search(text):
        yield Scheme("bearer", "bearer")
    if _BASIC.search(text):
        yield Scheme("basic", "basic")
    for match in _COOKIE.finditer(text):
        name = match["name"] or match["name2"] or match["name3"]
        if name and not re.fullmatch(r"(?:is|and|or|by|that|which|it|the|flags?|with|for|a|an|of|in|to|called|named|session|on|header|so)", name, re.IGNORECASE):
            yield Scheme(name, "cookie", name)
    if match := _QUERY.search(text):
        yield Scheme(match["name"], "query", match["name"])
    for match in _HEADER.finditer(text):
        if _SECRET.search(match["name"]):
            yield Scheme("".join(part.capitalize() for part in match["name"].removeprefix("X-").split("-")), "header", match["name"])


def _refusal(text: str) -> int:
    found = [code for _, code in statuses(text) if code in (401, 403)]
    return found[0] if found else 0


def security(paper: Paper, layout: Layout, parts: Mapping[str, Parts], found: Mapping[str, Scheme]) -> dict[str, list[str]]:
    """The names of schemes by the keys of operations; one of them must be met."""
    made: dict[str, list[str]] = {key: [] for key in parts}
    if not found:
        return made
    for scheme in found.values():
        for passage in scheme.said:
            for key in _reached(scheme, passage, paper, layout, parts):
                if scheme.name not in made[key]:
                    made[key].append(scheme.name)
    whole = " ".join(paper.text[p.start : p.end] for p in paper.passages)
    free = bool(_READING_FREE.search(whole))
    for key, told in parts.items():
        own = " ".join(paper.text[a:b] for a, b in told.spans)
        head = " ".join(paper.masked[n.start : n.end + 120].split("\n")[0] for n in layout.namings if n.key == key)
        del head
        named = any(s.kind == "header" and s.parameter in own for s in found.values())
        if (free and told.told.method in ("GET", "HEAD") and not named) or (_OPEN.search(own) and not named) or _opens(told, found):
            made[key] = []
    return made


def _reached(scheme: Scheme, passage: Passage, paper: Paper, layout: Layout, parts: Mapping[str, Parts]) -> Iterator[str]:
    """The operations that a sentence lets a scheme be needed at."""
    text = paper.text[passage.start : passage.end]
    here = [key for key, told in parts.items() if any(a < passage.end and passage.start < b for a, b in told.told.stretches)]
    first = {key: told.told.first for key, told in parts.items()}
    if passage.kind == "heading":
        yield from (key for key in parts if passage.number in paper.at(first[key]).under)
    elif _REST.search(text):
        later = bool(_LATER.search(text))
        within = passage.under[-1] if passage.under and not later else 0
        for key in parts:
            if later and first[key] < passage.end:
                continue
            if not within or within in paper.at(first[key]).under or True:
                yield key
    elif _WRITING.search(text) and not here:
        yield from (key for key, told in parts.items() if told.told.method not in ("GET", "HEAD"))
    elif here and _NEEDS.search(text):
        shown = [key for key in here if _gives(parts[key], scheme)]
        own = [key for key in here if key not in shown]
        if own and (paper.at(first[own[0]]).number == passage.number or scheme.kind == "header"):
            yield from own
            if scheme.kind == "bearer" and re.search(r"\b(?:I|we|they|you) (?:can|may)\b", text):
                yield from _same_role(own[0], parts, paper)
        elif scheme.kind in ("bearer", "basic", "cookie"):
            yield from (key for key in parts if first[key] > first[here[0]] or key not in here)
    elif not here:
        marked = _role(text)
        keys = [key for key, told in parts.items() if marked and _has_role(told, marked, paper)]
        if keys:
            yield from keys
        elif _NEEDS.search(text) or scheme.kind in ("bearer", "basic", "cookie"):
            yield from (key for key in parts if not _gives(parts[key], scheme))
    elif scheme.kind == "cookie":
        yield from (key for key in parts if key not in here)


def _same_role(key: str, parts: Mapping[str, Parts], paper: Paper) -> Iterator[str]:
    """Operations told in the same block after one."""
    block = paper.at(parts[key].told.first).block
    yield from (k for k, p in parts.items() if paper.at(p.told.first).block == block and p.told.first > parts[key].told.first)


def _role(text: str) -> str:
    match = re.match(r"\W*(?:the |an? )?(?P<role>[a-z]+?)s?\s+(?:sends?|uses?|needs?|authenticates?|carr)", text, re.IGNORECASE)
    return match["role"].lower() if match else ""


def _has_role(told: Parts, role: str, paper: Paper) -> bool:
    said = " ".join(paper.text[a:b] for a, b in (*told.spans, *told.told.notes))
    return bool(re.search(rf"\({role}s?\b", said, re.IGNORECASE))


def _gives(told: Parts, scheme: Scheme) -> bool:
    """Whether an operation hands out what a scheme asks for."""
    names = " ".join(name.lower() for said in (*told.successes(), told.untold) if said.sample for name in _all_names(said.sample))
    word = re.sub(r"[^a-z]", "", scheme.parameter.lower().removeprefix("x-")) or "token"
    return word in re.sub(r"[^a-z]", "", names) or ("token" in names and scheme.kind == "bearer") or ("key" in names and "key" in word)


def _all_names(sample: object) -> Iterator[str]:
    for member in getattr(sample, "members", ()):
        yield member.name
        if member.sample:
            yield from _all_names(member.sample)


def _opens(told: Parts, found: Mapping[str, Scheme]) -> bool:
    """Whether somebody becomes known by an operation: it gives the key or token, or takes a password to register."""
    if told.told.method not in ("POST", "PUT"):
        return False
    if any(_gives(told, scheme) for scheme in found.values()) and "{" not in told.told.path:
        names = {name for said in told.successes() if said.sample for name in _all_names(said.sample)}
        return bool(names)
    asks = any("password" in name.lower() for sample in told.requests for name in _all_names(sample))
    return bool(_ENTRY.search(told.told.path)) and (asks or any(s.kind != "header" for s in found.values())) and told.told.method == "POST"
