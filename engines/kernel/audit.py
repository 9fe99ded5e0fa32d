"""Privileged acts and who may look them up: the port (adapter: engines.workflow.audit). Services record, the server lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, kw_only=True)
class AuditEntry:
    """One act: `act` is a word like `key.set`, `subject` what it was done to; never a secret. `time` is ISO 8601 in UTC."""

    number: int
    time: str
    act: str
    subject: str


class AuditLog(Protocol):
    """Only ever appended to. Calls block."""

    def record(self, act: str, subject: str) -> AuditEntry: ...

    def read(self, limit: int) -> Sequence[AuditEntry]:
        """The latest entries, newest first."""
        ...
