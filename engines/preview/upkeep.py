"""What happens to previews by themselves: expiry, sleep, short logs, a new start for changed files. Run by the service."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

from engines.kernel.errors import QuantumLayerError
from engines.preview.instance import Instance
from engines.preview.log import shorten
from engines.preview.model import PreviewSettings
from engines.preview.plan import Due, due

_WATCH_SHARE = 20
_log = logging.getLogger(__name__)


class Upkeep:
    """Looks after `instances`, the service's own table; `remove` ends one for good."""

    def __init__(
        self,
        instances: Mapping[str, Instance],
        *,
        settings: PreviewSettings,
        now: Callable[[], datetime],
        remove: Callable[[str], Awaitable[None]],
    ) -> None:
        self._instances = instances
        self._settings = settings
        self._now = now
        self._remove = remove
        self._tasks: set[asyncio.Task[None]] = set()
        self._restarting: set[str] = set()

    def begin(self) -> None:
        for work in (self._keep_time(), self._keep_fresh()):
            self._spawn(work)

    async def end(self) -> None:
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def sweep(self) -> None:
        """Removes what has expired, puts to sleep what nobody uses, shortens logs."""
        moment = self._now()
        for instance in list(self._instances.values()):
            match self._due(instance, moment):
                case "remove":
                    await self._remove(instance.record.id)
                case "sleep":
                    await instance.sleep()
            await asyncio.to_thread(shorten, instance.log, self._settings.log_bytes)

    async def refresh(self) -> None:
        """Begins a new start of what runs, or failed, with files that changed since; removes what has lost its project."""
        watched = [
            instance
            for instance in self._instances.values()
            if (instance.pid or instance.failure) and instance.record.id not in self._restarting
        ]
        for instance in await asyncio.to_thread(lambda: [one for one in watched if one.gone()]):
            watched.remove(instance)
            await self._remove(instance.record.id)
        for instance in await asyncio.to_thread(lambda: [one for one in watched if one.changed()]):
            self._restarting.add(instance.record.id)
            self._spawn(self._restart(instance))

    def _due(self, instance: Instance, moment: datetime) -> Due:
        busy = not instance.pid or instance.open_requests > 0
        return due(instance.record, moment, None if busy else instance.last_used, self._settings.idle)

    async def _restart(self, instance: Instance) -> None:
        try:
            await instance.renew()
        except (OSError, QuantumLayerError) as error:
            _log.info("the changed preview %s does not start: %s", instance.record.label, error)
        finally:
            self._restarting.discard(instance.record.id)

    def _spawn(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _keep_time(self) -> None:
        while True:
            await asyncio.sleep(self._settings.sweep_seconds)
            try:
                await self.sweep()
            except (OSError, QuantumLayerError):
                _log.exception("sweeping previews failed")

    async def _keep_fresh(self) -> None:
        """With very many previews it looks less often, so that looking stays a small part of the time."""
        spent = 0.0
        while True:
            await asyncio.sleep(max(self._settings.watch_seconds, _WATCH_SHARE * spent))
            began = time.monotonic()
            try:
                await self.refresh()
            except OSError:
                _log.exception("looking for changed files failed")
            spent = time.monotonic() - began
