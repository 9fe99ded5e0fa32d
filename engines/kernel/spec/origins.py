"""Parts of a specification apart from the sentences that they come from. Pure; used where versions are compared."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any

from engines.kernel.spec.facts import CONVENTION, Origin


def plain(part: Any) -> Any:
    """The same from nowhere, at every depth."""
    return dated(part, CONVENTION)


def dated(part: Any, origin: Origin) -> Any:
    """The same with another origin, at every depth."""
    if isinstance(part, tuple):
        return tuple(dated(each, origin) for each in part)
    if not is_dataclass(part) or isinstance(part, type | Origin):
        return part
    said = {f.name: dated(getattr(part, f.name), origin) for f in fields(part) if f.name != "origin"}
    return replace(part, **said, **({"origin": origin} if hasattr(part, "origin") else {}))
