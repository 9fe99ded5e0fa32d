"""Where calls are paid: reserved before, booked after, told to the run that asked. The service's way to ledger, budgets and events."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime

from engines.kernel.errors import QuantumLayerError, Retryable
from engines.kernel.events import EventSink
from engines.kernel.llm import Answer, Ask, Origin, Outcome, Usage
from engines.llm import money, tokens
from engines.llm.experience import Experience
from engines.llm.model import Deployment, TimedOut
from engines.llm.ports import Budgets, Ledger
from engines.llm.record import Asked, Booked, CallEnd


class Till:
    """Opens and closes calls. Everything here blocks."""

    def __init__(self, *, ledger: Ledger, budgets: Budgets, events: EventSink, now: Callable[[], datetime]) -> None:
        self._ledger, self._budgets, self._events, self._now = ledger, budgets, events, now
        self._known: Experience | None = None

    @property
    def experience(self) -> Experience:
        """What the ledger taught; read once, then kept up to date. Calls that a kill left open are closed first."""
        if self._known is None:
            self._ledger.sweep()
            self._known = Experience(self._ledger.tallies())
        return self._known

    def left(self, origin: Origin) -> int | None:
        """Micro-dollars that may still be spent on somebody's behalf; None without a budget."""
        caps = money.caps_for(self._budgets.list(), origin, self._now())
        return min((cap.budget.amount - self._ledger.spent(cap) for cap in caps), default=None)

    def open(self, ask: Ask, deployment: Deployment, digest: str) -> int:
        """Reserves the most that the question can cost; BudgetSpent when that is too much."""
        price, facts = deployment.facts.price, deployment.facts
        bound = Usage(read=tokens.most(ask), written=min(ask.longest, facts.longest))
        caps = money.caps_for(self._budgets.list(), ask.origin, self._now())
        return self._ledger.open(_asked(ask, deployment, digest), money.cost(price, bound) if price else 0, caps)

    def close(self, call: int, ask: Ask, deployment: Deployment, end: CallEnd, usage: Usage) -> Usage:
        """Books what a call took; returns it with its cost."""
        price = deployment.facts.price
        cost = money.cost(price, usage) if price else 0
        booked = Booked(
            end=end,
            read=usage.read,
            written=usage.written,
            cached=usage.cached,
            cost=cost,
            seconds=round(usage.seconds, 4),
            priced=price is not None,
        )
        self._ledger.close(call, booked)
        if end == "done":
            self.experience.called(deployment.group, ask.task, booked)
        self._tell(call, ask, deployment.name, booked)
        return Usage(read=usage.read, written=usage.written, cached=usage.cached, cost=cost, seconds=usage.seconds)

    def note_kept(self, ask: Ask, answer: Answer, digest: str) -> int:
        """Notes that a question was answered from the kept answers; returns the number of this call."""
        asked = Asked(task=ask.task, model=answer.model, group=answer.model, digest=digest, origin=ask.origin)
        call = self._ledger.open(asked, 0, ())
        booked = Booked(end="kept", read=answer.usage.read, written=answer.usage.written)
        self._ledger.close(call, booked)
        self._tell(call, ask, answer.model, booked)
        return call

    def learn(self, call: int, outcome: Outcome) -> str:
        """Keeps how good an answer was; returns the digest of its question."""
        before, after = self._ledger.learn(call, outcome)
        if after.end != "kept":
            self.experience.judged(after, before)
        return after.digest

    def _tell(self, call: int, ask: Ask, model: str, booked: Booked) -> None:
        if not ask.origin.run:
            return
        prompt = f"{ask.prompt.name}@{ask.prompt.version}" if ask.prompt else ""
        said = {"call": call, "task": ask.task, "model": model, "role": ask.origin.agent, "prompt": prompt}
        self._events.emit(ask.origin.run, "model.called", {**said, **asdict(booked)}, key=f"model:{call}")


def end_of(error: QuantumLayerError) -> CallEnd:
    """How a call that failed is noted."""
    match error:
        case Retryable():
            return "limited"
        case TimedOut():
            return "timed_out"
    return "failed"


def _asked(ask: Ask, deployment: Deployment, digest: str) -> Asked:
    prompt = ask.prompt
    return Asked(
        task=ask.task,
        model=deployment.name,
        group=deployment.group,
        digest=digest,
        origin=ask.origin,
        prompt=prompt.name if prompt else "",
        version=prompt.version if prompt else 0,
        prompt_digest=prompt.digest if prompt else "",
    )
