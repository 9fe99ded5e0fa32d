"""Keeps one connection to the engine: finds or starts it, notices when it goes, finds it again, and tells the window.

Rooms ask through `ask`; while the engine is away they wait or get `EngineAway`, as they choose.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Coroutine, Mapping
from contextlib import aclosing
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from app.client import EngineError
from app.client.errors import Lost, Refused
from app.client.model import Event
from ui.engine.address import BadAddress
from ui.engine.attached import Finding, TokenRefused
from ui.engine.state import EngineAway, EngineState
from ui.engine.threads import in_thread, read_in_thread
from ui.engine.tokens import NoToken
from ui.language import say
from ui.retelling import retold

if TYPE_CHECKING:
    from app.client.exchange import Exchange

HEARTBEAT, PAUSE, LONGEST_PAUSE = 2.0, 0.25, 5.0
UNAUTHORIZED = 401
FINAL = (BadAddress, NoToken, TokenRefused)
"""What only a person can mend: it is not tried again by itself."""


class EngineLink(QObject):
    """`changed` tells of a new state; `problem` holds what was last wrong with the engine."""

    changed = Signal()
    beat = Signal(object)
    """The engine's status, every two seconds while it runs."""

    def __init__(self, finder: Finding, *, address: str = "") -> None:
        """`address` is '' for this machine's engine."""
        super().__init__()
        self._finder, self.address = finder, address
        self._client: Exchange | None = None
        self._there = asyncio.Event()
        self._keeper: asyncio.Task[None] | None = None
        self._tasks: set[asyncio.Task[Any]] = set()
        self._wanted, self._closed = True, False
        self.state = EngineState.STARTING
        self.since = time.monotonic()
        self.problem: EngineError | None = None
        self.pid = 0

    def open(self) -> None:
        """Begins to look for the engine; needs the running event loop."""
        self._wanted = True
        if self._keeper is None or self._keeper.done():
            self._become(EngineState.STARTING)
            self._keeper = asyncio.ensure_future(self._keep())

    def switch(self, finder: Finding, *, address: str = "") -> None:
        """Leaves this engine for that of another finder; what was asked of this one fails, and is never asked of that one."""
        self._end_keeper()
        self._drop()
        left, self._there = self._there, asyncio.Event()
        left.set()
        self._finder, self.address, self.problem, self.pid = finder, address, None, 0
        self.state = EngineState.STOPPED
        self.open()

    def try_again(self) -> None:
        """Looks for the engine at once, not after the pause."""
        if self._client is None:
            self._end_keeper()
            self.open()

    async def close(self) -> None:
        """Lets go of the engine, which goes on by itself."""
        self._wanted, self._closed = False, True
        tasks = [*self._tasks, *([self._keeper] if self._keeper else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._drop()

    def start(self, work: Coroutine[Any, Any, Any]) -> asyncio.Future[Any]:
        """Runs a room's work beside everything else and keeps hold of it; it ends with the window."""
        if self._closed:  # a timer of a widget that is about to go
            work.close()
            given_up: asyncio.Future[Any] = asyncio.get_event_loop().create_future()
            given_up.cancel()
            return given_up
        task: asyncio.Task[Any] = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    @property
    def running(self) -> bool:
        return self.state is EngineState.RUNNING

    @property
    def here(self) -> bool:
        """Whether it is this machine's own engine, which shares its folders."""
        return not self.address

    async def there(self) -> None:
        """Returns once there is an engine."""
        while self._client is None:
            await self._there.wait()

    async def ask(
        self,
        method: str,
        path: str,
        *,
        body: object = None,
        query: Mapping[str, Any] | None = None,
        patient: bool = True,
        as_said: bool = False,
    ) -> Any:
        """One request; a patient one waits for an engine that is coming, and asks again where that does nothing twice.

        Errors speak the person's language, but in the engine's own words `as_said`.
        """
        try:
            return await self._ask(method, path, body=body, query=query, patient=patient)
        except EngineError as error:
            if not as_said:
                retold(error)
            raise

    async def _ask(
        self, method: str, path: str, *, body: object, query: Mapping[str, Any] | None, patient: bool
    ) -> Any:
        engine = self._there
        while True:
            client = await self._reach(engine, patient=patient)
            try:
                answer = await in_thread(partial(client.request, method, path, body=body, query=query))
                self._stay_with(engine)
                return answer
            except Lost as loss:
                self._stay_with(engine)
                self._lost(client, loss)
                if not (patient and loss.repeatable):
                    raise
            except Refused as refusal:
                if refusal.status != UNAUTHORIZED:
                    raise
                self._lost(client, refusal)
                if not patient:
                    raise

    async def events(self, run: str, after: int = 0) -> AsyncGenerator[Event, None]:
        """Each event of a run once and in order until it ends, across restarts of the engine."""
        engine = self._there
        while True:
            client = await self._reach(engine, patient=True)
            try:
                async with aclosing(read_in_thread(partial(client.events, run, after))) as events:
                    async for event in events:
                        self._stay_with(engine)
                        after = event.sequence
                        yield event
                        if event.ends_run:
                            return
            except (Lost, Refused) as error:
                if isinstance(error, Refused) and error.status != UNAUTHORIZED:
                    retold(error)
                    raise
                self._lost(client, error)
            await asyncio.sleep(PAUSE)

    async def stream(self, path: str) -> AsyncGenerator[str, None]:
        """The data of a server-sent stream, until it ends; `Lost` with the engine."""
        engine = self._there
        client = await self._reach(engine, patient=True)
        async with aclosing(read_in_thread(partial(client.stream, path))) as stream:
            async for data in stream:
                self._stay_with(engine)
                yield data

    async def stop_engine(self) -> None:
        """Asks the engine to end, and does not start it again by itself."""
        self._wanted = False
        if self._client is not None:
            await in_thread(partial(self._client.request, "POST", "/shutdown"))
        self._drop()
        self._become(EngineState.STOPPED)

    async def _reach(self, engine: asyncio.Event, *, patient: bool) -> Exchange:
        """The connection to the engine that was there when `engine` was taken from the link."""
        self._stay_with(engine)
        if self._client is None and not patient:
            raise EngineAway(say("The engine is away."), hint=say("It is being looked for; try again in a moment."))
        while self._client is None:
            await engine.wait()
            self._stay_with(engine)
        return self._client

    def _stay_with(self, engine: asyncio.Event) -> None:
        if engine is not self._there:
            raise EngineAway(say("The window has turned to another engine meanwhile."))

    async def _keep(self) -> None:
        """Connects, watches, and connects again, for as long as the window is open."""
        pause = PAUSE
        while self._wanted:
            if self._client is None:
                try:
                    self._client = await in_thread(self._connect)
                except EngineError as error:
                    self._fail(error)
                    if isinstance(error, FINAL):
                        return
                    await asyncio.sleep(pause)
                    pause = min(pause * 2, LONGEST_PAUSE)
                    continue
                pause = PAUSE
                self.pid, self.problem = self._client.engine.pid, None
                self._there.set()
                self._become(EngineState.RUNNING)
            await self._watch(self._client)

    def _end_keeper(self) -> None:
        if self._keeper is not None:
            self._keeper.cancel()
            self._keeper = None

    def _connect(self) -> Exchange:
        """Finds or starts the engine; blocks, in a thread. What it needs is imported here, after the window is shown."""
        engine = self._finder.find()
        from app.client.exchange import Exchange

        return Exchange(engine)

    async def _watch(self, client: Exchange) -> None:
        """Returns when the connection is gone."""
        while self._client is client:
            try:
                self.beat.emit(await in_thread(partial(client.request, "GET", "/status")))
            except EngineError as error:
                self._lost(client, error)
                return
            await asyncio.sleep(HEARTBEAT)

    def _lost(self, client: Exchange, error: EngineError) -> None:
        """Forgets a connection once; the keeper looks for the engine again."""
        if self._client is client:
            self._client, self.problem = None, retold(error)
            self._there.clear()
            client.close()
            self._become(EngineState.RECONNECTING)

    def _drop(self) -> None:
        if self._client is not None:
            client, self._client = self._client, None
            self._there.clear()
            client.close()

    def _fail(self, error: EngineError) -> None:
        """Tells of another problem too, while the state stays."""
        told, self.problem = str(self.problem), error
        if self.state is not EngineState.STOPPED:
            self._become(EngineState.STOPPED)
        elif str(error) != told:
            self.changed.emit()

    def _become(self, state: EngineState) -> None:
        if state is not self.state:
            self.state, self.since = state, time.monotonic()
            self.changed.emit()


def machine_name(link: EngineLink) -> str:
    """What people call the machine that the engine tells of."""
    return say("This machine") if link.here else say("The engine's machine")
