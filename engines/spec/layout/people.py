"""Turns 'clerk: everything', 'auditors (read-only)' below a heading about people into sentences. Used by document."""

from __future__ import annotations

import re

from engines.spec.english import English
from engines.spec.layout.listing import keyed
from engines.spec.layout.remarks import unbracketed
from engines.spec.lists import items, top_level
from engines.spec.patterns import pattern

_ALL = pattern(
    r"^(?:can |may )?(?:do |does |has |have |see and do )?(?:everything|all|anything|full (?:access|control|rights)|all (?:rights|access|permissions)|unlimited|unrestricted|crud|\*)(?: else)?$",
    re.IGNORECASE,
)
_READS = pattern(
    r"^(?:has |have )?(?:read|view|look)[- ]?only(?: access)?(?P<what>.*)$|^(?:only )?(?:reads?|views?|looks?)$",
    re.IGNORECASE,
)
_MODAL = pattern(
    r"^(?:can(?:not|'t)?|may|must|shall|should|mustn't|only|never|is|are|has|have|gets?|does|do|will)\b", re.IGNORECASE
)
_OWN = pattern(r"^(?:only )?(?:their |his |her |its )?own (?P<what>.+?)(?: only)?$", re.IGNORECASE)
_NONE = pattern(r"^(?:no|not|none|without)\b\s*(?P<what>.*)$", re.IGNORECASE)


def role_sentences(text: str, english: English) -> tuple[tuple[str, ...], str]:
    """The roles that a line names and what it says of them as sentences; no roles when it is no such line."""
    text = text.strip(" .")
    key, rest = keyed(text)
    if key and _is_role(key, english):
        return tuple(items(key)), "; ".join(_said(role, rest, english) for role in items(key))
    dashed = re.match(r"^(?P<key>[A-Za-z][\w \-]{1,40}?)\s+[-–—]\s+(?P<rest>\S.*)$", text)
    if dashed and _is_role(dashed["key"], english):
        return (dashed["key"],), _said(dashed["key"], dashed["rest"], english)
    parts = [part for whole in top_level(text) for part in _joined(whole)]
    roles = [unbracketed(part) for part in parts]
    plain = [(role, notes) for role, notes in roles if _is_role(role, english)]
    if not plain or (len(plain) < len(roles) and not plain[0][1] and len(plain) < 2):
        return (), ""
    others = [part for part, (role, _) in zip(parts, roles, strict=True) if not _is_role(role, english)]
    said = [_said(role, "; ".join(notes), english) for role, notes in plain if notes]
    return tuple(role for role, _ in plain), "; ".join([*said, *others])


def _joined(text: str) -> list[str]:
    return [part for part in re.split(r"\s+(?:and|&|\+)\s+(?![^(]*\))", re.sub(r"^and\s+", "", text)) if part]


def _is_role(text: str, english: English) -> bool:
    words = text.lower().split()
    verb = any(english.is_verb(word) or word in english.lexicon.prepositions for word in words)
    return 0 < len(words) <= 3 and not verb and bool(re.fullmatch(r"[a-z][a-z\- ,&/]*", text.lower()))


def _said(role: str, rest: str, english: English) -> str:
    """What a role may, as clauses with the role for their subject."""
    who = english.plural_name(english.name(role)).replace("_", " ").capitalize()
    clauses: list[str] = []
    for part in (p for segment in top_level(rest, ";") for p in _verbs(segment, english)):
        clauses.append(_clause(who, re.sub(r"^and\s+", "", part.strip(" .")), english))
    return "; ".join(clause for clause in clauses if clause)


def _verbs(segment: str, english: English) -> list[str]:
    """A list cut only where something new begins: 'own slots, enters usage', not 'creates loans, returns and notes'."""
    parts: list[str] = []
    for part in top_level(segment, ",.:"):
        first = re.sub(r"^and\s+", "", part).split()[0].lower()
        fresh = _does(first, english) or _MODAL.match(part) or _OWN.match(part) or _NONE.match(part) or _ALL.match(part)
        if parts and not fresh and not _READS.match(parts[-1]) and not _ALL.match(parts[-1]):
            parts[-1] += f", {part}"
        else:
            parts.append(part)
    return parts


def _clause(who: str, part: str, english: English) -> str:
    if not part:
        return ""
    if _ALL.match(part):
        return f"{who} can manage everything"
    if found := _READS.match(part):
        return f"{who} can only read {(found['what'] or '').strip() or 'everything'}"
    if found := _OWN.match(part):
        return f"{who} can only see their own {found['what']}"
    if found := _NONE.match(part):
        return f"{who} can't see {found['what']}" if found["what"] else ""
    first, _, rest = part.partition(" ")
    if _MODAL.match(part):
        return f"{who} {part}"
    return (
        f"{who} can {english.base(first.lower())} {rest}".strip()
        if _does(first.lower(), english)
        else f"{who} can manage {part}"
    )


def _does(word: str, english: English) -> bool:
    """Whether a word can be what somebody does."""
    base = english.base(word)
    known = any(base in verbs for verbs in english.lexicon.actions.values())
    return known or (english.is_verb(word) and word not in english.lexicon.modals)
