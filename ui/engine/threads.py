"""Blocking work beside the event loop: a call in a thread of its own, and a generator read in one. Used by the link.

The threads are daemons: a window that closes does not wait for an answer that nobody will read.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Generator
from threading import Event, Thread
from typing import TypeVar

T = TypeVar("T")
_END = object()


async def in_thread(work: Callable[[], T]) -> T:
    """What `work` returns or raises; giving up waiting leaves it to end by itself."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[T] = loop.create_future()

    def settle(result: T | None, error: BaseException | None) -> None:
        if future.done():
            return
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(result)  # type: ignore[arg-type]  # it is a T when there is no error

    def run() -> None:
        try:
            result = work()
        except BaseException as error:  # noqa: BLE001  # handed on to whoever waits
            _tell(loop, lambda error=error: settle(None, error))  # type: ignore[misc]
        else:
            _tell(loop, lambda: settle(result, None))

    Thread(target=run, daemon=True).start()
    return await future


async def read_in_thread(open_stream: Callable[[], Generator[T, None, None]]) -> AsyncGenerator[T, None]:
    """Each item of a blocking generator as it comes; it is closed, at its next item, when nobody reads on."""
    loop = asyncio.get_running_loop()
    queue: asyncio.Queue[object] = asyncio.Queue()
    left = Event()

    def run() -> None:
        last: object = _END
        stream = open_stream()
        try:
            for item in stream:
                if left.is_set():
                    break
                _tell(loop, lambda item=item: queue.put_nowait(item))  # type: ignore[misc]
        except BaseException as error:  # noqa: BLE001  # handed on to whoever reads
            last = _Failed(error)
        finally:
            stream.close()
        _tell(loop, lambda: queue.put_nowait(last))

    Thread(target=run, daemon=True).start()
    try:
        while (item := await queue.get()) is not _END:
            if isinstance(item, _Failed):
                raise item.error
            yield item  # type: ignore[misc]  # what the generator gave
    finally:
        left.set()


class _Failed:
    def __init__(self, error: BaseException) -> None:
        self.error = error


def _tell(loop: asyncio.AbstractEventLoop, what: Callable[[], object]) -> None:
    """Says something to the loop, unless it has ended meanwhile."""
    if loop.is_closed():
        return
    try:
        loop.call_soon_threadsafe(what)
    except RuntimeError:  # it ended between the two lines
        return
