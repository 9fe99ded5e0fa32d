"""Asks models on this machine: a `Completer` of the kernel. Called by the router in engines.llm."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from typing import Any

from engines.kernel.errors import Unavailable
from engines.kernel.llm import Answer, Ask, BadAnswer, Delta, Finish, Usage
from local_models.child import TooLong
from local_models.pool import Workers
from local_models.structured import Form, Unusable, form_of, instructions, told

PREFIX = "local/"
"""What stands before a model's name where models of several providers are listed."""
ATTEMPTS = 3
Request = Mapping[str, Any]


@dataclass(kw_only=True)
class _Said:
    """What came of one request so far."""

    text: str = ""
    finish: Finish = "stop"
    usage: Usage = field(default_factory=Usage)

    def add(self, message: Mapping[str, Any]) -> str:
        if "text" in message:
            self.text += message["text"]
            return str(message["text"])
        self.finish = message["finish"]
        self.usage = Usage(read=message["read"], cached=message["cached"], written=message["written"])
        return ""


class LocalCompleter:
    """The models of a pool; a model that writes into a gap or goes on with a text is given no conversation."""

    def __init__(self, *, workers: Workers) -> None:
        self._workers = workers

    async def complete(self, model: str, ask: Ask) -> AsyncIterator[Delta]:
        """The answer of that model; Unavailable, Retryable while it rests after crashes, BadAnswer for a wrong form."""
        began, name, form = time.monotonic(), model.removeprefix(PREFIX), form_of(ask)
        deadline = began + ask.timeout
        if form is not None:
            answer = await self._formed(name, ask, form, deadline)
            yield Delta(text=answer.text)
        else:
            said = _Said()
            async with aclosing(self._messages(name, ask, _request(ask), deadline)) as messages:
                async for message in messages:
                    if text := said.add(message):
                        yield Delta(text=text)
            answer = Answer(call=0, model=name, text=said.text, finish=said.finish, usage=said.usage)
        usage = replace(answer.usage, seconds=round(time.monotonic() - began, 4))
        yield Delta(answer=replace(answer, model=model, usage=usage))

    async def _formed(self, name: str, ask: Ask, form: Form, deadline: float) -> Answer:
        """An answer that fits its schema, asked for again with what was wrong while it does not."""
        turns = [{"role": "system", "content": form.instruction}, *map(told, ask.turns)]
        usage, fault = Usage(), ""
        for _ in range(ATTEMPTS):
            said = _Said()
            request = {**_request(ask), "turns": turns, "schema": json.dumps(dict(form.schema))}
            async with aclosing(self._messages(name, ask, request, deadline)) as messages:
                async for message in messages:
                    said.add(message)
            usage = _sum(usage, said.usage)
            if said.finish == "length":
                fault = f"it was not finished after {said.usage.written} tokens"
                break  # it would be the same again
            try:
                value, calls = form.read(said.text)
            except Unusable as error:
                fault = str(error)
            else:
                finish: Finish = "tools" if calls else "stop"
                text = form.text(value, said.text)
                value = value if ask.schema is not None else None
                return Answer(call=0, model=name, text=text, finish=finish, usage=usage, calls=calls, value=value)
            again = instructions()["again"].format(fault=fault)
            turns = [*turns, {"role": "assistant", "content": said.text}, {"role": "user", "content": again}]
        raise BadAnswer(
            f"The model {name} gave no usable answer: {fault}.",
            hint="Choose a larger model, or let the answer be longer.",
        )

    async def _messages(
        self, name: str, ask: Ask, request: Request, deadline: float
    ) -> AsyncGenerator[Mapping[str, Any]]:
        """The worker's messages; from a model that is loaded anew where its context was too short."""
        try:
            async with aclosing(self._within(name, ask, request, deadline, 0)) as messages:
                async for message in messages:
                    yield message
        except TooLong as error:
            wanted = 1 << (error.tokens + ask.longest).bit_length()
            if wanted > self._workers.longest(name):
                raise
            async with aclosing(self._within(name, ask, request, deadline, wanted)) as messages:
                async for message in messages:
                    yield message

    async def _within(
        self, name: str, ask: Ask, request: Request, deadline: float, context: int
    ) -> AsyncGenerator[Mapping[str, Any]]:
        """The same, until the deadline; ending it early ends the computation."""
        async with aclosing(self._raw(name, ask, request, context)) as messages:
            while True:
                try:
                    yield await asyncio.wait_for(anext(messages), max(0.0, deadline - time.monotonic()))
                except StopAsyncIteration:
                    return
                except TimeoutError as error:
                    raise Unavailable(
                        f"The model {name} did not answer within {ask.timeout:g} seconds.",
                        hint="Choose a smaller model, or allow more time.",
                    ) from error

    async def _raw(self, name: str, ask: Ask, request: Request, context: int) -> AsyncGenerator[Mapping[str, Any]]:
        async with (
            self._workers.using(name, who=_asker(ask), context=context) as child,
            aclosing(child.ask("write", **request)) as messages,
        ):
            async for message in messages:
                yield message


def _asker(ask: Ask) -> str:
    origin = ask.origin
    return "/".join((origin.person, origin.project, origin.run, origin.agent))


def _request(ask: Ask) -> dict[str, object]:
    """How an ask is put to a worker: a gap, a text to go on from, or a conversation."""
    request: dict[str, object] = {
        "longest": ask.longest,
        "temperature": ask.temperature,
        "stop": list(ask.stop),
    }
    if ask.task != "complete" or ask.schema is not None or ask.tools:
        return {**request, "turns": [told(turn) for turn in ask.turns]}
    texts = [turn.text for turn in ask.turns if turn.role != "system"]
    request["prefix"] = "\n".join(texts)
    return request if ask.suffix is None else {**request, "suffix": ask.suffix}


def _sum(one: Usage, other: Usage) -> Usage:
    return Usage(read=one.read + other.read, written=one.written + other.written, cached=one.cached + other.cached)
