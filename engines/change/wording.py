"""Facts in few words, for plans. Pure; called by difference."""

from __future__ import annotations

from dataclasses import MISSING, fields, is_dataclass
from typing import Any

_UNSAID = frozenset({"origin", "name", "entity"})
_INSIDE = ("steps",)
"""Parts that are too long for a plan: what kinds there are is said, and of a change what differs."""


def said(part: Any) -> str:
    """What a part says beside its name and its defaults: `phone, required`."""
    return ", ".join(f"{name}: {value}" if value is not None else name for name, value in _told(part))


def changed_in(old: Any, new: Any) -> tuple[str, str]:
    """The parts of two facts that differ, before and after."""
    pairs = [(f.name, getattr(old, f.name), getattr(new, f.name)) for f in fields(new) if f.name not in _UNSAID]
    differing = [(name, was, now) for name, was, now in pairs if was != now]
    before = ", ".join(f"{name}: {_apart(name, was, now)}" for name, was, now in differing)
    return before, ", ".join(f"{name}: {_apart(name, now, was)}" for name, was, now in differing)


def _apart(name: str, value: Any, other: Any) -> str:
    """A value; of steps those that the other has not."""
    if name not in _INSIDE:
        return _word(value)
    return "; ".join(f"{type(each).__name__.lower()} {said(each)}" for each in value if each not in other)


def _short(name: str, value: Any) -> str:
    if name not in _INSIDE:
        return _word(value)
    kinds = [type(each).__name__.lower() for each in value]
    return " ".join(
        f"{kind} {each.status}" if kind == "answer" else kind for kind, each in zip(kinds, value, strict=True)
    )


def _told(part: Any) -> list[tuple[str, str | None]]:
    if not is_dataclass(part):
        return [(str(part), None)]
    found: list[tuple[str, str | None]] = []
    for each in fields(part):
        value = getattr(part, each.name)
        if each.name in _UNSAID or (each.default is not MISSING and value == each.default):
            continue
        found.append((each.name, None if value is True else _short(each.name, value)))
    return found


def _word(value: Any) -> str:
    if isinstance(value, tuple):
        return " ".join(str(getattr(each, "name", each)) for each in value) or "none"
    return (
        {True: "yes", False: "no", None: "none"}.get(value, str(value))
        if value is None or isinstance(value, bool)
        else str(value)
    )
