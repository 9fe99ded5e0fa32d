"""From English to a changed specification: orders first, all else with the reader's own eyes. Public as read_change."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from engines.kernel.spec import Question, Sentence, Spec, facts
from engines.kernel.spec.renames import followed
from engines.spec import guard, plan
from engines.spec.changing.adding import Taking, taken
from engines.spec.changing.commands import additive, carried_out, clauses, speaks_of_nothing
from engines.spec.changing.model import ChangeReading
from engines.spec.changing.phrasing import parted, plainly, resolved
from engines.spec.changing.retelling import retold
from engines.spec.changing.scene import Edit, Scene
from engines.spec.document import statements
from engines.spec.english import English
from engines.spec.lexicon import Lexicon
from engines.spec.lexicon_files import load_lexicon
from engines.spec.model import Statement

_REQUIRED = re.compile(r"\b(required|mandatory|compulsory|must)\b", re.I)
_SO_ALREADY = "'{text}' changes nothing: it is so already. Say what shall be different."
_UNKNOWN = "'{text}' speaks of {what}, which are not there. Say what they are first."
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
    found = ChangeReading(spec=spec)
    said = [part for part in statements(text, lexicon) if part.text.strip()]
    for number, part in enumerate(said, first):
        found = _followed(found, part, number, english, answers, spec)
    if not found.questions and said and _facts(found.spec) == _facts(spec):
        asked = Question(text=_SO_ALREADY.format(text=text.strip()), suggestion="", sentences=(first,), blocking=True)
        found = replace(found, questions=(asked,))
    return replace(found, spec=_settled(found.spec, spec))


def _facts(spec: Spec) -> Spec:
    """A specification without what was said."""
    return replace(spec, sentences=(), questions=())


def _followed(
    before: ChangeReading, part: Statement, number: int, english: English, answers: Mapping[str, str], old: Spec
) -> ChangeReading:
    """The reading with one sentence more; one that was not understood is a question, and changes nothing."""
    now, why = before, ""
    for said in _orders(Scene(spec=now.spec, number=number, english=english, answers=answers), part.text):
        scene = Scene(spec=now.spec, number=number, english=english, answers=answers)
        order = resolved(said, _topic(old, now.spec, english))
        found = carried_out(scene, order) or _added(scene, order)
        if isinstance(found, str):
            why = found
            break
        now = _with(now, found) if found else now
    if why:
        asked = Question(text=why, suggestion="", sentences=(number,), blocking=True)
        sentence = Sentence(number=number, text=part.original, status="question")
        return replace(before, spec=_telling(before.spec, sentence), questions=(*before.questions, asked))
    return replace(now, spec=_telling(now.spec, Sentence(number=number, text=part.original, status="facts")))


def _with(before: ChangeReading, edit: Edit) -> ChangeReading:
    return replace(
        before,
        spec=edit.spec,
        renames=followed(before.renames, edit.renames),
        recoded={**before.recoded, **edit.recoded},
        values={**before.values, **edit.values},
        questions=(*before.questions, *edit.questions),
    )


def _telling(spec: Spec, sentence: Sentence) -> Spec:
    return replace(spec, sentences=(*spec.sentences, sentence))


def _settled(spec: Spec, old: Spec) -> Spec:
    """Sentences that tell no fact (any more) because a change took it away surround the application."""
    told = {number for _, origin in facts(spec) for number in origin.sentences}
    before = {number for _, origin in facts(old) for number in origin.sentences}
    known = {sentence.number for sentence in old.sentences}

    def over(sentence: Sentence) -> bool:
        return sentence.number not in told and (sentence.number in before or sentence.number not in known)

    sentences = (
        replace(sentence, status="context") if sentence.status == "facts" and over(sentence) else sentence
        for sentence in spec.sentences
    )
    return replace(spec, sentences=tuple(sentences))


def _orders(scene: Scene, text: str) -> list[str]:
    """A sentence as one order where that makes sense, else its parts."""
    whole = plainly(text)
    if carried_out(scene, whole):
        return [whole]
    return [each for clause in clauses(text) for each in parted(clause, scene)]


def _topic(old: Spec, now: Spec, english: English) -> str:
    """What a change was about so far: the only new field, else the only thing that changed; empty where several did."""
    was = {entity.name: entity for entity in old.entities}
    touched = [entity for entity in now.entities if was.get(entity.name) != entity]
    renamed_one = [entity for entity in touched if entity.name not in was]
    found = renamed_one or touched
    if len(found) != 1:
        return ""
    entity, before = found[0], was.get(found[0].name)
    fresh = [f for f in entity.fields if before and f.name not in {each.name for each in before.fields}]
    things = entity.plural.replace("_", " ")
    return f"the {fresh[0].name.replace('_', ' ')} of {things}" if len(fresh) == 1 else things


def _added(scene: Scene, order: str) -> Edit | str | None:
    """What a sentence adds, None when all of it is so already; why not when it was not understood."""
    if missing := speaks_of_nothing(scene, order):
        return _UNKNOWN.format(text=order, what=missing)
    heard = False
    for text in dict.fromkeys((additive(order, scene), additive(order, _nowhere(scene)))):
        spec, understood = _read_in_context(scene, text, order)
        if spec != scene.spec:
            return Edit(spec=spec)
        heard = heard or understood
    return None if heard else _UNREAD.format(text=order)


def _nowhere(scene: Scene) -> Scene:
    """The same without things, so that a sentence stays as it is."""
    return replace(scene, spec=replace(scene.spec, entities=()))


def _read_in_context(scene: Scene, text: str, order: str) -> tuple[Spec, bool]:
    """The specification with what a sentence adds, and whether the reader understood it at all."""
    spec, english = scene.spec, scene.english
    told = retold(spec, english)
    before = plan.read(told, english.lexicon, name=spec.name, answers={}).spec
    after = plan.read(f"{told}\n\n{text}", english.lexicon, name=spec.name, answers=scene.answers).spec
    last = max((sentence.number for sentence in before.sentences), default=0)
    said = [sentence for sentence in after.sentences if sentence.number > last]
    numbers = {sentence.number: scene.number for sentence in said}
    required = _REQUIRED.search(order) is not None
    found = taken(spec, Taking(before=before, after=after, numbers=numbers, required=required))
    return found, bool(said) and all(sentence.status == "facts" for sentence in said)
