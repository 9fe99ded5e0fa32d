"""The ledger of calls of language models in a table beside the events, where forgetting old runs does not reach it."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from engines.kernel.errors import NotFound
from engines.kernel.llm import BudgetSpent, Outcome
from engines.llm.money import Cap
from engines.llm.quality import Tally
from engines.llm.record import Asked, Booked, Record, Sum, SumBy
from engines.prompts.model import Tally as PromptTally
from engines.workflow.model import Clock, utc_now
from engines.workflow.tables import calls, create_tables
from engines.workflow.totals import Totals

REMEMBERED = timedelta(days=90)
"""Older calls say nothing about how good a model is today."""
WITNESSES = ("schema", "kept", "review", "benchmark", "tests", "person")
"""Who shows how good an answer was, the most credible last."""
_RECORD = [calls.c[field.name] for field in fields(Record)]
_DOLLAR = 1_000_000


class StoredLedger:
    """A `Ledger` in a database. Reserving is one at a time, so that no two calls spend the same rest of a budget."""

    def __init__(self, *, database: sa.Engine, clock: Clock = utc_now) -> None:
        self._database, self._clock = database, clock
        self._lock, self._totals = threading.Lock(), Totals()
        create_tables(database)

    def open(self, asked: Asked, most: int, caps: Sequence[Cap]) -> int:
        values = {**asdict(asked), **asdict(asked.origin), "time": self._now(), "end": "open", "cost": most}
        del values["origin"]
        with self._lock:
            with self._database.begin() as connection:
                for cap in caps:
                    _check(cap, self._totals.of(cap, connection), most)
                call = int(connection.execute(calls.insert().values(values).returning(calls.c.call)).scalar_one())
            self._totals.reserve(call, most, asked.origin)
        return call

    def close(self, call: int, booked: Booked) -> None:
        with self._lock:
            with self._database.begin() as connection:
                connection.execute(calls.update().where(calls.c.call == call).values(asdict(booked)))
            self._totals.book(call, booked.cost)

    def learn(self, call: int, outcome: Outcome) -> tuple[float | None, Record]:
        with self._lock, self._database.begin() as connection:
            before = _record(connection, call)
            if _credit(outcome.shown_by) >= _credit(before.shown_by):
                told = {"worth": min(1.0, max(0.0, outcome.worth)), "shown_by": outcome.shown_by}
                connection.execute(calls.update().where(calls.c.call == call).values(told))
            return before.worth, _record(connection, call)

    def sweep(self) -> int:
        with self._database.begin() as connection:
            return connection.execute(calls.update().where(calls.c.end == "open").values(end="lost")).rowcount

    def tallies(self) -> Sequence[Tally]:
        since = (self._clock() - REMEMBERED).isoformat(timespec="milliseconds")
        done = sa.case((calls.c.end == "done", 1))
        query = (
            sa.select(
                calls.c.group,
                calls.c.task,
                sa.func.count(calls.c.worth).label("judged"),
                sa.func.coalesce(sa.func.sum(calls.c.worth), 0.0).label("worth"),
                sa.func.count(done).label("calls"),
                *(
                    sa.func.coalesce(sa.func.avg(sa.case((calls.c.end == "done", calls.c[name]))), 0.0).label(name)
                    for name in ("read", "written", "seconds")
                ),
            )
            .where(calls.c.time >= since, calls.c.end != "kept")
            .group_by(calls.c.group, calls.c.task)
        )
        with self._database.connect() as connection:
            return [_tally(row) for row in connection.execute(query)]

    def of_prompt(self, prompt: str) -> Mapping[int, PromptTally]:
        """By version, how the calls made from a prompt turned out (port: engines.prompts.ports.Outcomes)."""
        judged = (calls.c.prompt == prompt) & calls.c.worth.is_not(None) & (calls.c.end != "kept")
        query = (
            sa.select(calls.c.version, sa.func.count().label("tried"), sa.func.sum(calls.c.worth).label("worth"))
            .where(judged)
            .group_by(calls.c.version)
        )
        with self._database.connect() as connection:
            rows = connection.execute(query)
            return {row.version: PromptTally(tried=row.tried, worth=float(row.worth)) for row in rows}

    def spent(self, cap: Cap) -> int:
        with self._lock, self._database.connect() as connection:
            return self._totals.of(cap, connection)

    def sums(self, by: SumBy, *, since: str = "", project: str = "", run: str = "", person: str = "") -> Sequence[Sum]:
        name = _named(by)
        told = {"project": project, "run": run, "person": person}
        query = (
            sa.select(
                name.label("name"),
                sa.func.count().label("calls"),
                sa.func.count(sa.case((calls.c.end.not_in(("done", "kept", "open")), 1))).label("failed"),
                sa.func.count(sa.case((calls.c.end == "kept", 1))).label("kept"),
                *(_total(each) for each in ("read", "written", "cached")),
                sa.func.coalesce(sa.func.sum(calls.c.cost), 0).label("cost"),
                sa.func.count(sa.case((calls.c.priced.is_(False), 1))).label("unpriced"),
                sa.func.coalesce(sa.func.sum(calls.c.seconds), 0.0).label("seconds"),
                sa.func.count(calls.c.worth).label("judged"),
                sa.func.coalesce(sa.func.sum(calls.c.worth), 0.0).label("worth"),
            )
            .where(calls.c.time >= since, *(calls.c[column] == value for column, value in told.items() if value))
            .group_by(name)
            .order_by(name.desc() if by == "day" else sa.desc("cost"), name)
        )
        with self._database.connect() as connection:
            return [_sum(row) for row in connection.execute(query)]

    def latest(self, limit: int, *, run: str = "") -> Sequence[Record]:
        query = sa.select(*_RECORD).order_by(calls.c.call.desc()).limit(limit)
        with self._database.connect() as connection:
            return [
                Record(**row._mapping) for row in connection.execute(query.where(calls.c.run == run) if run else query)
            ]

    def _now(self) -> str:
        return self._clock().isoformat(timespec="milliseconds")


def _check(cap: Cap, spent: int, most: int) -> None:
    budget = cap.budget
    if most and spent + most > budget.amount:
        whose = f"the {budget.scope} {budget.name}" if budget.name else "all projects"
        raise BudgetSpent(
            f"The budget of ${budget.amount / _DOLLAR:.2f} for {whose} would be passed: ${spent / _DOLLAR:.4f} are spent or"
            f" reserved, and this could cost up to ${most / _DOLLAR:.4f}.",
            hint="Raise it with `ql models budget set`, ask less at once, or use a model on this machine.",
        )


def _record(connection: sa.Connection, call: int) -> Record:
    row = connection.execute(sa.select(*_RECORD).where(calls.c.call == call)).first()
    if row is None:
        raise NotFound(f"There is no call {call}.")
    return Record(**row._mapping)


def _credit(witness: str) -> int:
    return WITNESSES.index(witness) if witness in WITNESSES else -1


def _tally(row: sa.Row[Any]) -> Tally:
    means = {name: float(getattr(row, name)) for name in ("worth", "read", "written", "seconds")}
    return Tally(group=row.group, task=row.task, judged=row.judged, calls=row.calls, **means)


def _sum(row: Any) -> Sum:
    """PostgreSQL sums up whole numbers to decimals."""
    told = dict(row._mapping)
    whole = {name: int(told[name]) for name in ("read", "written", "cached", "cost")}
    return Sum(**{**told, **whole, "seconds": round(float(row.seconds), 3), "worth": float(row.worth)})


def _named(by: SumBy) -> sa.ColumnElement[str]:
    match by:
        case "day":
            return sa.func.substr(calls.c.time, 1, 10)
        case "prompt":
            return calls.c.prompt + "@" + sa.cast(calls.c.version, sa.String)
    return calls.c[by]


def _total(name: str) -> sa.ColumnElement[int]:
    return sa.func.coalesce(sa.func.sum(calls.c[name]), 0).label(name)
