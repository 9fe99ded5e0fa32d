"""The models that people set up, and budgets for them, in tables beside the events (ports: engines.llm.ports)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

import sqlalchemy as sa
from pydantic import TypeAdapter

from engines.kernel.errors import Conflict, NotFound
from engines.llm.model import Deployment
from engines.llm.money import Budget
from engines.workflow.model import Clock, utc_now
from engines.workflow.tables import budgets, create_tables, models

_DEPLOYMENT = TypeAdapter(Deployment)


class StoredModels:
    """A `ModelBook` in a database."""

    def __init__(self, *, database: sa.Engine, clock: Clock = utc_now) -> None:
        self._database, self._clock = database, clock
        create_tables(database)

    def add(self, deployment: Deployment) -> None:
        values = {
            "name": deployment.name,
            "added": self._clock().isoformat(timespec="milliseconds"),
            "deployment": _DEPLOYMENT.dump_json(deployment).decode(),
        }
        try:
            with self._database.begin() as connection:
                connection.execute(models.insert().values(values))
        except sa.exc.IntegrityError as error:
            raise Conflict(
                f"There is a model '{deployment.name}' already.",
                hint="Give another --name, or remove that one first.",
            ) from error

    def remove(self, name: str) -> None:
        with self._database.begin() as connection:
            if not connection.execute(models.delete().where(models.c.name == name)).rowcount:
                raise NotFound(f"There is no model '{name}'.", hint="`ql models list` shows which there are.")

    def list(self) -> Sequence[Deployment]:
        with self._database.connect() as connection:
            rows = connection.execute(sa.select(models.c.deployment).order_by(models.c.number))
            return [_DEPLOYMENT.validate_json(row.deployment) for row in rows]


class StoredBudgets:
    """`Budgets` in a database."""

    def __init__(self, *, database: sa.Engine) -> None:
        self._database = database
        self._listed: Sequence[Budget] | None = None
        create_tables(database)

    def list(self) -> Sequence[Budget]:
        """All of them; remembered, as they are looked at before every call."""
        if self._listed is None:
            self._listed = self._read()
        return self._listed

    def _read(self) -> Sequence[Budget]:
        with self._database.connect() as connection:
            rows = connection.execute(sa.select(budgets).order_by(budgets.c.scope, budgets.c.name))
            return [Budget(**row._mapping) for row in rows]

    def set(self, budget: Budget) -> None:
        here = (budgets.c.scope == budget.scope) & (budgets.c.name == budget.name)
        with self._database.begin() as connection:
            connection.execute(budgets.delete().where(here))
            connection.execute(budgets.insert().values(asdict(budget)))
        self._listed = None

    def remove(self, scope: str, name: str) -> None:
        here = (budgets.c.scope == scope) & (budgets.c.name == name)
        with self._database.begin() as connection:
            if not connection.execute(budgets.delete().where(here)).rowcount:
                raise NotFound("There is no such budget.", hint="`ql models budget list` shows which there are.")
        self._listed = None
