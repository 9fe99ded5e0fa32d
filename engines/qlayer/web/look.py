"""Chooses an application's icon, accent and line drawing from its nouns, so that no two look alike. Called by web views."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any
from zlib import crc32

import yaml

from engines.kernel.spec import Spec


@dataclass(frozen=True, kw_only=True)
class Tones:
    """The three colours of an accent in one theme: behind white labels, for text, behind accent text."""

    fill: str
    text: str
    soft: str


@dataclass(frozen=True, kw_only=True)
class Accent:
    """One accent in both themes; every pair is readable (tested)."""

    name: str
    light: Tones
    dark: Tones


@dataclass(frozen=True, kw_only=True)
class Look:
    """What an application wears: its icon, its accent and the drawing beside its sign-in form."""

    icon: str
    accent: Accent
    drawing: str


@dataclass(frozen=True, kw_only=True)
class Wardrobe:
    """Icons by noun, and accent and drawing by icon."""

    icon_of: Mapping[str, str]
    accent_of: Mapping[str, str]
    drawing_of: Mapping[str, str]
    fallback: str
    drawings: tuple[str, ...]

    def icon(self, noun: str) -> str | None:
        """The icon for a snake_case noun: by the whole word, then its last word, then any."""
        words = [noun, *reversed(noun.split("_"))]
        return next((self.icon_of[word] for word in _singular(words) if word in self.icon_of), None)


def _accent(name: str, light: str, dark: str) -> Accent:
    return Accent(name=name, light=_tones(light), dark=_tones(dark))


def _tones(text: str) -> Tones:
    fill, tone, soft = text.split()
    return Tones(fill=fill, text=tone, soft=soft)


ACCENTS: Mapping[str, Accent] = {
    accent.name: accent
    for accent in (
        _accent("pine", "#146A50 #12614A #E1F1EA", "#1B7A5D #6FD3AE #163A2E"),
        _accent("cobalt", "#2B56C6 #274EB5 #E6ECFB", "#3F69DA #9DB5FF #1F2C55"),
        _accent("teal", "#0E6779 #0C5F70 #DDF0F4", "#12788C #6ACADD #11363F"),
        _accent("plum", "#7A3C93 #703787 #F3E8F8", "#8C4DA6 #D6AAEE #382344"),
        _accent("rust", "#A8431B #983C18 #FBE9E1", "#B04A20 #FFA884 #45251A"),
        _accent("berry", "#A62B5B #982753 #FAE6EE", "#B83A6B #FF9DBF #451F30"),
        _accent("ochre", "#835508 #7A4F07 #F8EDD5", "#8C5D10 #E3BC6A #382C14"),
        _accent("slate", "#44546A #3F4E62 #E7EBF0", "#566880 #B1C1D6 #262F3B"),
    )
}


def look(spec: Spec) -> Look:
    """The same for the same nouns: the first word of the title that has an icon decides, else the first entity that has."""
    wardrobe = load_wardrobe()
    icon = next((icon for noun in _nouns(spec) if (icon := wardrobe.icon(noun))), None)
    if icon:
        return Look(icon=icon, accent=ACCENTS[wardrobe.accent_of[icon]], drawing=wardrobe.drawing_of[icon])
    number = crc32(spec.name.encode())
    return Look(
        icon=wardrobe.fallback,
        accent=ACCENTS[sorted(ACCENTS)[number % len(ACCENTS)]],
        drawing=wardrobe.drawings[number % len(wardrobe.drawings)],
    )


def entity_icon(name: str) -> str:
    """The icon of a collection."""
    wardrobe = load_wardrobe()
    return wardrobe.icon(name) or wardrobe.fallback


@lru_cache(maxsize=1)
def load_wardrobe() -> Wardrobe:
    """Reads the lexicon of nouns and icons, once."""
    text = files("resources").joinpath("lexicons", "nouns_icons.yaml").read_text("utf-8")
    said: dict[str, Any] = yaml.safe_load(text)
    icons: dict[str, Any] = said["icons"]
    return Wardrobe(
        icon_of={noun: icon for icon, entry in icons.items() for noun in entry["nouns"]},
        accent_of={icon: entry["accent"] for icon, entry in icons.items()},
        drawing_of={icon: entry["drawing"] for icon, entry in icons.items()},
        fallback=said["fallback"],
        drawings=tuple(sorted({entry["drawing"] for entry in icons.values()})),
    )


def _nouns(spec: Spec) -> Iterator[str]:
    yield from spec.title.lower().split()
    yield from spec.name.lower().split("-")
    yield from (entity.name for entity in spec.entities)


def _singular(words: list[str]) -> Iterator[str]:
    for word in words:
        yield word
        if word.endswith("ies"):
            yield word[:-3] + "y"
        elif word.endswith("s"):
            yield word.removesuffix("s")
