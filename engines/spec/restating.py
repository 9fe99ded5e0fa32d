"""Sentences that no rule could read, said again in plain English by a model or a person, and read by the rules after all.

So a model never writes facts: it finds words, the rules check them. What it says must stay within the sentence, and the
rest of the brief must be read as before. Called by the service; the room asks no model itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar, cast

import yaml

from engines.kernel.spec import Origin, Question, Sentence, Spec, facts
from engines.spec.model import Reading

CONFIDENCE = 0.6
MOST, LONGEST = 6, 300
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_ENDINGS = ("ings", "ing", "ies", "es", "ed", "er", "s")
T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Restated:
    """A reading with what was said again. `taken` are the numbers of sentences that are read now, `refused` why others are not."""

    reading: Reading
    taken: Sequence[int]
    refused: Mapping[int, str]


def restated(
    brief: str, reading: Reading, said: Mapping[int, Sequence[str]], read: Callable[[str], Reading]
) -> Restated:
    """The reading with each restatement that holds, one after the other; `read` reads a text as `reading` was read."""
    taken: dict[int, int] = {}
    refused: dict[int, str] = {}
    text, now = brief, reading
    for number, sentences in said.items():
        original = next((each for each in reading.spec.sentences if each.number == number), None)
        why = _invented(original, sentences, reading.spec) if original else f"there is no sentence {number}"
        if not why:
            longer = f"{text.rstrip()}\n\n{' '.join(_ended(each) for each in sentences)}\n"
            new = read(longer)
            why = _broken(now, new)
            if not why:
                added = range(len(now.spec.sentences) + 1, len(new.spec.sentences) + 1)
                taken |= dict.fromkeys(added, number)
                text, now = longer, new
        if why:
            refused[number] = why
    if not taken:
        return Restated(reading=reading, taken=(), refused=refused)
    spec = _traced(reading.spec, now.spec, taken)
    questions = tuple(q for q in reading.questions if not (q.sentences and set(q.sentences) <= set(taken.values())))
    spec = replace(spec, questions=tuple(q for q in spec.questions if _asks(q, questions)))
    return Restated(
        reading=replace(reading, spec=spec, questions=questions), taken=sorted(set(taken.values())), refused=refused
    )


def _asks(question: Question, kept: Sequence[Question]) -> bool:
    return any(question.text == each.text for each in kept)


def _ended(sentence: str) -> str:
    text = " ".join(sentence.split())
    return text if text.endswith((".", "!", "?")) else f"{text}."


@cache
def _lexicon() -> tuple[frozenset[str], Mapping[str, int]]:
    row = yaml.safe_load(files("resources").joinpath("lexicons", "restating.yaml").read_text("utf-8"))
    return frozenset(_stem(word) for word in row["glue"].split()), row["numbers"]


def _invented(original: Sentence, sentences: Sequence[str], spec: Spec) -> str:
    """What a restatement says that its sentence does not: words and numbers of its own."""
    if not sentences or len(sentences) > MOST or any(not each.strip() or len(each) > LONGEST for each in sentences):
        return f"a restatement is 1 to {MOST} sentences of at most {LONGEST} characters"
    glue, _ = _lexicon()
    known = {_stem(word) for word in _words(original.text)} | _names(spec) | glue
    said = " ".join(sentences)
    strange = sorted({word for word in _words(said) if _stem(word) not in known and len(word) > 2})
    if strange:
        return f"it speaks of {', '.join(strange[:3])}, the sentence does not"
    numbers = _numbers(said) - _numbers(original.text) - {"1"}
    return f"it speaks of {', '.join(sorted(numbers))}, the sentence does not" if numbers else ""


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _stem(word: str) -> str:
    word = word.split("'")[0]
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)] + ("y" if ending == "ies" else "")
    return word.removesuffix("e") if len(word) > 4 else word


def _numbers(text: str) -> set[str]:
    _, words = _lexicon()
    digits = {found.replace(",", "").rstrip(".") for found in _NUMBER.findall(text)}
    return digits | {str(words[word]) for word in _words(text) if word in words}


def _names(spec: Spec) -> set[str]:
    """The stems of all names that the application has: of things, properties, states, roles, choices."""
    found: set[str] = set()
    for entity in spec.entities:
        members = [each.name for part in (entity.fields, entity.relations, entity.computed) for each in part]
        states = entity.lifecycle.states if entity.lifecycle else ()
        choices = [choice for field in entity.fields for choice in field.choices]
        found |= {entity.name, entity.plural, *members, *states, *choices}
    found |= {role.name for role in spec.roles}
    return {_stem(word) for name in found for word in name.split("_")}


def _broken(old: Reading, new: Reading) -> str:
    """Why a longer brief is no good: it is refused, asks more, reads what stood there before otherwise, or adds nothing."""
    before, after = old.spec.sentences, new.spec.sentences
    if new.refusal:
        return new.refusal
    if [each.text for each in after[: len(before)]] != [each.text for each in before]:
        return "the brief falls into other sentences with it"
    unread = [each for each in after[len(before) :] if each.status != "facts"]
    if unread or len(after) == len(before):
        return "the rules can't read it either"
    asked = {question.text for question in old.questions}
    more = [question.text for question in new.questions if question.text not in asked]
    if more:
        return f"it raises a question: {more[0]}"
    known = {fact for fact, _ in facts(old.spec)}
    now = {fact for fact, _ in facts(new.spec)}
    if known - now:
        return f"it takes away {sorted(known - now)[0]}"
    return "" if now - known or _told(old.spec) != _told(new.spec) else "it says nothing that was not read before"


def _told(spec: Spec) -> Spec:
    """A specification without where its facts come from."""
    return _with_origins(replace(spec, sentences=(), questions=()), lambda _: Origin())


def _traced(old: Spec, new: Spec, taken: Mapping[int, int]) -> Spec:
    """The longer brief's facts under the numbers of the given brief; those that only a restatement told are the model's."""

    def moved(origin: Origin) -> Origin:
        told = any(number in taken for number in origin.sentences)
        numbers = tuple(sorted({taken.get(number, number) for number in origin.sentences}))
        if told and all(number in taken for number in origin.sentences):
            return Origin(sentences=numbers, confidence=min(origin.confidence, CONFIDENCE), source="model")
        return replace(origin, sentences=numbers) if told else origin

    read = set(taken.values())
    sentences = tuple(replace(each, status="facts") if each.number in read else each for each in old.sentences)
    questions = tuple(
        replace(each, sentences=tuple(n for n in each.sentences if n not in taken)) for each in new.questions
    )
    return replace(
        _with_origins(replace(new, sentences=(), questions=()), moved), sentences=sentences, questions=questions
    )


def _with_origins(part: T, change: Callable[[Origin], Origin]) -> T:
    """A copy of a value in which each origin is changed."""
    if isinstance(part, Origin):
        return cast(T, change(part))
    if isinstance(part, tuple):
        return cast(T, tuple(_with_origins(each, change) for each in part))
    if is_dataclass(part) and not isinstance(part, type):
        values: dict[str, Any] = {}
        for field in fields(part):
            was = getattr(part, field.name)
            if isinstance(was, Origin | tuple) or (is_dataclass(was) and not isinstance(was, type)):
                now = _with_origins(was, change)
                values |= {field.name: now} if now != was else {}
        return cast(T, replace(part, **values)) if values else part
    return part
