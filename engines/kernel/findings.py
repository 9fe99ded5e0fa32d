"""What a reviewer, scanner or test reports, and how reviewers vote on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["low", "medium", "high", "critical"]


@dataclass(frozen=True, kw_only=True)
class Finding:
    """A fault at a place, with advice. `place` is `path:line` or a fact's id."""

    severity: Severity
    title: str
    place: str
    advice: str
    by: str = ""

    @property
    def grave(self) -> bool:
        """Whether nothing should be built before it is mended."""
        return self.severity in ("critical", "high")
