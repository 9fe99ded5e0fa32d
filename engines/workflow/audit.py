"""Privileged acts in a table beside the events, where forgetting old runs does not reach it (port: kernel.audit)."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from engines.kernel.audit import AuditEntry
from engines.workflow.model import Clock, utc_now
from engines.workflow.tables import audit, create_tables


class StoredAudit:
    """An `AuditLog` in a database."""

    def __init__(self, *, database: sa.Engine, clock: Clock = utc_now) -> None:
        self._database, self._clock = database, clock
        create_tables(database)

    def record(self, act: str, subject: str) -> AuditEntry:
        values = {"time": self._clock().isoformat(timespec="milliseconds"), "act": act, "subject": subject}
        with self._database.begin() as connection:
            number = connection.execute(audit.insert().values(values).returning(audit.c.number)).scalar_one()
        return AuditEntry(number=number, **values)

    def read(self, limit: int) -> Sequence[AuditEntry]:
        with self._database.connect() as connection:
            rows = connection.execute(sa.select(audit).order_by(audit.c.number.desc()).limit(limit))
            return [AuditEntry(**row._mapping) for row in rows]
