"""The briefs and their expectations, split into those we learn from and those held out."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Brief:
    """One brief; `expect` has the keys entities, roles, features, rules, or cli, ml, refused, clarify."""

    id: str
    style: str
    domain: str
    kind: str
    text: str
    expect: dict[str, Any]

    @property
    def held_out(self) -> bool:
        """A third, chosen by the name alone before any result was seen: never looked at while the reader is written."""
        return hashlib.sha256(self.id.encode()).digest()[0] % 3 == 0


def briefs(folder: str = "corpus") -> list[Brief]:
    """All briefs of a folder, by file and order; `snippets` holds texts of a few sentences."""
    return list(_briefs(folder))


@cache
def _briefs(folder: str) -> tuple[Brief, ...]:
    rows = [row for path in sorted((HERE / folder).glob("*.yaml")) for row in _loaded(path)]
    return tuple(
        Brief(row["id"], row["style"], row.get("domain", ""), row.get("kind", "web"), row["brief"], row["expect"])
        for row in rows
    )


def paraphrases() -> dict[str, list[Brief]]:
    """Several ways to say one application, by its name."""
    found = {}
    for path in sorted((HERE / "paraphrases").glob("*.yaml")):
        row = _loaded(path)
        found[row["id"]] = [
            Brief(f"{row['id']}-{n}", "paraphrase", row["id"], "web", text, row["expect"])
            for n, text in enumerate(row["paraphrases"], 1)
        ]
    return found


def _loaded(path: Path) -> Any:
    return yaml.load(path.read_text(), LOADER)
