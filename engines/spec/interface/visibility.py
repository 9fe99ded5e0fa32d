"""Records that others than their owner see only in some states: drafts, private ones. Pure."""

from __future__ import annotations

from engines.spec.interface.drafts import Draft, Study
from engines.spec.interface.model import Call, snake
from engines.spec.interface.people import holder, owner_link
from engines.spec.interface.schemas import properties


def shown_to_all(draft: Draft, study: Study, *, in_lists: bool = False) -> str:
    """The condition on which a record is shown to everybody; empty where nothing hides it."""
    link = owner_link(draft, study)
    if not link or not study.accounts or draft.links[link].to != study.accounts.name:
        return ""
    for name, field in draft.fields.items():
        if field.type == "boolean" and not field.made:
            if name in ("published", "is_published", "public", "is_public", "listed") and (
                in_lists or name != "listed"
            ):
                return f"{draft.name}.{name} == True"
            if name in ("draft", "is_draft", "private", "is_private"):
                return f"{draft.name}.{name} == False"
    for shape in draft.shapes:
        for name, schema in properties(shape).items():
            choices = [value for value in schema.get("enum", ()) if isinstance(value, str)]
            hidden = [c for c in choices if study.words.is_a("unseen", snake(c)) or (in_lists and c == "unlisted")]
            if snake(name) in draft.fields and hidden and len(hidden) < len(choices):
                return " and ".join(f"{draft.name}.{snake(name)} != {value!r}" for value in hidden)
    return ""


def seen_by(call: Call, draft: Draft, study: Study, *, in_lists: bool = False) -> str:
    """The condition on which the one who calls sees a record; empty where everybody does."""
    visible = shown_to_all(draft, study, in_lists=in_lists)
    who = holder(call, study)
    if not visible or who is None or who is not study.accounts:
        return visible
    return f"{draft.name}.{owner_link(draft, study)} == caller or {visible}"
