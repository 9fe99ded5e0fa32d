"""`ql change` as a person uses it: the preview goes on at its address with its rows, and undo takes the schema back."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.main_road.conftest import Ql, ql

__all__ = ["ql"]

WISH = "A shop repairs bikes. A bike has a brand, a colour and a frame number (unique)."
AWAY = 2.0
"""Seconds that a preview may be away on a machine that is not busy; see below for one that is."""


class Visitor:
    """Asks again and again, and remembers how long the longest answer took and whether one was no answer."""

    def __init__(self, url: str) -> None:
        self._url, self._stop = url, threading.Event()
        self.longest, self.failed = 0.0, 0
        self._thread = threading.Thread(target=self._ask)

    def __enter__(self) -> Visitor:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _ask(self) -> None:
        with httpx.Client(base_url=self._url, timeout=60, trust_env=False) as client:
            while not self._stop.wait(0.02):
                began = time.monotonic()
                self.failed += client.get("/healthz").status_code != 200
                self.longest = max(self.longest, time.monotonic() - began)


def _busy() -> float:
    """How much longer work takes here than alone: the wall time of a loop over its CPU time."""
    wall, cpu = time.monotonic(), time.thread_time()
    while time.thread_time() - cpu < 0.3:
        pass
    return (time.monotonic() - wall) / (time.thread_time() - cpu)


@pytest.mark.slow
def test_a_preview_goes_on_at_its_address_with_its_rows(ql: Ql, tmp_path: Path) -> None:
    out = tmp_path / "bikes"
    said = ql("new", WISH, "--out", str(out), "--yes", "--json")
    assert said.code == 0, said.out + said.err
    url = said.result["preview"]["url"]
    with httpx.Client(base_url=url, timeout=60, trust_env=False) as client:
        row = {"brand": "Gazelle", "colour": "red", "frame_number": "F1"}
        assert client.post("/api/bikes", json=row).status_code == 201
        with Visitor(url) as visitor:
            result = _change(ql, out, "Bikes also have a weight.")
        assert result["preview"]["url"] == url
        assert visitor.failed == 0
        assert visitor.longest < AWAY * max(1.0, _busy())
        (bike,) = client.get("/api/bikes").json()["items"]
        assert (bike["brand"], bike["weight"]) == ("Gazelle", None)
        assert client.patch(f"/api/bikes/{bike['id']}", json={"weight": 14}).status_code == 200
        _change(ql, out, "Rename the colour to paint.")
        (bike,) = client.get("/api/bikes").json()["items"]
        assert (bike["paint"], bike["weight"]) == ("red", 14)
        first = ql("history", str(out), "--json").result["commits"][-1]["id"]
        assert ql("undo", str(out), first, "--json").code == 0
        (bike,) = client.get("/api/bikes").json()["items"]
        assert bike["colour"] == "red"
        assert "weight" not in bike
        assert ql("undo", str(out), "--json").code == 0
        (bike,) = client.get("/api/bikes").json()["items"]
        assert (bike["paint"], bike["weight"]) == ("red", 14)


def _change(ql: Ql, out: Path, text: str) -> dict[str, Any]:
    said = ql("change", str(out), text, "--yes", "--json")
    assert said.code == 0, said.out + said.err
    return said.result


def test_without_a_terminal_a_change_waits_for_approval(ql: Ql, tmp_path: Path) -> None:
    out = tmp_path / "club"
    assert ql("new", "A club keeps members. A member has a name.", "--out", str(out), "--yes", "--no-preview").code == 0
    said = ql("change", str(out), "Members also have a town.", "--json")
    assert (said.code, said.result["status"], said.result["checkpoint"]) == (4, "waiting", "change")
    assert ql("approvals", "reject", said.result["run"], "change").code in (0, 3)
    assert "town" not in (out / "app" / "models" / "member.py").read_text()
    said = ql("change", str(out), "Members also have a town.", "--dry-run")
    assert said.code == 0, said.out + said.err
    assert "field added: member.town" in said.out
    assert "town" not in (out / "app" / "models" / "member.py").read_text()
