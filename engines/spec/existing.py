"""Decides what is a kind of thing at all: by its word, and by what the brief tells of it. The one place for it; used by plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from engines.kernel.spec import FieldType
from engines.spec.english import English
from engines.spec.fieldtypes import type_of
from engines.spec.model import Attribute, Description, Statement
from engines.spec.people import is_person

_FEW = 2
_FIGURES = ("number_of_", "total_", "sum_", "average_", "count_", "share_")
_PARTICLES = frozenset({"in", "out", "on", "off", "up", "down", "away", "back"})
_PLACES = frozenset({"screen", "view"})
_MEASURED = (FieldType.DATE, FieldType.DATETIME, FieldType.TIME, FieldType.MONEY, FieldType.BOOLEAN)


def existing(
    descriptions: tuple[Description, ...], parts: Iterable[Statement], english: English
) -> tuple[Description, ...]:
    """The descriptions of what is a thing."""
    listed = {part.number for part in parts if part.properties or part.kind in ("bullet", "row")}
    told: dict[str, list[Description]] = {}
    for description in descriptions:
        told.setdefault(description.subject, []).append(description)
    kept = {name for name, found in told.items() if _exists(name, found, listed, told, english)}
    return tuple(d for d in descriptions if d.subject in kept)


def may_exist(name: str, english: English) -> bool:
    """Whether a thing may have this name: no pointing word, no form of a verb, no plural inside, no figure."""
    *first, last = name.split("_")
    lexicon = english.lexicon
    if any(word in lexicon.never_things for word in (*first, last)):
        return False
    if last not in _PARTICLES and any(_is_several(word, english) for word in first):
        return False
    return bool(first) or not _is_deed(last, english)


def may_arise(name: str, english: English) -> bool:
    """Whether a thing of this name may come about that nobody describes: no moment, no price."""
    return may_exist(name, english) and not _measures(name, english)


def _exists(
    name: str, found: list[Description], listed: set[int], told: Mapping[str, object], english: English
) -> bool:
    attributes = [a for d in found for a in d.attributes]
    known = sum(_is_property(a, english) for a in attributes)
    bound = any(d.related for d in found) or any(_names_thing(a, told, english) for a in attributes)
    several = any(a.plural for a in attributes) and any(d.strength == 1.0 for d in found)
    bound = bound or (several and not is_person(name, english))
    if not may_exist(name, english) or not attributes:
        return may_exist(name, english)
    if _shows_only(name, english):
        figures = sum(a.name.startswith(_FIGURES) for a in attributes)
        known += any(a.name in english.lexicon.labels for a in attributes)
        return known + bound - figures >= (1 if name.split("_")[-1] in english.lexicon.itself | _PLACES else _FEW)
    if _measures(name, english):
        told_of = name not in english.lexicon.spans and len(attributes) > 1 and any(d.strength == 1.0 for d in found)
        return known + bound > (0 if told_of else 1)
    if any(d.sentence in listed for d in found) or known or bound:
        return True
    doubtful = is_person(name, english) or all(d.strength < 1 for d in found)
    return not doubtful or (len(attributes) > _FEW and not is_person(name, english))


def _is_property(attribute: Attribute, english: English) -> bool:
    """Whether an attribute is surely a property by its name or by what is said of it."""
    typed = attribute.type is not None or bool(attribute.choices or attribute.children)
    last = english.singular(attribute.name.split("_")[-1])
    return typed or type_of(attribute.name, english) is not FieldType.TEXT or last in english.lexicon.types


def _names_thing(attribute: Attribute, told: Mapping[str, object], english: English) -> bool:
    return english.name(attribute.name.replace("_", " ")) in told


def _shows_only(name: str, english: English) -> bool:
    """A report, a dashboard, a file: what shows or holds things."""
    return name.split("_")[-1] in english.lexicon.outputs


def _measures(name: str, english: English) -> bool:
    """'Expiry date', 'web address': properties by their names."""
    kind = english.lexicon.types.get(name.replace("_", " "))
    if "_" not in name:
        return kind in (FieldType.DATE, FieldType.DATETIME, FieldType.TIME)
    return kind not in (None, FieldType.TEXT) or type_of(name, english) in _MEASURED


def _is_several(word: str, english: English) -> bool:
    """'Performances people reserve' is a clause, no name."""
    plural = english.is_plural(word) and english.lexicon.grammar.is_plural(word) and not word.endswith(("ics", "ss"))
    return plural and word not in english.lexicon.plural_names and "noun" in english.lexicon.grammar.classes(word)


def _is_deed(word: str, english: English) -> bool:
    """'Accepted' is what happened to a thing."""
    grammar = english.lexicon.grammar
    return grammar.is_participle(word) and "noun" not in grammar.classes(word) and word.endswith("ed")
