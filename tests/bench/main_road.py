"""Measures the main road: time from `ql new` to green tests and an answering address, by stage, and how it grows.

Run by `make bench`. Prints wall seconds by stage (medians of several runs with a warm engine), the whole command, and
the time of 1, 5, 10, 20 and 30 entities as a ratio to what linear growth would give. Asserts nothing.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

from app.client import connect
from app.client.client import Client

RUNS = 5
SIZES = (1, 5, 10, 20, 30)
QL = (sys.executable, "-c", "from app.cli.main import main; main()")


def brief_of(size: int) -> str:
    """A plain brief with so many entities, each with four fields; they form a tree where each refers to its parent."""
    nouns = ("tool", "shelf", "crate", "badge", "lamp", "valve", "hinge", "wheel", "panel", "cable")
    colours = ("red", "green", "spare")
    names = [f"{colour} {noun}" for colour in colours for noun in nouns][:size]
    lines = [
        f"* {name}s: name, weight in kg, price, purchase date" + (f", {names[(n - 1) // 3]}" if n else "")
        for n, name in enumerate(names)
    ]
    return "Workshop inventory\n" + "\n".join(lines) + "\n"


@contextmanager
def warm_engine() -> Iterator[tuple[Client, Path]]:
    """An engine on a data directory of its own, stopped afterwards."""
    with tempfile.TemporaryDirectory(prefix="ql-bench-") as folder:
        os.environ["QL_HOME"] = f"{folder}/home"
        client = connect()
        try:
            yield client, Path(folder)
        finally:
            client.stop_engine()


def build(client: Client, brief: str, out: Path, *, preview: bool) -> dict[str, float]:
    """Seconds by step of one run, and `total`."""
    wish = {"brief": brief, "out": str(out), "accept": True, "preview": preview}
    began = time.perf_counter()
    run = client.request("POST", "/projects", body=wish)["run"]
    seconds: dict[str, float] = {}
    for event in client.follow(run):
        if event.kind == "step.finished":
            name = str(event.payload["step"]).split(":")[0]
            seconds[name] = seconds.get(name, 0.0) + float(event.payload["seconds"])
    result = client.run(run)
    if result.status != "done" or result.result["status"] != "done":
        raise SystemExit(f"the run failed: {result.error or result.result}")
    return {**seconds, "total": time.perf_counter() - began}


def command(out: Path) -> float:
    """Wall seconds of the whole command `ql new`, until its address has answered."""
    began = time.perf_counter()
    arguments = ["new", "--example", "library", "--out", str(out), "--yes", "--json"]
    done = subprocess.run([*QL, *arguments], capture_output=True, text=True, check=True)
    result: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    with urllib.request.urlopen(result["preview"]["url"] + "/healthz", timeout=5) as answer:
        answer.read()
    seconds = time.perf_counter() - began
    subprocess.run([*QL, "preview", "stop", result["preview"]["id"]], capture_output=True, check=True)
    return seconds


def main() -> None:
    library = files("resources").joinpath("examples", "library.md").read_text(encoding="utf-8")
    with warm_engine() as (client, folder):
        build(client, library, folder / "warm", preview=False)
        rows = [build(client, library, folder / f"library-{n}", preview=False) for n in range(RUNS)]
        print("library, by step (median seconds, tests and preview run side by side in the command below)")
        for step in rows[0]:
            print(f"  {step:<10} {statistics.median(row[step] for row in rows):6.2f}")
        whole = [command(folder / f"whole-{n}") for n in range(RUNS)]
        print(
            f"ql new to an answering address: median {statistics.median(whole):.2f} s, {min(whole):.2f} to {max(whole):.2f}"
        )
        print("growth with the number of entities (no preview)")
        base = 0.0
        for size in SIZES:
            row = build(client, brief_of(size), folder / f"size-{size}", preview=False)
            base = base or row["total"]
            print(f"  {size:>3} entities {row['total']:6.2f} s   {row['total'] / base / size:5.2f} of linear from 1")


if __name__ == "__main__":
    main()
