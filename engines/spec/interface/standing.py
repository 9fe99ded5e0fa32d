"""In which order the records below another stand where it shows them: the accepted one first, then by score. Pure."""

from __future__ import annotations

import re

from engines.spec.interface.counting import opinion
from engines.spec.interface.drafts import Draft, Study
from engines.spec.interface.model import Call, snake
from engines.spec.interface.places import place_of
from engines.spec.interface.schemas import properties, types
from engines.spec.patterns import pattern

_FIRST = r"\b{}\b[^.;]{{0,30}}\b(?:comes? first|first|on top|at the top|before)\b"
_NEWEST = pattern(r"\b(?:newest|latest|most recent|reverse chronological)\b")
_BEST = pattern(r"\bby (?:their |the )?(score|votes|rating|points)\b|\b(?:best|highest|most voted|most votes|top)\b")


def standing(rows: str, parent: Draft, child: Draft, study: Study) -> str:
    """The term for the records below another in the order that the text tells; `rows` has them in the order of making."""
    said = _said(parent, child, study)
    keys = [f"not one.{truth}" for truth in _truths(child) if re.search(_FIRST.format(truth.removeprefix("is_")), said)]
    if _BEST.search(said) and (score := _score(child, study)):
        keys.append(f"-{score}")
    if keys:
        key = keys[0] if len(keys) == 1 else f"[{', '.join(keys)}]"
        return f"sorted({rows}, key=lambda one: {key})"
    return rows.replace('order="pk"', 'order="-pk"') if _NEWEST.search(said) else rows


def _said(parent: Draft, child: Draft, study: Study) -> str:
    """The sentences about a record being read that speak of what stands below it."""
    found = re.split(r"(?<=[.;])\s", study.said(study.about)) if _tells_of(study.about) and study.about else []
    for call in () if found else study.interface.calls:
        place = place_of(call)
        if call.method == "GET" and place.passed and not place.tail and study.at(place.passed[-1].collection) is parent:
            found += re.split(r"(?<=[.;])\s", study.said(call))
    names = (child.name.replace("_", " "), child.plural.replace("_", " "))
    return " ".join(sentence for sentence in found if any(name in sentence for name in names))


def _tells_of(call: Call | None) -> bool:
    """Whether an operation tells something of a record, not the record as it is."""
    return call is not None and call.method == "GET" and bool(place_of(call).tail)


def _truths(child: Draft) -> list[str]:
    return [name for name, field in child.fields.items() if field.type == "boolean"]


def _score(child: Draft, study: Study) -> str:
    """The number by which one of those below is better than another."""
    for shape in child.shapes:
        for name, schema in properties(shape).items():
            if not types(schema) & {"integer", "number"}:
                continue
            if snake(name) in ("votes", "vote_count", "votes_count", "likes", "score") and (
                asked := _votes(child, study)
            ):
                return asked
            for own in study.drafts:
                link = own.link_to(child)
                if own.own and link and (told := opinion(child, own, link, snake(name), schema, study)):
                    return told.replace(f"{link}={child.name}", f"{link}=one")
    return ""


def _votes(child: Draft, study: Study) -> str:
    """How many of what callers said name a record."""
    for own in study.drafts:
        link = own.link_to(child)
        if own.own and link and own.parent is not child:
            return f"count({own.name}, {link}=one)"
    return ""
