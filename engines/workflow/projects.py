"""The list of projects in a table beside the events, where forgetting old runs does not reach it (port: kernel.projects)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import sqlalchemy as sa

from engines.kernel.errors import NotFound
from engines.kernel.projects import ProjectPapers, ProjectRecord, TestCounts
from engines.workflow.tables import create_tables, projects

_PAPERS = ("brief", "requirements", "report")


class StoredProjects:
    """A `ProjectBook` in a database."""

    def __init__(self, *, database: sa.Engine) -> None:
        self._database = database
        create_tables(database)

    def keep(self, record: ProjectRecord, papers: ProjectPapers | None = None) -> None:
        values = {**asdict(record), "tests": json.dumps(asdict(record)["tests"])}
        if papers is not None:
            values |= _stored(papers)
        with self._database.begin() as connection:
            known = connection.scalar(sa.select(projects.c.path).where(projects.c.path == record.path))
            if known is None:
                connection.execute(projects.insert().values(values))
            else:
                connection.execute(projects.update().where(projects.c.path == record.path).values(values))

    def get(self, path: str) -> ProjectRecord:
        return _record(self._row(_light(), path))

    def papers(self, path: str) -> ProjectPapers:
        row = self._row(sa.select(*(projects.c[name] for name in _PAPERS)), path)
        return ProjectPapers(
            brief=row.brief, requirements=tuple(json.loads(row.requirements)), report=json.loads(row.report)
        )

    def list(self) -> Sequence[ProjectRecord]:
        with self._database.connect() as connection:
            newest_first = _light().order_by(projects.c.changed.desc(), projects.c.path)
            return [_record(row) for row in connection.execute(newest_first)]

    def forget(self, path: str) -> None:
        with self._database.begin() as connection:
            if not connection.execute(projects.delete().where(projects.c.path == path)).rowcount:
                raise _unknown(path)

    def _row(self, query: sa.Select[Any], path: str) -> sa.Row[Any]:
        with self._database.connect() as connection:
            row = connection.execute(query.where(projects.c.path == path)).first()
        if row is None:
            raise _unknown(path)
        return row


def _light() -> sa.Select[Any]:
    return sa.select(*(column for column in projects.c if column.name not in _PAPERS))


def _record(row: sa.Row[Any]) -> ProjectRecord:
    values = dict(row._mapping)
    tests = json.loads(values.pop("tests"))
    return ProjectRecord(**values, tests=TestCounts(**tests) if tests else None)


def _stored(papers: ProjectPapers) -> dict[str, str]:
    return {
        "brief": papers.brief,
        "requirements": json.dumps(list(papers.requirements)),
        "report": json.dumps(papers.report),
    }


def _unknown(path: str) -> NotFound:
    return NotFound(f"'{path}' is no project that is known here", hint=f"Open it first: ql projects open {path}")
