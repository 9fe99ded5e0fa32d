"""What people do on the pages, in a real browser: dragging, keys, searching choices, and all of it without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from tests.qlayer_web.chromium import Chromium

pytestmark = pytest.mark.heavy


@pytest.fixture
def page(chromium: Chromium, workshop: httpx.Client) -> Iterator[Chromium]:
    chromium.start(str(workshop.base_url))
    yield chromium
    assert chromium.complaints() == []


@pytest.fixture
def plain(chromium: Chromium, workshop: httpx.Client) -> Chromium:
    """The same browser with JavaScript switched off."""
    chromium.start(str(workshop.base_url), script=False)
    return chromium


def a_repair(workshop: httpx.Client) -> int:
    values = {"bike_id": 1, "received_date": "2026-01-01", "promised_date": "2026-01-09", "hours_worked": 1}
    answer = workshop.post("/api/repairs", json={**values, "hourly_rate": 50, "description": "Squeaks"})
    assert answer.status_code == 201, answer.text
    return int(answer.json()["id"])


def status(workshop: httpx.Client, repair: int) -> str:
    return str(workshop.get(f"/api/repairs/{repair}").json()["status"])


def lane(state: str) -> str:
    return f".lane[data-state={state}]"


def tile(repair: int) -> str:
    return f".tile:has(a[href='/repairs/{repair}'])"


DRAG = """
    const middle = async (selector) => {
      const box = await page.locator(selector).boundingBox();
      return [box.x + box.width / 2, box.y + Math.min(box.height / 2, 60)];
    };
    await page.mouse.move(...await middle(given.what));
    await page.mouse.down();
    const [x, y] = await middle(given.onto);
    await page.mouse.move(x, y, {steps: 8});
    await page.mouse.move(x + 2, y + 2, {steps: 2});
    const lanes = await page.locator(".lane").evaluateAll((all) => all.map((lane) => [lane.dataset.state, lane.className]));
    await page.mouse.up();
    await page.waitForLoadState("load");
    return Object.fromEntries(lanes);
"""


def test_a_tile_is_dragged_to_a_lane_that_is_allowed(page: Chromium, workshop: httpx.Client) -> None:
    repair = a_repair(workshop)
    page.go("/repairs/board")
    lanes = page.do(DRAG, what=tile(repair), onto=lane("in_progress"))
    assert ("ready" in lanes["in_progress"], "ready" in lanes["picked_up"]) == (True, False)
    assert "closed" in lanes["picked_up"]
    page.do("await page.waitForSelector(given.selector)", selector=f"{lane('in_progress')} {tile(repair)}")
    assert status(workshop, repair) == "in_progress"
    assert page.text(".toast") == "Repair is in progress"


def test_a_tile_that_may_not_go_there_stays_and_says_why(page: Chromium, workshop: httpx.Client) -> None:
    repair = a_repair(workshop)
    page.go("/repairs/board")
    page.do(DRAG, what=tile(repair), onto=lane("picked_up"))
    assert page.text(".toast[role=alert]") == "There is no step from “Received” to “Picked up”."
    assert page.count(f"{lane('received')} {tile(repair)}") == 1
    assert status(workshop, repair) == "received"


def test_a_tile_is_moved_with_the_keyboard(page: Chromium, workshop: httpx.Client) -> None:
    repair = a_repair(workshop)
    page.go("/repairs/board")
    page.do("await page.locator(given.menu).focus()", menu=f"{tile(repair)} summary")
    for key in ("Enter", "Tab", "Enter"):
        page.do("await page.keyboard.press(given.key)", key=key)
    page.do("await page.waitForSelector(given.selector)", selector=f"{lane('in_progress')} {tile(repair)}")
    assert status(workshop, repair) == "in_progress"


def test_the_skip_link_is_the_first_stop_and_leads_to_the_content(page: Chromium) -> None:
    page.go("/repairs")
    page.do("await page.keyboard.press('Tab'); await page.keyboard.press('Enter')")
    assert page.do("return page.evaluate(() => document.activeElement.id)") == "page"


def test_errors_are_focused_and_lead_to_their_fields(page: Chromium) -> None:
    page.go("/bikes/new")
    page.click("main .actions button.primary")
    assert page.do("return page.evaluate(() => document.activeElement.getAttribute('role'))") == "alert"
    page.click(".notice a[href='#customer_id']")
    assert page.do("return page.evaluate(() => document.activeElement.getAttribute('role'))") == "combobox"


def test_the_facts_of_what_is_chosen_stand_beside_the_form(page: Chromium) -> None:
    page.go("/repairs/new")
    assert page.count(".facts") == 0
    page.do("await page.selectOption('#bike_id', '2'); await page.waitForSelector('.facts')")
    assert page.text("[data-live=chosen]").startswith("Bike Open")
    assert "Colour black" in page.text(".facts")
    page.go("/repairs/new?bike_id=2")
    assert "Colour black" in page.text(".facts")


def test_a_list_is_searched_while_typing(page: Chromium) -> None:
    page.go("/customers")
    page.do("await page.fill('input[type=search]', 'okafor'); await page.waitForURL(/q=okafor/)")
    assert page.text("tbody td") == "Grace Okafor"
    assert page.count("tbody tr") == 1


def test_one_of_many_is_found_with_a_combobox(page: Chromium, workshop: httpx.Client) -> None:
    page.go("/bikes/new")
    page.do(
        """await page.locator("[role=combobox]").pressSequentially("okaf");
           await page.waitForSelector("[role=option]");
           await page.keyboard.press("ArrowDown")"""
    )
    assert page.text("[role=option][aria-selected=true]") == "Grace Okafor"
    assert page.violations() == []
    page.do("await page.keyboard.press('Enter')")
    assert page.do("return page.inputValue('[role=combobox]')") == "Grace Okafor"
    for name, value in {"brand": "Surly", "model": "Ogre", "frame_number": "OG-1", "colour": "green"}.items():
        page.do("await page.fill(given.field, given.value)", field=f"#{name}", value=value)
    page.click("main .actions button.primary")
    bike = workshop.get(f"/api{page.path()}").json()
    assert (bike["customer_id"], bike["frame_number"]) == (3, "OG-1")


def test_a_combobox_that_is_left_says_what_is_chosen(page: Chromium) -> None:
    page.go("/bikes/1/edit")
    assert page.do("return page.inputValue('[role=combobox]')") == "Ida Berg"
    page.do("await page.fill('[role=combobox]', 'nobody of that name'); await page.waitForTimeout(400)")
    assert page.text("#customer_id-found") == "Nothing found"
    page.do("await page.keyboard.press('Tab')")
    assert page.do("return page.inputValue('[role=combobox]')") == "Ida Berg"


def test_one_of_many_is_found_without_script(plain: Chromium) -> None:
    plain.go("/bikes/new")
    plain.do("await page.fill('#colour', 'red'); await page.fill('#customer_id_words', 'okafor')")
    plain.click("button[name=find][value=customer_id]")
    assert plain.text("#customer_id-found").startswith("1 match “okafor”")
    assert plain.do("return page.inputValue('#colour')") == "red"
    plain.do("await page.selectOption('#customer_id', {label: 'Grace Okafor'}); await page.fill('#brand', 'Kona')")
    plain.do("await page.fill('#model', 'Rove'); await page.fill('#frame_number', 'KR-1')")
    plain.do("await page.press('#frame_number', 'Enter'); await page.waitForLoadState('load')")
    assert plain.text(".toast") == "Bike created"


def test_lists_are_sorted_filtered_and_turned_without_script(plain: Chromium) -> None:
    plain.go("/customers")
    assert plain.text("tbody td") == "Amir Haddad"
    plain.click("thead th:first-child a")
    assert plain.do("return page.getAttribute('thead th:first-child', 'aria-sort')") == "descending"
    plain.click("a[aria-label='Next page']")
    assert plain.text(".pager").startswith("21 to 40 of")
    plain.go("/repairs")
    plain.click(".tabs a:has-text('Cancelled')")
    assert set(plain.do("return page.locator('tbody .badge').allInnerTexts()")) == {"Cancelled"}
    plain.do("await page.selectOption('select[name=bike_id]', '2')")
    plain.click(".filters button")
    assert "bike_id=2" in plain.path()
    assert "status=cancelled" in plain.path()
    assert plain.count("tbody tr") == 1


def test_records_are_made_moved_and_changed_without_script(plain: Chromium, workshop: httpx.Client) -> None:
    plain.go("/repairs/new")
    plain.click("main .actions button.primary")
    assert plain.text("[role=alert] strong").endswith("fields need another look")
    plain.do("await page.selectOption('#bike_id', '2'); await page.fill('#received_date', '2026-02-01')")
    plain.do("await page.fill('#promised_date', '2026-02-09'); await page.fill('#hours_worked', '2')")
    plain.do("await page.fill('#hourly_rate', '60')")
    plain.click("main .actions button.primary")
    repair = int(plain.path().rsplit("/", 1)[1])
    assert plain.text(".toast") == "Repair created"
    assert plain.text(".log") == "Created just now"
    plain.click("button[name=to][value=in_progress]")
    assert status(workshop, repair) == "in_progress"
    plain.go("/repairs/board")
    plain.click(f"{tile(repair)} summary")
    plain.click(f"{tile(repair)} button[value=done]")
    assert status(workshop, repair) == "done"
    assert plain.path() == "/repairs/board"
    plain.go(f"/repairs/{repair}/delete")
    plain.click("main .actions button")
    assert workshop.get(f"/api/repairs/{repair}").status_code == 404


def test_the_theme_is_chosen_without_script(plain: Chromium) -> None:
    plain.go("/more")
    plain.click("main button[value=dark]")
    assert plain.do("return page.getAttribute('html', 'data-theme')") == "dark"
