"""The architect with a language model: it reads the plan after the rules did, and its findings are advice. Used by building.

A model's word alone never stops a build: what it finds grave is put before a person, and counts as medium.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, cast

from engines.agents import Message, Outcome, Role, Skill, Task, Vote
from engines.agents.coding.ports import Prompts
from engines.kernel.errors import QuantumLayerError
from engines.kernel.events import Json
from engines.kernel.findings import Finding
from engines.kernel.llm import Ask, LanguageModels, Origin

_TEXT: Json = {"type": "string", "maxLength": 500}
SCHEMA: Mapping[str, Json] = {
    "type": "object",
    "properties": {
        "findings": {
            "type": "array",
            "maxItems": 12,
            "items": {
                "type": "object",
                "properties": {
                    "severity": {"enum": ["low", "medium", "high"]},
                    "title": _TEXT,
                    "place": _TEXT,
                    "advice": _TEXT,
                },
                "required": ["severity", "title", "place", "advice"],
            },
        }
    },
    "required": ["findings"],
}


@dataclass(frozen=True, kw_only=True)
class Architect:
    """The skill `design` by rules first, then by a model. `brief` and `spec` are texts."""

    rules: Skill
    models: LanguageModels
    prompts: Prompts
    brief: str
    spec: str
    origin: Origin

    async def __call__(self, role: Role, task: Task, board: Sequence[Message]) -> Outcome:
        outcome = await self.rules(role, task, board)
        if self.models.foresee("design") is None or not self.brief:
            return outcome
        try:
            found = await self._found(role)
        except QuantumLayerError as error:  # a model that fails is no reason not to build
            text = f"{outcome.message.text}; no model could be asked: {error}"
            return replace(outcome, message=replace(outcome.message, text=text))
        if not found:
            return outcome
        said = outcome.vote.findings if outcome.vote else ()
        vote = Vote(by=role.name, approve=outcome.vote is None or outcome.vote.approve, findings=(*said, *found))
        text = f"{outcome.message.text}; a model advises on {len(found)} points"
        return Outcome(message=replace(outcome.message, text=text), vote=vote)

    async def _found(self, role: Role) -> list[Finding]:
        turns, use = self.prompts.render("review-plan", {"brief": self.brief, "spec": self.spec}, {})
        ask = Ask(task="design", turns=turns, schema=SCHEMA, prompt=use, origin=self.origin, longest=1500)
        rows = cast(dict[str, Any], (await self.models.ask(ask)).value)["findings"]
        return [_finding(row, role) for row in rows]


def _finding(row: Mapping[str, Any], role: Role) -> Finding:
    severity: Literal["low", "medium"] = "low" if row["severity"] == "low" else "medium"
    return Finding(severity=severity, title=row["title"], place=row["place"], advice=row["advice"], by=role.name)
