"""Reads a person's answers as sentences of their own that hold against what they correct. Used by plan."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from engines.kernel.spec import Question
from engines.spec.document import statements
from engines.spec.lexicon import Lexicon
from engines.spec.model import Reading, Statement

Answers = Mapping[str, str]


def told(questions: tuple[Question, ...], answers: Answers) -> tuple[Question, ...]:
    """The questions that are answered."""
    return tuple(question for question in questions if answers.get(question.text, "").strip())


def settled(
    parts: tuple[Statement, ...], questions: tuple[Question, ...], answers: Answers, lexicon: Lexicon
) -> tuple[tuple[Statement, ...], frozenset[int]]:
    """The statements with the answers behind them, and the numbers of the answers.

    Of sentences that contradict each other, those that the answer does not choose are left unread.
    """
    kept = list(parts)
    decided: list[Statement] = []
    for question in questions:
        answer = answers[question.text].strip()
        chosen = [part for part in kept if part.number in question.sentences and part.text.strip() == answer]
        if not question.says:
            kept = [
                _unread(part) if part.number in question.sentences and part not in chosen else part for part in kept
            ]
        if not chosen:
            said = (question.says or "{answer}").replace("{answer}", re.sub(r"[()]", "", answer))
            decided += statements(said if said.rstrip().endswith((".", "!", "?")) else f"{said}.", lexicon)
    first = max((part.number for part in parts), default=0) + 1
    added = [replace(part, number=first + at, kind="prose") for at, part in enumerate(decided)]
    return (*kept, *added), frozenset(part.number for part in added)


def _unread(part: Statement) -> Statement:
    return replace(part, kind="aside")


def closed(reading: Reading, questions: tuple[Question, ...]) -> Reading:
    """The reading without the questions that were answered."""
    done = {question.text for question in questions}
    left = tuple(question for question in reading.questions if question.text not in done)
    return replace(reading, questions=left, spec=replace(reading.spec, questions=left))
