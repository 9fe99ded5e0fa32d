"""Previews as a user meets them: a real application in a real sandbox, asked over HTTP."""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import httpx
import psutil
import pytest
from websockets.asyncio.client import connect as websocket

from engines.edges.sandbox import choose_sandbox
from engines.kernel.errors import Conflict, NotFound, Unavailable, UserError
from engines.preview import Preview, PreviewService, PreviewSettings
from tests.preview.conftest import Clock


@pytest.fixture
async def preview(service: PreviewService, project: Path) -> Preview:
    return await service.start(project, name="Tiny App", environment={})


@pytest.fixture
async def client(preview: Preview) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=preview.url, timeout=20) as client:
        yield client


@pytest.fixture
async def by_name(preview: Preview) -> AsyncIterator[httpx.AsyncClient]:
    """A client that reaches the gateway by the preview's name, whatever this machine's resolver knows."""
    name = httpx.URL(preview.host_url)
    address = f"http://127.0.0.1:{name.port}"
    async with httpx.AsyncClient(base_url=address, headers={"Host": name.netloc.decode()}, timeout=20) as client:
        yield client


async def test_it_answers_at_its_address_and_at_its_name(client: httpx.AsyncClient, by_name: httpx.AsyncClient) -> None:
    assert (await client.get("/version")).json() == "one"
    assert (await by_name.get("/version")).json() == "one"
    head = await by_name.head("/version")
    assert (head.status_code, head.content, head.headers["content-length"]) == (200, b"", "5")


async def test_it_gets_secrets_of_its_own_and_nothing_of_the_engine(
    client: httpx.AsyncClient, preview: Preview, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment = (await client.get("/environment")).json()
    assert environment["ADMIN_EMAIL"] == preview.admin_email
    assert environment["ADMIN_PASSWORD"] == preview.admin_password
    assert len(environment["SECRET_KEY"]) == 32
    assert environment["PREVIEW"] == "1"
    assert environment["DATABASE_URL"].startswith(f"sqlite:///{preview.project}/.preview/{preview.id}/")
    assert "PYTEST_CURRENT_TEST" not in environment
    assert preview.admin_password not in repr(preview)


async def test_bodies_streams_and_keep_alive_pass_through(client: httpx.AsyncClient) -> None:
    assert (await client.post("/echo", content=bytes(3_000_000))).json() == 3_000_000

    async def parts() -> AsyncIterator[bytes]:
        for _ in range(10):
            yield bytes(1000)

    assert (await client.post("/echo", content=parts())).json() == 10_000
    async with client.stream("GET", "/ticks") as answer:
        assert [line async for line in answer.aiter_lines() if line] == ["data: 0", "data: 1", "data: 2"]
    assert (await client.get("/version")).json() == "one"


async def test_a_preview_in_use_stays_awake_until_its_visitor_leaves(
    service: PreviewService, preview: Preview, client: httpx.AsyncClient, clock: Clock, settings: PreviewSettings
) -> None:
    async with client.stream("GET", "/endless") as answer:
        assert await anext(answer.aiter_text()) == "begun"
        clock.forward(settings.idle)
        await service.sweep()
        assert (await service.get(preview.id)).state == "running"

    async def asleep() -> bool:
        clock.forward(settings.idle)
        await service.sweep()
        return (await service.get(preview.id)).state == "asleep"

    await until(asleep)


async def test_starting_twice_at_once_gives_one_preview(service: PreviewService, project: Path) -> None:
    both = await asyncio.gather(*(service.start(project, name="x", environment={}) for _ in range(2)))
    assert both[0].id == both[1].id


async def test_a_port_that_is_taken_is_a_clear_error(tmp_path: Path, preview: Preview, clock: Clock) -> None:
    taken = PreviewSettings(port=httpx.URL(preview.host_url).port or 0)
    other = PreviewService(sandbox=choose_sandbox(), home=tmp_path / "other", settings=taken, now=clock)
    with pytest.raises(Unavailable, match="cannot be shown"):
        await other.launch()


async def test_websockets_pass_through(preview: Preview) -> None:
    async with websocket(preview.url.replace("http", "ws") + "/socket") as socket:
        await socket.send("hello")
        assert await socket.recv() == "HELLO"


async def test_a_name_without_a_preview_is_not_found(preview: Preview, by_name: httpx.AsyncClient) -> None:
    for host in ("other-aaaaaaaa.localhost", f"wrong-{preview.id}.localhost", "example.com", ""):
        assert (await by_name.get("/version", headers={"Host": host})).status_code == 404


async def test_a_foreign_visitor_needs_the_share_link(
    service: PreviewService, preview: Preview, by_name: httpx.AsyncClient
) -> None:
    stranger = {"X-Forwarded-For": "203.0.113.9"}
    assert (await by_name.get("/version", headers=stranger)).status_code == 403
    link = httpx.URL(await service.share(preview.id))
    welcome = await by_name.get("/version", params=link.params, headers=stranger)
    assert welcome.status_code == 303
    assert welcome.headers["location"] == "/version"
    assert "HttpOnly" in welcome.headers["set-cookie"]
    cookie = welcome.headers["set-cookie"].split(";")[0]
    shown = await by_name.get("/headers", headers={**stranger, "Cookie": f"mine=1; {cookie}"})
    assert shown.json()["cookie"] == "mine=1"


async def test_what_is_not_http_is_refused(preview: Preview) -> None:
    url = httpx.URL(preview.url)
    reader, writer = await asyncio.open_connection(url.host, url.port)
    writer.write(b"nonsense\r\n\r\n")
    assert (await reader.read()).startswith(b"HTTP/1.1 400")
    writer.close()


async def test_a_name_of_a_rebinding_site_does_not_enter(preview: Preview, client: httpx.AsyncClient) -> None:
    assert (await client.get("/version", headers={"Host": "rebound.example"})).status_code in (403, 404)


async def test_it_starts_anew_with_changed_files(project: Path, client: httpx.AsyncClient) -> None:
    code = project / "app" / "main.py"
    code.write_text(code.read_text().replace('"one"', '"two"'))
    await until(lambda: version_is(client, "two"))


async def test_it_recovers_from_a_broken_change(project: Path, preview: Preview, client: httpx.AsyncClient) -> None:
    code = project / "app" / "main.py"
    good = code.read_text()
    code.write_text("import nothing_of_this_name")
    await until(lambda: status_is(client, 502))
    assert "nothing_of_this_name" in (await client.get("/version")).text
    code.write_text(good.replace('"one"', '"three"'))
    await until(lambda: version_is(client, "three"))


async def test_a_crashed_application_is_back_at_the_next_request(client: httpx.AsyncClient) -> None:
    assert (await client.get("/crash")).status_code == 502
    answers = await asyncio.gather(*(client.get("/version") for _ in range(5)))
    assert [answer.json() for answer in answers] == ["one"] * 5


async def test_it_sleeps_when_idle_and_wakes_at_a_request(
    service: PreviewService, preview: Preview, client: httpx.AsyncClient, clock: Clock, settings: PreviewSettings
) -> None:
    clock.forward(settings.idle)
    await service.sweep()
    assert (await service.get(preview.id)).state == "asleep"
    assert (await service.metrics(preview.id)).processes == 0
    answers = await asyncio.gather(*(client.get("/version") for _ in range(5)))
    assert [answer.json() for answer in answers] == ["one"] * 5
    assert (await service.get(preview.id)).state == "running"


async def test_it_is_removed_when_its_time_is_over(
    service: PreviewService, preview: Preview, client: httpx.AsyncClient, clock: Clock, settings: PreviewSettings
) -> None:
    assert preview.expires - preview.created == timedelta(days=7)
    await service.extend(preview.id, timedelta(days=1))
    clock.forward(settings.ttl)
    await service.sweep()
    assert len(await service.list()) == 1
    clock.forward(timedelta(days=1))
    await service.sweep()
    assert await service.list() == []
    with pytest.raises(httpx.ConnectError):
        await client.get("/version")
    with pytest.raises(UserError):
        await service.extend(preview.id, timedelta())


async def test_it_is_removed_with_its_project(service: PreviewService, preview: Preview) -> None:
    await asyncio.to_thread(shutil.rmtree, preview.project)
    for _ in range(200):
        if not await service.list():
            break
        await asyncio.sleep(0.05)
    assert await service.list() == []
    assert not preview.project.exists()


async def test_a_stopped_preview_keeps_its_data_and_does_not_wake(
    service: PreviewService, preview: Preview, client: httpx.AsyncClient
) -> None:
    await client.post("/notes", content=b"kept")
    await service.stop(preview.project)
    assert (await service.get(preview.id)).state == "stopped"
    assert (await client.get("/version")).status_code == 502
    with pytest.raises(Conflict):
        await service.wake(preview.id)
    again = await service.start(preview.project, name="Tiny App", environment={})
    assert (again.id, again.url, again.state) == (preview.id, preview.url, "running")
    assert (preview.project / ".preview" / preview.id / "data.db").read_bytes() == b"kept"


async def test_another_environment_is_another_preview(service: PreviewService, preview: Preview) -> None:
    given = {"ADMIN_EMAIL": "me@example.com", "ADMIN_PASSWORD": "mine"}
    other = await service.start(preview.project, name="x", environment=given)
    assert other.id != preview.id
    assert (other.admin_email, other.admin_password) == ("me@example.com", "mine")


async def test_logs_shell_and_metrics_show_the_inside(
    service: PreviewService, preview: Preview, client: httpx.AsyncClient
) -> None:
    coming = asyncio.ensure_future(anext(service.follow_logs(preview.id)))
    await asyncio.sleep(0.3)
    await client.get("/version?mark")
    assert "mark" in await coming
    assert "Uvicorn running" in "\n".join(await service.logs(preview.id, 10))
    assert (await service.shell(preview.id, "pwd; echo $SECRET_KEY; exit 4")).code == 4
    assert str(preview.project) in (await service.shell(preview.id, "pwd")).output
    metrics = await service.metrics(preview.id)
    assert metrics.requests == 1
    assert metrics.p95_seconds > 0
    assert metrics.processes >= 1
    assert metrics.memory > 10_000_000
    assert metrics.disk > 0


async def test_a_terminal_inside_reads_writes_and_resizes(service: PreviewService, preview: Preview) -> None:
    terminal = await service.terminal(preview.id)
    terminal.resize(40, 132)
    terminal.write(b"stty size; echo $PREVIEW-$((40 + 2)); exit 5\n")
    printed = b""
    while chunk := await terminal.read():
        printed += chunk
    assert b"40 132" in printed
    assert b"1-42" in printed
    assert await terminal.close() == 5


async def test_closing_a_terminal_ends_what_runs_in_it(service: PreviewService, preview: Preview) -> None:
    terminal = await service.terminal(preview.id)
    terminal.write(b"sleep 98765 & echo started; sleep 98765\n")
    while b"started" not in await terminal.read():
        pass
    await terminal.close()
    assert not [found for found in psutil.process_iter(["cmdline"]) if "98765" in (found.info["cmdline"] or [])]


async def test_an_application_that_does_not_start_says_why_and_leaves_nothing(
    service: PreviewService, project: Path, tmp_path: Path
) -> None:
    (project / "app" / "main.py").write_text("raise RuntimeError('no luck')")
    with pytest.raises(Unavailable, match="no luck"):
        await service.start(project, name="broken", environment={})
    assert await service.list() == []
    assert not (project / ".preview").exists()


async def test_an_unknown_preview_or_project_is_not_found(service: PreviewService, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        await service.get("nothing")
    with pytest.raises(NotFound):
        await service.start(tmp_path / "nothing", name="x", environment={})


async def test_a_program_cannot_lead_the_gateway_to_another_socket(
    service: PreviewService, preview: Preview, client: httpx.AsyncClient, tmp_path: Path
) -> None:
    elsewhere = Path("/tmp") / f"ql-test-{preview.id}.sock"
    asked: list[bytes] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readline())
        writer.close()

    server = await asyncio.start_unix_server(answer, elsewhere)
    trick = f"d=$(dirname $(find /tmp/ -name app.sock)); rm $d/app.sock; ln -s {elsewhere} $d/app.sock"
    assert (await service.shell(preview.id, trick)).code == 0
    assert (await client.get("/version")).status_code in (200, 502)
    server.close()
    elsewhere.unlink()
    assert asked == []


async def test_the_next_engine_takes_previews_up_asleep(
    tmp_path: Path, project: Path, settings: PreviewSettings, clock: Clock
) -> None:
    def engine() -> PreviewService:
        return PreviewService(sandbox=choose_sandbox(), home=tmp_path / "home", settings=settings, now=clock)

    first = engine()
    await first.launch()
    before = await first.start(project, name="tiny", environment={})
    await first.shutdown()
    second = engine()
    await second.launch()
    after = await second.get(before.id)
    assert (after.state, after.url, after.host_url) == ("asleep", before.url, before.host_url)
    async with httpx.AsyncClient(timeout=20) as client:
        assert (await client.get(after.url + "/version")).json() == "one"
    await second.remove(project)
    await second.shutdown()
    assert not any(path.is_dir() for path in (tmp_path / "home" / "previews").iterdir())
    assert not [found for found in psutil.process_iter(["cmdline"]) if str(project) in str(found.info["cmdline"])]


async def version_is(client: httpx.AsyncClient, version: str) -> bool:
    answer = await client.get("/version")
    return answer.status_code == 200 and answer.json() == version


async def status_is(client: httpx.AsyncClient, status: int) -> bool:
    return (await client.get("/version")).status_code == status


async def until(holds: object, seconds: float = 20) -> None:
    """Waits for something to become true."""
    assert callable(holds)
    deadline = time.monotonic() + seconds
    while not await holds():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.05)
