"""One worker process and what is asked of it. Its end, however it comes, fails the open requests and nothing else.

Called by the pool. The worker ends when its standard input does, so it never outlives the engine.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal
from collections import deque
from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import psutil

from engines.kernel.errors import QuantumLayerError, Unavailable, UserError

LOOK_EVERY = 0.25
GRACE = 2.0
_LINE = 64 << 20
_LAST_WORDS = 12
_GREETING = 0
Message = Mapping[str, Any]


class Crashed(Unavailable):
    """The worker ended in the middle of a request."""


class TooLong(UserError):
    """The question is longer than the context that the model was loaded with; `tokens` says how long."""

    def __init__(self, message: str, *, tokens: int, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.tokens = tokens


@dataclass(frozen=True, kw_only=True)
class Load:
    """How a model is loaded: tokens of context, layers on a card, threads, tokens of a prompt at once; bytes of its weights
    that are mapped into memory, and of all memory that it may take before it is ended."""

    name: str
    path: Path
    context: int
    gpu_layers: int
    threads: int
    batch: int
    mapped: int
    memory: int


class Child:
    """A running worker with its loaded model; made by `start_child`."""

    def __init__(self, process: asyncio.subprocess.Process, load: Load) -> None:
        self._process, self.load = process, load
        self._numbers = count(_GREETING)
        self._open: dict[int, asyncio.Queue[Message | None]] = {}
        self._said: deque[str] = deque(maxlen=_LAST_WORDS)
        self._too_big = 0
        self.facts: Message = {}
        self._tasks = [asyncio.create_task(task) for task in (self._listen(), self._overhear(), self._watch())]

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process.returncode is None and not self._tasks[0].done()

    @property
    def memory(self) -> int:
        """The bytes that it takes now, its weights counted as far as they were read."""
        try:
            return int(psutil.Process(self._process.pid).memory_info().rss)
        except psutil.NoSuchProcess:
            return 0

    async def ask(self, do: str, **about: object) -> AsyncGenerator[Message]:
        """Messages with a "text", and at last what ended it. Closing the generator cancels the request."""
        number = next(self._numbers)
        answers: asyncio.Queue[Message | None] = asyncio.Queue()
        self._open[number] = answers
        ended = False
        try:
            if not self.alive:
                raise await self._lost()
            self._send(do=do, id=number, **about)
            while not ended:
                message = await answers.get()
                if message is None:
                    ended = True
                    raise await self._lost()
                ended = "text" not in message
                yield self._checked(message)
        finally:
            self._open.pop(number, None)
            if not ended:
                self._send(do="cancel", id=number)

    async def done(self, do: str, **about: object) -> Message:
        """The end of a request that tells nothing on its way."""
        found: Message = {}
        async with contextlib.aclosing(self.ask(do, **about)) as messages:
            async for message in messages:
                found = message
        return found

    async def close(self) -> None:
        """Ends the worker, by force if it has to be; nothing is left of it."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            async with asyncio.timeout(GRACE):
                await self._process.wait()
        except TimeoutError:
            self._kill()
            await self._process.wait()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _send(self, **message: object) -> None:
        if self._process.stdin is not None and not self._process.stdin.is_closing():
            self._process.stdin.write(json.dumps(message).encode() + b"\n")

    def _checked(self, message: Message) -> Message:
        match message.get("fault"):
            case None:
                return message if "text" in message else dict(message["end"])
            case "too_long":
                raise TooLong(
                    f"The question is too long for {self.load.name}: {message['message']}.",
                    tokens=int(message["tokens"]),
                    hint="Ask a shorter question, or choose a model with a longer context.",
                )
            case "load":
                raise Unavailable(
                    f"The model {self.load.name} could not be loaded: {message['message']}.{self._last_words()}",
                    hint="Check the file with `ql models local fit`, or choose another model.",
                )
            case _:
                raise QuantumLayerError(f"The model {self.load.name} could not answer: {message['message']}.")

    async def _listen(self) -> None:
        try:
            async for line in _of(self._process.stdout):
                if not line.endswith(b"\n"):  # it ended in the middle of a word
                    break
                message = json.loads(line)
                if message["id"] in self._open:
                    self._open[message["id"]].put_nowait(message)
        finally:
            for answers in self._open.values():
                answers.put_nowait(None)

    async def _overhear(self) -> None:
        async for line in _of(self._process.stderr):
            self._said.append(line.decode(errors="replace").rstrip())

    async def _watch(self) -> None:
        while self.alive:
            taken = self.memory
            if taken > self.load.memory:
                self._too_big = taken
                self._kill()
                return
            await asyncio.sleep(LOOK_EVERY)

    def _kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()

    async def _lost(self) -> Crashed:
        """Why the worker is gone."""
        await self._process.wait()
        name = self.load.name
        if self._too_big:
            return Crashed(
                f"The model {name} was ended: it took {_gigabytes(self._too_big)} of memory, "
                f"and {_gigabytes(self.load.memory)} were planned for it.",
                hint="Choose a smaller model or quantisation, or a shorter context.",
            )
        return Crashed(
            f"The model {name} crashed ({_end_of(self._process.returncode or 0)}).{self._last_words()}",
            hint="Ask again: it is loaded anew. If it happens again, choose another model.",
        )

    def _last_words(self) -> str:
        plain = [line for line in self._said if line and not line.startswith(" ")]
        return f" It said last: {plain[-1]}" if plain else ""


async def start_child(load: Load, command: Sequence[str], environment: Mapping[str, str]) -> Child:
    """A worker that has loaded its model; Unavailable or Crashed when it could not."""
    process = await asyncio.create_subprocess_exec(
        *command,
        env=dict(environment),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        limit=_LINE,
        start_new_session=True,  # Ctrl-C in the engine's terminal is the engine's to answer
    )
    child = Child(process, load)
    try:
        child.facts = await child.done(
            "load",
            model={
                "path": str(load.path),
                "context": load.context,
                "gpu_layers": load.gpu_layers,
                "threads": load.threads,
                "batch": load.batch,
            },
        )
    except BaseException:
        await asyncio.shield(child.close())
        raise
    return child


async def _of(stream: asyncio.StreamReader | None) -> AsyncGenerator[bytes]:
    """The lines of a pipe until its end."""
    while stream is not None and (line := await stream.readline()):
        yield line


def _end_of(code: int) -> str:
    try:
        return signal.Signals(-code).name if code < 0 else f"code {code}"
    except ValueError:
        return f"code {code}"


def _gigabytes(count: int) -> str:
    return f"{count / 1e9:.1f} GB"
