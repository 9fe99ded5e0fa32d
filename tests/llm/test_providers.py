"""Every provider's own protocol, spoken by the real litellm: what is sent, what comes back, and what failures become."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import aclosing
from pathlib import Path

import pytest

from engines.kernel.errors import Denied, QuantumLayerError, Retryable, Unavailable
from engines.kernel.llm import Answer, Ask, Delta, Turn
from engines.llm.model import BrokenOff, Deployment, NotAccepted, Provider, TimedOut, TooLong
from engines.llm.providers import HostedModel
from tests.llm.conftest import PlantedKeys
from tests.llm.making import NUMBER, PLANTED, READ_FILE, ask, at
from tests.model_server import ModelServer, Reply

ROOT = Path(__file__).parents[2]
ALL: Sequence[Provider] = (
    "openai",
    "anthropic",
    "bedrock",
    "azure",
    "gemini",
    "vertex",
    "groq",
    "huggingface",
    "ollama",
    "vllm",
    "llamacpp",
    "compatible",
)
COUNTS_CACHED = set(ALL) - {"ollama"}
TOLD_BY = {"gemini": "x-goog-api-key", "azure": "api-key", "anthropic": "x-api-key"}

pytestmark = pytest.mark.usefixtures("google")


async def pieces(deployment: Deployment, asked: Ask) -> list[Delta]:
    model = HostedModel(deployment=deployment, keys=PlantedKeys())
    return [delta async for delta in model.complete(deployment.model, asked)]


async def answer(deployment: Deployment, asked: Ask) -> Answer:
    last = (await pieces(deployment, asked))[-1].answer
    assert last is not None
    return last


@pytest.mark.parametrize("provider", ALL)
async def test_an_answer_streams_with_its_usage(server: ModelServer, provider: Provider) -> None:
    server.script("", Reply(text="All is ready.", read=40, written=6, cached=15))
    came = await pieces(at(server, provider), ask())
    assert [delta.text for delta in came[:-1]] == ["All", " is", " ready."]
    whole = came[-1].answer
    assert whole is not None
    assert (whole.text, whole.finish, whole.calls) == ("All is ready.", "stop", [])
    cached = 15 if provider in COUNTS_CACHED else 0
    assert (whole.usage.read, whole.usage.written, whole.usage.cached) == (40, 6, cached)


@pytest.mark.parametrize("provider", ALL)
async def test_the_key_and_the_question_reach_the_provider_once(server: ModelServer, provider: Provider) -> None:
    await answer(at(server, provider), ask("Where is Wien?", longest=77))
    (seen,) = server.questions
    assert "Where is Wien?" in json.dumps(seen.body)
    assert "77" in json.dumps(seen.body)
    match provider:
        case "vertex":
            assert seen.headers["authorization"] == "Bearer token-of-google"
        case "ollama":
            assert "authorization" not in seen.headers
        case _:
            told = seen.headers[TOLD_BY.get(provider, "authorization")]
            assert told.removeprefix("Bearer ") == PLANTED


@pytest.mark.parametrize("provider", ALL)
async def test_tools_are_called_and_their_results_go_back(server: ModelServer, provider: Provider) -> None:
    server.script("", Reply(text="", calls=[("read_file", {"path": "a.txt"})]), Reply(text="It says hello."))
    deployment = at(server, provider)
    first = await answer(deployment, ask("What says a.txt?", tools=[READ_FILE]))
    assert first.finish == "tools"
    (call,) = first.calls
    assert (call.name, call.arguments) == ("read_file", {"path": "a.txt"})
    assert call.id
    turns = [
        Turn(role="user", text="What says a.txt?"),
        Turn(role="assistant", text="", calls=[call]),
        Turn(role="tool", text="hello from the file", answers=call.id),
    ]
    second = await answer(deployment, ask(turns=turns, tools=[READ_FILE]))
    assert second.text == "It says hello."
    assert "hello from the file" in json.dumps(server.questions[-1].body)


@pytest.mark.parametrize("provider", ALL)
async def test_a_schema_is_sent_and_its_json_comes_back_as_text(server: ModelServer, provider: Provider) -> None:
    server.script("", Reply(text='{"n": 3}'))
    came = await answer(at(server, provider), ask(schema=NUMBER))
    assert json.loads(came.text) == {"n": 3}
    assert "integer" in json.dumps(server.questions[-1].body).lower()


@pytest.mark.parametrize("provider", ALL)
@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (Reply(status=429, retry_after="7"), Retryable),
        (Reply(status=401, message=f"Incorrect API key provided: {PLANTED}."), Denied),
        (Reply(status=500), Unavailable),
        (Reply(text="one two three four five six seven", cut=5), BrokenOff),
    ],
    ids=["limit", "key", "fault", "cut"],
)
async def test_failures_are_told_apart_and_hold_no_key(
    server: ModelServer, provider: Provider, reply: Reply, kind: type[QuantumLayerError]
) -> None:
    server.script("", reply)
    with pytest.raises(kind) as caught:
        await pieces(at(server, provider), ask())
    said: BaseException | None = caught.value
    while said is not None:
        assert "planted" not in f"{said!r} {getattr(said, 'hint', '')}"
        assert type(said) is kind
        said = said.__cause__
    assert caught.value.__suppress_context__
    if isinstance(caught.value, Retryable):
        assert caught.value.delay == 7
    assert len(server.questions) == 1, "asking again is the router's business"


@pytest.mark.parametrize("provider", ALL)
async def test_who_is_late_is_given_up(server: ModelServer, provider: Provider) -> None:
    server.script("", Reply(late=5.0))
    with pytest.raises(TimedOut):
        await pieces(at(server, provider), ask(timeout=0.3))


@pytest.mark.parametrize("provider", ["openai", "anthropic", "bedrock", "gemini", "azure"])
async def test_what_is_no_protocol_is_no_answer(server: ModelServer, provider: Provider) -> None:
    server.script("", Reply(text="one two three four", garbled=2))
    with pytest.raises(BrokenOff):
        await pieces(at(server, provider), ask())


@pytest.mark.parametrize("provider", ["openai", "anthropic", "gemini", "ollama", "bedrock"])
async def test_going_away_in_the_middle_ends_the_request(server: ModelServer, provider: Provider) -> None:
    deployment = at(server, provider)
    server.script("", Reply(text="word " * 500, pause=0.02))
    model = HostedModel(deployment=deployment, keys=PlantedKeys())
    async with aclosing(model.complete(deployment.model, ask())) as stream:
        async for _ in stream:
            break
    assert await asyncio.to_thread(server.wait_left, server.questions[-1].model)


@pytest.mark.parametrize("provider", ["openai", "anthropic", "gemini", "ollama", "bedrock"])
async def test_a_cancelled_task_ends_its_request_before_anything_came(server: ModelServer, provider: Provider) -> None:
    server.script("", Reply(late=30))
    asking = asyncio.ensure_future(pieces(at(server, provider), ask()))
    assert await asyncio.to_thread(server.wait_asked)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert await asyncio.to_thread(server.wait_left, server.questions[-1].model)


async def test_ollama_is_told_how_much_context_to_set_aside(server: ModelServer) -> None:
    await answer(at(server, "ollama", context=16384), ask())
    assert server.questions[-1].body["options"]["num_ctx"] == 16384


async def test_a_question_that_is_not_accepted_is_told_with_what_the_provider_said(server: ModelServer) -> None:
    server.script("", Reply(status=400, message=f"temperature is too high for {PLANTED}"))
    with pytest.raises(NotAccepted, match="temperature is too high for …"):
        await pieces(at(server), ask())


async def test_a_question_too_long_for_the_model_is_told_as_such(server: ModelServer) -> None:
    server.script("", Reply(status=400, message="This model's maximum context length is 4096 tokens."))
    with pytest.raises(TooLong):
        await pieces(at(server, "openai"), ask())


async def test_arguments_that_are_no_json_are_no_call(server: ModelServer) -> None:
    server.script("", Reply(text="", calls=[("read_file", ["a.txt"])]))  # type: ignore[list-item]
    with pytest.raises(BrokenOff):
        await pieces(at(server), ask(tools=[READ_FILE]))


async def test_without_a_key_nothing_is_asked(server: ModelServer) -> None:
    deployment = at(server, "openai")
    with pytest.raises(Denied, match="no key"):
        async for _ in HostedModel(deployment=deployment, keys=PlantedKeys("openai")).complete("m", ask()):
            pass
    assert server.seen == []


async def test_nobody_answering_is_told_without_waiting(server: ModelServer) -> None:
    deployment = at(server)
    server.__exit__()
    try:
        with pytest.raises(Unavailable):
            await pieces(deployment, ask())
    finally:
        server.__init__()  # type: ignore[misc]
        server.__enter__()


CALL = """
import asyncio, sys
import app.bootstrap, app.engine.process
print('litellm' in sys.modules, 'boto3' in sys.modules)
from engines.llm.providers import HostedModel
from tests.llm.conftest import PlantedKeys
from tests.llm.making import ask, at
from tests.model_server import ModelServer, Reply
import socket
real = socket.socket.connect
def connect(self, address):
    if self.family != socket.AF_UNIX and address[0] != "127.0.0.1":
        print("WENT TO", address)
    return real(self, address)
socket.socket.connect = connect
socket.getaddrinfo = (lambda found: lambda host, *a, **k: (print("LOOKED UP", host) if host not in ("127.0.0.1", b"127.0.0.1", "localhost", None) else None, found(host, *a, **k))[1])(socket.getaddrinfo)
async def main(server):
    for provider in ("openai", "anthropic", "bedrock", "gemini", "ollama"):
        for reply in (Reply(), Reply(status=401, message="key sk-planted-0123456789abcdef"), Reply(status=500)):
            server.script("", reply)
            deployment = at(server, provider)
            try:
                async for _ in HostedModel(deployment=deployment, keys=PlantedKeys()).complete(deployment.model, ask("A secret of state.")):
                    pass
            except Exception as error:
                print(type(error).__name__)
with ModelServer() as server:
    asyncio.run(main(server))
"""


def test_the_library_comes_with_the_first_call_and_logs_nothing_and_goes_nowhere_else() -> None:
    outside = {**os.environ, "LITELLM_LOG": "DEBUG", "PYTHONPATH": str(ROOT)}
    said = subprocess.run(
        [sys.executable, "-c", CALL], cwd=ROOT, env=outside, capture_output=True, text=True, check=True
    )
    assert said.stdout.split() == ["False", "False", *["Denied", "Unavailable"] * 5]
    assert "planted" not in said.stderr
    assert "secret of state" not in said.stderr


async def test_a_gap_is_asked_for_in_words(server: ModelServer) -> None:
    server.script("", Reply(text="a + b"))
    turns = [Turn(role="user", text="def add(a, b):\n    return ")]
    came = await answer(at(server), ask(turns=turns, suffix="\n\nprint(add(1, 2))", task="complete"))
    assert came.text == "a + b"
    (said,) = server.questions[-1].body["messages"]
    assert "<BEFORE>def add(a, b):\n    return </BEFORE>" in said["content"]
    assert "<AFTER>\n\nprint(add(1, 2))</AFTER>" in said["content"]
