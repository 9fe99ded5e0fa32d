"""The smallest application that a preview can show; its answers tell the tests what it was given."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

from fastapi import FastAPI, Request, WebSocket
from fastapi.responses import StreamingResponse

app = FastAPI()
VERSION = "one"


@app.get("/healthz")
async def health() -> dict[str, str]:
    return {"status": "ok"}


@app.get("/version")
async def version() -> str:
    return VERSION


@app.get("/environment")
async def environment() -> dict[str, str]:
    return dict(os.environ)


@app.get("/headers")
async def headers(request: Request) -> dict[str, str]:
    return dict(request.headers)


@app.post("/echo")
async def echo(request: Request) -> int:
    return len(await request.body())


@app.get("/ticks")
async def ticks() -> StreamingResponse:
    async def three() -> AsyncIterator[str]:
        for number in range(3):
            yield f"data: {number}\n\n"
            await asyncio.sleep(0.05)

    return StreamingResponse(three(), media_type="text/event-stream")


@app.get("/crash")
async def crash() -> None:
    os._exit(9)


@app.post("/notes")
async def note(request: Request) -> None:
    keep(await request.body())


def keep(text: bytes) -> None:
    Path(os.environ["DATABASE_URL"].removeprefix("sqlite:///")).write_bytes(text)


@app.websocket("/socket")
async def shout(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text((await socket.receive_text()).upper())
