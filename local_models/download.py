"""Fetches a model's file: goes on where a cut left it, checks its digest, and puts it in its place only when it is whole.

Called by the services. What was fetched lies beside the target as NAME.part, with a note of which state of the file it is of, so
that a later attempt, even of a later engine, can go on.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import httpx

from engines.kernel.errors import QuantumLayerError, Retryable, Unavailable, UserError
from local_models.source import Remote, ask_source, check, tag_of, unreachable

CHUNK = 1 << 20
SPARE = 256 << 20
"""Bytes of the disk that a download leaves free."""
ATTEMPTS = 5
LONGEST_PAUSE = 30.0
TIMEOUT = httpx.Timeout(30.0, connect=15.0)


@dataclass(frozen=True, kw_only=True)
class Progress:
    """Bytes fetched so far, those that were there already included, of `total` (0: not known)."""

    done: int
    total: int


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """A whole file. `checked`: somebody had said what its digest must be."""

    path: Path
    size: int
    sha256: str
    checked: bool


Tell = Callable[[Progress], None]


class Download:
    """One file on its way. `pause` is the first wait after a cut, in seconds; it doubles while nothing comes."""

    def __init__(
        self, *, http: httpx.AsyncClient, address: str, target: Path, sha256: str = "", pause: float = 0.5
    ) -> None:
        self._http, self._address, self._target, self._pause = http, address, target, pause
        self._wanted = sha256
        self._part = target.with_name(f"{target.name}.part")
        self._note = target.with_name(f"{target.name}.part.json")

    async def fetch(self, tell: Tell) -> Fetched:
        """The whole file in its place. UserError when the disk is too full, QuantumLayerError for a wrong digest, Unavailable
        or Retryable when the source fails again and again. What was fetched stays, also when this is cancelled."""
        self._target.parent.mkdir(parents=True, exist_ok=True)
        remote = await ask_source(self._http, self._address)
        wanted = self._wanted or remote.sha256
        self._make_room(remote)
        await self._persist(tell, remote)
        digest = await asyncio.to_thread(_digest, self._part)
        if wanted and digest != wanted:
            self.discard()
            raise QuantumLayerError(
                f"{self._address} is not what it should be: its SHA-256 is {digest}, and {wanted} was expected.",
                hint="Download it again; if it happens again, the source can't be trusted.",
            )
        await asyncio.to_thread(self._settle)
        size = self._target.stat().st_size
        return Fetched(path=self._target, size=size, sha256=digest, checked=bool(wanted))

    def discard(self) -> None:
        """Deletes what was fetched so far."""
        self._part.unlink(missing_ok=True)
        self._note.unlink(missing_ok=True)

    def _make_room(self, remote: Remote) -> None:
        free = shutil.disk_usage(self._target.parent).free
        missing = remote.size - self._done(remote.tag) + SPARE
        if remote.size and free < missing:
            raise UserError(
                f"The disk is too full: {missing / 1e9:.1f} GB are needed in '{self._target.parent}', "
                f"and {free / 1e9:.1f} GB are free.",
                hint="Free some space, or choose a smaller model or quantisation.",
            )

    async def _persist(self, tell: Tell, remote: Remote) -> None:
        """Fetches until all is there, through any number of cuts between which something came."""
        tag, total, failures = remote.tag, remote.size, 0
        while True:
            before = self._done(tag)
            try:
                tag, total = await self._stream(tell, tag, total)
                if not total or self._done(tag) == total:
                    return
                cut: QuantumLayerError = Unavailable(f"{self._address} ended after {self._done(tag)} of {total} bytes.")
            except Retryable as error:
                cut = error
            except httpx.TransportError as error:
                cut = unreachable(self._address, error)
            failures = 0 if self._done(tag) > before else failures + 1
            if failures >= ATTEMPTS:
                raise cut
            await asyncio.sleep(self._wait(cut, failures))

    async def _stream(self, tell: Tell, tag: str, total: int) -> tuple[str, int]:
        """One request; the validator and the size of what it gave."""
        done = self._done(tag)
        if total and done == total:
            return tag, total
        headers = {"Accept-Encoding": "identity"}
        if done and tag:
            headers |= {"Range": f"bytes={done}-", "If-Range": tag}
        async with self._http.stream("GET", self._address, headers=headers) as answer:
            check(answer, self._address)
            begin, whole = _range(answer)
            if answer.status_code != httpx.codes.PARTIAL_CONTENT or begin != done:
                begin = 0
            if answer.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
                self.discard()
                raise Retryable(f"{self._address} has become shorter.", delay=0, hint="Try again.")
            tag = tag_of(answer)
            self._note.write_text(json.dumps({"address": self._address, "tag": tag}), "utf-8")
            with self._part.open("r+b" if begin else "wb") as file:
                file.seek(begin)
                file.truncate()
                await _save(answer, file, lambda here: tell(Progress(done=here, total=whole)))
            return tag, whole or self._part.stat().st_size

    def _done(self, tag: str) -> int:
        """How many bytes are there of the state of the file that the validator names."""
        try:
            note = json.loads(self._note.read_bytes())
            size = self._part.stat().st_size
        except (OSError, ValueError):
            return 0
        return size if note == {"address": self._address, "tag": tag} else 0

    def _wait(self, cut: QuantumLayerError, failures: int) -> float:
        asked = cut.delay if isinstance(cut, Retryable) else 0.0
        return min(LONGEST_PAUSE, max(asked, self._pause * 2.0**failures))

    def _settle(self) -> None:
        with self._part.open("rb") as file:
            os.fsync(file.fileno())
        self._part.replace(self._target)
        self._note.unlink(missing_ok=True)


def _range(answer: httpx.Response) -> tuple[int, int]:
    """Where what comes begins, and the size of the whole; 0 where it is not said."""
    told = str(answer.headers.get("content-range", ""))
    if answer.status_code == httpx.codes.PARTIAL_CONTENT and told.startswith("bytes "):
        span, _, whole = told.removeprefix("bytes ").partition("/")
        begin = span.partition("-")[0]
        return int(begin) if begin.isdecimal() else 0, int(whole) if whole.isdecimal() else 0
    length = str(answer.headers.get("content-length", ""))
    return 0, int(length) if length.isdecimal() else 0


async def _save(answer: httpx.Response, file: BinaryIO, told: Callable[[int], None]) -> None:
    """Writes what comes, on a thread; what came before a cut is kept."""
    held = bytearray()
    try:
        async for piece in answer.aiter_raw():
            held += piece
            if len(held) >= CHUNK:
                await asyncio.to_thread(file.write, bytes(held))
                held.clear()
                told(file.tell())
    finally:
        file.write(held)
        told(file.tell())


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
