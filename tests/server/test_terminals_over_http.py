"""A shell in a preview's sandbox over HTTP: typed into, followed, resized; those that nobody uses are ended."""

from __future__ import annotations

import asyncio
import base64
import shutil
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import httpx
import psutil
import pytest

from app.server import create_app
from app.services import Services
from app.services.scrollback import Scrollback
from app.services.terminals import Terminals, TerminalSettings
from engines.kernel.errors import NotFound
from tests.preview.conftest import TINY
from tests.server.conftest import TOKEN


@pytest.fixture
async def preview(browser: httpx.AsyncClient, services: Services, tmp_path: Path) -> AsyncIterator[str]:
    """The id of a running preview."""
    project = Path(await asyncio.to_thread(shutil.copytree, TINY, tmp_path / "tiny"))
    await services.previews.launch()
    started = await browser.post("/previews", json={"project": str(project)})
    assert started.status_code == 201, started.text
    yield started.json()["id"]
    await services.terminals.shutdown()
    await services.previews.shutdown()


async def _open(browser: httpx.AsyncClient, preview: str, **size: int) -> str:
    answer = await browser.post(f"/previews/{preview}/terminals", json=size)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["terminal"])


async def _type(browser: httpx.AsyncClient, terminal: str, text: str) -> None:
    data = base64.b64encode(text.encode()).decode()
    answer = await browser.post(f"/terminals/{terminal}/input", json={"data": data})
    assert answer.status_code == 204, answer.text


async def _until(services: Services, terminal: str, text: bytes) -> None:
    """Waits until the shell has printed a text."""
    printed = b""
    async with asyncio.timeout(10):
        async for _, part in services.terminals.follow(terminal):
            printed += part
            if text in printed:
                return


def _printed(stream: httpx.Response) -> bytes:
    lines = [line.removeprefix("data: ") for line in stream.text.splitlines() if line.startswith("data: ")]
    return b"".join(base64.b64decode(line) for line in lines)


async def test_a_shell_is_typed_into_and_followed_until_it_ends(
    browser: httpx.AsyncClient, services: Services, preview: str
) -> None:
    terminal = await _open(browser, preview, columns=132, rows=40)
    await _type(browser, terminal, "stty size; echo $PREVIEW-$((40 + 2))\n")
    await _until(services, terminal, b"1-42\r\n")
    assert (await browser.post(f"/terminals/{terminal}/size", json={"columns": 99, "rows": 11})).status_code == 204
    await _type(browser, terminal, "stty size; exit\n")
    stream = await browser.get(f"/terminals/{terminal}/output")
    assert stream.headers["content-type"].startswith("text/event-stream")
    printed = _printed(stream)
    assert b"40 132\r\n" in printed
    assert b"1-42\r\n" in printed
    assert b"11 99\r\n" in printed
    late = await browser.post(f"/terminals/{terminal}/input", json={"data": "YQ=="})
    assert (late.status_code, late.json()["detail"]) == (409, "The shell has ended.")


async def test_one_who_comes_back_gets_what_was_missed(browser: httpx.AsyncClient, preview: str) -> None:
    terminal = await _open(browser, preview)
    await _type(browser, terminal, "echo first; echo second; exit\n")
    whole = await browser.get(f"/terminals/{terminal}/output")
    end = max(int(line[4:]) for line in whole.text.splitlines() if line.startswith("id: "))
    assert end == len(_printed(whole))
    rest = await browser.get(f"/terminals/{terminal}/output", headers={"Last-Event-ID": str(end - 5)})
    assert _printed(rest) == _printed(whole)[-5:]


async def test_a_long_paste_is_taken_while_the_shell_prints(browser: httpx.AsyncClient, preview: str) -> None:
    terminal = await _open(browser, preview)
    await _type(browser, terminal, "cat | wc -c\n" + "x" * 79 + "\n" + ("y" * 99 + "\n") * 2000 + "\x04")
    await _type(browser, terminal, "exit\n")
    stream = await asyncio.wait_for(browser.get(f"/terminals/{terminal}/output"), 20)
    assert b"200080\r\n" in _printed(stream)


@pytest.mark.parametrize("size", [1_000_000, 9_000, 100])
@pytest.mark.parametrize("line", ["x" * 79 + "\n", "x"], ids=["lines", "one line"])
async def test_a_program_that_reads_nothing_holds_nobody_up(
    browser: httpx.AsyncClient, services: Services, preview: str, line: str, size: int
) -> None:
    terminal = await _open(browser, preview)
    await _type(browser, terminal, "sleep 1000\n")
    await _until(services, terminal, b"sleep 1000")
    await asyncio.sleep(0.3)  # until it sleeps
    paste = line * (size // len(line))
    async with asyncio.timeout(10):
        for at in range(0, len(paste), 100_000):
            await _type(browser, terminal, paste[at : at + 100_000])
        assert (await browser.get("/status")).status_code == 200
        await _type(browser, terminal, "\x03")  # ends it, and what waits for it is forgotten
        await _type(browser, terminal, "echo $((6 * 7)) again\n")
        await _until(services, terminal, b"42 again\r\n")


async def test_a_shell_that_takes_nothing_in_says_so_and_can_be_closed(
    browser: httpx.AsyncClient, services: Services, preview: str
) -> None:
    terminal = await _open(browser, preview)
    await _type(browser, terminal, "sleep 1000\n")
    data = base64.b64encode(b"x" * 1_000_000).decode()
    async with asyncio.timeout(20):
        codes = [
            (await browser.post(f"/terminals/{terminal}/input", json={"data": data})).status_code for _ in range(30)
        ]
        assert set(codes) == {204, 503}
        assert (await browser.delete(f"/terminals/{terminal}")).status_code == 204


async def test_a_shell_that_nobody_reads_waits(services: Services, preview: str) -> None:
    terminals = Terminals(previews=services.previews, settings=TerminalSettings(kept=10_000))
    name = await terminals.open(preview, rows=24, columns=80)
    await terminals.write(name, b"yes | head -c 5000000; exit\n")
    await asyncio.sleep(1)
    size = 0
    async with asyncio.timeout(20):
        async for end, printed in terminals.follow(name):
            if not size:
                assert end < 200_000  # a part of what there is, and one chunk more
            size += len(printed)
    assert size > 5_000_000
    await terminals.shutdown()


async def test_what_nobody_uses_is_ended(services: Services, preview: str) -> None:
    settings = TerminalSettings(unwatched=0.2, look_every=0.05)
    terminals = Terminals(previews=services.previews, settings=settings)
    watched, unwatched = [await terminals.open(preview, rows=24, columns=80) for _ in range(2)]
    reading = asyncio.ensure_future(anext(terminals.follow(watched, 100_000)))
    await terminals.write(unwatched, b"sleep 94321\n")
    async with asyncio.timeout(10):
        await _gone(terminals, unwatched)
    assert _alive(terminals, watched)
    assert not any("94321" in (process.info["cmdline"] or []) for process in psutil.process_iter(["cmdline"]))
    reading.cancel()
    await terminals.shutdown()


async def test_a_quiet_shell_is_ended_though_it_is_watched(services: Services, preview: str) -> None:
    terminals = Terminals(previews=services.previews, settings=TerminalSettings(quiet=0.3, look_every=0.05))
    name = await terminals.open(preview, rows=24, columns=80)
    async with asyncio.timeout(10):
        printed = [part async for _, part in terminals.follow(name)]  # ends because the shell does
    assert printed
    await _gone(terminals, name)
    assert not _alive(terminals, name)
    await terminals.shutdown()


async def test_shells_end_with_their_preview_and_when_closed(
    browser: httpx.AsyncClient, services: Services, preview: str
) -> None:
    closed, left = await _open(browser, preview), await _open(browser, preview)
    assert (await browser.delete(f"/terminals/{closed}")).status_code == 204
    assert (await browser.delete(f"/terminals/{closed}")).status_code == 404
    await services.terminals.close_of(preview)
    assert (await browser.get(f"/terminals/{left}/output")).status_code == 404


async def test_there_is_an_end_to_their_number(services: Services, preview: str) -> None:
    terminals = Terminals(previews=services.previews, settings=replace(TerminalSettings(), most=1))
    await terminals.open(preview, rows=24, columns=80)
    with pytest.raises(Exception, match="open terminals already"):
        await terminals.open(preview, rows=24, columns=80)
    await terminals.shutdown()


async def test_only_the_token_reaches_a_shell(browser: httpx.AsyncClient, services: Services, preview: str) -> None:
    terminal = await _open(browser, preview)
    app = create_app(services, TOKEN, "1.2.3")
    async with httpx.AsyncClient(base_url="http://engine", transport=httpx.ASGITransport(app)) as stranger:
        answers = [
            await stranger.post(f"/previews/{preview}/terminals", json={}),
            await stranger.get(f"/terminals/{terminal}/output"),
            await stranger.post(f"/terminals/{terminal}/input", json={"data": "YQ=="}),
            await stranger.post(f"/terminals/{terminal}/size", json={}),
            await stranger.delete(f"/terminals/{terminal}"),
            await stranger.get(f"/previews/{preview}/log/stream"),
            await stranger.get(f"/previews/{preview}/picture"),
        ]
    assert {answer.status_code for answer in answers} == {401}


async def test_bad_input_is_named(browser: httpx.AsyncClient, preview: str) -> None:
    terminal = await _open(browser, preview)
    assert (await browser.post(f"/terminals/{terminal}/input", json={"data": "%"})).status_code == 422
    assert (await browser.post(f"/terminals/{terminal}/size", json={"columns": 0})).status_code == 422
    assert (await browser.get(f"/terminals/{terminal}/output?after=x")).status_code == 422
    assert (await browser.post("/previews/none/terminals", json={})).status_code == 404


async def test_the_log_is_streamed_until_the_preview_is_removed(
    browser: httpx.AsyncClient, services: Services, preview: str
) -> None:
    following = asyncio.ensure_future(browser.get(f"/previews/{preview}/log/stream", params={"lines": 2}))
    await asyncio.sleep(0.3)
    url = (await services.previews.get(preview)).url
    async with httpx.AsyncClient() as visitor:
        assert (await visitor.get(f"{url}/version?seen")).status_code == 200
    await asyncio.sleep(0.5)
    await browser.delete(f"/previews/{preview}")
    lines = [line for line in (await asyncio.wait_for(following, 10)).text.splitlines() if line.startswith("data: ")]
    assert any("/version?seen" in line for line in lines)
    assert (await browser.get(f"/previews/{preview}/log/stream")).status_code == 404


async def _gone(terminals: Terminals, name: str) -> None:
    for _ in range(1000):
        if not _alive(terminals, name):
            return
        await asyncio.sleep(0.02)


def _alive(terminals: Terminals, name: str) -> bool:
    try:
        terminals.follow(name)
    except NotFound:
        return False
    return True


def test_a_scrollback_keeps_the_last_part() -> None:
    kept = Scrollback(10)
    for letter in b"abcdefghijklmnopqrstuvwxyz":
        kept.add(bytes([letter]))
    assert kept.end == 26
    assert kept.after(20) == b"uvwxyz"
    assert kept.after(0).endswith(b"pqrstuvwxyz"[-10:])
    assert len(kept.after(0)) <= 20
    assert kept.after(26) == b""
    assert kept.after(99) == b""
