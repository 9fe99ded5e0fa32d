"""Pictures of pages by a headless Chromium where one is installed: a `Photographer` for the preview room.

Each picture is a browser of its own, with an empty profile and a time limit. It speaks the DevTools protocol over a pipe:
every request of the page is stopped until it is clear that it goes to the address that was asked for.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import os
import shutil
import signal
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from engines.edges.devtools import DevTools, DevToolsError
from engines.kernel.errors import Unavailable

NAMES = ("chromium", "chromium-browser", "google-chrome")
TIME_LIMIT = 30.0
FLAGS = (
    "--headless",
    "--remote-debugging-pipe",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-gpu",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--mute-audio",
)
_PIPES = 'exec "$@" 3</dev/fd/{0} 4>/dev/fd/{1}'  # the numbers that Chromium reads from and writes to
_SETTLED = (
    "document.fonts.ready.then(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))))"
)


class Chromium:
    """A `Photographer`; one picture at a time, for a browser takes a whole core."""

    def __init__(self, program: str, *, time_limit: float = TIME_LIMIT) -> None:
        self.program = program
        self._time_limit = time_limit
        self._turn = asyncio.Lock()

    async def shoot(self, address: str, *, width: int, height: int, cookies: Mapping[str, str]) -> bytes:
        """A PNG of the page at an address."""
        try:
            async with self._turn, asyncio.timeout(self._time_limit), _browser(self.program, address) as browser:
                return await _picture(browser, address, width, height, cookies)
        except TimeoutError as error:
            raise Unavailable(f"{address} was not shown within {self._time_limit:g} seconds.") from error
        except (DevToolsError, OSError) as error:
            raise Unavailable(f"The browser {self.program} failed: {error}") from error


def find_chromium() -> Chromium | None:
    """The first Chromium on the PATH; None when there is none."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    return Chromium(program) if program else None


@asynccontextmanager
async def _browser(program: str, address: str) -> AsyncIterator[DevTools]:
    """A running browser, ended with all its processes and its profile whatever happens."""
    with tempfile.TemporaryDirectory(prefix="ql-picture-", ignore_cleanup_errors=True) as profile:
        to_browser, commands = os.pipe()
        answers, from_browser = os.pipe()
        words = [program, *_flags(profile, address), "about:blank"]
        process = await asyncio.create_subprocess_exec(
            "/bin/sh",
            "-c",
            _PIPES.format(to_browser, from_browser),
            "sh",
            *words,
            pass_fds=(to_browser, from_browser),
            env={"PATH": os.defpath, "HOME": profile, "LANG": "C.UTF-8"},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
            start_new_session=True,
        )
        os.close(to_browser)
        os.close(from_browser)
        browser = await DevTools.open(answers, commands)
        try:
            yield browser
        finally:
            await browser.close()
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            await process.wait()


def _flags(profile: str, address: str) -> list[str]:
    host = urlsplit(address).hostname or ""
    flags = [*FLAGS, f"--user-data-dir={Path(profile) / 'profile'}"]
    flags.append(f"--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE {host}")
    return [*flags, "--no-sandbox"] if os.geteuid() == 0 else flags  # its own sandbox refuses to run as root


async def _picture(browser: DevTools, address: str, width: int, height: int, cookies: Mapping[str, str]) -> bytes:
    target = await browser.ask("Target.createTarget", url="about:blank")
    attached = await browser.ask("Target.attachToTarget", targetId=target["targetId"], flatten=True)
    page = browser.of(str(attached["sessionId"]))
    guard = asyncio.create_task(_keep_inside(page, _origin(address)))
    try:
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        await page.ask("Emulation.setDeviceMetricsOverride", **size)
        for name, value in cookies.items():
            await page.ask("Network.setCookie", name=name, value=value, url=address, httpOnly=True)
        await page.ask("Page.enable")
        await page.ask("Page.setLifecycleEventsEnabled", enabled=True)
        await page.ask("Fetch.enable")
        told = page.events("Page.lifecycleEvent")
        went = await page.ask("Page.navigate", url=address)
        if went.get("errorText"):
            raise DevToolsError(f"{address}: {went['errorText']}")
        await _loaded(told, str(went["loaderId"]))
        await page.ask("Runtime.evaluate", expression=_SETTLED, awaitPromise=True)
        shot = await page.ask("Page.captureScreenshot", format="png")
        return base64.b64decode(str(shot["data"]))
    finally:
        guard.cancel()


async def _loaded(told: asyncio.Queue[dict[str, Any]], loader: str) -> None:
    """Returns when what this loader brings is there; the empty page before it tells of its own."""
    while True:
        event = await told.get()
        if (event["name"], event["loaderId"]) == ("load", loader):
            return


async def _keep_inside(page: DevTools, origin: tuple[str, str]) -> None:
    """Lets the page ask its own origin and nothing else."""
    asked = page.events("Fetch.requestPaused")
    while True:
        paused = await asked.get()
        request = paused["requestId"]
        if _origin(str(paused["request"]["url"])) == origin:
            await page.ask("Fetch.continueRequest", requestId=request)
        else:
            await page.ask("Fetch.failRequest", requestId=request, errorReason="BlockedByClient")


def _origin(address: str) -> tuple[str, str]:
    parts = urlsplit(address)
    return parts.scheme, parts.netloc
