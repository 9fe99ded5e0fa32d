"""The ways a brief may be written in, each with a short one to be overwritten. Used by Home's composer and its commands."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from ui.language import say


@dataclass(frozen=True, kw_only=True)
class Style:
    """A way of writing; `text` is a whole brief in it."""

    name: str
    title: str
    text: str


def styles() -> tuple[Style, ...]:
    """All of them, in the window's language; their briefs are English."""
    titles = {
        "prose": say("Sentences"),
        "bullets": say("Bullet points"),
        "stories": say("User stories"),
        "requirements": say("Numbered requirements"),
        "table": say("Tables"),
    }
    return tuple(Style(name=name, title=title, text=_texts()[name].strip()) for name, title in titles.items())


@lru_cache(maxsize=1)
def _texts() -> dict[str, str]:
    import yaml

    place = files("resources").joinpath("examples", "styles.yaml")
    return {str(name): str(text) for name, text in yaml.safe_load(place.read_text("utf-8")).items()}
