"""From English to a changed specification: verbs of change first, all else with the reader's own eyes. Public as read_change."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from engines.kernel.spec import Question, Sentence, Spec
from engines.kernel.spec.renames import Renames
from engines.spec import guard, plan
from engines.spec.changing.adding import Taking, taken
from engines.spec.changing.model import ChangeReading
from engines.spec.changing.retelling import retold
from engines.spec.document import statements
from engines.spec.english import English
from engines.spec.lexicon import Lexicon
from engines.spec.lexicon_files import load_lexicon

_REQUIRED = re.compile(r"\b(required|mandatory|compulsory|must)\b", re.I)
_UNREAD = "'{text}' was not understood as a change. Say it in other words, one change per sentence."


def read_change(text: str, spec: Spec, *, answers: Mapping[str, str] | None = None) -> ChangeReading:
    """Reads a change against a specification; UserError when it is no text. `answers` by the text of the question."""
    return read(text, spec, load_lexicon(), answers or {})


def read(text: str, spec: Spec, lexicon: Lexicon, answers: Mapping[str, str]) -> ChangeReading:
    """The same with a lexicon, pure."""
    text = guard.checked_text(text)
    if why := guard.refusal(text, lexicon):
        return ChangeReading(spec=spec, refusal=why)
    english = English(lexicon)
    first = max((sentence.number for sentence in spec.sentences), default=0) + 1
    said = [part for part in statements(text, lexicon) if part.text.strip()]
    now, unread = spec, []
    sentences: list[Sentence] = []
    for number, part in enumerate(said, first):
        found = _added(part.text, number, now, english, answers)
        if found is None:
            unread.append(Sentence(number=number, text=part.original, status="question"))
        else:
            now = found
            sentences.append(Sentence(number=number, text=part.original, status="facts"))
    questions = tuple(
        Question(text=_UNREAD.format(text=each.text), suggestion="", sentences=(each.number,), blocking=True)
        for each in unread
    )
    whole = replace(now, sentences=(*spec.sentences, *sentences, *unread))
    return ChangeReading(spec=whole, renames=Renames(), questions=questions)


def _added(text: str, number: int, spec: Spec, english: English, answers: Mapping[str, str]) -> Spec | None:
    """The specification with what a sentence adds; None when it adds nothing that was understood."""
    told = retold(spec, english)
    before = plan.read(told, english.lexicon, name=spec.name, answers={})
    after = plan.read(f"{told}\n\n{text}", english.lexicon, name=spec.name, answers=answers)
    last = max((sentence.number for sentence in before.spec.sentences), default=0)
    numbers = {sentence.number: number for sentence in after.spec.sentences if sentence.number > last}
    required = _REQUIRED.search(text) is not None
    found = taken(spec, Taking(before=before.spec, after=after.spec, numbers=numbers, required=required))
    return None if found == spec else found
