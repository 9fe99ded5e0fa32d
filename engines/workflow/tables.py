"""The tables of runs, events, projects, audited acts, models and their calls, and how their database is opened; used by who keeps them."""

from __future__ import annotations

import sqlalchemy as sa

from engines.kernel.errors import Conflict

FORMAT = 1
metadata = sa.MetaData()

formats = sa.Table("ql_format", metadata, sa.Column("version", sa.Integer, primary_key=True))

runs = sa.Table(
    "ql_runs",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("status", sa.String, nullable=False, index=True),
    sa.Column("created", sa.String, nullable=False, index=True),
    sa.Column("arguments", sa.Text, nullable=False),
    sa.Column("result", sa.Text, nullable=False, default="null"),
    sa.Column("error", sa.Text, nullable=False, default=""),
)

events = sa.Table(
    "ql_events",
    metadata,
    sa.Column("run", sa.String, primary_key=True),
    sa.Column("sequence", sa.Integer, primary_key=True),
    sa.Column("key", sa.String, nullable=False),
    sa.Column("time", sa.String, nullable=False),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("payload", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.UniqueConstraint("run", "key"),
)

projects = sa.Table(
    "ql_projects",
    metadata,
    sa.Column("path", sa.String, primary_key=True),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("title", sa.String, nullable=False),
    sa.Column("summary", sa.Text, nullable=False),
    sa.Column("stack", sa.String, nullable=False),
    sa.Column("run", sa.String, nullable=False),
    sa.Column("outcome", sa.String, nullable=False),
    sa.Column("questions", sa.Integer, nullable=False),
    sa.Column("tests", sa.Text, nullable=False),
    sa.Column("changed", sa.String, nullable=False, index=True),
    sa.Column("brief", sa.Text, nullable=False, default=""),
    sa.Column("requirements", sa.Text, nullable=False, default="[]"),
    sa.Column("report", sa.Text, nullable=False, default="null"),
)

audit = sa.Table(
    "ql_audit",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("time", sa.String, nullable=False),
    sa.Column("act", sa.String, nullable=False),
    sa.Column("subject", sa.String, nullable=False),
    sqlite_autoincrement=True,
)

models = sa.Table(
    "ql_models",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("name", sa.String, nullable=False, unique=True),
    sa.Column("added", sa.String, nullable=False),
    sa.Column("deployment", sa.Text, nullable=False),
)

budgets = sa.Table(
    "ql_budgets",
    metadata,
    sa.Column("scope", sa.String, primary_key=True),
    sa.Column("name", sa.String, primary_key=True),
    sa.Column("amount", sa.BigInteger, nullable=False),
    sa.Column("period", sa.String, nullable=False),
)

calls = sa.Table(
    "ql_calls",
    metadata,
    sa.Column("call", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("time", sa.String, nullable=False, index=True),
    sa.Column("task", sa.String, nullable=False),
    sa.Column("model", sa.String, nullable=False),
    sa.Column("group", sa.String, nullable=False),
    sa.Column("prompt", sa.String, nullable=False, default=""),
    sa.Column("version", sa.Integer, nullable=False, default=0),
    sa.Column("prompt_digest", sa.String, nullable=False, default=""),
    sa.Column("end", sa.String, nullable=False),
    sa.Column("read", sa.Integer, nullable=False, default=0),
    sa.Column("written", sa.Integer, nullable=False, default=0),
    sa.Column("cached", sa.Integer, nullable=False, default=0),
    sa.Column("cost", sa.BigInteger, nullable=False, default=0),
    sa.Column("priced", sa.Boolean, nullable=False, default=True),
    sa.Column("seconds", sa.Float, nullable=False, default=0.0),
    sa.Column("project", sa.String, nullable=False, default=""),
    sa.Column("run", sa.String, nullable=False, default="", index=True),
    sa.Column("agent", sa.String, nullable=False, default=""),
    sa.Column("person", sa.String, nullable=False, default=""),
    sa.Column("digest", sa.String, nullable=False),
    sa.Column("worth", sa.Float),
    sa.Column("shown_by", sa.String, nullable=False, default=""),
    sa.Index("ql_calls_by_project", "project", "time"),
    sa.Index("ql_calls_by_person", "person", "time"),
    sqlite_autoincrement=True,
)


def open_database(url: str) -> sa.Engine:
    """An engine for a URL; SQLite writes ahead, so that readers never wait and a kill loses nothing committed."""
    place = sa.make_url(url)
    if place.drivername in ("postgresql", "postgres"):
        place = place.set(drivername="postgresql+psycopg")
    engine = sa.create_engine(place)
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _prepare_sqlite)
    return engine


def create_tables(engine: sa.Engine) -> None:
    """Creates what is missing; refuses a database written by a newer release."""
    metadata.create_all(engine)
    with engine.begin() as connection:
        found = connection.scalar(sa.select(formats.c.version))
        if found is None:
            connection.execute(formats.insert().values(version=FORMAT))
        elif found > FORMAT:
            raise Conflict(
                f"The history in {engine.url.render_as_string()} has format {found}, this release knows {FORMAT}.",
                hint="Use the release that wrote it, or another QL_HOME.",
            )


def _prepare_sqlite(connection: object, _record: object) -> None:
    connection.isolation_level = "IMMEDIATE"  # type: ignore[attr-defined]
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=30000", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")  # type: ignore[attr-defined]
