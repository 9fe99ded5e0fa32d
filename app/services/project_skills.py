"""What agents can do without a model: design, build their share of the files, review. Chosen by app.bootstrap.

A later skill book asks a model first and falls back to this one; the building service cannot tell them apart.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from engines.agents import Message, Outcome, Role, SkillBook, Task, Vote, share
from engines.agents.reviews import proof, scope, security
from engines.kernel.findings import Finding
from engines.kernel.spec import Spec
from engines.kernel.tree import SourceTree
from engines.spec import check_spec


@dataclass(frozen=True, kw_only=True)
class Assignment:
    """What a team works on: the specification, its rendered tree, the roles at work and the project's folder."""

    spec: Spec
    tree: SourceTree
    roles: Sequence[Role]
    project: Path


def skills_of(assignment: Assignment) -> SkillBook:
    """The skill book for one assignment."""
    return {"design": _Design(assignment), "build": _Build(assignment), "review": _Review(assignment)}


class _Design:
    def __init__(self, assignment: Assignment) -> None:
        self._assignment = assignment

    async def __call__(self, role: Role, task: Task, board: Sequence[Message]) -> Outcome:
        spec, findings = self._assignment.spec, check_spec(self._assignment.spec)
        counts = {"entities": len(spec.entities), "rules": len(spec.rules), "files": len(self._assignment.tree.files)}
        text = ", ".join(f"{count} {what}" for what, count in counts.items())
        blocked = [finding for finding in findings if finding.severity == "critical"]
        vote = Vote(by=role.name, approve=not blocked, findings=tuple(findings)) if findings else None
        return Outcome(message=Message(by=role.name, text=text, facts=dict(counts)), vote=vote)


class _Build:
    def __init__(self, assignment: Assignment) -> None:
        self._assignment = assignment
        self._owners = share(assignment.tree.files, assignment.roles)

    async def __call__(self, role: Role, task: Task, board: Sequence[Message]) -> Outcome:
        mine = [path for path, owner in self._owners.items() if owner == role.name]
        await asyncio.to_thread(self._write, mine)
        lines = sum(self._assignment.tree.files[path].count(b"\n") for path in mine)
        facts = {"files": len(mine), "lines": lines}
        return Outcome(message=Message(by=role.name, text=f"{len(mine)} files, {lines} lines", facts=dict(facts)))

    def _write(self, paths: Sequence[str]) -> None:
        for path in paths:
            target = self._assignment.project / path
            _open_folders(self._assignment.project, target.parent)
            target.write_bytes(self._assignment.tree.files[path])
            target.chmod(0o644)


def _open_folders(project: Path, folder: Path) -> None:
    """Makes the folders of a file as a person's own tools would; the engine's files are for its owner alone."""
    folder.mkdir(parents=True, exist_ok=True)
    for made in (folder, *folder.parents):
        if not made.is_relative_to(project):
            break
        made.chmod(0o755)


class _Review:
    def __init__(self, assignment: Assignment) -> None:
        self._assignment = assignment

    async def __call__(self, role: Role, task: Task, board: Sequence[Message]) -> Outcome:
        findings = await asyncio.to_thread(self._findings, role)
        grave = [finding for finding in findings if finding.grave]
        text = f"{len(findings)} findings, {len(grave)} grave" if findings else "nothing to say against it"
        message = Message(by=role.name, text=text, facts={"findings": [dict(asdict(f)) for f in findings]})
        return Outcome(message=message, vote=Vote(by=role.name, approve=not grave, findings=tuple(findings)))

    def _findings(self, role: Role) -> list[Finding]:
        match role.name:
            case "security":
                return security(self._assignment.tree)
            case "qa":
                return proof(self._assignment.spec, self._assignment.tree)
            case _:
                return scope(self._assignment.spec, self._assignment.tree)
