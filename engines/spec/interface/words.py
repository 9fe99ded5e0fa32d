"""The words by which interfaces name things, from `resources/lexicons/interface.yaml`. Pure once loaded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from engines.spec.notation import LOADER


@dataclass(frozen=True)
class Words:
    """Classes of names. A name belongs to a class as it stands, or without what it says of its owner (`note_id` of `note`)."""

    classes: Mapping[str, frozenset[str]]
    refusals: Mapping[str, tuple[str, ...]]

    def is_a(self, kind: str, name: str, owner: str = "") -> bool:
        """Whether a snake_case name belongs to a class; `owner` is the thing whose member it is."""
        known = self.classes[kind]
        return name in known or bool(owner and name.removeprefix(f"{owner}_") in known)

    def first(self, kind: str, names: Iterable[str]) -> str:
        """The first of names that belongs to a class; empty when none does."""
        return next((name for name in names if self.is_a(kind, name)), "")


@cache
def load_words() -> Words:
    """The words of the installed product."""
    text = (resources.files("resources") / "lexicons" / "interface.yaml").read_text("utf-8")
    said = yaml.load(text, LOADER)  # noqa: S506 - a safe loader
    classes = {kind: names for kind, names in said.items() if isinstance(names, list)}
    return Words(
        {kind: frozenset(str(name) for name in names) for kind, names in classes.items()},
        {name: tuple(words) for name, words in said["refusals"].items()},
    )
