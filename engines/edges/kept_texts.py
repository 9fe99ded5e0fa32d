"""Texts by digest in a SQLite file of their own, bounded in size and age; deleting the file loses nothing but time.

Used for the answers of language models (port: engines.llm.ports.KeptAnswers).
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path

MEBIBYTE = 1 << 20
DAY = 86_400.0


class KeptTexts:
    """At most `most` bytes of texts, each for `seconds`; the longest unused goes first. Safe from several threads."""

    def __init__(
        self,
        path: Path,
        *,
        most: int = 64 * MEBIBYTE,
        seconds: float = 30 * DAY,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._path, self._most, self._seconds, self._clock = path, most, seconds, clock
        self._lock = threading.Lock()
        self._opened: sqlite3.Connection | None = None
        self._size = 0

    def get(self, digest: str) -> str | None:
        """The text, unless it is too old."""
        with self._lock, self._database() as database:
            now = self._clock()
            found = database.execute("SELECT text, kept FROM texts WHERE digest = ?", (digest,)).fetchone()
            if found is None or found[1] < now - self._seconds:
                return None
            database.execute("UPDATE texts SET used = ? WHERE digest = ?", (now, digest))
            return str(found[0])

    def put(self, digest: str, text: str) -> None:
        """Keeps a text; one that is larger than a tenth of all the room is not kept."""
        if len(text.encode()) > self._most // 10:
            return
        with self._lock, self._database() as database:
            self._forget(database, digest)
            now = self._clock()
            database.execute("INSERT INTO texts VALUES (?, ?, ?, ?)", (digest, text, now, now))
            self._size += len(text.encode())
            if self._size > self._most:
                self._make_room(database, now)

    def drop(self, digest: str) -> None:
        with self._lock, self._database() as database:
            self._forget(database, digest)

    def close(self) -> None:
        with self._lock:
            if self._opened is not None:
                self._opened.close()
                self._opened = None

    def _database(self) -> sqlite3.Connection:
        """The open file; made at the first use. As a context it commits."""
        if self._opened is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            database = sqlite3.connect(self._path, check_same_thread=False)
            self._path.chmod(0o600)
            for line in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=OFF", "PRAGMA auto_vacuum=INCREMENTAL"):
                database.execute(line)
            columns = "digest TEXT PRIMARY KEY, text TEXT NOT NULL, kept REAL NOT NULL, used REAL NOT NULL"
            database.execute(f"CREATE TABLE IF NOT EXISTS texts ({columns})")
            database.execute("CREATE INDEX IF NOT EXISTS texts_used ON texts (used)")
            self._size = database.execute("SELECT coalesce(sum(length(CAST(text AS BLOB))), 0) FROM texts").fetchone()[
                0
            ]
            self._opened = database
        return self._opened

    def _forget(self, database: sqlite3.Connection, digest: str) -> None:
        gone = database.execute(
            "DELETE FROM texts WHERE digest = ? RETURNING length(CAST(text AS BLOB))", (digest,)
        ).fetchone()
        self._size -= gone[0] if gone else 0

    def _make_room(self, database: sqlite3.Connection, now: float) -> None:
        """Gives up what is too old, then what was not used for longest, until a fifth of the room is free."""
        database.execute("DELETE FROM texts WHERE kept < ?", (now - self._seconds,))
        self._size = database.execute("SELECT coalesce(sum(length(CAST(text AS BLOB))), 0) FROM texts").fetchone()[0]
        rows = database.execute("SELECT digest, length(CAST(text AS BLOB)) FROM texts ORDER BY used").fetchall()
        for digest, size in rows:
            if self._size <= self._most * 4 // 5:
                return
            database.execute("DELETE FROM texts WHERE digest = ?", (digest,))
            self._size -= size
