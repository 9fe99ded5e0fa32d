"""Turns descriptions into claims: an attribute is a field, a relation, states, a formula or a thing of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from keyword import iskeyword

from engines.kernel.spec import Field, FieldType, Origin, Relation
from engines.spec.context import Context
from engines.spec.fieldtypes import to_field
from engines.spec.model import (
    Attribute,
    Claim,
    Content,
    Description,
    EntityClaim,
    FieldClaim,
    FormulaClaim,
    RelationClaim,
    StatesClaim,
)


def known_names(descriptions: tuple[Description, ...], context: Context) -> tuple[str, ...]:
    """The entities that descriptions name, in the order of the text."""
    found: list[str] = []
    for description in descriptions:
        found.append(description.subject)
        found += _owners(description.attributes, context)
    return tuple(dict.fromkeys(found))


def _owners(attributes: tuple[Attribute, ...], context: Context) -> Iterator[str]:
    for attribute in attributes:
        if attribute.children:
            yield context.english.name(attribute.name.replace("_", " "))
            yield from _owners(attribute.children, context)


def read_structure(description: Description, context: Context) -> list[Claim]:
    """All claims of one description."""
    contents = list(_contents(description, context))
    return [
        Claim(content=content, sentence=description.sentence, confidence=description.strength, by="structure")
        for content in contents
    ]


def _contents(description: Description, context: Context) -> Iterator[Content]:
    subject, sentence = description.subject, description.sentence
    yield EntityClaim(entity=subject, strength=description.strength)
    for phrase in description.related:
        target = context.named(phrase.replace("_", " ")) or phrase
        yield EntityClaim(entity=target, strength=0.5)
        yield RelationClaim(entity=subject, relation=_relation(phrase, target, sentence))
    for phrase in description.near:
        if (known := _target(subject, Attribute(name=phrase), context)) and known != subject:
            name = phrase if known == "user" else known
            yield RelationClaim(entity=subject, relation=_relation(name, known, sentence))
    for attribute in description.attributes:
        yield from _attribute(subject, attribute, sentence, context)


def _relation(name: str, target: str, sentence: int, *, required: bool = True) -> Relation:
    return Relation(name=name, target=target, required=required, origin=Origin(sentences=(sentence,)))


def _attribute(subject: str, attribute: Attribute, sentence: int, context: Context) -> Iterator[Content]:
    english = context.english
    spoken = attribute.name.replace("_", " ")
    if attribute.formula:
        yield FormulaClaim(entity=subject, name=attribute.name, formula=attribute.formula)
    elif _is_somebody(attribute, context):
        yield RelationClaim(
            entity=subject,
            relation=_relation(
                attribute.name.removeprefix("who_") if attribute.name.endswith("_by") else "person", "user", sentence
            ),
        )
    elif attribute.choices and spoken in english.lexicon.state_fields:
        yield StatesClaim(entity=subject, states=attribute.choices)
    elif attribute.children:
        child = english.name(spoken)
        yield EntityClaim(entity=child)
        if attribute.plural:
            yield RelationClaim(entity=child, relation=_part_of(subject, sentence, english.plural_name(child)))
        else:
            yield RelationClaim(entity=subject, relation=_relation(child, child, sentence))
        for inner in attribute.children:
            yield from _attribute(child, inner, sentence, context)
    elif (target := _target(subject, attribute, context)) and attribute.type is None and not attribute.choices:
        if attribute.many:
            link = replace(_relation(english.name(spoken), target, sentence, required=False), many=True)
            yield RelationClaim(entity=subject, relation=link)
        elif attribute.plural:
            yield RelationClaim(entity=target, relation=_part_of(subject, sentence, english.plural_name(target)))
        else:
            required = attribute.required is not False
            if target in context.acted:
                yield EntityClaim(entity=target, strength=0.5)
            yield RelationClaim(entity=subject, relation=_relation(attribute.name, target, sentence, required=required))
    elif attribute.name == "id" and not attribute.unique and not attribute.pattern and not attribute.max_length:
        yield EntityClaim(entity=subject)
    else:
        field = to_field(attribute, sentence, english)
        field = replace(field, name=_speakable(subject, field))
        yield FieldClaim(entity=subject, field=field, sure=attribute.type is not None or bool(attribute.choices))


def _is_somebody(attribute: Attribute, context: Context) -> bool:
    """'Who went (nurse or volunteer)': somebody of these roles, not one of two words."""
    asked = attribute.name.startswith("who_") or attribute.name.endswith("_by")
    return asked and len(attribute.choices) > 1 and all(choice in context.roles for choice in attribute.choices)


def _speakable(subject: str, field: Field) -> str:
    """Names that expressions can't hold get a second word: `from` is from_date."""
    if field.name == "id":
        return f"{subject}_number"
    if not iskeyword(field.name):
        return field.name
    ends = {FieldType.DATE: "date", FieldType.DATETIME: "time", FieldType.TIME: "time"}
    return f"{field.name}_{ends[field.type]}" if field.type in ends else f"{subject}_{field.name}"


def _target(subject: str, attribute: Attribute, context: Context) -> str:
    spoken = attribute.name.replace("_", " ")
    if len(attribute.name.split("_")) > 1 and spoken in context.english.lexicon.types:
        return ""
    if context.english.singular(attribute.name) == subject or _measures(attribute.name):
        return ""
    if attribute.target and (named := context.named(attribute.target)):
        return named
    if attribute.target.split(" ")[0] in ("user", "users"):
        return "user"
    if spoken in context.names:
        return spoken
    if spoken in context.roles:
        return "user"
    target = context.named(spoken) or _concerned(attribute, context)
    if not target and "_" in attribute.name and attribute.name.split("_")[-1] in context.roles:
        return "user"
    if target in context.acted:
        return ""
    return "" if target and context.english.lexicon.types.get(spoken) is FieldType.DATE else target


def _concerned(attribute: Attribute, context: Context) -> str:
    """'The customer concerned', 'the court used': the thing, and that it is the one meant."""
    first, _, last = attribute.name.rpartition("_")
    said = bool(first) and (context.english.lexicon.grammar.is_participle(last) or last in ("responsible", "involved"))
    return first if said and first in context.names else ""


def _measures(name: str) -> bool:
    """'price per hour' and 'maximum score' are values of a thing, no references to hours and scores."""
    words = name.split("_")
    return "per" in words or (len(words) > 1 and words[0] in _MEASURED)


_MEASURED = frozenset({"maximum", "minimum", "max", "min", "average", "total", "number", "mean", "sum"})


def _part_of(parent: str, sentence: int, children: str) -> Relation:
    return Relation(
        name=parent,
        target=parent,
        on_delete="cascade",
        children=children,
        origin=Origin(sentences=(sentence,)),
    )
