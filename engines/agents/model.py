"""Roles, teams, tasks, messages and votes: the values that agents work with. Used by the building service and its faces."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from engines.kernel.events import Json
from engines.kernel.findings import Finding

RoleName = Literal["project_manager", "architect", "backend", "frontend", "database", "devops", "qa", "security"]


@dataclass(frozen=True, kw_only=True)
class Role:
    """Who an agent is: a persona, the skills it has, the files it owns (glob patterns) and when a team needs it.

    `joins` is "always", "web" (the application has pages) or "data" (it keeps entities). `reviews`: it votes.
    """

    name: RoleName
    title: str
    persona: str
    skills: tuple[str, ...]
    owns: tuple[str, ...] = ()
    joins: Literal["always", "web", "data"] = "always"
    reviews: bool = False


@dataclass(frozen=True, kw_only=True)
class Task:
    """One piece of work: a skill of a role, after the tasks named in `after`."""

    id: str
    role: RoleName
    skill: str
    title: str
    after: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Team:
    """The roles at work in a run, and what they will do."""

    roles: tuple[Role, ...]
    tasks: tuple[Task, ...]


@dataclass(frozen=True, kw_only=True)
class Message:
    """What an agent posts on the board for all later tasks."""

    by: RoleName
    text: str
    facts: Mapping[str, Json]


@dataclass(frozen=True, kw_only=True)
class Vote:
    """A reviewer's word on the work; a critical finding blocks whatever the count says."""

    by: RoleName
    approve: bool
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What the votes add up to. `person`: neither the count nor the project manager decided."""

    decision: Literal["approved", "rejected", "person"]
    reason: str
    findings: Sequence[Finding] = ()
