"""What else operations do with a record: lead on to what it keeps, or change it. Called by showing and by what operations do."""

from __future__ import annotations

from engines.spec.interface.drafts import Draft, Study


def leads_on(draft: Draft, study: Study) -> bool:
    """Whether an operation redirects to what a record keeps, and may count that."""
    for call, place in study.places():
        moved = call.success is not None and 300 <= call.success.status < 400 and not place.tail and bool(place.passed)
        if moved and (found := study.addressed(place.passed[-1])) and found[0] is draft:
            return True
    return False


def may_change(draft: Draft, study: Study) -> bool:
    """Whether any operation does something to a record once it is made; without one, what is not given is worked out."""
    if draft is study.accounts or draft is study.sessions:
        return True
    for call, place in study.places():
        if not place.passed or study.at(place.passed[-1].collection) is not draft:
            continue
        of_child = any(other.made_by(call) for other in study.drafts if other is not draft)
        if call.method in ("PUT", "PATCH", "POST") and not of_child and not draft.made_by(call):
            return True
    return leads_on(draft, study)


def own_address(draft: Draft, study: Study) -> str:
    """The address that leads on to what a record keeps, else its own."""
    for call, place in study.places():
        redirects = call.success is not None and 300 <= call.success.status < 400
        if (
            redirects
            and not place.tail
            and place.passed
            and study.addressed(place.passed[-1]) == (draft, draft.identity)
        ):
            return f'address() + "{place.passed[-1].collection}/" + str({draft.name}.{draft.identity})'
    if draft.collection and draft.identity and "{" not in draft.collection:
        return f'address() + "{draft.collection}/" + str({draft.name}.{draft.identity})'
    return ""
