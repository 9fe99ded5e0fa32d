"""Measures what the router adds to a call of litellm: planning, reserving, booking and telling, in milliseconds.

Run by `make bench`. A stub server on loopback answers at once; calls through the router and straight through litellm take
turns, so that a busy machine harms both alike. Prints the median and p99 of both, wall and processor time, and of the plan.
Also plays the router over the recorded table (tests/llm/recorded). Asserts nothing.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from engines.edges.kept_texts import KeptTexts
from engines.kernel.llm import Ask, Origin, Turn
from engines.llm import Fleet, RoutedModels, Till, providers
from engines.llm.model import Deployment, Facts, Price
from engines.llm.money import Budget
from engines.llm.providers import HostedModel
from engines.workflow import StoredBudgets, StoredEvents, StoredLedger, StoredModels, open_database, utc_now
from tests.llm.recorded import playing
from tests.model_server import ModelServer

CALLS, MODELS = 400, 10
FACTS = Facts(context=100_000, longest=2000, tools=True, price=Price(read=1, written=5, cached=0.1), tier="large")


class SomeKeys:
    """One key for everybody."""

    def get(self, name: str) -> str | None:
        return "sk-some"


def question(number: int) -> Ask:
    """A question of some 2,000 tokens within a run, which no kept answer answers."""
    turns = [Turn(role="system", text="You write code."), Turn(role="user", text=f"{number} " + "word " * 1500)]
    return Ask(task="write_code", turns=turns, temperature=0.2, origin=Origin(run=f"run-{number % 20}", project="/p"))


async def timed(work: Callable[[], Awaitable[object]]) -> tuple[float, float]:
    """Wall and processor milliseconds."""
    wall, cpu = time.perf_counter(), time.process_time()
    await work()
    return (time.perf_counter() - wall) * 1e3, (time.process_time() - cpu) * 1e3


async def measure(server: ModelServer, folder: Path) -> None:
    database = open_database(f"sqlite:///{folder}/events.db")
    book, budgets = StoredModels(database=database), StoredBudgets(database=database)
    deployments = [
        Deployment(name=f"m{n}", provider="compatible", model=f"m{n}", facts=FACTS, base=f"{server.url}/v1")
        for n in range(MODELS)
    ]
    for each in deployments:
        book.add(each)
    budgets.set(Budget(scope="project", name="/p", amount=10**12))
    keys, events = SomeKeys(), StoredEvents(database=database)
    models = RoutedModels(
        fleet=Fleet(book=book, keys=keys, clock=time.monotonic),
        till=Till(ledger=StoredLedger(database=database), budgets=budgets, events=events, now=utc_now),
        answers=KeptTexts(folder / "answers.db"),
        completer=lambda deployment: HostedModel(deployment=deployment, keys=keys),
    )

    async def straight(number: int) -> None:
        async for _ in HostedModel(deployment=deployments[0], keys=keys).complete("m0", question(number)):
            pass

    routed, alone = [], []
    for number in range(CALLS + 20):
        first = await timed(lambda n=number: models.ask(question(n)))  # type: ignore[misc]
        second = await timed(lambda n=number: straight(n))  # type: ignore[misc]
        if number >= 20:
            routed.append(first)
            alone.append(second)
    _show("through the router", routed)
    _show("straight", alone)
    added = [(one[0] - other[0], one[1] - other[1]) for one, other in zip(routed, alone, strict=True)]
    _show("added, call by call", added)
    plans = [await timed(lambda: asyncio.to_thread(models.explain, "write_code")) for _ in range(CALLS)]
    _show(f"a plan of {MODELS} models", plans)
    await providers.close()


def _show(name: str, found: Sequence[tuple[float, float]]) -> None:
    for what, values in (("wall", [each[0] for each in found]), ("cpu", [each[1] for each in found])):
        p99 = statistics.quantiles(values, n=100)[98]
        print(f"{name:22} {what:4}  median {statistics.median(values):7.2f} ms   p99 {p99:7.2f} ms")


def main() -> None:
    with ModelServer() as server, tempfile.TemporaryDirectory(prefix="ql-bench-") as folder:
        asyncio.run(measure(server, Path(folder)))
    playing.main()


if __name__ == "__main__":
    main()
