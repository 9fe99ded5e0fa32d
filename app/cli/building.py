"""Carries a run that builds a project through to its end, before a person's eyes.

Used by `ql new`, `ql spec edit` and `ql approvals`.
"""

from __future__ import annotations

import os
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from app.cli.asking import Decide, nobody
from app.cli.output import emit_json, people, progress
from app.cli.progress import Progress
from app.cli.report import show_result
from app.client import Event
from app.client.client import Client


def administrator() -> dict[str, str]:
    """The administrator that the environment names, to be passed on to a preview."""
    return {name: value for name in ("ADMIN_EMAIL", "ADMIN_PASSWORD") if (value := os.environ.get(name))}


def build(
    client: Client, wish: dict[str, Any], *, began: float, as_json: bool, decide: Decide = nobody
) -> dict[str, Any]:
    """The result of a run that builds a project, with the seconds since `began` (monotonic).

    Its progress is shown meanwhile, and Ctrl-C cancels it. `decide` answers its checkpoints.
    """
    return started(client, "/projects", wish, began=began, as_json=as_json, decide=decide)


def started(
    client: Client, path: str, wish: dict[str, Any], *, began: float, as_json: bool, decide: Decide = nobody
) -> dict[str, Any]:
    """The same for a run of any kind that is started at `path`."""
    run = client.request("POST", path, body=wish)["run"]
    with _cancelled_by_a_person(client, run):
        return carry_through(client, run, began=began, as_json=as_json, decide=decide)


def carry_through(
    client: Client, run: str, *, began: float, as_json: bool, decide: Decide, settled: Collection[str] = ()
) -> dict[str, Any]:
    """Shows a run until it ends, or waits for an answer that `decide` does not give; `settled` ones are answered."""
    hint = ""
    with Progress(progress) as display:
        for event in client.follow(run):
            hint = str(event.payload.get("hint", "")) if event.ends_run else ""
            if as_json:
                emit_json({"event": asdict(event)})
            else:
                display.show(event)
            if event.kind == "checkpoint.opened" and event.payload["checkpoint"] not in settled:
                with display.paused():
                    answer = decide(event.payload)
                if answer is None:
                    return {**_waiting(event), "seconds": _since(began)}
                client.answer(run, str(event.payload["checkpoint"]), answer)
    record = client.run(run)
    if record.status == "done":
        return {**record.result, "seconds": _since(began)}
    return {
        "seconds": _since(began),
        "status": "failed",
        "why": record.error or f"the run was {record.status}",
        "hint": hint,
        "run": run,
    }


def _waiting(event: Event) -> dict[str, Any]:
    """The result of a run that goes on once somebody has answered."""
    asked: Mapping[str, Any] = event.payload
    checkpoint = asked["checkpoint"]
    return {
        "status": "waiting",
        "run": event.run,
        "checkpoint": checkpoint,
        "path": asked.get("project", ""),
        "why": f"Waits at '{checkpoint}': {asked.get('effect', '')} Risk: {asked.get('risk', '')}.",
        "hint": f"Answer with: ql approvals approve {event.run} {checkpoint}  (or reject, with --comment)",
    }


def _since(began: float) -> float:
    return round(time.monotonic() - began, 2)


@contextmanager
def _cancelled_by_a_person(client: Client, run: str) -> Iterator[None]:
    """Ctrl-C ends the run too; left to itself, the engine would carry it through."""
    try:
        yield
    except KeyboardInterrupt:
        client.cancel(run)
        progress.print(f"Cancelled run {run}.")
        raise


def present(client: Client, result: dict[str, Any], *, as_json: bool) -> None:
    """Shows a result, with the preview's login for people."""
    if as_json:
        emit_json(result)
        return
    if result.get("preview"):
        login = client.request("GET", f"/previews/{result['preview']['id']}")["login"]
        result = {**result, "preview": {**result["preview"], "login": login}}
    show_result(people, result)
