"""Which of our icons, in which tone, stands for a thing or a project: by its nouns, as in the applications themselves."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files

FALLBACK = "cube"
_TONES = {
    "pine": "success",
    "cobalt": "accent",
    "teal": "info",
    "plum": "plum",
    "rust": "warning",
    "berry": "plum",
    "ochre": "warning",
    "slate": "neutral",
}


@lru_cache(maxsize=1)
def _known() -> dict[str, tuple[str, str]]:
    """Icon and tone by noun."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = files("resources").joinpath("lexicons", "nouns_icons.yaml").read_text("utf-8")
    said = yaml.load(text, Loader=loader)["icons"]  # noqa: S506 - both loaders are the safe ones
    return {noun: (icon, _TONES.get(row["accent"], "accent")) for icon, row in said.items() for noun in row["nouns"]}


@lru_cache(maxsize=512)
def icon_of(name: str) -> tuple[str, str]:
    """Icon and tone of a name such as 'order_item' or 'bike-workshop': the whole of it, its last word, any word."""
    words = [word for word in re.split(r"[^a-z0-9]+", name.casefold()) if word]
    tried = ["_".join(words), *reversed(words)]
    for word in [form for each in tried for form in (each, each.removesuffix("s"))]:
        if word in _known():
            return _known()[word]
    return FALLBACK, "accent"
