"""What a built project took suggestions for: the questions of its brief, to be looked at and answered afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ui.engine import EngineLink
from ui.engine.specs import read_brief
from ui.reading import Question


@dataclass(frozen=True, kw_only=True)
class Assumed:
    """`questions` nobody has answered yet; `answers` are those that the specification stands on, by question."""

    brief: str
    questions: tuple[Question, ...]
    answers: Mapping[str, str]

    async def answered(self, link: EngineLink, answers: Mapping[str, str]) -> str:
        """The specification with other answers to some questions."""
        return (await read_brief(link, self.brief, {**self.answers, **answers})).spec

    def without(self, answers: Mapping[str, str]) -> Assumed | None:
        """What is left once these are answered; None when it is nothing."""
        left = tuple(question for question in self.questions if question.text not in answers)
        return replace(self, questions=left, answers={**self.answers, **answers}) if left else None


async def assumed_in(link: EngineLink, brief: str, spec: str) -> Assumed | None:
    """What was assumed in the specification of a project; None once somebody has changed it, for that would be lost."""
    asked = (await read_brief(link, brief)).questions
    answers = {question.text: question.suggestion for question in asked}
    settled = await read_brief(link, brief, answers)
    if not asked or settled.spec.strip() != spec.strip():
        return None
    return Assumed(brief=brief, questions=asked, answers=answers)
