"""The event log: numbers, stores and streams what happens in runs, and keeps each run's status in step with its events.

Rooms emit through it, the server streams from it, the durable jobs read their runs' status from it.
"""

from __future__ import annotations

import json
import threading
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any, cast

import sqlalchemy as sa

from engines.kernel.events import EVENT_VERSION, Event, EventKind, Json
from engines.workflow.broadcast import Broadcast
from engines.workflow.model import ENDINGS, Appended, Clock, utc_now
from engines.workflow.plan import status_after
from engines.workflow.tables import create_tables, events, runs


class StoredEvents:
    """An `EventLog` in a database; every write and its broadcast happen in the order of the sequence."""

    def __init__(self, *, database: sa.Engine, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock
        self._broadcast = Broadcast()
        self._lock = threading.Lock()
        create_tables(database)

    @property
    def database(self) -> sa.Engine:
        """Where the events and the runs that they tell of are kept."""
        return self._database

    def emit(self, run: str, kind: EventKind, payload: Mapping[str, Json], *, key: str) -> Event:
        """Stores an event, or gives back the one that has this key already."""
        return self.append(run, kind, payload, key=key).event

    def append(
        self,
        run: str,
        kind: EventKind,
        payload: Mapping[str, Json],
        *,
        key: str,
        changes: Mapping[str, str] | None = None,
    ) -> Appended:
        """As `emit`, and in the same transaction brings the run's row to its new status and to `changes`."""
        with self._lock:
            with self._database.begin() as connection:
                known = connection.execute(_columns().where(events.c.run == run, events.c.key == key)).first()
                if known is not None:
                    return Appended(event=_event(known), created=False)
                event = self._next(connection, run, kind, payload)
                connection.execute(events.insert().values(key=key, **_row(event)))
                _project(connection, event, changes or {})
            self._broadcast.publish(event)
        return Appended(event=event, created=True)

    def read(self, run: str, after: int = 0) -> list[Event]:
        """The stored events of a run behind a sequence number."""
        query = _columns().where(events.c.run == run, events.c.sequence > after).order_by(events.c.sequence)
        with self._database.connect() as connection:
            return [_event(row) for row in connection.execute(query)]

    def find(self, *kinds: EventKind, of: Sequence[str] | None = None) -> list[Event]:
        """The stored events of these kinds, `of` some runs or of all, in the order of time."""
        query = _columns().where(events.c.kind.in_(kinds)).order_by(events.c.time, events.c.run, events.c.sequence)
        if of is not None:
            query = query.where(events.c.run.in_(of))
        with self._database.connect() as connection:
            return [_event(row) for row in connection.execute(query)]

    async def follow(self, run: str, after: int = 0) -> AsyncIterator[Event]:
        """Stored events behind `after`, then new ones as they come, until the run ends."""
        with self._broadcast.subscribe(run) as inbox:
            batch = self.read(run, after)
            while True:
                for event in batch:
                    after = event.sequence
                    yield event
                    if event.kind in ENDINGS:
                        return
                event = await inbox.next()
                batch = [event] if event.sequence == after + 1 else self.read(run, after)

    async def stream_all(self) -> AsyncIterator[Event]:
        """New events of every run; one who reads too slowly misses some."""
        with self._broadcast.subscribe() as inbox:
            while True:
                yield await inbox.next()

    def forget(self, gone: Sequence[str]) -> None:
        """Removes runs with their events at once; whoever asks for one of them then is told that there is none."""
        with self._lock, self._database.begin() as connection:
            connection.execute(events.delete().where(events.c.run.in_(gone)))
            connection.execute(runs.delete().where(runs.c.id.in_(gone)))

    def close(self) -> None:
        """Gives the database back; nothing is emitted or read after it."""
        self._database.dispose()

    def _next(self, connection: sa.Connection, run: str, kind: EventKind, payload: Mapping[str, Json]) -> Event:
        last = connection.scalar(sa.select(sa.func.max(events.c.sequence)).where(events.c.run == run))
        time = self._clock().isoformat(timespec="milliseconds")
        return Event(run=run, sequence=(last or 0) + 1, time=time, kind=kind, payload=dict(payload))


def _columns() -> sa.Select[Any]:
    return sa.select(events.c.run, events.c.sequence, events.c.time, events.c.kind, events.c.payload, events.c.version)


def _row(event: Event) -> dict[str, str | int]:
    return {
        "run": event.run,
        "sequence": event.sequence,
        "time": event.time,
        "kind": event.kind,
        "payload": json.dumps(event.payload),
        "version": EVENT_VERSION,
    }


def _event(row: sa.Row[Any]) -> Event:
    return Event(
        run=row.run,
        sequence=row.sequence,
        time=row.time,
        kind=cast(EventKind, row.kind),
        payload=json.loads(row.payload),
        version=row.version,
    )


def _project(connection: sa.Connection, event: Event, changes: Mapping[str, str]) -> None:
    status = status_after(event.kind)
    values = dict(changes) if status is None else {"status": status, **changes}
    if values:
        connection.execute(runs.update().where(runs.c.id == event.run).values(**values))
