"""The list of runs: their kind, arguments, status and result. Kept by the durable jobs, beside the event log."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, cast

import sqlalchemy as sa

from engines.kernel.errors import NotFound
from engines.kernel.events import Json
from engines.kernel.jobs import RunRecord, RunStatus
from engines.workflow.model import Clock
from engines.workflow.tables import runs

OPEN: tuple[RunStatus, ...] = ("queued", "running", "waiting")


class StoredRuns:
    """Rows of runs; their status is brought up to date by the event log alone."""

    def __init__(self, *, database: sa.Engine, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def add(self, run: str, kind: str, arguments: Mapping[str, Json]) -> bool:
        """Adds a queued run; false when it is there already."""
        row = {
            "id": run,
            "kind": kind,
            "status": "queued",
            "created": self._clock().isoformat(timespec="milliseconds"),
            "arguments": json.dumps(dict(arguments)),
        }
        with self._database.begin() as connection:
            if connection.scalar(sa.select(runs.c.id).where(runs.c.id == run)) is not None:
                return False
            connection.execute(runs.insert().values(row))
            return True

    def get(self, run: str) -> RunRecord:
        with self._database.connect() as connection:
            row = connection.execute(sa.select(runs).where(runs.c.id == run)).first()
        if row is None:
            raise NotFound(f"There is no run {run}.", hint="List the runs to see their ids.")
        return _record(row)

    def latest(self, limit: int) -> list[RunRecord]:
        query = sa.select(runs).order_by(runs.c.created.desc(), runs.c.id).limit(limit)
        with self._database.connect() as connection:
            return [_record(row) for row in connection.execute(query)]

    def open(self) -> list[RunRecord]:
        """Runs that have not ended, oldest first."""
        query = sa.select(runs).where(runs.c.status.in_(OPEN)).order_by(runs.c.created)
        with self._database.connect() as connection:
            return [_record(row) for row in connection.execute(query)]

    def ended(self, beyond: int) -> list[str]:
        """The ids of all ended runs but the latest `beyond` ones, oldest first."""
        query = sa.select(runs.c.id).where(runs.c.status.not_in(OPEN)).order_by(runs.c.created.desc(), runs.c.id)
        with self._database.connect() as connection:
            return list(reversed(connection.scalars(query).all()[beyond:]))


def _record(row: sa.Row[Any]) -> RunRecord:
    return RunRecord(
        id=row.id,
        kind=row.kind,
        status=cast(RunStatus, row.status),
        created=row.created,
        arguments=json.loads(row.arguments),
        result=json.loads(row.result),
        error=row.error,
    )
