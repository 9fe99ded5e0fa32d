"""A model's file comes whole or not at all, however often the line is cut: against a real web server on the loopback."""

from __future__ import annotations

import asyncio
import hashlib
import random
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from engines.kernel.errors import Denied, NotFound, QuantumLayerError, Retryable, Unavailable, UserError
from local_models import download as downloading
from local_models.download import Download, Fetched, Progress
from tests.local_models.source import Source, serving

DATA = random.Random(7).randbytes(5_000_000)


@pytest.fixture
def source() -> Iterator[Source]:
    with serving(Source(DATA)) as served:
        yield served


async def fetched(
    source: Source, target: Path, *, path: str = "/file.gguf", sha256: str = ""
) -> tuple[Fetched, list[Progress]]:
    told: list[Progress] = []
    async with httpx.AsyncClient(follow_redirects=True, trust_env=False) as http:
        download = Download(http=http, address=source.address + path, target=target, sha256=sha256, pause=0.01)
        return await download.fetch(told.append), told


def left(target: Path) -> list[str]:
    return sorted(path.name for path in target.parent.iterdir())


async def test_a_file_comes_whole_with_its_progress(source: Source, tmp_path: Path) -> None:
    target = tmp_path / "folder" / "m.gguf"
    found, told = await fetched(source, target)
    assert target.read_bytes() == DATA
    assert (found.size, found.sha256, found.checked) == (len(DATA), source.digest, False)
    assert told[-1] == Progress(done=len(DATA), total=len(DATA))
    assert [step.done for step in told] == sorted(step.done for step in told)
    assert left(target) == ["m.gguf"]


async def test_cuts_in_the_middle_are_gone_on_from(source: Source, tmp_path: Path) -> None:
    source.cuts = [1_000_000, 1, 2_500_000]
    await fetched(source, tmp_path / "m.gguf")
    assert (tmp_path / "m.gguf").read_bytes() == DATA
    assert source.asked == ["all", "bytes=1000000-", "bytes=1000001-", "bytes=3500001-"]


async def test_a_later_attempt_goes_on_where_the_first_was_cancelled(source: Source, tmp_path: Path) -> None:
    source.cuts = [3_000_000]
    async with httpx.AsyncClient(trust_env=False) as http:
        download = Download(http=http, address=f"{source.address}/file.gguf", target=tmp_path / "m.gguf", pause=60)
        task = asyncio.create_task(download.fetch(lambda _: None))
        async with asyncio.timeout(5):
            while not (tmp_path / "m.gguf.part").exists() or (tmp_path / "m.gguf.part").stat().st_size < 3_000_000:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert left(tmp_path / "m.gguf") == ["m.gguf.part", "m.gguf.part.json"]
    await fetched(source, tmp_path / "m.gguf")
    assert (tmp_path / "m.gguf").read_bytes() == DATA
    assert source.asked == ["all", "bytes=3000000-"]


async def test_a_file_that_changed_between_is_fetched_anew(source: Source, tmp_path: Path) -> None:
    (tmp_path / "m.gguf.part").write_bytes(b"old" * 1000)
    (tmp_path / "m.gguf.part.json").write_text(f'{{"address": "{source.address}/file.gguf", "tag": "\\"old\\""}}')
    await fetched(source, tmp_path / "m.gguf")
    assert (tmp_path / "m.gguf").read_bytes() == DATA
    assert source.asked == ["all"]


async def test_a_file_that_changes_during_the_download_is_never_mixed(source: Source, tmp_path: Path) -> None:
    """The second answer ignores the range, for the validator is another one."""
    source.cuts = [2_000_000]
    fresh = DATA[::-1]

    def change(progress: Progress) -> None:
        if progress.done == 2_000_000:
            source.data, source.tag = fresh, '"two"'

    async with httpx.AsyncClient(trust_env=False) as http:
        await Download(http=http, address=f"{source.address}/file.gguf", target=tmp_path / "m.gguf", pause=0.01).fetch(
            change
        )
    assert (tmp_path / "m.gguf").read_bytes() == fresh


@pytest.mark.parametrize(("tag", "ranges"), [("", True), ('W/"weak"', True), ('"one"', False)])
async def test_a_source_without_validators_or_ranges_is_asked_from_the_beginning(
    source: Source, tmp_path: Path, tag: str, ranges: bool
) -> None:
    source.tag, source.ranges, source.cuts = tag, ranges, [1_000_000]
    await fetched(source, tmp_path / "m.gguf")
    assert (tmp_path / "m.gguf").read_bytes() == DATA


async def test_a_source_that_tells_no_length_is_taken_at_its_word(source: Source, tmp_path: Path) -> None:
    source.lengths = source.heads = False
    found, _ = await fetched(source, tmp_path / "m.gguf")
    assert found.size == len(DATA)


async def test_a_digest_given_beforehand_is_checked(source: Source, tmp_path: Path) -> None:
    found, _ = await fetched(source, tmp_path / "m.gguf", sha256=source.digest)
    assert found.checked


@pytest.mark.parametrize("path", ["/linked/file.gguf", "/file.gguf"])
async def test_a_digest_that_the_source_tells_is_checked(source: Source, tmp_path: Path, path: str) -> None:
    source.beside = "" if path.startswith("/linked") else source.digest
    found, _ = await fetched(source, tmp_path / "m.gguf", path=path)
    assert (found.checked, found.sha256) == (True, source.digest)


async def test_a_file_with_another_digest_is_thrown_away(source: Source, tmp_path: Path) -> None:
    source.beside = hashlib.sha256(b"another").hexdigest()
    with pytest.raises(QuantumLayerError, match=f"SHA-256 is {source.digest}, and {source.beside}"):
        await fetched(source, tmp_path / "m.gguf")
    assert left(tmp_path / "m.gguf") == []


async def test_a_source_that_never_gives_anything_is_given_up(source: Source, tmp_path: Path) -> None:
    source.refusals = [503] * 100
    with pytest.raises(Retryable, match="busy"):
        await fetched(source, tmp_path / "m.gguf")
    assert len(source.asked) == downloading.ATTEMPTS


async def test_a_busy_source_is_asked_again(source: Source, tmp_path: Path) -> None:
    source.refusals = [503, 429]
    await fetched(source, tmp_path / "m.gguf")
    assert (tmp_path / "m.gguf").read_bytes() == DATA


@pytest.mark.parametrize(("status", "error"), [(404, NotFound), (401, Denied), (403, Denied), (500, Unavailable)])
async def test_a_refusal_is_told_at_once(source: Source, tmp_path: Path, status: int, error: type[Exception]) -> None:
    source.refusals = [status] * 10
    with pytest.raises(error, match=r"file\.gguf"):
        await fetched(source, tmp_path / "m.gguf")
    assert len(source.asked) == 1


async def test_nobody_there_is_told(tmp_path: Path) -> None:
    with serving(Source(b"")) as gone:
        pass
    with pytest.raises(Unavailable, match="can't be reached"):
        await fetched(gone, tmp_path / "m.gguf")


async def test_a_disk_without_room_is_told_before_anything_is_fetched(source: Source, tmp_path: Path) -> None:
    class Huge(bytes):
        def __len__(self) -> int:
            return 10**15

    source.data = Huge(DATA)
    with pytest.raises(UserError, match=r"1000000\.\d GB are needed"):
        await fetched(source, tmp_path / "m.gguf")
    assert source.asked == []


async def test_a_part_that_is_whole_already_needs_no_question(source: Source, tmp_path: Path) -> None:
    (tmp_path / "m.gguf.part").write_bytes(DATA)
    (tmp_path / "m.gguf.part.json").write_text(f'{{"address": "{source.address}/file.gguf", "tag": "\\"one\\""}}')
    await fetched(source, tmp_path / "m.gguf")
    assert ((tmp_path / "m.gguf").read_bytes() == DATA, source.asked) == (True, [])
