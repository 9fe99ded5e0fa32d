"""The loaded models of one engine: loads at the first question, unloads what is idle, starts again what crashed.

Called by the completer. Each model is one worker process; memory is planned before a model is loaded, and models that nobody uses
make room for it.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from engines.kernel.errors import QuantumLayerError, Retryable
from local_models.child import Child, Crashed, Load, start_child
from local_models.hardware import Hardware
from local_models.model_file import ModelFile
from local_models.plan import NoRoom, plan_load
from local_models.runtime import Runtime, environment_of_worker
from local_models.turns import Turns

IDLE_SECONDS = 600.0
LONGEST_PAUSE = 60.0
_OWN = "the engine"


@dataclass(frozen=True, kw_only=True)
class Adapter:
    """A LoRA adapter's file, and how strongly it counts."""

    path: Path
    scale: float = 1.0


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """A model in memory: bytes that it takes, tokens of its context, layers on a card, seconds since it was last used."""

    name: str
    pid: int
    memory: int
    context: int
    gpu_layers: int
    busy: bool
    idle: float


@dataclass(kw_only=True)
class _Slot:
    """One model's worker, or the lack of one, and who waits for it."""

    name: str
    turns: Turns = field(default_factory=Turns)
    child: Child | None = None
    used: float = 0.0
    crashes: int = 0
    not_before: float = 0.0
    adapters: Sequence[Adapter] = ()


class Workers:
    """The pool. `find` gives the file of a model, `runtime` the Python for it, `look` the machine as it is now."""

    def __init__(
        self,
        *,
        find: Callable[[str], ModelFile],
        runtime: Callable[[], Runtime],
        look: Callable[[], Hardware],
        environment: Mapping[str, str],
        idle_seconds: float = IDLE_SECONDS,
        limit: int = 0,
    ) -> None:
        self._find, self._runtime, self._look = find, runtime, look
        self._environment = environment_of_worker(environment)
        self._idle_seconds, self._limit = idle_seconds, limit
        self._slots: dict[str, _Slot] = {}
        self._loading = asyncio.Lock()
        self._tidying: asyncio.Task[None] | None = None

    def busy(self) -> bool:
        """Whether some model is at work."""
        return any(slot.turns.busy for slot in self._slots.values())

    def longest(self, name: str) -> int:
        """The longest context, in tokens, that a model was made for."""
        return self._find(name).context

    def loaded(self) -> Sequence[Loaded]:
        """What is in memory now."""
        return [_told(slot, child) for slot in self._slots.values() if (child := slot.child) and child.alive]

    @asynccontextmanager
    async def using(self, name: str, *, who: str = "", context: int = 0) -> AsyncIterator[Child]:
        """A loaded model, for this asker alone, of at least that context; Retryable while it rests after crashes."""
        slot = self._slots.setdefault(name, _Slot(name=name))
        async with slot.turns.turn(who):
            try:
                child = await self._awake(slot, context)
                yield child
                slot.crashes = 0
            except Crashed:
                slot.crashes += 1
                pause = min(LONGEST_PAUSE, 2.0 ** (slot.crashes - 2)) if slot.crashes > 1 else 0.0
                slot.not_before = time.monotonic() + pause
                raise
            finally:
                slot.used = time.monotonic()

    async def wear(self, name: str, adapters: Sequence[Adapter]) -> float:
        """Puts these adapters on a model, for all questions from now on, and tells the seconds that it took. One that does not
        fit leaves everything as it was."""
        slot = self._slots.setdefault(name, _Slot(name=name))
        before, slot.adapters = slot.adapters, tuple(adapters)
        try:
            async with self.using(name, who=_OWN) as child:
                return await _wear(child, adapters)
        except QuantumLayerError:
            slot.adapters = before
            raise

    async def unload(self, name: str) -> None:
        """Takes a model out of memory, when what it is at is done."""
        slot = self._slots.get(name)
        if slot is not None:
            async with slot.turns.turn(_OWN):
                await _put_down(slot)

    async def close(self) -> None:
        """Ends every worker, whatever it is at."""
        if self._tidying is not None:
            self._tidying.cancel()
            await asyncio.gather(self._tidying, return_exceptions=True)
        await asyncio.gather(*(_put_down(slot) for slot in self._slots.values()))

    async def _awake(self, slot: _Slot, context: int) -> Child:
        if slot.child is not None and slot.child.alive and slot.child.load.context >= context:
            return slot.child
        await _put_down(slot)
        rest = slot.not_before - time.monotonic()
        if rest > 0:
            raise Retryable(
                f"The model {slot.name} crashed {slot.crashes} times in a row and rests for {rest:.0f} seconds.",
                delay=rest,
                hint="Ask later, or choose another model.",
            )
        async with self._loading:
            runtime = await asyncio.to_thread(self._runtime)
            load = await self._planned(slot.name, context, runtime)
            slot.child = await start_child(load, runtime.command, self._environment)
        if slot.adapters:
            try:
                await _wear(slot.child, slot.adapters)
            except QuantumLayerError:
                await _put_down(slot)  # without them it would say something else than was asked for
                raise
        if self._tidying is None or self._tidying.done():
            self._tidying = asyncio.create_task(self._tidy())
        return slot.child

    async def _planned(self, name: str, context: int, runtime: Runtime) -> Load:
        """How to load a model beside those that are in use; idle ones make room, the longest idle first."""
        model = await asyncio.to_thread(self._find, name)
        while True:
            hardware = await asyncio.to_thread(self._look)
            loaded = [slot for slot in self._slots.values() if slot.child is not None]
            beside = [slot.child.load for slot in loaded if slot.child is not None]
            try:
                return plan_load(
                    model,
                    name,
                    hardware,
                    context=context,
                    offload=runtime.offload,
                    limit=self._limit,
                    beside=beside,
                )
            except NoRoom:
                idle = [slot for slot in loaded if not slot.turns.busy]
                if not idle:
                    raise
                await _put_down(min(idle, key=lambda slot: slot.used))

    async def _tidy(self) -> None:
        """Takes models out of memory that nobody has used for a while, until there is none left."""
        while any(slot.child for slot in self._slots.values()):
            await asyncio.sleep(min(30.0, max(0.02, self._idle_seconds / 10)))
            for slot in list(self._slots.values()):
                if not slot.turns.busy and time.monotonic() - slot.used > self._idle_seconds:
                    await _put_down(slot)


async def _put_down(slot: _Slot) -> None:
    child, slot.child = slot.child, None
    if child is not None:
        await child.close()


async def _wear(child: Child, adapters: Sequence[Adapter]) -> float:
    wished = [{"path": str(adapter.path), "scale": adapter.scale} for adapter in adapters]
    return float((await child.done("wear", adapters=wished))["seconds"])


def _told(slot: _Slot, child: Child) -> Loaded:
    return Loaded(
        name=slot.name,
        pid=child.pid,
        memory=child.memory,
        context=int(child.facts.get("context", child.load.context)),
        gpu_layers=child.load.gpu_layers,
        busy=slot.turns.busy,
        idle=0.0 if slot.turns.busy else time.monotonic() - slot.used,
    )
