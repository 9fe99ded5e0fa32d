"""Operations that answer with a little picture of a record: a counter, a state, a score."""

from __future__ import annotations

import re

from engines.kernel.spec.service import Answer, Change, ServiceStep
from engines.spec.interface.drafts import Draft, Study
from engines.spec.interface.model import Call
from engines.spec.interface.places import Place
from engines.spec.interface.reaching import reach
from engines.spec.patterns import pattern

_MEDIA = "image/svg+xml"
_COUNTS = pattern(
    r"\b(?:counts? (?:a|one|the|each|every|this|as|up)|increment|increases?|records? (?:a|one|the)|adds? one|bumps?|one more)\b",
    re.IGNORECASE,
)
_LABELS = ("label", "name", "title", "subject", "key", "slug")
_VALUES = ("status", "state", "value", "message", "version", "score")


def picture(call: Call, place: Place, study: Study) -> list[ServiceStep] | None:
    """GET of a record as a badge: what it is called, and its number or state; counts the visit where the document says so."""
    reply = call.success
    if call.method != "GET" or reply is None or _MEDIA not in reply.media:
        return None
    way = reach(call, place, study)
    draft = way.last if way else None
    label = next((n for n in _LABELS if draft and n in draft.fields), "")
    if way is None or draft is None or not label:
        return None
    number = _number(draft, study)
    shown = number or next((n for n in _VALUES if n in draft.fields and n != label), "")
    if not shown:
        return None
    said = f"{study.said(call)} {reply.description}"
    counts = number and _COUNTS.search(said)
    counted = [Change(record=draft.name, values=((number, f"{draft.name}.{number} + 1"),))] if counts else []
    color = next((f", {draft.name}.{n}" for n in ("color", "colour") if n in draft.fields), "")
    body = f"badge({draft.name}.{label}, str({draft.name}.{shown}){color})"
    fresh = "cache-control" in {name.lower() for name in reply.headers}
    headers = (("Cache-Control", '"no-store"'),) if fresh else ()
    return [*way.steps, *counted, Answer(status=reply.status, body=body, media=_MEDIA, headers=headers)]


def _number(draft: Draft, study: Study) -> str:
    """What a record counts."""
    numbers = [n for n, f in draft.fields.items() if f.type == "integer" and not f.made]
    counted = [n for n in numbers if study.words.is_a("hits", n) or study.words.is_a("tallies", n)]
    return next(iter(counted), numbers[0] if len(numbers) == 1 else "")
