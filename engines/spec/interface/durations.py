"""Until when something lasts: a number of days in a request, and the day or the moment that follows from it. Pure."""

from __future__ import annotations

from engines.kernel.spec.service import Stored
from engines.spec.interface.drafts import Draft
from engines.spec.interface.envelopes import body_members
from engines.spec.interface.model import Call, Schema, snake
from engines.spec.interface.schemas import nullable, properties, types

_UNITS = {
    "days": "days({})",
    "day": "days({})",
    "weeks": "days({} * 7)",
    "hours": "seconds({} * 3600)",
    "minutes": "seconds({} * 60)",
    "mins": "seconds({} * 60)",
}
_ENDS = frozenset(
    ("due", "until", "end", "ends", "deadline", "back", "return", "expires", "expiry", "valid", "renews", "runs")
)


def unit_of(name: str) -> str:
    """The duration that a member counts, as a form for a term; empty where it counts none."""
    return next((_UNITS[word] for word in reversed(name.split("_")) if word in _UNITS), "")


def ending(draft: Draft) -> str:
    """The day or moment at which a record's time is over, which no request gives; empty where it shows none."""
    for name, schema in _shown(draft):
        timely = schema.get("format") in ("date", "date-time") and name not in draft.given
        if timely and set(name.split("_")) & _ENDS:
            return name
    return ""


def keep_ending(draft: Draft) -> None:
    """Stores when a record's time is over, where a number of days decides that."""
    name, counted = ending(draft), next((member for member in draft.given if unit_of(member)), "")
    if not name or not counted:
        return
    schema = next(part for known, part in _shown(draft) if known == name)
    is_day = schema.get("format") == "date"
    draft.fields[name] = Stored(name=name, type="date" if is_day else "datetime", nullable=nullable(schema))
    if not any(known == counted for known, _ in _shown(draft)):
        draft.fields.pop(counted, None)


def ends(draft: Draft, call: Call) -> list[tuple[str, str]]:
    """When the time of a new record is over, as a value for its field."""
    name, members = ending(draft), body_members(call)
    counted = next((member for member in members if unit_of(member)), "")
    if not name or name not in draft.fields or not counted:
        return []
    term = members[counted][0]
    start = "today()" if draft.fields[name].type == "date" else "now()"
    later = f"{start} + {unit_of(counted).format(term)}"
    return [(name, f"{later} if {term} is not None else None" if draft.fields[name].nullable else later)]


def _shown(draft: Draft) -> list[tuple[str, Schema]]:
    return [(snake(n), part) for shape in draft.shapes for n, part in properties(shape).items() if types(part)]
