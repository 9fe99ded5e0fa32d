"""The design tokens of `resources/themes/tokens.json`: colours by role and scheme, sizes of type, space and radii.

Read by the theme at the start, and by tests that check contrast.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Literal

SchemeName = Literal["light", "dark", "contrast"]
TONES = ("success", "warning", "danger", "info", "plum")


@dataclass(frozen=True, kw_only=True)
class Tokens:
    """`colours` are #RRGGBB by scheme and role; `faces` are (size, line height, weight) in logical pixels."""

    colours: Mapping[SchemeName, Mapping[str, str]]
    faces: Mapping[str, tuple[float, float, int]]
    radius: Mapping[str, int]


def load_tokens() -> Tokens:
    """The tokens of the product."""
    said = json.loads(files("resources").joinpath("themes", "tokens.json").read_text("utf-8"))
    schemes: tuple[SchemeName, ...] = ("light", "dark", "contrast")
    return Tokens(
        colours={name: {**said["dark" if name == "contrast" else name], **said[name]} for name in schemes},
        faces={name: (size, line, weight) for name, (size, line, weight) in said["type"].items()},
        radius=said["radius"],
    )
