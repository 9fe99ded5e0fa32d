"""Reads values that stand only once: 'codes are unique', 'no two hikers share an email', 'a code is never used twice'. Used by reading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from engines.kernel.spec import Entity, Field, FieldType, Origin, UniqueTogether
from engines.spec.context import Context
from engines.spec.grammar import Clause, Phrase
from engines.spec.model import Content, FieldClaim, RuleClaim
from engines.spec.patterns import pattern
from engines.spec.rules.mentions import link
from engines.spec.rules.wording import normal

_UNIQUE = frozenset({"unique", "distinct", "different", "duplicate", "unambiguous"})
_REPEAT = frozenset({"repeat", "recur", "duplicate", "double", "coincide", "clash", "reuse", "reoccur"})
_HOLD = frozenset({"have", "share", "use", "carry", "bear", "get", "hold"})
_GIVE = frozenset({"use", "assign", "give", "issue", "take", "appear", "exist", "occur", "reuse", "allocate", "enter"})
_AGAIN = frozenset({"once", "twice", "again"})
NAMING = frozenset(
    {
        "code", "number", "no", "id", "tag", "barcode", "plate", "key", "label", "slug", "serial", "email", "isbn", "name", "nickname", "handle",
        "username", "sku", "reference", "identifier", "iban", "imei", "vin", "ean", "title", "nummer", "callsign", "registration", "licence", "license",
    }
)  # fmt: skip
_SAID = pattern(
    r"\b(?:re-?(?:peat|cur|occur|us)|duplicat|doubl|coincid|clash|identif|shar|uniqu|distinct|differ|(?:same|own|once|twice|again)\b)",
    re.IGNORECASE,
)
"""What no clause does without that is read here."""
_PLAIN = frozenset({FieldType.TEXT, FieldType.EMAIL, FieldType.URL, FieldType.PHONE, FieldType.INTEGER})


def read_uniqueness(clause: str, sentence: int, context: Context, last: str) -> list[Content]:
    """The values of one clause that may not be there twice."""
    if not _SAID.search(clause):
        return []
    origin = Origin(sentences=(sentence,))
    plain = normal(clause)
    for parsed in context.english.parse(plain):
        values, owner = _values(parsed, plain)
        within = tuple(p for p in parsed.after("per", "within", "for", "in", "across") if p.determiner != "all")
        if values and (found := list(_read(values, owner, within, context, last, origin))):
            return found
    return []


def _values(clause: Clause, plain: str) -> tuple[tuple[Phrase, ...], Phrase | None]:
    """The phrases that name what is unique, and the one that names whose it is."""
    subject = clause.subject
    denied = clause.negated or bool({"not", "never"} & set(clause.adverbs))
    if subject is None:
        return tuple(p for p in clause.objects if p.words[0] == "duplicate" and p.determiner == "no"), None
    if clause.verb == "be":
        if "unique" in clause.state and not denied:
            return clause.subjects, None
        return tuple(p for p in clause.objects if p.words[0] == "duplicate" and (denied or p.determiner == "no")), None
    if clause.verb in _REPEAT and denied and not clause.objects:
        return clause.subjects, None
    if clause.verb == "identify" and len(clause.objects) == 1 and not denied:
        return (clause.subjects, clause.objects[0]) if subject.head in NAMING else ((), None)
    if clause.verb in _HOLD and not clause.passive and clause.objects:
        return _held(clause, subject, denied)
    often = bool(re.search(r"\bonly (?:be )?(?:\w+ )?once$|\bjust once$", plain, re.IGNORECASE))
    again = denied and bool(_AGAIN & set(clause.adverbs))
    if clause.verb in _GIVE and (often or again) and not clause.objects and not clause.preps and subject.head in NAMING:
        return clause.subjects, None
    return (), None


def _held(clause: Clause, subject: Phrase, denied: bool) -> tuple[tuple[Phrase, ...], Phrase | None]:
    """'No two rooms share a name', 'every room must have a different number'."""
    first = clause.objects[0]
    several = subject.number in ("two", "2") or subject.determiner in ("several", "no")
    if denied and several and (clause.verb == "share" or "same" in first.words):
        return clause.objects, subject
    every = subject.determiner in ("each", "every", "all") or clause.modal in ("must", "shall")
    own = first.words[0] == "own" and first.head in NAMING
    if every and not denied and (own or first.words[0] in ("unique", "different", "distinct")):
        return (first,), subject
    return (), None


def _read(
    values: tuple[Phrase, ...],
    owner: Phrase | None,
    within: tuple[Phrase, ...],
    context: Context,
    last: str,
    origin: Origin,
) -> Iterator[Content]:
    """One claim for each value, or one for all when they belong to one record and several are held together."""
    if owner or within:
        for entity in _places(values[0], owner, context, last):
            names = tuple(name for phrase in values if (name := _name(entity, phrase, context)))
            groups = tuple(name for phrase in within if (name := link(entity, phrase, context)) and name not in names)
            if len(names) == len(values) and (names or groups):
                yield from _claims(entity, (*names, *groups), within, origin)
                return
        return
    for phrase in values:
        for entity in _places(phrase, None, context, last):
            if (name := _name(entity, phrase, context)) and (field := _field(entity, name)):
                yield FieldClaim(entity=entity.name, field=replace(field, unique=True, origin=origin))
                break


def _claims(entity: Entity, names: tuple[str, ...], within: tuple[Phrase, ...], origin: Origin) -> Iterator[Content]:
    if len(names) > 1:
        yield RuleClaim(rule=UniqueTogether(entity=entity.name, fields=names, origin=origin))
    elif not within and (field := _field(entity, names[0])):
        yield FieldClaim(entity=entity.name, field=replace(field, unique=True, origin=origin))


def _places(phrase: Phrase, owner: Phrase | None, context: Context, last: str) -> list[Entity]:
    """Where the value may stand: whose it is said to be, what was spoken of last, the only place that has it."""
    whose = owner or phrase.of
    if whose or phrase.owner:
        spoken = " ".join(whose.words) if whose else phrase.owner.removesuffix("'s")
        named = context.entity(context.named(spoken))
        return [named] if named else []
    prefix = context.entity(context.named(" ".join(phrase.words[:-1]))) if len(phrase.words) > 1 else None
    near = context.entity(last)
    having = [e for e in context.entities if any(f.name == phrase.name for f in e.fields)]
    return list(dict.fromkeys(e for e in (prefix, near, *(having if len(having) == 1 else ())) if e))


def _name(entity: Entity, phrase: Phrase, context: Context) -> str:
    words = tuple(w for w in phrase.words if w not in ("own", "same") and w not in _UNIQUE)
    if not words:
        return ""
    said = context.field(entity, " ".join(words))
    return said.name if said else link(entity, replace(phrase, words=words), context)


def _field(entity: Entity, name: str) -> Field | None:
    return next((f for f in entity.fields if f.name == name and f.type in _PLAIN), None)
