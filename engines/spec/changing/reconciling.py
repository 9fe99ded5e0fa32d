"""Brings a service that was inferred anew together with what people changed since it was first inferred. Pure.

Three versions of each part: as it was inferred (`base`), as it stands (`mine`), as it is inferred now (`now`). What one
side changed is taken; what both changed is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from engines.kernel.spec import Question
from engines.kernel.spec.origins import dated, plain
from engines.kernel.spec.service import Operation, Resource, Service

T = TypeVar("T")
MINE, THEIRS = "mine", "the document's"


class Reconciling:
    """One reconciliation; `answers` by the text of the question."""

    def __init__(self, *, base: Service, mine: Service, now: Service, answers: Mapping[str, str]) -> None:
        self._base, self._mine, self._now, self._answers = base, mine, now, answers
        self.questions: list[Question] = []

    def service(self) -> Service:
        """The service that holds both; `questions` are those that its suggestions stand for."""
        base, mine, now = self._base, self._mine, self._now
        names = {each.name for each in (*base.resources, *mine.resources, *now.resources)}
        found = {name: self._resource(name) for name in names}
        order = [each.name for each in (*now.resources, *mine.resources)]
        return replace(
            now,
            resources=tuple(kept for name in dict.fromkeys(order) if (kept := found[name]) is not None),
            schemes=self._merged("scheme", base.schemes, mine.schemes, now.schemes, _name),
            faults=self._merged("refusal", base.faults, mine.faults, now.faults, _name),
            views=self._merged("view", base.views, mine.views, now.views, _name),
            operations=self._operations(),
            start=self._whole("start", base.start, mine.start, now.start) or (),
        )

    def _operations(self) -> tuple[Operation, ...]:
        """Those of the document, each with its own sentence."""
        merged = self._merged("operation", self._base.operations, self._mine.operations, self._now.operations, _key)
        told = {_key(each): each.origin for each in self._now.operations}
        return tuple(dated(each, told[_key(each)]) for each in merged if _key(each) in told)

    def _resource(self, name: str) -> Resource | None:
        base, mine, now = (
            next((each for each in service.resources if each.name == name), None)
            for service in (self._base, self._mine, self._now)
        )
        kept = self._whole(f"resource {name}", _bare(base), _bare(mine), _bare(now))
        if kept is None or mine is None or now is None:
            return (
                replace(kept, fields=(mine or now or kept).fields, links=(mine or now or kept).links) if kept else None
            )
        was = base or replace(now, fields=(), links=())
        return replace(
            kept,
            fields=self._merged(f"field of {name}", was.fields, mine.fields, now.fields, _name),
            links=self._merged(f"link of {name}", was.links, mine.links, now.links, _name),
        )

    def _merged(
        self, what: str, base: Sequence[T], mine: Sequence[T], now: Sequence[T], key: Callable[[Any], str]
    ) -> tuple[T, ...]:
        """Part by part, in the order of `now`."""
        was, ours, theirs = ({key(each): each for each in some} for some in (base, mine, now))
        found = (
            self._whole(f"{what} {name}", was.get(name), ours.get(name), theirs.get(name))
            for name in dict.fromkeys((*theirs, *ours))
        )
        return tuple(each for each in found if each is not None)

    def _whole(self, what: str, base: T | None, mine: T | None, now: T | None) -> T | None:
        if plain(mine) == plain(base) or plain(mine) == plain(now):
            return now
        if plain(now) == plain(base):
            return mine
        return mine if self._kept(what, mine, now) else now

    def _kept(self, what: str, mine: object, now: object) -> bool:
        """Whether a person keeps what both changed; asked where nobody answered."""
        text = f"Both you and the document changed the {what}. {_sides(mine, now)} Which one stays: {MINE} or {THEIRS}?"
        given = self._answers.get(text, "").strip().lower()
        if given not in (MINE, THEIRS):
            self.questions.append(Question(text=text, suggestion=MINE))
        return given != THEIRS


def _sides(mine: object, now: object) -> str:
    """Both sides in words: the parts that differ."""
    if mine is None or now is None:
        return "You removed it." if mine is None else "The document has it no more."
    if not (is_dataclass(mine) and is_dataclass(now)):
        return f"Yours: {mine}. The document's: {now}."
    names = [
        f.name
        for f in fields(mine)
        if f.name != "origin" and plain(getattr(mine, f.name)) != plain(getattr(now, f.name))
    ]
    yours, theirs = ("; ".join(f"{name} {plain(getattr(side, name))}" for name in names) for side in (mine, now))
    return f"Yours: {yours}. The document's: {theirs}."


def _bare(resource: Resource | None) -> Resource | None:
    return replace(resource, fields=(), links=()) if resource else None


def _name(part: Any) -> str:
    return str(part.name)


def _key(operation: Operation) -> str:
    return f"{operation.method} {operation.path}"
