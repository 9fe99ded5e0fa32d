"""Which texts are written in Markdown: those that the words name, else the long ones. Used by features and realised."""

from __future__ import annotations

from dataclasses import replace

from engines.kernel.spec import Entity, Feature, Field, FieldType, Spec
from engines.spec.context import Context

_LONG = ("body", "content", "text", "description", "notes", "note", "details", "message", "instructions", "summary")
_TEXTS = (FieldType.TEXT, FieldType.LONG_TEXT)


def in_markdown(feature: Feature, low: str, under: str, context: Context) -> Feature:
    """The feature with its thing and the texts that are named: 'the body of a post is written in Markdown'."""
    named = [e for n in (*context.mentioned(low), context.named(under)) if n and (e := context.entity(n))]
    for entity in (*named, *context.entities):
        fields = [f for f in entity.fields if f.type in _TEXTS and _says(low, f)]
        if fields and (entity in named or not named):
            near = min(fields, key=lambda field: abs(low.rfind(_spoken(field)) - low.find("markdown")))
            return replace(feature, entity=entity.name, fields=(near.name,))
    long = [e for e in named if any(f.type is FieldType.LONG_TEXT or f.name in _LONG for f in e.fields)]
    return replace(feature, entity=long[0].name if long else "")


def with_markdown(spec: Spec) -> Spec:
    """The specification whose texts in Markdown have room for it; a wish that no text fits is not built."""
    features = tuple(_placed(f, spec) if f.name == "markdown" else f for f in spec.features)
    named = {(f.entity, name) for f in features if f.name == "markdown" for name in f.fields}
    entities = tuple(
        replace(entity, fields=tuple(_long(f) if (entity.name, f.name) in named else f for f in entity.fields))
        for entity in spec.entities
    )
    return replace(spec, features=features, entities=entities)


def _placed(feature: Feature, spec: Spec) -> Feature:
    known = [entity for entity in spec.entities if feature.entity in ("", entity.name)]
    for entity in sorted(known, key=lambda one: bool(one.account_role)):
        fields = [f.name for f in entity.fields if f.type in _TEXTS and f.name in feature.fields] or _texts(entity)
        if fields and spec.kind == "web":
            return replace(feature, entity=entity.name, fields=tuple(fields))
    return replace(feature, built=False)


def _texts(entity: Entity) -> list[str]:
    long = [f.name for f in entity.fields if f.type is FieldType.LONG_TEXT]
    return long or [f.name for f in entity.fields if f.type is FieldType.TEXT and f.name in _LONG][:1]


def _long(field: Field) -> Field:
    return replace(field, type=FieldType.LONG_TEXT)


def _says(low: str, field: Field) -> bool:
    return _spoken(field) in low


def _spoken(field: Field) -> str:
    return field.name.replace("_", " ")
