"""The shell of the room: joins the pure plan with the installed lexicon. Called by services through the package."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from engines.spec import plan
from engines.spec.features import kind_of
from engines.spec.interface.prose.reading import is_interface, read_prose
from engines.spec.interface.reading import read_interface
from engines.spec.interface.words import load_words
from engines.spec.lexicon_files import load_lexicon
from engines.spec.model import Reading


def read_brief(text: str, *, interface: str = "", name: str = "", answers: Mapping[str, str] | None = None) -> Reading:
    """Reads English into a specification; UserError when it is no text.

    `interface`: an OpenAPI document, which then says what is built; the text goes with it. `name` is the project's
    kebab-case name. `answers` are a person's, by the text of the question.
    """
    with _uncollected():
        if interface:
            return read_interface(interface, text, load_lexicon(), load_words(), name=name)
        if kind_of(text, load_lexicon()) in ("web", "api") and is_interface(text, answers or {}):
            return read_prose(text, load_lexicon(), load_words(), name=name, answers=answers or {})
        return plan.read(text, load_lexicon(), name=name, answers=answers or {})


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without looking for cycles, of which values have none: a tenth of the time of reading went into it."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def suggested(reading: Reading) -> dict[str, str]:
    """The open questions with the answer that is suggested; what is too vague to start has only an example."""
    return {question.text: question.suggestion for question in reading.questions if not question.blocking}
