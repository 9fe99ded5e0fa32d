"""Cards are put into their order on a board in a real browser, with the mouse and with the keyboard alone."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from tests.qlayer.running import running, written
from tests.qlayer.specs import KANBAN
from tests.qlayer_web.chromium import Chromium

pytestmark = pytest.mark.heavy

DRAG = """await Promise.all([page.waitForNavigation(), page.dragAndDrop(given.what, given.where, {targetPosition: {x: 20, y: 4}})])"""
KEYS = """await page.focus(given.menu); await page.keyboard.press("Enter"); await page.keyboard.press("Tab");
          await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")])"""


def made(client: httpx.Client, collection: str, **values: object) -> int:
    answer = client.post(f"/api/{collection}", json=values)
    assert answer.status_code == 201, answer.text
    return int(answer.json()["id"])


def cards(client: httpx.Client, list_id: int) -> list[str]:
    found = client.get("/api/cards", params={"list_id": list_id, "sort": "position"}).json()["items"]
    return [card["title"] for card in found]


def tile(title: str) -> str:
    return f".tile:has(a:text-is('{title}'))"


def test_cards_are_put_in_order(chromium: Chromium, tmp_path: Path) -> None:
    with running(written(KANBAN, tmp_path)) as client:
        board = made(client, "boards", name="House")
        todo, done = (made(client, "lists", name=name, board_id=board) for name in ("To do", "Done"))
        for title in ("a", "b", "c"):
            made(client, "cards", title=title, due_date="2095-03-01", size="small", list_id=todo)
        chromium.start(str(client.base_url))
        chromium.go("/cards/lanes")
        chromium.do(DRAG, what=tile("c"), where=tile("b"))
        assert cards(client, todo) == ["a", "c", "b"]
        chromium.do(DRAG, what=tile("a"), where=".lane[aria-label=Done] .more")
        assert (cards(client, todo), cards(client, done)) == (["c", "b"], ["a"])
        chromium.do(DRAG, what=tile("b"), where=tile("a"))
        assert (cards(client, todo), cards(client, done)) == (["c"], ["b", "a"])
        chromium.do(KEYS, menu=f"{tile('a')} summary")
        assert cards(client, done) == ["a", "b"]
        assert (chromium.violations(), chromium.complaints()) == ([], [])
