"""From text to specification, as values: the stages of reading in their order. Called by service; pure."""

from __future__ import annotations

import re
from dataclasses import replace

from engines.kernel.spec import Question, Sentence, Spec
from engines.spec import guard
from engines.spec.complete import complete_entities
from engines.spec.context import Context
from engines.spec.describing import Describer
from engines.spec.document import statements
from engines.spec.english import English
from engines.spec.lexicon import Lexicon
from engines.spec.model import Claim, Description, Reading, Statement
from engines.spec.resolve import resolve
from engines.spec.states import read_states
from engines.spec.structure import known_names, read_structure


def read(text: str, lexicon: Lexicon, *, name: str = "") -> Reading:
    """Reads a brief; UserError when it is no text or too long."""
    text = guard.checked_text(text)
    english = English(lexicon)
    parts = statements(text, lexicon)
    empty = Spec(name=name or "app", title=title_of(parts, (), name))
    if why := guard.refusal(text, lexicon):
        return Reading(spec=replace(empty, sentences=_sentences(parts, ())), refusal=why)
    described, lasts = _describe(parts, english)
    context = Context(english=english)
    context = replace(context, names=known_names(described, context))
    claims = [claim for description in described for claim in read_structure(description, context)]
    claims += [claim for part in parts for claim in read_states(part, context, lasts[part.number])]
    resolved = resolve(tuple(claims), english)
    entities = complete_entities(resolved.entities, english)
    questions: tuple[Question, ...] = resolved.questions
    if not entities:
        questions = (*questions, guard.too_vague(text))
    title = title_of(parts, tuple(e.name for e in entities), name)
    spec = replace(
        empty,
        name=name or slug(title),
        title=title,
        entities=entities,
        sentences=_sentences(parts, tuple(claims)),
        questions=questions,
    )
    return Reading(spec=spec, questions=questions, claims=tuple(claims))


def _describe(parts: tuple[Statement, ...], english: English) -> tuple[tuple[Description, ...], dict[int, str]]:
    describer, found, last = Describer(english), [], ""
    lasts: dict[int, str] = {}
    for part in parts:
        lasts[part.number] = last
        for description in describer.read(part, last):
            found.append(description)
            last = description.subject
    return tuple(found), lasts


def title_of(parts: tuple[Statement, ...], entities: tuple[str, ...], name: str) -> str:
    """The title of the brief, or one made of what it keeps."""
    for part in parts[:1]:
        if part.kind in ("title", "heading"):
            return part.text.strip(" .:#")[:60]
    if name:
        return name.replace("-", " ").capitalize()
    said = [entity.replace("_", " ") for entity in entities[:2]]
    return " and ".join(said).capitalize() if said else "Application"


def slug(title: str) -> str:
    """A kebab-case project name."""
    return "-".join(re.findall(r"[a-z0-9]+", title.lower()))[:40].strip("-") or "app"


def _sentences(parts: tuple[Statement, ...], claims: tuple[Claim, ...]) -> tuple[Sentence, ...]:
    told = {claim.sentence for claim in claims}
    return tuple(
        Sentence(number=part.number, text=part.text, status="facts" if part.number in told else "not_understood")
        for part in parts
    )
