"""What tests send and expect, as values: sample objects, steps and cases; no language, no stack.

Made by this package from a Spec alone; rendered as a stack's own tests and as the black-box contract suite.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal


@dataclass(frozen=True)
class Text:
    """A text that is another one each time: `{n}` (or `{n:04d}`) stands for a counter."""

    template: str


@dataclass(frozen=True)
class Coded:
    """A text of `width` signs out of `signs` between two others, that is another one each time."""

    before: str
    width: int
    after: str
    signs: str

    def text(self, n: int) -> str:
        """The text of one object; the last sign changes fastest."""
        base = len(self.signs)
        found = (self.signs[n // base**place % base] for place in reversed(range(self.width)))
        return f"{self.before}{''.join(found)}{self.after}"


@dataclass(frozen=True)
class Counted:
    """A number, day, moment or time of day that moves on with each use.

    Numbers move by one and start again before `start + span` (0: never); days and moments move by `every` days, times of
    day by a minute, within working hours.
    """

    start: int | date | datetime | time
    every: int = 1
    span: int = 0

    def value(self, n: int) -> int | date | datetime | time:
        """What one object is given; never `start` itself."""
        match self.start:
            case int():
                return self.start + 1 + n % (self.span - 1) if self.span > 1 else self.start + n
            case time():
                return time(10 + n // 60 % 12, n % 60)
            case day:
                return day + timedelta(days=self.every * n)


@dataclass(frozen=True)
class New:
    """A reference to a fresh object of an entity."""

    entity: str
    changes: Changes = ()


@dataclass(frozen=True)
class Use:
    """A reference to an object that an earlier step made."""

    alias: str


@dataclass(frozen=True)
class Upload:
    """A file that is uploaded first; `image` asks for a picture."""

    image: bool = False


@dataclass(frozen=True)
class Account:
    """A fresh account; `role` empty: what registering gives."""

    role: str = ""


Single = (
    str | int | Decimal | bool | date | datetime | time | Text | Coded | Counted | New | Use | Upload | Account | None
)
Given = Single | tuple[Single, ...]
Changes = tuple[tuple[str, Given], ...]
"""Field and relation names with what they are given; `status` is a state to walk to after creation."""


@dataclass(frozen=True, kw_only=True)
class Make:
    """Creates an object: the entity's sample with these changes."""

    alias: str
    entity: str
    changes: Changes = ()


@dataclass(frozen=True, kw_only=True)
class Change:
    """Changes an object."""

    alias: str
    changes: Changes


@dataclass(frozen=True, kw_only=True)
class Move:
    """Takes an object to another state."""

    alias: str
    to: str


@dataclass(frozen=True, kw_only=True)
class Remove:
    """Deletes an object."""

    alias: str


Step = Make | Change | Move | Remove


@dataclass(frozen=True, kw_only=True)
class Refused:
    """A step that must be refused with this status; the errors name one of `fields` (empty: none is asked for)."""

    step: Step
    status: int
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Expect:
    """A property of an object reads this value."""

    alias: str
    property: str
    value: str | int | Decimal | bool | None


@dataclass(frozen=True, kw_only=True)
class Shows:
    """An object has a property, whatever it reads today."""

    alias: str
    property: str


Act = Make | Change | Move | Remove | Refused | Expect | Shows


@dataclass(frozen=True, kw_only=True)
class Case:
    """A fact, what is claimed of it in plain words, and the acts that show it; steps that are not refused must succeed."""

    fact: str
    title: str
    entity: str
    acts: tuple[Act, ...]
    said: str = ""


@dataclass(frozen=True, kw_only=True)
class Unproven:
    """A fact that no case proves, and why; it must not count as built."""

    fact: str
    entity: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Walk:
    """How an object of a sample gets from its first state to `state`; the object itself has the alias `it`."""

    state: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, kw_only=True)
class Sample:
    """A valid object: what must be given, what may be given as well, and the ways to its states."""

    entity: str
    values: Changes
    optional: Changes = ()
    walks: tuple[Walk, ...] = ()

    def walk(self, state: str) -> Walk | None:
        """The way to a state; None when there is none."""
        return next((walk for walk in self.walks if walk.state == state), None)


@dataclass(frozen=True, kw_only=True)
class BadValue:
    """A value that a field refuses with 422."""

    field: str
    value: str | int | Decimal | bool | None
    why: str


@dataclass(frozen=True, kw_only=True)
class Samples:
    """The samples of all entities, in the order in which they can be created."""

    all: tuple[Sample, ...] = field(default=())

    def of(self, entity: str) -> Sample:
        """The sample of an entity."""
        return next(sample for sample in self.all if sample.entity == entity)
