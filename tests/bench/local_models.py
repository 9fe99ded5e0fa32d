"""What a model on this machine costs in time and memory: `python -m tests.bench.local_models`, after `make setup-llama`.

The model is made here, with weights by chance in eight bits: what it says is noise, but as much work as sense of the same size.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any

from engines.kernel.errors import Unavailable
from local_models.child import Child
from local_models.fit import need_of
from local_models.hardware import look_at_hardware
from local_models.model_file import read_model
from local_models.pool import Adapter, Workers
from local_models.runtime import find_runtime
from tests.local_models.tiny import random_adapter, random_model

SIZES = {"small": (4, 512), "medium": (12, 1024), "large": (16, 2048)}
"""Layers and width."""
PROMPT, WRITTEN, SWAPS = "x = 1\n" * 100, 64, 20


async def main() -> None:
    try:
        runtime = find_runtime(os.environ)
    except Unavailable as missing:
        print(f"{missing} {missing.hint}")
        return
    machine = look_at_hardware()
    print(f"llama-cpp-python {runtime.release}, {machine.cores} cores, {machine.memory_free / 1e9:.1f} GB free")
    print(
        f"{'model':>8} {'weights':>8} {'load':>8} {'read':>11} {'write':>11} {'swap':>8} {'cancel':>8} {'memory':>9} {'estimate':>9}"
    )
    with tempfile.TemporaryDirectory(prefix="ql-bench-") as folder:
        for name, (layers, width) in SIZES.items():
            random_model(Path(folder) / f"{name}.gguf", layers=layers, width=width, eight_bits=True, context=4096)
            random_adapter(Path(folder) / f"{name}.adapter", layers=layers, width=width)
            async with _pool(Path(folder)) as pool:
                print(f"{name:>8} {await _measured(pool, Path(folder), name)}")


@asynccontextmanager
async def _pool(folder: Path) -> AsyncIterator[Workers]:
    runtime = cache(lambda: find_runtime(os.environ))
    runtime()
    pool = Workers(
        find=lambda name: read_model(folder / f"{name}.gguf"),
        runtime=runtime,
        look=look_at_hardware,
        environment=os.environ,
    )
    try:
        yield pool
    finally:
        await pool.close()


async def _measured(pool: Workers, folder: Path, name: str) -> str:
    began = time.monotonic()
    async with pool.using(name) as child:
        load = time.monotonic() - began
        await _written(child, "warm", 1)
        end = await _written(child, PROMPT, WRITTEN)
        cancel = await _cancelled(child)
        memory = child.memory
    swaps = [await pool.wear(name, adapters) for _ in range(SWAPS) for adapters in ([_adapter(folder, name)], [])]
    model = read_model(folder / f"{name}.gguf")
    need = need_of(model, 4096)
    return (
        f"{model.parameters / 1e6:6.0f} M {load:6.2f} s {(end['read'] - end['cached']) / end['until_first']:7.0f} t/s "
        f"{(end['written'] - 1) / (end['seconds'] - end['until_first']):7.1f} t/s "
        f"{sorted(swaps)[len(swaps) // 2] * 1000:5.2f} ms {cancel * 1000:5.1f} ms {memory / 1e6:6.0f} MB {need.total / 1e6:6.0f} MB"
    )


async def _written(child: Child, text: str, longest: int) -> dict[str, Any]:
    """How a text is gone on with. A grammar of digits keeps noise from ending the answer."""
    request = {"prefix": text, "longest": longest, "temperature": 0.0, "stop": [], "schema": DIGITS}
    return dict(await child.done("write", **request))


async def _cancelled(child: Child) -> float:
    """Seconds from cancelling a long answer until the next question is answered."""
    request = {"prefix": "", "longest": 2000, "temperature": 0.0, "stop": [], "schema": DIGITS}
    async with aclosing(child.ask("write", **request)) as messages:
        await anext(messages)
    began = time.monotonic()
    await child.done("wear", adapters=[])
    return time.monotonic() - began


def _adapter(folder: Path, name: str) -> Adapter:
    return Adapter(path=folder / f"{name}.adapter")


DIGITS = '{"type": "string", "pattern": "^[0-9]{4000}$"}'

if __name__ == "__main__":
    asyncio.run(main())
