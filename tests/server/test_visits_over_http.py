"""What the window shows of a preview: its pages as the administrator sees them, and a picture of the first one."""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import psutil
import pytest
from PySide6.QtGui import QImage

from app.services import Services
from app.services.visiting import Visiting
from engines.edges.chromium import Chromium, find_chromium
from engines.edges.git import GitRepository
from engines.kernel.errors import NotFound, Unavailable
from engines.preview import Page, Photographer, pages_of
from tests.preview.conftest import TINY

VISITED = Path(__file__).parent / "visited"
needs_browser = pytest.mark.skipif(find_chromium() is None, reason="needs Chromium on the PATH")


@pytest.fixture
async def strangers() -> AsyncIterator[tuple[int, list[bytes]]]:
    """The port of another server of this machine, and what it was asked."""
    asked: list[bytes] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readline())
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    yield server.sockets[0].getsockname()[1], asked
    server.close()
    await server.wait_closed()


@pytest.fixture
async def preview(
    browser: httpx.AsyncClient, services: Services, tmp_path: Path, strangers: tuple[int, list[bytes]]
) -> AsyncIterator[str]:
    project = Path(await asyncio.to_thread(shutil.copytree, VISITED, tmp_path / "visited"))
    await services.previews.launch()
    environment = {"STRANGE_PORT": str(strangers[0])}
    started = await browser.post("/previews", json={"project": str(project), "environment": environment})
    assert started.status_code == 201, started.text
    yield started.json()["id"]
    await services.previews.shutdown()


def _colour(png: bytes) -> tuple[int, int, str]:
    image = QImage.fromData(png)
    return image.width(), image.height(), image.pixelColor(image.width() // 2, image.height() // 2).name()


async def test_the_pages_are_those_of_the_administrators_navigation(browser: httpx.AsyncClient, preview: str) -> None:
    items = (await browser.get(f"/previews/{preview}/pages")).json()["items"]
    assert items == [{"path": "/", "title": "Home & more"}, {"path": "/books", "title": "Books"}]


async def test_pages_of_a_stopped_preview_are_a_conflict(browser: httpx.AsyncClient, preview: str) -> None:
    await browser.post(f"/previews/{preview}/stop")
    answer = await browser.get(f"/previews/{preview}/pages")
    assert (answer.status_code, answer.json()["hint"]) == (409, "Start it again.")
    assert (await browser.get("/previews/none/pages")).status_code == 404


async def test_an_application_without_navigation_has_its_first_page(
    browser: httpx.AsyncClient, services: Services, tmp_path: Path
) -> None:
    project = Path(await asyncio.to_thread(shutil.copytree, TINY, tmp_path / "tiny"))
    await services.previews.launch()
    preview = (await browser.post("/previews", json={"project": str(project)})).json()["id"]
    assert (await browser.get(f"/previews/{preview}/pages")).json()["items"] == [{"path": "/", "title": "/"}]
    await services.previews.shutdown()


@needs_browser
async def test_a_picture_shows_the_first_page_signed_in_and_asks_nobody_else(
    browser: httpx.AsyncClient, services: Services, preview: str, strangers: tuple[int, list[bytes]]
) -> None:
    began = time.monotonic()
    answer = await browser.get(f"/previews/{preview}/picture", params={"width": 640})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png")
    first = time.monotonic() - began
    assert _colour(answer.content) == (640, 400, "#00ff00")
    assert strangers[1] == []
    began = time.monotonic()
    again = await browser.get(f"/previews/{preview}/picture", params={"width": 640})
    assert again.content == answer.content
    assert time.monotonic() - began < first / 4
    await services.previews.sleep(preview)
    assert (await browser.get(f"/previews/{preview}/picture", params={"width": 640})).content == answer.content
    assert (await services.previews.get(preview)).state == "asleep"
    unknown = await browser.get(f"/previews/{preview}/picture", params={"width": 360})
    assert (unknown.status_code, unknown.json()["hint"]) == (409, "A fresh picture wakes it.")
    assert (await services.previews.get(preview)).state == "asleep"
    phone = await browser.get(f"/previews/{preview}/picture", params={"width": 360, "fresh": True})
    assert _colour(phone.content) == (360, 780, "#00ff00")
    assert strangers[1] == []


@needs_browser
async def test_any_page_can_be_shown_and_shown_anew(
    browser: httpx.AsyncClient, services: Services, preview: str
) -> None:
    wanted = {"width": 320, "path": "/books?page=1"}
    first = await browser.get(f"/previews/{preview}/picture", params=wanted)
    assert _colour(first.content)[2] == "#0000ff"
    await services.previews.stop(preview)
    assert (await browser.get(f"/previews/{preview}/picture", params=wanted)).content == first.content
    fresh = await browser.get(f"/previews/{preview}/picture", params={**wanted, "fresh": True})
    assert (fresh.status_code, fresh.json()["hint"]) == (409, "Start it again.")


@pytest.mark.parametrize("path", ["//example.com/", "/\\example.com", "http://example.com", "", "books"])
async def test_no_path_leads_out_of_the_preview(browser: httpx.AsyncClient, preview: str, path: str) -> None:
    answer = await browser.get(f"/previews/{preview}/picture", params={"path": path})
    assert answer.status_code == 422


@needs_browser
async def test_a_new_commit_is_a_new_picture(
    browser: httpx.AsyncClient, services: Services, preview: str, tmp_path: Path
) -> None:
    before = await browser.get(f"/previews/{preview}/picture", params={"width": 320})
    source = tmp_path / "visited" / "app" / "main.py"
    text = await asyncio.to_thread(source.read_text)
    await asyncio.to_thread(source.write_text, text.replace("#00ff00", "#0000ff"))
    await asyncio.to_thread(GitRepository().commit, tmp_path / "visited", message="Paint it", time=1)
    await services.previews.sleep(preview)
    await services.previews.wake(preview)
    after = await browser.get(f"/previews/{preview}/picture", params={"width": 320})
    assert (_colour(before.content)[2], _colour(after.content)[2]) == ("#00ff00", "#0000ff")


@needs_browser
async def test_what_was_saved_and_not_recorded_is_a_new_picture(
    browser: httpx.AsyncClient, services: Services, preview: str, tmp_path: Path
) -> None:
    before = await browser.get(f"/previews/{preview}/picture", params={"width": 320})
    source = tmp_path / "visited" / "app" / "main.py"
    text = await asyncio.to_thread(source.read_text)
    await asyncio.to_thread(source.write_text, text.replace("#00ff00", "#0000ff"))
    async with asyncio.timeout(20):  # the application begins anew by itself
        after = before
        while after.content == before.content:
            await asyncio.sleep(0.3)
            after = await browser.get(f"/previews/{preview}/picture", params={"width": 320})
    assert (_colour(before.content)[2], _colour(after.content)[2]) == ("#00ff00", "#0000ff")


@needs_browser
async def test_a_page_that_never_ends_is_given_up_and_leaves_no_browser(tmp_path: Path) -> None:
    enough = asyncio.Event()

    async def stall(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await enough.wait()
        writer.close()

    server = await asyncio.start_server(stall, "127.0.0.1", 0)
    found = find_chromium()
    assert found
    chromium = Chromium(found.program, time_limit=3)
    with pytest.raises(Unavailable, match="within 3 seconds"):
        await chromium.shoot(
            f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/", width=320, height=200, cookies={}
        )
    enough.set()
    server.close()
    await server.wait_closed()
    assert _browsers() == []


async def test_a_browser_that_does_not_start_is_told(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="the browser ended"):
        await Chromium("/bin/false").shoot("http://127.0.0.1:1/", width=320, height=200, cookies={})


async def test_without_a_browser_there_is_a_hint(services: Services, preview: str) -> None:
    def nobody() -> Photographer | None:
        return None

    visiting = Visiting(previews=services.previews, repository=GitRepository(), find=nobody)
    with pytest.raises(NotFound) as told:
        await visiting.picture(preview, 640)
    assert "apt install chromium" in told.value.hint


def _browsers() -> list[str]:
    rows = (process.info["cmdline"] or [] for process in psutil.process_iter(["cmdline"]))
    return [word for words in rows for word in words if "ql-picture-" in word]


def test_pages_are_told_once_and_in_order() -> None:
    html = '<nav><a href="/a">A</a><a href="/b"> B\n b </a><a href="/a">Again</a><a href="#x">Up</a></nav>'
    assert pages_of(html) == (Page(path="/a", title="A"), Page(path="/b", title="B b"))
    assert pages_of("<title> One\n page </title>") == (Page(path="/", title="One page"),)
    assert pages_of("<nav></nav><p>< &bogus <nav") == (Page(path="/", title="/"),)
