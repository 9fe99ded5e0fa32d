"""The one edge of this room: loads the lexicons that ship with the product, once per process."""

from __future__ import annotations

from functools import cache
from importlib import resources

import yaml

from engines.spec.lexicon import Lexicon, build_lexicon

_NAMES = (
    "words",
    "types",
    "events",
    "states",
    "lives",
    "roles",
    "features",
    "refusals",
    "orders",
    "kinds",
    "grammar",
    "telling",
    "layout",
    "learning",
    "relations",
    "forbidding",
    "verdicts",
    "reserving",
)


@cache
def load_lexicon() -> Lexicon:
    """The lexicon of the installed product."""
    folder = resources.files("resources") / "lexicons"
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    files = {name: (folder / f"{name}.yaml").read_text("utf-8") for name in _NAMES}
    return build_lexicon({name: yaml.load(text, loader) for name, text in files.items()})  # noqa: S506
