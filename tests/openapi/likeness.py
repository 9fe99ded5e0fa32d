"""How alike a document derived from prose is to the one that was given: operations, members, parameters, statuses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.openapi.document import Document, Operation

PARTS = ("operation", "taken", "required", "query", "header", "success", "refusal", "answered", "secured")


@dataclass
class Likeness:
    """Of each part how much of the given document the derived one has, and what it has beside. `why`: the differences."""

    found: Counter[str] = field(default_factory=Counter)
    wanted: Counter[str] = field(default_factory=Counter)
    beside: Counter[str] = field(default_factory=Counter)
    why: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return "  ".join(
            f"{part} {self.found[part]}/{self.wanted[part]}" + (f"+{self.beside[part]}" if self.beside[part] else "")
            for part in PARTS
        )

    def add(self, other: Likeness) -> None:
        """Counts another comparison in."""
        self.found += other.found
        self.wanted += other.wanted
        self.beside += other.beside


def compare(given: Document, derived: Document) -> Likeness:
    """The derived document beside the given one."""
    made = Likeness()
    ours = {_key(one): one for one in derived.operations()}
    theirs = {_key(one): one for one in given.operations()}
    _count(made, "operation", "the document", set(theirs), set(ours))
    for key in theirs.keys() & ours.keys():
        wanted, found = _parts(given, theirs[key]), _parts(derived, ours[key])
        for part in PARTS[1:]:
            loose = part == "refusal" and any(
                str(code).endswith("XX") or code == "default" for code in theirs[key].raw["responses"]
            )
            _count(made, part, key, set() if loose else wanted[part], set() if loose else found[part])
    return made


def _count(made: Likeness, part: str, key: str, wanted: set[str], found: set[str]) -> None:
    made.wanted[part] += len(wanted)
    made.found[part] += len(wanted & found)
    made.beside[part] += len(found - wanted)
    if wanted != found:
        lacks, has = " ".join(sorted(wanted - found)), " ".join(sorted(found - wanted))
        made.why.append(f"{key} {part}:" + (f" lacks {lacks}" if lacks else "") + (f" has {has}" if has else ""))


def _key(operation: Operation) -> str:
    return re.sub(r"\{[^}]*\}", "{}", str(operation))


def _parts(document: Document, operation: Operation) -> dict[str, set[str]]:
    raw = operation.raw
    item = document.raw["paths"][operation.path.removeprefix(document.base)]
    parameters = {
        (p["in"], p["name"]) for node in (item, raw) for p in map(document.resolve, node.get("parameters", ()))
    }
    body = next(iter(document.resolve(raw.get("requestBody", {})).get("content", {}).values()), {}).get("schema", {})
    responses = {str(code): document.resolve(said) for code, said in raw["responses"].items()}
    statuses = set(responses)
    shown: set[str] = set()
    for code in sorted(statuses):
        if code.startswith("2"):
            shown |= set(_names(document, document.json_schema(responses[code]) or {}))
    secured = raw.get("security", document.raw.get("security", []))
    return {
        "taken": set(_names(document, body)),
        "required": set(_required(document, body)),
        "query": {name for where, name in parameters if where == "query"},
        "header": {name.lower() for where, name in parameters if where == "header"},
        "success": {code for code in statuses if code[0] in "23"},
        "refusal": {code for code in statuses if code[0] in "45"},
        "answered": shown,
        "secured": {"secured"} if any(secured) else set(),
    }


def _names(document: Document, schema: Any, depth: int = 0) -> Iterator[str]:
    """The names of members at every depth of a schema."""
    for branch in document.branches(schema):
        for name, part in branch.get("properties", {}).items():
            yield name
            if depth < 4:
                yield from (f"{name}.{inner}" for inner in _names(document, part, depth + 1))
        if isinstance(branch.get("items"), dict) and depth < 5:
            yield from _names(document, branch["items"], depth + 1)


def _required(document: Document, schema: Any) -> Iterator[str]:
    for branch in document.branches(schema):
        yield from branch.get("required", [])
