"""One engine per database: a claim on a shared PostgreSQL, so that no engine takes over the runs of a living one.

A SQLite file needs none: its data directory is locked by the engine process. Used by the machine at its launch.
"""

from __future__ import annotations

from typing import Protocol

import sqlalchemy as sa

from engines.kernel.errors import Conflict

KEY = 0x51_4C_41_59  # "QLAY"


class Claim(Protocol):
    """Held until it is closed, or until the database loses sight of its holder."""

    def close(self) -> None: ...


class _Nothing:
    """The claim on a database that only one engine can reach."""

    def close(self) -> None:
        """Nothing is held."""


def claim(database: sa.Engine) -> Claim:
    """Claims a database for this engine, or raises `Conflict` when another engine holds it."""
    if database.dialect.name == "sqlite":
        return _Nothing()
    own = sa.create_engine(database.url, poolclass=sa.NullPool)
    connection = own.connect().execution_options(isolation_level="AUTOCOMMIT")
    if connection.scalar(sa.select(sa.func.pg_try_advisory_lock(KEY))):
        return connection
    connection.close()
    raise Conflict(
        f"Another engine works on {database.url.render_as_string()}.",
        hint="Stop it first, or give this one a database of its own.",
    )
