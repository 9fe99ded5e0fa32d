"""Records that their owner lets others in on: a collection below them names accounts and what each may do. Pure."""

from __future__ import annotations

from engines.spec.interface.drafts import Draft, Study
from engines.spec.interface.model import Schema
from engines.spec.interface.people import owner_link


def sharing_of(draft: Draft, study: Study) -> Draft | None:
    """The resource by which records of another are shared; None where they are not."""
    for other in study.drafts:
        if other.parent is draft and other.named_by and study.words.is_a("sharing", other.name.rpartition("_")[2]):
            return other
    return None


def may_see(draft: Draft, study: Study) -> str:
    """The condition on which the caller sees a record that is shared; empty where it is not."""
    shared, owner = sharing_of(draft, study), owner_link(draft, study)
    return f"{draft.name}.{owner} == caller or {_among(draft, shared)}" if shared and owner else ""


def may_change(draft: Draft, study: Study) -> str:
    """The condition on which the caller changes a record that is shared."""
    shared, owner = sharing_of(draft, study), owner_link(draft, study)
    if shared is None or not owner:
        return ""
    own = f"{draft.name}.{owner} == caller"
    if level := _level(shared, study):
        name, values = level
        said = " or ".join(_among(draft, shared, f", {name}={value!r}") for value in values)
        return f"{own} or {said}"
    return own


def level_term(draft: Draft, name: str, schema: Schema, study: Study) -> str | None:
    """What the caller may do with a record, as one of its members tells: owner, or what it is shared for."""
    shared, owner = sharing_of(draft, study), owner_link(draft, study)
    field = next((f for f in shared.fields if study.words.is_a("access", f)), "") if shared else ""
    choices = [str(value) for value in schema.get("enum", ())]
    own = next((c for c in choices if study.words.is_a("own", c)), "")
    if shared is None or not field or not own or not study.words.is_a("access", name):
        return None
    link = shared.named_by.partition(".")[0]
    theirs = f"first({shared.name}, {shared.link_to(draft)}={draft.name}, {link}=caller).{field}"
    return f"{own!r} if {draft.name}.{owner} == caller else {theirs}"


def among_scope(draft: Draft, term: str, schema: Schema, study: Study) -> str:
    """The condition that a parameter of a list means by own, shared and all; empty where it means something else."""
    shared, owner = sharing_of(draft, study), owner_link(draft, study)
    choices = [str(value) for value in schema.get("enum", ())]
    own = next((c for c in choices if study.words.is_a("own", c)), "")
    others = next((c for c in choices if study.words.is_a("shared", c)), "")
    if shared is None or not own or not others:
        return ""
    return (
        f"({term} != {others!r} and {draft.name}.{owner} == caller) or ({term} != {own!r} and {_among(draft, shared)})"
    )


def _level(shared: Draft, study: Study) -> tuple[str, list[str]] | None:
    for name, schema in shared.given.items():
        if study.words.is_a("access", name):
            values = [str(v) for v in schema.get("enum", ()) if study.words.is_a("may_write", str(v))]
            return (name, values) if values else None
    return None


def _among(draft: Draft, shared: Draft, more: str = "") -> str:
    link = shared.named_by.partition(".")[0]
    return f"exists({shared.name}, {shared.link_to(draft)}={draft.name}, {link}=caller{more})"
