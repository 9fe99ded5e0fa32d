"""Measures how long a change keeps a preview away: what its visitors see, what the engine says, and the CPU time of the new start.

Run by `python -m tests.bench.change`. Prints one line per change of a small and of a larger project while eight visitors
ask all the time; `busy` is how much longer a loop took than its CPU time, 1.0 on an idle machine. Asserts nothing.
"""

from __future__ import annotations

import os
import threading
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx

from app.client.client import Client
from tests.bench.main_road import brief_of, warm_engine

BIKES = "A shop repairs bikes. A bike has a brand, a colour and a frame number (unique)."
CHANGES = {
    "bikes": [
        "Bikes also have a weight.",
        "Rename the colour to paint.",
        "Remove the weight from bikes.",
        "A rider has a name. A bike can have a rider.",
    ],
    "workshop": [
        "Red tools also have a shelf life.",
        "Rename red crates to red boxes.",
        "Remove the price from red lamps.",
    ],
}


class Visitor:
    """Asks again and again; the longest wait in seconds, and how many answers were no success."""

    def __init__(self, url: str) -> None:
        self._url, self._over = url, threading.Event()
        self.longest, self.failed, self.asked = 0.0, 0, 0
        self._thread = threading.Thread(target=self._ask)

    def __enter__(self) -> Visitor:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _ask(self) -> None:
        with httpx.Client(base_url=self._url, timeout=60, trust_env=False) as client:
            while not self._over.wait(0.05):
                began = time.monotonic()
                self.failed += client.get("/healthz").status_code != 200
                self.longest, self.asked = max(self.longest, time.monotonic() - began), self.asked + 1


def busy() -> float:
    """How much longer work takes here than alone."""
    wall, cpu = time.monotonic(), time.thread_time()
    while time.thread_time() - cpu < 0.3:
        pass
    return (time.monotonic() - wall) / (time.thread_time() - cpu)


def build(client: Client, brief: str, out: Path) -> str:
    """The address of the new project's preview."""
    result = _result(client, "/projects", {"brief": brief, "out": str(out), "accept": True, "preview": True})
    return str(result["preview"]["url"])


def change(client: Client, out: Path, url: str, text: str) -> str:
    """One line of figures."""
    began, load = time.monotonic(), busy()
    with ExitStack() as stack:
        visitors = [stack.enter_context(Visitor(url)) for _ in range(8)]
        result = _result(client, "/projects/changes", {"project": str(out), "text": text, "accept": True})
    whole = time.monotonic() - began
    used = client.request("GET", f"/previews/{result['preview']['id']}/metrics")["cpu_seconds"]
    longest, failed, asked = (
        f([getattr(v, n) for v in visitors]) for f, n in ((max, "longest"), (sum, "failed"), (sum, "asked"))
    )
    away = result["preview"]["seconds"]
    return (
        f"  {text:<46} away {away:5.2f} s  longest wait {longest:5.2f} s  failed {failed} of {asked:<5} "
        f"CPU of the new one {used:5.2f} s  whole {whole:5.1f} s  busy {load:.1f}"
    )


def _result(client: Client, route: str, body: dict[str, Any]) -> dict[str, Any]:
    run = client.request("POST", route, body=body)["run"]
    for _ in client.follow(run):
        pass
    record = client.run(run)
    if record.status != "done" or record.result["status"] != "done":
        raise SystemExit(f"the run failed: {record.error or record.result}")
    return dict(record.result)


def main() -> None:
    with warm_engine() as (client, folder):
        for name, brief in (("bikes", BIKES), ("workshop", brief_of(10))):
            url = build(client, brief, folder / name)
            print(f"{name} at {url}, load {os.getloadavg()[0]:.1f}")
            for text in CHANGES[name]:
                print(change(client, folder / name, url, text), flush=True)


if __name__ == "__main__":
    main()
