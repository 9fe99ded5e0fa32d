"""Members of an answer that tell of what stands below a record: the records themselves, how many, their mean. Called by showing."""

from __future__ import annotations

import re
from collections.abc import Callable

from engines.spec.interface.counting import averaged, counted_some, number_said, opinion, state_member
from engines.spec.interface.drafts import Draft, Study
from engines.spec.interface.likeness import represents
from engines.spec.interface.model import Schema, snake
from engines.spec.interface.schemas import is_array, is_object, items, nullable, properties, types
from engines.spec.interface.standing import standing

Show = Callable[[Draft, Schema, Study], str]
_BESIDES = ("hits", "views", "tallies")


def told_below(draft: Draft, name: str, schema: Schema, study: Study, show: Show) -> str | None:
    """The term for a member that tells of what stands below a record; None where it tells of nothing there."""
    for child in study.drafts:
        link = child.link_to(draft)
        if not link or any(mark.draft is child for mark in study.marks):
            continue
        if child is draft:
            answers = name in (
                "replies",
                "reply_count",
                "replies_count",
                "answer_count",
                "children_count",
                "child_count",
            )
            if "integer" in types(schema) and answers:
                return f"count({child.name}, {link}={draft.name})"
            continue
        if (term := _counted(draft, child, link, name, schema, study)) is not None:
            return term
        named = name == child.plural and bool(child.named_by) and not is_object(items(schema))
        if is_array(schema) and (name == child.plural or represents(items(schema), child)) and (child.shapes or named):
            return _listed(draft, child, link, schema, study, show)
        if child.own and (told := opinion(draft, child, link, name, schema, study)):
            return told
        average = "number" in types(schema) and (
            study.words.is_a("rating", name) or name.startswith(("average_", "avg_", "mean_"))
        )
        if average and (field := averaged(child, name, study)):
            return mean(f"average({child.name}, {field}, {link}={draft.name})", schema)
    return None


def mean(term: str, schema: Schema) -> str:
    """A mean as its schema tells it: 0 of nothing where null is not allowed, rounded where that is told."""
    said = str(schema.get("description", "")).lower()
    places = next((n for words, n in _PLACES if any(word in said for word in words)), None)
    value = term if nullable(schema) and places is None else f"({term} or 0)"
    if places is None:
        return value
    rounded = f"round({value}, {places})"
    return f"{rounded} if {term} is not None else None" if nullable(schema) else rounded


_PLACES = (
    (("one decimal", "1 decimal", "one place", "tenth"), 1),
    (("two decimal", "2 decimal", "two places", "hundredth"), 2),
)


def _counted(draft: Draft, child: Draft, link: str, name: str, schema: Schema, study: Study) -> str | None:
    if "integer" not in types(schema):
        return None
    if state := state_member(child, name):
        return f'count({child.name}, {link}={draft.name}, {state}="{name}")'
    one, plural = child.name, child.plural
    last = study.english.plural(one.rpartition("_")[2])
    counted = {f"{one}_count", f"{plural}_count", f"num_{plural}", f"total_{plural}", plural, f"number_of_{plural}"}
    counted |= {f"{plural}_total", f"{last}_count", last}
    if name in counted and not (child.own and study.words.is_a("opinion_total", name) and number_said(child)):
        return f"count({child.name}, {link}={draft.name})"
    if told := _described(draft, child, link, schema):
        return told
    if told := counted_some(draft, child, link, name, study):
        return told
    alone = [d for d in study.drafts if d.link_to(draft) and d is not draft and not d.own and d.shapes] == [child]
    stem = name.removesuffix("_count")
    if alone and stem != name and not any(study.words.is_a(kind, word) for kind in _BESIDES for word in (stem, name)):
        return f"count({child.name}, {link}={draft.name})"
    return None


def _described(draft: Draft, child: Draft, link: str, schema: Schema) -> str:
    """`How many said yes`: as the description of the member tells it."""
    said = str(schema.get("description", "")).lower()
    if not re.search(r"\b(?:how many|number of)\b", said):
        return ""
    for shape in child.shapes or [{"properties": child.given}]:
        for name, part in properties(shape).items():
            for value in part.get("enum", ()):
                if isinstance(value, str) and re.search(rf"\b{re.escape(value.lower())}\b", said):
                    return f"count({child.name}, {link}={draft.name}, {snake(name)}={value!r})"
            if types(part) == {"boolean"} and re.search(rf"\b{snake(name).removeprefix('is_')}\b", said):
                return f"count({child.name}, {link}={draft.name}, {snake(name)}=True)"
    return ""


def _listed(draft: Draft, child: Draft, link: str, schema: Schema, study: Study, show: Show) -> str | None:
    if is_object(items(schema)):
        shown = f"{show(child, items(schema), study)}({child.name})"
    else:
        told = child.named_by or child.identity
        shown = f"{child.name}.{told}" if told else ""
    rows = standing(f'rows({child.name}, {link}={draft.name}, order="pk")', draft, child, study)
    return f"[{shown} for {child.name} in {rows}]" if shown else None
