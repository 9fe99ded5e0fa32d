"""What is spent and reserved under each budget, summed once from the ledger and then kept in step. Used by the ledger, in its lock."""

from __future__ import annotations

import sqlalchemy as sa

from engines.kernel.llm import Origin
from engines.llm.money import Cap
from engines.workflow.tables import calls

MOST = 500


class Totals:
    """Sums by cap in micro-dollars; this process is the only one that writes calls."""

    def __init__(self) -> None:
        self._sums: dict[Cap, int] = {}
        self._reserved: dict[int, tuple[int, Origin]] = {}

    def of(self, cap: Cap, connection: sa.Connection) -> int:
        """What counts under a cap so far."""
        if cap not in self._sums:
            if len(self._sums) >= MOST:
                self._sums.clear()
            self._sums[cap] = _summed(cap, connection)
        return self._sums[cap]

    def reserve(self, call: int, amount: int, origin: Origin) -> None:
        """After a call was opened."""
        self._reserved[call] = (amount, origin)
        self._add(amount, origin)

    def book(self, call: int, amount: int) -> None:
        """After a call was closed: what it cost takes the place of what was reserved."""
        reserved, origin = self._reserved.pop(call, (amount, Origin()))
        self._add(amount - reserved, origin)

    def _add(self, amount: int, origin: Origin) -> None:
        for cap in self._sums if amount else ():
            budget = cap.budget
            if budget.scope == "everything" or getattr(origin, budget.scope) == budget.name:
                self._sums[cap] += amount


def _summed(cap: Cap, connection: sa.Connection) -> int:
    query = sa.select(sa.func.coalesce(sa.func.sum(calls.c.cost), 0)).where(calls.c.time >= cap.since)
    if cap.budget.scope != "everything":
        query = query.where(calls.c[cap.budget.scope] == cap.budget.name)
    return int(connection.scalar(query) or 0)
