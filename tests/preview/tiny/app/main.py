"""The smallest application that a preview can show; its answers tell the tests what it was given."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, StreamingResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

VERSION = "one"


async def health(_: Request) -> JSONResponse:
    return JSONResponse({"status": "ok"})


async def version(_: Request) -> JSONResponse:
    return JSONResponse(VERSION)


async def environment(_: Request) -> JSONResponse:
    return JSONResponse(dict(os.environ))


async def headers(request: Request) -> JSONResponse:
    return JSONResponse(dict(request.headers))


async def echo(request: Request) -> JSONResponse:
    return JSONResponse(len(await request.body()))


async def ticks(_: Request) -> StreamingResponse:
    async def three() -> AsyncIterator[str]:
        for number in range(3):
            yield f"data: {number}\n\n"
            await asyncio.sleep(0.05)

    return StreamingResponse(three(), media_type="text/event-stream")


async def endless(_: Request) -> StreamingResponse:
    async def silence() -> AsyncIterator[str]:
        yield "begun"
        await asyncio.Event().wait()

    return StreamingResponse(silence())


async def crash(_: Request) -> JSONResponse:
    os._exit(9)


async def note(request: Request) -> JSONResponse:
    keep(await request.body())
    return JSONResponse(None)


def keep(text: bytes) -> None:
    Path(os.environ["DATABASE_URL"].removeprefix("sqlite:///")).write_bytes(text)


async def shout(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text((await socket.receive_text()).upper())


app = Starlette(
    routes=[
        Route("/healthz", health),
        Route("/version", version, methods=["GET"]),
        Route("/environment", environment),
        Route("/headers", headers),
        Route("/echo", echo, methods=["POST"]),
        Route("/ticks", ticks),
        Route("/endless", endless),
        Route("/crash", crash),
        Route("/notes", note, methods=["POST"]),
        WebSocketRoute("/socket", shout),
    ]
)
