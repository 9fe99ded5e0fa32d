"""Reads what a later sentence says of a field that is known already: bounds, length, values, optional, default. Used by plan."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from engines.kernel.spec import Entity, Field, FieldType, Origin
from engines.spec.context import Context
from engines.spec.fieldtypes import to_field
from engines.spec.grammar import Clause, Phrase
from engines.spec.lists import options
from engines.spec.model import Attribute, Claim, FieldClaim, Statement
from engines.spec.patterns import pattern
from engines.spec.remarks import apply_bounds, remarked

_SAYS = pattern(
    r"\b(?:(?:must|shall|should|may|can|might|will|has to|have to|needs? to) (?:not )?(?:only )?(?:be|lie|range|contain|have|exceed)|is|are|goes?|lies?|ranges?|contains?|has|have|defaults? to)\b (?P<rest>.+)$",
    re.IGNORECASE,
)
_USUAL = pattern(r"^(?P<value>[\w.]+)(?: \w+)? (?:by default|unless|if nothing|when nothing|at first)\b")
_PLAIN = re.compile(r"^(?P<value>[\w.]+)(?: \w+)?$")
_NUMERIC = (FieldType.INTEGER, FieldType.NUMBER, FieldType.MONEY)
_LONGEST = 400


def read_refinements(parts: tuple[Statement, ...], lasts: dict[int, str], context: Context) -> Iterator[Claim]:
    """The claims of all sentences whose subject is a field of a known thing."""
    for part in parts:
        if part.kind not in ("prose", "bullet") or part.properties or len(part.text) > _LONGEST:
            continue
        for clause in context.english.parse(part.text):
            for entity, field in _fields(clause, lasts.get(part.number, ""), context):
                patched = _patched(field, clause, context)
                if patched:
                    origin = Origin(sentences=(part.number,))
                    found = replace(to_field(patched, part.number, context.english), origin=origin)
                    found = replace(found, required=field.required and patched.required is not False)
                    claim = FieldClaim(entity=entity.name, field=found, sure=patched.type is not None)
                    yield Claim(content=claim, sentence=part.number, by="refining")


def _fields(clause: Clause, last: str, context: Context) -> Iterator[tuple[Entity, Field]]:
    """The fields that a clause's subjects mean."""
    for phrase in clause.subjects:
        if phrase.pronoun or not phrase.words or context.named(phrase.name.replace("_", " ")):
            continue
        said = phrase.name.replace("_", " ")
        owner = _owner(phrase, context)
        for name in dict.fromkeys(n for n in (owner, last) if n):
            entity = context.entity(name)
            field = context.field(entity, said) if entity else None
            if entity and field:
                yield entity, field
                break
        else:
            exact = [(e, f) for e in context.entities for f in e.fields if f.name == phrase.name]
            if len(exact) == 1 and not owner:
                yield exact[0]


def _owner(phrase: Phrase, context: Context) -> str:
    if phrase.of is not None:
        return context.named(phrase.of.name.replace("_", " "))
    return context.named(phrase.owner.removesuffix("'s").replace("'", "")) if phrase.owner else ""


def _patched(field: Field, clause: Clause, context: Context) -> Attribute | None:
    """The field's attribute with what the clause adds to it; None when it adds nothing."""
    match = _SAYS.search(clause.text)
    if not match or clause.marker:
        return None
    rest, low = match["rest"].strip(" .").lower(), clause.text.lower()
    plain = Attribute(name=field.name)
    if clause.negated and not re.search(
        r"\bnot (?:only )?(?:be )?(?:more|exceed|less|longer|required|needed|mandatory)\b", low
    ):
        return None
    usual = _USUAL.match(rest) or (clause.marked("unless") and _PLAIN.match(rest))
    if usual:
        value = context.english.number(usual["value"])
        if field.type in _NUMERIC and value is not None:
            return replace(plain, type=field.type, default=value)
    if changed := remarked(plain, rest):
        return changed
    if " exceed " in low or low.endswith(" exceed"):
        rest = f"at most {rest}"
    if not re.search(r"\bthan the\b|\bof the\b", rest):
        bounded = apply_bounds(
            replace(plain, type=field.type if field.type in _NUMERIC else None), rest, context.english
        )
        numeric = field.type in (*_NUMERIC, FieldType.TEXT, FieldType.LONG_TEXT)
        if numeric and (bounded.minimum, bounded.maximum, bounded.max_length) != (None, None, None):
            return _sized(bounded, field, low)
    return _choices(plain, field, rest, clause, context)


def _sized(bounded: Attribute, field: Field, low: str) -> Attribute | None:
    """A text's bound is its length in characters; a number's its value."""
    if field.type in _NUMERIC:
        return replace(bounded, type=field.type if bounded.type is not FieldType.NUMBER else bounded.type)
    if re.search(r"\b(?:characters?|letters?|signs)\b", low):
        size = bounded.max_length or (int(bounded.maximum) if bounded.maximum is not None else None)
        return replace(Attribute(name=bounded.name), max_length=size, type=field.type) if size else None
    return bounded if field.type is FieldType.TEXT and bounded.max_length is None else None


def _choices(plain: Attribute, field: Field, rest: str, clause: Clause, context: Context) -> Attribute | None:
    if field.type is not FieldType.TEXT or field.choices or " or " not in rest or clause.under:
        return None
    rest = re.sub(r"^(?:either|one of|only|always)\s+", "", rest)
    found = [context.english.snake(re.sub(r"^(?:an?|the) ", "", option)) for option in options(rest)]
    short = all(0 < len(name.split("_")) <= 3 for name in found)
    verbs = any(context.english.is_verb(word) for name in found for word in name.split("_"))
    if len(found) < 2 or not short or verbs:
        return None
    return replace(plain, type=FieldType.ENUM, choices=tuple(dict.fromkeys(found)))
