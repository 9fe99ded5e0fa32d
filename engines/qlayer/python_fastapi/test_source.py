"""Acts of test cases as lines of Python: what a person would write by hand. Called by the test views."""

from __future__ import annotations

import keyword
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import assert_never

from engines.kernel.spec import Spec
from engines.qlayer.samples.accounts import is_account
from engines.qlayer.samples.model import (
    Account,
    Act,
    Change,
    Changes,
    Coded,
    Counted,
    Expect,
    Given,
    Make,
    Move,
    New,
    Refused,
    Remove,
    Shows,
    Step,
    Text,
    Upload,
    Use,
)
from engines.qlayer.samples.titles import collections, shown_name


@dataclass(frozen=True)
class Source:
    """Writes acts over the objects of a specification."""

    spec: Spec

    def lines(self, acts: Sequence[Act]) -> Iterator[str]:
        """The statements of a test, in order."""
        entities = {made.alias: made.entity for made in map(_step, acts) if isinstance(made, Make)}
        used = {name for act in acts for name in _used(act)}
        at = 0
        while at < len(acts):
            act = acts[at]
            alike = _alike(acts, at, used)
            if isinstance(act, Make):
                call = self.make(act)
                if alike > 2:
                    yield f"for _ in range({alike}):"
                    yield f"    {call}"
                else:
                    yield from [f"{act.alias} = {call}" if act.alias in used else call] * alike
                at += alike
                continue
            yield from self._one(act, entities)
            at += 1

    def _one(self, act: Act, entities: dict[str, str]) -> Iterator[str]:
        match act:
            case Refused(step=step, status=status, fields=fields):
                entity = self.spec.entity(step.entity if isinstance(step, Make) else entities[step.alias])
                names = dict.fromkeys(shown_name(self.spec, entity, field) for field in fields)
                yield f"answer = {self.request(step, entities)}"
                yield f"assert_refused({', '.join(['answer', str(status), *(quoted(name) for name in names)])})"
            case Move(alias=name, to=to):
                yield f"move(api, {quoted(self._path(entities[name]))}, {name}, {quoted(to)})"
            case Change() | Remove():
                status = 200 if isinstance(act, Change) else 204
                yield f"answer = {self.request(act, entities)}"
                yield f"assert answer.status_code == {status}, answer.text"
            case Expect(alias=name, property=read, value=value):
                shown = f"read(api, {quoted(self._path(entities[name]))}, {name})[{quoted(read)}]"
                word = "is" if value is None or isinstance(value, bool) else "=="
                yield f"assert {shown} {word} {self.value(value)}"
            case Shows(alias=name, property=read):
                yield f"assert {quoted(read)} in read(api, {quoted(self._path(entities[name]))}, {name})"
            case Make():
                yield self.make(act)
            case _:
                assert_never(act)

    def request(self, step: Step, entities: dict[str, str], client: str = "api") -> str:
        """The bare request of a step."""
        if isinstance(step, Make):
            values = f"{step.entity}_values({self.arguments(step.entity, step.changes)})"
            return f"{client}.post({quoted(self._path(step.entity))}, json={values})"
        entity = entities[step.alias]
        place = f"{self._path(entity)}/{{{step.alias}['id']}}"
        match step:
            case Change(changes=changes):
                return f'{client}.patch(f"{place}", json={self.body(entity, changes)})'
            case Move(to=to):
                return f'{client}.post(f"{place}/transitions", json={{"to": {quoted(to)}}})'
            case Remove():
                return f'{client}.delete(f"{place}")'
        assert_never(step)

    def make(self, make: Make) -> str:
        """The call that creates an object, or an account."""
        if is_account(self.spec, make.entity):
            return f"open_account(api{''.join(f', {name}={self.value(value)}' for name, value in make.changes)})"
        return f"make_{make.entity}({self.arguments(make.entity, make.changes)})"

    def arguments(self, entity: str, changes: Changes) -> str:
        """`api` and the changes as keyword arguments."""
        shown = self.shown(entity, changes)
        plain = [f"{name}={value}" for name, value in shown if _plain(name)]
        odd = [f"{quoted(name)}: {value}" for name, value in shown if not _plain(name)]
        return ", ".join(["api", *plain, *([f"**{{{', '.join(odd)}}}"] if odd else [])])

    def body(self, entity: str, changes: Changes) -> str:
        """The changes as a dictionary."""
        return "{" + ", ".join(f"{quoted(name)}: {value}" for name, value in self.shown(entity, changes)) + "}"

    def shown(self, entity: str, changes: Changes) -> list[tuple[str, str]]:
        """API properties with the source of their values."""
        place = self.spec.entity(entity)
        return [(shown_name(self.spec, place, name), self.value(value)) for name, value in changes]

    def value(self, given: Given) -> str:
        """A value as Python source; counters use `n`."""
        match given:
            case tuple():
                return "[" + ", ".join(self.value(one) for one in given) + "]"
            case Use(alias=name):
                return f'{name}["id"]'
            case New(entity=entity, changes=changes):
                return f'make_{entity}({self.arguments(entity, changes)})["id"]'
            case Account(role=role):
                return f'open_account(api{", " + quoted(role) if role else ""})["id"]'
            case Upload(image=image):
                return f'upload(api{", image=True" if image else ""})["id"]'
            case Text(template=template):
                return f"f{quoted(template)}"
            case Coded():
                return _coded(given)
            case Counted():
                return _counted(given)
            case datetime() | date() | time():
                return quoted(iso(given))
            case Decimal():
                return str(float(given)) if given % 1 else str(int(given))
            case str():
                return quoted(given)
            case bool() | int() | None:
                return repr(given)
        assert_never(given)

    def _path(self, entity: str) -> str:
        return collections(self.spec)[entity]


def iso(value: date | datetime | time) -> str:
    """A moment as the API writes it."""
    text = value.isoformat()
    return text.replace("+00:00", "Z")


def quoted(text: str) -> str:
    """A string literal in double quotes where that needs no escape."""
    plain = repr(text)
    return f'"{plain[1:-1]}"' if plain.startswith("'") and '"' not in plain else plain


def _coded(given: Coded) -> str:
    code = f"coded(n, {given.width}, {quoted(given.signs)})"
    around = [quoted(text) if text else "" for text in (given.before, given.after)]
    return " + ".join(part for part in (around[0], code, around[1]) if part)


def _counted(given: Counted) -> str:
    days = "n" if given.every == 1 else f"{given.every} * n"
    match given.start:
        case int(start):
            return f"{start + 1} + n % {given.span - 1}" if given.span > 1 else f"{start} + n"
        case time():
            return 'f"{10 + n // 60 % 12:02d}:{n % 60:02d}:00"'
        case datetime() as at:
            return f'f"{{date({at.year}, {at.month}, {at.day}) + timedelta(days={days})}}T{at:%H:%M:%S}Z"'
        case day:
            return f"str(date({day.year}, {day.month}, {day.day}) + timedelta(days={days}))"


def _plain(name: str) -> bool:
    return name.isidentifier() and not keyword.iskeyword(name)


def _step(act: Act) -> Act | Step:
    return act.step if isinstance(act, Refused) else act


def _alike(acts: Sequence[Act], at: int, used: set[str]) -> int:
    """How many creations from here on are the same and used by nothing."""
    first = acts[at]
    if not isinstance(first, Make) or first.alias in used:
        return 1
    count = 0
    for act in acts[at:]:
        same = isinstance(act, Make) and (act.entity, act.changes) == (first.entity, first.changes)
        if not same or (isinstance(act, Make) and act.alias in used):
            break
        count += 1
    return count


def _used(act: Act) -> Iterator[str]:
    step = _step(act)
    if isinstance(step, Make | Change):
        for _, given in step.changes:
            yield from _uses(given)
    if not isinstance(step, Make):
        yield getattr(step, "alias", "")


def _uses(given: Given) -> Iterator[str]:
    match given:
        case tuple():
            for one in given:
                yield from _uses(one)
        case New(changes=changes):
            for _, inner in changes:
                yield from _uses(inner)
        case Use(alias=name):
            yield name
