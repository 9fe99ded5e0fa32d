"""The one DBOS of this process, hidden: opened for a database, launched on the caller's loop, closed without a trace.

DBOS is a process-wide singleton with a registry of its own; nothing outside this module and the context touches it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import sqlalchemy as sa
from dbos import DBOS, DBOSConfig, DBOSPortableJSONSerializer, SetWorkflowID

from engines.workflow.claim import Claim, claim
from engines.workflow.tables import open_database

Body = Callable[[], Coroutine[Any, Any, None]]
EXECUTOR = "engine"
APPLICATION = "quantumlayer"
WORKFLOW = "run"
GRACE = 10.0
QUEUE_PAUSE = 0.2  # how long an interrupted run may wait before it goes on
LISTENER_PAUSE = 0.2  # nothing here waits for DBOS messages; a short pause makes it close sooner


class Machine:
    """Runs one body durably under many ids; what has started and not ended starts again at the next launch.

    There is one engine per database, so executor and version are constant and a launch takes over all that is pending.
    """

    def __init__(self, *, url: str, body: Body, version: str) -> None:
        self._url = url
        self._body = body
        self._version = version
        self._database: sa.Engine | None = None
        self._claim: Claim | None = None
        self._workflow: Callable[[], Coroutine[Any, Any, None]] | None = None
        self._dbos: DBOS | None = None

    async def launch(self) -> None:
        """Opens the database and starts; runs that were pending go on by themselves."""
        logging.getLogger("dbos").setLevel(logging.WARNING)
        self._database = open_database(self._url)
        self._claim = await asyncio.to_thread(claim, self._database)
        self._dbos = DBOS(config=self._config(self._database))
        self._workflow = DBOS.workflow(name=WORKFLOW, max_recovery_attempts=None)(self._function())
        self._dbos._background_event_loop.set_main_loop()  # recovered runs live on this loop too
        self._dbos._registry.get_internal_queue()._polling_interval_sec = QUEUE_PAUSE
        await asyncio.to_thread(DBOS.launch)

    async def start(self, run: str) -> None:
        """Starts the body under this id; nothing happens when it started before."""
        if self._workflow is None:
            raise RuntimeError("The workflow machine is not launched.")
        with SetWorkflowID(run):
            await DBOS.start_workflow_async(self._workflow)

    async def cancel(self, run: str) -> None:
        await DBOS.cancel_workflow_async(run, cancel_children=True)

    async def status(self, run: str) -> str | None:
        """What DBOS thinks of a run, e.g. PENDING or ERROR, or none when it does not know it."""
        found = await DBOS.get_workflow_status_async(run)
        return None if found is None else str(found.status)

    async def forget(self, runs: Sequence[str]) -> None:
        """Drops all that is stored of these runs, which have ended."""
        await DBOS.delete_workflows_async(list(runs))

    async def shutdown(self) -> None:
        """Stops the bodies at their last finished step; they go on at the next launch."""
        if self._dbos is None or self._database is None:
            return
        bodies = list(self._dbos._workflow_tasks)
        for task in bodies:
            task.cancel()
        if bodies:
            await asyncio.wait(bodies, timeout=GRACE)
        loop = asyncio.get_running_loop()
        with ThreadPoolExecutor(1) as closer:
            await loop.run_in_executor(closer, lambda: DBOS.destroy(destroy_registry=True))
        loop.set_default_executor(ThreadPoolExecutor())  # DBOS had put its own, now closed, in this place
        if self._claim is not None:
            self._claim.close()
        self._database.dispose()
        self._dbos = self._database = self._workflow = self._claim = None

    def _function(self) -> Callable[[], Coroutine[Any, Any, None]]:
        async def run() -> None:
            await self._body()

        return run

    def _config(self, database: sa.Engine) -> DBOSConfig:
        return DBOSConfig(
            name=APPLICATION,
            system_database_url=self._url,
            system_database_engine=database if database.dialect.name == "sqlite" else None,
            application_version=self._version,
            executor_id=EXECUTOR,
            serializer=DBOSPortableJSONSerializer(),
            notification_listener_polling_interval_sec=LISTENER_PAUSE,
            log_level="WARNING",
            enable_otlp=False,
        )
