"""Worker processes: cancelled, killed, too big, idle, out of turn; real llama.cpp, models that the tests make."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path

import pytest

from engines.kernel.errors import QuantumLayerError, Retryable, Unavailable
from engines.kernel.llm import Answer, Origin
from local_models.child import Crashed
from local_models.completer import LocalCompleter
from local_models.fit import need_of
from local_models.hardware import look_at_hardware
from local_models.model_file import read_model
from local_models.pool import Adapter, Workers
from tests.local_models.conftest import Make, alive, question, said
from tests.local_models.tiny import planted_model, random_adapter, random_model

pytestmark = pytest.mark.heavy
ENDLESS = {"\n": "a", "a": "b", "b": "a"}


@pytest.fixture
def endless(shelf: Path) -> str:
    planted_model(shelf / "endless.gguf", ENDLESS, context=8192)
    return "endless"


def pid_of(pool: Workers, name: str) -> int:
    return next(each.pid for each in pool.loaded() if each.name == name)


async def killed(pool: Workers, name: str, number: signal.Signals = signal.SIGKILL) -> None:
    """Asks, and ends the worker at the first word of its answer."""
    async for _ in LocalCompleter(workers=pool).complete(name, question(longest=8000)):
        os.kill(pid_of(pool, name), number)


async def weighed(pool: Workers, name: str) -> list[float]:
    async with pool.using(name) as child:
        return list((await child.done("weigh", text="the rain in"))["weights"])


async def test_cancelling_ends_the_computation_within_a_moment(workers: Make, endless: str) -> None:
    pool = workers()
    completer = LocalCompleter(workers=pool)
    began = time.monotonic()
    await said(completer, endless, question(longest=4000))
    whole = time.monotonic() - began
    async with aclosing(completer.complete(endless, question(longest=4000))) as deltas:  # type: ignore[type-var]
        assert (await anext(deltas)).text == "a"
    began = time.monotonic()
    pieces, _ = await said(completer, endless, question(longest=5))
    assert (pieces, time.monotonic() - began < whole / 2) == ("ababa", True)
    assert not pool.busy()


async def test_cancelling_while_a_long_prompt_is_read_ends_the_reading(shelf: Path, workers: Make) -> None:
    random_model(shelf / "slow.gguf", width=512, layers=4, eight_bits=True)
    completer = LocalCompleter(workers=workers())
    short, long = question("What now?", longest=3), question("word " * 380, longest=1)
    before = await said(completer, "slow", short)
    reading = asyncio.create_task(said(completer, "slow", long))
    await asyncio.sleep(0.3)
    reading.cancel()
    await asyncio.gather(reading, return_exceptions=True)
    began = time.monotonic()
    after = await said(completer, "slow", short)
    quick = time.monotonic() - began
    began = time.monotonic()
    await said(completer, "slow", long)
    assert quick < (time.monotonic() - began) / 2
    assert after[0] == before[0]


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGABRT, signal.SIGSEGV])
async def test_a_worker_that_dies_fails_its_request_and_comes_back(
    workers: Make, endless: str, number: signal.Signals
) -> None:
    pool = workers()
    completer = LocalCompleter(workers=pool)
    with pytest.raises(Crashed, match=rf"crashed \({number.name}\)"):
        await killed(pool, endless, number)
    assert (await said(completer, endless, question(longest=4)))[0] == "abab"


async def test_other_models_do_not_notice(workers: Make, endless: str) -> None:
    pool = workers()
    completer = LocalCompleter(workers=pool)
    await said(completer, "chatter", question())
    before = pid_of(pool, "chatter")
    with pytest.raises(Crashed):
        await killed(pool, endless)
    assert (await said(completer, "chatter", question()))[0] == "Planet"
    assert pid_of(pool, "chatter") == before


async def test_a_file_that_shrinks_under_a_loaded_model_harms_one_request(shelf: Path, workers: Make) -> None:
    """Its weights are mapped from the file, so that reading them is a bus error: a crash that nobody planted in our code."""
    whole = random_model(shelf / "big.gguf", width=512, layers=4).read_bytes()
    pool = workers()
    completer = LocalCompleter(workers=pool)
    await said(completer, "big", question(longest=1))
    os.truncate(shelf / "big.gguf", 4096)
    with pytest.raises(Crashed, match="SIGBUS"):
        await said(completer, "big", question("something else", longest=5))
    (shelf / "big.gguf").write_bytes(whole)
    _, answer = await said(completer, "big", question(longest=2))
    assert isinstance(answer, Answer)


async def test_a_model_that_keeps_crashing_rests_longer_each_time(workers: Make, endless: str) -> None:
    pool = workers()
    completer = LocalCompleter(workers=pool)
    for _ in range(2):
        with pytest.raises(Crashed):
            await killed(pool, endless)
    with pytest.raises(Retryable, match="crashed 2 times in a row") as rest:
        await said(completer, endless, question())
    assert 0 < rest.value.delay <= 1
    await asyncio.sleep(rest.value.delay + 0.05)
    assert (await said(completer, endless, question(longest=2)))[0] == "ab"


async def test_a_worker_that_takes_more_than_was_planned_is_ended_with_both_figures(
    workers: Make, endless: str
) -> None:
    with pytest.raises(Unavailable, match=r"took 0\.\d GB of memory, and 0\.0 GB were planned"):
        await said(LocalCompleter(workers=workers(limit=20_000_000)), endless, question(longest=8000))


async def test_the_estimate_is_more_than_a_model_takes_and_not_much_more(shelf: Path, workers: Make) -> None:
    model = read_model(random_model(shelf / "big.gguf", width=1024, layers=8, context=8192, eight_bits=True))
    pool = workers()
    _, answer = await said(LocalCompleter(workers=pool), "big", question("word " * 60, longest=2, timeout=600))
    (loaded,), need = pool.loaded(), need_of(model, 8192)
    assert isinstance(answer, Answer)
    assert model.quantisation == "Q8_0"
    assert 0.6 * need.total < loaded.memory < need.total


async def test_a_model_that_does_not_fit_is_refused_with_both_figures(workers: Make) -> None:
    poor = replace(look_at_hardware(), memory_free=50_000_000, gpus=())
    with pytest.raises(Unavailable, match=r"needs 0\.\d GB .* 0\.1 GB are free"):
        await said(LocalCompleter(workers=workers(look=lambda: poor)), "chatter", question())


async def test_an_idle_model_makes_room_for_another(shelf: Path, workers: Make) -> None:
    """The system says that there is room for both, for what one has mapped it could take back."""
    for name in ("one", "two"):
        random_model(shelf / f"{name}.gguf", width=1024, layers=4)
    need = need_of(read_model(shelf / "one.gguf"), 2048)
    assert need.weights > 100_000_000
    room = replace(look_at_hardware(), memory_free=need.total + need.weights // 2, gpus=())
    pool = workers(look=lambda: room)
    completer = LocalCompleter(workers=pool)
    await said(completer, "one", question(longest=1))
    await said(completer, "chatter", question(longest=1))
    assert {each.name for each in pool.loaded()} == {"one", "chatter"}
    await said(completer, "two", question(longest=1))
    assert {each.name for each in pool.loaded()} == {"chatter", "two"}


async def test_a_model_that_nobody_uses_leaves_the_memory(workers: Make) -> None:
    pool = workers(idle_seconds=0.2)
    await said(LocalCompleter(workers=pool), "chatter", question())
    pid = pid_of(pool, "chatter")
    async with asyncio.timeout(5):
        while pool.loaded():  # noqa: ASYNC110 (another task ends it)
            await asyncio.sleep(0.05)
        while alive(pid):  # noqa: ASYNC110
            await asyncio.sleep(0.05)


async def test_askers_take_turns(workers: Make) -> None:
    completer = LocalCompleter(workers=workers())
    order: list[str] = []

    async def ask(who: str) -> None:
        await said(completer, "chatter", question(origin=Origin(agent=who)))
        order.append(who)

    many = [asyncio.create_task(ask("coder")) for _ in range(5)]
    await asyncio.sleep(0)
    await asyncio.gather(*many, asyncio.create_task(ask("reviewer")))
    assert order.index("reviewer") <= 2


async def test_a_broken_file_is_told_of_and_tried_again(shelf: Path, workers: Make) -> None:
    whole = random_model(shelf / "cut.gguf").read_bytes()
    (shelf / "cut.gguf").write_bytes(whole[: len(whole) // 2])
    completer = LocalCompleter(workers=workers())
    with pytest.raises(Unavailable, match="could not be loaded"):
        await said(completer, "cut", question())
    (shelf / "cut.gguf").write_bytes(whole)
    _, answer = await said(completer, "cut", question(longest=1))
    assert isinstance(answer, Answer)


async def test_an_adapter_changes_what_a_model_says_and_leaves_no_trace(tmp_path: Path, workers: Make) -> None:
    pool = workers()
    adapter = Adapter(path=random_adapter(tmp_path / "adapter.gguf"))
    bare = await weighed(pool, "noise")
    await pool.wear("noise", [adapter])
    worn = await weighed(pool, "noise")
    await pool.wear("noise", [replace(adapter, scale=0.5)])
    half = await weighed(pool, "noise")
    await pool.wear("noise", [])
    assert worn != bare
    assert half not in (bare, worn)
    assert await weighed(pool, "noise") == bare


async def test_adapters_stay_on_across_a_crash(tmp_path: Path, workers: Make) -> None:
    pool = workers()
    await pool.wear("noise", [Adapter(path=random_adapter(tmp_path / "adapter.gguf"))])
    worn = await weighed(pool, "noise")
    with pytest.raises(Crashed):
        await killed(pool, "noise")
    assert await weighed(pool, "noise") == worn


async def test_an_adapter_whose_file_is_gone_is_not_left_out_in_silence(tmp_path: Path, workers: Make) -> None:
    pool = workers()
    bare = await weighed(pool, "noise")
    adapter = random_adapter(tmp_path / "adapter.gguf")
    await pool.wear("noise", [Adapter(path=adapter)])
    await pool.unload("noise")
    adapter.unlink()
    for _ in range(2):
        with pytest.raises(QuantumLayerError, match="there is no adapter"):
            await weighed(pool, "noise")
    await pool.wear("noise", [])
    assert await weighed(pool, "noise") == bare


async def test_an_adapter_for_another_model_is_refused(tmp_path: Path, workers: Make) -> None:
    pool = workers()
    bare = await weighed(pool, "noise")
    with pytest.raises(QuantumLayerError, match="does not fit the model"):
        await pool.wear("noise", [Adapter(path=random_adapter(tmp_path / "wide.gguf", width=128))])
    assert await weighed(pool, "noise") == bare


def namespaces() -> bool:
    """Whether this machine lets a process leave the network."""
    tried = shutil.which("unshare") and subprocess.run(["unshare", "-rn", "true"], capture_output=True, check=False)
    return bool(tried) and tried.returncode == 0


@pytest.mark.skipif(not namespaces(), reason="this machine has no namespaces to put a process into")
async def test_a_worker_has_no_network_and_leaves_no_core(workers: Make) -> None:
    pool = workers()
    async with pool.using("chatter") as child:
        place = Path("/proc") / str(child.pid)
        connections = (place / "net/dev").read_text().splitlines()[2:]
        limits = (place / "limits").read_text()
        status = (place / "status").read_text()
        score = (place / "oom_score_adj").read_text()
    assert [line.split(":")[0].strip() for line in connections] == ["lo"]
    assert re.search(r"Max core file size +0 +0", limits)
    assert "NoNewPrivs:\t1" in status
    assert score.strip() == "800"


def test_workers_die_with_their_engine(runtime: object, shelf: Path) -> None:
    script = shelf / "engine.py"
    script.write_text(ENGINE)
    engine = subprocess.Popen([sys.executable, str(script), str(shelf)], stdout=subprocess.PIPE, text=True)
    assert engine.stdout is not None
    worker = int(engine.stdout.readline())
    assert alive(worker)
    engine.kill()
    engine.wait()
    engine.stdout.close()
    deadline = time.monotonic() + 5
    while alive(worker) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not alive(worker)


ENGINE = """
import asyncio, os, sys
from pathlib import Path
from local_models.fit import need_of
from local_models.hardware import look_at_hardware
from local_models.model_file import read_model
from local_models.model_file import read_model
from local_models.pool import Workers
from local_models.runtime import find_runtime

async def main():
    pool = Workers(find=lambda name: read_model(Path(sys.argv[1]) / f"{name}.gguf"),
                   runtime=lambda: find_runtime(os.environ), look=look_at_hardware, environment=os.environ)
    async with pool.using("noise") as child:
        print(child.pid, flush=True)
        await asyncio.sleep(60)

asyncio.run(main())
"""
