"""The values of the room: facts that change, and what becomes of files that both sides changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Verb = Literal["added", "removed", "renamed", "changed"]
What = Literal[
    "entity", "field", "reference", "states", "step", "value", "role", "right", "rule", "feature", "endpoint",
    "extension", "setting", "resource", "operation", "scheme", "view", "refusal",
]  # fmt: skip
Risk = Literal["low", "medium", "high"]
Side = Literal["mine", "generated"]


@dataclass(frozen=True, kw_only=True)
class FactChange:
    """One fact that changes. `place` is its dotted name, the new one; `before` and `after` say it in words.

    `risk`: high where values of rows that exist leave the application, medium where they get a value that nobody gave
    or people lose a right; `why` says which.
    """

    verb: Verb
    what: What
    place: str
    before: str = ""
    after: str = ""
    risk: Risk = "low"
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class Difference:
    """All facts that change, in the order of the specification."""

    facts: Sequence[FactChange]

    @property
    def risk(self) -> Risk:
        """That of the gravest."""
        found = {fact.risk for fact in self.facts}
        return "high" if "high" in found else "medium" if "medium" in found else "low"


@dataclass(frozen=True, kw_only=True)
class Conflict:
    """A place that both people and the generator changed: its text in each version, and its line (from 1) in theirs.

    For a file that one side removed, `line` is 0 and that side is empty.
    """

    path: str
    line: int
    base: str
    mine: str
    generated: str
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A change of the generator that was left out, since people locked the file or protected the lines."""

    path: str
    line: int
    why: Literal["locked", "protected"]


@dataclass(frozen=True, kw_only=True)
class Merge:
    """What becomes of a project's files: new contents (None: removed), and what stands against it.

    `renamed`: files that people wrote or edited, in which things got their new names.
    """

    changes: Mapping[str, bytes | None]
    renamed: Sequence[str] = ()
    conflicts: Sequence[Conflict] = ()
    kept: Sequence[Kept] = ()
