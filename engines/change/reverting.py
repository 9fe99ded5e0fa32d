"""A specification without one change that was made before, though others followed. Pure; called by app.services.reverting.

A three-way merge whose base is the specification after that change, and whose other side is the one before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from engines.change.comparing import alike
from engines.kernel.spec import Grant, Sentence, Spec, Transition, facts, feature_id, rule_id
from engines.kernel.spec.facts import Feature
from engines.kernel.spec.origins import plain
from engines.kernel.spec.rules import Rule
from engines.kernel.spec.service import Operation

_UNMERGED = frozenset({"origin", "sentences", "questions"})
Path = tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Reverted:
    """The specification without the change, and the places of what a later change made other of it."""

    spec: Spec
    stuck: Sequence[Path]


def reverted(*, after: Spec, now: Spec, before: Spec) -> Reverted:
    """`now` without what led from `before` to `after`; what was said stays, as what surrounds the application."""
    merging = _Merging()
    made = merging.whole((), after, now, before)
    gone = {role.name for each in (after, now, before) for role in each.roles} - {role.name for role in made.roles}
    made = replace(made, grants=tuple(grant for grant in made.grants if grant.role not in gone))
    told = {number for _, origin in facts(made) for number in origin.sentences}
    sentences = tuple(_settled(each, told) for each in now.sentences)
    return Reverted(spec=replace(made, sentences=sentences, questions=now.questions), stuck=merging.stuck)


def part_at(spec: Spec, path: Path) -> Any:
    """The part at a place that `reverted` named; None where there is none."""
    found: Any = spec
    for name in path:
        if found is None:
            return None
        found = (
            next((each for each in found if _key(each) == name), None)
            if isinstance(found, tuple)
            else getattr(found, name, None)
        )
    return plain(found)


def _settled(sentence: Sentence, told: set[int]) -> Sentence:
    if sentence.status not in ("facts", "context"):
        return sentence
    return replace(sentence, status="facts" if sentence.number in told else "context")


class _Merging:
    def __init__(self) -> None:
        self.stuck: list[Path] = []

    def whole(self, path: Path, base: Any, mine: Any, now: Any) -> Any:
        """One part: `base` after the change, `mine` as it stands, `now` before the change."""
        if alike(mine, base) or alike(mine, now):
            return now
        if alike(now, base):
            return mine
        if isinstance(mine, tuple):
            return self._several(path, base, mine, now)
        if is_dataclass(mine) and not isinstance(mine, type) and type(mine) is type(base) is type(now):
            names = [f.name for f in fields(mine) if f.name not in _UNMERGED]
            sides = {name: tuple(getattr(each, name) for each in (base, mine, now)) for name in names}
            return replace(mine, **{name: self.whole((*path, name), *sides[name]) for name in names})
        self.stuck.append(path)
        return mine

    def _several(
        self, path: Path, base: tuple[Any, ...], mine: tuple[Any, ...], now: tuple[Any, ...]
    ) -> tuple[Any, ...]:
        was, ours, theirs = ({_key(each): each for each in _single_rights(side)} for side in (base, mine, now))
        found: list[Any] = []
        for key in _order(was, ours, theirs):
            kept = self._one((*path, key), was.get(key), ours.get(key), theirs.get(key))
            if kept is not None:
                found.append(kept)
        return tuple(_joined_rights(found))

    def _one(self, path: Path, base: Any, mine: Any, now: Any) -> Any:
        if base is not None and mine is None:  # it went since
            return None
        if now is None and base is not None and not alike(mine, base):
            self.stuck.append(path)
            return mine
        return self.whole(path, base, mine, now) if base is not None and now is not None else _single(base, mine, now)


def _single_rights(parts: Sequence[Any]) -> Iterator[Any]:
    """Rights with one action each, since one right may be told in several lines."""
    for part in parts:
        if isinstance(part, Grant):
            yield from (replace(part, actions=(action,)) for action in part.actions)
        else:
            yield part


def _joined_rights(parts: Sequence[Any]) -> Iterator[Any]:
    """Rights of one origin in one line again."""
    joined: dict[Grant, list[Any]] = {}
    for part in parts:
        if isinstance(part, Grant):
            joined.setdefault(replace(part, actions=()), []).extend(part.actions)
        else:
            yield part
    yield from (replace(right, actions=tuple(actions)) for right, actions in joined.items())


def _single(base: Any, mine: Any, now: Any) -> Any:
    """A part that one side has not: what the change brought goes, what it took comes back."""
    if base is not None:
        return None
    return now if mine is None else mine


def _order(base: Mapping[str, Any], mine: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    """As it stands, with what comes back behind what it stood behind."""
    listed = list(mine)
    names = list(now)
    for at, key in enumerate(names):
        if key not in mine and key not in base:
            ahead = next((listed.index(each) + 1 for each in reversed(names[:at]) if each in listed), 0)
            listed.insert(ahead, key)
    yield from dict.fromkeys((*listed, *base))


def _key(part: Any) -> str:
    """What makes a part of a list the same one in another version."""
    match part:
        case Transition():
            return f"{part.source}-{part.target}"
        case Grant():
            return f"{part.role}.{part.entity}.{'-'.join(part.actions)}{'.own' if part.own else ''}"
        case Feature():
            return feature_id(part)
        case Operation():
            return f"{part.method} {part.path}"
    if isinstance(part, Rule):
        return rule_id(part)
    return str(getattr(part, "name", plain(part)))
