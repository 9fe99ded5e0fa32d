"""The server: finds the dialect of a request, plays the next scripted reply, notes what was asked and who left early."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

from tests.model_server.anthropic import Anthropic
from tests.model_server.bedrock import Bedrock
from tests.model_server.gemini import Gemini, GoogleSignIn
from tests.model_server.model import Dialect, Reply, Request, Seen
from tests.model_server.ollama import Ollama
from tests.model_server.openai import Embeddings, OpenAI
from tests.model_server.wire import Wire

DIALECTS: tuple[Dialect, ...] = (Anthropic(), Ollama(), Gemini(), GoogleSignIn(), Bedrock(), Embeddings(), OpenAI())


class ModelServer:
    """All dialects on one port of loopback, in a thread of its own; a context manager."""

    def __init__(self) -> None:
        self.seen: list[Seen] = []
        self._scripts: dict[str, list[Reply]] = {}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._open: set[asyncio.Task[None]] = set()

    def __enter__(self) -> Self:
        self._thread.start()
        started = asyncio.run_coroutine_threadsafe(asyncio.start_server(self._serve, "127.0.0.1", 0), self._loop)
        self._server = started.result(5)
        self.port: int = self._server.sockets[0].getsockname()[1]
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(5)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def questions(self) -> list[Seen]:
        """What was asked of models, without sign-ins and the like."""
        return [seen for seen in self.seen if not seen.model.endswith(":")]

    def script(self, model: str, *replies: Reply) -> None:
        """What a model says, one reply a request; the last one again and again. "" is every other model."""
        self._scripts[model] = list(replies)

    def asked(self, model: str) -> list[Seen]:
        return [seen for seen in self.seen if seen.model == model]

    def wait_left(self, model: str, seconds: float = 5.0) -> bool:
        """Whether the client of the model's last request went away before its end, within some seconds."""
        return _soon(lambda: any(seen.left for seen in self.asked(model)), seconds)

    def wait_asked(self, seconds: float = 5.0) -> bool:
        """Whether anything but a sign-in is asked within some seconds."""
        return _soon(lambda: bool(self.questions), seconds)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        wire = Wire(reader, writer)
        try:
            while (request := await wire.read()) is not None and await self._reply(wire, request):
                pass
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            self._open.discard(task)
            wire.close()

    async def _reply(self, wire: Wire, request: Request) -> bool:
        """Whether the connection may carry another request."""
        found = ((dialect, dialect.model_of(request)) for dialect in DIALECTS)
        dialect, model = next(((dialect, model) for dialect, model in found if model is not None), (None, ""))
        if dialect is None or model is None:
            await wire.answer(404, {"error": {"message": f"No {request.path} here."}}, {})
            return True
        seen = Seen(dialect=dialect.name, model=model, path=request.path, headers=request.headers, body=request.body)
        self.seen.append(seen)
        playing = asyncio.ensure_future(self._play(wire, dialect, self._next(model), request, seen))
        leaving = asyncio.ensure_future(wire.left())
        await asyncio.wait({playing, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not playing.done():
            seen.left = True
            playing.cancel()
            return False
        leaving.cancel()
        await asyncio.gather(leaving, return_exceptions=True)
        return playing.result()

    async def _play(self, wire: Wire, dialect: Dialect, reply: Reply, request: Request, seen: Seen) -> bool:
        await asyncio.sleep(reply.late)
        if reply.status != 200:
            headers = {"retry-after": reply.retry_after} if reply.retry_after else {}
            await wire.answer(reply.status, dialect.fault(reply), headers)
        elif kind := dialect.streams(request):
            await wire.begin(kind)
            for piece in dialect.pieces(reply, request):
                if seen.sent in (reply.cut, reply.garbled):
                    if seen.sent == reply.cut:
                        wire.cut()
                        return False
                    await wire.piece(dialect.garbled())
                await wire.piece(piece)
                seen.sent += 1
                await asyncio.sleep(reply.pause)
            await wire.end()
        else:
            await wire.answer(200, dialect.whole(reply, request), {})
        seen.done = True
        return True

    def _next(self, model: str) -> Reply:
        script = self._scripts.get(model) or self._scripts.get("") or [Reply()]
        return script.pop(0) if len(script) > 1 else script[0]

    async def _end(self) -> None:
        self._server.close()
        for task in list(self._open):
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)


def _soon(holds: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.01)
    return holds()
