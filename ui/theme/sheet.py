"""The style sheet of the window: the template `resources/themes/window.qss`, filled from tokens. Used by the theme alone."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from string import Template

from PySide6.QtGui import QColor

from ui.theme.type import Fonts


@lru_cache(maxsize=1)
def _template() -> Template:
    return Template(files("resources").joinpath("themes", "window.qss").read_text("utf-8"))


def sheet_of(colours: Mapping[str, QColor], radius: Mapping[str, int], fonts: Fonts, percent: int) -> str:
    """The sheet for one scheme and text size; every `$name` of the template must be known."""
    sizes = {
        f"size_{face}": f"{round(fonts.size(face, percent))}px"
        for face in ("display", "title", "heading", "body", "label", "caption", "code")
    }
    heights = {f"height_{name}": f"{round(pixels * max(percent, 100) / 100)}px" for name, pixels in _HEIGHTS.items()}
    families = {
        "family_code": fonts.font("code", percent).family(),
        "family_text": fonts.font("body", percent).family(),
    }
    radii = {f"radius_{name}": f"{value}px" for name, value in radius.items()}
    named = {role: colour.name() for role, colour in colours.items()}
    return _template().substitute(**named, **sizes, **heights, **families, **radii)


_HEIGHTS = {"control": 30, "dense": 26, "inner": 18}
"""Without the line of one pixel above and below."""
