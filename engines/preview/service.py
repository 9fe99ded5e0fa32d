"""The shell of the room: keeps previews, starts and ends them, watches their files and their time. Called by app.services."""

from __future__ import annotations

import asyncio
import dataclasses
import hashlib
import os
import secrets
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

from engines.kernel.errors import Denied, NotFound, QuantumLayerError, UserError
from engines.kernel.events import EventKind, Json
from engines.kernel.sandbox import Finished, Sandbox
from engines.preview import log as logs
from engines.preview.gateway import Gateway
from engines.preview.instance import Instance
from engines.preview.model import Away, Metrics, Preview, PreviewSettings, Record
from engines.preview.names import localhost_names_resolve
from engines.preview.plan import ID_BYTES, SHARE, p95, slug, spell
from engines.preview.store import RecordStore
from engines.preview.terminal import Terminal, open_terminal, terminal_words
from engines.preview.upkeep import Upkeep
from engines.preview.usage import disk_use, usage

_SECRET_BYTES = 20

Emit = Callable[[EventKind, Mapping[str, Json]], None]


class PreviewService:
    """All previews of one engine; `launch` before anything else, `shutdown` at the end."""

    def __init__(
        self,
        *,
        sandbox: Sandbox,
        home: Path,
        settings: PreviewSettings,
        now: Callable[[], datetime],
        random: Callable[[int], bytes] = secrets.token_bytes,
        emit: Emit | None = None,
    ) -> None:
        self._sandbox = sandbox
        self._settings = settings
        self._now = now
        self._random = random
        self._emit = emit
        self._store = RecordStore(home)
        self._sockets = _socket_folder(home, settings)
        self._instances: dict[str, Instance] = {}
        self._starts = asyncio.Semaphore(settings.starts_at_once)
        self._adding = asyncio.Lock()
        self._gateway = Gateway(settings=settings, find=self._by_label)
        self._port = 0
        self._names_resolve = False
        self._upkeep = Upkeep(self._instances, settings=settings, now=now, remove=self.remove)

    async def launch(self) -> None:
        """Opens the gateway, takes up the previews of the last engine (asleep) and removes what is left of others."""
        self._names_resolve = self._settings.domain != "localhost" or await localhost_names_resolve()
        self._port = await self._gateway.open(self._settings.port or self._store.gateway_port())
        _make_private(self._sockets)
        self._store.keep_gateway_port(self._port)
        for record in list(self._store.load()):
            await self._take_up(record)
        for place in self._sockets.iterdir():
            if place.name not in self._instances:
                shutil.rmtree(place, ignore_errors=True)
        self._upkeep.begin()

    async def shutdown(self) -> None:
        """Puts all previews to sleep; the next engine takes them up."""
        await self._upkeep.end()
        await self._gateway.close()
        await asyncio.gather(*(instance.retire() for instance in self._instances.values()))
        shutil.rmtree(self._sockets, ignore_errors=True)

    async def start(self, project: Path, *, name: str, environment: Mapping[str, str]) -> Preview:
        """Starts a preview of a project and returns when it answers; one with the same environment is woken instead.

        `environment` goes on to the application; ADMIN_EMAIL and ADMIN_PASSWORD are made up where it has none.
        """
        place = _existing(project)
        async with self._adding:
            known = self._same(place, environment)
            instance = known or await self._add(self._record(place, name, environment))
        instance.record = dataclasses.replace(instance.record, stopped=False)
        self._store.save(instance.record)
        try:
            await (instance.wake() if not instance.failure else instance.restart())
        except QuantumLayerError:
            if known is None:
                await self.remove(instance.record.id)
            raise
        preview = self._preview(instance)
        if self._emit:
            self._emit("preview.ready", {"id": preview.id, "url": preview.url})
        return preview

    async def stop(self, preview: str | Path) -> Preview:
        """Ends the program and keeps its data; only `start` wakes it again."""
        instance = self._find(preview)
        instance.record = dataclasses.replace(instance.record, stopped=True)
        self._store.save(instance.record)
        await instance.sleep()
        return self._preview(instance)

    async def remove(self, preview: str | Path) -> None:
        """Ends it and removes its data, its record and its address."""
        instance = self._find(preview)
        self._instances.pop(instance.record.id, None)
        await self._gateway.close_own(instance.record.id)
        await instance.remove()
        await asyncio.to_thread(self._store.delete, instance.record.id)

    async def list(self) -> Sequence[Preview]:
        return [self._preview(instance) for instance in self._instances.values()]

    async def get(self, preview: str | Path) -> Preview:
        return self._preview(self._find(preview))

    async def logs(self, preview: str | Path, lines: int = 100) -> Sequence[str]:
        return await asyncio.to_thread(logs.tail, self._find(preview).log, lines)

    def follow_logs(self, preview: str | Path, lines: int = 0) -> AsyncIterator[str]:
        """The last `lines`, then new ones as they are logged, until the preview is removed."""
        return logs.follow(self._find(preview).log, lines)

    async def metrics(self, preview: str | Path) -> Metrics:
        instance = self._find(preview)
        used = await asyncio.to_thread(usage, instance.pid)
        return Metrics(
            cpu_seconds=used.cpu_seconds,
            memory=used.memory,
            processes=used.processes,
            requests=instance.requests,
            p95_seconds=p95(instance.latencies),
            uptime_seconds=instance.uptime,
            disk=await asyncio.to_thread(disk_use, instance.record.project),
            limits=self._settings.limits,
        )

    async def share(self, preview: str | Path) -> str:
        """A link that lets its holder in from anywhere that reaches the gateway."""
        instance = self._find(preview)
        return f"{self._preview(instance).url}/?{SHARE}={instance.record.share}"

    async def shell(self, preview: str | Path, command: str) -> Finished:
        """Runs one command line in the preview's sandbox, with its environment and data."""
        instance = self._find(preview)
        await asyncio.to_thread(instance.make_folders)
        instance.used()
        wanted = instance.command("/bin/sh", "-c", command)
        limits = dataclasses.replace(self._settings.limits, wall_seconds=self._settings.shell_seconds)
        return await self._sandbox.run(dataclasses.replace(wanted, limits=limits))

    async def terminal(self, preview: str | Path) -> Terminal:
        """Opens an interactive shell in the preview's sandbox; the caller closes it."""
        instance = self._find(preview)
        await asyncio.to_thread(instance.make_folders)
        instance.used()
        socket = instance.socket.with_name(f"shell-{spell(self._random(ID_BYTES))}.sock")
        words = await asyncio.to_thread(terminal_words, socket)
        return await open_terminal(self._sandbox, instance.command(*words), socket, instance.log)

    async def extend(self, preview: str | Path, by: timedelta) -> Preview:
        """Lets it live longer."""
        if by <= timedelta():
            raise UserError(f"A preview can be extended by more than nothing, not by {by}.")
        instance = self._find(preview)
        instance.record = dataclasses.replace(instance.record, expires=instance.record.expires + by)
        self._store.save(instance.record)
        return self._preview(instance)

    async def refresh(self, project: Path) -> Preview | None:
        """Starts the previews of a project anew that run, or failed, with other files; the latest of them, if any.

        They keep their addresses and data, and requests wait meanwhile. `project` as its previews know it, resolved.
        """
        here = [each for each in self._instances.values() if each.record.project == project and each.started]
        for instance in here:
            await instance.renew()
        return self._preview(max(here, key=lambda each: each.record.created)) if here else None

    @asynccontextmanager
    async def held(self, project: Path) -> AsyncIterator[Away]:
        """While the files of a project are replaced: requests to its previews wait, and those that ran start anew with them.

        What can be made ready before is done while they still answer. One that does not start shows it in its state.
        """
        away = Away()
        here = [each for each in self._instances.values() if each.record.project == project]
        await asyncio.gather(*(each.stand_by() for each in here))
        async with AsyncExitStack() as stack:
            for instance in here:
                await stack.enter_async_context(instance.held())
            yield away
        away.seconds = max((each.away for each in here), default=0.0)

    async def sleep(self, preview: str | Path) -> Preview:
        """Ends the program until the next request."""
        instance = self._find(preview)
        await instance.sleep()
        return self._preview(instance)

    async def wake(self, preview: str | Path) -> Preview:
        instance = self._find(preview)
        await instance.wake()
        return self._preview(instance)

    async def sweep(self) -> None:
        """Does at once what time asks for: expiry, sleep, short logs. The service does it every few seconds."""
        await self._upkeep.sweep()

    def _record(self, project: Path, name: str, environment: Mapping[str, str]) -> Record:
        created = self._now()
        own = {"SECRET_KEY": spell(self._random(_SECRET_BYTES))}
        if "ADMIN_EMAIL" not in environment or "ADMIN_PASSWORD" not in environment:
            own |= {"ADMIN_EMAIL": "admin@example.com", "ADMIN_PASSWORD": spell(self._random(ID_BYTES * 2))}
        return Record(
            id=spell(self._random(ID_BYTES)),
            name=slug(name),
            project=project,
            created=created,
            expires=created + self._settings.ttl,
            given=dict(environment),
            environment=own,
            share=spell(self._random(_SECRET_BYTES)),
        )

    async def _add(self, record: Record) -> Instance:
        instance = Instance(
            record,
            sandbox=self._sandbox,
            settings=self._settings,
            sockets=self._sockets,
            log=self._store.log(record.id),
            now=self._now,
            starts=self._starts,
        )
        if not self._names_resolve:
            port = await self._gateway.open_own(instance, record.port)
            instance.record = dataclasses.replace(record, port=port)
        self._store.save(instance.record)
        self._instances[record.id] = instance
        return instance

    async def _take_up(self, record: Record) -> None:
        if record.project.is_dir():
            await self._add(record)
        else:
            self._store.delete(record.id)

    def _same(self, project: Path, environment: Mapping[str, str]) -> Instance | None:
        wanted = dict(environment)
        for instance in self._instances.values():
            if instance.record.project == project and dict(instance.record.given) == wanted:
                return instance
        return None

    def _find(self, preview: str | Path) -> Instance:
        """By id, by name and id, or by the project's folder (its latest preview)."""
        known = self._instances.get(str(preview)) or self._by_label(str(preview))
        if known is not None:
            return known
        place = Path(preview).resolve()
        here = [instance for instance in self._instances.values() if instance.record.project == place]
        if not here:
            raise NotFound(f"There is no preview {preview}.", hint="`ql preview list` shows those that there are.")
        return max(here, key=lambda instance: instance.record.created)

    def _by_label(self, label: str) -> Instance | None:
        instance = self._instances.get(label.rpartition("-")[2])
        return instance if instance is not None and instance.record.label == label else None

    def _preview(self, instance: Instance) -> Preview:
        record = instance.record
        environment = {**record.environment, **record.given}
        host_url = f"http://{record.label}.{self._settings.domain}:{self._port}"
        return Preview(
            id=record.id,
            name=record.name,
            project=record.project,
            url=f"http://127.0.0.1:{record.port}" if record.port and not self._names_resolve else host_url,
            host_url=host_url,
            state=instance.state,
            created=record.created,
            expires=record.expires,
            isolation=self._sandbox.isolation,
            admin_email=environment["ADMIN_EMAIL"],
            admin_password=environment["ADMIN_PASSWORD"],
            failure=instance.failure,
        )


def _existing(project: Path) -> Path:
    place = project.resolve()
    if not place.is_dir():
        raise NotFound(f"There is no project in {project}.", hint="Name the folder that `ql new` made.")
    return place


def _socket_folder(home: Path, settings: PreviewSettings) -> Path:
    """A short path (the system allows about 100 letters), one per person and engine."""
    if settings.runtime is not None:
        return settings.runtime
    mark = hashlib.sha256(str(home.resolve()).encode()).hexdigest()[:8]
    return Path(tempfile.gettempdir()) / f"ql-{os.getuid()}-{mark}"


def _make_private(folder: Path) -> None:
    """A folder that is this person's alone; refuses one that somebody else made."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    if folder.is_symlink() or found.st_uid != os.getuid():
        raise Denied(f"{folder} belongs to somebody else.", hint="Remove it, or set another folder for sockets.")
    folder.chmod(0o700)
