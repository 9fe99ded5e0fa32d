"""Which role writes which file: the longest pattern that fits wins. Pure; used by the skill that builds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase

from engines.agents.model import Role, RoleName
from engines.kernel.errors import UserError


def share(paths: Iterable[str], roles: Sequence[Role]) -> dict[str, RoleName]:
    """The owner of each path; what nobody owns goes to the backend developer, or to the first role that builds."""
    builders = [role for role in roles if "build" in role.skills]
    if not builders:
        raise UserError("the team has nobody who builds", hint="Give a role the skill 'build' in resources/roles.")
    fallback = next((role.name for role in builders if role.name == "backend"), builders[0].name)
    patterns = [(pattern, role.name) for role in builders for pattern in role.owns]
    return {path: _owner(path, patterns, fallback) for path in sorted(paths)}


def _owner(path: str, patterns: Sequence[tuple[str, RoleName]], fallback: RoleName) -> RoleName:
    fitting = [(len(pattern), name) for pattern, name in patterns if fnmatchcase(path, pattern)]
    return max(fitting)[1] if fitting else fallback
