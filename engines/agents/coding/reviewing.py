"""Reviewers with a model: each reads a change through its own eyes and votes. Called by app.services.implementing."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast

from engines.agents.coding.ports import Prompts
from engines.agents.model import RoleName, Vote
from engines.kernel.events import Json
from engines.kernel.findings import Finding, Severity
from engines.kernel.llm import Ask, LanguageModels, Origin

View = Literal["security", "quality", "performance"]
VIEWS: Mapping[View, tuple[RoleName, str]] = {
    "security": (
        "security",
        "ways to abuse it: missing permission checks, injection, data of other people, secrets, unbounded input",
    ),
    "quality": ("qa", "wrong or missing behaviour, cases that the test leaves out, code that does not fit around it"),
    "performance": ("backend", "work that grows with the data: queries in loops, whole tables in memory, no limits"),
}
_TEXT: Json = {"type": "string", "maxLength": 500}
SCHEMA: Mapping[str, Json] = {
    "type": "object",
    "properties": {
        "approve": {"type": "boolean"},
        "findings": {
            "type": "array",
            "maxItems": 20,
            "items": {
                "type": "object",
                "properties": {
                    "severity": {"enum": ["low", "medium", "high", "critical"]},
                    "title": _TEXT,
                    "place": _TEXT,
                    "advice": _TEXT,
                },
                "required": ["severity", "title", "place", "advice"],
            },
        },
    },
    "required": ["approve", "findings"],
}


@dataclass(frozen=True, kw_only=True)
class Reviewer:
    """One view of a change. `origin` says on whose behalf."""

    view: View
    models: LanguageModels
    prompts: Prompts
    origin: Origin
    private: bool = False

    async def vote(self, requirement: str, before: Mapping[str, str], changes: Mapping[str, str]) -> Vote:
        """The reviewer's word; findings at places that the change does not touch are left out, since they were made up."""
        role, looks_for = VIEWS[self.view]
        inputs = {"view": looks_for, "requirement": requirement, "diff": unified(before, changes)}
        turns, use = self.prompts.render("review-change", inputs, {})
        ask = Ask(
            task="review",
            turns=turns,
            schema=SCHEMA,
            prompt=use,
            origin=self.origin,
            private=self.private,
            longest=1500,
        )
        said = cast(dict[str, Any], (await self.models.ask(ask)).value)
        findings = [_finding(row, role) for row in said["findings"] if str(row["place"]).split(":")[0] in changes]
        grave = any(finding.grave for finding in findings)
        return Vote(by=role, approve=bool(said["approve"]) or not grave, findings=tuple(findings))


def unified(before: Mapping[str, str], changes: Mapping[str, str]) -> str:
    """A change as unified text."""
    parts = [
        difflib.unified_diff(
            before.get(path, "").splitlines(keepends=True), text.splitlines(keepends=True), f"a/{path}", f"b/{path}"
        )
        for path, text in sorted(changes.items())
    ]
    return "".join(line for part in parts for line in part)


def _finding(row: Mapping[str, Any], role: RoleName) -> Finding:
    severity = cast(Severity, row["severity"])
    return Finding(severity=severity, title=row["title"], place=row["place"], advice=row["advice"], by=role)
