"""The members of a body that are told in words: after 'takes' or 'with', in brackets, as items below the operation. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from engines.spec.interface.prose.events import statuses
from engines.spec.interface.prose.listing import Item, listed
from engines.spec.interface.prose.passages import HIDDEN, Paper
from engines.spec.interface.prose.samples import Member, Sample
from engines.spec.interface.prose.stretches import NAMED, Layout, Told

_TRIGGER = re.compile(
    r"(?:\b(?:takes?|accepts?|expects?|requires?|receives?|sending|send|submitting|posting|passing|body(?: is| has|:)?|payload:?|request:?|fields?:|members:|form with|json with|json:|consists? of|(?:it|which|that|and) (?:has|needs|contains|takes)|(?:must|should|shall|can|may)(?: also)? (?:contain|include|have|carry|hold)s?|"
    r"changes?|updates?|replaces?|edits?|sets?|with)\b:?|[:,]\s*(?=`[a-z_]))\s*",
    re.IGNORECASE,
)
_ALSO = re.compile(r"\b(?:may|can) (?:also )?(?:contain|include|have|carry|be given)\b:?\s*", re.IGNORECASE)
_FORM = re.compile(r"\bform\s+(?P<pairs>[a-z_]\w*=[^\s,]+(?:\s[^\s=,]+>)?(?:\s*[&,]\s*[a-z_]\w*=[^\s,]+)*)")
_STOP = re.compile(
    r"(?:\b(?:and|then|which|it|that)?\s*(?:it |should |will |shall )?(?:answers?|returns?|returned|responds?|response|gives? (?:back|\d{3})|replies|reply|comes? back|get back|they receive|saves|makes|creates|places|to create|and get)\b|[-=]>|→|\.\s|\.$|\n\s*\n)",
    re.IGNORECASE,
)
_BRACKET = re.compile(rf"{NAMED}+`?\s*(?P<list>\((?:[^()]|\([^()]*\))*\))")
_DIRECT = re.compile(
    rf"{NAMED}+`?\s+(?P<list>[a-z_]\w*\??(?:\s*\([^()]*\))?(?:,\s*[a-z_]\w*\??(?:\s*\([^()]*\))?)*)(?=\s*(?:$|\s\s|->|=>|→|=|\.|;|\d{{3}}|:|\n))"
)
_ITEM = re.compile(
    r"^[`\"*]*(?P<name>[A-Za-z_][\w\-]*)[`\"*]*(?P<mark>\?)?\s*(?P<note>(?:[(:=–—-]|is\b|are\b|has\b).*)?$", re.DOTALL
)
_PAIR = re.compile(
    r"^[`\"]*(?P<one>[A-Za-z_]\w*)[`\"]*\s*(?:,|and)\s*[`\"]*(?P<two>[A-Za-z_]\w*)[`\"]*\s*(?P<note>[(:–—-].*)$",
    re.DOTALL,
)
_KIND = re.compile(
    r"^\W*(?P<name>[a-z_]\w*)=(?P<value>[a-z_]\w*)(?P<rest>(?:\s*,\s*[a-z_]\w*\??(?:\s*\([^()]*\))?)*)\s*(?:=>|->|→|:)"
)
_MAY = re.compile(r"^\W*(?P<name>[a-z_]\w*)\s*(?:\((?P<note>[^()]*)\)\s*)?may (?:also )?be (?:given|sent|added)")
_HEADERS = re.compile(
    r"^(?:the |an? |this |its |your )*(?:same\b|header|headers|token|cookie|body\b|address|`?[A-Z][\w]*-[A-Z]|`?If-|query|path|key in|raw|\d)",
    re.IGNORECASE,
)


def request_items(paper: Paper, layout: Layout, told: Told, spans: Sequence[tuple[int, int]]) -> list[Item]:
    """The members of an operation's body as told in words; empty where none are."""
    quiet = layout.without(told)
    below = _below(paper, quiet, spans)
    if below:
        return below
    for start, end in spans:
        text = quiet[start:end]
        for expression in (_DIRECT, _BRACKET):
            if match := expression.search(text):
                found = listed(_stopped(match["list"]))
                if found and _plausible(found, match["list"]):
                    return found
        if match := _FORM.search(text):
            return [Item(name) for name in re.findall(r"([a-z_]\w*)=", match["pairs"])]
        if found := _triggered(text):
            return [*found, *_besides(quiet, spans, start)]
    return []


def _triggered(text: str) -> list[Item]:
    """What is listed behind a word that asks: 'takes', 'the body must contain'."""
    for match in _TRIGGER.finditer(text):
        weak = not _named(match[0])
        if weak and (first_stop(text) < match.start() or not (NAMED in text or match.start() == 0)):
            continue
        rest = _stopped(text[match.end() :])
        if _HEADERS.match(rest) or HIDDEN in rest[:3]:
            continue
        found = listed(rest)
        article = rest.lstrip().startswith(("`", "a ", "an ", '"', "the ", "optional"))
        if found and (not weak or len(found) > 1 or article):
            return found
    return []


def _besides(quiet: str, spans: Sequence[tuple[int, int]], after: int) -> list[Item]:
    """What may be given besides, in a sentence of its own: 'it may also contain servings and notes'."""
    for start, end in spans:
        if start > after and (match := _ALSO.search(quiet[start:end])):
            return [Item(item.name, item.note, True) for item in listed(_stopped(quiet[start:end][match.end() :]))]
    return []


def request_kinds(layout: Layout, told: Told, spans: Sequence[tuple[int, int]]) -> list[Sample]:
    """Bodies of several kinds told as pairs: 'grant_type=password, username, password => 200'; empty where none are."""
    found: list[Sample] = []
    also: list[Member] = []
    for start, end in spans:
        text = layout.without(told)[start:end].strip()
        if match := _KIND.match(text):
            kind = Member(name=match["name"], sample=Sample(kind="value", value=match["value"]))
            others = [
                Member(name=item.name, note=item.note, optional=item.optional)
                for item in listed(match["rest"].lstrip(" ,"))
            ]
            found.append(Sample(kind="object", members=(kind, *others)))
        elif found and (match := _MAY.match(text)):
            also.append(Member(name=match["name"], note=match["note"] or "", optional=True))
    return [replace(one, members=(*one.members, *also)) for one in found] if len(found) > 1 else []


def _named(trigger: str) -> bool:
    return bool(
        re.match(
            r"\W*(?:takes|accepts|expects|requires|receives|sending|body|payload|fields|members|form with|json with|consists|it has|which has|that has|and has|must (?:also )?(?:contain|include|have)|should contain)",
            trigger,
            re.IGNORECASE,
        )
    )


def _stopped(text: str) -> str:
    return text[: first_stop(text)]


def first_stop(text: str) -> int:
    """Where a text comes to what is answered, outside of brackets; its length where it doesn't."""
    places = [match.start() for match in _STOP.finditer(text)] + [start for start, _ in statuses(text)]
    return min(
        (at for at in places if text.count("(", 0, at) <= text.count(")", 0, at)),
        default=len(text),
    )


def _plausible(found: Sequence[Item], text: str) -> bool:
    """Whether names in brackets are members, not who may call or a remark."""
    if re.match(
        r"\((?:no body|owner|agents?|admins?|members?|public|auth|optional|no auth|requires|needs|only|same|that is)\b",
        text,
        re.IGNORECASE,
    ):
        return False
    return all(re.fullmatch(r"[A-Za-z_]\w*(?: \w+)?", item.name) for item in found)


def _below(paper: Paper, quiet: str, spans: Sequence[tuple[int, int]]) -> list[Item]:
    """Items that each name a member, in the stretch of an operation."""
    found: list[Item] = []
    query = False
    for start, end in spans:
        passage = paper.at(start)
        text = quiet[start:end].strip()
        if re.search(r"query|header", text, re.IGNORECASE) and text.endswith(":"):
            query = True
        if passage.kind != "item" or NAMED in text or query or passage.start != _block_start(paper, start):
            query = query and passage.kind == "item"
            continue
        if match := _PAIR.match(text):
            found += [Item(match["one"], match["note"]), Item(match["two"], match["note"])]
        elif (match := _ITEM.match(text)) and match["name"].lower() not in (
            "response",
            "request",
            "body",
            "errors",
            "error",
            "returns",
            "answer",
            "get",
            "post",
        ):
            found.append(Item(match["name"], (match["note"] or "").lstrip(": "), bool(match["mark"])))
    return found


def _block_start(paper: Paper, at: int) -> int:
    block = paper.at(at).block
    return next(p.start for p in paper.passages if p.block == block)
