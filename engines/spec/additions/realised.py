"""Says which facts a feature is made of, and which features are not built because there are none. Used by plan at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from engines.kernel.spec import Entity, Feature, FieldType, Origin, Spec, UniqueTogether, facts, rule_id
from engines.spec.additions.boards import on_a_board
from engines.spec.additions.calendars import in_a_calendar
from engines.spec.additions.charting import drawn
from engines.spec.additions.feeds import in_a_feed
from engines.spec.additions.markdown import with_markdown
from engines.spec.additions.redirects import with_redirects
from engines.spec.english import English

_FILES = (FieldType.FILE, FieldType.IMAGE)
_GIVEN = ("stars", "rating", "score", "grade", "points")
_PAGES = ("kanban", "drag_and_drop", "dark_mode", "charts", "print", "calendar")


def realised(spec: Spec, english: English) -> Spec:
    """The specification with every feature that facts make linked to them; others that need facts are not built."""
    spec = with_redirects(with_markdown(spec))
    known = frozenset(fact for fact, _ in facts(spec))
    found = (_linked(feature, spec, known, english) for feature in _with_files(spec))
    return replace(spec, features=tuple(feature for feature in found))


def _with_files(spec: Spec) -> tuple[Feature, ...]:
    """A field for files is a place to upload them, whether or not the brief says so."""
    features = list(spec.features)
    for name, kinds in (("file_upload", _FILES), ("image_upload", (FieldType.IMAGE,))):
        fields = [field for entity in spec.entities for field in entity.fields if field.type in kinds]
        if fields and name not in {feature.name for feature in features}:
            sentences = tuple(sorted({n for field in fields for n in field.origin.sentences}))
            features.append(Feature(name=name, origin=Origin(sentences=sentences)))
    return tuple(features)


def _linked(feature: Feature, spec: Spec, known: frozenset[str], english: English) -> Feature:
    if feature.name in _PAGES and spec.kind != "web":
        return replace(feature, built=False)
    if feature.name in ("kanban", "drag_and_drop"):
        return on_a_board(feature, spec)
    if feature.name == "calendar":
        return in_a_calendar(feature, spec)
    if feature.name == "rss":
        return in_a_feed(feature, spec)
    if feature.name == "charts":
        return drawn(feature, spec)
    made = _MADE_OF.get(feature.name)
    if made is None:
        return feature
    things = next((words.things for words in english.lexicon.features if words.name == feature.name), ())
    parts = tuple(dict.fromkeys(fact for fact in made(spec, things) if fact in known))
    return replace(feature, realised_by=parts, built=bool(parts))


def _files(spec: Spec, things: tuple[str, ...]) -> Iterator[str]:
    return _fields(spec, _FILES)


def _images(spec: Spec, things: tuple[str, ...]) -> Iterator[str]:
    return _fields(spec, (FieldType.IMAGE,))


def _fields(spec: Spec, kinds: tuple[FieldType, ...]) -> Iterator[str]:
    return (f"field:{e.name}.{f.name}" for e in spec.entities for f in e.fields if f.type in kinds)


def _remarks(spec: Spec, things: tuple[str, ...]) -> Iterator[str]:
    """The things themselves with all that they hold."""
    for entity in _called(spec, things):
        yield from _whole(entity)
        for rule in spec.rules:
            if rule.entity == entity.name and isinstance(rule, UniqueTogether):
                yield rule_id(rule)


def _called(spec: Spec, things: tuple[str, ...]) -> Iterator[Entity]:
    """Things of that name that refer to something; a tag refers to nothing."""
    for entity in spec.entities:
        last = entity.name.split("_")[-1]
        if (entity.name in things or last in things or entity.name.split("_")[0] in things) and entity.relations:
            yield entity


def _whole(entity: Entity) -> Iterator[str]:
    yield f"entity:{entity.name}"
    yield from (f"field:{entity.name}.{field.name}" for field in entity.fields)
    yield from (f"relation:{entity.name}.{relation.name}" for relation in entity.relations)


def _ratings(spec: Spec, things: tuple[str, ...]) -> Iterator[str]:
    """Stars given by people with their average, or a field for them."""
    found = list(_remarks(spec, things))
    if found:
        yield from found
        names = ("average_rating", "number_of_ratings")
        yield from (f"computed:{e.name}.{c.name}" for e in spec.entities for c in e.computed if c.name in names)
        return
    yield from (f"field:{e.name}.{f.name}" for e in spec.entities for f in e.fields if f.name in _GIVEN)


def _favourites(spec: Spec, things: tuple[str, ...]) -> Iterator[str]:
    yield from _remarks(spec, things)
    yield from (f"field:{e.name}.{f.name}" for e in spec.entities for f in e.fields if f.name == "favourite")


def _tags(spec: Spec, things: tuple[str, ...]) -> Iterator[str]:
    for entity in spec.entities:
        for relation in entity.relations:
            if relation.many and relation.target.split("_")[-1] in things:
                target = spec.entity(relation.target)
                yield f"relation:{entity.name}.{relation.name}"
                yield from (f"entity:{target.name}", *(f"field:{target.name}.{f.name}" for f in target.fields))


_MADE_OF: dict[str, Callable[[Spec, tuple[str, ...]], Iterator[str]]] = {
    "file_upload": _files,
    "image_upload": _images,
    "comments": _remarks,
    "ratings": _ratings,
    "favourites": _favourites,
    "tags": _tags,
}
