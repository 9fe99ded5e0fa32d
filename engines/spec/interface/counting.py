"""Members of an answer that are numbers about other records: how many, on average, in which place. Called by showing."""

from __future__ import annotations

from engines.spec.interface.drafts import Draft, Study
from engines.spec.interface.model import Schema, snake
from engines.spec.interface.people import owner_link
from engines.spec.interface.schemas import nullable, properties, types


def counted_some(draft: Draft, child: Draft, link: str, name: str, study: Study) -> str:
    """`open_count`, `done_todos`: how many of the children are so."""
    word = next((name.removesuffix(end) for end in ("_count", f"_{child.plural}", "_total") if name.endswith(end)), "")
    if not word:
        return ""
    truths = [n for shape in child.shapes for n, s in properties(shape).items() if types(s) == {"boolean"}]
    truth = next((snake(n) for n in truths if snake(n) == word), "")
    if truth:
        return f"count({child.name}, {link}={draft.name}, {truth}=True)"
    finished = next((snake(n) for n in truths if study.words.is_a("finished", snake(n))), "")
    if finished and (study.words.is_a("unfinished", word) or study.words.is_a("finished", word)):
        return f"count({child.name}, {link}={draft.name}, {finished}={study.words.is_a('finished', word)})"
    state = state_member(child, word)
    return f'count({child.name}, {link}={draft.name}, {state}="{word}")' if state else ""


def opinion(draft: Draft, child: Draft, link: str, name: str, schema: Schema, study: Study) -> str:
    """What callers said of a record, summed, averaged or counted; and what the caller said."""
    value = next((n for n, s in child.given.items() if types(s) & {"integer", "number"}), "")
    if not value:
        return ""
    if name in (f"my_{child.name}", f"your_{child.name}", f"user_{child.name}", f"own_{child.name}"):
        who = owner_link(child, study)
        mine = f"first({child.name}, {link}={draft.name}, {who}=caller)"
        return f"{mine}.{value} if caller is not None and {mine} is not None else {'None' if nullable(schema) else '0'}"
    if "integer" in types(schema) and study.words.is_a("opinion_total", name):
        return f"total({child.name}, {value}, {link}={draft.name})"
    if "number" in types(schema) and (study.words.is_a("rating", name) or name.startswith(("average", "avg", "mean"))):
        return f"average({child.name}, {value}, {link}={draft.name})"
    return ""


def state_member(child: Draft, value: str) -> str:
    """The member of a child that may have a value as one of several words."""
    for shape in child.shapes:
        for name, part in properties(shape).items():
            if value in part.get("enum", ()):
                return snake(name)
    return ""


def rank(draft: Draft, name: str, schema: Schema, study: Study) -> str | None:
    """The place among its like by the only number that requests give; equal ones share it."""
    numbers = [f.name for f in draft.fields.values() if f.type in ("integer", "number") and f.name in draft.given]
    if not study.words.is_a("rank", name) or "integer" not in types(schema) or len(numbers) != 1:
        return None
    parent, record, number = draft.parent, draft.name, numbers[0]
    among = f"{draft.link_to(parent)}={record}.{draft.link_to(parent)}" if parent else ""
    rows = f"rows({', '.join(filter(None, (record, among)))})"
    better = f"one.{number} > {record}.{number}"
    order = next((f for f in parent.fields if study.words.is_a("sort", f)), "") if parent else ""
    if order and parent:
        way = f"{record}.{draft.link_to(parent)}.{order}"
        better = f'(one.{number} < {record}.{number} if {way} == "asc" else {better})'
    return f"1 + len([one for one in {rows} if {better}])"


def averaged(child: Draft, name: str, study: Study) -> str:
    wanted = name.removeprefix("average_").removeprefix("avg_")
    numbers = [f.name for f in child.fields.values() if f.type in ("integer", "number") and not f.made]
    return next((n for n in numbers if n == wanted or study.words.is_a("rating", n)), "")
