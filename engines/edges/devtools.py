"""The DevTools protocol over a pipe: commands with their answers, and events of one page. Used by engines.edges.chromium."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Mapping
from itertools import count
from typing import Any

_LIMIT = 64 * 1024 * 1024  # a picture comes as one message


class DevToolsError(Exception):
    """The browser could not do what it was asked, or is gone."""


class _Wire:
    """Both pipes of one browser, and who waits for what."""

    def __init__(self, reader: asyncio.StreamReader, commands: int) -> None:
        self.reader, self.commands = reader, commands
        self.numbers = count(1)
        self.answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self.listeners: dict[tuple[str, str], list[asyncio.Queue[dict[str, Any]]]] = {}

    async def listen(self) -> None:
        try:
            while True:
                self._take(json.loads((await self.reader.readuntil(b"\0"))[:-1]))
        except asyncio.IncompleteReadError:
            for answer in self.answers.values():
                if not answer.done():
                    answer.set_exception(DevToolsError("the browser ended"))

    def _take(self, message: dict[str, Any]) -> None:
        answer = self.answers.pop(int(message.get("id", 0)), None)
        if answer is None:
            heard = (str(message.get("sessionId", "")), str(message.get("method", "")))
            for queue in self.listeners.get(heard, ()):
                queue.put_nowait(message.get("params", {}))
        elif not answer.done():
            if "error" in message:
                answer.set_exception(DevToolsError(str(message["error"].get("message"))))
            else:
                answer.set_result(message["result"])


class DevTools:
    """A browser, or one of its pages (`of`)."""

    def __init__(
        self, wire: _Wire, listening: asyncio.Task[None], transport: asyncio.BaseTransport, session: str = ""
    ) -> None:
        self._wire, self._listening, self._transport, self._session = wire, listening, transport, session

    @classmethod
    async def open(cls, answers: int, commands: int) -> DevTools:
        """Takes over the descriptors: the browser's answers are read from one, commands written to the other."""
        loop = asyncio.get_running_loop()
        reader = asyncio.StreamReader(limit=_LIMIT)
        pipe = os.fdopen(answers, "rb", buffering=0)
        transport, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), pipe)
        wire = _Wire(reader, commands)
        return cls(wire, asyncio.create_task(wire.listen()), transport)

    def of(self, session: str) -> DevTools:
        """One page, by the session that was attached to it."""
        return DevTools(self._wire, self._listening, self._transport, session)

    async def ask(self, method: str, **parameters: object) -> Mapping[str, Any]:
        """Sends a command and returns its answer; DevToolsError when it fails."""
        number = next(self._wire.numbers)
        answer: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._wire.answers[number] = answer
        message: dict[str, object] = {"id": number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        try:
            await asyncio.to_thread(os.write, self._wire.commands, json.dumps(message).encode() + b"\0")
        except BrokenPipeError as error:
            raise DevToolsError("the browser ended") from error
        return await answer

    def events(self, method: str) -> asyncio.Queue[dict[str, Any]]:
        """The events of that name from now on."""
        queue: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._wire.listeners.setdefault((self._session, method), []).append(queue)
        return queue

    async def close(self) -> None:
        """Gives both pipes back."""
        self._listening.cancel()
        await asyncio.gather(self._listening, return_exceptions=True)
        self._transport.close()
        os.close(self._wire.commands)
