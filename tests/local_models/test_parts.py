"""The small parts: turns of askers, text in the making, the form of answers, Ollama's protocol, what a worker is told."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.kernel.errors import UserError
from engines.kernel.llm import Ask, Tool, ToolCall, Turn
from local_models.ollama import ADDRESS, address_of, find_ollama
from local_models.runtime import environment_of_worker
from local_models.structured import Unusable, form_of, told
from local_models.turns import Turns
from local_models.worker.text import Text

NUMBER = {"type": "object", "properties": {"n": {"type": "integer", "maximum": 9}}, "required": ["n"]}
PAINT = Tool(
    name="paint", description="Paints.", parameters={"type": "object", "properties": {"colour": {"enum": ["red"]}}}
)


async def test_askers_take_turns_and_keep_their_own_order() -> None:
    turns, order = Turns(), list[str]()

    async def at(who: str, number: int) -> None:
        async with turns.turn(who):
            order.append(f"{who}{number}")
            await asyncio.sleep(0)

    await asyncio.gather(
        *(at(who, number) for who, number in [("a", 1), ("a", 2), ("a", 3), ("a", 4), ("b", 1), ("b", 2)])
    )
    assert order == ["a1", "a2", "b1", "a3", "b2", "a4"]
    assert not turns.busy


async def test_who_leaves_the_queue_holds_nobody_up() -> None:
    turns = Turns()
    async with turns.turn("a"):
        waiting = [asyncio.create_task(_once(turns, who)) for who in ("b", "c", "b")]
        await asyncio.sleep(0)
        waiting[0].cancel()
        waiting[1].cancel()
    async with asyncio.timeout(1):
        assert await waiting[2] == "b"
    assert not turns.busy


async def test_who_leaves_in_the_moment_when_it_is_called_passes_the_turn_on() -> None:
    turns = Turns()
    async with turns.turn("a"):
        first, second = asyncio.create_task(_once(turns, "b")), asyncio.create_task(_once(turns, "c"))
        await asyncio.sleep(0)
    first.cancel()
    async with asyncio.timeout(1):
        assert await second == "c"
    assert not turns.busy


async def _once(turns: Turns, who: str) -> str:
    async with turns.turn(who):
        return who


@given(st.text(), st.lists(st.text(min_size=1, max_size=3), max_size=3), st.integers(1, 5))
def test_text_in_the_making_is_the_text_up_to_the_first_stop(text: str, stops: list[str], step: int) -> None:
    raw, made = text.encode("utf-8", "replace"), Text(stops)
    pieces = []
    for at in range(0, len(raw), step):
        pieces.append(made.add(raw[at : at + step]))
        if made.stopped:
            break
    else:
        pieces.append(made.rest())
    whole = raw.decode()
    ends = {whole.find(stop) for stop in stops if stop in whole}
    assert made.stopped == bool(ends)
    assert "".join(pieces) in ({whole[:end] for end in ends} if ends else {whole})
    assert not any(stop in "".join(pieces) for stop in stops)


def test_json_is_read_and_checked_whatever_a_grammar_promised() -> None:
    form = form_of(_ask(schema=NUMBER))
    assert form is not None
    assert form.read('{"n": 3} ') == ({"n": 3}, ())
    for text, why in {
        '{"n": 12}': "n: 12 is greater than",
        '{"n": NaN}': "NaN is no number",
        '{"n": 1, "x": "a\tb"}': "it is no JSON",
        '{"n": 1, "x": "\\ud800"}': "half a character",
        '{"n": 1': "it is no JSON",
        "[" * 100_000: "it is no JSON",
    }.items():
        with pytest.raises(Unusable, match=why):
            form.read(text)


def test_tools_are_a_choice_between_calling_and_saying() -> None:
    form = form_of(_ask(tools=[PAINT]))
    assert form is not None
    assert "paint" in form.instruction
    call = ToolCall(id="call_1", name="paint", arguments={"colour": "red"})
    assert form.read('{"call": "paint", "arguments": {"colour": "red"}}') == (None, [call])
    assert form.read('{"say": "no"}') == ("no", ())
    assert form.text("no", '{"say": "no"}') == "no"
    for text in (
        '{"call": "paint", "arguments": {"colour": "blue"}}',
        '{"call": "eat", "arguments": {}}',
        '{"say": 1}',
    ):
        with pytest.raises(Unusable):
            form.read(text)


def test_an_answer_in_json_may_have_tools_called_before() -> None:
    form = form_of(_ask(tools=[PAINT], schema=NUMBER))
    assert form is not None
    raw = '{"say": {"n": 1}}'
    assert form.read(raw) == ({"n": 1}, ())
    assert form.text({"n": 1}, raw) == '{"n": 1}'
    assert form.text(None, '{"call": "paint", "arguments": {}}') == ""


def test_a_schema_that_is_none_is_told_before_anything_is_asked() -> None:
    for schema in ({"type": "unheard"}, {"$ref": "https://schemas.example/of/somebody"}):
        with pytest.raises(UserError, match="can't be used"):
            form_of(_ask(schema=schema))


def test_results_of_tools_are_what_a_person_says() -> None:
    call = ToolCall(id="call_1", name="paint", arguments={})
    assert json.loads(told(Turn(role="assistant", text="", calls=[call]))["content"])["call"] == "paint"
    assert told(Turn(role="tool", text="done", answers="call_1")) == {
        "role": "user",
        "content": "Result of the call call_1:\ndone",
    }


def test_a_worker_is_told_no_keys() -> None:
    given = {"PATH": "/bin", "CUDA_VISIBLE_DEVICES": "0", "OPENAI_API_KEY": "sk-planted", "QL_KEYRING_KEY": "planted"}
    passed = environment_of_worker(given)
    assert passed["PATH"] == "/bin"
    assert passed["CUDA_VISIBLE_DEVICES"] == "0"
    assert "planted" not in str(passed)
    assert Path(passed["PYTHONPATH"], "local_models").is_dir()


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("", ADDRESS),
        ("0.0.0.0", ADDRESS),
        (":4000", "http://127.0.0.1:4000"),
        ("box:9999", "http://box:9999"),
        ("https://box/", "https://box:11434"),
    ],
)
def test_ollama_s_address_is_what_its_variable_says(host: str, address: str) -> None:
    assert address_of(host) == address


VERSION = {"version": "0.12.6"}
TAGS = {
    "models": [
        {
            "name": "qwen2.5-coder:7b",
            "model": "qwen2.5-coder:7b",
            "modified_at": "2026-10-04T14:56:49.277302595-07:00",
            "size": 4683087332,
            "digest": "9f438cb9cd581fc025612d27f7c1a6669ff83a8bb0ed86c94fcf4c5440555697",
            "details": {
                "parent_model": "",
                "format": "gguf",
                "family": "qwen2",
                "families": ["qwen2"],
                "parameter_size": "7.6B",
                "quantization_level": "Q4_K_M",
            },
        }
    ]
}


async def test_a_running_ollama_tells_its_models() -> None:
    with _answering({"/api/version": json.dumps(VERSION), "/api/tags": json.dumps(TAGS)}) as address:
        peer = await find_ollama(address)
    assert peer is not None
    assert (peer.release, peer.fault) == ("0.12.6", "")
    (model,) = peer.models
    assert (model.name, model.parameters, model.quantisation, model.size) == (
        "qwen2.5-coder:7b",
        "7.6B",
        "Q4_K_M",
        4683087332,
    )


async def test_without_ollama_there_is_no_peer_and_something_else_is_named() -> None:
    with _answering({}) as address:
        peer = await find_ollama(address)
    assert peer is not None
    assert "something else" in peer.fault
    assert await find_ollama(address) is None


@contextmanager
def _answering(pages: dict[str, str]) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            text = pages.get(self.path, "no such page").encode()
            self.send_response(200 if self.path in pages else 404)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _ask(**more: object) -> Ask:
    return Ask(**{"task": "explain", "turns": [Turn(role="user", text="hi")], **more})  # type: ignore[arg-type]
