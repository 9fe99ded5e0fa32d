"""Looks at a running preview as its administrator would: the pages it has, and a picture of the first one.

Called by the previews' routes.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus

import httpx

from engines.kernel.errors import Conflict, NotFound, Unavailable
from engines.kernel.repository import Repository
from engines.preview import Page, Photographer, Preview, PreviewService, pages_of

COOKIE = "session"  # what the generated web interface keeps its token in
PATIENCE = 20.0
FRESH_SECONDS = 300.0
KEPT = 64
PHONE = 600  # narrower screens are held upright


@dataclass(frozen=True, kw_only=True)
class _Picture:
    png: bytes
    taken: float


class Visiting:
    """The use case; `find` looks for a photographer each time, since one may be installed meanwhile."""

    def __init__(
        self, *, previews: PreviewService, repository: Repository, find: Callable[[], Photographer | None]
    ) -> None:
        self._previews, self._repository, self._find = previews, repository, find
        self._pictures: dict[tuple[str, str, str, int], _Picture] = {}

    async def pages(self, name: str) -> Sequence[Page]:
        """The pages that the application's navigation leads to; wakes it."""
        preview = await self._awake(name)
        async with _client(preview) as client:
            client.cookies.update(await _sign_in(client, preview))
            try:
                answer = await client.get("/", follow_redirects=True)
            except httpx.HTTPError as error:
                raise Unavailable(f"The preview {preview.id} does not answer: {error}") from error
        html = answer.text if "html" in answer.headers.get("content-type", "") else ""
        return pages_of(html)

    async def picture(self, name: str, width: int, *, path: str = "/", fresh: bool = False) -> bytes:
        """A PNG of a page as a screen of that width shows it; NotFound when this machine has no browser for it.

        One of the same commit is given again for a while, unless the application began anew since, and for as long as the
        preview sleeps. Only a `fresh` one wakes it; Conflict where it sleeps and there is no picture yet.
        """
        preview = await self._previews.get(name)
        commits = await asyncio.to_thread(self._repository.log, preview.project, limit=1)
        key = (preview.id, commits[0].id if commits else "", path, width)
        known = None if fresh else self._pictures.get(key)
        if known and (preview.state != "running" or await self._shows(known, preview)):
            return known.png
        if preview.state == "asleep" and not fresh:
            raise Conflict(
                f"The preview {preview.id} sleeps and there is no picture of it.", hint="A fresh picture wakes it."
            )
        png = await self._shoot(await self._awake(name), path, width)
        self._pictures.pop(key, None)
        self._pictures[key] = _Picture(png=png, taken=time.monotonic())
        while len(self._pictures) > KEPT:
            del self._pictures[next(iter(self._pictures))]
        return png

    async def _shows(self, picture: _Picture, preview: Preview) -> bool:
        """Whether a running preview still looks so, as far as one can know."""
        age = time.monotonic() - picture.taken
        return age < FRESH_SECONDS and age < (await self._previews.metrics(preview.id)).uptime_seconds

    async def _shoot(self, preview: Preview, path: str, width: int) -> bytes:
        photographer = self._find()
        if photographer is None:
            raise NotFound(
                "This machine has no browser that takes pictures.",
                hint="Install Chromium, e.g. `apt install chromium`, and ask again.",
            )
        async with _client(preview) as client:
            cookies = await _sign_in(client, preview)
        address = f"{preview.url}{path}"
        return await photographer.shoot(address, width=width, height=height_of(width), cookies=cookies)

    async def _awake(self, name: str) -> Preview:
        preview = await self._previews.get(name)
        if preview.state == "stopped":
            raise Conflict(f"The preview {preview.id} is stopped.", hint="Start it again.")
        return await self._previews.wake(preview.id)


def height_of(width: int) -> int:
    """The height of a screen of that width: a phone's is upright."""
    return width * 13 // 6 if width < PHONE else width * 5 // 8


def _client(preview: Preview) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=preview.url, timeout=PATIENCE, trust_env=False)


async def _sign_in(client: httpx.AsyncClient, preview: Preview) -> dict[str, str]:
    """The cookie of the administrator; none for an application without accounts or with another password by now."""
    login = {"username": preview.admin_email, "password": preview.admin_password}
    try:
        answer = await client.post("/api/auth/token", data=login)
    except httpx.HTTPError as error:
        raise Unavailable(f"The preview {preview.id} does not answer: {error}") from error
    try:
        token = answer.json()["access_token"] if answer.status_code == HTTPStatus.OK else ""
    except (ValueError, KeyError, TypeError):  # an application that answers everything with a page
        return {}
    return {COOKIE: str(token)} if token else {}
