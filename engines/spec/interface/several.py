"""Requests that bring several things at once: a list of them, or an object that holds one. Pure."""

from __future__ import annotations

from engines.spec.interface.drafts import Draft, Study
from engines.spec.interface.envelopes import listed, overlap
from engines.spec.interface.model import Call, Schema, snake
from engines.spec.interface.schemas import is_array, is_object, items, properties

_ENOUGH = 0.5


def several_in(call: Call, study: Study) -> tuple[str, Schema] | None:
    """The term for the things that a request brings and the schema of each; None where it brings one, or none."""
    body = call.body.json if call.body else None
    if call.method != "POST" or body is None:
        return None
    if is_array(body):
        return "body", items(body)
    lists = [
        (name, items(part)) for name, part in properties(body).items() if is_array(part) and is_object(items(part))
    ]
    listing = study.call("GET", call.path)
    shown = listed(listing.success.json, study.words) if listing and listing.success else {}
    if len(lists) != 1 or not properties(shown):
        return None
    ((name, one),) = lists
    others = {snake(n) for n in properties(body)} - {snake(name)}
    known = {snake(n) for n in properties(shown)}
    if overlap(one, shown) > _ENOUGH and not others & known and snake(name) not in known:
        return f"body.{snake(name)}", one
    return None


def given_by(draft: Draft, study: Study) -> Schema | None:
    """The schema of one of the things that the making of a resource brings at once; None where it brings one."""
    found = several_in(draft.create, study) if draft.create else None
    return found[1] if found else None
