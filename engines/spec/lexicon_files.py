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
    "roles",
    "features",
    "refusals",
    "orders",
    "kinds",
    "grammar",
    "telling",
    "layout",
    "learning",
)


@cache
def load_lexicon() -> Lexicon:
    """The lexicon of the installed product."""
    folder = resources.files("resources") / "lexicons"
    return build_lexicon({name: yaml.safe_load((folder / f"{name}.yaml").read_text("utf-8")) for name in _NAMES})
