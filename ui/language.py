"""What the window says, in the person's language: English is written in the code, catalogues under resources/languages translate it.

Every visible text goes through `say` or `say_many`; a test finds texts that a catalogue lacks.
"""

from __future__ import annotations

import gettext
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib.resources import files

ENGLISH = "en"
_GERMANIC = "n != 1"


def _number_of(expression: str) -> Callable[[int], int]:
    return gettext.c2py(expression)


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """The texts of one language; `plural` chooses among the forms of a counted text, as in gettext; `point` parts decimals.

    `engine` holds the sentences of the engine, with numbered holes; see ui.retelling.
    """

    code: str = ENGLISH
    name: str = "English"
    texts: Mapping[str, str] = field(default_factory=dict)
    counted: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    engine: Mapping[str, str] = field(default_factory=dict)
    plural: Callable[[int], int] = field(default_factory=lambda: _number_of(_GERMANIC))
    point: str = "."


_spoken = [Catalogue()]


def languages() -> dict[str, str]:
    """The names of the languages there are, by their code."""
    found = {ENGLISH: "English"}
    for place in sorted(files("resources").joinpath("languages").iterdir(), key=lambda place: place.name):
        if place.name.endswith(".json"):
            said = json.loads(place.read_text("utf-8"))
            found[said["code"]] = said["name"]
    return found


def catalogue(code: str) -> Catalogue:
    """The catalogue of a language; English for one that is not there."""
    place = files("resources").joinpath("languages", f"{code}.json")
    if code == ENGLISH or not place.is_file():
        return Catalogue()
    said = json.loads(place.read_text("utf-8"))
    return Catalogue(
        code=said["code"],
        name=said["name"],
        texts=said["texts"],
        counted={one: tuple(forms) for one, forms in said["counted"].items()},
        engine=said.get("engine", {}),
        plural=_number_of(said["plural"]),
        point=said.get("point", "."),
    )


def speak(code: str) -> None:
    """Chooses the language of all texts made from now on."""
    _spoken[0] = catalogue(code)


def spoken() -> str:
    """The code of the language in force."""
    return _spoken[0].code


def in_force() -> Catalogue:
    """The catalogue of the language in force."""
    return _spoken[0]


def say(text: str, /, **values: object) -> str:
    """A text in the person's language, its `{names}` filled in."""
    found = _spoken[0].texts.get(text, text)
    return found.format(**values) if values else found


def say_many(one: str, many: str, n: int, /, **values: object) -> str:
    """A counted text; `{n}` is the number, as in say_many("{n} entity", "{n} entities", 3)."""
    forms = _spoken[0].counted.get(one, (one, many))
    return forms[min(_spoken[0].plural(n), len(forms) - 1)].format(n=n, **values)


def figure(value: float, digits: int = 1) -> str:
    """A number with so many decimals, parted as the person's language does."""
    return f"{value:.{digits}f}".replace(".", _spoken[0].point)
