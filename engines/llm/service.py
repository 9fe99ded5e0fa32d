"""The language models (port: kernel.llm.LanguageModels): plans a route, asks along it, books each call. Wired by app.bootstrap."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import replace

from engines.kernel.errors import QuantumLayerError
from engines.kernel.llm import (
    Answer,
    Ask,
    BadAnswer,
    BudgetSpent,
    Completer,
    Delta,
    Foreseen,
    Origin,
    Outcome,
    TaskKind,
    Usage,
)
from engines.llm import kept, structured, tokens
from engines.llm.catalogue import tastes
from engines.llm.fleet import Fleet
from engines.llm.model import BrokenOff, Deployment
from engines.llm.needing import foreseen, guess, need_of, typical
from engines.llm.plan import plan
from engines.llm.ports import KeptAnswers
from engines.llm.record import CallEnd
from engines.llm.refusing import all_failed, none_fits, shortest_wait, worth_waiting
from engines.llm.route import Effort, Need, Route
from engines.llm.till import Till, end_of
from engines.llm.trimming import fit

PATIENCE = 15.0
"""Seconds that a question waits for models that rest or are at their limits, before it fails."""


class RoutedModels:
    """Asks the models of a fleet; `completer` gives the one that reaches a deployment."""

    def __init__(
        self, *, fleet: Fleet, till: Till, answers: KeptAnswers, completer: Callable[[Deployment], Completer]
    ) -> None:
        self._fleet, self._till, self._answers, self._completer = fleet, till, answers, completer

    def foresee(self, task: TaskKind, *, private: bool = False) -> Foreseen | None:
        """Which model a typical question would be put to now, among them those on trial; None when there is none."""
        need = replace(typical(task, private=private, effort=None), chance=random.random())  # noqa: S311 - a lot, no secret
        order = self._plan(need, None).order
        return foreseen(self._fleet.get(order[0].name)) if order else None

    def explain(self, task: TaskKind, *, private: bool = False, effort: Effort | None = None, model: str = "") -> Route:
        """The route that a typical question of this kind would take now. Blocks."""
        need = replace(typical(task, private=private, effort=effort), model=model)
        return self._plan(need, self._till.left(Origin()))

    async def ask(self, ask: Ask) -> Answer:
        """The whole answer, checked against the schema if there is one."""
        digest = kept.digest(ask)
        if ask.temperature == 0 and (found := await asyncio.to_thread(self._recall, ask, digest)):
            return found
        answer = await (self._whole(ask, digest) if ask.schema is None else self._structured(ask, digest))
        if kept.may_keep(ask, answer):
            await asyncio.to_thread(self._answers.put, digest, kept.dump(answer))
        return answer

    async def stream(self, ask: Ask) -> AsyncGenerator[Delta]:
        """The answer piece by piece; one in JSON comes at once, as it is checked first."""
        if ask.schema is not None:
            answer = await self.ask(ask)
            yield Delta(text=answer.text, answer=answer)
            return
        digest, failures = kept.digest(ask), list[QuantumLayerError]()
        async for deployment, asking in self._in_turn(ask, digest, failures):
            begun = False
            try:
                async with aclosing(self._call(deployment, asking, digest)) as pieces:
                    async for delta in pieces:
                        begun = True
                        yield delta
                return
            except QuantumLayerError as error:
                if begun or isinstance(error, BudgetSpent):
                    raise
                failures.append(error)

    def learn(self, call: int, outcome: Outcome) -> None:
        """Keeps how good an answer was; one that was not is not given again."""
        digest = self._till.learn(call, outcome)
        if outcome.worth < 0.5:
            self._answers.drop(digest)

    async def try_out(self, name: str, ask: Ask) -> Answer:
        """Asks one model now, whether it rests or not, and keeps no answer."""
        deployment = await asyncio.to_thread(self._fleet.get, name)
        self._fleet.refresh(name)
        return await _collect(self._call(deployment, ask, kept.digest(ask)))

    async def _structured(self, ask: Ask, digest: str) -> Answer:
        asking, reading = ask, structured.Reading()
        answer = None
        for attempt in range(1, structured.TRIES + 1):
            if attempt == structured.TRIES and not ask.model:
                asking = replace(asking, effort="best")
            answer = await self._whole(asking, digest)
            reading = structured.read(answer.text, ask.schema or {})
            if not reading.fault:
                return replace(answer, value=reading.value)
            asking = structured.telling_fault(asking, answer.text, reading.fault)
        if answer is not None:
            await asyncio.to_thread(self._till.learn, answer.call, Outcome(worth=0.0, shown_by="schema"))
        raise BadAnswer(
            f"No model answered in the form that was asked for, in {structured.TRIES} tries: {reading.fault}.",
            hint="Ask a better model: ql models add.",
        )

    async def _whole(self, ask: Ask, digest: str) -> Answer:
        """The first whole answer; who fails, even in the middle, is followed by the next."""
        failures: list[QuantumLayerError] = []
        async for deployment, asking in self._in_turn(ask, digest, failures):
            try:
                return await _collect(self._call(deployment, asking, digest))
            except BudgetSpent:
                raise
            except QuantumLayerError as error:
                failures.append(error)
        raise AssertionError("whoever is asked in turn ends with an error")

    async def _in_turn(
        self, ask: Ask, digest: str, failures: Sequence[QuantumLayerError]
    ) -> AsyncGenerator[tuple[Deployment, Ask]]:
        """Whom to ask, one after the other; an error when nobody is left. `failures` are those of whoever was asked."""
        for last_round in (False, True):
            asking, route = await asyncio.to_thread(self._route, ask, digest)
            for candidate in route.order:
                yield self._fleet.get(candidate.name), asking
            _, route = await asyncio.to_thread(self._route, ask, digest)
            wait = shortest_wait(route)
            if not failures and wait is None:
                raise none_fits(ask, route)
            if last_round or wait is None or wait > PATIENCE or not worth_waiting(failures):
                break
            await asyncio.sleep(wait)
        raise all_failed(failures, route)

    async def _call(self, deployment: Deployment, ask: Ask, digest: str) -> AsyncGenerator[Delta]:
        """One call of one model: reserved, made, booked, however it ends."""
        call = await self._open(ask, deployment, digest)
        self._fleet.asked(deployment, tokens.likely(ask))
        began, said = time.perf_counter(), list[str]()
        answer: Answer | None = None
        end: CallEnd = "cancelled"
        try:
            async with closing(self._completer(deployment).complete(deployment.model, ask)) as pieces:
                async for delta in pieces:
                    if delta.answer is None:
                        said.append(delta.text)
                        yield delta
                    else:
                        answer = delta.answer
            if answer is None:
                raise BrokenOff(f"The answer of {deployment.name} broke off.", hint="Ask again.")
            end = "done"
        except QuantumLayerError as error:
            end = end_of(error)
            self._fleet.failed(deployment.name, error)
            raise
        finally:
            usage = answer.usage if answer else guess(ask, said, end, time.perf_counter() - began)
            usage = await asyncio.to_thread(self._till.close, call, ask, deployment, end, usage)
        self._fleet.answered(deployment.name)
        yield Delta(answer=replace(answer, call=call, model=deployment.name, usage=usage))

    async def _open(self, ask: Ask, deployment: Deployment, digest: str) -> int:
        """Reserves a call; one that is reserved when the asker goes away is given back."""
        opening = asyncio.ensure_future(asyncio.to_thread(self._till.open, ask, deployment, digest))
        try:
            return await asyncio.shield(opening)
        except asyncio.CancelledError:
            call = await opening
            await asyncio.to_thread(self._till.close, call, ask, deployment, "cancelled", Usage())
            raise

    def _recall(self, ask: Ask, digest: str) -> Answer | None:
        found = self._answers.get(digest)
        if found is None:
            return None
        answer = kept.parse(found)
        call = self._till.note_kept(ask, answer, digest)
        return replace(answer, call=call, usage=replace(answer.usage, cost=0, seconds=0.0))

    def _route(self, ask: Ask, digest: str) -> tuple[Ask, Route]:
        """Who is asked, and what: cut to the largest context when it fits into none."""
        left = self._till.left(ask.origin)
        route = self._plan(need_of(ask, digest), left)
        small = [self._fleet.get(each.name).facts.context for each in route.passed if each.why == "too_small"]
        if route.order or not small or shortest_wait(route) is not None:
            return ask, route
        cut = fit(ask, max(small))
        return cut, self._plan(need_of(cut, digest), left)

    def _plan(self, need: Need, left: int | None) -> Route:
        return plan(need, self._fleet.standings(need, self._till.experience), tastes(), left)


async def _collect(pieces: AsyncGenerator[Delta]) -> Answer:
    async with aclosing(pieces):
        async for delta in pieces:
            if delta.answer is not None:
                return delta.answer
    raise AssertionError("a call ends with its answer or an error")


@asynccontextmanager
async def closing(pieces: AsyncIterator[Delta]) -> AsyncIterator[AsyncIterator[Delta]]:
    """Closes an iterator that can be closed, so that the request behind it ends at once."""
    try:
        yield pieces
    finally:
        if isinstance(pieces, AsyncGenerator):
            await pieces.aclose()
