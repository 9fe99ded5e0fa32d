"""Language models for people: set up, listed, tried, removed; how one is chosen; what they cost. Called by the routes."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from engines.edges.kept_texts import KeptTexts
from engines.kernel.audit import AuditLog
from engines.kernel.errors import NotFound, QuantumLayerError
from engines.kernel.llm import Ask, TaskKind, Turn
from engines.llm import Fleet, RoutedModels, providers
from engines.llm.adding import Wish, deployment
from engines.llm.catalogue import SHELVES, facts_of, known
from engines.llm.model import Deployment
from engines.llm.money import Budget, Scope
from engines.llm.ports import Budgets, Ledger, ModelBook
from engines.llm.record import Record, Sum, SumBy
from engines.llm.route import Effort, Route

TRIAL = Ask(
    task="explain",
    turns=(Turn(role="user", text="Answer with the one word: ready"),),
    longest=400,
    timeout=60.0,
)


class Models:
    """The models of one engine. Methods that are no coroutines block."""

    def __init__(
        self,
        *,
        language: RoutedModels,
        fleet: Fleet,
        book: ModelBook,
        ledger: Ledger,
        budgets: Budgets,
        answers: KeptTexts,
        audit: AuditLog,
    ) -> None:
        self._language, self._fleet, self._book = language, fleet, book
        self._ledger, self._budgets, self._answers, self._audit = ledger, budgets, answers, audit

    def list(self) -> Sequence[Deployment]:
        """Those that were added, then those found on this machine."""
        return self._fleet.list()

    def catalogue(self) -> dict[str, dict[str, dict[str, Any]]]:
        """What is known of models that could be added, by provider and name."""
        return {each: {name: asdict(facts_of(each, name)) for name in known(each)} for each in SHELVES}

    def add(self, wish: Wish) -> Deployment:
        """Sets a model up; UserError for what can be none, Conflict for a name that is taken."""
        made = deployment(wish)
        self._book.add(made)
        self._fleet.refresh(made.name)
        self._audit.record("model.added", made.name)
        return made

    def remove(self, name: str) -> None:
        self._book.remove(name)
        self._fleet.refresh(name)
        self._audit.record("model.removed", name)

    async def try_out(self, name: str) -> dict[str, Any]:
        """Asks a model one short question, whatever was known of it: its answer, or why there is none."""
        try:
            answer = await self._language.try_out(name, TRIAL)
        except NotFound:
            raise
        except QuantumLayerError as error:
            return {"model": name, "status": "failed", "error": str(error), "hint": error.hint}
        return {"model": name, "status": "done", "answer": answer.text[:200], "usage": asdict(answer.usage)}

    def explain(self, task: TaskKind, *, private: bool, effort: Effort | None, model: str) -> Route:
        """Who would be asked, who not, and why: the router's own value."""
        return self._language.explain(task, private=private, effort=effort, model=model)

    def usage(self, by: SumBy, *, since: str, project: str, run: str, person: str) -> Sequence[Sum]:
        return self._ledger.sums(by, since=since, project=project, run=run, person=person)

    def calls(self, limit: int, run: str) -> Sequence[Record]:
        """The latest calls, newest first."""
        return self._ledger.latest(limit, run=run)

    def budgets(self) -> Sequence[Budget]:
        return self._budgets.list()

    def set_budget(self, budget: Budget) -> None:
        self._budgets.set(budget)
        self._audit.record("budget.set", f"{budget.scope} {budget.name}".strip())

    def remove_budget(self, scope: Scope, name: str) -> None:
        self._budgets.remove(scope, name)
        self._audit.record("budget.removed", f"{scope} {name}".strip())

    async def close(self) -> None:
        """Ends connections to providers."""
        await providers.close()
        await asyncio.to_thread(self._answers.close)
