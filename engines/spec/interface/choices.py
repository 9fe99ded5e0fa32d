"""One of what stands under a record that is chosen: the accepted answer of a question, the winning entry. Called by the plan."""

from __future__ import annotations

from dataclasses import dataclass

from engines.kernel.spec.service import Change, ForEach, ServiceStep, Stored
from engines.spec.interface.drafts import Draft, Study
from engines.spec.interface.model import Schema, snake
from engines.spec.interface.participles import participle
from engines.spec.interface.schemas import is_object, properties, types


@dataclass(frozen=True)
class Chosen:
    """`truth`: the field of `child` that is true of the one that is chosen; `member`: how `parent` tells it."""

    parent: Draft
    child: Draft
    member: str
    truth: str


def find_choices(study: Study) -> tuple[Chosen, ...]:
    """Which records choose one of those below them; the truth of it is kept with the chosen one."""
    found: dict[tuple[str, str], Chosen] = {}
    for child in study.drafts:
        parent = child.parent
        if parent is None:
            continue
        for name in (snake(n) for shape in parent.shapes for n in properties(shape)):
            bare = name.removesuffix("_id")
            adjective = bare.removesuffix(f"_{child.name}")
            if bare == adjective or name in parent.given or not _is_chosen(adjective, child, study):
                continue
            shown = {snake(n) for shape in child.shapes for n in properties(shape)}
            truth = next((n for n in (adjective, f"is_{adjective}") if n in shown), adjective)
            child.fields.pop(truth, None)
            child.store(Stored(name=truth, type="boolean", default=False))
            parent.fields.pop(name, None)
            found[(parent.name, name)] = Chosen(parent, child, name, truth)
    return tuple(found.values())


def _is_chosen(adjective: str, child: Draft, study: Study) -> bool:
    """Whether an operation on one of the children is named by what makes it so."""
    for _, place in study.places():
        if place.tail and place.passed and study.at(place.passed[-1].collection) is child:
            verb = place.word.removesuffix(f"_{child.name}")
            if participle(adjective, verb, study) or adjective == verb:
                return True
    return False


def chosen_term(draft: Draft, name: str, schema: Schema, study: Study) -> str | None:
    """The term for the member that tells which one is chosen."""
    for one in study.choices:
        told = (
            one.parent is draft
            and "boolean" in types(schema)
            and name in (f"has_{one.member.removesuffix('_id')}", "solved", "is_solved", "resolved")
        )
        asked = f"{one.child.name}, {one.child.link_to(draft)}={draft.name}, {one.truth}=True"
        if told:
            return f"exists({asked})"
        if one.parent is draft and name == one.member and not is_object(schema) and one.child.identity:
            return f"value({one.child.name}, {one.child.identity}, {asked.partition(', ')[2]})"
    return None


def only_one(draft: Draft, field: str, value: str, study: Study) -> list[ServiceStep]:
    """Before one is chosen, the one that was is no longer."""
    for one in study.choices:
        if one.child is draft and one.truth == field and value == "True":
            way = f"{draft.name}.{draft.link_to(one.parent)}"
            among = f"rows({draft.name}, {draft.link_to(one.parent)}={way}, {field}=True)"
            return [ForEach(item="before", of=among, steps=(Change(record="before", values=((field, "False"),)),))]
    return []
