"""Finds things that are called by their last word later on: 'four washing machines' and then 'a machine'. Used by plan."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from engines.spec.model import Description

_OWN = 2


def whole_names(descriptions: tuple[Description, ...], listed: Collection[int]) -> Mapping[str, str]:
    """The whole name of each thing that is only called shorter; `listed` are the statements that are items of a list.

    What has a list of properties of its own is another thing: a request beside a repair request.
    """
    first: dict[str, int] = {}
    for place, description in enumerate(descriptions):
        first.setdefault(description.subject, place)
    return {
        name: longer[0]
        for name in first
        if len(longer := _longer(name, first)) == 1
        and first[longer[0]] < first[name]
        and not any(d.subject == name and _stands_alone(d, listed) for d in descriptions)
        and min(_told(name, descriptions), _told(longer[0], descriptions)) <= _OWN
    }


def with_whole_names(descriptions: tuple[Description, ...], listed: Collection[int]) -> tuple[Description, ...]:
    """The descriptions with each thing by its whole name."""
    whole = whole_names(descriptions, listed)
    return tuple(replace(d, subject=whole.get(d.subject, d.subject)) for d in descriptions)


def without_shorter(names: Iterable[str], known: Collection[str]) -> tuple[str, ...]:
    """The names without those that are the last word of exactly one known thing."""
    return tuple(name for name in names if len(_longer(name, known)) != 1)


def _longer(name: str, known: Iterable[str]) -> list[str]:
    return [other for other in known if other.endswith("_" + name)]


def _told(name: str, descriptions: tuple[Description, ...]) -> int:
    return sum(len(d.attributes) for d in descriptions if d.subject == name)


def _stands_alone(description: Description, listed: Collection[int]) -> bool:
    told = description.strength == 1.0 and len(description.attributes) >= _OWN
    return told or description.sentence in listed or bool(description.related)
