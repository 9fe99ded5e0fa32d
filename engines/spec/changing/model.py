"""What reading a change hands back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engines.kernel.spec import Question, Spec
from engines.kernel.spec.renames import Renames


@dataclass(frozen=True, kw_only=True)
class ChangeReading:
    """The specification as it shall be, the names that were changed, and what records get whose value is no more.

    `recoded` by `entity.field` or `entity.status`: the new value of each old one. `values` by
    `entity.field`: what records get that have none. Questions that block name a sentence
    that was not understood; the others have a suggestion that was taken.
    """

    spec: Spec
    renames: Renames = field(default_factory=Renames)
    recoded: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    values: Mapping[str, str | int | float | bool] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()
    refusal: str = ""
