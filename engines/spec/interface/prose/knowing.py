"""At which operations callers must be known, and how. Called by deriving."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engines.spec.interface.model import snake
from engines.spec.interface.prose.credentials import Scheme
from engines.spec.interface.prose.parts import Parts
from engines.spec.interface.prose.passages import Paper, Passage
from engines.spec.interface.prose.samples import Sample
from engines.spec.interface.prose.spoken import names_in

_REST = re.compile(
    r"\b(?:everything|all(?: of)?(?: the)?|every|any|each)\s+(?:else|other|others|the rest|(?:of the )?rest|below|further|later)\b|\b(?:all|every|each|any) (?:\w+ )?(?:requests?|endpoints?|operations?|calls?|routes?|ones?)\b|\bthe rest\b|\bfrom (?:then|now) on\b|\brequests? below\b|\beverything below\b|"
    r"\bwithout (?:a (?:session|token|key|login)|it|one)\b|\bclients? (?:must )?authenticates?\b|\brequires? (?:authentication|login|a (?:valid )?token|being logged in)\b|\bsends? the token\b|\buses? (?:http )?basic\b|\blog(?:ged)?[- ]in users only\b",
    re.IGNORECASE,
)
_BELOW = re.compile(r"\b(?:below|further|later|from then on|from now on|now on)\b", re.IGNORECASE)
_WRITES = re.compile(r"\b(?:writing|writes|changes?|changing|modif\w+|write access|to write)\b", re.IGNORECASE)
_READS = re.compile(r"\b(?:reading|reads|to read|read access)\b", re.IGNORECASE)
_READING_FREE = re.compile(
    r"\breading (?:needs|requires|is|takes) (?:nothing|no|free|open|public)|\b(?:everybody|everyone|anyone|anybody) (?:may |can )?reads?\b|\bno auth\w* for reading\b|\breading is (?:free|public|open)",
    re.IGNORECASE,
)
_FREE = re.compile(
    r"\bno (?:login|auth\w*|token|key|account|credentials?)(?: is| are)? ?(?:needed|required|necessary)?\b|\b(?:works?|that works|open) without (?:a )?(?:key|token|login|auth\w*)\b|\bpublic(?:ly)? (?:endpoint|accessible|available|readable)\b|\((?:public|open|no auth)\b|\bunauthenticated\b",
    re.IGNORECASE,
)
_ENTRY = re.compile(
    r"(?:^|/)(?:register|registration|signup|sign-up|login|log-in|signin|sign-in|token|sessions?|session|auth|users|accounts|clients)$",
    re.IGNORECASE,
)
_NEEDS = re.compile(
    r"\b(?:needs?|requires?|required|must|with|send(?:s|ing)?|goes|carr(?:y|ies)|uses?|authenticates?|bearing|as|takes|header|writes|reads)\b",
    re.IGNORECASE,
)
_KNOWN = re.compile(r"\b(?:session|token|key|log(?:ged)?[- ]?in|login|authenticat\w*|authoriz\w*)\b", re.IGNORECASE)
_ONLY = re.compile(
    r"^[`\"]*\s*\((?:only|for)\s+`?(?P<path>/[\w/{}.-]+)|^[`\"]*\s*\((?:everything|all) (?:about|on|for) (?:the )?(?P<what>\w+)",
    re.IGNORECASE,
)


@dataclass
class _Ground:
    """What is known of all operations: where each is told first, which give a secret out, which let somebody in."""

    paper: Paper
    parts: Mapping[str, Parts]
    bodies: Mapping[str, Sample]

    def first(self, key: str) -> int:
        return self.parts[key].told.first

    def here(self, passage: Passage) -> list[str]:
        """The operations in whose stretch a passage stands."""
        return [
            key
            for key, told in self.parts.items()
            if any(a < passage.end and passage.start < b for a, b in told.told.stretches)
        ]

    def gives(self, key: str, scheme: Scheme) -> bool:
        """Whether an operation hands out what a scheme asks for."""
        told = self.parts[key]
        shown = [said.sample for said in (*told.successes(), told.untold) if said.sample]
        sent = {snake(name) for name in (names_in([self.bodies[key]]) if key in self.bodies else ())}
        names = {snake(name) for name in names_in(shown)} - (sent if scheme.kind == "header" else set())
        word = snake(scheme.parameter.removeprefix("X-")) if scheme.kind == "header" else ""
        if scheme.kind == "bearer":
            return any("token" in name or name == "jwt" for name in names)
        said = " ".join(self.paper.text[a:b] for a, b in told.spans)
        if scheme.kind == "cookie":
            return scheme.parameter in said and told.told.method == "POST"
        if scheme.kind == "basic":
            return told.told.method in ("POST", "PUT") and "password" in names
        last = word.rpartition("_")[2] or scheme.parameter
        return (
            word in names
            or (last in names)
            or (word == "cart" and "token" in names)
            or any(n.endswith(f"_{last}") and n == word for n in names)
        )

    def lets_in(self, key: str, scheme: Scheme, before: int) -> bool:
        """Whether somebody becomes known by an operation."""
        told = self.parts[key].told
        if told.method not in ("POST", "PUT"):
            return False
        asks = any("password" in snake(name) for name in (names_in([self.bodies[key]]) if key in self.bodies else ()))
        if asks and (told.first < before or _ENTRY.search(told.path)):
            return not re.search(r"change|reset|/password$|/members$", told.path)
        enters = bool(re.search(r"(?:^|/)(?:login|log-in|signin|sign-in|signup|register|token)$", told.path))
        return (self.gives(key, scheme) and ("{" not in told.path or scheme.kind == "basic")) or (
            enters and told.method == "POST"
        )


def security(
    paper: Paper, parts: Mapping[str, Parts], bodies: Mapping[str, Sample], found: Mapping[str, Scheme]
) -> dict[str, list[str]]:
    """The names of schemes by the keys of operations; one of them must be met."""
    made: dict[str, list[str]] = {key: [] for key in parts}
    ground = _Ground(paper, parts, bodies)
    for scheme in found.values():
        for key in _reached(scheme, ground, alone=len(found) == 1):
            if scheme.name not in made[key]:
                made[key].append(scheme.name)
    said_free = [p for p in paper.passages if _READING_FREE.search(paper.text[p.start : p.end])]
    for key, told in parts.items():
        under = paper.at(told.told.first).under
        free = any(p.kind != "heading" or p.number in under for p in said_free) and not told.told.path.endswith("/me")
        own = " ".join(paper.text[a:b] for a, b in told.spans)
        named = any(scheme.kind == "header" and scheme.parameter in own for scheme in found.values())
        if (free and told.told.method in ("GET", "HEAD") and not named) or (_FREE.search(own) and not named):
            made[key] = []
    return made


def _reached(scheme: Scheme, ground: _Ground, *, alone: bool) -> list[str]:
    """The operations that a scheme is needed at."""
    paper = ground.paper
    said = list(scheme.said)
    if alone:
        said += [
            p
            for p in paper.passages
            if p not in said
            and _REST.search(paper.text[p.start : p.end])
            and _KNOWN.search(paper.text[p.start : p.end])
            and re.search(r"\b40[13]\b", paper.text[p.start : p.end])
        ]
    found: dict[str, None] = {}
    for passage in said:
        found |= dict.fromkeys(_told_at(scheme, passage, ground))
    if not found:
        general = [p for p in said if not ground.here(p)]
        if general and (scheme.kind != "header" or any(_NEEDS.search(paper.text[p.start : p.end]) for p in general)):
            found = dict.fromkeys(ground.parts)
        elif said:
            found = dict.fromkeys(key for key in ground.parts if ground.first(key) > said[0].start)
    start = min((p.start for p in said), default=0)
    return [key for key in found if not ground.lets_in(key, scheme, start if not alone else max(p.start for p in said))]


def _told_at(scheme: Scheme, passage: Passage, ground: _Ground) -> Iterator[str]:
    """The operations that a sentence lets a scheme be needed at; none where it says nothing of where."""
    text = ground.paper.text[passage.start : passage.end]
    here = ground.here(passage)
    at = text.find(scheme.parameter) if scheme.parameter else -1
    if passage.kind == "heading":
        yield from (key for key in ground.parts if passage.number in ground.paper.at(ground.first(key)).under)
        return
    if at >= 0 and (only := _ONLY.match(text[at + len(scheme.parameter) :])):
        word = only["path"] or f"/{only['what']}"
        yield from (key for key in ground.parts if word in ground.parts[key].told.path)
        return
    near = re.split(r"[,;]\s", text[:at])[-1] if at >= 0 else text
    if _REST.search(text):
        below = bool(_BELOW.search(text))
        yield from (
            key
            for key in ground.parts
            if not below
            or ground.first(key) > passage.start
            or re.search(r"/(?:log-?out|sign-?out|me)$", ground.parts[key].told.path)
        )
    elif _WRITES.search(near) and not _only_here(here, scheme, ground):
        yield from (key for key in ground.parts if ground.parts[key].told.method not in ("GET", "HEAD"))
    elif _READS.search(near) and at >= 0 and not _only_here(here, scheme, ground):
        yield from (key for key in ground.parts if ground.parts[key].told.method in ("GET", "HEAD"))
    elif here:
        yield from _within(scheme, passage, here, text, ground)
    elif marked := _role(text):
        yield from (key for key in ground.parts if _has_role(ground.parts[key], marked, ground.paper))


def _only_here(here: list[str], scheme: Scheme, ground: _Ground) -> bool:
    return bool(here) and not any(ground.gives(key, scheme) for key in here)


def _within(scheme: Scheme, passage: Passage, here: list[str], text: str, ground: _Ground) -> Iterator[str]:
    """A sentence about an operation: it needs the scheme itself, or what it gives is for those that follow."""
    givers = [key for key in here if ground.gives(key, scheme)]
    others = [key for key in here if key not in givers]
    if others and (_NEEDS.search(text) or ground.paper.at(ground.first(others[0])).number == passage.number):
        yield from others
        if scheme.kind == "bearer" and re.search(r"\b(?:I|we|they|you) (?:can|may)\b", text):
            block = ground.paper.at(ground.first(others[0])).block
            yield from (
                k
                for k in ground.parts
                if ground.paper.at(ground.first(k)).block == block and ground.first(k) > ground.first(others[0])
            )
    if givers and scheme.kind == "header":
        noun = snake(scheme.parameter.removeprefix("X-")).split("_")[0]
        named = [
            k for k in ground.parts if k not in givers and re.search(rf"/{noun}s?(?:/|$)", ground.parts[k].told.path)
        ]
        yield from named or (k for k in ground.parts if k not in givers and ground.first(k) > ground.first(givers[0]))


def _role(text: str) -> str:
    match = re.match(
        r"\W*(?:the |an? )?(?P<role>[a-z]+?)s?\s+(?:sends?|uses?|needs?|authenticates?|carr)", text, re.IGNORECASE
    )
    return match["role"].lower() if match else ""


def _has_role(told: Parts, role: str, paper: Paper) -> bool:
    said = " ".join(paper.text[a:b] for a, b in (*told.spans, *told.told.notes))
    return bool(re.search(rf"\({role}s?\b", said, re.IGNORECASE))
