"""How the parts of two specifications are compared: what came, what went and what differs, each with its risk. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

from engines.change.model import FactChange, Risk, What
from engines.change.wording import changed_in, said
from engines.kernel.spec import Field, FieldType

_TEXTS = (FieldType.TEXT, FieldType.EMAIL, FieldType.URL, FieldType.PHONE, FieldType.ENUM)


def members(what: What, entity: str, old: Sequence[Any], new: Sequence[Any], fresh: bool) -> Iterator[FactChange]:
    before, after = ({f"{entity}.{each.name}": each for each in some} for some in (old, new))
    yield from compared(what, before, after, fresh=fresh)


def compared(
    what: What, old: Mapping[str, Any], new: Mapping[str, Any], *, fresh: bool = False
) -> Iterator[FactChange]:
    for place in dict.fromkeys((*old, *new)):
        was, now = old.get(place), new.get(place)
        if now is None:
            risk, why = _loss(what)
            yield FactChange(verb="removed", what=what, place=place, before=said(was), risk=risk, why=why)
        elif was is None:
            risk, why = ("low", "") if fresh else _gain(now)
            yield FactChange(verb="added", what=what, place=place, after=said(now), risk=risk, why=why)
        elif not alike(was, now):
            risk, why = _turn(was, now)
            before, after = changed_in(was, now)
            yield FactChange(verb="changed", what=what, place=place, before=before, after=after, risk=risk, why=why)


def _loss(what: What) -> tuple[Risk, str]:
    if what in ("entity", "resource"):
        return "high", "its records leave the application"
    if what in ("field", "reference"):
        return "high", "its values leave the application; they are set aside in the database"
    if what == "operation":
        return "high", "who calls it is refused"
    return ("medium", "what it protected is open") if what in ("rule", "role", "scheme") else ("low", "")


def _gain(now: object) -> tuple[Risk, str]:
    if isinstance(now, Field) and now.required and now.default is None:
        return "medium", "records that exist get a value that nobody gave"
    return "low", ""


def _turn(was: object, now: object) -> tuple[Risk, str]:
    if not (isinstance(was, Field) and isinstance(now, Field)):
        return "low", ""
    if was.type != now.type and not _wider(was, now):
        return "high", "values that the new type can't hold are set aside in the database"
    if set(was.choices) - set(now.choices):
        return "high", "records with a choice that is no more get another one"
    if now.unique and not was.unique:
        return "medium", "it fails where records share a value"
    if now.required and not was.required:
        return "medium", "records without one get a value that nobody gave"
    return "low", ""


def _wider(was: Field, now: Field) -> bool:
    """Whether every value of the old type is one of the new, too."""
    numbers = (FieldType.INTEGER, FieldType.NUMBER)
    if now.type is FieldType.LONG_TEXT:
        return was.type in _TEXTS
    if now.type is FieldType.TEXT:
        return was.type in (FieldType.ENUM, FieldType.PHONE)
    return was.type is numbers[0] and now.type is numbers[1]


def alike(one: Any, two: Any) -> bool:
    """Equal but for where they come from."""
    if type(one) is not type(two):
        return False
    if is_dataclass(one):
        return all(alike(getattr(one, f.name), getattr(two, f.name)) for f in fields(one) if f.name != "origin")
    if isinstance(one, tuple):
        return len(one) == len(two) and all(map(alike, one, two))
    return bool(one == two)
