"""How the names of things are written in code and pages, for those that were changed. Public as words_of."""

from __future__ import annotations

from collections.abc import Iterator

from engines.kernel.spec import Spec
from engines.kernel.spec.renames import Renames
from engines.qlayer.wording import words


def words_of(old: Spec, new: Spec, renames: Renames) -> dict[str, str]:
    """What stands now for each way of writing a thing that is called otherwise: module, class, address, label."""
    was, now = ({entity.name: entity for entity in spec.entities} for spec in (old, new))
    found: dict[str, str] = {}
    for before, after in renames.entities.items():
        if before in was and after in now:
            found |= dict(zip(_ways(before, was[before].plural), _ways(after, now[after].plural), strict=True))
    return {word: said for word, said in found.items() if word != said}


def _ways(name: str, plural: str) -> Iterator[str]:
    for each in (name, plural):
        yield each
        yield "".join(part.capitalize() for part in each.split("_"))
        yield each.replace("_", "-")
        yield words(each)
        yield words(each).capitalize()
