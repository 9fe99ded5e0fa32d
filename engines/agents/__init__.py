"""Agents: roles at work in a run, their tasks, their shared board and their votes."""

from engines.agents.estimating import Measured, Timing, expected, pace
from engines.agents.model import Message, Role, RoleName, Task, Team, Verdict, Vote
from engines.agents.ownership import share
from engines.agents.plan import assemble, decide, waves
from engines.agents.ports import Outcome, Skill, SkillBook
from engines.agents.roles import load_roles
from engines.agents.service import Work, carry_out
from engines.agents.timings import load_timings

__all__ = [
    "Measured",
    "Message",
    "Outcome",
    "Role",
    "RoleName",
    "Skill",
    "SkillBook",
    "Task",
    "Team",
    "Timing",
    "Verdict",
    "Vote",
    "Work",
    "assemble",
    "carry_out",
    "decide",
    "expected",
    "load_roles",
    "load_timings",
    "pace",
    "share",
    "waves",
]
