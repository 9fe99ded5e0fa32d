"""What the router needs of others: the list of models, the ledger, keys, kept answers (adapters: engines.workflow, app, edges)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from engines.kernel.llm import Outcome
from engines.llm.model import Deployment
from engines.llm.money import Budget, Cap
from engines.llm.quality import Tally
from engines.llm.record import Asked, Booked, Record, Sum, SumBy


class ModelBook(Protocol):
    """The models that somebody set up, in the order in which they were. Calls block."""

    def list(self) -> Sequence[Deployment]: ...

    def add(self, deployment: Deployment) -> None:
        """Conflict when there is one of that name."""
        ...

    def remove(self, name: str) -> None:
        """NotFound when there is none."""
        ...


class Keys(Protocol):
    """The keys of providers. Calls block."""

    def get(self, name: str) -> str | None: ...


class Ledger(Protocol):
    """Every call with what it took and how good it was. Calls block."""

    def open(self, asked: Asked, most: int, caps: Sequence[Cap]) -> int:
        """Reserves the most that a call can cost; BudgetSpent when a cap would be passed. Returns the call's number."""
        ...

    def close(self, call: int, booked: Booked) -> None: ...

    def learn(self, call: int, outcome: Outcome) -> tuple[float | None, Record]:
        """Keeps the outcome unless a better witness has spoken; returns what the call was worth before, and the call."""
        ...

    def sweep(self) -> int:
        """Closes calls that a kill left open, at the most that they can have cost; returns how many."""
        ...

    def tallies(self) -> Sequence[Tally]:
        """What is known of each model's work, by task."""
        ...

    def spent(self, cap: Cap) -> int:
        """Micro-dollars booked and reserved under a cap."""
        ...

    def sums(
        self, by: SumBy, *, since: str = "", project: str = "", run: str = "", person: str = ""
    ) -> Sequence[Sum]: ...

    def latest(self, limit: int, *, run: str = "") -> Sequence[Record]: ...


class Budgets(Protocol):
    """The budgets that people set. Calls block."""

    def list(self) -> Sequence[Budget]: ...

    def set(self, budget: Budget) -> None: ...

    def remove(self, scope: str, name: str) -> None: ...


class KeptAnswers(Protocol):
    """Texts by digest, the oldest given up when there are too many. Calls block."""

    def get(self, digest: str) -> str | None: ...

    def put(self, digest: str, text: str) -> None: ...

    def drop(self, digest: str) -> None: ...
