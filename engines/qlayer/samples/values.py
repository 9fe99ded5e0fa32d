"""The sample value of one field by its type and bounds, and values that it must refuse."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from math import ceil, floor
from string import ascii_uppercase, digits
from typing import assert_never

from engines.kernel.spec import Entity, Field, FieldType
from engines.qlayer.samples.model import BadValue, Coded, Counted, Given, Text, Upload
from engines.qlayer.samples.pattern import fitting

DAY_ONE = date(2095, 3, 1)
LONG_AGO = date(2020, 3, 1)
AGES_AGO = date(1980, 3, 1)
GAP_DAYS = 7
PAST = {"birth", "birthday", "birthdate", "born", "founded", "published", "recorded", "established"}
TEXTS = (FieldType.TEXT, FieldType.LONG_TEXT, FieldType.EMAIL, FieldType.URL, FieldType.PHONE)
NUMBERS = (FieldType.INTEGER, FieldType.NUMBER, FieldType.MONEY)
FEW = (FieldType.BOOLEAN, FieldType.ENUM, FieldType.FILE, FieldType.IMAGE)
_MANY = 90_000


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a field stands among others: its rank in the order rules, and what must differ from object to object.

    Days that must differ are `every` days apart.
    """

    rank: int = 0
    counted: bool = False
    every: int = 1
    roomy: bool = False


def given(entity: Entity, field: Field, place: Place) -> Given:
    """A valid value for a field."""
    match field.type:
        case FieldType.TEXT | FieldType.LONG_TEXT | FieldType.EMAIL | FieldType.URL | FieldType.PHONE:
            return _text(entity, field, place)
        case FieldType.INTEGER | FieldType.NUMBER | FieldType.MONEY:
            return _number(field, place)
        case FieldType.BOOLEAN:
            return field.default if isinstance(field.default, bool) else False
        case FieldType.ENUM:
            return str(field.default) if field.default in field.choices else field.choices[0]
        case FieldType.FILE | FieldType.IMAGE:
            return Upload(image=field.type is FieldType.IMAGE)
        case FieldType.DATE | FieldType.DATETIME | FieldType.TIME:
            return _when(field, place)
    assert_never(field.type)


def _when(field: Field, place: Place) -> Given:
    start = LONG_AGO if PAST & set(field.name.split("_")) else DAY_ONE
    counted = place.counted or field.unique
    if field.type is FieldType.TIME:
        clock = time(9 + 2 * (place.rank % 7))
        return Counted(clock) if counted and not place.rank else clock
    if field.type is FieldType.DATE:
        day = start + timedelta(days=GAP_DAYS * place.rank)
        return Counted(day, every=place.every) if counted else day
    moment = datetime(start.year, start.month, start.day, 9, tzinfo=UTC) + timedelta(hours=2 * place.rank)
    return Counted(moment, every=place.every) if counted else moment


def _number(field: Field, place: Place) -> Given:
    low, high = field.minimum, field.maximum
    wish = 2001.0 if "year" in field.name.split("_") and (high is None or high > 2001) else 20.0 if place.roomy else 2.0
    wish += 10 * place.rank
    value = max(wish, low) if low is not None else wish
    value = min(value, high) if high is not None else value
    if field.unique or place.counted:
        return _counted(int(value), low, high)
    if field.type is FieldType.INTEGER:
        return int(value)
    if field.type is FieldType.MONEY and value == wish and (high is None or value + 0.5 <= high):
        return Decimal(str(value)) + Decimal("0.5")
    return Decimal(str(value)).normalize() if value % 1 else int(value)


def _counted(value: int, low: float | None, high: float | None) -> Counted:
    """A counting number that stays within its bounds."""
    if high is None or high - value > _MANY:
        return Counted(value)
    start = ceil(low) if low is not None else min(value, 1)
    return Counted(start, span=floor(high) - start + 1)


def _text(entity: Entity, field: Field, place: Place) -> Given:
    counted = field.unique or place.counted or field.name == entity.label
    if field.pattern:
        found = fitting(field.pattern, counted)
        if found is not None:
            return found
    said = _wording(field, counted)
    shortest, longest = field.min_length or 0, field.max_length
    if longest is not None and len(said.format(n=_MANY)) > longest:
        if counted and longest < 4:
            return Coded("", longest, "", ascii_uppercase + digits)
        said = f"{{n:0{min(longest, 6)}d}}" if counted else said[:longest].strip().ljust(shortest, "x")
    said += "x" * (shortest - len(said.format(n=1)))
    return Text(said) if "{n" in said else said


def _wording(field: Field, counted: bool) -> str:
    match field.type:
        case FieldType.EMAIL:
            return "person{n}@example.com"
        case FieldType.URL:
            return "https://example.com/{n}" if counted else "https://example.com"
        case FieldType.PHONE:
            return "+49 30 55{n:04d}" if counted else "+49 30 550100"
    words = field.name.replace("_", " ").capitalize()
    return f"{words} {{n}}" if counted else f"{words} one"


def refused(field: Field) -> Iterator[BadValue]:
    """Values that the field must refuse with 422, one per constraint."""
    if field.required and field.default is None:
        yield BadValue(field=field.name, value=None, why="nothing")
    if field.type in TEXTS:
        yield from _bad_texts(field)
    elif field.type in NUMBERS:
        yield from _bad_numbers(field)
    elif field.type is FieldType.ENUM:
        yield BadValue(field=field.name, value="no_such_choice", why="an unknown choice")
    elif field.type is FieldType.BOOLEAN:
        yield BadValue(field=field.name, value="perhaps", why="neither true nor false")
    elif field.type in (FieldType.DATE, FieldType.DATETIME, FieldType.TIME):
        yield BadValue(field=field.name, value="not a time", why="no date or time")


def _bad_texts(field: Field) -> Iterator[BadValue]:
    match field.type:
        case FieldType.EMAIL:
            yield BadValue(field=field.name, value="nobody", why="no email address")
        case FieldType.URL:
            yield BadValue(field=field.name, value="nowhere", why="no web address")
    if field.max_length is not None:
        yield BadValue(field=field.name, value="x" * (field.max_length + 1), why="too long")
    if field.min_length is not None and field.min_length > 1:
        yield BadValue(field=field.name, value="x" * (field.min_length - 1), why="too short")
    if field.pattern:
        yield BadValue(field=field.name, value="?!", why="not of the pattern")


def _bad_numbers(field: Field) -> Iterator[BadValue]:
    if field.minimum is not None:
        yield BadValue(field=field.name, value=_beyond(field, field.minimum, -1), why="too small")
    if field.maximum is not None:
        yield BadValue(field=field.name, value=_beyond(field, field.maximum, 1), why="too large")
    yield BadValue(field=field.name, value="many", why="no number")


def _beyond(field: Field, bound: float, sign: int) -> int | Decimal:
    value = Decimal(str(bound)) + sign * (1 if field.type is FieldType.INTEGER else Decimal("0.01"))
    return int(value) if value == int(value) else value


def settled(given: Given) -> Given:
    """A counting value held fast at a number that counting does not reach soon."""
    match given:
        case Text(template=template):
            width = re.search(r"\{n:0(\d+)d\}", template)
            return template.format(n=9 * 10 ** (min(int(width[1]), 6) - 1) if width else _MANY)
        case Coded(width=width, signs=signs):
            return given.text(len(signs) ** width - 1)
        case Counted(start=start):
            return start
        case _:
            return given
