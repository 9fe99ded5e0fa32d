"""Agents: roles at work in a run, their tasks, their shared board and their votes."""

from engines.agents.model import Message, Role, RoleName, Task, Team, Verdict, Vote
from engines.agents.ownership import share
from engines.agents.plan import assemble, decide, waves
from engines.agents.ports import Outcome, Skill, SkillBook
from engines.agents.roles import load_roles
from engines.agents.service import Work, carry_out

__all__ = [
    "Message",
    "Outcome",
    "Role",
    "RoleName",
    "Skill",
    "SkillBook",
    "Task",
    "Team",
    "Verdict",
    "Vote",
    "Work",
    "assemble",
    "carry_out",
    "decide",
    "load_roles",
    "share",
    "waves",
]
