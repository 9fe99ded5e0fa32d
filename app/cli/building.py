"""Carries a run that builds a project through to its end, before a person's eyes. Used by `ql new` and `ql spec edit`."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from app.cli.output import emit_json, people, progress
from app.cli.progress import Progress
from app.cli.report import show_result
from app.client.client import Client


def administrator() -> dict[str, str]:
    """The administrator that the environment names, to be passed on to a preview."""
    return {name: value for name in ("ADMIN_EMAIL", "ADMIN_PASSWORD") if (value := os.environ.get(name))}


def build(client: Client, wish: dict[str, Any], *, began: float, as_json: bool) -> dict[str, Any]:
    """The result of a run that builds a project, with the seconds since `began` (monotonic).

    Its progress is shown meanwhile, and Ctrl-C cancels it.
    """
    run = client.request("POST", "/projects", body=wish)["run"]
    hint = ""
    with Progress(progress) as display, _cancelled_by_a_person(client, run):
        for event in client.follow(run):
            hint = str(event.payload.get("hint", "")) if event.ends_run else ""
            if as_json:
                emit_json({"event": asdict(event)})
            else:
                display.show(event)
    record = client.run(run)
    seconds = round(time.monotonic() - began, 2)
    if record.status == "done":
        return {**record.result, "seconds": seconds}
    return {
        "seconds": seconds,
        "status": "failed",
        "why": record.error or f"the run was {record.status}",
        "hint": hint,
        "run": run,
    }


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
