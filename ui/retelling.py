"""Sentences that the engine wrote, in the person's language.

The engine speaks English: to programs, terminals and windows alike. The catalogue's section `engine` holds the form of each of its
sentences, with numbered holes where values stand; what fits a form is said in the other language with the same values, and a
value may be such a sentence itself. What fits none stays as it is. A test finds forms that a catalogue lacks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from app.client import EngineError
from app.client.errors import Refused
from ui.language import Catalogue, in_force

HOLE = re.compile(r"\{(\d+)\}")
BETWEEN = "; "


@dataclass(frozen=True, kw_only=True)
class _Form:
    """How a sentence begins and ends, all of it, and the translation."""

    begin: str
    end: str
    whole: re.Pattern[str]
    said: str

    def values(self, text: str) -> Mapping[str, str] | None:
        """What stands in the holes; None for another sentence."""
        if not (text.startswith(self.begin) and text.endswith(self.end)):
            return None
        found = self.whole.fullmatch(text)
        return {name.removeprefix("_"): value for name, value in found.groupdict().items()} if found else None


class _Retelling:
    """The sentences of one catalogue; those that say most by themselves are tried first."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._whole = {form: said for form, said in catalogue.engine.items() if not HOLE.search(form)}
        holed = [form for form in catalogue.engine if HOLE.search(form)]
        holed.sort(key=lambda form: -len(HOLE.sub("", form)))
        self._forms = [_form(form, catalogue.engine[form]) for form in holed]
        self._known: dict[str, str] = {}

    def of(self, text: str) -> str:
        if text not in self._known:
            self._known[text] = self._whole.get(text) or next(self._fitting(text), None) or self._parted(text)
        return self._known[text]

    def _fitting(self, text: str) -> Iterator[str]:
        for form in self._forms:
            values = form.values(text)
            if values is not None:
                yield HOLE.sub(lambda hole, values=values: self.of(values[hole[1]]), form.said)  # type: ignore[misc]

    def _parted(self, text: str) -> str:
        """Several sentences behind each other, as reasons stand."""
        return BETWEEN.join(map(self.of, text.split(BETWEEN))) if BETWEEN in text else text


def _form(text: str, said: str) -> _Form:
    pieces = HOLE.split(text)
    whole = "".join(f"(?P<_{piece}>.+?)" if at % 2 else re.escape(piece) for at, piece in enumerate(pieces))
    return _Form(begin=pieces[0], end=pieces[-1], whole=re.compile(whole, re.DOTALL), said=said)


@lru_cache(maxsize=2)
def _retelling(code: str) -> _Retelling:
    return _Retelling(in_force())


def retell(text: str) -> str:
    """A sentence of the engine in the person's language; the same sentence where the catalogue does not have it."""
    catalogue = in_force()
    return _retelling(catalogue.code).of(text) if text and catalogue.engine else text


def retold(error: EngineError) -> EngineError:
    """The same error, from now on in the person's language."""
    error.args = (retell(str(error)), *error.args[1:])
    error.hint = retell(error.hint)
    if isinstance(error, Refused):
        error.fields = tuple((field, retell(fault)) for field, fault in error.fields)
    return error
