"""The pure parts of the router: limits and rests, cutting to a context, JSON in an answer, addresses, budgets, the catalogue."""

from __future__ import annotations

import importlib.util
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.kernel.errors import UserError
from engines.kernel.llm import Origin, ToolCall, Turn, Usage
from engines.llm import kept, load, structured, tokens
from engines.llm.adding import Wish, deployment
from engines.llm.catalogue import SHELVES, facts_of, known, shelf
from engines.llm.load import HEALTHY, Use
from engines.llm.model import Limits, Price, TooLong
from engines.llm.money import Budget, caps_for, cost
from engines.llm.trimming import fit
from tests.llm.making import NUMBER, READ_FILE, ask

NOW = datetime(2026, 11, 23, 17, 45, tzinfo=UTC)


def test_failures_in_a_row_lead_to_longer_rests_up_to_a_bound() -> None:
    health, rests = HEALTHY, []
    for _ in range(10):
        health = load.failed(health, 1000.0)
        rests.append(health.rests_until - 1000.0)
    assert rests[:4] == [5.0, 10.0, 20.0, 40.0]
    assert rests[-1] == load.LONGEST_REST


def test_a_limit_rests_as_long_as_the_provider_said() -> None:
    assert load.limited(HEALTHY, 100.0, 7.0).rests_until == 107.0
    assert load.limited(HEALTHY, 100.0, 0.0).rests_until == 100.0 + load.LIMITED_REST


def test_requests_and_tokens_a_minute_are_kept() -> None:
    uses = [Use(at=float(n), tokens=100) for n in range(10)]
    assert load.wait_for_room(uses, Limits(requests=11), 1, 9.0) == 0.0
    assert load.wait_for_room(uses, Limits(requests=10), 1, 9.0) == pytest.approx(51.0)
    assert load.wait_for_room(uses, Limits(tokens=1100), 100, 9.0) == 0.0
    assert load.wait_for_room(uses, Limits(tokens=1000), 250, 9.0) == pytest.approx(53.0)
    assert load.wait_for_room(uses, Limits(tokens=1000), 10_000, 200.0) == 0.0, "one too large may go alone"


def test_old_turns_are_left_out_and_the_task_stays() -> None:
    system, first = Turn(role="system", text="You write code."), Turn(role="user", text="The task.")
    rounds = [
        turn
        for n in range(20)
        for turn in (
            Turn(role="assistant", text="", calls=[ToolCall(id=f"c{n}", name="read_file", arguments={"path": "a"})]),
            Turn(role="tool", text="x" * 1000, answers=f"c{n}"),
        )
    ]
    whole = ask(turns=[system, first, *rounds], longest=500)
    cut = fit(whole, 3000)
    assert tokens.likely(cut) <= 2500
    assert list(cut.turns[:2]) == [system, first]
    assert list(cut.turns[-2:]) == rounds[-2:]
    answered = {turn.answers for turn in cut.turns if turn.role == "tool"}
    assert answered == {call.id for turn in cut.turns for call in turn.calls}
    assert fit(whole, 100_000) == whole


def test_what_cannot_be_cut_is_refused_with_figures() -> None:
    with pytest.raises(TooLong, match=r"about \d+ tokens.*has 1000"):
        fit(ask("word " * 2000), 1000)


@given(st.text(max_size=400))
def test_the_bound_of_tokens_is_above_the_likely_count(text: str) -> None:
    asked = ask(text, tools=[READ_FILE])
    assert tokens.likely(asked) <= tokens.most(asked)
    assert tokens.most(asked) >= len(text.encode())


@pytest.mark.parametrize(
    "text",
    [
        '{"n": 3}',
        'Here it is:\n```json\n{"n": 3}\n```\nAnything else?',
        'First {"a": 1}, but rather {"n": 3}.',
        '<think>{"n": "no"}</think>{"n": 3}',
        '{ "broken": , {"n": 3}',
    ],
)
def test_the_json_that_fits_is_found_in_what_was_said(text: str) -> None:
    assert structured.read(text, NUMBER) == structured.Reading(value={"n": 3})


@pytest.mark.parametrize(
    ("text", "fault"), [("no", "no JSON"), ('{"n": "x"}', "n: "), ('{"n": 1, "m": 2}', "m"), ("[" * 5000, "no JSON")]
)
def test_what_does_not_fit_is_told(text: str, fault: str) -> None:
    assert fault in structured.read(text, NUMBER).fault


def test_a_bare_value_may_be_asked_for() -> None:
    assert structured.read(" 42 ", {"type": "integer"}).value == 42


def test_the_digest_of_a_question_is_not_that_of_who_asks() -> None:
    assert kept.digest(ask()) == kept.digest(ask(origin=Origin(run="r", person="p"), timeout=5.0))
    others = [
        ask("Other."),
        ask(temperature=0.0),
        ask(schema=NUMBER),
        ask(tools=[READ_FILE]),
        ask(model="m"),
        ask(private=True),
    ]
    assert len({kept.digest(each) for each in [ask(), *others]}) == len(others) + 1


def test_costs_are_rounded_up_and_cached_tokens_are_cheaper() -> None:
    price = Price(read=2.0, written=10.0, cached=0.2)
    assert cost(price, Usage(read=100, written=10)) == 300
    assert cost(price, Usage(read=100, written=10, cached=90)) == 138
    assert cost(Price(read=0.01, written=0, cached=0), Usage(read=1)) == 1


def test_budgets_bind_whom_they_name_from_the_start_of_their_period() -> None:
    budgets = [
        Budget(scope="everything", amount=1, period="ever"),
        Budget(scope="project", name="/p", amount=1, period="day"),
        Budget(scope="project", name="/q", amount=1, period="day"),
        Budget(scope="person", name="ann", amount=1, period="month"),
    ]
    caps = caps_for(budgets, Origin(project="/p", person="ann"), NOW)
    assert [cap.since for cap in caps] == ["", "2026-11-23T00:00:00.000+00:00", "2026-11-01T00:00:00.000+00:00"]
    assert [cap.budget.scope for cap in caps_for(budgets, Origin(), NOW)] == ["everything"]


@pytest.mark.parametrize(
    "base",
    [
        "ftp://models.example.com",
        "https://",
        "https://ann:secret@models.example.com/v1",
        "https://models.example.com/v1?key=secret",
        "http://models.example.com/v1",
        "http://169.254.169.254/v1",
        "http://0.0.0.0:8000",
        "https://models.example.com:99999",
        "https://models.example.com/v1 x",
    ],
)
def test_addresses_that_cannot_be_or_would_tell_keys_are_refused(base: str) -> None:
    with pytest.raises(UserError) as caught:
        deployment(Wish(model="compatible/m", base=base))
    assert "secret" not in f"{caught.value} {caught.value.hint}"


@pytest.mark.parametrize(
    ("wish", "here"),
    [
        ({"model": "ollama/qwen3"}, True),
        ({"model": "ollama/gpt-oss:120b-cloud"}, False),
        ({"model": "vllm/m", "base": "http://127.0.0.1:8000/v1"}, True),
        ({"model": "vllm/m", "base": "http://127.0.0.1:8000/v1", "away": True}, False),
        ({"model": "vllm/m", "base": "http://192.168.1.4:8000/v1"}, False),
        ({"model": "llamacpp/m", "base": "http://[::1]:8080/v1"}, True),
        ({"model": "openai/gpt-5-mini", "base": "http://127.0.0.1:1/v1"}, False),
        ({"model": "anthropic/claude-haiku-4-5"}, False),
    ],
)
def test_what_stays_on_this_machine_is_known_by_provider_and_address(wish: dict[str, Any], here: bool) -> None:
    assert deployment(Wish(**wish)).here is here


def test_what_the_catalogue_knows_is_taken_and_what_a_person_says_counts_more() -> None:
    made = deployment(
        Wish(
            model="azure/ours",
            base="https://ours.openai.azure.com",
            like="openai/gpt-5-mini",
            context=9000,
            longest=800,
        )
    )
    assert (made.facts.context, made.facts.longest, made.facts.tools) == (9000, 800, True)
    assert made.facts.price == facts_of("openai", "gpt-5-mini").price


def test_of_an_unknown_model_little_is_assumed() -> None:
    facts = deployment(Wish(model="openai/brand-new")).facts
    assert (facts.context, facts.tools, facts.json, facts.price, facts.as_of) == (8192, False, False, None, "")
    assert facts_of("ollama", "brand-new").price == Price(read=0, written=0, cached=0)


@pytest.mark.parametrize("model", ["gpt-5", "acme/x", "openai/", "openai/two words", "local/x"])
def test_what_names_no_model_is_refused(model: str) -> None:
    with pytest.raises(UserError, match="names no provider"):
        deployment(Wish(model=model))


def test_the_catalogue_says_what_the_table_of_the_pinned_library_says() -> None:
    """Finds the facts that changed when the library is brought to another release."""
    spec = importlib.util.find_spec("litellm")
    assert spec
    assert spec.origin
    table = json.loads((Path(spec.origin).parent / "model_prices_and_context_window_backup.json").read_text("utf-8"))
    prefixes = {"gemini": "gemini/", "groq": "groq/"}
    for provider in SHELVES:
        assert shelf(provider).as_of.year >= 2026
        assert len(known(provider)) >= 3
        for name in known(provider):
            facts, row = facts_of(provider, name), table.get(prefixes.get(provider, "") + name) or table[name]
            assert facts.price is not None
            assert facts.price.read == pytest.approx(row["input_cost_per_token"] * 1e6, abs=1e-4), name
            assert facts.price.written == pytest.approx(row["output_cost_per_token"] * 1e6, abs=1e-4), name
            assert facts.context <= row["max_input_tokens"], name
            assert facts.tools == bool(row.get("supports_function_calling")), name
